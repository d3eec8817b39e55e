package source

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
)

// listenUDP opens a pair of ports, RTP on an even one.
func (c *client) listenUDP(l *leg) (transport string, err error) {
	local := c.conn.LocalAddr().(*net.TCPAddr)
	for range 50 {
		a, err := net.ListenUDP("udp", &net.UDPAddr{IP: local.IP, Zone: local.Zone})
		if err != nil {
			return "", fail(Unreachable, custos.Unavailable, "no UDP port can be opened for it: %w", err)
		}
		port := a.LocalAddr().(*net.UDPAddr).Port
		if port%2 == 0 {
			b, err := net.ListenUDP("udp", &net.UDPAddr{IP: local.IP, Port: port + 1, Zone: local.Zone})
			if err == nil {
				_ = a.SetReadBuffer(4 << 20) // a key frame comes at once
				c.mu.Lock()
				l.udp = [2]*net.UDPConn{a, b}
				c.mu.Unlock()
				return "RTP/AVP;unicast;client_port=" + strconv.Itoa(port) + "-" + strconv.Itoa(port+1), nil
			}
		}
		a.Close()
	}
	return "", fail(Unreachable, custos.Unavailable, "no pair of UDP ports is free for it; choose the transport tcp")
}

// punch opens firewalls towards the camera's ports, and the camera's only.
func (c *client) punch(l *leg, ports string) error {
	if ports == "" {
		return nil
	}
	a, b, err := rtsp.PortPair(ports, 65535)
	if err != nil {
		return err
	}
	remote := c.conn.RemoteAddr().(*net.TCPAddr)
	to := func(port int) *net.UDPAddr { return &net.UDPAddr{IP: remote.IP, Port: port, Zone: remote.Zone} }
	_, _ = l.udp[0].WriteToUDP([]byte{0x80, l.filter.payload, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, to(a))
	var none reception
	l.udpRTCP = to(b)
	_, _ = l.udp[1].WriteToUDP(none.append(nil, l.ours, time.Now()), l.udpRTCP)
	return nil
}

// pollUDP is how often the receiver looks up from an idle socket.
const pollUDP = 50 * time.Millisecond

// udp receives over UDP; the connection and the reports' socket have readers of their own.
func (r *receiver) udp() error {
	c := r.c
	remote := c.conn.RemoteAddr().(*net.TCPAddr).AddrPort().Addr().Unmap()
	ended := make(chan error, 1)
	read := make(chan struct{}, 2)
	go func() { // ends when the connection is closed
		defer func() { read <- struct{}{} }()
		for {
			c.readBy(time.Time{})
			m, err := c.r.Next()
			if c.closed.Load() && (err != nil || isResponse(m)) {
				close(c.torn)
				return
			}
			if err == nil {
				err = c.message(m)
			} else {
				err = c.broke(err)
			}
			if err != nil {
				ended <- err
				return
			}
		}
	}()
	var report atomic.Pointer[waiting] // the last BYE, or the last of other reports
	go func() {
		defer func() { read <- struct{}{} }()
		b := make([]byte, 2048)
		for {
			n, from, err := c.video.udp[1].ReadFromUDPAddrPort(b)
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil || from.Addr().Unmap() != remote {
				continue
			}
			if old := report.Load(); old == nil || !isBye(old.b) {
				report.Store(&waiting{slices.Clone(b[:n]), time.Now()})
			}
		}
	}()
	var sound sync.WaitGroup
	if c.sound != nil {
		sound.Go(func() { r.soundUDP(remote) })
		sound.Go(func() { r.soundReports(remote) })
	}
	defer func() {
		c.close()
		<-read
		<-read
		sound.Wait()
	}()
	order := reorder{out: r.packet}
	b := make([]byte, 1<<16)
	for {
		if w := report.Swap(nil); w != nil {
			r.report(&c.video, w.b, w.at)
		}
		wait := time.Now().Add(pollUDP)
		if u := r.until(); u.Before(wait) {
			wait = u
		}
		_ = c.video.udp[0].SetReadDeadline(wait)
		n, from, err := c.video.udp[0].ReadFromUDPAddrPort(b)
		now := time.Now()
		switch {
		case c.closed.Load():
			return errBye // receive says that it was stopped
		case err == nil && from.Addr().Unmap() == remote && isRTCP(b[:n]):
			r.report(&c.video, b[:n], now)
		case err == nil && from.Addr().Unmap() == remote:
			if err := c.video.filter.push(b[:n], now, order.push); err != nil {
				return err
			}
		case err != nil && !isTimeout(err):
			return c.broke(err)
		}
		if err := order.drain(now); err != nil {
			return err
		}
		if isTimeout(err) {
			// What was under way has come.
			select {
			case err := <-ended:
				return err
			default:
			}
		}
		if now.After(r.until()) {
			if !r.bye.IsZero() {
				return errBye
			}
			return c.broke(errSilent{})
		}
	}
}

// soundUDP receives the sound until its socket is closed.
func (r *receiver) soundUDP(remote netip.Addr) {
	l := r.c.sound
	order := reorder{out: r.sound}
	b := make([]byte, 1<<16)
	for {
		_ = l.udp[0].SetReadDeadline(time.Now().Add(pollUDP))
		n, from, err := l.udp[0].ReadFromUDPAddrPort(b)
		now := time.Now()
		switch {
		case err == nil && from.Addr().Unmap() == remote && !isRTCP(b[:n]):
			err = l.filter.push(b[:n], now, order.push)
		case isTimeout(err):
			err = nil
		case err == nil || !errors.Is(err, net.ErrClosed):
			continue // a refused datagram, or a stranger's
		}
		if err == nil {
			err = order.drain(now)
		}
		if err != nil {
			_ = order.giveUp()
			return
		}
	}
}

// soundReports takes the camera's reports on the sound until their socket is closed.
func (r *receiver) soundReports(remote netip.Addr) {
	l := r.c.sound
	b := make([]byte, 2048)
	for {
		n, from, err := l.udp[1].ReadFromUDPAddrPort(b)
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err == nil && from.Addr().Unmap() == remote:
			r.report(l, b[:n], time.Now())
		}
	}
}

// reorder holds UDP packets back until those before them have come, or are given up: when
// maxHeld packets wait for them, or after maxWait.
type reorder struct {
	out   func(*rtp.Packet, time.Time) error
	next  uint16
	ssrc  uint32
	known bool
	held  map[uint16]heldPacket
	since time.Time // since when what is missing is waited for
	late  int       // packets in a row that came too late
}

type heldPacket struct {
	k  *rtp.Packet
	at time.Time
}

const (
	maxHeld = 32
	maxWait = 200 * time.Millisecond
	// maxLate is how many packets in a row that seem late show that the camera counts
	// anew.
	maxLate = 16
)

// push takes a packet; what it does not hand on at once it copies.
func (r *reorder) push(k *rtp.Packet, at time.Time) error {
	if !r.known || k.SSRC != r.ssrc {
		if err := r.giveUp(); err != nil {
			return err
		}
		r.known, r.ssrc, r.next, r.held = true, k.SSRC, k.SequenceNumber, map[uint16]heldPacket{}
	}
	behind, ahead := r.next-k.SequenceNumber, k.SequenceNumber-r.next
	if behind > 0 && behind < 1000 {
		if r.late++; r.late < maxLate {
			return nil // too late, or twice
		}
	}
	if behind > 0 && behind < 1000 || min(behind, ahead) >= 1000 {
		// The camera began to count anew.
		if err := r.giveUp(); err != nil {
			return err
		}
		r.next = k.SequenceNumber
	}
	r.late = 0
	if k.SequenceNumber == r.next {
		r.next++
		if err := r.out(k, at); err != nil {
			return err
		}
		r.since = at
		return r.drain(at)
	}
	if _, ok := r.held[k.SequenceNumber]; ok {
		return nil
	}
	if len(r.held) == 0 {
		r.since = at
	}
	c := *k
	c.Payload = slices.Clone(k.Payload)
	c.CSRC, c.Extensions = nil, nil
	r.held[k.SequenceNumber] = heldPacket{&c, at}
	return r.drain(at)
}

// drain hands on what is no longer waited for.
func (r *reorder) drain(now time.Time) error {
	for len(r.held) > 0 {
		h, ok := r.held[r.next]
		if !ok {
			if len(r.held) < maxHeld && now.Sub(r.since) < maxWait {
				return nil
			}
			// Given up: go on with the nearest that is there.
			r.next = r.nearest()
			continue
		}
		delete(r.held, r.next)
		r.next++
		r.since = h.at
		if err := r.out(h.k, h.at); err != nil {
			return err
		}
	}
	return nil
}

func (r *reorder) nearest() uint16 {
	best := uint16(0xffff)
	for s := range r.held {
		best = min(best, s-r.next)
	}
	return r.next + best
}

// giveUp hands on all that is held.
func (r *reorder) giveUp() error {
	for len(r.held) > 0 {
		n := r.nearest()
		h := r.held[n]
		delete(r.held, n)
		r.next = n + 1
		if err := r.out(h.k, h.at); err != nil {
			return err
		}
	}
	return nil
}
