package fog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/ledger"
	"custos.dev/custos/observe"
)

// Repairer puts back what was altered in a master's database and log. What must stand there is
// proved before: leaves by a checkpoint that the log's keys signed and the chain does not contradict,
// bodies by their batch. What stood there is kept first, and is never deleted by itself.
type Repairer struct {
	DB     masterdb.DB
	LogDir string
	// Log is the open log; nil where no master runs.
	Log *Log
	// Trust and TrustLog say whose signatures count.
	Trust    *evidence.Trust
	TrustLog evidence.TrustLog
	// Anchored is what the chain has of the log; nil if it has nothing or cannot be asked. Chain
	// answers which blocks there are; nil leaves anchors alone.
	Anchored *ledger.LogState
	Chain    Chain
	// Copies are whom to ask for what is not here, in this order. Unwrap gives the key of a body of
	// a commitment back, of what a copy has of it; nil where the wrapping key is not here.
	Copies []mirror.Copies
	Unwrap func(commitment, wrapped custos.Hash) custos.Hash
	// Kept is where what stood there is kept.
	Kept *KeptCopies
	// Lost says that the directory may be older than others' copies, or empty: it is filled from
	// those. Without it that is an error, since its master runs.
	Lost bool
	// Tell puts a repair on record. It is durable when it returns nil.
	Tell   func(ctx context.Context, done *observe.Repair) error
	Pace   func() // called often; may be nil
	Now    func() time.Time
	Logger *slog.Logger

	mu     sync.Mutex
	proved string                  // whose copy proved the log
	step   func(name string) error // a test makes it fail there
}

// Repaired is what a repair did, or would do.
type Repaired struct {
	observe.Repair
	// All are all rows and files that were put right.
	All []observe.Mended `json:"all"`
	// Open says what stays as it is, and why.
	Open []string `json:"open,omitempty"`
}

// repairRounds is how often what a repair has shown is looked at again: tombstones that came back say
// what stays removed, and a running master may have written between plan and repair.
const repairRounds = 4

func (r *Repairer) pace() {
	if r.Pace != nil {
		r.Pace()
	}
}

func (r *Repairer) at(name string) error {
	if r.step == nil {
		return nil
	}
	return r.step(name)
}

// Repair puts everything right that can be. Asked again after a crash it goes on: each repair is
// one transaction, told when it is done. With dry nothing is changed.
func (r *Repairer) Repair(ctx context.Context, dry bool) (*Repaired, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := &Repaired{Repair: observe.Repair{At: r.Now().UTC()}, All: []observe.Mended{}}
	if !dry {
		if err := r.Kept.tell(ctx, r.Tell); err != nil {
			return nil, err
		}
	}
	for round := range repairRounds {
		p, log, err := r.look(ctx)
		if err != nil {
			return nil, err
		}
		out.Open = p.open
		files, err := r.differing(ctx, log.leaves)
		if custos.KindOf(err) == custos.Conflict && round+1 < repairRounds {
			continue // it grew meanwhile
		}
		if err != nil {
			return nil, err
		}
		newer := r.checkpointToWrite(log)
		if p.Empty() && len(files) == 0 && !newer {
			if !dry {
				err = r.Kept.finish(ctx, r.Tell) // one that a crash cut off behind its transaction
			}
			return out, err
		}
		for _, path := range files {
			p.fix(observe.Mended{Row: "log " + path, Cause: fileCause(r.LogDir, path), From: log.from})
		}
		if newer && len(files) == 0 {
			p.fix(observe.Mended{Row: "log checkpoint", Cause: fileCause(r.LogDir, "checkpoint"), From: log.from})
		}
		out.All = append(out.All, p.fixes...)
		done := p.said(r.Now().UTC())
		out.Count, out.Lost = out.Count+done.Count, append(out.Lost, done.Lost...)
		if dry {
			return out, nil
		}
		err = r.apply(ctx, p, log, &done)
		if custos.KindOf(err) == custos.Conflict && round+1 < repairRounds {
			continue // somebody wrote meanwhile
		}
		if err != nil {
			return nil, err
		}
		out.Kept, out.Digest = done.Kept, done.Digest
	}
	return out, custos.Errorf(custos.Unavailable, "what was put right does not stay so, or the master writes too much beside it: look whether somebody changes its files right now, and repair again")
}

// look plans what there is to do now.
func (r *Repairer) look(ctx context.Context) (*planner, *provenLog, error) {
	// The log is read before the rows: what stands in it has its row then.
	rows, err := r.leavesOfRows(ctx)
	if err != nil {
		return nil, nil, err
	}
	log, err := r.proveLog(ctx, rows)
	if err != nil {
		return nil, nil, err
	}
	r.proved = "the log"
	if log.from != ownRows {
		r.proved = log.from
	}
	snap, err := r.DB.Snapshot(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = snap.Close() }()
	p, err := r.makePlan(ctx, snap, log.leaves)
	return p, log, err
}

// differing are the files of the log that are not as its leaves say.
func (r *Repairer) differing(ctx context.Context, leaves []evidence.Leaf) ([]string, error) {
	if r.Log != nil {
		return r.Log.Differing(ctx, leaves)
	}
	return differingPaths(r.LogDir, leaves), nil
}

func (r *Repairer) leavesOfRows(ctx context.Context) (map[uint64]evidence.Leaf, error) {
	snap, err := r.DB.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = snap.Close() }()
	out := map[uint64]evidence.Leaf{}
	for row, err := range snap.Batches(ctx) {
		if unreadableRow(err) != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		if row.Recorded && row.Index >= 0 {
			out[uint64(row.Index)] = row.Leaf
		}
	}
	return out, nil
}

func unreadableRow(err error) *masterdb.UnreadableRow {
	u := new(masterdb.UnreadableRow)
	if errors.As(err, &u) {
		return u
	}
	return nil
}

func alteredRow(table string, n int64, name string) observe.Mended {
	return observe.Mended{Row: fmt.Sprintf("%s %d", table, n), Field: name, Cause: observe.CauseAltered}
}

// said is what is told of a plan.
func (p *planner) said(at time.Time) observe.Repair {
	out := observe.Repair{Mended: p.fixes[:min(len(p.fixes), observe.MaxMended)], Count: len(p.fixes), At: at}
	if out.Mended == nil {
		out.Mended = []observe.Mended{}
	}
	for _, l := range p.lost {
		i := slices.IndexFunc(out.Lost, func(o observe.Lost) bool { return o.Service == l.service && o.Why == l.why })
		if i < 0 || len(out.Lost[i].Spans) == observe.MaxSpans {
			out.Lost = append(out.Lost, observe.Lost{Service: l.service, Why: l.why})
			i = len(out.Lost) - 1
		}
		if grow(&out.Lost[i].Spans, l.boot, l.seq) {
			out.Lost[i].Count++
		}
	}
	return out
}

// apply keeps what stands there, puts right what is planned, and tells of it, each durable before
// the next.
func (r *Repairer) apply(ctx context.Context, p *planner, log *provenLog, done *observe.Repair) error {
	k, err := r.Kept.begin(done, p.kept)
	if err != nil {
		return err
	}
	if err := r.at("files"); err != nil {
		return err
	}
	keepFile := func(path string) error { return k.file(r.LogDir, path) }
	if r.Log != nil {
		_, err = r.Log.Mend(ctx, log.leaves, keepFile)
	} else {
		_, err = mendLog(r.LogDir, log.leaves, keepFile)
	}
	if err == nil && r.checkpointToWrite(log) {
		if err = keepFile("checkpoint"); err == nil {
			err = writeLogFile(r.LogDir, "checkpoint", []byte(log.signed))
		}
	}
	if err != nil {
		return err
	}
	for _, m := range parts(p.Mending) {
		if err := r.at("rows"); err != nil {
			return err
		}
		if err := r.DB.Mend(ctx, m); err != nil {
			return custos.Errorf(custos.Conflict, "put rows back: %w", err)
		}
	}
	if err := r.at("done"); err != nil {
		return err
	}
	if err := k.done(); err != nil {
		return err
	}
	if err := r.at("tell"); err != nil {
		return err
	}
	return r.Kept.tell(ctx, r.Tell)
}

// mendAtOnce is how many events one transaction puts back where nothing has to go for them.
const mendAtOnce = 4096

// parts cuts a mending that puts back very much. The first part takes out all that goes, with the batches'
// rows; a crash before the last leaves events that are missing, which the next repair finds.
func parts(m masterdb.Mending) []masterdb.Mending {
	out := []masterdb.Mending{m}
	if len(m.Events) <= mendAtOnce {
		return out
	}
	out[0].Events = m.Events[:mendAtOnce]
	for some := range slices.Chunk(m.Events[mendAtOnce:], mendAtOnce) {
		out = append(out, masterdb.Mending{Events: some})
	}
	return out
}

// checkpointToWrite reports that the log's own checkpoint is not there, not signed, or older than what
// proved its leaves. One of a running log is made anew by itself.
func (r *Repairer) checkpointToWrite(log *provenLog) bool {
	if log.signed == "" {
		return false
	}
	cp, signed, err := LogFiles{Dir: r.LogDir}.Checkpoint()
	return err != nil || cp.Size < log.cp.Size || !r.checker().checkNote("the log", cp, signed)
}

// validCosignatures are the lines of owners, of any time, under a checkpoint, each once.
func (a *audit) validCosignatures(signed, lines string) (valid string, n int) {
	text, _, _ := strings.Cut(signed, "\n\n")
	for line := range strings.Lines(lines) {
		if !strings.HasSuffix(line, "\n") {
			line += "\n"
		}
		if k, err := a.cosigners(text+"\n", valid+line); err == nil && k == n+1 {
			valid, n = valid+line, k
		}
	}
	return valid, n
}
