package rtspsim

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos/edge/rtsp"
)

// The session's patience: with a client that says nothing, and with one that
// does not read.
const (
	idleTimeout  = 60 * time.Second
	writeTimeout = 10 * time.Second
)

// session is one client's connection. run owns its goroutines: the reader of
// requests and, after PLAY, the player.
type session struct {
	s     *Server
	conn  net.Conn
	guard rtsp.Guard
	id    string

	mu    sync.Mutex // one message at a time on conn
	known bool       // path and oddities are
	path  string
	odd   []*Oddity
	clip  *Clip
	later *Clip // is played when the time for oddities has come
	out   *output
	// soundOut is that of the sound, once it is set up.
	soundOut *output
	cancel   context.CancelFunc // stops the player
	wg       sync.WaitGroup

	// What oddities change.
	public  string
	timeout time.Duration
	// keeps says what keeps the session, which else ends after twice its timeout; nil: nothing
	// needs to. q is nil for a receiver report.
	keeps   func(q *rtsp.Request, signed bool) bool
	answers atomic.Int64                     // to requests of the camera's
	kept    atomic.Int64                     // when it was last kept, in Unix ns
	control string                           // the URL that SETUP must name, if set
	channel func(asked int) (said, used int) // what is said of the channels, and what is done
	ssrc    uint32                           // of the stream, named in SETUP's answer
	base    *uint32                          // first time stamp
	mute    bool                             // no sender reports
	refuses string                           // a transport that is not offered
}

// output is where a session's packets go: channels of the connection, or UDP.
type output struct {
	rtp, rtcp func([]byte) error
	close     func()
}

func newSession(s *Server, c net.Conn) *session {
	var id [8]byte
	_, _ = rand.Read(id[:])
	return &session{
		s: s, conn: c, id: fmt.Sprintf("%x", id),
		guard:  rtsp.Guard{Credentials: s.cfg.Credentials, Basic: s.cfg.Basic, Realm: "custos", Nonce: s.nonce},
		public: "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER", timeout: idleTimeout,
	}
}

// become makes the session one of the path that its first request names.
func (c *session) become(path string) {
	if c.known || path == "" && c.s.clips[""] == nil {
		return
	}
	c.known, c.path, c.odd = true, strings.TrimSuffix(path, "/trackID=0"), nil
	for p := range c.s.odd { // what comes after the path may be the oddity's
		if p != "" && strings.HasPrefix(c.path, p+"/") {
			c.path = p
		}
	}
	c.odd = c.s.oddities(c.path)
	c.clip = c.s.Clip(c.path)
	for _, o := range c.odd {
		if o.begin != nil {
			o.begin(c)
		}
		if v := c.s.variants[variantKey{c.s.Clip(c.path), o.Name}]; v != nil {
			if o.later {
				c.later = v
			} else {
				c.clip = v
			}
		}
	}
}

func (c *session) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(ctx, func() { c.conn.Close() })
	defer func() {
		cancel()
		stop()
		c.conn.Close()
		c.wg.Wait()
		for _, o := range []*output{c.out, c.soundOut} {
			if o != nil {
				o.close()
			}
		}
	}()
	r := rtsp.NewReader(c.conn)
	for {
		_ = c.conn.SetReadDeadline(time.Now().Add(2 * idleTimeout))
		m, err := r.Next()
		if err != nil {
			return
		}
		q, ok := m.(*rtsp.Request)
		if !ok {
			if _, ok := m.(*rtsp.Response); ok {
				c.answers.Add(1)
			} else {
				c.keep(nil, false)
			}
			continue
		}
		p := c.answer(ctx, q)
		if p.Status == hangUp {
			return
		}
		if p.Status == silent {
			if q.Method == "PLAY" {
				c.start(ctx)
			}
			continue
		}
		if p.Header.Get("CSeq") == "" {
			p.Header.Set("CSeq", q.Header.Get("CSeq"))
		}
		p.Header.Set("Server", "Custos")
		b := p.Append(nil)
		for _, o := range c.odd {
			if o.raw != nil {
				b = o.raw(c, b)
			}
		}
		if c.write(b) != nil {
			return
		}
		if q.Method == "TEARDOWN" && p.Status == 200 {
			return
		}
		if q.Method == "PLAY" && p.Status == 200 {
			c.start(ctx)
		}
	}
}

// hangUp is the status of an answer that is none: the connection is closed.
const hangUp = -1

// start plays, once.
func (c *session) start(ctx context.Context) {
	if c.cancel != nil {
		return
	}
	c.play(ctx)
	if c.keeps == nil {
		return
	}
	c.kept.Store(time.Now().UnixNano())
	c.wg.Go(func() {
		for {
			// As cameras do, it waits for longer than it says.
			end := time.Unix(0, c.kept.Load()).Add(2 * c.timeout)
			if time.Until(end) <= 0 {
				c.conn.Close()
				return
			}
			if wait(ctx, end) != nil {
				return
			}
		}
	})
}

// keep notes what keeps the session alive.
func (c *session) keep(q *rtsp.Request, signed bool) {
	if c.keeps != nil && c.keeps(q, signed) {
		c.kept.Store(time.Now().UnixNano())
	}
}

func (c *session) write(b []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	_, err := c.conn.Write(b)
	return err
}

func reply(status int, reason string) *rtsp.Response {
	return &rtsp.Response{Status: status, Reason: reason, Header: rtsp.Header{}}
}

func (c *session) answer(ctx context.Context, q *rtsp.Request) *rtsp.Response {
	if q.Header.Get("CSeq") == "" {
		return reply(400, "Bad Request")
	}
	path, err := requestPath(q.URL)
	if err == nil {
		c.become(path)
	}
	for _, o := range c.odd {
		if o.instead == nil {
			continue
		}
		if p := o.instead(c, q); p != nil {
			return p
		}
	}
	p := c.usual(ctx, q, path, err)
	for _, o := range c.odd {
		if o.answer != nil {
			o.answer(c, q, p)
		}
	}
	return p
}

// silent is the status of an answer that is not given.
const silent = -2

func (c *session) usual(ctx context.Context, q *rtsp.Request, path string, perr error) *rtsp.Response {
	if q.Method == "OPTIONS" {
		c.keep(q, q.Header.Get("Authorization") != "")
		p := reply(200, "OK")
		p.Header.Set("Public", c.public)
		return p
	}
	if !c.guard.Allows(q.Method, q.Header.Get("Authorization"), q.Body) {
		p := reply(401, "Unauthorized")
		for _, h := range c.guard.Challenges(false) {
			p.Header.Add("WWW-Authenticate", h)
		}
		return p
	}
	if perr != nil {
		return reply(400, "Bad Request")
	}
	switch q.Method {
	case "DESCRIBE":
		if c.clip == nil {
			return reply(404, "Not Found")
		}
		p := reply(200, "OK")
		p.Header.Set("Content-Type", "application/sdp")
		p.Header.Set("Content-Base", strings.TrimSuffix(q.URL, "/")+"/")
		text := sdp(c.clip)
		if c.clip.sound != nil {
			text += c.clip.sound.sdp()
		}
		for _, o := range c.odd {
			if o.sdp != nil {
				text = o.sdp(c.clip, text)
			}
		}
		p.Body = []byte(text)
		return p
	case "SETUP":
		if c.clip != nil && c.clip.sound != nil && c.out != nil && strings.HasSuffix(path, "trackID=1") {
			return c.setupSound(ctx, q)
		}
		right := strings.HasSuffix(path, "trackID=0")
		if c.control != "" {
			right = q.URL == c.control
		}
		if !right || c.clip == nil {
			return reply(404, "Not Found")
		}
		if c.out != nil {
			return reply(455, "Method Not Valid In This State")
		}
		return c.setup(ctx, q.Header.Get("Transport"), &c.out, c.channel)
	}
	if c.out == nil || !strings.HasPrefix(q.Header.Get("Session"), c.id) {
		return reply(454, "Session Not Found")
	}
	switch q.Method {
	case "PLAY", "GET_PARAMETER", "SET_PARAMETER", "TEARDOWN":
		c.keep(q, q.Header.Get("Authorization") != "")
		p := reply(200, "OK")
		p.Header.Set("Session", c.id)
		if q.Method == "PLAY" {
			p.Header.Set("Range", "npt=0.000-")
		}
		return p
	}
	return reply(501, "Not Implemented")
}

// requestPath returns the path of an RTSP URL without slashes at its ends.
func requestPath(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", err
	}
	if u.Scheme != "rtsp" {
		return "", errors.New("not an rtsp URL")
	}
	return strings.Trim(u.Path, "/"), nil
}

func base64Of(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func sdp(c *Clip) string {
	fmtp := fmt.Sprintf("a=fmtp:96 packetization-mode=1;profile-level-id=%02x%02x%02x;sprop-parameter-sets=%s,%s",
		c.Info.Profile, c.Info.Constraints, c.Info.Level, base64Of(c.SPS), base64Of(c.PPS))
	if c.Codec == "H265" {
		fmtp = fmt.Sprintf("a=fmtp:96 sprop-vps=%s; sprop-sps=%s; sprop-pps=%s", base64Of(c.VPS), base64Of(c.SPS), base64Of(c.PPS))
	}
	return strings.Join([]string{
		"v=0",
		"o=- 1 1 IN IP4 127.0.0.1",
		"s=Custos simulated camera",
		"c=IN IP4 0.0.0.0",
		"t=0 0",
		"a=control:*",
		"m=video 0 RTP/AVP 96",
		"a=rtpmap:96 " + c.Codec + "/90000",
		fmtp,
		"a=framerate:" + strconv.FormatFloat(c.FPS, 'g', 6, 64),
		"a=control:trackID=0",
		"",
	}, "\r\n")
}

// setupSound sets the sound up as the configuration says.
func (c *session) setupSound(ctx context.Context, q *rtsp.Request) *rtsp.Response {
	odd := c.s.cfg.Sound
	if odd.HangUp {
		return reply(hangUp, "")
	}
	if odd.Refuse != 0 {
		return reply(odd.Refuse, "Not Now")
	}
	var channel func(int) (int, int)
	if odd.Channel != 0 || odd.Mixed {
		channel = func(asked int) (said, used int) { return asked, odd.Channel }
	}
	return c.setup(ctx, q.Header.Get("Transport"), &c.soundOut, channel)
}

// setup makes a track's way out; channel says what is said of its channels, and done.
func (c *session) setup(ctx context.Context, transport string, to **output, channel func(asked int) (said, used int)) *rtsp.Response {
	for _, t := range strings.Split(transport, ",") {
		kind, _, _ := strings.Cut(strings.TrimSpace(t), ";")
		m := rtsp.Params(t)
		if _, multicast := m["multicast"]; multicast || c.refuses != "" && strings.EqualFold(kind, c.refuses) {
			continue
		}
		var answer string
		switch strings.ToUpper(kind) {
		case "RTP/AVP/TCP":
			a, b := 0, 1
			if m["interleaved"] != "" {
				var err error
				if a, b, err = rtsp.PortPair(m["interleaved"], 255); err != nil {
					return reply(400, "Bad Request")
				}
			}
			said := a
			if channel != nil {
				said, a = channel(a)
				b = a + 1
			}
			send := func(channel int) func([]byte) error {
				return func(p []byte) error { return c.write(rtsp.AppendInterleaved(nil, byte(channel), p)) }
			}
			*to = &output{rtp: send(a), rtcp: send(b), close: func() {}}
			answer = fmt.Sprintf("RTP/AVP/TCP;unicast;interleaved=%d-%d", said, said+1)
		case "RTP/AVP", "RTP/AVP/UDP":
			a, b, err := rtsp.PortPair(m["client_port"], 65535)
			if err != nil || a == 0 || b == 0 {
				return reply(400, "Bad Request")
			}
			out, ports, err := c.udp(ctx, a, b)
			if err != nil {
				c.s.log.Warn("the simulated camera cannot send over UDP", "err", err)
				return reply(500, "Internal Server Error")
			}
			*to = out
			answer = fmt.Sprintf("RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d", a, b, ports[0], ports[1])
		default:
			continue
		}
		if c.ssrc != 0 && to == &c.out {
			answer += fmt.Sprintf(";ssrc=%08X", c.ssrc)
		}
		p := reply(200, "OK")
		p.Header.Set("Transport", answer)
		p.Header.Set("Session", fmt.Sprintf("%s;timeout=%d", c.id, int(c.timeout/time.Second)))
		return p
	}
	return reply(461, "Unsupported Transport")
}

// udp opens a pair of sockets towards the client's own address: packets never
// go to a third party that a request names.
func (c *session) udp(ctx context.Context, rtpPort, rtcpPort int) (*output, [2]int, error) {
	var ports [2]int
	local, remote := c.conn.LocalAddr().(*net.TCPAddr), c.conn.RemoteAddr().(*net.TCPAddr)
	var conns []*net.UDPConn
	closeAll := func() {
		for _, u := range conns {
			u.Close()
		}
	}
	for i, p := range []int{rtpPort, rtcpPort} {
		u, err := net.DialUDP("udp", &net.UDPAddr{IP: local.IP, Zone: local.Zone}, &net.UDPAddr{IP: remote.IP, Port: p, Zone: remote.Zone})
		if err != nil {
			closeAll()
			return nil, ports, err
		}
		conns = append(conns, u)
		ports[i] = u.LocalAddr().(*net.UDPAddr).Port
		// What the client sends, its reports and hole punching, is read and dropped.
		c.wg.Go(func() {
			stop := context.AfterFunc(ctx, func() { u.Close() })
			defer stop()
			b := make([]byte, 2048)
			for {
				if _, err := u.Read(b); errors.Is(err, net.ErrClosed) {
					return
				} else if err == nil {
					c.keep(nil, false)
				} else if err != nil && ctx.Err() != nil {
					return
				}
			}
		})
	}
	send := func(u *net.UDPConn) func([]byte) error {
		return func(p []byte) error {
			// A refused datagram only means that nobody listens yet.
			if _, err := u.Write(p); errors.Is(err, net.ErrClosed) {
				return err
			}
			return nil
		}
	}
	return &output{rtp: send(conns[0]), rtcp: send(conns[1]), close: closeAll}, ports, nil
}
