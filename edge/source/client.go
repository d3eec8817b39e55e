package source

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pion/rtp"

	"custos"
	"custos/edge/rtsp"
)

// The client's patience.
const (
	dialTimeout   = 10 * time.Second
	answerTimeout = 10 * time.Second
	// silence is how long a playing camera may send nothing.
	silence = 15 * time.Second
)

// errBye is how the receiver says that the camera ended the stream.
var errBye = errors.New("the stream has ended")

// client is an RTSP session with one camera. One goroutine uses it.
type client struct {
	conn  net.Conn
	r     *rtsp.Reader
	base  string // URL of the requests, without credentials
	creds rtsp.Credentials
	// challenges are what the camera last asked to be signed in by.
	challenges []string
	seq        int
	session    string
	timeout    time.Duration
	rtpCh      byte
	rtcpCh     byte
	udp        [2]*net.UDPConn
	patience   time.Duration
}

// dialCamera connects to the pinned address; the host's name only goes into
// requests and into the check of a certificate.
func dialCamera(ctx context.Context, u *url.URL, addr netip.Addr, creds rtsp.Credentials, conf *tls.Config) (*client, error) {
	port := u.Port()
	if port == "" {
		port = map[string]string{"rtsp": "554", "rtsps": "322"}[u.Scheme]
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return nil, fail(Refused, custos.Invalid, "its URL names the port %q; ports are 1 to 65535", port)
	}
	target := netip.AddrPortFrom(addr, uint16(n)).String()
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", target)
	if err != nil {
		return nil, fail(Unreachable, custos.Unavailable, "it cannot be reached at %s (%w); check that it is switched on, its address and port, and the network between", target, err)
	}
	if u.Scheme == "rtsps" {
		if conf == nil {
			conf = &tls.Config{}
		}
		conf = conf.Clone()
		if conf.ServerName == "" {
			conf.ServerName = u.Hostname()
		}
		t := tls.Client(conn, conf)
		if err := t.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, fail(Unreachable, custos.Unavailable, "its TLS is not accepted (%w); check its certificate and clock", err)
		}
		conn = t
	}
	clean := *u
	clean.User = nil
	return &client{conn: conn, r: rtsp.NewReader(conn), base: clean.String(), creds: creds, timeout: time.Minute, patience: silence}, nil
}

func (c *client) close() {
	c.conn.Close()
	for _, u := range c.udp {
		if u != nil {
			u.Close()
		}
	}
}

// send writes a request.
func (c *client) send(method, target string, h rtsp.Header) error {
	if h == nil {
		h = rtsp.Header{}
	}
	c.seq++
	h.Set("CSeq", strconv.Itoa(c.seq))
	h.Set("User-Agent", "Custos")
	if c.session != "" {
		h.Set("Session", c.session)
	}
	if len(c.challenges) > 0 {
		a, err := c.creds.Authorize(c.challenges, method, target)
		if err != nil {
			return fail(AuthFailed, custos.Denied, "it cannot be signed in to: %w", err)
		}
		h.Set("Authorization", a)
	}
	_ = c.conn.SetWriteDeadline(time.Now().Add(answerTimeout))
	q := rtsp.Request{Method: method, URL: target, Header: h}
	_, err := c.conn.Write(q.Append(nil))
	if err != nil {
		return fail(Lost, custos.Unavailable, "the connection to it broke (%w)", err)
	}
	return nil
}

// do sends a request and reads its answer, signing in when it is asked to.
func (c *client) do(method, target string, header func() rtsp.Header) (*rtsp.Response, error) {
	for try := 0; ; try++ {
		var h rtsp.Header
		if header != nil {
			h = header()
		}
		if err := c.send(method, target, h); err != nil {
			return nil, err
		}
		p, err := c.answer()
		if err != nil {
			return nil, err
		}
		switch {
		case p.Status == 401 && try == 0 && (c.creds.User != "" || c.creds.Password != ""):
			c.challenges = p.Header.Values("WWW-Authenticate")
			continue
		case p.Status == 401 && (c.creds.User != "" || c.creds.Password != ""):
			return nil, fail(AuthFailed, custos.Denied, "it refuses the user name or the password; correct them (it is not tried again by itself, so that the camera does not lock the account)")
		case p.Status == 401:
			return nil, fail(AuthFailed, custos.Denied, "it asks for a user name and a password; set them in its credentials")
		case p.Status == 403:
			return nil, fail(AuthFailed, custos.Denied, "it forbids this user the stream; give the user the right to view in the camera's settings")
		case p.Status >= 300 && p.Status < 400:
			return nil, fail(Refused, custos.Denied, "it redirects to another address, which is not followed; put the final URL into the configuration")
		case p.Status == 404 || p.Status == 454:
			return nil, fail(NotThere, custos.NotFound, "it has no stream under this path; check the path in its URL")
		case p.Status == 461:
			return nil, fail(Refused, custos.Invalid, "it does not offer the transport; choose the other of tcp and udp")
		case p.Status != 200:
			return nil, fail(Unreachable, custos.Unavailable, "it answers %s with %d %s; restart the camera or check its settings", method, p.Status, strings.Map(printable, p.Reason))
		}
		return p, nil
	}
}

// answer reads up to the next response.
func (c *client) answer() (*rtsp.Response, error) {
	_ = c.conn.SetReadDeadline(time.Now().Add(answerTimeout))
	for {
		m, err := c.r.Next()
		if err != nil {
			return nil, fail(Unreachable, custos.Unavailable, "it does not answer as an RTSP camera does (%w); check the port in its URL", err)
		}
		if p, ok := m.(*rtsp.Response); ok {
			return p, nil
		}
	}
}

// open describes, sets up and plays the stream.
func (c *client) open(transport string) (media, error) {
	p, err := c.do("DESCRIBE", c.base, func() rtsp.Header { return rtsp.Header{"Accept": {"application/sdp"}} })
	if err != nil {
		return media{}, err
	}
	m, err := parseSDP(string(p.Body))
	if err != nil {
		return media{}, err
	}
	base := c.base
	for _, k := range []string{"Content-Base", "Content-Location"} {
		if v := p.Header.Get(k); strings.HasPrefix(v, "rtsp") {
			base = v
			break
		}
	}
	control := base
	switch {
	case strings.HasPrefix(m.control, "rtsp://") || strings.HasPrefix(m.control, "rtsps://"):
		// Only a name in requests on this connection: nothing is dialled for it.
		control = m.control
	case m.control != "" && m.control != "*":
		control = strings.TrimSuffix(base, "/") + "/" + strings.TrimPrefix(m.control, "/")
	}
	want := "RTP/AVP/TCP;unicast;interleaved=0-1"
	if transport == "udp" {
		if want, err = c.listenUDP(); err != nil {
			return m, err
		}
	}
	p, err = c.do("SETUP", control, func() rtsp.Header { return rtsp.Header{"Transport": {want}} })
	if err != nil {
		return m, err
	}
	id, rest, _ := strings.Cut(p.Header.Get("Session"), ";")
	c.session = strings.TrimSpace(id)
	if n, err := strconv.Atoi(rtsp.Params(rest)["timeout"]); err == nil && n >= 5 && n <= 3600 {
		c.timeout = time.Duration(n) * time.Second
	}
	got := rtsp.Params(p.Header.Get("Transport"))
	if transport == "udp" {
		err = c.punch(got["server_port"])
	} else {
		a, b := 0, 1
		if v := got["interleaved"]; v != "" {
			a, b, err = rtsp.PortPair(v, 255)
		}
		c.rtpCh, c.rtcpCh = byte(a), byte(b)
	}
	if err != nil {
		return m, fail(Unreachable, custos.Unavailable, "its answer to SETUP makes no sense (%w); try the other transport", err)
	}
	_, err = c.do("PLAY", base, func() rtsp.Header { return rtsp.Header{"Range": {"npt=0.000-"}} })
	return m, err
}

// listenUDP opens a pair of ports, RTP on an even one.
func (c *client) listenUDP() (transport string, err error) {
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
				_ = a.SetReadBuffer(1 << 20)
				c.udp = [2]*net.UDPConn{a, b}
				return "RTP/AVP;unicast;client_port=" + strconv.Itoa(port) + "-" + strconv.Itoa(port+1), nil
			}
		}
		a.Close()
	}
	return "", fail(Unreachable, custos.Unavailable, "no pair of UDP ports is free for it; choose the transport tcp")
}

// punch opens firewalls towards the camera's ports, and the camera's only.
func (c *client) punch(ports string) error {
	if ports == "" {
		return nil
	}
	a, b, err := rtsp.PortPair(ports, 65535)
	if err != nil {
		return err
	}
	remote := c.conn.RemoteAddr().(*net.TCPAddr)
	for i, port := range []int{a, b} {
		_, _ = c.udp[i].WriteToUDP([]byte{0x80, 201, 0, 1, 0, 0, 0, 0}, &net.UDPAddr{IP: remote.IP, Port: port, Zone: remote.Zone})
	}
	return nil
}

// receive reads until the camera ends the stream (nil), ctx ends, or it breaks.
// It calls packet for each RTP packet of the stream, in order.
func (c *client) receive(ctx context.Context, m media, packet func(*rtp.Packet, time.Time) error) error {
	stop := context.AfterFunc(ctx, c.close)
	defer stop()
	pt, err := strconv.Atoi(m.payload)
	if err != nil {
		return fail(WrongCodec, custos.Invalid, "its description of the stream makes no sense")
	}
	handle := func(b []byte) error {
		k := new(rtp.Packet)
		if k.Unmarshal(b) != nil || int(k.PayloadType) != pt {
			return nil // not ours: damaged, or a stranger's
		}
		return packet(k, time.Now())
	}
	if c.udp[0] != nil {
		var r reorder
		inner := packet
		packet = func(k *rtp.Packet, at time.Time) error { return r.push(k, func(k *rtp.Packet) error { return inner(k, at) }) }
		err = c.receiveUDP(handle)
	} else {
		err = c.receiveTCP(handle)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == errBye {
		return nil
	}
	return err
}

// keepAlive asks for nothing, so that the camera does not end the session.
func (c *client) keepAlive(last *time.Time) error {
	if time.Since(*last) < c.timeout/3 {
		return nil
	}
	*last = time.Now()
	return c.send("GET_PARAMETER", c.base, nil)
}

func (c *client) receiveTCP(handle func([]byte) error) error {
	last := time.Now()
	for {
		_ = c.conn.SetReadDeadline(time.Now().Add(c.patience))
		k, err := c.r.Next()
		if err != nil {
			return c.broke(err)
		}
		if k, ok := k.(*rtsp.Interleaved); ok {
			switch k.Channel {
			case c.rtpCh:
				err = handle(k.Data)
			case c.rtcpCh:
				if isBye(k.Data) {
					err = errBye
				}
			}
			if err != nil {
				return err
			}
		}
		if err := c.keepAlive(&last); err != nil {
			return err
		}
	}
}

func (c *client) receiveUDP(handle func([]byte) error) error {
	remote := c.conn.RemoteAddr().(*net.TCPAddr).AddrPort().Addr().Unmap()
	// The other two readers end when the connections are closed: by what
	// follows the loop below.
	ended := make(chan error, 2)
	bye := make(chan struct{})
	done := make(chan struct{}, 2)
	go func() {
		defer func() { done <- struct{}{} }()
		for {
			_ = c.conn.SetReadDeadline(time.Time{})
			if _, err := c.r.Next(); err != nil {
				ended <- c.broke(err)
				_ = c.udp[0].SetReadDeadline(time.Unix(1, 0))
				return
			}
		}
	}()
	go func() {
		defer func() { done <- struct{}{} }()
		b := make([]byte, 2048)
		for {
			n, from, err := c.udp[1].ReadFromUDPAddrPort(b)
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil && from.Addr().Unmap() == remote && isBye(b[:n]) {
				close(bye)
				_ = c.udp[0].SetReadDeadline(time.Now().Add(200 * time.Millisecond))
				return
			}
		}
	}()
	defer func() {
		c.close()
		<-done
		<-done
	}()
	isOver := func() bool {
		select {
		case <-bye:
			return true
		default:
			return false
		}
	}
	last := time.Now()
	b := make([]byte, 1<<16)
	for {
		if !isOver() && len(ended) == 0 {
			_ = c.udp[0].SetReadDeadline(time.Now().Add(c.patience))
			if isOver() || len(ended) > 0 {
				// It came between: what is still under way gets a moment.
				_ = c.udp[0].SetReadDeadline(time.Now().Add(200 * time.Millisecond))
			}
		}
		n, from, err := c.udp[0].ReadFromUDPAddrPort(b)
		if err != nil {
			if isOver() {
				return errBye
			}
			select {
			case err := <-ended:
				return err
			default:
			}
			return c.broke(err)
		}
		if from.Addr().Unmap() != remote {
			continue
		}
		if err := handle(append([]byte(nil), b[:n]...)); err != nil {
			return err
		}
		if err := c.keepAlive(&last); err != nil {
			return err
		}
	}
}

func (c *client) broke(err error) error {
	var t net.Error
	switch {
	case errors.As(err, &t) && t.Timeout():
		return fail(Lost, custos.Unavailable, "it has sent nothing for %v; check the camera and the network", c.patience)
	case errors.Is(err, io.EOF):
		return fail(Lost, custos.Unavailable, "it closed the connection without ending the stream")
	}
	return fail(Lost, custos.Unavailable, "the connection to it broke (%w)", err)
}

// isBye looks for a BYE in a compound RTCP packet.
func isBye(b []byte) bool {
	for len(b) >= 4 && b[0]>>6 == 2 {
		if b[1] == 203 {
			return true
		}
		n := 4 * (int(b[2])<<8 | int(b[3]) + 1)
		if n > len(b) {
			return false
		}
		b = b[n:]
	}
	return false
}

func (c *client) foreign() uint64 { return 0 }
// reorder holds UDP packets back until those before them have come, or are
// given up.
type reorder struct {
	next  uint16
	known bool
	held  map[uint16]*rtp.Packet
}

// maxHeld is how many packets are waited for at most.
const maxHeld = 32

func (r *reorder) push(k *rtp.Packet, out func(*rtp.Packet) error) error {
	if !r.known {
		r.known, r.next, r.held = true, k.SequenceNumber, map[uint16]*rtp.Packet{}
	}
	if k.SequenceNumber-r.next > 1<<15 {
		if r.next-k.SequenceNumber < 1000 {
			return nil // too late
		}
		// The camera began to count anew.
		clear(r.held)
		r.next = k.SequenceNumber
	}
	r.held[k.SequenceNumber] = k
	for len(r.held) > 0 {
		n, ok := r.held[r.next]
		if !ok {
			if len(r.held) < maxHeld {
				return nil
			}
			// Given up: go on with the nearest that is there.
			for r.held[r.next] == nil {
				r.next++
			}
			continue
		}
		delete(r.held, r.next)
		r.next++
		if err := out(n); err != nil {
			return err
		}
	}
	return nil
}
