package fog

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"syscall"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/node"
	"custos.dev/custos/service"

	"github.com/prometheus/client_golang/prometheus"
)

// mirrors are what a master keeps of other owners' logs, and gives of its own.
type mirrors struct {
	m      *master
	own    *Own
	kept   *mirror.Mirrored
	policy mirror.Policy
	runner *mirror.Runner
}

func (m *master) newMirrors() (*mirrors, error) {
	wrapping, err := service.SecretKey(node.WrappingKey(m.Site, m.Node.Name))
	if err != nil {
		return nil, err
	}
	s := &mirrors{
		m:      m,
		own:    &Own{DB: m.db, Dir: filepath.Join(m.Dir, "log"), Origin: m.log.Origin, Owner: m.Node.Owner, Service: m.ID, Wrapping: wrapping},
		kept:   &mirror.Mirrored{Owner: string(m.Node.Owner), Dir: filepath.Join(m.Dir, "mirror")},
		policy: mirror.PolicyOf(m.Node),
	}
	s.runner = &mirror.Runner{Logs: s.logs, New: s.follower}
	m.Say("mirrors", func() any { return s.runner.Health() })
	m.Metrics.Unregister(s)
	m.Metrics.MustRegister(s)
	return s, nil
}

// logs are those that are mirrored now.
func (s *mirrors) logs() (out []mirror.Log) {
	for _, l := range s.m.council.logs() {
		if s.policy.Mirrors(l.Owner) {
			out = append(out, l)
		}
	}
	return out
}

func (s *mirrors) follower(origin string, log func() (mirror.Log, bool)) *mirror.Follower {
	return &mirror.Follower{
		Store: s.kept.Of(origin), Log: log, Known: s.known, Forked: s.m.witness.Forked,
		Wants: s.policy.Of, Full: s.full, Logger: s.m.Runtime.Log,
	}
}

// known is what is known of a log without its mirror: the tree that the own witness cosigned last,
// and the anchor that the chain holds. The log's key signed both.
func (s *mirrors) known(ctx context.Context, origin string) (out []mirror.Known, err error) {
	if last, err := s.m.witness.cosigned(ctx, origin); err != nil {
		return nil, err
	} else if last.Size > 0 {
		out = append(out, mirror.Known{Size: last.Size, Root: last.Root, By: "what this owner's witness cosigned"})
	}
	for _, l := range s.m.watch.Logs() {
		if l.Origin == origin && l.Size > 0 {
			out = append(out, mirror.Known{Size: l.Size, Root: l.Root, By: fmt.Sprintf("its anchor in block %d", l.Anchored)})
		}
	}
	return out, nil
}

// full says why no more bodies are mirrored: "" while there is room.
func (s *mirrors) full() string {
	have := int64(0)
	for _, h := range s.runner.Health() {
		have += h.Bytes
	}
	most := int64(s.policy.Disk)
	if most == 0 {
		var at syscall.Statfs_t
		if err := syscall.Statfs(s.m.Dir, &at); err != nil {
			return ""
		}
		most = (have + int64(at.Bavail)*int64(at.Bsize)) / 4
	}
	if have < most {
		return ""
	}
	return fmt.Sprintf("mirrors take %s, which is all they may (mirror.disk): only leaves are mirrored from now on", service.Bytes(most))
}

// serve answers for the own log and for those that are mirrored.
func (s *mirrors) serve(mux *http.ServeMux) {
	handle := func(e *api.Endpoint, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(e.MuxPattern(), s.m.Gate.For(access.Mirror).Named("pieces of a log", s.m.council.mirrors, answering(only(h, e.Known()...))))
	}
	s.own.Handle(handle)
	// Of a log that is mirrored.
	handle(&api.GetMirrorCheckpoint, func(w http.ResponseWriter, r *http.Request) error {
		dir, _, err := s.kept.Files(r.PathValue("origin"))
		if err != nil {
			return err
		}
		return mirror.ServeCheckpoint(w, dir)
	})
	handle(&api.GetMirrorTile, func(w http.ResponseWriter, r *http.Request) error {
		dir, _, err := s.kept.Files(r.PathValue("origin"))
		if err != nil {
			return err
		}
		return mirror.ServeTile(w, dir, r.PathValue("tile"))
	})
	handle(&api.GetMirrorBodies, func(w http.ResponseWriter, r *http.Request) error {
		_, origin, err := s.kept.Files(r.PathValue("origin"))
		if err != nil {
			return err
		}
		return mirror.ServeEntries(w, r, s.own.inTurn(s.kept.Give(origin)))
	})
}

// The metrics of mirrors, by the owner whose log it is.
var (
	mirrorBehindLeaves  = prometheus.NewDesc("custos_mirror_behind_leaves", "Leaves of another owner's log that are not mirrored yet.", []string{"owner"}, nil)
	mirrorBehindSeconds = prometheus.NewDesc("custos_mirror_behind_seconds", "For how long the mirror of another owner's log has been behind it.", []string{"owner"}, nil)
	mirrorBytes         = prometheus.NewDesc("custos_mirror_bytes", "Bytes that the mirror of another owner's log takes.", []string{"owner"}, nil)
)

// Describe implements prometheus.Collector.
func (s *mirrors) Describe(to chan<- *prometheus.Desc) {
	to <- mirrorBehindLeaves
	to <- mirrorBehindSeconds
	to <- mirrorBytes
}

// Collect implements prometheus.Collector.
func (s *mirrors) Collect(to chan<- prometheus.Metric) {
	var told []custos.OwnerName
	for _, h := range s.runner.Health() {
		if h.Owner == "" || slices.Contains(told, h.Owner) {
			continue // nothing is known of it yet
		}
		told = append(told, h.Owner)
		for d, v := range map[*prometheus.Desc]float64{mirrorBehindLeaves: float64(h.Behind), mirrorBehindSeconds: h.Lag(s.m.watch.Now()).Seconds(), mirrorBytes: float64(h.Bytes)} {
			to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, string(h.Owner))
		}
	}
}
