package ffmpeg

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What Landlock calls reading, for a file and for all below a directory; a program and
// its libraries are mapped to be executed.
const (
	readFile = unix.LANDLOCK_ACCESS_FS_READ_FILE
	useFile  = readFile | unix.LANDLOCK_ACCESS_FS_EXECUTE
	useAll   = useFile | unix.LANDLOCK_ACCESS_FS_READ_DIR
	// What making files in a directory takes: encoders write aside and rename.
	makeAll = readFile | unix.LANDLOCK_ACCESS_FS_READ_DIR | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_MAKE_REG |
		unix.LANDLOCK_ACCESS_FS_REMOVE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
)

// programs hold programs and libraries, and nothing of anybody's.
var programs = []string{"/usr", "/bin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store"}

// Public reports that each confined process may read what is at a path: it is among programs
// and libraries.
func Public(path string) bool {
	for _, dir := range programs {
		if path == dir || strings.HasPrefix(path, dir+"/") {
			return true
		}
	}
	return false
}

// errNoLandlock says that the kernel has none, or that it is turned off.
var errNoLandlock = errors.New("this kernel has no Landlock")

// landlock returns a set of rules, which is closed with the exec: it may read programs,
// libraries and what it is ordered to, and write what it is ordered to. It may neither
// connect nor listen, nor reach a process outside.
func (o *order) landlock() (rules int, err error) {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return -1, errNoLandlock
	}
	a := unix.LandlockRulesetAttr{Handled_access_fs: unix.LANDLOCK_ACCESS_FS_MAKE_SYM<<1 - 1}
	for _, since := range []struct {
		version uintptr
		access  uint64
	}{{2, unix.LANDLOCK_ACCESS_FS_REFER}, {3, unix.LANDLOCK_ACCESS_FS_TRUNCATE}, {5, unix.LANDLOCK_ACCESS_FS_IOCTL_DEV}} {
		if version >= since.version {
			a.Handled_access_fs |= since.access
		}
	}
	if version >= 4 {
		a.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
	}
	if version >= 6 {
		a.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&a)), unsafe.Sizeof(a), 0)
	if errno != 0 {
		return -1, errno
	}
	rules = int(fd)
	may := func(path string, access uint64) error {
		return permit(rules, path, access&a.Handled_access_fs)
	}
	for _, dir := range append(libraries(o.Path), programs...) {
		_ = may(dir, useAll) // what is not there is not needed
	}
	for _, f := range []string{"/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"} {
		_ = may(f, readFile)
	}
	if err := may(o.Path, useFile); err != nil {
		return -1, err
	}
	for _, f := range o.Read {
		if err := may(f, readFile); err != nil {
			return -1, err
		}
	}
	for _, dir := range o.Trees {
		if err := may(dir, useAll); err != nil {
			return -1, err
		}
	}
	if o.Serve != "" {
		if err := may(o.Serve, unix.LANDLOCK_ACCESS_FS_MAKE_SOCK); err != nil {
			return -1, err
		}
		// What runtimes ask of the machine, and of themselves.
		for _, f := range []string{"/proc/cpuinfo", "/proc/meminfo", "/etc/localtime", "/etc/ssl/openssl.cnf"} {
			_ = may(f, readFile)
		}
		for _, d := range []string{"/proc/self", "/sys/devices/system/cpu"} {
			_ = may(d, readFile|unix.LANDLOCK_ACCESS_FS_READ_DIR)
		}
	}
	for fd := range o.Extra {
		_ = permitOpen(rules, 3+fd, readFile) // a pipe has no name and needs no rule
	}
	if o.Write != "" {
		if err := may(o.Write, makeAll); err != nil {
			return -1, err
		}
	}
	return rules, nil
}

// permit adds a rule for what a path leads to.
func permit(rules int, path string, access uint64) error {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return &os.PathError{Op: "open", Path: path, Err: err}
	}
	defer unix.Close(fd)
	return permitOpen(rules, fd, access)
}

// permitOpen adds a rule for what is open at a descriptor.
func permitOpen(rules, fd int, access uint64) error {
	b := unix.LandlockPathBeneathAttr{Allowed_access: access, Parent_fd: int32(fd)}
	if _, _, e := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(rules), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&b)), 0, 0, 0); e != 0 {
		return os.NewSyscallError("landlock_add_rule", e)
	}
	return nil
}

// restrict puts this thread, and what it becomes, under rules.
func restrict(rules int) error {
	if _, _, e := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, uintptr(rules), 0, 0); e != 0 {
		return e
	}
	return nil
}

// libraries are where the libraries of a program may be beside the usual places: in
// PREFIX/lib of PREFIX/bin, and where the system's linker is told to look.
func libraries(program string) []string {
	var out []string
	if real, err := filepath.EvalSymlinks(program); err == nil {
		if dir := filepath.Dir(real); filepath.Base(dir) == "bin" {
			out = append(out, filepath.Join(filepath.Dir(dir), "lib"), filepath.Join(filepath.Dir(dir), "lib64"))
		}
	}
	files, _ := filepath.Glob("/etc/ld.so.conf.d/*.conf")
	for _, name := range append(files, "/etc/ld.so.conf") {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if dir := strings.TrimSpace(lines.Text()); filepath.IsAbs(dir) && filepath.Clean(dir) != "/" {
				out = append(out, dir)
			}
		}
		_ = f.Close()
	}
	return out
}
