//go:build linux

// Package ring hands decoded frames, and sound, from the camera service to the
// analyzers on the same machine, through shared memory: one copy in, one copy out,
// and a reference of 24 bytes on a Unix socket to wake the reader.
//
// Frames and blocks of sound have memory of their own each; a reader says which it
// wants, and gets nothing of the other.
//
// The writer never waits. The newest frame wins: a reader that is slow misses
// frames and is told how many, it never sees old ones. Sound is read in order, since
// it makes no sense in pieces: who is behind by more than memory holds misses some,
// and is told so as well. Memory is handed out
// after a check of the reader's token, as a descriptor with which nothing can
// be written, not even when it is opened anew. When a reader's right ends, the
// ring moves to new memory and the old shows nothing more.
package ring

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
)

// The layout of the shared memory: a page of its own for the header, then the
// slots, each a header of 128 bytes and the planes.
const (
	headerSize = 4096
	slotHeader = 128
	// offsets in the header: what this memory is, and the newest block's number
	offLayout = 0
	offLatest = 64
)

// version is that of the memory's layout and of the messages. A camera and its readers
// start together, from one program; who does not is refused.
const version = 2

// kind is what a ring's memory holds.
type kind byte

const (
	frames kind = iota
	sounds
	kinds
)

// layout is the first word of memory: that it is a ring's, of this version and kind.
func (k kind) layout() uint64 { return 'C'<<56 | 'R'<<48 | 'N'<<40 | 'G'<<32 | version<<8 | uint64(k) }

// greeting is what a reader begins with; its token follows.
func (k kind) greeting() []byte {
	return []byte{'C', 'R', 'N', 'G', version >> 8, version & 0xff, byte(k), 0}
}

// greetingSize is that of a greeting, in bytes.
const greetingSize = 8

// greeted reads a reader's first message.
func greeted(b []byte) (k kind, token []byte, err error) {
	if len(b) < greetingSize || string(b[:4]) != "CRNG" {
		return 0, nil, otherVersion("an unnamed one")
	}
	if v := int(b[4])<<8 | int(b[5]); v != version {
		return 0, nil, otherVersion(strconv.Itoa(v))
	}
	if k = kind(b[6]); k >= kinds {
		return 0, nil, custos.Errorf(custos.Invalid, "a reader of the ring asks for blocks of the kind %d, which is not known; stop and start it with its camera service", k)
	}
	return k, b[greetingSize:], nil
}

func otherVersion(theirs string) error {
	return custos.Errorf(custos.Conflict, "the camera service and its reader are of two versions of Custos (the ring's version is %d here, %s there); stop both and start them again", version, theirs)
}

// Offsets in a slot's header. The stamp is twice the frame's number, plus one
// while the frame is being written.
const (
	offStamp  = 0
	offSeq    = 8
	offBoot   = 16
	offPTS    = 24
	offTime   = 32
	offWidth  = 40
	offHeight = 44
)

// Offsets in the slot's header of a block of sound; stamp to time are as in a frame's. The
// format's own configuration comes before the data.
const (
	offFormat   = 40
	offRate     = 44
	offChannels = 48
	offSamples  = 52
	offConfig   = 56 // its length
	offLength   = 60 // of the data
)

// Messages from server to reader, by their first byte.
const (
	msgHello  = 'H' // version in two bytes, then the camera's name
	msgMemory = 'M' // generation, slots, slot size, number; with a descriptor
	msgFrame  = 'F' // a reference
	msgEnd    = 'E' // kind and sentence
)

// refSize is the size of a reference to a frame: type, generation, the frame's
// number in the ring and its sequence number.
const refSize = 24

const maxMessage = 4096

// memory is one generation of the ring's memory, mapped.
type memory struct {
	gen      uint32
	slots    int
	slotSize int
	fd       int // -1 where only the mapping is kept
	data     []byte
}

func (m *memory) word(off int) *uint64 { return (*uint64)(unsafe.Pointer(&m.data[off])) }

func (m *memory) slot(number uint64) int {
	return headerSize + int(number%uint64(m.slots))*m.slotSize
}

func (m *memory) close() {
	if m == nil {
		return
	}
	_ = unix.Munmap(m.data)
	if m.fd >= 0 {
		_ = unix.Close(m.fd)
	}
}

// newMemory makes memory that only this mapping can ever write.
func newMemory(k kind, gen uint32, slots, frame int) (*memory, error) {
	page := os.Getpagesize()
	m := &memory{gen: gen, slots: slots, slotSize: (slotHeader + frame + page - 1) / page * page}
	size := headerSize + slots*m.slotSize
	fd, err := unix.MemfdCreate("custos-ring", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, fmt.Errorf("memfd: %w", err)
	}
	m.fd = fd
	if err := unix.Ftruncate(fd, int64(size)); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("memory of %d bytes: %w", size, err)
	}
	if m.data, err = unix.Mmap(fd, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("mapping %d bytes: %w", size, err)
	}
	*m.word(offLayout) = k.layout()
	// The seals hold for every descriptor of this memory, also one that a reader
	// opens anew for writing; against shrinking, so that no reader is hit by SIGBUS.
	seals := unix.F_SEAL_FUTURE_WRITE | unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals); err != nil {
		m.close()
		return nil, fmt.Errorf("sealing the memory: %w", err)
	}
	return m, nil
}

// readOnly opens the memory again for reading only.
func (m *memory) readOnly() (int, error) {
	return unix.Open(fmt.Sprintf("/proc/self/fd/%d", m.fd), unix.O_RDONLY|unix.O_CLOEXEC, 0)
}

// mapReader maps memory that came from a server, after checking that it cannot
// be made smaller under us.
func mapReader(k kind, fd int, gen uint32, slots, slotSize int) (*memory, error) {
	if slots < 2 || slots > 64 || slotSize < slotHeader || slotSize > 1<<28 || slotSize%8 != 0 {
		return nil, errors.New("the ring's measures make no sense")
	}
	size := headerSize + slots*slotSize
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Size != int64(size) {
		return nil, errors.New("the ring's memory is not as large as it says")
	}
	if s, err := unix.FcntlInt(uintptr(fd), unix.F_GET_SEALS, 0); err != nil || s&unix.F_SEAL_SHRINK == 0 {
		return nil, errors.New("the ring's memory is not sealed")
	}
	data, err := unix.Mmap(fd, 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	m := &memory{gen: gen, slots: slots, slotSize: slotSize, fd: -1, data: data}
	if w := *m.word(offLayout); w != k.layout() {
		m.close()
		return nil, otherVersion(fmt.Sprintf("%#x", w))
	}
	return m, nil
}

// write puts a block into its slot; fill gets the slot's header and the rest of it. Only
// the writer calls it.
func (m *memory) write(number uint64, fill func(h, body []byte)) {
	off := m.slot(number)
	stamp := m.word(off + offStamp)
	// Swap, not Store: what follows may not become visible before it.
	atomic.SwapUint64(stamp, 2*number+1)
	fill(m.data[off:off+slotHeader], m.data[off+slotHeader:off+m.slotSize])
	atomic.StoreUint64(stamp, 2*number)
	atomic.StoreUint64(m.word(offLatest), number)
}

// read has the block with the number copied by take, which gets the slot's header and the
// rest of it and says whether what it found is possible. ok is false if the block is not
// there any more, or was overwritten while it was copied.
func (m *memory) read(number uint64, take func(h, body []byte) bool) (ok bool) {
	off := m.slot(number)
	stamp := m.word(off + offStamp)
	if atomic.LoadUint64(stamp) != 2*number {
		return false
	}
	if !take(m.data[off:off+slotHeader], m.data[off+slotHeader:off+m.slotSize]) {
		return false // torn
	}
	// A read-modify-write between the copy and the second look keeps the two in
	// order on machines that reorder loads.
	var fence uint64
	atomic.AddUint64(&fence, 1)
	return atomic.LoadUint64(stamp) == 2*number
}

// putFrame writes a frame into a slot.
func putFrame(f *custos.Frame) func(h, body []byte) {
	return func(h, p []byte) {
		binary.NativeEndian.PutUint64(h[offSeq:], f.Ref.Seq)
		binary.NativeEndian.PutUint64(h[offBoot:], f.Ref.Boot)
		binary.NativeEndian.PutUint64(h[offPTS:], uint64(f.Ref.PTS))
		binary.NativeEndian.PutUint64(h[offTime:], uint64(f.Time.UnixNano()))
		binary.NativeEndian.PutUint32(h[offWidth:], uint32(f.Width))
		binary.NativeEndian.PutUint32(h[offHeight:], uint32(f.Height))
		n := f.Width * f.Height
		copy(p[:n], f.Y)
		copy(p[n:n*5/4], f.U)
		copy(p[n*5/4:n*3/2], f.V)
	}
}

// takeFrame copies a slot's frame into buf, which it may make anew.
func takeFrame(buf *[]byte, f *custos.Frame) func(h, body []byte) bool {
	return func(h, body []byte) bool {
		f.Ref = custos.FrameRef{
			Seq: binary.NativeEndian.Uint64(h[offSeq:]), Boot: binary.NativeEndian.Uint64(h[offBoot:]),
			PTS: time.Duration(binary.NativeEndian.Uint64(h[offPTS:])),
		}
		f.Time = time.Unix(0, int64(binary.NativeEndian.Uint64(h[offTime:])))
		w, hh := uint64(binary.NativeEndian.Uint32(h[offWidth:])), uint64(binary.NativeEndian.Uint32(h[offHeight:]))
		n := w * hh
		if w > 1<<15 || hh > 1<<15 || n*3/2 > uint64(len(body)) {
			return false
		}
		b := room(buf, int(n*3/2))
		copy(b, body)
		f.Width, f.Height = int(w), int(hh)
		k := int(n)
		f.Y, f.U, f.V = b[:k:k], b[k:k*5/4:k*5/4], b[k*5/4:]
		return true
	}
}

// putSound writes a block of sound into a slot.
func putSound(s *custos.Sound) func(h, body []byte) {
	return func(h, p []byte) {
		binary.NativeEndian.PutUint64(h[offSeq:], s.Seq)
		binary.NativeEndian.PutUint64(h[offBoot:], s.Boot)
		binary.NativeEndian.PutUint64(h[offPTS:], uint64(s.PTS))
		binary.NativeEndian.PutUint64(h[offTime:], uint64(s.Time.UnixNano()))
		for _, x := range [...]struct{ off, v int }{
			{offFormat, int(s.Format)},
			{offRate, s.Rate},
			{offChannels, s.Channels},
			{offSamples, s.Samples},
			{offConfig, len(s.Config)},
			{offLength, len(s.Data)},
		} {
			binary.NativeEndian.PutUint32(h[x.off:], uint32(x.v))
		}
		copy(p[copy(p, s.Config):], s.Data)
	}
}

// takeSound copies a slot's block of sound into buf, which it may make anew.
func takeSound(buf *[]byte, s *custos.Sound) func(h, body []byte) bool {
	return func(h, body []byte) bool {
		number := func(off int) int { return int(binary.NativeEndian.Uint32(h[off:])) }
		s.Seq, s.Boot = binary.NativeEndian.Uint64(h[offSeq:]), binary.NativeEndian.Uint64(h[offBoot:])
		s.PTS = time.Duration(binary.NativeEndian.Uint64(h[offPTS:]))
		s.Time = time.Unix(0, int64(binary.NativeEndian.Uint64(h[offTime:])))
		s.Format, s.Rate, s.Channels, s.Samples = custos.SoundFormat(number(offFormat)), number(offRate), number(offChannels), number(offSamples)
		c, n := number(offConfig), number(offLength)
		if c > len(body) || n > len(body)-c {
			return false
		}
		b := room(buf, c+n)
		copy(b, body)
		s.Config, s.Data = b[:c:c], b[c:]
		return true
	}
}

// room returns n bytes of buf, which is made anew if it is smaller.
func room(buf *[]byte, n int) []byte {
	if cap(*buf) < n {
		*buf = make([]byte, n)
	}
	*buf = (*buf)[:n]
	return *buf
}

// ref is the message that wakes readers.
func ref(gen uint32, number, seq uint64) []byte {
	b := make([]byte, refSize)
	b[0] = msgFrame
	binary.BigEndian.PutUint32(b[4:], gen)
	binary.BigEndian.PutUint64(b[8:], number)
	binary.BigEndian.PutUint64(b[16:], seq)
	return b
}
