package cli

import (
	"os"
	"path/filepath"

	"custos.dev/custos/benches"
	"custos.dev/custos/figures"
	"custos.dev/custos/verifier"

	"github.com/spf13/cobra"
)

func benchVerifyCommand() *cobra.Command {
	v := benches.Verify{}
	c := &cobra.Command{
		Use:   "verify",
		Short: "Measure verifying a large bundle, beside SHA-256 alone over the same bytes",
		Long: `A bundle of so much footage is made below the directory for temporary files, and verified as
` + "`custos evidence verify`" + ` does it; beside it one SHA-256 over the same file, as sha256sum makes it.
Where Chromium is installed and the verifier's page is beside this program, the page
verifies the same bundle from a file. The best of some rounds counts, each in turn.`,
	}
	c.Flags().IntVar(&v.MiB, "size", 1024, "how much footage, in `MiB`")
	c.Flags().IntVar(&v.SegmentKiB, "segment", 1024, "how large a segment of 2 s is, in `KiB`")
	c.Flags().IntVar(&v.Rounds, "rounds", 3, "how often each is measured")
	c.Flags().StringVar(&v.Page, "page", "", "the verifier's page, a `file` (default: "+verifier.FileName+" beside this program, if it is there)")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		v.Notes = cmd.ErrOrStderr()
		if v.Page == "" {
			if program, err := os.Executable(); err == nil {
				if page := filepath.Join(filepath.Dir(program), verifier.FileName); exists(page) {
					v.Page = page
				}
			}
		}
		return v.Run(cmd.Context())
	})
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
