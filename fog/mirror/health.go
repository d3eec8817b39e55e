package mirror

import (
	"fmt"
	"time"

	"custos.dev/custos"
)

// Health is how a mirror does, for `custos status`.
type Health struct {
	Origin string           `json:"origin"`
	Owner  custos.OwnerName `json:"owner"`
	// Leaves are mirrored; Behind are those that the newest checkpoint has more, and Since says from
	// when on there have been any.
	Leaves uint64     `json:"leaves"`
	Behind uint64     `json:"behind"`
	Since  *time.Time `json:"since,omitempty"`
	// Missing are the leaves whose bodies should be here and are not.
	Missing uint64 `json:"missing,omitempty"`
	Bytes   int64  `json:"bytes"`
	// Trouble says what is wrong; "" if nothing is.
	Trouble string `json:"trouble,omitempty"`
}

// Health says how the mirror does.
func (f *Follower) Health() Health {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.health
}

// saw notes how large the log is.
func (f *Follower) saw(size uint64) {
	held, _, err := f.Store.Held()
	if err != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.behind(held.Size, size)
}

// progress notes how much of it is mirrored.
func (f *Follower) progress(size uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.behind(size, f.health.Leaves+f.health.Behind)
}

func (f *Follower) behind(held, size uint64) {
	f.health.Leaves, f.health.Behind = held, max(size, held)-held
	switch {
	case f.health.Behind == 0:
		f.health.Since = nil
	case f.health.Since == nil:
		now := f.now().UTC()
		f.health.Since = &now
	}
}

// note ends a step.
func (f *Follower) note(l Log, err error) {
	held, bytes, herr := f.Store.Held()
	st, serr := f.Store.current()
	full := f.full()
	f.mu.Lock()
	defer f.mu.Unlock()
	h := &f.health
	h.Origin, h.Owner, h.Trouble = l.Origin, l.Owner, ""
	if herr == nil && serr == nil {
		f.behind(held.Size, h.Leaves+h.Behind)
		h.Bytes, h.Missing = bytes, st.Missing.count()
	}
	switch {
	case err != nil:
		h.Trouble = err.Error()
	case f.bodies != nil:
		h.Trouble = f.bodies.Error()
	case full != "":
		h.Trouble = full
	}
}

// Lag is for how long the mirror has been behind.
func (h *Health) Lag(now time.Time) time.Duration {
	if h.Since == nil {
		return 0
	}
	return max(0, now.Sub(*h.Since))
}

// Word says in a word how the mirror does.
func (h *Health) Word() string {
	switch {
	case h.Trouble != "":
		return "trouble"
	case h.Behind > 0:
		return "behind"
	}
	return "current"
}

// Says is the mirror's line for people.
func (h *Health) Says(now time.Time) string {
	line := fmt.Sprintf("%d leaves", h.Leaves)
	if h.Behind > 0 {
		line += fmt.Sprintf(", %d behind", h.Behind)
		line += fmt.Sprintf(" for %.0f s", h.Lag(now).Seconds())
	}
	if h.Missing > 0 {
		line += fmt.Sprintf(", bodies of %d missing", h.Missing)
	}
	if h.Trouble != "" {
		line += ": " + h.Trouble
	}
	return line
}
