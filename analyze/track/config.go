package track

import "time"

// Config sets how detections become tracks. The zero value is usable: every
// zero field, and every field outside its range, means its default. How the
// defaults were chosen, and on what, is in docs/accuracy.md.
type Config struct {
	// High is the score from which a detection may begin a track, if it is not
	// rather right than wrong from a lower one on; default 0.6. See trust.
	High float64
	// Low is the score from which a detection may continue one, if what it is worth
	// says so, too; default 0.1.
	Low float64
	// MinIoU is the least overlap of a strong detection with the place where a
	// track is expected; default 0.375. A weak detection needs half as much again.
	MinIoU float64
	// MinHits is how many detections confirm a track; default 3. Fewer do if they
	// are all but certain.
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
	// Aspect is the picture's width over its height; default 16:9.
	Aspect float64
	// Alike says that the detector's scores tell nothing of who is right: each
	// detection from High on counts alike.
	Alike bool

	// Doubt is how far below even odds, in log-odds, the scores of a track may be
	// until it is not reported, by a detector that is as sure of itself as
	// Faster R-CNN; default 0.5. See trust.
	Doubt float64
	// Memory is for how long a track's scores count; default 2.5 s.
	Memory time.Duration
	// Accel is the standard deviation of the acceleration that things have, in
	// their heights per second squared; default 1.2. Where the camera itself is
	// carried about more is learnt.
	Accel float64
	// Jitter is the standard deviation of where a sure detection is, in heights
	// of the box; default 0.03.
	Jitter float64
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
		c.MinIoU = 0.375
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
	if !(c.Aspect >= 0.1 && c.Aspect <= 10) {
		c.Aspect = 16.0 / 9
	}
	if !(c.Doubt > 0 && c.Doubt <= 10) {
		c.Doubt = 0.5
	}
	if c.Memory <= 0 {
		c.Memory = 2500 * time.Millisecond
	}
	if !(c.Accel > 0 && c.Accel <= 100) {
		c.Accel = 1.2
	}
	if !(c.Jitter > 0 && c.Jitter <= 1) {
		c.Jitter = 0.03
	}
	return c
}
