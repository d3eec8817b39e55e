//go:build linux

package ring

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
)

// Reader receives a camera's frames. Next is called by one goroutine; Close and
// Dropped may be called by others.
type Reader struct{ reader }

// SoundReader receives a camera's sound. Next is called by one goroutine; Close and
// Dropped may be called by others.
type SoundReader struct{ reader }

// reader receives the blocks of one kind.
type reader struct {
	kind    kind
	conn    *net.UnixConn
	camera  custos.CameraID
	mu      sync.Mutex // held while mem is looked at
	mem     *memory
	closed  bool
	last    uint64 // number of the block returned last
	buf     []byte
	dropped atomic.Uint64
	msg     [maxMessage]byte
	oob     [256]byte
}

// Dial connects to a ring for its frames and shows the token. A refusal comes as an error
// of the kind that the server gave it.
func Dial(ctx context.Context, socket string, token []byte) (*Reader, error) {
	r := &Reader{reader{kind: frames}}
	if err := r.dial(ctx, socket, token); err != nil {
		return nil, err
	}
	return r, nil
}

// DialSound is Dial for a camera's sound. A camera that has none gives nothing.
func DialSound(ctx context.Context, socket string, token []byte) (*SoundReader, error) {
	r := &SoundReader{reader{kind: sounds}}
	if err := r.dial(ctx, socket, token); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *reader) dial(ctx context.Context, socket string, token []byte) error {
	if len(token) == 0 || len(token) > maxToken {
		return custos.Errorf(custos.Invalid, "a token of %d bytes cannot be shown to the ring", len(token))
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, "unixpacket", socket)
	if err != nil {
		return custos.Errorf(custos.Unavailable, "the camera's ring cannot be reached: %w; check that its camera service is running", err)
	}
	r.conn = c.(*net.UnixConn)
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	// A server that has shut its door may have said why before it read.
	_, werr := c.Write(append(r.kind.greeting(), token...))
	for err == nil && r.camera == "" {
		err = r.receive(false)
	}
	if errors.Is(err, errNothing) {
		err = werr
	}
	if err != nil {
		r.Close()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
	return nil
}

// Camera is whose frames or sound it is.
func (r *reader) Camera() custos.CameraID { return r.camera }

// Dropped counts the frames or blocks that went by unread since the reader got in.
func (r *reader) Dropped() uint64 { return r.dropped.Load() }

// Close leaves the ring. What Next returned last stays valid.
func (r *reader) Close() error {
	err := r.conn.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mem.close()
	r.mem, r.closed = nil, true
	return err
}

// Next returns the newest frame, waiting for one that was not returned before.
// Its planes are valid until the next call. When the right to read ends, or the
// camera service does, it returns an error of the kind that was said.
func (r *Reader) Next(ctx context.Context) (custos.Frame, error) {
	f := custos.Frame{Camera: r.camera}
	if err := r.next(ctx, takeFrame(&r.buf, &f)); err != nil {
		return custos.Frame{}, err
	}
	return f, nil
}

// Next returns the next block of sound, in order, waiting for it. Blocks that were overwritten
// before they were read are left out and counted as dropped. The rest is as of Reader.Next.
func (r *SoundReader) Next(ctx context.Context) (custos.Sound, error) {
	s := custos.Sound{Camera: r.camera}
	if err := r.next(ctx, takeSound(&r.buf, &s)); err != nil {
		return custos.Sound{}, err
	}
	return s, nil
}

// next waits for a block that was not taken before.
func (r *reader) next(ctx context.Context, take func(h, body []byte) bool) error {
	// The deadline of an earlier call's context may still stand.
	_ = r.conn.SetReadDeadline(time.Time{})
	stop := context.AfterFunc(ctx, func() { _ = r.conn.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	for {
		// Take in everything that has arrived: an end or new memory counts first.
		err := r.receive(true)
		for err == nil {
			err = r.receive(true)
		}
		if !errors.Is(err, errNothing) {
			return r.ended(ctx, err)
		}
		if r.newest(take) {
			return nil
		}
		err = r.receive(false)
		if errors.Is(err, os.ErrDeadlineExceeded) && ctx.Err() == nil {
			// An earlier call's context ended late.
			_ = r.conn.SetReadDeadline(time.Time{})
			if ctx.Err() == nil {
				continue
			}
		}
		if err != nil {
			return r.ended(ctx, err)
		}
	}
}

// newest takes the newest frame, or the next block of sound, if it was not taken before.
func (r *reader) newest(take func(h, body []byte) bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.mem != nil {
		n := atomic.LoadUint64(r.mem.word(offLatest))
		if n <= r.last {
			break
		}
		if r.kind == sounds {
			n = r.following(n)
		}
		read := r.mem.read(n, take)
		if !read && r.kind == frames {
			continue // overwritten meanwhile: a newer one is there
		}
		r.dropped.Add(n - r.last - 1)
		r.last = n
		if read {
			return true
		}
		r.dropped.Add(1) // overwritten meanwhile, or lost with older memory
	}
	return false
}

// following is the block to take next, where the newest has a number. One that is about to be
// overwritten is not raced for: half of what is there is left out then.
func (r *reader) following(newest uint64) uint64 {
	slots := uint64(r.mem.slots)
	if newest-r.last >= slots {
		return newest - slots/2
	}
	return r.last + 1
}

func (r *reader) ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var c *custos.Error
	if errors.As(err, &c) {
		return err
	}
	return custos.Errorf(custos.Unavailable, "the camera's ring has closed (%w); connect again", err)
}

// errNothing says that no message has arrived.
var errNothing = errors.New("nothing has arrived")

// receive takes in one message; poll does not wait for it.
func (r *reader) receive(poll bool) error {
	raw, err := r.conn.SyscallConn()
	if err != nil {
		return err
	}
	var n, on int
	var rerr error
	if poll {
		// A passed deadline may not keep us from looking.
		err = raw.Control(func(fd uintptr) {
			n, on, _, _, rerr = unix.Recvmsg(int(fd), r.msg[:], r.oob[:], unix.MSG_DONTWAIT|unix.MSG_CMSG_CLOEXEC)
		})
		if rerr == unix.EAGAIN || rerr == unix.EINTR {
			return errNothing
		}
	} else {
		err = raw.Read(func(fd uintptr) bool {
			n, on, _, _, rerr = unix.Recvmsg(int(fd), r.msg[:], r.oob[:], unix.MSG_DONTWAIT|unix.MSG_CMSG_CLOEXEC)
			return rerr != unix.EAGAIN && rerr != unix.EINTR
		})
	}
	if err != nil {
		return err
	}
	if rerr != nil {
		return rerr
	}
	fds := descriptors(r.oob[:on])
	defer func() {
		for _, fd := range fds {
			unix.Close(fd)
		}
	}()
	if n == 0 {
		return custos.Errorf(custos.Unavailable, "the camera's ring has closed; connect again")
	}
	switch m := r.msg[:n]; m[0] {
	case msgHello:
		if len(m) < 4 || int(m[1])<<8|int(m[2]) != version {
			return otherVersion("another")
		}
		r.camera = custos.CameraID(m[3:])
	case msgEnd:
		if len(m) < 2 || len(m) < 2+int(m[1]) {
			return errors.New("a damaged message")
		}
		k := 2 + int(m[1])
		return custos.Errorf(custos.ErrorKind(m[2:k]), "%s", m[k:])
	case msgMemory:
		if len(m) < 28 || len(fds) != 1 {
			return errors.New("a damaged message")
		}
		mem, err := mapReader(r.kind, fds[0], binary.BigEndian.Uint32(m[4:]), int(binary.BigEndian.Uint32(m[8:])), int(binary.BigEndian.Uint64(m[12:])))
		if err != nil {
			if custos.KindOf(err) == custos.Conflict {
				return err
			}
			return custos.Errorf(custos.Corrupt, "the camera's ring cannot be used: %w", err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.closed {
			mem.close()
			return net.ErrClosed
		}
		first := r.mem == nil
		r.mem.close()
		r.mem = mem
		if first {
			r.last = binary.BigEndian.Uint64(m[20:])
		}
	}
	return nil
}

func descriptors(oob []byte) []int {
	if len(oob) == 0 {
		return nil
	}
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil
	}
	var out []int
	for _, m := range msgs {
		if fds, err := unix.ParseUnixRights(&m); err == nil {
			out = append(out, fds...)
		}
	}
	return out
}
