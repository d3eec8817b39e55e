package cli

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

// namedCapability and namedRequest are the contract's records with names for
// the addresses in them, and how they stand.
type namedCapability struct {
	custos.Capability
	GrantorName string `json:"grantor_name"`
	GranteeName string `json:"grantee_name"`
	State       string `json:"state"`
}

type namedRequest struct {
	custos.AccessRequest
	PrincipalName string `json:"principal_name"`
	StateName     string `json:"state_name"`
}

func (a *rights) listCommand() *cobra.Command {
	var asJSON, all bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List capabilities, requests, and broken glasses that no owner has acknowledged",
		Args:  cobra.NoArgs,
		RunE: a.with(func(ctx context.Context, _ []string) error {
			caps, err := a.capabilities(ctx, all)
			if err != nil {
				return err
			}
			requests, err := a.requests(ctx)
			if err != nil {
				return err
			}
			glasses, err := a.glasses(ctx, all)
			if err != nil {
				return err
			}
			if asJSON {
				return term.JSON(a.out, map[string]any{"capabilities": caps, "requests": requests, "glasses": glasses})
			}
			rows := [][]string{{"CAPABILITY", "STATE", "WHO", "MAY", "ON", "FROM", "UNTIL", "BY"}}
			for _, g := range caps {
				by := g.GrantorName
				if g.Parent != 0 {
					by += fmt.Sprintf(" (from %d)", g.Parent)
				}
				rows = append(rows, []string{fmt.Sprint(g.Number), g.State, g.GranteeName, g.Actions.String(), string(g.Resource), a.at(g.From), a.at(g.Until), by})
			}
			if err := term.Table(a.out, rows); err != nil {
				return err
			}
			if len(glasses) > 0 {
				term.Println(a.out)
				if err := term.Table(a.out, a.glassRows(glasses)); err != nil {
					return err
				}
			}
			if len(requests) == 0 {
				return nil
			}
			term.Println(a.out)
			rows = [][]string{{"REQUEST", "STATE", "WHO", "ASKS FOR", "ON", "UNTIL", "REASON", "BASIS"}}
			for _, q := range requests {
				rows = append(rows, []string{fmt.Sprint(q.Number), q.StateName, q.PrincipalName, q.Actions.String(), string(q.Resource), a.at(q.Until), strconv.Quote(q.Reason), strconv.Quote(q.LegalBasis)})
			}
			return term.Table(a.out, rows)
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&all, "all", false, "also capabilities that ended or were revoked, and glasses that were acknowledged")
	return c
}

func (a *rights) capabilities(ctx context.Context, all bool) ([]namedCapability, error) {
	given, err := a.chain.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	out := []namedCapability{}
	ends := map[uint64]bool{} // those that hold no more; a parent has a lower number
	now := time.Now()
	for _, g := range given {
		v := namedCapability{g, a.names.name(g.Grantor), a.names.name(g.Grantee), "holds"}
		switch {
		case g.Revoked:
			v.State = "revoked"
		case !now.Before(g.Until):
			v.State = "ended"
		case ends[g.Parent]:
			v.State = "void" // what it was delegated from holds no more
		case now.Before(g.From):
			v.State = "later"
		}
		ends[g.Number] = v.State != "holds" && v.State != "later"
		if all || !ends[g.Number] {
			out = append(out, v)
		}
	}
	return out, nil
}

func (a *rights) requests(ctx context.Context) ([]namedRequest, error) {
	made, err := a.chain.AccessRequests(ctx)
	if err != nil {
		return nil, err
	}
	out := []namedRequest{}
	for _, q := range made {
		v := namedRequest{q, a.names.name(q.Principal), "open"}
		switch q.State {
		case custos.RequestApproved:
			v.StateName = fmt.Sprintf("approved (%d)", q.Capability)
		case custos.RequestDenied:
			v.StateName = "denied"
		}
		out = append(out, v)
	}
	return out, nil
}
