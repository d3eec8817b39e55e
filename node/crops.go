package node

import (
	"time"

	"custos.dev/custos"
)

// CropsRequest is what a camera's service answers to an analyzer that wants parts of recorded
// pictures: a Crops, answered by a CropHead and, unless that says why there is none, a JPEG
// for each, in order.
const CropsRequest = "crops"

// CropsMost is how many one request has at most.
const CropsMost = 16

// Crops are parts of recorded pictures.
type Crops struct {
	Wanted []Crop `json:"wanted"`
	// Margin is how much of what is around each box is wanted, as a part of its width and
	// height on each side.
	Margin float64 `json:"margin,omitempty"`
	// Least is the height in pixels of the recorded picture below which a box is left out.
	Least int `json:"least,omitempty"`
}

// Crop is a part of the picture that was captured at a time.
type Crop struct {
	At  time.Time  `json:"at"`
	Box custos.Box `json:"box"`
}

// CropHead says what the JPEG behind it shows.
type CropHead struct {
	// Missing says why there is no picture; "" if there is.
	Missing string `json:"missing,omitempty"`
	// Frame is the picture's, without its number; Time is when it was captured.
	Frame custos.FrameRef `json:"frame"`
	Time  time.Time       `json:"time"`
	// Shown is the part of the picture that is shown.
	Shown custos.Box `json:"shown"`
}
