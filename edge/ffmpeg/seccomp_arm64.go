package ffmpeg

import "golang.org/x/sys/unix"

const (
	machine = unix.AUDIT_ARCH_AARCH64
	// foreignCalls begin where no call is.
	foreignCalls = 1 << 31
)

// This machine has no older names of calls.
var (
	deniedHere  []uint32
	writingHere []uint32
	// openCalls are the calls that open, and which argument holds their flags.
	openCalls = map[uint32]uint32{unix.SYS_OPENAT: 2}
)
