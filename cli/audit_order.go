package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fog"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

// auditOrder is what an audit is asked for beside its report.
type auditOrder struct {
	repair, yes, dryRun, kept, gaps bool
	camera, from, until             string
}

func (o *auditOrder) flags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&o.repair, "repair", false, "have the running masters put right what was altered; takes the right to control")
	f.BoolVar(&o.dryRun, "dry-run", false, "with --repair, only say what would be put right")
	f.BoolVar(&o.yes, "yes", false, "with --repair, do not ask")
	f.BoolVar(&o.kept, "kept", false, "list what was kept of what stood where something was repaired")
	f.BoolVar(&o.gaps, "gaps", false, "list omitted events, silent times and missing segments")
	f.StringVar(&o.camera, "camera", "", "say whether the record of this `camera` is complete, between --from and --until")
	f.StringVar(&o.from, "from", "", "from this `time`, as 2026-11-24T18:00:00Z")
	f.StringVar(&o.until, "until", "", "until this `time`")
	c.MarkFlagsMutuallyExclusive("repair", "kept", "gaps", "camera")
	c.MarkFlagsRequiredTogether("camera", "from", "until")
}

// run does what is asked for; done is false where a report alone is.
func (o *auditOrder) run(cmd *cobra.Command, l *link, t *target, only custos.NodeName, asJSON bool) (done bool, err error) {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	switch {
	case o.repair:
		return true, o.mend(cmd, l, t.as, only, asJSON)
	case o.kept:
		return true, l.listKept(out, only, asJSON)
	case o.gaps:
		return true, l.listGaps(ctx, out, cmd.ErrOrStderr(), only, asJSON)
	case o.camera != "":
		return true, o.complete(ctx, out, cmd.ErrOrStderr(), l, asJSON)
	}
	return false, nil
}

// mend has the running masters repair, after it has said what.
func (o *auditOrder) mend(cmd *cobra.Command, l *link, as string, only custos.NodeName, asJSON bool) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	fogs, err := l.auditedFogs(only)
	if err != nil {
		return err
	}
	all := map[custos.NodeName]*api.Repaired{}
	code := evidence.Pass
	for _, n := range fogs {
		who := as
		if who == "" {
			who = string(n.Owner)
		}
		k, err := l.signerFor(who)
		if err != nil {
			return err
		}
		m := l.master(n, k)
		plan, err := m.Repair(ctx, &api.Repair{DryRun: true})
		if err != nil {
			return err
		}
		did := plan
		if len(plan.Mended) > 0 && !o.dryRun {
			if !o.yes {
				printRepair(out, n.Name, plan, true)
				term.Printf(out, "Put this right? What stands there is kept. Write yes: ")
				if !saidYes(cmd.InOrStdin()) {
					return custos.Errorf(custos.Denied, "nothing was changed")
				}
			}
			if did, err = m.Repair(ctx, &api.Repair{}); err != nil {
				return err
			}
		}
		all[n.Name] = did
		if len(did.Open)+len(did.Lost) > 0 {
			code = evidence.Fail
		}
		if !asJSON {
			printRepair(out, n.Name, did, o.dryRun)
		}
	}
	if asJSON {
		if err := term.JSON(out, all); err != nil {
			return err
		}
	}
	return resultCode(code)
}

func printRepair(out io.Writer, n custos.NodeName, r *api.Repaired, would bool) {
	verb := "REPAIRED"
	if would {
		verb = "ALTERED"
	}
	for i := range r.Mended {
		term.Printf(out, "%-8s %s\n", verb, r.Mended[i].Text())
	}
	for _, l := range r.Lost {
		term.Printf(out, "LOST     %d events of %s: %s\n", l.Count, l.Service, l.Why)
	}
	for _, s := range r.Open {
		term.Printf(out, "OPEN     %s\n", s)
	}
	term.Printf(out, "%s: %d rows or files, %d stay as they are", n, len(r.Mended), len(r.Open))
	if r.Kept != "" {
		term.Printf(out, "; what stood there is kept in %s", r.Kept)
	}
	term.Println(out, "")
}

// listKept lists what masters on this machine have kept.
func (l *link) listKept(out io.Writer, only custos.NodeName, asJSON bool) error {
	fogs, err := l.auditedFogs(only)
	if err != nil {
		return err
	}
	all := []fog.KeptCopy{}
	for _, n := range fogs {
		k := fog.KeptCopies{Dir: filepath.Join(l.site.Dir(fleet.MasterOf(n)), "altered")}
		list, err := k.List()
		if err != nil {
			return err
		}
		all = append(all, list...)
	}
	if asJSON {
		return term.JSON(out, all)
	}
	for _, k := range all {
		word := "repaired"
		if !k.Done {
			word = "not known to be repaired"
		}
		term.Printf(out, "%s  %d rows or files, %s\n", term.ShortPath(k.Dir), k.Repair.Count, word)
		for i := range k.Repair.Mended {
			term.Printf(out, "  %s\n", k.Repair.Mended[i].Text())
		}
	}
	if len(all) == 0 {
		term.Println(out, "nothing was kept: no master of this machine was repaired")
	}
	return nil
}

// gapsOf is what Gaps gives.
type gapsOf struct {
	Gaps   []fog.Gap       `json:"gaps"`
	Result evidence.Status `json:"result"`
}

func (l *link) listGaps(ctx context.Context, out, progress io.Writer, only custos.NodeName, asJSON bool) error {
	fogs, err := l.auditedFogs(only)
	if err != nil {
		return err
	}
	all := gapsOf{Gaps: []fog.Gap{}, Result: evidence.Pass}
	for _, n := range fogs {
		g, err := audited(ctx, l, n, progress, func(ctx context.Context, cfg fog.AuditConfig) (gapsOf, error) {
			gaps, result, err := fog.Gaps(ctx, cfg)
			return gapsOf{gaps, result}, err
		})
		if away := new(elsewhere); errors.As(err, &away) {
			term.Printf(progress, "%v\n", away)
			if all.Result == evidence.Pass {
				all.Result = evidence.Unknown
			}
			continue
		}
		if err != nil {
			return err
		}
		all.Gaps = append(all.Gaps, g.Gaps...)
		if g.Result == evidence.Fail {
			all.Result = evidence.Fail
		}
	}
	if asJSON {
		if err := term.JSON(out, all); err != nil {
			return err
		}
		return resultCode(all.Result)
	}
	for _, g := range all.Gaps {
		word := "UNTOLD"
		if g.Told {
			word = "TOLD"
		}
		at := ""
		if !g.From.IsZero() {
			at = g.From.Format(time.RFC3339) + " to " + g.Until.Format(time.RFC3339) + ": "
		}
		term.Printf(out, "%-6s %-8s %s: %s%s\n", word, g.What, g.Of, at, g.Detail)
	}
	term.Printf(out, "%d gaps\n", len(all.Gaps))
	return resultCode(all.Result)
}

// complete says whether the record of a camera is complete.
func (o *auditOrder) complete(ctx context.Context, out, progress io.Writer, l *link, asJSON bool) error {
	var at [2]time.Time
	for i, s := range []string{o.from, o.until} {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return custos.Errorf(custos.Invalid, "%q is no time: write it as 2026-11-24T18:00:00Z", s)
		}
		at[i] = t
	}
	if !at[0].Before(at[1]) {
		return custos.Errorf(custos.Invalid, "--until must be after --from")
	}
	camera := custos.CameraID(o.camera)
	owner, err := l.ownerOf(camera)
	if err != nil {
		return err
	}
	fogs := l.fogs()
	i := slices.IndexFunc(fogs, func(n *service.Node) bool { return n.Owner == owner })
	if i < 0 {
		return custos.Errorf(custos.NotFound, "%s has no fog in the site file", owner)
	}
	c, err := audited(ctx, l, fogs[i], progress, func(ctx context.Context, cfg fog.AuditConfig) (*fog.Completeness, error) {
		return fog.Complete(ctx, cfg, camera, at[0], at[1])
	})
	if err != nil {
		return err
	}
	if asJSON {
		if err := term.JSON(out, c); err != nil {
			return err
		}
		return resultCode(c.Result)
	}
	term.Println(out, c.Sentence)
	for _, m := range c.Missing {
		term.Printf(out, "  %s, %s to %s: %s (%s)\n", m.What, m.From.Format(time.RFC3339Nano), m.Until.Format(time.RFC3339Nano), m.Cause, m.Why)
	}
	for _, f := range slices.Concat(c.Added, c.Findings) {
		term.Printf(out, "  %-7s %s: %s\n", f.Status, f.What, f.Detail)
	}
	return resultCode(c.Result)
}
