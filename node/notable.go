package node

import (
	"time"

	"custos.dev/custos"
)

// NotableRequest is what a master answers to a camera's service that wants to know which of its
// footage is kept longer: a NotableQuestion, with the Stretches that notable events show.
const NotableRequest = "notable"

// NotableQuestion asks when notable events were seen by a camera, between two times.
type NotableQuestion struct {
	Camera custos.CameraID `json:"camera"`
	From   time.Time       `json:"from"`
	Until  time.Time       `json:"until"`
	// Kinds are those that count.
	Kinds []custos.Kind `json:"kinds"`
}

// Stretch is a part of time.
type Stretch struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}
