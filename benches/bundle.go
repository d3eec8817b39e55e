package benches

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/figures"
	"custos.dev/custos/fog"
	"custos.dev/custos/fog/blocktree"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/ledger/proof/prooftest"
	"custos.dev/custos/observe"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Bundle measures what a bundle of one event takes besides footage, on a long chain: a chain of
// so many headers, of which those that a bundle shows have their work; the tree over them on
// disk, cosigned by two of three owners; the registry of a site of sixteen cameras; a log of a
// million leaves.
type Bundle struct {
	Blocks int
}

// oldBlocks is on how long a chain the form with every header is measured; its bytes and time
// grow with the chain.
const oldBlocks = 20_000

// Run measures.
func (b Bundle) Run(ctx context.Context) (*figures.Result, error) {
	if b.Blocks < 1000 {
		return nil, custos.Errorf(custos.Invalid, "a chain of %d blocks shows nothing: take 1000 at least", b.Blocks)
	}
	dir, err := os.MkdirTemp("", "custos-bench-bundle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	now, err := measureBundle(ctx, filepath.Join(dir, "now"), b.Blocks, false)
	if err != nil {
		return nil, err
	}
	old, err := measureBundle(ctx, filepath.Join(dir, "old"), oldBlocks, true)
	if err != nil {
		return nil, err
	}
	scale := float64(b.Blocks) / oldBlocks
	r := figures.New("bundle")
	row := func(name, unit string, value, peer float64) {
		row := figures.Row{Name: name, Unit: unit, Value: value}
		if peer > 0 {
			row.Peer, row.PeerValue, row.Ratio = fmt.Sprintf("every header, by %d", oldBlocks), peer, value/peer
		}
		r.Rows = append(r.Rows, row)
	}
	name := "bundle-overhead"
	if b.Blocks == 1_000_000 {
		name = "bundle-overhead-1m"
	}
	row(name, "KiB", float64(now.bytes)/1024, float64(old.bytes)/1024*scale)
	row("bundle-encode", "ms", ms(now.encode), ms(old.encode)*scale)
	row("bundle-verify", "ms", ms(now.verify), ms(old.verify)*scale)
	row("bundle-headers", "headers", float64(now.headers), float64(b.Blocks))
	row("tree-build", "us/block", float64(now.tree.Microseconds())/float64(b.Blocks), 0)
	row("tree-disk", "bytes/block", float64(now.disk)/float64(b.Blocks), 0)
	row("tree-prove", "ms", ms(now.prove), 0)
	return r, nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// bundleCost is what was measured of one bundle.
type bundleCost struct {
	bytes, headers              int
	disk                        int64
	tree, prove, encode, verify time.Duration
}

// madeChain makes its headers anew each time, of which it keeps the hashes.
type madeChain struct {
	hashes []custos.Hash
	sealed func(uint64) bool
	state  func(uint64) custos.Hash
	kept   map[uint64][]byte // those with work
}

func (c *madeChain) grow(n int) error {
	for range n {
		number := uint64(len(c.hashes))
		raw := c.raw(number)
		if number > 0 && c.sealed(number) {
			var err error
			if raw, err = proof.Seal(raw); err != nil {
				return err
			}
			c.kept[number] = raw
		}
		h, err := proof.Decode(raw)
		if err != nil {
			return err
		}
		c.hashes = append(c.hashes, h.Hash())
	}
	return nil
}

func (c *madeChain) raw(n uint64) []byte {
	if b, ok := c.kept[n]; ok {
		return b
	}
	var parent custos.Hash
	if n > 0 {
		parent = c.hashes[n-1]
	}
	return prooftest.Header(n, parent, c.state(n), 1_700_000_000+n)
}

// Headers implements fog.WordLedger.
func (c *madeChain) Headers(_ context.Context, from, to uint64) ([][]byte, error) {
	out := make([][]byte, 0, to-from+1)
	for n := from; n <= to; n++ {
		out = append(out, c.raw(n))
	}
	return out, nil
}

// Head implements fog.WordLedger.
func (c *madeChain) Head(context.Context) (h custos.Head, err error) {
	n := len(c.hashes) - 1
	h.BlockRef = custos.BlockRef{Number: uint64(n), Hash: c.hashes[n]}
	return h, nil
}

// AcceptedChain implements fog.WordLedger.
func (c *madeChain) AcceptedChain(context.Context, custos.Hash) (uint64, error) { return 0, nil }

// bundleSite is who signs.
type bundleSite struct {
	owners    []custos.Owner
	witnesses []ed25519.PrivateKey
	master    *key.Key
	object    *key.Key
	log       note.Signer
}

const (
	bundleDomain   = custos.Resource("campus/front-door")
	bundleObject   = custos.ServiceID("front-edge/object")
	bundleMaster   = custos.ServiceID("front-fog/master")
	confirmations  = 2
	bundleServices = 60 // of three owners' sixteen cameras
	bundleLeaves   = 1_000_000
)

func newBundleSite() (*bundleSite, error) {
	s := new(bundleSite)
	for i, name := range []custos.OwnerName{"alma", "bruno", "carla"} {
		k := ed25519.NewKeyFromSeed(bundleSeed(byte(i)))
		s.witnesses = append(s.witnesses, k)
		s.owners = append(s.owners, custos.Owner{
			Address: custos.Address{byte(i + 1)}, Name: name, Domain: custos.Resource("campus/" + []string{"front", "second", "third"}[i] + "-door"),
			WitnessKey: custos.Hash(k.Public().(ed25519.PublicKey)), Active: true,
		})
	}
	var err error
	if s.master, err = key.Generate(); err != nil {
		return nil, err
	}
	if s.object, err = key.Generate(); err != nil {
		return nil, err
	}
	return s, nil
}

func bundleSeed(b byte) []byte {
	h := sha256.Sum256([]byte{b})
	return h[:]
}

// packed is a slot whose numbers stand at offsets from its end.
func packed(at map[int]uint64) (h custos.Hash) {
	for offset, v := range at {
		for i := 0; v > 0; i, v = i+1, v>>8 {
			h[31-offset-i] |= byte(v)
		}
	}
	return h
}

var registryAt, anchorsAt, codeHash = custos.Address{0xc0, 1}, custos.Address{0xc0, 3}, custos.Hash{0xc0}

// registry is what the contract holds of the owners and their services.
func (s *bundleSite) registry() prooftest.Contract {
	c := prooftest.Contract{CodeHash: codeHash, Storage: map[custos.Hash]custos.Hash{layout.SlotOfVotes(): packed(map[int]uint64{0: 2, 2: 3})}}
	for _, o := range s.owners {
		slots := layout.SlotsOfOwner(o.Address)
		c.Storage[slots[0]], c.Storage[slots[1]], c.Storage[slots[2]] = packed(map[int]uint64{0: 1}), layout.PathHash(o.Domain), o.WitnessKey
	}
	service := func(a custos.Address, name custos.ServiceID, o custos.Owner) {
		slots := layout.SlotsOfPrincipal(a)
		head := packed(map[int]uint64{20: uint64(custos.RoleService), 21: 1})
		copy(head[12:], o.Address[:])
		c.Storage[slots[0]], c.Storage[slots[1]], c.Storage[slots[2]] = head, layout.PathHash(o.Domain), sha256.Sum256([]byte(name.Node()))
		var text custos.Hash
		copy(text[:], name)
		text[31] = byte(2 * len(name))
		c.Storage[layout.SlotsOfName(a, 1)[0]] = text
	}
	service(s.master.Address(), bundleMaster, s.owners[0])
	service(s.object.Address(), bundleObject, s.owners[0])
	for i := range bundleServices {
		service(custos.Address{9, byte(i)}, custos.ServiceID(fmt.Sprintf("edge-%02d/camera-cam%d", i/4, i%4)), s.owners[i%3])
	}
	return c
}

// measureBundle makes the chain, then the bundle of an event that is anchored near its end.
func measureBundle(ctx context.Context, dir string, blocks int, whole bool) (cost bundleCost, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return cost, err
	}
	s, err := newBundleSite()
	if err != nil {
		return cost, err
	}
	registry := s.registry()
	before := prooftest.State{registryAt: registry}
	root := before.Root()
	// The anchor stands in a block in the middle of what the owners cosigned last.
	anchor := uint64(blocks) - 40
	named := anchor - 9
	size := uint64(blocks) - confirmations - 1
	var anchored custos.Hash
	c := &madeChain{kept: map[uint64][]byte{}, state: func(n uint64) custos.Hash {
		if n >= anchor {
			return anchored
		}
		return root
	}, sealed: func(n uint64) bool {
		return whole || n == named || n == size-1 || n >= anchor && n <= anchor+confirmations
	}}
	if err := c.grow(int(anchor)); err != nil {
		return cost, err
	}
	// The event, in a batch of its own, as a leaf of a long log.
	origin := evidence.LogOrigin(c.hashes[0], bundleDomain)
	logKey := ed25519.NewKeyFromSeed(bundleSeed(9))
	if s.log, err = evidence.NoteSigner(origin, logKey); err != nil {
		return cost, err
	}
	b := new(evidence.Bundle)
	cp, err := s.subject(b, origin, custos.BlockRef{Number: named, Hash: c.hashes[named]})
	if err != nil {
		return cost, err
	}
	signed, err := note.Sign(&note.Note{Text: cp.Text()}, s.log, evidence.LedgerSigner(origin, s.master))
	if err != nil {
		return cost, err
	}
	b.Proof.Checkpoint, b.Proof.Cosignatures, b.Proof.Block = string(signed), s.cosign(cp.Text()), anchor
	signer := packed(nil)
	a := s.master.Address()
	copy(signer[12:], a[:])
	slots := layout.SlotsOfLog(bundleDomain, origin)
	log := prooftest.Contract{CodeHash: codeHash, Storage: map[custos.Hash]custos.Hash{
		slots[0]: packed(map[int]uint64{0: cp.Size, 8: anchor, 16: 1}), slots[1]: cp.Root, slots[2]: signer, slots[3]: layout.PathHash(bundleDomain),
	}}
	state := prooftest.State{registryAt: registry, anchorsAt: log}
	anchored = state.Root()
	if err := c.grow(blocks - int(anchor)); err != nil {
		return cost, err
	}
	if b.Proof.Anchors, err = state.Prove(anchorsAt, slots); err != nil {
		return cost, err
	}
	who := evidence.WordSlots(s.owners[:2])
	for _, k := range []struct {
		a    custos.Address
		name custos.ServiceID
	}{{s.master.Address(), bundleMaster}, {s.object.Address(), bundleObject}} {
		who = append(append(who, layout.SlotsOfPrincipal(k.a)...), layout.SlotsOfName(k.a, len(k.name))...)
	}
	if b.Proof.Registry, err = state.Prove(registryAt, who); err != nil {
		return cost, err
	}
	if whole {
		b.Headers, err = c.Headers(ctx, 0, anchor+confirmations)
	} else {
		err = s.word(ctx, dir, c, b, []uint64{0, named, anchor, anchor + 1, anchor + 2, size - 1}, state, &cost)
	}
	if err != nil {
		return cost, err
	}
	began := time.Now()
	raw, err := b.Encode(s.master, custos.Address{5})
	if err != nil {
		return cost, err
	}
	cost.encode, cost.bytes, cost.headers = time.Since(began), len(raw), len(b.Headers)
	trust := evidence.NewTrust(evidence.Trust{
		Site: "campus", ChainID: 1, Genesis: c.hashes[0], Owners: s.owners, Threshold: 2, Confirmations: confirmations,
		Contracts: evidence.TrustContracts{Registry: evidence.TrustContract{Address: registryAt, CodeHash: codeHash}, Anchors: evidence.TrustContract{Address: anchorsAt, CodeHash: codeHash}},
		Logs:      []evidence.TrustLog{{Origin: origin, Owner: s.owners[0].Address, Domain: bundleDomain, Key: custos.Hash(logKey.Public().(ed25519.PublicKey)), Signer: s.master.Address()}},
	})
	began = time.Now()
	report := evidence.Verify(raw, trust)
	cost.verify = time.Since(began)
	if report.Result != evidence.Pass {
		return cost, custos.Errorf(custos.Internal, "the bundle that was made does not verify: %+v", report.Claims)
	}
	return cost, nil
}

// cosign is two owners' lines.
func (s *bundleSite) cosign(text string) (lines string) {
	for i, o := range s.owners[:2] {
		lines += evidence.Cosign(text, evidence.WitnessName(o.Domain), s.witnesses[i], time.Unix(1_700_000_000, 0))
	}
	return lines
}

// subject commits an event to a log of many leaves and returns the log's checkpoint.
func (s *bundleSite) subject(b *evidence.Bundle, origin string, block custos.BlockRef) (cp evidence.Checkpoint, err error) {
	payload, err := json.Marshal(&observe.Zone{Zone: "entrance", Track: 7})
	if err != nil {
		return cp, err
	}
	e := custos.Event{Service: bundleObject, Boot: 1, Seq: 1, Resource: bundleDomain + "/cam1", Time: time.Unix(1_700_000_000, 0).UTC(), Kind: observe.KindZone, Payload: payload}
	body, err := json.Marshal(e)
	if err != nil {
		return cp, err
	}
	sealed, opening := evidence.Seal(body)
	commitments := make([]custos.Hash, evidence.MaxBatch)
	for i := range commitments {
		commitments[i] = sha256.Sum256([]byte{byte(i), byte(i >> 8)})
	}
	commitments[0] = sealed.Commitment()
	leaf, err := evidence.SignBatch(evidence.Batch{Service: bundleObject, Boot: 1, First: 1, Last: evidence.MaxBatch, Block: block, Closed: e.Time}, commitments, s.object)
	if err != nil {
		return cp, err
	}
	const index = bundleLeaves * 2 / 3
	var hashes tlogHashes
	for i := range int64(bundleLeaves) {
		own := leaf
		if i != index {
			own = binary.BigEndian.AppendUint64(nil, uint64(i))
		}
		more, err := tlog.StoredHashes(i, own, hashes)
		if err != nil {
			return cp, err
		}
		hashes = append(hashes, more...)
	}
	root, err := tlog.TreeHash(bundleLeaves, hashes)
	if err != nil {
		return cp, err
	}
	way, err := tlog.ProveRecord(bundleLeaves, index, hashes)
	if err != nil {
		return cp, err
	}
	b.Subject = evidence.Item{Body: body, BoxHash: sha256.Sum256(sealed.Box), Salt: opening.Salt, Leaf: leaf, Index: index, Path: evidence.PathOf(commitments, 1, 1)}
	for _, h := range way {
		b.Subject.Inclusion = append(b.Subject.Inclusion, custos.Hash(h))
	}
	return evidence.Checkpoint{Origin: origin, Size: bundleLeaves, Root: custos.Hash(root)}, nil
}

type tlogHashes []tlog.Hash

// ReadHashes implements tlog.HashReader.
func (h tlogHashes) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, n := range at {
		out[i] = h[n]
	}
	return out, nil
}

// word has the chain cosigned as masters do, and fills the bundle in by it.
func (s *bundleSite) word(ctx context.Context, dir string, c *madeChain, b *evidence.Bundle, numbers []uint64, state prooftest.State, cost *bundleCost) error {
	path := filepath.Join(dir, "blocks.db")
	tree, err := blocktree.Open(ctx, path)
	if err != nil {
		return err
	}
	defer tree.Close()
	size := numbers[len(numbers)-1] + 1
	began := time.Now()
	if err := tree.Grow(ctx, c, size); err != nil {
		return err
	}
	cost.tree = time.Since(began)
	root, err := tree.Root(ctx, size)
	if err != nil {
		return err
	}
	words := &fog.Words{Tree: tree, Ledger: c, Genesis: c.hashes[0], Depth: confirmations, Logger: slog.New(slog.DiscardHandler)}
	headers := make([][]byte, len(numbers))
	for i, n := range numbers {
		headers[i] = c.raw(n)
	}
	began = time.Now()
	b.Headers = headers
	if b.Proof.Word, err = words.Prove(ctx, blocktree.Word{Size: size, Root: root}, numbers, headers); err != nil {
		return err
	}
	cost.prove = time.Since(began)
	b.Proof.Word.Cosignatures = s.cosign(b.Proof.Word.Checkpoint)
	if b.Proof.Word.Registry, err = state.Prove(registryAt, evidence.WordSlots(s.owners[:2])); err != nil {
		return err
	}
	if err := tree.Close(); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err == nil {
		cost.disk = info.Size()
	}
	return err
}
