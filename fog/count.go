package fog

import (
	"context"
	"encoding/json"
	"os"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// count is what was counted of the committed events. What is committed does not change, so
// each is counted once, as far as no batch before it is still on its way into the log; also
// what policy removed later was committed.
type count struct {
	mu     sync.Mutex
	loaded bool
	sums   sums

	// What changes with the marks alone.
	marks     Marks
	known     bool
	witnesses []string
	anchors   int64
	latencies []int64
}

// sums are what is kept from one start to the next.
type sums struct {
	// Kinds counts the events up to the number UpTo.
	Kinds map[string]int64 `json:"kinds"`
	UpTo  int64            `json:"up_to"`
	// Cameras is up to Seen, which is by kind: each kind is read in its order.
	Cameras map[custos.CameraID]*tally `json:"cameras"`
	Seen    map[custos.Kind]int64      `json:"seen"`
	// Leaf is the batch's of the last event that was counted. Where the database has another
	// one there, or none, it is not the one of before, and all is counted again.
	Leaf custos.Hash `json:"leaf"`
}

// leaf returns the batch's leaf of the last event that was counted.
func (s *sums) leaf(ctx context.Context, db masterdb.Reader) (custos.Hash, error) {
	last := s.UpTo
	for _, n := range s.Seen {
		last = max(last, n)
	}
	p, _, err := db.Place(ctx, last)
	return p.Leaf.Hash(), err
}

// load takes what was kept at the last end, where it is of this database. c.mu is held.
func (c *count) load(ctx context.Context, db masterdb.Reader, path string) error {
	if c.loaded {
		return nil
	}
	c.sums = sums{Kinds: map[string]int64{}, Cameras: map[custos.CameraID]*tally{}, Seen: map[custos.Kind]int64{}}
	var kept sums
	if b, err := os.ReadFile(path); err == nil && json.Unmarshal(b, &kept) == nil && kept.Kinds != nil && kept.Cameras != nil && kept.Seen != nil {
		leaf, err := kept.leaf(ctx, db)
		if err != nil {
			return err
		}
		if leaf == kept.Leaf {
			c.sums = kept
		}
	}
	c.loaded = true
	return nil
}

// keep writes what was counted, for the next start. What a crash keeps from being written is
// counted again from what was written before.
func (c *count) keep(ctx context.Context, db masterdb.Reader, path string) (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if path == "" || !c.loaded {
		return nil
	}
	if c.sums.Leaf, err = c.sums.leaf(ctx, db); err != nil {
		return err
	}
	b, err := json.Marshal(c.sums)
	if err != nil {
		return err
	}
	return service.WriteFile(path, b, 0o600)
}

// status fills in what the database tells.
func (c *count) status(ctx context.Context, b *Board, s *api.Status) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.load(ctx, b.DB, b.Totals); err != nil {
		return err
	}
	more, err := b.DB.Counts(ctx, c.sums.UpTo)
	if err != nil {
		return err
	}
	for kind, n := range more.Events {
		c.sums.Kinds[kind] += n
	}
	c.sums.UpTo = more.UpTo
	s.Staged, s.Events = more.Staged, make(map[string]int64, len(c.sums.Kinds))
	for kind, n := range c.sums.Kinds {
		s.Events[kind] = n
	}
	if err := c.byMarks(ctx, b.DB, s.Marks); err != nil {
		return err
	}
	s.Witnesses, s.Anchors, s.AnchorLatency = c.witnesses, c.anchors, c.latencies
	return nil
}

// byMarks asks for what changes when a mark does, but that of the log's size.
func (c *count) byMarks(ctx context.Context, db masterdb.Reader, m Marks) (err error) {
	m.Size = 0
	if c.known && c.marks == m {
		return nil
	}
	c.known = false
	if c.witnesses, err = witnessesOf(ctx, db, m.Witnessed); err != nil {
		return err
	}
	if c.anchors, err = db.AnchorCount(ctx); err != nil {
		return err
	}
	if c.latencies, err = db.AnchorLatencies(ctx, latenciesShown); err != nil {
		return err
	}
	c.known, c.marks = true, m
	return nil
}

// tallied are the kinds by which it is known what a camera does.
var tallied = []custos.Kind{observe.KindSegment, observe.KindStream}

// talliedAtOnce is how many of their events are read at once.
const talliedAtOnce = 1000

// cameras says what each camera does.
func (c *count) cameras(ctx context.Context, b *Board) ([]api.Camera, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.load(ctx, b.DB, b.Totals); err != nil {
		return nil, err
	}
	for _, kind := range tallied {
		if err := c.tally(ctx, b.DB, kind); err != nil {
			return nil, err
		}
	}
	out := make([]api.Camera, len(b.Cameras))
	for i, shown := range b.Cameras {
		t := tally{}
		if has := c.sums.Cameras[shown.Camera]; has != nil {
			t = *has
		}
		out[i] = t.shows(shown, b.now())
	}
	return out, nil
}

// tally adds the events of a kind that came since it was asked for last. c.mu is held.
func (c *count) tally(ctx context.Context, db masterdb.Reader, kind custos.Kind) error {
	for n := talliedAtOnce; n == talliedAtOnce; {
		n = 0
		for row, err := range db.List(ctx, masterdb.Filter{Kinds: []custos.Kind{kind}, Forward: true, After: c.sums.Seen[kind], Limit: talliedAtOnce}) {
			if err != nil {
				return err
			}
			t := c.sums.Cameras[row.Resource]
			if t == nil {
				t = new(tally)
				c.sums.Cameras[row.Resource] = t
			}
			t.add(viewOf(row, Marks{}))
			c.sums.Seen[kind] = row.N
			n++
		}
	}
	return nil
}
