package evidence

import (
	"encoding/json"
	"fmt"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// Custody is the record of a bundle's hand-overs. It lies beside the bundle, which stays as it
// was exported: each entry names the bundle and the entry before it, and is signed by who gave.
type Custody struct {
	Version int `json:"version"`
	// Bundle is Report.Statement of the bundle.
	Bundle  custos.Hash     `json:"bundle"`
	Entries []CustodyRecord `json:"entries"`
}

// CustodyRecord is one hand-over, signed, and where it stands in a log.
type CustodyRecord struct {
	// Entry is a HandOver in a DSSE envelope.
	Entry dsse.Envelope `json:"entry"`
	// Event is the master's by which it was entered; it proves nothing until Anchor is there.
	Event custos.EventID `json:"event,omitempty"`
	// Anchor is a bundle of the event by which a master entered the hand-over in its log; nil if
	// none did. It holds no footage.
	Anchor []byte `json:"anchor,omitempty"`
}

// HandOver is what the giver of a bundle signs.
type HandOver struct {
	// Bundle is Report.Statement; Number counts the hand-overs from 1; Previous is the ID of
	// the one before, zero for the first.
	Bundle   custos.Hash `json:"bundle"`
	Number   int         `json:"number"`
	Previous custos.Hash `json:"previous"`
	From     Party       `json:"from"`
	To       Party       `json:"to"`
	// At is when, by the giver's clock, and Why what for, in his words.
	At  time.Time `json:"at"`
	Why string    `json:"why"`
}

// Party is who gives or takes. The name is the giver's word; the key of who takes binds the
// next hand-over to him, and may be left out.
type Party struct {
	Name string         `json:"name"`
	Key  custos.Address `json:"key,omitzero"`
}

const (
	custodyVersion = 1
	// custodyType is inside what is signed, so that no other signature of a key is a hand-over,
	// nor a hand-over anything else.
	custodyType = "application/vnd.custos.hand-over+json"
	// MostHandOvers bounds a record, and longestWords each of its texts.
	MostHandOvers = 1000
	longestWords  = 1000
	maxCustody    = 64 << 20
)

// ParseCustody reads a record strictly.
func ParseCustody(b []byte) (*Custody, error) {
	c := new(Custody)
	if len(b) > maxCustody {
		return nil, custos.Errorf(custos.Invalid, "the record of hand-overs has more than %d bytes", maxCustody)
	}
	if err := canonical(b, c); err != nil {
		return nil, custos.Errorf(custos.Invalid, "this is no record of hand-overs: %w", err)
	}
	if c.Version != custodyVersion || len(c.Entries) > MostHandOvers {
		return nil, custos.Errorf(custos.Invalid, "the record has version %d and %d hand-overs: this program reads version %d and %d of them", c.Version, len(c.Entries), custodyVersion, MostHandOvers)
	}
	return c, nil
}

// Encode writes the record in its one encoding.
func (c *Custody) Encode() ([]byte, error) { return json.Marshal(c) }

// NewCustody is the empty record of a bundle.
func NewCustody(bundle custos.Hash) *Custody {
	return &Custody{Version: custodyVersion, Bundle: bundle}
}

// HandOverID names a signed hand-over: by what is signed, so that one hand-over has one name.
func HandOverID(e *dsse.Envelope) (custos.Hash, error) {
	payload, err := unbase64(e.Payload)
	if err != nil {
		return custos.Hash{}, custos.Errorf(custos.Corrupt, "the hand-over is not base64")
	}
	return sum(dsse.PAE(e.PayloadType, payload)), nil
}

// Add appends a hand-over that the giver signs. What of h follows from the record is filled in.
func (c *Custody) Add(h HandOver, giver *key.Key) (id custos.Hash, err error) {
	if len(c.Entries) == MostHandOvers {
		return id, custos.Errorf(custos.Invalid, "the record has %d hand-overs, and can have no more", MostHandOvers)
	}
	h.Bundle, h.Number, h.From.Key, h.At = c.Bundle, len(c.Entries)+1, giver.Address(), h.At.UTC()
	if n := len(c.Entries); n > 0 {
		if h.Previous, err = HandOverID(&c.Entries[n-1].Entry); err != nil {
			return id, err
		}
	}
	if err := h.check(); err != nil {
		return id, err
	}
	payload, err := json.Marshal(h)
	if err != nil {
		return id, err
	}
	text, err := signEnvelope(custodyType, payload, giver)
	if err != nil {
		return id, err
	}
	var r CustodyRecord
	if err := json.Unmarshal(text, &r.Entry); err != nil {
		return id, err
	}
	c.Entries = append(c.Entries, r)
	return HandOverID(&r.Entry)
}

// check says what no hand-over may hold.
func (h *HandOver) check() error {
	for what, text := range map[string]string{"who gives": h.From.Name, "who takes": h.To.Name, "why": h.Why} {
		if text == "" && what != "why" {
			return custos.Errorf(custos.Invalid, "the hand-over does not say %s", what)
		}
		if len(text) > longestWords {
			return custos.Errorf(custos.Invalid, "the hand-over says %s in more than %d bytes", what, longestWords)
		}
	}
	if h.At.IsZero() || h.At.Year() < 1970 || h.At.Year() > 9999 {
		return custos.Errorf(custos.Invalid, "the hand-over does not say when it was")
	}
	return nil
}

// OpenHandOver reads a hand-over and returns it, if who it says that gave signed it.
func OpenHandOver(e *dsse.Envelope) (h HandOver, err error) {
	payload, by, err := openEnvelope(custodyType, e)
	if err != nil {
		return h, err
	}
	if err := canonical(payload, &h); err != nil {
		return h, custos.Errorf(custos.Corrupt, "the hand-over: %w", err)
	}
	if h.From.Key != by {
		return h, custos.Errorf(custos.Corrupt, "the hand-over says that the key %s gave, and is signed by %s", h.From.Key, by)
	}
	if err := h.check(); err != nil {
		return h, custos.Errorf(custos.Corrupt, "%w", err)
	}
	return h, nil
}

// openEnvelope checks an envelope of one type, with one signature, and returns what is in it
// and whose it is.
func openEnvelope(kind string, e *dsse.Envelope) (payload []byte, by custos.Address, err error) {
	if e.PayloadType != kind || len(e.Signatures) != 1 {
		return nil, by, custos.Errorf(custos.Corrupt, "the statement has the type %q and %d signatures", e.PayloadType, len(e.Signatures))
	}
	if payload, err = unbase64(e.Payload); err != nil {
		return nil, by, custos.Errorf(custos.Corrupt, "the statement's payload is not base64")
	}
	sig, err := unbase64(e.Signatures[0].Sig)
	if err != nil || len(sig) != len(key.Signature{}) {
		return nil, by, custos.Errorf(custos.Corrupt, "the statement's signature does not parse")
	}
	by, err = key.Recover(sum(dsse.PAE(kind, payload)), key.Signature(sig))
	if err == nil && e.Signatures[0].KeyID != by.String() {
		err = custos.Errorf(custos.Corrupt, "the statement says it is by %s, it is signed by %s", e.Signatures[0].KeyID, by)
	}
	return payload, by, err
}

// CustodyReport is what a record of hand-overs says, and what of it holds.
type CustodyReport struct {
	Result Status  `json:"result"`
	Claims []Claim `json:"claims"`
}

// bindsHandOver is what a hand-over ties to what.
const bindsHandOver = "the bundle to who gave it on, by his own signature, after the hand-over before"

// Verify checks the record of a bundle's hand-overs against the report of the bundle and the
// trust file. A broken entry breaks all after it, since each holds by the one before.
func (c *Custody) Verify(r *Report, t *Trust) *CustodyReport {
	out := new(CustodyReport)
	var last *HandOver
	var before custos.Hash
	for i := range c.Entries {
		cl := Claim{Name: fmt.Sprintf("hand-over %d", i+1), Status: Fail, Binds: bindsHandOver}
		h, id, err := c.follows(i, last, before, r)
		switch {
		case err != nil:
			cl.Detail = err.Error()
		default:
			cl.Status, cl.Detail = c.tells(i, &h, id, last, r, t)
		}
		out.Claims = append(out.Claims, cl)
		if err != nil {
			for n := i + 1; n < len(c.Entries); n++ {
				out.Claims = append(out.Claims, Claim{Name: fmt.Sprintf("hand-over %d", n+1), Status: Fail, Binds: bindsHandOver, Detail: fmt.Sprintf("it rests on hand-over %d, which does not hold", i+1)})
			}
			break
		}
		last, before = &h, id
	}
	if len(c.Entries) == 0 {
		out.Claims = append(out.Claims, Claim{Name: "hand-overs", Status: None, Detail: "none is recorded", Binds: bindsHandOver})
	}
	sub := Report{Claims: out.Claims}
	sub.conclude()
	out.Result = sub.Result
	return out
}

// follows checks that an entry is signed by who gave, about this bundle, after the one before.
func (c *Custody) follows(i int, last *HandOver, before custos.Hash, r *Report) (h HandOver, id custos.Hash, err error) {
	if h, err = OpenHandOver(&c.Entries[i].Entry); err != nil {
		return h, id, err
	}
	if id, err = HandOverID(&c.Entries[i].Entry); err != nil {
		return h, id, err
	}
	switch {
	case r.Statement.IsZero() || c.Bundle != r.Statement || h.Bundle != r.Statement:
		err = custos.Errorf(custos.Corrupt, "it is about another bundle")
	case h.Number != i+1 || h.Previous != before:
		err = custos.Errorf(custos.Corrupt, "it is number %d of another record: an entry before it was changed, left out or put in", h.Number)
	case last != nil && !last.To.Key.IsZero() && h.From.Key != last.To.Key:
		err = custos.Errorf(custos.Corrupt, "it is given by the key %s, and the hand-over before went to the key %s", h.From.Key, last.To.Key)
	}
	return h, id, err
}

// tells says what an entry is, and whether it is proved who gave: the exporter of the bundle, or
// the key that took it before. When it was is the giver's word, unless a log has it.
func (c *Custody) tells(i int, h *HandOver, id custos.Hash, last *HandOver, r *Report, t *Trust) (Status, string) {
	at := h.At.Format("2006-01-02T15:04:05Z")
	says := fmt.Sprintf("%s gave it to %s at %s, by the giver's word and clock", quoted(h.From.Name), quoted(h.To.Name), at)
	if h.Why != "" {
		says += ", who says why: " + quoted(h.Why)
	}
	says += fmt.Sprintf("; signed by the key %s", h.From.Key)
	status := Unknown
	switch {
	case last == nil && h.From.Key == r.Signed && r.passed("statement"):
		status, says = Pass, says+", which exported the bundle"
	case last != nil && h.From.Key == last.To.Key && !last.To.Key.IsZero():
		status, says = Pass, says+", which took it before"
	case last == nil:
		says += ": whose that is, and how he came by the bundle, is not proved"
	default:
		says += ": that it is who took it before, is not proved, since the hand-over before names no key"
	}
	if len(c.Entries[i].Anchor) == 0 {
		return status, says + "; not anchored: nothing here shows that it was not signed later"
	}
	entered, err := c.anchored(i, id, t)
	if err != nil {
		if custos.KindOf(err) == custos.Unavailable {
			return Unknown, says + "; its entry in a log cannot be decided: " + err.Error()
		}
		return Fail, says + "; its entry in a log does not hold: " + err.Error()
	}
	return status, says + "; " + entered
}

// anchored checks the bundle of the event by which a master entered a hand-over.
func (c *Custody) anchored(i int, id custos.Hash, t *Trust) (string, error) {
	r := Verify(c.Entries[i].Anchor, t)
	for _, cl := range r.Claims {
		switch cl.Status {
		case Fail:
			return "", custos.Errorf(custos.Corrupt, "%s: %s", cl.Name, cl.Detail)
		case Unknown:
			return "", custos.Errorf(custos.Unavailable, "%s: %s", cl.Name, cl.Detail)
		}
	}
	if r.Event == nil {
		return "", custos.Errorf(custos.Corrupt, "it is about no event")
	}
	e, ok := observe.As[*observe.Custody](r.Event)
	if !ok || e.Entry != id || e.Bundle != c.Bundle {
		return "", custos.Errorf(custos.Corrupt, "the event %s is not about this hand-over", plain(string(r.Event.ID())))
	}
	if r.Signed.IsZero() || r.Event.Service.Service() != masterService {
		return "", custos.Errorf(custos.Corrupt, "the event is by %s, which is no master", plain(string(r.Event.Service)))
	}
	return fmt.Sprintf("the log %s has it, entered between %s and %s", plain(r.Log), r.NotBefore.Format(time.RFC3339), r.NotAfter.Format(time.RFC3339)), nil
}

// quoted is somebody's own word, as a quotation.
func quoted(s string) string { return fmt.Sprintf("%q", custos.Plain(s)) }
