package benches

import (
	"bufio"
	"io"
	"math"
	"strings"
	"testing"
	"time"
)

func TestCoreFor(t *testing.T) {
	// 20 s of a camera's 25 pictures a second, in whatever time: 2 s of CPU are a tenth.
	core, err := coreFor(2, 500)
	if err != nil || math.Abs(core-.1) > 1e-9 {
		t.Errorf("%v core, %v, want .1", core, err)
	}
	if _, err := coreFor(2, 0); err == nil {
		t.Error("a process that took nothing has a figure")
	}
}

func TestBenchProcessSays(t *testing.T) {
	p := &process{lines: bufio.NewReader(strings.NewReader("fps=25\nframe=  17\nprogress=continue\nframe=29\n"))}
	for _, want := range []float64{17, 29} {
		if err := p.next(); err != nil || p.pictures() != want {
			t.Errorf("ffmpeg: %v pictures, %v, want %v", p.pictures(), err, want)
		}
	}
	if err := p.next(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
	p = &process{lines: bufio.NewReader(strings.NewReader(`{"pictures":7,"undecoded":2,"frames":5,"gaps":[1500000000],"ended":true}` + "\n"))}
	if err := p.next(); err != nil || p.pictures() != 7 || p.said.Undecoded != 2 || p.said.Frames != 5 || len(p.said.Gaps) != 1 || p.said.Gaps[0] != 1500*time.Millisecond || !p.said.Ended {
		t.Errorf("a camera: %+v, %v", p.said, err)
	}
}

func TestPeakOf(t *testing.T) {
	if got := peakOf("Name:\tcustos\nVmPeak:\t 1240000 kB\nVmHWM:\t   51200 kB\nVmRSS:\t   40960 kB\n"); got != 50 {
		t.Errorf("%v MiB, want 50", got)
	}
}

func TestMean(t *testing.T) {
	if got := mean([]float64{1, 2, 6}); got != 3 {
		t.Errorf("%v, want 3", got)
	}
}
