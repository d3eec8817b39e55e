package face

import (
	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// Recognise says what kind of network for faces one is, and how its picture is laid out, by the
// shapes that its file names; Invalid if it is none that is understood.
func Recognise(inputs, outputs [][]int64) (Form, Layout, error) {
	bad := func() (Form, Layout, error) {
		return "", Layout{}, custos.Errorf(custos.Invalid, "a network that takes %v and answers %v is none for faces that is understood: YuNet, BlazeFace, faceres, or an embedding that answers one row of 64 to %d numbers", inputs, outputs, maxTemplate)
	}
	if len(inputs) != 1 || len(inputs[0]) != 4 {
		return bad()
	}
	in, l := inputs[0], Layout{}
	switch {
	case in[1] == 3:
		l.Height, l.Width = int(in[2]), int(in[3])
	case in[3] == 3:
		l.Height, l.Width, l.Last = int(in[1]), int(in[2]), true
	}
	if l.Width < 32 || l.Height < 32 || l.Width > 1024 || l.Height > 1024 {
		return bad()
	}
	count := func(n, numbers int64) (found int) {
		for _, o := range outputs {
			if len(o) > 1 && o[len(o)-1] == numbers && o[len(o)-2] == n {
				found++
			}
		}
		return found
	}
	square := l.Width == l.Height
	if n := int64(l.Width / 32 * (l.Width / 32)); square && !l.Last && count(n, 1) == 2 && count(n, 4) == 1 && count(n, 10) == 1 {
		return YuNetForm, l, nil
	}
	if square && (l.Width == 128 || l.Width == 256) && (count(896, 16) == 1 && count(896, 1) == 1 || count(512, 16) == 1 && count(384, 16) == 1) {
		return BlazeForm, l, nil
	}
	if len(outputs) > 1 && l.Width == 224 && count(1, 1024)+count(0, 1024)+count(-1, 1024) == 1 {
		return FaceResForm, l, nil
	}
	if len(outputs) == 1 {
		n := int64(1)
		for _, d := range outputs[0] {
			n *= max(min(d, maxTemplate+1), 1) // how many pictures at once may be open
		}
		if n >= 64 && n <= maxTemplate {
			return EmbeddingForm, l, nil
		}
	}
	return bad()
}

// DetectorOf is the detector that a network of a form is; nil if it is none.
func DetectorOf(form Form, n neural.Network, by string, l Layout) Detector {
	switch form {
	case YuNetForm:
		return &YuNet{Network: n, By: by, Side: l.Width}
	case BlazeForm:
		return &Blaze{Network: n, By: by, Side: l.Width, Last: l.Last, Shift: 127.5, Scale: 1 / 127.5}
	}
	return nil
}

// EmbedderOf is the embedding that a network of a form is; nil if it is none.
func EmbedderOf(form Form, n neural.Network, by string, l Layout) *ByNetwork {
	switch form {
	case FaceResForm:
		return FaceRes(n, by, l)
	case EmbeddingForm:
		return ArcFace(n, by, l)
	}
	return nil
}
