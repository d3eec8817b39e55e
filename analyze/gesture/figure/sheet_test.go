package figure

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"
	"time"

	"custos.dev/custos"
)

func TestSheet(t *testing.T) {
	out := os.Getenv("SHEET")
	if out == "" {
		t.Skip()
	}
	img := image.NewRGBA(image.Rect(0, 0, 4*384, 5*288))
	n := 0
	for seed := uint64(0); seed < 10; seed++ {
		c := New(seed)
		for _, s := range c.Truth {
			var f custos.Frame
			c.Frame(s.From+(s.Until-s.From)*3/5, &f)
			ox, oy := n%4*384, n/4*288
			for y := range 288 {
				for x := range 384 {
					r, g, b := color.YCbCrToRGB(f.Y[y*384+x], f.U[y/2*192+x/2], f.V[y/2*192+x/2])
					img.Set(ox+x, oy+y, color.RGBA{r, g, b, 255})
				}
			}
			n++
		}
	}
	f, _ := os.Create(out)
	png.Encode(f, img)
	f.Close()
	_ = time.Now
}
