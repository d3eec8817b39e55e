package port

import (
	"container/list"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
)

// conn is a connection as its door sees it.
type conn struct {
	net.Conn
	door   *door
	source string

	// By the door's mutex.
	place *list.Element // among the strangers; nil once it is known, or gone
	late  *time.Timer
	who   string
	gone  bool

	trusted atomic.Bool  // somebody is known on it
	deaf    atomic.Bool  // nothing more is read from it
	read    atomic.Int64 // bytes, while it is a stranger's

	mu       sync.Mutex
	deadline time.Time // what the server set for writing; zero is none
	closing  sync.Once
}

// Read implements net.Conn. Of a stranger it takes no more than the limit, ever.
func (c *conn) Read(b []byte) (int, error) {
	if c.deaf.Load() {
		return 0, io.EOF
	}
	if c.trusted.Load() {
		return c.Conn.Read(b)
	}
	left := c.door.limits.StrangerBytes - c.read.Load()
	if left <= 0 {
		err := custos.Errorf(custos.Denied, "more than %d bytes by somebody who has not said who he is", c.door.limits.StrangerBytes)
		c.door.turnOut(c, err)
		return 0, err
	}
	n, err := c.Conn.Read(b[:min(int64(len(b)), left)])
	c.read.Add(int64(n))
	return n, err
}

// Write implements net.Conn: whoever takes nothing for too long is cut off.
func (c *conn) Write(b []byte) (int, error) {
	c.mu.Lock()
	err := c.Conn.SetWriteDeadline(c.until())
	c.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// until is when a write that begins now fails; c.mu is held.
func (c *conn) until() time.Time {
	stall := time.Now().Add(c.door.limits.Stall)
	if !c.deadline.IsZero() && c.deadline.Before(stall) {
		return c.deadline
	}
	return stall
}

// SetWriteDeadline implements net.Conn. It also holds for a write that is under way.
func (c *conn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	return c.Conn.SetWriteDeadline(c.until())
}

// SetDeadline implements net.Conn.
func (c *conn) SetDeadline(t time.Time) error {
	if err := c.Conn.SetReadDeadline(t); err != nil {
		return err
	}
	return c.SetWriteDeadline(t)
}

// CloseWrite ends what is written; the server does so before it closes a connection
// on which something is unread.
func (c *conn) CloseWrite() error {
	if w, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return nil
}

// Close implements net.Conn. One that was hung up on stays for a moment, unread, and
// counts as long as it does.
func (c *conn) Close() (err error) {
	c.closing.Do(func() {
		if !c.deaf.Load() || c.CloseWrite() != nil || !c.door.linger(c) {
			err = c.end()
		}
	})
	return err
}

func (c *conn) end() error {
	c.door.mu.Lock()
	c.door.leave(c)
	c.door.mu.Unlock()
	return c.Conn.Close()
}

// cut closes a stranger's connection, which has left already, and tells of it.
func (c *conn) cut(why error) {
	_ = c.Conn.Close()
	c.door.refused(c.source, why)
}
