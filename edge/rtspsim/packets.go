package rtspsim

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtp"

	"custos/edge/h264"
)

// mtu bounds the RTP payload, so that a packet fits an Ethernet frame.
const mtu = 1400

// packetizer turns pictures into RTP packets (RFC 6184, packetization mode 1).
type packetizer struct {
	ssrc           uint32
	seq            uint16
	packets, bytes uint32
	send           func([]byte) error
	buf            []byte
}

func (p *packetizer) frame(c *Clip, f frame, ts uint32) error {
	nals := keyNALs(c, f)
	for i, n := range nals {
		if h264.Type(n) == h264.TypeAUD {
			continue // carries nothing that the marker bit does not
		}
		last := i == len(nals)-1
		if len(n) <= mtu {
			if err := p.packet(ts, last, n); err != nil {
				return err
			}
			continue
		}
		// FU-A: the NAL header is split over indicator and header.
		head, rest := n[0], n[1:]
		for first := true; len(rest) > 0; first = false {
			k := min(len(rest), mtu-2)
			fu := []byte{head&0xe0 | 28, head & 0x1f}
			if first {
				fu[1] |= 0x80
			}
			if k == len(rest) {
				fu[1] |= 0x40
			}
			if err := p.packet(ts, last && k == len(rest), append(fu, rest[:k]...)); err != nil {
				return err
			}
			rest = rest[k:]
		}
	}
	return nil
}

func (p *packetizer) packet(ts uint32, marker bool, payload []byte) error {
	k := rtp.Packet{
		Header:  rtp.Header{Version: 2, Marker: marker, PayloadType: 96, SequenceNumber: p.seq, Timestamp: ts, SSRC: p.ssrc},
		Payload: payload,
	}
	if n := k.MarshalSize(); cap(p.buf) < n {
		p.buf = make([]byte, n+mtu)
	}
	n, err := k.MarshalTo(p.buf[:cap(p.buf)])
	if err != nil {
		return err
	}
	p.seq++
	p.packets++
	p.bytes += uint32(len(payload))
	return p.send(p.buf[:n])
}

// report is an RTCP sender report (RFC 3550, 6.4.1): the RTP time stamp ts was
// taken at the wall clock's t.
func (p *packetizer) report(t time.Time, ts uint32) []byte {
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
func (p *packetizer) bye(t time.Time, ts uint32) []byte {
	b := append(p.report(t, ts), 0x81, 203, 0, 1)
	return binary.BigEndian.AppendUint32(b, p.ssrc)
}
