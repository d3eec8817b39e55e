//go:build linux

package ring

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
)

// block is the sound of a number: its bytes tell them apart.
func block(n int) custos.Sound {
	return custos.Sound{
		Boot: 7, PTS: time.Duration(n) * time.Second, Time: time.Unix(int64(n), 5), Format: custos.SoundAAC, Rate: 48000, Channels: 2,
		Samples: 1024, Config: []byte{0x11, 0x90}, Data: bytes.Repeat([]byte{byte(n)}, 100+n),
	}
}

func dialSound(t testing.TB, s *Server, name string) *SoundReader {
	t.Helper()
	r, err := DialSound(t.Context(), s.cfg.Socket, []byte("let me in "+name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	for !slices.Contains(s.Readers(), name) { // the greeting comes before it is counted in
		runtime.Gosched()
	}
	return r
}

// Frames and sound go side by side: each reader gets its own kind, the newest frame and the
// next block of sound, and misses nothing because of the other.
func TestBothKindsSideBySide(t *testing.T) {
	s := server(t, 2)
	see, hear := dial(t, s, "eye"), dialSound(t, s, "ear")
	for n := 1; n <= 30; n++ {
		want, frame := block(n), picture(32, 32, uint64(n))
		if err := errors.Join(s.Publish(frame), s.PublishSound(want)); err != nil {
			t.Fatal(err)
		}
		f, err := see.Next(t.Context())
		if err != nil || f.Ref != frame.Ref || !bytes.Equal(f.Y, frame.Y) {
			t.Fatalf("frame %d came as %+v, %v", n, f.Ref, err)
		}
		got, err := hear.Next(t.Context())
		if err != nil || !bytes.Equal(got.Data, want.Data) || !bytes.Equal(got.Config, want.Config) {
			t.Fatalf("block %d: %v, %v", n, got, err)
		}
		got.Data, got.Config, want.Data, want.Config = nil, nil, nil, nil
		want.Camera, want.Seq = "t/cam1", uint64(n)
		if !got.Time.Equal(want.Time) {
			t.Errorf("block %d is of %v", n, got.Time)
		}
		if got.Time = want.Time; got.Format != want.Format || got.Seq != want.Seq || got.PTS != want.PTS || got.Boot != want.Boot ||
			got.Rate != want.Rate || got.Channels != want.Channels || got.Samples != want.Samples || got.Camera != want.Camera {
			t.Errorf("block %d came as %+v", n, got)
		}
	}
	if see.Dropped()+hear.Dropped() != 0 {
		t.Errorf("%d frames and %d blocks were missed", see.Dropped(), hear.Dropped())
	}
	// Sound comes in order, though frames do not; who is far behind misses some of it.
	for n := 31; n <= 39; n++ {
		if err := s.PublishSound(block(n)); err != nil {
			t.Fatal(err)
		}
	}
	for n := uint64(31); n <= 39; n++ {
		if got, err := hear.Next(t.Context()); err != nil || got.Seq != n || hear.Dropped() != 0 {
			t.Fatalf("block %d comes as %d, %v, after %d missed", n, got.Seq, err, hear.Dropped())
		}
	}
	for range 200 {
		if err := s.PublishSound(block(1)); err != nil {
			t.Fatal(err)
		}
	}
	// It goes on with blocks that are not about to be overwritten, and tells what it missed.
	if got, err := hear.Next(t.Context()); err != nil || got.Seq != 239-32 || hear.Dropped() != 239-32-40 {
		t.Errorf("after 200 blocks comes %d, %v, after %d missed", got.Seq, err, hear.Dropped())
	}
	for n := uint64(239 - 31); n <= 239; n++ {
		if got, err := hear.Next(t.Context()); err != nil || got.Seq != n {
			t.Fatalf("block %d comes as %d, %v", n, got.Seq, err)
		}
	}
	if see.Dropped() != 0 {
		t.Errorf("a reader of frames missed %d by what it did not ask for", see.Dropped())
	}
	// Larger sound needs larger memory.
	big := block(240)
	big.Data = make([]byte, 100<<10)
	if err := s.PublishSound(big); err != nil {
		t.Fatal(err)
	}
	if got, err := hear.Next(t.Context()); err != nil || len(got.Data) != 100<<10 {
		t.Errorf("a large block: %d bytes, %v", len(got.Data), err)
	}
	for _, bad := range []custos.Sound{{}, {Format: 1, Rate: 1, Channels: 1, Samples: 1}, {Format: 1, Rate: 1, Channels: 1, Samples: 1, Data: make([]byte, 2<<20)}} {
		if custos.KindOf(s.PublishSound(bad)) != custos.Invalid {
			t.Errorf("%d bytes of no sound are published", len(bad.Data))
		}
	}
}

// Sound is checked as frames are: who may not see does not hear, and whose right ends hears
// nothing new, by nothing that it holds.
func TestSoundIsRefusedAndRevoked(t *testing.T) {
	s := server(t, 2)
	if _, err := DialSound(t.Context(), s.cfg.Socket, []byte("please")); custos.KindOf(err) != custos.Denied {
		t.Errorf("without a right: %v", err)
	}
	bad, good := dialSound(t, s, "bad"), dialSound(t, s, "good")
	if err := s.PublishSound(block(1)); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*SoundReader{bad, good} {
		if _, err := r.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	old := bad.mem
	before := bytes.Clone(old.data)
	if s.Revoke("bad", custos.Errorf(custos.Denied, "it has ended")) != 1 {
		t.Fatal("it is not revoked")
	}
	for n := 2; n < 9; n++ {
		if err := s.PublishSound(block(n)); err != nil {
			t.Fatal(err)
		}
		if got, err := good.Next(t.Context()); err != nil || got.Data[0] != byte(n) {
			t.Fatalf("the other reader: %v, %v", got.Seq, err)
		}
	}
	if !bytes.Equal(before, old.data) {
		t.Error("the old memory holds new sound")
	}
	if _, err := bad.Next(t.Context()); custos.KindOf(err) != custos.Denied {
		t.Errorf("the revoked reader gets %v", err)
	}
}

// What is of another version is refused with what to do, on whichever side it is.
func TestAnotherVersionIsRefused(t *testing.T) {
	s := server(t, 2)
	for what, first := range map[string][]byte{
		"a reader that only shows a token": []byte("let me in ann"),
		"a newer reader":                   append([]byte{'C', 'R', 'N', 'G', 0, version + 1, 0, 0}, "let me in ann"...),
	} {
		c, err := net.Dial("unixpacket", s.cfg.Socket)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := c.Write(first); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, maxMessage)
		n, err := c.Read(b)
		if err != nil || b[0] != msgEnd || !strings.Contains(string(b[:n]), "two versions") || !strings.Contains(string(b[:n]), "start them again") {
			t.Errorf("%s: %q, %v", what, b[:n], err)
		}
	}
	if _, _, err := greeted(append([]byte{'C', 'R', 'N', 'G', 0, version, byte(kinds), 0}, 'x')); custos.KindOf(err) != custos.Invalid {
		t.Errorf("an unknown kind: %v", err)
	}
	// Memory of another layout, and of another kind than was asked for.
	m, err := newMemory(frames, 1, 2, 64)
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	for _, change := range []func(){
		func() {}, // sound is asked for, and these are frames
		func() { binary.NativeEndian.PutUint64(m.data[offLayout:], sounds.layout()+1<<8) },
	} {
		change()
		if _, err := mapReader(sounds, m.fd, 1, m.slots, m.slotSize); custos.KindOf(err) != custos.Conflict {
			t.Errorf("memory of another layout: %v", err)
		}
	}
	// A server of another version, as a reader meets it.
	path := s.cfg.Socket + "2"
	l, err := net.Listen("unixpacket", path)
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(path)
	defer l.Close()
	go func() {
		if c, err := l.Accept(); err == nil {
			defer c.Close()
			_, _ = c.Read(make([]byte, 100))
			_, _ = c.Write([]byte("Ht/cam1"))
			_, _ = c.Read(make([]byte, 100))
		}
	}()
	if _, err := Dial(t.Context(), path, []byte("x")); custos.KindOf(err) != custos.Conflict {
		t.Errorf("a server of another version: %v", err)
	}
}

// TestTornSoundIsRefused tears a block by hand.
func TestTornSoundIsRefused(t *testing.T) {
	m, err := newMemory(sounds, 1, 2, 4096)
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	b := block(1)
	m.write(1, putSound(&b))
	var got custos.Sound
	var buf []byte
	if !m.read(1, takeSound(&buf, &got)) {
		t.Fatal("a whole block is not read")
	}
	for _, off := range []int{offConfig, offLength} {
		m.write(1, putSound(&b))
		binary.NativeEndian.PutUint32(m.data[m.slot(1)+off:], 1<<31)
		if m.read(1, takeSound(&buf, &got)) {
			t.Error("a block larger than its slot is read")
		}
	}
	*m.word(m.slot(1) + offStamp) = 2*3 + 1
	if m.read(1, takeSound(&buf, &got)) {
		t.Error("a block that is being overwritten is read")
	}
}
