package journal

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
)

const (
	service = custos.ServiceID("front-edge/object")
	camera  = custos.CameraID("campus/front-door/cam1")
)

func open(t *testing.T, dir string, k *key.Key) *Journal {
	t.Helper()
	j, err := Open(context.Background(), dir, service, k)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func newKey(t *testing.T) *key.Key {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func observed(n int) []custos.Observation {
	out := make([]custos.Observation, n)
	for i := range out {
		out[i] = custos.Observation{Resource: camera, Time: time.Now(), Payload: &observe.Stream{State: observe.StreamStarted, Frames: uint64(i)}}
	}
	return out
}

// TestBatchesCoverEveryEventOnceAcrossLives closes batches after a crash in
// which some events were in none: they come first, each life in its own batch,
// and every leaf names the one before.
func TestBatchesCoverEveryEventOnceAcrossLives(t *testing.T) {
	ctx, dir, k := context.Background(), t.TempDir(), newKey(t)
	head := custos.BlockRef{Number: 9, Hash: custos.Hash{9}}
	var boots []uint64
	for range 2 {
		j := open(t, dir, k)
		boots = append(boots, j.Boot())
		if err := j.Append(ctx, observed(3)); err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	j := open(t, dir, k)
	defer j.Close()
	if boots = append(boots, j.Boot()); boots[0] >= boots[1] || boots[1] >= boots[2] {
		t.Fatalf("lives %v do not grow", boots)
	}
	if closed, err := j.closeBatch(ctx, custos.BlockRef{}); closed || err != nil {
		t.Fatalf("a batch was closed without a block that bounds its age: %v", err)
	}
	if err := j.Append(ctx, observed(2)); err != nil {
		t.Fatal(err)
	}
	var prev custos.Hash
	for i, n := range []uint64{3, 3, 2} {
		if closed, err := j.closeBatch(ctx, head); !closed || err != nil {
			t.Fatalf("batch %d: closed %v, %v", i, closed, err)
		}
		head = custos.BlockRef{} // the ledger is away: what was known is remembered
		var leaf evidence.Leaf
		if err := j.db.Query().QueryRow("SELECT leaf FROM batch WHERE n = ?", i+1).Scan(&leaf); err != nil {
			t.Fatal(err)
		}
		b, err := leaf.Open()
		if err != nil {
			t.Fatal(err)
		}
		if b.Boot != boots[i] || b.First != 1 || b.Last != n || b.Prev != prev || b.Block.Number != 9 || b.Principal != k.Address() {
			t.Fatalf("batch %d is %+v", i, b)
		}
		sealed, err := j.sealed(ctx, b)
		if err != nil {
			t.Fatal(err)
		}
		var commitments []custos.Hash
		for _, s := range sealed {
			commitments = append(commitments, s.Commitment())
		}
		if err := b.CheckCommitments(commitments); err != nil {
			t.Fatal(err)
		}
		prev = leaf.Hash()
	}
	if closed, err := j.closeBatch(ctx, head); closed || err != nil {
		t.Fatalf("a batch of nothing was closed: %v", err)
	}
	if n, err := j.Unacknowledged(ctx); n != 8 || err != nil {
		t.Fatalf("%d events wait for the master, want 8: %v", n, err)
	}
}

// TestAppendAndCursorAreOne wants both the results of some input and how far it
// was read, or neither.
func TestAppendAndCursorAreOne(t *testing.T) {
	ctx, dir, k := context.Background(), t.TempDir(), newKey(t)
	j := open(t, dir, k)
	source := custos.ServiceID("front-edge/camera-cam1")
	if err := j.Append(ctx, observed(1), Cursor{source, 5, 7}); err != nil {
		t.Fatal(err)
	}
	bad := observed(2)
	bad[1].Resource = "Not A Resource"
	if err := j.Append(ctx, bad, Cursor{source, 5, 9}); err == nil {
		t.Fatal("an event about nothing was appended")
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := j.Append(gone, observed(1), Cursor{source, 5, 11}); !errors.Is(err, context.Canceled) {
		t.Fatalf("appended for nobody: %v", err)
	}
	if err := j.Append(ctx, observed(1)); err != nil {
		t.Fatal(err)
	}
	if c, err := j.cursor(ctx, source); err != nil || c != (Cursor{source, 5, 7}) {
		t.Fatalf("cursor %+v, %v", c, err)
	}
	got, err := j.after(ctx, since{Max: 100})
	if err != nil || len(got.Events) != 2 || got.Through != (position{j.Boot(), 2}) {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, b := range got.Events {
		var e custos.Event
		if err := json.Unmarshal(b, &e); err != nil || e.Seq != uint64(i+1) || e.Boot != j.Boot() {
			t.Fatalf("event %d is %s, %v", i, b, err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = open(t, dir, k)
	defer j.Close()
	last, err := j.Last(ctx, observe.KindStream, camera)
	if err != nil || last.Seq != 2 {
		t.Fatalf("the newest is %+v, %v", last, err)
	}
	if c, err := j.cursor(ctx, source); err != nil || c.Seq != 7 {
		t.Fatalf("after a restart, cursor %+v, %v", c, err)
	}
}

// masterOf is the one whom a journal asks; it knows one block.
type masterOf struct {
	Peers
	head   custos.BlockRef
	answer func(what string, data []byte) ([]byte, error)
}

func (m *masterOf) Head() custos.BlockRef { return m.head }

func (m *masterOf) Ask(_ context.Context, _ custos.ServiceID, what string, data []byte) ([]byte, error) {
	return m.answer(what, data)
}

// acknowledged is the answer to a commit that stands at an index.
func acknowledged(c *Commit, index uint64) ([]byte, error) {
	return json.Marshal(Committed{Leaf: c.Leaf.Hash(), Index: index, Size: index + 1})
}

// A batch whose block a reorganisation took is closed anew by another block: the same
// events in the same place, none lost and none twice.
func TestBatchOfALostBlockIsClosedAnew(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	j := open(t, t.TempDir(), newKey(t))
	defer j.Close()
	m := &masterOf{head: custos.BlockRef{Number: 12, Hash: custos.Hash{2}}}
	// It was closed on a chain that is gone.
	if err := j.Append(ctx, observed(3)); err != nil {
		t.Fatal(err)
	}
	if closed, err := j.closeBatch(ctx, custos.BlockRef{Number: 12, Hash: custos.Hash{1}}); !closed || err != nil {
		t.Fatal(closed, err)
	}
	taken := make(chan evidence.Batch, 8)
	m.answer = func(_ string, data []byte) ([]byte, error) {
		var c Commit
		if err := json.Unmarshal(data, &c); err != nil {
			return nil, err
		}
		b, err := c.Leaf.Open()
		if err != nil {
			return nil, err
		}
		if b.Block.Hash != m.head.Hash {
			return nil, custos.Errorf(custos.NotFound, "its block is not on this chain")
		}
		taken <- b
		return acknowledged(&c, 7)
	}
	wg.Go(func() { _ = j.Forward(ctx, m, "front-fog/master", slog.New(slog.DiscardHandler)) })
	select {
	case b := <-taken:
		if b.First != 1 || b.Last != 3 || !b.Prev.IsZero() || b.Block != m.head {
			t.Fatalf("the batch is %+v", b)
		}
	case <-time.After(time.Minute):
		t.Fatal("the batch was never taken")
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if n, err := j.Unacknowledged(ctx); err != nil || n == 0 || time.Now().After(end) {
			if n != 0 || err != nil {
				t.Fatalf("%d events wait, %v", n, err)
			}
			break
		}
	}
}

// TestAttack37AcknowledgementOfAnother: an acknowledgement that names another batch, or an
// index that its log does not have, drops nothing.
func TestAttack37AcknowledgementOfAnother(t *testing.T) {
	ctx := context.Background()
	j := open(t, t.TempDir(), newKey(t))
	defer j.Close()
	if err := j.Append(ctx, observed(3)); err != nil {
		t.Fatal(err)
	}
	var ack func(Commit) Committed
	m := &masterOf{head: custos.BlockRef{Number: 1, Hash: custos.Hash{1}}, answer: func(_ string, data []byte) ([]byte, error) {
		var c Commit
		if err := json.Unmarshal(data, &c); err != nil {
			return nil, err
		}
		return json.Marshal(ack(c))
	}}
	f := &Forwarder{Journal: j, Head: m.Head, Log: slog.New(slog.DiscardHandler), Ask: func(_ context.Context, what string, data []byte) ([]byte, error) {
		return m.answer(what, data)
	}}
	for name, forged := range map[string]func(Commit) Committed{
		"of nothing":          func(Commit) Committed { return Committed{Index: 7, Size: 8} },
		"of another batch":    func(Commit) Committed { return Committed{Leaf: custos.Hash{1}, Index: 7, Size: 8} },
		"outside of the log":  func(c Commit) Committed { return Committed{Leaf: c.Leaf.Hash(), Index: 8, Size: 8} },
		"of a log of nothing": func(c Commit) Committed { return Committed{Leaf: c.Leaf.Hash()} },
	} {
		ack = forged
		if _, err := f.forwardOne(ctx); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
		if n, err := j.Unacknowledged(ctx); n != 3 || err != nil {
			t.Fatalf("%s: %d events wait, %v", name, n, err)
		}
	}
	ack = func(c Commit) Committed { return Committed{Leaf: c.Leaf.Hash(), Index: 7, Size: 8} }
	if _, err := f.forwardOne(ctx); err != nil {
		t.Fatal(err)
	}
	if n, err := j.Unacknowledged(ctx); n != 0 || err != nil {
		t.Fatalf("%d events wait, %v", n, err)
	}
}
