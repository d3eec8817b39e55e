package edge

import (
	"context"
	"encoding/json"
	"math"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/node"
	"custos.dev/custos/sealed"
)

// cropsAtOnce bounds how many analyzers are answered at a time: each takes a decoder.
const cropsAtOnce = 2

// crops answers analyzers that want parts of recorded pictures. Who asks must have the right
// to recorded footage of this camera, and each request is on record like any other's.
func (c *camera) crops(ctx context.Context) error {
	return c.Peer.AnswerStream(ctx, node.CropsRequest, cropsAtOnce, func(ctx context.Context, from sealed.Caller, data []byte, send func([]byte) error) error {
		var q node.Crops
		if err := json.Unmarshal(data, &q); err != nil {
			return custos.Errorf(custos.Invalid, "the request does not parse: %w", err)
		}
		who := access.Question{Principal: from.Account, Action: custos.Recorded, Resource: c.id}
		return c.shown(ctx, who, send, func(ctx context.Context, send func([]byte) error) error { return c.cut(ctx, &q, send) })
	})
}

// cut sends what is wanted, one after the other.
func (c *camera) cut(ctx context.Context, q *node.Crops, send func([]byte) error) error {
	if len(q.Wanted) > node.CropsMost || !(q.Margin >= 0 && q.Margin <= 2) {
		return custos.Errorf(custos.Invalid, "%d crops with a margin of %g: at most %d with a margin of 0 to 2 are cut at a time", len(q.Wanted), q.Margin, node.CropsMost)
	}
	for _, w := range q.Wanted {
		head, jpeg, err := c.cutOne(ctx, w, q)
		switch custos.KindOf(err) {
		case custos.NotFound, custos.Corrupt, custos.Invalid:
			head = node.CropHead{Missing: err.Error()} // of this one; the others may be there
		default:
			if err != nil {
				return err
			}
		}
		b, err := json.Marshal(head)
		if err != nil {
			return err
		}
		if err := send(b); err != nil {
			return err
		}
		if head.Missing == "" {
			if err := send(jpeg); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *camera) cutOne(ctx context.Context, w node.Crop, q *node.Crops) (head node.CropHead, jpeg []byte, err error) {
	for _, x := range []float64{w.Box.X, w.Box.Y, w.Box.W, w.Box.H} {
		if math.IsNaN(x) || math.Abs(x) > 2 {
			return head, nil, custos.Errorf(custos.Invalid, "a box of %+v is none of a picture's", w.Box)
		}
	}
	segs, err := c.recent.at(ctx, w.At)
	if err != nil {
		return head, nil, err
	}
	last := &segs[len(segs)-1]
	from, _ := last.StreamTime()
	p, err := c.archive.Crop(ctx, segs, from+w.At.Sub(last.From), w.Box.Grown(q.Margin), w.Box.H, q.Least)
	if err != nil {
		return head, nil, err
	}
	return node.CropHead{Frame: custos.FrameRef{Boot: last.Boot, PTS: p.PTS}, Time: last.At(p.PTS), Shown: p.Shown}, p.JPEG, nil
}
