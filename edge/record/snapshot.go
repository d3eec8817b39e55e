package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"custos"
	"custos/edge/fmp4"
)

// Snapshot returns the picture that is shown at a time stamp as a JPEG. files
// are segments of one stream in order, with the time stamp in one of them; pts
// is in the stream's time base, as in FrameRef.PTS and Segment.PTS.
func Snapshot(ctx context.Context, files []string, pts time.Duration) ([]byte, error) {
	var rs []io.Reader
	for _, p := range files {
		f, err := os.Open(p)
		if err != nil {
			return nil, custos.Errorf(custos.NotFound, "a recording cannot be opened: %w", err)
		}
		defer f.Close()
		rs = append(rs, f)
	}
	return snapshot(ctx, io.MultiReader(rs...), pts)
}

// Snapshot returns the picture shown at a time stamp from segments.
func (a *Archive) Snapshot(ctx context.Context, segs []custos.Segment, pts time.Duration) ([]byte, error) {
	r, w := io.Pipe()
	done := make(chan struct{})
	ctx, cancel := context.WithCancel(ctx)
	var clipErr error
	go func() {
		defer close(done)
		clipErr = a.Clip(ctx, w, segs)
		w.CloseWithError(clipErr)
	}()
	b, err := snapshot(ctx, r, pts)
	cancel()
	r.Close()
	<-done
	if err != nil && clipErr != nil && !errors.Is(clipErr, context.Canceled) && !errors.Is(clipErr, io.ErrClosedPipe) {
		return nil, clipErr
	}
	return b, err
}

func snapshot(ctx context.Context, in io.Reader, pts time.Duration) ([]byte, error) {
	clip, at, err := lastGroup(in, pts)
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, "ffmpeg", "-hide_banner", "-nostats", "-v", "error", "-protocol_whitelist", "pipe", "-copyts", "-f", "mov", "-i", "pipe:0",
		"-map", "0:v:0", "-an", "-vf", fmt.Sprintf("select='gte(t,%.6f)'", at.Seconds()-.0005), "-fps_mode", "passthrough", "-frames:v", "1",
		"-q:v", "3", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-f", "mjpeg", "pipe:1")
	c.Stdin = bytes.NewReader(clip)
	c.WaitDelay = 2 * time.Second
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, custos.Errorf(custos.Unavailable, "ffmpeg is not installed; install it with: apt-get install ffmpeg")
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !bytes.HasPrefix(out, []byte{0xff, 0xd8}):
		said := strings.TrimSpace(errs.String())
		return nil, custos.Errorf(custos.Corrupt, "the recording cannot be decoded (ffmpeg says: %.200s)", said[strings.LastIndexByte(said, '\n')+1:])
	}
	return out, nil
}

// lastGroup returns a small clip with the picture shown at pts, from the
// keyframe that it needs on, and the picture's own time stamp.
func lastGroup(in io.Reader, pts time.Duration) (clip []byte, at time.Duration, err error) {
	m := fmp4.NewReader(in)
	head, err := m.Init()
	if err != nil {
		return nil, 0, custos.Errorf(custos.Corrupt, "the recording cannot be read: %w", err)
	}
	init, err := fmp4.ParseInit(head)
	if err != nil {
		return nil, 0, custos.Errorf(custos.Corrupt, "the recording cannot be read: %w", err)
	}
	found := false
	clip = head
	for {
		data, err := m.Next()
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return nil, 0, err
		}
		f, err := init.ParseFragment(data)
		if err != nil {
			return nil, 0, custos.Errorf(custos.Corrupt, "the recording cannot be read: %w", err)
		}
		if f.Key {
			if f.PTS > pts {
				break
			}
			clip = append(clip[:len(head):len(head)], data...)
		} else {
			clip = append(clip, data...)
		}
		for _, s := range f.Samples {
			if s.PTS <= pts && (!found || s.PTS > at) {
				at, found = s.PTS, true
			}
		}
	}
	if !found {
		return nil, 0, custos.Errorf(custos.NotFound, "no picture was recorded at that time")
	}
	return clip, at, nil
}
