package fog

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/access"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// prover gathers what binds events to the ledger. It proves at one checkpoint
// and block, so several events can share them.
type prover struct {
	m  *master
	at proven
	// council is who the owners were at its block.
	council ledger.Council
}

func (m *master) proverFor(ctx context.Context, index uint64) (*prover, error) {
	// A checkpoint of a time when more had to agree may have too few; a later one has them. If
	// none has, it is the first, and the verifier says what it lacks.
	var first *prover
	for range 100 {
		at, err := m.anchorer.proven(ctx, index)
		if err != nil && first != nil {
			break
		}
		if err != nil {
			return nil, err
		}
		p := &prover{m: m, at: at}
		if p.council, err = m.in(m.Trust.ContractsAt(at.block.Number)).CouncilAt(ctx, at.block.Number); err != nil {
			return nil, err
		}
		_, lines, err := p.owners()
		if err != nil || strings.Count(lines, "\n") >= p.council.Threshold {
			return p, err
		}
		if first == nil {
			first = p
		}
		index = at.cp.Size
	}
	return first, nil
}

// item gathers one event's way from its body to the checkpoint.
func (p *prover) item(ctx context.Context, v api.Event) (evidence.Item, error) {
	var it evidence.Item
	place, there, err := p.m.asked.Place(ctx, v.N)
	if err != nil {
		return it, err
	}
	if !there {
		return it, custos.Errorf(custos.Corrupt, "the row of %s is gone: run `custos audit`", v.ID)
	}
	it.Leaf = place.Leaf
	b, err := it.Leaf.Open()
	if err != nil {
		return it, err
	}
	commitments, err := commitmentsOf(ctx, p.m.asked, place.Batch)
	if err != nil {
		return it, err
	}
	if err := b.CheckCommitments(commitments); err != nil {
		return it, err
	}
	it.Body, it.BoxHash, it.Salt, it.Index = v.Body, sha256.Sum256(place.Box), custos.Hash(place.Salt), v.Index
	it.Path = evidence.PathOf(commitments, b.First, place.Seq)
	proof, err := p.m.log.Inclusion(ctx, v.Index, p.at.cp.Size)
	if err != nil {
		return it, err
	}
	for _, h := range proof {
		it.Inclusion = append(it.Inclusion, custos.Hash(h))
	}
	return it, nil
}

// signers are the keys that signed what is proved, and as which services.
type signers map[custos.Address]custos.ServiceID

// slots are where the registry has them and their names. A name that is not the
// registry's has another length there or other bytes, which the same slots show.
func (s signers) slots() (out []custos.Hash) {
	for _, a := range slices.SortedFunc(maps.Keys(s), func(a, b custos.Address) int { return slices.Compare(a[:], b[:]) }) {
		out = slices.Concat(out, layout.SlotsOfPrincipal(a), layout.SlotsOfName(a, len(s[a])))
	}
	return out
}

// chain fills in the checkpoint, the state and the headers.
func (p *prover) chain(ctx context.Context, b *evidence.Bundle, from gathered) (err error) {
	m := p.m
	b.Proof.Checkpoint, b.Proof.Block = p.at.note, p.at.block.Number
	// Those that counted at that block: the owners may have moved since.
	at := m.Trust.ContractsAt(p.at.block.Number)
	anchors, err := m.Chain.StorageProofs(ctx, p.at.block.Number, at.Anchors.Address, layout.SlotsOfLog(m.Domain, m.log.Origin))
	if err != nil {
		return err
	}
	var slots []custos.Hash
	if slots, b.Proof.Cosignatures, err = p.owners(); err != nil {
		return err
	}
	slots = append(slots, from.by.slots()...)
	registry, err := m.Chain.StorageProofs(ctx, p.at.block.Number, at.Registry.Address, slots)
	if err != nil {
		return err
	}
	b.Proof.Anchors, b.Proof.Registry = *anchors, *registry
	return p.headers(ctx, b, from.blocks)
}

// owners are where the registry has those who were owners at the block and cosigned, the
// log's own owner among them, and how many had to; and their cosignatures. Those of others
// count for nothing, and are left out.
func (p *prover) owners() (slots []custos.Hash, lines string, err error) {
	then := evidence.Trust{Owners: p.council.Owners, Threshold: p.council.Threshold}
	text, err := evidence.ParseNote(p.at.note)
	if err != nil {
		return nil, "", err
	}
	by, lines := signedBy(&then, p.at.block.Number, text.Text(), p.at.cosigs)
	cosigned := map[custos.Address]bool{}
	for _, o := range p.council.Owners {
		if o.Domain == p.m.Domain || slices.Contains(by, o) {
			cosigned[o.Address] = true
		}
	}
	for _, a := range slices.SortedFunc(maps.Keys(cosigned), func(a, b custos.Address) int { return slices.Compare(a[:], b[:]) }) {
		slots = append(slots, layout.SlotsOfOwner(a)...)
	}
	return append(slots, layout.SlotOfVotes()), lines, nil
}

// exported is a bundle whose footage is still with its camera.
type exported struct {
	*evidence.Bundle
	footage *stretch
	at      *prover
}

// bundle gathers the evidence for an event, with its footage or without.
func (m *master) bundle(ctx context.Context, id custos.EventID, footage bool) (*exported, error) {
	v, err := m.event(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := removedError(&v); err != nil {
		return nil, err
	}
	var e custos.Event
	if v.Mark == api.Broken || json.Unmarshal(v.Body, &e) != nil {
		return nil, custos.Errorf(custos.Corrupt, "%s is broken: it does not say what was committed; run `custos audit`", id)
	}
	s := &stretch{camera: e.Resource}
	if footage && observe.Show(&e).Footage() {
		if s, err = m.recordings().around(ctx, &e, 0, 0); err != nil {
			return nil, err
		}
	}
	return m.prove(ctx, &v, s, new(evidence.Bundle))
}

// stretchBundle gathers the evidence for a stretch of a camera's time.
func (m *master) stretchBundle(ctx context.Context, camera custos.CameraID, from, until time.Time) (*exported, error) {
	s, err := m.recordings().of(ctx, camera, from, until)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.some(), s.whole()); err != nil {
		return nil, err
	}
	return m.prove(ctx, nil, s, &evidence.Bundle{Stretch: &evidence.Stretch{Camera: camera, From: from.UTC(), Until: until.UTC()}})
}

// prove fills a bundle in, all but its footage: the subject, if it has one, and what seals the
// footage, at one checkpoint.
func (m *master) prove(ctx context.Context, subject *api.Event, s *stretch, b *evidence.Bundle) (*exported, error) {
	if err := s.believable(); err != nil {
		return nil, err
	}
	if err := s.fits(evidence.MaxSegments, evidence.MaxFootage); err != nil {
		return nil, err
	}
	views := slices.Concat(s.views, s.gapViews)
	if subject != nil {
		views = append(views, *subject)
	}
	last := uint64(0)
	for _, v := range views {
		last = max(last, v.Index)
	}
	p, err := m.proverFor(ctx, last)
	if err != nil {
		return nil, err
	}
	from := newGathered()
	from.by[m.Key.Address()] = m.ID
	items := make([]evidence.Item, len(views))
	for i, v := range views {
		if items[i], err = p.item(ctx, v); err != nil {
			return nil, err
		}
		if err := from.add(items[i].Leaf); err != nil {
			return nil, err
		}
	}
	n, g := len(s.views), len(s.gapViews)
	b.Segments, b.Gaps = items[:n:n], items[n:n+g:n+g]
	if subject != nil {
		b.Subject = items[n+g]
	}
	return &exported{b, s, p}, p.chain(ctx, b, from)
}

// media gets the footage from its camera, a segment's file at a time, and refuses what its
// seal cannot be believed of; and the pictures that its page shows.
func (m *master) media(ctx context.Context, s *stretch, of *pictures, put func([]byte) error) error {
	for segs := s.segs; len(segs) > 0; {
		n, err := m.together(ctx, s.camera, segs)
		if err != nil {
			return err
		}
		err = m.filesOf(ctx, s.camera, segs[:n], func(g *observe.Segment, file []byte) error {
			if err := evidence.CheckFootage(g, bytes.NewReader(file)); err != nil && custos.KindOf(err) == custos.Corrupt {
				return s.unbelievable(err)
			}
			return put(file)
		}, of.within(segs[:n]))
		if err != nil {
			return err
		}
		segs = segs[n:]
	}
	return nil
}

// eachFile gets segments' files from who sealed them, by the caller's right, one after the
// other, and checks that they are the ones that were sealed.
func (m *master) eachFile(ctx context.Context, camera custos.CameraID, segs []observe.Segment, do func(*observe.Segment, []byte) error) error {
	for len(segs) > 0 {
		n, err := m.together(ctx, camera, segs)
		if err != nil {
			return err
		}
		if err := m.filesOf(ctx, camera, segs[:n], do, nil); err != nil {
			return err
		}
		segs = segs[n:]
	}
	return nil
}

// filesOf is eachFile for segments that one service has. It may get pictures of them, too.
func (m *master) filesOf(ctx context.Context, camera custos.CameraID, segs []observe.Segment, do func(*observe.Segment, []byte) error, of *pictures) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // what is not read any more is not sent
	parts, ended, err := m.toCamera(ctx, camera, node.RecordingRequest, node.CameraRequest{Segments: segs, Pictures: of.frames()})
	if err != nil {
		return err
	}
	var have []byte
	for i := range segs {
		s := &segs[i]
		for int64(len(have)) < s.Bytes {
			p, ok := <-parts
			if !ok {
				if err := ended(); err != nil {
					return err
				}
				break
			}
			have = append(have, p...)
		}
		if int64(len(have)) < s.Bytes || custos.Hash(sha256.Sum256(have[:s.Bytes])) != s.SHA256 {
			return custos.Errorf(custos.Corrupt, "segment %d of %s is not what the camera sealed: run `custos audit`", s.Index, camera)
		}
		file := have[:s.Bytes:s.Bytes]
		have = slices.Clone(have[s.Bytes:])
		if err := do(s, file); err != nil {
			return err
		}
	}
	return of.take(have, parts, ended)
}

func (m *master) recordings() recordings { return recordings{m.asked} }

func (m *master) getBundle(w http.ResponseWriter, r *http.Request) error {
	id := custos.EventID(r.PathValue("id"))
	f := r.URL.Query().Get("footage")
	if f != "" && f != "none" {
		return custos.Errorf(custos.Invalid, "footage=%q: leave it out, or write footage=none for the event alone", f)
	}
	b, err := m.bundle(r.Context(), id, f == "")
	if err != nil {
		return err
	}
	return m.sendBundle(w, r, b, string(id))
}

func (m *master) getStretchBundle(w http.ResponseWriter, r *http.Request) error {
	from, until, err := timesOf(r)
	if err != nil {
		return err
	}
	camera := access.CallerOf(r.Context()).Question.Resource
	b, err := m.stretchBundle(r.Context(), camera, from, until)
	if err != nil {
		return err
	}
	return m.sendBundle(w, r, b, camera.Base()+"-"+from.UTC().Format("20060102T150405Z"))
}

// sendBundle sends a bundle as its footage comes. What goes wrong with a small one is answered
// as an error; of a larger one the connection breaks off, so that nobody takes it for whole.
func (m *master) sendBundle(w http.ResponseWriter, r *http.Request, b *exported, name string) error {
	ctx := r.Context()
	shown := &pictures{wanted: moments(b)}
	b.Describe = func() ([]byte, error) { return m.report(b, shown) }
	out := &heldBack{w: w, begin: func() {
		w.Header().Set("Content-Type", "application/zip")
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.evidence.zip"`)
	}}
	err := b.Write(out, m.Key, access.CallerOf(ctx).Address, func(put func([]byte) error) error {
		return m.media(ctx, b.footage, shown, put)
	})
	if err == nil {
		err = out.flush()
	}
	switch {
	case err == nil || !out.begun:
		return err
	case out.err == nil: // who has gone away needs no answer
		m.Runtime.Log.Error("a bundle breaks off", "bundle", name, "err", err)
	}
	panic(http.ErrAbortHandler)
}

// getProof answers with where an event stands, for people.
func (m *master) getProof(w http.ResponseWriter, r *http.Request) error {
	v, err := m.event(r.Context(), custos.EventID(r.PathValue("id")))
	if err != nil {
		return err
	}
	out := map[string]any{"id": v.ID, "mark": v.Mark, "log": m.log.Origin, "leaf": v.Index, "marks": m.anchorer.Marks()}
	p, err := m.proverFor(r.Context(), v.Index)
	switch {
	case err == nil:
		it, err := p.item(r.Context(), v)
		if err != nil {
			return err
		}
		out["checkpoint"], out["cosignatures"], out["block"], out["item"] = p.at.note, p.at.cosigs, p.at.block, it
	case custos.KindOf(err) != custos.Unavailable:
		return err
	default:
		out["waits"] = err.Error()
	}
	return reply(w, out)
}

// getProofs answers with the proofs of many events, oldest first after one.
func (m *master) getProofs(w http.ResponseWriter, r *http.Request) error {
	q, err := parseQuery(r)
	if err == nil {
		q, err = m.readable(r, q)
	}
	if err != nil {
		return err
	}
	q.Forward = true
	views, err := m.events(r.Context(), q)
	if err != nil {
		return err
	}
	set := &evidence.Set{Events: []evidence.SetEvent{}}
	if len(views) == 0 {
		return reply(w, set)
	}
	last := uint64(0)
	for _, v := range views {
		last = max(last, v.Index)
	}
	p, err := m.proverFor(r.Context(), last)
	if err != nil {
		return err
	}
	from := newGathered()
	for _, v := range views {
		if v.Mark == api.Removed {
			continue // nothing of it is left to be proved
		}
		e := evidence.SetEvent{ID: v.ID, Body: v.Body}
		// An event that cannot be proved goes along without a proof, and fails.
		if it, err := p.item(r.Context(), v); err == nil {
			e.Item = it
			_ = from.add(it.Leaf) // p.item has opened it
		} else {
			m.Runtime.Log.Error("an event cannot be proved", "event", v.ID, "err", err)
		}
		set.Events = append(set.Events, e)
	}
	b := new(evidence.Bundle)
	if err := p.chain(r.Context(), b, from); err != nil {
		return err
	}
	set.Proof, set.Headers = b.Proof, b.Headers
	return reply(w, set)
}

var errNoRows = errors.New("the batch has no events")

// commitmentsOf returns the commitments of a batch's events, in order.
func commitmentsOf(ctx context.Context, db masterdb.Events, batch int64) ([]custos.Hash, error) {
	var out []custos.Hash
	for s, err := range db.Bodies(ctx, batch) {
		if err != nil {
			return nil, err
		}
		h, err := s.Commitment()
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	if len(out) == 0 {
		return nil, errNoRows
	}
	return out, nil
}
