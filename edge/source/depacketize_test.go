package source

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/h264"
)

// packets has pion packetize pictures: an encoder that is not ours, which joins
// parameter sets (STAP-A) and cuts large units (FU-A).
func packets(units [][][]byte) []*rtp.Packet {
	var out []*rtp.Packet
	p := &codecs.H264Payloader{}
	seq := uint16(65530) // wraps on the way
	for i, u := range units {
		payloads := p.Payload(300, h264.AppendAnnexB(nil, u...))
		for j, b := range payloads {
			out = append(out, &rtp.Packet{Header: rtp.Header{Marker: j == len(payloads)-1, SequenceNumber: seq, Timestamp: uint32(i) * 9000}, Payload: b})
			seq++
		}
	}
	return out
}

func pictures(n int) [][][]byte {
	var out [][][]byte
	for i := range n {
		big := append([]byte{0x41, 0x80, byte(i)}, bytes.Repeat([]byte{byte(i + 1)}, 2000)...)
		u := [][]byte{big, append([]byte{0x41, 0x20}, byte(i))}
		if i%5 == 0 {
			big[0] = 0x65
			u = append([][]byte{{0x67, 1, 2, 3}, {0x68, 4}}, u...)
		}
		out = append(out, u)
	}
	return out
}

// collect returns a depacketizer, and the pictures that come out of it.
func collect(c codec.Codec) (*[]unit, *depacketizer) {
	var got []unit
	return &got, newDepacketizer(c, &assembler{codec: c, sets: codec.NewSets(c), emit: func(u unit) error { got = append(got, u); return nil }})
}

func TestDepacketize(t *testing.T) {
	want := pictures(12)
	got, d := collect(codec.H264{})
	for _, k := range packets(want) {
		if err := d.push(k, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.to.end(); err != nil {
		t.Fatal(err)
	}
	if len(*got) != 12 || d.lost != 0 {
		t.Fatalf("%d pictures, %d packets lost", len(*got), d.lost)
	}
	for i, u := range *got {
		if fmt.Sprint(u.nals) != fmt.Sprint(want[i]) || u.key != (i%5 == 0) || u.ts != uint32(i)*9000 {
			t.Errorf("picture %d came back as %d units, key %v, at %d", i, len(u.nals), u.key, u.ts)
		}
	}
}

// TestLostPackets leaves each packet out in turn: no unit may come that was not sent.
func TestLostPackets(t *testing.T) {
	want := pictures(3)
	sent := map[string]bool{}
	for _, u := range want {
		for _, n := range u {
			sent[string(n)] = true
		}
	}
	all := packets(want)
	for skip := range all {
		got, d := collect(codec.H264{})
		for i, k := range all {
			if i == skip {
				continue
			}
			if err := d.push(k, 0); err != nil {
				t.Fatal(err)
			}
			if i%7 == 3 {
				_ = d.push(k, 0) // and one that comes twice
			}
		}
		if err := d.to.end(); err != nil {
			t.Fatal(err)
		}
		if skip > 0 && skip < len(all)-1 && d.lost != 1 {
			t.Errorf("without packet %d: %d counted as lost", skip, d.lost)
		}
		for _, u := range *got {
			for _, n := range u.nals {
				if !sent[string(n)] {
					t.Fatalf("without packet %d a unit of %d bytes came that was not sent", skip, len(n))
				}
			}
		}
		if len(*got) < 2 {
			t.Errorf("without packet %d only %d pictures came", skip, len(*got))
		}
	}
}

func FuzzDepacketize(f *testing.F) {
	f.Add([]byte{28, 0x81, 1, 2, 28, 0x41, 3})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, d := collect(codec.H264{})
		for i := 0; len(b) > 4; i++ {
			n := min(len(b), int(b[0])%40+1)
			_ = d.push(&rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(i) + uint16(b[1]&3), Timestamp: uint32(b[2] & 3), Marker: b[3]&1 == 1}, Payload: b[:n]}, 0)
			b = b[n:]
		}
		_, _ = parseSDP(string(b))
		isBye(b)
	})
}
