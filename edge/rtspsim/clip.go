package rtspsim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"sort"

	"custos.dev/custos"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/edge/h264"
	"custos.dev/custos/edge/nut"
)

// maxFile bounds a file that is held in memory, in bytes.
const maxFile = 1 << 30

// clock is the rate of H.264's RTP time stamps.
const clock = 90000

// Clip is a piece of H.264 or H.265 footage in memory.
type Clip struct {
	// Codec is "H264" or "H265".
	Codec string
	// SPS and PPS are the first parameter sets; VPS only of H.265.
	VPS, SPS, PPS []byte
	// Info is what the SPS says, of H.264.
	Info h264.SPS
	// FPS is the mean frame rate.
	FPS    float64
	frames []frame
	// length is what a repetition adds to the time stamps, in 1/90000 s.
	length int64
	sound  *sound // nil if there is none, or it is not played
}

// Frames returns how many pictures the clip has.
func (c *Clip) Frames() int { return len(c.frames) }

// frame is an access unit with its times since the clip's start, in 1/90000 s.
type frame struct {
	nals [][]byte
	key  bool
	pts  int64
	// due is when it is sent: times of decoding, so they never step back.
	due int64
}

// Load reads a raw H.264 file, or any file of H.264 or H.265 that ffmpeg can open. fps
// is only needed (otherwise 0) for raw H.264 that does not state its rate.
func Load(ctx context.Context, path string, fps float64) (*Clip, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "the footage cannot be opened: %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "the footage cannot be opened: %w", err)
	}
	if !st.Mode().IsRegular() || st.Size() > maxFile {
		return nil, custos.Errorf(custos.Invalid, "%s is not a file of at most 1 GiB; cut it into parts", path)
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(f, head); err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s is empty: give a file with H.264 video", path)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var c *Clip
	if bytes.HasPrefix(head, []byte{0, 0, 1}) || bytes.Equal(head, []byte{0, 0, 0, 1}) {
		c, err = loadRaw(f, fps)
	} else {
		c, err = loadContainer(ctx, f)
	}
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", path, err)
	}
	return c, nil
}

func loadRaw(f io.Reader, fps float64) (*Clip, error) {
	b, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil, err
	}
	if nals := h264.Split(b[:min(len(b), 64<<10)]); len(nals) > 0 && len(nals[0]) > 1 && isH265(nals[0]) {
		return nil, errors.New("raw H.265 does not say when a picture is shown; put it into an MP4 file")
	}
	c := &Clip{Codec: "H264"}
	for _, au := range h264.Group(h264.Split(b)) {
		for _, n := range au.NALs {
			if h264.IsB(n) {
				return nil, errors.New("raw H.264 with B-frames does not say when a picture is shown; put it into an MP4 file")
			}
		}
		c.frames = append(c.frames, frame{nals: au.NALs, key: au.Key})
	}
	if err := c.finish(); err != nil {
		return nil, err
	}
	if fps == 0 && c.Info.FPSDen > 0 {
		fps = float64(c.Info.FPSNum) / float64(c.Info.FPSDen)
	}
	if fps <= 0 || fps > 1000 || math.IsNaN(fps) {
		return nil, errors.New("the stream does not state its frame rate; say it with --fps")
	}
	c.FPS = fps
	at := func(i int) int64 { return int64(math.Round(float64(i) * clock / fps)) }
	for i := range c.frames {
		c.frames[i].pts, c.frames[i].due = at(i), at(i)
	}
	c.length = at(len(c.frames))
	return c, nil
}

// loadContainer lets ffmpeg unpack the file, without decoding it.
func loadContainer(ctx context.Context, f *os.File) (*Clip, error) {
	c, err := unpack(ctx, f, "h264_mp4toannexb")
	if err == nil || ctx.Err() != nil {
		return c, err
	}
	if c, herr := unpack(ctx, f, "hevc_mp4toannexb"); herr == nil {
		return c, nil
	}
	return nil, err
}

func unpack(ctx context.Context, f *os.File, filter string) (*Clip, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	// The file is handed over open, so that its name is never taken for an
	// option or a protocol.
	out, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer out.Close()
	var errs tail
	cmd := &ffmpeg.Cmd{
		Args: []string{
			"-hide_banner", "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe",
			"-i", "file:/dev/fd/3", "-map", "0:v:0", "-c", "copy", "-bsf:v", filter, "-f", "nut", "-write_index", "0", "pipe:1",
		},
		ExtraFiles: []*os.File{f}, Stdout: to, Stderr: &errs,
	}
	err = cmd.Start(ctx)
	_ = to.Close()
	if err != nil {
		return nil, err
	}
	c, err := readNUT(out)
	if err != nil {
		cmd.Kill()
	}
	if werr := cmd.Wait(); werr != nil && errs.String() != "" {
		return nil, fmt.Errorf("no H.264 or H.265 video could be read from it (ffmpeg says: %s)", errs.String())
	}
	return c, err
}

func readNUT(r io.Reader) (*Clip, error) {
	n, err := nut.NewReader(r)
	if err != nil {
		return nil, err
	}
	s := n.Streams()[0]
	c := &Clip{Codec: map[string]string{"H264": "H264", "h264": "H264", "avc1": "H264", "HEVC": "H265", "hevc": "H265", "hev1": "H265", "hvc1": "H265", "H265": "H265"}[s.FourCC]}
	if c.Codec == "" {
		return nil, fmt.Errorf("its video is %q, not H.264; convert it with: ffmpeg -i FILE -c:v libx264 OUT.mp4", s.FourCC)
	}
	total := 0
	for {
		p, err := n.Next(nil)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if total += len(p.Data); total > maxFile {
			return nil, errors.New("it is larger than 1 GiB; cut it into parts")
		}
		nals := h264.Split(p.Data)
		key := false
		for _, x := range nals {
			key = key || c.isKey(x)
		}
		c.frames = append(c.frames, frame{nals: nals, key: key, pts: int64(math.Round(s.Time(p.PTS).Seconds() * clock))})
	}
	if err := c.finish(); err != nil {
		return nil, err
	}
	// Decoding times are the presentation times in order: each picture is sent
	// in the slot in which one is shown.
	sorted := make([]int64, len(c.frames))
	for i, f := range c.frames {
		sorted[i] = f.pts
	}
	sort.Slice(sorted, func(i, j int) bool { return sorted[i] < sorted[j] })
	first := sorted[0]
	for i := range c.frames {
		c.frames[i].pts -= first
		c.frames[i].due = sorted[i] - first
	}
	last := sorted[len(sorted)-1] - first
	step := int64(clock / 10)
	if len(sorted) > 1 {
		step = max(1, last/int64(len(sorted)-1))
	}
	c.length = last + step
	c.FPS = float64(len(c.frames)) * clock / float64(c.length)
	return c, nil
}

// finish finds the parameter sets and drops what stands before the first keyframe.
func (c *Clip) finish() error {
	for len(c.frames) > 0 && !c.frames[0].key {
		c.frames = c.frames[1:]
	}
	if len(c.frames) == 0 {
		return errors.New("no keyframe is in it")
	}
	for _, f := range c.frames {
		for _, n := range f.nals {
			if p := c.set(n); p != nil && *p == nil {
				*p = n
			}
		}
	}
	if c.SPS == nil || c.PPS == nil {
		return errors.New("its parameter sets are missing")
	}
	if c.Codec == "H265" {
		return nil
	}
	var err error
	c.Info, err = h264.ParseSPS(c.SPS)
	return err
}

// The types of H.265 that matter here (ITU-T H.265, 7.4.2.2).
const (
	hevcFirstKey, hevcLastKey = 16, 21
	hevcVPS, hevcSPS, hevcPPS = 32, 33, 34
	hevcAUD                   = 35
)

func hevcType(n []byte) int { return int(n[0] >> 1 & 0x3f) }

// isH265 says whether a stream's first unit is one of H.265: a parameter set or a
// delimiter of the lowest layers.
func isH265(n []byte) bool {
	t := hevcType(n)
	return n[0]&0x81 == 0 && n[1] == 1 && t >= hevcVPS && t <= hevcAUD
}

func (c *Clip) isKey(n []byte) bool {
	if c.Codec == "H265" {
		t := hevcType(n)
		return t >= hevcFirstKey && t <= hevcLastKey
	}
	return h264.Type(n) == h264.TypeIDR
}

// set returns where a parameter set is kept, nil for other units.
func (c *Clip) set(n []byte) *[]byte {
	if c.Codec == "H265" {
		switch hevcType(n) {
		case hevcVPS:
			return &c.VPS
		case hevcSPS:
			return &c.SPS
		case hevcPPS:
			return &c.PPS
		}
		return nil
	}
	switch h264.Type(n) {
	case h264.TypeSPS:
		return &c.SPS
	case h264.TypePPS:
		return &c.PPS
	}
	return nil
}

// sets are the parameter sets in their order.
func (c *Clip) sets() [][]byte {
	if c.Codec == "H265" {
		return [][]byte{c.VPS, c.SPS, c.PPS}
	}
	return [][]byte{c.SPS, c.PPS}
}

func (c *Clip) isAUD(n []byte) bool {
	if c.Codec == "H265" {
		return hevcType(n) == hevcAUD
	}
	return h264.Type(n) == h264.TypeAUD
}

// picture returns a frame's units as a camera sends them: parameter sets before a
// keyframe, and no delimiters, which carry nothing that the marker does not.
func (c *Clip) picture(f frame) [][]byte {
	var out [][]byte
	has := false
	for _, n := range f.nals {
		has = has || c.set(n) != nil
		if !c.isAUD(n) {
			out = append(out, n)
		}
	}
	if f.key && !has {
		out = append(c.sets(), out...)
	}
	return out
}

// tail keeps the last line that ffmpeg wrote.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if len(t.b) > 2048 {
		t.b = append(t.b[:0], t.b[len(t.b)-2048:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	s := bytes.TrimSpace(t.b)
	return string(bytes.ToValidUTF8(s[bytes.LastIndexByte(s, '\n')+1:], nil))
}

// Packets returns how many packets the clip is sent in, once.
func (c *Clip) Packets() int {
	n := 0
	for _, f := range c.frames {
		n += len(pack(c.Codec, c.picture(f)))
	}
	return n
}
