package cli

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/api"
)

// noisy is a picture that compresses badly.
func noisy(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	x := uint32(1)
	for i := range m.Pix {
		x = x*1664525 + 1013904223
		m.Pix[i] = byte(x >> 24)
	}
	return m
}

// A picture of any form and size is sent small, and without what its file says beside it.
func TestPortraitOf(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		t.Helper()
		f := filepath.Join(dir, name)
		if err := os.WriteFile(f, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return f
	}
	var j, p bytes.Buffer
	if err := jpeg.Encode(&j, noisy(900, 1300), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&p, noisy(400, 300)); err != nil {
		t.Fatal(err)
	}
	note := []byte("\xff\xd8\xff\xfe\x00\x1btaken at 52.5N 13.4E here")
	pgm := append([]byte("P5 92 112 255\n"), bytes.Repeat([]byte{7, 200, 90, 30}, 92*112/4)...)
	for name, b := range map[string][]byte{"big.jpg": j.Bytes(), "a.png": p.Bytes(), "s1.pgm": pgm, "note.jpg": append(note, j.Bytes()[2:]...)} {
		out, err := portraitOf(write(name, b))
		if err != nil || len(out) > api.MostFacePicture || bytes.Contains(out, []byte("taken at")) {
			t.Errorf("%s: %d bytes, %v", name, len(out), err)
			continue
		}
		c, err := jpeg.DecodeConfig(bytes.NewReader(out))
		if err != nil || c.Width > portraitSide || c.Height > portraitSide {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	for name, want := range map[string]struct {
		b    []byte
		says string
	}{
		"empty":    {nil, "no picture that is understood"},
		"text":     {[]byte("#!/bin/sh\nrm -rf /\n"), "no picture that is understood"},
		"cut.jpg":  {j.Bytes()[:len(j.Bytes())/2], "cut or damaged"},
		"cut.png":  {p.Bytes()[:len(p.Bytes())/2], "cut or damaged"},
		"cut.pgm":  {pgm[:500], "cut or damaged"},
		"bomb.png": {bomb(60000, 60000), "million are taken"},
		"tiny.png": {bomb(3, 3), "million are taken"},
		"huge.pgm": {[]byte("P5 32000 32000 255\n"), "million are taken"},
	} {
		if _, err := portraitOf(write(name, want.b)); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), want.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, f := range []string{dir, filepath.Join(dir, "none")} {
		if _, err := portraitOf(f); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", f, err)
		}
	}
	big := write("big", nil)
	if err := os.Truncate(big, mostFile+1); err != nil {
		t.Fatal(err)
	}
	if _, err := portraitOf(big); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "more than") {
		t.Errorf("a file of 32 MB and a byte: %v", err)
	}
}

// bomb is a PNG that says it has so many pixels, and has none.
func bomb(w, h uint32) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 20))); err != nil {
		panic(err)
	}
	out := b.Bytes()
	binary.BigEndian.PutUint32(out[16:], w)
	binary.BigEndian.PutUint32(out[20:], h)
	binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	return out
}
