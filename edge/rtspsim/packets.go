package rtspsim

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtp"
)

// mtu bounds the RTP payload, so that a packet fits an Ethernet frame.
const mtu = 1400

// payload is what one packet carries.
type payload struct {
	b      []byte
	marker bool
}

// pack cuts a picture's units into payloads (RFC 6184 and 7798), the marker on the last.
func pack(codec string, nals [][]byte) []payload {
	var out []payload
	for _, n := range nals {
		if len(n) <= mtu {
			out = append(out, payload{b: n})
			continue
		}
		// FU: the unit's header is split over the payload's header and the FU's.
		head, kind := []byte{n[0]&0xe0 | 28}, n[0]&0x1f
		rest := n[1:]
		if codec == "H265" {
			head, kind, rest = []byte{n[0]&0x81 | 49<<1, n[1]}, n[0]>>1&0x3f, n[2:]
		}
		for first := true; len(rest) > 0; first = false {
			k := min(len(rest), mtu-len(head)-1)
			fu := kind
			if first {
				fu |= 0x80
			}
			if k == len(rest) {
				fu |= 0x40
			}
			b := append(append([]byte(nil), head...), fu)
			out = append(out, payload{b: append(b, rest[:k]...)})
			rest = rest[k:]
		}
	}
	if len(out) > 0 {
		out[len(out)-1].marker = true
	}
	return out
}

// sender numbers and sends the packets of one stream.
type sender struct {
	ssrc           uint32
	seq            uint16
	packets, bytes uint32
	send           func([]byte) error
	buf            []byte
}

// next makes the packet after those before.
func (p *sender) next(ts uint32, x payload) *rtp.Packet {
	k := &rtp.Packet{
		Header:  rtp.Header{Version: 2, Marker: x.marker, PayloadType: payloadType, SequenceNumber: p.seq, Timestamp: ts, SSRC: p.ssrc},
		Payload: x.b,
	}
	p.seq++
	return k
}

// payloadType is what the description names.
const payloadType = 96

func (p *sender) write(k *rtp.Packet) error {
	if n := k.MarshalSize(); cap(p.buf) < n {
		p.buf = make([]byte, n+mtu)
	}
	n, err := k.MarshalTo(p.buf[:cap(p.buf)])
	if err != nil {
		return err
	}
	p.packets++
	p.bytes += uint32(len(k.Payload))
	return p.send(p.buf[:n])
}

// report is an RTCP sender report (RFC 3550, 6.4.1): the RTP time stamp ts was
// taken at the wall clock's t.
func (p *sender) report(t time.Time, ts uint32) []byte {
	b := []byte{0x80, 200, 0, 6}
	b = binary.BigEndian.AppendUint32(b, p.ssrc)
	const since1900 = 2208988800
	b = binary.BigEndian.AppendUint32(b, uint32(t.Unix()+since1900))
	b = binary.BigEndian.AppendUint32(b, uint32(uint64(t.Nanosecond())<<32/1e9))
	b = binary.BigEndian.AppendUint32(b, ts)
	b = binary.BigEndian.AppendUint32(b, p.packets)
	b = binary.BigEndian.AppendUint32(b, p.bytes)
	// A compound packet needs the source's name.
	b = append(b, 0x81, 202, 0, 4)
	b = binary.BigEndian.AppendUint32(b, p.ssrc)
	return append(append(b, 1, 6), "custos\x00\x00\x00\x00"...)
}

// bye says that the stream has ended.
func (p *sender) bye(t time.Time, ts uint32) []byte {
	b := append(p.report(t, ts), 0x81, 203, 0, 1)
	return binary.BigEndian.AppendUint32(b, p.ssrc)
}
