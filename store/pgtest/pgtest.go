// Package pgtest runs PostgreSQL servers for tests and measurements, from the programs that
// Debian's package installs.
package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/store/pg"
)

// ErrNotInstalled says that this machine has no PostgreSQL.
var ErrNotInstalled = errors.New("not installed: apt-get install postgresql")

// startWait bounds how long a server may take to answer.
const startWait = time.Minute

// Server is a PostgreSQL server with a directory of its own, which listens on a socket there and
// nowhere else, and syncs as the server does by default. It ends with this process.
type Server struct {
	bin, dir string
	as       *syscall.SysProcAttr // it does not run as root
	server   *exec.Cmd
	life     io.Closer // the server ends when this is closed
	said     said
	made     atomic.Int64  // databases that were made
	used     time.Duration // of a processor, by what has ended
}

// said keeps what a server says, for messages.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.b.Len() < 64<<10 {
		s.b.Write(b)
	}
	return len(b), nil
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// Start makes a new server and starts it with some settings, as "fsync=off". The caller ends it.
func Start(ctx context.Context, settings ...string) (*Server, error) {
	s, err := newServer()
	if err != nil {
		return nil, err
	}
	if err := s.run(ctx, "initdb", "-D", s.data(), "-U", userName, "-A", "trust", "--no-locale", "-E", "UTF8", "--data-checksums"); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	return s.started(ctx, settings)
}

// Copy makes a stand-by of a server and starts it: it takes no changes until it is promoted.
func (s *Server) Copy(ctx context.Context, settings ...string) (*Server, error) {
	c, err := newServer()
	if err != nil {
		return nil, err
	}
	if err := c.run(ctx, "pg_basebackup", "-D", c.data(), "-h", s.dir, "-U", userName, "-R", "-c", "fast", "-X", "stream"); err != nil {
		return nil, errors.Join(err, os.RemoveAll(c.dir))
	}
	return c.started(ctx, settings)
}

// userName is the servers' superuser.
const userName = "custos"

func newServer() (*Server, error) {
	s := new(Server)
	var err error
	if s.bin, err = programs(); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "custos-postgres-"); err != nil {
		return nil, err
	}
	if os.Geteuid() == 0 {
		if err := s.unprivileged(); err != nil {
			return nil, errors.Join(err, os.RemoveAll(s.dir))
		}
	}
	return s, nil
}

// programs returns where they are: the newest of Debian's.
func programs() (string, error) {
	dirs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	slices.SortFunc(dirs, func(a, b string) int {
		return version(b) - version(a)
	})
	for _, dir := range dirs {
		if !slices.ContainsFunc([]string{"initdb", "postgres", "pg_basebackup", "pg_ctl"}, func(program string) bool {
			_, err := os.Stat(filepath.Join(dir, program))
			return err != nil
		}) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("there are no programs of PostgreSQL below /usr/lib/postgresql: %w", ErrNotInstalled)
}

func version(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

// unprivileged has everything run by the account that the server's package makes.
func (s *Server) unprivileged() error {
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("PostgreSQL does not run as root, and there is no account postgres: %w", ErrNotInstalled)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return err
	}
	s.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return os.Chown(s.dir, int(uid), int(gid))
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.SysProcAttr, cmd.Dir = s.as, s.dir
	return cmd
}

func (s *Server) run(ctx context.Context, program string, args ...string) error {
	if out, err := s.command(ctx, filepath.Join(s.bin, program), args...).CombinedOutput(); err != nil {
		return custos.Errorf(custos.Internal, "%s failed: %w\n%s", program, err, out)
	}
	return nil
}

// guard runs the server. When its input ends, which is when this process does, however that ends,
// it stops the server and removes the directory.
const guard = `"$@" 3<&- & pid=$!
(cat; touch end; kill -INT $pid) <&3 >/dev/null 2>&1 & watch=$!
wait $pid
kill $watch 2>/dev/null
test -e end && rm -rf "$PWD"
exit 0`

func (s *Server) started(ctx context.Context, settings []string) (*Server, error) {
	if err := s.Restart(ctx, settings...); err != nil {
		return nil, errors.Join(err, s.End())
	}
	return s, nil
}

// Restart starts a server that was killed, on its data.
func (s *Server) Restart(ctx context.Context, settings ...string) error {
	args := []string{"-c", guard, "sh", filepath.Join(s.bin, "postgres"), "-D", s.data(), "-c", "listen_addresses=", "-c", "unix_socket_directories=" + s.dir}
	for _, set := range settings {
		args = append(args, "-c", set)
	}
	in, life, err := os.Pipe()
	if err != nil {
		return err
	}
	defer in.Close()
	s.server = s.command(context.WithoutCancel(ctx), "/bin/sh", args...)
	s.server.Stderr, s.server.ExtraFiles, s.life = &s.said, []*os.File{in}, life
	if err := s.server.Start(); err != nil {
		return errors.Join(err, life.Close())
	}
	for end := time.Now().Add(startWait); ; {
		ready := s.answers(ctx)
		if ready == nil {
			return nil
		}
		if time.Now().After(end) || ctx.Err() != nil {
			return custos.Errorf(custos.Internal, "PostgreSQL does not answer: %w\n%s", ready, s.said.String())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (s *Server) answers(ctx context.Context) error {
	cfg, err := pg.Parse(s.URL("postgres"), "")
	if err != nil {
		return err
	}
	return pg.Answers(ctx, cfg)
}

// URL returns the address of a database of the server.
func (s *Server) URL(database string) string {
	return "postgres://" + userName + "@/" + database + "?host=" + s.dir
}

// Dir returns the directory of the server's socket and data.
func (s *Server) Dir() string { return s.dir }

// Said returns what the server wrote to its log.
func (s *Server) Said() string { return s.said.String() }

// Database makes an empty database and returns its address.
func (s *Server) Database(ctx context.Context) (string, error) {
	name := fmt.Sprintf("test%d", s.made.Add(1))
	return s.URL(name), s.Do(ctx, "postgres", "CREATE DATABASE "+name)
}

// Do runs statements in a database, as who has a shell on the server can.
func (s *Server) Do(ctx context.Context, database, statements string) error {
	cfg, err := pg.Parse(s.URL(database), "")
	if err != nil {
		return err
	}
	return pg.Do(ctx, cfg, statements)
}

// Promote has a stand-by take changes.
func (s *Server) Promote(ctx context.Context) error {
	return s.run(ctx, "pg_ctl", "promote", "-D", s.data(), "-w")
}

// Kill ends the server at once, with all its processes, as a power cut of its machine would but for
// what the machine's own memory still writes to its disk.
func (s *Server) Kill() error {
	b, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return err
	}
	pid, err := strconv.Atoi(string(bytes.SplitN(b, []byte("\n"), 2)[0]))
	if err != nil {
		return err
	}
	// Its children end by themselves as soon as it is gone.
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return err
	}
	return s.wait()
}

// wait waits until the server's guard has ended.
func (s *Server) wait() error {
	err := s.server.Wait()
	state := s.server.ProcessState
	s.used += state.UserTime() + state.SystemTime()
	s.server = nil
	if closed := s.life.Close(); !errors.Is(closed, os.ErrClosed) {
		err = errors.Join(err, closed)
	}
	return err
}

// CPU is what the server has used, once it has ended.
func (s *Server) CPU() time.Duration { return s.used }

// End stops the server, waits until it has, and removes its directory. No server is ended already.
func (s *Server) End() error {
	if s == nil {
		return nil
	}
	var err error
	if s.server != nil {
		if err = s.life.Close(); err == nil {
			err = s.wait()
		}
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}
