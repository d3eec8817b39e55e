//go:build !linux && !darwin && !freebsd

package store

// freeSpace is not known here, so nothing is converted.
func freeSpace(string) (int64, error) { return 0, nil }
