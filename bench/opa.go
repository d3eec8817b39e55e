package main

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/ledger/policytest"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// policy looks up what a principal holds on a path or one above it, so that it need not
// go through all capabilities.
const policy = `package custos

default allow := false

allow if data.owners[input.domain] == input.principal

allow if {
	some path in input.above
	some right in data.rights[input.principal][path]
	bits.and(right.actions, input.actions) == input.actions
	right.owner == data.owners[input.domain]
	every c in right.chain { holds(c) }
}

holds(c) if {
	c.from <= input.now
	input.now < c.until
	input.day in c.days
	c.first <= input.minute
	input.minute < c.last
}
`

func startOPA(ctx context.Context, w *policytest.World) (func(context.Context, int) (bool, error), error) {
	rights := map[string]any{}
	for _, r := range rightsOf(w) {
		var chain []any
		for _, c := range r.chain {
			chain = append(chain, map[string]any{
				"from": c.From.Unix(), "until": c.Until.Unix(), "days": days(c.Hours), "first": int(c.Hours.From), "last": endOfDay(c.Hours),
			})
		}
		of, _ := rights[r.Grantee.String()].(map[string]any)
		if of == nil {
			of = map[string]any{}
			rights[r.Grantee.String()] = of
		}
		on, _ := of[string(r.Resource)].([]any)
		of[string(r.Resource)] = append(on, map[string]any{"actions": int(r.Actions), "owner": r.owner.String(), "chain": chain})
	}
	owners := map[string]any{}
	for _, o := range w.Owners {
		owners[string(o.Domain)] = o.Address.String()
	}
	query, err := rego.New(
		rego.Query("data.custos.allow"), rego.Module("custos.rego", policy),
		rego.Store(inmem.NewFromObjectWithOpts(map[string]any{"rights": rights, "owners": owners}, inmem.OptReturnASTValuesOnRead(true))),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	inputs := make([]ast.Value, len(w.Questions))
	for i, q := range w.Questions {
		day, minute := dayAndMinute(q.At)
		if inputs[i], err = ast.InterfaceToValue(map[string]any{
			"principal": q.Principal.String(), "above": above(q.Resource), "domain": domainOf(w, q.Resource),
			"actions": int(q.Action), "now": q.At.Unix(), "day": day, "minute": minute,
		}); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context, i int) (bool, error) {
		result, err := query.Eval(ctx, rego.EvalParsedInput(inputs[i]))
		return err == nil && result.Allowed(), err
	}, nil
}

// domainOf is the domain that holds a resource, or "".
func domainOf(w *policytest.World, r custos.Resource) string {
	for _, o := range w.Owners {
		if r.Within(o.Domain) {
			return string(o.Domain)
		}
	}
	return ""
}
