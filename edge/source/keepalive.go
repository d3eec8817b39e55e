package source

import (
	"strconv"
	"time"

	"custos.dev/custos/edge/rtsp"
)

// reportEvery is how often the camera gets a receiver report; some keep a session by
// nothing else.
const reportEvery = 5 * time.Second

// keeper is how the session is kept alive. The client's mu guards it.
type keeper struct {
	methods  []string // still to be tried, the one in use first
	pending  bool     // the last is not answered yet
	again    bool     // the last was signed anew, since the one before was refused
	denied   int      // requests in a row that were refused though they were signed anew
	refused  bool     // the password is refused: no more is tried
	lastSaid int      // the last status that was no success
}

// kept says what became of the keep-alive, for the sentence about a lost connection.
func (c *client) kept() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.keep.refused:
		return "; it had refused to be kept alive with this user and password"
	case c.keep.lastSaid != 0 && len(c.keep.methods) == 0:
		return "; it had refused to be kept alive (" + strconv.Itoa(c.keep.lastSaid) + ")"
	}
	return ""
}

// keepAlive sends what keeps the session, until stop is closed. Answers come to answered.
func (c *client) keepAlive(stop <-chan struct{}) {
	c.mu.Lock()
	// What the camera offers; where it offers nothing, each until one is taken.
	for _, m := range []string{"GET_PARAMETER", "OPTIONS", "SET_PARAMETER"} {
		if m == "OPTIONS" || len(c.public) == 0 || c.public[m] {
			c.keep.methods = append(c.keep.methods, m)
		}
	}
	c.mu.Unlock()
	every := min(c.timeout/3, 20*time.Second)
	report := time.NewTicker(min(reportEvery, every))
	defer report.Stop()
	keep := time.NewTicker(every)
	defer keep.Stop()
	for {
		var err error
		select {
		case <-stop:
			return
		case <-report.C:
			err = c.sendReport()
		case <-keep.C:
			err = c.sendKeepAlive()
		}
		if err != nil {
			return // the reader ends by it too
		}
	}
}

func (c *client) sendKeepAlive() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.keep.pending && len(c.keep.methods) > 1 {
		c.keep.methods = c.keep.methods[1:]
	}
	return c.keepLocked(false)
}

func (c *client) keepLocked(again bool) error {
	if c.keep.refused || len(c.keep.methods) == 0 || c.closed.Load() {
		return nil
	}
	c.keep.pending, c.keep.again = true, again
	m := c.keep.methods[0]
	_, err := c.sendLocked(m, c.aggregate, nil, &sent{keeps: true})
	return err
}

// answered takes the response to a keep-alive.
func (c *client) answered(p *rtsp.Response) error {
	n, _ := strconv.Atoi(p.Header.Get("CSeq"))
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.sent[n]
	delete(c.sent, n)
	// Without a number that is known it can only be the keep-alive's: nothing else waits.
	if p.Status < 200 || !c.keep.pending || s != nil && !s.keeps {
		return nil
	}
	c.keep.pending = false
	switch {
	case p.Status < 300:
		c.keep.denied = 0
		return nil
	case p.Status == 401:
		stale, other, err := c.login.Challenge(p.Header.Values("WWW-Authenticate"))
		if !c.keep.again && err == nil && c.has() {
			return c.keepLocked(true)
		}
		// Three times in a row, or for another reason than its nonce: more would lock the
		// account.
		c.keep.denied++
		c.keep.refused = err != nil || !c.has() || !stale && !other || c.keep.denied >= 3
		return nil
	}
	// It does not know this method, or not with this session.
	c.keep.lastSaid = p.Status
	c.keep.methods = c.keep.methods[min(1, len(c.keep.methods)):]
	return c.keepLocked(false)
}

// sendReport writes a receiver report of each track.
func (c *client) sendReport() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed.Load() {
		return nil
	}
	for _, l := range c.legs() {
		b := l.rr.append(nil, l.ours, time.Now())
		if l.udp[1] == nil {
			if err := c.writeLocked(rtsp.AppendInterleaved(nil, l.rtcpCh, b)); err != nil {
				return err
			}
		} else if l.udpRTCP != nil {
			_, _ = l.udp[1].WriteToUDP(b, l.udpRTCP)
		}
	}
	return nil
}
