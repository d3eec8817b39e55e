package ort

import (
	"math"
	"testing"
)

func TestHalves(t *testing.T) {
	for h, want := range map[uint16]float64{0: 0, 0x3c00: 1, 0xbc00: -1, 0x3800: .5, 0x7bff: 65504, 0x0001: 1.0 / (1 << 24), 0x0400: 1.0 / (1 << 14), 0x3555: .333251953125} {
		if got := fromHalf(h); float64(got) != want {
			t.Errorf("%#x is %v, want %v", h, got, want)
		}
	}
	// Each half comes back as it was.
	for h := range 1 << 16 {
		f := fromHalf(uint16(h))
		if got := toHalf(f); got != uint16(h) && f == f {
			t.Fatalf("%#x is %v, which is %#x", h, f, got)
		}
	}
	for x, want := range map[float64]uint16{1e6: 0x7c00, -1e6: 0xfc00, 1e-9: 0, 2049: 0x6800, 2051: 0x6802, 65519.9: 0x7bff, 65520: 0x7c00} {
		if got := toHalf(float32(x)); got != want {
			t.Errorf("%v is %#x, want %#x", x, got, want)
		}
	}
	if f := fromHalf(toHalf(float32(math.NaN()))); f == f {
		t.Errorf("what is no number is %v", f)
	}
}

func TestElements(t *testing.T) {
	in := []float32{0, 1, 113.6, 255}
	for _, e := range []element{elementFloat32, elementFloat16, elementUint8} {
		got := e.floats(e.from(in))
		for i := range in {
			if d := math.Abs(float64(got[i] - in[i])); d > .5 || e == elementFloat32 && d > 0 || e == elementFloat16 && d > .05 {
				t.Errorf("%s: %v became %v", e, in, got)
			}
		}
	}
	if got := elementUint8.from([]float32{-3, 300}); got[0] != 0 || got[1] != 255 {
		t.Errorf("bytes are %v", got)
	}
	for e, raw := range map[element][]byte{elementInt32: {7, 0, 0, 0}, elementInt64: {7, 0, 0, 0, 0, 0, 0, 0}, elementInt8: {7}, elementBool: {7}, elementFloat64: {0, 0, 0, 0, 0, 0, 0x1c, 0x40}} {
		if got := e.floats(raw); len(got) != 1 || got[0] != 7 {
			t.Errorf("%s: %v", e, got)
		}
	}
	if element(8).size() != 0 || element(8).String() != "8" {
		t.Error("a text is a number")
	}
}
