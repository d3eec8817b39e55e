// Package identify is the face service's analyzer: it looks at the faces of finished tracks where
// the owner's signed permit allows it, says who of the enrolled people they are taken for, and
// how often it would be wrong about strangers. Package face has how faces are compared.
package identify

import (
	"cmp"
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
)

const kind = observe.KindFace

//go:embed schema
var files embed.FS

func schema() fs.FS {
	f, err := fs.Sub(files, "schema")
	if err != nil {
		panic(err)
	}
	return f
}

// Spec is the face service of a fog whose part of the site file asks for it.
var Spec = analyze.Spec{
	Name: "face", Does: "whose faces finished tracks have, where the owner's permit allows it", Tier: custos.Fog,
	On:     wanted,
	Rights: custos.Features | custos.Recorded,
	Input: analyze.Input{
		Source: analyze.Crops, From: "track", Kinds: []custos.Kind{observe.KindTrajectory},
		Shots: analyze.Shots{Classes: []custos.Class{custos.Person}, Most: 3, Margin: .15, Least: 60},
	},
	Kinds:     []custos.Kind{kind},
	Questions: []analyze.Question{{Name: node.FacesRequest, Right: custos.Biometrics, AtOnce: 4}},
	Schema:    schema(),
	Remembers: 1, // what it remembers it has in its database
	New:       start,
}

const (
	// mostStrangers is how many strangers are remembered: the oldest go.
	mostStrangers = 400
	// picturesOfStranger is how many pictures of one are.
	picturesOfStranger = 3
	// tidyEvery is how often it is looked for what has ended.
	tidyEvery = 10 * time.Minute
)

// identifier tells who somebody is. Its own lock guards all but what does not change.
type identifier struct {
	tools    *tools
	networks *models.Networks
	vault    *vault
	rate     float64
	log      *slog.Logger
	domain   custos.Resource
	cameras  []custos.CameraID
	now      func() time.Time

	mu        sync.Mutex
	permits   *permits
	people    []person
	strangers []strange
	lastWho   int64
	// waiting are the strangers of events that are not durable yet, by their trajectories.
	waiting map[custos.EventID]strange
	// matcher is nil where people or strangers have changed.
	matcher   *face.Matcher
	threshold face.Threshold
	// setBy is by how many strangers, for which people, the threshold was set.
	setBy int
	// trouble is why something is not as it should be, since when.
	trouble string
	since   time.Time
	// off is since when no camera is allowed; zero if one is.
	off    time.Time
	looked *prometheus.CounterVec
}

func start(s analyze.Setup) (any, error) {
	trust, err := node.LoadTrust(s.Site)
	if err != nil {
		return nil, err
	}
	owner, err := node.OwnerAddress(s.Site, trust, s.Node.Owner)
	if err != nil {
		return nil, err
	}
	domain := s.Site.Domain(s.Node)
	cfg, networks := Section.Get(s.Node), models.NewNetworks(s.Site)
	t, err := open(s.Site, cfg, networks)
	if err != nil && custos.KindOf(err) != custos.Unavailable {
		return nil, err
	}
	i := &identifier{
		tools: t, networks: networks, rate: cfg.FalseAccepts, log: s.Log, domain: domain, now: time.Now, waiting: map[custos.EventID]strange{},
		permits: &permits{
			authority: Authority{Owner: s.Node.Owner, Account: owner, Domain: domain, ChainID: trust.ChainID, Registry: trust.Contracts.Registry.Address},
			path:      PermitPath(s.Site, s.Node.Owner), policy: retention.Of(s.Site),
		},
		looked: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "custos_face_tracks_total", Help: "Tracks that were asked about, by what came of it: off (not allowed there), none (no face, or none good enough), known, unknown.",
		}, []string{"result"}),
	}
	s.Metrics.MustRegister(i.looked)
	for _, c := range s.Cameras {
		i.cameras = append(i.cameras, c.ID)
	}
	if err != nil {
		i.say(err.Error())
	}
	return i, i.load(s.DB, filepath.Join(filepath.Dir(node.ServiceKey(s.Site, s.ID)), "templates.key"))
}

// Close ends the networks.
func (i *identifier) Close() error { return i.networks.Close() }

// Wants implements analyze.Chooser: of a camera without a permit no picture is asked for.
func (i *identifier) Wants(c custos.CameraID, _ *observe.Trajectory) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	_, _, err := i.permits.allowed(c, i.now())
	if err != nil || i.tools == nil || i.tools.finds == nil {
		i.looked.WithLabelValues("off").Inc()
		return false
	}
	return true
}

// seen is a face in one of a track's pictures.
type seen struct {
	shot    *analyze.Shot
	picture *face.Picture
	face    face.Found
	quality face.Quality
}

// Look implements analyze.CropAnalyzer.
func (i *identifier) Look(ctx context.Context, in *analyze.Cropped) ([]custos.Observation, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now()
	permit, allowed, err := i.permits.allowed(in.Resource, now)
	if err != nil || i.tools == nil || i.tools.finds == nil {
		return nil, nil // Report says why
	}
	best, err := i.best(ctx, in)
	if err != nil {
		i.say("faces cannot be looked at: " + err.Error())
		return nil, nil
	}
	if len(best) == 0 {
		i.looked.WithLabelValues("none").Inc()
		return nil, nil
	}
	var templates []face.Template
	for _, s := range best {
		t, err := i.tools.compares.Template(ctx, s.picture, s.face)
		if err != nil {
			i.say("faces cannot be compared: " + err.Error())
			return nil, nil
		}
		if t != nil {
			templates = append(templates, t)
		}
	}
	if len(templates) == 0 {
		return nil, nil
	}
	i.say("")
	m := i.match()
	f := &observe.Face{
		Trajectory: in.ID(), Track: in.Track.Track, Frame: best[0].shot.Frame, Box: inFrame(best[0]), Shots: len(templates), Quality: round(best[0].quality.Score()),
		Threshold: round(i.threshold.Score), FalseAccepts: i.threshold.Rate, Found: i.tools.finds.Name(), Compared: i.tools.compares.Name(), Permit: permit.Digest(),
	}
	if m.Normalised() {
		f.Strangers = i.threshold.Strangers
	}
	ranked := m.Rank(templates, func(id face.PersonID) bool { return i.lookedFor(id, in.Resource, allowed, now) })
	if len(ranked) > 0 {
		f.Score = round(ranked[0].Score)
		if ranked[0].Score >= i.threshold.Score {
			f.Person = string(ranked[0].Person)
			f.List = i.person(ranked[0].Person).List
		}
	}
	if f.Person != "" {
		i.looked.WithLabelValues("known").Inc()
	} else {
		i.looked.WithLabelValues("unknown").Inc()
		if allowed.Strangers > 0 {
			i.waiting[f.Trajectory] = strange{At: now, Until: now.Add(time.Duration(allowed.Strangers)), Method: f.Compared, Template: templates[0]}
		}
	}
	return []custos.Observation{{Resource: in.Resource, Time: best[0].shot.Time, Payload: f}}, nil
}

// best are the faces by which a track is compared, the best picture first: of each shot the face
// that can be the track's own, if it is good enough.
func (i *identifier) best(ctx context.Context, in *analyze.Cropped) ([]seen, error) {
	var out []seen
	for n := range in.Shots {
		s := &in.Shots[n]
		p := face.PictureOf(s.Picture)
		found, err := i.tools.finds.Faces(ctx, p)
		if err != nil {
			return nil, err
		}
		f, ok := own(found, s, p)
		if !ok {
			continue
		}
		if q := face.QualityOf(p, f); q.Score() >= face.Floor {
			out = append(out, seen{s, p, f, q})
		}
	}
	slices.SortStableFunc(out, func(a, b seen) int { return cmp.Compare(b.quality.Score(), a.quality.Score()) })
	return out, nil
}

// own chooses the face of the one who is followed: in the upper half of his box, the largest.
func own(found []face.Found, s *analyze.Shot, p *face.Picture) (best face.Found, ok bool) {
	at := func(x, y float64) (float64, float64) {
		return s.Shown.X + x/float64(p.Width)*s.Shown.W, s.Shown.Y + y/float64(p.Height)*s.Shown.H
	}
	for _, f := range found {
		x, y := at(f.Box.X+f.Box.W/2, f.Box.Y+f.Box.H/2)
		if x < s.Box.X || x > s.Box.X+s.Box.W || y < s.Box.Y-.1*s.Box.H || y > s.Box.Y+.5*s.Box.H {
			continue
		}
		if !ok || f.Box.W > best.Box.W {
			best, ok = f, true
		}
	}
	return best, ok
}

// inFrame is where a face is in the frame.
func inFrame(s seen) custos.Box {
	w, h := float64(s.picture.Width), float64(s.picture.Height)
	b := s.face.Box
	return custos.Box{X: round(s.shot.Shown.X + b.X/w*s.shot.Shown.W), Y: round(s.shot.Shown.Y + b.Y/h*s.shot.Shown.H), W: round(b.W / w * s.shot.Shown.W), H: round(b.H / h * s.shot.Shown.H)}
}

// round leaves four digits: no more is known.
func round(x float64) float64 {
	const digits = 1e4
	if x < 0 {
		return -round(-x)
	}
	return float64(int64(x*digits+.5)) / digits
}

// lookedFor reports that somebody is looked for at a camera.
func (i *identifier) lookedFor(id face.PersonID, camera custos.CameraID, a Allowed, now time.Time) bool {
	p := i.person(id)
	return p != nil && camera.Within(p.Where) && a.looksFor(p.List) && (p.Until.IsZero() || now.Before(p.Until))
}

func (i *identifier) person(id face.PersonID) *person {
	at := slices.IndexFunc(i.people, func(p person) bool { return p.ID == id })
	if at < 0 {
		return nil
	}
	return &i.people[at]
}

// Remember implements analyze.Rememberer: a stranger is kept when the event about him is durable.
func (i *identifier) Remember(e *custos.Event) {
	f, ok := observe.As[*observe.Face](e)
	if !ok {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	s, ok := i.waiting[f.Trajectory]
	delete(i.waiting, f.Trajectory)
	if !ok {
		return
	}
	s.Event = e.ID()
	if err := i.meet(&s); err != nil {
		i.say("strangers are not remembered: " + err.Error())
	}
}

// Forget implements analyze.Forgetter: of an event that is erased no template stays.
func (i *identifier) Forget(ids []custos.EventID) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.drop(context.Background(), nil, func(s *strange) bool { return slices.Contains(ids, s.Event) }); err != nil {
		i.say("templates of erased events could not be removed, it is tried again: " + err.Error())
	}
}

// Run implements analyze.Runner: it removes what has ended.
func (i *identifier) Run(ctx context.Context) error {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		i.mu.Lock()
		err := i.tidy(ctx)
		i.mu.Unlock()
		if err != nil && ctx.Err() == nil {
			i.log.Warn("what has ended is not removed yet", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Report implements analyze.Reporter: it says also why faces are not looked at.
func (i *identifier) Report() (string, time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.trouble != "" {
		return i.trouble, i.since
	}
	now := i.now()
	off := 0
	var why error
	for _, c := range i.cameras {
		if _, _, err := i.permits.allowed(c, now); err != nil {
			if off++; why == nil {
				why = err
			}
		}
	}
	// Cameras that the owner left out of his permit are as he wants them.
	if why == nil || off < len(i.cameras) {
		i.off = time.Time{}
		return "", now
	}
	if i.off.IsZero() {
		i.off = now
	}
	return why.Error(), i.off
}

// say notes what is wrong; "" is nothing.
func (i *identifier) say(trouble string) {
	if trouble != i.trouble {
		i.trouble, i.since = trouble, i.now()
		if trouble != "" {
			i.log.Warn(trouble)
		}
	}
}
