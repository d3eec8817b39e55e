package demo

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
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
	fog := fleet.FogOf(d.site, o.owner)
	k, err := key.Load(fleet.OwnerKey(d.site, o.owner))
	if err != nil {
		return "", err
	}
	pins, err := node.LoadPins(d.site)
	if err != nil {
		return "", err
	}
	master := client.New(fog.API, pins[fog.Name], k, d.trust.ChainID)
	found, err := master.Events(ctx, client.Query{Kinds: []custos.Kind{observe.KindZone}, Limit: 1})
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", custos.Errorf(custos.NotFound, "%s has no event of a zone to tamper with", o.domain)
	}
	was := found[0]
	if err := edit(ctx, filepath.Join(d.site.Dir(fleet.MasterOf(fog)), "master.db"), was.N); err != nil {
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
