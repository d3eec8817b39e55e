package access

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"os"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// keptFile holds what a Kept remembers: a line for each time that something was added,
// which is a checksum and what was added as JSON. A later line replaces what an earlier
// one says of the same thing.
type keptFile struct {
	path string
	f    *os.File
	// size is how far the file is known to be whole. What lies behind it was cut off by
	// the end of the process, and is written over.
	size int64
	// lines counts the records in the file, whole those that it had when it was written anew.
	lines, whole int
	// put writes at an offset and returns once that is on disk; tests let it fail.
	put func(f *os.File, b []byte, at int64) error
}

// keptRecord is what the file says of one thing: a capability's content, or an account.
type keptRecord struct {
	Capability *keptCapability `json:"capability,omitempty"`
	Account    *keptAccount    `json:"account,omitempty"`
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// openKeptFile reads the records of a file in their order; there may be none yet. A last
// line that is not whole was never used and is left out.
func openKeptFile(path string, log *slog.Logger) (*keptFile, []keptRecord, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open what was revoked: %w", err)
	}
	k := &keptFile{path: path, f: f, put: putAndSync}
	records, err := k.read(log)
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return k, records, nil
}

func putAndSync(f *os.File, b []byte, at int64) error {
	if _, err := f.WriteAt(b, at); err != nil {
		return err
	}
	return f.Sync()
}

func (k *keptFile) read(log *slog.Logger) (records []keptRecord, err error) {
	in, broken := bufio.NewReader(k.f), false
	for at := int64(0); ; {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if len(line) == 0 {
			break
		}
		if string(line) == "\n" {
			at++
			continue
		}
		added, ok, err := parseKept(line)
		switch {
		case err != nil:
			return nil, custos.Errorf(custos.Corrupt, "%s was written by a later version of custos: install that one again: %w", k.path, err)
		case ok && broken:
			return nil, custos.Errorf(custos.Corrupt, "%s is damaged before byte %d: put it back from a copy. Without one, compare `custos access list` with what was revoked, then move the file away: it is made anew from the chain as it is now", k.path, at)
		case ok:
			records = append(records, added...)
			k.size = at + int64(len(line))
		default:
			broken = true
		}
		at += int64(len(line))
	}
	if broken {
		log.Warn("what was revoked last was not written whole, and is read from the ledger again", "file", k.path)
	}
	k.lines, k.whole = len(records), len(records)
	return records, nil
}

// parseKept reads a line; false if it is not whole.
func parseKept(line []byte) (added []keptRecord, ok bool, err error) {
	sum, text, ok := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte(" "))
	if !ok || line[len(line)-1] != '\n' || string(sum) != fmt.Sprintf("%08x", crc32.Checksum(text, castagnoli)) {
		return nil, false, nil
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err = d.Decode(&added)
	return added, err == nil, err
}

func formatKept(added []keptRecord) ([]byte, error) {
	text, err := json.Marshal(added)
	if err != nil {
		return nil, err
	}
	return checkedLine(text), nil
}

// checkedLine begins with a line end of its own: if the one before it goes, the two are
// still two.
func checkedLine(text []byte) []byte {
	return fmt.Appendf(nil, "\n%08x %s\n", crc32.Checksum(text, castagnoli), text)
}

// add returns when the records are on disk. After an error they may be there or not, and
// adding them again does no harm.
func (k *keptFile) add(records []keptRecord) error {
	b, err := formatKept(records)
	if err != nil {
		return err
	}
	if err := k.put(k.f, b, k.size); err != nil {
		return fmt.Errorf("write %s: %w", k.path, err)
	}
	k.size += int64(len(b))
	k.lines += len(records)
	return nil
}

// large says that most of the file is out of date.
func (k *keptFile) large() bool { return k.lines > 2*k.whole+1024 }

// replace writes the file anew, whole or not at all.
func (k *keptFile) replace(records []keptRecord) error {
	b, err := formatKept(records)
	if err != nil {
		return err
	}
	if err := service.WriteFile(k.path, b, 0o600); err != nil {
		return err
	}
	f, err := os.OpenFile(k.path, os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	_ = k.f.Close() // of the file that was replaced
	k.f, k.size, k.lines, k.whole = f, int64(len(b)), len(records), len(records)
	return nil
}

func (k *keptFile) close() error { return k.f.Close() }
