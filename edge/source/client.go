package source

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
)

// The client's patience.
const (
	dialTimeout   = 10 * time.Second
	answerTimeout = 10 * time.Second
	// optionsTimeout is how long the answer to OPTIONS is waited for: some cameras have none.
	optionsTimeout = 3 * time.Second
	// silence is how long a playing camera may send nothing of its video.
	silence = 15 * time.Second
	// farewell bounds what saying goodbye takes.
	farewell = 200 * time.Millisecond
)

// client is an RTSP session with one camera. open and receive are called by one
// goroutine, one after the other; close by any.
type client struct {
	r *rtsp.Reader
	// dial connects anew, while the session is not set up yet; nil once it was used.
	dial      func() (*stamped, error)
	base      string // URL of the requests, without credentials
	aggregate string // URL of the whole session
	public    map[string]bool
	patience  time.Duration
	timeout   time.Duration // of the session, at the camera
	video     leg
	sound     *leg    // nil if it is not set up
	early     []early // packets that came before PLAY was answered
	earlySize int
	// clock is told how far the camera's clock is ahead of this node's, by each of its
	// reports; may be nil.
	clock func(ahead time.Duration)
	// reading is held by who reads from the connection; torn is closed by him when
	// TEARDOWN is answered.
	reading sync.Mutex
	torn    chan struct{}

	// mu guards what follows, and writing.
	mu       sync.Mutex
	conn     *stamped
	login    rtsp.Login
	accepted bool // a signed request was let in
	seq      int
	session  string
	set      bool          // SETUP was answered
	sent     map[int]*sent // unanswered requests
	keep     keeper

	closing sync.Once
	closed  atomic.Bool
	limit   atomic.Pointer[time.Time] // of reading, once it is closed
	redir   atomic.Pointer[string]    // the host that the camera asked to go to
}

// leg is one track of a session: where its packets come, and which they are.
type leg struct {
	control       string // what it was set up by
	rtpCh, rtcpCh byte
	udp           [2]*net.UDPConn
	udpRTCP       *net.UDPAddr // where reports go, over UDP
	filter        filter
	ours          uint32    // SSRC of our reports
	rr            reception // the client's mu guards it
}

// early is a packet that came before PLAY was answered.
type early struct {
	waiting
	channel byte
}

// newSSRC names our reports on a track.
func newSSRC() uint32 {
	var b [4]byte
	_, _ = rand.Read(b[:])
	return binary.BigEndian.Uint32(b[:])
}

// legs are the tracks that are set up, the video first.
func (c *client) legs() []*leg {
	if c.sound == nil {
		return []*leg{&c.video}
	}
	return []*leg{&c.video, c.sound}
}

// tolerate names the channels on which packets come.
func (c *client) tolerate() {
	var all []byte
	for _, l := range c.legs() {
		all = append(all, l.rtpCh, l.rtcpCh)
	}
	c.r.Tolerate(all...)
}

// sent is a request that waits for its answer.
type sent struct {
	keeps bool // a keep-alive, which nobody stands still for
}

// stamped is a connection that notes when it was last read from.
type stamped struct {
	net.Conn
	at time.Time
}

func (s *stamped) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	s.at = time.Now()
	return n, err
}

// dial connects to the camera, at the one address that was checked; the host's name only
// goes into requests and into the check of a certificate.
func (s *Source) dial(ctx context.Context, u *url.URL) (*client, error) {
	addr, err := s.pin(ctx, u.Hostname())
	if err != nil {
		return nil, err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"rtsp": "554", "rtsps": "322"}[u.Scheme]
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return nil, fail(Refused, custos.Invalid, "its URL names the port %q; ports are 1 to 65535", port)
	}
	var conf *tls.Config
	if u.Scheme == "rtsps" {
		if conf, err = s.tlsConfig(u.Hostname()); err != nil {
			return nil, err
		}
	}
	connect := func() (*stamped, error) { return connect(ctx, netip.AddrPortFrom(addr, uint16(n)), conf) }
	conn, err := connect()
	if err != nil {
		return nil, err
	}
	clean := *u
	clean.User = nil
	c := &client{
		conn: conn, r: rtsp.NewReader(conn), dial: connect, base: clean.String(), timeout: time.Minute, patience: silence,
		login: rtsp.Login{Credentials: s.credentials(u)}, sent: map[int]*sent{}, torn: make(chan struct{}),
	}
	c.r.Tolerate()
	if s.patience > 0 {
		c.patience = s.patience
	}
	c.video.ours, c.video.rtcpCh = newSSRC(), 1
	return c, nil
}

func connect(ctx context.Context, addr netip.AddrPort, conf *tls.Config) (*stamped, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr.String())
	if err != nil {
		return nil, fail(Unreachable, custos.Unavailable, "it cannot be reached at %s (%w); check that it is switched on, its address and port, and the network between", addr, err)
	}
	if conf == nil {
		return &stamped{Conn: conn}, nil
	}
	t := tls.Client(conn, conf)
	if err := t.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, explainTLS(err)
	}
	return &stamped{Conn: t}, nil
}

// foreign is how many packets came that do not belong to the stream.
func (c *client) foreign() uint64 { return c.video.filter.foreign.Load() }

// close ends the session, telling the camera so if it still listens, and closes the
// connection. It takes a fifth of a second at the longest.
func (c *client) close() {
	c.closing.Do(func() {
		limit := time.Now().Add(farewell)
		c.limit.Store(&limit)
		c.closed.Store(true)
		c.mu.Lock()
		conn, set := c.conn, c.set
		c.mu.Unlock()
		if set {
			c.teardown(conn, limit)
		}
		conn.Close()
		c.mu.Lock()
		legs := c.legs()
		c.mu.Unlock()
		for _, l := range legs {
			l.closeUDP()
		}
	})
}

func (l *leg) closeUDP() {
	for _, u := range l.udp {
		if u != nil {
			u.Close()
		}
	}
}

func (c *client) teardown(conn net.Conn, limit time.Time) {
	_ = conn.SetDeadline(limit)
	if _, err := c.send("TEARDOWN", c.aggregate, nil); err != nil {
		return
	}
	if !c.reading.TryLock() {
		select {
		case <-c.torn:
		case <-time.After(time.Until(limit)):
		}
		return
	}
	defer c.reading.Unlock()
	for {
		m, err := c.r.Next()
		if _, ok := m.(*rtsp.Response); ok || err != nil {
			return
		}
	}
}

// readBy sets how long the next read may take; no longer than is left once it is closed.
func (c *client) readBy(t time.Time) {
	_ = c.conn.SetReadDeadline(t)
	if l := c.limit.Load(); l != nil && l.Before(t) {
		_ = c.conn.SetReadDeadline(*l)
	}
}

// send writes a request and returns its number.
func (c *client) send(method, target string, h rtsp.Header) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sendLocked(method, target, h, &sent{})
}

func (c *client) sendLocked(method, target string, h rtsp.Header, s *sent) (int, error) {
	q := rtsp.Request{Method: method, URL: target, Header: rtsp.Header{}}
	for k, v := range h {
		q.Header[k] = v
	}
	c.seq++
	q.Header.Set("CSeq", strconv.Itoa(c.seq))
	q.Header.Set("User-Agent", "Custos")
	if c.session != "" {
		q.Header.Set("Session", c.session)
	}
	if a := c.login.Authorize(method, target, nil); a != "" {
		q.Header.Set("Authorization", a)
	}
	if len(c.sent) > 64 {
		clear(c.sent) // a camera that answers nothing
	}
	c.sent[c.seq] = s
	return c.seq, c.writeLocked(q.Append(nil))
}

func (c *client) writeLocked(b []byte) error {
	t := time.Now().Add(answerTimeout)
	if l := c.limit.Load(); l != nil {
		t = *l
	}
	_ = c.conn.SetWriteDeadline(t)
	if _, err := c.conn.Write(b); err != nil {
		// Half a message may have gone out: nothing after it would be understood.
		c.conn.Close()
		return fail(Lost, custos.Unavailable, "the connection to it broke (%w)", err)
	}
	return nil
}

// has says whether there is anything to sign in with.
func (c *client) has() bool { return c.login.User != "" || c.login.Password != "" }

// ask sends a request and returns its answer, whatever it says but that it wants to be
// signed in to: that is done, once with a password that was not proved right before.
func (c *client) ask(method, target string, h rtsp.Header, patience time.Duration) (*rtsp.Response, error) {
	for renewals := 0; ; {
		seq, err := c.send(method, target, h)
		var p *rtsp.Response
		if err == nil {
			p, err = c.answer(seq, patience)
		}
		if err != nil {
			if !isTimeout(err) && !c.set && c.dial != nil && !c.closed.Load() {
				// Some cameras close the connection after a 401, or at OPTIONS.
				if again, derr := c.redial(); derr != nil || !again {
					return nil, err
				}
				if method == "OPTIONS" {
					return nil, nil
				}
				continue
			}
			return nil, err
		}
		if p.Status != 401 {
			c.mu.Lock()
			c.accepted = c.accepted || c.login.Signs()
			c.mu.Unlock()
			return p, nil
		}
		if err := c.signIn(p, &renewals); err != nil {
			return nil, err
		}
	}
}

// signIn takes what a 401 asks for, unless what was tried was refused.
func (c *client) signIn(p *rtsp.Response, renewals *int) error {
	if !c.has() {
		return fail(AuthFailed, custos.Denied, "it asks for a user name and a password; set them in its credentials")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	signed := c.login.Signs()
	stale, other, err := c.login.Challenge(p.Header.Values("WWW-Authenticate"))
	if err != nil {
		return fail(AuthFailed, custos.Denied, "it cannot be signed in to: %w", err)
	}
	if !signed {
		return nil
	}
	// Only the nonce was too old: the camera says so, or it took the password before.
	if (stale || other && c.accepted) && *renewals == 0 {
		*renewals++
		return nil
	}
	return fail(AuthFailed, custos.Denied, "it refuses the user name or the password; correct them (it is not tried again by itself, so that the camera does not lock the account)")
}

// redial makes the connection anew, once.
func (c *client) redial() (bool, error) {
	dial := c.dial
	c.dial = nil
	c.conn.Close() // first: some cameras serve only one
	conn, err := dial()
	if err != nil {
		return false, err
	}
	c.mu.Lock()
	c.conn = conn
	c.mu.Unlock()
	c.r = rtsp.NewReader(conn)
	c.r.Tolerate()
	if c.closed.Load() {
		conn.Close()
		return false, nil
	}
	return true, nil
}

// do asks and turns every answer but success into a sentence.
func (c *client) do(method, target string, h rtsp.Header) (*rtsp.Response, error) {
	p, err := c.ask(method, target, h, answerTimeout)
	if err != nil {
		return nil, err
	}
	return p, c.refusal(method, p)
}

// refusal says what an answer means; nil if it is success.
func (c *client) refusal(method string, p *rtsp.Response) error {
	reason := strings.Map(printable, p.Reason)
	switch s := p.Status; {
	case s >= 200 && s < 300:
		return nil
	case s >= 300 && s < 400:
		return fail(Refused, custos.Denied, "it redirects to %s (%d %s), which is not followed; put the final URL into the configuration", hostOf(p.Header.Get("Location")), s, reason)
	case s == 403:
		return fail(AuthFailed, custos.Denied, "it forbids this user the stream; give the user the right to view in the camera's settings")
	case s == 404:
		return fail(NotThere, custos.NotFound, "it has no stream under this path; check the path in its URL")
	case s == 453 || s == 503:
		return fail(Unreachable, custos.Unavailable, "it is busy (%d %s); it may serve only few viewers at a time: close others, or restart the camera", s, reason)
	case s == 454:
		return fail(Lost, custos.Unavailable, "it does not know the session any more (%d %s to %s); it is opened anew", s, reason, method)
	case s == 461:
		return fail(Refused, custos.Invalid, "it does not offer the transport; choose the other of tcp and udp")
	}
	return fail(Unreachable, custos.Unavailable, "it answers %s with %d %s; restart the camera or check its settings", method, p.Status, reason)
}

// answer reads up to the response to a request. A late answer to an earlier one is
// passed over; one without a number, or with a strange one, is taken.
func (c *client) answer(seq int, patience time.Duration) (*rtsp.Response, error) {
	end := time.Now().Add(patience)
	for {
		c.readBy(end)
		m, err := c.r.Next()
		if err != nil {
			if isTimeout(err) {
				return nil, fail(Unreachable, custos.Unavailable, "it does not answer (%w); check the port in its URL, or restart the camera", err)
			}
			return nil, fail(Unreachable, custos.Unavailable, "it does not answer as an RTSP camera does (%w); check the port in its URL", err)
		}
		switch m := m.(type) {
		case *rtsp.Interleaved:
			if !c.comesEarly(m) {
				continue
			}
			// It plays, and does not say so.
			return &rtsp.Response{Status: 200, Header: rtsp.Header{}}, nil
		case *rtsp.Request:
			if err := c.serve(m); err != nil {
				return nil, err
			}
		case *rtsp.Response:
			n, nerr := strconv.Atoi(m.Header.Get("CSeq"))
			c.mu.Lock()
			s := c.sent[n]
			delete(c.sent, n)
			c.mu.Unlock()
			if m.Status < 200 || nerr == nil && n != seq && s != nil {
				continue
			}
			return m, nil
		}
	}
}

// maxEarly bounds the bytes that are kept of what comes before PLAY is answered: the
// pictures that a camera sends at once, from the last key frame on.
const maxEarly = 8 << 20

// comesEarly keeps a packet that came before PLAY was answered. It says whether the
// camera plays, since it sends as much without having said so.
func (c *client) comesEarly(k *rtsp.Interleaved) bool {
	if !c.set || k.Channel != c.video.rtpCh && (c.sound == nil || k.Channel != c.sound.rtpCh) || len(k.Data) == 0 {
		return false
	}
	c.early = append(c.early, early{waiting{append([]byte(nil), k.Data...), c.conn.at}, k.Channel})
	c.earlySize += len(k.Data)
	return c.earlySize > maxEarly || c.conn.at.Sub(c.early[0].at) > time.Second
}

// serve answers a request of the camera's.
func (c *client) serve(q *rtsp.Request) error {
	p := &rtsp.Response{Status: 200, Reason: "OK", Header: rtsp.Header{}}
	p.Header.Set("CSeq", q.Header.Get("CSeq"))
	switch q.Method {
	case "OPTIONS":
		p.Header.Set("Public", "OPTIONS, GET_PARAMETER, SET_PARAMETER")
	case "GET_PARAMETER", "SET_PARAMETER", "PLAY_NOTIFY", "TEARDOWN":
	case "REDIRECT":
		// It is not followed. The camera goes on, or ends the session: then this is why.
		h := hostOf(q.Header.Get("Location"))
		c.redir.Store(&h)
		p.Status, p.Reason = 501, "Not Implemented"
	default:
		p.Status, p.Reason = 501, "Not Implemented"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.writeLocked(p.Append(nil)); err != nil {
		return err
	}
	if q.Method == "TEARDOWN" {
		return fail(Lost, custos.Unavailable, "it ended the session")
	}
	return nil
}

// open describes, sets up and plays the stream: its video, and its sound if want says so and
// the camera gives it. without is told why it does not.
func (c *client) open(transport string, want bool, without func(why string, lasting bool)) (media, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	p, err := c.ask("OPTIONS", c.base, nil, optionsTimeout)
	switch {
	case err != nil && !isTimeout(err) && (ReasonOf(err) != AuthFailed || c.has()):
		return media{}, err
	case err == nil && p != nil && p.Status == 200:
		c.public = map[string]bool{}
		for _, m := range strings.FieldsFunc(strings.Join(p.Header.Values("Public"), ","), func(r rune) bool { return r == ',' || r == ' ' }) {
			c.public[strings.ToUpper(m)] = true
		}
	}
	p, err = c.do("DESCRIBE", c.base, rtsp.Header{"Accept": {"application/sdp"}})
	if err != nil {
		return media{}, err
	}
	m, err := parseSDP(string(p.Body))
	if err != nil {
		return media{}, err
	}
	base := baseOf(c.base, p.Header)
	c.aggregate = joinControl(base, m.aggregate)[0]
	controls := joinControl(base, m.control)
	if m.control == "" {
		controls = []string{c.aggregate}
	}
	if err := c.setup(&c.video, transport, controls); err != nil {
		return m, err
	}
	pt, err := strconv.ParseUint(m.payload, 10, 7)
	if err != nil {
		return m, fail(WrongCodec, custos.Invalid, "its description of the stream makes no sense: the payload type %q; restart the camera or check its settings", strings.Map(printable, m.payload))
	}
	c.video.filter.payload = byte(pt)
	if want {
		if err := c.openSound(transport, base, m.sound, without); err != nil {
			return m, err
		}
	}
	err = c.startPlaying()
	if err != nil && c.sound != nil {
		// It may be that the video alone would be played.
		without("it did not play both ("+err.Error()+")", true)
	}
	return m, err
}

// openSound sets the sound up after the video. Its error ends the session; what only the
// sound ends by is told.
func (c *client) openSound(transport, base string, m *media, without func(string, bool)) error {
	if m == nil {
		without("it describes none", false)
		return nil
	}
	pt, err := strconv.ParseUint(m.payload, 10, 7)
	if err != nil || m.control == "" {
		without("its description of it makes no sense", false)
		return nil
	}
	l := &leg{ours: newSSRC()}
	l.filter.payload = byte(pt)
	l.rtpCh = (max(c.video.rtpCh, c.video.rtcpCh) + 2) &^ 1
	l.rtcpCh = l.rtpCh + 1
	err = c.setup(l, transport, joinControl(base, m.control))
	if err != nil {
		l.closeUDP()
		var broken *brokenError
		if errors.As(err, &broken) {
			without("the session broke when it was asked for", true)
			return broken.err
		}
		without(err.Error(), false)
		return nil
	}
	c.mu.Lock()
	c.sound = l
	c.mu.Unlock()
	if transport != "udp" {
		c.tolerate()
	}
	if c.closed.Load() {
		l.closeUDP()
	}
	return nil
}

// brokenError is of a connection that gives no answer: nothing more comes over it.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }

// startPlaying plays what is set up: all at once, or, where the camera wants that, one
// after the other.
func (c *client) startPlaying() error {
	p, err := c.ask("PLAY", c.aggregate, rtsp.Header{"Range": {"npt=0.000-"}}, answerTimeout)
	if err == nil && (p.Status == 457 || p.Status == 459) {
		// It does not know the range, or wants each track to be played by its own name.
		each := p.Status == 459
		target := c.aggregate
		if each {
			target = c.video.control
		}
		p, err = c.ask("PLAY", target, nil, answerTimeout)
		if err == nil && p.Status < 300 && each && c.sound != nil {
			// Whatever it says: the video plays.
			if _, err := c.ask("PLAY", c.sound.control, nil, answerTimeout); err != nil && !isTimeout(err) {
				return err
			}
		}
	}
	if err != nil {
		return err
	}
	return c.refusal("PLAY", p)
}

// setup sets a track up, under the first of the names that the camera knows.
func (c *client) setup(l *leg, transport string, controls []string) (err error) {
	want := fmt.Sprintf("RTP/AVP/TCP;unicast;interleaved=%d-%d", l.rtpCh, l.rtcpCh)
	if transport == "udp" {
		if want, err = c.listenUDP(l); err != nil {
			return err
		}
	}
	var p *rtsp.Response
	for i, control := range controls {
		if p, err = c.ask("SETUP", control, rtsp.Header{"Transport": {want}}, answerTimeout); err != nil {
			if ReasonOf(err) != AuthFailed && !isTimeout(err) {
				err = &brokenError{err}
			}
			return err
		}
		if err = c.refusal("SETUP", p); err == nil {
			l.control = control
			return c.established(l, transport, p)
		}
		if p.Status != 400 && p.Status != 404 && p.Status != 454 || i == len(controls)-1 {
			break
		}
	}
	return err
}

// established reads the answer to SETUP.
func (c *client) established(l *leg, transport string, p *rtsp.Response) (err error) {
	id, rest, _ := strings.Cut(p.Header.Get("Session"), ";")
	c.mu.Lock()
	if id = strings.TrimSpace(id); l == &c.video || id != "" {
		c.session = id
	}
	c.set = true
	c.mu.Unlock()
	t := strings.TrimRight(rtsp.Params(rest)["timeout"], "s ")
	if n, err := strconv.Atoi(t); err == nil && n >= 1 && n <= 86400 {
		c.timeout = time.Duration(n) * time.Second
	}
	got := rtsp.Params(p.Header.Get("Transport"))
	if n, err := strconv.ParseUint(got["ssrc"], 16, 32); err == nil {
		s := uint32(n)
		l.filter.named = &s
	}
	if transport == "udp" {
		err = c.punch(l, got["server_port"])
	} else {
		a, b := int(l.rtpCh), int(l.rtcpCh)
		if v := got["interleaved"]; v != "" {
			a, b, err = rtsp.PortPair(v, 255)
		} else if got["server_port"] != "" {
			return fail(Refused, custos.Invalid, "it wants to send over UDP only; choose the transport udp")
		}
		l.rtpCh, l.rtcpCh = byte(a), byte(b)
		c.tolerate()
	}
	if err != nil {
		return fail(Unreachable, custos.Unavailable, "its answer to SETUP makes no sense (%w); try the other transport", err)
	}
	return nil
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

// broke says why nothing comes any more.
func (c *client) broke(err error) error {
	if h := c.redir.Load(); h != nil {
		return fail(Lost, custos.Unavailable, "it asked to go to %s, which is not followed, and ended the session; put the final URL into the configuration", *h)
	}
	switch {
	case isTimeout(err) && c.video.udp[0] != nil && !c.video.filter.locked:
		return fail(Lost, custos.Unavailable, "none of its packets came over UDP for %v; a firewall may hold them back: choose the transport tcp", c.patience)
	case isTimeout(err):
		return fail(Lost, custos.Unavailable, "it has sent nothing of its video for %v; check the camera and the network", c.patience)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed):
		return fail(Lost, custos.Unavailable, "it closed the connection without ending the stream%s", c.kept())
	}
	return fail(Lost, custos.Unavailable, "the connection to it broke (%w)%s", err, c.kept())
}
