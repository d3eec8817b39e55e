package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/policytest"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
)

// casbinModel compares paths, actions and times in functions of Go, the way that its
// manual shows for what its language does not have.
const casbinModel = `
[request_definition]
r = obj, act, at

[policy_definition]
p = obj, act, right

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = within(r.obj, p.obj) && covers(p.act, r.act) && holds(p.right, r.at)
`

// startCasbin makes an enforcer for each principal, since one for all goes through every
// policy at each question.
func startCasbin(_ context.Context, w *policytest.World) (func(context.Context, int) (bool, error), error) {
	rights := rightsOf(w)
	functions := map[string]func(...any) (any, error){
		"within": func(a ...any) (any, error) {
			return custos.Resource(a[0].(string)).Within(custos.Resource(a[1].(string))), nil
		},
		"covers": func(a ...any) (any, error) {
			has, err := strconv.Atoi(a[0].(string))
			return int(a[1].(custos.Action))&^has == 0, err
		},
		"holds": func(a ...any) (any, error) {
			n, err := strconv.Atoi(a[0].(string))
			if err != nil {
				return false, err
			}
			if n < 0 {
				return true, nil // an owner's own right
			}
			at := a[1].(time.Time)
			for _, c := range rights[n].chain {
				if at.Before(c.From) || !at.Before(c.Until) || !c.Hours.Contains(at) {
					return false, nil
				}
			}
			return true, nil
		},
	}
	enforcers := map[custos.Address]*casbin.Enforcer{}
	enforcer := func(a custos.Address) (*casbin.Enforcer, error) {
		if e, ok := enforcers[a]; ok {
			return e, nil
		}
		m, err := model.NewModelFromString(casbinModel)
		if err != nil {
			return nil, err
		}
		e, err := casbin.NewEnforcer(m)
		if err != nil {
			return nil, err
		}
		for name, f := range functions {
			e.AddFunction(name, f)
		}
		enforcers[a] = e
		return e, nil
	}
	for i, r := range rights {
		e, err := enforcer(r.Grantee)
		if err != nil {
			return nil, err
		}
		if w.OwnerOf(r.Resource) != r.owner {
			continue
		}
		if _, err := e.AddPolicy(string(r.Resource), strconv.Itoa(int(r.Actions)), strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	for _, o := range w.Owners {
		e, err := enforcer(o.Address)
		if err != nil {
			return nil, err
		}
		if _, err := e.AddPolicy(string(o.Domain), strconv.Itoa(int(custos.AllActions)), "-1"); err != nil {
			return nil, err
		}
	}
	return func(_ context.Context, i int) (bool, error) {
		q := &w.Questions[i]
		e, ok := enforcers[q.Principal]
		if !ok {
			return false, nil // a stranger
		}
		allowed, err := e.Enforce(string(q.Resource), q.Action, q.At)
		if err != nil {
			return false, fmt.Errorf("question %d: %w", i, err)
		}
		return allowed, nil
	}, nil
}
