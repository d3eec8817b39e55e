package fog

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/ledger"
	"custos.dev/custos/observe"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

// AuditChain is what an audit asks of the ledger; ledger.Master implements it.
type AuditChain interface {
	Chain
	Logs(ctx context.Context) ([]ledger.LogState, error)
	Principals(ctx context.Context) ([]custos.Principal, error)
}

// AuditConfig says where a master's data is and what it is held against.
type AuditConfig struct {
	// Database is the master's file, LogDir the directory of its log. Both are only read,
	// and the master may be running.
	Database, LogDir string
	// Trust has the owners' and the log's keys; Log is the audited log's entry in it.
	Trust *evidence.Trust
	Log   evidence.TrustLog
	// Chain is nil where the ledger cannot be asked; NoChain then says why.
	Chain   AuditChain
	NoChain string
	// Recordings says where a service keeps the files of a camera's segments that it
	// sealed; false if nowhere on this machine.
	Recordings func(custos.CameraID, custos.ServiceID) (dir string, ok bool)
	// Settle is how long a running master may take to publish a checkpoint over what its
	// database has; 0 means 3 s.
	Settle time.Duration
	// Pace is called again and again while the audit works, so that who makes it slower can; may be nil.
	Pace func()
}

// Finding is one thing that is not as it was committed, or, with the status
// Unknown, that cannot be decided here.
type Finding struct {
	Status evidence.Status `json:"status"`
	// What is the kind of thing: database, event, batch, log, checkpoint, anchor, chain,
	// segment, gap.
	What string `json:"what"`
	// Event is the event it is about; of a batch, its first.
	Event  custos.EventID `json:"event,omitempty"`
	Detail string         `json:"detail"`
	// Row is the row, leaf or file ("event 5", "batch 2", "leaf 3"), Field its column, and Cause what
	// was done to it, one of observe's causes; each is empty where that cannot be said.
	Row   string `json:"row,omitempty"`
	Field string `json:"field,omitempty"`
	Cause string `json:"cause,omitempty"`
	// Repairable says that what belongs there follows from what this master has; without it somebody
	// else's copy is needed, if there is one.
	Repairable bool `json:"repairable,omitempty"`
}

// at says which row it is about, and what was done to it.
func (f *Finding) at(row, field, cause string) *Finding {
	f.Row, f.Field, f.Cause, f.Repairable = row, field, cause, true
	return f
}

// away says that what belongs there is not here.
func (f *Finding) away() { f.Repairable = false }

// causeOf is what was done to a row of which a column says something else: its number, its batch and
// its place there say where it stands.
func causeOf(field string) string {
	if field == "n" || field == "seq" || field == "batch" {
		return observe.CauseReordered
	}
	return observe.CauseAltered
}

// AuditReport is what an audit of one master found and how much it looked at.
type AuditReport struct {
	Domain custos.Resource `json:"domain"`
	Result evidence.Status `json:"result"`
	Origin string          `json:"origin"`
	// Size and Root are of the log, computed from its leaves.
	Size uint64      `json:"size"`
	Root custos.Hash `json:"root"`
	// Anchored is how many leaves the ledger has an anchor over.
	Anchored uint64 `json:"anchored"`
	Events   int    `json:"events"`
	Batches  int    `json:"batches"`
	// Staged are batches that are durable and not in the log yet.
	Staged int `json:"staged"`
	// Unrecorded are batches in the log whose rows do not say so yet.
	Unrecorded int `json:"unrecorded"`
	// Repeated are leaves that stand in the log twice: harmless, a master added them
	// again after it was interrupted.
	Repeated    int `json:"repeated"`
	Checkpoints int `json:"checkpoints"`
	Segments    int `json:"segments"`
	// Removed are the events whose bodies, and the segments whose files, are gone by a tombstone
	// in the log: no fault. Removals says by which cause how many.
	Removed  int            `json:"removed,omitempty"`
	Removals map[string]int `json:"removals,omitempty"`
	// Orphaned are batches that name a block which a reorganisation took.
	Orphaned int       `json:"orphaned"`
	Findings []Finding `json:"findings"`
	// Notes say what is known and no fault.
	Notes []string `json:"notes,omitempty"`
	// More is how many findings there were beyond those listed.
	More int `json:"more,omitempty"`
}

// maxFindings bounds what a report lists: a lost file makes a finding for each row.
const maxFindings = 10_000

// Audit reads everything that a master keeps and compares it: rows with bodies,
// bodies with commitments, commitments with signed batches, batches with the log, the
// log with its checkpoints, the ledger and the owners' keys, and footage with its
// seals. It changes nothing. What is wrong is in the report; an error means that the
// audit could not be made.
func Audit(ctx context.Context, cfg AuditConfig) (*AuditReport, error) {
	a, err := auditOf(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return a.report, nil
}

// auditOf makes an audit and keeps what it saw.
func auditOf(ctx context.Context, cfg AuditConfig, also ...func(*audit)) (*audit, error) {
	db, err := openReadOnly(cfg.Database)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	a := &audit{
		AuditConfig: cfg, fresh: db, files: LogFiles{Dir: cfg.LogDir}, at: map[custos.Hash]uint64{},
		batches: map[int64]*auditBatch{}, segments: map[recorder][]sealedSegment{}, gaps: map[custos.CameraID][]*observe.Stream{}, resources: map[custos.Resource]bool{}, stored: map[int64]bool{}, gone: map[string]int{},
		fileGone: map[custos.EventID]bool{}, fileWrong: map[custos.EventID]string{},
		report: &AuditReport{Domain: cfg.Log.Domain, Origin: cfg.Log.Origin, Findings: []Finding{}},
	}
	if a.Settle == 0 {
		a.Settle = 3 * time.Second
	}
	for _, do := range also {
		do(a)
	}
	// All questions see the same state of a running master.
	if a.rows, err = db.Snapshot(ctx); err != nil {
		return nil, err
	}
	defer func() { _ = a.rows.Close() }()
	for _, step := range []func(context.Context) error{
		a.checkFile, a.readBatches, a.readAnchor, a.readLog, a.checkLeaves, a.checkBatches, a.readTombstones, a.readRepairs, a.checkEvents, a.checkRemoved, a.sayLost,
		a.checkCheckpoints, a.checkChain, a.checkSegments,
	} {
		err := step(ctx)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			// A database that cannot be read to its end is a finding, and what else
			// can be checked still is.
			a.fail("database", "", "%v", err)
		}
	}
	a.report.Result = evidence.Pass
	for _, f := range a.report.Findings {
		if f.Status == evidence.Fail {
			a.report.Result = evidence.Fail
			break
		}
		a.report.Result = evidence.Unknown
	}
	return a, nil
}

// pace lets others work.
func (a *audit) pace() {
	if a.Pace != nil {
		a.Pace()
	}
}

// audit is the state of one Audit: later steps build on earlier ones.
type audit struct {
	AuditConfig
	report *AuditReport
	rows   masterdb.Snapshot
	fresh  masterdb.Events // the state of now, for what came after the snapshot
	files  LogFiles

	order   []*auditBatch // by number
	batches map[int64]*auditBatch
	leaves  []evidence.Leaf
	roots   *rootsAt
	// at is where each leaf stands in the log; principals who is registered, nil if the
	// ledger cannot be asked.
	at         map[custos.Hash]uint64
	principals map[custos.Address]custos.Principal
	segments   map[recorder][]sealedSegment
	gaps       map[custos.CameraID][]*observe.Stream
	tombs      tombs
	stored     map[int64]bool // checkpoints that have a row
	// lost are the events that repairs on record did not get back, and gone counts those of them that are
	// not here, by why.
	lost []observe.Lost
	gone map[string]int
	// seen is told of each event whose body is here; may be nil.
	seen func(*auditEvent, *custos.Event)
	// seenBare is told of each event whose body is gone; may be nil.
	seenBare func(*auditEvent)
	// fileGone are the segments whose files a tombstone removed, fileWrong those whose files are not as
	// they were sealed, by why.
	fileGone  map[custos.EventID]bool
	fileWrong map[custos.EventID]string
	// resources are those that rows name.
	resources map[custos.Resource]bool
	// anchored is what the contract has of the log; nil if nothing.
	anchored *ledger.LogState
}

func (a *audit) fail(what string, id custos.EventID, format string, args ...any) *Finding {
	return a.find(Finding{Status: evidence.Fail, What: what, Event: id, Detail: fmt.Sprintf(format, args...)})
}

func (a *audit) unknown(what string, id custos.EventID, format string, args ...any) *Finding {
	return a.find(Finding{Status: evidence.Unknown, What: what, Event: id, Detail: fmt.Sprintf(format, args...)})
}

// find lists a finding, which the caller may say more of until the next one.
func (a *audit) find(f Finding) *Finding {
	if len(a.report.Findings) >= maxFindings {
		a.report.More++
		return &f
	}
	a.report.Findings = append(a.report.Findings, f)
	return &a.report.Findings[len(a.report.Findings)-1]
}

// checkFile has the database look at its own structure: an index that does not agree
// with its table, a reference to nothing.
func (a *audit) checkFile(ctx context.Context) error {
	damage, err := a.rows.Damage(ctx)
	for _, said := range damage {
		a.fail("database", "", "the file is damaged: %s", said).at("", "", observe.CauseAltered).away()
	}
	return err
}

// readAnchor asks what the ledger has of the log, before the log is read: a running
// master may anchor more at any time.
func (a *audit) readAnchor(ctx context.Context) error {
	if a.Chain == nil {
		return nil
	}
	logs, err := a.Chain.Logs(ctx)
	if err != nil {
		a.Chain, a.NoChain = nil, err.Error()
		return nil
	}
	if i := slices.IndexFunc(logs, func(l ledger.LogState) bool { return l.Origin == a.Log.Origin }); i >= 0 {
		a.anchored = &logs[i]
	}
	return nil
}

// readLog reads the log up to a checkpoint that covers the snapshot and the anchor.
// The checkpoint is read after both, so a running master only has to publish it.
func (a *audit) readLog(ctx context.Context) error {
	var most uint64
	if a.anchored != nil {
		most = a.anchored.Size
	}
	for _, b := range a.order {
		if b.Recorded && b.Index >= 0 && b.leafOK {
			most = max(most, uint64(b.Index)+1)
		}
	}
	cp, signed, err := a.files.Checkpoint()
	for end := time.Now().Add(a.Settle); (err != nil || cp.Size < most) && most > 0 && time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
		cp, signed, err = a.files.Checkpoint()
	}
	a.roots = newRootsAt(nil)
	if err != nil {
		if most > 0 {
			a.fail("log", "", "%v", err)
		}
		return nil
	}
	a.checkNote("the newest checkpoint", cp, signed)
	leaves, root, err := a.files.Leaves(ctx, cp.Size)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.fail("log", "", "%v", err)
		return nil
	}
	a.leaves, a.report.Size, a.report.Root = leaves, cp.Size, root
	a.roots = newRootsAt(leaves)
	if root != cp.Root {
		a.fail("log", "", "the log's %d leaves have the root %s, its checkpoint says %s: a leaf was changed", cp.Size, root, cp.Root).at("log", "", observe.CauseAltered)
	}
	return nil
}

// checkNote checks a checkpoint's text and both of the log's signatures.
func (a *audit) checkNote(name string, cp evidence.Checkpoint, signed string) bool {
	if cp.Origin != a.Log.Origin {
		a.fail("checkpoint", "", "%s is of the log %q, this is %q", name, cp.Origin, a.Log.Origin)
		return false
	}
	std, err := evidence.NoteVerifier(cp.Origin, ed25519.PublicKey(a.Log.Key[:]))
	if err != nil {
		a.fail("checkpoint", "", "%s: the log's key in the trust file is none: %v", name, err)
		return false
	}
	n, err := note.Open([]byte(signed), note.VerifierList(std, evidence.LedgerVerifier(cp.Origin, a.Log.Signer)))
	switch {
	case err != nil:
		a.fail("checkpoint", "", "%s is not signed by the log's keys: %v", name, err)
	case len(n.Sigs) != 2 || len(n.UnverifiedSigs) != 0:
		a.fail("checkpoint", "", "%s has %d of the log's two signatures, and %d others", name, len(n.Sigs), len(n.UnverifiedSigs))
	case !sameCheckpoint(n.Text, cp):
		a.fail("checkpoint", "", "%s is not the one that its row says", name)
	default:
		return true
	}
	return false
}

// sameCheckpoint reports that a text is a checkpoint's, whatever it says of the policy: rows
// do not have that.
func sameCheckpoint(text string, cp evidence.Checkpoint) bool {
	got, err := evidence.ParseCheckpoint(text)
	got.Policy = cp.Policy
	return err == nil && got == cp
}

// checkLeaves checks every leaf's signature and signer, and that each service's
// batches follow each other without a hole.
func (a *audit) checkLeaves(ctx context.Context) error {
	a.readPrincipals(ctx)
	type tail struct {
		hash custos.Hash
		evidence.Batch
	}
	tails := map[custos.ServiceID]tail{}
	complained := map[custos.Address]bool{}
	for i, leaf := range a.leaves {
		a.pace()
		h := leaf.Hash()
		if _, twice := a.at[h]; twice {
			a.report.Repeated++
			a.at[h] = uint64(i)
			continue
		}
		a.at[h] = uint64(i)
		b, err := leaf.Open()
		if err != nil {
			a.fail("log", "", "leaf %d: %v", i, err).at(fmt.Sprintf("leaf %d", i), "", observe.CauseAltered)
			continue
		}
		if p, ok := a.principals[b.Principal]; a.principals != nil && !complained[b.Principal] &&
			(!ok || p.Role != custos.RoleService || p.Name != string(b.Service) || p.Domain != a.Log.Domain || p.Owner != a.Log.Owner) {
			complained[b.Principal] = true
			a.fail("batch", firstEvent(b), "leaf %d is signed by %s, who is not registered as %s in %s", i, b.Principal, b.Service, a.Log.Domain)
		}
		if t, ok := tails[b.Service]; !ok {
			if !b.Prev.IsZero() {
				a.unknown("log", firstEvent(b), "leaf %d: the log begins in the middle of what %s observed; what came before is not here", i, b.Service)
			}
		} else if hole := follows(t.Batch, t.hash, b); hole != "" {
			if b.Prev.IsZero() && b.Boot > t.Boot {
				a.unknown("log", firstEvent(b), "leaf %d: %s began a new chain after %s: it lost its journal, and what it had not delivered", i, b.Service, custos.NewEventID(t.Service, t.Boot, t.Last))
			} else {
				a.fail("log", firstEvent(b), "leaf %d: there is a hole in what %s observed after %s: %s", i, b.Service, custos.NewEventID(t.Service, t.Boot, t.Last), hole).at(fmt.Sprintf("leaf %d", i), "", observe.CauseMissing).away()
			}
		}
		tails[b.Service] = tail{h, b}
	}
	return nil
}

// follows says why a batch does not follow the one before; "" if it does.
func follows(before evidence.Batch, hash custos.Hash, b evidence.Batch) string {
	switch {
	case b.Prev != hash:
		return "it names another batch before it"
	case b.Boot < before.Boot:
		return "it is of an earlier life"
	case b.Boot == before.Boot && b.First != before.Last+1:
		return fmt.Sprintf("it begins at %d", b.First)
	case b.Boot > before.Boot && b.First != 1:
		return fmt.Sprintf("a new life begins at %d", b.First)
	}
	return ""
}

func firstEvent(b evidence.Batch) custos.EventID {
	return custos.NewEventID(b.Service, b.Boot, b.First)
}

func (a *audit) readPrincipals(ctx context.Context) {
	if a.Chain == nil {
		return
	}
	list, err := a.Chain.Principals(ctx)
	if err != nil {
		a.Chain, a.NoChain = nil, err.Error()
		return
	}
	a.principals = map[custos.Address]custos.Principal{}
	for _, p := range list {
		a.principals[p.Address] = p
	}
}

// checkCheckpoints checks the checkpoints that left this master, and the
// cosignatures that it got for them.
func (a *audit) checkCheckpoints(ctx context.Context) error {
	for row, err := range a.rows.Checkpoints(ctx) {
		if a.unreadable("checkpoint", err) {
			continue
		}
		if err != nil {
			return err
		}
		size, root, signed := row.Size, row.Root, row.Note
		a.stored[size] = true
		a.report.Checkpoints++
		name, at := fmt.Sprintf("the stored checkpoint at %d leaves", size), fmt.Sprintf("checkpoint %d", size)
		want, ok := a.roots.at(uint64(size))
		if !ok {
			a.fail("checkpoint", "", "%s is beyond the log, which has %d: the log is older than its database", name, len(a.leaves)).at(at, "size", observe.CauseRolledBack)
			continue
		}
		if !bytes.Equal(root, want[:]) {
			a.fail("checkpoint", "", "%s has the root %x, the log's leaves have %s", name, root, want).at(at, "root", observe.CauseAltered)
			continue
		}
		cp := evidence.Checkpoint{Origin: a.Log.Origin, Size: uint64(size), Root: want}
		if !a.checkNote(name, cp, signed) {
			a.last().at(at, "note", observe.CauseAltered)
			continue
		}
		text, _, _ := strings.Cut(signed, "\n\n")
		n, err := a.cosigners(text+"\n", row.Cosignatures)
		column := "cosigs"
		if err == nil && int64(n) != row.Signers {
			err = fmt.Errorf("the column signers says %d, it has %d cosignatures", row.Signers, n)
			column = "signers"
		}
		if err != nil {
			a.fail("checkpoint", "", "%s: %v", name, err).at(at, column, observe.CauseAltered)
		}
	}
	return nil
}

// last is the newest finding.
func (a *audit) last() *Finding {
	if n := len(a.report.Findings); n > 0 && a.report.More == 0 {
		return &a.report.Findings[n-1]
	}
	return new(Finding)
}

// cosigners counts the owners, of any time, that cosigned; a line of nobody is an error.
func (a *audit) cosigners(text, lines string) (int, error) {
	c, err := a.Trust.Cosigners(math.MaxUint64, text, lines)
	return c.Of(), err
}

// checkChain compares the log with what the contract has of it, and the anchors'
// blocks with the chain's.
func (a *audit) checkChain(ctx context.Context) error {
	if a.Chain == nil {
		a.unknown("chain", "", "the log is not compared with the ledger: %s", a.NoChain)
		return nil
	}
	if a.anchored == nil {
		if len(a.leaves) > 0 {
			a.unknown("chain", "", "the ledger does not have the log %s yet", a.Log.Origin)
		}
		return nil
	}
	l := a.anchored
	a.report.Anchored = l.Size
	root, ok := a.roots.at(l.Size)
	switch {
	case l.Frozen:
		a.fail("chain", "", "the ledger has the log frozen: a fork of it was reported")
	case l.Signer != a.Log.Signer:
		a.fail("chain", "", "the ledger has the log under the key of %s, the trust file says %s", l.Signer, a.Log.Signer)
	case !ok:
		a.fail("chain", "", "the ledger has an anchor over %d leaves, the log has %d: the data directory is older than the chain; restore the newest copy of it, or run `custos master recover`", l.Size, len(a.leaves)).at("log", "", observe.CauseRolledBack).away()
	case l.Size > 0 && root != l.Root:
		a.fail("chain", "", "the ledger has another root than the log at %d leaves: the log was changed or replaced", l.Size).at("log", "", observe.CauseAltered).away()
	}
	if err := a.checkAnchors(ctx); err != nil {
		return err
	}
	return a.checkBlocks(ctx)
}

func (a *audit) checkAnchors(ctx context.Context) error {
	for row, err := range a.rows.Confirmed(ctx) {
		if a.unreadable("anchor", err) {
			continue
		}
		if err != nil {
			return err
		}
		size, block, hash := row.Size, row.Block, row.BlockHash
		if !a.stored[size] {
			a.fail("anchor", "", "the anchor over %d leaves is of no checkpoint that is here", size).at(fmt.Sprintf("anchor %d", size), "size", observe.CauseAltered)
			continue
		}
		h, err := a.Chain.Block(ctx, uint64(block))
		switch {
		case custos.KindOf(err) == custos.NotFound || err == nil && !bytes.Equal(h.Hash[:], hash):
			a.fail("anchor", "", "the anchor over %d leaves names a block %d that is not on the chain", size, block).at(fmt.Sprintf("anchor %d", size), "block_hash", observe.CauseAltered)
		case err != nil:
			a.unknown("anchor", "", "the block of the anchor over %d leaves cannot be asked for: %v", size, err)
			return nil
		}
	}
	return nil
}

// checkBlocks counts the batches whose block is not on the chain any more. Near
// the head that happens to honest ones, so it is no finding; evidence of such a batch
// has no lower bound of its time.
func (a *audit) checkBlocks(ctx context.Context) error {
	seen := map[custos.BlockRef]bool{}
	for _, b := range a.order {
		if !b.leafOK {
			continue
		}
		on, ok := seen[b.open.Block]
		if !ok {
			h, err := a.Chain.Block(ctx, b.open.Block.Number)
			if err != nil && custos.KindOf(err) != custos.NotFound {
				return nil
			}
			on = err == nil && h.Hash == b.open.Block.Hash
			seen[b.open.Block] = on
		}
		if !on {
			a.report.Orphaned++
		}
	}
	return nil
}

// rootsAt computes the roots that a log had at growing sizes, each leaf once.
type rootsAt struct {
	leaves []evidence.Leaf
	tree   *compact.Range
	known  map[uint64]custos.Hash
}

func newRootsAt(leaves []evidence.Leaf) *rootsAt {
	return &rootsAt{leaves: leaves, known: map[uint64]custos.Hash{}}
}

var ranges = compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}

// at returns the root over the first size leaves; false beyond the log. A size
// below an earlier question's begins again from the first leaf.
func (r *rootsAt) at(size uint64) (custos.Hash, bool) {
	if h, ok := r.known[size]; ok {
		return h, true
	}
	if size > uint64(len(r.leaves)) {
		return custos.Hash{}, false
	}
	if size == 0 {
		return evidence.TreeRoot(nil), true
	}
	if r.tree == nil || r.tree.End() > size {
		r.tree = ranges.NewEmptyRange(0)
	}
	for r.tree.End() < size {
		h := evidence.LogLeafHash(r.leaves[r.tree.End()])
		if err := r.tree.Append(h[:], nil); err != nil {
			return custos.Hash{}, false
		}
	}
	root, err := r.tree.GetRootHash(nil)
	if err != nil {
		return custos.Hash{}, false
	}
	r.known[size] = custos.Hash(root)
	return custos.Hash(root), true
}
