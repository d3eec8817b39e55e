package policy

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

var (
	now  = time.Date(2026, 11, 25, 12, 0, 0, 500, time.UTC)
	zone = time.FixedZone("site", 3600)

	alma   = custos.Owner{Address: custos.Address{1}, Name: "alma", Domain: "campus/front", Active: true}
	bruno  = custos.Owner{Address: custos.Address{2}, Name: "bruno", Domain: "campus/second", Active: true}
	police = custos.Principal{Address: custos.Address{3}, Name: "police", Role: custos.RoleAuthority, Owner: alma.Address, Active: true}
	fire   = custos.Principal{Address: custos.Address{4}, Name: "fire", Role: custos.RoleAuthority, Owner: alma.Address, Active: true}
	track  = custos.Principal{Address: custos.Address{5}, Name: "edge/track", Role: custos.RoleService, Owner: alma.Address, Active: true}
	gone   = custos.Principal{Address: custos.Address{6}, Name: "gone", Role: custos.RoleAuthority, Owner: alma.Address}
)

func state(caps ...custos.Capability) *State {
	s := &State{
		Owners: []custos.Owner{alma, bruno}, Principals: []custos.Principal{police, fire, track, gone},
		Origin: map[uint64]string{}, Rules: map[custos.OwnerName]ledger.Rules{"alma": {}, "bruno": {}},
	}
	for i, c := range caps {
		c.Number = uint64(i + 1)
		if c.Grantor.IsZero() {
			c.Grantor = alma.Address
		}
		if c.From.IsZero() {
			c.From = now.Add(-time.Hour)
		}
		if c.Until.IsZero() {
			c.Until = time.Date(2027, 1, 1, 0, 0, 0, 0, zone)
		}
		s.Capabilities = append(s.Capabilities, c)
	}
	return s
}

func plan(t *testing.T, s *State, file string) (*Plan, error) {
	t.Helper()
	d, err := Parse([]byte(file))
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	return Planner{State: s, Zone: zone, Now: now}.Plan(d)
}

// said is a plan in short: what its steps do, in their order.
func said(p *Plan) string {
	var out []string
	for _, s := range p.Steps {
		out = append(out, s.Words)
	}
	return strings.Join(out, "\n")
}

const may = "owner: alma\ngrants:\n  - {who: police, may: [events, recorded], where: campus/front/door, until: 2027-01-01}\n"

func TestGrantsWhatIsMissing(t *testing.T) {
	p, err := plan(t, state(), may)
	if err != nil {
		t.Fatal(err)
	}
	if want := "grant: police may recorded, events on campus/front/door, until 2027-01-01"; said(p) != want {
		t.Fatalf("planned:\n%s\nwant:\n%s", said(p), want)
	}
	g := p.Steps[0].Grant
	if !g.From.Equal(now.Truncate(time.Second)) || !g.Until.Equal(time.Date(2027, 1, 1, 0, 0, 0, 0, zone)) || g.Grantee != police.Address {
		t.Errorf("it would grant %+v", g)
	}
	// Applied, nothing is left to do, however late it is looked at.
	s := state(*g)
	if p, err = plan(t, s, may); err != nil || len(p.Steps) != 0 {
		t.Errorf("once it is granted, the plan is: %s, %v", said(p), err)
	}
}

func TestRevokesWhatIsTooMuch(t *testing.T) {
	right := custos.Capability{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Events | custos.Recorded}
	for name, c := range map[string]struct {
		extra []custos.Capability
		want  string
	}{
		"agrees":                   {nil, ""},
		"more actions":             {[]custos.Capability{{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Export}}, "revoke capability 2: police may export on campus/front/door, until 2027-01-01"},
		"the same twice":           {[]custos.Capability{right}, "revoke capability 2: police may recorded, events on campus/front/door, until 2027-01-01"},
		"somebody else":            {[]custos.Capability{{Grantee: fire.Address, Resource: "campus/front", Actions: custos.Events, Hours: custos.Hours{Days: 1, From: 60, Until: 120}, Depth: 2}}, "revoke capability 2: fire may events on campus/front, mon 01:00-02:00, until 2027-01-01, and may pass it on 2 times"},
		"a service's":              {[]custos.Capability{{Grantee: track.Address, Resource: "campus/front", Actions: custos.Features}}, ""},
		"over":                     {[]custos.Capability{{Grantee: fire.Address, Resource: "campus/front", Actions: custos.Events, Until: now}}, ""},
		"revoked":                  {[]custos.Capability{{Grantee: fire.Address, Resource: "campus/front", Actions: custos.Events, Revoked: true}}, ""},
		"another owner's":          {[]custos.Capability{{Grantee: fire.Address, Grantor: bruno.Address, Resource: "campus/second", Actions: custos.Events}}, ""},
		"delegated":                {[]custos.Capability{{Grantee: fire.Address, Grantor: police.Address, Parent: 1, Resource: "campus/front/door", Actions: custos.Events}}, ""},
		"somebody not active":      {[]custos.Capability{{Grantee: gone.Address, Resource: "campus/front", Actions: custos.Events}}, ""},
		"later than the file says": {[]custos.Capability{{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Events | custos.Recorded, From: now.Add(time.Hour)}}, "revoke capability 2: police may recorded, events on campus/front/door, from 2026-11-25T14:00:00+01:00, until 2027-01-01"},
	} {
		p, err := plan(t, state(append([]custos.Capability{right}, c.extra...)...), may)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if said(p) != c.want {
			t.Errorf("%s: planned %q, want %q", name, said(p), c.want)
		}
	}
}

func TestChangedGrantIsGivenBeforeTheOldOneEnds(t *testing.T) {
	s := state(
		custos.Capability{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Events | custos.Recorded, Until: now.Add(time.Hour), Depth: 1},
		custos.Capability{Grantee: fire.Address, Grantor: police.Address, Parent: 1, Resource: "campus/front/door", Actions: custos.Events},
	)
	p, err := plan(t, s, may)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Steps) != 2 || p.Steps[0].Grant == nil || p.Steps[1].Revoke.Number != 1 {
		t.Fatalf("planned: %s", said(p))
	}
	if e := strings.Join(p.Steps[1].Effect, "; "); e != "it ends at once, with 1 that were passed on from it; police keeps recorded,events on campus/front/door" {
		t.Errorf("its effect is said to be %q", e)
	}
}

func TestOtherOriginsAreLeftAlone(t *testing.T) {
	s := state(
		custos.Capability{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Events | custos.Recorded},
		custos.Capability{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Live},
		custos.Capability{Grantee: track.Address, Resource: "campus/front", Actions: custos.Features},
	)
	// What a request gave ends by itself: the file's own grant is not it.
	s.Origin[1], s.Origin[2] = "request 4", "a broken glass"
	p, err := plan(t, s, may)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Steps) != 1 || p.Steps[0].Grant == nil || len(p.Kept) != 3 || !strings.HasPrefix(p.Kept[0], "capability 1, by request 4: police may") {
		t.Errorf("planned %s, kept %q", said(p), p.Kept)
	}
	// A file that names a service answers for all that it was granted.
	p, err = plan(t, s, "owner: alma\ngrants: [{who: edge/track, may: events, where: campus/front, until: 2027-01-01}]\n")
	if err != nil || !strings.Contains(said(p), "revoke capability 3: edge/track may features") {
		t.Errorf("planned %s, %v", said(p), err)
	}
}

func TestRules(t *testing.T) {
	const file = `owner: alma
rules:
  - {where: campus/front, may: [live, recorded], roles: [authority, cloud], approve: [bruno, alma], quorum: 2}
sealed: true
grants: []
`
	s := state()
	p, err := plan(t, s, file)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Steps) != 1 || p.Steps[0].Rules == nil || p.Steps[0].Rules.Glass.Actions != 0 || said(p) != "set the rules of campus/front: 1 rule" {
		t.Fatalf("planned: %s", said(p))
	}
	// The chain keeps approvers and roles in an order of its own.
	s.Rules["alma"] = ledger.Rules{Written: true, Rules: []ledger.Rule{{
		Resource: "campus/front", Actions: custos.Live | custos.Recorded, Roles: []custos.Role{custos.RoleCloud, custos.RoleAuthority},
		Quorum: 2, Approvers: []custos.Address{alma.Address, bruno.Address},
	}}}
	if p, err = plan(t, s, file); err != nil || len(p.Steps) != 0 {
		t.Errorf("the same rules are planned again: %s, %v", said(p), err)
	}
	// Without the word, the rules stay; with an empty list they go.
	if p, err = plan(t, s, "owner: alma\ngrants: []\n"); err != nil || len(p.Steps) != 0 {
		t.Errorf("planned: %s, %v", said(p), err)
	}
	if p, err = plan(t, s, "owner: alma\nrules: []\ngrants: []\n"); err != nil || len(p.Steps) != 1 || len(p.Steps[0].Rules.Rules) != 0 {
		t.Errorf("planned: %s, %v", said(p), err)
	}
}

func TestWhatRulesLeaveToSeveralIsRefused(t *testing.T) {
	live := "grants: [{who: police, may: live, where: campus/front, until: 2027-01-01}]\n"
	for name, c := range map[string]struct {
		file, want string
	}{
		"by default":        {"owner: alma\n" + live, "another owner's word"},
		"by a rule below":   {"owner: alma\nrules: [{where: campus/front/door/cam1, may: live, roles: authority, approve: bruno, quorum: 1}]\n" + live, "needs approval by the rule"},
		"by a rule for all": {"owner: alma\nrules: [{where: campus/front, may: live, roles: authority, approve: bruno, quorum: 1}]\n" + live, "needs approval by the rule"},
	} {
		if _, err := plan(t, state(), c.file); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, file := range map[string]string{
		"no rules":            "owner: alma\nrules: []\n" + live,
		"a rule beside it":    "owner: alma\nrules: [{where: campus/front/door, may: recorded, roles: authority, approve: bruno, quorum: 1}]\n" + live,
		"a rule for services": "owner: alma\nrules: [{where: campus/front, may: live, roles: service, approve: bruno, quorum: 1}]\n" + live,
	} {
		if p, err := plan(t, state(), file); err != nil || len(p.Steps) != 2 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNotes(t *testing.T) {
	p, err := plan(t, state(), "owner: alma\ngrants: [{who: police, may: events, where: campus/front, until: 2026-11-25 13:00}]\n")
	if err != nil || len(p.Steps) != 0 || len(p.Notes) != 1 || !strings.HasPrefix(p.Notes[0], "over, and can be left out") {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestRefusedFiles(t *testing.T) {
	for file, want := range map[string]string{
		"":                         "the file is empty",
		"grants: []":               "does not say whose domain",
		"owner: carla\ngrants: []": "owner carla is not of this network",
		"owner: alma\ngrants: []\n---\nowner: alma\n":                                                                 "two documents",
		"owner: alma\nsealed: true\ngrants: []":                                                                       "require `rules`",
		"owner: alma\nglass: {may: live, who: police}\ngrants: []":                                                    "require `rules`",
		"owner: alma\nrules: []\nsealed: true\nglass: {may: live, who: police}\ngrants: []":                           "take sealed or glass out",
		"owner: alma\nrules: []\nglass: {may: live}\ngrants: []":                                                      "say who may",
		"owner: alma\nrules: []\nglass: {may: fly, who: police}\ngrants: []":                                          "is not an action",
		"owner: alma\nrules: []\nglass: {may: live, who: [police, police]}\ngrants: []":                               "named twice",
		"owner: alma\ngrant: []":                                                                                      "field grant not found",
		"owner: alma\ngrants: [{who: police, may: fly, where: campus/front, until: 2027-01-01}]":                      "grant 1: \"fly\" is not an action",
		"owner: alma\ngrants: [{who: nobody, may: live, where: campus/front, until: 2027-01-01}]":                     "nobody active is registered",
		"owner: alma\ngrants: [{who: gone, may: events, where: campus/front, until: 2027-01-01}]":                     "nobody active is registered",
		"owner: alma\ngrants: [{who: police, may: events, where: campus/second, until: 2027-01-01}]":                  "not in campus/front",
		"owner: alma\ngrants: [{who: police, may: events, where: campus//front, until: 2027-01-01}]":                  "campus//front",
		"owner: alma\ngrants: [{who: police, may: events, where: campus/front}]":                                      "until: invalid time \"\"",
		"owner: alma\ngrants: [{who: police, may: events, where: campus/front, from: 2028-01-01, until: 2027-01-01}]": "before it begins",
		"owner: alma\ngrants: [{who: police, may: events, where: campus/front, until: 2027-01-01, delegations: 4}]":   "3 times at most",
		"owner: alma\ngrants: [{who: police, may: events, where: campus/front, until: 2027-01-01, hours: always}]":    "hours of the week",
		"owner: alma\ngrants: [{may: events, where: campus/front, until: 2027-01-01}]":                                "who, may, where",
		"owner: alma\ngrants: [{who: [police, police], may: events, where: campus/front, until: 2027-01-01}]":         "is there twice",
		"owner: alma\nrules: [{where: campus/front, may: live, roles: king, approve: bruno, quorum: 1}]":              "\"king\" is not a role",
		"owner: alma\nrules: [{where: campus/front, may: live, roles: authority, approve: bruno, quorum: 2}]":         "a quorum of 2 among 1",
		"owner: alma\nrules: [{where: campus/front, may: live, approve: bruno, quorum: 1}]":                           "roles",
		"owner: alma\nrules: [{where: campus/second, may: live, roles: authority, approve: bruno, quorum: 1}]":        "not in campus/front",
	} {
		if _, err := plan(t, state(), file); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", file, err, want)
		}
	}
}

// What is shown asks for nothing that is not there.
func TestShownFileAgrees(t *testing.T) {
	s := state(
		custos.Capability{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Events | custos.Recorded, Hours: custos.Hours{Days: 0b11111, From: 480, Until: 1080}, Depth: 2},
		custos.Capability{Grantee: fire.Address, Resource: "campus/front", Actions: custos.AllActions, From: now.Add(time.Hour), Until: now.Add(25*time.Hour + 17*time.Second).Truncate(time.Second)},
		custos.Capability{Grantee: track.Address, Resource: "campus/front", Actions: custos.Features},
		custos.Capability{Grantee: fire.Address, Grantor: bruno.Address, Resource: "campus/second", Actions: custos.Events, Until: time.Date(2026, 12, 24, 18, 0, 0, 0, zone)},
	)
	s.Capabilities[1].From = s.Capabilities[1].From.Truncate(time.Second)
	s.Rules["bruno"] = ledger.Rules{Written: true, Rules: []ledger.Rule{{Resource: "campus/second", Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 1, Approvers: []custos.Address{alma.Address, police.Address}}}}
	s.Rules["alma"] = ledger.Rules{Written: true, Rules: []ledger.Rule{}, Glass: ledger.GlassRule{
		Actions: custos.Live | custos.Events, Roles: []custos.Role{custos.RoleCloud}, Named: []custos.Address{police.Address, bruno.Address},
	}}
	p := Planner{State: s, Zone: zone, Now: now}
	var text bytes.Buffer
	if err := Write(&text, p.Show()); err != nil {
		t.Fatal(err)
	}
	got, err := plan(t, s, text.String())
	if err != nil || len(got.Steps) != 0 || len(got.Notes) != 0 {
		t.Fatalf("%s\nasks for: %s, %v", text.String(), said(got), err)
	}
	if d := p.Show("bruno"); len(d) != 1 || d[0].Owner != "bruno" {
		t.Errorf("bruno's alone: %+v", d)
	}
}
