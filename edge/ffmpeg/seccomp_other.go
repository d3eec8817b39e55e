//go:build !amd64 && !arm64

package ffmpeg

import "golang.org/x/sys/unix"

// filterCalls says that no filter is written for this machine, whose calls have other
// numbers: Holes tells of it.
func filterCalls(bool, bool) error { return unix.ENOSYS }
