package fog

import (
	"bytes"
	"net/http"
)

// heldMost is how much of an answer is held back, in case that making the rest goes wrong.
const heldMost = 16 << 20

// heldBack passes an answer on once it is larger than heldMost, or flushed: until then nothing is
// sent, and the answer can still be an error.
type heldBack struct {
	w http.ResponseWriter
	// begin sets the answer's header.
	begin func()
	begun bool
	held  bytes.Buffer
	// err is why the other side takes no more.
	err error
}

// Write implements io.Writer.
func (h *heldBack) Write(b []byte) (int, error) {
	if h.begun {
		n, err := h.w.Write(b)
		h.err = err
		return n, err
	}
	h.held.Write(b)
	if h.held.Len() <= heldMost {
		return len(b), nil
	}
	return len(b), h.flush()
}

// flush sends what is held back.
func (h *heldBack) flush() error {
	if h.begun {
		return nil
	}
	h.begin()
	h.begun = true
	_, h.err = h.w.Write(h.held.Bytes())
	h.held = bytes.Buffer{}
	return h.err
}
