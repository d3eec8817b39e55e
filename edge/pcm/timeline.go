package pcm

import (
	"time"

	"custos.dev/custos"
)

// timeline says when decoded samples were captured, by the blocks that they came in: both are
// counted from the beginning.
type timeline struct {
	marks []mark
	in    int64 // samples of Rate that went in
	rest  int64 // of a sample, in 1/Rate of the camera's
	out   int64 // samples of Rate that came out
}

// mark is where a block begins.
type mark struct {
	at   int64
	pts  time.Duration
	time time.Time
	lost bool
}

// mostMarks bounds what waits for a decoder that gives nothing out.
const mostMarks = 1024

func (l *timeline) reset() { *l = timeline{} }

// mark notes a block that goes in.
func (l *timeline) mark(s *custos.Sound, lost bool) {
	if len(l.marks) >= mostMarks {
		l.marks = append(l.marks[:0], l.marks[mostMarks/2:]...)
	}
	l.marks = append(l.marks, mark{l.in, s.PTS, s.Time, lost})
	l.rest += int64(s.Samples) * Rate
	l.in += l.rest / int64(s.Rate)
	l.rest %= int64(s.Rate)
}

// cut makes blocks of the samples that come out, a new one where sound is missing.
func (l *timeline) cut(samples []float32) (out []Block) {
	for len(samples) > 0 && len(l.marks) > 0 {
		for len(l.marks) > 1 && l.marks[1].at <= l.out {
			if l.marks[0].lost && !l.marks[1].lost {
				l.marks[1].lost = true // nothing came of the block that said so
			}
			l.marks = l.marks[1:]
		}
		m := &l.marks[0]
		n := int64(len(samples))
		for _, next := range l.marks[1:] {
			if next.lost {
				n = min(n, next.at-l.out)
				break
			}
		}
		behind := time.Duration(l.out-m.at) * time.Second / Rate
		out = append(out, Block{PTS: m.pts + behind, Time: m.time.Add(behind), Samples: samples[:n], Lost: m.lost})
		m.lost = false
		l.out += n
		samples = samples[n:]
	}
	return out
}
