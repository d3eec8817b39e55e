package source

import (
	"bytes"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos"
	"custos.dev/custos/edge/stream"
)

// Listener is a Sink that takes the units of tracks besides the video: of sound, if the
// source is told to set it up. OnUnit is called by one goroutine, at the same time as the
// methods of Sink, and may not block for long.
type Listener interface {
	OnUnit(stream.Unit)
}

// soundCounts are figures of the sound since the first run.
type soundCounts struct {
	packets, lost, late, restamped, units, broken atomic.Uint64
}

// Sound returns what comes of the camera's sound; nil if it is not asked for.
func (s *Source) Sound() *custos.TrackCounts {
	if !s.Audio {
		return nil
	}
	c := &s.heard
	s.mu.Lock()
	defer s.mu.Unlock()
	return &custos.TrackCounts{
		Codec: s.soundCodec, Missing: s.soundless,
		Packets: c.packets.Load(), Lost: c.lost.Load(), Late: c.late.Load(), Restamped: c.restamped.Load(),
		Units: c.units.Load(), Broken: c.broken.Load(),
	}
}

// readable says whether a codec's packets are taken apart here. Others are counted.
func readable(codec string) bool {
	switch codec {
	case stream.AAC, stream.Opus, stream.PCMU, stream.PCMA:
		return true
	}
	return false
}

// soundMost bounds a frame of sound, in bytes; the standards' largest are of some kilobytes.
const soundMost = 64 << 10

// listener is the way of a run's sound: from packets to units with their times. It is used
// by one goroutine, which over UDP is not that of the video.
//
// The stamps of sound are dated as those of pictures are, by a timeline of its own, and by
// the same clocks; nothing of the video's is changed by it.
type listener struct {
	s     *Source
	track stream.Track
	aac   aac
	ok    bool // its packets are taken apart
	sink  Listener
	line  *timeline
	order disorder

	started bool
	ts      uint32
	ticks   int64 // of the track's clock, without wrapping
	seq     uint16
	lost    bool
	piece   []byte // of an AAC frame in pieces, with its whole size
	size    int
	pieceAt uint32
	seen    uint64 // restamped packets that are counted already
}

func newListener(s *Source, m *media, sink Listener) *listener {
	l := &listener{s: s, track: m.track, sink: sink, ok: sink != nil && readable(m.track.Codec)}
	if m.track.Codec == stream.AAC {
		var ok bool
		l.aac, ok = readAAC(m.params)
		l.ok = l.ok && ok
	}
	l.line = &timeline{emit: l.dated, floor: toTicks(s.lastSound)}
	l.order = disorder{out: func(k *rtp.Packet, at time.Time) error { return l.take(k, s.streamTime(at)) }}
	return l
}

// push takes a packet as it came.
func (l *listener) push(k *rtp.Packet, at time.Time) error {
	l.s.heard.packets.Add(1)
	return l.order.push(k, at)
}

// take takes the next packet in order.
func (l *listener) take(k *rtp.Packet, at time.Duration) error {
	c := &l.s.heard
	if !l.started {
		l.started, l.ts, l.seq = true, k.Timestamp, k.SequenceNumber-1
	}
	switch skipped := k.SequenceNumber - l.seq - 1; {
	case skipped == 0:
	case skipped == 1<<16-1:
		c.late.Add(1) // the same once more
		return nil
	default:
		if skipped < restart {
			c.lost.Add(uint64(skipped))
		}
		l.lost, l.piece = true, nil
	}
	l.seq = k.SequenceNumber
	l.ticks += int64(int32(k.Timestamp - l.ts))
	l.ts = k.Timestamp
	if !l.ok {
		return nil
	}
	frames, samples, ok := l.frames(k)
	if !ok {
		c.broken.Add(1)
		l.lost = true
		return nil
	}
	if len(frames) == 0 {
		return nil
	}
	n := 0
	for i := range frames {
		frames[i] = bytes.Clone(frames[i])
		n += len(frames[i])
	}
	// No sound comes before it was made: the packet's end is what its arrival is held against.
	end := l.ticks + int64(len(frames)*samples)
	u := unit{nals: frames, size: n, key: true, broken: l.lost, at: at, ts: uint32(l.scaled(end))}
	l.lost = false
	err := l.line.push(u)
	c.restamped.Add(l.line.restamped - l.seen)
	l.seen = l.line.restamped
	return err
}

// scaled turns ticks of the track's clock into those of all times.
func (l *listener) scaled(t int64) int64 {
	c := int64(l.track.Clock)
	s, r := t/c, t%c
	return s*ticks + r*ticks/c
}

// frames takes a packet apart; samples are those of each frame.
func (l *listener) frames(k *rtp.Packet) (frames [][]byte, samples int, ok bool) {
	b := k.Payload
	switch l.track.Codec {
	case stream.PCMU, stream.PCMA:
		samples = len(b) / l.track.Channels
		return [][]byte{b}, samples, samples > 0
	case stream.Opus:
		samples = opusSamples(b)
		return [][]byte{b}, samples, samples > 0
	case stream.AAC:
		frames, size, ok := l.aac.frames(b)
		if !ok || size > soundMost {
			l.piece = nil
			return nil, 0, false
		}
		if len(frames) == 1 && len(frames[0]) < size || l.piece != nil {
			return l.join(frames, size, k)
		}
		return frames, l.aac.samples, true
	}
	return nil, 0, false
}

// join puts a frame of AAC together that came in pieces (RFC 3640, 3.2.3): each packet of it
// has the whole's size, and the last one the marker.
func (l *listener) join(frames [][]byte, size int, k *rtp.Packet) ([][]byte, int, bool) {
	switch {
	case l.piece == nil && !k.Marker:
		l.piece, l.size, l.pieceAt = bytes.Clone(frames[0]), size, k.Timestamp
		return nil, 0, true
	case l.piece == nil || len(frames) != 1 || size != l.size || k.Timestamp != l.pieceAt || len(l.piece)+len(frames[0]) > size:
		l.piece = nil
		return nil, 0, false
	}
	l.piece = append(l.piece, frames[0]...)
	if !k.Marker {
		return nil, 0, true
	}
	whole := l.piece
	l.piece = nil
	return [][]byte{whole}, l.aac.samples, len(whole) == size
}

// opusSamples is how long an Opus packet sounds, in samples of 48 kHz (RFC 6716, 3.1 and 3.2);
// 0 for one that is damaged. The standard's longest is of 120 ms.
func opusSamples(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	frame := 0
	switch c := int(b[0] >> 3); {
	case c < 12: // SILK: 10, 20, 40, 60 ms
		frame = []int{480, 960, 1920, 2880}[c%4]
	case c < 16: // hybrid: 10, 20 ms
		frame = []int{480, 960}[c%2]
	default: // CELT: 2.5, 5, 10, 20 ms
		frame = 120 << (c % 4)
	}
	n := 1
	switch b[0] & 3 {
	case 1, 2:
		n = 2
	case 3:
		if len(b) < 2 {
			return 0
		}
		n = int(b[1] & 0x3f)
	}
	if frame*n > 5760 {
		return 0
	}
	return frame * n
}

// dated takes a packet's frames with the time at which they end.
func (l *listener) dated(u unit, end int64) error {
	s := l.s
	samples := l.aac.samples
	switch l.track.Codec {
	case stream.Opus:
		samples = opusSamples(u.nals[0])
	case stream.PCMU, stream.PCMA:
		samples = len(u.nals[0]) / l.track.Channels
	}
	from := end - l.scaled(int64(samples*len(u.nals)))
	for i, b := range u.nals {
		pts := fromTicks(max(from+l.scaled(int64(i*samples)), 0))
		s.heard.units.Add(1)
		l.sink.OnUnit(stream.Unit{
			Track: l.track, Data: b, PTS: pts, Time: s.timeOf(pts), Samples: samples,
			Duration: fromTicks(l.scaled(int64(samples))), Lost: i == 0 && u.broken,
		})
	}
	s.lastSound = max(s.lastSound, fromTicks(end))
	return nil
}

// end hands on what is under way when nothing more comes.
func (l *listener) end() {
	_ = l.order.end() // OnUnit returns no error
	_ = l.line.end()
}

// timeOf is the capture time of a stream time: the video's clock, once a picture has set it,
// and until then this node's as it is now. Sound only reads that clock: the node's clock
// being set is told with the picture that sees it first.
func (s *Source) timeOf(t time.Duration) time.Time {
	if at, known := s.wall.known(t); known {
		return at
	}
	wall, now := s.now()
	return wall.Add(t - now)
}
