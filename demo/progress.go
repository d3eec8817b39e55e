package demo

import (
	"fmt"
	"io"
	"sync"
	"time"

	"custos.dev/custos/term"
)

// progress is one line on a terminal, written again and again; elsewhere a
// line whenever it says something else, at most every ten seconds.
type progress struct {
	mu     sync.Mutex
	w      io.Writer
	screen *term.Terminal // nil if it is none
	last   string
	at     time.Time
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w}
	if t, ok := w.(*term.Terminal); ok && t.IsScreen() {
		p.screen = t
	}
	return p
}

func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := fmt.Sprintf(format, args...)
	switch {
	case p.screen != nil:
		p.screen.Again()
		term.Printf(p.w, "  %s", text)
	case text != p.last && time.Since(p.at) > 10*time.Second:
		term.Println(p.w, text)
		p.at = time.Now()
	}
	p.last = text
}

func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.screen != nil {
		p.screen.Again()
	}
}
