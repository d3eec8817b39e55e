package access

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
)

// keep gives a world's follower a memory in a file.
func (w *world) keep(path string) *world {
	w.Helper()
	k, err := OpenKept(path, slog.New(slog.DiscardHandler))
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { _ = k.Close() })
	w.follow.Kept, w.follow.base = k, nil
	return w
}

// restart goes on as a service does that was started again: with the file and nothing else.
func (w *world) restart(path string) {
	w.Helper()
	w.index = NewIndex(time.Minute, time.UTC)
	w.index.now = w.now
	w.follow = &Follower{Chain: w.chain, Index: w.index, Confirmations: 2, Log: slog.New(slog.DiscardHandler)}
	w.keep(path)
	w.look()
	w.index.Hear(w.owner, w.now())
}

func (w *world) wantDropped(names ...string) {
	w.Helper()
	var got []string
	for _, d := range w.index.Dropped() {
		got = append(got, d.String())
	}
	if len(got) != len(names) {
		w.Fatalf("dropped are %q, want %q", got, names)
	}
	for i := range names {
		if !strings.Contains(got[i], names[i]) {
			w.Fatalf("dropped are %q, want %q", got, names)
		}
	}
}

// A rewrite that keeps all but a confirmed taking does not bring the right back: not when it
// is deeper, not after a restart, not by other numbers. The same taking on the new chain ends
// that, and so does what the owner gives anew.
func TestAttack52DroppedRevocation(t *testing.T) {
	second := custos.Owner{Address: custos.Address{5}, Name: "ben", Domain: "campus/second-door", Active: true}
	for name, c := range map[string]struct {
		take    func(*world) custos.PolicyChange
		refused string
		dropped string
		anew    func(*world) []custos.PolicyChange
	}{
		"a capability": {
			func(w *world) custos.PolicyChange { return w.revoke(1) }, "was revoked", "revocation of capability 1",
			func(w *world) []custos.PolicyChange { return []custos.PolicyChange{w.grant(2, nil)} },
		},
		"a principal": {
			func(w *world) custos.PolicyChange {
				return w.principal(w.police, custos.RoleAuthority, "police", false)
			}, "not a registered and active", "deactivation of police",
			func(w *world) []custos.PolicyChange {
				return []custos.PolicyChange{w.principal(w.police, custos.RoleAuthority, "police", false), w.principal(w.police, custos.RoleAuthority, "police", true)}
			},
		},
		"an owner": {
			func(w *world) custos.PolicyChange {
				return custos.PolicyChange{Owner: &custos.Owner{Address: w.owner, Name: "alma", Domain: door}}
			}, "no active owner", "end of the owner alma",
			func(w *world) []custos.PolicyChange {
				alma := custos.Owner{Address: w.owner, Name: "alma", Domain: door}
				back := alma
				back.Active = true
				return []custos.PolicyChange{{Owner: &alma}, {Owner: &back}}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kept")
			begin := func() *world {
				_ = os.Remove(path)
				w := newWorld(t)
				w = newWorld(t, w.grant(1, nil), custos.PolicyChange{Owner: &second}).keep(path)
				w.look()
				w.want(true, "alma")
				w.chain.add(c.take(w))
				w.mine(2)
				w.look()
				w.want(false, c.refused)
				w.wantDropped()
				w.chain.cut(3)
				w.mine(9)
				w.look()
				return w
			}
			w := begin()
			w.want(false, c.refused)
			w.wantDropped(c.dropped)
			w.mine(40)
			w.look()
			w.want(false, c.refused)
			w.restart(path)
			w.want(false, c.refused)
			w.wantDropped(c.dropped)
			// Another rewrite, deeper down, and a restart while it is read.
			w.chain.cut(45)
			w.mine(60)
			w.restart(path)
			w.want(false, c.refused)
			// Taken again, it is as it was.
			w.chain.add(c.take(w))
			w.mine(2)
			w.look()
			w.want(false, c.refused)
			w.wantDropped()
			w.restart(path)
			w.want(false, c.refused)
			w.wantDropped()

			// Given anew, it counts, though the dropped taking was not sent again.
			w = begin()
			w.chain.add(c.anew(w)...)
			w.look()
			w.want(false, c.refused)
			w.mine(2)
			w.look()
			w.want(true, "alma")
			w.restart(path)
			w.want(true, "alma")
			// The chain with both takings takes over: nothing of it is held against the new one.
			w.chain.add(c.take(w))
			w.mine(2)
			w.look()
			w.want(name == "a capability", "")
		})
	}
}

// The other branch gives the revoked capability's number to another, and it another number.
func TestAttack52OtherNumbers(t *testing.T) {
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil))
	w.chain.add(w.revoke(1))
	w.mine(3)
	w.look()
	w.chain.cut(7) // with the grant
	friend := custos.Address{3}
	w.chain.add(w.principal(w.police, custos.RoleAuthority, "police", true), w.principal(friend, custos.RoleAuthority, "friend", true))
	w.chain.add(w.grant(1, func(c *custos.Capability) { c.Grantee = friend }))
	w.chain.add(w.grant(2, func(c *custos.Capability) { c.Generation, c.Registration = 0, 0 }))
	w.mine(9)
	w.look()
	w.want(false, "capability 2 was revoked")
	w.wantDropped("capability 2")
	if a := w.index.Decide(Question{friend, custos.Live, door}); !a.Allowed {
		t.Fatalf("another's right has fallen: %+v", a)
	}
	// A grant of the same content that is revoked later does not stand in for the first.
	w.chain.add(w.grant(3, nil))
	w.mine(2)
	w.look()
	w.want(true, "alma")
	w.chain.add(w.revoke(3))
	w.mine(2)
	w.look()
	w.want(false, "was revoked")
	w.wantDropped("capability 2")
	w.chain.add(w.revoke(2))
	w.mine(2)
	w.look()
	w.want(false, "was revoked")
	w.wantDropped()
}

// What was not confirmed when its blocks went holds for a while, and for what it was about:
// not for whoever has the number now.
func TestAttack52UnconfirmedNumbers(t *testing.T) {
	friend := custos.Address{3}
	allowed := func(w *world) bool { return w.index.Decide(Question{friend, custos.Live, door}).Allowed }
	t.Run("above what is confirmed", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.principal(friend, custos.RoleAuthority, "friend", true))
		w.chain.add(w.grant(1, nil))
		w.chain.add(w.revoke(1))
		w.look()
		w.chain.cut(2)
		w.chain.add(w.grant(1, func(c *custos.Capability) { c.Grantee = friend }))
		w.mine(2)
		w.look()
		if !allowed(w) {
			t.Fatal("another's right is refused for a revocation that is gone")
		}
	})
	t.Run("below", func(t *testing.T) {
		w := newWorld(t)
		both := []custos.PolicyChange{w.principal(w.police, custos.RoleAuthority, "police", true), w.principal(friend, custos.RoleAuthority, "friend", true)}
		w = newWorld(t, append(both, w.grant(1, nil))...)
		w.mine(4)
		w.chain.add(w.revoke(1))
		w.look()
		w.chain.cut(8)
		w.chain.add(append(both, w.grant(1, func(c *custos.Capability) { c.Grantee = friend }), w.grant(2, nil))...)
		w.mine(7)
		w.look()
		w.want(false, "was revoked")
		if !allowed(w) {
			t.Fatal("another's right is refused for a revocation that is gone")
		}
		w.mine(3)
		w.look()
		w.want(true, "alma")
	})
}

// Registrations and generations are numbers of a chain, too: another may count otherwise.
func TestAttack52OtherRegistration(t *testing.T) {
	w := newWorld(t)
	registered := func(n uint16, active bool) custos.PolicyChange {
		c := w.principal(w.police, custos.RoleAuthority, "police", active)
		c.Principal.Registration = n
		return c
	}
	granted := func(number uint64, n uint16, revoked bool) custos.PolicyChange {
		return w.grant(number, func(c *custos.Capability) { c.Registration, c.Revoked = n, revoked })
	}
	w = newWorld(t, registered(1, true), granted(1, 1, false))
	w.want(true, "alma")
	w.chain.add(granted(1, 1, true), registered(1, false))
	w.mine(3)
	w.look()
	w.chain.cut(7)
	w.chain.add(registered(2, true), granted(1, 2, false))
	w.mine(9)
	w.look()
	w.want(false, "not a registered and active")
	w.wantDropped("deactivation of police", "revocation of capability 1")
}

// A node that reads the chain from its beginning has merely not come to the revocation.
func TestAttack52SyncingIsNoAlarm(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept")
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil)).keep(path)
	w.mine(20)
	w.look()
	w.chain.add(w.revoke(1))
	w.mine(2)
	w.look()
	blocks := w.chain.blocks
	w.chain.set(func() { w.chain.blocks = blocks[:10] })
	w.restart(path)
	w.want(false, "was revoked")
	w.wantDropped()
	w.chain.set(func() { w.chain.blocks = blocks })
	w.look()
	w.want(false, "was revoked")
	w.wantDropped()
}

// What a node once told of a chain, it cannot take back of the same chain.
func TestAttack52HiddenRevocation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept")
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil)).keep(path)
	w.chain.add(w.revoke(1))
	w.mine(2)
	w.look()
	w.chain.set(func() {
		w.chain.hide = func(p custos.PolicyChange) bool { return p.Capability != nil && p.Capability.Revoked }
	})
	w.restart(path)
	w.want(false, "was revoked")
	w.wantDropped("capability 1")
}

// Of several alike, as many fall as had been revoked when a chain drops that, and all of
// them until it is known which: those before the revocation, not those after it.
func TestAttack52SeveralAlike(t *testing.T) {
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil), w.grant(2, nil))
	w.chain.add(w.revoke(1))
	w.mine(2)
	w.look()
	w.want(true, "alma")
	w.chain.cut(3)
	w.mine(9)
	w.look()
	w.want(false, "was revoked")
	w.wantDropped("capability 1")
	w.chain.add(w.revoke(1)) // sent again
	w.mine(2)
	w.look()
	w.want(true, "alma")
	w.wantDropped()
}

// A delegation is known by what it comes from: one of the same content out of another hand
// does not stand in for it.
func TestAttack52DelegationsAlike(t *testing.T) {
	w := newWorld(t)
	friend := custos.Address{3}
	pass := func(n, parent uint64, revoked bool) custos.PolicyChange {
		return w.grant(n, func(c *custos.Capability) {
			c.Parent, c.Grantor, c.Grantee, c.Depth, c.Revoked = parent, w.police, friend, 0, revoked
		})
	}
	short := func(c *custos.Capability) { c.Actions = custos.Live | custos.Events }
	w = newWorld(t, w.principal(friend, custos.RoleAuthority, "friend", true), w.grant(1, nil), w.grant(2, short),
		pass(3, 2, false), w.grant(2, func(c *custos.Capability) { short(c); c.Revoked = true }), pass(4, 1, false))
	ask := func() bool { return w.index.Decide(Question{friend, custos.Live, door}).Allowed }
	if !ask() {
		t.Fatal("what was passed on does not hold")
	}
	w.chain.add(pass(4, 1, true))
	w.mine(2)
	w.look()
	w.chain.cut(3)
	w.chain.add(pass(3, 2, true)) // the revocation names number and content, and hits the other
	w.mine(9)
	w.look()
	if ask() {
		t.Fatal("the revocation of another delegation brought the right back")
	}
}

// A delegation names its parent by a number: on another chain it comes from another one of
// the same holder, and is the same all the same.
func TestAttack52DelegationFromAnother(t *testing.T) {
	w := newWorld(t)
	friend := custos.Address{3}
	more := func(c *custos.Capability) { c.Actions = custos.Live | custos.Events }
	pass := func(revoked bool) custos.PolicyChange {
		return w.grant(3, func(c *custos.Capability) {
			c.Parent, c.Grantor, c.Grantee, c.Depth, c.Revoked = 2, w.police, friend, 0, revoked
		})
	}
	both := []custos.PolicyChange{w.principal(w.police, custos.RoleAuthority, "police", true), w.principal(friend, custos.RoleAuthority, "friend", true)}
	w = newWorld(t, append(both, w.grant(1, nil), w.grant(2, more), pass(false))...)
	ask := func() bool { return w.index.Decide(Question{friend, custos.Live, door}).Allowed }
	if !ask() {
		t.Fatal("what was passed on does not hold")
	}
	w.chain.add(pass(true))
	w.mine(2)
	w.look()
	w.chain.cut(6)
	w.chain.add(append(both, w.grant(1, more), w.grant(2, nil), pass(false))...)
	w.mine(9)
	w.look()
	if ask() {
		t.Fatal("passed on from another capability, the right is back")
	}
	w.wantDropped("capability 3")
}

// Many are revoked in one block, alike in all but one thing.
func TestAttack52ManyInABlock(t *testing.T) {
	w := newWorld(t)
	changes := []func(*custos.Capability){
		func(c *custos.Capability) {},
		func(c *custos.Capability) { c.Resource += "/cam1" },
		func(c *custos.Capability) { c.Actions |= custos.Events },
		func(c *custos.Capability) { c.Until = c.Until.Add(time.Hour) },
		func(c *custos.Capability) { c.Depth = 0 },
		func(c *custos.Capability) {},
	}
	var given, taken []custos.PolicyChange
	for i, change := range changes {
		given = append(given, w.grant(uint64(i+1), change))
		taken = append(taken, w.grant(uint64(i+1), func(c *custos.Capability) { change(c); c.Revoked = true }))
	}
	w = newWorld(t, given...)
	w.chain.add(taken...)
	w.mine(2)
	w.look()
	w.want(false, "was revoked")
	for _, again := range []bool{false, true} {
		w.chain.cut(3)
		w.mine(9)
		if again {
			w.follow.base = nil
		}
		w.look()
		w.want(false, "was revoked")
		if n := len(w.index.Dropped()); n != len(changes) {
			t.Fatalf("%d are dropped, want %d", n, len(changes))
		}
	}
}

func TestKeptOutlastsWhatIsOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept")
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil), w.grant(2, func(c *custos.Capability) { c.Until = noon.AddDate(1, 0, 0) })).keep(path)
	w.chain.add(w.revoke(1), w.grant(2, func(c *custos.Capability) { c.Until, c.Revoked = noon.AddDate(1, 0, 0), true }))
	w.mine(2)
	w.look()
	count := func() int {
		w.Helper()
		f, records, err := openKeptFile(path, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer f.close()
		return len(records)
	}
	if n := count(); n != 2 {
		t.Fatalf("%d are kept", n)
	}
	// The clock alone, which may be wrong, loses nothing.
	w.pass(48 * time.Hour)
	w.restart(path)
	if n := count(); n != 2 {
		t.Fatalf("%d are kept by a wrong clock", n)
	}
	w.chain.set(func() { w.chain.made = uint64(w.now().Unix()) })
	w.mine(3)
	w.restart(path)
	if n := count(); n != 1 {
		t.Fatalf("%d are kept, one of which is over", n)
	}
	// Written anew now and then, the file is as large as what is kept.
	w.follow.Kept.file.lines = 5000
	w.chain.add(w.principal(w.police, custos.RoleAuthority, "police", false))
	w.mine(2)
	w.look()
	w.want(false, "not a registered")
	if n := count(); n != 2 || w.follow.Kept.file.lines != 2 {
		t.Fatalf("%d are kept in %d records", n, w.follow.Kept.file.lines)
	}
}

// The file is written before the index goes by what is confirmed. Failing, it loses nothing
// and nothing counts twice, whether what was written is there or not.
func TestKeptFailedNotApplied(t *testing.T) { keptFailed(t, false) }
func TestKeptFailedButApplied(t *testing.T) { keptFailed(t, true) }

func keptFailed(t *testing.T, applied bool) {
	path := filepath.Join(t.TempDir(), "kept")
	broken := errors.New("the disk is broken")
	begin := func() (*world, *bool) {
		_ = os.Remove(path)
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil)).keep(path)
		w.look()
		fail := new(bool)
		w.follow.Kept.file.put = func(f *os.File, b []byte, at int64) error {
			if !*fail {
				return putAndSync(f, b, at)
			}
			if applied {
				return errors.Join(putAndSync(f, b, at), broken)
			}
			_, _ = f.WriteAt(b[:len(b)/2], at) // as much as a torn write leaves
			return broken
		}
		w.chain.add(w.revoke(1))
		w.look()
		w.want(false, "was revoked") // at any head, without the file
		*fail = true
		w.mine(2)
		for range 3 {
			if err := w.follow.Look(context.Background()); !errors.Is(err, broken) {
				t.Fatalf("looked with a broken disk: %v", err)
			}
			if n := w.follow.at.Number; n != 2 {
				t.Fatalf("block %d is confirmed although what it took is not on disk", n)
			}
			w.want(false, "was revoked")
		}
		return w, fail
	}
	t.Run("and goes on", func(t *testing.T) {
		w, fail := begin()
		*fail = false
		w.look()
		w.want(false, "was revoked")
		w.chain.cut(3)
		w.mine(9)
		w.look()
		w.wantDropped("capability 1")
		w.restart(path)
		w.want(false, "was revoked")
	})
	t.Run("and ends", func(t *testing.T) {
		w, _ := begin()
		w.restart(path)
		w.want(false, "was revoked")
		w.wantDropped()
		w.chain.cut(3)
		w.mine(9)
		w.restart(path)
		w.want(false, "was revoked")
		w.wantDropped("capability 1")
	})
	t.Run("and a revocation comes meanwhile", func(t *testing.T) {
		w, _ := begin()
		w.chain.add(w.grant(2, nil))
		w.chain.add(w.principal(w.police, custos.RoleAuthority, "police", false))
		if err := w.follow.Look(context.Background()); !errors.Is(err, broken) {
			t.Fatal(err)
		}
		w.want(false, "not a registered")
		w.pass(61 * time.Second)
		w.want(false, "the ledger has not answered") // it grows stale by itself
	})
}

func TestKeptFileIsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept")
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil)).keep(path)
	w.look()
	w.chain.add(w.revoke(1))
	w.mine(2)
	w.look()
	w.chain.add(w.principal(w.police, custos.RoleAuthority, "police", false))
	w.mine(2)
	w.look()
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first := bytes.Index(good, []byte("\n\n")) + 1
	if first == 0 || bytes.Count(good, []byte("\n")) != 4 {
		t.Fatalf("the file has not two records:\n%s", good)
	}
	open := func(b []byte) (int, error) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		f, records, err := openKeptFile(path, slog.New(slog.DiscardHandler))
		if err == nil {
			defer f.close()
		}
		return len(records), err
	}
	for cut := first; cut < len(good); cut++ { // wherever the power went
		if n, err := open(good[:cut]); n != 1 || err != nil {
			t.Fatalf("cut at %d: %d records, %v", cut, n, err)
		}
	}
	for i := range good {
		b := bytes.Clone(good)
		b[i] ^= 1
		n, err := open(b)
		if i < first && custos.KindOf(err) != custos.Corrupt || i > first && (n != 1 || err != nil) {
			t.Fatalf("byte %d was changed: %d records, %v", i, n, err)
		}
	}
	// What was cut off is read from the chain again, and written where it belongs.
	if _, err := open(good[:len(good)-5]); err != nil {
		t.Fatal(err)
	}
	w.restart(path)
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, good) {
		t.Fatalf("the file is\n%s\nand was\n%s (%v)", now, good, err)
	}
	if n, err := open(append(bytes.Clone(good), checkedLine([]byte(`[{"site":{}}]`))...)); n != 0 || custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "later version") {
		t.Fatalf("a record of a later version: %d, %v", n, err)
	}
}
