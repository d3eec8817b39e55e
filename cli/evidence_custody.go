package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

// custodyFile is where the record of a bundle's hand-overs lies: beside the bundle.
func custodyFile(bundle string) string { return bundle + ".custody.json" }

// loadCustody reads the record of a bundle; nil if there is none.
func loadCustody(bundle string) (*evidence.Custody, error) {
	b, err := os.ReadFile(custodyFile(bundle))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "the record of hand-overs cannot be read: %w", err)
	}
	c, err := evidence.ParseCustody(b)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", custodyFile(bundle), err)
	}
	return c, nil
}

func saveCustody(bundle string, c *evidence.Custody) error {
	b, err := c.Encode()
	if err != nil {
		return err
	}
	return writeWhole(custodyFile(bundle), func(f *os.File) error { _, err := f.Write(b); return err })
}

func evidenceHandOverCommand() *cobra.Command {
	var t target
	var h evidence.HandOver
	var to string
	var wait bool
	c := &cobra.Command{
		Use:   "hand-over FILE --to NAME",
		Short: "Sign that a bundle is given to somebody, in the record beside it",
		Long: `Sign that a bundle is given to somebody, in the record beside it: FILE.custody.json, which goes
along with it. The bundle itself stays as it was exported. Each entry says who gave it to whom,
when and why, and is signed over the bundle and the entry before. Where a master of the site
answers, he enters it in his log, so that nobody can sign it later and date it back; the proof of
that is added once it is confirmed, by --wait or ` + "`custos evidence anchor FILE`" + `. Elsewhere it is
marked as not anchored.`,
		Example: `  custos evidence hand-over theft.zip --as police --to "K. Berg, court of Graz" --why "case 12 of 2026"
  custos evidence hand-over theft.zip --key my.key --to "A. Holm" --to-key 0x2c7536e3605d9c16a7a3d7b1898e529396a65c23`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			record, err := recordOf(args[0])
			if err != nil {
				return err
			}
			if to != "" {
				if err := h.To.Key.UnmarshalText([]byte(to)); err != nil {
					return custos.Errorf(custos.Invalid, "--to-key %q is no account: %w", to, err)
				}
			}
			l, siteErr := openSite(&t)
			var k *key.Key
			switch {
			case t.key != "":
				k, err = client.LoadKey(t.key)
			case siteErr != nil:
				return custos.Errorf(custos.Invalid, "who gives? Say by --key FILE whose key signs: there is no site here (%w)", siteErr)
			default:
				k, err = l.signerFor(t.as)
			}
			if err != nil {
				return err
			}
			if h.From.Name == "" {
				h.From.Name = t.as
			}
			h.At = time.Now()
			if _, err := record.Add(h, k); err != nil {
				return err
			}
			last := &record.Entries[len(record.Entries)-1]
			// On disk before anybody is asked: what was signed is not lost with an answer.
			if err := saveCustody(args[0], record); err != nil {
				return err
			}
			why := siteErr
			if siteErr == nil {
				last.Event, why = l.enter(cmd.Context(), k, last)
			}
			if why != nil {
				term.Printf(cmd.ErrOrStderr(), "%s: hand-over %d is signed, and not anchored: %v\n", custodyFile(args[0]), len(record.Entries), why)
				return nil
			}
			if err := saveCustody(args[0], record); err != nil {
				return err
			}
			term.Printf(cmd.ErrOrStderr(), "%s: hand-over %d is signed, and entered in the log as %s\n", custodyFile(args[0]), len(record.Entries), last.Event)
			if !wait {
				term.Printf(cmd.ErrOrStderr(), "add the proof when it is confirmed: custos evidence anchor %s\n", args[0])
				return nil
			}
			return l.anchor(cmd, args[0], record, k, true)
		},
	}
	t.flags(c)
	c.Flags().StringVar(&h.To.Name, "to", "", "`who` takes it")
	c.Flags().StringVar(&to, "to-key", "", "the `account` of who takes it, if he has one: then only he can hand it on")
	c.Flags().StringVar(&h.From.Name, "name", "", "`who` gives it (default: --as)")
	c.Flags().StringVar(&h.Why, "why", "", "`what` for")
	c.Flags().BoolVar(&wait, "wait", false, "wait until the log's proof of it can be added, for two minutes at most")
	_ = c.MarkFlagRequired("to")
	return c
}

// recordOf is the record of a bundle, begun if there is none.
func recordOf(bundle string) (*evidence.Custody, error) {
	id, err := evidence.Identify(bundle)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", bundle, err)
	}
	record, err := loadCustody(bundle)
	if err != nil {
		return nil, err
	}
	if record == nil {
		return evidence.NewCustody(id), nil
	}
	if record.Bundle != id {
		return nil, custos.Errorf(custos.Conflict, "%s is the record of another bundle: move it away", custodyFile(bundle))
	}
	return record, nil
}

// enter has a hand-over entered by the first master that takes it.
func (l *link) enter(ctx context.Context, k *key.Key, r *evidence.CustodyRecord) (custos.EventID, error) {
	err := custos.Errorf(custos.NotFound, "the site has no fog node, so no log")
	for _, fog := range l.fogs() {
		var v *api.CustodyEntered
		if v, err = l.master(fog, k).EnterHandOver(ctx, r.Entry); err == nil {
			return v.Event, nil
		}
	}
	return "", err
}

// anchor adds the log's proof to the hand-overs that are entered and have none.
func (l *link) anchor(cmd *cobra.Command, bundle string, record *evidence.Custody, k *key.Key, wait bool) error {
	for i := range record.Entries {
		r := &record.Entries[i]
		if r.Event == "" || len(r.Anchor) > 0 {
			continue
		}
		resp, err := l.first(cmd.Context(), l.fogs(), k, api.GetBundle.Of(string(r.Event))+"?footage=none", waiting(wait, cmd.ErrOrStderr()))
		if err != nil {
			return custos.Errorf(custos.KindOf(err), "the proof of hand-over %d: %w", i+1, err)
		}
		r.Anchor, err = readAnchor(resp.Body)
		if err != nil {
			return err
		}
		if err := saveCustody(bundle, record); err != nil {
			return err
		}
		term.Printf(cmd.ErrOrStderr(), "%s: hand-over %d is anchored\n", custodyFile(bundle), i+1)
	}
	return nil
}

func evidenceAnchorCommand() *cobra.Command {
	var t target
	var wait bool
	c := &cobra.Command{
		Use:   "anchor FILE",
		Short: "Add the log's proof to a bundle's hand-overs that are entered there",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			record, err := recordOf(args[0])
			if err != nil {
				return err
			}
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			k, err := l.signerFor(t.as)
			if err != nil {
				return err
			}
			return l.anchor(cmd, args[0], record, k, wait)
		},
	}
	t.flags(c)
	c.Flags().BoolVar(&wait, "wait", false, "wait until it can be proved, for two minutes at most")
	return c
}

// maxAnchor is what the bundle of one event without footage takes at most.
const maxAnchor = 32 << 20

func readAnchor(body io.ReadCloser) ([]byte, error) {
	defer body.Close()
	b, err := io.ReadAll(io.LimitReader(body, maxAnchor+1))
	if err == nil && len(b) > maxAnchor {
		err = custos.Errorf(custos.Invalid, "the proof has more than %d bytes", maxAnchor)
	}
	return b, err
}
