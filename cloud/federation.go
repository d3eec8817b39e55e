// Package cloud is what asks across domains: the federation reads every fog's
// master as one site, for the console and for decisions.
//
// It stores nothing and has no rights of its own making. Every request is signed
// with the cloud node's key, and each owner's master decides by the ledger what
// that principal may see.
package cloud

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// askTime is how long one domain may take to answer a question, so that a dead
// one does not hold up what the others say.
const askTime = 5 * time.Second

// Config is what a federation needs.
type Config struct {
	Site *service.Site
	// Signer is the cloud node's principal.
	Signer access.Signer
	// Pins are the TLS keys that the fogs must show.
	Pins node.Pins
	// Names are of principals that people know by name.
	Names map[custos.Address]string
	// Log takes what went wrong; nil is slog.Default().
	Log *slog.Logger
}

// Federation asks the masters of a site. Its methods are called from many
// goroutines; Run must run for Updates to say anything.
type Federation struct {
	site      *service.Site
	names     map[custos.Address]string
	log       *slog.Logger
	members   []*member
	pages     pages
	hub       hub
	onlookers onlookers
	status    recent[api.Status]
	cameras   recent[[]api.Camera]
}

// member is one fog.
type member struct {
	at     int // in Federation.members
	node   *service.Node
	domain custos.Resource
	client *client.Client
	marks  tracker
}

// New returns a federation of all fogs of the site. It dials nothing yet.
func New(c Config) (*Federation, error) {
	f := &Federation{site: c.Site, names: c.Names, log: c.Log}
	f.status.keep, f.cameras.keep = recentTime, recentTime
	if f.log == nil {
		f.log = slog.Default()
	}
	for i := range c.Site.Nodes {
		n := &c.Site.Nodes[i]
		if n.Tier != custos.Fog {
			continue
		}
		pin, ok := c.Pins[n.Name]
		if !ok {
			return nil, custos.Errorf(custos.NotFound, "the TLS key of %s is not among the nodes' keys: was the node added after the first start?", n.Name)
		}
		f.members = append(f.members, &member{at: len(f.members), node: n, domain: c.Site.Domain(n), client: client.New(n.API, pin, c.Signer.Key, c.Signer.ChainID)})
	}
	return f, nil
}

// Open waits until the site's trust file, pins and the node's key are there, as
// `custos up` makes them beside its first start, and returns its federation.
func Open(ctx context.Context, env *service.Env) (*Federation, error) {
	for said := false; ; said = true {
		f, err := open(env)
		if err == nil || custos.KindOf(err) != custos.NotFound {
			return f, err
		}
		if !said {
			env.Log.Info("waiting for the site's keys", "err", err)
		}
		if err := sleep(ctx, 300*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

func open(env *service.Env) (*Federation, error) {
	trust, err := node.LoadTrust(env.Site)
	if err != nil {
		return nil, err
	}
	pins, err := node.LoadPins(env.Site)
	if err != nil {
		return nil, err
	}
	k, err := key.Load(node.NodeKey(env.Site, env.Node.Name))
	if err != nil {
		return nil, err
	}
	names := map[custos.Address]string{k.Address(): string(env.Node.Name)}
	for _, o := range trust.Owners {
		names[o.Address] = string(o.Name)
	}
	return New(Config{Site: env.Site, Signer: access.Signer{Key: k, ChainID: trust.ChainID}, Pins: pins, Names: names, Log: env.Log})
}

// Name returns a principal's name if it is the cloud node's own or an owner's,
// or else the beginning of its address.
func (f *Federation) Name(a custos.Address) string {
	if name, ok := f.names[a]; ok {
		return name
	}
	return a.String()[:10] + "…"
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// Answer is what one domain's master said, or why it did not.
type Answer[T any] struct {
	Domain custos.Resource
	Value  T
	Err    error
}

// ask puts one question to several masters at once.
func ask[T any](ctx context.Context, members []*member, one func(context.Context, *member) (T, error)) []Answer[T] {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	out := make([]Answer[T], len(members))
	var all sync.WaitGroup
	for i, m := range members {
		all.Go(func() {
			out[i].Domain = m.domain
			out[i].Value, out[i].Err = one(ctx, m)
		})
	}
	all.Wait()
	return out
}

func getJSON[T any](path string) func(context.Context, *member) (T, error) {
	return func(ctx context.Context, m *member) (v T, err error) {
		err = m.client.JSON(ctx, http.MethodGet, path, nil, &v)
		return v, m.explain(err)
	}
}

// explain makes of a failure that has no kind one that people can act on: what
// is left is a connection that broke off, or an answer that does not parse.
func (m *member) explain(err error) error {
	if err == nil || custos.KindOf(err) != custos.Internal {
		return err
	}
	return custos.Errorf(custos.Unavailable, "the master of %s did not answer as expected: %w", m.domain, err)
}

// recent shares one answer among all who ask within a few seconds: pages ask
// all the time, and masters put every question that they answer on record.
type recent[T any] struct {
	keep    time.Duration
	mu      sync.Mutex
	at      time.Time
	answers []Answer[T]
}

const recentTime = 5 * time.Second

func (r *recent[T]) get(ctx context.Context, members []*member, one func(context.Context, *member) (T, error)) []Answer[T] {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answers == nil || time.Since(r.at) > r.keep {
		// One viewer who leaves must not spoil it for the others.
		answers := ask(context.WithoutCancel(ctx), members, one)
		r.at, r.answers = time.Now(), answers
		for _, a := range answers {
			if a.Err != nil {
				r.answers = nil
				return answers
			}
		}
	}
	return slices.Clone(r.answers)
}

// Status says how far every master's log is, in the site's order. Marks are as
// the masters announce them, the rest at most five seconds old.
func (f *Federation) Status(ctx context.Context) []Answer[api.Status] {
	answers := f.status.get(ctx, f.members, getJSON[api.Status](api.GetStatus.Path))
	for i, m := range f.members {
		v := &answers[i].Value
		if now := m.marks.newest(); answers[i].Err == nil && now.Size >= v.Marks.Size && now.Anchored >= v.Marks.Anchored {
			v.Marks = now
			v.Head.Number = max(v.Head.Number, now.Block)
		}
	}
	return answers
}

// Cameras lists the site's cameras in the site file's order, per fog. What a
// master says of a camera that is not its own is left out; where a master does
// not answer, its cameras are listed without a state beside the error. It is at most five seconds old.
func (f *Federation) Cameras(ctx context.Context) []Answer[[]api.Camera] {
	answers := f.cameras.get(ctx, f.members, getJSON[[]api.Camera](api.GetCameras.Path))
	for i, m := range f.members {
		said := map[custos.CameraID]api.Camera{}
		for _, c := range answers[i].Value {
			said[c.Camera] = c
		}
		answers[i].Value = nil
		for _, e := range f.site.Edges(m.node.Name) {
			all := cameras.Of(e)
			for j := range all {
				id := cameras.ID(f.site, e, &all[j])
				c := said[id]
				c.Camera = id
				answers[i].Value = append(answers[i].Value, c)
			}
		}
	}
	return answers
}

// Event asks for one event with its body, and says whose master showed it.
func (f *Federation) Event(ctx context.Context, id custos.EventID) (api.Event, error) {
	m, err := f.ofEvent(id)
	if err != nil {
		return api.Event{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	v, err := getJSON[api.Event](api.GetEvent.Of(string(id)))(ctx, m)
	if err != nil {
		return api.Event{}, err
	}
	if v.ID != id || !v.Resource.Within(m.domain) {
		return api.Event{}, custos.Errorf(custos.Corrupt, "the master of %s answered with %s on %s when asked for %s: run `custos audit`", m.domain, v.ID, v.Resource, id)
	}
	f.noted(m, &v)
	v.Domain = m.domain
	return v, nil
}

// ofEvent finds whom to ask. An event's id names its node, and so its domain:
// no other domain's master is believed about it.
func (f *Federation) ofEvent(id custos.EventID) (*member, error) {
	name, _, _ := strings.Cut(string(id), ".")
	if n, ok := f.site.Node(custos.NodeName(name)); ok {
		fog := node.Fog(f.site, n)
		for _, m := range f.members {
			if m.node == fog {
				return m, nil
			}
		}
	}
	return nil, custos.Errorf(custos.NotFound, "no node of the site has made an event %q", id)
}

// has says whether an edge has, or had, a camera.
func (f *Federation) has(e *service.Node, camera custos.CameraID) bool {
	return slices.ContainsFunc(cameras.Of(e), func(c cameras.Camera) bool { return cameras.ID(f.site, e, &c) == camera })
}

// ofCamera finds a camera's fog.
func (f *Federation) ofCamera(camera custos.CameraID) (*member, error) {
	for _, m := range f.members {
		for _, e := range f.site.Edges(m.node.Name) {
			if f.has(e, camera) {
				return m, nil
			}
		}
		// One that was taken out of the site file still has its recordings.
		for i := range f.site.Retired {
			if r := &f.site.Retired[i]; r.Fog == m.node.Name && f.has(r, camera) {
				return m, nil
			}
		}
	}
	return nil, custos.Errorf(custos.NotFound, "the site has no camera %q", camera)
}

// Snapshot returns a still of the event, a JPEG, and its media type. The caller
// closes it; it ends with ctx.
func (f *Federation) Snapshot(ctx context.Context, id custos.EventID) (io.ReadCloser, string, error) {
	return f.file(ctx, id, api.GetSnapshot)
}

// Clip returns the recording around the event, an MP4; otherwise as Snapshot.
func (f *Federation) Clip(ctx context.Context, id custos.EventID) (io.ReadCloser, string, error) {
	return f.file(ctx, id, api.GetClip)
}

// Proof returns what binds the event, as JSON; otherwise as Snapshot.
func (f *Federation) Proof(ctx context.Context, id custos.EventID) (io.ReadCloser, string, error) {
	return f.file(ctx, id, api.GetProof)
}

// Bundle returns the evidence that verifies offline, a zip; otherwise as Snapshot.
func (f *Federation) Bundle(ctx context.Context, id custos.EventID) (io.ReadCloser, string, error) {
	return f.file(ctx, id, api.GetBundle)
}

func (f *Federation) file(ctx context.Context, id custos.EventID, part api.Endpoint) (io.ReadCloser, string, error) {
	m, err := f.ofEvent(id)
	if err != nil {
		return nil, "", err
	}
	resp, err := m.client.Do(ctx, part.Method, part.Of(string(id)), nil)
	if err != nil {
		return nil, "", err
	}
	return resp.Body, resp.Header.Get("Content-Type"), nil
}
