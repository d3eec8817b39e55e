package evidence_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/evidence/evidencetest"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

func newKey(t *testing.T) *key.Key {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// handed is a bundle that went from its exporter to the police, from there to a court by name,
// and from that court on.
type handed struct {
	*testing.T
	site          *evidencetest.Site
	made          *evidencetest.Made
	report        *evidence.Report
	record        *evidence.Custody
	police, court *key.Key
}

func handOvers(t *testing.T) *handed {
	t.Helper()
	s := site(t)
	m := made(t, s, evidencetest.Options{Segments: 1, Bytes: 1000})
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	h := &handed{T: t, site: s, made: m, report: evidence.Verify(raw, m.Trust), police: newKey(t), court: newKey(t)}
	h.record = evidence.NewCustody(h.report.Statement)
	h.add(s.Master(), evidence.HandOver{From: evidence.Party{Name: "alma"}, To: evidence.Party{Name: "police", Key: h.police.Address()}, Why: "case 12"})
	h.add(h.police, evidence.HandOver{From: evidence.Party{Name: "police"}, To: evidence.Party{Name: "the court"}})
	h.add(h.court, evidence.HandOver{From: evidence.Party{Name: "the court"}, To: evidence.Party{Name: "an expert"}})
	return h
}

func (h *handed) add(by *key.Key, o evidence.HandOver) custos.Hash {
	h.Helper()
	o.At = time.Date(2026, 7, 2, 9, 0, 0, 0, time.UTC)
	id, err := h.record.Add(o, by)
	if err != nil {
		h.Fatal(err)
	}
	return id
}

// verify is the record's verdict as one word for each entry, after a way through its encoding.
func (h *handed) verify() (words string, r *evidence.CustodyReport) {
	h.Helper()
	text, err := h.record.Encode()
	if err != nil {
		h.Fatal(err)
	}
	c, err := evidence.ParseCustody(text)
	if err != nil {
		h.Fatal(err)
	}
	r = c.Verify(h.report, h.made.Trust)
	for _, c := range r.Claims {
		words += string(c.Status) + " "
	}
	return strings.TrimSpace(words), r
}

// TestHandOvers: each entry says who gave to whom. It passes where it is proved who gave, is open
// where he is named by a word alone, and what is entered in no log is said to be.
func TestHandOvers(t *testing.T) {
	h := handOvers(t)
	words, r := h.verify()
	if words != "PASS PASS UNKNOWN" || r.Result != evidence.Unknown {
		t.Fatalf("%s: %+v", words, r)
	}
	for i, says := range []string{
		`"alma" gave it to "police" at 2026-07-02T09:00:00Z, by the giver's word and clock, who says why: "case 12"; signed by the key ` + h.site.Master().Address().String() + ", which exported the bundle; not anchored",
		`"police" gave it to "the court"`, "that it is who took it before, is not proved",
	} {
		if !strings.Contains(r.Claims[i].Detail, says) {
			t.Errorf("hand-over %d: %s, want %s", i+1, r.Claims[i].Detail, says)
		}
	}
}

// TestAnchoredHandOver: a master's event shows that a hand-over was signed by then; an event about
// another one, of another service, or in a bundle that does not hold, fails.
func TestAnchoredHandOver(t *testing.T) {
	h := handOvers(t)
	id, err := evidence.HandOverID(&h.record.Entries[1].Entry)
	if err != nil {
		t.Fatal(err)
	}
	entered := func(p custos.Payload) []byte {
		m := made(t, h.site, evidencetest.Options{Payload: p})
		raw, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	event := observe.Custody{Bundle: h.report.Statement, Entry: id, Number: 2, Giver: h.police.Address()}
	other, elsewhere := event, event
	other.Entry[0] ^= 1
	elsewhere.Bundle[0] ^= 1
	whole := entered(&event)
	h.record.Entries[1].Anchor = whole
	words, r := h.verify()
	if words != "PASS PASS UNKNOWN" || !strings.Contains(r.Claims[1].Detail, "/campus/front-door has it, entered between 2026-07-01T18:00:20Z and 2026-07-01T18:00:40Z") {
		t.Fatalf("%s: %+v", words, r.Claims)
	}
	broken := append([]byte{}, whole...)
	broken[len(broken)/2] ^= 1
	for name, b := range map[string][]byte{
		"of another hand-over": entered(&other), "of another bundle": entered(&elsewhere), "of no hand-over": entered(&observe.Zone{Zone: "x"}), "broken": broken, "nothing": []byte("anchor"),
	} {
		h.record.Entries[1].Anchor = b
		if words, r := h.verify(); words != "PASS FAIL UNKNOWN" || r.Result != evidence.Fail {
			t.Errorf("%s: %s: %s", name, words, r.Claims[1].Detail)
		}
	}
	h.record.Entries[1].Anchor, h.record.Entries[0].Anchor = nil, whole
	if words, _ := h.verify(); words != "FAIL PASS UNKNOWN" {
		t.Errorf("anchored as another entry: %s", words)
	}
}

// TestTamperedHandOvers: whoever changes a record, and does not hold the keys of all who gave
// after, breaks it.
func TestTamperedHandOvers(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*handed)
		want   string
	}{
		"the first left out":  {func(h *handed) { h.record.Entries = h.record.Entries[1:] }, "FAIL FAIL"},
		"the middle left out": {func(h *handed) { h.record.Entries = append(h.record.Entries[:1], h.record.Entries[2]) }, "PASS FAIL"},
		"swapped": {func(h *handed) {
			e := h.record.Entries
			e[0], e[1] = e[1], e[0]
		}, "FAIL FAIL FAIL"},
		"twice":             {func(h *handed) { h.record.Entries = append(h.record.Entries, h.record.Entries[2]) }, "PASS PASS UNKNOWN FAIL"},
		"of another bundle": {func(h *handed) { h.record.Bundle[0] ^= 1 }, "FAIL FAIL FAIL"},
		"beside another bundle": {func(h *handed) {
			m := made(h.T, h.site, evidencetest.Options{Segments: 2, Bytes: 1000})
			raw, err := m.Bytes()
			if err != nil {
				h.Fatal(err)
			}
			h.report = evidence.Verify(raw, m.Trust)
		}, "FAIL FAIL FAIL"},
		"beside no bundle": {func(h *handed) { h.report = evidence.Verify([]byte("none"), h.made.Trust) }, "FAIL FAIL FAIL"},
		"another who took it": {func(h *handed) { // signed anew by the exporter, so that the police gave what they never had
			h.record.Entries = h.record.Entries[:0]
			h.add(h.site.Master(), evidence.HandOver{From: evidence.Party{Name: "alma"}, To: evidence.Party{Name: "police", Key: h.court.Address()}})
			h.add(h.police, evidence.HandOver{From: evidence.Party{Name: "police"}, To: evidence.Party{Name: "the court"}})
		}, "PASS FAIL"},
		"an entry of another history": {func(h *handed) {
			other := *h
			other.record = evidence.NewCustody(h.report.Statement)
			other.add(h.site.Master(), evidence.HandOver{From: evidence.Party{Name: "alma"}, To: evidence.Party{Name: "police", Key: h.police.Address()}, Why: "another case"})
			h.record.Entries[0] = other.record.Entries[0]
		}, "PASS FAIL FAIL"},
		"in another's name": {func(h *handed) { // who took it signs that the exporter gave
			payload, err := base64.StdEncoding.DecodeString(h.record.Entries[0].Entry.Payload)
			if err != nil {
				h.Fatal(err)
			}
			sig, err := h.court.Sign(hash(dsse.PAE(h.record.Entries[0].Entry.PayloadType, payload)))
			if err != nil {
				h.Fatal(err)
			}
			h.record.Entries[0].Entry.Signatures = []dsse.Signature{{KeyID: h.court.Address().String(), Sig: base64.StdEncoding.EncodeToString(sig[:])}}
		}, "FAIL FAIL FAIL"},
		"a stranger first": {func(h *handed) {
			h.record.Entries = h.record.Entries[:0]
			h.add(h.court, evidence.HandOver{From: evidence.Party{Name: "alma"}, To: evidence.Party{Name: "the court"}})
		}, "UNKNOWN"},
	} {
		h := handOvers(t)
		c.change(h)
		if words, r := h.verify(); words != c.want {
			t.Errorf("%s: %s, want %s: %+v", name, words, c.want, r.Claims)
		}
	}
}

// TestAttack31HandOverIsNoOtherStatement: what a key signed as something else is no hand-over, and
// a hand-over is no statement of an exporter.
func TestAttack31HandOverIsNoOtherStatement(t *testing.T) {
	const kind, other = "application/vnd.custos.hand-over+json", "application/vnd.in-toto+json"
	h := handOvers(t)
	payload, err := base64.StdEncoding.DecodeString(h.record.Entries[0].Entry.Payload)
	if err != nil {
		t.Fatal(err)
	}
	k := h.site.Master()
	envelope := func(kind string, signed, payload []byte) dsse.Envelope {
		sig, err := k.Sign(hash(signed))
		if err != nil {
			t.Fatal(err)
		}
		return dsse.Envelope{
			PayloadType: kind, Payload: base64.StdEncoding.EncodeToString(payload),
			Signatures: []dsse.Signature{{KeyID: k.Address().String(), Sig: base64.StdEncoding.EncodeToString(sig[:])}},
		}
	}
	spaced := []byte(strings.Replace(string(payload), "{", "{ ", 1))
	named := envelope(kind, dsse.PAE(kind, payload), payload)
	named.Signatures[0].KeyID = h.court.Address().String()
	twice := envelope(kind, dsse.PAE(kind, payload), payload)
	twice.Signatures = append(twice.Signatures, twice.Signatures[0])
	for name, c := range map[string]struct {
		e    dsse.Envelope
		want string
	}{
		"honest":                        {envelope(kind, dsse.PAE(kind, payload), payload), "PASS"},
		"signed as a statement":         {envelope(kind, dsse.PAE(other, payload), payload), "FAIL"},
		"a statement":                   {envelope(other, dsse.PAE(other, payload), payload), "FAIL"},
		"another type, signed as right": {envelope(other, dsse.PAE(kind, payload), payload), "FAIL"},
		"signed without its type":       {envelope(kind, payload, payload), "FAIL"},
		"another encoding":              {envelope(kind, dsse.PAE(kind, spaced), spaced), "FAIL"},
		"in another's name":             {named, "FAIL"},
		"signed twice":                  {twice, "FAIL"},
	} {
		h.record.Entries = []evidence.CustodyRecord{{Entry: c.e}}
		if words, r := h.verify(); words != c.want {
			t.Errorf("%s: %s: %+v", name, words, r.Claims)
		}
	}
}

// FuzzCustody looks for a record that ends the verifier, or passes without the keys.
func FuzzCustody(f *testing.F) {
	s := site(f)
	m := made(f, s, evidencetest.Options{Segments: 1, Bytes: 1000})
	raw, err := m.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	r := evidence.Verify(raw, m.Trust)
	c := evidence.NewCustody(r.Statement)
	if _, err := c.Add(evidence.HandOver{From: evidence.Party{Name: "a"}, To: evidence.Party{Name: "b"}, At: time.Unix(1e9, 0)}, s.Master()); err != nil {
		f.Fatal(err)
	}
	good, err := c.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := evidence.ParseCustody(b)
		if err != nil {
			return
		}
		again, err := json.Marshal(c)
		if err != nil || string(again) != string(b) {
			t.Fatalf("it has two encodings: %v", err)
		}
		if out := c.Verify(r, m.Trust); out.Result == evidence.Pass && len(c.Entries) > 0 && string(b) != string(good) {
			for _, e := range c.Entries {
				if e.Entry.Payload != "" && !strings.Contains(string(good), e.Entry.Payload) {
					t.Fatalf("%+v", out)
				}
			}
		}
	})
}

func hash(b []byte) custos.Hash { return sha256.Sum256(b) }
