package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/observe"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// Bundle is an exported piece of evidence: an event or a stretch of a camera's time, the
// footage that shows it, and everything that a stranger needs to check both.
type Bundle struct {
	// Subject is the event the bundle is about, unless Stretch is set.
	Subject Item
	// Stretch is set in a bundle that is about a stretch of time and no event.
	Stretch *Stretch
	// Segments seal the footage; Gaps are the events that say what is missing between them.
	Segments []Item
	Gaps     []Item
	// Media are the segments' files, each in the place of its segment: a name, or a hash, can
	// stand in two of them.
	Media [][]byte

	Proof Proof
	// Headers are the chain's, RLP each, in the order of their numbers: all from the genesis on,
	// or with Proof.Word the genesis, those that the rest speaks of, and the newest.
	Headers [][]byte
}

// Stretch is a part of a camera's time, by the clock of its edge.
type Stretch struct {
	Camera custos.CameraID `json:"camera"`
	From   time.Time       `json:"from"`
	Until  time.Time       `json:"until"`
}

// What one bundle may hold, so that making and verifying it takes bounded memory.
const (
	MaxSegments = 900
	MaxFootage  = 256 << 20 // bytes
)

// Item is one event and how it was committed.
type Item struct {
	// Body is the event's exact bytes.
	Body []byte `json:"-"`
	// BoxHash is SHA-256 of the sealed body; with Salt and Body it makes the commitment.
	BoxHash custos.Hash `json:"box_hash"`
	Salt    custos.Hash `json:"salt"`
	Leaf    Leaf        `json:"leaf"`
	// Path leads from the commitment to the batch's root.
	Path []custos.Hash `json:"path"`
	// Index is the leaf's in the log; Inclusion leads from it to the checkpoint's root.
	Index     uint64        `json:"index"`
	Inclusion []custos.Hash `json:"inclusion"`
}

// Proof is what binds a bundle's items to the ledger.
type Proof struct {
	// Version is formWord in what this version exports. Older forms prove less.
	Version int      `json:"version"`
	Subject *Item    `json:"subject,omitempty"`
	Stretch *Stretch `json:"stretch,omitempty"`
	Sealed  []Item   `json:"segments"`
	Gaps    []Item   `json:"gaps,omitempty"`
	// Checkpoint is the signed note; Cosignatures the owners' lines.
	Checkpoint   string `json:"checkpoint"`
	Cosignatures string `json:"cosignatures"`
	// Block is where the state is proved: the one that holds the checkpoint's anchor.
	Block    uint64        `json:"block"`
	Registry proof.Account `json:"registry"`
	Anchors  proof.Account `json:"anchors"`
	// Word is the owners' on the chain, in place of most of its headers; nil where all are there.
	Word *Word `json:"word,omitempty"`
}

// The forms of a bundle. The two first show which keys signed, and no more of whose they
// are than that they were services' of the log's owner.
const (
	formEvent   = 1 // an event without gaps
	formStretch = 2 // a stretch, or an event whose footage has gaps
	formNamed   = 3 // either, with the names of all who signed in the proof of the registry
	formOwned   = 4 // with those who cosigned there too, and how many owners had to agree
	formWord    = 5 // with each node of a proof once, and the owners' word on the chain if they gave it
)

// named says that the names of all who signed are proved.
func (p *Proof) named() bool { return p.Version >= formNamed }

// owned says that it is proved who the owners were.
func (p *Proof) owned() bool { return p.Version >= formOwned }

// accounts are the proofs of state, in the order in which they are written.
func (p *Proof) accounts() []*proof.Account {
	all := []*proof.Account{&p.Registry, &p.Anchors}
	if p.Word != nil {
		all = append(all, &p.Word.Registry)
	}
	return all
}

// folded is the proof as it is written: of the form of today each node once.
func (p Proof) folded() Proof {
	if p.Version < formWord {
		return p
	}
	if p.Word != nil {
		w := *p.Word
		p.Word = &w
	}
	all := p.accounts()
	for i, a := range proof.Fold(deref(all)...) {
		*all[i] = a
	}
	return p
}

// unfold undoes folded.
func (p *Proof) unfold() error {
	if p.Version < formWord {
		return nil
	}
	all := p.accounts()
	out, err := proof.Unfold(deref(all)...)
	for i, a := range out {
		*all[i] = a
	}
	return err
}

func deref(all []*proof.Account) []proof.Account {
	out := make([]proof.Account, len(all))
	for i, a := range all {
		out[i] = *a
	}
	return out
}

// The files of a bundle, in their order.
const (
	fileReadme    = "README.txt"
	fileEvent     = "event.json"
	fileProof     = "proof.json"
	fileHeaders   = "headers.bin"
	fileStatement = "statement.dsse.json"
	mediaDir      = "media/"
	segmentDir    = "segments/"
	gapDir        = "gaps/"
	payloadType   = "application/vnd.in-toto+json"
	predicateType = "https://custos.invalid/evidence/v1"
)

// Limits on what a bundle may hold, so that a hostile one costs little.
const (
	maxFiles  = 4096
	maxBundle = 2 << 30
)

const readme = `This is evidence exported by Custos.

event.json           what was observed, byte for byte as it was committed; a bundle of
                     a stretch of time has none
media/, segments/    the footage that shows it, never transcoded, and what seals it
gaps/                what the camera said of the time that is not recorded, if any
proof.json           the way from these bytes to the ledger, and who is who there
headers.bin          the ledger's block headers, with their proof of work
statement.dsse.json  the exporter's signature over all the files above

Verify it offline, with a trust file that did not come from whoever gave you
this:  custos evidence verify FILE --trust TRUST
`

type statement struct {
	Type          string    `json:"_type"`
	Subject       []subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     predicate `json:"predicate"`
}

type subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

type predicate struct {
	// Event is empty in a statement about a stretch.
	Event    custos.EventID `json:"event"`
	Stretch  *Stretch       `json:"stretch,omitempty"`
	Exporter custos.Address `json:"exporter"`
	// For is whose request was answered.
	For custos.Address `json:"for"`
}

// Encode writes the bundle as a ZIP file, signed by the exporter's key: stored,
// not compressed, files in order, no times, so that one content has one form.
func (b *Bundle) Encode(exporter *key.Key, requester custos.Address) ([]byte, error) {
	b.Proof.Version = formWord
	files, about, err := b.files()
	if err != nil {
		return nil, err
	}
	about.For = requester
	return seal(files, about, exporter)
}

// files are what the exporter signs, in their order, and what he says that they are about.
func (b *Bundle) files() ([]file, predicate, error) {
	files := []file{{fileReadme, []byte(readme)}}
	about := predicate{Stretch: b.Stretch}
	b.Proof.Stretch, b.Proof.Sealed, b.Proof.Gaps = b.Stretch, b.Segments, b.Gaps
	if b.Stretch == nil {
		var e custos.Event
		if err := json.Unmarshal(b.Subject.Body, &e); err != nil {
			return nil, about, err
		}
		about.Event, b.Proof.Subject = e.ID(), &b.Subject
		files = append(files, file{fileEvent, b.Subject.Body})
	}
	proofJSON, err := json.Marshal(b.Proof.folded())
	if err != nil {
		return nil, about, err
	}
	files = append(files, file{fileProof, proofJSON}, file{fileHeaders, joinHeaders(b.Headers)})
	for i, s := range b.Segments {
		files = append(files, file{segmentFile(i), s.Body})
	}
	for i, g := range b.Gaps {
		files = append(files, file{gapFile(i), g.Body})
	}
	if len(b.Media) != len(b.Segments) {
		return nil, about, custos.Errorf(custos.NotFound, "the footage of %d segments is at hand, and the bundle has %d", len(b.Media), len(b.Segments))
	}
	for i, data := range b.Media {
		files = append(files, file{mediaFile(i), data})
	}
	return files, about, nil
}

// seal adds the exporter's statement about files to them.
func seal(files []file, about predicate, exporter *key.Key) ([]byte, error) {
	about.Exporter = exporter.Address()
	st := statement{Type: "https://in-toto.io/Statement/v1", PredicateType: predicateType, Predicate: about}
	for _, f := range files {
		st.Subject = append(st.Subject, subject{f.name, map[string]string{"sha256": fmt.Sprintf("%x", sum(f.data))}})
	}
	payload, err := json.Marshal(st)
	if err != nil {
		return nil, err
	}
	sig, err := exporter.Sign(sum(dsse.PAE(payloadType, payload)))
	if err != nil {
		return nil, err
	}
	env, err := json.Marshal(dsse.Envelope{
		PayloadType: payloadType, Payload: base64.StdEncoding.EncodeToString(payload),
		Signatures: []dsse.Signature{{KeyID: exporter.Address().String(), Sig: base64.StdEncoding.EncodeToString(sig[:])}},
	})
	if err != nil {
		return nil, err
	}
	return writeZip(append(slices.Clip(files), file{fileStatement, env}))
}

// Open reads a bundle's parts. It checks the form alone: nothing in them is to be
// believed before Verify has passed the whole.
func Open(raw []byte) (*Bundle, error) {
	b, _, _, err := decode(raw)
	return b, err
}

// formed checks that what a bundle holds is what its form may hold.
func (b *Bundle) formed() bool {
	older := formEvent
	if b.Stretch != nil || len(b.Gaps) > 0 {
		older = formStretch
	}
	return (b.Stretch == nil) == (b.Proof.Subject != nil) && slices.Contains([]int{older, formNamed, formOwned, formWord}, b.Proof.Version) &&
		(b.Proof.Word == nil || b.Proof.Version >= formWord)
}

func gapFile(i int) string     { return fmt.Sprintf("%s%03d.json", gapDir, i+1) }
func segmentFile(i int) string { return fmt.Sprintf("%s%03d.json", segmentDir, i+1) }
func mediaFile(i int) string   { return fmt.Sprintf("%s%03d.mp4", mediaDir, i+1) }

// sealsFootage says that an event's body is of a segment.
func sealsFootage(body []byte) error {
	e, err := custos.ParseEvent(body)
	if err != nil {
		return err
	}
	if _, ok := observe.As[*observe.Segment](&e); !ok {
		return custos.Errorf(custos.Corrupt, "%s seals no footage", plain(string(e.ID())))
	}
	return nil
}

type file struct {
	name string
	data []byte
}

func writeZip(files []file) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: f.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(f.data),
			CompressedSize64: uint64(len(f.data)), UncompressedSize64: uint64(len(f.data)),
		})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// readZip reads the files and checks that they are written in their one form.
func readZip(b []byte) ([]file, error) {
	bad := func(why string) ([]file, error) {
		return nil, custos.Errorf(custos.Corrupt, "the file %s: it is not what an export wrote", why)
	}
	if len(b) > maxBundle {
		return bad("is larger than 2 GiB")
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return bad("is not a ZIP file")
	}
	if len(z.File) > maxFiles {
		return bad("has too many entries")
	}
	var files []file
	// Entries may lie over one another, so that a small file unpacks to a huge one.
	left := uint64(len(b))
	for _, f := range z.File {
		if f.Method != zip.Store || f.UncompressedSize64 != f.CompressedSize64 {
			return bad("has a compressed entry")
		}
		if f.UncompressedSize64 > left {
			return bad("has entries that are larger together than itself")
		}
		left -= f.UncompressedSize64
		r, err := f.Open()
		if err != nil {
			return bad("has an entry that cannot be read")
		}
		data, err := io.ReadAll(io.LimitReader(r, int64(f.UncompressedSize64)+1))
		_ = r.Close()
		if err != nil {
			return bad("has an entry whose checksum is wrong")
		}
		files = append(files, file{f.Name, data})
	}
	again, err := writeZip(files)
	if err != nil || !bytes.Equal(again, b) {
		return bad("is not in its one form")
	}
	return files, nil
}

// decode reads a bundle and checks its form: the files and their order, and
// that every JSON file is in its one encoding.
func decode(b []byte) (*Bundle, *dsse.Envelope, []file, error) {
	bad := func(format string, args ...any) (*Bundle, *dsse.Envelope, []file, error) {
		return nil, nil, nil, custos.Errorf(custos.Corrupt, format, args...)
	}
	files, err := readZip(b)
	if err != nil {
		return nil, nil, nil, err
	}
	out := new(Bundle)
	at := slices.IndexFunc(files, func(f file) bool { return f.name == fileProof })
	if at < 0 {
		return bad("the bundle has no %s", fileProof)
	}
	if err := canonical(files[at].data, &out.Proof); err != nil {
		return bad("proof.json: %w", err)
	}
	out.Stretch, out.Segments, out.Gaps = out.Proof.Stretch, out.Proof.Sealed, out.Proof.Gaps
	if !out.formed() {
		return bad("the bundle is of no form that this version knows")
	}
	if err := out.Proof.unfold(); err != nil {
		return bad("proof.json: %w", err)
	}
	want := []string{fileReadme}
	if out.Stretch == nil {
		out.Subject = *out.Proof.Subject
		want = append(want, fileEvent)
	}
	want = append(want, fileProof, fileHeaders)
	first := len(want)
	for i := range out.Segments {
		want = append(want, segmentFile(i))
	}
	for i := range out.Gaps {
		want = append(want, gapFile(i))
	}
	for i := range out.Segments {
		want = append(want, mediaFile(i))
	}
	want = append(want, fileStatement)
	if got := names(files); !slices.Equal(got, want) {
		return bad("the bundle's files are %q, want %q", got, want)
	}
	// What it says of itself is no place for an exporter's own words.
	if out.Proof.named() && string(files[0].data) != readme {
		return bad("%s is not the one that every bundle has", fileReadme)
	}
	if out.Stretch == nil {
		out.Subject.Body = files[1].data
	}
	if out.Headers, err = splitHeaders(files[first-1].data); err != nil {
		return bad("headers.bin: %w", err)
	}
	env := new(dsse.Envelope)
	if err := canonical(files[len(files)-1].data, env); err != nil {
		return bad("statement.dsse.json: %w", err)
	}
	n, g := len(out.Segments), len(out.Gaps)
	for i := range n {
		out.Segments[i].Body = files[first+i].data
		if err := sealsFootage(out.Segments[i].Body); err != nil {
			return bad("%s: %w", segmentFile(i), err)
		}
		out.Media = append(out.Media, files[first+n+g+i].data)
	}
	for i := range g {
		out.Gaps[i].Body = files[first+n+i].data
	}
	return out, env, files[:len(files)-1], nil
}

func names(files []file) (out []string) {
	for _, f := range files {
		out = append(out, f.name)
	}
	return out
}

// canonical decodes JSON that must be exactly what Marshal writes.
func canonical(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	again, err := json.Marshal(v)
	if err == nil && !bytes.Equal(again, b) {
		err = custos.Errorf(custos.Corrupt, "it is not in its one encoding")
	}
	return err
}

func joinHeaders(hs [][]byte) []byte {
	var out []byte
	for _, h := range hs {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(h))), h...)
	}
	return out
}

func splitHeaders(b []byte) ([][]byte, error) {
	var out [][]byte
	for len(b) > 0 {
		if len(b) < 4 || uint64(binary.BigEndian.Uint32(b)) > uint64(len(b)-4) {
			return nil, custos.Errorf(custos.Corrupt, "header %d is cut off", len(out)+1)
		}
		n := binary.BigEndian.Uint32(b)
		out, b = append(out, b[4:4+n]), b[4+n:]
	}
	return out, nil
}
