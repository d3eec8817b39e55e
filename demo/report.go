package demo

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/evidence"
	"custos.dev/custos/figures"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/coder/websocket"
)

// report is what --report writes.
type report struct {
	Footage struct {
		SHA256 custos.Hash `json:"sha256"`
		Frames int         `json:"frames"`
		Drawn  bool        `json:"drawn"`
	} `json:"footage"`
	Cameras []cameraReport `json:"cameras"`
	Events  struct {
		Total  int64            `json:"total"`
		ByKind map[string]int64 `json:"by_kind"`
	} `json:"events"`
	Log    []logReport `json:"log"`
	Ledger struct {
		Engine        string `json:"engine"`
		Blocks        uint64 `json:"blocks"`
		Anchors       int64  `json:"anchors"`
		Confirmations int    `json:"confirmations"`
	} `json:"ledger"`
	Verified struct {
		Events   int      `json:"events"`
		Segments int      `json:"segments"`
		Failed   int      `json:"failed"`
		Why      []string `json:"why,omitempty"`
	} `json:"verified"`
	Access struct {
		Allowed int64    `json:"allowed"`
		Denied  int64    `json:"denied"`
		Story   []string `json:"story"`
	} `json:"access"`
	// Scenarios are what was shown beside that.
	Scenarios []scenario `json:"scenarios"`
	LatencyMS struct {
		FrameToEvent  percentiles `json:"frame_to_event"`
		EventToAnchor percentiles `json:"event_to_anchor"`
	} `json:"latency_ms"`
	CPUSeconds map[string]float64 `json:"cpu_seconds"`
	Seconds    float64            `json:"seconds"`
}

// Ended is a demo that has ended.
type Ended struct {
	Report  *report
	Site    *service.Site
	Footage footage.Footage
	// Masters are asked as the cloud node.
	Masters []*client.Client
	Trust   *evidence.Trust
}

type cameraReport struct {
	Name     custos.CameraID `json:"name"`
	Frames   uint64          `json:"frames"`
	Dropped  uint64          `json:"dropped"`
	Segments int64           `json:"segments"`
}

type logReport struct {
	Domain custos.Resource `json:"domain"`
	Size   uint64          `json:"size"`
	Root   custos.Hash     `json:"root"`
}

type percentiles struct {
	P50 int64 `json:"p50"`
	P99 int64 `json:"p99"`
}

func percentilesOf(ms []int64) percentiles {
	if len(ms) == 0 {
		return percentiles{}
	}
	slices.Sort(ms)
	return percentiles{P50: ms[len(ms)/2], P99: ms[len(ms)*99/100]}
}

func asClose(err error, c *websocket.CloseError) bool { return errors.As(err, c) }

// Masters returns a client of every fog's master, as the cloud node.
func Masters(site *service.Site) ([]*client.Client, *evidence.Trust, error) {
	trust, err := node.LoadTrust(site)
	if err != nil {
		return nil, nil, err
	}
	pins, err := node.LoadPins(site)
	if err != nil {
		return nil, nil, err
	}
	var out []*client.Client
	for _, n := range site.Nodes {
		if n.Tier != custos.Cloud {
			continue
		}
		k, err := key.Load(node.NodeKey(site, n.Name))
		if err != nil {
			return nil, nil, err
		}
		for _, f := range site.Nodes {
			if f.Tier == custos.Fog {
				out = append(out, client.New(f.API, pins[f.Name], k, trust.ChainID))
			}
		}
		return out, trust, nil
	}
	return nil, nil, custos.Errorf(custos.NotFound, "the site has no cloud node")
}

// demoState is what the progress line shows.
type demoState struct {
	frames, segments uint64 // frames are known when a stream has ended
	analysed         int64  // seconds of cameras' time
	events           int64
	leaves, anchored uint64
	ended            int
	cameras          []api.Camera
	status           []api.Status
}

func (s demoState) String() string {
	return fmt.Sprintf("footage: %d s analysed, %d segments · events %d · anchored %d of %d leaves · cameras ended %d", s.analysed, s.segments, s.events, s.anchored, s.leaves, s.ended)
}

func (d *Campus) look(ctx context.Context) (s demoState, err error) {
	// Made once: each client keeps its connection from one look to the next.
	if d.masters == nil {
		if d.masters, d.trust, err = Masters(d.site); err != nil {
			return s, err
		}
	}
	clients := d.masters
	for _, c := range clients {
		st, err := c.Status(ctx)
		if err != nil {
			return s, err
		}
		s.status = append(s.status, st)
		s.analysed += st.Events[string(observe.KindSightings)]
		for _, n := range st.Events {
			s.events += n
		}
		s.leaves, s.anchored = s.leaves+st.Marks.Size, s.anchored+min(st.Marks.Anchored, st.Marks.Witnessed)
		cams, err := c.Cameras(ctx)
		if err != nil {
			return s, err
		}
		for _, cam := range cams {
			s.frames, s.segments = s.frames+cam.Frames, s.segments+uint64(cam.Segments)
			if cam.State == custos.CameraEnded && cam.Since.After(d.began) {
				s.ended++
			}
		}
		s.cameras = append(s.cameras, cams...)
	}
	return s, nil
}

// settled reports that every service has its events acknowledged, and did three
// seconds ago too, and that all of it is witnessed and anchored.
func (d *Campus) settled(ctx context.Context) (bool, error) {
	quiet := 0
	for range 16 {
		var open float64
		for _, s := range fleet.Instances(d.site, "") {
			if s.Kind.NoJournal {
				continue
			}
			n, err := fleet.Metric(ctx, d.site, s.ID, "custos_journal_unacknowledged_events")
			if err != nil {
				return false, nil // it is being started again
			}
			open += n
		}
		if quiet++; open != 0 {
			quiet = 0
		}
		if quiet >= 8 {
			break
		}
		select {
		case <-ctx.Done():
			return false, nil
		case <-time.After(500 * time.Millisecond):
		}
	}
	if quiet < 8 {
		return false, nil
	}
	s, err := d.look(ctx)
	if err != nil {
		return false, nil
	}
	for _, st := range s.status {
		// What the looking itself left on record goes on; the footage's events are
		// all below.
		if st.Marks.Anchored == 0 || st.Marks.Witnessed < st.Marks.Anchored {
			return false, nil
		}
		d.show.say("%s: %d leaves, waiting for their anchor", st.Domain, st.Marks.Size)
	}
	return d.waitAnchored(ctx, s.status)
}

// waitAnchored waits until what the logs have now is witnessed and anchored.
func (d *Campus) waitAnchored(ctx context.Context, want []api.Status) (bool, error) {
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); {
		s, err := d.look(ctx)
		done := err == nil
		for i := range s.status {
			m := s.status[i].Marks
			done = done && m.Anchored >= want[i].Marks.Size && m.Witnessed >= want[i].Marks.Size
		}
		if done {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, nil
		case <-time.After(500 * time.Millisecond):
		}
	}
	return false, custos.Errorf(custos.Unavailable, "the logs were not witnessed and anchored within two minutes: see %s", filepath.Join(d.Data, "custos.log"))
}

// finish verifies everything up to the footage's end and writes the report.
func (d *Campus) finish(ctx context.Context) error {
	r := &report{}
	r.Footage.SHA256, r.Footage.Frames, r.Footage.Drawn = d.footage.SHA256, d.footage.Frames, d.footage.Drawn
	s, err := d.look(ctx)
	if err != nil {
		return err
	}
	for _, c := range s.cameras {
		r.Cameras = append(r.Cameras, cameraReport{c.Camera, c.Frames, c.Dropped, c.Segments})
	}
	r.Ledger.Engine, r.Ledger.Confirmations = d.trust.Engine, ledger.SettingsOf(d.site).Confirmations
	var toAnchor []int64
	for _, st := range s.status {
		r.Log = append(r.Log, logReport{st.Domain, st.Marks.Size, st.Root})
		r.Ledger.Blocks = max(r.Ledger.Blocks, st.Head.Number)
		r.Ledger.Anchors += st.Anchors
		toAnchor = append(toAnchor, st.AnchorLatency...)
	}
	r.LatencyMS.EventToAnchor = percentilesOf(toAnchor)
	if err := d.verify(ctx, r, s); err != nil {
		return err
	}
	r.Access.Story = d.police.lines()
	r.CPUSeconds = d.cpu()
	r.Seconds = time.Since(d.began).Seconds()
	d.show.say("an intruder, and a disk that is lost")
	r.play("tampering-repaired", func() (string, error) { return d.tampered(ctx) })
	r.play("fog-lost-and-back", func() (string, error) { return d.lost(ctx) })
	if d.ReportFile != "" {
		if err := writeReport(d.ReportFile, r); err != nil {
			return err
		}
	}
	d.show.clear()
	term.Printf(d.Out, "%d frames, %d events, all anchored and verified: %d events and %d segments, %d failed. %d decisions allowed, %d refused. %.0f s.\n",
		s.frames, r.Events.Total, r.Verified.Events, r.Verified.Segments, r.Verified.Failed, r.Access.Allowed, r.Access.Denied, r.Seconds)
	for _, line := range r.Access.Story {
		term.Println(d.Out, " ", line)
	}
	var missed []string
	for _, c := range r.Scenarios {
		term.Printf(d.Out, "  %s\n", c.Detail)
		if !c.Held {
			missed = append(missed, c.Name+": "+c.Detail)
		}
	}
	if d.After != nil {
		if err := d.After(ctx, &Ended{Report: r, Site: d.site, Footage: d.footage, Masters: d.masters, Trust: d.trust}); err != nil {
			return err
		}
	}
	if r.Verified.Failed > 0 {
		return custos.Errorf(custos.Corrupt, "%d events or segments do not verify: %s", r.Verified.Failed, strings.Join(r.Verified.Why, "; "))
	}
	if len(missed) > 0 {
		return custos.Errorf(custos.Corrupt, "what was to be shown did not come: %s", strings.Join(missed, "; "))
	}
	return nil
}

// verify fetches every event with its proof, checks it by the trust file alone,
// and re-hashes every sealed segment.
func (d *Campus) verify(ctx context.Context, r *report, s demoState) error {
	clients, trust := d.masters, d.trust // finish has looked
	r.Events.ByKind = map[string]int64{}
	var toEvent []int64
	for i, c := range clients {
		var after int64
		for {
			views, err := c.Events(ctx, client.Query{Forward: true, After: after, Limit: 500})
			if err != nil {
				return err
			}
			// What was recorded after the end mark is not looked at: verifying it
			// would leave new records for ever.
			views = slices.DeleteFunc(views, func(v api.Event) bool {
				return v.Index >= min(s.status[i].Marks.Anchored, s.status[i].Marks.Witnessed)
			})
			if len(views) == 0 {
				break
			}
			var set evidence.Set
			if err := c.JSON(ctx, http.MethodGet, api.GetProofs.Path+"?"+client.Query{Forward: true, After: after, Limit: len(views)}.Values().Encode(), nil, &set); err != nil {
				return err
			}
			d.judge(r, &set, trust)
			for _, v := range views {
				d.count(r, &v, &toEvent)
			}
			after = views[len(views)-1].N
			d.show.say("verified %d events", r.Verified.Events)
		}
	}
	r.LatencyMS.FrameToEvent = percentilesOf(toEvent)
	return nil
}

func (d *Campus) judge(r *report, set *evidence.Set, trust *evidence.Trust) {
	rep, failed := evidence.VerifySet(set, trust)
	if rep.Result != evidence.Pass {
		for _, c := range rep.Claims {
			if c.Status != evidence.Pass {
				r.Verified.Why = append(r.Verified.Why, c.Name+": "+c.Detail)
			}
		}
		r.Verified.Failed += len(set.Events)
		return
	}
	for id, err := range failed {
		r.Verified.Why = append(r.Verified.Why, string(id)+": "+err.Error())
	}
	r.Verified.Failed += len(failed)
	r.Verified.Events += len(set.Events) - len(failed)
}

func (d *Campus) count(r *report, v *api.Event, toEvent *[]int64) {
	r.Events.Total++
	r.Events.ByKind[string(v.Kind)]++
	var e custos.Event
	if err := json.Unmarshal(v.Body, &e); err != nil {
		return // it has failed its verification
	}
	what, err := observe.Open(&e)
	if err != nil {
		return // of another version: it is counted by its kind
	}
	switch p := what.(type) {
	case *observe.Decision:
		n := int64(max(p.Count, 1))
		if p.Allowed {
			r.Access.Allowed += n
		} else {
			r.Access.Denied += n
		}
	case *observe.Segment:
		if err := d.rehash(&e, p); err != nil {
			r.Verified.Failed++
			r.Verified.Why = append(r.Verified.Why, err.Error())
			return
		}
		r.Verified.Segments++
	case *observe.Zone:
		// Who left is dated by the last frame that showed him, and that he did is known later.
		if p.Transition != observe.Leave {
			d.tookUntil(v, toEvent)
		}
	case *observe.Behavior:
		d.tookUntil(v, toEvent)
	}
}

// tookUntil adds how long it was from a frame's capture until the master had the notable event
// that came of it: through the camera, object's and track's flows, behavior, and its commit.
func (d *Campus) tookUntil(v *api.Event, toEvent *[]int64) {
	if v.Time.After(d.began) {
		*toEvent = append(*toEvent, v.Received.Sub(v.Time).Milliseconds())
	}
}

func (d *Campus) rehash(e *custos.Event, s *observe.Segment) error {
	f, err := os.Open(filepath.Join(d.site.Dir(e.Service), "recordings", s.File))
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err == nil && (n != s.Bytes || custos.Hash(h.Sum(nil)) != s.SHA256) {
		err = custos.Errorf(custos.Corrupt, "segment %d of %s is not what was sealed", s.Index, e.Resource)
	}
	return err
}

// cpu sums the CPU time of every service and of the processes below it.
func (d *Campus) cpu() map[string]float64 {
	parents, used := figures.Processes()
	out := map[string]float64{}
	for _, st := range d.campus.States() {
		out[st.Name] = st.CPU.Seconds()
		for pid := range used {
			for p := pid; p > 1; p = parents[p] {
				if p == st.PID {
					out[st.Name] += used[pid]
					break
				}
			}
		}
	}
	return out
}
