package fog

import (
	"context"
	"fmt"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/observe"
)

// provenLog is what a log holds, as far as a checkpoint proves it, and the leaves behind that which
// their services signed.
type provenLog struct {
	leaves []evidence.Leaf
	cp     evidence.Checkpoint
	signed string
	from   string // whose copy it took
}

// proveLog finds the newest checkpoint that the log's keys have signed, here or in somebody's copies, and
// the leaves under it: from the log's own files, from the rows, from copies. It is Corrupt if nobody holds
// them, or if the chain has another root.
func (r *Repairer) proveLog(ctx context.Context, rows map[uint64]evidence.Leaf) (*provenLog, error) {
	files := LogFiles{Dir: r.LogDir}
	check := r.checker()
	var best provenLog
	take := func(signed, from string) {
		cp, err := evidence.ParseNote(signed)
		if err == nil && (best.signed == "" || cp.Size > best.cp.Size) && check.checkNote(from, cp, signed) {
			best.cp, best.signed, best.from = cp, signed, from
		}
	}
	for _, c := range r.Copies { // before the own one, which is never older in an honest master
		signed, err := c.Checkpoint(ctx, r.TrustLog.Origin)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			take(signed, c.Name())
		}
	}
	var own evidence.Checkpoint
	if cp, signed, err := files.Checkpoint(); err == nil && check.checkNote("the log", cp, signed) {
		own = cp
		if cp.Size >= best.cp.Size {
			best.cp, best.signed, best.from = cp, signed, ownRows
		}
	}
	stored, err := r.storedCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	if stored != "" {
		take(stored, ownRows)
	}
	if r.Anchored != nil && r.Anchored.Size > best.cp.Size {
		return nil, custos.Errorf(custos.Corrupt, "the chain has an anchor over %d leaves of %s, and the newest checkpoint that is here or in a copy covers %d: ask more of the others for their copies, or restore the newest copy of the directory", r.Anchored.Size, r.TrustLog.Origin, best.cp.Size)
	}
	integrated, err := files.integrated()
	if err != nil {
		integrated = own.Size
	}
	if !r.Lost && best.cp.Size > max(integrated, own.Size) {
		return nil, custos.Errorf(custos.Corrupt, "%s holds a checkpoint of this log over %d leaves, which its own keys signed; the log has %d: the data directory is older than what others know. End the site and run `custos master recover`; nothing is committed until then", best.from, best.cp.Size, max(integrated, own.Size))
	}
	size := max(integrated, best.cp.Size)
	have, err := files.readable(ctx, size)
	if err != nil {
		return nil, err
	}
	fromRows := func(i uint64) evidence.Leaf { return rows[i] }
	fromFiles := func(i uint64) evidence.Leaf {
		if i < uint64(len(have)) {
			return have[i]
		}
		return nil
	}
	try := func(first, second func(uint64) evidence.Leaf) bool {
		leaves := make([]evidence.Leaf, best.cp.Size)
		hashes := make([]custos.Hash, best.cp.Size)
		for i := range leaves {
			if leaves[i] = first(uint64(i)); leaves[i] == nil {
				leaves[i] = second(uint64(i))
			}
			if leaves[i] == nil {
				return false
			}
			hashes[i] = evidence.LogLeafHash(leaves[i])
		}
		best.leaves = leaves
		return evidence.TreeRoot(hashes) == best.cp.Root
	}
	signed := func(of func(uint64) evidence.Leaf) func(uint64) evidence.Leaf { // what nobody has signed is passed over
		return func(i uint64) evidence.Leaf {
			l := of(i)
			if _, err := l.Open(); err != nil {
				return nil
			}
			return l
		}
	}
	best.from = ownRows
	ok := try(fromFiles, fromRows) || try(signed(fromFiles), signed(fromRows)) || try(signed(fromRows), signed(fromFiles))
	for _, c := range r.Copies {
		if ok {
			break
		}
		copied, err := r.leavesOf(ctx, c, best.cp.Size)
		if err != nil {
			return nil, err
		}
		theirs := func(i uint64) evidence.Leaf { return copied[i] }
		best.from = c.Name()
		ok = try(theirs, fromFiles) || try(theirs, signed(fromRows)) || try(signed(fromFiles), theirs)
	}
	if !ok && best.cp.Size > 0 {
		return nil, custos.Errorf(custos.Corrupt, "no copy that was asked has the %d leaves that the checkpoint of %s covers: ask more of the others, or restore the newest copy of the directory", best.cp.Size, r.TrustLog.Origin)
	}
	roots := newRootsAt(best.leaves)
	if a := r.Anchored; a != nil && a.Size > 0 {
		if root, ok := roots.at(a.Size); !ok || root != a.Root {
			return nil, custos.Errorf(custos.Corrupt, "the chain has another root of %s at %d leaves than its checkpoint: the log was changed or replaced by who has its keys; nothing is repaired", r.TrustLog.Origin, a.Size)
		}
	}
	if root, ok := roots.at(own.Size); own.Size > 0 && (!ok || root != own.Root) {
		return nil, custos.Errorf(custos.Corrupt, "two checkpoints of %s contradict each other, at %d leaves and at %d: its keys have signed two stories; nothing is repaired", r.TrustLog.Origin, own.Size, best.cp.Size)
	}
	for i := best.cp.Size; i < integrated; i++ { // added since the checkpoint
		l := signed(fromFiles)(i)
		if l == nil {
			l = signed(fromRows)(i)
		}
		if l == nil {
			break
		}
		best.leaves = append(best.leaves, l)
	}
	return &best, nil
}

// leavesOf are the leaves that somebody's copies have of this log, as far as they go.
func (r *Repairer) leavesOf(ctx context.Context, c mirror.Copies, size uint64) (map[uint64]evidence.Leaf, error) {
	out := map[uint64]evidence.Leaf{}
	for i := uint64(0); i < size; {
		entries, err := c.Entries(ctx, r.TrustLog.Origin, i, 256)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil || len(entries) == 0 {
			break
		}
		next := i
		for _, e := range entries {
			if e.Index >= i {
				out[e.Index], next = e.Leaf, max(next, e.Index+1)
			}
		}
		if next == i {
			break
		}
		i = next
	}
	return out, nil
}

// checker checks what the log's keys have signed.
func (r *Repairer) checker() *audit {
	return &audit{AuditConfig: AuditConfig{Trust: r.Trust, Log: r.TrustLog}, report: new(AuditReport)}
}

// storedCheckpoint is the largest checkpoint in the database that the log's keys signed.
func (r *Repairer) storedCheckpoint(ctx context.Context) (signed string, err error) {
	snap, err := r.DB.Snapshot(ctx)
	if err != nil {
		return "", err
	}
	defer func() { _ = snap.Close() }()
	check, most := r.checker(), uint64(0)
	for row, err := range snap.Checkpoints(ctx) {
		if unreadableRow(err) != nil {
			continue
		}
		if err != nil {
			return "", err
		}
		if cp, err := evidence.ParseNote(row.Note); err == nil && cp.Size > most && check.checkNote("", cp, row.Note) {
			most, signed = cp.Size, row.Note
		}
	}
	return signed, nil
}

// mendCheckpoints plans the checkpoints' rows: what of a row its own signed note and the log prove is
// put right; one whose note is not signed is taken out, and newer ones prove what it proved. An anchor
// whose block the chain does not have is taken out, too: its master asks the chain again.
func (p *planner) mendCheckpoints(ctx context.Context) error {
	check, roots := p.checker(), newRootsAt(p.leaves)
	there := map[int64]bool{}
	var rows []masterdb.CheckpointRow
	for row, err := range p.snap.Checkpoints(ctx) {
		if u := unreadableRow(err); u != nil {
			p.takeCheckpoint(u.N, u.Columns, alteredRow("checkpoint", u.N, ""))
			continue
		}
		if err != nil {
			return err
		}
		there[row.Size] = true
		rows = append(rows, row)
	}
	for _, row := range rows {
		p.mendCheckpoint(check, roots, row, there)
	}
	for _, c := range p.Checkpoints {
		there[int64(c.Size)] = true
	}
	for row, err := range p.snap.Confirmed(ctx) {
		if u := unreadableRow(err); u != nil {
			p.TakeAnchors = append(p.TakeAnchors, u.N)
			p.keep("anchor", u.N, u.Columns)
			p.fix(alteredRow("anchor", u.N, ""))
			continue
		}
		if err != nil {
			return err
		}
		if slices.Contains(p.TakeAnchors, row.Size) {
			continue
		}
		if !there[row.Size] { // its checkpoint is not here: its number was changed
			p.takeAnchor(row, "size")
			continue
		}
		if p.Chain == nil {
			continue
		}
		h, err := p.Chain.Block(ctx, uint64(row.Block))
		if err != nil && custos.KindOf(err) != custos.NotFound {
			break // the chain is away: anchors are the next repair's
		}
		if err != nil || string(h.Hash[:]) != string(row.BlockHash) {
			p.takeAnchor(row, "block_hash")
		}
	}
	return nil
}

func (p *planner) takeAnchor(row masterdb.AnchorRow, column string) {
	p.TakeAnchors = append(p.TakeAnchors, row.Size)
	p.keep("anchor", row.Size, row)
	p.fix(alteredRow("anchor", row.Size, column))
}

func (p *planner) takeCheckpoint(size int64, row any, said ...observe.Mended) {
	p.TakeCheckpoints, p.TakeAnchors = append(p.TakeCheckpoints, size), append(p.TakeAnchors, size)
	p.keep("checkpoint", size, row)
	for _, m := range said {
		p.fix(m)
	}
}

func (p *planner) mendCheckpoint(check *audit, roots *rootsAt, row masterdb.CheckpointRow, there map[int64]bool) {
	cp, err := evidence.ParseNote(row.Note)
	if err != nil || !check.checkNote("", cp, row.Note) {
		p.takeCheckpoint(row.Size, row, alteredRow("checkpoint", row.Size, "note"))
		return
	}
	root, known := roots.at(cp.Size)
	if !known {
		return // beyond what was proved
	}
	if root != cp.Root || int64(cp.Size) != row.Size && there[int64(cp.Size)] {
		p.takeCheckpoint(row.Size, row, alteredRow("checkpoint", row.Size, "note"))
		return
	}
	back := masterdb.Checkpoint{Size: cp.Size, Root: cp.Root, Note: row.Note}
	back.Cosignatures, back.Signers = check.validCosignatures(row.Note, row.Cosignatures)
	var fields []field
	add := func(name string, got, want any) {
		if got != want {
			fields = append(fields, field{name, fmt.Sprint(got), fmt.Sprint(want)})
		}
	}
	add("size", row.Size, int64(cp.Size))
	if string(row.Root) != string(cp.Root[:]) {
		fields = append(fields, field{name: "root"})
	}
	if row.Cosignatures != back.Cosignatures {
		fields = append(fields, field{name: "cosigs"})
	}
	add("signers", row.Signers, int64(back.Signers))
	if len(fields) == 0 {
		return
	}
	for _, f := range fields {
		m := alteredRow("checkpoint", int64(cp.Size), f.name)
		m.Said, m.Says, m.From = f.said, f.says, "its own signed note"
		p.fix(m)
	}
	p.TakeCheckpoints = append(p.TakeCheckpoints, row.Size)
	p.keep("checkpoint", row.Size, row)
	p.Checkpoints = append(p.Checkpoints, back)
}
