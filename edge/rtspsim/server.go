// Package rtspsim is a simulated camera: an RTSP 1.0 server that plays H.264 and
// H.265 files in real time, over UDP and over TCP. It is a real server in the small,
// so that what reads it also reads cameras; Oddities make it one of those that do not
// keep to the standards.
package rtspsim

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
)

// Config says what is served and how.
type Config struct {
	// Addr is the address to listen on, for example "127.0.0.1:8554".
	Addr string
	// Files maps a path, "cam1" for rtsp://ADDR/cam1, to a file. The path "" is
	// served under every name that has no file of its own.
	Files map[string]string
	// FPS is the frame rate of raw files that do not state theirs.
	FPS float64
	// Loop repeats each file for ever, with time stamps that go on.
	Loop bool
	// Length ends each stream, by BYE, when it has played for so long in the file's time;
	// 0 for the file's own end.
	Length time.Duration
	// SharedClock lets all clients of a path see the same moment, as with a
	// camera; the clock starts with the first. Otherwise each client sees the
	// file from its start.
	SharedClock bool
	// Speed is how much faster than real time it plays; 1 if 0. The time stamps
	// stay those of the file.
	Speed float64
	// Credentials are asked for if set; by digest, or Basic.
	Credentials rtsp.Credentials
	Basic       bool
	// Odd maps a path to the names of oddities, joined by "+"; the path "" to those of
	// every path that has none of its own. Oddities that want a password take
	// OddCredentials if Credentials are not set.
	Odd map[string]string
	// OddAfter is when, counted from PLAY in the clip's own time, what does not begin at
	// once begins; what comes again and again does so in that distance. 2 s if 0.
	OddAfter time.Duration
	// Sound plays the files' sound beside their video; nil for video alone.
	Sound *Sound
	// Log is slog.Default() if nil.
	Log *slog.Logger
}

// maxConns bounds the connections at one time; more are refused by closing.
const maxConns = 64

// OddCredentials are asked for by oddities of signing in, where none are configured.
var OddCredentials = rtsp.Credentials{User: "admin", Password: "p@ss:w/rd é"}

// Server plays files. New has it listening, Run serves.
type Server struct {
	cfg   Config
	l     net.Listener
	clips map[string]*Clip
	odd   map[string][]*Oddity
	// variants are the clips that oddities make of others.
	variants map[variantKey]*Clip
	log      *slog.Logger
	nonce    string
	mu       sync.Mutex
	starts   map[string]time.Time // by path, with SharedClock
	tries    map[string]int       // by path: what oddities count across connections
	sent     map[string]int       // by path: pictures that were sent whole
}

// New reads the files and listens. Close or Run ends the listening.
func New(ctx context.Context, cfg Config) (*Server, error) {
	if len(cfg.Files) == 0 {
		return nil, custos.Errorf(custos.Invalid, "no file to play: name one")
	}
	s := &Server{
		cfg: cfg, clips: map[string]*Clip{}, odd: map[string][]*Oddity{}, variants: map[variantKey]*Clip{}, log: cfg.Log, nonce: rand.Text(),
		starts: map[string]time.Time{}, tries: map[string]int{}, sent: map[string]int{},
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.cfg.Speed <= 0 {
		s.cfg.Speed = 1
	}
	if s.cfg.OddAfter <= 0 {
		s.cfg.OddAfter = 2 * time.Second
	}
	for path, names := range cfg.Odd {
		odd, err := findOdd(names)
		if err != nil {
			return nil, err
		}
		s.odd[strings.Trim(path, "/")] = odd
	}
	loaded := map[string]*Clip{}
	for path, file := range cfg.Files {
		c := loaded[file]
		if c == nil {
			var err error
			if c, err = Load(ctx, file, cfg.FPS); err != nil {
				return nil, err
			}
			if cfg.Sound != nil {
				if c.sound, err = loadSound(ctx, file); err != nil {
					return nil, err
				}
			}
			loaded[file] = c
		}
		s.clips[strings.Trim(path, "/")] = c
	}
	for path, odd := range s.odd {
		if err := s.makeVariants(ctx, path, odd); err != nil {
			return nil, err
		}
	}
	l, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return nil, custos.Errorf(custos.Conflict, "the simulated camera cannot listen on %s: %w; choose another --listen address", cfg.Addr, err)
	}
	s.l = l
	return s, nil
}

// Addr is where it listens.
func (s *Server) Addr() net.Addr { return s.l.Addr() }

// URL returns the address of a path, without credentials.
func (s *Server) URL(path string) string {
	return fmt.Sprintf("rtsp://%s/%s", s.l.Addr(), strings.Trim(path, "/"))
}

// Clip returns what is played under a path, nil if nothing is.
func (s *Server) Clip(path string) *Clip {
	if c := s.clips[strings.Trim(path, "/")]; c != nil {
		return c
	}
	return s.clips[""]
}

// oddities of a path.
func (s *Server) oddities(path string) []*Oddity {
	if o, ok := s.odd[path]; ok {
		return o
	}
	return s.odd[""]
}

// try counts what happens under a path, whatever the connection, from 1.
func (s *Server) try(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tries[path]++
	return s.tries[path]
}

// Sent is how many pictures were sent under a path, over all connections. Each was
// written to its socket whole; it need not have arrived.
func (s *Server) Sent(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent[strings.Trim(path, "/")]
}

// Close stops listening; a server that was never run needs it.
func (s *Server) Close() error { return s.l.Close() }

// Run serves until ctx ends; it returns nil then, after its connections have ended.
func (s *Server) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { s.l.Close() })
	defer stop()
	slots := make(chan struct{}, maxConns)
	for {
		c, err := s.l.Accept()
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
				return nil
			}
			// Too many open files and the like pass; a short rest keeps it from spinning.
			s.log.Warn("the simulated camera cannot accept a connection", "err", err)
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
			c.Close()
			continue
		}
		wg.Go(func() {
			defer func() { <-slots }()
			newSession(s, c).run(ctx)
		})
	}
}

// start returns when the first frame is due for a client that plays now, and
// whether it joins in the middle.
func (s *Server) start(path string) (time.Time, bool) {
	now := time.Now()
	if !s.cfg.SharedClock {
		return now, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.starts[path]; ok {
		return t, true
	}
	s.starts[path] = now
	return now, false
}
