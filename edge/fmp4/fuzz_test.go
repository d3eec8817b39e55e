package fmp4

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os/exec"
	"slices"
	"testing"
	"time"
)

// record is an AVC record of no picture in particular.
var record = []byte{1, 0x42, 0xc0, 0x1e, 0xff, 0xe0, 0}

// made writes a file of our own: a picture for each four bytes.
func made(b []byte) (file []byte, pictures []Picture) {
	file = AppendInit(nil, Track{Width: 320, Height: 240, Timescale: 90000, Entry: "avc1", Box: "avcC", Record: record})
	dts := int64(0)
	for ; len(b) >= 4; b = b[4:] {
		p := Picture{
			DTS: dts + int64(b[0]&1)*90000, Offset: int32(int8(b[1])) * 900, Duration: int32(b[2])*90 + 1, Key: b[3]&1 != 0,
			Units: [][]byte{b[:1+b[3]%4], b[:4]},
		}
		dts = p.DTS + int64(p.Duration)
		pictures = append(pictures, p)
		file = AppendFragment(file, uint32(len(pictures)), p)
	}
	return file, pictures
}

// FuzzWriter reads back what was written, by every reader that there is.
func FuzzWriter(f *testing.F) {
	f.Add([]byte{0, 0, 33, 1, 0, 3, 33, 0, 1, 250, 255, 2, 0, 0, 33, 7}, int64(77))
	f.Fuzz(func(t *testing.T, b []byte, shift int64) {
		file, want := made(b[:min(len(b), 400)])
		r := NewReader(bytes.NewReader(file))
		head, err := r.Init()
		if err != nil {
			t.Fatal(err)
		}
		in, err := ParseInit(head)
		if err != nil || in.Codec != "avc1.42c01e" || in.Width != 320 || in.Height != 240 || in.Timescale != 90000 {
			t.Fatalf("%+v, %v", in, err)
		}
		shift &= 1<<40 - 1
		for i, p := range want {
			data, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			g, err := in.ParseFragment(data)
			if err != nil || len(g.Samples) != 1 || g.Key != p.Key || g.DTS != in.Time(p.DTS) || g.PTS != in.Time(p.DTS+int64(p.Offset)) || g.DTS+g.Duration != in.Time(p.DTS+int64(p.Duration)) {
				t.Fatalf("picture %d: %+v, %v; want %+v", i, g, err, p)
			}
			size := 0
			for _, n := range p.Units {
				size += 4 + len(n)
			}
			if g.Samples[0].Size != size || !bytes.HasSuffix(data, p.Units[1]) {
				t.Fatalf("picture %d has %d bytes of %d", i, g.Samples[0].Size, size)
			}
			moved, err := AppendRebased(nil, data, 99, shift)
			if err != nil {
				t.Fatal(err)
			}
			if at, err := DecodeTime(moved); err != nil || at != p.DTS+shift {
				t.Fatalf("moved by %d from %d to %d: %v", shift, p.DTS, at, err)
			}
			if back, err := AppendRebased(nil, moved, uint32(i+1), -shift); err != nil || !bytes.Equal(back, data) {
				t.Fatalf("there and back it is another: %v", err)
			}
		}
		if _, err := r.Next(); err != io.EOF || r.Offset() != int64(len(file)) {
			t.Fatalf("at the end: %v, at %d of %d", err, r.Offset(), len(file))
		}
		m, err := Measure(bytes.NewReader(file), 1000)
		if (err == nil) != (len(want) > 0) || len(m.Pictures) != len(want) {
			t.Fatalf("%d pictures measured of %d: %v", len(m.Pictures), len(want), err)
		}
		joined(t, file, file)
	})
}

// joined joins files: as many pictures come out as went in, in times that go on.
func joined(t *testing.T, files ...[]byte) {
	t.Helper()
	var out bytes.Buffer
	j := NewJoiner(&out)
	n := 0
	for _, f := range files {
		m, err := Measure(bytes.NewReader(f), 1<<16)
		if err != nil {
			return
		}
		if err := j.Add(bytes.NewReader(f)); err != nil {
			return // of another stream, or moved out of what its times can say
		}
		n += len(m.Pictures)
	}
	r := NewReader(&out)
	head, err := r.Init()
	if err != nil {
		t.Fatal(err)
	}
	in, err := ParseInit(head)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for {
		data, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		g, err := in.ParseFragment(data)
		if errors.Is(err, ErrSound) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got == 0 && g.DTS != 0 {
			t.Fatalf("the clip begins at %v", g.DTS)
		}
		got += len(g.Samples)
	}
	if got != n {
		t.Fatalf("%d pictures were joined, %d went in", got, n)
	}
}

// FuzzFile gives every reader of files anything: a claim that is measured is one that
// could be true.
func FuzzFile(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x08moov\x00\x00\x00\x08moof\x00\x00\x00\x08mdat"), int64(1))
	file, _ := made([]byte{0, 0, 33, 1, 0, 3, 33, 0, 1, 250, 255, 2})
	f.Add(file, int64(90000))
	f.Add(sounding(f, Sound{Entry: "ulaw", Rate: 8000, Channels: 1}), int64(90000))
	if _, err := exec.LookPath("ffmpeg"); err == nil {
		for _, flags := range []string{"frag_every_frame+empty_moov+default_base_moof", "frag_keyframe+empty_moov"} {
			f.Add(encoded(f, "-c:v", "libx264", "-crf", "50", "-bf", "2", "-frames:v", "4", "-movflags", flags), int64(-5))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, shift int64) {
		if m, err := Measure(bytes.NewReader(b), 4096); err == nil {
			var sum time.Duration
			for _, p := range m.Pictures {
				sum += p
			}
			if len(m.Pictures) == 0 || len(m.Pictures) > 4096 || slices.Min(m.Pictures) < 0 || sum != m.End-m.PTS || m.PTS < -farthest || m.End > farthest {
				t.Fatalf("%d pictures from %v until %v, together %v", len(m.Pictures), m.PTS, m.End, sum)
			}
		}
		joined(t, b, b)
		in := Init{Track: 1, Timescale: 90000}
		r := NewReader(bytes.NewReader(b))
		if head, err := r.Init(); err == nil {
			if x, err := ParseInit(head); err == nil {
				in = x
			}
		}
		for {
			data, err := r.Next()
			if err != nil {
				break
			}
			if g, err := in.ParseFragment(data); err == nil && g.End() < g.PTS {
				t.Fatalf("it ends at %v and begins at %v", g.End(), g.PTS)
			}
			before := bytes.Clone(data)
			moved, err := AppendRebased(nil, data, 7, shift)
			if err != nil {
				continue
			}
			if !bytes.Equal(before, data) || len(moved) != len(data) {
				t.Fatal("moving a fragment changes it")
			}
			at, err := DecodeTime(data)
			if to, terr := DecodeTime(moved); err == nil && terr == nil && to != at+shift {
				t.Fatalf("moved by %d from %d to %d", shift, at, to)
			}
		}
	})
}

// TestDamagedTimes: boxes that are cut short inside a fragment are an error, not the end
// of the process.
func TestDamagedTimes(t *testing.T) {
	file, _ := made([]byte{0, 0, 33, 1})
	r := NewReader(bytes.NewReader(file))
	if _, err := r.Init(); err != nil {
		t.Fatal(err)
	}
	good, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"mfhd", "tfhd", "tfdt", "trun"} {
		at := bytes.Index(good, []byte(name)) - 4
		size := int(binary.BigEndian.Uint32(good[at:]))
		for keep := 8; keep < size; keep++ {
			// The box and those around it are shorter.
			b := append(bytes.Clone(good[:at+keep]), good[at+size:]...)
			binary.BigEndian.PutUint32(b[at:], uint32(keep))
			for _, outer := range []string{"moof", "traf"} {
				o := bytes.Index(b, []byte(outer)) - 4
				if o < at && !(outer == "traf" && name == "mfhd") {
					binary.BigEndian.PutUint32(b[o:], binary.BigEndian.Uint32(b[o:])-uint32(size-keep))
				}
			}
			_, _ = AppendRebased(nil, b, 1, 1)
			_, _ = DecodeTime(b)
			_ = mend(b, 1)
			if _, err := (Init{Track: 1, Timescale: 90000}).ParseFragment(b); err == nil && (name == "trun" || name == "tfdt" && keep < 20) {
				t.Errorf("%s of %d bytes is read", name, keep)
			}
		}
	}
	// Times so far away that differences wrap.
	far := bytes.Clone(good)
	i := bytes.Index(far, []byte("tfdt"))
	binary.BigEndian.PutUint64(far[i+8:], 1<<62)
	if _, err := (Init{Track: 1, Timescale: 90000}).ParseFragment(far); err == nil {
		t.Error("a picture in a million years is read")
	}
}
