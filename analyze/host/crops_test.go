package host

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/journal"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// path is a track that comes nearer for ten seconds, from the picture's left edge on.
func path(class custos.Class) *observe.Trajectory {
	t := &observe.Trajectory{Track: 3, Class: class, From: at, Until: at.Add(10 * time.Second)}
	for _, p := range []struct{ s, x, size float64 }{{0, 0, .4}, {4, 0, .25}, {5, .3, .2}, {10, .5, .3}} {
		t.Points = append(t.Points, observe.Point{Time: at.Add(time.Duration(p.s * float64(time.Second))), Box: custos.Box{X: p.x, Y: .2, W: p.size / 2, H: p.size}})
	}
	return t
}

var at = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func TestMoments(t *testing.T) {
	seconds := func(most int) (out []float64) {
		for _, p := range moments(path(custos.Person), most) {
			out = append(out, p.Time.Sub(at).Seconds())
		}
		return out
	}
	if got := seconds(1); !slices.Equal(got, []float64{10}) {
		t.Errorf("the best is at %v: where it is largest it is cut off by the edge", got)
	}
	got := seconds(3)
	if len(got) != 3 || !slices.IsSorted(got) || got[1]-got[0] < 1.6 || got[2]-got[1] < 1.6 {
		t.Errorf("three are at %v", got)
	}
	if got := moments(&observe.Trajectory{}, 3); got != nil {
		t.Errorf("of no points: %v", got)
	}
	parked := path(custos.Vehicle)
	parked.Points[3].Time = at.Add(24 * time.Hour)
	if got := moments(parked, 3); len(got) != 3 {
		t.Errorf("of a day: %v", got)
	}
}

// onlooker is an analyzer of crops that sees a stream's end in each.
type onlooker struct {
	looked []observe.TrackID
	fail   error
}

func (o *onlooker) Look(_ context.Context, in *analyze.Cropped) ([]custos.Observation, error) {
	o.looked = append(o.looked, in.Track.Track)
	if o.fail != nil {
		return nil, o.fail
	}
	return []custos.Observation{{Resource: in.Resource, Time: in.Shots[0].Time, Payload: &observe.Stream{State: observe.StreamEnded, Reason: in.Shots[0].Picture.Bounds().String()}}}, nil
}

func onlooking(o *onlooker) analyze.Spec {
	return analyze.Spec{
		Name: "onlooker", Tier: custos.Edge, Kinds: []custos.Kind{observe.KindStream},
		Input: analyze.Input{Source: analyze.Crops, From: "track", Kinds: []custos.Kind{observe.KindTrajectory}, Shots: analyze.Shots{Classes: []custos.Class{custos.Person}, Most: 2, Margin: .1, Least: 40}},
		New:   func(analyze.Setup) (any, error) { return o, nil },
	}
}

func ended(t *testing.T, seq uint64, tr *observe.Trajectory) journal.Followed {
	t.Helper()
	b, err := json.Marshal(tr)
	if err != nil {
		t.Fatal(err)
	}
	return event(seq, observe.KindTrajectory, string(b))
}

func TestCropsOfTracks(t *testing.T) {
	if err := offered(onlooking(nil)); err != nil {
		t.Fatal(err)
	}
	dir, o := t.TempDir(), &onlooker{}
	h := started(t, dir, onlooking(o))
	var asked []node.Crops
	h.cut = func(_ context.Context, c custos.CameraID, q node.Crops) ([]analyze.Shot, error) {
		asked = append(asked, q)
		if len(asked) == 2 {
			return nil, nil // none is left of the second
		}
		return []analyze.Shot{{Time: q.Wanted[0].At, Box: q.Wanted[0].Box, Picture: image.NewGray(image.Rect(0, 0, 20, 30))}}, nil
	}
	page := []journal.Followed{ended(t, 1, path(custos.Person)), ended(t, 2, path(custos.Vehicle)), ended(t, 3, path(custos.Person)), ended(t, 4, path(custos.Person))}
	if err := h.takeTracks(t.Context(), o, page, upTo(4)); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 3 || len(asked[0].Wanted) != 2 || asked[0].Margin != .1 || asked[0].Least != 40 || len(o.looked) != 2 {
		t.Errorf("asked %+v, looked %v", asked, o.looked)
	}
	if got := observed(t, h, observe.KindStream); len(got) != 2 || got[0].Resource != camera {
		t.Errorf("observed %+v", got)
	}
	// What fails leaves nothing behind, and comes again.
	o.fail = errors.New("it sees nothing")
	if err := h.takeTracks(t.Context(), o, []journal.Followed{ended(t, 5, path(custos.Person))}, upTo(5)); !errors.Is(err, o.fail) {
		t.Errorf("an analyzer that fails: %v", err)
	}
	if got := observed(t, h, observe.KindStream); len(got) != 2 {
		t.Errorf("observed %d", len(got))
	}
}

// A camera's node that stays away holds up nobody for ever; one that comes back is not given up.
func TestCropsOfACameraThatIsAway(t *testing.T) {
	for away, want := range map[int]int{1: 1, cropTries: 0} {
		o := &onlooker{}
		h := started(t, t.TempDir(), onlooking(o))
		page := []journal.Followed{ended(t, 1, path(custos.Person))}
		synctest.Test(t, func(t *testing.T) {
			tries := 0
			h.cut = func(context.Context, custos.CameraID, node.Crops) ([]analyze.Shot, error) {
				if tries++; tries <= away {
					return nil, custos.Errorf(custos.Unavailable, "nobody answers")
				}
				return []analyze.Shot{{Picture: image.NewGray(image.Rect(0, 0, 20, 30))}}, nil
			}
			in, err := h.cropped(t.Context(), &page[0].Event, path(custos.Person))
			if (in != nil) != (want == 1) || (err == nil) != (want == 1) {
				t.Errorf("away for %d tries: %v, %v", away, in, err)
			}
		})
	}
}

// picky wants no track of vehicles, and says so before pictures are asked for.
type picky struct{ onlooker }

func (*picky) Wants(_ custos.CameraID, t *observe.Trajectory) bool {
	return t.Class != custos.Vehicle
}

// What an analyzer does not want to look at does not leave the camera.
func TestCropsThatAreNotWanted(t *testing.T) {
	o := &picky{}
	spec := onlooking(nil)
	spec.Input.Shots.Classes = nil
	spec.New = func(analyze.Setup) (any, error) { return o, nil }
	h := started(t, t.TempDir(), spec)
	asked := 0
	h.cut = func(_ context.Context, _ custos.CameraID, q node.Crops) ([]analyze.Shot, error) {
		asked++
		return []analyze.Shot{{Time: q.Wanted[0].At, Box: q.Wanted[0].Box, Picture: image.NewGray(image.Rect(0, 0, 20, 30))}}, nil
	}
	page := []journal.Followed{ended(t, 1, path(custos.Vehicle)), ended(t, 2, path(custos.Person))}
	if err := h.takeTracks(t.Context(), o, page, upTo(2)); err != nil {
		t.Fatal(err)
	}
	if asked != 1 || len(o.looked) != 1 {
		t.Errorf("%d were asked for, %v looked at", asked, o.looked)
	}
}
