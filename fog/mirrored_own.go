package fog

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/observe"

	"github.com/transparency-dev/tessera/client"
)

const (
	// givenAtOnce is how many events are read from the database for one step of an answer.
	givenAtOnce = 2048
	// removalsGiven is how many tombstones one answer tells of.
	removalsGiven = 16
)

// Own is what a master gives others of its own log and database: leaves, and the bodies of their
// batches, sealed, their keys wrapped. It implements mirror.Copies.
type Own struct {
	DB masterdb.DB
	// Dir is the log's directory, Origin its name.
	Dir, Origin string
	// Owner is whose it is, for people.
	Owner custos.OwnerName
	// Service is the master's own, whose tombstones count.
	Service custos.ServiceID
	// Wrapping is the domain's wrapping key.
	Wrapping custos.Hash

	building sync.Mutex
}

// Handle gives what answers for the log, an endpoint each.
func (o *Own) Handle(handle func(e *api.Endpoint, h func(http.ResponseWriter, *http.Request) error)) {
	handle(&api.GetLogCheckpoint, func(w http.ResponseWriter, _ *http.Request) error { return mirror.ServeCheckpoint(w, o.Dir) })
	handle(&api.GetLogTile, func(w http.ResponseWriter, r *http.Request) error {
		return mirror.ServeTile(w, o.Dir, r.PathValue("tile"))
	})
	handle(&api.GetLogBodies, func(w http.ResponseWriter, r *http.Request) error {
		return mirror.ServeEntries(w, r, o.inTurn(o.Give))
	})
	handle(&api.GetLogRemoved, o.getRemoved)
}

// inTurn makes one answer of sealed bodies at a time: each takes a connection of the database, and
// the memory of some batches.
func (o *Own) inTurn(give mirror.Giver) mirror.Giver {
	return func(ctx context.Context, from uint64, most int, wanted mirror.Wanted) ([]mirror.Entry, error) {
		o.building.Lock()
		defer o.building.Unlock()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return give(ctx, from, most, wanted)
	}
}

func (o *Own) getRemoved(w http.ResponseWriter, r *http.Request) error {
	after := int64(0)
	if text := r.URL.Query().Get("after"); text != "" {
		var err error
		if after, err = strconv.ParseInt(text, 10, 64); err != nil || after < 0 {
			return custos.Errorf(custos.Invalid, "after=%.40q is not a number", text)
		}
	}
	out, err := o.Removed(r.Context(), after)
	if err != nil {
		return err
	}
	return reply(w, out)
}

// Name implements mirror.Copies.
func (o *Own) Name() string { return string(o.Owner) + "'s own log and database" }

// Checkpoint implements mirror.Copies.
func (o *Own) Checkpoint(_ context.Context, origin string) (string, error) {
	if err := o.mine(origin); err != nil {
		return "", err
	}
	_, signed, err := LogFiles{Dir: o.Dir}.Checkpoint()
	return signed, err
}

func (o *Own) mine(origin string) error {
	if origin != o.Origin {
		return custos.Errorf(custos.NotFound, "%s has the log %s, not %s", o.Name(), o.Origin, origin)
	}
	return nil
}

// Entries implements mirror.Copies.
func (o *Own) Entries(ctx context.Context, origin string, from uint64, most int) ([]mirror.Entry, error) {
	if err := o.mine(origin); err != nil {
		return nil, err
	}
	return o.Give(ctx, from, most, mirror.All)
}

// Give returns entries with the bodies that are wanted. It ends before the first leaf whose batch is
// on its way from the log into the database: who asks again gets it with its bodies.
func (o *Own) Give(ctx context.Context, from uint64, most int, wanted mirror.Wanted) (out []mirror.Entry, err error) {
	cp, _, err := LogFiles{Dir: o.Dir}.Checkpoint() // before what is staged is read
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "%s has no checkpoint yet: %w", o.Origin, err)
	}
	until := min(cp.Size, from+uint64(min(most, mirror.MaxEntries)))
	staged, going, err := o.underWay(ctx)
	if err != nil {
		return nil, err
	}
	size := 0
	for from < until && size < mirror.AnswerBytes {
		leaves, err := o.leaves(ctx, from, until, cp.Size)
		if err != nil {
			return nil, err
		}
		some, events := 0, uint64(0)
		for some < len(leaves) && events < givenAtOnce && !staged[leaves[some].Leaf.Hash()] {
			if b, err := leaves[some].Leaf.Said(); err == nil {
				events += b.Last - b.First + 1
			}
			some++
		}
		if wanted != mirror.None {
			if err := o.bodies(ctx, leaves[:some], wanted, going); err != nil {
				return nil, err
			}
		}
		for i := range leaves[:some] {
			e := &leaves[i]
			for j := range e.Bodies {
				size += len(e.Bodies[j].Box) + 72
			}
			out, size, from = append(out, *e), size+len(e.Leaf), from+1
			if size >= mirror.AnswerBytes {
				break
			}
		}
		if some < len(leaves) && events < givenAtOnce {
			break // the next one is staged
		}
	}
	return out, nil
}

// underWay are the leaves of batches that are staged, and the removals that are told and not through.
func (o *Own) underWay(ctx context.Context) (staged map[custos.Hash]bool, going []observe.Tombstone, err error) {
	open, err := o.DB.Staged(ctx, "")
	if err != nil {
		return nil, nil, err
	}
	staged = map[custos.Hash]bool{}
	for _, s := range open {
		staged[s.Leaf.Hash()] = true
	}
	removals, err := o.DB.Unfinished(ctx)
	for _, r := range removals {
		if r.Told {
			going = append(going, r.Tombstone)
		}
	}
	return staged, going, err
}

// leaves reads leaves of one entries tile.
func (o *Own) leaves(ctx context.Context, from, until, size uint64) ([]mirror.Entry, error) {
	bundle, err := client.GetEntryBundle(ctx, client.FileFetcher{Root: o.Dir}.ReadEntryBundle, from/256, size)
	if err != nil {
		return nil, err
	}
	var out []mirror.Entry
	for i := from; i < min(until, (from/256+1)*256); i++ {
		if i%256 >= uint64(len(bundle.Entries)) {
			return nil, custos.Errorf(custos.Corrupt, "the log's entry bundle %d is too short", i/256)
		}
		out = append(out, mirror.Entry{Index: i, Leaf: bundle.Entries[i%256]})
	}
	return out, nil
}

// bodies fills in the bodies of leaves. Batches of a service are read one behind the other, as they
// stand in the database; a leaf whose rows are gone or damaged keeps none.
func (o *Own) bodies(ctx context.Context, leaves []mirror.Entry, wanted mirror.Wanted, going []observe.Tombstone) error {
	byIndex := map[uint64]*mirror.Entry{}
	type stretch struct{ first, last evidence.Batch }
	of := map[custos.ServiceID]*stretch{}
	for i := range leaves {
		b, err := leaves[i].Leaf.Said()
		if err != nil {
			continue
		}
		byIndex[leaves[i].Index] = &leaves[i]
		s := of[b.Service]
		if s == nil {
			s = &stretch{first: b, last: b}
			of[b.Service] = s
		}
		if before(b, s.first) {
			s.first = b
		}
		if before(s.last, b) {
			s.last = b
		}
	}
	for service, s := range of {
		left := s.last.Last - s.last.First + 1 // events of the last batch that are still to come
		for row, err := range o.DB.Behind(ctx, service, s.first.Boot, s.first.First-1) {
			if err != nil {
				return err
			}
			if e := byIndex[row.Index]; e != nil && bytes.Equal(e.Leaf, row.Leaf) {
				e.Bodies = append(e.Bodies, o.body(row, wanted, service, e, going))
			}
			b, err := row.Leaf.Said()
			if err != nil || before(s.last, b) {
				break
			}
			if b.Boot == s.last.Boot && b.First == s.last.First {
				if left--; left == 0 {
					break // what follows may be staged
				}
			}
		}
	}
	for _, e := range byIndex {
		b, err := e.Leaf.Said()
		if err != nil || uint64(len(e.Bodies)) != b.Last-b.First+1 {
			e.Bodies = nil
		}
		for i := range e.Bodies {
			if e.Bodies[i].Commitment.IsZero() {
				e.Bodies = nil // of a row that says nothing
				break
			}
		}
	}
	return nil
}

func before(a, b evidence.Batch) bool {
	return a.Boot < b.Boot || a.Boot == b.Boot && a.First < b.First
}

// body is a row's body as others get it.
func (o *Own) body(row masterdb.Held, wanted mirror.Wanted, s custos.ServiceID, e *mirror.Entry, going []observe.Tombstone) mirror.Body {
	c, err := row.Sealed.Commitment()
	if err != nil {
		return mirror.Body{}
	}
	out := mirror.Body{Commitment: c, Removed: row.Sealed.Removed()}
	if !out.Removed && len(going) > 0 {
		if b, err := e.Leaf.Said(); err == nil {
			at := b.First + uint64(len(e.Bodies))
			for i := range going {
				out.Removed = out.Removed || going[i].Service == s && going[i].Covers(b.Boot, at)
			}
		}
	}
	if out.Removed || !wanted.Keeps(row.Kind) {
		return out
	}
	out.Sealed = evidence.Sealed{Box: row.Sealed.Box, BodyHash: custos.Hash(row.Sealed.Hash)}
	// The salt of an event of long ago does not follow from its key, so that the key alone would not
	// open it: it is not given.
	if k := row.Sealed.Key; len(k) == len(custos.Hash{}) {
		if salt := evidence.SaltOf(custos.Hash(k)); bytes.Equal(salt[:], row.Sealed.Salt) {
			out.Wrapped = mirror.Wrap(o.Wrapping, c, custos.Hash(k))
		}
	}
	return out
}

// Removed says which bodies the tombstones behind a number have removed.
func (o *Own) Removed(ctx context.Context, after int64) (out api.LogRemoved, err error) {
	out.Removed = []api.LogRemoval{}
	of := masterdb.Filter{Kinds: []custos.Kind{observe.KindTombstone}, Limit: 1}
	for row, err := range o.DB.List(ctx, of) {
		if err != nil {
			return out, err
		}
		out.Newest = row.N
	}
	of.Forward, of.After, of.Limit = true, after, removalsGiven
	var rows []masterdb.Event
	for row, err := range o.DB.List(ctx, of) {
		if err != nil {
			return out, err
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		out.Through = row.N
		if t, ok := ownTombstone(row, o.Service); ok {
			r, err := o.removal(ctx, row, t)
			if err != nil {
				return out, err
			}
			out.Removed = append(out.Removed, r)
		}
	}
	return out, nil
}

// removal is a tombstone with its proof, and where what it names stands.
func (o *Own) removal(ctx context.Context, row masterdb.Event, t observe.Tombstone) (api.LogRemoval, error) {
	r := api.LogRemoval{Index: row.Index, Of: []api.LogRemovedOf{}}
	body, err := row.Sealed.Open()
	if err != nil {
		return r, err
	}
	place, there, err := o.DB.Place(ctx, row.N)
	if err != nil || !there {
		return r, custos.Errorf(custos.Corrupt, "the tombstone %s has no place in the database: %w", t.Removal, err)
	}
	b, err := place.Leaf.Said()
	if err != nil {
		return r, err
	}
	var commitments []custos.Hash
	for s, err := range o.DB.Bodies(ctx, place.Batch) {
		if err != nil {
			return r, err
		}
		c, err := s.Commitment()
		if err != nil {
			return r, err
		}
		commitments = append(commitments, c)
	}
	if place.Seq < b.First || place.Seq-b.First >= uint64(len(commitments)) {
		return r, custos.Errorf(custos.Corrupt, "the tombstone %s is not in its batch: run custos audit", t.Removal)
	}
	r.Place, r.Body, r.Path = int(place.Seq-b.First), body, evidence.PathOf(commitments, b.First, place.Seq)
	r.Key, r.Salt = custos.Hash(row.Sealed.Key), custos.Hash(row.Sealed.Salt)
	for _, s := range t.Spans {
		for seq := s.First; seq <= s.Last; {
			of, end, err := o.placesOf(ctx, t.Service, s, seq)
			if err != nil {
				return r, err
			}
			if len(of.Places) > 0 {
				r.Of = append(r.Of, of)
			}
			seq = end + 1
		}
	}
	return r, nil
}

// placesOf is where the events of a span stand, from a number on, as far as one batch has them. end
// is the last number that this is about.
func (o *Own) placesOf(ctx context.Context, of custos.ServiceID, s observe.Span, seq uint64) (out api.LogRemovedOf, end uint64, err error) {
	e, there, err := o.DB.Event(ctx, custos.NewEventID(of, s.Boot, seq))
	if err != nil || !there {
		return out, seq, err
	}
	place, there, err := o.DB.Place(ctx, e.N)
	if err != nil || !there {
		return out, seq, err
	}
	b, err := place.Leaf.Said()
	if err != nil || seq < b.First || seq > b.Last {
		return out, seq, nil
	}
	end = min(s.Last, b.Last)
	return api.LogRemovedOf{Index: e.Index, Places: [][2]int{{int(seq - b.First), int(end - b.First)}}}, end, nil
}
