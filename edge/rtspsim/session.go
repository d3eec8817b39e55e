package rtspsim

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"custos/edge/h264"
	"custos/edge/rtsp"
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

	mu     sync.Mutex // one message at a time on conn
	clip   *Clip
	path   string
	out    *output
	cancel context.CancelFunc // stops the player
	wg     sync.WaitGroup
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
		guard: rtsp.Guard{Credentials: s.cfg.Credentials, Basic: s.cfg.Basic, Realm: "custos", Nonce: s.nonce},
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
		if c.out != nil {
			c.out.close()
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
			continue // receiver reports
		}
		p := c.answer(ctx, q)
		p.Header.Set("CSeq", q.Header.Get("CSeq"))
		p.Header.Set("Server", "Custos")
		if c.write(p.Append(nil)) != nil {
			return
		}
		if q.Method == "TEARDOWN" && p.Status == 200 {
			return
		}
		if q.Method == "PLAY" && p.Status == 200 && c.cancel == nil {
			c.play(ctx)
		}
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
	if q.Method == "OPTIONS" {
		p := reply(200, "OK")
		p.Header.Set("Public", "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER")
		return p
	}
	if !c.guard.Allows(q.Method, q.Header.Get("Authorization"), q.Body) {
		p := reply(401, "Unauthorized")
		p.Header.Set("WWW-Authenticate", c.guard.Challenge())
		return p
	}
	path, err := requestPath(q.URL)
	if err != nil {
		return reply(400, "Bad Request")
	}
	switch q.Method {
	case "DESCRIBE":
		clip := c.s.Clip(path)
		if clip == nil {
			return reply(404, "Not Found")
		}
		p := reply(200, "OK")
		p.Header.Set("Content-Type", "application/sdp")
		p.Header.Set("Content-Base", strings.TrimSuffix(q.URL, "/")+"/")
		p.Body = []byte(sdp(clip))
		return p
	case "SETUP":
		path, ok := strings.CutSuffix(path, "/trackID=0")
		if clip := c.s.Clip(path); !ok || clip == nil {
			return reply(404, "Not Found")
		}
		if c.out != nil {
			return reply(455, "Method Not Valid In This State")
		}
		return c.setup(ctx, path, q.Header.Get("Transport"))
	}
	if c.out == nil || !strings.HasPrefix(q.Header.Get("Session"), c.id) {
		return reply(454, "Session Not Found")
	}
	switch q.Method {
	case "PLAY", "GET_PARAMETER", "SET_PARAMETER", "TEARDOWN":
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

func sdp(c *Clip) string {
	return strings.Join([]string{
		"v=0",
		"o=- 1 1 IN IP4 127.0.0.1",
		"s=Custos simulated camera",
		"c=IN IP4 0.0.0.0",
		"t=0 0",
		"a=control:*",
		"m=video 0 RTP/AVP 96",
		"a=rtpmap:96 H264/90000",
		fmt.Sprintf("a=fmtp:96 packetization-mode=1;profile-level-id=%02x%02x%02x;sprop-parameter-sets=%s,%s",
			c.Info.Profile, c.Info.Constraints, c.Info.Level,
			base64.StdEncoding.EncodeToString(c.SPS), base64.StdEncoding.EncodeToString(c.PPS)),
		"a=framerate:" + strconv.FormatFloat(c.FPS, 'g', 6, 64),
		"a=control:trackID=0",
		"",
	}, "\r\n")
}

func (c *session) setup(ctx context.Context, path, transport string) *rtsp.Response {
	for _, t := range strings.Split(transport, ",") {
		kind, _, _ := strings.Cut(strings.TrimSpace(t), ";")
		m := rtsp.Params(t)
		if _, multicast := m["multicast"]; multicast {
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
			send := func(channel int) func([]byte) error {
				return func(p []byte) error { return c.write(rtsp.AppendInterleaved(nil, byte(channel), p)) }
			}
			c.out = &output{rtp: send(a), rtcp: send(b), close: func() {}}
			answer = fmt.Sprintf("RTP/AVP/TCP;unicast;interleaved=%d-%d", a, b)
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
			c.out = out
			answer = fmt.Sprintf("RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d", a, b, ports[0], ports[1])
		default:
			continue
		}
		c.clip, c.path = c.s.Clip(path), path
		p := reply(200, "OK")
		p.Header.Set("Transport", answer)
		p.Header.Set("Session", fmt.Sprintf("%s;timeout=%d", c.id, int(idleTimeout/time.Second)))
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

// play starts the player; the connection is closed when the clip has ended.
func (c *session) play(ctx context.Context) {
	ctx, c.cancel = context.WithCancel(ctx)
	c.wg.Go(func() {
		if err := c.player(ctx); err == nil {
			// A moment for the client to take the BYE and say TEARDOWN itself.
			select {
			case <-ctx.Done():
			case <-time.After(500 * time.Millisecond):
			}
		}
		c.conn.Close()
	})
}

// player sends the clip in time. It returns nil at its end.
func (c *session) player(ctx context.Context) error {
	var seed [10]byte
	_, _ = rand.Read(seed[:])
	p := &packetizer{
		ssrc: binary.BigEndian.Uint32(seed[:]), seq: binary.BigEndian.Uint16(seed[4:]),
		send: c.out.rtp,
	}
	base := binary.BigEndian.Uint32(seed[6:])
	start, late := c.s.start(c.path)
	speed := c.s.cfg.Speed
	wait := time.NewTimer(0)
	<-wait.C
	var nextReport time.Time
	var offset int64
	for round := 0; ; round++ {
		for _, f := range c.clip.frames {
			due := start.Add(time.Duration(float64(offset+f.due) / speed * float64(time.Second) / clock))
			// A client that joins in the middle begins at the next keyframe.
			if late {
				if !f.key || time.Since(due) > 0 {
					continue
				}
				late = false
			}
			if d := time.Until(due); d > 0 {
				wait.Reset(d)
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-wait.C:
				}
			} else if ctx.Err() != nil {
				return ctx.Err()
			}
			ts := base + uint32(offset+f.pts)
			if now := time.Now(); now.After(nextReport) {
				nextReport = now.Add(5 * time.Second)
				if err := c.out.rtcp(p.report(due, base+uint32(offset+f.due))); err != nil {
					return err
				}
			}
			if err := p.frame(c.clip, f, ts); err != nil {
				return err
			}
		}
		offset += c.clip.length
		if !c.s.cfg.Loop {
			break
		}
	}
	// The last picture has its time too.
	if d := time.Until(start.Add(time.Duration(float64(offset) / speed * float64(time.Second) / clock))); d > 0 {
		wait.Reset(d)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-wait.C:
		}
	}
	return c.out.rtcp(p.bye(time.Now(), base+uint32(offset)))
}

// keyNALs puts the parameter sets before a keyframe that lacks them.
func keyNALs(c *Clip, f frame) [][]byte {
	if !f.key {
		return f.nals
	}
	for _, n := range f.nals {
		if h264.Type(n) == h264.TypeSPS {
			return f.nals
		}
	}
	return append([][]byte{c.SPS, c.PPS}, f.nals...)
}
