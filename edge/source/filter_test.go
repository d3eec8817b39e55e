package source

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// filtered pushes packets, given as "ms:source:type:seq", and returns what comes out as
// "ms:seq".
func filtered(t *testing.T, f *filter, in string) string {
	t.Helper()
	var out []string
	begin := time.Unix(1000, 0)
	for _, x := range strings.Fields(in) {
		var ms, ssrc, pt, seq int
		if _, err := fmt.Sscanf(x, "%d:%d:%d:%d", &ms, &ssrc, &pt, &seq); err != nil {
			t.Fatal(err)
		}
		b, err := (&rtp.Packet{Header: rtp.Header{Version: 2, SSRC: uint32(ssrc), PayloadType: uint8(pt), SequenceNumber: uint16(seq)}, Payload: []byte{1}}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		err = f.push(b, begin.Add(time.Duration(ms)*time.Millisecond), func(k *rtp.Packet, at time.Time) error {
			out = append(out, fmt.Sprintf("%d:%d", at.Sub(begin).Milliseconds(), k.SequenceNumber))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return strings.Join(out, " ")
}

func TestFilter(t *testing.T) {
	named := uint32(2)
	for name, x := range map[string]struct {
		f       *filter
		in, out string
		foreign uint64
	}{
		"one source":                   {&filter{}, "0:1:96:1 100:1:96:2", "0:1 100:2", 0},
		"another type":                 {&filter{}, "0:1:96:1 50:1:97:2 100:1:96:3", "0:1 100:3", 1},
		"another type first":           {&filter{}, "0:1:97:1 50:1:97:2 100:1:96:3", "100:3", 2},
		"another source between":       {&filter{}, "0:1:96:1 50:2:96:7 100:1:96:2 150:2:96:8 200:1:96:3", "0:1 100:2 200:3", 2},
		"a new source":                 {&filter{}, "0:1:96:1 40:1:96:2 80:2:96:7 600:2:96:8 1100:2:96:9 1140:2:96:10", "0:1 40:2 80:7 600:8 1100:9 1140:10", 0},
		"the one that SETUP named":     {&filter{named: &named}, "0:1:96:1 40:1:96:2 80:2:96:7 120:1:96:3", "0:1 40:2 80:7", 0},
		"a slow source and a stranger": {&filter{}, "0:1:96:1 2000:1:96:2 2100:2:96:7 3500:2:96:8 4000:1:96:3", "0:1 2000:2 4000:3", 2},
	} {
		x.f.payload = 96
		if got := filtered(t, x.f, x.in); got != x.out || x.f.foreign.Load() != x.foreign {
			t.Errorf("%s: %s, %d foreign; want %s, %d", name, got, x.f.foreign.Load(), x.out, x.foreign)
		}
	}
	// A camera that sends only another type than it described.
	in := ""
	for i := range 60 {
		in += fmt.Sprintf("%d:1:97:%d ", i, i)
	}
	f := &filter{payload: 96}
	if got := filtered(t, f, in); !strings.HasPrefix(got, "0:0 1:1 2:2") || !strings.HasSuffix(got, " 49:49 50:50 51:51 52:52 53:53 54:54 55:55 56:56 57:57 58:58 59:59") || f.foreign.Load() != 0 {
		t.Errorf("another type alone: %s, %d foreign", got, f.foreign.Load())
	}
	// What waits is bounded.
	f = &filter{payload: 96, right: true, locked: true, ssrc: 1, last: time.Unix(1000, 0)}
	big, _ := (&rtp.Packet{Header: rtp.Header{Version: 2, SSRC: 2, PayloadType: 96}, Payload: make([]byte, 60000)}).Marshal()
	for range 200 {
		if err := f.push(big, time.Unix(1000, 0), nil); err != nil {
			t.Fatal(err)
		}
	}
	if f.size > maxWaiting || len(f.waiting)*len(big) > maxWaiting {
		t.Errorf("%d bytes wait", f.size)
	}
}

func TestReports(t *testing.T) {
	var r reception
	if b := r.append(nil, 7, time.Unix(0, 0)); !isRTCP(b) || isBye(b) || len(b) != 8+20 {
		t.Errorf("an empty report is %x", b)
	}
	for _, s := range []uint16{65534, 65535, 0, 2, 2, 1} { // one twice, one late
		r.packet(9, s)
	}
	r.packet(9, 5) // 3 and 4 are lost
	b := r.append(nil, 7, time.Unix(0, 0))
	want := "81c900070000000700000009" + "20" + "000001" + "00010005" + "00000000" + "00000000" + "00000000"
	if got := fmt.Sprintf("%x", b[:32]); got != want {
		t.Errorf("the report is\n%s, want\n%s", got, want)
	}
	bye := append(b, 0x82, rtcpBye, 0, 2, 0, 0, 0, 1, 0, 0, 0, 9)
	if got := fmt.Sprint(byes(bye)); got != "[1 9]" || !isBye(bye) {
		t.Errorf("%s have ended", got)
	}
	if isBye(bye[:len(bye)-4]) {
		t.Error("a report that is cut short is a BYE")
	}
}

// TestCameraClock: a sender report says how far the camera's clock is off, in any era.
func TestCameraClock(t *testing.T) {
	var r reception
	r.packet(9, 1)
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []time.Time{at, at.Add(3 * time.Hour), at.AddDate(-26, 0, 0), time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)} {
		sr := append([]byte{0x80, rtcpSR, 0, 6, 0, 0, 0, 9}, make([]byte, 20)...)
		binary.BigEndian.PutUint32(sr[8:], uint32(c.Unix()+2208988800))
		r.report(sr, at)
		if !r.clock || r.ahead != c.Sub(at) {
			t.Errorf("a clock at %v is %v ahead at %v", c, r.ahead, at)
		}
	}
	r = reception{}
	r.packet(9, 1)
	r.report(append([]byte{0x80, rtcpSR, 0, 6, 0, 0, 0, 9}, make([]byte, 20)...), at)
	if r.clock {
		t.Error("a camera without a clock has one")
	}
}

// FuzzPackets feeds the filter and what puts packets in order: what comes out came in, and
// little is held.
func FuzzPackets(f *testing.F) {
	f.Add([]byte("\x10\x80\x60\x00\x01aaaabbbbcccc\x10\x80\x60\x00\x03aaaabbbbcccc\x10\x80\x61\x00\x02aaaabbbbcccc"))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, out := 0, 0
		x := &filter{payload: 96}
		r := reorder{out: func(*rtp.Packet, time.Time) error { out++; return nil }}
		now := time.Unix(1000, 0)
		for len(b) > 1 {
			n := min(len(b)-1, int(b[0]))
			now = now.Add(time.Duration(b[0]) * time.Millisecond)
			in++
			if err := x.push(b[1:1+n], now, r.push); err != nil {
				t.Fatal(err)
			}
			byes(b[1 : 1+n])
			b = b[1+n:]
			if len(r.held) > maxHeld || x.size > maxWaiting {
				t.Fatalf("%d packets and %d bytes are held", len(r.held), x.size)
			}
			if err := r.drain(now); err != nil {
				t.Fatal(err)
			}
		}
		if out+int(x.foreign.Load()) > in {
			t.Errorf("%d came, %d went on", in, out)
		}
	})
}
