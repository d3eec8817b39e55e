package track_test

import (
	"testing"

	"custos.dev/custos/analyze/object"
	"custos.dev/custos/analyze/track"
)

// The built-in detector is known by its name, and a network that it wakes is another.
func TestByMovement(t *testing.T) {
	name := object.New(object.Config{}).Model()
	if !track.ByMovement(name) || track.ByMovement("yolox-nano yolox 416x416 0x12; "+name) {
		t.Errorf("%q is not told from a network", name)
	}
}
