package fog

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"custos.dev/custos"

	"custos.dev/custos/access"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/ledger"
	"custos.dev/custos/observe"
)

// droppedNamed is how many of what was dropped an alarm names.
const droppedNamed = 5

// lookForDropped raises an alarm for each owner of whom a reorganisation dropped something
// that had been confirmed, until the chain has it again.
func (w *Watch) lookForDropped(ctx context.Context) error {
	of := map[string][]string{}
	if w.Dropped != nil {
		for _, d := range w.Dropped() {
			origin := w.ownerName(d.Owner)
			of[origin] = append(of[origin], d.String())
		}
	}
	if w.Rules != nil {
		lost, err := w.Rules.Look(ctx)
		if err != nil {
			return err
		}
		if lost != nil {
			origin := w.ownerName(lost.Owner)
			of[origin] = append(of[origin], "the rules of "+string(lost.Domain))
		}
	}
	for _, origin := range slices.Sorted(maps.Keys(of)) {
		named, more := of[origin], ""
		if len(named) > droppedNamed {
			named, more = named[:droppedNamed], fmt.Sprintf(" and %d more", len(named)-droppedNamed)
		}
		err := w.raise(ctx, observe.AlarmDropped, origin, custos.BlockRef{}, fmt.Sprintf(
			"a reorganisation dropped what %s had taken back and the chain had confirmed: %s%s. What was revoked stays refused here. `custos up` of his site sends it again by itself; by hand: `custos ledger resend`",
			origin, strings.Join(named, "; "), more))
		if err != nil {
			return err
		}
	}
	for _, a := range w.Open() {
		if a.About == observe.AlarmDropped && of[a.Origin] == nil {
			if err := w.over(ctx, observe.AlarmDropped, a.Origin, "the chain has what "+a.Origin+" had taken back, or he gave it anew"); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownerName names an owner, by his account if he is none now.
func (w *Watch) ownerName(a custos.Address) string {
	for _, o := range w.Owners() {
		if o.Address == a {
			return string(o.Name)
		}
	}
	return a.String()
}

// RulesLedger is what is asked of the chain about a domain's rules.
type RulesLedger interface {
	Head(ctx context.Context) (custos.Head, error)
	// RulesAt returns the rules at a block, RulesWritten how often they had been written.
	RulesAt(ctx context.Context, domain custos.Resource, block uint64) (ledger.Rules, error)
	RulesWritten(ctx context.Context, domain custos.Resource, block uint64) (int, error)
}

// RulesWatch notices that a reorganisation dropped the rules of the own domain that had been
// confirmed. Rules are the contract's to enforce: what was granted on the other chain without
// them stands there, which is why their loss is an alarm.
type RulesWatch struct {
	DB            masterdb.DB
	Ledger        RulesLedger
	Owner         custos.Address
	Domain        custos.Resource
	Confirmations uint64
	// Deployment names the contracts.
	Deployment custos.Hash

	mu   sync.Mutex
	at   custos.Hash // the head at which it was looked last
	lost *DroppedRules
}

// DroppedRules are rules that were confirmed, and that the chain does not have any more.
type DroppedRules struct {
	Owner  custos.Address  `json:"owner"`
	Domain custos.Resource `json:"domain"`
	Rules  ledger.Rules    `json:"rules"`
}

// Lost returns what Look found last.
func (w *RulesWatch) Lost() *DroppedRules {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lost
}

// Look compares the rules at the newest confirmed block with those that were confirmed
// before. Where they differ, and were written as often, they are the owner's newer word.
func (w *RulesWatch) Look(ctx context.Context) (*DroppedRules, error) {
	head, err := w.Ledger.Head(ctx)
	if err != nil || head.Hash == w.at || head.Number <= w.Confirmations {
		return w.Lost(), err
	}
	lost, err := w.compare(ctx, head.Number-w.Confirmations)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at, w.lost = head.Hash, lost
	return lost, nil
}

func (w *RulesWatch) compare(ctx context.Context, block uint64) (*DroppedRules, error) {
	now, err := w.Ledger.RulesAt(ctx, w.Domain, block)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	kept, _, err := w.DB.Rules(ctx, w.Deployment)
	if err != nil {
		return nil, err
	}
	text, before, at := kept.Text, kept.Written, kept.Block
	if text == string(b) || block < at || text == "" && !now.Written {
		return nil, nil // block < at: the node has not come to it yet
	}
	written, err := w.Ledger.RulesWritten(ctx, w.Domain, block)
	if err != nil {
		return nil, err
	}
	if written < before {
		lost := &DroppedRules{Owner: w.Owner, Domain: w.Domain}
		if err := json.Unmarshal([]byte(text), &lost.Rules); err != nil {
			return nil, custos.Errorf(custos.Corrupt, "the rules in the database do not parse: %w", err)
		}
		return lost, nil
	}
	return nil, w.DB.KeepRules(ctx, w.Deployment, masterdb.Rules{Text: string(b), Written: written, Block: block})
}

// Dropped is all that a reorganisation dropped, for whoever sends it again.
type Dropped struct {
	Rights []access.Dropped `json:"rights"`
	Rules  *DroppedRules    `json:"rules,omitempty"`
}
