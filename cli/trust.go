package cli

import (
	"os"

	"custos.dev/custos"
	"custos.dev/custos/node"
	"custos.dev/custos/service"

	"github.com/spf13/cobra"
)

func trustCommand() *cobra.Command {
	var t target
	c := &cobra.Command{Use: "trust", Short: "What a verifier pins"}
	t.siteFlags(c)
	var out string
	export := &cobra.Command{
		Use:   "export",
		Short: "Write the site's trust file: hand it to verifiers by another way than the evidence",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			trust, err := node.LoadTrust(site)
			if err != nil {
				return err
			}
			text, err := trust.Encode()
			if err != nil {
				return err
			}
			return writeText(cmd, out, text)
		},
	}
	export.Flags().StringVarP(&out, "output", "o", "", "write to this `file` instead of standard output")
	c.AddCommand(export)
	return c
}

// writeText writes a command's result to standard output, or to a file.
func writeText(cmd *cobra.Command, file string, text []byte) error {
	if file == "" || file == "-" {
		_, err := cmd.OutOrStdout().Write(text)
		return err
	}
	return writeWhole(file, func(f *os.File) error { _, err := f.Write(text); return err })
}

// writeWhole writes a file so that at no time a part of it stands under its
// name; when it returns the file is durable. An older one is replaced.
func writeWhole(path string, write func(*os.File) error) error {
	err := service.WriteWhole(path, 0o644, write)
	if err != nil && custos.KindOf(err) == custos.Internal {
		err = custos.Errorf(custos.Unavailable, "write %s: %w", path, err)
	}
	return err
}
