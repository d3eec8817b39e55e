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
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos"
	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/edge/h264"
	"custos.dev/custos/edge/nut"
	"custos.dev/custos/edge/stream"
)

// ticks is the rate of the stamps of H.264 and H.265 in RTP, and of all times in ticks.
const ticks = 90000

// runRTSP reads a camera.
func (p *pipeline) runRTSP(ctx context.Context, u *url.URL) error {
	c, err := p.s.dial(ctx, u)
	if err != nil {
		return err
	}
	watched, end := context.WithCancelCause(ctx)
	defer end(nil)
	stop := context.AfterFunc(watched, c.close)
	defer stop()
	defer c.close()
	transport := p.s.Transport
	if transport == "" {
		transport = "tcp"
	}
	m, err := c.open(transport, p.wantsSound(), p.soundless)
	if err != nil {
		return err
	}
	p.s.counts.connections.Add(1)
	c.clock = p.clock
	p.describe(stream.Description{Tracks: m.tracks})
	p.begin(codec.Named(m.codec), m.track)
	var hear *listener
	if c.sound != nil {
		hear = p.hear(m.sound)
	}
	for _, n := range m.sets {
		p.feeder.set(n)
	}
	d := newDepacketizer(p.feeder.codec, p.feeder.asm)
	go p.watch(watched, end)
	order := disorder{out: func(k *rtp.Packet, at time.Time) error { return d.push(k, p.s.streamTime(at)) }}
	var lost, late, foreign uint64
	err = c.receive(watched, func(k *rtp.Packet, at time.Time) error {
		if !p.feeder.begun {
			if other := codec.Sent(k.Payload); other != nil && other != p.feeder.codec {
				p.odd(fmt.Sprintf("it says that it sends %s, and sends %s", p.feeder.codec.Name(), other.Name()))
				p.feeder.become(other)
				d.become(other, p.feeder.asm)
			}
		}
		err := order.push(k, at)
		n := &p.s.counts
		n.packets.Add(1)
		n.lost.Add(d.lost - lost)
		f := c.foreign()
		n.late.Add(d.late - late + f - foreign)
		lost, late, foreign = d.lost, d.late, f
		return err
	}, func(k *rtp.Packet, at time.Time) error { return hear.push(k, at) })
	c.close()
	if hear != nil {
		hear.end()
	}
	if cause := context.Cause(watched); ctx.Err() == nil && cause != nil {
		err = cause // the watch ended it
	}
	if oerr := order.end(); err == nil {
		err = oerr
	}
	began := p.feeder.begun
	if eerr := p.end(); err == nil {
		err = eerr
	}
	if err == nil && !began {
		return fail(Lost, custos.Unavailable, "it ended the stream before the first key picture")
	}
	return err
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
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
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
	return p.runContainer(ctx, f, format)
}

// runContainer reads a file that ffmpeg takes apart. It is handed over open, and the
// demuxer is named, so that a file that pretends to be a playlist of others is not taken
// for one.
func (p *pipeline) runContainer(ctx context.Context, f *os.File, format string) error {
	args := []string{"-hide_banner", "-nostdin", "-nostats", "-v", "warning", "-copyts", "-max_alloc", strconv.Itoa(allocMost), "-max_pixels", strconv.Itoa(maxPixels), "-protocol_whitelist", "file", "-format_whitelist", format}
	if !p.s.Unpaced {
		args = append(args, "-re")
	}
	args = append(
		args, "-f", format, "-i", "file:/dev/fd/4", "-map", "0:v:0", "-c", "copy",
		"-f", "nut", "-syncpoints", "none", "-strict", "experimental", "-write_index", "0", "-flush_packets", "1", "pipe:3",
	)
	files, err := pipes(2)
	if err != nil {
		return err
	}
	cmd := &ffmpeg.Cmd{Args: args, Stderr: files[3], ExtraFiles: []*os.File{files[1], f}}
	if err := cmd.Start(ctx); err != nil {
		closeFiles(files)
		return fail(NoFFmpeg, custos.Unavailable, "ffmpeg is needed to read files: %w", err)
	}
	p.s.sayHoles()
	closeFiles([]*os.File{files[1], files[3]})
	var said complaints
	var reading sync.WaitGroup
	reading.Go(func() {
		defer files[2].Close()
		red := NewRedactor(&said, p.secrets...)
		_, _ = io.Copy(red, files[2])
		_ = red.Flush()
	})
	err = p.readPackets(files[0])
	if err != nil {
		cmd.Kill()
	}
	files[0].Close()
	reading.Wait()
	exit := cmd.Wait()
	began := p.feeder != nil && p.feeder.begun
	if eerr := p.end(); err == nil {
		err = eerr
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return err
	case exit != nil:
		return explain(&said, exit)
	case said.find(cutShort) != nil:
		return truncated()
	case !began:
		return fail(Truncated, custos.Invalid, "its file has no key picture")
	}
	return nil
}

// readPackets feeds the pictures that ffmpeg took out of a file.
func (p *pipeline) readPackets(r io.Reader) error {
	n, err := nut.NewReader(r)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil // ffmpeg says why
	}
	if err != nil {
		return custos.Errorf(custos.Internal, "ffmpeg's packets cannot be read: %w", err)
	}
	n.MaxPacket = maxUnit
	s := n.Streams()[0]
	c := codec.Named(map[string]string{"H264": "H264", "avc1": "H264", "HEVC": "H265", "hvc1": "H265", "hev1": "H265"}[s.FourCC])
	if c == nil {
		return wrongCodec(printed(s.FourCC))
	}
	track := stream.Track{Media: stream.Video, Codec: c.Name(), Clock: ticks}
	p.describe(stream.Description{Tracks: []stream.Track{track}})
	p.begin(c, track)
	p.feeder.line.exact = true
	packed := codec.ReadRecord(c, s.Extra)
	for _, set := range packed.Sets {
		p.feeder.set(set)
	}
	var buf []byte
	for {
		k, err := n.Next(buf)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return custos.Errorf(custos.Internal, "ffmpeg's packets cannot be read: %w", err)
		}
		buf = k.Data
		u := unit{at: p.s.streamTime(time.Now()), ts: uint32(toTicks(s.Time(k.PTS) + time.Second/(2*ticks)))}
		for _, nal := range packed.Split(buf) {
			class := c.Class(nal)
			if class == codec.Skip {
				continue
			}
			if class == codec.Set {
				p.feeder.sets.Add(nal)
			}
			u.nals = append(u.nals, bytes.Clone(nal))
			u.key = u.key || c.IsKey(nal)
		}
		if len(u.nals) == 0 {
			continue
		}
		if err := p.feeder.unit(u); err != nil {
			return err
		}
	}
}

func printed(s string) string { return strings.Map(printable, s) }

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
	p.begin(codec.H264{}, stream.Track{Media: stream.Video, Codec: stream.H264, Clock: ticks})
	p.feeder.line.exact = true
	err = p.raw(ctx, h264.Group(h264.Split(b)))
	began := p.feeder.begun
	if eerr := p.end(); err == nil {
		err = eerr
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return err
	case !began:
		return fail(Truncated, custos.Invalid, "its file has no key picture")
	}
	return nil
}

// raw feeds pictures at the rate that their stream states.
func (p *pipeline) raw(ctx context.Context, units []h264.AccessUnit) error {
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
		if !p.s.Unpaced {
			t := time.NewTimer(time.Until(begin.Add(fromTicks(int64(ts)))))
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
		for _, n := range u.NALs {
			if p.feeder.codec.Class(n) == codec.Set {
				p.feeder.sets.Add(n)
			}
		}
		if err := p.feeder.unit(unit{nals: u.NALs, key: u.Key, ts: uint32(ts), at: p.s.streamTime(time.Now())}); err != nil {
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
	cutShort   = regexp.MustCompile(`moov atom not found|partial file|[Tt]runcat|[Ee]nded prematurely|error reading header|contradictionary STSC|end of file|Packet corrupt|corrupt input packet`)
	noTag      = regexp.MustCompile(`Could not find tag for codec (\S+)`)
	noVideo    = regexp.MustCompile(`matches no streams`)
	badContent = regexp.MustCompile(`Invalid data found when processing input`)
)

func truncated() error {
	return fail(Truncated, custos.Invalid, "its file is cut short; copy it again from where it was made, or repair it with: ffmpeg -i FILE -c copy REPAIRED.mp4")
}

// explain turns the failure of the ffmpeg that reads a file into a sentence.
func explain(said *complaints, exit error) error {
	if m := said.find(noTag); m != nil {
		return wrongCodec(m[1])
	}
	switch {
	case said.find(noVideo) != nil:
		return fail(WrongCodec, custos.Invalid, "it has no video stream")
	case said.find(cutShort) != nil:
		return truncated()
	case said.find(badContent) != nil:
		return fail(Truncated, custos.Invalid, "its video is damaged or cut short (ffmpeg says: %s)", said.last())
	}
	return fail(Other, custos.Internal, "ffmpeg failed (%w) and said: %s", exit, strings.TrimSpace(said.last()))
}
