package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"custos.dev/custos"
)

// Erasure orders that something be erased for good: events by name, or what is known of a stretch
// of a camera's time, or both.
type Erasure struct {
	// Events are erased; of a track's trajectory or feature the other one, too.
	Events []custos.EventID `json:"events,omitempty"`
	// Camera, From and Until are a stretch, of which the events of Kinds are erased; of no Kinds,
	// all that says what was seen.
	Camera custos.CameraID `json:"camera,omitempty"`
	From   time.Time       `json:"from,omitzero"`
	Until  time.Time       `json:"until,omitzero"`
	Kinds  []custos.Kind   `json:"kinds,omitempty"`
	// Footage erases the files of the stretch, too.
	Footage bool `json:"footage,omitempty"`
	// Reason is on record for good.
	Reason string `json:"reason"`
	// DryRun only counts.
	DryRun bool `json:"dry_run,omitempty"`
}

// Erased is what an order erases.
type Erased struct {
	Events       int   `json:"events"`
	Bytes        int64 `json:"bytes"`
	Segments     int   `json:"segments"`
	FootageBytes int64 `json:"footage_bytes"`
	// Removals is how many tombstones say so; the bodies go when they stand in the log.
	Removals int `json:"removals"`
}

// ReadErasure reads an order strictly and says what is wrong with it, as Invalid.
func ReadErasure(body []byte) (*Erasure, error) {
	bad := func(format string, args ...any) (*Erasure, error) {
		return nil, custos.Errorf(custos.Invalid, format, args...)
	}
	o := new(Erasure)
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(o); err != nil {
		return bad("the order does not parse: %w", err)
	}
	switch {
	case strings.TrimSpace(o.Reason) == "" || len(o.Reason) > 500:
		return bad("an erasure needs a reason, of at most 500 bytes: it is on record for good; name no person in it")
	case len(o.Events) == 0 && o.Camera == "":
		return bad("the order names nothing: give events, or a camera with from and until")
	case len(o.Events) > 1000:
		return bad("an order names at most 1000 events: give it in parts")
	case o.Camera == "" && (o.Footage || len(o.Kinds) > 0 || !o.From.IsZero() || !o.Until.IsZero()):
		return bad("footage, kinds, from and until belong to a camera: name it")
	case o.Camera != "" && (o.From.IsZero() || !o.Until.After(o.From)):
		return bad("a camera's stretch needs from, and until after it")
	}
	return o, nil
}
