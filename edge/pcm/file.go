package pcm

import (
	"context"
	"encoding/binary"
	"io"
	"os"
	"strconv"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/ffmpeg"
)

// File decodes the first sound of a file, up to a length, by a confined ffmpeg. It returns
// Invalid for a file that holds none.
func File(ctx context.Context, path string, most time.Duration) ([]float32, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "the sound cannot be opened: %w", err)
	}
	defer f.Close()
	out, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer out.Close()
	var said tail
	cmd := &ffmpeg.Cmd{
		Args: []string{
			"-hide_banner", "-nostdin", "-nostats", "-v", "error", "-threads", "1", "-max_alloc", strconv.Itoa(allocMost), "-protocol_whitelist", "file,pipe",
			"-i", "file:/dev/fd/3", "-map", "0:a:0", "-t", strconv.FormatFloat(most.Seconds(), 'f', 3, 64),
			"-ac", "1", "-ar", strconv.Itoa(Rate), "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1",
		},
		ExtraFiles: []*os.File{f}, Stdout: to, Stderr: &said, CPU: time.Minute,
	}
	err = cmd.Start(ctx)
	_ = to.Close()
	if err != nil {
		return nil, err
	}
	b, rerr := io.ReadAll(io.LimitReader(out, int64(most.Seconds()+1)*Rate*2))
	_ = out.Close()
	if err := cmd.Wait(); err != nil || len(b) == 0 {
		return nil, custos.Errorf(custos.Invalid, "%s holds no sound that can be decoded: %s", path, said.last())
	}
	if rerr != nil {
		return nil, rerr
	}
	samples := make([]float32, len(b)/2)
	for i := range samples {
		samples[i] = float32(int16(binary.LittleEndian.Uint16(b[2*i:]))) / 32768
	}
	return samples, nil
}
