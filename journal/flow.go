package journal

import (
	"encoding/json"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// What the flow remembers, so that a follower that was away for a moment goes on where it was:
// no longer and no more than this, but for frames whose pack is not durable yet.
const (
	rememberFor   = 10 * time.Second
	rememberBytes = 16 << 20
)

// flow is what a journal's followers are given at once: the frames and the notable events of this
// life, in the order in which they were made, in memory. Who reads it knows what came before from
// the durable events. The journal's mutex is held.
type flow struct {
	// life numbers the flow, and items are numbered in it: the first of them is number first.
	life, first uint64
	items       []item
	bytes       int
	// packs are the frames that are in no durable event yet.
	packs map[packOf]*openPack
	// more is closed and replaced when there are new items.
	more chan struct{}
}

// item is a frame or a notable event as followers are given it. Who has taken it, and all before
// it, has all durable events up to through. One without a body is passed over.
type item struct {
	kind    custos.Kind
	body    []byte
	through position
	since   time.Time
}

// flowing is an item in an answer.
type flowing struct {
	Frame *flowingFrame   `json:"f,omitempty"`
	Event json.RawMessage `json:"e,omitempty"`
}

// flowingFrame is what one frame showed, which stands in no event yet.
type flowingFrame struct {
	Boot     uint64          `json:"boot"` // the service's life
	Resource custos.Resource `json:"resource"`
	Time     time.Time       `json:"time"`
	Kind     custos.Kind     `json:"kind"`
	Payload  json.RawMessage `json:"payload"`
}

func newFlow(life uint64) flow {
	return flow{life: life, first: 1, packs: map[packOf]*openPack{}, more: make(chan struct{})}
}

// next is the number that the next item will have.
func (f *flow) next() uint64 { return f.first + uint64(len(f.items)) }

func (f *flow) add(i item) uint64 {
	f.items = append(f.items, i)
	f.bytes += len(i.body)
	return f.next() - 1
}

// reach says that who has taken all items, the newest too, has all durable events up to a place.
func (f *flow) reach(p position) { f.items[len(f.items)-1].through = p }

// changed forgets what is too old and wakes the followers.
func (f *flow) changed(now time.Time) {
	for i := len(f.items) - 1; i >= 0 && f.items[i].since.IsZero(); i-- {
		f.items[i].since = now
	}
	least := f.join()
	n := 0
	for ; n < len(f.items) && f.first+uint64(n) < least && (f.bytes > rememberBytes || now.Sub(f.items[n].since) > rememberFor); n++ {
		f.bytes -= len(f.items[n].body)
	}
	clear(f.items[:n])
	f.items, f.first = f.items[n:], f.first+uint64(n)
	close(f.more)
	f.more = make(chan struct{})
}

// join is the number of the item with which a follower goes on that has read all durable events:
// the oldest frame that is in none of them, or what comes next.
func (f *flow) join() uint64 {
	least := f.next()
	for _, p := range f.packs {
		if p.number != 0 {
			least = min(least, p.number)
		}
	}
	return least
}

// renumber begins the flow anew, since durable events have other numbers than its items say. Who
// follows reads the durable ones, and goes on with the frames that are in none of them.
func (f *flow) renumber(life, boot uint64, now time.Time) error {
	packs, more := f.packs, f.more
	*f = newFlow(life)
	f.packs = packs
	defer close(more)
	for of, p := range packs {
		p.number = 0
		for _, frame := range p.Frames {
			body, err := encodeFrame(boot, of.resource, frame)
			if err != nil {
				return err
			}
			n := f.add(item{kind: of.kind, body: body, since: now})
			if p.number == 0 {
				p.number = n
			}
		}
	}
	return nil
}

// encodeFrame writes what one frame showed as an item, once for all followers.
func encodeFrame(boot uint64, r custos.Resource, f observe.Frame) ([]byte, error) {
	type frame struct {
		flowingFrame
		Payload custos.Payload `json:"payload"`
	}
	body, err := json.Marshal(struct {
		Frame frame `json:"f"`
	}{frame{flowingFrame{Boot: boot, Resource: r, Time: f.Time.UTC(), Kind: f.What.Kind()}, f.What}})
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "what was observed of %s cannot be encoded: %w", r, err)
	}
	return body, nil
}

// flowing is an event's body as an item.
func (r *row) flowing() []byte {
	return append(append([]byte(`{"e":`), r.body...), '}')
}

// entered makes events the newest ones, each notable, and gives them to followers. j.mu is held.
func (j *Journal) entered(rows []row, now time.Time) {
	if len(rows) == 0 {
		return
	}
	before := position{j.boot, j.seq}
	for i := range rows {
		j.flow.add(item{kind: rows[i].event.Kind, body: rows[i].flowing(), through: before})
	}
	j.press(rows, j.seq)
	j.seq += uint64(len(rows))
	j.flow.reach(position{j.boot, j.seq})
	j.flow.changed(now)
	j.grow()
}

// press notes which of some events behind a number a batch is closed for within a moment. j.mu is held.
func (j *Journal) press(rows []row, behind uint64) {
	for i := range rows {
		if !observe.IsOver(rows[i].event.Kind) {
			j.pressing = behind + uint64(i) + 1
		}
	}
}

// grow wakes who waits for durable events. j.mu is held.
func (j *Journal) grow() {
	close(j.grown)
	j.grown = make(chan struct{})
}
