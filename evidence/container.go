package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"

	"custos.dev/custos"
)

// A bundle is a ZIP file of one form: stored, not compressed, its files in order, without times
// or comments. Reading takes from its directory what the files are called and how large they are,
// writes the form that such files have, and compares: so every byte that is not a file's own is
// known, and whichever other program opens the ZIP file sees the same files.

// Limits on what a bundle may hold, so that a hostile one costs little. Footage is read as it
// streams, and has none but the size of the file.
const (
	maxFiles     = 1 << 15
	maxDirectory = 4 << 20
	maxName      = 64
	maxBody      = 4 << 20   // an event
	maxText      = 64 << 20  // proof.json, and as much in all that is no footage beside headers.bin
	maxHeaders   = 768 << 20 // bundles of older forms have every header since the genesis
	maxReport    = 24 << 20
)

// entry is a file in a bundle, and where in it its bytes stand.
type entry struct {
	name     string
	crc      uint32
	at, size int64
}

func unform(why string) error {
	return custos.Errorf(custos.Corrupt, "the file %s: it is not what an export wrote", why)
}

// unread is an error of reading a bundle: one that ends too early is no bundle, and what the
// disk cannot give says nothing about it.
func unread(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return unform("ends too early")
	}
	return custos.Errorf(custos.Unavailable, "the file cannot be read, which says nothing about it: %w", err)
}

// entries reads a bundle's directory and checks that nothing but the files' own bytes is in the
// file beside what belongs there.
func entries(r io.ReaderAt, size int64) ([]entry, error) {
	all, err := directory(r, size)
	if err != nil {
		return nil, err
	}
	left := size
	for i := range all {
		// Entries may lie over one another, so that a small file unpacks to a huge one.
		if all[i].size > left {
			return nil, unform("has entries that are larger together than itself")
		}
		left -= all[i].size
	}
	frame := &frame{r: r}
	z := newZip(frame)
	for i := range all {
		w, err := z.begin(all[i].name, all[i].crc, all[i].size)
		if err != nil {
			return nil, frame.broken(err)
		}
		all[i].at = frame.at
		frame.inside = true
		for left := all[i].size; left > 0 && err == nil; left -= min(left, int64(len(blank))) {
			_, err = w.Write(blank[:min(left, int64(len(blank)))])
		}
		if err = errors.Join(err, z.Flush()); err != nil {
			return nil, frame.broken(err)
		}
		frame.inside = false
	}
	if err := z.Close(); err != nil {
		return nil, frame.broken(err)
	}
	if frame.at != size {
		return nil, unform("is not in its one form")
	}
	return all, nil
}

// blank stands for a file's own bytes where only their number matters.
var blank [1 << 20]byte

// frame is written what surrounds the files of a bundle, and compares it with what is there.
type frame struct {
	r      io.ReaderAt
	at     int64
	inside bool // what is written stands for a file's own bytes
	err    error
	have   []byte
}

var errOtherForm = errors.New("another form")

// Write implements io.Writer.
func (f *frame) Write(b []byte) (int, error) {
	if !f.inside && f.err == nil {
		f.have = append(f.have[:0], b...)
		if n, err := f.r.ReadAt(f.have, f.at); n < len(b) {
			f.err = err
		} else if !bytes.Equal(f.have, b) {
			f.err = errOtherForm
		}
	}
	f.at += int64(len(b))
	return len(b), f.err
}

// broken says why writing the form anew ended.
func (f *frame) broken(err error) error {
	if f.err == nil || errors.Is(f.err, errOtherForm) || errors.Is(f.err, io.EOF) {
		return unform("is not in its one form")
	}
	return unread(errors.Join(f.err, err))
}

// directory reads what the directory at the end says of names and sizes. Whether it is written
// as it should be, and says where the files are, is not its question.
func directory(r io.ReaderAt, size int64) ([]entry, error) {
	const (
		end, end64, locator = 22, 56, 20 // bytes that records at the end take
		head, extra         = 46, 28     // what each entry takes beside its name
	)
	le := binary.LittleEndian
	tail := make([]byte, min(size, end+end64+locator))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, unread(err)
	}
	if len(tail) < end || !bytes.HasPrefix(tail[len(tail)-end:], []byte("PK\x05\x06")) {
		return nil, unform("is not a ZIP file")
	}
	last := tail[len(tail)-end:]
	count, length, at := uint64(le.Uint16(last[10:])), uint64(le.Uint32(last[12:])), uint64(le.Uint32(last[16:]))
	if len(tail) == end+end64+locator && bytes.HasPrefix(tail, []byte("PK\x06\x06")) {
		count, length, at = le.Uint64(tail[32:]), le.Uint64(tail[40:]), le.Uint64(tail[48:])
	}
	if count > maxFiles || length > maxDirectory {
		return nil, unform("has too many entries")
	}
	if at > uint64(size) || length > uint64(size)-at {
		return nil, unform("is not a ZIP file")
	}
	b := make([]byte, length)
	if _, err := r.ReadAt(b, int64(at)); err != nil && !errors.Is(err, io.EOF) {
		return nil, unread(err)
	}
	var all []entry
	for len(b) > 0 {
		if len(b) < head || !bytes.HasPrefix(b, []byte("PK\x01\x02")) || uint64(len(all)) == count {
			return nil, unform("is not a ZIP file")
		}
		name, more := int(le.Uint16(b[28:])), int(le.Uint16(b[30:]))+int(le.Uint16(b[32:]))
		if name > maxName {
			return nil, unform("has an entry with a long name")
		}
		if more > extra || len(b) < head+name+more {
			return nil, unform("is not in its one form")
		}
		if le.Uint16(b[10:]) != zip.Store {
			return nil, unform("has a compressed entry")
		}
		e := entry{name: string(b[head : head+name]), crc: le.Uint32(b[16:]), size: int64(le.Uint32(b[24:]))}
		if more == extra { // beyond 4 GiB sizes stand behind the name
			if n := le.Uint64(b[head+name+4:]); n <= uint64(size) {
				e.size = int64(n)
			} else {
				e.size = size + 1
			}
		}
		all, b = append(all, e), b[head+name+more:]
	}
	if uint64(len(all)) != count {
		return nil, unform("is not a ZIP file")
	}
	return all, nil
}

// read returns a small file's bytes.
func (e *entry) read(r io.ReaderAt, most int64) ([]byte, error) {
	if e.size > most {
		return nil, custos.Errorf(custos.Corrupt, "%s has %d bytes, more than the %d that it may have", plain(e.name), e.size, most)
	}
	b := make([]byte, e.size)
	if n, err := r.ReadAt(b, e.at); n < len(b) {
		return nil, unread(err)
	}
	if crc32.ChecksumIEEE(b) != e.crc {
		return nil, errChecksum()
	}
	return b, nil
}

func errChecksum() error { return unform("has an entry whose checksum is wrong") }

// zipFile writes a bundle's files in their one form.
type zipFile struct{ *zip.Writer }

func newZip(w io.Writer) zipFile { return zipFile{zip.NewWriter(w)} }

// begin writes what stands before a file's own bytes, of which there are size.
func (z zipFile) begin(name string, crc uint32, size int64) (io.Writer, error) {
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Store, CRC32: crc, CompressedSize64: uint64(size), UncompressedSize64: uint64(size),
	})
	if err != nil {
		return nil, err
	}
	return w, z.Flush()
}

// add writes a file.
func (z zipFile) add(name string, data []byte) error {
	w, err := z.begin(name, crc32.ChecksumIEEE(data), int64(len(data)))
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}
