package source

import (
	"bytes"
	"hash/crc32"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/h264"
)

// depacketizer takes NAL units out of RTP packets (RFC 6184, RFC 7798) and hands them
// to an assembler. A unit of which a packet is missing is dropped; the picture's others
// are kept, as the camera sent them.
type depacketizer struct {
	to   *assembler
	h265 bool
	// lost are packets that never came, by their numbers; late came twice or too late.
	lost, late uint64

	fu      []byte // the fragmented unit under way
	spare   []byte // memory for the next
	started bool
	// Of the packet before, to know it again.
	seq     uint16
	ts, sum uint32
}

// spareMost bounds the memory that is kept for the next unit, in bytes.
const spareMost = 1 << 20

// restart is a distance between sequence numbers that is no loss: the camera counts anew.
const restart = 3000

// push takes the next packet. Where packets can change places they were put in order
// before, so one that is not next means that some are missing, or that the camera
// counts anew: in no case is it thrown away.
func (d *depacketizer) push(k *rtp.Packet, at time.Duration) error {
	gap := false
	sum := crc32.Checksum(k.Payload, castagnoli)
	if d.started {
		switch skipped := k.SequenceNumber - d.seq - 1; {
		case skipped == 0:
		case skipped == 1<<16-1 && sum == d.sum && k.Timestamp == d.ts:
			d.late++ // the same once more
			return nil
		default:
			if skipped < restart {
				d.lost += uint64(skipped)
			}
			d.fu, gap = nil, true
			d.to.lose()
		}
	}
	d.started, d.seq, d.ts, d.sum = true, k.SequenceNumber, k.Timestamp, sum
	if err := d.payload(k.Payload, k.Timestamp, at, gap); err != nil {
		return err
	}
	if k.Marker && d.fu == nil {
		return d.to.marker()
	}
	return nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (d *depacketizer) payload(b []byte, ts uint32, at time.Duration, gap bool) error {
	head := 1
	if d.h265 {
		head = 2
	}
	if len(b) <= head {
		return nil
	}
	aggregate, fragment := b[0]&0x1f == 24, b[0]&0x1f == 28
	if d.h265 {
		t := b[0] >> 1 & 63
		aggregate, fragment = t == 48, t == 49
	}
	switch {
	case aggregate:
		for b = b[head:]; len(b) > 2; {
			n := int(b[0])<<8 | int(b[1])
			if n > len(b)-2 {
				return nil
			}
			if err := d.unit(bytes.Clone(b[2:2+n]), ts, at, gap); err != nil {
				return err
			}
			b, gap = b[2+n:], false
		}
		return nil
	case fragment:
		return d.fragment(b, head, ts, at, gap)
	}
	return d.unit(bytes.Clone(b), ts, at, gap)
}

// fragment takes a piece of a unit (FU-A, or the like of H.265).
func (d *depacketizer) fragment(b []byte, head int, ts uint32, at time.Duration, gap bool) error {
	if len(b) < head+2 {
		return nil
	}
	fu, rest := b[head], b[head+1:]
	switch {
	case fu&0x80 != 0 && d.h265:
		d.fu = append(append(d.spare[:0], b[0]&0x81|fu&63<<1, b[1]), rest...)
	case fu&0x80 != 0:
		d.fu = append(append(d.spare[:0], b[0]&0xe0|fu&31), rest...)
	case d.fu == nil || len(d.fu) > maxUnit:
		d.fu = nil
		return nil
	default:
		d.fu = append(d.fu, rest...)
	}
	if fu&0x40 == 0 {
		return nil
	}
	n := bytes.Clone(d.fu)
	if cap(d.fu) <= spareMost {
		d.spare = d.fu
	}
	d.fu = nil
	return d.unit(n, ts, at, gap)
}

// unit hands a unit on, without start codes, which some cameras leave in.
func (d *depacketizer) unit(n []byte, ts uint32, at time.Duration, gap bool) error {
	if bytes.HasPrefix(n, []byte{0, 0, 1}) || bytes.HasPrefix(n, []byte{0, 0, 0, 1}) || bytes.Contains(n[:min(len(n), 64)], []byte{0, 0, 0, 1}) {
		for _, part := range h264.Split(append([]byte{0, 0, 1}, n...)) {
			if err := d.to.add(part, ts, at, gap); err != nil {
				return err
			}
			gap = false
		}
		return nil
	}
	if len(n) == 0 {
		return nil
	}
	return d.to.add(n, ts, at, gap)
}

// newDepacketizer reads a codec's packets.
func newDepacketizer(c codec.Codec, to *assembler) *depacketizer {
	return &depacketizer{to: to, h265: c.Name() == "H265"}
}

// become has it read another codec's packets from here on.
func (d *depacketizer) become(c codec.Codec, to *assembler) {
	d.to, d.h265, d.fu = to, c.Name() == "H265", nil
}
