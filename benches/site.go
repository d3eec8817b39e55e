package benches

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/behavior"
	"custos.dev/custos/client"
	"custos.dev/custos/demo"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/figures"
	"custos.dev/custos/fleet"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// Site measures a fog and an edge with so many cameras at their daily work: recorded footage,
// played in a loop in its own time, through every service as a site runs it. Start-up is apart.
type Site struct {
	Cameras, Minutes int
	// Notes is told how far it is.
	Notes io.Writer

	// passing is what of the journals' bytes a second day does not add.
	passing float64
}

const (
	// settleFor is how long a site runs before it is measured: what starts has started then.
	settleFor = 30 * time.Second
	// clips is how many parts of the footage the cameras share.
	clips = 4
)

// Run measures.
func (s *Site) Run(ctx context.Context) (*figures.Result, error) {
	if s.Cameras < 1 || s.Cameras > 64 || s.Minutes < 1 {
		return nil, custos.Errorf(custos.Invalid, "%d cameras for %d minutes: give 1 to 64 cameras, and at least a minute", s.Cameras, s.Minutes)
	}
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	f, err := footage.Prepare(ctx, "", clips, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	sim := rtspsim.Config{Loop: true, Files: map[string]string{}, Log: slog.New(slog.DiscardHandler)}
	for i, p := range f.Parts {
		sim.Files[fmt.Sprint("part", i)] = p.Path
	}
	site, err := s.file(dir, &sim)
	if err != nil {
		return nil, err
	}
	logs, err := os.Create(filepath.Join(dir, "custos.log"))
	if err != nil {
		return nil, err
	}
	defer logs.Close()
	b := newBench("site")
	up := &fleet.Up{Site: site, Out: logs}
	err = up.Run(ctx, func(ctx context.Context) error {
		cams, err := rtspsim.New(ctx, sim)
		if err != nil {
			return err
		}
		go func() { _ = cams.Run(ctx) }() // it ends with ctx
		if err := s.measure(ctx, b.Result, up, site, f.Parts); err != nil {
			return err
		}
		return fleet.ErrEnded
	})
	return b.Result, err
}

// file writes the site's file: one owner, whose fog has one edge with all the cameras.
func (s *Site) file(dir string, sim *rtspsim.Config) (*service.Site, error) {
	ports, err := fleet.FreePorts(8)
	if err != nil {
		return nil, err
	}
	sim.Addr = ports[0]
	site := &service.Site{Name: "campus", TimeZone: "UTC", Data: dir, Owners: []service.Owner{{Name: "alma", Domain: "campus/front"}}}
	ledger.Section.Set(site, ledger.SettingsOf(site))
	edge := service.Node{Name: "edge", Tier: custos.Edge, Owner: "alma", Bus: ports[1], Fog: "fog"}
	var all []cameras.Camera
	var names []string
	for i := range s.Cameras {
		name := fmt.Sprintf("cam%d", i+1)
		names = append(names, name)
		all = append(all, cameras.Camera{Name: name, URL: fmt.Sprintf("rtsp://%s/part%d", sim.Addr, i%clips), AllowLoopback: true, Width: 384, Segment: 10 * time.Second})
	}
	cameras.Section.Set(&edge, all)
	behavior.Zones.Set(&edge, []behavior.SiteZone{{
		Name: "crossing", Cameras: names, Polygon: [][2]float64{{.25, .3}, {.75, .3}, {.75, .9}, {.25, .9}}, Classes: []custos.Class{custos.Person}, DwellAfter: 5 * time.Second,
	}})
	rules := filepath.Join(dir, "rules.yaml")
	if err := os.WriteFile(rules, demo.Street(), 0o644); err != nil {
		return nil, err
	}
	behavior.RulesFile.Set(&edge, rules)
	site.Nodes = []service.Node{
		{Name: "fog", Tier: custos.Fog, Owner: "alma", Bus: ports[2], Leaf: ports[3], API: ports[4], RPC: ports[5], P2P: ports[6]},
		edge,
		{Name: "hq", Tier: custos.Cloud, Owner: "alma", API: ports[7], Fog: "fog"},
	}
	text, err := site.Marshal()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "site.yaml")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return nil, err
	}
	return service.Load(path)
}

// measure lets the site settle, and takes what it uses from then on.
func (s *Site) measure(ctx context.Context, b *figures.Result, up *fleet.Up, site *service.Site, parts []footage.Part) error {
	if err := s.wait(ctx, settleFor, "settling"); err != nil {
		return err
	}
	began := time.Now()
	before, err := usageOf(ctx, up, site)
	if err != nil {
		return err
	}
	for i := range s.Minutes {
		if err := s.wait(ctx, time.Minute, fmt.Sprintf("minute %d of %d", i+1, s.Minutes)); err != nil {
			return err
		}
	}
	after, err := usageOf(ctx, up, site)
	if err != nil {
		return err
	}
	took := time.Since(began)
	s.report(b, before, after, took)
	return s.latencies(ctx, b, site, began)
}

func (s *Site) wait(ctx context.Context, d time.Duration, what string) error {
	term.Println(s.Notes, what)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// report says what was used between two moments, and what a day and a year of it are.
func (s *Site) report(b *figures.Result, before, after usage, took time.Duration) {
	n, seconds := float64(s.Cameras), took.Seconds()
	cpu := func(kinds ...string) (sum float64) {
		for _, k := range kinds {
			sum += (after.cpu[k] - before.cpu[k]) / seconds
		}
		return sum
	}
	total := 0.0
	for _, k := range fleet.Services {
		b.Add("cpu-"+k.Name, cpu(k.Name)/n, "core/camera")
		total += cpu(k.Name)
	}
	b.Add("cpu-ffmpeg", cpu(ffmpegs)/n, "core/camera")
	b.Add("site-cores", total, "cores")
	b.Add("proof-cpu", cpu(fleet.Bus, fleet.Master, fleet.Ledger)/n, "core/camera")
	b.Add("sight-cpu", cpu("object", "track", "behavior", "feature")/n, "core/camera")
	for _, k := range fleet.Services {
		b.Add("memory-"+k.Name, after.memory[k.Name]/1e6, "MB")
	}
	const day = 24 * 60 * 60
	besides := 0.0
	for _, what := range stored {
		grew := float64(after.bytes[what]-before.bytes[what]) / seconds * day / n
		if what == inJournal {
			grew = s.journalsDay(before, after, seconds, b) / n
		}
		b.Add("bytes-"+strings.ReplaceAll(what, " ", "-")+"-day", grew/1e6, "MB/camera")
		if what != inFootage && what != inLogs {
			besides += grew
		}
	}
	b.Add("bytes-per-camera-day", besides/1e6, "MB")
	kept := besides - s.passing/n
	b.Add("camera-year", (besides+(364*kept)+365*float64(after.bytes[inFootage]-before.bytes[inFootage])/seconds*day/n)/1e9, "GB")
	b.Add("passing-bytes", float64(after.bytes[inEdge])/1e6, "MB")
	largest := int64(0)
	for _, size := range after.journals {
		largest = max(largest, size)
	}
	b.Add("journal-bytes", float64(largest)/1e6, "MB")
}

// journalsDay is what all journals hold after a day that began with none. One that is bounded grows
// as it did here until its bound, and then no more; what a service keeps in it for itself is outside
// of the bound, and grows on.
func (s *Site) journalsDay(before, after usage, seconds float64, b *figures.Result) (all float64) {
	const day = 24 * 60 * 60
	bound := float64(journal.DefaultSettings.Size)
	for id, size := range after.journals {
		grown := min(float64(size-before.journals[id])/seconds*day, bound)
		s.passing += grown
		all += grown
		if keepsAll(id) {
			all += float64(after.events[id]-before.events[id]) / seconds * day
		}
	}
	b.Add("bytes-journals-unbounded-day", (all-s.passing)/1e6, "MB")
	return all
}

// keepsAll reports that a service keeps of its journal for itself what a day brings: a feature service
// a million looks.
func keepsAll(id custos.ServiceID) bool { return id.Service() == "feature" }

// latencies says how long it took from a frame's capture until the master had the notable event
// that came of it, of all that were made meanwhile.
func (s *Site) latencies(ctx context.Context, b *figures.Result, site *service.Site, since time.Time) error {
	masters, _, err := demo.Masters(site)
	if err != nil {
		return err
	}
	c := masters[0]
	var ms []float64
	for after := int64(0); ; {
		views, err := c.Events(ctx, client.Query{Kinds: []custos.Kind{observe.KindZone, observe.KindBehavior}, Forward: true, After: after, Limit: 500})
		if err != nil {
			return err
		}
		if len(views) == 0 {
			break
		}
		for i := range views {
			v := &views[i]
			after = v.N
			if v.Time.Before(since) || strings.Contains(string(v.Body), `"transition":"leave"`) {
				continue // who left is dated by the last frame that showed him
			}
			ms = append(ms, float64(v.Received.Sub(v.Time).Microseconds())/1000)
		}
	}
	if len(ms) == 0 {
		return custos.Errorf(custos.NotFound, "nothing notable was seen in %d minutes: measure for longer", s.Minutes)
	}
	slices.Sort(ms)
	b.Add("frame-to-event-p50", ms[len(ms)/2], "ms")
	b.Add("frame-to-event-p99", ms[len(ms)*99/100], "ms")
	b.Add("notable-events", float64(len(ms)), "events")
	return nil
}
