package identify

import (
	"context"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/store"
)

// load opens the vault and reads who is known.
func (i *identifier) load(db *store.DB, keyFile string) error {
	ctx := context.Background()
	var err error
	if i.vault, err = openVault(ctx, db, keyFile); err != nil {
		return err
	}
	if i.permits.newest, err = i.vault.issued(ctx); err != nil {
		return err
	}
	i.permits.counted = func(at time.Time) error { return i.vault.counts(ctx, at) }
	if i.people, err = i.vault.people(ctx); err != nil {
		return err
	}
	i.strangers, err = i.vault.strangers(ctx)
	for _, s := range i.strangers {
		i.lastWho = max(i.lastWho, s.Who)
	}
	return err
}

// match is the matcher of who is known now, whose threshold is set anew when people have
// changed, or there are a tenth more strangers than the last time.
func (i *identifier) match() *face.Matcher {
	if i.matcher != nil {
		return i.matcher
	}
	method := i.tools.compares.Name()
	people := map[face.PersonID][]face.Template{}
	for _, p := range i.people {
		if p.Method == method {
			people[p.ID] = p.Templates
		}
	}
	strangers := i.known()
	i.matcher = face.NewMatcher(people, strangers)
	n := len(strangers)
	// A score in deviations is not held against a likeness.
	otherScale := i.matcher.Normalised() != (i.setBy >= face.LeastStrangers)
	if i.setBy < 0 || otherScale || n < i.setBy || n*10 >= i.setBy*11 {
		i.threshold, i.setBy = i.matcher.Threshold(i.rate, i.tools.otherwise), n
	}
	return i.matcher
}

// known are the strangers, each once, by the method of now.
func (i *identifier) known() []face.Stranger {
	var out []face.Stranger
	at := map[int64]int{}
	for _, s := range i.strangers {
		if s.Method != i.tools.compares.Name() {
			continue
		}
		n, ok := at[s.Who]
		if !ok {
			n = len(out)
			at[s.Who], out = n, append(out, nil)
		}
		out[n] = append(out[n], s.Template)
	}
	return out
}

// changed says that people, or that strangers only, have changed.
func (i *identifier) changed(people bool) {
	i.matcher = nil
	if people {
		i.setBy = -1
	}
}

// meet remembers a stranger; one who was there before is not another one.
func (i *identifier) meet(s *strange) error {
	ctx := context.Background()
	m := i.match()
	s.Who = i.lastWho + 1
	if who, ok := m.Again(s.Template, i.threshold); ok {
		s.Who = i.numberOf(who)
		pictures := 0
		for _, o := range i.strangers {
			if o.Who == s.Who {
				pictures++
			}
		}
		if pictures >= picturesOfStranger {
			return nil
		}
	}
	if err := i.vault.keepStranger(ctx, s); err != nil {
		return err
	}
	i.lastWho = max(i.lastWho, s.Who)
	i.strangers = append(i.strangers, *s)
	i.changed(false)
	if over := len(i.strangers) - mostStrangers; over > 0 {
		oldest := i.strangers[:over]
		gone := map[custos.EventID]bool{}
		for _, o := range oldest {
			gone[o.Event] = true
		}
		return i.drop(ctx, nil, func(o *strange) bool { return gone[o.Event] })
	}
	return nil
}

// numberOf is the number of the stranger at a place of known.
func (i *identifier) numberOf(place int) int64 {
	seen := map[int64]bool{}
	for _, s := range i.strangers {
		if s.Method != i.tools.compares.Name() || seen[s.Who] {
			continue
		}
		if len(seen) == place {
			return s.Who
		}
		seen[s.Who] = true
	}
	return 0
}

// drop removes people and strangers for good; nil names nobody. Those whose rows could not be
// removed stay, so that it is tried again.
func (i *identifier) drop(ctx context.Context, people func(*person) bool, strangers func(*strange) bool) error {
	if people == nil {
		people = func(*person) bool { return false }
	}
	if strangers == nil {
		strangers = func(*strange) bool { return false }
	}
	stay, went := split(i.people, people)
	rest, left := split(i.strangers, strangers)
	var ids []face.PersonID
	var events []custos.EventID
	for _, p := range went {
		ids = append(ids, p.ID)
	}
	for _, s := range left {
		events = append(events, s.Event)
	}
	if len(ids)+len(events) == 0 {
		return nil
	}
	if err := i.vault.remove(ctx, ids, events); err != nil {
		return err
	}
	for _, p := range went {
		for _, t := range p.Templates {
			clear(t)
		}
	}
	for _, s := range left {
		clear(s.Template)
	}
	i.people, i.strangers = stay, rest
	i.changed(len(ids) > 0)
	return nil
}

// tidy removes whose time is over, and strangers that no permit allows to be kept any more.
func (i *identifier) tidy(ctx context.Context) error {
	now := i.now()
	permit, _ := i.permits.now(now)
	kept := false
	if permit != nil {
		for _, a := range permit.Cameras {
			kept = kept || a.Strangers > 0 && now.Before(a.Until)
		}
	}
	return i.drop(ctx,
		func(p *person) bool { return !p.Until.IsZero() && !now.Before(p.Until) },
		func(s *strange) bool { return !kept || !now.Before(s.Until) })
}
