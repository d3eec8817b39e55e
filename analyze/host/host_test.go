package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/feature"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/evidence"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"

	"github.com/prometheus/client_golang/prometheus"
)

const camera = custos.CameraID("campus/yard/gate")

// started is a host with a journal of its own, without a bus and a ledger. A second one in
// the same directory is the service's next life.
func started(t *testing.T, dir string, spec analyze.Spec) *host {
	t.Helper()
	site := &service.Site{
		Name: "campus", Data: dir, Owners: []service.Owner{{Name: "alma", Domain: "campus/yard"}},
		Nodes: []service.Node{cameras.At(service.Node{Name: "edge", Tier: custos.Edge, Owner: "alma", Fog: "fog"}, cameras.Camera{Name: "gate"})},
	}
	id := custos.NewServiceID("edge", spec.Name)
	if err := os.MkdirAll(site.Dir(id), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := node.SaveTrust(site, &evidence.Trust{Version: 1, Site: site.Name, Engine: "ethash", ChainID: 1, Genesis: custos.Hash{1}, Threshold: 1, Confirmations: 1, Owners: []custos.Owner{{Name: "alma", Domain: "campus/yard", Address: custos.Address{1}}}}); err != nil {
		t.Fatal(err)
	}
	k, err := key.LoadOrCreate(filepath.Join(site.Dir(id), "service.key"))
	if err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(t.Context(), site.Dir(id), id, k)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	env := &service.Env{Site: site, Node: &site.Nodes[0], ID: id, Dir: site.Dir(id), Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry()}
	r := &node.Runtime{Env: env, Journal: j, PassedOver: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "passed"}, []string{"why"})}
	h := newHost(spec, r)
	if err := h.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	return h
}

// observed are the events of a kind in a host's journal.
func observed(t *testing.T, h *host, kind custos.Kind) (out []custos.Event) {
	t.Helper()
	if err := h.Journal.Each(context.Background(), kind, func(e *custos.Event) error { out = append(out, *e); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !cond(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never came: %s", what)
		}
	}
}

// film gives frames one after the other, the newest at each call, as a ring does.
type film struct {
	mu      sync.Mutex
	newest  uint64
	last    uint64
	dropped uint64
	shown   chan struct{} // holds one token when there may be a new frame
}

func newFilm() *film { return &film{shown: make(chan struct{}, 1)} }

func (f *film) show(seq uint64) {
	f.mu.Lock()
	f.newest = seq
	f.mu.Unlock()
	select {
	case f.shown <- struct{}{}:
	default:
	}
}

func (f *film) Next(ctx context.Context) (custos.Frame, error) {
	for {
		f.mu.Lock()
		if n := f.newest; n > f.last {
			f.dropped += n - f.last - 1
			f.last = n
			f.mu.Unlock()
			return custos.Frame{Camera: camera, Ref: custos.FrameRef{Boot: 1, Seq: n}, Time: time.Now(), Width: 16, Height: 16}, nil
		}
		f.mu.Unlock()
		select {
		case <-f.shown:
		case <-ctx.Done():
			return custos.Frame{}, ctx.Err()
		}
	}
}

func (f *film) Dropped() uint64 { f.mu.Lock(); defer f.mu.Unlock(); return f.dropped }
func (f *film) Close() error    { return nil }

// seeing is an analyzer of frames that does what a test says.
type seeing func(ctx context.Context, f *custos.Frame) ([]custos.Observation, error)

func (s seeing) Camera(analyze.Camera) (analyze.Looker, error) { return s, nil }

func (s seeing) Look(ctx context.Context, f *custos.Frame) ([]custos.Observation, error) {
	return s(ctx, f)
}

func odd(f *custos.Frame) []custos.Observation {
	return []custos.Observation{{Resource: f.Camera, Time: f.Time, Payload: &observe.Stream{State: observe.StreamOdd, Reason: fmt.Sprint("frame ", f.Ref.Seq)}}}
}

func looks(bound time.Duration, do seeing) analyze.Spec {
	return analyze.Spec{
		Name: "look", Tier: custos.Edge, Input: analyze.Input{Source: analyze.Frames}, Kinds: []custos.Kind{observe.KindStream}, Bound: bound,
		New: func(analyze.Setup) (any, error) { return do, nil },
	}
}

// running runs a host's work until stop.
func running(t *testing.T, h *host) (stop func() error, ended <-chan error) {
	t.Helper()
	work, err := h.work()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- work(ctx) }()
	stop = func() error { cancel(); return <-done }
	t.Cleanup(cancel)
	return stop, done
}

func TestNewestFrameWins(t *testing.T) {
	began, goOn := make(chan uint64), make(chan struct{})
	h := started(t, t.TempDir(), looks(0, func(_ context.Context, f *custos.Frame) ([]custos.Observation, error) {
		began <- f.Ref.Seq
		<-goOn
		return odd(f), nil
	}))
	film := newFilm()
	h.dial = func(context.Context, analyze.Camera) (frames, error) { return film, nil }
	stop, _ := running(t, h)
	film.show(1)
	if n := <-began; n != 1 {
		t.Fatalf("it began with frame %d", n)
	}
	for n := uint64(2); n <= 9; n++ {
		film.show(n)
	}
	goOn <- struct{}{}
	if n := <-began; n != 9 {
		t.Errorf("after a slow look it was given frame %d, not the newest", n)
	}
	goOn <- struct{}{}
	until(t, "both results", func() bool { return h.health.now(nil).Taken == 2 })
	if got := h.health.now(nil); got.Dropped != 7 || got.Observed != 2 || got.Lag == nil {
		t.Errorf("%+v", got)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestFramesArePacked: what an analyzer says of each frame is on record as one event when its service
// ends; a follower's service is given it frame by frame, and a camera that is silent leaves none open.
func TestFramesArePacked(t *testing.T) {
	spec := looks(0, func(_ context.Context, f *custos.Frame) ([]custos.Observation, error) {
		d := &observe.Detections{Frame: f.Ref, Objects: []observe.Detection{{Class: custos.Person, Box: custos.Box{W: .5, H: .5}}}}
		return []custos.Observation{{Resource: f.Camera, Time: time.Unix(int64(f.Ref.Seq/4), 0), Payload: d}}, nil
	})
	spec.Kinds = []custos.Kind{observe.KindDetections}
	h := started(t, t.TempDir(), spec)
	film := newFilm()
	h.dial = func(context.Context, analyze.Camera) (frames, error) { return film, nil }
	stop, _ := running(t, h)
	for n := uint64(1); n <= 5; n++ { // frame 4 is of another second than 3
		film.show(n)
		until(t, "the frame", func() bool { return h.health.now(nil).Taken == n })
	}
	if n := len(observed(t, h, observe.KindSightings)); n < 1 {
		t.Error("no second is on record")
	}
	seen := func() (got []uint64) {
		for _, e := range observed(t, h, observe.KindSightings) {
			frames, ok, err := observe.Unpack(&e)
			if !ok || err != nil {
				t.Fatal(err)
			}
			for _, f := range frames {
				got = append(got, f.What.Ref().Seq)
			}
		}
		return got
	}
	until(t, "the pack of a silent camera", func() bool { return len(seen()) == 5 })
	film.show(6)
	until(t, "the frame", func() bool { return h.health.now(nil).Taken == 6 })
	if err := stop(); err != nil {
		t.Error(err)
	}
	if got := seen(); !slices.Equal(got, []uint64{1, 2, 3, 4, 5, 6}) || len(observed(t, h, observe.KindDetections)) != 0 {
		t.Errorf("on record are the frames %v", got)
	}
}

// TestEndFinishesWhatWasTaken: a service that is told to end keeps what comes of the frame
// that its analyzer is at.
func TestEndFinishesWhatWasTaken(t *testing.T) { synctest.Test(t, endFinishesWhatWasTaken) }

func endFinishesWhatWasTaken(t *testing.T) {
	began, goOn := make(chan struct{}), make(chan struct{})
	h := started(t, t.TempDir(), looks(0, func(ctx context.Context, f *custos.Frame) ([]custos.Observation, error) {
		close(began)
		<-goOn
		return odd(f), ctx.Err()
	}))
	film := newFilm()
	h.dial = func(context.Context, analyze.Camera) (frames, error) { return film, nil }
	stop, _ := running(t, h)
	film.show(1)
	<-began
	film.show(2) // not taken any more
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	synctest.Wait() // all that comes of the end, but for what takes time
	select {
	case err := <-ended:
		t.Fatalf("it ended, %v, with a frame in hand", err)
	default:
	}
	close(goOn)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if got := observed(t, h, observe.KindStream); len(got) != 1 {
		t.Errorf("%d events of the frame that was taken", len(got))
	}
}

// TestHungAnalyzerEndsItsService: it is noticed and said, the other cameras' lookers cannot hold
// the process up, and the next life knows why it was started.
func TestHungAnalyzerEndsItsService(t *testing.T) {
	dir, forever := t.TempDir(), make(chan struct{})
	defer close(forever)
	spec := looks(20*time.Millisecond, func(context.Context, *custos.Frame) ([]custos.Observation, error) {
		<-forever
		return nil, nil
	})
	h := started(t, dir, spec)
	film := newFilm()
	h.dial = func(context.Context, analyze.Camera) (frames, error) { return film, nil }
	_, ended := running(t, h)
	film.show(1)
	err := <-ended
	if err == nil || !strings.Contains(err.Error(), "hangs") {
		t.Fatalf("it ended by %v", err)
	}
	if got := h.health.now(nil).Trouble; !strings.Contains(got, "has not answered for 20ms") {
		t.Errorf("it says %q", got)
	}
	if err := h.call(t.Context(), func(context.Context) error { t.Error("a hung analyzer is called again"); return nil }); err == nil {
		t.Error("no error")
	}
	h.close() // without what may hold its locks
	_ = h.Journal.Close()
	if got := started(t, dir, spec).health.now(nil).Trouble; !strings.HasPrefix(got, "it was started again: the analyzer hangs") {
		t.Errorf("the next life says %q", got)
	}
	_ = h.Journal.Close()
	if got := started(t, dir, spec).health.now(nil).Trouble; got != "" {
		t.Errorf("the life after that says %q", got)
	}
}

// TestSkippedFramesDoNotCount: an analyzer that passes a frame over has not analysed it; what it
// says beside is kept.
func TestSkippedFramesDoNotCount(t *testing.T) {
	looked := make(chan struct{}, 3)
	h := started(t, t.TempDir(), looks(0, func(_ context.Context, f *custos.Frame) ([]custos.Observation, error) {
		looked <- struct{}{}
		switch f.Ref.Seq {
		case 1:
			return odd(f), analyze.ErrSkipped
		case 2:
			return nil, errors.New("a broken picture")
		}
		return odd(f), nil
	}))
	film := newFilm()
	h.dial = func(context.Context, analyze.Camera) (frames, error) { return film, nil }
	stop, _ := running(t, h)
	for n := uint64(1); n <= 3; n++ {
		film.show(n)
		<-looked
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if got := h.health.now(nil); got.Taken != 2 || got.Observed != 2 {
		t.Errorf("%+v", got)
	}
}

// TestWaitingIsNotHanging: without input there is nothing to answer.
func TestWaitingIsNotHanging(t *testing.T) { synctest.Test(t, waitingIsNotHanging) }

func waitingIsNotHanging(t *testing.T) {
	h := started(t, t.TempDir(), looks(time.Millisecond, func(_ context.Context, f *custos.Frame) ([]custos.Observation, error) { return nil, nil }))
	h.dial = func(context.Context, analyze.Camera) (frames, error) { return newFilm(), nil }
	stop, ended := running(t, h)
	select {
	case err := <-ended:
		t.Fatalf("it ended by %v", err)
	case <-time.After(time.Hour): // of the bubble's time
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// counting is an analyzer of events: it says how many tracks it was given.
type counting struct {
	closed, taken int
	remembered    []custos.EventID
	fail          error
	setup         analyze.Setup
}

func (c *counting) Take(_ context.Context, in []analyze.Followed) ([]custos.Observation, error) {
	if c.fail != nil {
		return nil, c.fail
	}
	var out []custos.Observation
	for _, e := range in {
		c.taken++
		out = append(out, custos.Observation{Resource: e.Resource, Time: e.Time, Payload: &observe.Stream{State: observe.StreamOdd, Reason: string(e.ID())}})
	}
	return out, nil
}

func (c *counting) Quiet(_ context.Context, id custos.CameraID) ([]custos.Observation, error) {
	return []custos.Observation{{Resource: id, Time: time.Now(), Payload: &observe.Stream{State: observe.StreamOdd, Reason: "quiet"}}}, nil
}

func (c *counting) Remember(e *custos.Event) { c.remembered = append(c.remembered, e.ID()) }

func (c *counting) Answer(_ context.Context, q string, data json.RawMessage) (any, error) {
	return map[string]any{"asked": q, "what": data, "known": len(c.remembered)}, nil
}

func (c *counting) Close() error { c.closed++; return nil }

func counts(c *counting) analyze.Spec {
	return analyze.Spec{
		Name: "count", Tier: custos.Edge, Input: analyze.Input{Source: analyze.Events, From: "track", Kinds: []custos.Kind{observe.KindTracks}},
		Kinds: []custos.Kind{observe.KindStream}, Schema: fstest.MapFS{"0001_mine.sql": {Data: []byte("CREATE TABLE mine (n INTEGER)")}},
		New: func(s analyze.Setup) (any, error) { c.setup = s; return c, nil },
	}
}

func event(seq uint64, kind custos.Kind, payload string) journal.Followed {
	return journal.Followed{Event: custos.Event{Service: "edge/track", Boot: 7, Seq: seq, Resource: camera, Time: time.Now(), Kind: kind, Payload: json.RawMessage(payload)}}
}

// upTo is how far a test has followed.
func upTo(seq uint64) journal.Progress {
	return journal.Progress{Cursor: journal.Cursor{Source: "edge/track", Boot: 7, Seq: seq}, Marks: []journal.Mark{{Resource: camera, Boot: 7, Seq: seq}}}
}

// TestFollowedEvents: each one of the analyzer's kinds is taken once, what is unknown is passed
// over, results and cursor are one, and what is durable is remembered by the next life.
func TestFollowedEvents(t *testing.T) {
	dir, c := t.TempDir(), new(counting)
	h := started(t, dir, counts(c))
	page := []journal.Followed{event(1, observe.KindTracks, `{}`), event(2, "barcode", `{}`), event(3, observe.KindStream, `{"state":"odd"}`), event(4, observe.KindTracks, `{}`)}
	if err := h.take(t.Context(), c, page, upTo(4)); err != nil {
		t.Fatal(err)
	}
	if c.taken != 2 || len(c.remembered) != 2 || len(observed(t, h, observe.KindStream)) != 2 {
		t.Errorf("%d taken, %v remembered", c.taken, c.remembered)
	}
	if err := h.endQuiet(t.Context(), c, time.Now()); err != nil || len(c.remembered) != 2 {
		t.Errorf("a camera that has just sent something counts as quiet: %v", err)
	}
	for range 2 {
		if err := h.endQuiet(t.Context(), c, time.Now().Add(analyze.Idle)); err != nil || len(c.remembered) != 3 {
			t.Errorf("%d remembered after the camera was quiet, %v", len(c.remembered), err)
		}
	}
	b, err := h.ask(t.Context(), c, "how many", []byte(`{"a":1}`))
	if err != nil || string(b) != `{"asked":"how many","known":3,"what":{"a":1}}` {
		t.Errorf("%s, %v", b, err)
	}
	if h.db == nil || c.setup.DB != h.db || len(c.setup.Cameras) != 1 || c.setup.Cameras[0].ID != camera {
		t.Errorf("its surroundings: %+v", c.setup)
	}
	if st, err := os.Stat(c.setup.Dir); err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("its directory: %v, %v", st, err)
	}
	h.close()
	_ = h.Journal.Close()
	if c.closed != 1 {
		t.Error("it was not closed")
	}
	next := new(counting)
	started(t, dir, counts(next))
	if len(next.remembered) != 3 {
		t.Errorf("the next life remembers %v", next.remembered)
	}
}

// TestFailureKeepsNoCursor: what was not taken comes again.
func TestFailureKeepsNoCursor(t *testing.T) {
	c := &counting{fail: errors.New("no")}
	h := started(t, t.TempDir(), counts(c))
	page := []journal.Followed{event(1, observe.KindTracks, `{}`)}
	if err := h.take(t.Context(), c, page, upTo(1)); !errors.Is(err, c.fail) {
		t.Errorf("%v", err)
	}
	if n := len(observed(t, h, observe.KindStream)); n != 0 {
		t.Errorf("%d events", n)
	}
	// While the service ends it is no failure: the next life reads the page again.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.take(ctx, c, page, upTo(1)); err != nil {
		t.Errorf("%v", err)
	}
}

func TestUndeclaredKindIsAnError(t *testing.T) {
	c := new(counting)
	spec := counts(c)
	spec.Kinds = []custos.Kind{observe.KindZone}
	h := started(t, t.TempDir(), spec)
	err := h.take(t.Context(), c, []journal.Followed{event(1, observe.KindTracks, `{}`)}, upTo(1))
	if custos.KindOf(err) != custos.Internal || len(observed(t, h, observe.KindStream)) != 0 {
		t.Errorf("%v", err)
	}
}

func TestInputThatNobodyOffersIsRefused(t *testing.T) {
	for _, in := range []analyze.Input{{}, {Source: analyze.Crops}, {Source: "smell"}, {Source: analyze.Events}} {
		err := Run(analyze.Spec{Name: "x", Input: in})(t.Context(), nil)
		if err == nil || !strings.Contains(err.Error(), "analyzer x") {
			t.Errorf("%+v: %v", in, err)
		}
	}
}

// TestSpecs holds what is asked of every analyzer: who adds one writes its folder, the files of
// its kinds, and a line of the table.
func TestSpecs(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Specs() {
		if err := offered(s); err != nil {
			t.Error(err)
		}
		if s.Name == "" || seen[s.Name] || s.Does == "" || s.Tier == "" || s.New == nil || s.Rights == 0 || len(s.Kinds) == 0 {
			t.Errorf("%q has no name of its own, or not all that the table wants", s.Name)
		}
		seen[s.Name] = true
		for _, k := range append(append([]custos.Kind{}, s.Kinds...), s.Input.Kinds...) {
			if _, known := observe.Of(k); !known {
				t.Errorf("%s: the kind %s has no file in package observe", s.Name, k)
			}
		}
		if s.Input.Source == analyze.Frames && s.Rights&custos.Live == 0 || s.Input.Source == analyze.Events && s.Rights&custos.Features == 0 {
			t.Errorf("%s has no right to its input: %s", s.Name, s.Rights)
		}
		h := started(t, t.TempDir(), s)
		if _, err := h.work(); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		if _, ok := h.analyzer.(analyze.Answerer); ok != (len(s.Questions) > 0) {
			t.Errorf("%s: its questions are not those that it answers", s.Name)
		}
	}
	if feature.Similar != node.SimilarRequest {
		t.Error("the master asks feature by another name")
	}
}

// acknowledging is a master that holds all that it is sent.
func acknowledging(_ context.Context, what string, data []byte) ([]byte, error) {
	if what == journal.StandingRequest {
		var q journal.Question
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, err
		}
		return json.Marshal(journal.Standing{Common: min(len(q.Known), 1) - 1})
	}
	var c journal.Commit
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	return json.Marshal(journal.Committed{Leaf: c.Leaf.Hash(), Index: 0, Size: 1})
}

// everybody may follow.
type everybody struct{}

func (everybody) May(custos.Address, custos.Action, custos.Resource) bool { return true }

// TestRememberedOverPrune: what a Rememberer made in earlier lives it is told also when its journal
// has given it to the master and pruned it.
func TestRememberedOverPrune(t *testing.T) {
	dir, c := t.TempDir(), new(counting)
	h := started(t, dir, counts(c))
	page := []journal.Followed{event(1, observe.KindTracks, `{}`), event(2, observe.KindTracks, `{}`)}
	if err := h.take(t.Context(), c, page, upTo(2)); err != nil {
		t.Fatal(err)
	}
	f := &journal.Forwarder{Journal: h.Journal, Ask: acknowledging, Log: h.Log, Head: func() custos.BlockRef { return custos.BlockRef{Number: 1, Hash: custos.Hash{1}} }}
	for range 2 { // the second time they are compared, the master holds the batch
		if _, err := f.Turn(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.Now = func() time.Time { return time.Now().Add(time.Hour) }
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- h.Journal.Prune(ctx, everybody{}, "campus", journal.Settings{Size: 1 << 30}, h.Log) }()
	until(t, "an empty queue", func() bool { q := h.Journal.Health(); return q.Events == 0 && q.Pruned != "" })
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	h.close()
	_ = h.Journal.Close()
	next := new(counting)
	started(t, dir, counts(next))
	if len(next.remembered) != 2 {
		t.Errorf("the next life remembers %v", next.remembered)
	}
}
