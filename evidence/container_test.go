package evidence

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos/ledger/key"
)

// readZip is all files of a bundle in memory.
func readZip(b []byte) ([]file, error) {
	r := bytes.NewReader(b)
	all, err := entries(r, int64(len(b)))
	if err != nil {
		return nil, err
	}
	var out []file
	for _, e := range all {
		data, err := e.read(r, int64(len(b)))
		if err != nil {
			return nil, err
		}
		out = append(out, file{e.name, data})
	}
	return out, nil
}

func writeZip(files []file) ([]byte, error) {
	var out bytes.Buffer
	z := newZip(&out)
	for _, f := range files {
		if err := z.add(f.name, f.data); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// allFiles are those that an exporter signs, footage among them.
func allFiles(b *Bundle) ([]file, predicate, error) {
	files, about, err := b.files()
	for i, m := range b.Media {
		files = append(files, file{mediaFile(i), m})
	}
	if b.Proof.reported() {
		files = append(files, file{fileReport, b.Report})
	}
	return files, about, err
}

// seal adds the exporter's statement about files to them.
func seal(files []file, about predicate, exporter *key.Key) ([]byte, error) {
	var all []digested
	for _, f := range files {
		all = append(all, digested{f.name, sum(f.data)})
	}
	signed, err := signFiles(all, about, exporter)
	if err != nil {
		return nil, err
	}
	return writeZip(append(slices.Clip(files), file{fileStatement, signed}))
}

// endless is a file of any size that repeats a few bytes, and ends with others. Reading it takes
// no memory, so what is taken is the reader's.
type endless struct {
	part, end []byte
	size      int64
}

func (e *endless) ReadAt(b []byte, at int64) (int, error) {
	for i := range b {
		switch left := e.size - at - int64(i); {
		case left <= 0:
			return i, io.EOF
		case left <= int64(len(e.end)):
			b[i] = e.end[int64(len(e.end))-left]
		default:
			b[i] = e.part[(at+int64(i))%int64(len(e.part))]
		}
	}
	return len(b), nil
}

// TestAttack29DirectoriesWithoutEnd: a file of gigabytes that is one directory, or claims one, is
// refused before it is read.
func TestAttack29DirectoriesWithoutEnd(t *testing.T) {
	entry := append(append([]byte("PK\x01\x02"), make([]byte, 42)...), "a"...)
	entry[28] = 1
	le := binary.LittleEndian
	const size = 8 << 30
	end := func(count uint16, length, at uint32) []byte {
		b := append([]byte("PK\x05\x06"), make([]byte, 18)...)
		le.PutUint16(b[8:], count)
		le.PutUint16(b[10:], count)
		le.PutUint32(b[12:], length)
		le.PutUint32(b[16:], at)
		return b
	}
	end64 := func(count, length, at uint64) []byte {
		b := append([]byte("PK\x06\x06"), make([]byte, 52)...)
		le.PutUint64(b[4:], 44)
		le.PutUint64(b[24:], count)
		le.PutUint64(b[32:], count)
		le.PutUint64(b[40:], length)
		le.PutUint64(b[48:], at)
		b = append(append(b, "PK\x06\x07"...), make([]byte, 16)...)
		le.PutUint64(b[64:], size-98)
		le.PutUint32(b[72:], 1)
		return append(b, end(0xffff, 0xffffffff, 0xffffffff)...)
	}
	for name, c := range map[string]struct {
		end  []byte
		says string
	}{
		"one that is all of the file": {end64(size/47, size-98, 0), "too many entries"},
		"few entries in all of it":    {end64(3, size-98, 0), "too many entries"},
		"many in little of it":        {end64(1<<40, 1<<20, 0), "too many entries"},
		"of 4 GiB":                    {end(0xfffe, 0xfffffffe, 0), "too many entries"},
		"behind its own end":          {end64(3, 1<<20, 1<<62), "is not a ZIP file"},
		"of lengths that wrap":        {end64(3, 1<<20, ^uint64(0)), "is not a ZIP file"},
		"more entries than counted":   {end64(3, 4*47, 0), "is not a ZIP file"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := entries(&endless{part: entry, end: c.end, size: size}, size)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 8<<20 {
			t.Errorf("%s: it took %d MiB", name, took>>20)
		}
	}
}
