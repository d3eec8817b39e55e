package evidence

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash/crc32"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// scanned is what reading a segment's file once has shown.
type scanned struct {
	size int64
	sum  custos.Hash
	// claim is why the file does not bear out what its seal claims; nil if it does.
	claim error
	// leaf is the segment's, opened: its signature takes as long as some of the footage.
	leaf openedLeaf
}

// Of the footage so much is read at once: some segments side by side, each as it streams, or as
// a whole where it is hashed elsewhere and is no larger than this.
const (
	sideBySide = 4
	wholeMost  = 8 << 20
)

// scan reads the footage, once: its checksums, its hashes, and what its pictures say of time.
// Where a checksum is wrong, or nothing can be read, it returns the error of the earliest
// segment.
func (f *File) scan(p *opened) ([]scanned, error) {
	out := make([]scanned, len(p.media))
	errs := make([]error, len(p.media))
	total := int64(0)
	for _, e := range p.media {
		total += e.size
	}
	told := &told{of: total, say: f.Progress}
	var next atomic.Int64
	var broken atomic.Bool
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), sideBySide, len(p.media))
	if f.Fetch != nil {
		workers = min(sideBySide, len(p.media)) // while one waits for its hash, another is read
	}
	for range workers {
		wg.Go(func() {
			for !broken.Load() {
				i := int(next.Add(1) - 1)
				if i >= len(p.media) {
					return
				}
				if out[i], errs[i] = f.segment(&p.media[i], &p.Segments[i], told); errs[i] != nil {
					broken.Store(true)
				}
			}
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, err
		}
		p.signed[p.mediaAt+i].sum = out[i].sum
	}
	return out, nil
}

// segment reads one segment's file.
func (f *File) segment(e *entry, it *Item, t *told) (s scanned, err error) {
	s.size = e.size
	// Its form is checked; whether it is the camera's word, its claim tells.
	ev, err := custos.ParseEvent(it.Body)
	if err != nil {
		return s, err
	}
	seal, _ := observe.As[*observe.Segment](&ev)
	if f.Fetch != nil && e.size <= wholeMost {
		b, wait, err := f.Fetch(e.at, e.size)
		switch {
		case err != nil:
			return s, unread(err)
		case int64(len(b)) != e.size:
			return s, unread(io.ErrUnexpectedEOF)
		case crc32.ChecksumIEEE(b) != e.crc:
			return s, errChecksum()
		}
		s.claim, s.leaf = CheckFootage(seal, bytes.NewReader(b)), openLeaf(it.Leaf)
		t.add(e.size)
		s.sum, err = wait()
		return s, err
	}
	s.leaf = openLeaf(it.Leaf)
	h, crc := sha256.New(), crc32.NewIEEE()
	in := &failing{r: io.NewSectionReader(f, e.at, e.size)}
	all := io.TeeReader(in, io.MultiWriter(h, crc, t))
	s.claim = CheckFootage(seal, all)
	_, _ = io.Copy(io.Discard, all) // what its check has not asked for; in keeps the error
	switch {
	case in.err != nil:
		return s, unread(in.err)
	case in.n != e.size:
		return s, unread(io.ErrUnexpectedEOF)
	case crc.Sum32() != e.crc:
		return s, errChecksum()
	}
	h.Sum(s.sum[:0])
	return s, nil
}

// failing remembers that reading failed, which is nobody's lie.
type failing struct {
	r   io.Reader
	n   int64
	err error
}

// Read implements io.Reader.
func (f *failing) Read(b []byte) (int, error) {
	n, err := f.r.Read(b)
	f.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

// told counts what is read, and says it.
type told struct {
	mu       sync.Mutex
	read, of int64
	say      func(read, of int64)
}

// Write implements io.Writer.
func (t *told) Write(b []byte) (int, error) {
	t.add(int64(len(b)))
	return len(b), nil
}

func (t *told) add(n int64) {
	if t.say == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.read += n
	t.say(t.read, t.of)
}
