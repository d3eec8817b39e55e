package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/pion/rtp"

	"custos"
	"custos/edge/h264"
	"custos/edge/nut"
)

// ticks is the rate of H.264's RTP time stamps.
const ticks = 90000

// runRTSP reads a camera.
func (p *pipeline) runRTSP(ctx context.Context, u *url.URL) error {
	c, err := p.s.dial(ctx, u)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, c.close)
	defer stop()
	defer c.close()
	transport := p.s.Transport
	if transport == "" {
		transport = "tcp"
	}
	m, err := c.open(transport)
	if err != nil {
		return err
	}
	if m.codec != "H264" {
		return wrongCodec(m.codec)
	}
	f := &feeder{p: p}
	for _, n := range m.sets {
		if h264.Type(n) == h264.TypeSPS {
			f.sps = n
		} else {
			f.pps = n
		}
	}
	d := &depacketizer{emit: f.unit}
	push := func(k *rtp.Packet, _ time.Time) error { return d.push(k) }
	err = c.receive(ctx, m, push)
	if err == nil && len(d.cur.nals) > 0 {
		err = d.flush()
	}
	c.close()
	if f.w != nil {
		f.w.Close()
	}
	if d.lost > 0 {
		p.log.Warn("packets of the stream were lost", "lost", d.lost)
	}
	exit, rerr := p.giveUp(ctx)
	switch {
	case rerr != nil:
		return rerr
	case err != nil && !errors.Is(err, errPipe):
		return err
	case exit != nil:
		return p.explain(exit)
	case p.cmd == nil:
		return fail(Lost, custos.Unavailable, "it ended the stream before the first keyframe")
	}
	return nil
}

// errPipe says that ffmpeg takes nothing more; its exit tells why.
var errPipe = errors.New("ffmpeg ended before its input")

// feeder hands a camera's pictures to ffmpeg, from the first keyframe on.
type feeder struct {
	p        *pipeline
	sps, pps []byte
	w        *os.File
	nut      *nut.Writer
	first    uint32 // RTP time stamp of the first picture
	last     int64  // the latest, counted from first without wrapping
	buf      []byte
	running  []byte // the parameter set ffmpeg was started with
}

func (f *feeder) unit(u unit) error {
	now := time.Now()
	for _, n := range u.nals {
		switch h264.Type(n) {
		case h264.TypeSPS:
			f.sps = n
		case h264.TypePPS:
			f.pps = n
		}
	}
	if f.nut == nil {
		if !u.key || f.sps == nil || f.pps == nil {
			return nil
		}
		if err := f.start(); err != nil {
			return err
		}
		f.first = u.ts
	}
	if !bytes.Equal(f.sps, f.running) {
		return fail(Lost, custos.Unavailable, "it changed its picture's format; it is read anew")
	}
	// The nearest of the times that the 32-bit stamp can mean.
	t := f.last + int64(int32(u.ts-f.first-uint32(f.last)))
	if d := t - f.last; d < -10*ticks || d > 60*ticks {
		return fail(Lost, custos.Unavailable, "its time stamps jumped by %v; it is read anew", time.Duration(d)*time.Second/ticks)
	}
	if t < 0 && -t > ticks/2 {
		return nil // shown before the first keyframe: it cannot be decoded
	}
	f.last = max(f.last, t)
	pts := int64(f.p.base/time.Second)*ticks + t
	f.p.clock.observe(nut.Stream{Num: 1, Den: ticks}.Time(pts), now)
	f.buf = h264.AppendAnnexB(f.buf[:0], u.nals...)
	if err := f.nut.Write(pts, u.key, f.buf); err != nil {
		return errPipe
	}
	return nil
}

func (f *feeder) start() error {
	info, err := h264.ParseSPS(f.sps)
	if err != nil {
		return fail(WrongCodec, custos.Invalid, "its H.264 cannot be read: %w", err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		return custos.Errorf(custos.Unavailable, "no pipe to ffmpeg can be made: %w", err)
	}
	// The stream is known already: ffmpeg need not wait to find out.
	err = f.p.start(f.p.args("-protocol_whitelist", "pipe", "-probesize", "32", "-analyzeduration", "1", "-f", "nut", "-i", "pipe:0"), r, nil)
	r.Close()
	if err != nil {
		w.Close()
		return err
	}
	f.w, f.running = w, f.sps
	f.nut, err = nut.NewWriter(w, nut.Stream{
		FourCC: "H264", Num: 1, Den: ticks, Width: info.Width, Height: info.Height,
		Extra: h264.AppendAnnexB(nil, f.sps, f.pps),
	})
	if err != nil {
		return errPipe
	}
	return nil
}

// runFile reads a file below one of the allowed directories.
func (p *pipeline) runFile(ctx context.Context, path string) error {
	f, err := openBelow(p.s.AllowDirs, path)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return fail(Truncated, custos.Invalid, "its file is empty")
	}
	format := sniff(head[:n])
	if format == "avi" {
		return fail(WrongCodec, custos.Invalid, "its file is an AVI, which does not say when each picture is shown; make an MP4 with H.264 of it: ffmpeg -i FILE -c:v libx264 OUT.mp4")
	}
	if format == "" {
		return fail(WrongCodec, custos.Invalid, "its file is no video in a format known here; use MP4, Matroska, MPEG-TS or raw H.264")
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if format == "h264" {
		return p.runRaw(ctx, f)
	}
	// The file is handed over open. The demuxer is named, so that a file that
	// pretends to be a playlist of others is not taken for one.
	in := []string{"-protocol_whitelist", "file", "-format_whitelist", format, "-itsoffset", fmt.Sprintf("%d", int64(p.base/time.Second))}
	if !p.s.Unpaced {
		in = append(in, "-re")
	}
	p.observe = true
	if err := p.start(p.args(append(in, "-f", format, "-i", "file:/dev/fd/5")...), nil, f); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = p.cmd.Process.Kill() })
	defer stop()
	exit, rerr := p.wait()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case rerr != nil:
		return rerr
	case exit != nil:
		return p.explain(exit)
	case p.stderr.find(cutShort) != nil:
		return truncated()
	}
	return nil
}

// openBelow opens a regular file that lies below one of the directories, by
// whatever links: os.Root does not follow them out.
func openBelow(dirs []string, path string) (*os.File, error) {
	if path != filepath.Clean(path) {
		return nil, fail(Refused, custos.Denied, "its file's path holds . or .. or //; write it plainly")
	}
	for _, d := range dirs {
		abs, err := filepath.Abs(d)
		if err != nil {
			continue
		}
		rel, err := filepath.Rel(abs, path)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}
		root, err := os.OpenRoot(abs)
		if err != nil {
			return nil, fail(NotThere, custos.NotFound, "the directory of its file cannot be opened: %w", err)
		}
		defer root.Close()
		// Without O_NONBLOCK a named pipe would hold us here.
		f, err := root.OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			if errors.Is(err, os.ErrNotExist) {
				return nil, fail(NotThere, custos.NotFound, "its file is not there; check the path")
			}
			return nil, fail(Refused, custos.Denied, "its file cannot be opened: %w", err)
		}
		if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() {
			f.Close()
			return nil, fail(Refused, custos.Denied, "its file is not a regular file")
		}
		return f, nil
	}
	return nil, fail(Refused, custos.Denied, "its file does not lie below a directory from which files may be read; add the directory to the allowed ones or move the file")
}

// maxRaw bounds a raw H.264 file, which is held in memory, in bytes.
const maxRaw = 1 << 30

// runRaw reads raw H.264. It has no time stamps, and ffmpeg would make up others
// for the recording than for the frames; so they are counted here and the
// pictures fed as a camera's are.
func (p *pipeline) runRaw(ctx context.Context, r io.Reader) error {
	b, err := io.ReadAll(io.LimitReader(r, maxRaw+1))
	if err != nil {
		return custos.Errorf(custos.Unavailable, "its file cannot be read: %w", err)
	}
	if len(b) > maxRaw {
		return fail(Refused, custos.Invalid, "its file is larger than 1 GiB, too large for raw H.264; put it into an MP4 with: ffmpeg -i FILE -c copy OUT.mp4")
	}
	f := &feeder{p: p}
	err = f.raw(ctx, h264.Group(h264.Split(b)))
	if f.w != nil {
		f.w.Close()
	}
	exit, rerr := p.giveUp(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case rerr != nil:
		return rerr
	case err != nil && !errors.Is(err, errPipe):
		return err
	case exit != nil:
		return p.explain(exit)
	case p.cmd == nil:
		return fail(Truncated, custos.Invalid, "its file has no keyframe")
	}
	return nil
}

// raw feeds pictures at the rate that their stream states.
func (f *feeder) raw(ctx context.Context, units []h264.AccessUnit) error {
	var info h264.SPS
	for _, u := range units {
		for _, n := range u.NALs {
			if h264.IsB(n) {
				return fail(Refused, custos.Invalid, "its file is raw H.264 with B-frames, which does not say when a picture is shown; put it into an MP4 file where it is made")
			}
			if s, err := h264.ParseSPS(n); err == nil && info.Width == 0 {
				info = s
			}
		}
	}
	if info.FPSDen == 0 || info.FPSNum == 0 {
		return fail(Refused, custos.Invalid, "its file is raw H.264 that does not state its frame rate; put it into an MP4 with: ffmpeg -r RATE -i FILE -c copy OUT.mp4")
	}
	begin := time.Now()
	for i, u := range units {
		ts := uint64(i) * ticks * uint64(info.FPSDen) / uint64(info.FPSNum)
		if !f.p.s.Unpaced {
			t := time.NewTimer(time.Until(begin.Add(time.Duration(ts) * time.Second / ticks)))
			select {
			case <-ctx.Done():
				t.Stop()
				return ctx.Err()
			case <-t.C:
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.unit(unit{nals: u.NALs, key: u.Key, ts: uint32(ts)}); err != nil {
			return err
		}
	}
	return nil
}

// sniff names ffmpeg's demuxer for what a file begins with; "" if it is nothing
// known.
func sniff(b []byte) string {
	switch {
	case len(b) > 8 && (string(b[4:8]) == "ftyp" || string(b[4:8]) == "moov" || string(b[4:8]) == "mdat" || string(b[4:8]) == "free" || string(b[4:8]) == "wide"):
		return "mov"
	case bytes.HasPrefix(b, []byte{0x1a, 0x45, 0xdf, 0xa3}):
		return "matroska"
	case len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "AVI ":
		return "avi"
	case len(b) > 376 && b[0] == 0x47 && b[188] == 0x47 && b[376] == 0x47:
		return "mpegts"
	case bytes.HasPrefix(b, []byte("nut/multimedia container\x00")):
		return "nut"
	case bytes.HasPrefix(b, []byte{0, 0, 0, 1}) || bytes.HasPrefix(b, []byte{0, 0, 1}):
		for _, n := range h264.Split(b) {
			if _, err := h264.ParseSPS(n); err == nil {
				return "h264"
			}
		}
	}
	return ""
}

var (
	cutShort   = regexp.MustCompile(`moov atom not found|partial file|[Tt]runcat|[Ee]nded prematurely|error reading header|contradictionary STSC|end of file`)
	noTag      = regexp.MustCompile(`Could not find tag for codec (\S+)`)
	noDecoder  = regexp.MustCompile(`Decoder \(codec (\S+)\) not found`)
	noVideo    = regexp.MustCompile(`matches no streams`)
	badContent = regexp.MustCompile(`Invalid data found when processing input`)
)

func truncated() error {
	return fail(Truncated, custos.Invalid, "its file is cut short; copy it again from where it was made, or repair it with: ffmpeg -i FILE -c copy REPAIRED.mp4")
}

// explain turns ffmpeg's failure into a sentence.
func (p *pipeline) explain(exit error) error {
	if m := p.stderr.find(noTag); m != nil {
		return wrongCodec(m[1])
	}
	if m := p.stderr.find(noDecoder); m != nil {
		return wrongCodec(m[1])
	}
	switch {
	case p.stderr.find(noVideo) != nil:
		return fail(WrongCodec, custos.Invalid, "it has no video stream")
	case p.stderr.find(cutShort) != nil:
		return truncated()
	case p.stderr.find(badContent) != nil:
		return fail(Truncated, custos.Invalid, "its video is damaged or cut short (ffmpeg says: %s)", p.stderr.last())
	}
	return fail(Other, custos.Internal, "ffmpeg failed (%w) and said: %s", exit, strings.TrimSpace(p.stderr.last()))
}
