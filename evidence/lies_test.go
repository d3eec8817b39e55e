package evidence

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/observe"
)

// TestAttack40BundleServiceName: a fog that changed its master, or an edge that took
// another's key, signs in the name of a service that is not its own. It is registered,
// active and of that owner, and its log, anchor and statement are in order.
func TestAttack40BundleServiceName(t *testing.T) {
	for _, of := range []struct {
		name  string
		scene func() *scene
		lying func(*scene) []*said
		fails string
	}{
		{"an observation", eventScene, func(s *scene) []*said { return []*said{s.subject} }, "event"},
		{"a camera's own event", ownScene, func(s *scene) []*said { return s.segs }, "event"},
		{"an event's footage", eventScene, func(s *scene) []*said { return s.segs }, "footage"},
		{"one segment of it", eventScene, func(s *scene) []*said { return s.segs[1:] }, "footage"},
		{"a stretch", stretchScene, func(s *scene) []*said { return s.segs }, "footage"},
		{"a gap", stretchScene, func(s *scene) []*said { return s.gaps }, "gaps"},
	} {
		for by := range cast() {
			s := of.scene()
			lying := of.lying(s)
			if lying[0].event.Service == by {
				continue
			}
			signedBy(by, lying...)
			r := s.verify(t)
			if r.Result != Fail || claimed(r, of.fails) != Fail {
				t.Errorf("%s, signed by %s: %+v", of.name, by, r)
			}
			// Nobody who runs on the master's node can speak for a camera's, whose names
			// are not proved.
			s = older(of.scene())
			signedBy(by, of.lying(s)...)
			if r := s.verify(t); by.Node() == master.Node() && r.Result == Pass {
				t.Errorf("%s in an older form, signed by %s: %+v", of.name, by, r)
			}
		}
	}
	// One node's keys do not speak for two.
	s := older(eventScene())
	saidBy(elsewhere, s.segs...)
	signedBy(camera2, s.segs...)
	if r := s.verify(t); r.Result != Fail || claimed(r, "footage") != Fail {
		t.Errorf("two nodes in an older form: %+v", r)
	}
	// A name beyond one slot is as good as any, and its every byte counts.
	s = eventScene()
	saidBy(elsewhere, s.segs...)
	if r := s.verify(t); r.Result != Pass || !strings.Contains(fmt.Sprint(r.Claims), "as "+string(elsewhere)+" sealed it") {
		t.Errorf("the long name: %+v", r)
	}
	for _, other := range []string{"b", string(elsewhere) + "1", string(elsewhere[:40]), string(elsewhere[:32]), string(elsewhere[:31]), string(elsewhere[:len(elsewhere)-1]) + "2", string(elsewhere) + strings.Repeat("x", 60)} {
		s := eventScene()
		saidBy(elsewhere, s.segs...)
		s.people[cast()[elsewhere].Address()].name = other
		if r := s.verify(t); r.Result != Fail || claimed(r, "footage") != Fail {
			t.Errorf("registered as %q: %+v", other, r)
		}
	}
}

// TestAttack40StrippedNames: who cannot prove a name leaves its proof out. In the form of
// today that fails; in an older one the name is nobody's but its own, and a trust file
// that knows from when on names are proved takes none.
func TestAttack40StrippedNames(t *testing.T) {
	signed := func(form int, strip bool) *scene {
		s := eventScene()
		s.form = form
		saidBy(object, s.subject)
		s.subject.by = cast()[camera2] // of the same node: nothing else in the bundle shows it
		if strip {
			s.onBundle = func(b *Bundle) {
				var names []custos.Hash
				for _, k := range cast() {
					names = append(names, layout.SlotsOfName(k.Address(), 1)[0])
				}
				b.Proof.Registry.Slots = slices.DeleteFunc(b.Proof.Registry.Slots, func(s proof.Slot) bool { return slices.Contains(names, s.Key) })
			}
		}
		return s
	}
	if r := signed(formNamed, false).verify(t); r.Result != Fail || claimed(r, "event") != Fail {
		t.Errorf("not stripped: %+v", r)
	}
	if r := signed(formNamed, true).verify(t); r.Result != Fail || claimed(r, "registry") != Fail {
		t.Errorf("stripped: %+v", r)
	}
	older := signed(formEvent, true)
	r := older.verify(t)
	if r.Named || claimed(r, "names") != None {
		t.Errorf("as an older form: %+v", r)
	}
	for _, c := range r.Claims {
		if strings.Contains(c.Detail, string(object)) && !strings.Contains(c.Detail, "it says that it is") {
			t.Errorf("a name that nothing proves is said as a fact: %s", c.Detail)
		}
	}
	for from, want := range map[uint64]Status{1: Fail, 4: Fail, 5: Pass} {
		older := signed(formEvent, true)
		older.trust.NamesFrom = from
		if r := older.verify(t); r.Result != want {
			t.Errorf("an older form of block 4, where names are proved from block %d on: %+v", from, r)
		}
	}
	// Nor can an event without gaps take the older form of one with them.
	odd := eventScene()
	odd.form = formStretch
	if r := odd.verify(t); claimed(r, "form") != Fail {
		t.Errorf("a form that no export had: %+v", r)
	}
}

// TestAttack40OlderFormsNameNobody: where no name is proved, each that is printed is said
// to be its bearer's own word.
func TestAttack40OlderFormsNameNobody(t *testing.T) {
	own := regexp.MustCompile(`calls itself "[^"]*"|it says that it is [^,]*|sealed as [^,]*`)
	for i, make := range []func() *scene{eventScene, stretchScene, ownScene, decisionScene, leadScene(true), formatScene, oldGapScene, besideScene, bareScene} {
		r := older(make()).verify(t)
		if r.Result != Pass || r.Named {
			t.Errorf("scene %d: %+v", i, r)
		}
		for _, c := range r.Claims {
			if said := own.ReplaceAllString(c.Detail, ""); strings.Contains(said, "front-edge") || strings.Contains(said, "front-fog") {
				t.Errorf("scene %d: a name is said as a fact: %s", i, c.Detail)
			}
		}
	}
}

// TestAttack40SetOfAnother: what programs ask of a master in one answer proves names too.
func TestAttack40SetOfAnother(t *testing.T) {
	set := func(s *scene) (*Set, *Trust) {
		raw, trust := s.build(t)
		b, err := Open(raw)
		if err != nil {
			t.Fatal(err)
		}
		var e custos.Event
		if err := e.UnmarshalJSON(b.Subject.Body); err != nil {
			t.Fatal(err)
		}
		return &Set{Events: []SetEvent{{ID: e.ID(), Body: b.Subject.Body, Item: b.Subject}}, Proof: b.Proof, Headers: b.Headers}, trust
	}
	if r, failed := VerifySet(set(eventScene())); r.Result != Pass || len(failed) != 0 {
		t.Errorf("%+v, %v", r, failed)
	}
	s := eventScene()
	signedBy(behavior, s.subject)
	if _, failed := VerifySet(set(s)); len(failed) != 1 {
		t.Errorf("signed by another: %v", failed)
	}
	if r, _ := VerifySet(set(older(eventScene()))); r.Result != Fail {
		t.Errorf("without names: %+v", r)
	}
}

// TestStretchNeedsFootage: a bundle about time of which it has nothing says nothing.
func TestStretchNeedsFootage(t *testing.T) {
	s := stretchScene()
	s.segs, s.gaps = nil, nil
	for _, s := range []*scene{s, older(s)} {
		if r := s.verify(t); r.Result != Fail || claimed(r, "stretch") != Fail {
			t.Errorf("%+v", r)
		}
	}
}

// TestUnknowableIsNoForgery: the headers of other engines prove nothing offline. All that
// rests on them is open, and what does not still counts.
func TestUnknowableIsNoForgery(t *testing.T) {
	for _, make := range []func() *scene{eventScene, stretchScene, decisionScene, olderOf(eventScene)} {
		s := make()
		s.trust.Engine = "ethereum"
		if r := s.verify(t); r.Result != Unknown || claimed(r, "chain") != Unknown || claimed(r, "witnesses") != Pass {
			t.Errorf("%+v", r)
		}
		s = make()
		s.trust.Engine = "ethereum"
		s.onCosign = func(string) string { return "" }
		if r := s.verify(t); r.Result != Fail {
			t.Errorf("not cosigned: %+v", r)
		}
	}
}

// oneLie makes a bundle lie in one thing by chance; "" if it has no such thing.
type oneLie func(r *rand.Rand, s *scene) string

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// all is everything that is committed, each once.
func (s *scene) all() []*said {
	all := slices.Concat(s.segs, s.gaps)
	if s.subject != nil && !slices.Contains(all, s.subject) {
		all = append(all, s.subject)
	}
	return all
}

func isOlder(s *scene) bool { return s.form < formNamed }

var lies = []oneLie{
	// Who says it.
	func(r *rand.Rand, s *scene) string {
		e, by := pick(r, s.all()), pick(r, []custos.ServiceID{master, behavior, object, camera1, camera2, elsewhere})
		if by == e.event.Service || isOlder(s) && (by.Node() != master.Node() || len(s.segs) == 0) {
			return ""
		}
		signedBy(by, e)
		return fmt.Sprintf("%s signs what says that it is of %s", by, e.event.Service)
	},
	func(r *rand.Rand, s *scene) string {
		e, as := pick(r, s.all()), pick(r, []custos.ServiceID{master, behavior, object, camera2, "front-edge/camera-cam11", "front-edge/", "/camera-cam1", "front-edge"})
		if as == e.event.Service || isOlder(s) && e == s.subject {
			return ""
		}
		e.event.Service = as
		return fmt.Sprintf("a service signs what says that it is of %q", as)
	},
	func(r *rand.Rand, s *scene) string {
		e := pick(r, s.all())
		e.by = stranger()
		return "a stranger signs"
	},
	func(r *rand.Rand, s *scene) string {
		e := pick(r, s.all())
		e.batch = func(b *Batch) { b.Service += "2" }
		return "a batch says another service than its event"
	},
	func(r *rand.Rand, s *scene) string {
		s.exporter = pick(r, []*key.Key{stranger(), cast()[behavior], cast()[object], cast()[elsewhere]})
		return "another exporter than the master"
	},
	// Of what.
	func(r *rand.Rand, s *scene) string {
		if len(s.segs) == 0 {
			return ""
		}
		e := pick(r, slices.Concat(s.segs, s.gaps))
		e.event.Resource = pick(r, []custos.Resource{"campus/front-door/cam2", "campus/second-door/cam1", "campus/front-door/cam1/cam1", "campus/front-door", "cam1", ""})
		return "footage of " + string(e.event.Resource)
	},
	func(r *rand.Rand, s *scene) string {
		if s.subject == nil {
			return ""
		}
		s.subject.event.Resource = pick(r, []custos.Resource{"campus/second-door/cam1", "campus/front-doors", "campus", ""})
		return "an event of " + string(s.subject.event.Resource)
	},
	// What the registry has.
	func(r *rand.Rand, s *scene) string {
		p := s.people[pick(r, append(s.all(), &said{by: s.exporter})).by.Address()]
		switch r.IntN(4) {
		case 0:
			p.active = false
		case 1:
			p.owner = brunoAddress
		case 2:
			p.role = pick(r, []custos.Role{custos.RoleEdge, custos.RoleFog, custos.RoleCloud, custos.RoleAuthority})
		case 3:
			p.domain = "campus/second-door"
		}
		return fmt.Sprintf("the registry has %+v", *p)
	},
	func(r *rand.Rand, s *scene) string {
		if isOlder(s) {
			return ""
		}
		p := s.people[pick(r, s.all()).by.Address()]
		name := []byte(p.name)
		name[r.IntN(len(name))] ^= byte(1 << r.IntN(7))
		if p.name = string(name[:1+r.IntN(len(name))]); r.IntN(2) == 0 {
			p.name = string(name) + strings.Repeat("/", r.IntN(127-len(name)))
		}
		return fmt.Sprintf("the registry calls it %q", p.name)
	},
	func(r *rand.Rand, s *scene) string {
		switch r.IntN(2) {
		case 0:
			s.owner.Active = false
		case 1:
			s.owner.Domain = layout.PathHash(pick(r, []custos.Resource{"campus", "campus/second-door", "campus/front-door/cam1"}))
		}
		return fmt.Sprintf("the owner is %+v", s.owner)
	},
	// What the log and the ledger have.
	func(r *rand.Rand, s *scene) string {
		switch r.IntN(5) {
		case 0:
			s.log.Size, s.log.Root = 1+r.Uint64N(9), custos.Hash{1}
		case 1:
			s.log.Frozen = true
		case 2:
			s.log.Signer[r.IntN(20)] ^= 1
		case 3:
			s.log.Domain = layout.PathHash("campus/second-door")
		case 4:
			s.code[r.IntN(32)] ^= 1
		}
		return fmt.Sprintf("the contract has %+v", s.log)
	},
	func(r *rand.Rand, s *scene) string {
		n := r.Uint64()
		s.onBundle = func(b *Bundle) { i := int(n % uint64(len(b.Headers))); b.Headers = slices.Delete(b.Headers, i, i+1) }
		return "a header is left out"
	},
	func(r *rand.Rand, s *scene) string {
		s.onBundle = func(b *Bundle) {
			n := 1 + r.IntN(len(b.Headers)-1)
			b.Headers[n] = bytes.Clone(b.Headers[n])
			b.Headers[n][r.IntN(len(b.Headers[n]))] ^= byte(1 << r.IntN(8))
		}
		return "a header is another"
	},
	func(r *rand.Rand, s *scene) string {
		n := pick(r, []uint64{0, 1, 2, 3, 5, 6, 7, 1 << 40})
		s.onBundle = func(b *Bundle) { b.Proof.Block = n }
		return fmt.Sprintf("the state is said to be of block %d", n)
	},
	func(r *rand.Rand, s *scene) string {
		at := time.Unix(t1+45, 0)
		alma, bruno := WitnessName(domain), WitnessName("campus/second-door")
		s.onCosign = func(text string) string {
			return [...]string{
				"", Cosign(text, alma, ed(1), at), Cosign(text, bruno, ed(2), at) + Cosign(text, bruno, ed(2), at),
				Cosign(text, alma, ed(1), at) + Cosign(text, bruno, ed(1), at), Cosign(text+"x\n", alma, ed(1), at) + Cosign(text, bruno, ed(2), at),
				cosigned2(text) + Cosign(text, "custos/witness/campus", ed(4), at),
			}[r.IntN(6)]
		}
		return "the cosignatures are not the owners'"
	},
	// What the owners said of the chain.
	func(r *rand.Rand, s *scene) string {
		if !s.word() {
			return ""
		}
		n := r.IntN(8)
		s.onBundle = func(b *Bundle) {
			w := *b.Proof.Word
			b.Proof.Word = &w
			flip := func(in []byte) []byte {
				out := bytes.Clone(in)
				out[r.IntN(len(out))] ^= byte(1 << r.IntN(8))
				return out
			}
			switch n {
			case 0:
				w.Checkpoint = string(flip([]byte(w.Checkpoint)))
			case 1:
				w.Cosignatures = string(flip([]byte(w.Cosignatures)))
			case 2:
				w.Nodes = flip(w.Nodes)
			case 3:
				w.Nodes = w.Nodes[:len(w.Nodes)-1-r.IntN(len(w.Nodes))]
			case 4:
				w.Nodes = append(bytes.Clone(w.Nodes), w.Nodes[:32]...)
			case 5:
				w.Registry = b.Proof.Anchors
			case 6:
				w.Registry.Slots = w.Registry.Slots[:len(w.Registry.Slots)-1]
			case 7:
				b.Proof.Word = nil
			}
		}
		return fmt.Sprintf("the owners' word is another (%d)", n)
	},
	func(r *rand.Rand, s *scene) string {
		if !s.word() {
			return ""
		}
		n, by := r.Uint64N(s.tree), r.IntN(32)
		s.onHeads = func(h []custos.Hash) { h[n][by] ^= 1 }
		if n == 1 || n == 3 || n == 7 || n == 8 {
			// That the owners cosigned another block which nobody asks about is no lie here.
			return ""
		}
		return fmt.Sprintf("what the owners cosigned has another block %d", n)
	},
	func(r *rand.Rand, s *scene) string {
		if !s.word() {
			return ""
		}
		n := r.IntN(3)
		s.onWord = func(text string) string {
			at := time.Unix(t1+65, 0)
			alma := Cosign(text, WitnessName(domain), ed(1), at)
			return [...]string{alma, alma + alma, alma + Cosign(text, WitnessName(carla.Domain), ed(7), at)}[n]
		}
		return fmt.Sprintf("the owners' word is one owner's (%d)", n)
	},
	func(r *rand.Rand, s *scene) string {
		if !s.word() {
			return ""
		}
		removedThen.tell(s)
		return "the owners' word is of one who was none by then"
	},
	// When.
	func(r *rand.Rand, s *scene) string {
		e := s.subject
		if e == nil {
			e = pick(r, s.segs)
		}
		e.batch = [...]func(*Batch){
			func(b *Batch) { b.Block.Hash[r.IntN(32)] ^= 1 },
			func(b *Batch) { b.Block.Number = pick(r, []uint64{0, 1, 3, 4, 5, 6, 7, 1 << 60}) },
			func(b *Batch) { b.Block = custos.BlockRef{} },
		}[r.IntN(3)]
		return "a batch names a block that is not"
	},
	// How it was committed.
	func(r *rand.Rand, s *scene) string {
		e := pick(r, s.all())
		e.batch = [...]func(*Batch){
			func(b *Batch) { b.Boot++ },
			func(b *Batch) { b.First, b.Last = b.First+1, b.Last+1 },
		}[r.IntN(2)]
		return "a batch is of other events"
	},
	func(r *rand.Rand, s *scene) string {
		s.onBundle = func(b *Bundle) {
			i := &b.Subject
			if lists := append(slices.Clone(b.Segments), b.Gaps...); b.Stretch != nil || len(lists) > 0 && r.IntN(2) == 0 {
				if i = &b.Segments[r.IntN(len(b.Segments))]; len(b.Gaps) > 0 && r.IntN(3) == 0 {
					i = &b.Gaps[0]
				}
			}
			switch r.IntN(6) {
			case 0:
				i.Index += 1 + r.Uint64N(3)
			case 1:
				i.Inclusion = slices.Clone(i.Inclusion)
				i.Inclusion[r.IntN(len(i.Inclusion))][r.IntN(32)] ^= 1
			case 2:
				i.Inclusion = i.Inclusion[1:]
			case 3:
				i.Path = []custos.Hash{{1}}
			case 4:
				i.Salt[r.IntN(32)] ^= 1
			case 5:
				i.BoxHash[r.IntN(32)] ^= 1
			}
		}
		return "an item's way to the log is another"
	},
	// What was filmed.
	func(r *rand.Rand, s *scene) string {
		if len(s.segs) < 2 {
			return ""
		}
		switch r.IntN(3) {
		case 0:
			s.segs = append(s.segs, s.segs[len(s.segs)-1])
		case 1:
			s.segs[0], s.segs[1] = s.segs[1], s.segs[0]
		case 2:
			s.segs = slices.Insert(s.segs, 1, s.segs[0])
		}
		return "segments in another order"
	},
	func(r *rand.Rand, s *scene) string {
		if len(s.segs) < 3 {
			return ""
		}
		s.segs = slices.Delete(s.segs, 1, 2)
		return "a segment between others is left out"
	},
	func(r *rand.Rand, s *scene) string {
		if len(s.gaps) == 0 || len(s.segs) < 3 {
			return ""
		}
		s.gaps = nil
		if isOlder(s) {
			s.form = formStretch
		}
		return "a gap is not told"
	},
	func(r *rand.Rand, s *scene) string {
		if len(s.segs) < 2 {
			return ""
		}
		i, d := 1+r.IntN(len(s.segs)-1), time.Duration(1+r.IntN(3600))*time.Second
		n := r.IntN(10)
		segment(i, func(g *observe.Segment) {
			switch n {
			case 0:
				g.Until, g.PTSEnd = g.Until.Add(d), g.PTSEnd+d
			case 1:
				g.From, g.Until = g.From.Add(d), g.Until.Add(d)
			case 2:
				g.From = g.From.Add(-d)
			case 3:
				g.Frames += 1 + r.IntN(9)
			case 4:
				g.Width++
			case 5:
				g.Codec = "avc1.640028"
			case 6:
				g.Bytes++
			case 7:
				g.SHA256[r.IntN(32)] ^= 1
			case 8:
				g.Prev[r.IntN(32)] ^= 1
			case 9:
				g.Index++
			}
		})(s)
		return fmt.Sprintf("segment %d claims another thing (%d, %v)", i, n, d)
	},
	func(r *rand.Rand, s *scene) string {
		if len(s.segs) == 0 {
			return ""
		}
		s.onBundle = func(b *Bundle) { b.Media = changed(b.Media) }
		return "other pictures"
	},
	// The exporter changes one bit of what he signs.
	func(r *rand.Rand, s *scene) string {
		s.onFiles = func(f []file, _ *predicate) []file {
			i := r.IntN(len(f))
			if isOlder(s) && i == 0 {
				i = 1 // what older forms say of themselves was free
			}
			f[i].data = bytes.Clone(f[i].data)
			f[i].data[r.IntN(len(f[i].data))] ^= byte(1 << r.IntN(8))
			return f
		}
		return "one bit of what the exporter signs"
	},
	func(r *rand.Rand, s *scene) string {
		n := r.IntN(3)
		s.onFiles = func(f []file, about *predicate) []file {
			switch n {
			case 0:
				about.Event += "1"
			case 1:
				about.Stretch = &Stretch{Camera: cam, From: t0, Until: t0.Add(time.Hour)}
			case 2:
				return append(slices.Clone(f), file{"note.txt", []byte("it was the tall one")})
			}
			return f
		}
		return "a statement about another thing"
	},
}

// TestOneLieEach makes bundles that are true but for one thing, by chance, of every form
// and subject. None may pass.
func TestOneLieEach(t *testing.T) {
	makes := []func() *scene{
		eventScene, stretchScene, ownScene, decisionScene, leadScene(true), leadScene(false), formatScene, besideScene,
		reported(eventScene), reported(stretchScene), early(eventScene), early(stretchScene), late(eventScene), late(stretchScene), whole(eventScene, formWord), whole(stretchScene, formOwned),
		olderOf(eventScene), olderOf(stretchScene), olderOf(ownScene), olderOf(decisionScene), olderOf(besideScene),
	}
	r := rand.New(rand.NewPCG(40, 13))
	many := 750
	if testing.Short() {
		many = 2 * len(lies)
	}
	for n := range many {
		i := n % len(lies)
		for what := ""; what == ""; {
			base := r.IntN(len(makes))
			s := makes[base]()
			// The site proves names from its beginning.
			if !isOlder(s) {
				s.trust.NamesFrom = 1
			}
			if what = lies[i](r, s); what == "" {
				continue
			}
			if rep := s.verify(t); rep.Result == Pass {
				t.Errorf("bundle %d, scene %d, lie %d: %s: it passes: %+v", n, base, i, what, rep.Claims)
			}
		}
	}
}
