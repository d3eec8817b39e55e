package service

import (
	"errors"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
)

// KeepMemoryPrivate sees to it that what this process knows, keys among it, is written to
// no core file, and that no other process of its user reads its memory. Its children
// inherit the first. Who wants a core of a fault starts custos under a debugger.
//
// Keys are not locked into memory: Go copies what it computes with, so a locked page would
// hold one copy of several. docs/operations.md says what to do about swap.
func KeepMemoryPrivate() error {
	// Both: a kernel that hands cores to a program asks the second only.
	return errors.Join(
		os.NewSyscallError("setrlimit", unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})),
		os.NewSyscallError("prctl", unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)),
	)
}

// maxSecret bounds a secret's file, in bytes.
const maxSecret = 64 << 10

// ReadSecret reads a file that only this user reads. It is Denied where others may, too,
// and where it is somebody else's. A file that is not there is os.ErrNotExist.
func ReadSecret(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat() // of what is open, whatever the name leads to by now
	if err != nil {
		return nil, err
	}
	if err := private(path, st); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(f, maxSecret))
}

// PrivateDir checks that a directory is this user's, and that nobody else enters it.
func PrivateDir(dir string) error {
	st, err := os.Stat(dir)
	if err != nil {
		return custos.Errorf(custos.Unavailable, "cannot look at %s: %w", dir, err)
	}
	return private(dir, st)
}

func private(path string, st os.FileInfo) error {
	what, mode := "read", "600"
	if st.IsDir() {
		what, mode = "enter", "700"
	}
	if m := st.Mode().Perm(); m&0o077 != 0 {
		return custos.Errorf(custos.Denied, "%s has mode %04o, so others on this machine can %s it: run chmod %s %s", path, m, what, mode, path)
	}
	if sys, ok := st.Sys().(*syscall.Stat_t); ok && int(sys.Uid) != os.Geteuid() {
		return custos.Errorf(custos.Denied, "%s belongs to user %d, and this process is user %d's: run chown %d %s, or start custos as user %d", path, sys.Uid, os.Geteuid(), os.Geteuid(), path, sys.Uid)
	}
	return nil
}
