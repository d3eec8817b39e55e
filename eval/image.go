package eval

import (
	"image"
	_ "image/jpeg" // pictures are JPEG and PNG
	_ "image/png"
	"os"
)

// imageIn decodes a picture's file.
func imageIn(path string) (image.Image, error) {
	r, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	m, _, err := image.Decode(r)
	return m, err
}
