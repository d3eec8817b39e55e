// Package brief keeps the bodies of events in few bytes. A body is JSON, since everybody reads it,
// and what is committed to is its every byte; a database that holds the event's header in columns
// of its own need not hold them again, nor the names of fields and the digits of numbers as text.
//
// It is a way to keep a body, not another body: Read gives back the bytes that Write was given,
// whatever they are. What has no brief form is kept as it is.
//
// What Write wrote, Read reads for good: words, shapes and signs are only ever added to.
package brief

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
)

// Header is what is known of an event where its body is kept: what the body says, too.
type Header struct {
	Service   custos.ServiceID
	Boot, Seq uint64
	Resource  custos.Resource
	// Time is in nanoseconds since 1970.
	Time int64
	Kind custos.Kind
}

// HeaderOf is an event's.
func HeaderOf(e *custos.Event) Header {
	return Header{e.Service, e.Boot, e.Seq, e.Resource, e.Time.UnixNano(), e.Kind}
}

// The first byte says how the rest is to be read.
const (
	// plain is followed by the bytes themselves.
	plain = 0
	// event is followed by the signs of an event's payload; what stands before it is the header's.
	event = 1
	// alone is followed by what of the header is not the service's, and the payload's signs: kind and
	// resource as strings, boot and seq as varints and the time as a signed one.
	alone = 2
)

// MaxBytes bounds what Read gives back of other forms than plain, so that few bytes do not make
// many: what is longer is kept as it is.
const MaxBytes = 1 << 20

// Write returns a body in few bytes.
func (h Header) Write(body []byte) []byte {
	if head, ok := h.cut(body); ok {
		w := writer{base: h, last: h.Time, out: []byte{event}}
		if w.all(body[head : len(body)-1]) {
			if again, err := h.Read(w.out); err == nil && bytes.Equal(again, body) {
				return w.out
			}
		}
	}
	return append([]byte{plain}, body...)
}

// cut returns where the payload begins in a body that says what the header says.
func (h Header) cut(body []byte) (int, bool) {
	if len(body) > MaxBytes {
		return 0, false
	}
	head := h.before()
	return len(head), bytes.HasPrefix(body, head) && len(body) > len(head) && body[len(body)-1] == '}'
}

// before is what stands before an event's payload.
func (h Header) before() []byte {
	b := make([]byte, 0, 256)
	b = append(b, `{"id":"`...)
	b = append(b, strings.ReplaceAll(string(h.Service), "/", ".")...)
	b = append(b, '.')
	b = strconv.AppendUint(b, h.Boot, 36)
	b = append(b, '.')
	b = strconv.AppendUint(b, h.Seq, 10)
	b = append(b, `","service":"`...)
	b = append(b, h.Service...)
	b = append(b, `","boot":`...)
	b = strconv.AppendUint(b, h.Boot, 10)
	b = append(b, `,"seq":`...)
	b = strconv.AppendUint(b, h.Seq, 10)
	b = append(b, `,"resource":"`...)
	b = append(b, h.Resource...)
	b = append(b, `","time":"`...)
	b = time.Unix(0, h.Time).UTC().AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","kind":"`...)
	b = append(b, h.Kind...)
	return append(b, `","payload":`...)
}

// Read gives back the body. What Write did not write is Corrupt, or something else than a body:
// who reads what others may have changed holds it against its hash.
func (h Header) Read(kept []byte) ([]byte, error) {
	if len(kept) == 0 {
		return nil, corrupt
	}
	switch kept[0] {
	case plain:
		return bytes.Clone(kept[1:]), nil
	case event:
		r := reader{base: h, last: h.Time, in: kept[1:], out: h.before()}
		r.value(0)
		if r.bad || len(r.in) > 0 {
			return nil, corrupt
		}
		return append(r.out, '}'), nil
	}
	return nil, corrupt
}

var corrupt = custos.Errorf(custos.Corrupt, "a body is not kept as it was written: the database was changed")

// WriteAlone returns a body in few bytes where nothing but the service is known beside it: with what
// else the header says.
func (h Header) WriteAlone(body []byte) []byte {
	if head, ok := h.cut(body); ok {
		w := writer{base: h, last: h.Time, out: []byte{alone}}
		w.string([]byte(h.Kind))
		w.string([]byte(h.Resource))
		w.out = binary.AppendUvarint(w.out, h.Boot)
		w.out = binary.AppendUvarint(w.out, h.Seq)
		w.out = binary.AppendVarint(w.out, h.Time)
		w.last = h.Time
		if w.all(body[head : len(body)-1]) {
			if again, err := ReadAlone(h.Service, w.out); err == nil && bytes.Equal(again, body) {
				return w.out
			}
		}
	}
	return append([]byte{plain}, body...)
}

// ReadAlone gives back what WriteAlone was given.
func ReadAlone(by custos.ServiceID, kept []byte) ([]byte, error) {
	if len(kept) == 0 || kept[0] != plain && kept[0] != alone {
		return nil, corrupt
	}
	if kept[0] == plain {
		return bytes.Clone(kept[1:]), nil
	}
	h := Header{Service: by}
	r := reader{in: kept[1:]}
	r.string(r.sign())
	h.Kind, r.out = custos.Kind(bytes.Trim(r.out, `"`)), nil
	r.string(r.sign())
	h.Resource, r.out = custos.Resource(bytes.Trim(r.out, `"`)), nil
	h.Boot, h.Seq, h.Time = r.unsigned(math.MaxUint64), r.unsigned(math.MaxUint64), r.signed()
	if r.bad {
		return nil, corrupt
	}
	r.base, r.last, r.out = h, h.Time, h.before()
	r.value(0)
	if r.bad || len(r.in) > 0 {
		return nil, corrupt
	}
	return append(r.out, '}'), nil
}
