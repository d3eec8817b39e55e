package models

import (
	"bytes"
	"io/fs"
	"path"
	"time"

	"custos.dev/custos/analyze/tfjs"
)

// convert makes an ONNX network of a graph model of TensorFlow.js.
func (m *Locked) convert(files map[string][]byte) ([]byte, error) {
	r, err := tfjs.Convert(inMemory(files), m.Files[0].Path, tfjs.Config{Outputs: m.Outputs})
	if err != nil {
		return nil, err
	}
	return r.Model, nil
}

// inMemory are the files of a package, by their paths. It has no directories.
type inMemory map[string][]byte

// Open implements fs.FS.
func (m inMemory) Open(name string) (fs.File, error) {
	b, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &file{Reader: bytes.NewReader(b), name: path.Base(name)}, nil
}

// file is an open file that lies in memory.
type file struct {
	*bytes.Reader
	name string
}

func (f *file) Stat() (fs.FileInfo, error) { return f, nil }
func (f *file) Close() error               { return nil }
func (f *file) Name() string               { return f.name }
func (f *file) Mode() fs.FileMode          { return 0o444 }
func (f *file) ModTime() time.Time         { return time.Time{} }
func (f *file) IsDir() bool                { return false }
func (f *file) Sys() any                   { return nil }

var _ fs.FS = inMemory{}
