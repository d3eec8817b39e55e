package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"custos"
	"custos/evidence"

	"github.com/spf13/cobra"
)

func evidenceCommand() *cobra.Command {
	c := &cobra.Command{Use: "evidence", Short: "Export evidence, and verify it without a network"}
	c.AddCommand(evidenceExportCommand(), evidenceVerifyCommand())
	return c
}

func evidenceExportCommand() *cobra.Command {
	var t target
	var out string
	var bare bool
	c := &cobra.Command{
		Use:   "export EVENT",
		Short: "Write an event, its footage and every proof to one file",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			if out == "" {
				out = args[0] + ".evidence.zip"
			}
			k, err := l.signerFor(t.as)
			if err != nil {
				return err
			}
			path := "/api/events/" + url.PathEscape(args[0]) + "/bundle"
			if bare {
				path += "?footage=none"
			}
			// Which domain holds an event does not follow from its id, so every
			// master is asked; the answer that says most is kept.
			var refused error
			for _, fog := range l.fogs() {
				resp, err := l.master(fog, k).Do(cmd.Context(), http.MethodGet, path, nil)
				if err != nil {
					if refused == nil || rank(err) > rank(refused) {
						refused = err
					}
					continue
				}
				defer resp.Body.Close()
				var n int64
				err = writeWhole(out, func(f *os.File) (err error) {
					n, err = io.Copy(f, resp.Body)
					return err
				})
				if err == nil {
					fmt.Fprintf(cmd.ErrOrStderr(), "%s: %d bytes. Verify by: custos evidence verify %s --trust TRUST\n", out, n, out)
				}
				return err
			}
			return refused
		},
	}
	t.flags(c)
	c.Flags().StringVarP(&out, "output", "o", "", "the `file` to write (default EVENT.evidence.zip)")
	c.Flags().BoolVar(&bare, "no-footage", false, "leave the footage out")
	return c
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
	var asJSON bool
	c := &cobra.Command{
		Use:   "verify FILE --trust TRUST",
		Short: "Check evidence against a trust file: no network, no node",
		Long: `Check evidence against a trust file: no network, no node.
Exit code 0: every claim holds. 1: one does not, or the file is no evidence.
2: nothing is wrong, but a claim cannot be decided by what the file holds.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			trust, err := evidence.LoadTrust(trustFile)
			if err != nil {
				return err
			}
			r := verifyFile(args[0], trust)
			if asJSON {
				err = printJSON(cmd.OutOrStdout(), r)
			} else {
				err = printReport(cmd.OutOrStdout(), r)
			}
			if err != nil {
				return err
			}
			return resultCode(r.Result)
		},
	}
	c.Flags().StringVar(&trustFile, "trust", "", "the trust `file`, from another hand than the evidence")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	_ = c.MarkFlagRequired("trust")
	return c
}

// verifyFile verifies a file. One that cannot be read is no evidence: a Fail.
func verifyFile(path string, t *evidence.Trust) *evidence.Report {
	raw, err := os.ReadFile(path)
	if err != nil {
		return &evidence.Report{Result: evidence.Fail, Claims: []evidence.Claim{{Name: "form", Status: evidence.Fail, Detail: fmt.Sprintf("the file cannot be read: %v", err)}}}
	}
	return evidence.Verify(raw, t)
}

func printReport(w io.Writer, r *evidence.Report) error {
	for _, c := range r.Claims {
		fmt.Fprintf(w, "%-7s %s: %s\n", c.Status, c.Name, c.Detail)
	}
	_, err := fmt.Fprintln(w, r.Result)
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
