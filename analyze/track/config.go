package track

import "time"

// Config sets how detections become tracks. The zero value is usable: every
// zero field, and every field outside its range, means its default.
type Config struct {
	// High is the score from which a detection may begin a track; default 0.5.
	High float64
	// Low is the score from which a detection may continue one; default 0.1.
	Low float64
	// MinIoU is the least overlap of a strong detection with the place where a
	// track is expected; default 0.2. A weak detection needs twice as much.
	MinIoU float64
	// MinHits is how many detections confirm a track; default 3.
	MinHits int
	// MaxLost is how long a confirmed track waits for its object to come out
	// again; default 2 s. Within it the identity is kept.
	MaxLost time.Duration
	// Coast is how long a confirmed track that nobody sees is still reported,
	// where it is expected; default 250 ms. It bridges single missed frames.
	Coast time.Duration
	// Tolerance is how far, in fractions of the frame, a simplified trajectory
	// may be from the path; default 0.01.
	Tolerance float64
}

func (c Config) withDefaults() Config {
	// Written so that a value that is not a number fails the test, too.
	if !(c.High > 0 && c.High <= 1) {
		c.High = 0.5
	}
	if !(c.Low > 0 && c.Low <= c.High) {
		c.Low = min(0.1, c.High)
	}
	if !(c.MinIoU > 0 && c.MinIoU < 0.5) {
		c.MinIoU = 0.2
	}
	if c.MinHits <= 0 {
		c.MinHits = 3
	}
	if c.MaxLost <= 0 {
		c.MaxLost = 2 * time.Second
	}
	if c.Coast <= 0 {
		c.Coast = 250 * time.Millisecond
	}
	c.Coast = min(c.Coast, c.MaxLost)
	if !(c.Tolerance > 0 && c.Tolerance < 1) {
		c.Tolerance = 0.01
	}
	return c
}
