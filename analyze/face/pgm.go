package face

import (
	"bufio"
	"image"
	"image/color"
	"io"

	"custos.dev/custos"
)

// Portable grey maps are what collections of faces are often kept in.
func init() {
	image.RegisterFormat("pgm", "P5", decodePGM, configPGM)
}

func configPGM(r io.Reader) (image.Config, error) {
	w, h, err := headerPGM(bufio.NewReader(r))
	return image.Config{ColorModel: color.GrayModel, Width: w, Height: h}, err
}

func decodePGM(r io.Reader) (image.Image, error) {
	b := bufio.NewReader(r)
	w, h, err := headerPGM(b)
	if err != nil {
		return nil, err
	}
	if w*h > 1<<26 {
		return nil, custos.Errorf(custos.Invalid, "a grey map of %d by %d pixels is too large", w, h)
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	if _, err := io.ReadFull(b, g.Pix); err != nil {
		return nil, custos.Errorf(custos.Invalid, "the grey map ends before its last pixel: %w", err)
	}
	return g, nil
}

// headerPGM reads P5, width, height and 255, with comments between them.
func headerPGM(b *bufio.Reader) (w, h int, err error) {
	bad := func() (int, int, error) {
		return 0, 0, custos.Errorf(custos.Invalid, "it is no grey map of 8 bits a pixel")
	}
	var magic [2]byte
	if _, err := io.ReadFull(b, magic[:]); err != nil || string(magic[:]) != "P5" {
		return bad()
	}
	var n [3]int
	for i := range n {
		digits := 0
		for {
			c, err := b.ReadByte()
			if err != nil {
				return bad()
			}
			if c == '#' && digits == 0 {
				if _, err := b.ReadString('\n'); err != nil {
					return bad()
				}
				continue
			}
			if c >= '0' && c <= '9' && digits < 6 {
				n[i], digits = 10*n[i]+int(c-'0'), digits+1
				continue
			}
			if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
				return bad()
			}
			if digits > 0 {
				break
			}
		}
	}
	if n[0] < 1 || n[1] < 1 || n[2] != 255 {
		return bad()
	}
	return n[0], n[1], nil
}
