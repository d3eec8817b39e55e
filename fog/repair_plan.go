package fog

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// plan is what a repair is going to do: rows that go and come, what is said of them, and the rows
// as they were.
type plan struct {
	masterdb.Mending
	fixes []observe.Mended
	kept  []keptRow
	lost  []lostEvent
	// open says what stays as it is, since nobody holds what belongs there.
	open []string
	// again says that what tombstones name was not looked at: the master's own batches came first.
	again bool
}

// keptRow is a row as it was, a line of the evidence.
type keptRow struct {
	Table string `json:"table"`
	N     int64  `json:"n"`
	Row   any    `json:"row"`
}

type lostEvent struct {
	service   custos.ServiceID
	boot, seq uint64
	why       string
}

// wanted is a batch that must have its row: it stands in the log, or is on its way there.
type wanted struct {
	leaf  evidence.Leaf
	open  evidence.Batch
	index uint64
	inLog bool
	row   *masterdb.BatchRow // as it is; nil if there is none
	n     int64              // the number that it must have, and that of its first event
	first int64
	rows  []*have // of a batch whose events are not as they must be
	hurt  bool
}

func (w *wanted) size() int { return int(w.open.Last - w.open.First + 1) }
func (w *wanted) id(i int) custos.EventID {
	return custos.NewEventID(w.open.Service, w.open.Boot, w.seq(i))
}
func (w *wanted) seq(i int) uint64 { return w.open.First + uint64(i) }
func (w *wanted) holds(seq int64) bool {
	return seq >= int64(w.open.First) && seq <= int64(w.open.Last)
}

func (w *wanted) slot(r *have) (i int, ok bool) {
	return int(r.Seq - int64(w.open.First)), w.holds(r.Seq)
}

// have is an event's row as it is.
type have struct {
	masterdb.EventRow
	stays bool // it is as it must be
	said  bool // a fix tells of it
}

// planner compares rows with the log.
type planner struct {
	*Repairer
	plan
	leaves []evidence.Leaf
	snap   masterdb.Snapshot
	at     map[custos.Hash]uint64
	want   []*wanted // by number
	byN    map[int64]*wanted
	rows   map[int64]*masterdb.BatchRow
	hurt   []*wanted
	bare   []*wanted // whose rows lack bodies that no tombstone names
	pool   []*have   // rows that stand where they must not, or do not say what they must
	byID   map[custos.EventID][]*have
	torn   map[custos.EventID]*masterdb.UnreadableRow // rows that cannot be read
	named  map[tombKey][]observe.Span
	kinds  []custos.Kind
	places []custos.Resource
}

// makePlan compares all rows with leaves that are proved.
func (r *Repairer) makePlan(ctx context.Context, snap masterdb.Snapshot, leaves []evidence.Leaf) (*planner, error) {
	p := &planner{
		Repairer: r, leaves: leaves, snap: snap, at: map[custos.Hash]uint64{}, byN: map[int64]*wanted{}, rows: map[int64]*masterdb.BatchRow{},
		byID: map[custos.EventID][]*have{}, torn: map[custos.EventID]*masterdb.UnreadableRow{}, named: map[tombKey][]observe.Span{},
	}
	for _, step := range []func(context.Context) error{p.readBatches, p.number, p.mendBatches, p.readTombstones, p.readEvents, p.mendEvents, p.mendCheckpoints} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// fix says what is put right. from is whose copy proved it.
func (p *planner) fix(m observe.Mended) { p.fixes = append(p.fixes, m) }

// keep keeps a row as it was.
func (p *planner) keep(table string, n int64, row any) {
	p.kept = append(p.kept, keptRow{table, n, row})
}

// readBatches finds for each leaf its row, and which rows belong to no leaf.
func (p *planner) readBatches(ctx context.Context) error {
	for i, l := range p.leaves {
		p.at[l.Hash()] = uint64(i)
	}
	var rows []*masterdb.BatchRow
	for row, err := range p.snap.Batches(ctx) {
		if u := new(masterdb.UnreadableRow); errors.As(err, &u) {
			p.TakeBatches = append(p.TakeBatches, u.N)
			p.keep("batch", u.N, u.Columns)
			continue
		}
		if err != nil {
			return err
		}
		rows = append(rows, &row)
		p.rows[row.N] = &row
	}
	type place struct {
		service     custos.ServiceID
		boot, first uint64
	}
	of := map[custos.Hash]*wanted{}
	byPlace := map[place]*wanted{}
	for i, l := range p.leaves {
		h := l.Hash()
		if p.at[h] != uint64(i) {
			continue // it stands there once more
		}
		b, err := l.Said()
		if err != nil {
			return custos.Errorf(custos.Corrupt, "leaf %d of the log is proved and is no batch: %w", i, err)
		}
		w := &wanted{leaf: l, open: b, index: uint64(i), inLog: true}
		of[h], byPlace[place{b.Service, b.Boot, b.First}] = w, w
		p.want = append(p.want, w)
	}
	// By its leaf, by its place in the log, by its place among its service's.
	claim := func(w *wanted, r *masterdb.BatchRow) bool {
		if w == nil || w.row != nil {
			return false
		}
		w.row = r
		return true
	}
	var rest []*masterdb.BatchRow
	for _, pass := range []func(r *masterdb.BatchRow) *wanted{
		func(r *masterdb.BatchRow) *wanted { return of[evidence.Leaf(r.Leaf).Hash()] },
		func(r *masterdb.BatchRow) *wanted {
			if !r.Recorded || r.Index < 0 || r.Index >= int64(len(p.leaves)) {
				return nil
			}
			return of[p.leaves[r.Index].Hash()]
		},
		func(r *masterdb.BatchRow) *wanted {
			return byPlace[place{custos.ServiceID(r.Service), uint64(r.Boot), uint64(r.First)}]
		},
	} {
		rest = nil
		for _, r := range rows {
			if !claim(pass(r), r) {
				rest = append(rest, r)
			}
		}
		rows = rest
	}
	for _, r := range rest {
		l := evidence.Leaf(r.Leaf)
		b, err := l.Open()
		_, stands := p.at[l.Hash()]
		beyond := r.Recorded && r.Index >= int64(len(p.leaves))
		if err == nil && !stands && (!r.Recorded || beyond) && byPlace[place{b.Service, b.Boot, b.First}] == nil {
			p.want = append(p.want, &wanted{leaf: l, open: b, row: r}) // on its way, or newer than what was proved
			continue
		}
		p.TakeBatches = append(p.TakeBatches, r.N)
		p.keep("batch", r.N, r)
		p.fix(observe.Mended{Row: fmt.Sprintf("batch %d", r.N), Cause: observe.CauseInserted})
	}
	return nil
}

// number says which number each batch must have. Nothing proves numbers but that there are no gaps,
// and that events stand under theirs: rows that fit stay where they are, the others go between them
// by their place in the log.
func (p *planner) number(ctx context.Context) error {
	fits, err := p.fitting(ctx)
	if err != nil {
		return err
	}
	var placed, others []*wanted
	for _, w := range p.want {
		if w.row != nil && w.row.N >= 1 && w.row.N <= int64(len(p.want)) && fits(w.row.N) {
			placed = append(placed, w)
		} else {
			others = append(others, w)
		}
	}
	slices.SortStableFunc(placed, func(a, b *wanted) int { return cmp.Compare(a.row.N, b.row.N) })
	slices.SortStableFunc(others, func(a, b *wanted) int {
		if a.inLog != b.inLog {
			if a.inLog {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.index, b.index)
	})
	for _, w := range others {
		i := len(placed)
		for w.inLog && i > 0 && (!placed[i-1].inLog || placed[i-1].index > w.index) {
			i--
		}
		placed = slices.Insert(placed, i, w)
	}
	p.want = placed
	next := int64(1)
	for i, w := range p.want {
		w.n, w.first = int64(i+1), next
		next += int64(w.size())
		p.byN[w.n] = w
	}
	return nil
}

// fitting tells under which numbers events stand that belong to the batch of that number. Where
// the numbers have no gap and the log's order, all of them do: nobody looks.
func (p *planner) fitting(ctx context.Context) (func(n int64) bool, error) {
	of := map[int64]*wanted{}
	inOrder, last := true, int64(0)
	for _, w := range p.want {
		if w.row == nil {
			inOrder = false
			continue
		}
		of[w.row.N] = w
		if w.inLog && w.row.N < last {
			inOrder = false
		}
		last = w.row.N
	}
	if inOrder && len(p.kept) == 0 && (len(p.want) == 0 || int(last) == len(p.want)) {
		return func(int64) bool { return true }, nil
	}
	fit, foreign := map[int64]bool{}, map[int64]bool{}
	for e, err := range p.snap.Events(ctx) {
		if u := new(masterdb.UnreadableRow); errors.As(err, &u) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if w := of[e.Batch]; w != nil {
			if w.holds(e.Seq) {
				fit[e.Batch] = true
			} else {
				foreign[e.Batch] = true
			}
		}
	}
	return func(n int64) bool { return fit[n] || !foreign[n] }, nil
}

// mendBatches plans the batches' own rows.
func (p *planner) mendBatches(context.Context) error {
	newest := map[string]int64{}
	for _, w := range p.want {
		if w.row != nil && w.row.Recorded {
			newest[w.row.Service] = max(newest[w.row.Service], w.row.N)
		}
	}
	for _, w := range p.want {
		back := masterdb.RestoredBatch{N: w.n, Index: w.index, Recorded: w.inLog, NewBatch: masterdb.NewBatch{
			Service: w.open.Service, Boot: w.open.Boot, First: w.open.First, Last: w.open.Last, Leaf: w.leaf, Received: w.open.Closed,
		}}
		say := observe.Mended{Row: fmt.Sprintf("batch %d", w.n), Event: w.id(0), From: p.proved}
		if w.row == nil {
			say.Cause = observe.CauseMissing
			p.fix(say)
			p.Batches = append(p.Batches, back)
			continue
		}
		r := w.row
		back.Received, back.ClockOffset = r.ReceivedAt(), time.Duration(r.ClockOffset)*time.Millisecond
		switch {
		case !w.inLog: // what it says of the log is not for this plan to say
			back.Index, back.Recorded = uint64(r.Index), r.Recorded
		case r.Recorded && r.Index >= 0 && r.Index < int64(len(p.leaves)) && bytes.Equal(p.leaves[r.Index], w.leaf):
			back.Index = uint64(r.Index)
		case !r.Recorded && newest[r.Service] <= r.N:
			back.Index, back.Recorded = 0, false // its master is about to say so, or does at its next start
		}
		fields := batchFields(r, &back)
		if len(fields) == 0 {
			continue
		}
		for _, f := range fields {
			say.Field, say.Said, say.Says, say.Cause = f.name, f.said, f.says, observe.CauseAltered
			if f.name == "n" {
				say.Cause = observe.CauseReordered
			}
			p.fix(say)
		}
		p.TakeBatches, p.Batches = append(p.TakeBatches, r.N), append(p.Batches, back)
		p.keep("batch", r.N, r)
	}
	return nil
}

// field is a column that says something else than it must; said and says are empty where that is
// long, or nobody's to read.
type field struct{ name, said, says string }

func batchFields(r *masterdb.BatchRow, back *masterdb.RestoredBatch) (out []field) {
	add := func(name string, got, want any) {
		if got != want {
			out = append(out, field{name, fmt.Sprint(got), fmt.Sprint(want)})
		}
	}
	add("n", r.N, back.N)
	add("service", r.Service, string(back.Service))
	add("boot", r.Boot, int64(back.Boot))
	add("first", r.First, int64(back.First))
	add("last", r.Last, int64(back.Last))
	if !bytes.Equal(r.Leaf, back.Leaf) {
		out = append(out, field{name: "leaf"})
	}
	h := back.Leaf.Hash()
	if own := evidence.Leaf(r.Leaf).Hash(); !bytes.Equal(r.LeafHash, h[:]) && !bytes.Equal(r.LeafHash, own[:]) {
		out = append(out, field{name: "leaf_hash"})
	}
	place := func(recorded bool, index int64) any {
		if !recorded {
			return "nothing"
		}
		return index
	}
	add("leaf_index", place(r.Recorded, r.Index), place(back.Recorded, int64(back.Index)))
	return out
}

// readTombstones reads which bodies this master has removed: they stay so.
func (p *planner) readTombstones(ctx context.Context) error {
	for row, err := range p.snap.EventsOf(ctx, string(observe.KindTombstone)) {
		if u := new(masterdb.UnreadableRow); errors.As(err, &u) {
			continue
		}
		if err != nil {
			return err
		}
		w := p.byN[row.Batch]
		if w == nil || !w.inLog || w.open.Principal != p.TrustLog.Signer {
			continue
		}
		body, err := row.Sealed.Open()
		var e custos.Event
		if err != nil || json.Unmarshal(body, &e) != nil {
			continue
		}
		p.name(&e)
	}
	return nil
}

// name takes a tombstone of this master over.
func (p *planner) name(e *custos.Event) {
	t, ok := observe.As[*observe.Tombstone](e)
	if !ok || t.Segments || t.Check() != nil {
		return
	}
	for _, s := range t.Spans {
		k := tombKey{t.Service, s.Boot}
		p.named[k] = append(p.named[k], s)
	}
}

func (p *planner) removed(w *wanted, seq uint64) bool {
	for _, s := range p.named[tombKey{w.open.Service, w.open.Boot}] {
		if s.First <= seq && seq <= s.Last {
			return true
		}
	}
	return false
}

// readEvents finds the batches whose events are not as they must be.
func (p *planner) readEvents(ctx context.Context) error {
	var group []*have
	seen := map[*wanted]bool{}
	flush := func() {
		if len(group) == 0 {
			return
		}
		w := p.byN[group[0].Batch]
		switch {
		case w == nil:
			p.stray(group...)
		case !seen[w]:
			seen[w] = true
			p.judge(w, group)
		}
		group = nil
	}
	kinds, places := map[string]bool{}, map[string]bool{}
	for row, err := range p.snap.Events(ctx) {
		if u := new(masterdb.UnreadableRow); errors.As(err, &u) {
			p.TakeEvents = append(p.TakeEvents, u.N)
			p.torn[custos.EventID(u.ID)] = u
			p.keep("event", u.N, u.Columns)
			continue
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		p.pace()
		kinds[row.Kind], places[row.Resource] = true, true
		if len(group) > 0 && group[0].Batch != row.Batch {
			flush()
		}
		group = append(group, &have{EventRow: row})
	}
	flush()
	for _, w := range p.want {
		if !seen[w] {
			p.damaged(w)
		}
	}
	for _, k := range observe.Kinds() {
		kinds[string(k.Name)] = true
	}
	for k := range kinds {
		p.kinds = append(p.kinds, custos.Kind(k))
	}
	for r := range places {
		p.places = append(p.places, custos.Resource(r))
	}
	slices.Sort(p.kinds)
	slices.Sort(p.places)
	return nil
}

func (p *planner) stray(rows ...*have) {
	for _, r := range rows {
		p.pool = append(p.pool, r)
		p.byID[custos.EventID(r.ID)] = append(p.byID[custos.EventID(r.ID)], r)
	}
}

func (p *planner) damaged(w *wanted) {
	if !w.hurt {
		w.hurt = true
		p.hurt = append(p.hurt, w)
	}
}

// judge looks whether the rows under a batch's number are its events, each as it must be.
func (p *planner) judge(w *wanted, group []*have) {
	whole, bare := len(group) == w.size(), false
	var commitments []custos.Hash
	for i, r := range group {
		if !whole {
			break
		}
		whole = r.N == w.first+int64(i) && r.Seq == int64(w.seq(i)) && r.ID == string(w.id(i))
		c, err := r.Sealed.Commitment()
		whole = whole && err == nil
		commitments = append(commitments, c)
		if r.Sealed.Removed() {
			whole = whole && len(bytes.Trim(r.Sealed.Key, "\x00"))+len(bytes.Trim(r.Sealed.Salt, "\x00")) == 0
			bare = bare || !p.removed(w, w.seq(i))
			continue
		}
		if whole {
			var e custos.Event
			body, err := r.Sealed.Open()
			whole = err == nil && json.Unmarshal(body, &e) == nil && rowSays(&r.EventRow, &e)
		}
	}
	if whole && w.open.CheckCommitments(commitments) == nil {
		if bare {
			w.rows = group
			p.bare = append(p.bare, w)
		}
		return
	}
	w.rows = group
	p.stray(group...)
	p.damaged(w)
}

// rowSays reports that a row's columns say what the body says.
func rowSays(r *masterdb.EventRow, e *custos.Event) bool {
	return r.ID == string(e.ID()) && r.Seq == int64(e.Seq) && r.Kind == string(e.Kind) && r.Resource == string(e.Resource) && r.Time == e.Time.UnixNano()
}
