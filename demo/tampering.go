package demo

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fog"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/supervise"
)

// scenario is something that the demo shows, and whether it came as it should.
type scenario struct {
	Name    string  `json:"name"`
	Held    bool    `json:"held"`
	Seconds float64 `json:"seconds"`
	// Detail is what was seen, or what was not.
	Detail string `json:"detail"`
}

// play shows a scenario and enters it.
func (r *report) play(name string, show func() (string, error)) {
	began := time.Now()
	detail, err := show()
	if err != nil {
		detail = err.Error()
	}
	r.Scenarios = append(r.Scenarios, scenario{Name: name, Held: err == nil, Seconds: time.Since(began).Seconds(), Detail: detail})
}

// tampered has an intruder change a row in the database of the second owner's running master, as who has got
// onto the machine can. The master shows the event as broken, an audit names it, and the owner has it put right.
func (d *Campus) tampered(ctx context.Context) (string, error) {
	o := demoOwners[1]
	file := filepath.Join(d.site.Dir(fleet.MasterOf(fleet.FogOf(d.site, o.owner))), "master.db")
	master, err := d.ownMaster(o.owner)
	if err != nil {
		return "", err
	}
	found, err := master.Events(ctx, client.Query{Kinds: []custos.Kind{observe.KindZone}, Limit: 1})
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", custos.Errorf(custos.NotFound, "%s has no event of a zone to tamper with", o.domain)
	}
	was := found[0]
	if err := edit(ctx, file, was.N); err != nil {
		return "", err
	}
	broken, err := master.Event(ctx, was.ID)
	if err != nil {
		return "", err
	}
	if broken.Mark != api.Broken {
		return "", custos.Errorf(custos.Corrupt, "%s was edited in the database and is shown as %s", was.ID, broken.Mark)
	}
	done, err := again(ctx, func() (*api.Repaired, error) { return master.Repair(ctx, &api.Repair{}) })
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(done.Mended, func(m observe.Mended) bool { return m.Event == was.ID })
	if i < 0 || len(done.Lost)+len(done.Open) > 0 {
		what, _ := json.Marshal(done)
		return "", custos.Errorf(custos.Corrupt, "the repair does not name %s alone: %s", was.ID, what)
	}
	now, err := master.Event(ctx, was.ID)
	if err != nil {
		return "", err
	}
	if now.Mark == api.Broken || string(now.Body) != string(was.Body) {
		return "", custos.Errorf(custos.Corrupt, "%s is not what it was: it is %s", was.ID, now.Mark)
	}
	return fmt.Sprintf("an intruder changed a row of %s; it was shown as broken, and put right: %s", o.domain, done.Mended[i].Text()), nil
}

// ownMaster asks an owner's master as its owner.
func (d *Campus) ownMaster(o custos.OwnerName) (*client.Client, error) {
	k, err := key.Load(fleet.OwnerKey(d.site, o))
	if err != nil {
		return nil, err
	}
	pins, err := node.LoadPins(d.site)
	if err != nil {
		return nil, err
	}
	at := fleet.FogOf(d.site, o)
	return client.New(at.API, pins[at.Name], k, d.trust.ChainID), nil
}

// edit changes the body of an event in a master's file, behind its back.
func edit(ctx context.Context, file string, n int64) (err error) {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "UPDATE event SET body = zeroblob(length(body)) WHERE n = ?", n)
	return err
}

// lost takes away what the second owner's master keeps, as a disk that dies does, and ends it. Its owner, who has
// its keys, orders it to recover, and it has everything back from the first owner's mirror.
func (d *Campus) lost(ctx context.Context) (string, error) {
	o := demoOwners[1]
	id := fleet.MasterOf(fleet.FogOf(d.site, o.owner))
	master, err := d.ownMaster(o.owner)
	if err != nil {
		return "", err
	}
	before, err := everything(ctx, master)
	if err != nil {
		return "", err
	}
	states := d.campus.States()
	i := slices.IndexFunc(states, func(s supervise.State) bool { return s.Name == string(id) })
	if i < 0 {
		return "", custos.Errorf(custos.Internal, "%s is not supervised", id)
	}
	pid, dir := states[i].PID, d.site.Dir(id)
	if err := d.hold(ctx, pid, dir); err != nil {
		return "", err
	}
	err = errors.Join(emptied(dir), fog.AskRecovery(dir))
	if err := errors.Join(err, syscall.Kill(pid, syscall.SIGKILL)); err != nil {
		return "", err
	}
	began := time.Now()
	for {
		now, err := everything(ctx, master)
		missing := 0
		for event, body := range before {
			if now[event] != body {
				missing++
			}
		}
		if err == nil && missing == 0 {
			return fmt.Sprintf("the database and the log of %s were lost: its %d events were back in %.0f s, from the mirror of %s", id, len(before), time.Since(began).Seconds(), demoOwners[0].owner), nil
		}
		if time.Since(began) > patience {
			return "", errors.Join(err, custos.Errorf(custos.Corrupt, "%d of %d events of %s did not come back", missing, len(before), id))
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// emptied takes the database, the log and the mirrors away from a master's directory; its key and its own journal
// are left, so that an audit has nothing to say of it afterwards.
func emptied(dir string) error {
	all, err := os.ReadDir(dir)
	for _, e := range all {
		if e.Name() != "service.key" && !strings.HasPrefix(e.Name(), "journal") {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// hold stops the process of the second owner's master at a moment when the first owner's mirror has all of its log:
// what others cosigned and nobody mirrors does not come back, and the log could not go on.
func (d *Campus) hold(ctx context.Context, pid int, dir string) error {
	mirrors := filepath.Join(d.site.Dir(fleet.MasterOf(fleet.FogOf(d.site, demoOwners[0].owner))), "mirror", "*", "checkpoint")
	for end := time.Now().Add(patience); ; {
		if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
			return err
		}
		if all, _ := filepath.Glob(mirrors); len(all) == 1 && leaves(all[0]) == leaves(filepath.Join(dir, "log", "checkpoint")) {
			return nil
		}
		if err := syscall.Kill(pid, syscall.SIGCONT); err != nil {
			return err
		}
		if time.Now().After(end) {
			return custos.Errorf(custos.Unavailable, "the mirror does not come to have all of the log")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(300 * time.Millisecond):
		}
	}
}

// leaves is how many a checkpoint's file covers; "" if that cannot be read.
func leaves(file string) string {
	b, _ := os.ReadFile(file)
	lines := strings.SplitN(string(b), "\n", 3)
	if len(lines) < 3 {
		return ""
	}
	return lines[1]
}

// everything are the bodies of all events that a master has, by their IDs.
func everything(ctx context.Context, c *client.Client) (map[custos.EventID]string, error) {
	out, after := map[custos.EventID]string{}, int64(0)
	for {
		page, err := c.Events(ctx, client.Query{Forward: true, After: after, Limit: 500})
		if err != nil || len(page) == 0 {
			return out, err
		}
		for i := range page {
			out[page[i].ID], after = string(page[i].Body), page[i].N
		}
	}
}
