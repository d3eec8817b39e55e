package evidence

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"

	"golang.org/x/mod/sumdb/note"
)

// The scene of every bundle that tests make: the domain of alma, who has a fog and an edge
// with a camera, and bruno, who witnesses.
const (
	domain   = custos.Resource("campus/front-door")
	second   = custos.Resource("campus/second-door")
	origin   = "custos/0102030405060708/campus/front-door"
	master   = custos.ServiceID("front-fog/master")
	behavior = custos.ServiceID("front-fog/behavior")
	object   = custos.ServiceID("front-edge/object")
	camera1  = custos.ServiceID("front-edge/camera-cam1")
	camera2  = custos.ServiceID("front-edge/camera-cam2")
	// A name that takes more than one slot.
	elsewhere = custos.ServiceID("an-edge-with-a-name-beyond-31-bytes/camera-cam1")
)

var (
	almaAddress, brunoAddress = custos.Address{0xa1}, custos.Address{0xb1}
	alma                      = custos.Owner{Address: almaAddress, Name: "alma", Domain: domain, WitnessKey: public(ed(1)), Active: true}
	bruno                     = custos.Owner{Address: brunoAddress, Name: "bruno", Domain: second, WitnessKey: public(ed(2)), Active: true}
	stranger                  = sync.OnceValue(func() *key.Key { return oneKey() })
	cast                      = sync.OnceValue(func() map[custos.ServiceID]*key.Key {
		out := map[custos.ServiceID]*key.Key{}
		for _, s := range []custos.ServiceID{master, behavior, object, camera1, camera2, elsewhere} {
			out[s] = oneKey()
		}
		return out
	})
)

func oneKey() *key.Key {
	k, err := key.Generate()
	if err != nil {
		panic(err)
	}
	return k
}

func ed(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) custos.Hash { return custos.Hash(k.Public().(ed25519.PublicKey)) }

// person is a principal of the registry.
type person struct {
	name   string
	owner  custos.Address
	role   custos.Role
	active bool
	domain custos.Resource
	tls    custos.Hash
	// generation is its owner's when he registered it.
	generation uint64
}

// said is an event as its service commits it: alone in its batch, so that each can lie by
// itself. by signs in the name that the event has.
type said struct {
	event custos.Event
	by    *key.Key
	// batch changes the batch before it is signed.
	batch func(*Batch)
}

// scene is all that a bundle is made of. It tells the truth until a lie changes it.
type scene struct {
	form    int
	stretch *Stretch
	subject *said
	segs    []*said
	gaps    []*said
	media   map[string][]byte

	people map[custos.Address]*person
	owner  layout.Owner // alma
	// others are the other owners of the registry, and votes how many there are.
	others map[custos.Address]layout.Owner
	votes  layout.Votes
	// first says that the contracts are of their first form.
	first    bool
	log      layout.Log // size and root are the true ones if zero
	origin   string
	code     custos.Hash // of both contracts
	trust    *Trust
	exporter *key.Key
	request  custos.Address
	// block is where the state is proved; it has the anchor. above is how many stand on it.
	block, above uint64
	began        uint64 // the time of the genesis
	// tree is of how many blocks the owners cosigned the headers; 0 if the bundle has all.
	tree uint64

	// The steps at which a lie may take over.
	onNote   func(text string) string
	onCosign func(text string) string
	onState  func(registry, anchors *contract)
	onTree   func(*contract) // the registry at the tree's last block
	onHeads  func(hashes []custos.Hash)
	onWord   func(text string) string
	onBundle func(*Bundle)
	onFiles  func(files []file, about *predicate) []file
	onTrust  func(*Trust)
	onRaw    func([]byte) []byte
}

// t1 is the time of the genesis; each block is made 10 s after the one before it.
const t1 = 1782928790 // 18:00 and 10 s before t0

func newScene() *scene {
	s := &scene{
		form: formWord, media: map[string][]byte{}, people: map[custos.Address]*person{}, origin: origin,
		owner:    layout.Owner{Active: true, Since: 0, Domain: layout.PathHash(domain), WitnessKey: public(ed(1))},
		others:   map[custos.Address]layout.Owner{brunoAddress: {Active: true, Domain: layout.PathHash(second), WitnessKey: public(ed(2))}},
		votes:    layout.Votes{Threshold: 2, Owners: 2},
		log:      layout.Log{Anchored: 4, Count: 1, Signer: cast()[master].Address(), Domain: layout.PathHash(domain)},
		code:     custos.Hash{0xc0},
		exporter: cast()[master], request: custos.Address{9}, block: 4, above: 2, began: t1, tree: 6,
		trust: &Trust{
			Version: trustHistory, Site: "campus", Engine: "ethash", ChainID: 1, Threshold: 2, Confirmations: 2,
			Contracts: TrustContracts{
				Registry: TrustContract{Address: custos.Address{1}, CodeHash: custos.Hash{0xc0}},
				Anchors:  TrustContract{Address: custos.Address{3}, CodeHash: custos.Hash{0xc0}},
			},
			Owners: []custos.Owner{alma, bruno}, History: NewHistory([]Council{{0, []custos.Owner{alma, bruno}, 2}}, 6),
			Logs: []TrustLog{{Origin: origin, Owner: almaAddress, Domain: domain, Key: public(ed(3)), Signer: cast()[master].Address()}},
		},
	}
	tls := map[custos.NodeName]custos.Hash{master.Node(): {0xf0}, object.Node(): {0xe0}, elsewhere.Node(): {0xd0}}
	for id, k := range cast() {
		s.people[k.Address()] = &person{name: string(id), owner: almaAddress, role: custos.RoleService, active: true, domain: domain, tls: tls[id.Node()]}
	}
	return s
}

// says makes an event of a service, signed by its key.
func (s *scene) says(by custos.ServiceID, about custos.Resource, at time.Time, p custos.Payload) *said {
	n := uint64(len(s.segs) + len(s.gaps) + 1)
	out := &said{by: cast()[by], event: custos.Event{Service: by, Boot: 7, Seq: n, Resource: about, Time: at}}
	observetest.Say(&out.event, p)
	return out
}

// film takes over what was filmed, and what was said of gaps in it, as the camera's.
func (s *scene) film(f *filmed) *scene {
	for _, g := range f.segs {
		s.segs = append(s.segs, s.says(camera1, cam, g.From, g))
	}
	for _, o := range f.others {
		s.gaps = append(s.gaps, s.says(camera1, cam, t0, o))
	}
	s.media = f.media
	return s
}

func pack(at map[int]uint64) (h custos.Hash) {
	for offset, v := range at {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], v)
		for i, x := range b {
			if at := 31 - offset - (7 - i); at >= 0 {
				h[at] |= x
			}
		}
	}
	return h
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// nameSlots is how Solidity keeps a string.
func nameSlots(storage slotValues, own custos.Hash, name string) {
	var h custos.Hash
	if len(name) < 32 {
		copy(h[:], name)
		h[31] = byte(2 * len(name))
		storage[own] = h
		return
	}
	storage[own] = pack(map[int]uint64{0: uint64(2*len(name) + 1)})
	at := keccak(own[:])
	for rest := []byte(name); len(rest) > 0; {
		var word custos.Hash
		n := copy(word[:], rest)
		rest = rest[n:]
		storage[at] = word
		for i := 31; i >= 0; i-- {
			if at[i]++; at[i] != 0 {
				break
			}
		}
	}
}

func (s *scene) logSlots() []custos.Hash {
	if s.first {
		return layout.SlotsOfFirstLog(s.origin)
	}
	return layout.SlotsOfLog(domain, s.origin)
}

// state is what the contracts hold once the log has been anchored.
func (s *scene) state(cp Checkpoint) (registry, anchors *contract) {
	registry = &contract{custos.Address{1}, s.code, slotValues{}}
	anchors = &contract{custos.Address{3}, s.code, slotValues{}}
	put := func(c *contract, slots []custos.Hash, words ...custos.Hash) {
		for i, w := range words {
			c.storage[slots[i]] = w
		}
	}
	l := s.log
	if l.Size == 0 {
		l.Size, l.Root = cp.Size, cp.Root
	}
	signer := pack(map[int]uint64{20: l.Created})
	copy(signer[12:], l.Signer[:])
	put(anchors, s.logSlots(), pack(map[int]uint64{0: l.Size, 8: l.Anchored, 16: l.Count, 24: flag(l.Frozen)}), l.Root, signer, l.Domain)
	owners := maps.Clone(s.others)
	owners[almaAddress] = s.owner
	for a, o := range owners {
		put(registry, layout.SlotsOfOwner(a), pack(map[int]uint64{0: flag(o.Active), 1: 1, 2: 2, 3: o.Since, 11: uint64(o.Generation)}), o.Domain, o.WitnessKey)
	}
	registry.storage[layout.SlotOfVotes()] = pack(map[int]uint64{0: uint64(s.votes.Threshold), 2: uint64(s.votes.Owners)})
	for a, p := range s.people {
		head := pack(map[int]uint64{20: uint64(p.role), 21: flag(p.active), 22: 2, 23: 1, 27: p.generation})
		copy(head[12:], p.owner[:])
		put(registry, layout.SlotsOfPrincipal(a), head, layout.PathHash(p.domain), p.tls)
		nameSlots(registry.storage, layout.SlotsOfName(a, 1)[0], p.name)
	}
	if s.onState != nil {
		s.onState(registry, anchors)
	}
	return registry, anchors
}

// header makes a block's header with the work that the genesis asks for.
func header(number uint64, parent, state custos.Hash, at uint64) []byte {
	extra, uncles := []byte("custos"), keccak([]byte{0xc0})
	if number == 0 {
		extra = []byte(proof.FixedWork)
	}
	zero := make([]byte, 32)
	raw := rlpList(rlpBytes(parent[:]), rlpBytes(uncles[:]), rlpBytes(make([]byte, 20)), rlpBytes(state[:]), rlpBytes(zero), rlpBytes(zero),
		rlpBytes(make([]byte, 256)), rlpNumber(4), rlpNumber(number), rlpNumber(30_000_000), rlpNumber(0), rlpNumber(at),
		rlpBytes(extra), rlpBytes(zero), rlpBytes(make([]byte, 8)))
	if number == 0 {
		return raw
	}
	sealed, err := proof.Seal(raw)
	if err != nil {
		panic(err)
	}
	return sealed
}

// extend adds a block.
func (s *scene) extend(headers [][]byte, state custos.Hash) [][]byte {
	n := uint64(len(headers))
	var parent custos.Hash
	if n > 0 {
		parent = keccak(headers[n-1])
	}
	return append(headers, header(n, parent, state, s.began+10*n))
}

// build makes the bundle, and the trust file that it is held against.
func (s *scene) build(t testing.TB) ([]byte, *Trust) {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var headers [][]byte
	// The registry of the tree's last block, where that is not the anchor's.
	var then *contract
	state := func(n uint64, mark ...byte) custos.Hash {
		if n+1 != s.tree || !s.word() {
			return custos.Hash(append(mark, make([]byte, 32-len(mark))...))
		}
		then, _ = s.state(Checkpoint{})
		if s.onTree != nil {
			s.onTree(then)
		}
		return trieOf{keccak(then.address[:]): then.account()}.root()
	}
	for n := range s.block {
		headers = s.extend(headers, state(n, byte(n+1)))
	}
	// Everything is committed, a leaf each, between leaves of others.
	all := slices.Concat([]*said{s.subject}, s.segs, s.gaps)
	leaves := []custos.Hash{LogLeafHash([]byte("another's"))}
	items := map[*said]*Item{}
	for _, e := range all {
		if e == nil || items[e] != nil {
			continue
		}
		body, err := json.Marshal(e.event)
		check(err)
		sealed, opening := Seal(body)
		b := Batch{Service: e.event.Service, Boot: e.event.Boot, First: e.event.Seq, Last: e.event.Seq, Block: custos.BlockRef{Number: 2, Hash: keccak(headers[2])}, Closed: e.event.Time}
		if e.batch != nil {
			e.batch(&b)
		}
		leaf, err := SignBatch(b, []custos.Hash{sealed.Commitment()}, e.by)
		check(err)
		items[e] = &Item{Body: body, BoxHash: sha256.Sum256(sealed.Box), Salt: opening.Salt, Leaf: leaf, Index: uint64(len(leaves))}
		leaves = append(leaves, LogLeafHash(leaf))
	}
	leaves = append(leaves, LogLeafHash([]byte("another's too")))
	cp := Checkpoint{Origin: s.origin, Size: uint64(len(leaves)), Root: TreeRoot(leaves)}
	for _, i := range items {
		i.Inclusion = inclusion(leaves, int(i.Index))
	}
	b := &Bundle{Stretch: s.stretch}
	take := func(list []*said) (out []Item) {
		for _, e := range list {
			out = append(out, *items[e])
		}
		return out
	}
	b.Segments, b.Gaps = take(s.segs), take(s.gaps)
	for _, e := range s.segs {
		g, _ := observe.As[*observe.Segment](&e.event)
		b.Media = append(b.Media, s.media[g.File])
	}
	if s.subject != nil {
		b.Subject = *items[s.subject]
	}
	std, err := NoteSigner(s.origin, ed(3))
	check(err)
	signed, err := note.Sign(&note.Note{Text: cp.Text()}, std, LedgerSigner(s.origin, cast()[master]))
	check(err)
	b.Proof.Checkpoint = string(signed)
	b.Proof.Cosignatures = cosigned2(cp.Text())
	if s.onNote != nil {
		b.Proof.Checkpoint = s.onNote(cp.Text())
	}
	if s.onCosign != nil {
		b.Proof.Cosignatures = s.onCosign(cp.Text())
	}
	registry, anchors := s.state(cp)
	world := trieOf{keccak(registry.address[:]): registry.account(), keccak(anchors.address[:]): anchors.account()}
	headers = s.extend(headers, world.root())
	for n := range s.above {
		headers = s.extend(headers, state(s.block+1+n, 0xff, byte(n)))
	}
	b.Headers, b.Proof.Block, b.Proof.Version = headers, s.block, s.form
	if s.form >= formReport {
		b.Report = []byte("<!doctype html><title>what the exporter says</title>")
	}
	if s.word() {
		in := world
		if then == nil {
			then = registry
		} else {
			in = trieOf{keccak(then.address[:]): then.account()}
		}
		b.Headers, b.Proof.Word = s.part(headers, then, in)
	}
	b.Proof.Anchors = anchors.proofOf(world, s.logSlots())
	slots := layout.SlotsOfOwner(almaAddress)
	if s.form >= formOwned {
		for _, a := range slices.SortedFunc(maps.Keys(s.others), func(a, b custos.Address) int { return bytes.Compare(a[:], b[:]) }) {
			slots = append(slots, layout.SlotsOfOwner(a)...)
		}
		slots = append(slots, layout.SlotOfVotes())
	}
	signers := []custos.Address{s.exporter.Address()}
	for _, e := range all {
		if e != nil {
			signers = append(signers, e.by.Address())
		}
	}
	slices.SortFunc(signers, func(a, b custos.Address) int { return bytes.Compare(a[:], b[:]) })
	for _, a := range slices.Compact(signers) {
		slots = append(slots, layout.SlotsOfPrincipal(a)...)
		if p := s.people[a]; s.form >= formNamed && p != nil {
			slots = append(slots, layout.SlotsOfName(a, len(p.name))...)
		}
	}
	b.Proof.Registry = registry.proofOf(world, slots)
	s.trust.Genesis = keccak(headers[0])
	if s.onBundle != nil {
		s.onBundle(b)
	}
	files, about, err := allFiles(b)
	check(err)
	about.For = s.request
	if s.onFiles != nil {
		files = s.onFiles(files, &about)
	}
	raw, err := seal(files, about, s.exporter)
	check(err)
	if s.onRaw != nil {
		raw = s.onRaw(raw)
	}
	if s.onTrust != nil {
		s.onTrust(s.trust)
	}
	return raw, s.trust
}

// word says whether the bundle rests on the owners' word.
func (s *scene) word() bool { return s.form >= formWord && s.tree > 0 }

// part leaves out the headers that a bundle with the owners' word does without: of the chain
// 0, 2 (which batches name), and 4, 5 and 6 are left, or all from the tree's last one on.
func (s *scene) part(headers [][]byte, registry *contract, in trieOf) ([][]byte, *Word) {
	var leaves, blocks []custos.Hash
	for _, h := range headers[:s.tree] {
		blocks = append(blocks, keccak(h))
	}
	if s.onHeads != nil {
		s.onHeads(blocks)
	}
	for _, h := range blocks {
		leaves = append(leaves, HeaderLeaf(h))
	}
	var indexes []uint64
	var out [][]byte
	for i, h := range headers {
		if n := uint64(i); n == 0 || n == 2 || n == s.tree-1 || n >= min(s.block, s.tree) && n <= s.block+2 {
			if out = append(out, h); n < s.tree {
				indexes = append(indexes, n)
			}
		}
	}
	nodes, _ := ProveLeaves(s.tree, indexes, func(from, until uint64) (custos.Hash, error) { return TreeRoot(leaves[from:until]), nil })
	w := &Word{Checkpoint: Checkpoint{Origin: HeadersOrigin(keccak(headers[0])), Size: s.tree, Root: TreeRoot(leaves)}.Text()}
	for _, n := range nodes {
		w.Nodes = append(w.Nodes, n[:]...)
	}
	w.Cosignatures = cosigned2(w.Checkpoint)
	if s.onWord != nil {
		w.Cosignatures = s.onWord(w.Checkpoint)
	}
	slots := layout.SlotsOfOwner(almaAddress)
	for _, a := range slices.SortedFunc(maps.Keys(s.others), func(a, b custos.Address) int { return bytes.Compare(a[:], b[:]) }) {
		slots = append(slots, layout.SlotsOfOwner(a)...)
	}
	w.Registry = registry.proofOf(in, append(slots, layout.SlotOfVotes()))
	return out, w
}

func (s *scene) verify(t testing.TB) *Report {
	t.Helper()
	raw, trust := s.build(t)
	return Verify(raw, trust)
}

// cosigned2 is both owners' lines.
func cosigned2(text string) string {
	at := time.Unix(t1+45, 0)
	return Cosign(text, WitnessName(domain), ed(1), at) + Cosign(text, WitnessName(second), ed(2), at)
}

// inclusion is the RFC 6962 audit path of a leaf, by the leaves' hashes.
func inclusion(leaves []custos.Hash, i int) []custos.Hash {
	if len(leaves) <= 1 {
		return nil
	}
	if k := split(len(leaves)); i < k {
		return append(inclusion(leaves[:k], i), TreeRoot(leaves[k:]))
	} else {
		return append(inclusion(leaves[k:], i-k), TreeRoot(leaves[:k]))
	}
}

// The true bundles.

func filmedPlain() *filmed {
	f := new(filmed)
	f.add(t0, 20, nil)
	f.add(t0.Add(2*time.Second), 20, nil)
	return f
}

func filmedGap() *filmed {
	f := filmedPlain()
	f.gap(t0.Add(4*time.Second), t0.Add(6*time.Second), "the connection broke off")
	f.add(t0.Add(6*time.Second), 20, nil)
	return f
}

// eventScene is an observation with its footage.
func eventScene() *scene {
	s := newScene().film(filmedPlain())
	s.subject = s.says(object, cam, t0.Add(time.Second), zoneAt(time.Second))
	return s
}

// stretchScene is a part of a camera's time, with a gap in it and more asked for.
func stretchScene() *scene {
	s := newScene().film(filmedGap())
	s.stretch = &Stretch{Camera: cam, From: t0.Add(time.Second), Until: t0.Add(9 * time.Second)}
	return s
}

// ownScene is a segment's own event.
func ownScene() *scene {
	s := newScene().film(filmedPlain())
	s.subject = s.segs[1]
	return s
}

// decisionScene is an event that no footage shows.
func decisionScene() *scene {
	s := newScene()
	s.subject = s.says(master, cam, t0, &observe.Decision{Action: custos.Live})
	return s
}

// unheardScene is an event, with footage, of a kind that nobody here has heard of.
func unheardScene() *scene {
	s := eventScene()
	s.subject.event.Kind, s.subject.event.Payload = "unheard", json.RawMessage(`{"said":"a whisper"}`)
	return s
}

// otherFormScene is an event of a known kind whose payload another version changed.
func otherFormScene() *scene {
	s := eventScene()
	s.subject.event.Payload = json.RawMessage(`{"zone":"entrance","track":"seven"}`)
	return s
}

// newerScene is an event of a known kind with a field that came later.
func newerScene() *scene {
	s := eventScene()
	p := s.subject.event.Payload
	s.subject.event.Payload = append(p[:len(p)-1:len(p)-1], []byte(`,"newer":"yes"}`)...)
	return s
}

// older makes a scene one of the forms that prove no names, of contracts of the first form.
func older(s *scene) *scene {
	s.first, s.tree = true, 0
	if s.form = formEvent; s.stretch != nil || len(s.gaps) > 0 {
		s.form = formStretch
	}
	return s
}

// named makes a scene of the form that proves names, and not who the owners were.
func named(make func() *scene) func() *scene {
	return func() *scene {
		s := make()
		s.form, s.tree = formNamed, 0
		return s
	}
}

// whole makes a scene a bundle with every header: of the form of today, where the owners gave
// no word, or of the one before.
func whole(make func() *scene, form int) func() *scene {
	return func() *scene {
		s := make()
		s.form, s.tree = form, 0
		return s
	}
}

// reported gives a scene the exporter's own description.
func reported(make func() *scene) func() *scene {
	return func() *scene {
		s := make()
		s.form = formReport
		return s
	}
}

// late is a scene whose owners cosigned headers far beyond the anchor.
func late(make func() *scene) func() *scene {
	return func() *scene {
		s := make()
		s.above, s.tree = 6, 10
		return s
	}
}

// early is a scene whose owners cosigned fewer headers than reach to the anchor.
func early(make func() *scene) func() *scene {
	return func() *scene {
		s := make()
		s.tree = 3
		return s
	}
}

// present takes the history from a scene's trust file, which is then of the first form.
func present(make func() *scene) func() *scene {
	return func() *scene {
		s := make()
		s.trust.Version, s.trust.History = trustPresent, nil
		return s
	}
}

func olderOf(make func() *scene) func() *scene { return func() *scene { return older(make()) } }

func TestScenesAreTrue(t *testing.T) {
	for name, make := range map[string]func() *scene{
		"event": eventScene, "stretch": stretchScene, "own": ownScene, "decision": decisionScene,
		"older event": olderOf(eventScene), "older stretch": olderOf(stretchScene), "older own": olderOf(ownScene), "older decision": olderOf(decisionScene),
		"named event": named(eventScene), "named stretch": named(stretchScene), "present": present(eventScene), "whole": whole(eventScene, formWord), "owned": whole(stretchScene, formOwned),
		"reported": reported(eventScene), "reported stretch": reported(late(stretchScene)),
		"early": early(eventScene), "late": late(eventScene), "early present": present(early(stretchScene)), "older present": present(olderOf(eventScene)),
	} {
		r := make().verify(t)
		if r.Result != Pass || r.Named != (!strings.HasPrefix(name, "older")) {
			t.Errorf("%s: %+v", name, r)
		}
		for _, c := range r.Claims {
			t.Logf("%s: %-5s %s: %s", name, c.Status, c.Name, c.Detail)
			// For whom it was exported is the exporter's word, and nobody needs it.
			if strings.Contains(c.Detail, (custos.Address{9}).String()) {
				t.Errorf("%s: the requester is named: %s", name, c.Detail)
			}
		}
	}
}
