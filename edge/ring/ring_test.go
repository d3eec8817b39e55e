//go:build linux

package ring

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
)

func picture(w, h int, seq uint64) custos.Frame {
	n := w * h
	b := bytes.Repeat([]byte{byte(seq)}, n*3/2)
	return custos.Frame{
		Ref: custos.FrameRef{Boot: 5, Seq: seq, PTS: time.Duration(seq) * time.Millisecond}, Time: time.Unix(100, int64(seq)),
		Width: w, Height: h, Y: b[:n], U: b[n : n*5/4], V: b[n*5/4:],
	}
}

// server runs a ring; the token "let me in NAME" opens it.
func server(t testing.TB, slots int) *Server {
	t.Helper()
	s, err := NewServer(Config{
		Camera: "t/cam1", Socket: filepath.Join(t.TempDir(), "s"), Slots: slots,
		Authorize: func(_ context.Context, token []byte) (string, error) {
			name, ok := strings.CutPrefix(string(token), "let me in ")
			if !ok {
				return "", custos.Errorf(custos.Denied, "no right to see t/cam1")
			}
			return name, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return s
}

func dial(t testing.TB, s *Server, name string) *Reader {
	t.Helper()
	r, err := Dial(t.Context(), s.cfg.Socket, []byte("let me in "+name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	// The greeting comes before the server counts the reader in.
	for {
		for _, n := range s.Readers() {
			if n == name {
				return r
			}
		}
		runtime.Gosched()
	}
}

func TestFramesArrive(t *testing.T) {
	s := server(t, 0)
	r := dial(t, s, "ann")
	if r.Camera() != "t/cam1" {
		t.Errorf("camera %q", r.Camera())
	}
	for seq := uint64(1); seq <= 20; seq++ {
		w := 64
		if seq > 10 {
			w = 640 // larger frames need larger memory
		}
		want := picture(w, 48, seq)
		if err := s.Publish(want); err != nil {
			t.Fatal(err)
		}
		f, err := r.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if f.Camera != "t/cam1" || f.Ref != want.Ref || !f.Time.Equal(want.Time) || f.Width != w || f.Height != 48 ||
			!bytes.Equal(f.Y, want.Y) || !bytes.Equal(f.U, want.U) || !bytes.Equal(f.V, want.V) {
			t.Fatalf("frame %d came as %+v", seq, f.Ref)
		}
	}
	if r.Dropped() != 0 {
		t.Errorf("%d dropped", r.Dropped())
	}
	if err := s.Publish(custos.Frame{Width: 2, Height: 2}); err == nil {
		t.Error("a frame without planes is published")
	}
}

func TestNewestWins(t *testing.T) {
	s := server(t, 2)
	r := dial(t, s, "slow")
	for seq := uint64(1); seq <= 5000; seq++ {
		if err := s.Publish(picture(16, 16, seq)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := r.Next(t.Context())
	if err != nil || f.Ref.Seq != 5000 {
		t.Fatalf("got frame %d, %v, want the newest, 5000", f.Ref.Seq, err)
	}
	if r.Dropped() != 4999 {
		t.Errorf("%d dropped, want 4999", r.Dropped())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context gives %v", err)
	}
	if err := s.Publish(picture(16, 16, 5001)); err != nil {
		t.Fatal(err)
	}
	if f, err := r.Next(t.Context()); err != nil || f.Ref.Seq != 5001 {
		t.Errorf("afterwards: frame %d, %v", f.Ref.Seq, err)
	}
}

// TestTornFramesAreNotSeen has readers check every byte while the writer goes
// round as fast as it can.
func TestTornFramesAreNotSeen(t *testing.T) {
	s := server(t, 2)
	var wg sync.WaitGroup
	for i := range 3 {
		r := dial(t, s, fmt.Sprint("r", i))
		wg.Go(func() {
			last := uint64(0)
			for {
				f, err := r.Next(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				if f.Ref.Seq <= last {
					t.Errorf("frame %d after %d", f.Ref.Seq, last)
				}
				last = f.Ref.Seq
				for _, p := range [][]byte{f.Y, f.U, f.V} {
					if n := bytes.Count(p, []byte{byte(last)}); n != len(p) {
						t.Errorf("frame %d is torn: %d of %d bytes", last, n, len(p))
						return
					}
				}
				if last == 3000 {
					return
				}
			}
		})
	}
	for seq := uint64(1); seq <= 3000; seq++ {
		if err := s.Publish(picture(160, 120, seq)); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
}

// TestTornReadIsRefused tears a frame by hand: the seqlock's own test.
func TestTornReadIsRefused(t *testing.T) {
	m, err := newMemory(frames, 1, 2, 16*16*3/2)
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	f := picture(16, 16, 1)
	m.write(1, putFrame(&f))
	var got custos.Frame
	var buf []byte
	if !m.read(1, takeFrame(&buf, &got)) {
		t.Fatal("a whole frame is not read")
	}
	*m.word(m.slot(1) + offStamp) = 2*3 + 1
	if m.read(1, takeFrame(&buf, &got)) {
		t.Error("a frame that is being overwritten is read")
	}
	*m.word(m.slot(1) + offStamp) = 2
	binary.NativeEndian.PutUint32(m.data[m.slot(1)+offWidth:], 1<<14)
	if m.read(1, takeFrame(&buf, &got)) {
		t.Error("a frame larger than its slot is read")
	}
}

func TestRefused(t *testing.T) {
	s := server(t, 0)
	_, err := Dial(t.Context(), s.cfg.Socket, []byte("please"))
	if custos.KindOf(err) != custos.Denied || !strings.Contains(err.Error(), "no right") {
		t.Errorf("a stranger gets %v", err)
	}
	_, err = Dial(t.Context(), s.cfg.Socket+"x", []byte("please"))
	if custos.KindOf(err) != custos.Unavailable {
		t.Errorf("without a server: %v", err)
	}
	if _, err := NewServer(s.cfg); custos.KindOf(err) != custos.Conflict {
		t.Errorf("a second server: %v", err)
	}
}

// TestReadersCannotWrite tries what a hostile reader would with its descriptor.
func TestReadersCannotWrite(t *testing.T) {
	m, err := newMemory(frames, 1, 2, 64)
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	fd, err := m.readOnly()
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	try := func(name string, fd int) {
		if _, err := unix.Mmap(fd, 0, 4096, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED); err == nil {
			t.Errorf("%s can be mapped for writing", name)
		}
		if _, err := unix.Pwrite(fd, []byte{1}, 0); err == nil {
			t.Errorf("%s can be written", name)
		}
		if err := unix.Ftruncate(fd, 0); err == nil {
			t.Errorf("%s can be cut", name)
		}
		b, err := unix.Mmap(fd, 0, 4096, unix.PROT_READ, unix.MAP_SHARED)
		if err != nil {
			t.Fatal(err)
		}
		defer unix.Munmap(b)
		if unix.Mprotect(b, unix.PROT_READ|unix.PROT_WRITE) == nil {
			t.Errorf("%s's mapping can be made writable", name)
		}
	}
	try("the descriptor", fd)
	again, err := unix.Open(fmt.Sprintf("/proc/self/fd/%d", fd), unix.O_RDWR, 0)
	if err == nil {
		try("a descriptor opened anew", again)
		unix.Close(again)
	}
}

// TestRevoked keeps the old mapping, as a reader might, and looks at it.
func TestRevoked(t *testing.T) {
	s := server(t, 2)
	bad, good := dial(t, s, "bad"), dial(t, s, "good")
	if err := s.Publish(picture(16, 16, 1)); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Reader{bad, good} {
		if _, err := r.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	old := bad.mem
	before := bytes.Clone(old.data)
	if n := s.Revoke("bad", custos.Errorf(custos.Denied, "the right to t/cam1 has ended")); n != 1 {
		t.Fatalf("%d readers revoked", n)
	}
	for seq := uint64(2); seq <= 9; seq++ {
		if err := s.Publish(picture(16, 16, seq)); err != nil {
			t.Fatal(err)
		}
		if f, err := good.Next(t.Context()); err != nil || f.Ref.Seq != seq || f.Y[0] != byte(seq) {
			t.Fatalf("the other reader: frame %d, %v", f.Ref.Seq, err)
		}
	}
	if !bytes.Equal(before, old.data) {
		t.Error("the old memory shows something new")
	}
	if _, err := bad.Next(t.Context()); custos.KindOf(err) != custos.Denied || !strings.Contains(err.Error(), "has ended") {
		t.Errorf("the revoked reader gets %v", err)
	}
	if good.Dropped() != 0 {
		t.Errorf("the other reader lost %d frames", good.Dropped())
	}
}

func TestServerEnds(t *testing.T) {
	s := server(t, 2)
	r := dial(t, s, "ann")
	_ = s.Close()
	if _, err := r.Next(t.Context()); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("the reader gets %v", err)
	}
	if err := s.Publish(picture(16, 16, 1)); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("publishing gives %v", err)
	}
}

// TestHostileServer gives a reader memory that could be cut under it.
func TestHostileServer(t *testing.T) {
	fd, err := unix.MemfdCreate("x", unix.MFD_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	size := headerSize + 2*4096
	_ = unix.Ftruncate(fd, int64(size))
	if _, err := mapReader(frames, fd, 1, 2, 4096); err == nil {
		t.Error("unsealed memory is mapped")
	}
	if _, err := mapReader(frames, fd, 1, 60, 1<<20); err == nil {
		t.Error("memory smaller than it says is mapped")
	}
}

func TestMain(m *testing.M) {
	before := openFiles()
	code := m.Run()
	// A connection that was closed while it was read from gives its descriptor back a little later.
	after := openFiles()
	for end := time.Now().Add(10 * time.Second); after > before+2 && time.Now().Before(end); after = openFiles() {
		time.Sleep(10 * time.Millisecond)
	}
	if code == 0 && after > before+2 {
		fmt.Fprintf(os.Stderr, "%d descriptors were left open\n", after-before)
		code = 1
	}
	os.Exit(code)
}

func openFiles() int {
	d, _ := os.ReadDir("/proc/self/fd")
	return len(d)
}

// BenchmarkRing is writer and one reader together; MB/s counts each byte once.
func BenchmarkRing(b *testing.B) {
	for _, size := range [][2]int{{384, 288}, {1280, 720}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			s := server(b, 4)
			r := dial(b, s, "r")
			f := picture(size[0], size[1], 1)
			b.SetBytes(int64(size[0] * size[1] * 3 / 2))
			var before, after unix.Rusage
			_ = unix.Getrusage(unix.RUSAGE_SELF, &before)
			for b.Loop() {
				if err := s.Publish(f); err != nil {
					b.Fatal(err)
				}
				if _, err := r.Next(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			_ = unix.Getrusage(unix.RUSAGE_SELF, &after)
			cpu := float64(after.Utime.Nano()+after.Stime.Nano()-before.Utime.Nano()-before.Stime.Nano()) / 1e9
			b.ReportMetric(cpu/(float64(b.N)*float64(size[0]*size[1]*3/2)/1e9), "cpu-s/GB")
		})
	}
}
