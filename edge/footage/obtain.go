package footage

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	vtestPath = "/usr/share/doc/opencv-doc/examples/data/vtest.avi"
	maxVideo  = 64 << 20
)

// obtain returns the path of vtest.avi: cached, installed, or out of Debian's
// package, which is not installed for it. The error says why it is not to be had.
func obtain(ctx context.Context, dir string, log *slog.Logger) (string, error) {
	path := filepath.Join(dir, "vtest.avi")
	if matches(path) {
		return path, nil
	}
	for _, p := range []string{vtestPath, vtestPath + ".gz"} {
		if f, err := os.Open(p); err == nil {
			err = keep(f, p, path)
			f.Close()
			if err == nil {
				return path, nil
			}
		}
	}
	if err := fromPackage(ctx, dir, path, log); err != nil {
		return "", err
	}
	return path, nil
}

// keep writes the video to path if it is the one that is meant.
func keep(r io.Reader, name, path string) error {
	r = io.LimitReader(r, maxVideo)
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(r)
		if err != nil {
			return err
		}
		r = io.LimitReader(z, maxVideo)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	tmp := path + ".part"
	defer os.Remove(tmp)
	if err := os.WriteFile(tmp, b, 0o644); err != nil {
		return err
	}
	if !matches(tmp) {
		return fmt.Errorf("%s is not the footage that is expected: its SHA-256 is another", filepath.Base(name))
	}
	return os.Rename(tmp, path)
}

func fromPackage(ctx context.Context, dir, path string, log *slog.Logger) error {
	for _, tool := range []string{"apt-get", "dpkg-deb"} {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Errorf("this system has no %s; on Debian and Ubuntu the footage comes from the package opencv-doc", tool)
		}
	}
	tmp, err := os.MkdirTemp(dir, "deb-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	deb, _ := filepath.Glob(filepath.Join(dir, "opencv-doc_*.deb"))
	if len(deb) == 0 {
		deb, _ = filepath.Glob("/var/cache/apt/archives/opencv-doc_*.deb")
	}
	if len(deb) == 0 {
		log.Info("fetching the footage: Debian's package opencv-doc, 96 MB")
		err := apt(ctx, tmp, "download", "opencv-doc")
		if err != nil && os.Geteuid() == 0 {
			// A fresh machine has no package lists yet.
			if apt(ctx, tmp, "update") == nil {
				err = apt(ctx, tmp, "download", "opencv-doc")
			}
		}
		if err != nil {
			return fmt.Errorf("apt-get cannot fetch the package opencv-doc (%w); check the network, or run: apt-get update", err)
		}
		if deb, _ = filepath.Glob(filepath.Join(tmp, "opencv-doc_*.deb")); len(deb) == 0 {
			return errors.New("apt-get fetched no package opencv-doc")
		}
	}
	return unpack(ctx, deb[0], path)
}

func apt(ctx context.Context, dir string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, "apt-get", append([]string{"-q", "-o", "Acquire::Retries=2", "-o", "Acquire::http::Timeout=20"}, args...)...)
	c.Dir = dir
	c.Env = append(os.Environ(), "LC_ALL=C")
	out, err := c.CombinedOutput()
	if err != nil {
		last := bytes.TrimSpace(out)
		last = last[bytes.LastIndexByte(last, '\n')+1:]
		return fmt.Errorf("%w: %s", err, last)
	}
	return nil
}

// unpack takes the video out of the package file.
func unpack(ctx context.Context, deb, path string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c := exec.CommandContext(ctx, "dpkg-deb", "--fsys-tarfile", deb)
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	// The rest of the package is not wanted once the video is found.
	defer func() { cancel(); _ = c.Wait() }()
	t := tar.NewReader(out)
	for {
		h, err := t.Next()
		if err != nil {
			return fmt.Errorf("the package %s has no vtest.avi: %w", filepath.Base(deb), err)
		}
		if name := strings.TrimPrefix(h.Name, "."); name == vtestPath || name == vtestPath+".gz" {
			return keep(t, name, path)
		}
	}
}
