package fog

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
	"custos.dev/custos/supervise/killtest"
)

// killedKeeping is a master, its keeper and a service on a directory that other processes work
// on, too: its keys lie there or are the same in each.
func killedKeeping(t *testing.T, dir string) *keeping {
	t.Helper()
	seed := func(of string) ed25519.PrivateKey {
		s := sha256.Sum256([]byte(of))
		return ed25519.NewKeyFromSeed(s[:])
	}
	k := auditedKeys{note: seed("note"), cosign: seed("cosign")}
	var err error
	if k.service, err = key.LoadOrCreate(filepath.Join(dir, "key-service")); err != nil {
		t.Fatal(err)
	}
	if k.master, err = key.LoadOrCreate(filepath.Join(dir, "key-master")); err != nil {
		t.Fatal(err)
	}
	x := &erasing{remover: &remover{audited: newAuditedBy(t, dir, k)}}
	x.knowMaster()
	if err := x.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	x.openJournal(t, filepath.Join(dir, "service"))
	out := &keeping{erasing: x, now: began.Add(30 * day), policy: retention.Policy{
		Rules: []retention.KeepRule{{Kinds: []custos.Kind{observe.KindZone}, Of: domain, Keep: retention.Duration(20 * day)}},
	}}
	out.openOwn(t)
	return out
}

// zoneAt is when the zone of a number was seen. Every third is older than the policy keeps.
func zoneAt(n int) time.Time {
	if n%3 == 0 {
		return began.Add(time.Duration(n) * time.Second)
	}
	return began.Add(25*day + time.Duration(n)*time.Second)
}

// zoneOf is what the zone of a number is called: by it its body is known wherever it stands.
func zoneOf(n int) string { return fmt.Sprintf("%s-%d-", marker, n) }

// TestKilledMaster kills a master, and a service on the same disk, while it commits, removes by
// age and erases by orders, some of which come before what they are about. What was acknowledged
// is on record; what is older than the policy keeps, and what was ordered to be erased, stands
// nowhere when the next ones have worked; the audit is content.
func TestKilledMaster(t *testing.T) {
	if c := killtest.Begun(); c != nil {
		keepUntilKilled(t, c)
	}
	dir := t.TempDir()
	next := 1
	kept, erased := map[int]bool{}, map[int]bool{} // erased is true once the order was acknowledged
	secrets := map[int][]string{}                  // what opens the bodies that are ordered to be erased
	words := map[string]int{}
	var chain *chain
	killtest.Killing{
		Dir: dir, Seed: 3, Rounds: 12, Words: 100,
		Answer: func(line string) string {
			f := strings.Fields(line)
			words[f[0]]++
			n := 0
			if len(f) > 1 {
				n, _ = strconv.Atoi(f[1])
			}
			switch f[0] {
			case "next":
				next++
				return strconv.Itoa(next - 1)
			case "kept":
				kept[n] = true
			case "secret":
				b, err := hex.DecodeString(f[2])
				if err != nil {
					t.Error(err)
				}
				secrets[n] = append(secrets[n], string(b))
			case "erasing", "erased":
				erased[n] = f[0] == "erased"
			}
			return ""
		},
		Left: func(round int) {
			k := killedKeeping(t, dir)
			if chain != nil {
				k.chain.state = chain.state
			}
			chain = k.chain
			// What is under way is no fault, also as the process left it.
			for _, f := range audits(t, k.config(dir)).Findings {
				if f.Status == evidence.Fail {
					t.Errorf("killed: %s", f.Detail)
				}
			}
			if round%2 == 0 { // the next process goes on with it
				k.closeJournals(t)
				k.stop(t)
				return
			}
			k.deliver(t)
			k.settle(t)
			found := map[string]bool{}
			for _, z := range k.bodies(t) {
				found[z] = true
			}
			rows := zonesOf(t, k.Committer.DB)
			for n := range kept {
				acknowledged, ordered := erased[n]
				switch gone := acknowledged || n%3 == 0; {
				case rows[zoneAt(n).UnixNano()] == 0:
					t.Errorf("zone %d was acknowledged and is lost", n)
				case ordered && !acknowledged: // it was done, or not
				case gone == found[zoneOf(n)]:
					t.Errorf("zone %d: to be gone is %v, and its body is here: %v", n, gone, found[zoneOf(n)])
				}
			}
			for at, n := range rows {
				if n > 1 {
					t.Errorf("%d rows are of one event, of %v", n, time.Unix(0, at))
				}
			}
			k.closeJournals(t)
			k.anchor(t)
			k.stop(t)
			for n, acknowledged := range erased {
				if !acknowledged {
					continue
				}
				for _, s := range append(secrets[n], zoneOf(n)) {
					if in := remains(t, dir, s); len(in) > 0 {
						t.Errorf("zone %d was erased, and of it something stands in %v", n, in)
					}
				}
				delete(secrets, n) // looked for once
			}
			if rep := audits(t, k.config(dir)); rep.Result != evidence.Pass || len(rep.Notes) > 0 {
				t.Errorf("the audit: %+v", rep)
			}
		},
	}.Run(t)
	t.Logf("%d of %d kept, %d erased; %v", len(kept), next-1, len(erased), words)
	if len(kept) == 0 || len(erased) == 0 {
		t.Error("nothing was done")
	}
}

// zonesOf counts the rows of zones by their time.
func zonesOf(t *testing.T, db masterdb.Reader) map[int64]int {
	t.Helper()
	out := map[int64]int{}
	for row, err := range db.List(t.Context(), masterdb.Filter{Kinds: []custos.Kind{observe.KindZone}, Limit: 100_000}) {
		if err != nil {
			t.Fatal(err)
		}
		out[row.Time.UnixNano()]++
	}
	return out
}

// keepUntilKilled sees, commits, removes and erases, all at once.
func keepUntilKilled(t *testing.T, c *killtest.Child) {
	ctx := context.Background()
	k := killedKeeping(t, c.Dir)
	lot := rand.New(rand.NewPCG(9, uint64(c.Round)))
	step := func(name string) error { c.Say(name); return nil }
	k.Committer.step, k.keeper.Remover.step = step, step
	see := func() error {
		n, err := strconv.Atoi(c.Say("next"))
		if err != nil {
			return err
		}
		o := custos.Observation{Resource: domain + "/cam1", Time: zoneAt(n), Payload: &observe.Zone{Zone: zoneOf(n)}}
		if err := k.journal.Append(ctx, []custos.Observation{o}); err != nil {
			return err
		}
		c.Say(fmt.Sprint("kept ", n))
		if n%3 == 0 || lot.IntN(4) > 0 {
			return nil
		}
		// It may have come to the master by now, or not.
		order := &api.Erasure{Camera: o.Resource, From: o.Time, Until: o.Time.Add(1), Reason: "asked for"}
		why := observe.Cause{Why: observe.ByOrder, By: custos.Address{9}, Reason: order.Reason}
		events, err := eraseWanted(ctx, k.Committer.DB, k.keeper.Policy, order)
		if err != nil {
			return err
		}
		for _, h := range events {
			e, there, err := k.Committer.DB.Event(ctx, h.ID)
			if err != nil || !there {
				return fmt.Errorf("there: %v, %w", there, err)
			}
			c.Say(fmt.Sprintf("secret %d %x", n, e.Sealed.Key))
			c.Say(fmt.Sprintf("secret %d %x", n, e.Sealed.Box[:32]))
		}
		c.Say(fmt.Sprint("erasing ", n))
		if err := k.keeper.later(ctx, domain, order, why); err != nil {
			return err
		}
		c.Say(fmt.Sprint("erased ", n))
		_, err = k.keeper.order(ctx, events, why)
		return err
	}
	deliver := func(f *journal.Forwarder) func() error {
		return func() error {
			_, err := f.Turn(ctx)
			time.Sleep(time.Millisecond)
			return err
		}
	}
	keep := func() error {
		time.Sleep(time.Millisecond)
		busy, err := k.keeper.Remover.Turn(ctx)
		if err == nil && !busy {
			_, err = k.keeper.Pass(ctx)
		}
		if custos.KindOf(err) == custos.Unavailable {
			return nil // somebody reads an older state: as Run, it tries again
		}
		return err
	}
	erase := func() error {
		time.Sleep(time.Millisecond)
		tombs, _, err := k.Committer.DB.Erasures(ctx, producer, 0, 1000)
		for _, s := range slices.Backward(tombs) {
			if err == nil {
				_, err = k.journal.EraseEvents(ctx, s)
			}
		}
		if custos.KindOf(err) == custos.Unavailable {
			return nil
		}
		return err
	}
	c.Forever(map[string]func() error{"see": see, "deliver": deliver(k.forward), "tell": deliver(k.ownFor), "keep": keep, "erase in the journal": erase})
}
