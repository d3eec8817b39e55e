package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/service"
	"custos.dev/custos/supervise"
	"custos.dev/custos/term"

	"golang.org/x/sync/errgroup"
)

// Up is a running site: its processes, their enrollment, and a socket that
// says how they are.
type Up struct {
	Site *service.Site
	// Only is the node whose services are run; "" is every node.
	Only custos.NodeName
	// Out takes the processes' logs.
	Out io.Writer
	// People is told what matters of them; nil tells nobody.
	People *Teller

	super    supervise.Supervisor
	enrolled atomic.Bool
	heard    lastWords
}

// Run starts the site, calls ready once every service does its work, and ends
// everything when ctx ends, or ready returns ErrEnded.
func (u *Up) Run(ctx context.Context, ready func(context.Context) error) error {
	unlock, err := service.Lock(u.Site.Data)
	if err != nil {
		return err
	}
	defer unlock()
	if err := u.Site.ChoosePorts(); err != nil {
		return err
	}
	if err := checkForm(u.Site); err != nil {
		return err
	}
	before, err := siteBefore(u.Site)
	if err != nil {
		return err
	}
	says, err := outgrown(u.Site, before)
	if err != nil {
		return err
	}
	if err := portsFree(ctx, u.Site, u.Only, portsWait); err != nil {
		return err
	}
	if _, err := Provision(u.Site); err != nil {
		return err
	}
	if err := rollBefore(before); err != nil {
		return err
	}
	for _, line := range says {
		u.say(line)
	}
	// The children and every later command read the site from a file in the data directory.
	inside := *u.Site
	inside.Data = "."
	text, err := inside.Marshal()
	if err != nil {
		return err
	}
	file := ownSite(u.Site)
	// Whole at each moment: at the next start it says what the site has no more.
	if err := service.WriteFile(file, text, 0o644); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := u.awaitAdmission(ctx, self, file); err != nil {
		return ignoreEnd(ctx, err)
	}
	var children []supervise.Child
	for _, s := range Instances(u.Site, u.Only) {
		children = append(children, supervise.Child{Name: string(s.ID), Argv: []string{self, "serve", string(s.ID), "-c", file}})
	}
	u.super.Log, u.super.Line = u.logger(), u.line
	if u.People != nil {
		stop := context.AfterFunc(ctx, func() { u.People.during(false, true) })
		defer stop()
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return u.super.Run(ctx, children) })
	g.Go(func() error { return u.answer(ctx) })
	g.Go(func() error { return u.resend(ctx) })
	g.Go(func() error {
		if u.Only == "" {
			if err := enrollUntilDone(ctx, u.Site, u.say); err != nil {
				return ignoreEnd(ctx, fmt.Errorf("enroll: %w", err))
			}
		}
		u.enrolled.Store(true)
		if err := u.awaitReady(ctx); err != nil {
			return ignoreEnd(ctx, err)
		}
		return ignoreEnd(ctx, ready(ctx))
	})
	if err := g.Wait(); !errors.Is(err, ErrEnded) {
		return err
	}
	return nil
}

// States says how the processes are.
func (u *Up) States() []supervise.State { return u.super.States() }

// logger is for what the supervisor itself has to say.
func (u *Up) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(lineWriter(func(b []byte) { u.line("", b) }), nil))
}

type lineWriter func(line []byte)

func (w lineWriter) Write(b []byte) (int, error) { w(b); return len(b), nil }

// line takes a line of a child, or of the supervisor.
func (u *Up) line(child string, b []byte) {
	l := readLine(child, b)
	u.heard.keep(l)
	if !l.ours && child != "" {
		_, _ = term.Printf(u.Out, "%s | ", child)
	}
	_, _ = u.Out.Write(b)
	if u.People != nil {
		u.People.tell(l)
	}
}

// slow is when a service that still starts is worth a word.
const slow = 30 * time.Second

// awaitReady waits until every service does its work, and says which does.
func (u *Up) awaitReady(ctx context.Context) error {
	if u.People == nil {
		return waitReady(ctx, u.Site, u.Only)
	}
	left := Instances(u.Site, u.Only)
	began, told := time.Now(), false
	for len(left) > 0 {
		left = slices.DeleteFunc(left, func(s Instance) bool {
			ready := isReady(ctx, u.Site, s.ID)
			if ready {
				u.People.say("ready     %s", s.ID)
			}
			return ready
		})
		if !told && time.Since(began) > slow {
			told = true
			u.People.during(false, false)
			for _, s := range left {
				u.People.say("starting  %s for %v now%s", s.ID, slow, u.heard.about(string(s.ID)))
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	u.People.during(false, false)
	return nil
}

// say tells people in a line what has changed.
func (u *Up) say(line string) {
	term.Println(u.Out, line)
	if u.People != nil {
		u.People.say("%s", line)
	}
}

// enrollUntilDone tries again while the ledger comes up, or is started again.
func enrollUntilDone(ctx context.Context, site *service.Site, say func(string)) error {
	waitPeered(ctx, site)
	for {
		why, err := movedAway(ctx, site)
		if err == nil && why != "" {
			say(why)
			return nil
		}
		if err == nil {
			err = enroll(ctx, site, say)
		}
		if err == nil || custos.KindOf(err) != custos.Unavailable {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(300 * time.Millisecond):
		}
	}
}

// waitPeered gives the owners' nodes up to twenty seconds to find each other, so
// that the first blocks are not made on two chains of which one is given up.
func waitPeered(ctx context.Context, site *service.Site) {
	if ledger.SettingsOf(site).Endpoint != "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	fogs := 0
	for _, n := range site.Nodes {
		if n.Tier == custos.Fog {
			fogs++
		}
	}
	for _, n := range site.Nodes {
		for n.Tier == custos.Fog && peerCount(ctx, n.RPC) < fogs-1 {
			select {
			case <-ctx.Done():
				return
			case <-time.After(200 * time.Millisecond):
			}
		}
	}
}

// peerCount asks an Ethereum node how many peers it has; -1 if it does not say.
func peerCount(ctx context.Context, rpc string) int {
	const question = `{"jsonrpc":"2.0","id":1,"method":"net_peerCount","params":[]}`
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+rpc, strings.NewReader(question))
	if err != nil {
		return -1
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return -1
	}
	defer resp.Body.Close()
	var answer struct {
		Result string `json:"result"`
	}
	var n int
	if json.NewDecoder(resp.Body).Decode(&answer) != nil {
		return -1
	}
	if _, err := fmt.Sscanf(answer.Result, "0x%x", &n); err != nil {
		return -1
	}
	return n
}

// ErrEnded is what ready returns of a site that has done what it was started for.
var ErrEnded = errors.New("the site has done what it was started for")

func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil && !errors.Is(err, ErrEnded) {
		return nil
	}
	return err
}

// answer says how the processes are, on a socket that only this user reaches.
func (u *Up) answer(ctx context.Context) error {
	l, err := service.Listen(upSocket(u.Site))
	if err != nil {
		return err
	}
	srv := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		out := []Process{}
		for _, s := range u.States() {
			out = append(out, Process{s, u.heard.of(s.Name)})
		}
		_ = json.NewEncoder(w).Encode(out)
	})}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
