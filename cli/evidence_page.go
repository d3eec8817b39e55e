package cli

import (
	"os"
	"path/filepath"

	"custos.dev/custos/term"
	"custos.dev/custos/verifier"

	"github.com/spf13/cobra"
)

func evidencePageCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "page",
		Short: "Write the page that verifies evidence in a browser, without a network",
		Long: `Write the page that verifies evidence in a browser, without a network.
It is one file, which does the same as ` + "`custos evidence verify`" + `: for somebody who has no
custos, on a stick, beside the evidence. The trust file comes by another way. ` + "`make build`" + ` puts
the page beside this program.`,
		Example: `  custos evidence page -o verify.html`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			program, err := os.Executable()
			if err != nil {
				return err
			}
			if program, err = filepath.EvalSymlinks(program); err != nil {
				return err
			}
			page, err := verifier.Find(program)
			if err != nil {
				return err
			}
			if err := writeText(cmd, out, page); err != nil || out == "" || out == "-" {
				return err
			}
			term.Printf(cmd.ErrOrStderr(), "%s: %d bytes. Open it in a browser, with the evidence and a trust file\n", out, len(page))
			return nil
		},
	}
	c.Flags().StringVarP(&out, "output", "o", verifier.FileName, "the `file` to write; - is standard output")
	return c
}
