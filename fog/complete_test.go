package fog

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/fmp4/fmp4test"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

const camera = domain + "/cam1"

// TestAttack07CompletenessNamesEveryCause: a stretch that is whole is said to be, and each way in which
// something is missing from it, or was added, is named by its cause.
func TestAttack07CompletenessNamesEveryCause(t *testing.T) {
	pause := func(w *audited) { // five seconds before the second segment are not recorded
		w.change = func(_ *fmp4test.File, s *observe.Segment) {
			if s.Index > 1 {
				s.From, s.Until, s.Base = s.From.Add(5*time.Second), s.Until.Add(5*time.Second), s.Base+5*time.Second
			}
		}
	}
	tell := func(reason string) func(*testing.T, *remover) {
		return func(t *testing.T, r *remover) {
			from, until := r.segments[0].Until, r.segments[1].From
			m := r.batch(t, r.prev, r.next, 1, func(e *custos.Event) {
				e.Time = until
				observetest.Say(e, &observe.Stream{State: observe.StreamGap, Reason: reason, From: &from, Until: &until})
			})
			if _, err := r.Commit(t.Context(), r.key.Address(), m); err != nil {
				t.Fatal(err)
			}
			r.prev, r.next = m.Leaf.Hash(), r.next+1
		}
	}
	removed := func(why observe.Cause) func(*testing.T, *remover) {
		return func(t *testing.T, r *remover) {
			r.commitTombstone(t, r.key, producer, r.next, r.prev, &observe.Tombstone{
				Removal: "x", Service: producer, Segments: true, Spans: []observe.Span{{First: 2, Last: 2}}, Count: 1, From: began, Until: began.Add(9 * time.Second),
				Cause: why, At: began.Add(31 * day),
			})
			if err := os.Remove(filepath.Join(r.footage, "day/2.mp4")); err != nil {
				t.Fatal(err)
			}
		}
	}
	rule := observe.Cause{Why: observe.ByAge, Rule: "footage: keep 30d", Keep: 30 * day}
	order := observe.Cause{Why: observe.ByOrder, By: custos.Address{9}, Reason: "request 12"}
	for name, c := range map[string]struct {
		before      func(*audited)
		do          func(*testing.T, *remover)
		after       func(*testing.T, *remover)
		result      evidence.Status
		cause, what string
		segments    int
		says        string
		added       int
		findingsToo bool
	}{
		"whole":                   {result: evidence.Pass, segments: 3, says: "3 segments and 5 events, none missing, none added later."},
		"nothing tells why":       {before: pause, result: evidence.Fail, cause: AbsentRecording, what: "footage", segments: 3, says: "5s of footage (never recorded)"},
		"the camera was silent":   {before: pause, do: tell("no pictures came"), result: evidence.Fail, cause: AbsentRecording, what: "footage", segments: 3, says: "5s of footage (never recorded)"},
		"the service did not run": {before: pause, do: tell("the camera's service did not run"), result: evidence.Fail, cause: AbsentCrash, what: "footage", segments: 3, says: "5s of footage (crash)"},
		"a file is deleted":       {after: func(t *testing.T, r *remover) { _ = os.Remove(filepath.Join(r.footage, "day/2.mp4")) }, result: evidence.Fail, cause: AbsentCut, what: "footage", segments: 2, says: "1 segments (cut)"},
		"a file is altered": {after: func(t *testing.T, r *remover) {
			_ = os.WriteFile(filepath.Join(r.footage, "day/2.mp4"), []byte("x"), 0o600)
		}, result: evidence.Fail, cause: AbsentCut, what: "footage", segments: 2, says: "1 segments (cut)"},
		"removed by a rule":   {do: removed(rule), result: evidence.Fail, cause: AbsentRetention, what: "footage", segments: 2, says: "1 segments (retention)"},
		"removed by an order": {do: removed(order), result: evidence.Fail, cause: AbsentErasure, what: "footage", segments: 2, says: "1 segments (erasure)"},
		"events erased": {do: func(t *testing.T, r *remover) {
			if err := r.order(t); err != nil {
				t.Fatal(err)
			}
			r.finish(t)
			r.finish(t)
		}, result: evidence.Fail, cause: AbsentErasure, what: "events", segments: 3, says: "1 events (erasure)"},
		"a body taken out": {after: func(t *testing.T, r *remover) {
			change(t, r.dir, "UPDATE event SET body = x'', key = x'', salt = x'', hash = zeroblob(32) WHERE n = 2")
		}, result: evidence.Fail, cause: AbsentCut, what: "events", segments: 3, says: "1 events (cut)", findingsToo: true},
		"a row deleted": {after: func(t *testing.T, r *remover) { change(t, r.dir, "DELETE FROM event WHERE n = 3") }, result: evidence.Fail, segments: 3, says: "not as it was committed", findingsToo: true},
		"a row added": {after: func(t *testing.T, r *remover) {
			change(t, r.dir, "INSERT INTO event SELECT 99, 77, seq, kind, resource, time, body, key, salt, hash FROM event WHERE n = 3", "INSERT INTO batch SELECT 77, service, boot, 900, 901, leaf, leaf_hash, NULL, received, clock_offset FROM batch WHERE n = 1")
		}, result: evidence.Fail, segments: 3, says: "added later", findingsToo: true, added: 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRemover(t)
			if c.before != nil {
				c.before(r.audited)
			}
			for range 3 {
				r.commit(t)
			}
			if c.do != nil {
				c.do(t, r)
			}
			r.anchor(t)
			r.stop(t)
			if c.after != nil {
				c.after(t, r)
			}
			until := r.segments[len(r.segments)-1].Until
			got, err := Complete(t.Context(), r.config(r.dir), camera, began, until)
			if err != nil {
				t.Fatal(err)
			}
			if got.Result != c.result || got.Segments != c.segments || !strings.Contains(got.Sentence, c.says) || len(got.Findings) > 0 && !c.findingsToo {
				t.Errorf("%+v", got)
			}
			if c.cause != "" && !slices.ContainsFunc(got.Missing, func(m Absence) bool { return m.Cause == c.cause && m.What == c.what && m.Why != "" && !m.From.IsZero() }) {
				t.Errorf("missing: %+v", got.Missing)
			}
			if c.added > 0 != (len(got.Added) > 0) {
				t.Errorf("added: %+v", got.Added)
			}
		})
	}
}

// TestCompletenessOfPartsAndOthers: what is outside of the stretch, or of another camera, does not count.
func TestCompletenessOfPartsAndOthers(t *testing.T) {
	w := filled(t)
	if err := os.Remove(filepath.Join(w.footage, "day/3.mp4")); err != nil {
		t.Fatal(err)
	}
	got, err := Complete(t.Context(), w.config(w.dir), camera, began, began.Add(2*time.Second))
	if err != nil || got.Result != evidence.Pass || got.Segments != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = Complete(t.Context(), w.config(w.dir), camera, began.Add(-10*time.Second), began.Add(time.Second))
	if err != nil || got.Result != evidence.Fail || len(got.Missing) != 1 || got.Missing[0].Cause != AbsentRecording {
		t.Errorf("before the camera was there: %+v, %v", got, err)
	}
	got, err = Complete(t.Context(), w.config(w.dir), domain+"/cam9", began, began.Add(time.Second))
	if err != nil || got.Result != evidence.Fail || got.Segments != 0 || got.Events != 0 {
		t.Errorf("a camera that is not there: %+v, %v", got, err)
	}
	cfg := w.config(w.dir)
	cfg.Chain, cfg.NoChain = nil, "it is away"
	if got, err = Complete(t.Context(), cfg, camera, began, began.Add(2*time.Second)); err != nil || got.Result != evidence.Unknown {
		t.Errorf("without the ledger: %+v, %v", got, err)
	}
}

// TestGapsAreListed names omitted events, silent stretches and missing segments, and which of them are told.
func TestGapsAreListed(t *testing.T) {
	w := newAudited(t)
	w.change = func(_ *fmp4test.File, s *observe.Segment) {
		if s.Index > 1 {
			s.From, s.Until, s.Base = s.From.Add(5*time.Second), s.Until.Add(5*time.Second), s.Base+5*time.Second
		}
	}
	for range 3 {
		w.commit(t)
	}
	if _, err := w.Log.Add(t.Context(), w.batch(t, w.prev, w.next+7, 1, nil).Leaf); err != nil {
		t.Fatal(err)
	}
	w.stop(t)
	if err := os.Remove(filepath.Join(w.footage, "day/3.mp4")); err != nil {
		t.Fatal(err)
	}
	gaps, result, err := Gaps(t.Context(), w.config(w.dir))
	if err != nil || result != evidence.Fail {
		t.Fatalf("%s, %v", result, err)
	}
	for _, want := range []Gap{{What: "events", Of: string(producer)}, {What: "silent", Of: string(camera)}, {What: "segments", Of: string(producer)}} {
		if !slices.ContainsFunc(gaps, func(g Gap) bool { return g.What == want.What && g.Of == want.Of && !g.Told && g.Detail != "" }) {
			t.Errorf("no gap like %+v: %+v", want, gaps)
		}
	}
}
