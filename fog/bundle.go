package fog

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"custos"
	"custos/access"
	"custos/evidence"
	"custos/ledger/layout"
	"custos/node"
)

// prover gathers what binds events to the ledger. It proves at one checkpoint
// and block, so several events can share them.
type prover struct {
	m  *master
	at proven
}

func (m *master) proverFor(ctx context.Context, index uint64) (*prover, error) {
	p, err := m.anchorer.proven(ctx, index)
	return &prover{m, p}, err
}

// item gathers one event's way from its body to the checkpoint.
func (p *prover) item(ctx context.Context, v node.EventView) (evidence.Item, error) {
	var it evidence.Item
	var batch int64
	var seq uint64
	var box, salt []byte
	q := p.m.db.Query()
	if err := q.QueryRowContext(ctx, "SELECT batch, seq, box, salt FROM event WHERE n = ?", v.N).Scan(&batch, &seq, &box, &salt); err != nil {
		return it, err
	}
	if err := q.QueryRowContext(ctx, "SELECT leaf FROM batch WHERE n = ?", batch).Scan(&it.Leaf); err != nil {
		return it, err
	}
	b, err := it.Leaf.Open()
	if err != nil {
		return it, err
	}
	commitments, err := commitmentsOf(ctx, q, batch)
	if err != nil {
		return it, err
	}
	if err := b.CheckCommitments(commitments); err != nil {
		return it, err
	}
	it.Body, it.BoxHash, it.Salt, it.Index = v.Body, sha256.Sum256(box), custos.Hash(salt), v.Index
	it.Path = evidence.PathOf(commitments, b.First, seq)
	proof, err := p.m.log.Inclusion(ctx, v.Index, p.at.cp.Size)
	if err != nil {
		return it, err
	}
	for _, h := range proof {
		it.Inclusion = append(it.Inclusion, custos.Hash(h))
	}
	return it, nil
}

// chain fills in the checkpoint, the state and the headers.
func (p *prover) chain(ctx context.Context, b *evidence.Bundle, signers []custos.Address) (err error) {
	m := p.m
	b.Proof.Checkpoint, b.Proof.Cosignatures, b.Proof.Block = p.at.note, p.at.cosigs, p.at.block.Number
	anchors, err := m.Chain.StorageProofs(ctx, p.at.block.Number, m.Trust.Contracts.Anchors.Address, layout.SlotsOfLog(m.log.Origin))
	if err != nil {
		return err
	}
	slots := layout.SlotsOfOwner(m.trustLog.Owner)
	slices.SortFunc(signers, func(a, b custos.Address) int { return slices.Compare(a[:], b[:]) })
	for _, a := range slices.Compact(signers) {
		slots = append(slots, layout.SlotsOfPrincipal(a)...)
	}
	registry, err := m.Chain.StorageProofs(ctx, p.at.block.Number, m.Trust.Contracts.Registry.Address, slots)
	if err != nil {
		return err
	}
	b.Proof.Anchors, b.Proof.Registry = *anchors, *registry
	b.Headers, err = m.Chain.Headers(ctx, 0, p.at.block.Number+uint64(m.Site.Ledger.Confirmations))
	return err
}

// bundle gathers the evidence for an event; fetch gets the footage, nil for none.
func (m *master) bundle(ctx context.Context, id custos.EventID, fetch func(context.Context, custos.CameraID, []custos.Segment) ([][]byte, error)) (*evidence.Bundle, error) {
	v, err := m.event(ctx, id)
	if err != nil {
		return nil, err
	}
	var e custos.Event
	if v.Mark == node.Broken || json.Unmarshal(v.Body, &e) != nil {
		return nil, custos.Errorf(custos.Corrupt, "%s is broken: it does not say what was committed; run `custos audit`", id)
	}
	views := []node.EventView{v}
	var segs []custos.Segment
	if _, framed := frameOf(&e); framed && fetch != nil {
		sv, s, err := m.segments(ctx, &e, 0, 0)
		if err != nil {
			return nil, err
		}
		views, segs = append(views, sv...), s
	}
	last := uint64(0)
	for _, v := range views {
		last = max(last, v.Index)
	}
	p, err := m.proverFor(ctx, last)
	if err != nil {
		return nil, err
	}
	b := &evidence.Bundle{Media: map[string][]byte{}}
	signers := []custos.Address{m.Key.Address()}
	for i, v := range views {
		it, err := p.item(ctx, v)
		if err != nil {
			return nil, err
		}
		batch, err := it.Leaf.Open()
		if err != nil {
			return nil, err
		}
		signers = append(signers, batch.Principal)
		if i == 0 {
			b.Subject = it
		} else {
			b.Segments = append(b.Segments, it)
		}
	}
	if err := p.chain(ctx, b, signers); err != nil {
		return nil, err
	}
	if len(segs) > 0 {
		files, err := fetch(ctx, e.Resource, segs)
		if err != nil {
			return nil, err
		}
		for i, f := range files {
			b.Media[segs[i].File] = f
		}
	}
	return b, nil
}

// fetch gets segments' files from the camera, by the caller's right, and checks
// that they are the ones that were sealed.
func (m *master) fetch(ctx context.Context, camera custos.CameraID, segs []custos.Segment) ([][]byte, error) {
	parts, ended, err := m.toCamera(ctx, camera, "recording", node.CameraRequest{Segments: segs})
	if err != nil {
		return nil, err
	}
	var all []byte
	for p := range parts {
		all = append(all, p...)
	}
	if err := ended(); err != nil {
		return nil, err
	}
	var files [][]byte
	for _, s := range segs {
		if int64(len(all)) < s.Bytes || custos.Hash(sha256.Sum256(all[:s.Bytes])) != s.SHA256 {
			return nil, custos.Errorf(custos.Corrupt, "segment %d of %s is not what the camera sealed: run `custos audit`", s.Index, camera)
		}
		files, all = append(files, all[:s.Bytes:s.Bytes]), all[s.Bytes:]
	}
	return files, nil
}

func (m *master) getBundle(w http.ResponseWriter, r *http.Request) error {
	id := custos.EventID(r.PathValue("id"))
	fetch := m.fetch
	if r.URL.Query().Get("footage") == "none" {
		fetch = nil
	}
	b, err := m.bundle(r.Context(), id, fetch)
	if err != nil {
		return err
	}
	raw, err := b.Encode(m.Key, access.CallerOf(r.Context()).Address)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="`+string(id)+`.evidence.zip"`)
	_, _ = w.Write(raw) // who has gone away needs no answer
	return nil
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
	if err != nil {
		return err
	}
	q.forward = true
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
	var signers []custos.Address
	for _, v := range views {
		e := evidence.SetEvent{ID: v.ID, Body: v.Body}
		// An event that cannot be proved goes along without a proof, and fails.
		if it, err := p.item(r.Context(), v); err == nil {
			e.Item = it
			if b, err := it.Leaf.Open(); err == nil {
				signers = append(signers, b.Principal)
			}
		} else {
			m.Runtime.Log.Error("an event cannot be proved", "event", v.ID, "err", err)
		}
		set.Events = append(set.Events, e)
	}
	b := new(evidence.Bundle)
	if err := p.chain(r.Context(), b, signers); err != nil {
		return err
	}
	set.Proof, set.Headers = b.Proof, b.Headers
	return reply(w, set)
}

var errNoRows = errors.New("the batch has no events")

// commitmentsOf returns the commitments of a batch's events, in order.
func commitmentsOf(ctx context.Context, q querier, batch int64) ([]custos.Hash, error) {
	rows, err := q.QueryContext(ctx, "SELECT box, body_hash FROM event WHERE batch = ? ORDER BY seq", batch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []custos.Hash
	for rows.Next() {
		var s evidence.Sealed
		var h []byte
		if err := rows.Scan(&s.Box, &h); err != nil {
			return nil, err
		}
		if len(h) != len(s.BodyHash) {
			return nil, custos.Errorf(custos.Corrupt, "a body hash has %d bytes", len(h))
		}
		s.BodyHash = custos.Hash(h)
		out = append(out, s.Commitment())
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, errNoRows
	}
	return out, nil
}
