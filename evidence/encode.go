package evidence

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"custos.dev/custos"

	"custos.dev/custos/ledger/key"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

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

// digested is a file of a bundle as the exporter signs it.
type digested struct {
	name string
	sum  custos.Hash
}

// Encode writes the bundle, with the footage in Media, as a ZIP file that the exporter's key
// signs: stored, not compressed, files in order, no times, so that one content has one form.
func (b *Bundle) Encode(exporter *key.Key, requester custos.Address) ([]byte, error) {
	var out bytes.Buffer
	err := b.Write(&out, exporter, requester, func(put func([]byte) error) error {
		for _, m := range b.Media {
			if err := put(m); err != nil {
				return err
			}
		}
		return nil
	})
	return out.Bytes(), err
}

// Write writes the bundle as Encode does, and takes the footage as it comes: media puts each
// segment's file, in their order. No more of it is in memory than the file that is put.
func (b *Bundle) Write(w io.Writer, exporter *key.Key, requester custos.Address, media func(put func([]byte) error) error) error {
	b.Proof.Version = formWord
	if b.Report != nil || b.Describe != nil {
		b.Proof.Version = formReport
	}
	files, about, err := b.files()
	if err != nil {
		return err
	}
	about.For = requester
	z := newZip(w)
	var all []digested
	add := func(name string, data []byte) error {
		all = append(all, digested{name, sum(data)})
		return z.add(name, data)
	}
	for _, f := range files {
		if err := add(f.name, f.data); err != nil {
			return err
		}
	}
	n := 0
	err = media(func(file []byte) error {
		n++
		return add(mediaFile(n-1), file)
	})
	if err == nil && n != len(b.Segments) {
		err = custos.Errorf(custos.NotFound, "the footage of %d segments is at hand, and the bundle has %d", n, len(b.Segments))
	}
	if err != nil {
		return err
	}
	if b.Describe != nil {
		if b.Report, err = b.Describe(); err != nil {
			return err
		}
	}
	if b.Proof.reported() {
		if err := add(fileReport, b.Report); err != nil {
			return err
		}
	}
	signed, err := signFiles(all, about, exporter)
	if err == nil {
		err = z.add(fileStatement, signed)
	}
	if err != nil {
		return err
	}
	return z.Close()
}

// file is a file of a bundle that is in memory.
type file struct {
	name string
	data []byte
}

// files are what the exporter signs before the footage, in their order, and what he says that
// they are about.
func (b *Bundle) files() ([]file, predicate, error) {
	files := []file{{fileReadme, []byte(readmeOf(b.Proof.Version))}}
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
	return slices.Clip(files), about, nil
}

// signFiles is the exporter's statement about files.
func signFiles(all []digested, about predicate, exporter *key.Key) ([]byte, error) {
	about.Exporter = exporter.Address()
	st := statement{Type: "https://in-toto.io/Statement/v1", PredicateType: predicateType, Predicate: about}
	for _, f := range all {
		st.Subject = append(st.Subject, subject{f.name, map[string]string{"sha256": fmt.Sprintf("%x", f.sum)}})
	}
	payload, err := json.Marshal(st)
	if err != nil {
		return nil, err
	}
	return signEnvelope(payloadType, payload, exporter)
}

// signEnvelope is a DSSE envelope with one signature, in its one encoding.
func signEnvelope(kind string, payload []byte, by *key.Key) ([]byte, error) {
	sig, err := by.Sign(sum(dsse.PAE(kind, payload)))
	if err != nil {
		return nil, err
	}
	return json.Marshal(dsse.Envelope{
		PayloadType: kind, Payload: base64.StdEncoding.EncodeToString(payload),
		Signatures: []dsse.Signature{{KeyID: by.Address().String(), Sig: base64.StdEncoding.EncodeToString(sig[:])}},
	})
}
