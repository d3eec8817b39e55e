// Package live hands a camera's stream to its viewers as it comes: to each the
// initialisation section first, then fragments from a keyframe on.
package live

import (
	"context"
	"sync"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/stream"
)

// Chunk is what a viewer is sent next: an initialisation section or a fragment.
type Chunk struct {
	// Init is set for an initialisation section; a viewer begins anew with it.
	Init *stream.Init
	// Fragment is set otherwise.
	Fragment *stream.Fragment
	// Skipped says that fragments before this one were left out because the
	// viewer was slow; this one is a keyframe.
	Skipped bool
}

// Bytes is what goes over the wire.
func (c Chunk) Bytes() []byte {
	if c.Init != nil {
		return c.Init.Data
	}
	return c.Fragment.Data
}

// The hub's limits.
const (
	// maxGroup bounds what is kept since the last keyframe; a camera with rarer
	// keyframes has its viewers wait for the next.
	maxGroup      = 16 << 20
	maxGroupCount = 1024
	// queue is how many fragments a viewer may be behind, beyond those of the
	// group with which it began, and queueBytes how much.
	queue      = 256
	queueBytes = 32 << 20
)

// Hub keeps what a new viewer needs. OnInit and OnFragment are called by one
// goroutine, Sound and OnSound by another, and never wait for a viewer. The zero Hub is ready.
type Hub struct {
	mu     sync.Mutex
	video  *stream.Init       // as it came
	sound  *fmp4.Sound        // beside it; nil for none
	init   *stream.Init       // what viewers are given
	group  []*stream.Fragment // from the last keyframe on; nil if there is none
	size   int
	subs   map[*sub]struct{}
	closed bool
}

// sub is a viewer's queue. The hub's lock guards it.
type sub struct {
	ch chan Chunk
	// waiting says that the viewer is to be given nothing before a keyframe.
	waiting, skipped bool
	// initDue is set when an initialisation section did not fit the queue.
	initDue bool
	// sizes are those of the newest chunks, at least of all in ch.
	sizes []int
}

// OnInit begins a stream. Viewers are given the video, and the sound that Sound tells of.
func (h *Hub) OnInit(in stream.Init) {
	if !in.Track.Is(stream.Video) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.video = &in
	h.begin()
}

// Sound tells what sound comes beside the video, or nil for none any more: viewers begin anew,
// at the next keyframe.
func (h *Hub) Sound(s *fmp4.Sound) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sound == s {
		return // none, and none before
	}
	h.sound = s
	if h.video != nil {
		h.begin()
	}
}

// begin has all viewers wait for an initialisation section and a keyframe.
func (h *Hub) begin() {
	in := *h.video
	if h.sound != nil {
		// What cannot be described is left out: the picture plays without.
		if data, err := fmp4.WithSound(in.Data, *h.sound); err == nil {
			in.Data, in.Codec = data, in.Codec+","+h.sound.Codec()
		} else {
			h.sound = nil
		}
	}
	h.init, h.group, h.size = &in, nil, 0
	for s := range h.subs {
		s.waiting, s.initDue = true, true
	}
}

// OnSound passes a fragment of sound on to those who have been told of it.
func (h *Hub) OnSound(data []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sound != nil && h.init != nil {
		h.add(&stream.Fragment{Track: h.init.Track.ID, Data: data})
	}
}

// OnFragment adds a fragment and passes it on.
func (h *Hub) OnFragment(f stream.Fragment) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.init != nil && f.Track != h.init.Track.ID {
		return
	}
	h.add(&f)
}

func (h *Hub) add(f *stream.Fragment) {
	switch {
	case f.Keyframe:
		h.group, h.size = append([]*stream.Fragment(nil), f), len(f.Data)
	case h.group == nil:
	case h.size+len(f.Data) > maxGroup || len(h.group) >= maxGroupCount:
		h.group, h.size = nil, 0
	default:
		h.group, h.size = append(h.group, f), h.size+len(f.Data)
	}
	for s := range h.subs {
		h.push(s, f)
	}
}

// push gives a viewer a fragment, or has it wait for the next keyframe when its
// queue is full.
func (h *Hub) push(s *sub, f *stream.Fragment) {
	if s.waiting && !f.Keyframe {
		return
	}
	if s.behind()+len(f.Data) > queueBytes && len(s.ch) > 0 {
		s.waiting, s.skipped = true, true
		return
	}
	if s.waiting {
		if s.initDue {
			// Room for both, or none.
			if cap(s.ch)-len(s.ch) < 2 {
				return
			}
			s.ch <- Chunk{Init: h.init}
			s.sizes = append(s.sizes, len(h.init.Data))
			s.initDue = false
		}
	}
	select {
	case s.ch <- Chunk{Fragment: f, Skipped: s.skipped}:
		s.sizes = append(s.sizes, len(f.Data))
		s.waiting, s.skipped = false, false
	default:
		s.waiting, s.skipped = true, true
	}
}

// behind is how many bytes wait for the viewer.
func (s *sub) behind() int {
	if n := len(s.sizes) - len(s.ch); n > 0 {
		s.sizes = append(s.sizes[:0], s.sizes[n:]...)
	}
	sum := 0
	for _, n := range s.sizes {
		sum += n
	}
	return sum
}

// Subscribe begins to watch. The channel is closed when ctx or the hub ends;
// the viewer must read it until then or end ctx. A viewer that is behind by more
// than the queue goes on with a later keyframe.
func (h *Hub) Subscribe(ctx context.Context) <-chan Chunk {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := &sub{ch: make(chan Chunk, queue+len(h.group)+1), waiting: true, initDue: true}
	if h.closed {
		close(s.ch)
		return s.ch
	}
	if h.init != nil && h.group != nil {
		s.ch <- Chunk{Init: h.init}
		s.sizes = append(s.sizes, len(h.init.Data))
		for _, f := range h.group {
			s.ch <- Chunk{Fragment: f}
			s.sizes = append(s.sizes, len(f.Data))
		}
		s.waiting, s.initDue = false, false
	}
	if h.subs == nil {
		h.subs = map[*sub]struct{}{}
	}
	h.subs[s] = struct{}{}
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.drop(s)
	})
	return s.ch
}

func (h *Hub) drop(s *sub) {
	if _, ok := h.subs[s]; ok {
		delete(h.subs, s)
		close(s.ch)
	}
}

// Viewers returns how many are watching.
func (h *Hub) Viewers() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.subs)
}

// Init returns the present stream's beginning; nil before the first.
func (h *Hub) Init() *stream.Init {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.init
}

// Close ends all viewers.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.subs {
		h.drop(s)
	}
}
