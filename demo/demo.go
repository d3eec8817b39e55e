// Package demo shows the paper's campus in small, on real footage: two owners, their
// cameras, a cloud principal, and the police, who ask for the front door. Once the footage
// has run, all of it is verified.
package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/analyze/behavior"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/client"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// Campus is the paper's campus in small, on real footage.
type Campus struct {
	Once        bool          // plays the footage once, verifies everything, and ends
	ReportFile  string        // takes a report in JSON; "" is no report
	Data        string        // the data directory
	AnchorEvery time.Duration // the least time between two anchors
	Out         io.Writer
	// After is called when a demo has ended, with its services still up; may be nil.
	After func(context.Context, *Ended) error

	site    *service.Site
	footage footage.Footage
	began   time.Time
	campus  *fleet.Up
	show    *progress
	police  policeStory
	masters []*client.Client
	trust   *evidence.Trust
}

// The demo's places. Each owner's domain has two cameras, a quarter of the
// footage each.
const (
	demoSite  = "campus"
	frontDoor = custos.Resource("campus/front-door")
)

var demoOwners = []struct {
	owner  custos.OwnerName
	place  string
	domain custos.Resource
}{
	{"alma", "front", frontDoor},
	{"bruno", "second", "campus/second-door"},
}

// Run shows it until ctx ends, or once.
func (d *Campus) Run(ctx context.Context) error {
	d.began = time.Now()
	d.show = newProgress(d.Out)
	d.show.say("getting the footage ready")
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = filepath.Join(os.TempDir(), "custos-cache")
	} else {
		cache = filepath.Join(cache, "custos")
	}
	quiet := slog.New(slog.NewTextHandler(custos.PlainWriter{W: os.Stderr}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if d.footage, err = footage.Prepare(ctx, cache, 2*len(demoOwners), quiet); err != nil {
		return err
	}
	if d.footage.Drawn {
		term.Printf(custos.PlainWriter{W: os.Stderr}, "The footage is a drawn scene: %s\n", d.footage.Why)
	}
	if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return err
	}
	sim, err := d.configure(ctx)
	if err != nil {
		return err
	}
	// What is played once is measured, and the same whatever is in the user's cache.
	if !d.Once {
		if _, err := models.InstallStored(models.Dir(d.site)); err != nil {
			return err
		}
	}
	logs, err := os.OpenFile(filepath.Join(d.Data, "custos.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer logs.Close()
	d.campus = &fleet.Up{Site: d.site, Out: logs}
	d.show.say("starting %d services (their logs: %s)", len(fleet.Instances(d.site, "")), logs.Name())
	ended := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return d.campus.Run(ctx, func(ctx context.Context) error {
		// The cameras find their source only now, so that nothing of the footage
		// is played to services that still start.
		s, err := rtspsim.New(ctx, sim)
		if err != nil {
			return err
		}
		go func() { ended <- s.Run(ctx) }()
		if err := d.work(ctx); err != nil {
			return err
		}
		return fleet.ErrEnded
	})
}

// configure writes the site of the demo, or takes the one that is there.
func (d *Campus) configure(ctx context.Context) (rtspsim.Config, error) {
	file := filepath.Join(d.Data, "demo.yaml")
	sim := rtspsim.Config{Loop: !d.Once, Files: map[string]string{}, Log: slog.New(slog.DiscardHandler)}
	for i, part := range d.footage.Parts {
		sim.Files[cameraPath(i)] = part.Path
	}
	if _, err := os.Stat(file); err != nil {
		ports, err := fleet.FreePorts(3 + 6*len(demoOwners))
		if err != nil {
			return sim, err
		}
		text, err := demoSiteFile(ports, d.Once, d.AnchorEvery).Marshal()
		if err != nil {
			return sim, err
		}
		if err := os.WriteFile(filepath.Join(d.Data, demoRules), Street(), 0o644); err != nil {
			return sim, err
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return sim, err
		}
	}
	var err error
	if d.site, err = service.Load(file); err != nil {
		return sim, err
	}
	d.site.Data = d.Data
	terms := ledger.SettingsOf(d.site)
	terms.AnchorEvery = d.AnchorEvery
	ledger.Section.Set(d.site, terms)
	for i := range d.site.Nodes {
		all := cameras.Of(&d.site.Nodes[i])
		for j := range all {
			c := &all[j]
			c.Once = d.Once
			sim.Addr = strings.TrimPrefix(c.URL[:strings.LastIndexByte(c.URL, '/')], "rtsp://")
		}
	}
	return sim, nil
}

// demoRules is the file of rules, beside the site file.
const demoRules = "rules.yaml"

func cameraPath(i int) string { return fmt.Sprintf("part%d", i+1) }

// demoSiteFile describes the campus.
func demoSiteFile(ports []string, once bool, anchorEvery time.Duration) *service.Site {
	next := func() string { p := ports[0]; ports = ports[1:]; return p }
	s := &service.Site{Name: demoSite, TimeZone: "UTC", Data: "."}
	ledger.Section.Set(s, ledger.Settings{
		ChainID: 20181, Threshold: len(demoOwners)/2 + 1, Confirmations: 2, AnchorEvery: anchorEvery, Threads: 1, StaleAfter: time.Minute,
	})
	source := next()
	for i, o := range demoOwners {
		s.Owners = append(s.Owners, service.Owner{Name: o.owner, Domain: o.domain})
		fog := service.Node{
			Name: custos.NodeName(o.place + "-fog"), Tier: custos.Fog, Owner: o.owner,
			Bus: next(), Leaf: next(), API: next(), RPC: next(), P2P: next(),
		}
		edge := service.Node{Name: custos.NodeName(o.place + "-edge"), Tier: custos.Edge, Owner: o.owner, Bus: next(), Fog: fog.Name}
		var all []cameras.Camera
		for j := range 2 {
			all = append(all, cameras.Camera{
				Name: fmt.Sprintf("cam%d", j+1), URL: "rtsp://" + source + "/" + cameraPath(2*i+j), AllowLoopback: true, Width: 384, Segment: 2 * time.Second, Once: once,
			})
		}
		cameras.Section.Set(&edge, all)
		behavior.RulesFile.Set(&edge, demoRules)
		behavior.Zones.Set(&edge, []behavior.SiteZone{
			{Name: "crossing", Cameras: []string{"cam1", "cam2"}, Polygon: [][2]float64{{0.25, 0.3}, {0.75, 0.3}, {0.75, 0.9}, {0.25, 0.9}}, Classes: []custos.Class{custos.Person}, DwellAfter: 5 * time.Second},
			{Name: "left path", Cameras: []string{"cam1", "cam2"}, Polygon: [][2]float64{{0, 0.2}, {0.25, 0.2}, {0.25, 1}, {0, 1}}, Classes: []custos.Class{custos.Person}, DwellAfter: 5 * time.Second},
		})
		s.Nodes = append(s.Nodes, fog, edge)
	}
	s.Nodes = append(s.Nodes, service.Node{Name: "hq", Tier: custos.Cloud, Owner: demoOwners[0].owner, API: next(), Fog: s.Nodes[0].Name})
	access.Principals.Set(s, []access.Principal{{Name: "police", Role: "authority", Owner: demoOwners[0].owner}})
	return s
}

// work is what the demo does once the campus is up.
func (d *Campus) work(ctx context.Context) error {
	d.show.clear()
	if !d.Once {
		fleet.PrintWelcome(d.Out, d.site)
	}
	police := make(chan error, 1)
	go func() { police <- d.police.play(ctx, d.site) }()
	defer d.show.clear()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	deadline := time.After(10 * time.Minute)
	told := false
	for {
		state, err := d.look(ctx)
		if err == nil {
			d.show.say("%s", state)
		}
		select {
		case <-ctx.Done():
			return nil
		case err := <-police:
			if err != nil {
				return fmt.Errorf("the police's story: %w", err)
			}
			told = true
			police = nil
		case <-tick.C:
		case <-deadline:
			if d.Once {
				return custos.Errorf(custos.Unavailable, "the demo did not end in 10 minutes (%s); its logs are in %s", state, d.Data)
			}
		}
		if d.Once && told && err == nil && state.ended == 2*len(demoOwners) {
			settled, err := d.settled(ctx)
			if err != nil {
				return err
			}
			if settled {
				return d.finish(ctx)
			}
		}
	}
}

func writeReport(file string, r *report) error {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}
