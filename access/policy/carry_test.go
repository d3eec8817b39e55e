package policy

import (
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

// carry returns what alma has to do between two states, her steps in short.
func carry(t *testing.T, from, to *State) (*Carried, string) {
	t.Helper()
	c, err := Planner{State: from, Zone: zone, Now: now}.Carry(to, "alma")
	if err != nil {
		t.Fatal(err)
	}
	return c, said(&Plan{Steps: c.Steps})
}

// elsewhere is a deployment that nobody has done anything in yet.
func elsewhere() *State {
	s := state()
	s.Principals = nil
	return s
}

func names(ps []custos.Principal) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Name)
	}
	return strings.Join(out, " ")
}

// What an owner granted himself and is in force goes along, and nothing else does.
func TestCarriesWhatIsInForce(t *testing.T) {
	hours := custos.Hours{Days: 0x1f, From: 480, Until: 1080}
	from := state(
		custos.Capability{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Events | custos.Recorded, Hours: hours, Depth: 2},
		custos.Capability{Grantee: police.Address, Resource: "campus/front", Actions: custos.Export, Revoked: true},
		custos.Capability{Grantee: police.Address, Resource: "campus/front", Actions: custos.Export, Until: now},
		custos.Capability{Grantee: gone.Address, Resource: "campus/front", Actions: custos.Export},
		custos.Capability{Grantee: track.Address, Resource: "campus/front", Actions: custos.Features, From: now.Add(time.Hour)},
		custos.Capability{Grantee: fire.Address, Resource: "campus/front/door", Actions: custos.Events, Parent: 1, Grantor: police.Address},
		custos.Capability{Grantee: fire.Address, Resource: "campus/front/door", Actions: custos.Live},
		custos.Capability{Grantee: fire.Address, Resource: "campus/second", Actions: custos.Events, Grantor: bruno.Address},
		custos.Capability{Grantee: fire.Address, Resource: "campus/front", Actions: custos.Live},
		// What was granted before he left and came back, or to whom somebody else was then.
		custos.Capability{Grantee: police.Address, Resource: "campus/front/old", Actions: custos.Events, Generation: 1},
		custos.Capability{Grantee: police.Address, Resource: "campus/front/older", Actions: custos.Events, Registration: 1},
	)
	from.Principals = append(from.Principals, custos.Principal{Address: custos.Address{7}, Name: "former", Role: custos.RoleAuthority, Owner: alma.Address, Active: true, Generation: 1})
	from.Origin[9] = "request 3"
	c, steps := carry(t, from, elsewhere())
	if got := names(c.Register); got != "police fire edge/track" {
		t.Errorf("registered: %s", got)
	}
	if want := "grant as capability 1 was: police may recorded, events on campus/front/door, mon-fri 08:00-18:00, until 2027-01-01, and may pass it on 2 times\n" +
		"grant as capability 5 was: edge/track may features on campus/front, from 2026-11-25T14:00:00+01:00, until 2027-01-01"; steps != want {
		t.Errorf("steps:\n%s\nwant:\n%s", steps, want)
	}
	first, second := c.Steps[0].Grant, c.Steps[1].Grant
	if first.Hours != hours || first.Depth != 2 || !first.From.Equal(now.Truncate(time.Second)) || first.Actions != custos.Events|custos.Recorded || first.Grantee != police.Address {
		t.Errorf("the first grant is %+v", first)
	}
	if !second.From.Equal(now.Add(time.Hour)) {
		t.Errorf("what was to begin later begins at %s", second.From)
	}
	left := strings.Join(c.Left, "\n")
	for _, want := range []string{
		"capability 7: fire may live on campus/front/door", "capability 9, by request 3", "capability 6, delegated by police: fire may events on campus/front/door",
	} {
		if !strings.Contains(left, want) {
			t.Errorf("what is not carried over does not have %q:\n%s", want, left)
		}
	}
	if len(c.Left) != 3 {
		t.Errorf("%d are not carried over:\n%s", len(c.Left), left)
	}
}

// Done once, it is done; what was taken back meanwhile is taken back there, too.
func TestCarriesOnceAndTakesBack(t *testing.T) {
	right := custos.Capability{Grantee: police.Address, Resource: "campus/front/door", Actions: custos.Events}
	other := custos.Capability{Grantee: police.Address, Resource: "campus/front", Actions: custos.Export}
	from, to := state(right, other), state(right, other)
	from.Rules["alma"] = ledger.Rules{Written: true, Rules: []ledger.Rule{}}
	if c, steps := carry(t, from, to); len(c.Register) != 0 || steps != "set the rules of campus/front: 0 rules" {
		t.Errorf("to register %s; steps:\n%s", names(c.Register), steps)
	}
	to.Rules["alma"] = from.Rules["alma"]
	if c, steps := carry(t, from, to); steps != "" || len(c.Register)+len(c.Deactivate)+len(c.Left) != 0 {
		t.Errorf("there is something left to do: %+v", c)
	}
	from.Capabilities[1].Revoked = true
	from.Principals[1].Active = false // fire
	c, steps := carry(t, from, to)
	if !strings.HasPrefix(steps, "revoke capability 2 there") || c.Steps[0].Revoke.Number != 2 || len(c.Steps) != 1 || names(c.Deactivate) != "fire" {
		t.Errorf("to deactivate %s; steps:\n%s", names(c.Deactivate), steps)
	}
}
