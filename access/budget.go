package access

import (
	"fmt"
	"math"
	"sync"
	"time"

	"custos.dev/custos"
)

// Spent says that a budget is used up. It is Unavailable: later it may work.
type Spent struct {
	// After is when it is worth to try again.
	After time.Duration
	why   string
}

// RetryAfter implements api.Later.
func (s *Spent) RetryAfter() time.Duration { return s.After }

func (s *Spent) Error() string {
	return fmt.Sprintf("%s: try again in %s", s.why, s.After)
}

func spent(after time.Duration, format string, args ...any) error {
	after = max(time.Second, after.Round(time.Second))
	return &custos.Error{Kind: custos.Unavailable, Err: &Spent{after, fmt.Sprintf(format, args...)}}
}

// Budgets bounds what each principal uses up, whatever connections and sessions it comes
// by. Its memory is bounded by the number of principals, since nobody else has one.
type Budgets struct {
	classOf func(custos.Address) Class
	now     func() time.Time
	limits  *[uses]row

	mu     sync.Mutex
	purses map[custos.Address]*purse
	guests purse     // all guests and peers together
	inside [uses]int // requests under way of all together
	swept  time.Time
}

// purse is what one principal has used up, by use.
type purse [uses]used

type used struct {
	units  float64 // that have not come back yet
	at     time.Time
	inside int // requests under way
}

// NewBudgets returns budgets of principals whose class somebody knows.
func NewBudgets(classOf func(custos.Address) Class) *Budgets {
	return &Budgets{classOf: classOf, now: time.Now, limits: &limits, purses: map[custos.Address]*purse{}}
}

// Visit is a request that is under way. A nil one is without bounds.
type Visit struct {
	b     *Budgets
	who   custos.Address
	use   Use
	class Class
	once  sync.Once
}

// Enter takes a place and one unit of a use; the caller ends the visit.
func (b *Budgets) Enter(who custos.Address, use Use) (*Visit, error) {
	v := &Visit{b: b, who: who, use: use, class: b.classOf(who)}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	b.sweep(now)
	r := &b.limits[use]
	mine, free := r.of[v.class], r.total
	if v.class < Cloud {
		free -= r.kept
	}
	own := &b.purse(who)[use]
	switch {
	case mine.AtOnce == 0:
		return nil, custos.Errorf(custos.Denied, "%s are not for you", r.name)
	case own.inside >= mine.AtOnce:
		return nil, spent(time.Second, "%d %s of yours are under way already, as many as you may have at once", mine.AtOnce, r.name)
	case v.shared() && b.guests[use].inside >= r.guests.AtOnce:
		return nil, spent(time.Second, "%d %s are under way of those who hold no capability here", r.guests.AtOnce, r.name)
	case b.inside[use] >= free:
		return nil, spent(time.Second, "%d %s are under way in all", free, r.name)
	}
	if err := b.charge(v, now, 1); err != nil {
		return nil, err
	}
	own.inside++
	b.inside[use]++
	if v.shared() {
		b.guests[use].inside++
	}
	return v, nil
}

// shared says that the visit is of one of those who share a budget: cosignatures are for other
// owners' masters alone, and of them each mirrors for itself.
func (v *Visit) shared() bool {
	return v.class <= Peer && v.use != Witness && !(v.use == Mirror && v.class == Peer)
}

// End gives the place back, once.
func (v *Visit) End() {
	if v == nil {
		return
	}
	v.once.Do(func() {
		v.b.mu.Lock()
		defer v.b.mu.Unlock()
		v.b.purse(v.who)[v.use].inside--
		v.b.inside[v.use]--
		if v.shared() {
			v.b.guests[v.use].inside--
		}
	})
}

// Charge takes so many units more, or none and says when to try again. What can never be
// paid is Invalid.
func (v *Visit) Charge(units float64) error {
	if v == nil {
		return nil
	}
	v.b.mu.Lock()
	defer v.b.mu.Unlock()
	return v.b.charge(v, v.b.now(), units)
}

// Debit takes units for what was done already, whether or not they are there: who asks
// next waits for it.
func (v *Visit) Debit(units float64) {
	if v == nil {
		return
	}
	v.b.mu.Lock()
	defer v.b.mu.Unlock()
	now, r := v.b.now(), &v.b.limits[v.use]
	v.b.purse(v.who)[v.use].take(r.of[v.class], now, units)
	if v.shared() {
		v.b.guests[v.use].take(r.guests, now, units)
	}
}

// Class is what the visitor is to the domain. Without budgets, everybody is Own.
func (v *Visit) Class() Class {
	if v == nil {
		return Own
	}
	return v.class
}

func (b *Budgets) charge(v *Visit, now time.Time, units float64) error {
	r := &b.limits[v.use]
	mine := r.of[v.class]
	if units > mine.Burst {
		return custos.Errorf(custos.Invalid, "this takes %.0f %s, and you may have %.0f: ask for less at once", units, r.counts(), mine.Burst)
	}
	own, guests := &b.purse(v.who)[v.use], &b.guests[v.use]
	if wait := own.wait(mine, now, units); wait > 0 {
		return spent(wait, "your %s are used up, of which you have %g a second", r.counts(), mine.Rate)
	}
	if v.shared() {
		if wait := guests.wait(r.guests, now, units); wait > 0 {
			return spent(wait, "the %s of those who hold no capability here are used up", r.counts())
		}
		guests.take(r.guests, now, units)
	}
	own.take(mine, now, units)
	return nil
}

func (b *Budgets) purse(who custos.Address) *purse {
	a := b.purses[who]
	if a == nil {
		a = new(purse)
		b.purses[who] = a
	}
	return a
}

// forgetAfter is when all that a purse has used has come back.
const forgetAfter = 10 * time.Minute

// sweep forgets purses of which nothing is left to know.
func (b *Budgets) sweep(now time.Time) {
	if now.Sub(b.swept) < time.Minute {
		return
	}
	b.swept = now
	for who, a := range b.purses {
		idle := true
		for _, u := range a {
			idle = idle && u.inside == 0 && now.Sub(u.at) > forgetAfter
		}
		if idle {
			delete(b.purses, who)
		}
	}
}

// wait is how long it takes until so many units are there.
func (u *used) wait(of Allowance, now time.Time, units float64) time.Duration {
	u.settle(of, now)
	over := u.units + units - of.Burst
	if over <= 0 {
		return 0
	}
	return time.Duration(math.Ceil(over/of.Rate*1e3)) * time.Millisecond
}

// take uses units up. More than twice the burst is not held against anybody: one dear
// answer must not shut him out for long.
func (u *used) take(of Allowance, now time.Time, units float64) {
	u.settle(of, now)
	u.units = min(u.units+units, 2*of.Burst)
}

// settle gives back what has come back since.
func (u *used) settle(of Allowance, now time.Time) {
	u.units = max(0, u.units-now.Sub(u.at).Seconds()*of.Rate)
	u.at = now
}
