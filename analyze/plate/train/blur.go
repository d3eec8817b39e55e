package train

import (
	"math"

	"custos.dev/custos/analyze/plate"
)

// blur is a Gaussian's, across and then down; sigma is in pixels.
func blur(g *plate.Gray, sigma float64) {
	if sigma < .3 {
		return
	}
	n := int(3*sigma) + 1
	kernel := make([]float64, 2*n+1)
	sum := 0.
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		sum += kernel[i]
	}
	pass := func(count, along, step, across int) {
		line := make([]float64, along)
		for l := range count {
			for i := range along {
				v := 0.
				for k, w := range kernel {
					at := min(max(i+k-n, 0), along-1)
					v += w * float64(g.Pix[l*across+at*step])
				}
				line[i] = v / sum
			}
			for i, v := range line {
				g.Pix[l*across+i*step] = byte(v + .5)
			}
		}
	}
	pass(g.Height, g.Width, 1, g.Width)
	pass(g.Width, g.Height, g.Width, 1)
}
