package evidence

import (
	"bytes"
	"crypto/ed25519"
	"math/big"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/observe"

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
	// Binds is what the claim ties to what, whether it holds or not.
	Binds string `json:"binds,omitempty"`
}

// Report is what a verification found.
type Report struct {
	Result Status `json:"result"`
	// Verdict is the result in a sentence for people.
	Verdict string  `json:"verdict"`
	Claims  []Claim `json:"claims"`
	// Worth is what the proofs that hold are worth.
	Worth []Worth       `json:"worth,omitempty"`
	Event *custos.Event `json:"event,omitempty"`
	// Stretch is what the bundle is about, in place of an event.
	Stretch *Stretch       `json:"stretch,omitempty"`
	Log     string         `json:"log,omitempty"`
	Signed  custos.Address `json:"exporter"`
	// Named says that the names of services are proved. Where they are not, in a bundle of
	// an older form, those in Event are its own word.
	Named bool `json:"names_proved"`
	// NotBefore and NotAfter bound the time of the commitment by blocks.
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	// Statement is SHA-256 of the exporter's statement, which with the one form of the file stands
	// for each of its bytes. Records of hand-overs name a bundle by it.
	Statement custos.Hash `json:"statement"`
	// Work is what the headers that are here, after the genesis, are expected to have taken, in
	// hashes.
	Work string `json:"work,omitempty"`
}

// claim enters a claim: what it says, or why it does not hold.
func (r *Report) claim(name string, err error, says string) bool {
	c := Claim{Name: name, Status: Pass, Detail: says, Binds: binds[name]}
	if err != nil {
		c.Status, c.Detail = Fail, err.Error()
		if custos.KindOf(err) == custos.Unavailable {
			c.Status = Unknown
		}
	}
	r.Claims = append(r.Claims, c)
	return err == nil
}

func (r *Report) none(name, says string) {
	r.Claims = append(r.Claims, Claim{Name: name, Status: None, Detail: says, Binds: binds[name]})
}

func (r *Report) conclude() {
	r.Result = Pass
	for _, c := range r.Claims {
		if c.Status == Fail {
			r.Result = Fail
			break
		}
		if c.Status == Unknown {
			r.Result = Unknown
		}
	}
	r.Verdict = r.verdict()
}

// Verify checks a bundle that is in memory; see File.Verify.
func Verify(raw []byte, t *Trust) *Report {
	return (&File{ReaderAt: bytes.NewReader(raw), Size: int64(len(raw))}).Verify(t)
}

// Verify checks a bundle against a trust file. It uses no network, no clock and
// no node. A bundle that cannot be parsed is a Fail.
func (f *File) Verify(t *Trust) *Report {
	r := new(Report)
	defer r.conclude()
	b, err := f.open()
	var media []scanned
	if err == nil {
		media, err = f.scan(b)
	}
	if !r.claim("form", err, say("form", nil)) {
		return r
	}
	r.Statement = b.statement
	v := verification{Report: r, t: t, b: b.Bundle, scanned: media, named: b.Proof.named(), owned: b.Proof.owned()}
	v.batches = make(map[string]openedLeaf, len(media))
	for i := range media {
		v.batches[string(b.Segments[i].Leaf)] = media[i].leaf
	}
	v.checkpoint()
	v.chain()
	signed := v.signed(b)
	v.state()
	v.names()
	v.statement(signed)
	if b.Stretch != nil {
		v.stretch()
	} else {
		v.subject()
	}
	v.time(v.media())
	if b.Proof.reported() {
		v.none("report", say("report", nil))
	}
	v.worths()
	return r
}

// verification is the state of one Verify: later claims build on earlier ones.
type verification struct {
	*Report
	t *Trust
	b *Bundle
	// scanned is what reading the footage has shown, by segment.
	scanned []scanned
	// named and owned say that the bundle must prove names, and who the owners were, by its
	// form.
	named, owned bool

	// then is who the owners were at the anchor's block by the trust file, and cosigned
	// whose cosignatures count.
	then     Council
	cosigned []custos.Owner
	log      TrustLog
	// holder has the log's domain, and generation is the contract's count of how often his
	// account became an owner.
	holder     custos.Owner
	generation uint16
	cp         Checkpoint
	block      *proof.Header
	headers    *proof.Chain
	chainErr   error
	speakers   map[custos.Address]speaker

	// batches are those of the leaves that have been opened: a signature is checked once.
	batches map[string]openedLeaf

	// What the items of a bundle of an older form say of who is who.
	called map[custos.Address]custos.ServiceID
	nodes  map[custos.Hash]custos.NodeName
	places map[custos.NodeName]place
}

// openedLeaf is what opening a leaf gave.
type openedLeaf struct {
	batch Batch
	err   error
}

func openLeaf(l Leaf) openedLeaf {
	b, err := l.Open()
	return openedLeaf{b, err}
}

// batch opens a leaf.
func (v *verification) batch(l Leaf) (Batch, error) {
	o, ok := v.batches[string(l)]
	if !ok {
		o = openLeaf(l)
		if v.batches == nil {
			v.batches = map[string]openedLeaf{}
		}
		v.batches[string(l)] = o
	}
	return o.batch, o.err
}

// unknowable says that the chain cannot be checked here, which is no forgery.
func (v *verification) unknowable() bool { return custos.KindOf(v.chainErr) == custos.Unavailable }

// checkpoint: the log is one that is trusted, it signed the checkpoint by both
// its keys, and enough of those who were owners then cosigned.
func (v *verification) checkpoint() {
	var err error
	if v.cp, err = ParseNote(v.b.Proof.Checkpoint); err == nil {
		v.log, err = v.t.signed(v.b.Proof.Checkpoint, v.cp)
	}
	if !v.claim("checkpoint", err, say("checkpoint", nouns{"log": v.cp.Origin, "leaves": v.cp.Size})) {
		return
	}
	v.Log = v.cp.Origin
	block := v.b.Proof.Block
	v.then = v.t.Council(block)
	v.holder = v.t.Holder(v.log, block)
	c, err := v.t.Cosigners(block, v.cp.Text(), v.b.Proof.Cosignatures)
	v.cosigned = c.By
	var by, others []string
	for _, o := range c.By {
		by = append(by, v.t.who(o, block))
	}
	for _, o := range c.others {
		others = append(others, v.t.when(o, block))
	}
	beside := ""
	if len(others) > 0 {
		beside = say("witnesses/others", nouns{"others": listed(others)})
	}
	if err == nil && len(by) < v.then.Threshold {
		err = custos.Errorf(custos.Corrupt, "cosigned by %d owners (%s), want %d%s", len(by), strings.Join(by, ", "), v.then.Threshold, beside)
	}
	name := "witnesses"
	if !v.t.tells(block) {
		name = "witnesses/present"
	}
	v.claim("witnesses", err, say(name, nouns{"owners": listed(by), "many": len(by), "all": len(v.then.Owners), "block": block, "threshold": v.then.Threshold})+beside)
}

// signed returns the log that signed a checkpoint by both its keys.
func (t *Trust) signed(signed string, cp Checkpoint) (TrustLog, error) {
	err := custos.Errorf(custos.Corrupt, "the log %q is not in the trust file", cp.Origin)
	for _, l := range t.logs(cp.Origin) {
		if err = checkNote(signed, cp, l); err == nil {
			return l, nil
		}
	}
	return TrustLog{}, err
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

// chain: the headers lead from the genesis to well above the anchor, and each has its work.
// Where most are left out, the owners' word stands for them.
func (v *verification) chain() {
	w := v.b.Proof.Word
	var c *proof.Chain
	var word worded
	var err error
	if w != nil {
		c, word, err = v.part(w)
	} else {
		c, err = proof.VerifyHeaders(v.t.Engine, v.t.Genesis, v.b.Headers)
	}
	if err == nil {
		var ok bool
		if v.block, ok = c.At(v.b.Proof.Block); !ok {
			err = custos.Errorf(custos.Corrupt, "the headers do not reach block %d", v.b.Proof.Block)
		}
	}
	v.chainErr = err
	says := ""
	switch {
	case err != nil:
	case w != nil:
		says = v.saysPart(c, word)
	default:
		says = say("chain", nouns{"headers": len(v.b.Headers), "engine": proof.EngineName(v.t.Engine)})
	}
	if !v.claim("chain", err, says) {
		return
	}
	v.headers, v.NotAfter = c, timeOf(v.block)
	// The first block's work is nobody's: it is pinned.
	v.Work = new(big.Int).Sub(c.TotalDifficulty(), c.Genesis().Difficulty).String()
	if w != nil {
		v.wordOwners(&w.Registry, word)
	}
	depth, _ := c.Depth(v.b.Proof.Block)
	if depth < uint64(v.t.Confirmations) {
		err = custos.Errorf(custos.Unavailable, "%d blocks stand on the anchor's block %d, want %d: export again later", depth, v.b.Proof.Block, v.t.Confirmations)
	}
	v.claim("confirmed", err, say("confirmed", nouns{"depth": depth, "block": v.block.Number, "time": v.NotAfter.Format(time.RFC3339), "finality": proof.Finality}))
}

// timeOf is when a block says it was made, by its miner's clock.
func timeOf(h *proof.Header) time.Time { return time.Unix(int64(h.Time), 0).UTC() }

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
		if b, err := v.batch(i.Leaf); err == nil {
			out = append(out, b.Principal)
		}
	}
	return out
}

// subject: the event is one that a registered service committed.
func (v *verification) subject() {
	e, err := v.item(&v.b.Subject)
	if v.claim("event", err, v.isEvent(e)) {
		v.Event = e
	}
}

// time: the blocks that an event, or a stretch's footage, was committed between. It says
// nothing of what is not proved itself.
func (v *verification) time(filmed bool) {
	switch {
	case v.Event != nil:
		first, err := v.since(v.b.Subject)
		says := v.isCommitted(v.Event, first)
		// Footage may name a block that a reorganisation took: then nothing is said of it.
		if seg, err := v.since(v.b.Segments...); filmed && err == nil {
			says += say("time/footage", nouns{"from": timeOf(seg).Format(time.RFC3339), "first": seg.Number})
		}
		if v.claim("time", err, says) {
			v.NotBefore = timeOf(first)
		}
	case v.Stretch != nil && filmed:
		first, err := v.since(v.b.Segments...)
		if err != nil {
			v.claim("time", err, "")
			return
		}
		v.NotBefore = timeOf(first)
		v.claim("time", nil, say("time/stretch", nouns{
			"from": v.NotBefore.Format(time.RFC3339), "first": first.Number, "until": v.NotAfter.Format(time.RFC3339), "last": v.block.Number,
		}))
	}
}

// isEvent says whose the event is and what it is about.
func (v *verification) isEvent(e *custos.Event) string {
	if e == nil {
		return ""
	}
	n := nouns{
		"event": plain(string(e.ID())), "service": plain(string(e.Service)), "leaf": v.b.Subject.Index, "owner": v.owner(),
		"resource": plain(string(e.Resource)), "domain": v.log.Domain,
	}
	switch {
	case !v.named:
		return say("event/older", n) + v.unread(e)
	case v.ownCamera(e):
		return say("event/own", n) + v.unread(e)
	}
	return say("event", n) + v.unread(e)
}

// unread is what this version does not know of what an event says. It is proved all the same.
func (v *verification) unread(e *custos.Event) string {
	_, err := observe.Open(e)
	switch custos.KindOf(err) {
	case custos.NotFound:
		return say("event/unknown", nouns{"kind": e.Kind})
	case custos.Invalid:
		return say("event/form", nouns{"kind": e.Kind})
	}
	var names []string
	for _, f := range observe.Unknown(v.b.Subject.Body) {
		names = append(names, "field "+plain(f))
	}
	if len(names) == 0 {
		return ""
	}
	return say("event/fields", nouns{"fields": listed(names)})
}

// reads reports that this version can tell what the event is about.
func (v *verification) reads() bool {
	_, err := observe.Open(v.Event)
	return err == nil
}

// isCommitted says when an event was committed, by the blocks on both sides of it.
func (v *verification) isCommitted(e *custos.Event, first *proof.Header) string {
	if first == nil {
		return ""
	}
	return say("time", nouns{
		"from": timeOf(first).Format(time.RFC3339), "first": first.Number, "until": v.NotAfter.Format(time.RFC3339), "last": v.block.Number,
		"clock": v.clock(e.Service), "said": e.Time.Format(time.RFC3339Nano),
	})
}

// since returns the earliest of the blocks that the batches of items name: none was
// committed before it. No batch can name a block after the one whose state has it, since
// that one's hash follows from the batch.
func (v *verification) since(items ...Item) (*proof.Header, error) {
	if v.chainErr != nil {
		return nil, custos.Errorf(custos.KindOf(v.chainErr), "there are no blocks to check it against")
	}
	var first *proof.Header
	for i := range items {
		b, err := v.batch(items[i].Leaf)
		if err != nil {
			return nil, err
		}
		h, ok := v.headers.At(b.Block.Number)
		switch {
		case !ok || h.Hash() != b.Block.Hash:
			return nil, custos.Errorf(custos.Corrupt, "the batch names block %d, which is not on this chain", b.Block.Number)
		case first == nil || h.Number < first.Number:
			first = h
		}
	}
	return first, nil
}

// stretch: what the bundle is about. Its segments and gaps are checked with the footage.
func (v *verification) stretch() {
	s := v.b.Stretch
	var err error
	switch {
	case !s.Until.After(s.From):
		err = custos.Errorf(custos.Corrupt, "the stretch ends before it begins")
	case s.Camera != v.log.Domain+custos.Resource("/"+s.Camera.Base()):
		err = custos.Errorf(custos.Corrupt, "it is about %s, which is no camera in the log's domain", plain(string(s.Camera)))
	case len(v.b.Segments) == 0:
		err = custos.Errorf(custos.Corrupt, "the bundle is about a stretch of time and has no footage of it")
	}
	if v.claim("stretch", err, say("stretch", nouns{"camera": plain(string(s.Camera)), "from": s.From.UTC().Format(moment), "until": s.Until.UTC().Format(moment)})) {
		v.Stretch = s
	}
}

// listed puts names side by side.
func listed(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// item checks one event from its body up to the checkpoint.
func (v *verification) item(i *Item) (*custos.Event, error) {
	read, err := custos.ParseEvent(i.Body)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "its body has no reading, or more than one: %w", err)
	}
	e := &read
	b, err := v.batch(i.Leaf)
	if err != nil {
		return e, err
	}
	body := bodyHash(i.Salt, i.Body)
	commitment := digest("custos commitment v1", i.BoxHash[:], body[:])
	if err := v.spoken(&b, e); err != nil {
		return e, err
	}
	if err := b.CheckEvent(e.Seq, commitment, i.Path); err != nil {
		return e, err
	}
	if err := verifyInclusion(i.Index, v.cp.Size, LogLeafHash(i.Leaf), i.Inclusion, v.cp.Root); err != nil {
		return e, custos.Errorf(custos.Corrupt, "its batch is not in the log: %w", err)
	}
	if !e.Resource.Within(v.log.Domain) {
		return e, custos.Errorf(custos.Corrupt, "it is about %s, outside the log's domain", plain(string(e.Resource)))
	}
	switch e.Kind {
	case observe.KindSegment:
		return e, v.ofCamera(e)
	case observe.KindStream:
		if p, ok := observe.As[*observe.Stream](e); ok {
			if _, _, gap := p.Gap(); gap {
				return e, v.ofCamera(e)
			}
		}
	}
	return e, nil
}
