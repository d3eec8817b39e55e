package fog

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/observe"

	"github.com/prometheus/client_golang/prometheus"
)

// keptDir is where a master keeps what stood where it repaired something.
const keptDir = "altered"

// newAuditor has this master look at its own data, and repair it.
func (m *master) newAuditor() *Auditor {
	a := &Auditor{
		AuditSettings: AuditSection.Get(m.Site), Logger: m.Runtime.Log, Now: time.Now, Altered: m.watch.Altered,
		Config: func(context.Context) AuditConfig {
			return AuditConfig{
				Database: DatabaseOf(m.Node, m.Dir), LogDir: filepath.Join(m.Dir, "log"), Trust: m.council.trusted(), Log: m.trustLog,
				Chain: m.ledger, Recordings: m.recordingsHere,
			}
		},
		Repairer: func(ctx context.Context) (*Repairer, error) {
			r := &Repairer{
				DB: m.db, LogDir: filepath.Join(m.Dir, "log"), Log: m.log, Trust: m.council.trusted(), TrustLog: m.trustLog, Chain: m.ledger,
				Copies: m.council.copies(), Unwrap: m.mirrors.unwrap, Kept: &KeptCopies{filepath.Join(m.Dir, keptDir)}, Now: time.Now, Logger: m.Runtime.Log,
				Tell: func(ctx context.Context, done *observe.Repair) error {
					return m.Journal.Append(ctx, []custos.Observation{{Resource: m.Domain, Time: done.At, Payload: done}})
				},
			}
			if state, err := m.ledger.AnchorOf(ctx, m.log.Origin); err == nil && state.Size > 0 {
				r.Anchored = &state
			}
			return r, nil
		},
	}
	m.Say("audit", func() any { return a.State() })
	g := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "custos_audit_findings", Help: "Findings of the last full round of the master's own audit."}, func() float64 { return float64(a.State().Findings) })
	rows := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "custos_audit_rows", Help: "Leaves, rows and files that the master's own audit has looked at in this round."}, func() float64 { return float64(a.State().Rows) })
	for _, c := range []prometheus.Collector{g, rows} {
		m.Metrics.Unregister(c) // of an earlier start in this process
		m.Metrics.MustRegister(c)
	}
	return a
}

// recordingsHere is where a service on this machine keeps its recordings.
func (m *master) recordingsHere(_ custos.CameraID, by custos.ServiceID) (string, bool) {
	dir := m.Site.Dir(by) // the name comes out of the database and becomes a path
	if rel, err := filepath.Rel(m.Site.Data, dir); err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	dir = filepath.Join(dir, "recordings")
	_, err := os.Stat(dir)
	return dir, err == nil
}

// postRepair puts right what was altered.
func (m *master) postRepair(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(r.Body) // as long as the gate lets it be
	var order api.Repair
	if err == nil {
		err = json.Unmarshal(body, &order)
	}
	if err != nil {
		return custos.Errorf(custos.Invalid, "the request does not parse: %w", err)
	}
	// It goes on where who asked has gone: what is begun is ended, and told.
	done, err := m.auditor.Mend(context.WithoutCancel(r.Context()), order.DryRun)
	if err != nil {
		return err
	}
	return reply(w, api.Repaired{Mended: done.All, Lost: done.Lost, Kept: done.Kept, Open: done.Open})
}

// Altered raises the alarm about what an audit of the own data found, and ends it when nothing is
// altered any more.
func (w *Watch) Altered(ctx context.Context, why error) error {
	if why != nil {
		return w.raise(ctx, observe.AlarmAltered, w.Origin, custos.BlockRef{}, why.Error()+"; `custos audit` names all, `custos audit --repair` puts right what can be")
	}
	return w.over(ctx, observe.AlarmAltered, w.Origin, "an audit finds all as it was committed")
}

// copies are the other owners' masters, which may mirror the own log.
func (c *council) copies() (out []mirror.Copies) {
	for _, l := range c.logs() {
		if l.Own != nil {
			out = append(out, l.Own)
		}
	}
	return out
}

// trusted is the trust file as it stands now.
func (c *council) trusted() *evidence.Trust {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trust
}

// unwrap gives the key of an own body back, of what a mirror has of it.
func (s *mirrors) unwrap(commitment, wrapped custos.Hash) custos.Hash {
	return mirror.Unwrap(s.own.Wrapping, commitment, wrapped)
}

// knownElsewhere is how long a start waits for what others hold of the own log.
const knownElsewhere = 3 * time.Second

// CheckAgainstCopies refuses as Corrupt to go on with a log that is shorter than a checkpoint of it which
// its own keys signed and somebody else holds, or has another root there: the data directory was put back
// from a copy of before. Who does not answer in time is not waited for.
func CheckAgainstCopies(ctx context.Context, l *Log, trust *evidence.Trust, of evidence.TrustLog, copies []mirror.Copies) error {
	ctx, cancel := context.WithTimeout(ctx, knownElsewhere)
	defer cancel()
	said := make(chan func() error, len(copies))
	for _, c := range copies {
		go func() {
			signed, err := c.Checkpoint(ctx, of.Origin)
			said <- func() error { return checkCopy(ctx, l, trust, of, c.Name(), signed, err) }
		}()
	}
	for range copies {
		if err := (<-said)(); err != nil {
			return err
		}
	}
	return nil
}

// CheckAgainstWitnesses refuses as Corrupt to go on with a log of which another owner has cosigned more leaves
// than it has: they stood here once, and a log that grows from here tells another story than theirs. Who does
// not answer in time is not waited for.
func CheckAgainstWitnesses(ctx context.Context, l *Log, witnesses []Peer) error {
	ctx, cancel := context.WithTimeout(ctx, knownElsewhere)
	defer cancel()
	cp, signed, err := l.Checkpoint(ctx)
	if err != nil {
		return nil // it has none yet, or its trouble is told elsewhere
	}
	said := make(chan error, len(witnesses))
	for _, p := range witnesses {
		go func() {
			// Who has cosigned something of this log answers with how much (C2SP tlog-witness).
			_, err := p.AddCheckpoint(ctx, fmt.Appendf(nil, "old 0\n\n%s", signed))
			has, bad := uint64(0), error(nil)
			if custos.KindOf(err) == custos.Conflict {
				has, bad = strconv.ParseUint(strings.TrimSpace(err.Error()), 10, 63)
			}
			if bad == nil && has > cp.Size {
				said <- custos.Errorf(custos.Corrupt, "%s has cosigned %d leaves of the log %s, and here are %d: what stood between them was lost, and a log that went on from here would contradict it. Restore the newest copy of the directory, or a mirror that has those leaves and `custos master recover`; nothing is committed until then (docs/operations.md)", p.Name(), has, l.Origin, cp.Size)
				return
			}
			said <- nil
		}()
	}
	for range witnesses {
		if err := <-said; err != nil {
			return err
		}
	}
	return nil
}

func checkCopy(ctx context.Context, l *Log, trust *evidence.Trust, of evidence.TrustLog, by, signed string, err error) error {
	if err != nil {
		return nil // it has none, or does not answer
	}
	check := (&Repairer{Trust: trust, TrustLog: of}).checker()
	cp, err := evidence.ParseNote(signed)
	if err != nil || !check.checkNote(by, cp, signed) {
		return nil // nobody but the log's keys can say what it was
	}
	have, err := l.Size(ctx)
	if err != nil {
		return err
	}
	if have < cp.Size {
		return custos.Errorf(custos.Corrupt, "%s holds %d leaves of the log %s, signed by its own keys, and here are %d: the data directory is older than what others know. End the site and run `custos master recover`, or restore the newest copy of the directory; nothing is committed until then (docs/operations.md)", by, cp.Size, l.Origin, have)
	}
	root, err := l.rootAt(ctx, cp.Size)
	if err == nil && root != cp.Root {
		return custos.Errorf(custos.Corrupt, "%s holds another history of the log %s than stands here, at %d leaves, signed by its own keys: the directory is of another log or was changed; restore a good copy, or run `custos master recover`", by, l.Origin, cp.Size)
	}
	return nil
}
