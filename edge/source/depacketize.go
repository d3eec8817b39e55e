package source

import (
	"github.com/pion/rtp"

	"custos/edge/h264"
)

// maxUnit bounds a picture's bytes: no camera's keyframe is as large.
const maxUnit = 16 << 20

// unit is a picture as it was sent.
type unit struct {
	nals [][]byte
	key  bool
	ts   uint32
}

// depacketizer puts pictures together from RTP packets in order (RFC 6184).
// A NAL unit of which a packet is missing is dropped; the picture's others are
// kept, as the camera sent them.
type depacketizer struct {
	emit func(unit) error
	lost uint64 // packets that never came

	cur     unit
	size    int
	fu      []byte // the fragmented unit under way
	started bool
	seq     uint16
}

func (d *depacketizer) push(k *rtp.Packet) error {
	if d.started {
		if gap := k.SequenceNumber - d.seq - 1; gap != 0 {
			if gap > 1<<15 {
				return nil // late or double
			}
			d.lost += uint64(gap)
			d.fu = nil
		}
	}
	if d.started && k.Timestamp != d.cur.ts && len(d.cur.nals) > 0 {
		if err := d.flush(); err != nil {
			return err
		}
	}
	if !d.started || k.Timestamp != d.cur.ts {
		d.fu = nil
	}
	d.started, d.seq, d.cur.ts = true, k.SequenceNumber, k.Timestamp
	d.payload(k.Payload)
	if k.Marker && len(d.cur.nals) > 0 {
		return d.flush()
	}
	return nil
}

func (d *depacketizer) payload(b []byte) {
	if len(b) < 2 {
		return
	}
	switch t := b[0] & 0x1f; t {
	case 24: // STAP-A: several units
		for b = b[1:]; len(b) > 2; {
			n := int(b[0])<<8 | int(b[1])
			if n > len(b)-2 {
				return
			}
			d.add(append([]byte(nil), b[2:2+n]...))
			b = b[2+n:]
		}
	case 28: // FU-A: a piece of one unit
		switch start := b[1]&0x80 != 0; {
		case start:
			d.fu = append([]byte{b[0]&0xe0 | b[1]&0x1f}, b[2:]...)
		case d.fu == nil || len(d.fu) > maxUnit:
			d.fu = nil
			return
		default:
			d.fu = append(d.fu, b[2:]...)
		}
		if b[1]&0x40 != 0 {
			d.add(d.fu)
			d.fu = nil
		}
	default:
		if t > 0 && t < 24 {
			d.add(append([]byte(nil), b...))
		}
	}
}

func (d *depacketizer) add(n []byte) {
	if len(n) == 0 || d.size+len(n) > maxUnit || len(d.cur.nals) > 4096 {
		return
	}
	d.size += len(n)
	d.cur.nals = append(d.cur.nals, n)
	d.cur.key = d.cur.key || h264.Type(n) == h264.TypeIDR
}

func (d *depacketizer) flush() error {
	u := d.cur
	d.cur, d.size = unit{ts: u.ts}, 0
	for _, n := range u.nals {
		if t := h264.Type(n); t >= h264.TypeSlice && t <= h264.TypeIDR {
			return d.emit(u)
		}
	}
	// Parameter sets alone: they belong to the next picture.
	d.cur.nals = u.nals
	for _, n := range u.nals {
		d.size += len(n)
	}
	return nil
}
