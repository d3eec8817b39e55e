package cli

import (
	"slices"
	"testing"
	"time"

	"custos.dev/custos"

	"github.com/spf13/cobra"
)

func TestWindowOfARight(t *testing.T) {
	now := time.Date(2026, 7, 1, 12, 0, 0, 900, time.UTC)
	begin := now.Truncate(time.Second)
	for _, c := range []struct {
		name        string
		args        []string
		end         time.Time
		from, until time.Time
		bad         bool
	}{
		{name: "how long", args: []string{"--for", "10m"}, from: begin, until: begin.Add(10 * time.Minute)},
		{name: "until when", args: []string{"--until", "2026-07-01T14:00:00+02:00"}, from: begin, bad: true},
		{name: "until later", args: []string{"--until", "2026-07-01T15:00:00+02:00"}, from: begin, until: begin.Add(time.Hour)},
		{name: "later on", args: []string{"--from", "2026-07-02T12:00:00Z", "--for", "1h"}, from: begin.AddDate(0, 0, 1), until: begin.AddDate(0, 0, 1).Add(time.Hour)},
		{name: "nothing said", bad: true},
		{name: "the end of what it is part of", end: begin.Add(time.Minute), from: begin, until: begin.Add(time.Minute)},
		{name: "backwards", args: []string{"--for", "-1m"}, bad: true},
		{name: "no time", args: []string{"--until", "tomorrow"}, bad: true},
	} {
		var w window
		cmd := new(cobra.Command)
		w.flags(cmd)
		if err := cmd.ParseFlags(c.args); err != nil {
			t.Fatal(err)
		}
		from, until, err := w.bounds(now, c.end)
		if c.bad {
			if custos.KindOf(err) != custos.Invalid {
				t.Errorf("%s: %s to %s, %v", c.name, from, until, err)
			}
			continue
		}
		if err != nil || !from.Equal(c.from) || !until.Equal(c.until) {
			t.Errorf("%s: %s to %s, %v; want %s to %s", c.name, from, until, err, c.from, c.until)
		}
	}
}

func TestActionsAndResourceInEitherOrder(t *testing.T) {
	for _, args := range [][2]string{{"live,recorded", "campus/front-door"}, {"campus/front-door", "live,recorded"}} {
		a, r, err := actionsOn(args[0], args[1])
		if err != nil || a != custos.Live|custos.Recorded || r != "campus/front-door" {
			t.Errorf("%v: %s on %s, %v", args, a, r, err)
		}
	}
	for _, args := range [][2]string{{"fly", "campus/front-door"}, {"live", "campus//door"}, {"live", "Campus"}, {"", ""}} {
		if a, r, err := actionsOn(args[0], args[1]); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%v: %s on %s, %v", args, a, r, err)
		}
	}
}

func TestNamesOfPrincipals(t *testing.T) {
	d := directory{{1}: "alma", {2}: "police", {3}: "guard", {4}: "guard", {5}: "guard (inactive)"}
	if a, err := d.find("police"); err != nil || a != (custos.Address{2}) {
		t.Errorf("%s, %v", a, err)
	}
	if a, err := d.find((custos.Address{9}).String()); err != nil || a != (custos.Address{9}) {
		t.Errorf("%s, %v", a, err)
	}
	for s, kind := range map[string]custos.ErrorKind{"nobody": custos.NotFound, "guard": custos.Conflict, "0x12": custos.Invalid} {
		if a, err := d.find(s); custos.KindOf(err) != kind {
			t.Errorf("%s: %s, %v", s, a, err)
		}
	}
	if got := []string{d.name(custos.Address{1}), d.name(custos.Address{9})}; !slices.Equal(got, []string{"alma", (custos.Address{9}).String()}) {
		t.Errorf("%v", got)
	}
}
