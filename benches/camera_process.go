package benches

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/figures"
)

// cameraSample is what a process that takes a camera in, and what it started, had used at
// one moment, and how far it was.
type cameraSample struct {
	at  time.Time
	cpu float64 // seconds, of both
	// rss and childRSS are the most that the process and its child had resident, in MiB.
	rss, childRSS float64
	pictures      float64 // recorded, or read by the peer
	frames        float64 // decoded
}

// coreFor is what share of a core some CPU time is for one camera: for as many pictures a
// second as a camera sends. So it is right where a process could not keep up.
func coreFor(cpu, pictures float64) (float64, error) {
	if pictures <= 0 {
		return 0, custos.Errorf(custos.Unavailable, "a process took no picture while it was measured; measure on a machine with less other work, or fewer --cameras")
	}
	return cpu / pictures * clipFPS, nil
}

// process is a camera's process or a peer. One goroutine uses it.
type process struct {
	cmd   *exec.Cmd
	in    io.Closer
	lines *bufio.Reader
	errs  bytes.Buffer
	said  measuredSays
	read  float64 // pictures that a peer says it has read
}

func startProcess(ctx context.Context, program string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, program, args...)}
	p.cmd.Stderr = &p.errs
	p.cmd.WaitDelay = 10 * time.Second
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.in, p.lines = in, bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		return nil, custos.Errorf(custos.Unavailable, "%s cannot be started: %w", filepath.Base(program), err)
	}
	return p, nil
}

// next reads what it says until that says how far it is; io.EOF when it has ended.
func (p *process) next() error {
	for {
		line, err := p.lines.ReadBytes('\n')
		if err != nil {
			return io.EOF
		}
		if line[0] == '{' {
			return json.Unmarshal(line, &p.said)
		}
		// ffmpeg -progress
		if n, ok := strings.CutPrefix(strings.TrimSpace(string(line)), "frame="); ok {
			p.read, err = strconv.ParseFloat(strings.TrimSpace(n), 64)
			return err
		}
	}
}

// pictures is how many it has taken.
func (p *process) pictures() float64 { return p.read + float64(p.said.Pictures) }

// sampleEvery is how often a process is looked at while it is measured.
const sampleEvery = 5 * time.Second

// window returns samples of when it gave its first pictures and of when length had passed.
// If it ends before that, it returns io.EOF, and the latest sample for the second.
func (p *process) window(length time.Duration) (from, until cameraSample, err error) {
	for begun := false; ; {
		if err := p.next(); err != nil {
			return from, until, err
		}
		switch now := time.Now(); {
		case p.pictures() == 0:
		case !begun:
			from, begun = p.sample(now), true
			until = from
		case now.Sub(from.at) >= length:
			return from, p.sample(now), nil
		case now.Sub(until.at) >= sampleEvery:
			until = p.sample(now)
		}
	}
}

// rest reads what it says until it ends.
func (p *process) rest() error {
	for {
		err := p.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if err := p.cmd.Wait(); err != nil {
		return p.failed("failed", err)
	}
	return nil
}

// stop ends it; what it still says is not read.
func (p *process) stop() {
	_ = p.in.Close()
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

func (p *process) failed(what string, err error) error {
	p.stop()
	said := strings.TrimSpace(p.errs.String())
	return custos.Errorf(custos.Unavailable, "%s %s (%w); it said: %s", filepath.Base(p.cmd.Path), what, err, said)
}

// sample reads from /proc what the process and those below it have used.
func (p *process) sample(now time.Time) cameraSample {
	pid := p.cmd.Process.Pid
	s := cameraSample{at: now, pictures: p.pictures(), frames: p.read + float64(p.said.Frames), rss: peakRSS(pid)}
	parents, used := figures.Processes()
	s.cpu = used[pid]
	for child, parent := range parents {
		if parent == pid {
			s.cpu += used[child]
			s.childRSS = max(s.childRSS, peakRSS(child))
		}
	}
	return s
}

// peakRSS is the most memory that a process had resident, in MiB; 0 if it has ended.
func peakRSS(pid int) float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	return peakOf(string(b))
}

// peakOf reads /proc's status.
func peakOf(status string) float64 {
	for line := range strings.Lines(status) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kib, _ := strconv.ParseFloat(f[1], 64)
			return kib / 1024
		}
	}
	return 0
}
