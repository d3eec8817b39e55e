package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"

	"custos"
	"custos/edge/fmp4"
	"custos/edge/nut"
	"custos/edge/stream"
)

// pipeline is one run: an ffmpeg process, the goroutines that read its two
// outputs and its complaints. start begins them, wait ends them.
type pipeline struct {
	s       *Source
	sink    Sink
	base    time.Duration
	log     *slog.Logger
	secrets []string
	clock   captureClock
	// observe has the outputs drive the clock, where no arrival is known.
	observe bool

	cmd    *exec.Cmd
	wg     sync.WaitGroup
	stderr complaints

	mu     sync.Mutex
	frames uint64
	latest time.Duration
	err    error // the first that the outputs met
}

func (p *pipeline) seq() uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.s.seq + p.frames
}

func (p *pipeline) end() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.latest
}

func (p *pipeline) saw(until time.Duration) {
	p.mu.Lock()
	p.latest = max(p.latest, until)
	p.mu.Unlock()
}

func (p *pipeline) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
}

// args builds ffmpeg's command line. Nothing in it comes from a URL.
func (p *pipeline) args(input ...string) []string {
	width := p.s.Width
	if width == 0 {
		width = 384
	}
	filter := fmt.Sprintf("scale=%d:-2:flags=area", width)
	if f := p.s.MaxFPS; f > 0 {
		// select keeps the time stamps, which the fps filter would make up.
		filter = fmt.Sprintf("select='isnan(prev_selected_t)+gte(t-prev_selected_t,%.6f)',", 1/f-.001) + filter
	}
	a := []string{"-hide_banner", "-nostdin", "-nostats", "-v", "warning", "-threads", "1", "-copyts"}
	a = append(a, input...)
	return append(a,
		"-map", "0:v:0", "-c", "copy", "-use_editlist", "0", "-avoid_negative_ts", "disabled", "-flush_packets", "1", "-f", "mp4",
		"-movflags", "frag_every_frame+empty_moov+default_base_moof+skip_trailer+frag_discont", "pipe:3",
		"-map", "0:v:0", "-vf", filter, "-fps_mode", "passthrough", "-enc_time_base", "-1", "-pix_fmt", "yuv420p", "-c:v", "rawvideo",
		// Without syncpoints: ffmpeg would keep each in memory for good.
		"-f", "nut", "-syncpoints", "none", "-strict", "experimental", "-write_index", "0", "-flush_packets", "1", "pipe:4")
}

// start runs ffmpeg. stdin and extra, if not nil, are handed to it; extra is
// its descriptor 5.
func (p *pipeline) start(args []string, stdin *os.File, extra *os.File) error {
	var pipes []*os.File
	closeAll := func() {
		for _, f := range pipes {
			f.Close()
		}
	}
	for range 3 {
		r, w, err := os.Pipe()
		if err != nil {
			closeAll()
			return custos.Errorf(custos.Unavailable, "no pipe to ffmpeg can be made: %w", err)
		}
		pipes = append(pipes, r, w)
	}
	p.cmd = exec.Command("ffmpeg", args...)
	p.cmd.Stdin = nil
	if stdin != nil {
		p.cmd.Stdin = stdin
	}
	p.cmd.Stderr = pipes[5]
	p.cmd.ExtraFiles = []*os.File{pipes[1], pipes[3]}
	if extra != nil {
		p.cmd.ExtraFiles = append(p.cmd.ExtraFiles, extra)
	}
	// No variable of ours, such as a proxy or a report file, changes what it does.
	p.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "AV_LOG_FORCE_NOCOLOR=1"}
	if err := p.cmd.Start(); err != nil {
		closeAll()
		return fail(NoFFmpeg, custos.Unavailable, "ffmpeg cannot be started: %w", err)
	}
	for _, i := range []int{1, 3, 5} {
		pipes[i].Close()
	}
	output := func(r *os.File, read func(io.Reader) error) {
		p.wg.Go(func() {
			defer r.Close()
			if err := read(r); err != nil {
				p.fail(err)
				_ = p.cmd.Process.Kill()
			}
		})
	}
	output(pipes[0], p.readFragments)
	output(pipes[2], p.readFrames)
	output(pipes[4], func(r io.Reader) error {
		red := NewRedactor(&p.stderr, p.secrets...)
		_, _ = io.Copy(red, r)
		_ = red.Flush()
		return nil
	})
	return nil
}

// wait returns when ffmpeg and the readers have ended. exit is ffmpeg's
// failure, err the readers'.
func (p *pipeline) wait() (exit, err error) {
	if p.cmd == nil {
		return nil, nil
	}
	p.wg.Wait()
	exit = p.cmd.Wait()
	p.stderr.log(p.log)
	return exit, p.err
}

// stopAfter kills ffmpeg if it has not ended by itself some time after its
// input did.
func (p *pipeline) stopAfter(d time.Duration) (cancel func()) {
	t := time.AfterFunc(d, func() { _ = p.cmd.Process.Kill() })
	return func() { t.Stop() }
}

func (p *pipeline) readFragments(r io.Reader) error {
	m := fmp4.NewReader(r)
	data, err := m.Init()
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil // ffmpeg says why
	}
	if err != nil {
		return custos.Errorf(custos.Internal, "ffmpeg's MP4 output cannot be read: %w", err)
	}
	init, err := fmp4.ParseInit(data)
	if err != nil {
		var other *fmp4.OtherCodecError
		if errors.As(err, &other) {
			return wrongCodec(other.Name)
		}
		return custos.Errorf(custos.Internal, "ffmpeg's MP4 output cannot be read: %w", err)
	}
	p.sink.OnInit(stream.Init{Codec: init.Codec, Width: init.Width, Height: init.Height, Data: data})
	before := time.Duration(-1 << 62)
	for {
		data, err := m.Next()
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return custos.Errorf(custos.Internal, "ffmpeg's MP4 output cannot be read: %w", err)
		}
		f, err := init.ParseFragment(data)
		if err != nil {
			return custos.Errorf(custos.Internal, "ffmpeg's MP4 output cannot be read: %w", err)
		}
		if f.DTS <= before {
			return fail(Lost, custos.Unavailable, "its time stamps jumped back; it is read anew")
		}
		before = f.DTS
		if p.observe {
			p.clock.observe(f.PTS, time.Now())
		}
		p.saw(f.End())
		p.sink.OnFragment(stream.Fragment{
			Data: data, PTS: f.PTS, DTS: f.DTS, Duration: f.Duration, Keyframe: f.Key, Frames: len(f.Samples),
			Time: p.clock.at(f.PTS), Received: time.Now(),
		})
	}
}

func (p *pipeline) readFrames(r io.Reader) error {
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
		pts := s.Time(k.PTS)
		if p.observe {
			p.clock.observe(pts, time.Now())
		}
		p.saw(pts)
		p.mu.Lock()
		p.frames++
		seq := p.s.seq + p.frames
		p.mu.Unlock()
		p.sink.OnFrame(custos.Frame{
			Camera: p.s.Camera, Ref: custos.FrameRef{Boot: p.s.Boot, Seq: seq, PTS: pts}, Time: p.clock.at(pts),
			Width: w, Height: h, Y: buf[:w*h], U: buf[w*h : w*h*5/4], V: buf[w*h*5/4:],
		})
	}
}

func wrongCodec(name string) error {
	return fail(WrongCodec, custos.Invalid, "it sends %s, and only H.264 can be recorded and shown; set the camera's encoder to H.264 (often called AVC)", name)
}

// complaints keeps ffmpeg's last lines, redacted already.
type complaints struct {
	mu    sync.Mutex
	lines []string
	all   int
}

func (c *complaints) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all++
	c.lines = append(c.lines, strings.ToValidUTF8(string(bytes.TrimSpace(b)), ""))
	if len(c.lines) > 40 {
		c.lines = append(c.lines[:0], c.lines[20:]...)
	}
	return len(b), nil
}

func (c *complaints) find(re *regexp.Regexp) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.lines {
		if m := re.FindStringSubmatch(l); m != nil {
			return m
		}
	}
	return nil
}

func (c *complaints) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.lines) == 0 {
		return "nothing"
	}
	return c.lines[len(c.lines)-1]
}

func (c *complaints) log(l *slog.Logger) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all > 0 {
		l.Debug("ffmpeg's last lines", "count", c.all, "lines", strings.Join(c.lines[max(0, len(c.lines)-5):], " | "))
	}
}

// giveUp waits for ffmpeg after its input has ended; it is killed when ctx's
// end was the cause or it takes too long.
func (p *pipeline) giveUp(ctx context.Context) (exit, err error) {
	if p.cmd == nil {
		return nil, nil
	}
	d := 15 * time.Second
	if ctx.Err() != nil {
		d = 3 * time.Second
	}
	cancel := p.stopAfter(d)
	defer cancel()
	return p.wait()
}
