package nut

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The reader's limits: a header or frame that claims more is damaged.
const (
	maxHeader  = 1 << 20
	maxStreams = 16
)

// Reader takes a NUT stream apart, front to back. It is used by one goroutine.
type Reader struct {
	// MaxPacket bounds a packet's bytes; 64 MiB if 0. Set it before the first Next.
	MaxPacket int

	r       *bufio.Reader
	sum     uint32 // checksum of what was read since it was last cleared
	streams []Stream
	bases   [][2]uint64
	state   []streamState
	codes   [256]frameCode
	elision [][]byte
	version uint64
	started bool
}

type streamState struct {
	base  int
	shift uint
	last  int64
	known bool
}

type frameCode struct {
	flags, mul, stream, lsb, reserved, header uint64
	delta                                     int64
}

// Packet is one frame or packet of a stream. Data is only valid until the next
// call of Next.
type Packet struct {
	Stream int
	PTS    int64
	Key    bool
	Data   []byte
}

// NewReader reads the headers, up to the first frame.
func NewReader(r io.Reader) (*Reader, error) {
	d := &Reader{r: bufio.NewReaderSize(r, 64<<10)}
	id := make([]byte, len(magic))
	if _, err := io.ReadFull(d.r, id); err != nil {
		return nil, fmt.Errorf("nut: reading the file id: %w", err)
	}
	if string(id) != magic {
		return nil, errors.New("nut: not a NUT stream")
	}
	for !d.ready() {
		if err := d.header(); err != nil {
			return nil, fmt.Errorf("nut: %w", unexpected(err))
		}
	}
	d.started = true
	return d, nil
}

// Streams returns the headers of the streams.
func (d *Reader) Streams() []Stream { return d.streams }

func (d *Reader) ready() bool {
	if len(d.streams) == 0 {
		return false
	}
	for _, s := range d.state {
		if !s.known {
			return false
		}
	}
	return true
}

// Next returns the next packet, appended to buf[:0] so that the caller owns the
// memory. It returns io.EOF at an orderly end, io.ErrUnexpectedEOF when the
// stream stops inside a packet.
func (d *Reader) Next(buf []byte) (Packet, error) {
	for {
		b, err := d.r.Peek(1)
		if err != nil {
			return Packet{}, err
		}
		if b[0] != 'N' {
			p, err := d.frame(buf)
			if err != nil {
				return Packet{}, fmt.Errorf("nut: %w", unexpected(err))
			}
			return p, nil
		}
		// The file id may be repeated before repeated headers.
		if b, err := d.r.Peek(len(magic)); err == nil && string(b) == magic {
			_, _ = d.r.Discard(len(magic))
			continue
		}
		if err := d.header(); err != nil {
			return Packet{}, fmt.Errorf("nut: %w", unexpected(err))
		}
	}
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (d *Reader) byte() (byte, error) {
	b, err := d.r.ReadByte()
	if err != nil {
		return 0, err
	}
	d.sum = d.sum<<8 ^ crcTable[byte(d.sum>>24)^b]
	return b, nil
}

func (d *Reader) v() (uint64, error) {
	var v uint64
	for range 10 {
		b, err := d.byte()
		if err != nil {
			return 0, err
		}
		v = v<<7 | uint64(b&0x7f)
		if b < 0x80 {
			return v, nil
		}
	}
	return 0, errors.New("a number is longer than 64 bits")
}

func (d *Reader) u32() (uint32, error) {
	var b [4]byte
	for i := range b {
		var err error
		if b[i], err = d.byte(); err != nil {
			return 0, err
		}
	}
	return binary.BigEndian.Uint32(b[:]), nil
}

// header reads one packet that begins with a start code.
func (d *Reader) header() error {
	d.sum = 0
	hi, err := d.u32()
	if err != nil {
		return err
	}
	lo, err := d.u32()
	if err != nil {
		return err
	}
	size, err := d.v()
	if err != nil {
		return err
	}
	if size > 4096 {
		if _, err := d.u32(); err != nil {
			return err
		}
		if d.sum != 0 {
			return errors.New("a packet header's checksum is wrong")
		}
	}
	code := uint64(hi)<<32 | uint64(lo)
	limit := uint64(maxHeader)
	if code == startIndex {
		limit = 64 << 20
	}
	if size < 4 || size > limit {
		return fmt.Errorf("a header of %d bytes", size)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(d.r, b); err != nil {
		return unexpected(err)
	}
	if crc(0, b) != 0 {
		return errors.New("a header's checksum is wrong")
	}
	f := &fields{b: b[:size-4]}
	switch code {
	case startMain:
		if len(d.streams) > 0 {
			return nil // a repetition
		}
		return d.main(f)
	case startStream:
		return d.stream(f)
	case startSyncpoint:
		return d.syncpoint(f)
	case startInfo, startIndex:
		return nil
	}
	return fmt.Errorf("unknown start code %016x", code)
}

func (d *Reader) main(f *fields) error {
	if d.version = f.v(); d.version < 2 || d.version > 4 {
		return fmt.Errorf("version %d is not read here", d.version)
	}
	if d.version > 3 {
		f.v() // minor version
	}
	streams := f.v()
	f.v() // max_distance
	bases := f.v()
	if streams == 0 || streams > maxStreams || bases == 0 || bases > maxStreams {
		return fmt.Errorf("%d streams and %d time bases", streams, bases)
	}
	for range bases {
		n, den := f.v(), f.v()
		if n == 0 || den == 0 || n > 1<<31 || den > 1<<31 {
			return fmt.Errorf("time base %d/%d", n, den)
		}
		d.bases = append(d.bases, [2]uint64{n, den})
	}
	c := frameCode{mul: 1}
	for i := 0; i < 256; {
		c.flags = f.v()
		n := f.v()
		if n > 0 {
			c.delta = f.s()
		}
		if n > 1 {
			c.mul = f.v()
		}
		if n > 2 {
			c.stream = f.v()
		}
		size, count := uint64(0), uint64(0)
		if n > 3 {
			size = f.v()
		}
		c.reserved = 0
		if n > 4 {
			c.reserved = f.v()
		}
		if n > 5 {
			count = f.v()
		} else {
			count = c.mul - size
		}
		if n > 6 {
			f.s() // match time delta
		}
		if n > 7 {
			c.header = f.v()
		}
		for j := uint64(8); j < n && f.err == nil; j++ {
			f.v()
		}
		if f.err != nil {
			return f.err
		}
		if count == 0 || count > 256 {
			return fmt.Errorf("the frame code table has a run of %d", count)
		}
		for j := uint64(0); j < count && i < 256; i++ {
			if i == 'N' {
				d.codes[i].flags = flagInvalid
				continue
			}
			d.codes[i] = c
			d.codes[i].lsb = size + j
			j++
		}
	}
	d.elision = [][]byte{nil}
	n := f.v()
	if n > 127 {
		return fmt.Errorf("%d elision headers", n)
	}
	for range n {
		d.elision = append(d.elision, f.bytes())
	}
	if f.err != nil {
		return f.err
	}
	d.streams = make([]Stream, streams)
	d.state = make([]streamState, streams)
	return nil
}

func (d *Reader) stream(f *fields) error {
	id := f.v()
	if f.err != nil || id >= uint64(len(d.streams)) {
		return fmt.Errorf("a header for stream %d of %d", id, len(d.streams))
	}
	var s Stream
	s.Video = f.v() == 0
	s.FourCC = string(f.bytes())
	base := f.v()
	shift := f.v()
	f.v() // max_pts_distance
	s.DecodeDelay = int(f.v() & 0xffff)
	f.v() // stream flags
	s.Extra = append([]byte(nil), f.bytes()...)
	if s.Video {
		w, h := f.v(), f.v()
		if w > 1<<15 || h > 1<<15 {
			return fmt.Errorf("a picture of %dx%d", w, h)
		}
		s.Width, s.Height = int(w), int(h)
	}
	if f.err != nil {
		return f.err
	}
	if base >= uint64(len(d.bases)) || shift > 16 {
		return fmt.Errorf("stream %d has time base %d, shift %d", id, base, shift)
	}
	if d.state[id].known {
		return nil // a repetition
	}
	s.Num, s.Den = d.bases[base][0], d.bases[base][1]
	d.streams[id] = s
	d.state[id] = streamState{base: int(base), shift: uint(shift), known: true}
	return nil
}

func (d *Reader) syncpoint(f *fields) error {
	t := f.v()
	if f.err != nil || len(d.bases) == 0 {
		return errors.New("a damaged syncpoint")
	}
	n := uint64(len(d.bases))
	from := d.bases[t%n]
	pts := int64(t / n)
	for i := range d.state {
		to := d.bases[d.state[i].base]
		d.state[i].last = mulDiv(pts, from[0]*to[1], to[0]*from[1])
	}
	return nil
}

func (d *Reader) frame(buf []byte) (Packet, error) {
	d.sum = 0
	code, err := d.byte()
	if err != nil {
		return Packet{}, err
	}
	c := d.codes[code]
	flags := c.flags
	if flags&flagInvalid != 0 {
		return Packet{}, fmt.Errorf("frame code %#x is not valid", code)
	}
	read := func(p *uint64, on uint64) {
		if err == nil && flags&on != 0 {
			*p, err = d.v()
		}
	}
	var coded, skip uint64
	read(&coded, flagCoded)
	flags ^= coded
	if flags&flagInvalid != 0 {
		return Packet{}, errors.New("a frame is marked invalid")
	}
	read(&c.stream, flagStreamID)
	if err != nil {
		return Packet{}, err
	}
	if c.stream >= uint64(len(d.streams)) {
		return Packet{}, fmt.Errorf("a frame of stream %d of %d", c.stream, len(d.streams))
	}
	st := &d.state[c.stream]
	pts := st.last + c.delta
	if flags&flagCodedPTS != 0 {
		var p uint64
		read(&p, flagCodedPTS)
		if p < 1<<st.shift {
			mask := int64(1)<<st.shift - 1
			delta := st.last - mask/2
			pts = (int64(p)-delta)&mask + delta
		} else {
			pts = int64(p - 1<<st.shift)
		}
	}
	var msb uint64
	read(&msb, flagSizeMSB)
	read(&skip, flagMatchTime)
	read(&c.header, flagHeaderIdx)
	read(&c.reserved, flagReserved)
	if c.reserved > 256 {
		return Packet{}, errors.New("a frame with too many reserved fields")
	}
	for range c.reserved {
		if err == nil {
			_, err = d.v()
		}
	}
	if err == nil && flags&flagChecksum != 0 {
		if _, err = d.u32(); err == nil && d.sum != 0 {
			err = errors.New("a frame header's checksum is wrong")
		}
	}
	if err != nil {
		return Packet{}, err
	}
	limit := uint64(d.MaxPacket)
	if limit == 0 {
		limit = 64 << 20
	}
	if msb > limit || c.mul > 1<<20 || msb*c.mul+c.lsb > limit {
		return Packet{}, fmt.Errorf("a frame larger than %d bytes", limit)
	}
	size := msb*c.mul + c.lsb
	var head []byte
	if size <= 4096 && c.header < uint64(len(d.elision)) {
		head = d.elision[c.header]
	}
	if uint64(len(head)) > size {
		return Packet{}, errors.New("a frame shorter than its elided header")
	}
	buf = append(buf[:0], head...)
	if cap(buf) < int(size) {
		buf = append(make([]byte, 0, size), head...)
	}
	buf = buf[:size]
	if _, err := io.ReadFull(d.r, buf[len(head):]); err != nil {
		return Packet{}, unexpected(err)
	}
	if flags&flagSideData != 0 {
		if buf, err = skipSideData(buf); err != nil {
			return Packet{}, err
		}
	}
	st.last = pts
	return Packet{Stream: int(c.stream), PTS: pts, Key: flags&flagKey != 0, Data: buf}, nil
}

// skipSideData cuts off version 4's side and meta data, two lists of named values.
func skipSideData(b []byte) ([]byte, error) {
	f := &fields{b: b}
	for range 2 {
		for n := f.v(); n > 0 && f.err == nil; n-- {
			f.bytes() // name
			switch t := f.s(); {
			case t == -1:
				f.bytes()
			case t == -2:
				f.bytes()
				f.bytes()
			case t == -3:
				f.s()
			case t == -4:
				f.v()
			case t < -4:
				f.s()
			}
		}
	}
	return f.b, f.err
}

// fields reads a header; after an error it gives zeros.
type fields struct {
	b   []byte
	err error
}

func (f *fields) v() uint64 {
	var v uint64
	for i, b := range f.b {
		if i == 10 {
			break
		}
		v = v<<7 | uint64(b&0x7f)
		if b < 0x80 {
			f.b = f.b[i+1:]
			return v
		}
	}
	f.err = io.ErrUnexpectedEOF
	f.b = nil
	return 0
}

func (f *fields) s() int64 {
	v := f.v() + 1
	if v&1 != 0 {
		return -int64(v >> 1)
	}
	return int64(v >> 1)
}

func (f *fields) bytes() []byte {
	n := f.v()
	if n > uint64(len(f.b)) {
		f.err = io.ErrUnexpectedEOF
		f.b = nil
		return nil
	}
	b := f.b[:n]
	f.b = f.b[n:]
	return b
}
