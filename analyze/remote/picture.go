package remote

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"slices"

	"custos.dev/custos"
)

// The forms of a picture.
const (
	jpegPicture  = "jpeg"
	planePicture = "yuv420p"
)

// quality is of JPEG pictures: what an analyzer looks at should not be what the compression did.
const quality = 90

// encodePicture puts a frame into a form, and says its media type.
func encodePicture(form string, f *custos.Frame) (b []byte, media string, err error) {
	if err := f.Validate(); err != nil {
		return nil, "", err
	}
	n := f.Width * f.Height
	if form == planePicture {
		return slices.Concat(f.Y[:n], f.U[:n/4], f.V[:n/4]), "application/octet-stream", nil
	}
	p := &image.YCbCr{
		Y: mapped(f.Y[:n], &wholeY), Cb: mapped(f.U[:n/4], &wholeC), Cr: mapped(f.V[:n/4], &wholeC),
		YStride: f.Width, CStride: f.Width / 2, SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: image.Rect(0, 0, f.Width, f.Height),
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, p, &jpeg.Options{Quality: quality})
	return out.Bytes(), "image/jpeg", err
}

// Video has luma from 16 to 235 and colours from 16 to 240, 128 being none; JPEG has all of 0
// to 255.
var wholeY, wholeC = whole(16, 219, 0), whole(128, 224, 128)

// whole maps values that span width, from or around middle, to those that span 255 around to.
func whole(middle, width, to float64) (t [256]byte) {
	for v := range t {
		t[v] = byte(min(255, max(0, math.Round((float64(v)-middle)*255/width+to))))
	}
	return t
}

func mapped(plane []byte, t *[256]byte) []byte {
	out := make([]byte, len(plane))
	for i, v := range plane {
		out[i] = t[v]
	}
	return out
}
