// Package eval measures against ground truth how well cameras are understood: detectors,
// the tracker and rules, on the clips that docs/accuracy.md speaks of. How two answers are
// compared is package analyze/eval.
package eval

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/cascade"
	"custos.dev/custos/analyze/detect"
	"custos.dev/custos/analyze/eval"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/object"
	"custos.dev/custos/analyze/track"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/figures"
	"custos.dev/custos/observe"
	"custos.dev/custos/term"

	"golang.org/x/sys/unix"
)

// Tracks compares tracks with ground truth in MOTChallenge's text format.
type Tracks struct {
	// Truth, det and tracks are files: the ground truth, detections for our own tracker, and
	// tracks that something else has made. "" leaves one of the last two out.
	Truth, Detections, Tracks string
	// Size is the picture's in pixels, as WIDTHxHEIGHT; "" is what the ground truth reaches to.
	Size string
	Rate float64 // frames a second
}

// Run makes the comparison.
func (e Tracks) Run(notes io.Writer) (*figures.Result, error) {
	truth, err := readMOT(e.Truth)
	if err != nil {
		return nil, err
	}
	b := figures.New("eval tracks")
	if e.Tracks != "" {
		given, err := readMOT(e.Tracks)
		if err != nil {
			return nil, err
		}
		addTracks(b, "given-", truth, given)
	}
	if e.Detections == "" {
		return b, nil
	}
	found, err := readMOT(e.Detections)
	if err != nil {
		return nil, err
	}
	w, h, err := sizeOf(e.Size, truth)
	if err != nil {
		return nil, err
	}
	if !(e.Rate > 0 && e.Rate <= 1000) {
		return nil, custos.Errorf(custos.Invalid, "--fps %v: give the frames a second", e.Rate)
	}
	if e.Tracks == "" && identified(found) {
		term.Println(notes, "the detections have identities: they are compared too, as given")
		addTracks(b, "given-", truth, found)
	}
	addDetections(b, "", truth, found)
	addTracks(b, "", truth.Scaled(w, h), trackAll(track.Config{}, found, w, h, e.Rate))
	return b, nil
}

// Detections looks at footage by a detector, follows what it sees, and compares both
// with ground truth.
type Detections struct {
	Truth, Video string // files; the ground truth is in pixels of the footage
	Model        string // the ONNX model's file; "" is the built-in detector
	// Always lets the model look at each frame, not five times a second where something moves.
	Always bool
	Width  int // to how many pixels the picture is scaled first; 0 is as the detector takes it
	// Save, saveTracks and pictures are where detections, tracks and the worst frames are
	// written to; "" is nowhere.
	Save, SaveTracks, Pictures string
}

// Run looks, and makes the comparison.
func (e Detections) Run(ctx context.Context) (*figures.Result, error) {
	truth, err := readMOT(e.Truth)
	if err != nil {
		return nil, err
	}
	d, err := newLooker(ctx, e.Model, e.Always)
	if err != nil {
		return nil, err
	}
	defer d.close()
	width := e.Width
	if width == 0 {
		width = d.width
	}
	s, err := look(ctx, e.Video, width, d)
	if err != nil {
		return nil, err
	}
	if err := s.save(e.Save, s.found); err != nil {
		return nil, err
	}
	if err := s.save(e.SaveTracks, s.tracks); err != nil {
		return nil, err
	}
	if e.Pictures != "" {
		if err := s.pictures(ctx, e.Video, e.Pictures, truth); err != nil {
			return nil, err
		}
	}
	b := figures.New("eval detections")
	s.rows(b, "", truth)
	return b, nil
}

// CPU is the CPU that decoding a clip, detecting, tracking and rules take, by the
// built-in detector or by a model's.
func CPU(ctx context.Context, clip, model string) (time.Duration, error) {
	d, err := newLooker(ctx, model, false)
	if err != nil {
		return 0, err
	}
	s, err := look(ctx, clip, d.width, d)
	d.close()
	if err != nil {
		return 0, err
	}
	rules, err := onThread(func() error {
		_, err := firings(s.tracks, s.frames, s.rate, 16.0/9)
		return err
	})
	return s.decode + time.Duration(s.frames)*(s.detect+s.track) + rules, err
}

func readMOT(file string) (eval.Sequence, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	defer f.Close()
	s, err := eval.ReadMOT(bufio.NewReader(f))
	if err != nil {
		return nil, custos.Errorf(custos.KindOf(err), "%s: %w", file, err)
	}
	return s, nil
}

func identified(s eval.Sequence) bool {
	for _, os := range s {
		for _, o := range os {
			if o.ID <= 0 {
				return false
			}
		}
	}
	return len(s) > 0
}

// sizeOf reads a picture's size; "" is what the boxes reach to.
func sizeOf(text string, truth eval.Sequence) (w, h int, err error) {
	if text != "" {
		if _, err := fmt.Sscanf(text, "%dx%d", &w, &h); err != nil || w < 1 || h < 1 {
			return 0, 0, custos.Errorf(custos.Invalid, "--size %q: write 1920x1080", text)
		}
		return w, h, nil
	}
	for _, os := range truth {
		for _, o := range os {
			w, h = max(w, int(o.Box.X+o.Box.W)), max(h, int(o.Box.Y+o.Box.H))
		}
	}
	if w < 1 || h < 1 {
		return 0, 0, custos.Errorf(custos.Invalid, "the ground truth has no box: say the picture's --size")
	}
	return w, h, nil
}

func frameTime(frame int, rate float64) time.Time {
	return time.Unix(1, 0).Add(time.Duration(float64(frame-1) / rate * float64(time.Second)))
}

// addTracks adds what a comparison of tracks says, each name with a prefix.
func addTracks(b *figures.Result, name string, truth, tracks eval.Sequence) {
	r, h := eval.EvalTracks(truth, tracks, .5), eval.EvalHOTA(truth, tracks)
	b.Add(name+"mota", r.MOTA, "")
	b.Add(name+"idf1", r.IDF1, "")
	b.Add(name+"hota", h.HOTA, "")
	b.Add(name+"deta", h.DetA, "")
	b.Add(name+"assa", h.AssA, "")
	b.Add(name+"motp", r.MOTP, "")
	b.Add(name+"switches", float64(r.Switches), "")
	b.Add(name+"missed", float64(r.Missed)/float64(max(r.Objects, 1)), "of the boxes")
	b.Add(name+"false", float64(r.False)/float64(max(r.Objects, 1)), "of the boxes")
}

// addDetections adds what a comparison of detections says, each name with a prefix.
func addDetections(b *figures.Result, name string, truth, found eval.Sequence) {
	r := eval.EvalDetections(truth, found, .5)
	b.Add(name+"f1", r.F1, "")
	b.Add(name+"precision", r.Precision, "")
	b.Add(name+"recall", r.Recall, "")
	b.Add(name+"ap", r.AP, "")
}

// looker is a detector that is measured.
type looker struct {
	width int  // of the frames that it takes best
	alike bool // its scores say nothing: see track.Config
	// detect returns false for a frame that it did not look at.
	detect func(custos.Frame) ([]observe.Detection, bool, error)
	// cpu is what other processes worked for it so far.
	cpu   func() time.Duration
	close func()
}

// newLooker starts the built-in detector, of which is measured what a site commits of it, or a
// model's, which the built-in one tells when to look unless it is to do so always.
func newLooker(ctx context.Context, model string, always bool) (*looker, error) {
	if model == "" {
		d := object.New(object.Config{})
		useful := func(f custos.Frame) ([]observe.Detection, error) {
			found, err := d.Detect(f)
			return detect.Useful(d, found), err
		}
		return &looker{384, true, cascade.EveryFrame(useful), func() time.Duration { return 0 }, func() {}}, nil
	}
	return startLooker(ctx, models.Model{}, model, always)
}

// startLooker starts a network of a file, of which something is known.
func startLooker(ctx context.Context, about models.Model, file string, always bool) (*looker, error) {
	p, m, err := about.Start(ctx, file, about.Digest)
	if err != nil {
		return nil, err
	}
	d := neural.NewDetector(m, p.Run)
	l := &looker{m.Width, false, cascade.EveryFrame(d.Detect), func() time.Duration { return cpuOfProcess(p.PID()) }, p.Close}
	if !always {
		l.detect = cascade.New(cascade.Config{Every: about.Every, Width: m.Width, Free: p.Free, Tall: about.Tall}, object.New(object.Config{}), d).Detect
	}
	return l, nil
}

// seen is what a detector and the tracker made of footage.
type seen struct {
	width, height int // of the footage in pixels
	rate          float64
	frames        int
	looks         map[int]bool  // the frames that the detector looked at
	found, tracks eval.Sequence // in fractions of the picture
	returns       int           // tracks of who was known again
	// detect and track are CPU a frame.
	detect, track time.Duration
	// decode is the CPU of decoding and scaling all frames.
	decode time.Duration
}

// rows adds the figures, each with a prefix. Detections are compared in the frames that
// were looked at.
func (s *seen) rows(b *figures.Result, prefix string, truth eval.Sequence) {
	t := truth.Scaled(s.width, s.height)
	looked := eval.Sequence{}
	for n, os := range t {
		if s.looks[n] {
			looked[n] = os
		}
	}
	addDetections(b, prefix, looked, s.found)
	addTracks(b, prefix, t, s.tracks)
	b.Add(prefix+"returns", float64(s.returns), "tracks of who is known again")
	b.Add(prefix+"ms", float64(s.detect.Microseconds())/1000, "ms CPU/frame")
	b.Add(prefix+"track-ms", float64(s.track.Microseconds())/1000, "ms CPU/frame")
	b.Add(prefix+"looks", float64(len(s.looks))/float64(max(s.frames, 1)), "of the frames")
}

// save writes detections or tracks in pixels of the footage; without a file, nowhere.
func (s *seen) save(file string, what eval.Sequence) error {
	if file == "" {
		return nil
	}
	var b strings.Builder
	for n := 1; n <= s.frames; n++ {
		for _, o := range what[n] {
			w, h := float64(s.width), float64(s.height)
			id := -1 // what a detection has
			if o.ID > 0 {
				id = o.ID
			}
			term.Printf(&b, "%d,%d,%.2f,%.2f,%.2f,%.2f,%.4f\n", n, id, o.Box.X*w, o.Box.Y*h, o.Box.W*w, o.Box.H*h, o.Score)
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		return custos.Errorf(custos.Invalid, "%w", err)
	}
	return nil
}

// look gives footage to a detector and what it sees to the tracker.
func look(ctx context.Context, video string, width int, d *looker) (*seen, error) {
	runtime.LockOSThread() // CPU is counted by thread
	defer runtime.UnlockOSThread()
	s := &seen{found: eval.Sequence{}, tracks: eval.Sequence{}, looks: map[int]bool{}}
	t := track.New(track.Config{})
	var ended []observe.Trajectory
	var describer detect.Describer
	before := d.cpu()
	err := s.each(ctx, video, width, func(n int, f custos.Frame) error {
		began := threadCPU()
		found, looked, err := d.detect(f)
		if err != nil {
			return err
		}
		if looked {
			describer.Describe(&f, found)
		}
		mid := threadCPU()
		s.detect += mid - began
		if !looked {
			return nil
		}
		s.looks[n] = true
		ended = append(ended, t.Sees(float64(s.width)/float64(s.height), d.alike)...)
		active, over := t.Update(frameTime(n, s.rate), found)
		s.track += threadCPU() - mid
		ended = append(ended, over...)
		// The ground truth is of people only.
		s.found.AddDetections(n, slices.DeleteFunc(found, func(d observe.Detection) bool { return d.Class != custos.Person }))
		s.tracks.AddTracks(n, slices.DeleteFunc(active, func(t observe.Tracked) bool { return t.Class != custos.Person }))
		return nil
	})
	ended = append(ended, t.Flush()...)
	for _, tr := range ended {
		if tr.Returns != 0 {
			s.returns++
		}
	}
	if len(s.looks) < s.frames {
		// Between looks, and before it was confirmed, a track is where its trajectory has it.
		s.tracks = eval.Sequence{}
		s.between(ended)
	}
	if err != nil {
		return nil, err
	}
	s.detect = (s.detect + d.cpu() - before) / time.Duration(max(s.frames, 1))
	s.track /= time.Duration(max(s.frames, 1))
	return s, nil
}

// between takes the tracks from the trajectories, which have a place for each frame.
func (s *seen) between(all []observe.Trajectory) {
	for _, tr := range all {
		if tr.Class != custos.Person {
			continue
		}
		for n := 1; n <= s.frames; n++ {
			at := frameTime(n, s.rate)
			if at.Before(tr.From) || at.After(tr.Until) {
				continue
			}
			if b, ok := tr.At(at); ok {
				s.tracks.AddTracks(n, []observe.Tracked{{Track: tr.Track, Box: b, Score: 1}})
			}
		}
	}
}

// cpuOfProcess is what another process has used so far.
func cpuOfProcess(pid int) time.Duration {
	_, used := figures.Processes()
	return time.Duration(used[pid] * float64(time.Second))
}

// onThread is the CPU that something takes, which is counted by thread.
func onThread(do func() error) (time.Duration, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began := threadCPU()
	err := do()
	return threadCPU() - began, err
}

// threadCPU is what the thread has used so far. Who asks twice stays on one: see onThread.
func threadCPU() time.Duration {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t)
	return time.Duration(t.Nano())
}

// each decodes footage by ffmpeg, scaled to a width, and calls with each frame from 1.
func (s *seen) each(ctx context.Context, video string, width int, do func(int, custos.Frame) error) error {
	if err := s.probe(ctx, video); err != nil {
		return err
	}
	w := width &^ 1
	h := (w*s.height/s.width + 1) &^ 1
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	video, err := filepath.Abs(video)
	if err != nil {
		return err
	}
	out, to, err := os.Pipe()
	if err != nil {
		return err
	}
	defer out.Close()
	var complaint strings.Builder
	cmd := &ffmpeg.Cmd{
		Args: []string{
			"-nostdin", "-v", "error", "-threads", "1", "-i", "file:" + video, "-map", "0:v:0",
			"-vf", fmt.Sprintf("scale=%d:%d:flags=area", w, h), "-pix_fmt", "yuv420p", "-f", "rawvideo", "-",
		},
		Read: []string{video}, Stdout: to, Stderr: &complaint,
	}
	err = cmd.Start(ctx)
	_ = to.Close()
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(out, 1<<20)
	buf := make([]byte, w*h*3/2)
	for {
		if _, err = io.ReadFull(in, buf); err != nil {
			break
		}
		s.frames++
		f := custos.Frame{Ref: custos.FrameRef{Seq: uint64(s.frames)}, Time: frameTime(s.frames, s.rate), Width: w, Height: h, Y: buf[:w*h], U: buf[w*h : w*h*5/4], V: buf[w*h*5/4:]}
		if err = do(s.frames, f); err != nil {
			cancel()
			_ = cmd.Wait()
			return err
		}
	}
	werr := cmd.Wait()
	s.decode = cmd.Used()
	if werr != nil || !errors.Is(err, io.EOF) || s.frames == 0 {
		return custos.Errorf(custos.Invalid, "%s cannot be decoded to its end: %s", video, strings.TrimSpace(complaint.String()))
	}
	return nil
}

// probe asks for size and rate.
func (s *seen) probe(ctx context.Context, video string) error {
	video, err := filepath.Abs(video)
	if err != nil {
		return err
	}
	probe := &ffmpeg.Cmd{
		Program: "ffprobe", Read: []string{video},
		Args: []string{"-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height,r_frame_rate", "-of", "csv=p=0", "file:" + video},
	}
	out, err := probe.CombinedOutput(ctx)
	if custos.KindOf(err) == custos.Unavailable {
		return err
	}
	fields := strings.Split(strings.TrimSpace(string(out)), ",")
	bad := custos.Errorf(custos.Invalid, "%s is no footage that ffprobe can read: %s", video, strings.TrimSpace(string(out)))
	if err != nil || len(fields) < 3 {
		return bad
	}
	s.width, _ = strconv.Atoi(fields[0])
	s.height, _ = strconv.Atoi(fields[1])
	var num, den float64
	if _, err := fmt.Sscanf(fields[2], "%f/%f", &num, &den); err != nil || s.width < 16 || s.height < 16 || !(num > 0 && den > 0) {
		return bad
	}
	s.rate = num / den
	return nil
}
