package plates

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/plate"
	"custos.dev/custos/observe"
)

// Query is which plates are looked for.
type Query struct {
	// Text is the plate, as far as it is known; those that look alike are found, too. "" is any.
	Text string `json:"text,omitempty"`
	// Within is by how many characters one may differ that is found, where those that are taken
	// for each other count half; 0 means 1.
	Within float64 `json:"within,omitempty"`
	// Camera bounds where; "" is everywhere. From and Until bound when.
	Camera custos.Resource `json:"camera,omitempty"`
	From   time.Time       `json:"from,omitzero"`
	Until  time.Time       `json:"until,omitzero"`
	// Limit is how many are wanted; 0 means 20, at most 1000.
	Limit int `json:"limit,omitempty"`
}

// Seen is a plate that was read.
type Seen struct {
	Event  custos.EventID  `json:"event"`
	Camera custos.CameraID `json:"camera"`
	Time   time.Time       `json:"time"`
	Plate  observe.Plate   `json:"plate"`
	// Differs is by how many characters from what was looked for.
	Differs float64 `json:"differs"`
}

// maxSeen bounds what is remembered: about 300 bytes a plate.
const maxSeen = 200_000

// index are the plates that were read, the oldest first.
type index struct{ seen []Seen }

func newIndex() *index { return &index{} }

// Remember implements analyze.Rememberer.
func (p *reader) Remember(e *custos.Event) {
	if r, ok := observe.As[*observe.Plate](e); ok {
		p.index.add(Seen{Event: e.ID(), Camera: e.Resource, Time: e.Time, Plate: *r})
	}
}

// Forget implements analyze.Forgetter.
func (p *reader) Forget(ids []custos.EventID) {
	p.index.seen = slices.DeleteFunc(p.index.seen, func(s Seen) bool { return slices.Contains(ids, s.Event) })
}

func (x *index) add(s Seen) {
	if len(x.seen) >= maxSeen {
		x.seen = append([]Seen(nil), x.seen[maxSeen/10:]...)
	}
	x.seen = append(x.seen, s)
}

// Answer implements analyze.Answerer: a Query is answered by a []Seen.
func (p *reader) Answer(_ context.Context, _ string, data json.RawMessage) (any, error) {
	var q Query
	if err := json.Unmarshal(data, &q); err != nil {
		return nil, custos.Errorf(custos.Invalid, "the question does not parse: %w", err)
	}
	return p.index.find(q)
}

// find returns the plates that differ least, of those the newest first.
func (x *index) find(q Query) ([]Seen, error) {
	text := plate.Plain(q.Text)
	if q.Text != "" && text == "" {
		return nil, custos.Errorf(custos.Invalid, "%q cannot be a plate: write letters and digits, as RK755AJ", q.Text)
	}
	q.Limit, q.Within = cmp.Or(q.Limit, 20), cmp.Or(q.Within, 1)
	if q.Limit < 1 || q.Limit > 1000 || !(q.Within > 0 && q.Within <= 4) {
		return nil, custos.Errorf(custos.Invalid, "a limit of %d within %g: at most 1000 are found, within 4", q.Limit, q.Within)
	}
	out := []Seen{}
	for _, s := range slices.Backward(x.seen) {
		if q.Camera != "" && !s.Camera.Within(q.Camera) || !q.From.IsZero() && s.Time.Before(q.From) || !q.Until.IsZero() && s.Time.After(q.Until) {
			continue
		}
		if text != "" {
			if s.Differs = plate.Distance(text, s.Plate.Text); s.Differs > q.Within {
				continue
			}
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Seen) int { return cmp.Compare(a.Differs, b.Differs) })
	return out[:min(len(out), q.Limit)], nil
}
