package benches

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
	"strings"
	"sync"
	"syscall"
	"time"

	"custos.dev/custos"
)

func schemaOf(number, bytes string) string { return fmt.Sprintf(eventSchema, number, bytes) }

// postgres is a PostgreSQL server of our own, which listens on a socket in its directory.
type postgres struct {
	bin, dir string
	as       *syscall.SysProcAttr // it does not run as root
	server   *exec.Cmd
	said     bytes.Buffer
}

// postgresAlone takes the rows by COPY, a transaction a batch, synced as the server does it
// by default, over eight connections. CPU is the server's, from its start to its end.
func postgresAlone(ctx context.Context, batches [][]eventRow) (r peerRates, err error) {
	p, err := startPostgres(ctx)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(p.dir)) }()
	stopped := false
	defer func() {
		if !stopped {
			err = errors.Join(err, p.stop())
		}
	}()
	if err := p.sql(ctx, strings.NewReader(schemaOf("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BYTEA"))); err != nil {
		return r, err
	}
	const connections = 8
	scripts, events := make([]*bytes.Buffer, connections), 0
	for i := range scripts {
		scripts[i] = new(bytes.Buffer)
	}
	for i, batch := range batches {
		events += len(batch)
		copyBatch(scripts[i*connections/len(batches)], batch)
	}
	began := time.Now()
	errs := make([]error, connections)
	var wg sync.WaitGroup
	for i := range scripts {
		wg.Go(func() { errs[i] = p.sql(ctx, scripts[i]) })
	}
	wg.Wait()
	wall := time.Since(began)
	if err := errors.Join(errs...); err != nil {
		return r, err
	}
	stopped = true
	if err := p.stop(); err != nil {
		return r, err
	}
	state := p.server.ProcessState
	return rates(events, wall, state.UserTime()+state.SystemTime()), nil
}

// copyBatch writes a batch as psql takes it.
func copyBatch(w *bytes.Buffer, batch []eventRow) {
	w.WriteString("COPY event (id, batch, seq, kind, resource, time, box, body_hash, key, salt) FROM STDIN;\n")
	for i := range batch {
		e := &batch[i]
		w.Write(fmt.Appendf(nil, "%s\t%d\t%d\t%s\t%s\t%d\t\\\\x%x\t\\\\x%x\t\\\\x%x\t\\\\x%x\n", e.id, e.batch, e.seq, e.kind, e.resource, e.time, e.box, e.hash, e.key, e.salt))
	}
	w.WriteString("\\.\n")
}

// startPostgres starts a server with its own defaults in a new directory.
func startPostgres(ctx context.Context) (_ *postgres, err error) {
	p := new(postgres)
	if p.bin, err = postgresPrograms(); err != nil {
		return nil, err
	}
	if p.dir, err = os.MkdirTemp("", "custos-bench-postgres-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(p.dir)
		}
	}()
	if os.Geteuid() == 0 {
		if err := p.unprivileged(); err != nil {
			return nil, err
		}
	}
	data := filepath.Join(p.dir, "data")
	if out, err := p.command(ctx, "initdb", "-D", data, "-U", "bench", "-A", "trust", "--no-locale", "-E", "UTF8").CombinedOutput(); err != nil {
		return nil, custos.Errorf(custos.Internal, "initdb failed: %w\n%s", err, out)
	}
	p.server = p.command(context.WithoutCancel(ctx), "postgres", "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+p.dir)
	p.server.Stderr = &p.said
	if err := p.server.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(30 * time.Second); ; {
		ready := p.sql(ctx, strings.NewReader("SELECT 1;"))
		if ready == nil {
			return p, nil
		}
		if time.Now().After(end) || pause(ctx, 100*time.Millisecond) != nil {
			stopped := p.stop()
			return nil, custos.Errorf(custos.Internal, "PostgreSQL does not answer: %w\n%s", errors.Join(ready, stopped), p.said.String())
		}
	}
}

// postgresPrograms returns where they are: the newest of Debian's, or those on the path.
func postgresPrograms() (string, error) {
	dirs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	slices.Sort(dirs)
	slices.Reverse(dirs)
	for _, dir := range append(dirs, filepath.SplitList(os.Getenv("PATH"))...) {
		if !slices.ContainsFunc([]string{"initdb", "postgres", "psql"}, func(program string) bool {
			_, err := os.Stat(filepath.Join(dir, program))
			return err != nil
		}) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("initdb, postgres and psql are neither together on the path nor below /usr/lib/postgresql: %w", errNotInstalled)
}

// unprivileged has everything run by the account that the server's package makes.
func (p *postgres) unprivileged() error {
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("PostgreSQL does not run as root, and there is no account postgres: %w", errNotInstalled)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return err
	}
	p.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return os.Chown(p.dir, int(uid), int(gid))
}

func (p *postgres) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, program), args...)
	cmd.SysProcAttr, cmd.Dir = p.as, p.dir
	return cmd
}

// sql runs a script over a connection of its own.
func (p *postgres) sql(ctx context.Context, script io.Reader) error {
	cmd := p.command(ctx, "psql", "-h", p.dir, "-U", "bench", "-d", "postgres", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", "-")
	cmd.Stdin = script
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		return custos.Errorf(custos.Internal, "psql failed: %w\n%s", err, said.String())
	}
	return nil
}

// stop ends the server and waits until it has written everything.
func (p *postgres) stop() error {
	if err := p.server.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	return p.server.Wait()
}
