package onnx

import (
	"strings"
	"sync"
)

// tail keeps the end of what a program complains of.
type tail struct {
	mu   sync.Mutex
	last []byte
}

const maxTail = 2000

// Write implements io.Writer.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, b...)
	if len(t.last) > maxTail {
		t.last = append([]byte(nil), t.last[len(t.last)-maxTail:]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := strings.TrimSpace(string(t.last)); s != "" {
		return s
	}
	return "it said nothing"
}
