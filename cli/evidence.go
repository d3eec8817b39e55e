package cli

import (
	"context"
	"io"
	"net/http"
	"os"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func evidenceCommand() *cobra.Command {
	c := &cobra.Command{Use: "evidence", Short: "Export evidence, and verify it without a network"}
	c.AddCommand(evidenceExportCommand(), evidenceVerifyCommand(), evidencePageCommand(), evidenceHandOverCommand(), evidenceAnchorCommand())
	return c
}

func evidenceExportCommand() *cobra.Command {
	var t target
	var w stretchFlags
	var out string
	var bare, wait bool
	c := &cobra.Command{
		Use:   "export [EVENT]",
		Short: "Write an event or a stretch of a camera's time, its footage and every proof to one file",
		Example: `  custos evidence export front-edge.object.lz3k9q.42
  custos evidence export --camera campus/front-door/cam1 --from "2026-07-01 18:00:00" --until "2026-07-01 18:05:00" -o theft.zip`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			if (len(args) == 1) == w.set() {
				return custos.Errorf(custos.Invalid, "name an event, or a stretch by --camera, --from and --until")
			}
			fogs, path, name := l.fogs(), "", ""
			if len(args) == 1 {
				// Which domain holds an event does not follow from its id, so every
				// master is asked; the answer that says most is kept.
				name, path = args[0], api.GetBundle.Of(args[0])
				if bare {
					path += "?footage=none"
				}
			} else {
				if bare {
					return custos.Errorf(custos.Invalid, "a stretch is footage: leave --no-footage out")
				}
				from, until, err := w.times(l.site.Location())
				if err != nil {
					return err
				}
				if fogs, err = l.fogsOf(w.camera); err != nil {
					return err
				}
				name, path = w.camera.Base()+"-"+from.Format("20060102-150405"), w.path(api.GetStretchBundle, from, until)
			}
			if out == "" {
				out = name + ".evidence.zip"
			}
			k, err := l.signerFor(t.as)
			if err != nil {
				return err
			}
			resp, err := l.first(cmd.Context(), fogs, k, path, waiting(wait, cmd.ErrOrStderr()))
			if err != nil {
				if !wait && custos.KindOf(err) == custos.Unavailable {
					err = custos.Errorf(custos.Unavailable, "%w; --wait waits", err)
				}
				return err
			}
			defer resp.Body.Close()
			var n int64
			err = writeWhole(out, func(f *os.File) (err error) {
				n, err = io.Copy(f, resp.Body)
				return err
			})
			if err == nil {
				term.Printf(cmd.ErrOrStderr(), "%s: %d bytes. Verify by: custos evidence verify %s --trust TRUST\n", out, n, out)
			}
			return err
		},
	}
	t.flags(c)
	w.flags(c)
	c.Flags().StringVarP(&out, "output", "o", "", "the `file` to write (default EVENT.evidence.zip)")
	c.Flags().BoolVar(&bare, "no-footage", false, "leave the footage out")
	c.Flags().BoolVar(&wait, "wait", false, "wait until it can be proved, for two minutes at most")
	return c
}

// longestWait is how long --wait waits, and between two questions.
const (
	longestWait = 2 * time.Minute
	waitBetween = time.Second
)

// waiting returns until when to ask again, and where to say why.
func waiting(wait bool, say io.Writer) func(err error) bool {
	if !wait {
		return nil
	}
	end, said := time.Now().Add(longestWait), ""
	return func(err error) bool {
		if err.Error() != said {
			said = err.Error()
			term.Printf(say, "waiting: %s\n", said)
		}
		return time.Now().Before(end)
	}
}

// first asks masters for the same until one answers; of the refusals it returns the one
// that says most. again, if not nil, says whether to ask again what may work later.
func (l *link) first(ctx context.Context, fogs []*service.Node, k *key.Key, path string, again func(error) bool) (*http.Response, error) {
	for {
		var refused error
		for _, fog := range fogs {
			resp, err := l.master(fog, k).Do(ctx, http.MethodGet, path, nil)
			if err == nil {
				return resp, nil
			}
			if refused == nil || rank(err) > rank(refused) {
				refused = err
			}
		}
		if again == nil || custos.KindOf(refused) != custos.Unavailable || ctx.Err() != nil || !again(refused) {
			return nil, refused
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(waitBetween):
		}
	}
}

// rank orders the answers of several masters: one that knows the event says more
// than one that does not, or that may not say.
func rank(err error) int {
	switch custos.KindOf(err) {
	case custos.NotFound:
		return 0
	case custos.Denied:
		return 1
	case custos.Unavailable:
		return 2
	}
	return 3
}

func evidenceVerifyCommand() *cobra.Command {
	var trustFile string
	var asJSON, showFrames bool
	c := &cobra.Command{
		Use:   "verify FILE --trust TRUST",
		Short: "Check evidence against a trust file: no network, no node",
		Long: `Check evidence against a trust file: no network, no node.
What a claim says is proved, stands in the trust file, or is said to be somebody's own
word. A bundle that an older version exported does not prove which service a key is of:
the claim "names" is NONE then, and FAIL where the trust file's names_from says that
bundles proved it.
Of each claim it is said what it binds, and at the end what the proof is worth. Where a record of
hand-overs lies beside the bundle, FILE.custody.json, it is checked too.
Exit code 0: every claim holds. 1: one does not, or the file is no evidence.
2: nothing is wrong, but a claim cannot be decided by what the file holds; or the
file cannot be read, which says nothing about it.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			trust, err := evidence.LoadTrust(trustFile)
			if err != nil {
				return err
			}
			r, err := evidence.VerifyFile(args[0], trust, progressOn(cmd.ErrOrStderr()))
			if err != nil {
				term.Printf(cmd.ErrOrStderr(), "custos: nothing was verified, the file cannot be read: %v\n", err)
				return exitCode(2)
			}
			record, err := loadCustody(args[0])
			if err != nil {
				return err
			}
			var handed *evidence.CustodyReport
			if record != nil {
				handed = record.Verify(r, trust)
			}
			frames, err := provedFrames(r)
			if err != nil {
				return err
			}
			if asJSON {
				err = term.JSON(cmd.OutOrStdout(), struct {
					*evidence.Report
					Frames  []shownFrame            `json:"frames,omitempty"`
					Custody *evidence.CustodyReport `json:"custody,omitempty"`
				}{r, frames, handed})
			} else if err = printReport(cmd.OutOrStdout(), r, handed); err == nil && showFrames && frames != nil {
				err = printFrames(cmd.OutOrStdout(), frames, time.UTC)
			}
			if err != nil {
				return err
			}
			// A record that lies is worse than none; what it leaves open says nothing about the bundle.
			if handed != nil && handed.Result == evidence.Fail && r.Result == evidence.Pass {
				term.Printf(cmd.ErrOrStderr(), "custos: the bundle holds, the record of its hand-overs does not\n")
				return exitCode(1)
			}
			return resultCode(r.Result)
		},
	}
	c.Flags().StringVar(&trustFile, "trust", "", "the trust `file`, obtained separately from the evidence")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&showFrames, "frames", false, "of an event that holds frames, print each frame's boxes with their times (UTC), if every claim holds")
	_ = c.MarkFlagRequired("trust")
	return c
}

// provedFrames are what each frame of a proved event showed; none where not every claim holds.
func provedFrames(r *evidence.Report) ([]shownFrame, error) {
	if r.Event == nil || r.Result != evidence.Pass {
		return nil, nil
	}
	return framesOf(r.Event)
}

// progressOn says on a terminal how much of a large bundle is read; nil elsewhere.
func progressOn(w io.Writer) func(read, of int64) {
	screen, ok := w.(*term.Terminal)
	if !ok || !screen.IsScreen() {
		return nil
	}
	last, said := time.Now(), false
	return func(read, of int64) {
		if now := time.Now(); read < of && now.Sub(last) > 200*time.Millisecond {
			last, said = now, true
			screen.Again()
			term.Printf(screen, "%d %% of %d MB", 100*read/of, of/1e6)
		}
		if read == of && said {
			screen.Again()
		}
	}
}

func printReport(w io.Writer, r *evidence.Report, handed *evidence.CustodyReport) error {
	for _, c := range r.Claims {
		term.Printf(w, "%-7s %s: %s\n", c.Status, c.Name, c.Detail)
		if c.Binds != "" {
			term.Printf(w, "        binds %s\n", c.Binds)
		}
	}
	if len(r.Worth) > 0 {
		term.Printf(w, "\nWhat the proof is worth:\n")
	}
	for _, l := range r.Worth {
		term.Printf(w, "  %s: %s.\n", l.Name, l.Says)
	}
	if handed != nil {
		term.Printf(w, "\nHand-overs since, beside the bundle:\n")
		for _, c := range handed.Claims {
			term.Printf(w, "%-7s %s: %s\n", c.Status, c.Name, c.Detail)
		}
	}
	if r.Verdict != "" {
		term.Printf(w, "\n%s\n", r.Verdict)
	}
	_, err := term.Println(w, r.Result)
	return err
}

// resultCode is the exit code of a verification or an audit.
func resultCode(s evidence.Status) error {
	switch s {
	case evidence.Pass:
		return nil
	case evidence.Unknown:
		return exitCode(2)
	}
	return exitCode(1)
}
