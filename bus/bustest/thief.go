// Package bustest has who a bus must withstand: somebody with a node's keys and no program
// of ours to hold him back. It is for tests and measurements.
package bustest

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Thief speaks the leaf protocol himself, with an edge's TLS key.
type Thief struct {
	conn *tls.Conn

	mu    sync.Mutex
	heard []Heard
	lines []string
	cut   bool
}

// Heard is a message that came to the thief.
type Heard struct {
	Subject, Reply string
	Data           []byte
}

// Steal connects to a fog's leaf port with an edge's key, as a leaf does.
func Steal(leaf string, key tls.Certificate) (*Thief, error) {
	raw, err := net.DialTimeout("tcp", leaf, 10*time.Second)
	if err != nil {
		return nil, err
	}
	// Whoever is at the other end is not the thief's concern.
	conn := tls.Client(raw, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{key}, InsecureSkipVerify: true})
	th := &Thief{conn: conn}
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if err := conn.Handshake(); err != nil {
		_ = raw.Close()
		return nil, err
	}
	in := bufio.NewReaderSize(conn, 1<<16)
	info, err := in.ReadString('\n')
	if err != nil || !strings.HasPrefix(info, "INFO ") {
		_ = conn.Close()
		return nil, fmt.Errorf("the leaf port says %q: %w", info, err)
	}
	hello, err := json.Marshal(map[string]any{"name": "thief", "user": "leaf", "pass": "leaf", "headers": true, "hub": false, "version": "2.15.2", "server_id": "THIEF"})
	if err != nil {
		return nil, err
	}
	th.Send("CONNECT " + string(hello) + "\r\nPING\r\n")
	_ = conn.SetReadDeadline(time.Time{})
	go th.listen(in)
	return th, nil
}

// Close leaves.
func (th *Thief) Close() { _ = th.conn.Close() }

// Send writes lines of the protocol.
func (th *Thief) Send(s string) {
	_ = th.conn.SetWriteDeadline(time.Now().Add(20 * time.Second))
	_, _ = io.WriteString(th.conn, s)
}

// Listen subscribes, as a member of a queue if there is one, and counts for much in it.
func (th *Thief) Listen(subject, queue string) {
	if queue != "" {
		subject += " " + queue + " 1000"
	}
	th.Send("LS+ " + subject + "\r\n")
}

// Say publishes a message; reply may be empty.
func (th *Thief) Say(subject, reply string, data []byte) {
	th.Send(message(subject, reply, data))
}

// Flood publishes one message again and again until the link is cut or stop is closed, and
// returns how often.
func (th *Thief) Flood(subject string, data []byte, stop <-chan struct{}) (n int) {
	const at = 500
	block := strings.Repeat(message(subject, "", data), at)
	for {
		select {
		case <-stop:
			return n
		default:
		}
		if th.Cut() {
			return n
		}
		th.Send(block)
		n += at
	}
}

func message(subject, reply string, data []byte) string {
	if reply != "" {
		subject += " " + reply
	}
	return fmt.Sprintf("LMSG %s %d\r\n%s\r\n", subject, len(data), data)
}

// listen reads what the fog sends: lines, and after a message's line its data.
func (th *Thief) listen(in *bufio.Reader) {
	for {
		line, err := in.ReadString('\n')
		if err == nil {
			err = th.take(strings.Fields(line), in)
		}
		th.mu.Lock()
		th.cut = err != nil
		if len(th.lines) < 1000 {
			th.lines = append(th.lines, strings.TrimSpace(line))
		}
		th.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (th *Thief) take(words []string, in io.Reader) error {
	if len(words) == 0 {
		return nil
	}
	switch words[0] {
	case "PING":
		th.Send("PONG\r\n")
	case "LMSG", "HMSG":
		size, err := strconv.Atoi(words[len(words)-1])
		if err != nil || len(words) < 3 {
			return fmt.Errorf("a message's line is %q", words)
		}
		data := make([]byte, size+2)
		if _, err := io.ReadFull(in, data); err != nil {
			return err
		}
		h := Heard{Subject: words[1], Data: data[:size]}
		if len(words) > 3 {
			h.Reply = words[2]
		}
		th.mu.Lock()
		th.heard = append(th.heard, h)
		th.mu.Unlock()
	}
	return nil
}

// Heard returns every message that came.
func (th *Thief) Heard() []Heard {
	th.mu.Lock()
	defer th.mu.Unlock()
	return slices.Clone(th.heard)
}

// Lines returns the first lines that came.
func (th *Thief) Lines() []string {
	th.mu.Lock()
	defer th.mu.Unlock()
	return slices.Clone(th.lines)
}

// Cut reports that the fog has closed the link.
func (th *Thief) Cut() bool {
	th.mu.Lock()
	defer th.mu.Unlock()
	return th.cut
}
