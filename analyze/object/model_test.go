package object

import (
	"testing"

	"custos.dev/custos/analyze/track"
)

// The tracker knows the built-in detector by its name, and a network that it wakes is another.
func TestTrackKnowsTheName(t *testing.T) {
	name := New(Config{}).Model()
	if !track.ByMovement(name) || track.ByMovement("yolox-nano yolox 416x416 0x12; "+name) {
		t.Errorf("%q is not told from a network", name)
	}
}
