package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/edge/h264"
	"custos.dev/custos/edge/nut"
)

// decoder shows pictures to the analyzers: an ffmpeg process takes them in and gives
// frames back, scaled. Recording does not wait for it and does not need it: what it
// cannot keep up with is left out of the analysis, from there to the next key picture,
// and counted. A process that fails is started again with a later key picture.
//
// feed and close are called by one goroutine; run owns the processes.
type decoder struct {
	s    *Source
	sink Sink
	wall *wallClock
	// odd is told what goes wrong, in words.
	odd     func(string)
	secrets []string

	queue   chan decode
	bytes   atomic.Int64 // in the queue
	skip    bool         // until the next key picture
	next    *format      // which begins with it
	skipped *atomic.Uint64
	frames  *atomic.Uint64
	closed  chan struct{} // nothing more comes
	done    chan struct{}
}

// decode is a picture on its way.
type decode struct {
	data []byte
	pts  int64
	key  bool
	// begin is the format that begins with it, if another does.
	begin *format
}

// format is what a process is started for.
type format struct {
	fourcc        string
	width, height int
	sets          []byte
}

// The bounds of the queue: a picture that does not fit is left out.
const (
	queueMost      = 64
	queueBytesMost = 32 << 20
	decoderPause   = time.Second
	writeMost      = 20 * time.Second
	// allocMost bounds one allocation of ffmpeg's.
	allocMost = 256 << 20
	// A process that takes so much processor time after its latest picture works without
	// end. It is looked at after so long.
	spinMost  = 10 * time.Second
	spinCheck = 20 * time.Second
)

func newDecoder(s *Source, sink Sink, odd func(string), secrets []string) *decoder {
	return &decoder{
		s: s, sink: sink, wall: &s.wall, odd: odd, secrets: secrets, skip: true,
		queue: make(chan decode, queueMost), skipped: &s.counts.undecoded, frames: &s.counts.frames, closed: make(chan struct{}), done: make(chan struct{}),
	}
}

// begin tells of another format; the next picture is a key picture. It does not wait: a
// camera that changes its format all the time holds up nobody but its analyzers.
func (d *decoder) begin(c codec.Codec, in codec.Info, sets []byte) {
	d.next, d.skip = &format{c.FourCC(), in.Width, in.Height, sets}, true
}

// feed takes a picture, or leaves it out.
func (d *decoder) feed(u unit, pts int64) {
	if d.skip && !u.key {
		d.skipped.Add(1)
		return
	}
	size := 0
	for _, n := range u.nals {
		size += len(n) + 4
	}
	if d.s.Unpaced { // everything is analysed, however long it takes
		d.bytes.Add(int64(size))
		select {
		case d.queue <- decode{data: h264.AppendAnnexB(make([]byte, 0, size), u.nals...), pts: pts, key: u.key, begin: d.next}:
			d.skip, d.next = false, nil
		case <-d.done:
		}
		return
	}
	if len(d.queue) == cap(d.queue) || d.bytes.Load()+int64(size) > queueBytesMost {
		if !d.skip {
			d.odd("the decoder cannot keep up: pictures are recorded and not analysed")
		}
		d.skip = true
		d.skipped.Add(1)
		return
	}
	d.bytes.Add(int64(size))
	d.queue <- decode{data: h264.AppendAnnexB(make([]byte, 0, size), u.nals...), pts: pts, key: u.key, begin: d.next}
	d.skip, d.next = false, nil
}

// close says that nothing more comes.
func (d *decoder) close() {
	close(d.queue)
	close(d.closed)
}

// runAfter decodes once another decoder has ended, so that frames come in their order. If
// nothing more comes before that, it gives up what it was fed: decoders whose runs were
// short do not pile up behind one that is slow.
func (d *decoder) runAfter(before <-chan struct{}) error {
	if before != nil {
		select {
		case <-before:
		case <-d.closed:
			select {
			case <-before:
				return d.run()
			default:
			}
			for range d.queue {
				d.skipped.Add(1)
			}
			close(d.done)
			<-before
			return nil
		}
	}
	return d.run()
}

// run decodes until close, then returns when the last frame was handed on, or within a
// few seconds.
func (d *decoder) run() error {
	defer close(d.done)
	var p *process
	var f *format
	var starts [3]time.Time // of the latest processes
	var failed time.Time
	for q := range d.queue {
		d.bytes.Add(-int64(len(q.data)))
		if q.begin != nil {
			p.end(d.drain())
			p, f, failed = nil, q.begin, time.Time{}
			if !d.s.Unpaced {
				// One that changes all the time starts no process each time: three in three pauses.
				failed = starts[0].Add(time.Duration(len(starts)-1) * decoderPause)
			}
		}
		if f == nil {
			continue
		}
		if p == nil {
			if !q.key || time.Since(failed) < decoderPause {
				d.skipped.Add(1)
				continue
			}
			var err error
			copy(starts[:], starts[1:])
			starts[len(starts)-1] = time.Now()
			if p, err = d.start(*f, q.pts); err != nil {
				failed = time.Now()
				d.odd(err.Error())
				continue
			}
		}
		if err := p.write(q); err != nil {
			err := p.end(d.drain())
			p, failed = nil, time.Now()
			if err != nil {
				d.odd(fmt.Sprintf("the decoder ended and is started again (%v); recording goes on", err))
			}
		}
	}
	return p.end(d.drain())
}

// drain is how long a process may take to give out its last frames.
func (d *decoder) drain() time.Duration {
	if d.s.drain > 0 {
		return d.s.drain
	}
	if d.s.Unpaced {
		return 15 * time.Second
	}
	return 3 * time.Second
}

// process is one life of ffmpeg.
type process struct {
	cmd    *ffmpeg.Cmd
	in     *os.File
	nut    *nut.Writer
	zero   int64 // the first picture's time: the process counts from one second
	read   sync.WaitGroup
	stderr complaints
	// used is the processor time that it had taken when it was given its latest picture;
	// spin looks whether it works on it without end.
	used atomic.Int64
	spin *time.Timer

	mu   sync.Mutex
	err  error
	over bool
}

// args builds ffmpeg's command line. Nothing in it comes from a URL.
func (s *Source) decoderArgs() []string {
	width := s.Width
	if width == 0 {
		width = 384
	}
	filter := fmt.Sprintf("scale=%d:-2:flags=area", width)
	if f := s.MaxFPS; f > 0 {
		// select keeps the time stamps, which the fps filter would make up.
		filter = fmt.Sprintf("select='isnan(prev_selected_t)+gte(t-prev_selected_t,%.6f)',", 1/f-.001) + filter
	}
	return []string{
		"-hide_banner", "-nostdin", "-nostats", "-v", "warning", "-max_alloc", strconv.Itoa(allocMost), "-threads", "1", "-filter_threads", "1", "-copyts",
		// The stream is known already: ffmpeg need not wait to find out.
		"-protocol_whitelist", "pipe", "-probesize", "32", "-analyzeduration", "1", "-max_pixels", fmt.Sprint(maxPixels), "-f", "nut", "-i", "pipe:0",
		"-map", "0:v:0", "-vf", filter, "-fps_mode", "passthrough", "-enc_time_base", "-1", "-pix_fmt", "yuv420p",
		// Threads of its own would make the encoder, which only copies, hold back a frame for each.
		"-c:v", "rawvideo", "-threads", "1",
		// Without syncpoints: ffmpeg would keep each in memory for good.
		"-f", "nut", "-syncpoints", "none", "-strict", "experimental", "-write_index", "0", "-flush_packets", "1", "pipe:3",
	}
}

func (d *decoder) start(f format, pts int64) (*process, error) {
	p := &process{zero: pts}
	files, err := pipes(3)
	if err != nil {
		return nil, err
	}
	p.cmd, p.in = &ffmpeg.Cmd{Args: d.s.decoderArgs(), Stdin: files[0], Stderr: files[5], ExtraFiles: []*os.File{files[3]}}, files[1]
	if err := p.cmd.Start(context.Background()); err != nil {
		closeFiles(files)
		return nil, notStarted(err)
	}
	d.s.sayHoles()
	p.watch(cmp.Or(d.s.spin, spinCheck), spinMost)
	closeFiles([]*os.File{files[0], files[3], files[5]})
	p.read.Go(func() {
		defer files[2].Close()
		if err := d.readFrames(p, files[2]); err != nil {
			p.fail(err)
			p.cmd.Kill()
		}
	})
	p.read.Go(func() {
		defer files[4].Close()
		red := NewRedactor(&p.stderr, d.secrets...)
		_, _ = io.Copy(red, files[4])
		_ = red.Flush()
	})
	p.nut, err = nut.NewWriter(p.in, nut.Stream{FourCC: f.fourcc, Num: 1, Den: ticks, Width: f.width, Height: f.height, Extra: f.sets})
	if err != nil {
		return nil, p.end(d.drain())
	}
	return p, nil
}

// notStarted gives what kept ffmpeg from running its reason.
func notStarted(err error) error {
	if errors.Is(err, exec.ErrNotFound) {
		return fail(NoFFmpeg, custos.Unavailable, "ffmpeg is not installed, so pictures are recorded and not analysed; install it with: apt-get install ffmpeg")
	}
	return fail(NoFFmpeg, custos.Unavailable, "%w", err)
}

// holesSaid is for the one word about them that a process has.
var holesSaid sync.Once

// sayHoles tells the log what of ffmpeg this system does not let us confine.
func (s *Source) sayHoles() {
	if holes := ffmpeg.Holes(); holes != nil {
		holesSaid.Do(func() {
			log := s.Log
			if log == nil {
				log = slog.Default()
			}
			log.Warn("ffmpeg is less confined than it should be: docs/operations.md says what to do", "err", strings.Join(holes, "; "))
		})
	}
}

// pipes makes n pipes: of each the end that is read, then the one that is written.
func pipes(n int) ([]*os.File, error) {
	files := make([]*os.File, 2*n)
	for i := 0; i < 2*n; i += 2 {
		r, w, err := os.Pipe()
		if err != nil {
			closeFiles(files)
			return nil, custos.Errorf(custos.Unavailable, "no pipe to ffmpeg can be made: %w", err)
		}
		files[i], files[i+1] = r, w
	}
	return files, nil
}

func closeFiles(files []*os.File) {
	for _, f := range files {
		if f != nil {
			f.Close()
		}
	}
}

func (p *process) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
}

// write gives it a picture. Times of a process are its own, from one second on, so that
// they stay small however long the service lives.
func (p *process) write(q decode) error {
	// One that takes nothing for so long hangs.
	if err := p.in.SetWriteDeadline(time.Now().Add(writeMost)); err != nil {
		return err
	}
	p.used.Store(int64(p.cmd.Used()))
	return p.nut.Write(max(q.pts-p.zero+ticks, 0), q.key, q.data)
}

// watch ends it when it has taken too much processor time since its latest picture, which
// no picture takes. Writing finds one that takes no more pictures, this one a camera that
// sends few: a limit for all of its life would be one on a camera's.
func (p *process) watch(every, most time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spin = time.AfterFunc(every, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.over {
			return
		}
		took := p.cmd.Used() - time.Duration(p.used.Load())
		if took <= min(most, every/2) {
			p.spin.Reset(every)
			return
		}
		if p.err == nil {
			p.err = fmt.Errorf("ffmpeg worked for %v on what came last, and was ended", took.Round(time.Second))
		}
		p.cmd.Kill()
	})
}

// end waits for the last frames, at most for a while. It returns why the process
// failed, nil if it did not. A nil process has ended well.
func (p *process) end(most time.Duration) error {
	if p == nil {
		return nil
	}
	p.in.Close()
	t := time.AfterFunc(most, p.cmd.Kill)
	defer t.Stop()
	p.read.Wait()
	p.mu.Lock()
	p.over = true
	p.spin.Stop()
	p.mu.Unlock()
	exit := p.cmd.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return p.err
	}
	if exit != nil {
		return fmt.Errorf("ffmpeg: %w; it said: %s", exit, p.stderr.last())
	}
	return nil
}

// readFrames hands the decoded frames on.
func (d *decoder) readFrames(p *process, r io.Reader) error {
	n, err := nut.NewReader(r)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	if err != nil {
		return custos.Errorf(custos.Internal, "ffmpeg's frames cannot be read: %w", err)
	}
	s := n.Streams()[0]
	w, h := s.Width, s.Height
	if w <= 0 || h <= 0 || w%2 != 0 || h%2 != 0 {
		return custos.Errorf(custos.Internal, "ffmpeg gives frames of %dx%d", w, h)
	}
	var buf []byte
	for {
		k, err := n.Next(buf)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return custos.Errorf(custos.Internal, "ffmpeg's frames cannot be read: %w", err)
		}
		buf = k.Data
		if len(buf) != w*h*3/2 {
			return custos.Errorf(custos.Internal, "ffmpeg gives a frame of %d bytes for %dx%d", len(buf), w, h)
		}
		// ffmpeg counts in the unit of its input; rounded, a tick is a tick again.
		pts := fromTicks(toTicks(s.Time(k.PTS)+time.Second/(2*ticks)) - ticks + p.zero)
		d.sink.OnFrame(custos.Frame{
			Camera: d.s.Camera, Ref: custos.FrameRef{Boot: d.s.Boot, Seq: d.frames.Add(1), PTS: pts}, Time: d.wall.at(pts),
			Width: w, Height: h, Y: buf[:w*h], U: buf[w*h : w*h*5/4], V: buf[w*h*5/4:],
		})
	}
}
