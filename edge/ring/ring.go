//go:build linux

// Package ring hands decoded frames from the camera service to the analyzers
// on the same machine, through shared memory: one copy in, one copy out, and a
// reference of 24 bytes on a Unix socket to wake the reader.
//
// The writer never waits. The newest frame wins: a reader that is slow misses
// frames and is told how many, it never sees old ones. Memory is handed out
// after a check of the reader's token, as a descriptor with which nothing can
// be written, not even when it is opened anew. When a reader's right ends, the
// ring moves to new memory and the old shows nothing more.
package ring

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"custos"
)

// The layout of the shared memory: a page of its own for the header, then the
// slots, each a header of 128 bytes and the planes.
const (
	headerSize = 4096
	slotHeader = 128
	// offset of the newest frame's number in the header
	offLatest = 64
)

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

// Messages from server to reader, by their first byte.
const (
	msgHello  = 'H' // the camera's name follows
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
func newMemory(gen uint32, slots, frame int) (*memory, error) {
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
func mapReader(fd int, gen uint32, slots, slotSize int) (*memory, error) {
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
	return &memory{gen: gen, slots: slots, slotSize: slotSize, fd: -1, data: data}, nil
}

// write copies a frame into its slot. Only the writer calls it.
func (m *memory) write(number uint64, f *custos.Frame) {
	off := m.slot(number)
	stamp := m.word(off + offStamp)
	// Swap, not Store: what follows may not become visible before it.
	atomic.SwapUint64(stamp, 2*number+1)
	h := m.data[off : off+slotHeader]
	binary.NativeEndian.PutUint64(h[offSeq:], f.Ref.Seq)
	binary.NativeEndian.PutUint64(h[offBoot:], f.Ref.Boot)
	binary.NativeEndian.PutUint64(h[offPTS:], uint64(f.Ref.PTS))
	binary.NativeEndian.PutUint64(h[offTime:], uint64(f.Time.UnixNano()))
	binary.NativeEndian.PutUint32(h[offWidth:], uint32(f.Width))
	binary.NativeEndian.PutUint32(h[offHeight:], uint32(f.Height))
	n := f.Width * f.Height
	p := m.data[off+slotHeader : off+m.slotSize]
	copy(p[:n], f.Y)
	copy(p[n:n*5/4], f.U)
	copy(p[n*5/4:n*3/2], f.V)
	atomic.StoreUint64(stamp, 2*number)
	atomic.StoreUint64(m.word(offLatest), number)
}

// read copies the frame with the number into buf. ok is false if it is not
// there any more, or was overwritten while it was copied.
func (m *memory) read(number uint64, buf []byte, f *custos.Frame) (_ []byte, ok bool) {
	off := m.slot(number)
	stamp := m.word(off + offStamp)
	if atomic.LoadUint64(stamp) != 2*number {
		return buf, false
	}
	h := m.data[off : off+slotHeader]
	f.Ref = custos.FrameRef{
		Seq: binary.NativeEndian.Uint64(h[offSeq:]), Boot: binary.NativeEndian.Uint64(h[offBoot:]),
		PTS: time.Duration(binary.NativeEndian.Uint64(h[offPTS:])),
	}
	f.Time = time.Unix(0, int64(binary.NativeEndian.Uint64(h[offTime:])))
	w, hh := uint64(binary.NativeEndian.Uint32(h[offWidth:])), uint64(binary.NativeEndian.Uint32(h[offHeight:]))
	n := w * hh
	if w > 1<<15 || hh > 1<<15 || n*3/2 > uint64(m.slotSize-slotHeader) {
		return buf, false // torn
	}
	size := int(n * 3 / 2)
	if cap(buf) < size {
		buf = make([]byte, size)
	}
	buf = buf[:size]
	copy(buf, m.data[off+slotHeader:])
	// A read-modify-write between the copy and the second look keeps the two in
	// order on machines that reorder loads.
	var fence uint64
	atomic.AddUint64(&fence, 1)
	if atomic.LoadUint64(stamp) != 2*number {
		return buf, false
	}
	f.Width, f.Height = int(w), int(hh)
	k := int(n)
	f.Y, f.U, f.V = buf[:k:k], buf[k:k*5/4:k*5/4], buf[k*5/4:]
	return buf, true
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
