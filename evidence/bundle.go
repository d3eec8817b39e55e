package evidence

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/observe"
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
	// stand in two of them. Write takes them as they come instead.
	Media [][]byte
	// Report is a page of HTML by which the exporter describes all of it to people, with
	// pictures; nil leaves it out. See package report. Where Describe is set, it makes the page
	// once the footage is written, which is when there are pictures of it.
	Report   []byte
	Describe func() ([]byte, error)

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

// What one bundle may hold. Footage streams; each segment's proof is in memory, some kilobytes.
const (
	MaxSegments = 5400 // three hours of 2 s
	MaxFootage  = 64 << 30
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
	// Version is formReport in what this version exports, or formWord without a report. Older
	// forms prove less.
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
	formReport  = 6 // with the exporter's own description for people
)

// named says that the names of all who signed are proved.
func (p *Proof) named() bool { return p.Version >= formNamed }

// owned says that it is proved who the owners were.
func (p *Proof) owned() bool { return p.Version >= formOwned }

// reported says that the bundle has a page for people.
func (p *Proof) reported() bool { return p.Version >= formReport }

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
	fileReport    = "report.html" // behind the media
	fileStatement = "statement.dsse.json"
	mediaDir      = "media/"
	segmentDir    = "segments/"
	gapDir        = "gaps/"
	payloadType   = "application/vnd.in-toto+json"
	predicateType = "https://custos.invalid/evidence/v1"
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

// readmeReported is that of a bundle with a page for people.
const readmeReported = `This is evidence exported by Custos.

report.html          what the exporter says that this is, in words and pictures: begin
                     here. It proves nothing: the verifier decides
event.json           what was observed, byte for byte as it was committed; a bundle of
                     a stretch of time has none
media/, segments/    the footage that shows it, never transcoded, and what seals it
gaps/                what the camera said of the time that is not recorded, if any
proof.json           the way from these bytes to the ledger, and who is who there
headers.bin          the ledger's block headers, with their proof of work
statement.dsse.json  the exporter's signature over all the files above

Verify it offline, with a trust file that did not come from whoever gave you
this:  custos evidence verify FILE --trust TRUST
or by the page that custos evidence page writes, in any present browser.
`

// readmeOf is what a bundle of a form says of itself.
func readmeOf(version int) string {
	if version >= formReport {
		return readmeReported
	}
	return readme
}

// formed checks that what a bundle holds is what its form may hold.
func (b *Bundle) formed() bool {
	older := formEvent
	if b.Stretch != nil || len(b.Gaps) > 0 {
		older = formStretch
	}
	return (b.Stretch == nil) == (b.Proof.Subject != nil) && slices.Contains([]int{older, formNamed, formOwned, formWord, formReport}, b.Proof.Version) &&
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
