package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
)

// direct are peers of one process without a bus: the journal that is asked answers.
type direct struct{ *Journal }

func (d *direct) Ask(ctx context.Context, _ custos.ServiceID, _ string, data []byte) ([]byte, error) {
	var q since
	if err := json.Unmarshal(data, &q); err != nil {
		return nil, err
	}
	out, err := d.answer(ctx, q, func(k custos.Kind) bool { return !slices.Contains(q.Skip, k) })
	if err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

func (*direct) Answer(context.Context, string, int, sealed.Handler) error { return nil }

func (*direct) Check(context.Context, custos.Address, custos.Action, custos.Resource) error {
	return nil
}

func (*direct) May(custos.Address, custos.Action, custos.Resource) bool { return true }

func (*direct) Master() custos.ServiceID { return "front-fog/master" }

func (*direct) Signs(custos.Address, custos.ServiceID) bool { return true }

func (*direct) Head() custos.BlockRef { return custos.BlockRef{} }

// begin is when the frames of these tests begin: frame n of a camera is n tenths of a second later.
var begin = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)

func frameAt(n int) time.Time { return begin.Add(time.Duration(n) * 100 * time.Millisecond) }

// saw is what object saw in frame n of a camera.
func saw(c custos.CameraID, n int) custos.Observation {
	return custos.Observation{Resource: c, Time: frameAt(n), Payload: &observe.Detections{
		Frame: custos.FrameRef{Boot: 3, Seq: uint64(n), PTS: time.Duration(n) * 100 * time.Millisecond}, Model: "test",
		Objects: []observe.Detection{{Class: custos.Person, Box: custos.Box{X: .25, Y: .5, W: .125, H: .25}, Score: 1}},
	}}
}

// tracked is what track made of it.
func tracked(e *Followed) custos.Observation {
	d := e.What.(*observe.Detections)
	return custos.Observation{Resource: e.Resource, Time: e.Time, Payload: &observe.Tracks{Frame: d.Frame, Objects: []observe.Tracked{{Track: 1, Class: custos.Person, Box: d.Objects[0].Box}}}}
}

// notice is a notable event that came of a frame.
func notice(r custos.Resource, frame uint64) custos.Observation {
	return custos.Observation{Resource: r, Time: frameAt(int(frame)), Payload: &observe.Stream{State: observe.StreamOdd, Reason: fmt.Sprint(frame)}}
}

// relay is a service that follows another one: its journal, and what it makes of each frame.
type relay struct {
	t     *testing.T
	dir   string
	key   *key.Key
	j     *Journal
	f     *follower
	makes func(*Followed) []custos.Observation
	// took are the frames that it was given in this life, in order.
	took []string
}

func newRelay(t *testing.T, makes func(*Followed) []custos.Observation) *relay {
	r := &relay{t: t, dir: t.TempDir(), key: newKey(t), makes: makes}
	r.start()
	t.Cleanup(func() { _ = r.j.Close() })
	return r
}

// start begins a life; what only the one before knew is gone.
func (r *relay) start() {
	r.t.Helper()
	if r.j != nil {
		_ = r.j.Close()
	}
	r.j, r.took = open(r.t, r.dir, r.key), nil
	r.follow()
}

// follow begins to follow from what is durable.
func (r *relay) follow() {
	r.t.Helper()
	cur, err := r.j.cursor(r.t.Context(), service)
	if err != nil {
		r.t.Fatal(err)
	}
	r.f = &follower{source: service, at: position{cur.Boot, cur.Seq}, handle: r.handle}
	if r.f.marks, err = r.j.marks(r.t.Context(), service); err != nil {
		r.t.Fatal(err)
	}
}

func frameName(r custos.Resource, f custos.FrameRef) string {
	return fmt.Sprintf("%s %d.%d", r.Base(), f.Boot, f.Seq)
}

func (r *relay) handle(ctx context.Context, in []Followed, p Progress) error {
	var out []custos.Observation
	for i := range in {
		if f, ok := in[i].What.(observe.PerFrame); ok {
			r.took = append(r.took, frameName(in[i].Resource, f.Ref()))
		}
		out = append(out, r.makes(&in[i])...)
	}
	_, err := r.j.Keep(ctx, out, &p)
	return err
}

// catchUp follows until there is nothing new.
func (r *relay) catchUp(source *Journal) error {
	r.t.Helper()
	for {
		source.mu.Lock()
		done := r.f.flow == place{source.flow.life, source.flow.next()}
		source.mu.Unlock()
		if done {
			return nil
		}
		got, err := r.f.ask(r.t.Context(), &direct{source})
		if err != nil {
			r.t.Fatal(err)
		}
		if err := r.f.take(r.t.Context(), got); err != nil {
			return err
		}
	}
}

// frames are those on record in a journal's packs, in order.
func frames(t *testing.T, j *Journal, packs custos.Kind) (out []string) {
	t.Helper()
	err := j.Each(context.Background(), packs, func(e *custos.Event) error {
		frames, ok, err := observe.Unpack(e)
		if !ok || err != nil {
			return fmt.Errorf("%s is no pack: %w", e.ID(), err)
		}
		for _, f := range frames {
			out = append(out, frameName(e.Resource, f.What.Ref()))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// notices are the frames of which notable events are on record, in order.
func notices(t *testing.T, j *Journal) (out []string) {
	t.Helper()
	err := j.Each(context.Background(), observe.KindStream, func(e *custos.Event) error {
		s, _ := observe.As[*observe.Stream](e)
		out = append(out, s.Reason)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// named are the names of a camera's frames.
func named(c custos.CameraID, from, to int) (out []string) {
	for n := from; n <= to; n++ {
		out = append(out, frameName(c, custos.FrameRef{Boot: 3, Seq: uint64(n)}))
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\ngot  %v\nwant %v", what, got, want)
	}
}

// shows puts frames of a camera into object's journal.
func shows(t *testing.T, j *Journal, c custos.CameraID, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		if _, err := j.Keep(t.Context(), []custos.Observation{saw(c, n)}, nil); err != nil {
			t.Fatal(err)
		}
	}
}

func stop(t *testing.T, j *Journal) {
	t.Helper()
	if _, err := j.ClosePacks(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
}

func object(t *testing.T) *Journal {
	j := open(t, t.TempDir(), newKey(t))
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// every makes a notable event of the frames of these numbers.
func every(numbers ...uint64) func(*Followed) []custos.Observation {
	return func(e *Followed) []custos.Observation {
		d, ok := e.What.(*observe.Detections)
		if !ok || !slices.Contains(numbers, d.Frame.Seq) {
			return nil
		}
		return []custos.Observation{notice(e.Resource, d.Frame.Seq)}
	}
}

// TestFramesAreOneEventASecond: a pack holds the frames of one second, and followers have them
// before that is durable.
func TestFramesAreOneEventASecond(t *testing.T) {
	from, to := object(t), newRelay(t, every())
	shows(t, from, camera, 3, 25)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	same(t, "taken at once", to.took, named(camera, 3, 25))
	same(t, "on record", frames(t, from, observe.KindSightings), named(camera, 3, 19))
	if from.seq != 2 {
		t.Errorf("%d events of two seconds", from.seq)
	}
	if events, err := from.ClosePacks(t.Context(), time.Hour); err != nil || len(events) != 0 {
		t.Errorf("a pack of now is older than an hour: %v, %v", events, err)
	}
	stop(t, from)
	same(t, "on record after the end", frames(t, from, observe.KindSightings), named(camera, 3, 25))
	last, err := from.Last(t.Context(), observe.KindSightings, camera)
	if err != nil || !last.Time.Equal(frameAt(20)) {
		t.Errorf("the last pack is of %v, %v", last.Time, err)
	}
}

// TestFollowerCrashes: whatever the moment at which a follower dies, before or after a step is
// durable, each notable event is made once, and what it had not taken for good comes again.
func TestFollowerCrashes(t *testing.T) {
	for _, at := range []string{"keep", "keep, applied"} {
		for crash := 1; crash <= 4; crash++ {
			t.Run(fmt.Sprint(at, crash), func(t *testing.T) {
				from, to := object(t), newRelay(t, every(5, 14, 17, 26))
				died, n := errors.New("died"), 0
				to.j.step = func(step string) error {
					if step == at {
						if n++; n == crash {
							return died
						}
					}
					return nil
				}
				crashed := false
				for last := 0; last <= 30; last++ {
					shows(t, from, camera, last+1, last+1)
					err := to.catchUp(from)
					if err == nil {
						continue
					}
					if !errors.Is(err, died) || crashed {
						t.Fatal(err)
					}
					crashed = true
					to.start()
					if err := to.catchUp(from); err != nil {
						t.Fatal(err)
					}
				}
				if !crashed {
					t.Fatal("it did not crash")
				}
				same(t, "notable events", notices(t, to.j), []string{"5", "14", "17", "26"})
			})
		}
	}
}

// TestFollowerRestartsWithinASecond: what nothing came of is given again, what something came of
// is not.
func TestFollowerRestartsWithinASecond(t *testing.T) {
	from, to := object(t), newRelay(t, every(3))
	shows(t, from, camera, 1, 5)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	to.start()
	shows(t, from, camera, 6, 12)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	same(t, "the next life takes", to.took, named(camera, 4, 12))
	stop(t, to.j)
	to.start()
	shows(t, from, camera, 13, 13)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	same(t, "after an orderly end it takes", to.took, named(camera, 13, 13))
}

// TestColdFollower: who was away for longer than the flow remembers reads packs, and then goes on
// with what is in none, in order, each frame once.
func TestColdFollower(t *testing.T) {
	from, to := object(t), newRelay(t, every(5))
	shows(t, from, camera, 1, 6)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	other := custos.CameraID("campus/front-door/cam2")
	shows(t, from, camera, 7, 45)
	shows(t, from, other, 44, 47)
	from.mu.Lock()
	from.flow.changed(time.Now().Add(time.Hour)) // all that may be forgotten is
	remembered := len(from.flow.items)
	from.mu.Unlock()
	if want := 6 + 4; remembered != want {
		t.Errorf("%d items are remembered, want the %d that are in no pack", remembered, want)
	}
	shows(t, from, camera, 46, 152) // more than a page behind the other one's first
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	byCamera := map[bool][]string{}
	for _, f := range to.took {
		of := f[:4] == "cam2"
		byCamera[of] = append(byCamera[of], f)
	}
	same(t, "taken of the one", byCamera[false], named(camera, 1, 152))
	same(t, "taken of the other", byCamera[true], named(other, 44, 47))
}

// TestSourceCrashes: a service that dies takes along what is in no pack. Its followers have it,
// and take nothing twice when it is there again.
func TestSourceCrashes(t *testing.T) {
	dir, k := t.TempDir(), newKey(t)
	from, to := open(t, dir, k), newRelay(t, every(12, 14))
	shows(t, from, camera, 1, 14)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	_ = from.Close()
	from = open(t, dir, k)
	defer from.Close()
	shows(t, from, camera, 21, 33)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	same(t, "taken", to.took, append(named(camera, 1, 14), named(camera, 21, 33)...))
	same(t, "on record", frames(t, from, observe.KindSightings), append(named(camera, 1, 9), named(camera, 21, 29)...))
	same(t, "notable events", notices(t, to.j), []string{"12", "14"})
}

// TestRelayCrashes: between object and behavior stands track, which has packs of its own. Whatever
// step of its it dies at, before or after that is durable, its record has each frame once, and
// behavior makes each of its events once.
func TestRelayCrashes(t *testing.T) {
	for _, at := range []string{"keep", "keep, applied"} {
		for crash := 1; crash <= 6; crash++ {
			t.Run(fmt.Sprint(at, crash), func(t *testing.T) {
				from := object(t)
				// A trajectory ends with frame 13, in the middle of a second.
				to := newRelay(t, func(e *Followed) []custos.Observation {
					if e.What == nil {
						return nil
					}
					out := []custos.Observation{tracked(e)}
					if e.What.(*observe.Detections).Frame.Seq == 13 {
						out = append(out, notice(e.Resource, 13))
					}
					return out
				})
				last := newRelay(t, func(e *Followed) []custos.Observation {
					if tr, ok := e.What.(*observe.Tracks); ok && slices.Contains([]uint64{4, 13, 14, 28}, tr.Frame.Seq) {
						return []custos.Observation{notice(e.Resource, tr.Frame.Seq)}
					}
					return nil
				})
				died, n := errors.New("died"), 0
				to.j.step = func(step string) error {
					if step == at {
						if n++; n == crash {
							return died
						}
					}
					return nil
				}
				crashed := false
				run := func() error {
					if err := to.catchUp(from); err != nil {
						return err
					}
					return last.catchUp(to.j)
				}
				for f := 1; f <= 60; f++ {
					shows(t, from, camera, f, f)
					if err := run(); err != nil {
						if !errors.Is(err, died) || crashed {
							t.Fatal(err)
						}
						crashed = true
						to.start()
						if err := run(); err != nil {
							t.Fatal(err)
						}
					}
				}
				if !crashed {
					t.Fatal("it did not crash")
				}
				stop(t, to.j)
				same(t, "on record", frames(t, to.j, observe.KindPaths), named(camera, 1, 60))
				same(t, "notable events of the relay", notices(t, to.j), []string{"13"})
				same(t, "behavior's", notices(t, last.j), []string{"4", "13", "14", "28"})
				same(t, "taken by behavior", last.took, named(camera, 1, 60))
			})
		}
	}
}

// TestRelayOfSeveralCameras: what is durable of one camera waits for no pack of another, and is
// not taken again.
func TestRelayOfSeveralCameras(t *testing.T) {
	other := custos.CameraID("campus/front-door/cam2")
	from := object(t)
	makes := func(e *Followed) []custos.Observation {
		if e.What == nil {
			return nil
		}
		out := []custos.Observation{tracked(e)}
		if f := e.What.(*observe.Detections).Frame.Seq; e.Resource == other && f%4 == 0 {
			out = append(out, notice(e.Resource, f))
		}
		return out
	}
	to := newRelay(t, makes)
	want := []string{}
	for f := 1; f <= 40; f++ {
		shows(t, from, camera, f, f)
		shows(t, from, other, f, f)
		if f%4 == 0 {
			want = append(want, fmt.Sprint(f))
		}
		if err := to.catchUp(from); err != nil {
			t.Fatal(err)
		}
		if f%7 == 0 {
			to.start() // it died
			if err := to.catchUp(from); err != nil {
				t.Fatal(err)
			}
		}
	}
	stop(t, to.j)
	byCamera := map[bool][]string{}
	for _, f := range frames(t, to.j, observe.KindPaths) {
		byCamera[f[:4] == "cam2"] = append(byCamera[f[:4] == "cam2"], f)
	}
	same(t, "on record of the one", byCamera[false], named(camera, 1, 40))
	same(t, "on record of the other", byCamera[true], named(other, 1, 40))
	same(t, "notable events", notices(t, to.j), want)
}

// TestRelayEnds: one that ends in order takes nothing again.
func TestRelayEnds(t *testing.T) {
	from := object(t)
	to := newRelay(t, func(e *Followed) []custos.Observation {
		if e.What == nil {
			return nil
		}
		return []custos.Observation{tracked(e)}
	})
	shows(t, from, camera, 1, 10)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	stop(t, to.j)
	to.start()
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	same(t, "taken again", to.took, nil)
	same(t, "on record", frames(t, to.j, observe.KindPaths), named(camera, 1, 10))
}

// TestRelayWaitsForItsPacks: what is durable of another camera takes no frames along that are in a
// pack of the source's and in none of the relay's yet.
func TestRelayWaitsForItsPacks(t *testing.T) {
	other := custos.CameraID("campus/front-door/cam2")
	from := object(t)
	to := newRelay(t, func(e *Followed) []custos.Observation {
		if e.What == nil {
			return nil
		}
		out := []custos.Observation{tracked(e)}
		if e.Resource == other {
			out = append(out, notice(other, 6))
		}
		return out
	})
	shows(t, from, camera, 1, 5)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	stop(t, from) // the camera is silent
	shows(t, from, other, 6, 6)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	to.start() // it died
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	stop(t, to.j)
	same(t, "on record", frames(t, to.j, observe.KindPaths), append(named(other, 6, 6), named(camera, 1, 5)...))
	same(t, "notable events", notices(t, to.j), []string{"6"})
}

// TestFailedWriteLosesNoFrameOfThePack: a pack that could not be written is written later, and no
// more is kept in memory meanwhile.
func TestFailedWriteLosesNoFrameOfThePack(t *testing.T) {
	from, full := object(t), errors.New("disk full")
	shows(t, from, camera, 1, 9)
	from.step = func(string) error { return full }
	for n := 10; n < 2000; n++ {
		if _, err := from.Keep(t.Context(), []custos.Observation{saw(camera, n)}, nil); !errors.Is(err, full) {
			t.Fatal(err)
		}
	}
	if n := len(from.flow.items); n != 9 {
		t.Errorf("%d items are in memory", n)
	}
	from.step = nil
	shows(t, from, camera, 2000, 2000)
	same(t, "on record", frames(t, from, observe.KindSightings), named(camera, 1, 9))
}

// TestFlowForgets: what is packed and old, or too much, is not remembered.
func TestFlowForgets(t *testing.T) {
	f := newFlow(1)
	for range 3 {
		f.add(item{body: make([]byte, rememberBytes/2)})
		f.changed(begin)
	}
	if len(f.items) != 2 || f.bytes > rememberBytes {
		t.Errorf("%d items of %d bytes", len(f.items), f.bytes)
	}
	f.changed(begin.Add(rememberFor + time.Second))
	if len(f.items) != 0 || f.bytes != 0 || f.next() != 4 {
		t.Errorf("%d items of %d bytes, next %d", len(f.items), f.bytes, f.next())
	}
}

// TestRenumberedLife: after a healing has given events other numbers, followers read the durable
// ones again and lose no frame.
func TestRenumberedLife(t *testing.T) {
	from, to := object(t), newRelay(t, every())
	shows(t, from, camera, 1, 14)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	shows(t, from, camera, 15, 16)
	from.mu.Lock()
	if err := from.flow.renumber(from.flow.life+1, from.boot, time.Now()); err != nil {
		t.Fatal(err)
	}
	from.mu.Unlock()
	shows(t, from, camera, 17, 22)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	same(t, "taken", to.took, named(camera, 1, 22))
}

// TestLostSource: a source whose journal was lost, and whose clock was set back, is followed from
// its new beginning.
func TestLostSource(t *testing.T) {
	to := newRelay(t, every())
	from := object(t)
	shows(t, from, camera, 1, 14)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	again := object(t)
	again.boot = from.boot - 1000
	again.flow = newFlow(again.boot)
	shows(t, again, camera, 3, 6)
	if err := to.catchUp(again); err != nil {
		t.Fatal(err)
	}
	same(t, "taken", to.took, append(named(camera, 1, 14), named(camera, 3, 6)...))
}

// TestPlaceIsSaved: how far a source was followed of which nothing comes is durable after a while,
// so that the next life reads no more than that again.
func TestPlaceIsSaved(t *testing.T) {
	from, to := object(t), newRelay(t, every())
	shows(t, from, camera, 1, 25)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	at := func() Cursor {
		c, err := to.j.cursor(t.Context(), service)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := at(); c.Seq != 0 {
		t.Errorf("each frame is a commit: %+v", c)
	}
	to.j.mu.Lock()
	to.j.progress[service].saved = time.Now().Add(-saveEvery)
	to.j.mu.Unlock()
	shows(t, from, camera, 26, 26)
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	if c := at(); c.Seq != 2 {
		t.Errorf("what is durable is %+v", c)
	}
	to.start()
	if err := to.catchUp(from); err != nil {
		t.Fatal(err)
	}
	same(t, "taken again", to.took, nil)
}

// TestWatch shows what happens from now on, and not what did, also when the source has begun anew.
func TestWatch(t *testing.T) {
	from := object(t)
	shows(t, from, camera, 1, 14)
	w := &follower{source: service, now: true, skip: observe.Skip([]custos.Kind{observe.KindDetections})}
	look := func(at *Journal) (got []string) {
		t.Helper()
		a, err := w.ask(t.Context(), &direct{at})
		if err != nil {
			t.Fatal(err)
		}
		w.flow = *a.Flow
		for _, f := range a.followed {
			got = append(got, frameName(f.Resource, f.What.(observe.PerFrame).Ref()))
		}
		return got
	}
	same(t, "of before", look(from), nil)
	if err := from.Append(t.Context(), observed(1)); err != nil {
		t.Fatal(err)
	}
	shows(t, from, camera, 15, 16)
	same(t, "shown", look(from), named(camera, 15, 16))
	again := object(t)
	shows(t, again, camera, 1, 5)
	same(t, "of before, by another life", look(again), nil)
	shows(t, again, camera, 6, 6)
	same(t, "shown by another life", look(again), named(camera, 6, 6))

	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	got := make(chan string, 1)
	go func() {
		defer close(done)
		Watch(ctx, &direct{again}, service, []custos.Kind{observe.KindDetections}, slog.New(slog.DiscardHandler), func(f *Followed) {
			select {
			case got <- frameName(f.Resource, f.What.(observe.PerFrame).Ref()):
			default:
			}
		})
	}()
	for n := 7; len(got) == 0; n++ {
		shows(t, again, camera, n, n)
	}
	cancel()
	<-done
}

// TestMarkOfFrames holds what counts as taken.
func TestMarkOfFrames(t *testing.T) {
	m := Mark{Frame: custos.FrameRef{Boot: 3, Seq: 7}, Time: begin}
	for _, c := range []struct {
		boot, seq uint64
		after     time.Duration
		has       bool
	}{
		{3, 7, 0, true},
		{3, 6, time.Second, true},
		{3, 8, -time.Hour, false},
		{4, 1, -time.Hour, false}, // the clock was set back
		{2, 99, -time.Second, true},
		{2, 99, time.Second, false}, // the camera's directory was lost, too
	} {
		if got := m.hasFrame(custos.FrameRef{Boot: c.boot, Seq: c.seq}, begin.Add(c.after)); got != c.has {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// TestOlderFollower: one that knows of no flow is given the durable events, packs as they are.
func TestOlderFollower(t *testing.T) {
	from := object(t)
	shows(t, from, camera, 1, 14)
	out, err := from.answer(t.Context(), since{Max: 64}, func(custos.Kind) bool { return true })
	if err != nil || len(out.Events) != 1 || out.kinds[0] != observe.KindSightings || out.Flow != nil {
		t.Errorf("%v, %v", out.kinds, err)
	}
}

// TestWhatPresses: packs, and what tells of tracks that have ended, are no reason to close a batch at
// once, anything else is.
func TestWhatPresses(t *testing.T) {
	dir, k := t.TempDir(), newKey(t)
	j := open(t, dir, k)
	defer func() { _ = j.Close() }()
	want := func(what string, want bool) {
		t.Helper()
		if got, err := j.nothingPresses(t.Context()); err != nil || got != want {
			t.Errorf("%s: that nothing presses is %v, %v", what, got, err)
		}
	}
	shows(t, j, camera, 1, 14)
	want("a pack", true)
	over := custos.Observation{Resource: camera, Time: time.Now(), Payload: &observe.Trajectory{Track: 1, Class: custos.Person}}
	if err := j.Append(t.Context(), []custos.Observation{over}); err != nil {
		t.Fatal(err)
	}
	want("a way that has ended", true)
	zone := over
	zone.Payload = &observe.Zone{Zone: "door", Transition: observe.Enter, Track: 1, Class: custos.Person}
	if _, err := j.Keep(t.Context(), []custos.Observation{over, zone, over}, nil); err != nil {
		t.Fatal(err)
	}
	want("somebody who enters, between ways that have ended", false)
	if j.pressing != j.seq-1 {
		t.Errorf("event %d of %d presses", j.pressing, j.seq)
	}
	if closed, err := j.closeBatch(t.Context(), custos.BlockRef{Number: 9, Hash: custos.Hash{9}}); !closed || err != nil {
		t.Fatal(err)
	}
	want("a batch", false)
	err := j.transact(t.Context(), "acknowledge", func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE batch SET leaf_index = 0")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want("nothing", true)
	shows(t, j, camera, 15, 24)
	want("a pack more", true)
	stop(t, j)
	_ = j.Close()
	j = open(t, dir, k)
	want("packs of a life before", false)
}

// BenchmarkFrame is one frame of six people on its way: kept by object, given to track, kept there,
// and given to behavior; packs are written when they are due.
func BenchmarkFrame(b *testing.B) {
	from, to, last := benchJournal(b), benchJournal(b), benchJournal(b)
	ctx := b.Context()
	track := &follower{source: service, marks: map[custos.Resource]Mark{}, handle: func(ctx context.Context, in []Followed, p Progress) error {
		var out []custos.Observation
		for i := range in {
			d := in[i].What.(*observe.Detections)
			t := &observe.Tracks{Frame: d.Frame}
			for k, o := range d.Objects {
				t.Objects = append(t.Objects, observe.Tracked{Track: observe.TrackID(k + 1), Class: o.Class, Box: o.Box, Score: o.Score})
			}
			out = append(out, custos.Observation{Resource: in[i].Resource, Time: in[i].Time, Payload: t})
		}
		_, err := to.Keep(ctx, out, &p)
		return err
	}}
	behavior := &follower{source: service, marks: map[custos.Resource]Mark{}, handle: func(ctx context.Context, _ []Followed, p Progress) error {
		_, err := last.Keep(ctx, nil, &p)
		return err
	}}
	turn := func(f *follower, j *Journal) {
		got, err := f.ask(ctx, &direct{j})
		if err == nil {
			err = f.take(ctx, got)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	turn(track, from)
	turn(behavior, to)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		o := saw(camera, n)
		d := o.Payload.(*observe.Detections)
		for k := range 5 {
			more := d.Objects[0]
			more.Box.X = custos.Round4(float64(k*50+n%50) / 384)
			d.Objects = append(d.Objects, more)
		}
		if n%3 == 0 { // as often as object says how things look
			for k := range d.Objects {
				d.Objects[k].Look = make(observe.Look, 96)
			}
		}
		if _, err := from.Keep(ctx, []custos.Observation{o}, nil); err != nil {
			b.Fatal(err)
		}
		turn(track, from)
		turn(behavior, to)
	}
}

func benchJournal(b *testing.B) *Journal {
	k, err := key.Generate()
	if err != nil {
		b.Fatal(err)
	}
	j, err := Open(b.Context(), b.TempDir(), service, k)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = j.Close() })
	return j
}
