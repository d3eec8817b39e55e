// Package cedar says a world in the Cedar policy language and lets that engine answer:
// a second opinion by people who never saw ours. Only tests import it.
package cedar

import (
	"fmt"
	"strings"

	"github.com/cedar-policy/cedar-go"

	"custos.dev/custos"
	"custos.dev/custos/ledger/policytest"
)

// Engine answers the questions of one world.
type Engine struct {
	// policies are apart for each principal, since the engine goes through all of a set.
	policies map[custos.Address]*cedar.PolicySet
	entities cedar.EntityMap
}

const ownRight = "permit(principal, action, resource) when { resource.owner == principal.name };\n"

// New writes a world's capabilities as policies. What can change later is not in them
// but in the entities' attributes: who is active, what was revoked, whose a resource is.
func New(w *policytest.World) (*Engine, error) {
	texts := map[custos.Address]*strings.Builder{{}: {}} // the zero address's are for all others
	for i := range w.Capabilities {
		c := &w.Capabilities[i]
		var actions []string
		for a := custos.Action(1); a <= custos.AllActions; a++ {
			if a&^c.Actions == 0 {
				actions = append(actions, fmt.Sprintf("Action::\"%d\"", a))
			}
		}
		text := texts[c.Grantee]
		if text == nil {
			text = new(strings.Builder)
			texts[c.Grantee] = text
		}
		fmt.Fprintf(text, "permit(principal == Account::%q, action in [%s], resource in Resource::%q) when {\n principal.active",
			c.Grantee, strings.Join(actions, ","), c.Resource)
		for at := c; ; at = &w.Capabilities[at.Parent-1] {
			fmt.Fprintf(text, " &&\n Right::\"%d\".revoked == false && Account::%q.registration == %d && context.now >= %d && context.now < %d", at.Number, at.Grantee, at.Registration, at.From.Unix(), at.Until.Unix())
			if h := at.Hours; h != (custos.Hours{}) {
				var days []string
				for d := range 7 {
					if h.Days&(1<<d) != 0 {
						days = append(days, fmt.Sprint(d))
					}
				}
				fmt.Fprintf(text, " && [%s].contains(context.day) && context.minute >= %d && context.minute < %d", strings.Join(days, ","), h.From, h.Until)
			}
			if at.Parent == 0 {
				fmt.Fprintf(text, " &&\n resource.owner == %q && Account::%q.generation == %d", at.Grantor.String(), at.Grantor, at.Generation)
				break
			}
			fmt.Fprintf(text, " && Account::%q.active", at.Grantor)
		}
		text.WriteString("\n};\n")
	}
	e := &Engine{map[custos.Address]*cedar.PolicySet{}, cedar.EntityMap{}}
	for who, text := range texts {
		text.WriteString(ownRight)
		var err error
		if e.policies[who], err = cedar.NewPolicySetFromBytes("world", []byte(text.String())); err != nil {
			return nil, err
		}
	}
	account := func(a custos.Address, active bool) {
		id := cedar.NewEntityUID("Account", cedar.String(a.String()))
		e.entities[id] = cedar.Entity{UID: id, Attributes: cedar.NewRecord(cedar.RecordMap{
			"name": cedar.String(a.String()), "active": cedar.Boolean(active),
			"generation": cedar.Long(w.Generation(a)), "registration": cedar.Long(w.Registration(a)),
		})}
	}
	for _, o := range w.Owners {
		account(o.Address, false) // an owner is no principal
	}
	for _, p := range w.Principals {
		account(p.Address, w.Active(p.Address))
	}
	revoked := map[uint64]bool{}
	for _, n := range w.Revoked {
		revoked[n] = true
	}
	for i := range w.Capabilities {
		id := cedar.NewEntityUID("Right", cedar.String(fmt.Sprint(i+1)))
		e.entities[id] = cedar.Entity{UID: id, Attributes: cedar.NewRecord(cedar.RecordMap{"revoked": cedar.Boolean(revoked[uint64(i+1)])})}
	}
	for _, q := range w.Questions {
		e.resource(w, q.Resource)
		if id := cedar.NewEntityUID("Account", cedar.String(q.Principal.String())); e.entities[id].UID != id {
			account(q.Principal, false)
		}
	}
	return e, nil
}

// resource adds a resource and those above it.
func (e *Engine) resource(w *policytest.World, r custos.Resource) cedar.EntityUID {
	id := cedar.NewEntityUID("Resource", cedar.String(string(r)))
	if _, ok := e.entities[id]; ok {
		return id
	}
	x := cedar.Entity{UID: id, Attributes: cedar.NewRecord(cedar.RecordMap{"owner": cedar.String("")})}
	if o := w.OwnerOf(r); !o.IsZero() {
		x.Attributes = cedar.NewRecord(cedar.RecordMap{"owner": cedar.String(o.String())})
	}
	if i := strings.LastIndexByte(string(r), '/'); i > 0 {
		x.Parents = cedar.NewEntityUIDSet(e.resource(w, r[:i]))
	}
	e.entities[id] = x
	return id
}

// Request is a question in the engine's own form.
type Request struct {
	policies *cedar.PolicySet
	cedar.Request
}

// Request puts a question of the world into the engine's form.
func (e *Engine) Request(q policytest.Question) Request {
	policies, ok := e.policies[q.Principal]
	if !ok {
		policies = e.policies[custos.Address{}]
	}
	day := (int(q.At.Weekday()) + 6) % 7
	return Request{policies, cedar.Request{
		Principal: cedar.NewEntityUID("Account", cedar.String(q.Principal.String())),
		Action:    cedar.NewEntityUID("Action", cedar.String(fmt.Sprint(uint8(q.Action)))),
		Resource:  cedar.NewEntityUID("Resource", cedar.String(string(q.Resource))),
		Context: cedar.NewRecord(cedar.RecordMap{
			"now": cedar.Long(q.At.Unix()), "day": cedar.Long(day), "minute": cedar.Long(q.At.Hour()*60 + q.At.Minute()),
		}),
	}}
}

// Answer answers a question.
func (e *Engine) Answer(r Request) (bool, error) {
	d, diag := cedar.Authorize(r.policies, e.entities, r.Request)
	if len(diag.Errors) > 0 {
		return false, fmt.Errorf("cedar: %s", diag.Errors[0])
	}
	return d == cedar.Allow, nil
}

// Allowed answers a question of the world.
func (e *Engine) Allowed(q policytest.Question) (bool, error) { return e.Answer(e.Request(q)) }
