package cli

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fog"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func masterRecoverCommand() *cobra.Command {
	var t target
	var name string
	var yes bool
	c := &cobra.Command{
		Use:   "recover",
		Short: "Fill a master's lost or old directory from the other owners' copies",
		Long: `Recover has the master of a fog get back its log, the bodies and its records from the other
owners' masters, which mirror them, before it appends anything. Each leaf is checked against a
checkpoint that the log's own keys signed and the ledger does not contradict, each body against its
batch. Its keys and its wrapping key must be there: put them back first. What cannot come back, since
no mirror keeps it or has its key, is counted and named, and the master says so in its log.

The master recovers when it starts next; one that runs and has refused to work does so at once.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			fogs := l.fogs()
			i := slices.IndexFunc(fogs, func(n *service.Node) bool { return string(n.Name) == name })
			if i < 0 && name == "" && len(fogs) == 1 {
				i = 0
			}
			if i < 0 {
				return custos.Errorf(custos.Invalid, "whose master? Add --fog NODE: the site file lists its fog nodes")
			}
			dir := l.site.Dir(fleet.MasterOf(fogs[i]))
			out := cmd.OutOrStdout()
			if !yes {
				term.Printf(out, "The master of %s gets back what the other owners hold of its log, in %s.\nWhat stands there and is not as it must be is kept in %s/altered. Go on? Write yes: ", fogs[i].Name, term.ShortPath(dir), term.ShortPath(dir))
				if !saidYes(cmd.InOrStdin()) {
					return custos.Errorf(custos.Invalid, "nothing was changed")
				}
			}
			if err := fog.AskRecovery(dir); err != nil {
				return err
			}
			_, err = term.Printf(out, "It recovers when the site is started (custos up), or within seconds where it runs and has refused to work. Then: custos status, custos audit\n")
			return err
		},
	}
	t.siteFlags(c)
	c.Flags().StringVar(&name, "fog", "", "the master of this `node`")
	c.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return c
}

// saidYes reads an answer.
func saidYes(in io.Reader) bool {
	line, _ := bufio.NewReader(in).ReadString('\n')
	return strings.TrimSpace(line) == "yes"
}
