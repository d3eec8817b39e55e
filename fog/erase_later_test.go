package fog

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
	"custos.dev/custos/service"
)

// keeping is a master with its keeper and its own journal, as the service has them, and a
// service beside it.
type keeping struct {
	*erasing
	policy retention.Policy
	own    *journal.Journal
	ownFor *journal.Forwarder
	keeper *Keeper
	now    time.Time
}

func newKeeping(t *testing.T, p retention.Policy) *keeping {
	t.Helper()
	k := &keeping{erasing: newErasing(t), policy: p, now: began.Add(time.Hour)}
	k.openOwn(t)
	return k
}

// openOwn begins a life of the master's keeper.
func (k *keeping) openOwn(t *testing.T) {
	t.Helper()
	var err error
	if k.own, err = journal.Open(t.Context(), filepath.Join(k.dir, "own"), masterService, k.master); err != nil {
		t.Fatal(err)
	}
	k.ownFor = &journal.Forwarder{
		Journal: k.own, Log: slog.New(slog.DiscardHandler), Head: k.forward.Head,
		Ask: func(ctx context.Context, what string, data []byte) ([]byte, error) {
			return k.answer(ctx, k.master.Address(), what, data)
		},
	}
	site := new(service.Site)
	retention.Section.Set(site, k.policy)
	m := &master{Runtime: &node.Runtime{Env: &service.Env{Site: site, ID: masterService, Log: slog.New(slog.DiscardHandler)}, Journal: k.own, Domain: domain}, db: k.Committer.DB, log: k.Log}
	if k.keeper, err = m.newKeeper(t.Context()); err != nil {
		t.Fatal(err)
	}
	k.keeper.Remover.Now = func() time.Time { return k.now }
	k.Came = func(events []custos.Event) { k.keeper.Orders.Came(events) }
}

// crash ends all of it, and begins a new life of each.
func (k *keeping) crash(t *testing.T) {
	t.Helper()
	k.closeJournals(t)
	k.stop(t)
	k.start(t)
	if err := k.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	k.openJournal(t, filepath.Join(k.dir, "service"))
	k.openOwn(t)
}

func (k *keeping) closeJournals(t *testing.T) {
	t.Helper()
	if err := k.journal.Close(); err != nil {
		t.Fatal(err)
	}
	if err := k.own.Close(); err != nil {
		t.Fatal(err)
	}
}

// settle works as Keeper.Run until there is nothing more to do, in the service's journal, too.
func (k *keeping) settle(t *testing.T) {
	t.Helper()
	for range 200 {
		busy, err := k.keeper.Remover.Turn(t.Context())
		if err == nil && !busy {
			busy, err = k.keeper.Pass(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		deliverAll(t, k.ownFor)
		if !busy {
			k.eraseInJournal(t)
			return
		}
	}
	t.Fatal("it does not end")
}

// eraseInJournal does what a service does with its master's answer.
func (k *keeping) eraseInJournal(t *testing.T) {
	t.Helper()
	for after := int64(0); ; {
		tombs, through, err := k.Committer.DB.Erasures(t.Context(), producer, after, 32)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range tombs {
			if _, err := k.journal.EraseEvents(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		if after = through; through == 0 {
			return
		}
	}
}

// erase orders as postErase does.
func (k *keeping) erase(t *testing.T, o *api.Erasure) {
	t.Helper()
	why := observe.Cause{Why: observe.ByOrder, By: custos.Address{9}, Reason: "asked for"}
	events, err := eraseWanted(t.Context(), k.Committer.DB, k.keeper.Policy, o)
	if err == nil {
		err = k.keeper.later(t.Context(), domain, o, why)
	}
	if err == nil {
		_, err = k.keeper.order(t.Context(), events, why)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// see has the service see something that the master does not hear of yet.
func (k *keeping) see(t *testing.T, at time.Duration, zone string) {
	t.Helper()
	if err := k.journal.Append(t.Context(), []custos.Observation{{Resource: domain + "/cam1", Time: began.Add(at), Payload: &observe.Zone{Zone: zone}}}); err != nil {
		t.Fatal(err)
	}
}

// bodies are the zones of which the master has a body.
func (k *keeping) bodies(t *testing.T) (out []string) {
	t.Helper()
	for row, err := range k.Committer.DB.List(t.Context(), masterdb.Filter{Kinds: []custos.Kind{observe.KindZone}, Forward: true, Limit: 1000}) {
		if err != nil {
			t.Fatal(err)
		}
		if e, _, err := openRow(row); err == nil {
			z, _ := observe.As[*observe.Zone](e)
			out = append(out, z.Zone)
		}
	}
	return out
}

// passes wants the audit to be content, with so many bodies removed.
func (k *keeping) passes(t *testing.T, removed int) {
	t.Helper()
	k.closeJournals(t)
	k.anchor(t)
	k.stop(t)
	if rep := audits(t, k.config(k.dir)); rep.Result != evidence.Pass || rep.Removed != removed || len(rep.Notes) > 0 {
		t.Errorf("%d removed, %+v", rep.Removed, rep)
	}
}

// TestErasureReachesWhatComesLater erases a stretch of which the service has not delivered all:
// what of it comes later is erased when it comes, also where the master ended meanwhile, or
// behind its arrival; what lies beside the stretch, is of another kind or is held stays.
func TestErasureReachesWhatComesLater(t *testing.T) {
	for _, ends := range []string{"never", "before it comes", "when it has come"} {
		t.Run("the master ends "+ends, func(t *testing.T) {
			k := newKeeping(t, retention.Policy{Holds: []retention.Hold{{Of: domain, From: began.Add(12*time.Minute + 20*time.Second), Until: began.Add(13 * time.Minute), Reason: "case 7", By: "police"}}})
			k.see(t, 11*time.Minute, marker)
			k.see(t, 5*time.Minute, "before")
			k.deliver(t)
			k.see(t, 12*time.Minute, marker)
			k.see(t, 9*time.Minute, "earlier")
			k.see(t, 14*time.Minute, marker)
			k.see(t, 12*time.Minute+30*time.Second, "held")
			k.see(t, 20*time.Minute, "beside")
			if err := k.journal.Append(t.Context(), []custos.Observation{{Resource: domain + "/cam1", Time: began.Add(13 * time.Minute), Payload: &observe.Stream{State: observe.StreamOdd}}}); err != nil {
				t.Fatal(err)
			}
			k.now = began.Add(15 * time.Minute)
			k.erase(t, &api.Erasure{Camera: domain + "/cam1", From: began.Add(10 * time.Minute), Until: began.Add(time.Hour), Reason: "asked for"})
			k.now = began.Add(time.Hour)
			k.settle(t)
			if in := remains(t, k.dir, marker); len(in) == 0 {
				t.Fatal("the marker is nowhere, though some of it is not delivered")
			}
			if ends == "before it comes" {
				k.crash(t)
			}
			k.deliver(t)
			if ends == "when it has come" {
				k.crash(t)
			}
			k.settle(t)
			if in := remains(t, k.dir, marker); len(in) > 0 {
				t.Errorf("it is still in %v", in)
			}
			got := k.bodies(t)
			slices.Sort(got)
			// What was seen behind the order is not what it was about.
			if want := []string{"before", "beside", "earlier", "held"}; !slices.Equal(got, want) {
				t.Errorf("left: %v, want %v", got, want)
			}
			// All of the life before is looked through once more, and nothing is named twice.
			k.crash(t)
			k.settle(t)
			k.passes(t, 3)
		})
	}
}

// An erased track's feature comes after the order, or it was seen again: the feature goes.
func TestErasureReachesTheFeatureThatComesLater(t *testing.T) {
	k := newKeeping(t, retention.Policy{})
	feature := func(of custos.EventID) {
		t.Helper()
		if err := k.journal.Append(t.Context(), []custos.Observation{{Resource: domain + "/cam1", Time: began, Payload: &observe.Feature{Trajectory: of}}}); err != nil {
			t.Fatal(err)
		}
	}
	made, err := k.journal.Record(t.Context(), []custos.Observation{
		{Resource: domain + "/cam1", Time: began, Payload: &observe.Trajectory{Track: 1}}, {Resource: domain + "/cam1", Time: began, Payload: &observe.Trajectory{Track: 2}},
	})
	if err != nil {
		t.Fatal(err)
	}
	k.deliver(t)
	feature(made[0].ID())
	feature(made[1].ID())
	k.erase(t, &api.Erasure{Events: []custos.EventID{made[0].ID()}, Reason: "asked for"})
	k.settle(t)
	k.deliver(t)
	k.settle(t)
	var left []string
	for row, err := range k.Committer.DB.List(t.Context(), masterdb.Filter{Kinds: []custos.Kind{observe.KindTrajectory, observe.KindFeature}, Forward: true, Limit: 10}) {
		if err != nil {
			t.Fatal(err)
		}
		if !row.Sealed.Removed() {
			left = append(left, fmt.Sprint(row.Kind, " ", row.N))
		}
	}
	if len(left) != 2 {
		t.Errorf("left: %v, want the other trajectory and its feature", left)
	}
	k.passes(t, 2)
}

// stranger may nothing, so that no follower holds a journal.
type stranger struct{}

func (stranger) May(custos.Address, custos.Action, custos.Resource) bool { return false }

// TestPrunedJournalKnowsItsTombstones: a removal whose tombstone stands in the journal is not told
// again by the next life, though the master has acknowledged that and the journal was pruned.
func TestPrunedJournalKnowsItsTombstones(t *testing.T) {
	k := newKeeping(t, retention.Policy{})
	k.see(t, 0, marker)
	k.deliver(t)
	k.erase(t, &api.Erasure{Camera: domain + "/cam1", From: began, Until: began.Add(time.Minute), Reason: "asked for"})
	if busy, err := k.keeper.Remover.Turn(t.Context()); err != nil || !busy {
		t.Fatal(busy, err)
	}
	open, err := k.Committer.DB.Unfinished(t.Context())
	if err != nil || len(open) != 1 || open[0].Told {
		t.Fatalf("%+v, %v", open, err)
	}
	deliverAll(t, k.ownFor)
	// The next life compares, and prunes all of it.
	k.crash(t)
	deliverAll(t, k.ownFor)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	pruning, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() {
		done <- k.own.Prune(pruning, stranger{}, domain, journal.Settings{Keep: 1, Size: 1 << 30}, slog.New(slog.DiscardHandler))
	}()
	for k.own.Health().Pruned == "" && ctx.Err() == nil {
		time.Sleep(time.Millisecond)
	}
	stop()
	if err := <-done; err != nil || k.own.Health().Pruned == "" || k.own.Health().Events > 0 {
		t.Fatalf("the journal is not pruned: %+v, %v", k.own.Health(), err)
	}
	if said, err := k.keeper.Remover.Said(t.Context(), open[0].Removal); err != nil || !said {
		t.Errorf("the tombstone of removal %s is not known any more: %v", open[0].Removal, err)
	}
	if len(k.keeper.Orders.all) != 1 {
		t.Errorf("%d orders are known", len(k.keeper.Orders.all))
	}
	k.crash(t)
	if len(k.keeper.Orders.all) != 1 {
		t.Errorf("%d orders are known to the next life, of a pruned journal", len(k.keeper.Orders.all))
	}
	k.settle(t)
	tombs := 0
	for _, err := range k.Committer.DB.List(t.Context(), masterdb.Filter{Kinds: []custos.Kind{observe.KindTombstone}, Limit: 10}) {
		if err != nil {
			t.Fatal(err)
		}
		tombs++
	}
	if tombs != 1 {
		t.Errorf("%d tombstones were told", tombs)
	}
	k.passes(t, 1)
}
