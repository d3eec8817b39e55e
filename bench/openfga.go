package main

import (
	"context"
	"fmt"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/ledger/policytest"

	openfgav1 "github.com/openfga/api/proto/openfga/v1"
	"github.com/openfga/language/pkg/go/transformer"
	"github.com/openfga/openfga/pkg/server"
	"github.com/openfga/openfga/pkg/storage/memory"
	"google.golang.org/protobuf/types/known/structpb"
)

// fgaModel has as many relations "held" as somebody holds capabilities on one place,
// since two of one name between the same two would be one. What a capability was
// passed on from is worked into its own window beforehand.
func fgaModel(relations int) string {
	var held, may strings.Builder
	for i := range relations {
		fmt.Fprintf(&held, "    define held%[1]d: [account with right] or held%[1]d from above\n", i)
		fmt.Fprintf(&may, " or held%d", i)
	}
	return `model
  schema 1.1
type account
type place
  relations
    define above: [place]
    define owner: [account] or owner from above
` + held.String() + "    define may: owner" + may.String() + `
condition right(actions: list<int>, from: int, until: int, days: list<int>, first: int, last: int, asked: list<int>, now: int, day: int, minute: int) {
  from <= now && now < until && day in days && first <= minute && minute < last && asked.all(a, a in actions)
}
`
}

// fgaWrite is how many tuples the server takes at a time.
const fgaWrite = 100

func startOpenFGA(ctx context.Context, w *policytest.World) (func(context.Context, int) (bool, error), error) {
	var tuples []*openfgav1.TupleKey
	tuple := func(user, relation, object string) *openfgav1.TupleKey {
		t := &openfgav1.TupleKey{User: user, Relation: relation, Object: object}
		tuples = append(tuples, t)
		return t
	}
	places := map[string]bool{}
	place := func(r custos.Resource) string {
		all := above(r)
		for i, p := range all {
			if !places[p] && i+1 < len(all) {
				tuple("place:"+all[i+1], "above", "place:"+p)
			}
			places[p] = true
		}
		return "place:" + string(r)
	}
	for _, o := range w.Owners {
		tuple("account:"+o.Address.String(), "owner", place(o.Domain))
	}
	type pair struct {
		who   custos.Address
		where custos.Resource
	}
	held, most := map[pair]int{}, 0
	for _, r := range rightsOf(w) {
		if w.OwnerOf(r.Resource) != r.owner {
			continue
		}
		from, until := r.From, r.Until
		for _, c := range r.chain {
			if c.From.After(from) {
				from = c.From
			}
			if c.Until.Before(until) {
				until = c.Until
			}
		}
		s, err := structpb.NewStruct(map[string]any{
			"actions": actions(r.Actions), "from": from.Unix(), "until": until.Unix(),
			"days": days(r.Hours), "first": int(r.Hours.From), "last": endOfDay(r.Hours),
		})
		if err != nil {
			return nil, err
		}
		at := pair{r.Grantee, r.Resource}
		tuple("account:"+r.Grantee.String(), fmt.Sprintf("held%d", held[at]), place(r.Resource)).Condition = &openfgav1.RelationshipCondition{Name: "right", Context: s}
		held[at]++
		most = max(most, held[at])
	}
	for _, q := range w.Questions {
		place(q.Resource)
	}
	store := memory.New(memory.WithMaxTuplesPerWrite(fgaWrite))
	s, err := server.NewServerWithOpts(server.WithDatastore(store))
	if err != nil {
		return nil, err
	}
	created, err := s.CreateStore(ctx, &openfgav1.CreateStoreRequest{Name: "world"})
	if err != nil {
		return nil, err
	}
	model, err := transformer.TransformDSLToProto(fgaModel(most))
	if err != nil {
		return nil, err
	}
	written, err := s.WriteAuthorizationModel(ctx, &openfgav1.WriteAuthorizationModelRequest{
		StoreId: created.GetId(), SchemaVersion: model.GetSchemaVersion(), TypeDefinitions: model.GetTypeDefinitions(), Conditions: model.GetConditions(),
	})
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(tuples); i += fgaWrite {
		if _, err := s.Write(ctx, &openfgav1.WriteRequest{
			StoreId: created.GetId(), AuthorizationModelId: written.GetAuthorizationModelId(),
			Writes: &openfgav1.WriteRequestWrites{TupleKeys: tuples[i:min(i+fgaWrite, len(tuples))]},
		}); err != nil {
			return nil, err
		}
	}
	requests := make([]*openfgav1.CheckRequest, len(w.Questions))
	for i, q := range w.Questions {
		day, minute := dayAndMinute(q.At)
		c, err := structpb.NewStruct(map[string]any{"asked": actions(q.Action), "now": q.At.Unix(), "day": day, "minute": minute})
		if err != nil {
			return nil, err
		}
		requests[i] = &openfgav1.CheckRequest{
			StoreId: created.GetId(), AuthorizationModelId: written.GetAuthorizationModelId(), Context: c,
			TupleKey: &openfgav1.CheckRequestTupleKey{User: "account:" + q.Principal.String(), Relation: "may", Object: "place:" + string(q.Resource)},
		}
	}
	return func(ctx context.Context, i int) (bool, error) {
		answer, err := s.Check(ctx, requests[i])
		return answer.GetAllowed(), err
	}, nil
}

// actions are the bits of a set as numbers.
func actions(a custos.Action) []any {
	var out []any
	for bit := custos.Action(1); bit <= custos.AllActions; bit <<= 1 {
		if a&bit != 0 {
			out = append(out, int(bit))
		}
	}
	return out
}
