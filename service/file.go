package service

import (
	"errors"
	"os"
	"path/filepath"

	"custos.dev/custos"
)

// WriteFile replaces a file as a whole: after a power cut it is the old one or the new one.
func WriteFile(path string, b []byte, mode os.FileMode) error {
	return WriteWhole(path, mode, func(f *os.File) error { _, err := f.Write(b); return err })
}

// WriteWhole replaces a file as WriteFile does, by what write writes. Where no file can be
// made, the error is Invalid.
func WriteWhole(path string, mode os.FileMode, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return custos.Errorf(custos.Invalid, "cannot write %s: %w", path, err)
	}
	defer os.Remove(f.Name())
	if err = write(f); err == nil {
		err = errors.Join(f.Chmod(mode), f.Sync()) // CreateTemp makes it the owner's alone
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
