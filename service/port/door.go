package port

import (
	"container/list"
	"fmt"
	"net"
	"sync"
	"time"

	"custos.dev/custos"
)

// lingerFor is how long a connection that was hung up on stays open for its answer to be
// read: closed at once, with something unread, it would be reset, and the answer lost.
const lingerFor = 500 * time.Millisecond

// door is a listener that counts who is inside.
type door struct {
	net.Listener
	limits  Limits
	refused func(source string, why error)
	done    chan struct{} // closed when nobody may linger any more

	mu        sync.Mutex
	shutting  bool
	open      int
	strangers list.List // of *conn, the oldest first
	from      map[string]int
	of        map[string]int // connections by who is known on them
	lingering sync.WaitGroup
}

func newDoor(l net.Listener, limits Limits, refused func(string, error)) *door {
	return &door{Listener: l, limits: limits, refused: refused, done: make(chan struct{}), from: map[string]int{}, of: map[string]int{}}
}

// Accept implements net.Listener.
func (d *door) Accept() (net.Conn, error) {
	for {
		nc, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if c := d.enter(nc); c != nil {
			return c, nil
		}
	}
}

// enter takes a stranger in, and another one out for him if it must; nil if everybody
// inside is known and there is no place.
func (d *door) enter(nc net.Conn) *conn {
	c := &conn{Conn: nc, door: d, source: Source(nc.RemoteAddr().String())}
	d.mu.Lock()
	var out *conn
	var why error
	switch {
	case d.from[c.source] >= d.limits.StrangersOfOne:
		out, why = d.oldest(c.source), tooMany(d.limits.StrangersOfOne, "from this address")
	case d.strangers.Len() >= d.limits.Strangers:
		out, why = d.oldest(""), tooMany(d.limits.Strangers, "in all")
	case d.open >= d.limits.Connections:
		if out, why = d.oldest(""), tooMany(d.limits.Connections, "and known ones, in all"); out == nil {
			d.mu.Unlock()
			_ = nc.Close()
			d.refused(c.source, why)
			return nil
		}
	}
	if out != nil {
		d.leave(out)
	}
	d.open++
	d.from[c.source]++
	c.place = d.strangers.PushBack(c)
	c.late = time.AfterFunc(d.limits.StrangerTime, func() {
		d.turnOut(c, custos.Errorf(custos.Denied, "nobody said who he is within %s", d.limits.StrangerTime))
	})
	d.mu.Unlock()
	if out != nil {
		out.cut(why)
	}
	return c
}

func tooMany(n int, which string) error {
	return custos.Errorf(custos.Unavailable, "more than %d connections of strangers %s", n, which)
}

// oldest returns the stranger who is here for longest, from one source or from any.
func (d *door) oldest(source string) *conn {
	for e := d.strangers.Front(); e != nil; e = e.Next() {
		if c := e.Value.(*conn); source == "" || c.source == source {
			return c
		}
	}
	return nil
}

// turnOut closes a connection if it is a stranger's still.
func (d *door) turnOut(c *conn, why error) {
	d.mu.Lock()
	still := c.place != nil
	if still {
		d.leave(c)
	}
	d.mu.Unlock()
	if still {
		c.cut(why)
	}
}

// known makes a stranger's connection one of somebody.
func (d *door) known(c *conn, who string, most int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c.place == nil {
		return nil // known already, or gone
	}
	if d.of[who] >= most {
		return fmt.Errorf("%d connections are open already: close some, or use them again", most)
	}
	d.stranger(c)
	d.of[who]++
	c.who = who
	c.trusted.Store(true)
	return nil
}

// stranger takes a connection out of the strangers'; d.mu is held.
func (d *door) stranger(c *conn) {
	d.strangers.Remove(c.place)
	c.place = nil
	c.late.Stop()
	if d.from[c.source]--; d.from[c.source] == 0 {
		delete(d.from, c.source)
	}
}

// leave counts a connection out, once; d.mu is held.
func (d *door) leave(c *conn) {
	if c.gone {
		return
	}
	c.gone = true
	d.open--
	switch {
	case c.place != nil:
		d.stranger(c)
	case c.who != "":
		if d.of[c.who]--; d.of[c.who] == 0 {
			delete(d.of, c.who)
		}
	}
}

// linger closes a connection in a moment; false if the door shuts.
func (d *door) linger(c *conn) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shutting {
		return false
	}
	d.lingering.Go(func() {
		t := time.NewTimer(lingerFor)
		defer t.Stop()
		select {
		case <-t.C:
		case <-d.done:
		}
		_ = c.end()
	})
	return true
}

// shut closes what lingers.
func (d *door) shut() {
	_ = d.Listener.Close()
	d.mu.Lock()
	d.shutting = true
	d.mu.Unlock()
	close(d.done)
	d.lingering.Wait()
}
