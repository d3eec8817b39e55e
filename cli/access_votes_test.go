package cli

import (
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

// Who must still approve is said by name, by the rule that asks for it.
func TestVotesLeft(t *testing.T) {
	alma, bruno, carla := custos.Address{1}, custos.Address{2}, custos.Address{3}
	a := &rights{names: directory{alma: "alma", bruno: "bruno", carla: "carla"}}
	owner := func(x custos.Address, domain custos.Resource) custos.Owner {
		return custos.Owner{Address: x, Domain: domain, Active: true}
	}
	two := []custos.Owner{owner(alma, "campus/a"), owner(bruno, "campus/b")}
	gone := owner(carla, "campus/c")
	gone.Active = false
	live := custos.Capability{Resource: "campus/a/cam1", Actions: custos.Live}
	for _, c := range []struct {
		what  string
		rules []ledger.Rule
		yes   []custos.Address
		want  []string
	}{
		{"the owner did, by the default", defaultRules(two[0], append(two, gone)), []custos.Address{alma}, []string{"1 more needed: bruno runs: custos access approve 2 --as bruno"}},
		{"another owner did", defaultRules(two[0], two), []custos.Address{bruno}, []string{"1 more needed: alma runs: custos access approve 2 --as alma"}},
		{"both did", defaultRules(two[0], two), []custos.Address{alma, bruno}, nil},
		{"there is no other owner", defaultRules(two[0], two[:1]), []custos.Address{alma}, []string{"1 more needed: and there is nobody else: write rules of your own by `custos access policy`"}},
		{"two of three", []ledger.Rule{{Resource: "campus/a", Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 2, Approvers: []custos.Address{alma, bruno, carla}}}, []custos.Address{alma}, []string{"1 more needed: one of bruno, carla runs: custos access approve 2 --as NAME"}},
		{"of another role", []ledger.Rule{{Resource: "campus/a", Actions: custos.Live, Roles: []custos.Role{custos.RoleCloud}, Quorum: 1, Approvers: []custos.Address{bruno}}}, nil, nil},
		{"elsewhere", []ledger.Rule{{Resource: "campus/a/cam2", Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 1, Approvers: []custos.Address{bruno}}}, nil, nil},
	} {
		var got []string
		for _, r := range c.rules {
			if !concerns(r, custos.RoleAuthority, live) {
				continue
			}
			if need, who := votesLeft(r, c.yes); need > 0 {
				got = append(got, a.needed(need, who, 2))
			}
		}
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	at := time.Unix(1e9, 0)
	x := custos.Capability{Resource: "a", Actions: custos.Live, From: at, Until: at.Add(time.Hour)}
	y := x
	y.From = at.UTC()
	if !sameTerms(x, y) {
		t.Error("the same terms in another zone")
	}
	if y.Until = at; sameTerms(x, y) {
		t.Error("other terms")
	}
}
