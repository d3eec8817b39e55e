package face

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"strings"
	"testing"

	"custos.dev/custos"
)

// spot is a cascade that finds a bright square in dark surroundings, 9 by 9 cells of one pixel
// each in the middle of its window, and nothing else: none of the eight cells about it is as bright.
func spot() string {
	leave := [8]string{"1", "0", "0", "0", "0", "0", "0", "0"} // the pattern 0 alone
	return fmt.Sprintf(`<?xml version="1.0"?><opencv_storage><cascade><featureType>LBP</featureType><height>24</height><width>24</width><stages><_>
<stageThreshold>0.5</stageThreshold><weakClassifiers><_><internalNodes>0 -1 0 %s</internalNodes><leafValues>1. -1.</leafValues></_></weakClassifiers></_></stages>
<features><_><rect>0 0 8 8</rect></_></features></cascade></opencv_storage>`, strings.Join(leave[:], " "))
}

func TestCascade(t *testing.T) {
	c, err := ParseCascade("spot", []byte(spot()))
	if err != nil {
		t.Fatal(err)
	}
	m := NewPicture(160, 120)
	for y := 40; y < 60; y++ { // twenty pixels wide, so a window of sixty
		for x := 90; x < 110; x++ {
			copy(m.Pix[3*(y*160+x):], []byte{250, 250, 250})
		}
	}
	found, err := c.Faces(context.Background(), m)
	if err != nil || len(found) == 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	if want := (Box{70, 20, 60, 60}); found[0].Box.overlap(want) < .5 || found[0].Marked {
		t.Errorf("%+v, want about %+v", found[0], want)
	}
	for name, p := range map[string]*Picture{"grey": PictureOf(grey(160, 120, 90)), "tiny": NewPicture(5, 5), "black": NewPicture(160, 120)} {
		if found, err := c.Faces(context.Background(), p); err != nil || len(found) != 0 {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := c.Faces(stopped, m); err == nil {
		t.Error("it goes on after its caller has gone")
	}
}

// A file that is no such cascade, or points outside of its window, is refused by a sentence.
func TestHostileCascades(t *testing.T) {
	for name, change := range map[string][2]string{
		"outside":  {"0 0 8 8", "8 8 8 8"},
		"negative": {"0 0 8 8", "-1 0 8 8"},
		"feature":  {"0 -1 0 1", "0 -1 7 1"},
		"haar":     {"LBP", "HAAR"},
		"window":   {"<width>24", "<width>99999999"},
		"leaf":     {"1. -1.", "1. x"},
		"nodes":    {"0 -1 0 1 0", "0 -1 0"},
		"stages":   {"<stages>", "<others>"},
		"overflow": {"0 0 8 8", "0 0 9223372036854775807 8"},
	} {
		text := strings.Replace(spot(), change[0], change[1], 1)
		if name == "stages" {
			text = strings.Replace(text, "</stages>", "</others>", 1)
		}
		if _, err := ParseCascade("it", []byte(text)); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n := range len(spot()) - 20 {
		if _, err := ParseCascade("cut", []byte(spot()[:n])); err == nil {
			t.Fatalf("cut after %d bytes", n)
		}
	}
}

func TestPGM(t *testing.T) {
	whole := append([]byte("P5\n# made by hand\n3 2\n255\n"), 1, 2, 3, 4, 5, 6)
	m, form, err := image.Decode(bytes.NewReader(whole))
	if err != nil || form != "pgm" || m.Bounds().Dx() != 3 || PictureOf(m).Grey().Pix[4] != 5 {
		t.Fatalf("%v, %s, %v", m, form, err)
	}
	for n := range whole {
		if _, _, err := image.Decode(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("cut after %d bytes", n)
		}
	}
	for _, bad := range []string{"P5 0 2 255\n", "P5 999999 999999 255\n", "P5 3 2 65535\n", "P5 3 -2 255\n", "P5 99999999999 2 255\n"} {
		if _, _, err := image.Decode(strings.NewReader(bad + "123456")); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
