package detect

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// troubles are what is wrong with how cameras are looked at, for people.
type troubles struct {
	mu  sync.Mutex
	all map[custos.CameraID]trouble
}

type trouble struct {
	reason string
	since  time.Time
}

// set says what is wrong with a camera from a time on; "" is nothing. It reports whether that
// is new.
func (t *troubles) set(id custos.CameraID, reason string, at time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	old, was := t.all[id]
	if reason == "" {
		delete(t.all, id)
		return false
	}
	if t.all == nil {
		t.all = map[custos.CameraID]trouble{}
	}
	if was {
		at = old.since
	}
	t.all[id] = trouble{reason, at}
	return !was
}

// Report implements analyze.Reporter.
func (t *troubles) Report() (string, time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var lines []string
	var since time.Time
	for id, one := range t.all {
		lines = append(lines, fmt.Sprintf("%s: %s", id, one.reason))
		if since.IsZero() || one.since.Before(since) {
			since = one.since
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "; "), since
}

// sayAgain is how long a camera's trouble stands before it is said on record once more.
const sayAgain = time.Hour

// trouble says what is wrong with how the camera is looked at, and on record when it begins.
func (w *watcher) trouble(reason string, at time.Time) []custos.Observation {
	if !w.troubles.set(w.id, reason, at) || !w.said.IsZero() && at.Sub(w.said) < sayAgain && at.After(w.said) {
		return nil
	}
	w.said = at
	w.log.Warn(reason, "camera", w.id)
	return []custos.Observation{{Resource: w.id, Time: at, Payload: &observe.Stream{State: observe.StreamOdd, Reason: reason}}}
}

// blindAlone says that the built-in detector is of no use for a camera, and is alone.
func blindAlone(why string) string {
	return "the built-in detector is of no use here, and what it sees is left out: " + why + ". A network sees people whatever moves: `make models` brings one, `custos models fetch` puts it into the site"
}

// networkDown says that a camera's network does not run.
func networkDown(network string, err error) string {
	return fmt.Sprintf("the network %s does not run, and the built-in detector works alone: %v", network, err)
}
