package detect

import (
	"fmt"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/analyze/cascade"
	"custos.dev/custos/observe"
)

// callOut says, to people and for the record, that the camera's network sees nothing where the
// built-in detector sees something move. failed is why its last look failed, if it did.
func (w *watcher) callOut(at time.Time, failed error) []custos.Observation {
	if w.silent == nil {
		return nil
	}
	s, odd := w.silent()
	if !odd {
		return nil
	}
	w.silences.Inc()
	reason := silenceOf(w.network, s, at, failed)
	w.log.Warn(reason, "camera", w.id)
	return []custos.Observation{{Resource: w.id, Time: at, Payload: &observe.Stream{State: observe.StreamOdd, Reason: reason}}}
}

// silenceOf says in words that a network says nothing.
func silenceOf(network string, s cascade.Silence, at time.Time, failed error) string {
	text := fmt.Sprintf("the network %s saw nothing in %d looks within %s, where the built-in detector saw %d things move", network, s.Looks, at.Sub(s.Since).Round(time.Second), s.Moving)
	if failed != nil {
		return text + ": its looks fail: " + failed.Error()
	}
	return text + ": see by `custos models list` that it is a detector of people and vehicles, by `custos models verify` that it is as it was added, and that its classes are the ones that come here; without `model` at the camera the built-in detector works alone"
}
