package edge

import (
	"context"
	"encoding/json"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// erase deletes the files of segments that the caller ordered to be erased: he signed the order
// himself, and the segments lie in what it names.
func (c *camera) erase(ctx context.Context, req *node.CameraRequest, send func([]byte) error) error {
	o, err := ordered(req, c.id)
	if err != nil {
		return err
	}
	n, err := c.shelf.Erase(ctx, req.Segments, record.Stretch{From: o.From, Until: o.Until}, observe.Cause{Why: observe.ByOrder, By: req.By, Reason: o.Reason})
	if err != nil {
		return err
	}
	said, err := json.Marshal(map[string]int{"segments": n})
	if err != nil {
		return err
	}
	return send(said)
}

// ordered reads the order that a caller signed and refuses segments outside of it.
func ordered(req *node.CameraRequest, id custos.CameraID) (*api.Erasure, error) {
	if !req.Caller.Covers(req.Body) {
		return nil, custos.Errorf(custos.Denied, "the order is not the one that the caller signed")
	}
	o, err := api.ReadErasure(req.Body)
	if err != nil {
		return nil, err
	}
	if !o.Footage || o.DryRun || o.Camera != id {
		return nil, custos.Errorf(custos.Denied, "what the caller signed does not order that footage of %s be erased", id)
	}
	for _, s := range req.Segments {
		if !s.From.Before(o.Until) || !o.From.Before(s.Until) {
			return nil, custos.Errorf(custos.Denied, "segment %d, from %s, is outside of what the caller ordered to be erased", s.Index, s.From.UTC().Format(time.RFC3339))
		}
	}
	return o, nil
}
