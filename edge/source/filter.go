package source

import (
	"slices"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

const (
	// adoptAfter is how many packets of another type than the described one, and none of
	// the right, show that the description is wrong.
	adoptAfter = 50
	// takeOver is how long a source must have been silent before another one's packets
	// are taken for its stream; at most maxTakeOver, for cameras of few pictures.
	takeOver    = time.Second
	maxTakeOver = 10 * time.Second
	// maxWaiting bounds the bytes of another source's packets that wait for that.
	maxWaiting = 4 << 20
)

// filter picks one stream's packets out of what arrives. What belongs to something else
// is counted.
type filter struct {
	payload byte
	right   bool // a packet of the right type has come
	other   [128]int

	ssrc   uint32
	locked bool
	last   time.Time
	gap    time.Duration // the longest lately between two packets
	named  *uint32       // the source in SETUP's answer

	// waiting are packets of another source, or of another type: the stream's, if nothing
	// else is.
	waiting []waiting
	size    int

	k       rtp.Packet
	foreign atomic.Uint64
}

type waiting struct {
	b  []byte
	at time.Time
}

// isRTCP says whether a packet is RTCP on the channel of RTP (RFC 5761).
func isRTCP(b []byte) bool { return len(b) > 1 && b[1] >= 192 && b[1] <= 223 }

// push hands on what belongs to the stream, in order; b is only used during the call.
func (f *filter) push(b []byte, at time.Time, out func(*rtp.Packet, time.Time) error) error {
	if f.k.Unmarshal(b) != nil || f.right && f.k.PayloadType != f.payload {
		f.foreign.Add(1)
		return nil
	}
	if !f.right && !f.typed(f.k.PayloadType) {
		f.wait(b, at)
		return nil
	}
	if !f.right {
		f.right = true
		if f.other[f.payload] > 0 { // what waited is the stream
			if err := f.change(f.k.SSRC, out); err != nil {
				return err
			}
			if err := f.k.Unmarshal(b); err != nil {
				return err
			}
		}
	}
	if f.locked && f.k.SSRC != f.ssrc {
		if named := f.named != nil && *f.named == f.k.SSRC; !named && at.Sub(f.last) < min(max(takeOver, 2*f.gap), maxTakeOver) {
			f.wait(b, at)
			return nil
		}
		if err := f.change(f.k.SSRC, out); err != nil {
			return err
		}
		if err := f.k.Unmarshal(b); err != nil {
			return err
		}
	} else if len(f.waiting) > 0 {
		// The stream's own source goes on: the other is another stream.
		f.foreign.Add(uint64(len(f.waiting)))
		f.waiting, f.size = nil, 0
	}
	if f.locked {
		// It shrinks slowly, so that one pause does not count for ever.
		f.gap = max(f.gap-f.gap/64, at.Sub(f.last))
	}
	f.ssrc, f.locked, f.last = f.k.SSRC, true, at
	return out(&f.k, at)
}

// typed says whether a payload type is the stream's; where the camera sends only another
// one than it described, that is.
func (f *filter) typed(pt byte) bool {
	if pt == f.payload {
		return true
	}
	if f.other[pt&0x7f]++; f.other[pt&0x7f] < adoptAfter {
		return false
	}
	f.payload = pt
	return true
}

func (f *filter) wait(b []byte, at time.Time) {
	if f.size += len(b); f.size > maxWaiting {
		f.foreign.Add(uint64(len(f.waiting)))
		f.waiting, f.size = nil, len(b)
	}
	f.waiting = append(f.waiting, waiting{slices.Clone(b), at})
}

// change makes another source the stream's, with what it has sent meanwhile.
func (f *filter) change(ssrc uint32, out func(*rtp.Packet, time.Time) error) error {
	w := f.waiting
	f.waiting, f.size, f.ssrc, f.gap = nil, 0, ssrc, 0
	for _, x := range w {
		if f.k.Unmarshal(x.b) != nil || f.k.SSRC != ssrc || f.k.PayloadType != f.payload {
			f.foreign.Add(1)
			continue
		}
		f.last = x.at
		if err := out(&f.k, x.at); err != nil {
			return err
		}
	}
	return nil
}

// finish hands on what waits when nothing more will come, if the stream's own source has
// been silent for longer than it ever was.
func (f *filter) finish(at time.Time, out func(*rtp.Packet, time.Time) error) error {
	if len(f.waiting) == 0 || f.last.IsZero() || at.Sub(f.last) < max(afterBye, 2*f.gap) {
		return nil
	}
	if err := f.k.Unmarshal(f.waiting[0].b); err != nil {
		return nil
	}
	return f.change(f.k.SSRC, out)
}

// waits says whether packets of this source wait to be the stream's.
func (f *filter) waits(ssrc uint32) bool {
	var k rtp.Packet
	return len(f.waiting) > 0 && k.Unmarshal(f.waiting[len(f.waiting)-1].b) == nil && k.SSRC == ssrc
}

// over says that the stream's source has ended: another's packets are taken at once.
func (f *filter) over() { f.last = time.Time{} }
