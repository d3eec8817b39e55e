package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/cloud"
	"custos.dev/custos/console"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/service/port"
	"custos.dev/custos/term"

	"golang.org/x/sync/errgroup"
)

// runConsole is the console service: the web application over all masters of
// the site. It stores nothing. Until passkeys come, whoever opens its one-time
// link acts as the cloud node's principal, with that principal's rights.
func runConsole(ctx context.Context, env *service.Env) error {
	// The session's cookie is all that stands between a network and the pictures.
	if host, _, err := net.SplitHostPort(env.Node.API); err != nil || !service.IsLoopback(host) {
		return custos.Errorf(custos.Invalid, "the console of %s listens without TLS, so only on this machine: write `api: 127.0.0.1:PORT` instead of %q, and reach it from elsewhere by an SSH tunnel", env.Node.Name, env.Node.API)
	}
	l, err := net.Listen("tcp", env.Node.API)
	if err != nil {
		return custos.Errorf(custos.Unavailable, "the console cannot listen on %s: stop the process that uses this port, or name another `api` for %s: %w", env.Node.API, env.Node.Name, err)
	}
	defer l.Close()
	site, err := cloud.Open(ctx, env)
	if err != nil {
		return err
	}
	sessions := console.NewSessions()
	door := &door{sessions: sessions, addr: env.Node.API, file: filepath.Join(env.Dir, "link"), log: env.Log}
	if err := door.renew(); err != nil {
		return err
	}
	defer os.Remove(door.file) // it would open nothing any more
	page := console.New(console.Config{
		Site: env.Site.Name, Sessions: sessions, Log: env.Log,
		Known: func(r *http.Request, who string) error {
			return port.Known(r.Context(), who, access.ConnectionsOfSession)
		},
		Backend: &consoleBackend{Federation: site, name: env.Site.Name, log: env.Log, last: map[custos.Resource]api.Domain{}},
	})
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return site.Run(ctx) })
	g.Go(func() error { return door.run(ctx) })
	g.Go(func() error { return door.give(ctx, linkSocket(env.Site, env.ID)) })
	g.Go(func() error {
		return port.Serve(ctx, l, port.Config{
			Handler: door.watch(page), Limits: access.ConsoleLimits, Log: env.Log, Grace: 3 * time.Second,
		})
	})
	env.Ready()
	return g.Wait()
}

// door keeps a link in a file that lets the owner of the machine in once.
type door struct {
	sessions *console.Sessions
	addr     string
	file     string
	log      *slog.Logger

	mu    sync.Mutex
	token string
}

// linkEvery is well within the ten minutes that a link is good for.
const linkEvery = 5 * time.Minute

// renew writes a fresh link, for the user's eyes only; whole or not at all.
func (d *door) renew() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.token = d.sessions.NewLink()
	f, err := os.CreateTemp(filepath.Dir(d.file), ".link-*") // mode 0600
	if err != nil {
		return custos.Errorf(custos.Unavailable, "the console's link cannot be written: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = term.Println(f, d.link(d.token))
	if err := errors.Join(err, f.Close()); err != nil {
		return custos.Errorf(custos.Unavailable, "the console's link cannot be written: %w", err)
	}
	return os.Rename(f.Name(), d.file)
}

func (d *door) run(ctx context.Context) error {
	t := time.NewTicker(linkEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
			if err := d.renew(); err != nil {
				d.log.Error("nobody can log in", "err", err)
			}
		}
	}
}

// watch renews the link once somebody has come in by it.
func (d *door) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		if r.Method != http.MethodPost || r.URL.Path != "/login" {
			return
		}
		d.mu.Lock()
		used := !d.sessions.Fresh(d.token)
		d.mu.Unlock()
		if used {
			if err := d.renew(); err != nil {
				d.log.Error("nobody else can log in", "err", err)
			}
		}
	})
}

// consoleBackend shows the federation as the console wants to see it: what the federation answers
// in the console's own words is passed on as it is.
type consoleBackend struct {
	*cloud.Federation
	name string
	log  *slog.Logger

	mu sync.Mutex
	// last is what each domain said last; it is shown while it is out of reach.
	last map[custos.Resource]api.Domain
}

// Status implements console.Backend.
func (b *consoleBackend) Status(ctx context.Context) (api.Site, error) {
	answers := b.Federation.Status(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	out := api.Site{Site: b.name}
	for _, a := range answers {
		d, known := b.last[a.Domain]
		if a.Err == nil {
			v := a.Value
			d = api.Domain{
				Domain: a.Domain, Marks: v.Marks, Height: v.Head.Number, Peers: v.Peers,
			}
			if d.Block > 0 && d.Height > d.Block {
				d.Confirmations = d.Height - d.Block
			}
			b.last[a.Domain] = d
		} else if !known {
			d.Domain = a.Domain
		}
		out.Domains = append(out.Domains, d)
	}
	return out, allFailed(answers)
}

func allFailed[T any](answers []cloud.Answer[T]) error {
	for _, a := range answers {
		if a.Err == nil {
			return nil
		}
	}
	if len(answers) == 0 {
		return nil
	}
	return answers[0].Err
}

// Cameras implements console.Backend.
func (b *consoleBackend) Cameras(ctx context.Context) ([]api.Camera, error) {
	var out []api.Camera
	for _, a := range b.Federation.Cameras(ctx) {
		if a.Err != nil && custos.KindOf(a.Err) == custos.Denied {
			continue // what may not be seen gets no tile
		}
		for _, c := range a.Value {
			c.Domain = a.Domain
			out = append(out, c)
		}
	}
	return out, nil
}

// Events implements console.Backend.
func (b *consoleBackend) Events(ctx context.Context, q console.Query) ([]api.Event, error) {
	page, err := b.Federation.Events(ctx, cloud.Query{Kinds: q.Kinds, Except: q.Except, Camera: q.Camera, Limit: q.Limit, Before: q.Before})
	if err != nil {
		return nil, err
	}
	for domain, err := range page.Failed {
		b.log.Warn("a domain's events are missing on a page", "domain", domain, "err", err)
	}
	for i := range page.Events {
		tell(&page.Events[i], b.Federation.Name)
	}
	return page.Events, nil
}

// Updates implements console.Backend.
func (b *consoleBackend) Updates(ctx context.Context) (<-chan api.SiteUpdate, error) {
	in, boxes, out := b.Federation.Updates(ctx), b.Federation.Boxes(ctx), make(chan api.SiteUpdate)
	go func() {
		defer close(out)
		for {
			var next api.SiteUpdate
			select {
			case u, more := <-in:
				if !more {
					return
				}
				if u.Event != nil {
					e := *u.Event // every reader has the same
					tell(&e, b.Federation.Name)
					u.Event = &e
				}
				next = api.SiteUpdate{Event: u.Event, Mark: u.Mark, IDs: u.IDs}
			case seen, more := <-boxes:
				if !more {
					return
				}
				next = api.SiteUpdate{Boxes: &seen}
			}
			select {
			case out <- next:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}

// Event implements console.Backend.
func (b *consoleBackend) Event(ctx context.Context, id custos.EventID) (api.Event, error) {
	e, err := b.Federation.Event(ctx, id)
	if err == nil {
		tell(&e, b.Federation.Name)
	}
	return e, err
}

// Live implements console.Backend.
func (b *consoleBackend) Live(ctx context.Context, camera custos.CameraID) (console.LiveStream, error) {
	l, err := b.Federation.Live(ctx, camera)
	if err != nil {
		return console.LiveStream{}, err
	}
	return console.LiveStream{Codec: l.Codec, Width: l.Width, Height: l.Height, Chunks: l.Chunks, Err: l.Err}, nil
}

// tell says in one line what an event says, and whether there can be footage of it. A body that
// does not say what was committed is not guessed at.
func tell(v *api.Event, who observe.Names) {
	var e custos.Event
	switch {
	case v.Mark == api.Removed:
		v.Text = v.RemovedText()
	case v.Mark == api.Broken:
		v.Text = "Its stored body does not say what was committed"
	case json.Unmarshal(v.Body, &e) != nil:
		v.Text = string(v.Kind)
	default:
		v.Text, v.Footage = observe.Text(&e, who), observe.Show(&e).Footage()
	}
}
