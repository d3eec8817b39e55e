package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/tunnel"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func ledgerStatusCommand() *cobra.Command {
	var t target
	var asJSON bool
	c := &cobra.Command{
		Use:   "status",
		Short: "Show the ledger's nodes, and how far each owner's log is anchored and witnessed",
		Args:  cobra.NoArgs,
		RunE: onLedger(&t, &asJSON, func(cmd *cobra.Command, v *ledgerView) error {
			s, err := v.status(cmd.Context(), t.as)
			if err != nil {
				return err
			}
			if asJSON {
				return term.JSON(v.out, s)
			}
			return s.print(v.out)
		}),
	}
	t.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// ledgerStatus is the ledger at a glance.
type ledgerStatus struct {
	ChainID       uint64        `json:"chain_id"`
	Genesis       custos.Hash   `json:"genesis"`
	Engine        ledger.Engine `json:"engine"`
	Head          custos.Head   `json:"head"`
	Confirmations uint64        `json:"confirmations"`
	Threshold     int           `json:"threshold"`
	Owners        int           `json:"owners"`
	Nodes         []ledgerNode  `json:"nodes"`
	Logs          []ledgerLog   `json:"logs"`
}

// ledgerNode is a node of this site.
type ledgerNode struct {
	Name  custos.NodeName  `json:"name"`
	Owner custos.OwnerName `json:"owner"`
	ledger.NodeStatus
	// Peers are the other owners' nodes, as the registry names them.
	Peers []tunnel.State `json:"peers"`
	// Error is why nothing is known of it.
	Error string `json:"error,omitempty"`
}

// ledgerLog is a log as the chain has it, and as its master says if that is of
// this site.
type ledgerLog struct {
	Domain   string `json:"domain"`
	Origin   string `json:"origin"`
	Owner    string `json:"owner"`
	Frozen   bool   `json:"frozen"`
	Anchors  uint64 `json:"anchors"`
	Anchored uint64 `json:"anchored"`
	// Block holds the last anchor, Depth is how many blocks stand on it.
	Block uint64    `json:"block"`
	Depth uint64    `json:"depth"`
	Time  time.Time `json:"time"`
	// Master is what the log's master says; nil if it is not of this site or silent.
	Master *api.Status `json:"master,omitempty"`
	// Error is why its master says nothing.
	Error string `json:"error,omitempty"`
}

func (v *ledgerView) status(ctx context.Context, as string) (*ledgerStatus, error) {
	s := &ledgerStatus{ChainID: v.trust.ChainID, Genesis: v.trust.Genesis, Engine: v.chain.Engine(), Confirmations: v.chain.Confirmations()}
	var err error
	if s.Head, err = v.chain.Head(ctx); err != nil {
		return nil, err
	}
	s.Threshold, s.Owners, err = v.chain.Threshold(ctx)
	unborn := v.chain.Unborn(ctx, err) // a newcomer's chain, which is fetched yet
	if err != nil && !unborn {
		return nil, err
	}
	for _, fog := range v.fogs() {
		n := ledgerNode{Name: fog.Name, Owner: fog.Owner}
		n.NodeStatus, err = v.askNode(ctx, fog)
		if err == nil {
			err = fleet.AskState(ctx, v.site, fleet.LedgerOf(fog), "peers", &n.Peers)
		}
		if err != nil {
			n.Error = err.Error()
		}
		s.Nodes = append(s.Nodes, n)
	}
	if unborn {
		return s, nil
	}
	owners, err := v.chain.Owners(ctx)
	if err != nil {
		return nil, err
	}
	logs, err := v.chain.Logs(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range logs {
		out := ledgerLog{Origin: l.Origin, Domain: "(of nobody any more)", Frozen: l.Frozen, Anchors: l.Count, Anchored: l.Size, Block: l.Anchored}
		if l.Anchored > 0 {
			b, err := v.chain.HeadAt(ctx, l.Anchored)
			if err != nil {
				return nil, err
			}
			out.Time = b.Time
			out.Depth = max(s.Head.Number, l.Anchored) - l.Anchored
		}
		for _, o := range owners {
			if layout.PathHash(o.Domain) == l.Domain && o.Active {
				out.Owner, out.Domain = string(o.Name), string(o.Domain)
			}
		}
		v.askMaster(ctx, &out, as)
		s.Logs = append(s.Logs, out)
	}
	return s, nil
}

func (v *ledgerView) askNode(ctx context.Context, fog *service.Node) (ledger.NodeStatus, error) {
	c, err := v.ledgerOf(ctx, fog)
	if err != nil {
		return ledger.NodeStatus{}, err
	}
	defer c.Close()
	return c.Node(ctx)
}

// askMaster asks the master of a log, if it is of this site, as whoever is named or
// else as the log's own owner.
func (v *ledgerView) askMaster(ctx context.Context, l *ledgerLog, as string) {
	fog := fleet.FogOf(v.site, custos.OwnerName(l.Owner))
	if fog == nil {
		return
	}
	if as == "" {
		as = l.Owner
	}
	ctx, cancel := context.WithTimeout(ctx, fleet.DialTimeout)
	defer cancel()
	k, err := v.signerFor(as)
	if err == nil {
		var m api.Status
		if m, err = v.master(fog, k).Status(ctx); err == nil {
			if m.Origin == l.Origin {
				l.Master = &m
			}
			return
		}
	}
	l.Error = err.Error()
}

func (s *ledgerStatus) print(w io.Writer) error {
	term.Printf(w, "chain %d (%s) began with block %s\n", s.ChainID, s.Engine.Name, s.Genesis)
	term.Printf(w, "%d of %d owners decide and must cosign; an anchor counts with %d confirmations\nfinality: %s\n\n", s.Threshold, s.Owners, s.Confirmations, s.Engine.Finality)
	rows := [][]string{{"NODE", "OWNER", "HEAD", "HASH", "WORK", "DIFFICULTY", "PEERS", "PENDING", "STATE", "CPU"}}
	var silent []string
	for _, n := range s.Nodes {
		if n.Error != "" {
			rows = append(rows, []string{string(n.Name), string(n.Owner), "", "", "", "", "", "", "silent", ""})
			silent = append(silent, fmt.Sprintf("%s: %s", n.Name, n.Error))
			continue
		}
		state := "idle"
		if n.Mining {
			state = "mining"
		}
		pending := fmt.Sprint(n.Pending)
		if n.Queued > 0 {
			pending += fmt.Sprintf(" (+%d queued)", n.Queued)
		}
		rows = append(rows, []string{
			string(n.Name), string(n.Owner), fmt.Sprint(n.NodeStatus.Head), short(n.Hash), dash(n.Work), dash(n.Difficulty),
			connected(n.Peers), pending, state, fmt.Sprintf("%.1f s", n.CPUSeconds),
		})
	}
	if err := term.Table(w, rows); err != nil {
		return err
	}
	term.Println(w)
	rows = [][]string{{"LOG OF", "OWNER", "LEAVES", "WITNESSED", "ANCHORED", "ANCHORS", "LAST IN BLOCK", "CONFIRMATIONS", "WITNESSES"}}
	for _, l := range s.Logs {
		leaves, witnessed, by := "-", "-", "-"
		if l.Master != nil {
			leaves, witnessed = fmt.Sprint(l.Master.Marks.Size), fmt.Sprint(l.Master.Marks.Witnessed)
			by = dash(strings.Join(l.Master.Witnesses, ", "))
		} else if l.Error != "" {
			silent = append(silent, fmt.Sprintf("the master of %s: %s", l.Domain, l.Error))
		}
		last, depth := "never", "-"
		if l.Block > 0 {
			last = fmt.Sprintf("%d, %s ago", l.Block, time.Since(l.Time).Round(time.Second))
			depth = fmt.Sprint(l.Depth)
		}
		domain := l.Domain
		if l.Frozen {
			domain += " (FROZEN: it signed two roots for one size)"
		}
		rows = append(rows, []string{domain, dash(l.Owner), leaves, witnessed, fmt.Sprint(l.Anchored), fmt.Sprint(l.Anchors), last, depth, by})
	}
	if err := term.Table(w, rows); err != nil {
		return err
	}
	for _, l := range s.Logs {
		if l.Master != nil {
			for _, a := range l.Master.Alarms {
				term.Printf(w, "\nALARM of %s: %s: %s\n", l.Domain, a.About, a.Reason)
			}
		}
	}
	for _, why := range silent {
		term.Printf(w, "\n%s\n", why)
	}
	return nil
}

// connected says how many peers are, and which are not.
func connected(peers []tunnel.State) string {
	var away []string
	for _, p := range peers {
		if p.Connected.IsZero() {
			away = append(away, p.Name)
		}
	}
	text := fmt.Sprintf("%d of %d", len(peers)-len(away), len(peers))
	if len(away) > 0 {
		text += ", not " + strings.Join(away, ", ")
	}
	return text
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
