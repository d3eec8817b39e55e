package edge

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// TestFootageIsErasedByASignedOrder: a camera deletes what the caller himself ordered, not what its
// master says that he did.
func TestFootageIsErasedByASignedOrder(t *testing.T) {
	const id = custos.CameraID("campus/front/cam1")
	from := time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)
	body := func(o api.Erasure) []byte {
		b, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	order := api.Erasure{Camera: id, From: from, Until: from.Add(time.Minute), Footage: true, Reason: "asked for"}
	other, dry, events := order, order, order
	other.Camera, dry.DryRun, events.Footage = "campus/front/cam2", true, false
	digest := func(b []byte) string {
		h := sha256.Sum256(b)
		return "sha-256=:" + base64.StdEncoding.EncodeToString(h[:]) + ":"
	}
	seg := func(at time.Duration) []observe.Segment {
		return []observe.Segment{{Index: 1, From: from.Add(at), Until: from.Add(at + 2*time.Second)}}
	}
	for name, c := range map[string]struct {
		signed, given []byte
		segs          []observe.Segment
		ok            bool
	}{
		"what he ordered":    {body(order), body(order), seg(0), true},
		"another order":      {body(events), body(order), seg(0), false},
		"another camera":     {body(other), body(other), seg(0), false},
		"a dry run":          {body(dry), body(dry), seg(0), false},
		"only of events":     {body(events), body(events), seg(0), false},
		"another time":       {body(order), body(order), seg(time.Minute), false},
		"the time before it": {body(order), body(order), seg(-2 * time.Second), false},
	} {
		req := &node.CameraRequest{Action: custos.Control, Segments: c.segs, Body: c.given, Caller: access.Envelope{Method: "POST", Path: api.PostErase.Path, Digest: digest(c.signed)}}
		if _, err := ordered(req, id); (err == nil) != c.ok || err != nil && custos.KindOf(err) != custos.Denied {
			t.Errorf("%s: %v", name, err)
		}
		if !signedFor(req, id) {
			t.Errorf("%s: it is not a request for this", name)
		}
	}
	for _, e := range []access.Envelope{{Method: "GET", Path: api.PostErase.Path}, {Method: "POST", Path: "/api/tracks/similar"}} {
		if signedFor(&node.CameraRequest{Action: custos.Control, Caller: e}, id) {
			t.Errorf("%s %s counts as an order", e.Method, e.Path)
		}
	}
}
