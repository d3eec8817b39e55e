package mirror

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// What is said of entries on the wire, as `/log/bodies/N` answers (docs/mirrors.md): the byte 1 for
// the version, then entries, each
//
//	the byte 1, its index as a varint, the length of its leaf as a varint, the leaf, its bodies
//
// and at the end the byte 0, so that an answer that was cut is known from one that ended. Bodies are
// their number as a varint, 0 where none are kept, and each
//
//	the byte 1, the box's length as a varint, the box, the body's hash, the wrapped key
//	the byte 2, the box's length as a varint, the box, the body's hash: its key was not given
//	the byte 3 and the commitment: the body was removed
//	the byte 4 and the commitment: the body is not kept by who answers, by policy
//
// Hashes and keys are 32 bytes. The same bodies stand in a mirror's files.
const streamVersion = 1

const (
	entryEnd, entryNext = 0, 1

	bodyWrapped, bodySealed, bodyRemoved, bodyLeftOut = 1, 2, 3, 4
)

// The bounds of what is taken from others.
const (
	// MaxLeaf is the largest leaf that an entries tile holds.
	MaxLeaf = 1<<16 - 1
	// MaxBox is the largest box: what carried the event to its master is no larger.
	MaxBox = 4 << 20
	// MaxAnswer is how many bytes one answer has at most. Who answers ends before AnswerBytes where
	// he can, so that what is larger is one batch.
	MaxAnswer   = 24 << 20
	AnswerBytes = 4 << 20
	// MaxEntries is how many entries are asked for at once, at most.
	MaxEntries = 4096
)

// Writer writes entries. Close ends them.
type Writer struct {
	to  *bufio.Writer
	buf []byte
	n   int64
}

// NewWriter begins an answer.
func NewWriter(to io.Writer) *Writer {
	w := &Writer{to: bufio.NewWriterSize(to, 64<<10), n: 1}
	_ = w.to.WriteByte(streamVersion) // its error comes back with the next one
	return w
}

// Bytes is how long the answer is so far.
func (w *Writer) Bytes() int64 { return w.n }

// Write writes an entry.
func (w *Writer) Write(e *Entry) error {
	w.buf = append(w.buf[:0], entryNext)
	w.buf = binary.AppendUvarint(w.buf, e.Index)
	w.buf = binary.AppendUvarint(w.buf, uint64(len(e.Leaf)))
	w.buf = append(w.buf, e.Leaf...)
	w.buf = appendBodies(w.buf, e.Bodies)
	n, err := w.to.Write(w.buf)
	w.n += int64(n)
	return err
}

// Close says that the answer is whole.
func (w *Writer) Close() error {
	if err := w.to.WriteByte(entryEnd); err != nil {
		return err
	}
	return w.to.Flush()
}

func appendBodies(to []byte, bodies []Body) []byte {
	to = binary.AppendUvarint(to, uint64(len(bodies)))
	for i := range bodies {
		b := &bodies[i]
		switch {
		case b.Removed:
			to = append(append(to, bodyRemoved), b.Commitment[:]...)
			continue
		case !b.Kept():
			to = append(append(to, bodyLeftOut), b.Commitment[:]...)
			continue
		case b.Wrapped.IsZero():
			to = append(to, bodySealed)
		default:
			to = append(to, bodyWrapped)
		}
		to = binary.AppendUvarint(to, uint64(len(b.Box)))
		to = append(append(to, b.Box...), b.BodyHash[:]...)
		if !b.Wrapped.IsZero() {
			to = append(to, b.Wrapped[:]...)
		}
	}
	return to
}

// ReadEntries reads an answer of at most so many entries, from an index on and without a gap.
// Whatever the bytes are, it keeps no more of them than MaxAnswer. The commitments of bodies that
// are there are computed of them; nothing else is checked.
func ReadEntries(from io.Reader, first uint64, most int) ([]Entry, error) {
	limited := &io.LimitedReader{R: from, N: MaxAnswer}
	r := &reader{from: bufio.NewReaderSize(limited, 64<<10)}
	if v := r.octet(); r.err == nil && v != streamVersion {
		return nil, custos.Errorf(custos.Invalid, "the entries are written in version %d, this program reads %d", v, streamVersion)
	}
	var out []Entry
	for {
		switch mark := r.octet(); {
		case r.err != nil:
		case mark == entryEnd:
			return out, nil
		case mark != entryNext:
			r.fail("an entry begins with the byte %d", mark)
		case len(out) == most:
			r.fail("there are more than the %d entries that were asked for", most)
		}
		e := Entry{Index: r.number(), Leaf: r.bytes(r.number(), MaxLeaf, "leaf")}
		if r.err == nil && e.Index != first+uint64(len(out)) {
			r.fail("entry %d stands where %d should", e.Index, first+uint64(len(out)))
		}
		e.Bodies = r.bodies()
		if r.err != nil {
			if limited.N <= 0 {
				return nil, custos.Errorf(custos.Invalid, "the entries are longer than %d bytes", MaxAnswer)
			}
			return nil, r.err
		}
		out = append(out, e)
	}
}

// readBodies reads what appendBodies wrote, and nothing behind it.
func readBodies(b []byte) ([]Body, error) {
	r := &reader{from: bufio.NewReader(bytes.NewReader(b))}
	out := r.bodies()
	if r.err == nil {
		if _, err := r.from.ReadByte(); err == nil {
			r.fail("something follows the bodies")
		}
	}
	return out, r.err
}

// reader reads the parts of a stream; its first error stays.
type reader struct {
	from *bufio.Reader
	err  error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = custos.Errorf(custos.Corrupt, "entries: "+format, args...)
	}
}

// cut says why reading failed: an answer that ends early was cut, or is no answer.
func (r *reader) cut(err error) {
	if r.err != nil || err == nil {
		return
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		r.fail("they end early")
		return
	}
	r.err = custos.Errorf(custos.Unavailable, "the entries did not come: %w", err)
}

func (r *reader) octet() byte {
	if r.err != nil {
		return 0
	}
	b, err := r.from.ReadByte()
	r.cut(err)
	return b
}

func (r *reader) number() uint64 {
	if r.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(r.from)
	r.cut(err)
	return n
}

// slab is how much is made room for before the bytes are there.
const slab = 64 << 10

func (r *reader) bytes(n, most uint64, what string) []byte {
	switch {
	case r.err != nil:
		return nil
	case n > most:
		r.fail("a %s of %d bytes, at most %d can be", what, n, most)
		return nil
	case n <= slab:
		b := make([]byte, n)
		_, err := io.ReadFull(r.from, b)
		r.cut(err)
		return b
	}
	var b bytes.Buffer
	_, err := io.CopyN(&b, r.from, int64(n))
	r.cut(err)
	return b.Bytes()
}

func (r *reader) hash() (h custos.Hash) {
	if r.err == nil {
		_, err := io.ReadFull(r.from, h[:])
		r.cut(err)
	}
	return h
}

func (r *reader) bodies() []Body {
	n := r.number()
	if n > evidence.MaxBatch {
		r.fail("a batch of %d events, at most %d can be", n, evidence.MaxBatch)
	}
	if r.err != nil || n == 0 {
		return nil
	}
	out := make([]Body, 0, n)
	for range n {
		var b Body
		switch mark := r.octet(); mark {
		case bodyRemoved, bodyLeftOut:
			b.Commitment, b.Removed = r.hash(), mark == bodyRemoved
		case bodyWrapped, bodySealed:
			b.Box = r.bytes(r.number(), MaxBox, "box")
			b.BodyHash = r.hash()
			if mark == bodyWrapped {
				b.Wrapped = r.hash()
			}
			if r.err == nil && len(b.Box) == 0 {
				r.fail("an empty box")
			}
			b.Commitment = b.Sealed.Commitment()
		default:
			r.fail("a body begins with the byte %d", mark)
		}
		if r.err != nil {
			return nil
		}
		out = append(out, b)
	}
	return out
}
