//go:build amd64 || arm64

package ffmpeg

import (
	"os"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Where the kernel puts what a filter looks at, see seccomp(2); the lower half of an
// argument, for these machines have the lower byte first.
const (
	callNumber  = 0
	callMachine = 4
	callArgs    = 16
)

// deniedCalls have no part in decoding: sockets, other processes, namespaces, mounts, and
// what of the kernel is reached by few and broken often. The list is of what is denied,
// and not of what is allowed: C libraries and codecs take to new calls all the time.
var deniedCalls = []uint32{
	unix.SYS_SOCKETPAIR, unix.SYS_CONNECT,
	unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PROCESS_MADVISE, unix.SYS_KCMP,
	unix.SYS_KILL, unix.SYS_TKILL, unix.SYS_RT_SIGQUEUEINFO, unix.SYS_RT_TGSIGQUEUEINFO,
	unix.SYS_PIDFD_OPEN, unix.SYS_PIDFD_GETFD, unix.SYS_PIDFD_SEND_SIGNAL,
	unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_CHROOT, unix.SYS_PIVOT_ROOT, unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_OPEN_TREE,
	unix.SYS_MOVE_MOUNT, unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK, unix.SYS_MOUNT_SETATTR,
	unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD, unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER,
	unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_KEYCTL, unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_FANOTIFY_INIT,
	unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE, unix.SYS_KEXEC_LOAD, unix.SYS_REBOOT, unix.SYS_SWAPON, unix.SYS_SWAPOFF,
	unix.SYS_ACCT, unix.SYS_QUOTACTL, unix.SYS_SYSLOG, unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME, unix.SYS_PERSONALITY,
	unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_ADJTIMEX, unix.SYS_CLOCK_ADJTIME,
	unix.SYS_SHMGET, unix.SYS_SHMAT, unix.SYS_MSGGET, unix.SYS_SEMGET, unix.SYS_MQ_OPEN,
}

// servingCalls are for who listens, beside the making of a socket, which is for none but Unix
// streams then.
var servingCalls = []uint32{unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_ACCEPT, unix.SYS_ACCEPT4}

// writingCalls change files by name. Who is to make files has them.
var writingCalls = []uint32{
	unix.SYS_MKDIRAT, unix.SYS_MKNODAT, unix.SYS_UNLINKAT, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2, unix.SYS_LINKAT, unix.SYS_SYMLINKAT,
	unix.SYS_FCHMODAT, unix.SYS_FCHOWNAT, unix.SYS_TRUNCATE, unix.SYS_UTIMENSAT, unix.SYS_SETXATTR, unix.SYS_LSETXATTR, unix.SYS_REMOVEXATTR,
}

// writing are open's flags for more than reading.
const writing = unix.O_WRONLY | unix.O_RDWR | unix.O_CREAT | unix.O_TRUNC | unix.O_APPEND

// filterCalls puts this thread, and what it becomes, behind a filter of system calls.
func filterCalls(write, serve bool) error {
	p := callFilter(write, serve, uint32(os.Getpid()))
	prog := unix.SockFprog{Len: uint16(len(p)), Filter: &p[0]}
	if _, _, e := unix.RawSyscall(unix.SYS_PRCTL, unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&prog))); e != 0 {
		return e
	}
	return nil
}

// callFilter is the filter for the process pid.
func callFilter(write, serve bool, pid uint32) []unix.SockFilter {
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	jump := func(how uint16, k uint32, yes, no uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | how | unix.BPF_K, Jt: yes, Jf: no, K: k}
	}
	give := func(k uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k}
	}
	deny, allow := give(unix.SECCOMP_RET_ERRNO|uint32(unix.EPERM)), give(unix.SECCOMP_RET_ALLOW)
	p := []unix.SockFilter{
		load(callMachine), jump(unix.BPF_JEQ, machine, 1, 0), deny, // another machine's calls have other numbers
		load(callNumber), jump(unix.BPF_JGE, foreignCalls, 0, 1), deny,
		// A library that finds them missing takes the older ones, whose flags can be seen.
		jump(unix.BPF_JEQ, unix.SYS_CLONE3, 0, 1), give(unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)),
		// Threads, and no processes.
		jump(unix.BPF_JEQ, unix.SYS_CLONE, 0, 4), load(callArgs), jump(unix.BPF_JSET, unix.CLONE_THREAD, 0, 1), allow, deny,
		// Signals to itself, as abort does.
		jump(unix.BPF_JEQ, unix.SYS_TGKILL, 0, 4), load(callArgs), jump(unix.BPF_JEQ, pid, 0, 1), allow, deny,
	}
	denied := slices.Concat(deniedCalls, deniedHere)
	if serve {
		p = append(p,
			jump(unix.BPF_JEQ, unix.SYS_SOCKET, 0, 8), load(callArgs), jump(unix.BPF_JEQ, unix.AF_UNIX, 1, 0), deny,
			load(callArgs+8), unix.SockFilter{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: 0xf}, jump(unix.BPF_JEQ, unix.SOCK_STREAM, 0, 1), allow, deny)
	} else {
		denied = append(append(denied, unix.SYS_SOCKET), servingCalls...)
	}
	if !write {
		denied = slices.Concat(denied, writingCalls, writingHere)
		p = append(p, jump(unix.BPF_JEQ, unix.SYS_OPENAT2, 0, 1), give(unix.SECCOMP_RET_ERRNO|uint32(unix.ENOSYS)))
		for call, flags := range openCalls {
			p = append(p, jump(unix.BPF_JEQ, call, 0, 4), load(callArgs+8*flags), jump(unix.BPF_JSET, writing, 0, 1), deny, allow)
		}
	}
	for _, call := range denied {
		p = append(p, jump(unix.BPF_JEQ, call, 0, 1), deny)
	}
	return append(p, allow)
}
