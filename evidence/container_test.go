package evidence

import (
	"bytes"
	"slices"

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
