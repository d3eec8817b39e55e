package fmp4

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// Measured is what the pictures of a whole file say, whatever is claimed of it.
type Measured struct {
	Init
	// PTS is when the first picture is shown, End when the last one's turn ends. First is
	// the time stamp of what is decoded first, which may be shown later.
	PTS, First, End time.Duration
	// Pictures is how long each picture stands, in the order in which they are shown:
	// until the next one begins, and the last as long as it says itself.
	Pictures []time.Duration
}

// Measure reads a file to its end. One with more than most pictures, or that breaks off,
// is an error; what Measure keeps of a file grows with most, not with what it says.
func Measure(r io.Reader, most int) (Measured, error) {
	var m Measured
	f := NewReader(r)
	f.heads = true // what a fragment says of time stands before its pictures
	head, err := f.Init()
	if err != nil {
		return m, fmt.Errorf("fmp4: the file has no initialisation section: %w", err)
	}
	if m.Init, err = ParseInit(head); err != nil {
		return m, err
	}
	var shown []time.Duration
	var last Sample
	for {
		data, err := f.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, fmt.Errorf("fmp4: after %d pictures: %w", len(shown), err)
		}
		frag, err := m.ParseFragment(data)
		if errors.Is(err, ErrSound) {
			continue
		}
		if err != nil {
			return m, err
		}
		if len(shown) == 0 {
			m.First = frag.PTS
		}
		if len(shown)+len(frag.Samples) > most {
			return m, fmt.Errorf("fmp4: the file has more than %d pictures", most)
		}
		for _, s := range frag.Samples {
			if len(shown) == 0 || s.PTS >= last.PTS {
				last = s
			}
			shown = append(shown, s.PTS)
		}
	}
	if len(shown) == 0 {
		return m, errors.New("fmp4: the file has no picture")
	}
	// Pictures are stored in the order in which they are decoded.
	slices.Sort(shown)
	m.PTS, m.Pictures = shown[0], shown
	for i := range len(shown) - 1 {
		shown[i] = shown[i+1] - shown[i]
	}
	shown[len(shown)-1] = last.Duration
	m.End = last.PTS + last.Duration
	return m, nil
}
