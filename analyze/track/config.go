package track

import "time"

// Config sets how detections become tracks. The zero value is usable: every
// zero field, and every field outside its range, means its default.
type Config struct {
	// High is the score from which a detection may begin a track; default 0.6.
	High float64
	// Low is the score from which a detection may continue one; default 0.1.
	Low float64
	// MinIoU is the least overlap of a strong detection with the place where a
	// track is expected; default 0.3. A weak detection needs half as much again.
	MinIoU float64
	// MinHits is how many detections confirm a track; default 3.
	MinHits int
	// MaxLost is how long a confirmed track waits for its object to come out
	// again; default 2 s. Within it the identity is kept.
	MaxLost time.Duration
	// Coast is how long a confirmed track that nobody sees is still reported,
	// where it is expected. Default 0: what was not seen is not told, because a
	// box in an event is evidence and an expectation is not.
	Coast time.Duration
	// Tolerance is how far, in fractions of the frame, a simplified trajectory
	// may be from the path; default 0.01.
	Tolerance float64
}

func (c Config) withDefaults() Config {
	// Written so that a value that is not a number fails the test, too.
	if !(c.High > 0 && c.High <= 1) {
		c.High = 0.6
	}
	if !(c.Low > 0 && c.Low <= c.High) {
		c.Low = min(0.1, c.High)
	}
	if !(c.MinIoU > 0 && c.MinIoU <= 0.6) {
		c.MinIoU = 0.3
	}
	if c.MinHits <= 0 {
		c.MinHits = 3
	}
	if c.MaxLost <= 0 {
		c.MaxLost = 2 * time.Second
	}
	c.Coast = min(max(c.Coast, 0), c.MaxLost)
	if !(c.Tolerance > 0 && c.Tolerance < 1) {
		c.Tolerance = 0.01
	}
	return c
}
