// Package evidencetest makes bundles that verify: of a site of two owners with one camera, on a
// chain of a few blocks whose work takes no time. Tests and measurements need no running site.
package evidencetest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4/fmp4test"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/ledger/proof/prooftest"
	"custos.dev/custos/observe"

	"golang.org/x/mod/sumdb/note"
)

// Who is who on the site.
const (
	Domain = custos.Resource("campus/front-door")
	Camera = custos.CameraID("campus/front-door/cam1")
	master = custos.ServiceID("front-fog/master")
	object = custos.ServiceID("front-edge/object")
	filmed = custos.ServiceID("front-edge/camera-cam1")
)

// What the chain is like: where batches were committed, where the checkpoint is anchored, and
// how many blocks stand upon it.
const (
	named         = 2
	anchored      = 4
	confirmations = 2
)

// Filmed is when the footage begins.
var Filmed = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)

// Options are what a bundle is of.
type Options struct {
	// Segments of 2 s of footage, of about so many bytes each.
	Segments, Bytes int
	// Stretch makes it about the footage's time, not about an event.
	Stretch bool
	// Payload is what the event says; nil is a crossing of a zone.
	Payload custos.Payload
	// Report is the page for people; nil leaves it out.
	Report []byte
}

// Made is a bundle, the trust file that it passes by, and the key of the master that exports it.
type Made struct {
	*evidence.Bundle
	Trust  *evidence.Trust
	Master *key.Key
	// Film, if not nil, is given each segment's file and returns what the exporter puts there.
	Film func(i int, file []byte) []byte
	// films are the numbers of the segments that are in it.
	films []int
	o     Options
}

// Leave leaves a segment out, its seal and its file.
func (m *Made) Leave(i int) {
	m.films, m.Segments = slices.Delete(m.films, i, i+1), slices.Delete(m.Segments, i, i+1)
}

// Site is who signs. One site makes several bundles that one trust file knows.
type Site struct {
	keys   map[custos.ServiceID]*key.Key
	owners []custos.Owner
}

// New makes a site's keys.
func New() (*Site, error) {
	s := &Site{keys: map[custos.ServiceID]*key.Key{}}
	for _, name := range []custos.ServiceID{master, object, filmed} {
		k, err := key.Generate()
		if err != nil {
			return nil, err
		}
		s.keys[name] = k
	}
	for i, name := range []custos.OwnerName{"alma", "bruno"} {
		s.owners = append(s.owners, custos.Owner{
			Address: custos.Address{byte(0xa1 + i)}, Name: name, Domain: custos.Resource("campus/" + []string{"front", "second"}[i] + "-door"),
			WitnessKey: custos.Hash(secret(byte(i)).Public().(ed25519.PublicKey)), Active: true,
		})
	}
	return s, nil
}

// Master is the key by which the site's bundles are exported.
func (s *Site) Master() *key.Key { return s.keys[master] }

func secret(b byte) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte{b})
	return ed25519.NewKeyFromSeed(seed[:])
}

// media is a segment's file, which is made each time that it is asked for.
func (o Options) media(i int) []byte {
	const pictures = 20
	fill := fmt.Sprintf("%d ", i)
	if n := o.Bytes/pictures - 120; n > len(fill) {
		fill += string(bytes.Repeat([]byte{byte(i)}, n-len(fill)))
	}
	return fmp4test.File{Width: 320, Height: 240, Pictures: slices.Repeat([]time.Duration{100 * time.Millisecond}, pictures), Fill: fill}.Bytes()
}

// Write writes the bundle; its footage is made meanwhile.
func (m *Made) Write(w io.Writer) error {
	return m.Bundle.Write(w, m.Master, custos.Address{9}, func(put func([]byte) error) error {
		for i, n := range m.films {
			file := m.o.media(n)
			if m.Film != nil {
				file = m.Film(i, file)
			}
			if err := put(file); err != nil {
				return err
			}
		}
		return nil
	})
}

// Bytes is the bundle in memory.
func (m *Made) Bytes() ([]byte, error) {
	var out bytes.Buffer
	err := m.Write(&out)
	return out.Bytes(), err
}

// Bundle makes a bundle.
func (s *Site) Bundle(o Options) (*Made, error) {
	m := &Made{Bundle: &evidence.Bundle{Report: o.Report}, Master: s.keys[master], o: o}
	chain, err := grow(nil, anchored, custos.Hash{1})
	if err != nil {
		return nil, err
	}
	origin := evidence.LogOrigin(hashOf(chain[0]), Domain)
	leaves := []custos.Hash{evidence.LogLeafHash([]byte("another's"))}
	commit := func(by custos.ServiceID, seq uint64, at time.Time, p custos.Payload) (evidence.Item, error) {
		var c evidence.Item
		payload, err := json.Marshal(p)
		if err != nil {
			return c, err
		}
		c.Body, err = json.Marshal(custos.Event{Service: by, Boot: 7, Seq: seq, Resource: Camera, Time: at, Kind: p.Kind(), Payload: payload})
		if err != nil {
			return c, err
		}
		sealed, opening := evidence.Seal(c.Body)
		c.Leaf, err = evidence.SignBatch(evidence.Batch{Service: by, Boot: 7, First: seq, Last: seq, Block: custos.BlockRef{Number: named, Hash: hashOf(chain[named])}, Closed: at},
			[]custos.Hash{sealed.Commitment()}, s.keys[by])
		c.BoxHash, c.Salt, c.Index = sha256.Sum256(sealed.Box), opening.Salt, uint64(len(leaves))
		leaves = append(leaves, evidence.LogLeafHash(c.Leaf))
		return c, err
	}
	var all []*evidence.Item
	var before custos.Hash
	for i := range o.Segments {
		file := o.media(i)
		at := Filmed.Add(time.Duration(i) * 2 * time.Second)
		seal := &observe.Segment{
			Index: uint64(i + 1), Boot: 7, File: fmt.Sprintf("day/%d.mp4", i+1), Bytes: int64(len(file)), SHA256: sha256.Sum256(file), Prev: before,
			From: at, Until: at.Add(2 * time.Second), PTSEnd: 2 * time.Second, Base: time.Second + at.Sub(Filmed), Longest: 100 * time.Millisecond,
			Codec: "avc1.42c01e", Width: 320, Height: 240, Frames: 20,
		}
		before = seal.SHA256
		c, err := commit(filmed, uint64(i+1), at, seal)
		if err != nil {
			return nil, err
		}
		m.Segments, m.films = append(m.Segments, c), append(m.films, i)
	}
	if o.Stretch {
		m.Stretch = &evidence.Stretch{Camera: Camera, From: Filmed, Until: Filmed.Add(time.Duration(o.Segments) * 2 * time.Second)}
	} else {
		payload := o.Payload
		if payload == nil {
			payload = &observe.Zone{Zone: "entrance", Track: 7, Frame: custos.FrameRef{Boot: 7, Seq: 1, PTS: 2 * time.Second}}
		}
		by := object
		if payload.Kind() == observe.KindCustody { // which only a master enters
			by = master
		}
		c, err := commit(by, 1, Filmed.Add(time.Second), payload)
		if err != nil {
			return nil, err
		}
		m.Subject = c
		all = append(all, &m.Subject)
	}
	for i := range m.Segments {
		all = append(all, &m.Segments[i])
	}
	cp := evidence.Checkpoint{Origin: origin, Size: uint64(len(leaves)), Root: evidence.TreeRoot(leaves)}
	for _, it := range all {
		it.Inclusion = inclusion(leaves, int(it.Index))
	}
	if err := s.prove(m, chain, cp); err != nil {
		return nil, err
	}
	m.Trust = evidence.NewTrust(evidence.Trust{
		Site: "campus", ChainID: 1, Genesis: hashOf(chain[0]), Owners: s.owners, Threshold: 2, Confirmations: confirmations,
		History:   evidence.NewHistory([]evidence.Council{{Owners: s.owners, Threshold: 2}}, anchored+confirmations),
		Contracts: evidence.TrustContracts{Registry: evidence.TrustContract{Address: registryAt, CodeHash: code}, Anchors: evidence.TrustContract{Address: anchorsAt, CodeHash: code}},
		Logs: []evidence.TrustLog{{
			Origin: origin, Owner: s.owners[0].Address, Domain: Domain, Key: custos.Hash(secret(9).Public().(ed25519.PublicKey)), Signer: s.keys[master].Address(),
		}},
	})
	return m, nil
}

var registryAt, anchorsAt, code = custos.Address{0xc0, 1}, custos.Address{0xc0, 3}, custos.Hash{0xc0}

// prove has the checkpoint signed, cosigned and anchored, and proves who is who.
func (s *Site) prove(m *Made, chain [][]byte, cp evidence.Checkpoint) error {
	std, err := evidence.NoteSigner(cp.Origin, secret(9))
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: cp.Text()}, std, evidence.LedgerSigner(cp.Origin, s.keys[master]))
	if err != nil {
		return err
	}
	m.Proof.Checkpoint, m.Proof.Block = string(signed), anchored
	for i, o := range s.owners {
		m.Proof.Cosignatures += evidence.Cosign(cp.Text(), evidence.WitnessName(o.Domain), secret(byte(i)), Filmed.Add(time.Minute))
	}
	slots := layout.SlotsOfLog(Domain, cp.Origin)
	state := prooftest.State{registryAt: s.registry(), anchorsAt: {CodeHash: code, Storage: map[custos.Hash]custos.Hash{
		slots[0]: packed(map[int]uint64{0: cp.Size, 8: anchored, 16: 1}), slots[1]: cp.Root, slots[2]: addressed(nil, s.keys[master].Address()), slots[3]: layout.PathHash(Domain),
	}}}
	if m.Headers, err = grow(chain, 1+confirmations, state.Root()); err != nil {
		return err
	}
	if m.Proof.Anchors, err = state.Prove(anchorsAt, slots); err != nil {
		return err
	}
	who := []custos.Hash{layout.SlotOfVotes()}
	for _, o := range s.owners {
		who = append(who, layout.SlotsOfOwner(o.Address)...)
	}
	for name, k := range s.keys {
		who = append(append(who, layout.SlotsOfPrincipal(k.Address())...), layout.SlotsOfName(k.Address(), len(name))...)
	}
	m.Proof.Registry, err = state.Prove(registryAt, who)
	return err
}

// registry is what the contract holds.
func (s *Site) registry() prooftest.Contract {
	c := prooftest.Contract{CodeHash: code, Storage: map[custos.Hash]custos.Hash{layout.SlotOfVotes(): packed(map[int]uint64{0: 2, 2: 2})}}
	for _, o := range s.owners {
		slots := layout.SlotsOfOwner(o.Address)
		c.Storage[slots[0]], c.Storage[slots[1]], c.Storage[slots[2]] = packed(map[int]uint64{0: 1}), layout.PathHash(o.Domain), o.WitnessKey
	}
	for name, k := range s.keys {
		slots := layout.SlotsOfPrincipal(k.Address())
		c.Storage[slots[0]] = addressed(map[int]uint64{20: uint64(custos.RoleService), 21: 1}, s.owners[0].Address)
		c.Storage[slots[1]], c.Storage[slots[2]] = layout.PathHash(Domain), sha256.Sum256([]byte(name.Node()))
		var text custos.Hash
		copy(text[:], name)
		text[31] = byte(2 * len(name))
		c.Storage[layout.SlotsOfName(k.Address(), 1)[0]] = text
	}
	return c
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

func addressed(at map[int]uint64, a custos.Address) custos.Hash {
	h := packed(at)
	copy(h[12:], a[:])
	return h
}

// grow adds blocks of one state, with their work.
func grow(chain [][]byte, n int, state custos.Hash) ([][]byte, error) {
	for range n {
		number := uint64(len(chain))
		var parent custos.Hash
		if number > 0 {
			parent = hashOf(chain[number-1])
		}
		raw := prooftest.Header(number, parent, state, uint64(Filmed.Unix())+10*number)
		if number > 0 {
			var err error
			if raw, err = proof.Seal(raw); err != nil {
				return nil, err
			}
		}
		chain = append(chain, raw)
	}
	return chain, nil
}

func hashOf(header []byte) custos.Hash {
	h, err := proof.Decode(header)
	if err != nil {
		panic(err) // made here
	}
	return h.Hash()
}

// inclusion is the RFC 6962 audit path of a leaf.
func inclusion(leaves []custos.Hash, i int) []custos.Hash {
	if len(leaves) <= 1 {
		return nil
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	if i < k {
		return append(inclusion(leaves[:k], i), evidence.TreeRoot(leaves[k:]))
	}
	return append(inclusion(leaves[k:], i-k), evidence.TreeRoot(leaves[:k]))
}
