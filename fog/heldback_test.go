package fog

import (
	"bytes"
	"net/http/httptest"
	"testing"
)

// TestAnAnswerIsHeldBack: a small answer is sent when it is whole, and can be an error until then;
// of a large one no more than the bound is ever kept.
func TestAnAnswerIsHeldBack(t *testing.T) {
	w := httptest.NewRecorder()
	begun := 0
	h := &heldBack{w: w, begin: func() { begun++ }}
	part := bytes.Repeat([]byte{1}, 1<<20)
	for range heldMost >> 20 {
		if _, err := h.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	if h.begun || begun != 0 || w.Body.Len() != 0 {
		t.Fatalf("%d bytes were sent before there are more than %d", w.Body.Len(), heldMost)
	}
	for i := range 8 {
		if _, err := h.Write(part); err != nil {
			t.Fatal(err)
		}
		if want := heldMost + (i+1)<<20; !h.begun || w.Body.Len() != want || h.held.Cap() != 0 {
			t.Fatalf("%d bytes were sent of %d, and %d are kept", w.Body.Len(), want, h.held.Cap())
		}
	}
	if err := h.flush(); err != nil || begun != 1 {
		t.Errorf("%v, begun %d times", err, begun)
	}
	small := httptest.NewRecorder()
	h = &heldBack{w: small, begin: func() {}}
	_, _ = h.Write([]byte("evidence"))
	if err := h.flush(); err != nil || small.Body.String() != "evidence" {
		t.Errorf("%q, %v", small.Body.String(), err)
	}
}
