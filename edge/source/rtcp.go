package source

import (
	"encoding/binary"
	"time"
)

// RTCP packet types (RFC 3550, 12.1).
const (
	rtcpSR   = 200
	rtcpRR   = 201
	rtcpSDES = 202
	rtcpBye  = 203
)

// reports calls f with each packet of a compound RTCP packet; header included.
func reports(b []byte, f func(kind byte, p []byte)) {
	for len(b) >= 4 && b[0]>>6 == 2 {
		n := 4 * (int(b[2])<<8 | int(b[3]) + 1)
		if n > len(b) {
			return
		}
		f(b[1], b[:n])
		b = b[n:]
	}
}

// isBye looks for a BYE in a compound RTCP packet.
func isBye(b []byte) bool { return len(byes(b)) > 0 }

// byes returns the sources that a compound RTCP packet says have ended; 0 for all.
func byes(b []byte) (out []uint32) {
	reports(b, func(kind byte, p []byte) {
		if kind != rtcpBye {
			return
		}
		n := int(p[0] & 0x1f)
		if n == 0 {
			out = append(out, 0)
		}
		for i := 0; i < n && 8+4*i <= len(p); i++ {
			out = append(out, binary.BigEndian.Uint32(p[4+4*i:]))
		}
	})
	return out
}

// reception is what a receiver report says of a stream.
type reception struct {
	ssrc     uint32
	first    bool // a packet has come
	from     uint32
	highest  uint32 // sequence number with the count of its wraps
	received uint32
	// sent and came are a sender report's middle time and when it came.
	sent uint32
	came time.Time
	// ahead is how far the sender's clock was ahead of this node's in that report.
	ahead time.Duration
	clock bool // ahead is known
	// before the last report.
	expectedThen, receivedThen uint32
}

// ntpTime turns an NTP time stamp of 64 bits into a time (RFC 5905, 6); those before 1968
// are of the era that began in 2036.
func ntpTime(t uint64) time.Time {
	const from1900 = 2208988800
	seconds := int64(t>>32) - from1900
	if t>>63 == 0 {
		seconds += 1 << 32
	}
	return time.Unix(seconds, int64(t&0xffffffff*1e9>>32))
}

func (r *reception) packet(ssrc uint32, seq uint16) {
	if !r.first || r.ssrc != ssrc {
		*r = reception{ssrc: ssrc, first: true, from: uint32(seq), highest: uint32(seq)}
	}
	switch d := seq - uint16(r.highest); {
	case d > 1<<15: // late, or twice
	case d > 3000: // counted anew
		r.highest = r.highest&0xffff0000 + 1<<16 + uint32(seq)
		r.from = r.highest - r.received
	default:
		r.highest += uint32(d)
	}
	r.received++
}

func (r *reception) report(b []byte, at time.Time) {
	reports(b, func(kind byte, p []byte) {
		if kind == rtcpSR && len(p) >= 28 && binary.BigEndian.Uint32(p[4:]) == r.ssrc {
			r.sent, r.came = binary.BigEndian.Uint32(p[10:]), at
			if seconds := binary.BigEndian.Uint32(p[8:]); seconds != 0 { // 0 where there is no clock
				r.ahead, r.clock = ntpTime(binary.BigEndian.Uint64(p[8:])).Sub(at.Round(0)), true
			}
		}
	})
}

// append writes a receiver report of our source, and its name (RFC 3550, 6.4.2 and 6.5).
func (r *reception) append(b []byte, ours uint32, now time.Time) []byte {
	if !r.first {
		b = append(b, 0x80, rtcpRR, 0, 1)
		b = binary.BigEndian.AppendUint32(b, ours)
	} else {
		expected := r.highest - r.from + 1
		lost := max(int64(expected)-int64(r.received), 0)
		fraction := uint32(0)
		if e, g := expected-r.expectedThen, r.received-r.receivedThen; e > g && e < 1<<23 {
			fraction = (e - g) * 256 / e
		}
		r.expectedThen, r.receivedThen = expected, r.received
		b = append(b, 0x81, rtcpRR, 0, 7)
		b = binary.BigEndian.AppendUint32(b, ours)
		b = binary.BigEndian.AppendUint32(b, r.ssrc)
		b = binary.BigEndian.AppendUint32(b, min(fraction, 255)<<24|uint32(min(lost, 1<<23-1)))
		b = binary.BigEndian.AppendUint32(b, r.highest)
		b = binary.BigEndian.AppendUint32(b, 0) // the jitter is not measured
		b = binary.BigEndian.AppendUint32(b, r.sent)
		since := uint32(0)
		if !r.came.IsZero() {
			since = uint32(now.Sub(r.came).Seconds() * 65536)
		}
		b = binary.BigEndian.AppendUint32(b, since)
	}
	b = append(b, 0x81, rtcpSDES, 0, 4)
	b = binary.BigEndian.AppendUint32(b, ours)
	return append(append(b, 1, 6), "custos\x00\x00\x00\x00"...)
}
