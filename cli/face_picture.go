package cli

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // pictures of people come in these forms, and as PGM by package face
	"io"
	"os"

	"custos.dev/custos"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/api"
)

const (
	// mostFile bounds a picture's file in bytes, mostPixels what it decodes to.
	mostFile   = 32 << 20
	mostPixels = 64 << 20
	// portraitSide is to how many pixels a picture is scaled at most: enough for a face that
	// takes a fifth of it.
	portraitSide = 640
)

// readBounded reads a file of at most so many bytes.
func readBounded(path string, most int64) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "it cannot be read: %w", err)
	}
	if !st.Mode().IsRegular() {
		return nil, custos.Errorf(custos.Invalid, "it is no file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "it cannot be read: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(b)) > most {
		err = fmt.Errorf("it has more than %d KB", most>>10)
	}
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "it cannot be read: %w", err)
	}
	return b, nil
}

// portraitOf is a picture as the service takes it: a JPEG of bounded size, without what the file
// says beside it. What is no picture, is cut, or is larger than can be worked with is Invalid.
func portraitOf(file string) ([]byte, error) {
	b, err := readBounded(file, mostFile)
	if err != nil {
		return nil, err
	}
	// The size first: a small file may say that it is a picture of gigabytes.
	c, form, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "it is no picture that is understood: give JPEG, PNG or PGM")
	}
	if c.Width < 16 || c.Height < 16 || c.Width > 1<<15 || c.Height > 1<<15 || c.Width*c.Height > mostPixels {
		return nil, custos.Errorf(custos.Invalid, "it has %d by %d pixels: 16 by 16 to %d million are taken", c.Width, c.Height, mostPixels>>20)
	}
	m, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the %s picture is cut or damaged: %w", form, err)
	}
	p := face.PictureOf(m)
	for side := portraitSide; side >= 160; side = side * 3 / 4 {
		small := p.Within(side)
		for quality := 92; quality >= 80; quality -= 6 {
			var out bytes.Buffer
			if err := jpeg.Encode(&out, small.Image(), &jpeg.Options{Quality: quality}); err != nil {
				return nil, err
			}
			if out.Len() <= api.MostFacePicture {
				return out.Bytes(), nil
			}
		}
	}
	return nil, custos.Errorf(custos.Invalid, "it shows too much to be sent: cut the face out of it")
}
