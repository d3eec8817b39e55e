package evidence

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4/fmp4test"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"

	"golang.org/x/mod/sumdb/note"
)

// lie changes a scene so that a sentence would be false in one of its nouns.
type lie struct {
	// about is the noun, in braces or as the sentence has it.
	about string
	tell  func(*scene)
	// fails is the claim that must not pass; "" is the sentence's own.
	fails string
	// unsaid means that the bundle may pass, without the sentence.
	unsaid bool
	// own is a false word that may only be said as somebody's own.
	own string
}

// spokenFor is what a sentence is, word by word, and how each of its nouns is lied about.
type spokenFor struct {
	text sentence
	// true makes a scene in which it is said.
	true func() *scene
	lies []lie
}

// Lies that serve for several sentences.
var (
	badBlock   = lie{about: "{block}", tell: onBundle(func(b *Bundle) { b.Proof.Block++ }), fails: "anchor"}
	badLast    = lie{about: "{last}", tell: badBlock.tell, fails: "anchor"}
	badMined   = onBundle(func(b *Bundle) { i := headerOf(b, 4); b.Headers[i] = withTime(b.Headers[i]) })
	badUntil   = lie{about: "{until}", tell: badMined, fails: "chain"}
	badOwner   = lie{about: "{owner}", tell: func(s *scene) { s.people[cast()[master].Address()].owner = brunoAddress }, fails: "registry"}
	badDomain  = lie{about: "{domain}", tell: func(s *scene) { s.owner.Domain = layout.PathHash("campus/second-door") }, fails: "registry"}
	badLeaf    = lie{about: "{leaf}", tell: onBundle(func(b *Bundle) { b.Subject.Index++ })}
	badKey     = lie{about: "{key}", tell: func(s *scene) { s.exporter = stranger() }}
	badFile    = lie{about: "every file", tell: onFiles(func(f []file) { f[3].data = bytes.Clone(f[3].data); f[3].data[9] ^= 1 }), fails: "chain"}
	badFirst   = lie{about: "{first}", tell: subjectBatch(func(b *Batch) { b.Block.Number++ })}
	badFrom    = lie{about: "{from}", tell: subjectBatch(func(b *Batch) { b.Block.Hash[0]++ })}
	badSealed  = lie{about: "{service}", tell: func(s *scene) { signedBy(object, s.segs...) }}
	badMiddle  = lie{about: "{many}", tell: func(s *scene) { s.segs = slices.Delete(s.segs, 1, 2) }}
	badBytes   = lie{about: "byte for byte", tell: onBundle(func(b *Bundle) { b.Media = changed(b.Media) })}
	badLonger  = lie{about: "as long as it claims", tell: segment(0, func(g *observe.Segment) { g.Until, g.PTSEnd = g.Until.Add(time.Second), g.PTSEnd+time.Second })}
	badDated   = lie{about: "{from}", tell: segment(1, func(g *observe.Segment) { g.From, g.Until = g.From.Add(time.Minute), g.Until.Add(time.Minute) })}
	badEnd     = lie{about: "{until}", tell: segment(-1, func(g *observe.Segment) { g.Until = g.Until.Add(time.Minute) })}
	badSize    = segment(1, func(g *observe.Segment) { g.Width = 1920 })
	uncovering = segmentGap(func(g *observe.Stream) { u := g.Until.Add(-time.Second); g.Until = &u })
)

// Lies about the owners' word on the chain.
var (
	badHeaders = lie{about: "{headers}", tell: onBundle(func(b *Bundle) { i := headerOf(b, 2); b.Headers = slices.Delete(b.Headers, i, i+1) })}
	badGenesis = lie{about: "genesis", tell: func(s *scene) { s.onTrust = func(t *Trust) { t.Genesis[0]++ } }}
	badWork    = lie{about: "work", tell: onBundle(func(b *Bundle) {
		i := headerOf(b, 6)
		b.Headers[i] = bytes.Clone(b.Headers[i])
		b.Headers[i][len(b.Headers[i])-1]++
	})}
	badTree = lie{about: "{block}", tell: onBundle(func(b *Bundle) {
		b.Proof.Word.Checkpoint = strings.Replace(b.Proof.Word.Checkpoint, "\n6\n", "\n7\n", 1)
	})}
	badWordBy = lie{about: "{owners}", tell: wording(func(text string, at time.Time) string {
		return Cosign(text, WitnessName(domain), ed(1), at) + Cosign(text, WitnessName(second), ed(9), at)
	})}
	badWordTwice = lie{about: "{many}", tell: wording(func(text string, at time.Time) string {
		return Cosign(text, WitnessName(domain), ed(1), at) + Cosign(text, WitnessName(domain), ed(1), at.Add(time.Second))
	})}
	badWordAlone = lie{about: "{threshold}", tell: wording(func(text string, at time.Time) string { return Cosign(text, WitnessName(second), ed(2), at) })}
	badLeaves    = lie{about: "cosigned its headers", tell: func(s *scene) { s.onHeads = func(h []custos.Hash) { h[4][0]++ } }}
	badOrigin    = lie{about: "cosigned its headers", tell: func(s *scene) {
		// What they cosigned is of another chain.
		s.onBundle = func(b *Bundle) {
			w := b.Proof.Word
			w.Checkpoint = strings.Replace(w.Checkpoint, "custos/headers/", "custos/headers/0", 1)
			w.Cosignatures = cosigned2(w.Checkpoint)
		}
	}}
	badWordBlock = lie{about: "{block}", tell: onBundle(func(b *Bundle) { b.Proof.Word.Registry = b.Proof.Registry })}
	removedThen  = lie{about: "active owners", tell: thenOwner(layout.Owner{Domain: layout.PathHash(second), WitnessKey: public(ed(2))})}
	otherKeyThen = lie{about: "these witness keys", tell: thenOwner(layout.Owner{Active: true, Domain: layout.PathHash(second), WitnessKey: public(ed(9))})}
)

func wording(by func(text string, at time.Time) string) func(*scene) {
	return func(s *scene) { s.onWord = func(text string) string { return by(text, time.Unix(t1+65, 0)) } }
}

func onTree(change func(*contract)) func(*scene) { return func(s *scene) { s.onTree = change } }

// thenOwner is what the contract had of bruno at the tree's last block.
func thenOwner(o layout.Owner) func(*scene) {
	return onTree(func(c *contract) {
		slots := layout.SlotsOfOwner(brunoAddress)
		c.storage[slots[0]], c.storage[slots[1]], c.storage[slots[2]] = pack(map[int]uint64{0: flag(o.Active), 1: 1, 2: 2}), o.Domain, o.WitnessKey
	})
}

// headerOf is where a block's header stands in a bundle.
func headerOf(b *Bundle, number uint64) int {
	return slices.IndexFunc(b.Headers, func(raw []byte) bool {
		h, err := proof.Decode(raw)
		return err == nil && h.Number == number
	})
}

func onBundle(change func(*Bundle)) func(*scene) { return func(s *scene) { s.onBundle = change } }

func onFiles(change func([]file)) func(*scene) {
	return func(s *scene) { s.onFiles = func(f []file, _ *predicate) []file { change(f); return f } }
}

// unsigned changes a file that the statement is about and leaves the statement.
func unsigned(at int) func(*scene) {
	return func(s *scene) {
		s.onRaw = func(raw []byte) []byte {
			files, err := readZip(raw)
			if err != nil {
				panic(err)
			}
			at := (at + len(files)) % len(files)
			files[at].data = append(bytes.Clone(files[at].data), 0)
			raw, err = writeZip(files)
			if err != nil {
				panic(err)
			}
			return raw
		}
	}
}

// body changes what the event says and leaves how it was committed.
func body(from, to string) func(*scene) {
	return onFiles(func(f []file) { f[1].data = bytes.ReplaceAll(f[1].data, []byte(from), []byte(to)) })
}

func subjectBatch(change func(*Batch)) func(*scene) {
	return func(s *scene) { s.subject.batch = change }
}

func segment(i int, change func(*observe.Segment)) func(*scene) {
	return func(s *scene) {
		e := s.segs[(i+len(s.segs))%len(s.segs)]
		g, _ := observe.As[*observe.Segment](&e.event)
		change(g)
		observetest.Say(&e.event, g)
	}
}

func segmentGap(change func(*observe.Stream)) func(*scene) {
	return func(s *scene) {
		g, _ := observe.As[*observe.Stream](&s.gaps[0].event)
		change(g)
		observetest.Say(&s.gaps[0].event, g)
	}
}

// signedBy has another service's key sign what says that it is the old one's.
func signedBy(by custos.ServiceID, what ...*said) {
	for _, e := range what {
		e.by = cast()[by]
	}
}

// saidBy has another service say it, in its own name.
func saidBy(by custos.ServiceID, what ...*said) {
	for _, e := range what {
		e.by, e.event.Service = cast()[by], by
	}
}

func changed(media [][]byte) [][]byte {
	out := slices.Clone(media)
	for i, b := range out {
		out[i] = append(bytes.Clone(b[:len(b)-1]), b[len(b)-1]^1)
	}
	return out
}

// withTime changes a header's time, whose work is then another's. The time stands before
// the extra data, the work and the nonce.
func withTime(header []byte) []byte {
	b := bytes.Clone(header)
	b[len(b)-(1+8)-(1+32)-(1+len("custos"))-1] ^= 1
	return b
}

// leadScene is footage of which only the last segment shows the event.
func leadScene(dependent bool) func() *scene {
	return func() *scene {
		f := new(filmed)
		f.add(t0, 20, nil)
		f.add(t0.Add(2*time.Second), 20, func(m *fmp4test.File, s *observe.Segment) { m.Dependent, s.Dependent = dependent, dependent })
		s := newScene().film(f)
		s.subject = s.says(object, cam, t0.Add(3*time.Second), zoneAt(3*time.Second))
		return s
	}
}

// formatScene is footage whose picture changes.
func formatScene() *scene {
	f := new(filmed)
	f.add(t0, 20, nil)
	f.add(t0.Add(2*time.Second), 20, func(m *fmp4test.File, s *observe.Segment) { m.Width, s.Width = 640, 640 })
	s := newScene().film(f)
	s.subject = s.says(object, cam, t0.Add(time.Second), zoneAt(time.Second))
	return s
}

// oldGapScene is a gap beside segments of versions that told of none.
func oldGapScene() *scene {
	f := filmedGap()
	f.others = nil
	for _, s := range f.segs {
		s.Base, s.Longest = 0, 0
	}
	s := newScene().film(f)
	s.stretch = &Stretch{Camera: cam, From: t0, Until: t0.Add(8 * time.Second)}
	return s
}

// besideScene is a stretch whose beginning was not recorded, by the camera's word.
func besideScene() *scene {
	f := new(filmed)
	f.gap(t0.Add(time.Second), t0.Add(2*time.Second), "no pictures came")
	f.add(t0.Add(2*time.Second), 20, nil)
	f.add(t0.Add(4*time.Second), 20, nil)
	s := newScene().film(f)
	s.stretch = &Stretch{Camera: cam, From: t0, Until: t0.Add(6 * time.Second)}
	return s
}

func bareScene() *scene {
	s := newScene()
	s.subject = s.says(object, cam, t0, zoneAt(0))
	return s
}

var spoken = map[string]spokenFor{
	"form": {"every byte is accounted for", eventScene, []lie{
		{about: "every byte", tell: onFiles(func(f []file) { f[0].data = []byte("Alma swears that it was so.\n") })},
		{about: "every byte", tell: func(s *scene) { s.onRaw = func(b []byte) []byte { b[len(b)/2] ^= 1; return b } }},
	}},
	"checkpoint": {"the log {log} at {leaves} leaves, signed by both of its keys", eventScene, []lie{
		{about: "{log}", tell: func(s *scene) { s.origin = "custos/another" }},
		{about: "{leaves}", tell: onBundle(func(b *Bundle) { b.Proof.Checkpoint = strings.Replace(b.Proof.Checkpoint, "\n5\n", "\n6\n", 1) })},
		{about: "both of its keys", tell: func(s *scene) {
			s.onNote = func(text string) string {
				std, _ := NoteSigner(s.origin, ed(3))
				n, _ := note.Sign(&note.Note{Text: text}, std)
				return string(n)
			}
		}},
		{about: "both of its keys", tell: func(s *scene) {
			s.onNote = func(text string) string {
				std, _ := NoteSigner(s.origin, ed(3))
				n, _ := note.Sign(&note.Note{Text: text}, std, LedgerSigner(s.origin, stranger()))
				return string(n)
			}
		}},
	}},
	"witnesses": {"cosigned by {owners}: by the trust file {many} of the {all} owners at block {block}, {threshold} needed then", eventScene, []lie{
		badCosigner, badTwice, badBlock,
		{about: "{all}", tell: func(s *scene) { s.votes.Owners = 3 }, fails: "owners"},
		badAlone,
	}},
	"witnesses/present": {"cosigned by {owners}: {many} of the {all} owners in the trust file, {threshold} needed", present(eventScene), []lie{
		badCosigner, badTwice,
		{about: "{all}", tell: func(s *scene) { s.onTrust = func(t *Trust) { t.Owners = t.Owners[:1] } }},
		badAlone,
	}},
	"witnesses/others": {"; not counted, since they were no owners then: {others}", joinedLater(6), []lie{
		{about: "{others}", tell: badCosigner.tell},
		{about: "no owners then", tell: joined(3), fails: "owners"},
	}},
	"owner/until": {"{owner} (an owner until block {until})", votedOut(7), []lie{
		{about: "{owner}", tell: badCosigner.tell, fails: "witnesses"},
		{about: "{until}", tell: left(3), fails: "owners"},
		{about: "an owner", tell: inactive, fails: "owners"},
	}},
	"owner/from": {"{owner} (an owner from block {from} on)", joinedLater(6), []lie{
		{about: "{owner}", tell: badCosigner.tell, fails: "witnesses"},
		{about: "{from}", tell: joined(4), fails: "owners"},
	}},
	"owner/key": {"{owner} (by a witness key that counted until block {until})", rotatedKey(7), []lie{
		{about: "{owner}", tell: badCosigner.tell, fails: "witnesses"},
		{about: "{until}", tell: rekeyed(3), fails: "witnesses"},
		{about: "a witness key", tell: otherKey, fails: "owners"},
	}},
	"owner/account": {"{owner} (by an account that owned {domain} until block {until})", rotatedAccount(7), []lie{
		{about: "{owner}", tell: badCosigner.tell, fails: "witnesses"},
		{about: "{domain}", tell: elsewhereThen, fails: "owners"},
		{about: "{until}", tell: replaced(3), fails: "witnesses"},
	}},
	"owner/later": {"{owner} (by a witness key that counts from block {from} on)", laterKey, []lie{
		{about: "{owner}", tell: badCosigner.tell, fails: "witnesses"},
		{about: "{from}", tell: func(s *scene) { s.tree, s.trust.History = 0, NewHistory(ofThree(3), 9) }, fails: "owners"},
	}},
	"owners": {"at block {block} the contract had {owners} as active owners under these witness keys, and asked for {threshold} of its {all} owners", eventScene, []lie{
		badBlock,
		{about: "{owners}", tell: inactive},
		{about: "{owners}", tell: elsewhereThen},
		{about: "under these witness keys", tell: otherKey},
		{about: "{threshold}", tell: func(s *scene) { s.votes.Threshold = 1 }},
		{about: "{all}", tell: func(s *scene) { s.votes.Owners = 3 }},
	}},
	"owners/present": {"at block {block} the contract had {owners} as active owners under these witness keys, and asked for {threshold} owners", present(eventScene), []lie{
		badBlock,
		{about: "{owners}", tell: inactive},
		{about: "under these witness keys", tell: otherKey},
		{about: "{threshold}", tell: func(s *scene) { s.votes.Threshold = 3 }},
	}},
	"chain": {"{headers} headers, the first the genesis of the trust file, each later one with its proof of work, by the engine {engine}", whole(eventScene, formWord), []lie{
		badHeaders, badGenesis, badWork,
		{about: "{engine}", tell: func(s *scene) { s.trust.Engine = "ethereum" }},
		{about: "{engine}", tell: func(s *scene) { s.trust.Engine = "another" }},
	}},
	"chain/word": {"the chain up to block {block} is so by the word of {owners}, by the trust file {many} of the {all} owners at that block, {threshold} needed then, who cosigned its headers; {headers} of them are here, the first the genesis of the trust file, each later one with its proof of work, by the engine {engine}", eventScene, []lie{
		badTree, badWordBy, badWordTwice, badWordAlone, badHeaders, badGenesis, badWork, badLeaves, badOrigin,
		{about: "{all}", tell: onTree(func(c *contract) { c.storage[layout.SlotOfVotes()] = pack(map[int]uint64{0: 2, 2: 3}) }), fails: "word"},
		{about: "{engine}", tell: func(s *scene) { s.trust.Engine = "another" }},
	}},
	"chain/present": {"the chain up to block {block} is so by the word of {owners}, {many} of the {all} owners in the trust file, {threshold} needed, who cosigned its headers; {headers} of them are here, the first the genesis of the trust file, each later one with its proof of work, by the engine {engine}", present(eventScene), []lie{
		badTree, badWordBy, badWordTwice, badWordAlone, badHeaders, badGenesis, badWork, badLeaves, badOrigin,
		{about: "{all}", tell: func(s *scene) { s.onTrust = func(t *Trust) { t.Owners = t.Owners[:1] } }},
		{about: "{engine}", tell: func(s *scene) { s.trust.Engine = "another" }},
	}},
	"chain/run": {"; the last {blocks}, up to block {head}, by their work alone", eventScene, []lie{
		{about: "{blocks}", tell: onBundle(func(b *Bundle) { i := headerOf(b, 5); b.Headers = slices.Delete(b.Headers, i, i+1) })},
		{about: "{head}", tell: func(s *scene) { s.above = 1 }, unsaid: true},
		{about: "their work", tell: badWork.tell},
	}},
	"word": {"at block {block}, the last of those cosigned headers, the contract had {owners} as active owners under these witness keys, and asked for {threshold} of its {all} owners", eventScene, []lie{
		badWordBlock, removedThen, otherKeyThen,
		{about: "{owners}", tell: onBundle(func(b *Bundle) { b.Proof.Word.Registry.Slots = b.Proof.Word.Registry.Slots[3:] })},
		{about: "{threshold}", tell: onTree(func(c *contract) { c.storage[layout.SlotOfVotes()] = pack(map[int]uint64{0: 1, 2: 2}) })},
		{about: "{all}", tell: onTree(func(c *contract) { c.storage[layout.SlotOfVotes()] = pack(map[int]uint64{0: 2, 2: 3}) })},
	}},
	"word/present": {"at block {block}, the last of those cosigned headers, the contract had {owners} as active owners under these witness keys, and asked for {threshold} owners", present(eventScene), []lie{
		badWordBlock, removedThen, otherKeyThen,
		{about: "{owners}", tell: removedThen.tell},
		{about: "{threshold}", tell: onTree(func(c *contract) { c.storage[layout.SlotOfVotes()] = pack(map[int]uint64{0: 3, 2: 3}) })},
	}},
	"confirmed": {"{depth} blocks stand on block {block} of {time}, whose state is proved here: {finality}", eventScene, []lie{
		{about: "{depth}", tell: func(s *scene) { s.above = 1 }},
		badBlock,
		{about: "{time}", tell: badMined, fails: "chain"},
		{about: "{finality}", tell: func(s *scene) { s.trust.Engine = "ethereum" }, fails: "chain"},
	}},
	"anchor": {"at block {block} the contract had this checkpoint as the newest of the log, under the signer and the domain of the trust file", eventScene, []lie{
		badBlock,
		{about: "the contract", tell: func(s *scene) { s.code = custos.Hash{0xbad & 0xff} }},
		{about: "the contract", tell: func(s *scene) { s.trust.Contracts.Anchors.Address[5]++ }},
		{about: "this checkpoint", tell: func(s *scene) { s.log.Size, s.log.Root = 5, custos.Hash{1} }},
		{about: "the newest", tell: func(s *scene) { s.log.Size, s.log.Root = 6, custos.Hash{1} }},
		{about: "the newest", tell: func(s *scene) { s.log.Frozen = true }},
		{about: "the signer", tell: func(s *scene) { s.log.Signer = brunoAddress }},
		{about: "the domain", tell: func(s *scene) { s.log.Domain = layout.PathHash("campus/second-door") }},
		{about: "had", tell: onBundle(func(b *Bundle) { b.Proof.Anchors.Slots[1].Value[0]++ })},
	}},
	"registry": {"at block {block} the contract had {services} as active services of {owner}, the active owner of {domain}, each under its key", eventScene, []lie{
		badBlock, badOwner, badDomain,
		{about: "{services}", tell: nameSlot(func(n *custos.Hash) { n[0]++ })},
		{about: "{services}", tell: onBundle(func(b *Bundle) { b.Proof.Registry.Slots = b.Proof.Registry.Slots[:len(b.Proof.Registry.Slots)-1] })},
		{about: "the contract", tell: func(s *scene) { s.trust.Contracts.Registry.CodeHash[0]++ }},
		{about: "active services", tell: func(s *scene) { s.people[cast()[object].Address()].active = false }},
		{about: "services", tell: func(s *scene) { s.people[cast()[object].Address()].role = custos.RoleCloud }},
		{about: "the active owner", tell: func(s *scene) { s.owner.Active = false }},
		{about: "its key", tell: func(s *scene) { s.subject.by = stranger() }},
	}},
	"registry/older": {"at block {block} the contract had {keys} keys as active services of {owner}, the active owner of {domain}", olderOf(eventScene), []lie{
		badBlock, badOwner, badDomain,
		{about: "{keys}", tell: onBundle(func(b *Bundle) { b.Proof.Registry.Slots = b.Proof.Registry.Slots[:9] })},
		{about: "active services", tell: func(s *scene) { s.people[cast()[camera1].Address()].active = false }},
		{about: "the active owner", tell: func(s *scene) { s.owner.Active = false }},
	}},
	"names/older": {"which service of {owner} each key is, is not proved by a bundle of this older form: services, cameras and edges are named by their own word. Export it again to have them proved", olderOf(eventScene), []lie{
		badOwner,
		{about: "this older form", tell: func(s *scene) { s.form = formNamed }, fails: "registry", unsaid: true},
		{about: "this older form", tell: func(s *scene) { s.trust.NamesFrom = 4 }},
		{about: "their own word", tell: func(s *scene) { signedBy(camera1, s.subject) }, fails: "footage"},
	}},
	"report": {"report.html describes the bundle in the exporter's own words and pictures, and proves nothing", reported(eventScene), []lie{
		{about: "report.html", tell: unsigned(-2), fails: "statement"},
		{about: "the exporter's own", tell: func(s *scene) { s.exporter = cast()[object] }, fails: "statement"},
	}},
	"statement": {"every file is the one that {exporter} signed, the master of the log, by its key {key}", eventScene, []lie{
		badKey,
		{about: "every file", tell: unsigned(1)},
		badFile,
		{about: "{exporter}", tell: func(s *scene) { s.exporter = cast()[object] }},
		{about: "{exporter}", tell: func(s *scene) { s.exporter = cast()[behavior] }},
		{about: "the master", tell: func(s *scene) { s.exporter = cast()[behavior] }},
	}},
	"statement/older": {"every file is the one that the master of the log signed, by its key {key}", olderOf(eventScene), []lie{
		badKey,
		{about: "every file", tell: unsigned(1)},
		badFile,
		{about: "the master", tell: func(s *scene) { s.exporter = cast()[behavior] }},
	}},
	"event": {"{event} stands in a batch that {service} signed, leaf {leaf} of the log; it says that it is about {resource}, which lies in {domain}", eventScene, []lie{
		badLeaf,
		{about: "{event}", tell: body("front-edge.object.7.3", "front-edge.object.7.4")},
		{about: "{event}", tell: subjectBatch(func(b *Batch) { b.First, b.Last = 9, 9 })},
		{about: "{service}", tell: func(s *scene) { signedBy(behavior, s.subject) }},
		{about: "{service}", tell: func(s *scene) { signedBy(master, s.subject) }},
		{about: "{service}", tell: func(s *scene) { signedBy(elsewhere, s.subject) }},
		{about: "{service}", tell: subjectBatch(func(b *Batch) { b.Service = behavior })},
		{about: "{resource}", tell: body("cam1", "cam2")},
		{about: "{domain}", tell: func(s *scene) { s.subject.event.Resource = "campus/second-door/cam1" }},
	}},
	"event/own": {"{event} stands in a batch that {service} signed, leaf {leaf} of the log; it is about its own camera {resource}", ownScene, []lie{
		badLeaf,
		{about: "{event}", tell: body(`"index":2`, `"index":3`)},
		{about: "{service}", tell: func(s *scene) { signedBy(camera2, s.subject) }},
		{about: "{resource}", tell: func(s *scene) { s.subject.event.Resource = "campus/front-door/cam2" }},
		{about: "{resource}", tell: func(s *scene) {
			for _, e := range s.segs {
				e.event.Resource = "campus/front-door/gate/cam1"
			}
		}},
		{about: "its own camera", tell: func(s *scene) { saidBy(object, s.subject) }},
	}},
	"event/unknown": {"; what it says is proved and not read: its kind {kind} is not known to this version", unheardScene, []lie{
		{about: "{kind}", tell: body("unheard", "unhears"), fails: "event"},
		{about: "is proved", tell: body("a whisper", "a whistle"), fails: "event"},
		{about: "not known", tell: body("unheard", "alarm"), fails: "event"},
	}},
	"event/form": {"; what it says is proved and not read: this version does not know this form of the kind {kind}", otherFormScene, []lie{
		{about: "{kind}", tell: body("zone", "zonk"), fails: "event"},
		{about: "is proved", tell: body(`"track":"seven"`, `"track":"eight"`), fails: "event"},
		{about: "this form", tell: body(`"track":"seven"`, `"track":7`), fails: "event"},
	}},
	"event/fields": {"; this version does not know its {fields}", newerScene, []lie{
		{about: "{fields}", tell: body(`"newer":`, `"later":`), fails: "event"},
		{about: "not know", tell: body(`,"newer":"yes"`, ""), fails: "event"},
	}},
	"event/older": {"the event stands in a batch that a service of {owner} signed, leaf {leaf} of the log; it says that it is {event} by {service}, about {resource}, which lies in {domain}", olderOf(eventScene), []lie{
		badLeaf, badOwner,
		{about: "{event}", tell: body("front-edge.object.7.3", "front-edge.object.7.4")},
		{about: "{event}", tell: func(s *scene) { s.subject.event.Service = "front-edge/track" }, own: "front-edge.track"},
		{about: "{service}", tell: func(s *scene) { s.subject.event.Service = "front-edge/track" }, own: "front-edge/track"},
		{about: "{service}", tell: func(s *scene) { signedBy(master, s.subject) }},
		{about: "{resource}", tell: func(s *scene) { s.subject.event.Resource = "campus/front-door/cam2" }, fails: "footage"},
		{about: "{domain}", tell: func(s *scene) { s.subject.event.Resource = "campus/second-door/cam1" }},
	}},
	"time": {"committed between {from} (block {first}, which its batch names) and {until} (block {last}, whose state is proved), by the miners' clocks; {clock} said {said}", eventScene, []lie{
		badFrom, badFirst, badUntil, badLast,
		{about: "{first}", tell: subjectBatch(func(b *Batch) { b.Block = custos.BlockRef{Number: 40, Hash: custos.Hash{4}} })},
		{about: "{clock}", tell: func(s *scene) { signedBy(elsewhere, s.subject) }, fails: "event"},
		{about: "{said}", tell: body("18:00:01", "19:00:01"), fails: "event"},
	}},
	"time/footage": {"; its footage was committed after {from} (block {first})", eventScene, []lie{
		{about: "{from}", tell: func(s *scene) { s.segs[0].batch = func(b *Batch) { b.Block.Hash[0]++ } }, unsaid: true},
		{about: "{first}", tell: func(s *scene) { s.segs[1].batch = func(b *Batch) { b.Block.Number = 1 } }, unsaid: true},
	}},
	"stretch": {"the bundle is about {camera} from {from} until {until}", stretchScene, []lie{
		{about: "{camera}", tell: func(s *scene) { s.stretch.Camera = "campus/front-door/cam2" }, fails: "footage"},
		{about: "{camera}", tell: func(s *scene) { s.stretch.Camera = "campus/second-door/cam1" }},
		{about: "{from}", tell: func(s *scene) { s.stretch.From = s.stretch.Until }},
		{about: "{from}", tell: anotherStretch, fails: "statement"},
		{about: "{until}", tell: func(s *scene) { s.segs, s.gaps = nil, nil }},
	}},
	"time/stretch": {"its footage was committed between {from} (block {first}, the first that its batches name) and {until} (block {last}, whose state is proved), by the miners' clocks", stretchScene, []lie{
		{about: "{from}", tell: func(s *scene) { s.segs[0].batch = func(b *Batch) { b.Block.Hash[0]++ } }},
		{about: "{first}", tell: func(s *scene) { s.segs[0].batch = func(b *Batch) { b.Block.Number = 1 } }},
		badUntil, badLast,
	}},
	"footage": {"{many} of {camera}, byte for byte as {service} sealed it, as long as it claims: from {from} until {until} by the clock of {node}", stretchScene, []lie{
		badMiddle, badSealed, badBytes, badLonger, badDated, badEnd,
		{about: "{many}", tell: func(s *scene) { s.segs[0], s.segs[1] = s.segs[1], s.segs[0] }},
		{about: "{camera}", tell: func(s *scene) { saidBy(camera2, s.segs...) }},
		{about: "{camera}", tell: func(s *scene) {
			for _, e := range s.segs {
				e.event.Resource = "campus/front-door/cam2"
			}
		}},
		{about: "{service}", tell: func(s *scene) { saidBy(object, s.segs...) }},
		{about: "{service}", tell: func(s *scene) { signedBy(behavior, s.segs[1]) }},
		{about: "{service}", tell: func(s *scene) { saidBy(elsewhere, s.segs[1]) }},
		{about: "{node}", tell: func(s *scene) { signedBy(elsewhere, s.segs...) }},
	}},
	"footage/older": {"{many} that a service of {owner} sealed as {service}, of {camera} by its own word, byte for byte, as long as it claims: from {from} until {until} by its own clock", olderOf(stretchScene), []lie{
		badMiddle, badBytes, badLonger, badDated, badEnd, badOwner,
		{about: "{service}", tell: func(s *scene) { signedBy(behavior, s.segs...) }},
		{about: "{service}", tell: func(s *scene) { saidBy(object, s.segs...) }},
		{about: "{service}", tell: func(s *scene) { signedBy(object, s.segs...) }, own: "front-edge/camera-cam1"},
		{about: "{camera}", tell: func(s *scene) { saidBy(camera2, s.segs...) }},
	}},
	"footage/lead": {"; the {lead} before, from {from} on, only serve to decode it", leadScene(true), []lie{
		{about: "{lead}", tell: func(s *scene) { s.segs = s.segs[1:] }, fails: "footage"},
		{about: "{from}", tell: badDated.tell, fails: "footage"},
		{about: "only serve to decode it", tell: segment(1, func(g *observe.Segment) { g.Dependent = false }), unsaid: true},
	}},
	"footage/before": {"; the {lead} before, from {from} on, end before what it is about", leadScene(false), []lie{
		{about: "{lead}", tell: func(s *scene) { s.segs = s.segs[1:] }, unsaid: true},
		{about: "{from}", tell: badDated.tell, fails: "footage"},
		{about: "end before", tell: segment(0, func(g *observe.Segment) { g.Until = g.Until.Add(-time.Second) }), fails: "footage"},
	}},
	"footage/late": {"; the bundle has nothing of the first {late}", besideScene, []lie{
		{about: "{late}", tell: anotherStretch, fails: "statement"},
		{about: "{late}", tell: segment(0, func(g *observe.Segment) { g.From = g.From.Add(-time.Second) })},
	}},
	"footage/early": {"; the bundle has nothing of the last {early}", stretchScene, []lie{
		{about: "{early}", tell: anotherStretch, fails: "statement"},
		{about: "{early}", tell: badEnd.tell},
	}},
	"footage/format": {"; the picture changes from {a} to {b} at {time}", formatScene, []lie{
		{about: "{a}", tell: segment(0, func(g *observe.Segment) { g.Height = 1080 })},
		{about: "{b}", tell: badSize},
		{about: "{time}", tell: badDated.tell},
	}},
	"footage/unread": {"; whether it shows the event, only a version that knows the kind {kind} can tell", unheardScene, []lie{
		{about: "{kind}", tell: body("unheard", "unhears"), fails: "event"},
		{about: "a version that knows", tell: func(s *scene) { observetest.Say(&s.subject.event, zoneAt(time.Second)) }, unsaid: true},
	}},
	"footage/none": {"not included: this proves the event alone, not what the camera saw", bareScene, []lie{
		{about: "not included", tell: func(s *scene) { s.film(filmedPlain()) }, unsaid: true},
		{about: "the event alone", tell: func(s *scene) {
			s.stretch, s.subject = &Stretch{Camera: cam, From: t0, Until: t0.Add(time.Second)}, nil
		}, fails: "stretch"},
	}},
	"footage/kind": {"not included: no footage shows an event of the kind {kind}", decisionScene, []lie{
		{about: "{kind}", tell: body("decision", "recision"), fails: "event"},
	}},
	"gaps": {"nothing was sealed {gaps}", stretchScene, []lie{
		{about: "{gaps}", tell: func(s *scene) { s.gaps = nil }},
		{about: "nothing was sealed", tell: func(s *scene) { s.segs = slices.Delete(s.segs, 1, 2) }, fails: "footage"},
	}},
	"gaps/between": {"from {from} until {until}: {service} {says}", stretchScene, []lie{
		{about: "{until}", tell: uncovering},
		{about: "{from}", tell: segmentGap(func(g *observe.Stream) { f := g.From.Add(time.Second); g.From = &f })},
		{about: "{service}", tell: func(s *scene) { saidBy(object, s.gaps...) }},
		{about: "{service}", tell: func(s *scene) { signedBy(master, s.gaps...) }},
		{about: "{service}", tell: func(s *scene) { saidBy(elsewhere, s.gaps...) }},
		{about: "{service}", tell: func(s *scene) { s.gaps[0].event.Resource = "campus/front-door/cam2" }},
		{about: "{says}", tell: onBundle(func(b *Bundle) {
			b.Gaps[0].Body = bytes.Replace(b.Gaps[0].Body, []byte("broke off"), []byte("was cut!!"), 1)
		})},
	}},
	"gaps/older": {"from {from} until {until}: a segment beside it is of a form that told of no gaps", oldGapScene, []lie{
		{about: "{from}", tell: segment(1, func(g *observe.Segment) { g.Until = g.Until.Add(time.Second) }), fails: "footage"},
		{about: "{until}", tell: segment(2, func(g *observe.Segment) { g.From, g.Until = g.From.Add(-3*time.Second), g.Until.Add(-3*time.Second) }), fails: "footage"},
		{about: "told of no gaps", tell: func(s *scene) {
			for i := range s.segs {
				segment(i, func(g *observe.Segment) { g.Base = time.Second + g.From.Sub(t0) })(s)
			}
		}},
	}},
	"gaps/beside": {"beside the footage, by its word alone: {gaps}", besideScene, []lie{
		{about: "{gaps}", tell: func(s *scene) { s.gaps = nil }, unsaid: true},
		{about: "beside the footage", tell: segmentGap(func(g *observe.Stream) { f, u := t0.Add(time.Hour), t0.Add(2*time.Hour); g.From, g.Until = &f, &u }), unsaid: true},
	}},
	"gaps/alone": {"from {from} until {until} {service} recorded nothing and {says}", besideScene, []lie{
		// Who leaves the first segment out does not make a gap longer than the camera said.
		{about: "{until}", tell: func(s *scene) { s.segs = s.segs[1:] }, own: "until 2026-07-01T18:00:04.000Z front-edge"},
		{about: "{from}", tell: func(s *scene) { s.stretch.From = t0.Add(-time.Hour) }, own: "from 2026-07-01T17:00:00.000Z until 2026-07-01T18:00:02"},
		{about: "{service}", tell: func(s *scene) { signedBy(behavior, s.gaps...) }},
		{about: "{service}", tell: func(s *scene) { saidBy(object, s.gaps...) }},
		{about: "{service}", tell: func(s *scene) { // what it says is true, of another camera
			saidBy(camera2, s.gaps...)
			s.gaps[0].event.Resource = "campus/front-door/cam2"
		}},
		{about: "{says}", tell: onBundle(func(b *Bundle) {
			b.Gaps[0].Body = bytes.Replace(b.Gaps[0].Body, []byte("no pictures"), []byte("two picture"), 1)
		})},
	}},
}

// anotherStretch changes what the bundle is about after the exporter has signed it.
func anotherStretch(s *scene) {
	s.onFiles = func(f []file, about *predicate) []file {
		other := *about.Stretch
		other.From = other.From.Add(-time.Hour)
		about.Stretch = &other
		return f
	}
}

func cosigning(by func(text string, at time.Time) string) func(*scene) {
	return func(s *scene) { s.onCosign = func(text string) string { return by(text, time.Unix(t1+45, 0)) } }
}

// nameSlot changes what a proof says of the name of the event's service.
func nameSlot(change func(*custos.Hash)) func(*scene) {
	return onBundle(func(b *Bundle) {
		own := layout.SlotsOfName(cast()[object].Address(), 1)[0]
		for i := range b.Proof.Registry.Slots {
			if s := &b.Proof.Registry.Slots[i]; s.Key == own {
				change(&s.Value)
			}
		}
	})
}

var nounIn = regexp.MustCompile(`\{[a-z]+\}`)

// saidIn returns the details in which a sentence is said.
func saidIn(r *Report, s sentence) (out []string) {
	pattern := ".+"
	parts := nounIn.Split(string(s), -1)
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	re := regexp.MustCompile(strings.Join(parts, pattern))
	for _, c := range r.Claims {
		if (c.Status == Pass || c.Status == None) && re.MatchString(c.Detail) {
			out = append(out, c.Detail)
		}
	}
	return out
}

// TestEveryNounHasItsLie holds each sentence of a verifier, word for word, against bundles
// that lie about one of its nouns. Who writes a sentence anew, or puts a noun into one,
// writes here how it is lied about.
func TestEveryNounHasItsLie(t *testing.T) {
	for name, s := range sentences {
		if spoken[name].text != s {
			t.Errorf("%q says %q: write here by what each of its nouns is bound, as a lie that fails", name, s)
		}
	}
	for name, s := range spoken {
		if _, ok := sentences[name]; !ok {
			t.Errorf("nothing says %q any more", name)
		}
		bound := map[string]bool{}
		for _, l := range s.lies {
			bound[l.about] = true
			if !strings.Contains(string(s.text), l.about) {
				t.Errorf("%s: %q is no noun of it", name, l.about)
			}
		}
		for _, noun := range nounIn.FindAllString(string(s.text), -1) {
			if !bound[noun] {
				t.Errorf("%s: nothing lies about %s", name, noun)
			}
		}
		r := s.true().verify(t)
		if r.Result != Pass || len(saidIn(r, s.text)) == 0 {
			t.Errorf("%s: the true bundle: %+v", name, r)
		}
		for _, c := range r.Claims {
			if strings.ContainsAny(c.Detail, "{}") {
				t.Errorf("%s: a noun is left out: %s", name, c.Detail)
			}
		}
		for i, l := range s.lies {
			lying := s.true()
			l.tell(lying)
			r := lying.verify(t)
			claim, _, _ := strings.Cut(name, "/")
			if l.fails != "" {
				claim = l.fails
			}
			switch {
			case l.own != "":
				for _, c := range r.Claims {
					if c.Status == Pass && strings.Contains(c.Detail, l.own) && !strings.Contains(c.Detail, "it says that it is") && !strings.Contains(c.Detail, "by its own word") && !strings.Contains(c.Detail, "calls itself") {
						t.Errorf("%s: %s, lie %d: %q is said as a fact: %s", name, l.about, i, l.own, c.Detail)
					}
				}
			case l.unsaid:
				if said := saidIn(r, s.text); len(said) > 0 {
					t.Errorf("%s: %s, lie %d: it is said all the same: %q", name, l.about, i, said)
				}
			case r.Result == Pass || claimed(r, claim) == Pass || claimed(r, claim) == None || claimed(r, claim) == "":
				t.Errorf("%s: %s, lie %d: %q is %q: %+v", name, l.about, i, claim, claimed(r, claim), r)
			}
		}
	}
}
