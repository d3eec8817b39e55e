package cloud

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
)

// boxesBuffer is how many frames a slow reader may be behind; what comes then is left out.
const boxesBuffer = 64

// onlookers pass on what is in the cameras' pictures, while somebody looks.
type onlookers struct {
	mu   sync.Mutex
	subs map[chan api.Boxes]bool
	stop context.CancelFunc // ends the streams from the masters; nil while nobody looks
}

// Boxes returns the tracks in the frames of all domains as they are seen, until ctx ends; then the
// federation closes the channel. Each master is asked once, for all who look.
func (f *Federation) Boxes(ctx context.Context) <-chan api.Boxes {
	c, o := make(chan api.Boxes, boxesBuffer), &f.onlookers
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.subs == nil {
		o.subs = map[chan api.Boxes]bool{}
	}
	o.subs[c] = true
	if o.stop == nil {
		var all context.Context
		all, o.stop = context.WithCancel(context.WithoutCancel(ctx))
		for _, m := range f.members {
			go f.lookOn(all, m)
		}
	}
	context.AfterFunc(ctx, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.subs, c)
		close(c)
		if len(o.subs) == 0 {
			o.stop()
			o.stop = nil
		}
	})
	return c
}

func (o *onlookers) show(b api.Boxes) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for c := range o.subs {
		select {
		case c <- b:
		default: // the next one says more of now
		}
	}
}

// lookOn passes on what a master says until ctx ends.
func (f *Federation) lookOn(ctx context.Context, m *member) {
	f.again(ctx, m, "a master says nothing of its cameras' pictures; trying again", func(connected func()) error {
		return f.boxesOf(ctx, m, connected)
	})
}

// boxesOf reads one master's stream.
func (f *Federation) boxesOf(ctx context.Context, m *member, connected func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	quiet := time.AfterFunc(silence, cancel)
	defer quiet.Stop()
	resp, err := m.client.Do(ctx, api.GetBoxes.Method, api.GetBoxes.Path, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	connected()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 0, 16<<10), maxUpdate)
	for lines.Scan() {
		quiet.Reset(silence)
		data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data: "))
		if !ok {
			continue
		}
		var b api.Boxes
		if err := json.Unmarshal(data, &b); err != nil {
			return custos.Errorf(custos.Corrupt, "the boxes of %s do not parse: %w", m.domain, err)
		}
		if b.Camera.Within(m.domain) { // another domain's are its own master's to say
			f.onlookers.show(b)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return io.ErrUnexpectedEOF
}
