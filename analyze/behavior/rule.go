package behavior

import (
	"errors"
	"io"
	"math"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Rule is one thing that is looked for. What it leaves out has a default by its act.
type Rule struct {
	// Name is unique among the rules of a camera.
	Name string      `yaml:"name"`
	Act  observe.Act `yaml:"act"`
	// Cameras are the names of those it is for; none means each of the node.
	Cameras []string `yaml:"cameras,omitempty"`
	// Area bounds where it looks, by the foot of the box, in fractions of the picture;
	// none means everywhere. AreaName is how events call it; the rule's name if "".
	Area     [][2]float64 `yaml:"area,flow,omitempty"`
	AreaName string       `yaml:"area_name,omitempty"`
	// Line is what cross is about, from its first point to its second. Direction is
	// "left_to_right" or "right_to_left" as seen on that way; "" is both.
	Line      [][2]float64 `yaml:"line,flow,omitempty"`
	Direction string       `yaml:"direction,omitempty"`
	// Way is where wrong_way lets people go, as a step in the picture: [1, 0] is to the
	// right, [0, 1] down.
	Way [2]float64 `yaml:"way,flow,omitempty"`
	// After is how long it must last.
	After time.Duration `yaml:"after,omitempty"`
	// Speed is in body heights a second: what run begins at.
	Speed float64 `yaml:"speed,omitempty"`
	// Count is how many make a crowd.
	Count int `yaml:"count,omitempty"`
	// Classes are those that count; none means people, and for abandoned and removed
	// everything.
	Classes []custos.Class `yaml:"classes,omitempty"`
	// Postures are what somebody must have done with his body in his stay for loiter to fire, as
	// [crouch]; none is anything. The service gesture tells them.
	Postures []observe.Posing `yaml:"postures,flow,omitempty"`
	// Hours are of the week in the site's time zone, as "mon-fri 18:00-24:00"; "" is always.
	Hours string `yaml:"hours,omitempty"`
	// Weight is how much one firing adds to a suspicion, 0 to 1; below 0 is nothing.
	Weight float64 `yaml:"weight,omitempty"`

	hours custos.Hours
}

// Directions of a crossing.
const (
	LeftToRight = "left_to_right"
	RightToLeft = "right_to_left"
)

// about is what an act needs, and its defaults.
type about struct {
	after  time.Duration
	weight float64
	needs  func(*Rule) string // what is wrong, or ""
}

var acts = map[observe.Act]about{
	observe.ActEnter: {0, .1, needsArea},
	observe.ActLeave: {0, .05, needsArea},
	observe.ActCross: {0, .1, func(r *Rule) string {
		if len(r.Line) != 2 || r.Line[0] == r.Line[1] {
			return "line: give its two ends"
		}
		return ""
	}},
	observe.ActLoiter: {30 * time.Second, .3, nil},
	observe.ActRun:    {700 * time.Millisecond, .3, nil},
	observe.ActWrongWay: {time.Second, .3, func(r *Rule) string {
		if r.Way == [2]float64{} {
			return "way: say which way is right, as [1, 0]"
		}
		return ""
	}},
	observe.ActCrowd: {2 * time.Second, .1, func(r *Rule) string {
		if r.Count < 2 {
			return "count: say how many are a crowd, two at least"
		}
		return ""
	}},
	observe.ActAbandoned: {10 * time.Second, .6, nil},
	observe.ActRemoved:   {10 * time.Second, .6, nil},
	observe.ActFall:      {time.Second, .5, nil},
	observe.ActFollow:    {8 * time.Second, .4, nil},
}

func needsArea(r *Rule) string {
	if len(r.Area) == 0 {
		return "area: say where"
	}
	return ""
}

// defaultSpeed is what running begins at: people walk at about .8 body heights a second.
const defaultSpeed = 1.6

// complete checks a rule and fills in what it leaves out.
func (r *Rule) complete() error {
	fail := func(format string, args ...any) error {
		return custos.Errorf(custos.Invalid, "rule %q: "+format, append([]any{r.Name}, args...)...)
	}
	if r.Name == "" {
		return custos.Errorf(custos.Invalid, "a rule has no name: give each one of its own")
	}
	a, ok := acts[r.Act]
	if !ok {
		return fail("act: %q: choose enter, leave, cross, loiter, run, wrong_way, crowd, abandoned, removed, fall or follow", r.Act)
	}
	if a.needs != nil {
		if bad := a.needs(r); bad != "" {
			return fail("%s", bad)
		}
	}
	if r.Direction != "" && r.Direction != LeftToRight && r.Direction != RightToLeft {
		return fail("direction: %q: write left_to_right, right_to_left, or nothing for both", r.Direction)
	}
	if len(r.Area) > 0 {
		z := Zone{Name: r.Name, Polygon: r.Area}
		if err := z.Validate(); err != nil {
			return err
		}
	}
	for _, p := range r.Line {
		if !(p[0] >= 0 && p[0] <= 1 && p[1] >= 0 && p[1] <= 1) {
			return fail("%v is outside the picture: give fractions of it, 0 to 1 from the left and the top", p)
		}
	}
	if r.After < 0 || !(r.Speed >= 0 && r.Speed <= 100) || r.Count < 0 || !(r.Weight <= 1) || math.IsInf(r.Weight, 0) || math.IsNaN(r.Way[0]+r.Way[1]) {
		return fail("after, speed and count must not be negative, and weight at most 1")
	}
	if len(r.Postures) > 0 && r.Act != observe.ActLoiter {
		return fail("postures: only loiter has them")
	}
	for _, p := range r.Postures {
		if !slices.Contains(observe.Posings(), p) {
			return fail("postures: %q: choose of %v", p, observe.Posings())
		}
	}
	var err error
	if r.hours, err = custos.ParseHours(r.Hours); err != nil {
		return fail("hours: %w", err)
	}
	if r.After == 0 {
		r.After = a.after
	}
	if r.Weight == 0 {
		r.Weight = a.weight
	}
	if r.Speed == 0 {
		r.Speed = defaultSpeed
	}
	if r.AreaName == "" && len(r.Area) > 0 {
		r.AreaName = r.Name
	}
	if len(r.Classes) == 0 && r.Act != observe.ActAbandoned && r.Act != observe.ActRemoved {
		r.Classes = []custos.Class{custos.Person}
	}
	return nil
}

// ReadRules reads a file of rules: a list under the word rules. It does not know of
// cameras; NewRules checks the rest.
func ReadRules(in io.Reader) ([]Rule, error) {
	var file struct {
		Rules []Rule `yaml:"rules"`
	}
	d := yaml.NewDecoder(in)
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	_, err := NewRules(file.Rules, time.UTC)
	return file.Rules, err
}

func (r *Rule) counts(c custos.Class) bool { return among(r.Classes, c) }

// RulesFor are the rules of a camera, by its name.
func RulesFor(camera string, rules []Rule) []Rule {
	var out []Rule
	for _, r := range rules {
		if len(r.Cameras) == 0 || slices.Contains(r.Cameras, camera) {
			out = append(out, r)
		}
	}
	return out
}
