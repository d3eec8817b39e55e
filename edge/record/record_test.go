package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

var (
	onceStream sync.Once
	theInit    stream.Init
	theFrags   []stream.Fragment
	start      = time.Date(2026, 3, 1, 11, 59, 57, 0, time.UTC)
)

// recorded is a stream of 60 pictures, 10 a second, with a keyframe each second
// and the frame's number drawn in.
func recorded(t *testing.T) (stream.Init, []stream.Fragment) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	onceStream.Do(func() {
		dir := t.TempDir()
		raw := filepath.Join(dir, "a.mp4")
		if _, err := footage.DrawScene(t.Context(), raw, footage.Spec{Width: 320, Height: 240, FPS: 10, Frames: 60, Counter: true}); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("ffmpeg", "-v", "error", "-i", raw, "-c", "copy", "-f", "mp4", "-movflags", "frag_every_frame+empty_moov+default_base_moof+skip_trailer", "pipe:1").Output()
		if err != nil {
			t.Fatal(err)
		}
		m := fmp4.NewReader(bytes.NewReader(out))
		head, err := m.Init()
		if err != nil {
			t.Fatal(err)
		}
		in, err := fmp4.ParseInit(head)
		if err != nil {
			t.Fatal(err)
		}
		theInit = stream.Init{Codec: in.Codec, Width: in.Width, Height: in.Height, Data: head}
		for {
			b, err := m.Next()
			if err != nil {
				break
			}
			f, err := in.ParseFragment(b)
			if err != nil {
				t.Fatal(err)
			}
			theFrags = append(theFrags, stream.Fragment{Data: b, PTS: f.PTS, DTS: f.DTS, Duration: f.Duration, Keyframe: f.Key, Frames: 1, Time: start.Add(f.PTS)})
		}
	})
	if len(theFrags) != 60 {
		t.Fatalf("the stream has %d pictures", len(theFrags))
	}
	return theInit, theFrags
}

// later is the same stream some time later.
func later(t *testing.T, frags []stream.Fragment, d time.Duration) []stream.Fragment {
	t.Helper()
	in, _ := recorded(t)
	form, err := fmp4.ParseInit(in.Data)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]stream.Fragment, len(frags))
	for i, f := range frags {
		f.PTS, f.DTS, f.Time = f.PTS+d, f.DTS+d, f.Time.Add(d)
		if f.Data, err = fmp4.AppendRebased(nil, f.Data, 1, int64(d.Seconds()*float64(form.Timescale))); err != nil {
			t.Fatal(err)
		}
		out[i] = f
	}
	return out
}

// book is the database of the tests.
type book struct {
	segs []observe.Segment
	gaps []time.Duration
	fail error
}

func (b *book) sealed(s observe.Segment) error {
	if b.fail != nil {
		return b.fail
	}
	b.segs = append(b.segs, s)
	return nil
}

func (b *book) config(dir string) Config {
	c := Config{Camera: "t/cam1", Dir: dir, Boot: 7, Sealed: b.sealed, Gap: func(from, until time.Time) { b.gaps = append(b.gaps, until.Sub(from)) }}
	if n := len(b.segs); n > 0 {
		c.Last = &b.segs[n-1]
	}
	return c
}

func open(t *testing.T, b *book, dir string) *Recorder {
	t.Helper()
	r, err := Open(b.config(dir))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func write(t *testing.T, r *Recorder, frags []stream.Fragment) {
	t.Helper()
	in, _ := recorded(t)
	if err := r.Init(in); err != nil {
		t.Fatal(err)
	}
	for _, f := range frags {
		if err := r.Write(f); err != nil {
			t.Fatal(err)
		}
	}
}

func check(t *testing.T, b *book, dir string, frames ...int) *Archive {
	t.Helper()
	a, err := OpenArchive(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if errs := a.VerifyChain(t.Context(), custos.Hash{}, b.segs); errs != nil {
		t.Fatalf("verification: %v", errs)
	}
	var got []int
	for i, s := range b.segs {
		got = append(got, s.Frames)
		if s.Index != uint64(i+1) {
			t.Errorf("segment %d has index %d", i+1, s.Index)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(frames) {
		t.Errorf("segments of %v frames, want %v", got, frames)
	}
	return a
}

func parts(t *testing.T, dir string) (out []string) {
	t.Helper()
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".part") {
			out = append(out, p)
		}
		return nil
	})
	return out
}

// What is recorded is the video, whatever other tracks the recorder is shown.
func TestOtherTracksAreNotRecorded(t *testing.T) {
	in, frags := recorded(t)
	b, dir := &book{}, t.TempDir()
	r := open(t, b, dir)
	in.Track = stream.Track{ID: 1, Media: stream.Video}
	other := in
	other.Track = stream.Track{ID: 2, Media: stream.Audio}
	for _, i := range []stream.Init{in, other} {
		if err := r.Init(i); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range frags {
		for _, f.Track = range []int{2, 1} {
			if err := r.Write(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	frames := 0
	for _, s := range b.segs {
		frames += s.Frames
	}
	if frames != len(frags) {
		t.Errorf("%d pictures are recorded, of %d", frames, len(frags))
	}
}

func TestSegments(t *testing.T) {
	_, frags := recorded(t)
	dir, b := t.TempDir(), &book{}
	r := open(t, b, dir)
	write(t, r, frags)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	check(t, b, dir, 20, 20, 20)
	if p := parts(t, dir); p != nil {
		t.Errorf("left over: %v", p)
	}
	s := b.segs[1]
	if s.File != "2026/03/01/11/2.mp4" || b.segs[2].File != "2026/03/01/12/3.mp4" {
		t.Errorf("files %s and %s", s.File, b.segs[2].File)
	}
	if s.PTS != 0 || s.PTSEnd != 2*time.Second || s.Base != 2*time.Second || s.Longest != 100*time.Millisecond || s.Dependent || !s.From.Equal(start.Add(2*time.Second)) || !s.Until.Equal(start.Add(4*time.Second)) || s.Boot != 7 || s.Prev != b.segs[0].SHA256 || s.Width != 320 {
		t.Errorf("segment 2 is %+v", s)
	}
	// The next life goes on in the chain.
	r = open(t, b, dir)
	after := later(t, frags, 10*time.Second)
	write(t, r, after[:10])
	if err := r.Seal(); err != nil {
		t.Fatal(err)
	}
	write(t, r, after[13:30]) // begins inside a group: the first pictures are not kept
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	check(t, b, dir, 20, 20, 20, 10, 10)
	if fmt.Sprint(b.gaps) != "[4s 1s]" {
		t.Errorf("gaps of %v are told of", b.gaps)
	}
	if got := Covering(b.segs[:3], start.Add(1900*time.Millisecond), start.Add(2100*time.Millisecond)); len(got) != 2 || got[0].Index != 1 {
		t.Errorf("covering: %+v", got)
	}
	if got := Covering(b.segs[:3], start.Add(2*time.Second), start.Add(2*time.Second)); len(got) != 1 || got[0].Index != 2 {
		t.Errorf("covering a moment: %+v", got)
	}
	if got := CoveringPTS(b.segs[:3], 7, 2*time.Second, 2*time.Second); len(got) != 1 || got[0].Index != 2 {
		t.Errorf("covering a time stamp: %+v", got)
	}
	if got := CoveringPTS(b.segs, 8, 0, time.Hour); got != nil {
		t.Errorf("covering in another life: %+v", got)
	}
}

// TestCrash breaks off at each point and opens again.
func TestCrash(t *testing.T) {
	_, frags := recorded(t)
	t.Run("while writing", func(t *testing.T) {
		dir, b := t.TempDir(), &book{}
		r := open(t, b, dir)
		write(t, r, frags[:37])
		p := parts(t, dir)
		if len(p) != 1 || len(b.segs) != 1 {
			t.Fatalf("%v, %d segments", p, len(b.segs))
		}
		// The crash tore the last fragment.
		st, _ := os.Stat(p[0])
		if err := os.Truncate(p[0], st.Size()-5); err != nil {
			t.Fatal(err)
		}
		open(t, b, dir)
		check(t, b, dir, 20, 16)
		if p := parts(t, dir); p != nil {
			t.Errorf("left over: %v", p)
		}
	})
	t.Run("before the first picture was whole", func(t *testing.T) {
		in, _ := recorded(t)
		for _, size := range []int{0, 10, len(in.Data), len(in.Data) + 7} {
			dir, b := t.TempDir(), &book{}
			write(t, open(t, b, dir), frags[:1])
			if err := os.Truncate(parts(t, dir)[0], int64(size)); err != nil {
				t.Fatal(err)
			}
			open(t, b, dir)
			check(t, b, dir)
			if p := parts(t, dir); p != nil {
				t.Errorf("left over: %v", p)
			}
		}
	})
	t.Run("linked and not told of", func(t *testing.T) {
		dir, b := t.TempDir(), &book{}
		r := open(t, b, dir)
		b.fail = errors.New("the database is away")
		in, _ := recorded(t)
		if err := r.Init(in); err != nil {
			t.Fatal(err)
		}
		failed := 0
		for _, f := range frags {
			if r.Write(f) != nil {
				failed++
			}
		}
		if failed == 0 || len(parts(t, dir)) != 3 {
			t.Fatalf("%d failures, left %v", failed, parts(t, dir))
		}
		b.fail = nil
		open(t, b, dir)
		check(t, b, dir, 20, 20, 20)
		if p := parts(t, dir); p != nil {
			t.Errorf("left over: %v", p)
		}
	})
	t.Run("told of and the name left", func(t *testing.T) {
		dir, b := t.TempDir(), &book{}
		r := open(t, b, dir)
		write(t, r, frags[:15])
		p := parts(t, dir)[0]
		if err := r.Seal(); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(filepath.Join(dir, b.segs[0].File), p); err != nil {
			t.Fatal(err)
		}
		r = open(t, b, dir)
		write(t, r, later(t, frags[:10], 2*time.Second))
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		check(t, b, dir, 15, 10)
	})
	t.Run("the database comes back", func(t *testing.T) {
		dir, b := t.TempDir(), &book{}
		r := open(t, b, dir)
		b.fail = errors.New("the database is away")
		in, _ := recorded(t)
		_ = r.Init(in)
		for _, f := range frags[:45] {
			_ = r.Write(f)
		}
		b.fail = nil
		for _, f := range frags[45:] {
			if err := r.Write(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		check(t, b, dir, 20, 20, 20)
	})
	t.Run("the database was rolled back", func(t *testing.T) {
		dir, b := t.TempDir(), &book{}
		r := open(t, b, dir)
		write(t, r, frags[:45]) // segments 1 and 2 sealed, 3 under way
		b.segs = b.segs[:1]
		if _, err := Open(b.config(dir)); custos.KindOf(err) != custos.Conflict {
			t.Errorf("opening gives %v", err)
		}
	})
}

// TestClaims: a segment ends where its pictures do, whatever they do, and says what it needs.
func TestClaims(t *testing.T) {
	_, frags := recorded(t)
	all := func(frags []stream.Fragment) *book {
		dir, b := t.TempDir(), &book{}
		r := open(t, b, dir)
		write(t, r, frags)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		for i, s := range b.segs {
			if err := s.CheckTimes(); err != nil {
				t.Error(err)
			}
			if i > 0 {
				if err := s.CheckAfter(&b.segs[i-1]); err != nil {
					t.Error(err)
				}
			}
			if s.PTS != 0 {
				t.Errorf("segment %d begins at %v of its file", s.Index, s.PTS)
			}
		}
		return b
	}
	// A pause between two pictures: no file spans it, and what follows needs what was before.
	paused := append(append([]stream.Fragment{}, frags[:25]...), later(t, frags[25:30], 7*time.Second)...)
	b := all(paused)
	if len(b.segs) != 3 || b.segs[1].Length() != 500*time.Millisecond || !b.segs[2].Dependent || b.segs[1].Dependent || fmt.Sprint(b.gaps) != "[7s]" {
		t.Errorf("a pause gives %+v with gaps of %v", b.segs, b.gaps)
	}
	// Key pictures that do not come: segments end by time, and say that they need others.
	rare := append([]stream.Fragment{}, frags...)
	for i := range rare {
		rare[i].Keyframe = i == 0
	}
	b = all(rare)
	if len(b.segs) != 2 || b.segs[0].Frames != 50 || len(b.gaps) != 0 {
		t.Errorf("without key pictures: %+v", b.segs)
	}
	// A clock that is set: a file is dated by one clock.
	set := append([]stream.Fragment{}, frags[:30]...)
	set[15].Stepped = -time.Hour
	for i := 15; i < len(set); i++ {
		set[i].Time = set[i].Time.Add(-time.Hour)
	}
	b = all(set)
	if len(b.segs) != 2 || b.segs[1].Stepped != -time.Hour || !b.segs[1].From.Equal(start.Add(1500*time.Millisecond-time.Hour)) || len(b.gaps) != 0 {
		t.Errorf("after the clock was set: %+v with gaps of %v", b.segs, b.gaps)
	}
	// A claim that cannot be true is not sealed, and its bytes are kept.
	dir, lying := t.TempDir(), &book{}
	c := lying.config(dir)
	c.Now = func() time.Duration { return -time.Hour }
	r, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	write(t, r, frags[:20])
	if err := r.Close(); custos.KindOf(err) != custos.Corrupt || len(lying.segs) != 0 {
		t.Errorf("a segment of the future: %v, %d sealed", err, len(lying.segs))
	}
	if lost, _ := filepath.Glob(filepath.Join(dir, "*/*/*/*/*.lost")); len(lost) != 1 {
		t.Errorf("its bytes are not kept: %v", lost)
	}
}

// TestOldLie: a false claim that an older version sealed last stops no true one.
func TestOldLie(t *testing.T) {
	_, frags := recorded(t)
	dir := t.TempDir()
	b := &book{segs: []observe.Segment{{Index: 1, Boot: 3, From: start.Add(-time.Hour), Until: start.Add(5 * time.Hour), PTSEnd: 6 * time.Hour, Frames: 20}}}
	r := open(t, b, dir)
	write(t, r, frags[:30])
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if len(b.segs) != 3 || b.segs[1].Stepped != 0 {
		t.Errorf("sealed: %+v", b.segs)
	}
}

// TestDiskFull has a write fail in the middle of a segment, as on a full disk;
// afterwards recording goes on.
func TestDiskFull(t *testing.T) {
	_, frags := recorded(t)
	dir, b := t.TempDir(), &book{}
	r := open(t, b, dir)
	write(t, r, frags[:5])
	// A descriptor for reading has every write fail.
	good := r.file
	bad, err := os.Open(filepath.Join(dir, filepath.FromSlash(r.part)))
	if err != nil {
		t.Fatal(err)
	}
	r.file = bad
	err = r.Write(frags[5])
	if err == nil || custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("writing to a broken disk gives %v", err)
	}
	good.Close()
	if got := r.explain(fmt.Errorf("write: %w", syscall.ENOSPC)).Error(); !strings.Contains(got, "disk is full") {
		t.Errorf("a full disk is told as %q", got)
	}
	for _, f := range frags[6:30] {
		if err := r.Write(f); err != nil {
			t.Fatalf("afterwards: %v", err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	// Begins at the next keyframe, picture 10, and the chain has no hole.
	check(t, b, dir, 20)
}

// kept is a closed recording of three segments with its archive.
func kept(t *testing.T) (string, *book, *Archive) {
	t.Helper()
	_, frags := recorded(t)
	dir, b := t.TempDir(), &book{}
	r := open(t, b, dir)
	write(t, r, frags)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, b, check(t, b, dir, 20, 20, 20)
}

func TestAttack07DeletedFootageIsNamed(t *testing.T) {
	says := func(t *testing.T, errs []error, want string) {
		t.Helper()
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), want) {
			t.Errorf("got %v, want one error with %q", errs, want)
		}
	}
	t.Run("file deleted", func(t *testing.T) {
		dir, b, a := kept(t)
		if err := os.Remove(filepath.Join(dir, b.segs[1].File)); err != nil {
			t.Fatal(err)
		}
		says(t, a.VerifyChain(t.Context(), custos.Hash{}, b.segs), "segment 2 ("+b.segs[1].File)
	})
	t.Run("row deleted", func(t *testing.T) {
		_, b, a := kept(t)
		says(t, a.VerifyChain(t.Context(), custos.Hash{}, []observe.Segment{b.segs[0], b.segs[2]}), "segment 2 is missing")
	})
	t.Run("byte flipped", func(t *testing.T) {
		dir, b, a := kept(t)
		p := filepath.Join(dir, b.segs[2].File)
		whole, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []int{0, 100, len(whole) / 2, len(whole) - 1} {
			x := bytes.Clone(whole)
			x[at] ^= 1
			if err := os.WriteFile(p, x, 0o600); err != nil {
				t.Fatal(err)
			}
			says(t, a.VerifyChain(t.Context(), custos.Hash{}, b.segs), "segment 3 ("+b.segs[2].File+") was changed: its SHA-256")
		}
		if err := os.WriteFile(p, whole[:len(whole)-1], 0o600); err != nil {
			t.Fatal(err)
		}
		says(t, a.VerifyChain(t.Context(), custos.Hash{}, b.segs), "bytes, sealed were")
	})
	t.Run("record changed", func(t *testing.T) {
		_, b, a := kept(t)
		for _, change := range []func(*observe.Segment){
			func(s *observe.Segment) { s.Frames++ },
			func(s *observe.Segment) { s.PTS++ },
			func(s *observe.Segment) { s.PTSEnd++ },
			func(s *observe.Segment) { s.Until = s.Until.Add(time.Second) },
			func(s *observe.Segment) { s.Width = 1 },
			func(s *observe.Segment) { s.Prev[3]++ },
			func(s *observe.Segment) { s.SHA256[3]++ },
			func(s *observe.Segment) { s.Bytes++ },
		} {
			segs := append([]observe.Segment(nil), b.segs...)
			change(&segs[2])
			says(t, a.VerifyChain(t.Context(), custos.Hash{}, segs), "segment 3")
		}
	})
}

// TestAttack28PathTraversal: names of recordings come from a database, and lead
// nowhere but into the recordings.
func TestAttack28PathTraversal(t *testing.T) {
	dir, b, a := kept(t)
	outside := filepath.Join(t.TempDir(), "canary")
	if err := os.WriteFile(outside, []byte("canary"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link.mp4")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../" + filepath.Base(filepath.Dir(outside)) + "/canary", outside, "link.mp4"} {
		s := b.segs[0]
		s.File = name
		if f, err := a.Open(s); err == nil {
			f.Close()
			t.Errorf("%s is opened", name)
		}
	}
}

// TestClipAndSnapshot reads the drawn frame numbers back.
func TestClipAndSnapshot(t *testing.T) {
	_, frags := recorded(t)
	dir, b := t.TempDir(), &book{}
	r := open(t, b, dir)
	write(t, r, frags)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	a := check(t, b, dir, 20, 20, 20)
	var clip bytes.Buffer
	if err := a.Clip(t.Context(), &clip, b.segs[1:]); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "clip.mp4")
	if err := os.WriteFile(path, clip.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", path).CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "40" {
		t.Fatalf("the clip has %q frames, %v", out, err)
	}
	for _, n := range []int{0, 7, 19, 20, 33, 59} {
		for late, offset := range map[string]time.Duration{"at": 0, "during": 70 * time.Millisecond} {
			pts := time.Duration(n)*100*time.Millisecond + offset
			pic, err := a.Snapshot(t.Context(), b.segs, pts)
			if err != nil {
				t.Fatal(err)
			}
			img, err := jpeg.Decode(bytes.NewReader(pic))
			if err != nil {
				t.Fatal(err)
			}
			w := img.Bounds().Dx()
			luma := make([]byte, w*img.Bounds().Dy())
			for i := range luma {
				r, _, _, _ := img.At(i%w, i/w).RGBA()
				luma[i] = byte(r >> 8)
			}
			if got, ok := footage.ReadCounter(luma, w); !ok || got != n {
				t.Errorf("%s picture %d: the snapshot shows %d, %v", late, n, got, ok)
			}
		}
	}
	var files []string
	for _, s := range b.segs {
		files = append(files, filepath.Join(dir, s.File))
	}
	if _, err := Snapshot(t.Context(), files, 4*time.Second); err != nil {
		t.Errorf("from files: %v", err)
	}
	crops(t, a, b.segs)
	if _, err := a.Snapshot(t.Context(), b.segs[1:], 0); custos.KindOf(err) != custos.NotFound {
		t.Errorf("before the first picture: %v", err)
	}
	if _, err := a.Snapshot(t.Context(), nil, 0); custos.KindOf(err) != custos.NotFound {
		t.Errorf("of nothing: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Snapshot(ctx, b.segs, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// crops holds parts of a picture against the whole one.
func crops(t *testing.T, a *Archive, segs []observe.Segment) {
	t.Helper()
	const pts = 3300 * time.Millisecond
	decoded := func(b []byte) image.Image {
		t.Helper()
		img, err := jpeg.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	pic, err := a.Snapshot(t.Context(), segs, pts)
	if err != nil {
		t.Fatal(err)
	}
	whole := decoded(pic)
	w, h := whole.Bounds().Dx(), whole.Bounds().Dy()
	for name, part := range map[string]custos.Box{
		"within": {X: .3, Y: .2, W: .4, H: .5}, "beyond the edges": {X: -.5, Y: -.5, W: .8, H: .9}, "beyond all": {X: -1, Y: -1, W: 3, H: 3},
	} {
		c, err := a.Crop(t.Context(), segs, pts, part, part.H, 0)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		img := decoded(c.JPEG)
		x0, y0 := int(c.Shown.X*float64(w)+.5), int(c.Shown.Y*float64(h)+.5)
		if c.PTS != 3300*time.Millisecond || img.Bounds().Dx() != int(c.Shown.W*float64(w)+.5) || img.Bounds().Dy() != int(c.Shown.H*float64(h)+.5) {
			t.Errorf("%s: %v of %v at %v", name, img.Bounds(), c.Shown, c.PTS)
		}
		in := part.Within()
		if c.Shown.X > in.X || c.Shown.Y > in.Y || c.Shown.X+c.Shown.W < in.X+in.W-1e-9 || c.Shown.Y+c.Shown.H < in.Y+in.H-1e-9 {
			t.Errorf("%s: %v does not hold %v", name, c.Shown, in)
		}
		off := 0
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				r, _, _, _ := img.At(x, y).RGBA()
				s, _, _, _ := whole.At(x+x0, y+y0).RGBA()
				off += max(int(r>>8)-int(s>>8), int(s>>8)-int(r>>8))
			}
		}
		if mean := float64(off) / float64(img.Bounds().Dx()*img.Bounds().Dy()); mean > 4 {
			t.Errorf("%s: differs from the whole picture by %.1f in the mean", name, mean)
		}
	}
	for name, c := range map[string]struct {
		part  custos.Box
		least int
		at    time.Duration
	}{
		"too small": {custos.Box{X: .5, Y: .5, W: .001, H: .001}, 0, pts}, "outside": {custos.Box{X: 1.5, Y: 0, W: .4, H: .4}, 0, pts},
		"not high enough": {custos.Box{X: .3, Y: .2, W: .4, H: .5}, h, pts}, "before the first": {custos.Box{W: 1, H: 1}, 0, -time.Second},
	} {
		if _, err := a.Crop(t.Context(), segs, c.at, c.part, c.part.H, c.least); custos.KindOf(err) != custos.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAttack44SnapshotOfABomb: of a file whose pictures are larger than any that is
// recorded no ffmpeg is started, and one that lies about it is not decoded.
func TestAttack44SnapshotOfABomb(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	file := filepath.Join(t.TempDir(), "bomb.mp4")
	make := func(size string) []byte {
		out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=size="+size+":rate=1", "-frames:v", "1", "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1",
			"-f", "mp4", "-movflags", "frag_every_frame+empty_moov+default_base_moof+skip_trailer", "pipe:1").Output()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	snapshot := func(b []byte) error {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Snapshot(t.Context(), []string{file}, 0)
		return err
	}
	// As the sample entry says it, 24 bytes into it.
	lie := func(b []byte) []byte {
		at := bytes.Index(b, []byte("avc1\x00\x00\x00\x00\x00\x00")) + 4 + 24
		copy(b[at:], []byte{0, 64, 0, 64})
		return b
	}
	bomb := make("8448x4480")
	if err := snapshot(lie(make("1280x720"))); err != nil {
		t.Fatalf("a picture that may be decoded: %v", err)
	}
	if err := snapshot(lie(bytes.Clone(bomb))); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("one that lies: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := snapshot(bomb); custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "8448x4480") {
		t.Errorf("one that is too large: %v", err)
	}
}
