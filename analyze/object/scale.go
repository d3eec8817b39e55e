package object

// scale learns how tall a person is where, from people seen alone: a straight
// line from the row of the feet to the height, as the picture of flat ground
// gives. It takes the place of a calibration of the camera.
type scale struct{ n, y, h, yy, yh float64 }

const (
	scaleEnough = 40
	scaleForget = 0.998
)

// height returns a person's height in pixels with the feet in row y, 0 while
// too few were seen.
func (s *scale) height(y int) float64 {
	if s.n < scaleEnough {
		return 0
	}
	my, mh := s.y/s.n, s.h/s.n
	vy := s.yy/s.n - my*my
	// The ridge keeps the line level while all feet were in a few rows.
	slope := (s.yh/s.n - my*mh) / (vy + 25)
	return min(max(mh+slope*(float64(y)-my), mh/3), mh*3)
}

func (s *scale) learn(y, h int) {
	fy, fh := float64(y), float64(h)
	if want := s.height(y); want > 0 && (fh < 0.65*want || fh > 1.4*want) {
		return
	}
	s.n, s.y, s.h = s.n*scaleForget+1, s.y*scaleForget+fy, s.h*scaleForget+fh
	s.yy, s.yh = s.yy*scaleForget+fy*fy, s.yh*scaleForget+fy*fh
}
