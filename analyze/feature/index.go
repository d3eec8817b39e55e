package feature

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Seen is a track that can be found again.
type Seen struct {
	Event   custos.EventID  `json:"event"` // the feature's
	Camera  custos.CameraID `json:"camera"`
	Feature observe.Feature `json:"feature"`
	// Similarity is 0 to 1, to what was asked for, as the network By sees it; or by the
	// colours, if By is "".
	Similarity float64 `json:"similarity,omitempty"`
	By         string  `json:"by,omitempty"`
}

// Query is what is looked for.
type Query struct {
	// Event is of the track that others are to look like: its feature's or its
	// trajectory's. Without it the newest tracks that have the rest are found.
	Event custos.EventID `json:"event,omitempty"`
	// Look is the same, where the track is another domain's.
	Look      observe.Look       `json:"look,omitempty"`
	Embedding *observe.Embedding `json:"embedding,omitempty"`
	// Upper, Lower and Direction are words; "" is any.
	Upper     string `json:"upper,omitempty"`
	Lower     string `json:"lower,omitempty"`
	Direction string `json:"direction,omitempty"`
	// Camera bounds where; "" is everywhere.
	Camera custos.Resource `json:"camera,omitempty"`
	// From and Until bound when it was seen; zero is no bound.
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
	// Limit is how many are wanted; 0 means 20, at most 1000.
	Limit int `json:"limit,omitempty"`
}

// Index finds tracks by their looks: it compares all of them, which for a million takes
// some tens of milliseconds. It is not safe for concurrent use.
type Index struct {
	seen  []Seen
	byID  map[custos.EventID]int
	looks []int8 // of size numbers each, at the track's place
	// inverse is one over each look's length; 0 for one that is not known.
	inverse []float32
}

// maxSeen bounds an index: about 500 bytes a track. The oldest are forgotten.
const maxSeen = 1_000_000

// NewIndex returns an empty index.
func NewIndex() *Index { return &Index{byID: map[custos.EventID]int{}} }

// Len is how many tracks it has.
func (x *Index) Len() int { return len(x.seen) }

// Add takes a track in; a second time it changes nothing.
func (x *Index) Add(s Seen) {
	if _, ok := x.byID[s.Event]; ok {
		return
	}
	if len(x.seen) >= maxSeen {
		x.forget(maxSeen / 10)
	}
	x.byID[s.Event], x.byID[s.Feature.Trajectory] = len(x.seen), len(x.seen)
	x.seen = append(x.seen, s)
	at := len(x.looks)
	x.looks = append(x.looks, make([]int8, size)...)
	inverse := float32(0)
	if len(s.Feature.Look) == size {
		copy(x.looks[at:], s.Feature.Look)
		if n := dot(x.looks[at:], s.Feature.Look); n > 0 {
			inverse = float32(1 / math.Sqrt(float64(n)))
		}
	}
	x.inverse = append(x.inverse, inverse)
}

// Forget takes tracks out, by their features' events. What is known of their looks is overwritten.
func (x *Index) Forget(ids []custos.EventID) {
	gone := map[int]bool{}
	for _, id := range ids {
		if at, ok := x.byID[id]; ok && x.seen[at].Event == id {
			gone[at] = true
			clear(x.seen[at].Feature.Look)
		}
	}
	if len(gone) == 0 {
		return
	}
	to := 0
	for at := range x.seen {
		if gone[at] {
			continue
		}
		x.seen[to], x.inverse[to] = x.seen[at], x.inverse[at]
		copy(x.looks[to*size:(to+1)*size], x.looks[at*size:(at+1)*size])
		to++
	}
	clear(x.seen[to:])
	clear(x.looks[to*size:])
	x.seen, x.inverse, x.looks = x.seen[:to], x.inverse[:to], x.looks[:to*size]
	x.number()
}

// number says where each track stands.
func (x *Index) number() {
	clear(x.byID)
	for i, s := range x.seen {
		x.byID[s.Event], x.byID[s.Feature.Trajectory] = i, i
	}
}

func (x *Index) forget(n int) {
	x.seen = slices.Clone(x.seen[n:])
	x.looks, x.inverse = slices.Clone(x.looks[n*size:]), slices.Clone(x.inverse[n:])
	x.number()
}

// Find answers a query, the most similar first: those that the same network has seen before
// those that only colours compare. Without a look, the newest come first.
func (x *Index) Find(q Query) ([]Seen, error) {
	if q.Limit == 0 {
		q.Limit = 20
	}
	if q.Limit < 1 || q.Limit > 1000 {
		return nil, custos.Errorf(custos.Invalid, "a limit of %d: want 1 to 1000", q.Limit)
	}
	for _, w := range []string{q.Upper, q.Lower} {
		if w != "" && !slices.Contains(Colours, w) {
			return nil, custos.Errorf(custos.Invalid, "%q is none of the colours %s", w, strings.Join(Colours, ", "))
		}
	}
	if d := q.Direction; d != "" && d != stays && !slices.Contains(directions, d) {
		return nil, custos.Errorf(custos.Invalid, "%q is none of the directions %s, %s", d, strings.Join(directions, ", "), stays)
	}
	look, embedding, self := q.Look, q.Embedding, -1
	if q.Event != "" {
		i, ok := x.byID[q.Event]
		if !ok {
			return nil, custos.Errorf(custos.NotFound, "no track is known by the event %q: name a feature's or a trajectory's", q.Event)
		}
		look, embedding, self = x.seen[i].Feature.Look, x.seen[i].Feature.Embedding, i
		if len(look) == 0 && embedding == nil {
			return nil, custos.Errorf(custos.NotFound, "it is not known how the track of %q looked", q.Event)
		}
	}
	if len(look) != 0 && len(look) != size {
		return nil, custos.Errorf(custos.Invalid, "a look of %d numbers: those of %s have %d", len(look), Method, size)
	}
	type hit struct {
		at    int
		score float32
	}
	var hits []hit
	worst := float32(0)
	keep := func(at int, score float32) {
		i, _ := slices.BinarySearchFunc(hits, score, func(h hit, s float32) int { return cmp.Compare(s, h.score) })
		// Equal ones stand newest first.
		hits = slices.Insert(hits, i, hit{at, score})
		if len(hits) > q.Limit {
			hits = hits[:q.Limit]
		}
		if len(hits) == q.Limit {
			worst = hits[q.Limit-1].score
		}
	}
	for i := range x.seen {
		score := float32(i + 1) // the newest first
		if len(look) > 0 || embedding != nil {
			score = 0
			if len(look) > 0 {
				score = float32(dot(x.looks[i*size:(i+1)*size], look)) * x.inverse[i] / colourScale
			}
			if e := embedding.Similarity(x.seen[i].Feature.Embedding); e > 0 {
				score = float32(1 + e)
			}
			if score <= 0 {
				continue
			}
		}
		if i != self && (len(hits) < q.Limit || score >= worst) && q.wants(&x.seen[i]) {
			keep(i, score)
		}
	}
	out := []Seen{}
	for _, h := range hits {
		s := x.seen[h.at]
		if s.Similarity = embedding.Similarity(s.Feature.Embedding); s.Similarity > 0 {
			s.By = embedding.By
		} else if len(look) > 0 {
			s.Similarity = s.Feature.Look.Similarity(look)
		}
		out = append(out, s)
	}
	return out, nil
}

// colourScale is more than a look's length: what colours say stays below 1.
const colourScale = 256

func dot(a []int8, b observe.Look) int {
	b = b[:len(a)]
	sum := int32(0)
	for i, v := range a {
		sum += int32(v) * int32(b[i])
	}
	return int(sum)
}

func (q *Query) wants(s *Seen) bool {
	f := &s.Feature
	return (q.Upper == "" || q.Upper == f.Upper) && (q.Lower == "" || q.Lower == f.Lower) && (q.Direction == "" || q.Direction == f.Direction) &&
		(q.Camera == "" || s.Camera.Within(q.Camera)) && (q.From.IsZero() || !f.Until.Before(q.From)) && (q.Until.IsZero() || f.From.Before(q.Until))
}
