package custos

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"time"
)

// This file holds what the analyzers above the tracker say: what somebody did,
// how he looks, and how suspicious he has become.

// The kinds of what is observed of tracks.
const (
	KindBehavior Kind = "behavior"
	KindFeature  Kind = "feature"
)

// Act is what a rule about behaviour looks for.
type Act string

// The acts that the rules know.
const (
	ActEnter     Act = "enter"
	ActLeave     Act = "leave"
	ActCross     Act = "cross"
	ActLoiter    Act = "loiter"
	ActRun       Act = "run"
	ActWrongWay  Act = "wrong_way"
	ActCrowd     Act = "crowd"
	ActAbandoned Act = "abandoned"
	ActRemoved   Act = "removed"
	ActFall      Act = "fall"
	ActFollow    Act = "follow"
)

// Behavior says that a rule fired.
type Behavior struct {
	// Rule is the rule's name, Act what it looks for, Zone the zone or line it is
	// about; empty means the whole picture.
	Rule string `json:"rule"`
	Act  Act    `json:"act"`
	Zone string `json:"zone,omitempty"`
	// Track did it. Others took part: the one who is followed, or the rest of a crowd.
	Track  TrackID   `json:"track"`
	Others []TrackID `json:"others,omitempty"`
	Class  Class     `json:"class"`
	Frame  FrameRef  `json:"frame"`
	// Box is where the track was in that frame.
	Box Box `json:"box"`
	// Direction is that of a crossing: "left_to_right" or "right_to_left", as seen
	// on the way from the line's first point to its second.
	Direction string `json:"direction,omitempty"`
	// Since is when the act began; the event's time is when it was certain.
	Since time.Time `json:"since"`
	// Value is what was held against the rule's bound: seconds for loiter,
	// abandoned, removed and follow, body heights a second for run and wrong_way,
	// people for a crowd, width over height for a fall. 0 where there is none.
	Value float64 `json:"value"`
	// Trajectory is the way that the track came, simplified, oldest first, up to
	// and with the box above.
	Trajectory []Point `json:"trajectory"`
	// Suspicion is the track's score with this act counted.
	Suspicion Suspicion `json:"suspicion"`
}

// Suspicion is how much a track's acts add up to, 0 to 1, and why.
type Suspicion struct {
	Score   float64  `json:"score"`
	Reasons []Reason `json:"reasons,omitempty"`
}

// Reason is one rule's part in a suspicion.
type Reason struct {
	Rule string `json:"rule"`
	Act  Act    `json:"act"`
	// At is when the rule last fired for the track.
	At time.Time `json:"at"`
	// Weight is what is left of the rule's weight by now.
	Weight float64 `json:"weight"`
}

// Look is how something looks: a vector of unit length times 127, each number
// from -127 to 127. Looks made by the same method can be compared. Nil means
// that it is not known. In JSON it is base64 of one byte each.
type Look []int8

// MarshalJSON writes base64.
func (l Look) MarshalJSON() ([]byte, error) {
	b := make([]byte, len(l))
	for i, v := range l {
		b[i] = byte(v)
	}
	return json.Marshal(base64.StdEncoding.EncodeToString(b))
}

// maxLook bounds what a body can make its reader hold.
const maxLook = 4096

// UnmarshalJSON reads what MarshalJSON writes.
func (l *Look) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b) > maxLook {
		return Errorf(Invalid, "a look is base64 of at most %d bytes", maxLook)
	}
	*l = nil
	if len(b) > 0 {
		*l = make(Look, len(b))
	}
	for i, v := range b {
		(*l)[i] = int8(v)
	}
	return nil
}

// Similarity is the cosine of the angle between two looks, 0 to 1; 0 when one
// is not known or they are not of one length.
func (l Look) Similarity(o Look) float64 {
	if len(l) != len(o) {
		return 0
	}
	var dot, a, b int64
	for i, v := range l {
		x, y := int64(v), int64(o[i])
		dot += x * y
		a += x * x
		b += y * y
	}
	if a == 0 || b == 0 || dot <= 0 {
		return 0
	}
	return min(float64(dot)/math.Sqrt(float64(a)*float64(b)), 1)
}

// UnitLook scales a vector to a look; nil when it has no length or is not finite.
func UnitLook(v []float64) Look {
	n := 0.0
	for _, x := range v {
		n += x * x
	}
	if n = math.Sqrt(n); !(n > 0) || math.IsInf(n, 0) {
		return nil
	}
	l := make(Look, len(v))
	for i, x := range v {
		l[i] = int8(math.Round(127 * x / n))
	}
	return l
}

// Embedding is how somebody looks to a network: two of one network are as alike as people.
type Embedding struct {
	// By names the network and begins its digest; embeddings of others are not comparable.
	By      string `json:"by"`
	Numbers Look   `json:"numbers"`
}

// Similarity is 0 to 1; 0 if one is not known, or another network's.
func (e *Embedding) Similarity(o *Embedding) float64 {
	if e == nil || o == nil || e.By != o.By {
		return 0
	}
	return e.Numbers.Similarity(o.Numbers)
}

// Feature is how a finished track looked and moved, for search.
type Feature struct {
	Track TrackID `json:"track"`
	Class Class   `json:"class"`
	// Trajectory is the event it was made from.
	Trajectory EventID   `json:"trajectory"`
	From       time.Time `json:"from"`
	Until      time.Time `json:"until"`
	// Method names what made the look; only looks of one method are comparable.
	Method string `json:"method"`
	Look   Look   `json:"look,omitempty"`
	// Embedding is the mean of the trajectory's, if a network said how it looks.
	Embedding *Embedding `json:"embedding,omitempty"`
	// Upper and Lower are colour words for the two halves of the body: black,
	// grey, white, red, orange, brown, yellow, green, blue, purple, pink.
	Upper string `json:"upper,omitempty"`
	Lower string `json:"lower,omitempty"`
	// Direction is where it went in the picture: up, up-right, right, …, or
	// "stays". Up is away from the camera in most views.
	Direction string `json:"direction"`
	// Speed is the mean in body heights a second.
	Speed float64 `json:"speed"`
	// Size is small, medium or large by the height of the box: under 1/8 and over
	// 1/3 of the picture's.
	Size string `json:"size"`
}

// Kind implements Payload.
func (*Behavior) Kind() Kind { return KindBehavior }

// Kind implements Payload.
func (*Feature) Kind() Kind { return KindFeature }
