//go:build linux || darwin || freebsd

package store

import "syscall"

// freeSpace is how many bytes this process may still write where a file is.
func freeSpace(path string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
