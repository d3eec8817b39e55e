package fmp4_test

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/fmp4/fmp4test"
)

const ms = time.Millisecond

func tenth(n int) []time.Duration { return slices.Repeat([]time.Duration{100 * ms}, n) }

func TestMeasure(t *testing.T) {
	f := fmp4test.File{Width: 320, Height: 240, At: 3 * time.Second, Pictures: []time.Duration{100 * ms, 300 * ms, 100 * ms}}
	m, err := fmp4.Measure(bytes.NewReader(f.Bytes()), 3)
	if err != nil || m.PTS != 3*time.Second || m.End != 3500*ms || !slices.Equal(m.Pictures, f.Pictures) || m.Codec != "avc1.42c01e" || m.Width != 320 || m.Height != 240 {
		t.Fatalf("%+v, %v", m, err)
	}
	// A picture stands until the next begins, whatever its own duration says.
	f.Claims = map[int]time.Duration{0: 5 * time.Hour}
	if m, err = fmp4.Measure(bytes.NewReader(f.Bytes()), 3); err != nil || m.End != 3500*ms || !slices.Equal(m.Pictures, f.Pictures) {
		t.Fatalf("%+v, %v", m, err)
	}
	for name, b := range map[string][]byte{
		"nothing": nil, "no picture": f.Init(), "cut": f.Bytes()[:len(f.Bytes())-1], "text": []byte("footage 1;footage 1;"),
		"more behind": append(f.Bytes(), "x"...),
	} {
		if _, err := fmp4.Measure(bytes.NewReader(b), 100); err == nil {
			t.Errorf("%s was measured", name)
		}
	}
	if _, err := fmp4.Measure(bytes.NewReader(f.Bytes()), 2); err == nil || !strings.Contains(err.Error(), "more than 2") {
		t.Errorf("more pictures than asked for: %v", err)
	}
}

func TestJoin(t *testing.T) {
	var out bytes.Buffer
	j := fmp4.NewJoiner(&out)
	one := fmp4test.File{At: time.Hour, Pictures: tenth(3), Claims: map[int]time.Duration{2: 6 * time.Hour}}
	// As versions before wrote the first picture after a reconnect.
	one.Claims[0], one.Early = 50*time.Minute, map[int]time.Duration{0: 50 * time.Minute}
	two := fmp4test.File{Pictures: tenth(2), Dependent: true}
	for _, f := range []fmp4test.File{one, two, one} {
		if err := j.Add(bytes.NewReader(f.Bytes())); err != nil {
			t.Fatal(err)
		}
	}
	if want := 500*ms - time.Hour; j.Shift() != want {
		t.Errorf("the last file was moved by %v, want %v", j.Shift(), want)
	}
	size := out.Len()
	other := two
	other.Width = 640
	if err := j.Add(bytes.NewReader(other.Bytes())); err != fmp4.ErrOtherInit || out.Len() != size {
		t.Errorf("another size: %v, %d bytes more", err, out.Len()-size)
	}
	r := fmp4.NewReader(bytes.NewReader(out.Bytes()))
	head, err := r.Init()
	if err != nil {
		t.Fatal(err)
	}
	in, err := fmp4.ParseInit(head)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 {
		data, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		f, err := in.ParseFragment(data)
		want, lasts := time.Duration(i)*100*ms, 100*ms
		if i == 0 || i == 5 {
			lasts = 40 * ms // nobody knows
		}
		if err != nil || f.PTS != want || f.DTS != want || f.Duration != lasts {
			t.Errorf("picture %d stands at %v for %v, want %v: %v", i, f.PTS, f.Duration, want, err)
		}
	}
}

// TestPicturesOfNoBytes: a picture may take no bytes in a file, so a small file could claim
// any number of them.
func TestPicturesOfNoBytes(t *testing.T) {
	box := func(name string, bodies ...[]byte) []byte {
		body := bytes.Join(bodies, nil)
		return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), name...), body...)
	}
	words := func(v ...uint32) (b []byte) {
		for _, w := range v {
			b = binary.BigEndian.AppendUint32(b, w)
		}
		return b
	}
	many := bytes.Repeat(box("trun", words(0, 1<<16)), 10_000)
	moof := box("moof", box("mfhd", words(0, 1)), box("traf", box("tfhd", words(0x20000, 1)), box("tfdt", words(0, 0)), many))
	one := box("moof", box("mfhd", words(0, 1)), box("traf", box("tfhd", words(0x20000, 1)), box("tfdt", words(0, 0)), box("trun", words(0, 1<<16))))
	file := fmp4test.File{}
	for name, b := range map[string][]byte{
		"in one fragment":   append(append(file.Init(), moof...), box("mdat")...),
		"in many fragments": append(file.Init(), bytes.Repeat(append(one, box("mdat")...), 10_000)...),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := fmp4.Measure(bytes.NewReader(b), 1<<20)
		runtime.ReadMemStats(&after)
		// What was allocated in all, most of which is free again: 16 fragments at most.
		if took := after.TotalAlloc - before.TotalAlloc; err == nil || took > 512<<20 {
			t.Errorf("%s: %v, %d MB were allocated", name, err, took>>20)
		}
	}
}
