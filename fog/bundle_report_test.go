package fog

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/evidence/report"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

// TestPicturesFollowTheFootage: what comes behind the last file is taken as pictures, of whatever
// parts; services of before send none, and what is cut or too long takes no memory and no export.
func TestPicturesFollowTheFootage(t *testing.T) {
	segs := []observe.Segment{{Index: 1, Boot: 7, Base: 0, PTSEnd: 2 * time.Second}, {Index: 2, Boot: 7, Base: 2 * time.Second, PTSEnd: 2 * time.Second}}
	frame := func(at time.Duration) custos.FrameRef { return custos.FrameRef{Boot: 7, PTS: at} }
	wanted := []pictured{{frame: frame(0)}, {frame: frame(2500 * time.Millisecond)}, {frame: frame(time.Hour)}}
	sized := func(b string) []byte { return append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...) }
	for name, c := range map[string]struct {
		sent []byte
		want []string
	}{
		"both":              {append(sized("one"), sized("two")...), []string{"one", "two"}},
		"none":              {nil, nil},
		"the first not":     {append(sized(""), sized("two")...), []string{"two"}},
		"cut":               {append(sized("one"), sized("two")[:5]...), []string{"one"}},
		"cut in its length": {append(sized("one"), 0, 0), []string{"one"}},
		"too long":          {append([]byte{255, 255, 255, 255}, make([]byte, 8<<20)...), nil},
	} {
		for _, part := range []int{1 << 20, 3} {
			if len(c.sent) > 1<<20 && part == 3 {
				continue
			}
			all := &pictures{wanted: wanted}
			p := all.within(segs)
			if got := p.frames(); !slices.Equal(got, []custos.FrameRef{wanted[0].frame, wanted[1].frame}) {
				t.Fatalf("it asks for %v", got)
			}
			parts := make(chan []byte)
			go func() {
				for b := range slices.Chunk(c.sent, part) {
					parts <- b
				}
				close(parts)
			}()
			if err := p.take(nil, parts, func() error { return nil }); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			var got []string
			for _, p := range all.got {
				got = append(got, string(p.JPEG))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, by %d: %q, want %q", name, part, got, c.want)
			}
		}
	}
}

// TestMomentsOfABundle: an event's own frame, or some of a stretch, evenly and not those segments
// that only serve to decode it.
func TestMomentsOfABundle(t *testing.T) {
	var segs []observe.Segment
	for i := range 20 {
		segs = append(segs, observe.Segment{Index: uint64(i + 1), Boot: 7, Base: time.Duration(i) * 2 * time.Second, PTSEnd: 2 * time.Second, From: time.Unix(int64(2*i), 0)})
	}
	b := &exported{Bundle: &evidence.Bundle{Stretch: &evidence.Stretch{}}, footage: &stretch{segs: segs, lead: 2}}
	got := moments(b)
	if len(got) != report.MaxPictures || got[0].frame.PTS != 4*time.Second || !slices.IsSortedFunc(got, func(a, b pictured) int { return a.at.Compare(b.at) }) {
		t.Errorf("%+v", got)
	}
	if b.footage.segs, b.footage.lead = segs[:1], 0; len(moments(b)) != 1 {
		t.Errorf("of one segment: %+v", moments(b))
	}
	e := custos.Event{Service: "front-edge/object", Boot: 7, Seq: 1, Resource: "campus/front-door/cam1", Time: time.Unix(1, 0).UTC()}
	observetest.Say(&e, &observe.Zone{Zone: "x", Track: 1, Frame: custos.FrameRef{Boot: 7, Seq: 3, PTS: 500 * time.Millisecond}})
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	event := &exported{Bundle: &evidence.Bundle{Subject: evidence.Item{Body: body}}, footage: &stretch{segs: segs}}
	if got := moments(event); len(got) != 1 || got[0].frame.PTS != 500*time.Millisecond {
		t.Errorf("of an event: %+v", got)
	}
	event.footage = &stretch{}
	if got := moments(event); len(got) != 0 {
		t.Errorf("without footage: %+v", got)
	}
}
