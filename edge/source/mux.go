package source

import (
	"bytes"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// maxPixels and maxSide bound a picture's size: ffmpeg would take memory for whatever a
// stream claims, and MP4 has 16 bits for a side.
const (
	maxPixels = 8192 * 4320
	maxSide   = 16384
)

// muxer makes fragments of pictures, one of each, as the camera sent them. How long a
// picture stands is known when the next one comes. It is used by one goroutine.
type muxer struct {
	sink  Sink
	track stream.Track
	wall  *wallClock
	// stepped returns how far the node's clock was set since it was last asked.
	stepped func() time.Duration

	init     []byte
	codec    string
	reorder  int
	sequence uint32
	usual    []int64 // how long the latest pictures stood
	order    []int64 // the latest times, in order: as many as pictures change places
	dts      int64
	known    bool
	pending  *sample
	pictures uint64
	last     int64 // the end of the latest picture, in ticks
	until    int64 // until when the latest one's decoding lasts
}

// sample is a picture that waits for the next.
type sample struct {
	fmp4.Picture
	pts     int64
	wall    time.Time
	stepped time.Duration
}

// tooLarge refuses pictures that are larger than what is recorded, before anything is
// made of them.
func tooLarge(in codec.Info) error {
	if in.Width <= 0 || in.Height <= 0 || in.Width > maxSide || in.Height > maxSide || in.Width > maxPixels/in.Height {
		return fail(WrongCodec, custos.Invalid, "its pictures are said to have %dx%d pixels, more than are recorded here (%dx%d); choose a smaller size in the camera's settings", in.Width, in.Height, 8192, 4320)
	}
	return nil
}

// begin starts a stream, or goes on with another format, with a picture of a time: the
// picture under way is given out first and ends before it. It says whether the format is
// another.
func (m *muxer) begin(in codec.Info, pts int64) (changed bool) {
	data := fmp4.AppendInit(nil, fmp4.Track{Width: in.Width, Height: in.Height, Timescale: ticks, Entry: in.Entry, Box: in.Box, Record: in.Record})
	if bytes.Equal(data, m.init) {
		return false
	}
	if p := m.pending; p != nil {
		m.flush(max(p.DTS+1, min(p.DTS+pts-p.pts, pts)))
	}
	m.init, m.codec, m.known, m.order = data, in.Codec, false, nil
	m.reorder = max(in.Reorder, 0)
	if in.Interval > 0 && in.Interval < 10*ticks && len(m.usual) == 0 {
		m.usual = []int64{in.Interval}
	}
	m.sink.OnInit(stream.Init{Track: m.track, Codec: in.Codec, Width: in.Width, Height: in.Height, Data: data})
	return true
}

// write takes the next picture with its time.
func (m *muxer) write(u unit, pts int64) {
	dts := m.decodeTime(pts)
	if m.pending != nil {
		m.flush(dts)
	}
	m.pictures++
	p := &sample{
		Picture: fmp4.Picture{DTS: dts, Offset: int32(max(-1<<30, min(pts-dts, 1<<30))), Key: u.key && !u.broken, Units: u.nals},
		pts:     pts, wall: m.wall.at(fromTicks(pts)),
	}
	if m.stepped != nil {
		p.stepped = m.stepped()
	}
	m.pending = p
}

// decodeTime returns when a picture is decoded: the earliest of the latest times, as
// many as may change places. So times grow and none is shown before it is decoded.
func (m *muxer) decodeTime(pts int64) int64 {
	if !m.known {
		m.known, m.order, m.dts = true, nil, max(pts-int64(m.reorder)*m.interval(), m.until, 1)-1
		for i := m.reorder; i > 0; i-- {
			m.order = append(m.order, pts-int64(i)*m.interval())
		}
	}
	i, _ := slices.BinarySearch(m.order, pts)
	m.order = slices.Insert(m.order, i, pts)
	dts := m.order[0]
	if dts == pts && dts <= m.dts && m.reorder < maxReorder {
		// It is shown before one that is decoded already: more of them change places
		// than was said.
		m.reorder++
	} else {
		m.order = m.order[1:]
	}
	m.dts = max(dts, m.dts+1)
	return m.dts
}

// maxReorder is what H.264 and H.265 allow.
const maxReorder = 16

// interval is how long a picture usually stands.
func (m *muxer) interval() int64 {
	if len(m.usual) == 0 {
		return ticks / 10
	}
	sorted := slices.Clone(m.usual)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// usualMost is over how many pictures the usual interval is taken.
const usualMost = 15

// standMost is how long a picture may stand; one that comes later follows a gap.
func (m *muxer) standMost() int64 {
	return min(max(ticks*3/2, 3*m.interval()), toTicks(observe.MaxPicture))
}

// flush gives out the pending picture; the next one is decoded at next, 0 for unknown.
func (m *muxer) flush(next int64) {
	p := m.pending
	if p == nil {
		return
	}
	m.pending = nil
	stands := next - p.DTS
	most := m.standMost()
	if len(m.usual) == 0 {
		most = toTicks(observe.MaxPicture) // nothing is usual yet
	}
	if next > 0 {
		m.usual = append(m.usual, min(stands, toTicks(observe.MaxPicture)))
		if len(m.usual) > usualMost {
			m.usual = slices.Delete(m.usual, 0, 1)
		}
	}
	if next == 0 || stands > most {
		stands = min(m.interval(), most)
		if next > 0 {
			stands = min(stands, next-p.DTS)
		}
	}
	p.Duration = int32(stands)
	m.sequence++
	data := fmp4.AppendFragment(nil, m.sequence, p.Picture)
	m.last, m.until = max(m.last, p.pts+stands), p.DTS+stands
	m.sink.OnFragment(stream.Fragment{
		Track: m.track.ID, Data: data, PTS: fromTicks(p.pts), DTS: fromTicks(p.DTS), Duration: fromTicks(p.DTS+stands) - fromTicks(p.DTS),
		Keyframe: p.Key, Frames: 1, Time: p.wall, Stepped: p.stepped, Received: time.Now(),
	})
}
