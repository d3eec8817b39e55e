package pcm

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/edge/nut"
)

const (
	// again is how long a helper that failed is not started once more.
	again = 5 * time.Second
	// writeMost is how long one may take for a block before it counts as hung.
	writeMost = 5 * time.Second
	// heldMost bounds the samples that wait for Decode: ten seconds. Who decodes takes them
	// with each block, so more comes of sound only that was never there.
	heldMost = 10 * Rate
	// memory bounds a helper's address space; allocMost one allocation in it.
	memory    = 512 << 20
	allocMost = 32 << 20
	// cpuAhead is how much more processor time than it was given sound one may take.
	cpuAhead = 20 * time.Second
)

// endMost is how long a helper may take for its last samples; a service that is told to end has
// little more. Tests, on busy machines, wait longer.
var endMost = 3 * time.Second

// helper is one life of ffmpeg, decoding one camera's sound.
type helper struct {
	cmd  *ffmpeg.Cmd
	in   *os.File
	nut  *nut.Writer
	read sync.WaitGroup
	said tail
	pts  int64 // of the next block, in samples
	fed  time.Duration

	mu   sync.Mutex
	held []float32
	over bool // its output has ended
	// spare is what was taken before, for the samples to come.
	spare []float32
}

// fourCC are the formats' names in NUT: AAC has the number of a WAVE file's format.
var fourCC = map[custos.SoundFormat]string{custos.SoundAAC: "\xff\x00\x00\x00", custos.SoundOpus: "Opus"}

// opusHead is what a decoder of Opus needs first (RFC 7845, 5.1), where the camera says nothing.
func opusHead(channels int) []byte {
	b := append([]byte("OpusHead\x01"), byte(min(channels, 2)), 0, 0)
	b = binary.LittleEndian.AppendUint32(b, 48000)
	return append(b, 0, 0, 0)
}

func helperArgs() []string {
	return []string{
		"-hide_banner", "-nostdin", "-nostats", "-v", "error", "-max_alloc", strconv.Itoa(allocMost), "-threads", "1",
		"-protocol_whitelist", "pipe", "-probesize", "32", "-analyzeduration", "1", "-fflags", "+nobuffer", "-f", "nut", "-i", "pipe:0",
		"-map", "0:a:0", "-ac", "1", "-ar", strconv.Itoa(Rate), "-c:a", "pcm_s16le", "-f", "s16le", "-flush_packets", "1", "pipe:3",
	}
}

// startHelper starts ffmpeg for a format.
func startHelper(s *custos.Sound) (*helper, error) {
	h := &helper{}
	inR, inW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	outR, outW, err := os.Pipe()
	if err != nil {
		_, _ = inR.Close(), inW.Close()
		return nil, err
	}
	h.in = inW
	h.cmd = &ffmpeg.Cmd{Args: helperArgs(), Stdin: inR, Stderr: &h.said, ExtraFiles: []*os.File{outW}, Memory: memory}
	err = h.cmd.Start(context.Background())
	_, _ = inR.Close(), outW.Close()
	if err != nil {
		_, _ = inW.Close(), outR.Close()
		if errors.Is(err, exec.ErrNotFound) {
			return nil, custos.Errorf(custos.Unavailable, "ffmpeg is not installed, so AAC and Opus are not heard; install it with: apt-get install ffmpeg, or set G.711 at the camera")
		}
		return nil, custos.Errorf(custos.Unavailable, "the sound is not decoded: %w", err)
	}
	h.read.Go(func() {
		defer outR.Close()
		h.collect(outR)
	})
	config := s.Config
	if s.Format == custos.SoundOpus && len(config) == 0 {
		config = opusHead(s.Channels)
	}
	h.nut, err = nut.NewWriter(h.in, nut.Stream{FourCC: fourCC[s.Format], Num: 1, Den: uint64(s.Rate), Rate: s.Rate, Channels: s.Channels, Extra: config})
	if err != nil {
		_ = h.end()
		return nil, custos.Errorf(custos.Unavailable, "the sound's decoder takes nothing: %w", err)
	}
	return h, nil
}

// collect takes what comes out until that ends.
func (h *helper) collect(r io.Reader) {
	b := make([]byte, 16<<10)
	n := 0
	for {
		k, err := r.Read(b[n:])
		n += k
		h.mu.Lock()
		for i := 0; i+1 < n; i += 2 {
			if len(h.held) < heldMost {
				h.held = append(h.held, float32(int16(binary.LittleEndian.Uint16(b[i:])))/32768)
			}
		}
		h.over = err != nil
		h.mu.Unlock()
		if n%2 == 1 {
			b[0] = b[n-1]
		}
		n %= 2
		if err != nil {
			return
		}
	}
}

// take returns what came out since it was called before. It is valid until the next call.
func (h *helper) take() (samples []float32, over bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.held, h.spare = h.spare[:0], h.held
	return h.spare, h.over
}

// write gives it a block.
func (h *helper) write(s *custos.Sound) error {
	if err := h.in.SetWriteDeadline(time.Now().Add(writeMost)); err != nil {
		return err
	}
	h.fed += time.Duration(s.Samples) * time.Second / time.Duration(s.Rate)
	if used := h.cmd.Used(); used > h.fed+cpuAhead {
		return custos.Errorf(custos.Unavailable, "it worked for %v on %v of sound", used.Round(time.Second), h.fed.Round(time.Second))
	}
	err := h.nut.Write(h.pts, true, s.Data)
	h.pts += int64(s.Samples)
	return err
}

// end has it finish and returns its last samples.
func (h *helper) end() []float32 {
	_ = h.in.Close()
	kill := time.AfterFunc(endMost, h.cmd.Kill)
	defer kill.Stop()
	h.read.Wait()
	_ = h.cmd.Wait() // what it said was asked for where it mattered
	samples, _ := h.take()
	return samples
}

// tail keeps the end of what a helper says.
type tail struct {
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, b...)
	if n := len(t.b) - 400; n > 0 {
		t.b = append(t.b[:0], t.b[n:]...)
	}
	return len(b), nil
}

func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := bytes.Split(bytes.TrimSpace(t.b), []byte("\n"))
	return custos.Plain(string(lines[len(lines)-1]))
}

// byHelper has ffmpeg decode a block. One that fails is started again, after a while.
func (d *Decoder) byHelper(s *custos.Sound, lost bool) ([]Block, error) {
	if d.helper == nil {
		if time.Now().Before(d.again) {
			return nil, custos.Errorf(custos.Unavailable, "the sound's decoder has just failed; it is started again in a moment")
		}
		h, err := startHelper(s)
		if err != nil {
			d.again = time.Now().Add(again)
			return nil, err
		}
		d.helper = h
		d.line.reset()
		lost = true
	}
	d.line.mark(s, lost)
	err := d.helper.write(s)
	samples, over := d.helper.take()
	out := d.line.cut(samples)
	if err == nil && !over {
		return out, nil
	}
	d.again = time.Now().Add(again)
	h := d.helper
	d.helper = nil
	h.cmd.Kill()
	_ = h.end()
	if said := h.said.last(); said != "" {
		return out, custos.Errorf(custos.Unavailable, "the sound's decoder ended: %s", said)
	}
	return out, custos.Errorf(custos.Unavailable, "the sound's decoder ended: %w", cmp.Or(err, io.ErrUnexpectedEOF))
}
