package fog

import (
	"context"
	"encoding/json"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// checkClaims compares what segments claim about time with what can be true, each alone
// and after the one before it. A false one is committed all the same: it is what the edge
// said, and the next batches build on it. Who exports, audits or verifies finds it again.
func (c *Committer) checkClaims(ctx context.Context, events []custos.Event) error {
	before := map[custos.CameraID]*observe.Segment{}
	for i := range events {
		s, ok := observe.As[*observe.Segment](&events[i])
		if !ok {
			continue
		}
		camera := events[i].Resource
		if _, ok := before[camera]; !ok {
			last, err := c.lastSegment(ctx, camera)
			if err != nil {
				return err
			}
			before[camera] = last
		}
		why := s.CheckTimes()
		if last := before[camera]; why == nil && last != nil && last.Index+1 == s.Index {
			why = s.CheckAfter(last)
		}
		before[camera] = s
		if c.Claim == nil {
			continue
		}
		if err := c.Claim(ctx, camera, why); err != nil {
			c.Logger.Error("a false claim of a segment cannot be put on record", "camera", camera, "claim", why, "err", err)
		}
	}
	return nil
}

// lastSegment returns the newest segment of a camera, whether it is in the log yet or
// not; nil if there is none, or none that can be read: the audit finds that.
func (c *Committer) lastSegment(ctx context.Context, camera custos.CameraID) (*observe.Segment, error) {
	sealed, there, err := c.DB.LastSegment(ctx, camera)
	if err != nil || !there {
		return nil, err
	}
	body, err := sealed.Open()
	if err != nil {
		return nil, nil
	}
	var e custos.Event
	if json.Unmarshal(body, &e) != nil {
		return nil, nil
	}
	s, _ := observe.As[*observe.Segment](&e)
	return s, nil
}

// Claim raises the alarm about a camera whose seals claim what cannot be true, once, and
// ends it when a segment can be true again.
func (w *Watch) Claim(ctx context.Context, camera custos.CameraID, why error) error {
	if why != nil {
		return w.raise(ctx, observe.AlarmSegment, string(camera), custos.BlockRef{},
			why.Error()+": it is committed as the camera sealed it, and no evidence is made of it; `custos audit` names every such segment")
	}
	for _, a := range w.Open() {
		if a.About == observe.AlarmSegment && a.Origin == string(camera) {
			return w.over(ctx, observe.AlarmSegment, string(camera), "its newest segment claims what its pictures can bear")
		}
	}
	return nil
}
