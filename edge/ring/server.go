//go:build linux

package ring

import (
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
)

// Config says where readers connect and who may.
type Config struct {
	Camera custos.CameraID
	// Socket is the path of the Unix socket, at most 107 bytes.
	Socket string
	// Slots is how many frames the memory holds, 4 if 0; SoundSlots how many blocks of sound,
	// 64 if 0: more than a second. Both are 2 to 64.
	Slots, SoundSlots int
	// Authorize checks what a reader sent and returns the name under which it
	// can be revoked, for example the principal's. Its error is told to the reader.
	Authorize func(ctx context.Context, token []byte) (name string, err error)
	// Log is slog.Default() if nil.
	Log *slog.Logger
}

const (
	// maxToken bounds what a reader sends to be let in.
	maxToken = 16 << 10
	// maxReaders bounds the readers at one time.
	maxReaders = 64
	// tokenWait is how long a connection may take to send its token.
	tokenWait = 5 * time.Second
)

// Server owns a camera's ring. Publish and PublishSound write to it; Run serves its readers.
type Server struct {
	cfg Config
	log *slog.Logger
	l   *net.UnixListener

	mu      sync.Mutex
	boards  [kinds]board
	readers map[*peer]struct{}
	closed  bool
}

// board is what a server has of one kind. The server's lock guards it.
type board struct {
	kind   kind
	mem    *memory
	gen    uint32
	number uint64
	stale  bool // the memory is known to someone who may not see it any more
}

// peer is one reader as the server sees it.
type peer struct {
	name string
	kind kind
	conn *net.UnixConn
	raw  rawConn
	gen  uint32 // the memory it was given
}

type rawConn interface {
	Write(f func(fd uintptr) bool) error
}

// NewServer listens on the socket, replacing one that a dead process left. Only
// this user may connect. Run or Close ends it.
func NewServer(cfg Config) (*Server, error) {
	if cfg.Slots == 0 {
		cfg.Slots = 4
	}
	if cfg.SoundSlots == 0 {
		cfg.SoundSlots = 64
	}
	if cfg.Slots < 2 || cfg.Slots > 64 || cfg.SoundSlots < 2 || cfg.SoundSlots > 64 || cfg.Authorize == nil {
		return nil, custos.Errorf(custos.Internal, "the ring of %s needs 2 to 64 slots and someone who decides who may read", cfg.Camera)
	}
	if len(cfg.Socket) > 107 {
		return nil, custos.Errorf(custos.Invalid, "the ring's socket %s has too long a path; use a data directory with a shorter one", cfg.Socket)
	}
	s := &Server{cfg: cfg, log: cfg.Log, readers: map[*peer]struct{}{}}
	if s.log == nil {
		s.log = slog.Default()
	}
	s.log = s.log.With("camera", string(cfg.Camera))
	for k := range s.boards {
		s.boards[k].kind = kind(k)
	}
	if c, err := net.Dial("unixpacket", cfg.Socket); err == nil {
		c.Close()
		return nil, custos.Errorf(custos.Conflict, "the ring's socket %s is in use; stop the camera service that is running already", cfg.Socket)
	}
	if err := os.Remove(cfg.Socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, custos.Errorf(custos.Conflict, "the ring's socket cannot be replaced: %w", err)
	}
	l, err := net.ListenUnix("unixpacket", &net.UnixAddr{Name: cfg.Socket, Net: "unixpacket"})
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "the ring's socket cannot be made: %w", err)
	}
	if err := os.Chmod(cfg.Socket, 0o600); err != nil {
		l.Close()
		return nil, custos.Errorf(custos.Unavailable, "the ring's socket cannot be protected: %w", err)
	}
	s.l = l
	return s, nil
}

// Run lets readers in until ctx ends; then it ends them and the ring.
func (s *Server) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = s.Close() })
	defer stop()
	slots := make(chan struct{}, maxReaders)
	for {
		c, err := s.l.AcceptUnix()
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
				return nil
			}
			s.log.Warn("the ring cannot accept a reader", "err", err)
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(100 * time.Millisecond):
			}
			continue
		}
		select {
		case slots <- struct{}{}:
		default:
			refuse(c, custos.Errorf(custos.Unavailable, "the ring has its %d readers; close one", maxReaders))
			continue
		}
		wg.Go(func() {
			defer func() { <-slots }()
			s.serve(ctx, c)
		})
	}
}

// serve lets one reader in and waits for it to leave.
func (s *Server) serve(ctx context.Context, c *net.UnixConn) {
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	buf := make([]byte, greetingSize+maxToken+1)
	_ = c.SetReadDeadline(time.Now().Add(tokenWait))
	n, err := c.Read(buf)
	if err != nil {
		return
	}
	k, token, err := greeted(buf[:n])
	if err != nil {
		refuse(c, err)
		return
	}
	if len(token) > maxToken {
		refuse(c, custos.Errorf(custos.Invalid, "the token is longer than %d bytes", maxToken))
		return
	}
	name, err := s.cfg.Authorize(ctx, token)
	if err != nil {
		refuse(c, err)
		return
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return
	}
	p := &peer{name: name, kind: k, conn: c, raw: raw}
	if err := p.send(append([]byte{msgHello, version >> 8, version & 0xff}, s.cfg.Camera...), nil); err != nil {
		return
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.readers[p] = struct{}{}
	if b := &s.boards[k]; b.mem != nil && !b.stale {
		s.give(b, p)
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.readers, p)
		s.mu.Unlock()
	}()
	_ = c.SetReadDeadline(time.Time{})
	for {
		// A reader has nothing more to say; this ends when it goes.
		if n, err := c.Read(buf[:1]); n == 0 || err != nil {
			return
		}
	}
}

// refuse says why and closes.
func refuse(c *net.UnixConn, err error) {
	_ = c.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = c.Write(endMessage(err))
	c.Close()
}

func endMessage(err error) []byte {
	k := string(custos.KindOf(err))
	b := append([]byte{msgEnd, byte(len(k))}, k...)
	text := err.Error()
	return append(b, text[:min(len(text), maxMessage/2)]...)
}

// send never waits: a reader whose socket is full has references enough.
func (p *peer) send(b, oob []byte) error {
	var serr error
	err := p.raw.Write(func(fd uintptr) bool {
		serr = unix.Sendmsg(int(fd), b, oob, nil, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL)
		return true
	})
	return errors.Join(err, serr)
}

// give hands the present memory to a reader. If that fails it is tried again
// with the next block. The caller holds mu.
func (s *Server) give(b *board, p *peer) bool {
	fd, err := b.mem.readOnly()
	if err != nil {
		s.log.Warn("the ring's memory cannot be handed out", "err", err)
		return false
	}
	defer unix.Close(fd)
	m := make([]byte, 32)
	m[0] = msgMemory
	binary.BigEndian.PutUint32(m[4:], b.mem.gen)
	binary.BigEndian.PutUint32(m[8:], uint32(b.mem.slots))
	binary.BigEndian.PutUint64(m[12:], uint64(b.mem.slotSize))
	// Blocks up to this one are not news to it.
	binary.BigEndian.PutUint64(m[20:], b.number)
	if p.send(m, unix.UnixRights(fd)) != nil {
		return false
	}
	p.gen = b.mem.gen
	return true
}

// Publish writes a frame and wakes the readers of frames. It copies the planes and waits
// for nobody. A frame larger than those before moves the ring to larger memory.
func (s *Server) Publish(f custos.Frame) error {
	n := f.Width * f.Height
	if f.Width <= 0 || f.Height <= 0 || f.Width%2 != 0 || f.Height%2 != 0 || len(f.Y) != n || len(f.U) != n/4 || len(f.V) != n/4 {
		return custos.Errorf(custos.Invalid, "a frame of %dx%d with planes of %d, %d and %d bytes is not planar YUV 4:2:0", f.Width, f.Height, len(f.Y), len(f.U), len(f.V))
	}
	return s.publish(frames, n*3/2, func(uint64) (uint64, func(h, body []byte)) { return f.Ref.Seq, putFrame(&f) })
}

// maxSound bounds a block of sound with its configuration, in bytes.
const maxSound = 1 << 20

// PublishSound writes a block of sound, gives it the next number, and wakes the readers of
// sound, as Publish does for frames.
func (s *Server) PublishSound(b custos.Sound) error {
	n := len(b.Config) + len(b.Data)
	if b.Format == 0 || b.Rate <= 0 || b.Channels <= 0 || b.Samples <= 0 || len(b.Data) == 0 || n > maxSound {
		return custos.Errorf(custos.Invalid, "a block of %d bytes in format %d, of %d samples at %d Hz in %d channels, is no sound", n, b.Format, b.Samples, b.Rate, b.Channels)
	}
	return s.publish(sounds, max(n, 4<<10), func(number uint64) (uint64, func(h, body []byte)) {
		b.Seq = number
		return number, putSound(&b)
	})
}

// publish writes a block of some size: block is told its number and returns the sequence
// number that readers are told, and what writes it.
func (s *Server) publish(k kind, size int, block func(number uint64) (seq uint64, fill func(h, body []byte))) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return custos.Errorf(custos.Unavailable, "the ring of %s is closed", s.cfg.Camera)
	}
	b := &s.boards[k]
	if b.mem == nil || b.stale || slotHeader+size > b.mem.slotSize {
		slots := s.cfg.Slots
		if k == sounds {
			slots = s.cfg.SoundSlots
		}
		m, err := newMemory(k, b.gen+1, slots, size)
		if err != nil {
			return custos.Errorf(custos.Unavailable, "the ring of %s gets no memory: %w", s.cfg.Camera, err)
		}
		b.mem.close()
		b.mem, b.gen, b.stale = m, m.gen, false
	}
	for p := range s.readers {
		if p.kind == k && p.gen != b.mem.gen {
			s.give(b, p)
		}
	}
	b.number++
	seq, fill := block(b.number)
	b.mem.write(b.number, fill)
	msg := ref(b.mem.gen, b.number, seq)
	for p := range s.readers {
		if p.kind == k && p.gen == b.mem.gen {
			_ = p.send(msg, nil)
		}
	}
	return nil
}

// Revoke ends every reader of that name and returns how many there were. The
// next block of what they read goes to new memory, so what they hold shows nothing new, also to
// whom they may have handed it.
func (s *Server) Revoke(name string, why error) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for p := range s.readers {
		if p.name == name {
			_ = p.send(endMessage(why), nil)
			p.conn.Close()
			delete(s.readers, p)
			s.boards[p.kind].stale = true
			n++
		}
	}
	return n
}

// Readers returns the names of the readers, one for each connection.
func (s *Server) Readers() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for p := range s.readers {
		out = append(out, p.name)
	}
	return out
}

// Close ends the readers and frees the memory.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	for p := range s.readers {
		_ = p.send(endMessage(custos.Errorf(custos.Unavailable, "the camera service has stopped")), nil)
		p.conn.Close()
	}
	for k := range s.boards {
		s.boards[k].mem.close()
		s.boards[k].mem = nil
	}
	return s.l.Close()
}

// Socket returns the path that readers dial.
func (s *Server) Socket() string { return s.cfg.Socket }
