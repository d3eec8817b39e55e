package mirror

import (
	"context"
	"os"
	"testing"
)

// A domain that was given to a newcomer has another log of the same name, by other keys: it is no
// fork. It is mirrored anew, and its predecessor's mirror stays on the disk.
func TestAnotherOwnersLogOfTheSameName(t *testing.T) {
	old, young := newTestLog(t), newTestLog(t)
	old.commit(9, 1)
	young.commit(4, 1)
	dir := t.TempDir()
	f := old.follower(dir, listen(t, old, "bert's master", origin))
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	f = young.follower(dir, listen(t, young, "carla's master", origin))
	f.Forked = func(_ context.Context, _ string, why error) { t.Error("the alarm:", why) }
	if err := step(t, f); err == nil {
		t.Error("nobody is told")
	}
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	young.wantMirrored(f)
	if st, err := os.Stat(f.Store.Dir + "-" + old.keysOf().id()); err != nil || !st.IsDir() {
		t.Error("the mirror of before is gone:", err)
	}
}

// A log that goes on by another key is the same log.
func TestLogGoesOnByAnotherKey(t *testing.T) {
	l, other := newTestLog(t), newTestLog(t)
	l.commit(9, 1)
	own := listen(t, l, "bert's master", origin)
	f := l.follower(t.TempDir(), own)
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	l.mu.Lock()
	l.log, l.master = other.log, other.master
	l.mu.Unlock()
	l.commit(3, 1)
	f.Forked = func(_ context.Context, _ string, why error) { t.Error("the alarm:", why) }
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f)
	if st, err := f.Store.current(); err != nil || st.Keys != l.keysOf().id() {
		t.Errorf("its keys are %s: %v", st.Keys, err)
	}
	// What contradicts is a fork again.
	l.size, f.Forked = 2, nil
	told := false
	f.Forked = func(context.Context, string, error) { told = true }
	if err := step(t, f); err == nil || !told {
		t.Error("it is not told:", err)
	}
}
