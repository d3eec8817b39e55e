package edge

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/bus"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// What the pictures after a recording may take: evidence does not wait for a machine that is
// short of time, and its page says that there are none.
const (
	picturesMost = 8
	picturesFor  = 20 * time.Second
)

// sendPictures sends those that are wanted beside a recording. One that cannot be had is sent as
// none: the recording is what counts.
func (c *camera) sendPictures(ctx context.Context, req *node.CameraRequest, send func([]byte) error) error {
	short, stop := context.WithTimeout(ctx, picturesFor)
	defer stop()
	for _, frame := range req.Pictures[:min(len(req.Pictures), picturesMost)] {
		jpeg, err := c.archive.Snapshot(short, around(req.Segments, frame), frame.PTS)
		if err != nil || len(jpeg) > bus.MaxPayload/2 {
			c.Log.Warn("a picture for a bundle's page cannot be had", "camera", c.id, "err", err)
			jpeg = nil
		}
		if err := send(append(binary.BigEndian.AppendUint32(nil, uint32(len(jpeg))), jpeg...)); err != nil {
			return err
		}
	}
	return nil
}

// around are the segments that decoding a frame takes; none if it is in none of them.
func around(segs []observe.Segment, frame custos.FrameRef) []observe.Segment {
	at := slices.IndexFunc(segs, func(s observe.Segment) bool {
		from, until := s.StreamTime()
		return s.Boot == frame.Boot && frame.PTS >= from-observe.TimeTolerance && frame.PTS < until+observe.TimeTolerance
	})
	if at < 0 {
		return nil
	}
	begin := at
	for begin > 0 && segs[begin].Dependent {
		begin--
	}
	return segs[begin:min(at+2, len(segs))]
}
