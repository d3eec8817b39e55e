package evidence

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"custos"
	"custos/ledger/key"
	"custos/ledger/layout"
	"custos/ledger/proof"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"golang.org/x/mod/sumdb/note"
)

// Status is the result of one claim, and of a whole bundle.
type Status string

// The results. Unknown means that the claim may hold, but not by what is here.
const (
	Pass    Status = "PASS"
	Fail    Status = "FAIL"
	Unknown Status = "UNKNOWN"
	// None means that the bundle claims nothing of the kind; the detail says why.
	None Status = "NONE"
)

// Claim is one thing that a bundle says, and whether it holds.
type Claim struct {
	Name   string `json:"claim"`
	Status Status `json:"status"`
	Detail string `json:"detail"`
}

// Report is what a verification found.
type Report struct {
	Result Status        `json:"result"`
	Claims []Claim       `json:"claims"`
	Event  *custos.Event `json:"event,omitempty"`
	// Stretch is what the bundle is about, in place of an event.
	Stretch *Stretch       `json:"stretch,omitempty"`
	Log     string         `json:"log,omitempty"`
	Signed  custos.Address `json:"exporter"`
	// NotBefore and NotAfter bound the time of the commitment by blocks.
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	// Work is the proof of work that stands on the anchor, in hashes expected.
	Work string `json:"work,omitempty"`
}

func (r *Report) claim(name string, err error, detail string, args ...any) bool {
	c := Claim{Name: name, Status: Pass, Detail: fmt.Sprintf(detail, args...)}
	if err != nil {
		c.Status, c.Detail = Fail, err.Error()
		if custos.KindOf(err) == custos.Unavailable {
			c.Status = Unknown
		}
	}
	r.Claims = append(r.Claims, c)
	return err == nil
}

func (r *Report) none(name, detail string, args ...any) {
	r.Claims = append(r.Claims, Claim{Name: name, Status: None, Detail: fmt.Sprintf(detail, args...)})
}

func (r *Report) conclude() {
	r.Result = Pass
	for _, c := range r.Claims {
		if c.Status == Fail {
			r.Result = Fail
			return
		}
		if c.Status == Unknown {
			r.Result = Unknown
		}
	}
}

// Verify checks a bundle against a trust file. It uses no network, no clock and
// no node. A bundle that cannot be parsed is a Fail.
func Verify(raw []byte, t *Trust) *Report {
	r := new(Report)
	defer r.conclude()
	b, env, files, err := decode(raw)
	if !r.claim("form", err, "every byte is accounted for") {
		return r
	}
	v := verification{Report: r, t: t, b: b}
	v.checkpoint()
	v.chain()
	v.statement(env, files)
	v.state()
	if b.Stretch != nil {
		v.stretch()
	} else {
		v.subject()
	}
	v.media()
	return r
}

// verification is the state of one Verify: later claims build on earlier ones.
type verification struct {
	*Report
	t *Trust
	b *Bundle

	log        TrustLog
	cp         Checkpoint
	block      *proof.Header
	chainOK    bool
	headers    *proof.Chain
	principals map[custos.Address]layout.Principal
}

// checkpoint: the log is one that is trusted, it signed the checkpoint by both
// its keys, and enough owners cosigned.
func (v *verification) checkpoint() {
	var err error
	if v.cp, err = ParseNote(v.b.Proof.Checkpoint); err == nil {
		var ok bool
		if v.log, ok = v.t.log(v.cp.Origin); !ok {
			err = custos.Errorf(custos.Corrupt, "the log %q is not in the trust file", v.cp.Origin)
		}
	}
	if err == nil {
		err = checkNote(v.b.Proof.Checkpoint, v.cp, v.log)
	}
	v.Log = v.cp.Origin
	if !v.claim("checkpoint", err, "%s at %d leaves, signed by the log", v.cp.Origin, v.cp.Size) {
		return
	}
	by, err := v.t.cosigners(v.cp.Text(), v.b.Proof.Cosignatures)
	if err == nil && len(by) < v.t.Threshold {
		err = custos.Errorf(custos.Corrupt, "cosigned by %d owners (%s), want %d", len(by), strings.Join(by, ", "), v.t.Threshold)
	}
	v.claim("witnesses", err, "cosigned by %s: %d of %d owners, %d needed", strings.Join(by, ", "), len(by), len(v.t.Owners), v.t.Threshold)
}

// checkNote verifies both of the log's signatures, and that there is no third.
func checkNote(signed string, cp Checkpoint, l TrustLog) error {
	std, err := NoteVerifier(cp.Origin, ed25519.PublicKey(l.Key[:]))
	if err != nil {
		return err
	}
	n, err := note.Open([]byte(signed), note.VerifierList(std, LedgerVerifier(cp.Origin, l.Signer)))
	if err != nil {
		return custos.Errorf(custos.Corrupt, "the checkpoint is not signed by its log: %w", err)
	}
	if len(n.Sigs) != 2 || len(n.UnverifiedSigs) != 0 {
		return custos.Errorf(custos.Corrupt, "the checkpoint has %d of the log's two signatures and %d others", len(n.Sigs), len(n.UnverifiedSigs))
	}
	return nil
}

// cosigners returns the owners whose cosignatures stand in the lines. A line
// that is not a valid cosignature of an owner is an error.
func (t *Trust) cosigners(text, lines string) ([]string, error) {
	var by []string
	seen := map[custos.Address]bool{}
next:
	for line := range strings.Lines(lines) {
		for _, o := range t.Owners {
			if !strings.HasPrefix(line, "— "+WitnessName(o.Domain)+" ") || seen[o.Address] {
				continue
			}
			if _, err := CheckCosignature(text, line, WitnessName(o.Domain), ed25519.PublicKey(o.WitnessKey[:])); err != nil {
				return by, err
			}
			seen[o.Address] = true
			by = append(by, string(o.Name))
			continue next
		}
		return by, custos.Errorf(custos.Corrupt, "a cosignature is by nobody in the trust file, or the second of one owner")
	}
	return by, nil
}

// chain: the headers lead from the genesis to well above the anchor, and each
// has its work.
func (v *verification) chain() {
	c, err := proof.VerifyHeaders(v.t.Engine, v.t.Genesis, v.b.Headers)
	if err == nil {
		var ok bool
		if v.block, ok = c.At(v.b.Proof.Block); !ok {
			err = custos.Errorf(custos.Corrupt, "the headers do not reach block %d", v.b.Proof.Block)
		}
	}
	if !v.claim("chain", err, "%d headers from the genesis on, each with its proof of work", len(v.b.Headers)) {
		return
	}
	v.headers, v.chainOK = c, true
	v.NotAfter = time.Unix(int64(v.block.Time), 0).UTC()
	v.Work = c.TotalDifficulty().String()
	depth := c.Head().Number - v.b.Proof.Block
	if depth < uint64(v.t.Confirmations) {
		err = custos.Errorf(custos.Unavailable, "%d blocks stand on the anchor's block %d, want %d: export again later", depth, v.b.Proof.Block, v.t.Confirmations)
	}
	v.claim("confirmed", err, "%d blocks stand on the anchor's block %d (%s): confirmed, never final", depth, v.b.Proof.Block, v.NotAfter.Format(time.RFC3339))
}

// state: at the anchor's block, the contracts are the pinned ones and say what
// the bundle needs: the log's checkpoint, its owner, and the keys.
func (v *verification) state() {
	if !v.chainOK || v.cp.Origin == "" {
		v.claim("anchor", custos.Errorf(custos.Corrupt, "there is nothing to check it against"), "")
		return
	}
	anchors, err := v.account(&v.b.Proof.Anchors, v.t.Contracts.Anchors)
	if err == nil {
		err = v.anchor(anchors)
	}
	v.claim("anchor", err, "the contract had this checkpoint at block %d", v.b.Proof.Block)
	registry, err := v.account(&v.b.Proof.Registry, v.t.Contracts.Registry)
	if err == nil {
		err = v.registry(registry)
	}
	v.claim("registry", err, "%d keys were registered and active at block %d", len(v.principals), v.b.Proof.Block)
}

type slotValues map[custos.Hash]custos.Hash

func (v *verification) account(a *proof.Account, pinned TrustContract) (slotValues, error) {
	if a.Address != pinned.Address {
		return nil, custos.Errorf(custos.Corrupt, "the proof is of %s, the contract is %s", a.Address, pinned.Address)
	}
	state, err := proof.VerifyAccount(v.block.StateRoot, a)
	if err != nil {
		return nil, err
	}
	if state.CodeHash != pinned.CodeHash {
		return nil, custos.Errorf(custos.Corrupt, "the contract at %s has other code than the trust file says", a.Address)
	}
	values := slotValues{}
	for _, s := range a.Slots {
		values[s.Key] = s.Value
	}
	return values, nil
}

func (s slotValues) get(slots []custos.Hash) ([]custos.Hash, error) {
	out := make([]custos.Hash, len(slots))
	for i, k := range slots {
		v, ok := s[k]
		if !ok {
			return nil, custos.Errorf(custos.Corrupt, "the proof lacks the slot %s", k)
		}
		out[i] = v
	}
	return out, nil
}

func (v *verification) anchor(values slotValues) error {
	words, err := values.get(layout.SlotsOfLog(v.cp.Origin))
	if err != nil {
		return err
	}
	l, err := layout.DecodeLog(words)
	if err != nil {
		return err
	}
	switch {
	case l.Frozen:
		return custos.Errorf(custos.Corrupt, "the log is frozen: a fork of it was reported")
	case l.Size != v.cp.Size || l.Root != v.cp.Root:
		return custos.Errorf(custos.Corrupt, "the contract had another checkpoint, of %d leaves", l.Size)
	case l.Signer != v.log.Signer || l.Domain != layout.PathHash(v.log.Domain):
		return custos.Errorf(custos.Corrupt, "the contract has the log under another key or domain")
	}
	return nil
}

// registry decodes the owner of the log and every principal that signed anything.
func (v *verification) registry(values slotValues) error {
	words, err := values.get(layout.SlotsOfOwner(v.log.Owner))
	if err != nil {
		return err
	}
	o, err := layout.DecodeOwner(words)
	if err != nil {
		return err
	}
	if !o.Active || o.Domain != layout.PathHash(v.log.Domain) {
		return custos.Errorf(custos.Corrupt, "the log's owner was not active in its domain")
	}
	v.principals = map[custos.Address]layout.Principal{}
	for _, a := range v.signers() {
		words, err := values.get(layout.SlotsOfPrincipal(a))
		if err != nil {
			return err
		}
		p, err := layout.DecodePrincipal(words)
		if err != nil {
			return err
		}
		if !p.Active || p.Owner != v.log.Owner || p.Domain != layout.PathHash(v.log.Domain) || p.Role != custos.RoleService {
			return custos.Errorf(custos.Corrupt, "%s was not an active service of the log's owner", a)
		}
		v.principals[a] = p
	}
	return nil
}

// items are all that the bundle has: its event first, if it is about one.
func (v *verification) items() []Item {
	var all []Item
	if v.b.Stretch == nil {
		all = append(all, v.b.Subject)
	}
	return slices.Concat(all, v.b.Segments, v.b.Gaps)
}

// signers are the principals that signed the bundle and its batches. Leaves that do
// not open are found by the claim of their item.
func (v *verification) signers() []custos.Address {
	var out []custos.Address
	if !v.Signed.IsZero() {
		out = append(out, v.Signed)
	}
	for _, i := range v.items() {
		if b, err := i.Leaf.Open(); err == nil {
			out = append(out, b.Principal)
		}
	}
	return out
}

// statement: the exporter, a registered service of the owner, signed exactly
// these files.
func (v *verification) statement(env *dsse.Envelope, files []file) {
	err := func() error {
		if env.PayloadType != payloadType || len(env.Signatures) != 1 {
			return custos.Errorf(custos.Corrupt, "the statement has the type %q and %d signatures", env.PayloadType, len(env.Signatures))
		}
		payload, err := unbase64(env.Payload)
		if err != nil {
			return custos.Errorf(custos.Corrupt, "the statement's payload is not base64")
		}
		var st statement
		if err := canonical(payload, &st); err != nil {
			return err
		}
		sig, err := unbase64(env.Signatures[0].Sig)
		if err != nil || len(sig) != len(key.Signature{}) {
			return custos.Errorf(custos.Corrupt, "the statement's signature does not parse")
		}
		by, err := key.Recover(sum(dsse.PAE(payloadType, payload)), key.Signature(sig))
		if err != nil {
			return err
		}
		if by != st.Predicate.Exporter || env.Signatures[0].KeyID != by.String() {
			return custos.Errorf(custos.Corrupt, "the statement says it is by %s, it is signed by %s", st.Predicate.Exporter, by)
		}
		v.Signed = by
		if st.PredicateType != predicateType || len(st.Subject) != len(files) {
			return custos.Errorf(custos.Corrupt, "the statement is about %d files, the bundle has %d", len(st.Subject), len(files))
		}
		for i, f := range files {
			if s := st.Subject[i]; s.Name != f.name || len(s.Digest) != 1 || s.Digest["sha256"] != fmt.Sprintf("%x", sum(f.data)) {
				return custos.Errorf(custos.Corrupt, "%s is not the file that was signed", f.name)
			}
		}
		if v.b.Stretch != nil {
			if st.Predicate.Event != "" || st.Predicate.Stretch == nil || *st.Predicate.Stretch != *v.b.Stretch {
				return custos.Errorf(custos.Corrupt, "the statement is not about this stretch")
			}
			return nil
		}
		var e custos.Event
		if err := json.Unmarshal(v.b.Subject.Body, &e); err != nil || e.ID() != st.Predicate.Event || st.Predicate.Stretch != nil {
			return custos.Errorf(custos.Corrupt, "the statement is about the event %s", st.Predicate.Event)
		}
		return nil
	}()
	v.claim("statement", err, "every file is the one that the exporter %s signed", v.Signed)
}

// subject: the event is one that a registered service committed.
func (v *verification) subject() {
	e, err := v.item(&v.b.Subject)
	if !v.claim("event", err, "%s is leaf %d of the log, in a batch of a registered service", name(e), v.b.Subject.Index) {
		return
	}
	v.Event = e
	v.NotBefore, err = v.notBefore(&v.b.Subject)
	v.claim("time", err, "committed between %s and %s, by the ledger's blocks; its own clock said %s", v.NotBefore.Format(time.RFC3339), v.NotAfter.Format(time.RFC3339), e.Time.Format(time.RFC3339Nano))
}

// notBefore is the time of the block that an item's batch names.
func (v *verification) notBefore(i *Item) (t time.Time, err error) {
	b, err := i.Leaf.Open()
	if err != nil || !v.chainOK {
		return t, err
	}
	h, ok := v.headers.At(b.Block.Number)
	switch {
	case !ok || h.Hash() != b.Block.Hash:
		return t, custos.Errorf(custos.Corrupt, "the batch names block %d, which is not on this chain", b.Block.Number)
	case b.Block.Number > v.b.Proof.Block:
		return t, custos.Errorf(custos.Corrupt, "the batch names block %d, after its anchor's", b.Block.Number)
	}
	return time.Unix(int64(h.Time), 0).UTC(), nil
}

// stretch: each segment and gap is one that a registered service committed; which is
// checked with the footage. The bounds of the time are those of all of them.
func (v *verification) stretch() {
	s := v.b.Stretch
	v.Stretch = s
	var err error
	if !s.Until.After(s.From) {
		err = custos.Errorf(custos.Corrupt, "the stretch ends before it begins")
	}
	if err == nil && !s.Camera.Within(v.log.Domain) {
		err = custos.Errorf(custos.Corrupt, "it is about %s, outside the log's domain", s.Camera)
	}
	if !v.claim("stretch", err, "%s from %s until %s", s.Camera, s.From.UTC().Format(moment), s.Until.UTC().Format(moment)) {
		return
	}
	for i := range v.b.Segments {
		t, e := v.notBefore(&v.b.Segments[i])
		if err == nil {
			err = e
		}
		if v.NotBefore.IsZero() || t.Before(v.NotBefore) {
			v.NotBefore = t
		}
	}
	v.claim("time", err, "its footage was committed between %s and %s, by the ledger's blocks", v.NotBefore.Format(time.RFC3339), v.NotAfter.Format(time.RFC3339))
}

func name(e *custos.Event) string {
	if e == nil {
		return "the event"
	}
	return string(e.ID())
}

// item checks one event from its body up to the checkpoint.
func (v *verification) item(i *Item) (*custos.Event, error) {
	e := new(custos.Event)
	if err := json.Unmarshal(i.Body, e); err != nil {
		return nil, custos.Errorf(custos.Corrupt, "its body does not parse: %w", err)
	}
	b, err := i.Leaf.Open()
	if err != nil {
		return e, err
	}
	body := bodyHash(i.Salt, i.Body)
	commitment := digest("custos commitment v1", i.BoxHash[:], body[:])
	if b.Service != e.Service || b.Boot != e.Boot {
		return e, custos.Errorf(custos.Corrupt, "its batch is of another service")
	}
	if err := b.CheckEvent(e.Seq, commitment, i.Path); err != nil {
		return e, err
	}
	if err := verifyInclusion(i.Index, v.cp.Size, LogLeafHash(i.Leaf), i.Inclusion, v.cp.Root); err != nil {
		return e, custos.Errorf(custos.Corrupt, "its batch is not in the log: %w", err)
	}
	if _, ok := v.principals[b.Principal]; !ok {
		return e, custos.Errorf(custos.Corrupt, "its service's key is not proved to be registered")
	}
	if !e.Resource.Within(v.log.Domain) {
		return e, custos.Errorf(custos.Corrupt, "it is about %s, outside the log's domain", e.Resource)
	}
	return e, nil
}
