package cli

import (
	"runtime/debug"
	"strings"

	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print which version this is",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				info = &debug.BuildInfo{}
			}
			_, err := term.Println(cmd.OutOrStdout(), versionText(info))
			return err
		},
	}
}

// versionText says which version, of which commit, built by what.
func versionText(info *debug.BuildInfo) string {
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	words := []string{"custos", "of an unknown version"}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		words[1] = v
	} else if set["vcs.revision"] != "" {
		words = words[:1]
	}
	if r := set["vcs.revision"]; r != "" {
		words = append(words, "commit", r[:min(12, len(r))])
		if at := set["vcs.time"]; at != "" {
			words = append(words, "of", at)
		}
		if set["vcs.modified"] == "true" {
			words = append(words, "with local changes")
		}
	}
	return strings.TrimSpace(strings.Join(append(words, info.GoVersion, set["GOOS"]+"/"+set["GOARCH"]), " "))
}
