package mirror

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"custos.dev/custos"
)

// Bodies of 256 leaves are one file, beside their entries tile: the byte 1, then records, each its
// length and CRC-32C as four bytes each, which leaf of the 256 it is of, and the bodies as they
// stand in a stream (stream.go). Records are only appended; of one leaf the last counts. What a
// power cut left behind the last whole record is no record, and is cut off before more is written.
// The checksum finds that, and nothing else: whoever takes bodies holds them against their batch.
const (
	bodiesVersion = 1
	recordHead    = 9
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// record is where in a file the bodies of a leaf stand.
type record struct {
	at, size int64
	crc      uint32
}

// bodiesFile is where the bodies of an entries tile are.
func bodiesFile(dir string, n uint64) string {
	return filepath.Join(dir, "bodies", filepath.FromSlash(tileName(n)))
}

// recordsOf says where the file has the last record of each leaf, and where its records end. A file
// that is not there has none.
func recordsOf(f *os.File) (of map[uint8]record, end int64, err error) {
	st, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	of, end = map[uint8]record{}, 1
	var head [recordHead]byte
	if st.Size() > 0 {
		if _, err := f.ReadAt(head[:1], 0); err != nil {
			return nil, 0, err
		}
		if head[0] != bodiesVersion {
			return nil, 0, custos.Errorf(custos.Invalid, "%s is written in version %d, this program reads %d", f.Name(), head[0], bodiesVersion)
		}
	}
	for end+recordHead <= st.Size() {
		if _, err := f.ReadAt(head[:], end); err != nil {
			return nil, 0, err
		}
		r := record{end + recordHead, int64(binary.BigEndian.Uint32(head[:])), binary.BigEndian.Uint32(head[4:])}
		if r.at+r.size > st.Size() {
			break
		}
		of[head[8]], end = r, r.at+r.size
	}
	return of, end, nil
}

// read reads a record; Corrupt if it is not what was written.
func (r record) read(f *os.File) ([]byte, error) {
	b := make([]byte, r.size)
	if _, err := f.ReadAt(b, r.at); err != nil {
		return nil, err
	}
	if crc32.Checksum(b, castagnoli) != r.crc {
		return nil, custos.Errorf(custos.Corrupt, "%s is damaged at byte %d", f.Name(), r.at)
	}
	return b, nil
}

func appendRecord(to []byte, leaf uint8, bodies []Body) []byte {
	at := len(to)
	to = append(to, make([]byte, recordHead)...)
	to = appendBodies(to, bodies)
	body := to[at+recordHead:]
	binary.BigEndian.PutUint32(to[at:], uint32(len(body)))
	binary.BigEndian.PutUint32(to[at+4:], crc32.Checksum(body, castagnoli))
	to[at+8] = leaf
	return to
}

// loadBodies reads the bodies of some leaves of an entries tile; those that are not there, or are
// damaged, are left out.
func loadBodies(dir string, n uint64, wanted func(leaf uint8) bool) (map[uint8][]Body, error) {
	f, err := os.Open(bodiesFile(dir, n))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	of, _, err := recordsOf(f)
	if err != nil {
		return nil, err
	}
	out := map[uint8][]Body{}
	for leaf, r := range of {
		if !wanted(leaf) {
			continue
		}
		b, err := r.read(f)
		if err == nil {
			out[leaf], err = readBodies(b)
		}
		if custos.KindOf(err) == custos.Corrupt {
			delete(out, leaf)
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// appendBodiesFile appends records, behind what is whole of the file, and returns how many bytes it
// is longer. It is durable when the caller has synced the file.
func appendBodiesFile(path string, records []byte) (grown int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	of, end, err := recordsOf(f)
	if err != nil {
		return 0, err
	}
	// A power cut may leave the last records' places without what was written there.
	for _, r := range slices.SortedFunc(maps.Values(of), func(a, b record) int { return int(b.at - a.at) }) {
		if _, err := r.read(f); custos.KindOf(err) != custos.Corrupt {
			break
		}
		end = r.at - recordHead
	}
	if end <= 1 {
		records, end = append([]byte{bodiesVersion}, records...), 0
	}
	if err := f.Truncate(end); err != nil {
		return 0, err
	}
	_, err = f.WriteAt(records, end)
	return int64(len(records)), err
}

// erased is what a file is called that was replaced and still holds what was to go.
const erased = ".erased"

// replaceErasing writes a file anew in the place of one whose bytes must not stay on the disk: the
// old one gets a second name, is replaced, overwritten and removed. Who comes after a crash ends it
// by finishErasing.
func replaceErasing(path string, write func(path string) error) error {
	if err := finishErasing(path); err != nil {
		return err
	}
	if err := os.Link(path, path+erased); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return err
	}
	if err := write(path); err != nil {
		return err
	}
	return finishErasing(path)
}

// finishErasing overwrites and removes what a replaced file left.
func finishErasing(path string) error {
	f, err := os.OpenFile(path+erased, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	old, err := f.Stat()
	if err != nil {
		return err
	}
	// Where the file was not replaced, both names are of one: then nothing is overwritten.
	if now, err := os.Stat(path); err == nil && !os.SameFile(now, old) {
		if _, err := io.CopyN(f, zeros{}, old.Size()); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
	}
	if err := os.Remove(path + erased); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
