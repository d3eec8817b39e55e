package host

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"image/jpeg"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/journal"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// cropTries is how often a camera is asked for the pictures of a track, cropPause apart: a node
// that stays away does not hold up the tracks of others for ever.
const (
	cropTries = 3
	cropPause = 5 * time.Second
)

// cutter gives the parts of recorded pictures that are wanted, as a camera's service does.
type cutter func(ctx context.Context, c custos.CameraID, q node.Crops) ([]analyze.Shot, error)

// takeTracks looks at pictures of the next tracks, and keeps what came of them together with how
// far it has read: after a crash they were looked at, or they come again.
func (h *host) takeTracks(ctx context.Context, a analyze.CropAnalyzer, followed []journal.Followed, p journal.Progress) error {
	var out []custos.Observation
	for _, f := range h.opened(followed) {
		t, ok := f.What.(*observe.Trajectory)
		if !ok || len(h.spec.Input.Shots.Classes) > 0 && !slices.Contains(h.spec.Input.Shots.Classes, t.Class) {
			continue
		}
		if !h.wants(a, f.Resource, t) {
			continue
		}
		in, err := h.cropped(ctx, &f.Event, t)
		if ctx.Err() != nil {
			return nil // the next life takes it again
		}
		if err != nil {
			h.PassedOver.WithLabelValues(string(custos.KindOf(err))).Inc()
			h.Log.Warn("a track is passed over, since no picture of it is left", "event", f.ID(), "err", err)
			continue
		}
		h.mu.Lock()
		err = h.call(ctx, func(ctx context.Context) error {
			found, err := a.Look(ctx, in)
			out = append(out, found...)
			return err
		})
		h.mu.Unlock()
		if err != nil {
			return unlessEnding(ctx, err)
		}
		h.health.took(f.Resource, f.Time)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return unlessEnding(ctx, h.keep(ctx, out, &p))
}

// wants asks a Chooser about a track.
func (h *host) wants(a analyze.CropAnalyzer, c custos.CameraID, t *observe.Trajectory) bool {
	chooser, ok := a.(analyze.Chooser)
	if !ok {
		return true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return chooser.Wants(c, t)
}

// cropped gets the pictures of a track. NotFound says that none is left.
func (h *host) cropped(ctx context.Context, e *custos.Event, t *observe.Trajectory) (*analyze.Cropped, error) {
	want := h.spec.Input.Shots
	q := node.Crops{Margin: want.Margin, Least: want.Least}
	for _, m := range moments(t, cmp.Or(want.Most, 3)) {
		q.Wanted = append(q.Wanted, node.Crop{At: m.Time, Box: m.Box})
	}
	if len(q.Wanted) == 0 {
		return nil, custos.Errorf(custos.NotFound, "the track has no points")
	}
	for try := 1; ; try++ {
		shots, err := h.cut(ctx, e.Resource, q)
		if err == nil && len(shots) == 0 {
			err = custos.Errorf(custos.NotFound, "the camera has no picture of it")
		}
		if err == nil {
			return &analyze.Cropped{Event: *e, Track: t, Shots: shots}, nil
		}
		if try == cropTries || custos.KindOf(err) == custos.NotFound || custos.KindOf(err) == custos.Invalid || ctx.Err() != nil {
			return nil, err
		}
		select {
		case <-ctx.Done():
		case <-time.After(cropPause):
		}
	}
}

// askCamera asks the service of a camera for parts of its pictures. What one of them cannot be
// had for is said, and the others are returned.
func (h *host) askCamera(ctx context.Context, c custos.CameraID, q node.Crops) ([]analyze.Shot, error) {
	to, ok := h.cameraService(c)
	if !ok {
		return nil, custos.Errorf(custos.NotFound, "the camera %s is not in the site file any more", c)
	}
	data, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	parts, ended := h.AskStream(ctx, to, node.CropsRequest, data)
	var out []analyze.Shot
	for _, w := range q.Wanted {
		part, ok := <-parts
		if !ok {
			return out, cutShort(ended())
		}
		var head node.CropHead
		if err := json.Unmarshal(part, &head); err != nil {
			return nil, custos.Errorf(custos.Corrupt, "the camera's answer does not parse: %w", err)
		}
		if head.Missing != "" {
			h.Log.Debug("a picture is missing", "camera", c, "at", w.At, "err", head.Missing)
			continue
		}
		if part, ok = <-parts; !ok {
			return out, cutShort(ended())
		}
		picture, err := jpeg.Decode(bytes.NewReader(part))
		if err != nil {
			return nil, custos.Errorf(custos.Corrupt, "the camera's picture cannot be decoded: %w", err)
		}
		out = append(out, analyze.Shot{Frame: head.Frame, Time: head.Time, Box: w.Box, Shown: head.Shown, Picture: picture})
	}
	for range parts { // its end
	}
	return out, ended()
}

// cutShort is why an answer ended before all of it had come.
func cutShort(err error) error {
	if err == nil {
		err = custos.Errorf(custos.Unavailable, "the camera's answer ended too early")
	}
	return err
}

// cameraService is the service of a camera; false if the site has none of the name.
func (h *host) cameraService(c custos.CameraID) (custos.ServiceID, bool) {
	for _, n := range h.nodes() {
		all := cameras.Of(n)
		for i := range all {
			if cameras.ID(h.Site, n, &all[i]) == c {
				return custos.NewServiceID(n.Name, node.CameraService(all[i].Name)), true
			}
		}
	}
	return "", false
}
