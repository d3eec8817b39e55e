package evidence

import (
	"bytes"
	"io"
	"os"
	"slices"

	"custos.dev/custos"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// File is a bundle where it stands, of any size. Its bytes are read once, footage as it streams.
type File struct {
	io.ReaderAt
	Size int64
	// Progress, if not nil, is told how many bytes of the footage are read, of all. It is
	// called by one goroutine at a time.
	Progress func(read, of int64)
	// Fetch, if not nil, reads a segment's file as a whole and begins to hash it by SHA-256; what
	// it returns waits for the hash. A browser does both beside WebAssembly, and much faster.
	Fetch func(at, size int64) (b []byte, sum func() (custos.Hash, error), err error)
}

// VerifyFile verifies the bundle in a file; see File.Verify. Its error says that there is nothing
// to be verified. progress may be nil.
func VerifyFile(path string, t *Trust, progress func(read, of int64)) (*Report, error) {
	in, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return (&File{ReaderAt: in, Size: size, Progress: progress}).Verify(t), nil
}

// Identify returns what Report.Statement is of the bundle in a file. It reads no footage, and
// says nothing of whether anything in it holds.
func Identify(path string) (custos.Hash, error) {
	in, size, err := openRegular(path)
	if err != nil {
		return custos.Hash{}, err
	}
	defer in.Close()
	p, err := (&File{ReaderAt: in, Size: size}).open()
	if err != nil {
		return custos.Hash{}, err
	}
	return p.statement, nil
}

func openRegular(path string) (in *os.File, size int64, err error) {
	if in, err = os.Open(path); err != nil {
		return nil, 0, err
	}
	info, err := in.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = custos.Errorf(custos.Invalid, "%s is no file", path)
	}
	if err != nil {
		in.Close()
		return nil, 0, err
	}
	return in, info.Size(), nil
}

// opened is a bundle before its footage is read.
type opened struct {
	*Bundle
	env *dsse.Envelope
	// signed are the files that the statement must be about, in order. The sums of footage are
	// entered when it is read.
	signed []digested
	// media are where the segments' files stand, and mediaAt where in signed they begin.
	media   []entry
	mediaAt int
	// statement is SHA-256 of the statement's file: by its form, and what it signs, it stands
	// for every byte of the bundle.
	statement custos.Hash
}

// Open reads a bundle's parts. It checks the form alone: nothing in them is to be
// believed before Verify has passed the whole.
func Open(raw []byte) (*Bundle, error) {
	f := &File{ReaderAt: bytes.NewReader(raw), Size: int64(len(raw))}
	p, err := f.open()
	if err != nil {
		return nil, err
	}
	for i := range p.media {
		data, err := p.media[i].read(f, f.Size)
		if err != nil {
			return nil, err
		}
		p.Media = append(p.Media, data)
	}
	return p.Bundle, nil
}

// small reads files that are no footage, which may not have more than so much in all.
type small struct {
	*File
	left int64
}

func (s *small) read(e *entry, most int64) ([]byte, error) {
	b, err := e.read(s, min(most, s.left))
	s.left -= int64(len(b))
	return b, err
}

// open reads all but the footage, and checks the form: the files and their order, and that
// every JSON file is in its one encoding.
func (f *File) open() (*opened, error) {
	all, err := entries(f, f.Size)
	if err != nil {
		return nil, err
	}
	bad := func(format string, args ...any) (*opened, error) {
		return nil, custos.Errorf(custos.Corrupt, format, args...)
	}
	s := &small{f, 2 * maxText}
	out := &opened{Bundle: new(Bundle)}
	at := slices.IndexFunc(all, func(e entry) bool { return e.name == fileProof })
	if at < 0 {
		return bad("the bundle has no %s", fileProof)
	}
	text, err := s.read(&all[at], maxText)
	if err != nil {
		return nil, err
	}
	proofSum := sum(text)
	if err := canonical(text, &out.Proof); err != nil {
		return bad("proof.json: %w", err)
	}
	out.Stretch, out.Segments, out.Gaps = out.Proof.Stretch, out.Proof.Sealed, out.Proof.Gaps
	if !out.formed() {
		return bad("the bundle is of no form that this version knows: use a newer one")
	}
	if err := out.Proof.unfold(); err != nil {
		return bad("proof.json: %w", err)
	}
	if want := out.names(); !slices.EqualFunc(all, want, func(e entry, name string) bool { return e.name == name }) {
		return bad("the bundle's files are %q, want %q", names(all), want)
	}
	// next reads the file that comes next, into the list of those that are signed.
	i := 0
	next := func(most int64) (b []byte, err error) {
		if b, err = s.read(&all[i], most); err == nil {
			out.signed = append(out.signed, digested{all[i].name, sum(b)})
		}
		i++
		return b, err
	}
	own, err := next(maxBody)
	if err != nil {
		return nil, err
	}
	// What it says of itself is no place for an exporter's own words.
	if out.Proof.named() && string(own) != readmeOf(out.Proof.Version) {
		return bad("%s is not the one that every bundle has", fileReadme)
	}
	if out.Stretch == nil {
		out.Subject = *out.Proof.Subject
		if out.Subject.Body, err = next(maxBody); err != nil {
			return nil, err
		}
	}
	out.signed = append(out.signed, digested{fileProof, proofSum})
	i++
	headers, err := all[i].read(f, maxHeaders)
	if err != nil {
		return nil, err
	}
	out.signed = append(out.signed, digested{fileHeaders, sum(headers)})
	i++
	if out.Headers, err = splitHeaders(headers); err != nil {
		return bad("headers.bin: %w", err)
	}
	for n := range out.Segments {
		if out.Segments[n].Body, err = next(maxBody); err != nil {
			return nil, err
		}
		if err := sealsFootage(out.Segments[n].Body); err != nil {
			return bad("%s: %w", segmentFile(n), err)
		}
	}
	for n := range out.Gaps {
		if out.Gaps[n].Body, err = next(maxBody); err != nil {
			return nil, err
		}
	}
	out.mediaAt = i
	for range out.Segments {
		out.media = append(out.media, all[i])
		out.signed = append(out.signed, digested{name: all[i].name})
		i++
	}
	if out.Proof.reported() {
		if out.Report, err = next(maxReport); err != nil {
			return nil, err
		}
	}
	signed, err := s.read(&all[i], maxText)
	if err != nil {
		return nil, err
	}
	out.statement, out.env = sum(signed), new(dsse.Envelope)
	if err := canonical(signed, out.env); err != nil {
		return bad("statement.dsse.json: %w", err)
	}
	return out, nil
}

// names are the files that a bundle of its form has, in order.
func (b *Bundle) names() []string {
	out := []string{fileReadme}
	if b.Stretch == nil {
		out = append(out, fileEvent)
	}
	out = append(out, fileProof, fileHeaders)
	for i := range b.Segments {
		out = append(out, segmentFile(i))
	}
	for i := range b.Gaps {
		out = append(out, gapFile(i))
	}
	for i := range b.Segments {
		out = append(out, mediaFile(i))
	}
	if b.Proof.reported() {
		out = append(out, fileReport)
	}
	return append(out, fileStatement)
}

func names(all []entry) (out []string) {
	for _, e := range all {
		out = append(out, e.name)
	}
	return out
}
