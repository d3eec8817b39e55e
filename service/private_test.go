package service_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// TestSecretsOfOthers: a key, a token or a password that others can read is not used, and
// a directory that others can enter is not worked in; the error says what to run.
func TestSecretsOfOthers(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	loads := map[string]func() error{
		"a password": func() error { _, err := service.ReadSecret(secret); return err },
		"a key":      func() error { _, err := service.Ed25519Key(secret); return err },
	}
	for name, load := range loads {
		_ = os.Remove(secret)
		if _, err := service.ReadSecret(secret); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("nothing there: %v", err)
		}
		if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if name != "a password" { // one that it makes itself
			_ = os.Remove(secret)
		}
		if err := load(); err != nil {
			t.Fatalf("%s of this user: %v", name, err)
		}
		for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o610, 0o644} {
			if err := os.Chmod(secret, mode); err != nil {
				t.Fatal(err)
			}
			if err := load(); custos.KindOf(err) != custos.Denied || !strings.Contains(err.Error(), "chmod 600 "+secret) {
				t.Errorf("%s of mode %o: %v", name, mode, err)
			}
		}
		if os.Geteuid() == 0 {
			if err := errors.Join(os.Chmod(secret, 0o600), os.Chown(secret, 65534, 65534)); err != nil {
				t.Fatal(err)
			}
			if err := load(); custos.KindOf(err) != custos.Denied || !strings.Contains(err.Error(), "belongs to user 65534") {
				t.Errorf("%s of another user: %v", name, err)
			}
		}
	}
	data := filepath.Join(dir, "data")
	unlock, err := service.Lock(data)
	if err != nil {
		t.Fatalf("a directory that it makes itself: %v", err)
	}
	unlock()
	for _, mode := range []os.FileMode{0o755, 0o710, 0o701, 0o770} {
		if err := os.Chmod(data, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := service.Lock(data); custos.KindOf(err) != custos.Denied || !strings.Contains(err.Error(), "chmod 700 "+data) {
			t.Errorf("a directory of mode %o: %v", mode, err)
		}
	}
}

// TestKeepMemoryPrivate looks at a process that has done so.
func TestKeepMemoryPrivate(t *testing.T) {
	if os.Getenv("SERVICE_TEST_PRIVATE") == "" {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		p, err := os.StartProcess(os.Args[0], []string{os.Args[0], "-test.run=^" + t.Name() + "$", "-test.count=1"}, &os.ProcAttr{Env: append(os.Environ(), "SERVICE_TEST_PRIVATE=1"), Files: []*os.File{nil, w, w}})
		w.Close()
		if err != nil {
			t.Fatal(err)
		}
		out := make([]byte, 1<<16)
		n, _ := r.Read(out)
		if st, err := p.Wait(); err != nil || !st.Success() || !strings.Contains(string(out[:n]), "core 0 0, dumpable 0") {
			t.Errorf("%v, %v: %s", st, err, out[:n])
		}
		return
	}
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}) // where it is allowed: more than none
	if err := service.KeepMemoryPrivate(); err != nil {
		t.Fatal(err)
	}
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &l); err != nil {
		t.Fatal(err)
	}
	dumpable, _, errno := syscall.Syscall(syscall.SYS_PRCTL, syscall.PR_GET_DUMPABLE, 0, 0)
	if errno != 0 {
		t.Fatal(errno)
	}
	fmt.Printf("core %d %d, dumpable %d\n", l.Cur, l.Max, dumpable)
}
