// Package retention is how long a site keeps what: the section retention of the site file, and
// what of it applies to a kind of event or a camera's footage. It deletes nothing.
package retention

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// Footage is the word for recordings among the kinds of a rule.
const Footage custos.Kind = "footage"

// Policy is what a site file says. The zero one keeps everything for ever, also where a disk
// becomes full: recording stops then, and says so.
type Policy struct {
	Rules []KeepRule `yaml:"rules,omitempty"`
	// Holds are stretches of time of which nothing is deleted, whatever the rules say.
	Holds []Hold `yaml:"legal_hold,omitempty"`
	// Free is how much of a disk with recordings stays free: where there is less, the oldest
	// footage goes first. 0 is DefaultFree.
	Free service.Bytes `yaml:"free,omitempty"`

	written bool // the site file has the section
}

// DefaultFree is how much stays free on a disk with recordings if the section does not say.
const DefaultFree service.Bytes = 1 << 30

// KeepRule says how long some kinds about some resources are kept. Of those that match, the one
// with the longest resource counts; of several with the same, the one that names the kind
// before one that is for all kinds.
type KeepRule struct {
	// Of is a domain, a part of one or a camera; empty is the whole site.
	Of custos.Resource `yaml:"of,omitempty"`
	// Kinds are those of events, or footage; none are all kinds of events, and no footage.
	Kinds []custos.Kind `yaml:"kinds,omitempty"`
	// Keep is for how long; 0 is for ever.
	Keep Duration `yaml:"keep,omitempty"`
	// Size is how much footage a camera has at most; 0 is without a bound.
	Size service.Bytes `yaml:"size,omitempty"`
	// Notable keeps footage around notable events longer.
	Notable *Notable `yaml:"notable,omitempty"`
}

// Notable is for how long footage is kept that shows notable events.
type Notable struct {
	Keep Duration `yaml:"keep"`
	// Around is how much before and after an event counts as showing it; 0 is 30 s.
	Around Duration `yaml:"around,omitempty"`
	// Kinds are the events that count; none are behavior and zone.
	Kinds []custos.Kind `yaml:"kinds,omitempty"`
}

// Proves reports that events of a kind prove what was recorded, what was not, what was removed and
// what was ordered to be.
// They show nobody, and are never removed: an audit needs them.
func Proves(k custos.Kind) bool {
	return k == observe.KindSegment || k == observe.KindStream || k == observe.KindTombstone || k == observe.KindErasure || k == observe.KindRepair
}

// DefaultAround is Notable.Around if the site file does not say.
const DefaultAround = Duration(30 * time.Second)

// Hold is a stretch of time of which nothing is deleted.
type Hold struct {
	Of     custos.Resource `yaml:"of"`
	From   time.Time       `yaml:"from"`
	Until  time.Time       `yaml:"until"`
	Reason string          `yaml:"reason"`
	// By is who asked for it, for people.
	By string `yaml:"by"`
}

// Section is the part of a site file about what is kept for how long.
var Section = service.SiteSection[Policy]{
	Name: "retention",
	Check: func(_ *service.Site, p *Policy) error {
		p.written = true
		if err := p.Check(); err != nil {
			return fmt.Errorf("retention: %w", err)
		}
		return nil
	},
}.Define()

// Of returns a site's policy; the zero one if the file has none.
func Of(s *service.Site) *Policy {
	p := Section.Get(s)
	return &p
}

// Check says what is wrong with a policy. It returns Invalid or nil.
func (p *Policy) Check() error {
	bad := func(format string, args ...any) error { return custos.Errorf(custos.Invalid, format, args...) }
	if p.Free < 0 {
		return bad("free is %v: give a size, as 10GB", p.Free)
	}
	for i, r := range p.Rules {
		at := fmt.Sprintf("rule %d", i+1)
		if r.Of != "" {
			if err := r.Of.Validate(); err != nil {
				return bad("%s: %w", at, err)
			}
		}
		footage := false
		for _, k := range r.Kinds {
			switch {
			case k == Footage:
				footage = true
			case Proves(k):
				return bad("%s: events of the kind %s prove what was recorded and what was removed: they are not removed", at, k)
			case !k.Valid():
				return bad("%s: %q cannot be a kind", at, k)
			}
		}
		switch {
		case footage && len(r.Kinds) > 1:
			return bad("%s names footage beside kinds of events: give each a rule of its own", at)
		case r.Keep < 0 || r.Size < 0:
			return bad("%s keeps a negative time or size", at)
		case !footage && (r.Size > 0 || r.Notable != nil):
			return bad("%s: size and notable are for footage: write kinds: [footage]", at)
		case r.Notable != nil && (r.Keep == 0 || r.Notable.Keep < r.Keep || r.Notable.Around < 0):
			return bad("%s: notable keeps longer than keep, or it says nothing", at)
		}
		for j := range i {
			if p.Rules[j].Of == r.Of && overlap(p.Rules[j].Kinds, r.Kinds) {
				return bad("%s and rule %d are about the same: write one of them", at, j+1)
			}
		}
	}
	for i, h := range p.Holds {
		at := fmt.Sprintf("legal_hold %d", i+1)
		if err := h.Of.Validate(); err != nil {
			return bad("%s: %w", at, err)
		}
		if !h.Until.After(h.From) || h.From.IsZero() {
			return bad("%s: it needs from, and until after it", at)
		}
		if h.Reason == "" || h.By == "" {
			return bad("%s: it needs reason, and by whom", at)
		}
	}
	return nil
}

// overlap reports that two rules of one resource name one kind, or are both for all.
func overlap(a, b []custos.Kind) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	for _, k := range a {
		for _, o := range b {
			if k == o {
				return true
			}
		}
	}
	return false
}

// For returns the rule that counts for a kind of event, or Footage, about a resource; false if
// none does: it is kept for ever.
func (p *Policy) For(kind custos.Kind, r custos.Resource) (KeepRule, bool) {
	if Proves(kind) {
		return KeepRule{}, false
	}
	best, at := KeepRule{}, -1
	rank := func(r KeepRule) int { return 2*len(r.Of) + min(len(r.Kinds), 1) }
	for i, rule := range p.Rules {
		if rule.Of != "" && !r.Within(rule.Of) {
			continue
		}
		matches := len(rule.Kinds) == 0 && kind != Footage
		for _, k := range rule.Kinds {
			matches = matches || k == kind
		}
		if matches && (at < 0 || rank(rule) > rank(best)) {
			best, at = rule, i
		}
	}
	return best, at >= 0
}

// Held returns the holds of a resource: those of what it is in, and of what is in it.
func (p *Policy) Held(r custos.Resource) (out []Hold) {
	for _, h := range p.Holds {
		if r.Within(h.Of) || h.Of.Within(r) {
			out = append(out, h)
		}
	}
	return out
}

// FreeBytes is how much of a disk with recordings stays free; 0 without the section: nothing is
// deleted then.
func (p *Policy) FreeBytes() int64 {
	if !p.written {
		return 0
	}
	return int64(cmp.Or(p.Free, DefaultFree))
}

// String says the rule as a tombstone has it.
func (r KeepRule) String() string {
	var b strings.Builder
	kinds := make([]string, len(r.Kinds))
	for i, k := range r.Kinds {
		kinds[i] = string(k)
	}
	b.WriteString(cmp.Or(strings.Join(kinds, ", "), "all kinds"))
	if r.Of != "" {
		fmt.Fprintf(&b, " of %s", r.Of)
	}
	b.WriteString(": keep " + cmp.Or(r.Keep.text(), "for ever"))
	if r.Size > 0 {
		fmt.Fprintf(&b, ", size %v", r.Size)
	}
	if r.Notable != nil {
		fmt.Fprintf(&b, ", notable %v", r.Notable.Keep)
	}
	return b.String()
}

// Duration is a time span as people write it: 30d, 36h.
type Duration time.Duration

// UnmarshalText reads it: days, or what time.ParseDuration reads.
func (d *Duration) UnmarshalText(b []byte) error {
	if days, ok := strings.CutSuffix(string(b), "d"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		*d = Duration(n) * Duration(24*time.Hour)
		if err != nil {
			return fmt.Errorf("invalid duration %q: write 30d or 36h", b)
		}
		return nil
	}
	v, err := time.ParseDuration(string(b))
	*d = Duration(v)
	if err != nil || v < 0 {
		return fmt.Errorf("invalid duration %q: write 30d or 36h", b)
	}
	return nil
}

// MarshalText writes what UnmarshalText reads.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Duration) String() string {
	if day := Duration(24 * time.Hour); d > 0 && d%day == 0 {
		return strconv.FormatInt(int64(d/day), 10) + "d"
	}
	return time.Duration(d).String()
}

func (d Duration) text() string {
	if d == 0 {
		return ""
	}
	return d.String()
}
