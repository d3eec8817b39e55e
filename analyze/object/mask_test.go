package object

import (
	"math/rand"
	"testing"
)

// slow looks a pixel up with everything outside unset.
func slow(m *mask, x, y int) int {
	if x < 0 || y < 0 || x >= m.w || y >= m.h || !m.get(x, y) {
		return 0
	}
	return 1
}

func noisy(r *rand.Rand, w, h int) *mask {
	m := newMask(w, h)
	share := 1 + r.Intn(9)
	for y := range h {
		for x := range w {
			if r.Intn(10) < share {
				m.set(x, y)
			}
		}
	}
	return m
}

func TestMorphologyAgreesWithPixelLoops(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 40 {
		m := noisy(r, 16+r.Intn(150), 16+r.Intn(20))
		den, wide, tall := newMask(m.w, m.h), newMask(m.w, m.h), newMask(m.w, m.h)
		dx, dy := r.Intn(4), r.Intn(30)
		m.denoise(den)
		m.wide(wide, dx)
		m.tall(tall, dy)
		for y := range m.h {
			for x := range m.w {
				n := -slow(m, x, y)
				for j := -1; j <= 1; j++ {
					for i := -1; i <= 1; i++ {
						n += slow(m, x+i, y+j)
					}
				}
				if want := n >= 6 || n >= 4 && m.get(x, y); den.get(x, y) != want {
					t.Fatalf("denoise at %d,%d of %dx%d: %v with %d neighbours", x, y, m.w, m.h, !want, n)
				}
				any := 0
				for i := -dx; i <= dx; i++ {
					any |= slow(m, x+i, y)
				}
				if wide.get(x, y) != (any == 1) {
					t.Fatalf("wide %d at %d,%d of %dx%d", dx, x, y, m.w, m.h)
				}
				any = 0
				for j := -dy; j <= dy; j++ {
					any |= slow(m, x, y+j)
				}
				if tall.get(x, y) != (any == 1) {
					t.Fatalf("tall %d at %d,%d of %dx%d", dy, x, y, m.w, m.h)
				}
			}
		}
	}
}

func TestComponentsAgreeWithFlooding(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for range 60 {
		m := noisy(r, 16+r.Intn(150), 16+r.Intn(40))
		type bounds struct{ x0, y0, x1, y1, area int }
		want := map[bounds]int{}
		seen := newMask(m.w, m.h)
		for y := range m.h {
			for x := range m.w {
				if !m.get(x, y) || seen.get(x, y) {
					continue
				}
				b := bounds{x, y, x + 1, y + 1, 0}
				todo := [][2]int{{x, y}}
				seen.set(x, y)
				for len(todo) > 0 {
					p := todo[len(todo)-1]
					todo = todo[:len(todo)-1]
					b = bounds{min(b.x0, p[0]), min(b.y0, p[1]), max(b.x1, p[0]+1), max(b.y1, p[1]+1), b.area + 1}
					for j := -1; j <= 1; j++ {
						for i := -1; i <= 1; i++ {
							if slow(m, p[0]+i, p[1]+j) == 1 && !seen.get(p[0]+i, p[1]+j) {
								seen.set(p[0]+i, p[1]+j)
								todo = append(todo, [2]int{p[0] + i, p[1] + j})
							}
						}
					}
				}
				want[b]++
			}
		}
		for _, b := range components(m) {
			k := bounds{b.x0, b.y0, b.x1, b.y1, b.area}
			if want[k]--; want[k] < 0 {
				t.Fatalf("the component %+v is not there, or twice", k)
			}
		}
		for k, n := range want {
			if n != 0 {
				t.Fatalf("the component %+v was missed", k)
			}
		}
	}
}
