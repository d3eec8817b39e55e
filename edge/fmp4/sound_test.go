package fmp4

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// sounding is a file of three pictures with two fragments of sound beside them.
func sounding(t testing.TB, s Sound) []byte {
	t.Helper()
	file, _ := made([]byte{0, 0, 99, 1, 0, 0, 99, 0, 0, 0, 99, 0})
	r := NewReader(bytes.NewReader(file))
	head, err := r.Init()
	if err != nil {
		t.Fatal(err)
	}
	out, err := WithSound(head, s)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		f, err := r.Next()
		if err == io.EOF {
			return out
		}
		if out = append(out, f...); n > 0 {
			out = AppendSound(out, 9, int64(n)*9000-4500, []Piece{{4500, []byte("one")}, {4500, []byte("two!")}})
		}
	}
}

// A file with sound says of its pictures what it would say without it, and the sound comes off
// again without a trace.
func TestSoundBesideTheVideo(t *testing.T) {
	plain, _ := made([]byte{0, 0, 99, 1, 0, 0, 99, 0, 0, 0, 99, 0})
	want, err := Measure(bytes.NewReader(plain), 10)
	if err != nil {
		t.Fatal(err)
	}
	bare, _ := NewReader(bytes.NewReader(plain)).Init()
	for _, s := range []Sound{
		{Entry: "mp4a", Rate: 44100, Channels: 2, Config: []byte{0x12, 0x10}},
		{Entry: "Opus", Rate: 48000, Channels: 2},
		{Entry: "ulaw", Rate: 8000, Channels: 1},
		{Entry: "alaw", Rate: 8000, Channels: 1},
	} {
		file := sounding(t, s)
		m, err := Measure(bytes.NewReader(file), 10)
		if err != nil || len(m.Pictures) != 3 || m.End != want.End || m.Codec != want.Codec || m.Track != want.Track {
			t.Fatalf("%s: %+v, %v", s.Entry, m, err)
		}
		head, _ := NewReader(bytes.NewReader(file)).Init()
		if !bytes.Equal(withoutSound(head), bare) || !bytes.Equal(withoutSound(bare), bare) || !sameVideo(head, bare) {
			t.Errorf("%s does not come off again", s.Entry)
		}
		// Joined with its like it stays; where the first file has none, or another, it is left out.
		other := sounding(t, Sound{Entry: "ulaw", Rate: 16000, Channels: 1})
		for name, c := range map[string]struct {
			files [][]byte
			sound int
		}{
			"twice": {[][]byte{file, file}, 4}, "after none": {[][]byte{plain, file}, 0}, "before none": {[][]byte{file, plain}, 2}, "another": {[][]byte{file, other}, 2},
		} {
			var out bytes.Buffer
			j := NewJoiner(&out)
			for _, f := range c.files {
				if err := j.Add(bytes.NewReader(f)); err != nil {
					t.Fatalf("%s, %s: %v", s.Entry, name, err)
				}
			}
			pictures, sounds := count(t, out.Bytes())
			if pictures != 6 || sounds != c.sound {
				t.Errorf("%s, %s: %d pictures and %d fragments of sound", s.Entry, name, pictures, sounds)
			}
		}
	}
}

// count counts a file's pictures and its fragments of sound, whose times go on.
func count(t *testing.T, file []byte) (pictures, sounds int) {
	t.Helper()
	r := NewReader(bytes.NewReader(file))
	head, err := r.Init()
	if err != nil {
		t.Fatal(err)
	}
	in, err := ParseInit(head)
	if err != nil {
		t.Fatal(err)
	}
	last := int64(-1)
	for {
		data, err := r.Next()
		if err == io.EOF {
			return pictures, sounds
		}
		if err != nil {
			t.Fatal(err)
		}
		f, err := in.ParseFragment(data)
		if errors.Is(err, ErrSound) {
			at, err := DecodeTime(data)
			if err != nil || at <= last {
				t.Errorf("sound of %d after %d: %v", at, last, err)
			}
			last = at
			sounds++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		pictures += len(f.Samples)
	}
}

// No picture hides in a fragment of sound, and none of a track that nobody described is passed over.
func TestNoPictureHidesInSound(t *testing.T) {
	file := sounding(t, Sound{Entry: "ulaw", Rate: 8000, Channels: 1})
	head, _ := NewReader(bytes.NewReader(file)).Init()
	in, err := ParseInit(head)
	if err != nil {
		t.Fatal(err)
	}
	picture := AppendFragment(nil, 1, Picture{Duration: 9, Units: [][]byte{{1}}})
	sound := AppendSound(nil, 1, 0, []Piece{{9, []byte{1}}})
	// Both tracks in one moof: the picture's moof takes the sound's traf in.
	moof := func(b []byte) (head, traf, rest []byte) {
		size := int(b[3]) | int(b[2])<<8
		return b[:24], b[24:size], b[size:]
	}
	_, of, rest := moof(picture)
	_, beside, _ := moof(sound)
	both := box(nil, "moof", func(b []byte) []byte {
		b = box(b, "mfhd", func(b []byte) []byte { return u32(b, 0, 1) })
		return append(append(b, beside...), of...)
	})
	if _, err := in.ParseFragment(append(both, rest...)); err == nil || errors.Is(err, ErrSound) {
		t.Errorf("a fragment of both: %v", err)
	}
	if _, err := in.ParseFragment(sound); !errors.Is(err, ErrSound) {
		t.Errorf("a fragment of sound: %v", err)
	}
	plain, _ := made([]byte{0, 0, 99, 1})
	head, _ = NewReader(bytes.NewReader(plain)).Init()
	without, err := ParseInit(head)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := without.ParseFragment(sound); err == nil || errors.Is(err, ErrSound) {
		t.Errorf("sound in a file that has none: %v", err)
	}
	for _, s := range []Sound{{}, {Entry: "mp4a"}, {Entry: "raw ", Rate: 8000, Channels: 1}, {Entry: "mp4a", Rate: 8000, Channels: 1, Config: make([]byte, 500)}} {
		if _, err := WithSound(head, s); err == nil {
			t.Errorf("%+v is described", s)
		}
	}
	if _, err := WithSound([]byte("rubbish"), Sound{Entry: "ulaw", Rate: 8000, Channels: 1}); err == nil {
		t.Error("sound stands beside rubbish")
	}
}
