package evidence

import (
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
)

// The scenes' log is anchored in block 4. Here the owners change before or after it.

var (
	carla        = custos.Owner{Address: custos.Address{0xc1}, Name: "carla", Domain: "campus/third-door", WitnessKey: public(ed(7)), Active: true}
	brunoRekeyed = custos.Owner{Address: brunoAddress, Name: "bruno", Domain: second, WitnessKey: public(ed(8)), Active: true}
	brunoAgain   = custos.Owner{Address: custos.Address{0xb2}, Name: "bruno", Domain: second, WitnessKey: public(ed(8)), Active: true}
)

var (
	badCosigner = lie{about: "{owners}", tell: cosigning(func(text string, at time.Time) string {
		return Cosign(text, WitnessName(domain), ed(1), at) + Cosign(text, WitnessName(second), ed(9), at)
	})}
	badTwice = lie{about: "{many}", tell: cosigning(func(text string, at time.Time) string {
		return Cosign(text, WitnessName(domain), ed(1), at) + Cosign(text, WitnessName(domain), ed(1), at.Add(time.Second))
	})}
	badAlone = lie{about: "{threshold}", tell: cosigning(func(text string, at time.Time) string { return Cosign(text, WitnessName(domain), ed(1), at) })}
)

// inactive, otherKey and elsewhereThen have the contract say otherwise of bruno.
func inactive(s *scene) {
	s.others[brunoAddress] = layout.Owner{Domain: layout.PathHash(second), WitnessKey: public(ed(2))}
}

func otherKey(s *scene) {
	s.others[brunoAddress] = layout.Owner{Active: true, Domain: layout.PathHash(second), WitnessKey: public(ed(9))}
}

func elsewhereThen(s *scene) {
	s.others[brunoAddress] = layout.Owner{Active: true, Domain: layout.PathHash("campus/third-door"), WitnessKey: public(ed(2))}
}

// now writes a trust file's history, whose last council is the present.
func now(s *scene, councils ...Council) {
	last := councils[len(councils)-1]
	s.trust.History = NewHistory(councils, 9)
	s.trust.Owners, s.trust.Threshold = last.Owners, last.Threshold
}

func two(o custos.Owner) []custos.Owner { return []custos.Owner{alma, o} }

// left, joined, rekeyed and replaced are what a trust file says of a vote in a block.
func left(block uint64) func(*scene) {
	return func(s *scene) { now(s, Council{0, two(bruno), 2}, Council{block, []custos.Owner{alma}, 1}) }
}

func joined(block uint64) func(*scene) {
	return func(s *scene) { now(s, Council{0, []custos.Owner{alma}, 1}, Council{block, two(bruno), 2}) }
}

func rekeyed(block uint64) func(*scene) {
	return func(s *scene) { now(s, Council{0, two(bruno), 2}, Council{block, two(brunoRekeyed), 2}) }
}

func replaced(block uint64) func(*scene) {
	return func(s *scene) { now(s, Council{0, two(bruno), 2}, Council{block, two(brunoAgain), 2}) }
}

func after(change func(*scene)) func() *scene {
	return func() *scene {
		s := eventScene()
		change(s)
		return s
	}
}

func votedOut(block uint64) func() *scene       { return after(left(block)) }
func rotatedKey(block uint64) func() *scene     { return after(rekeyed(block)) }
func rotatedAccount(block uint64) func() *scene { return after(replaced(block)) }

// joinedLater is a scene of one owner, whose checkpoint one who came later cosigned too.
func joinedLater(block uint64) func() *scene {
	return after(func(s *scene) {
		joined(block)(s)
		s.votes = layout.Votes{Threshold: 1, Owners: 1}
		s.others[brunoAddress] = layout.Owner{}
	})
}

func ofThree(block uint64) []Council {
	return []Council{{0, []custos.Owner{alma, bruno, carla}, 2}, {block, []custos.Owner{alma, brunoRekeyed, carla}, 2}}
}

// laterKey is a scene of three owners, one of whom cosigned by a key that he had later.
func laterKey() *scene {
	s := eventScene()
	now(s, ofThree(7)...)
	s.votes = layout.Votes{Threshold: 2, Owners: 3}
	s.others[carla.Address] = layout.Owner{Active: true, Domain: layout.PathHash(carla.Domain), WitnessKey: carla.WitnessKey}
	cosigning(func(text string, at time.Time) string {
		return Cosign(text, WitnessName(domain), ed(1), at) + Cosign(text, WitnessName(carla.Domain), ed(7), at) + Cosign(text, WitnessName(second), ed(8), at)
	})(s)
	return s
}

// What was proved stays proved: honest evidence of before a vote verifies by a trust file of
// after it, and says who was an owner then.
func TestAttack60EvidenceOutlivesItsOwners(t *testing.T) {
	log := func(s *scene) { // alma's domain went to another account
		moved := alma
		moved.Address, moved.WitnessKey = custos.Address{0xa2}, public(ed(6))
		now(s, Council{0, two(bruno), 2}, Council{7, []custos.Owner{moved, bruno}, 2})
		s.trust.Logs[0].Owner = moved.Address
	}
	stricter := func(s *scene) { now(s, Council{0, two(bruno), 2}, Council{7, []custos.Owner{alma, bruno, carla}, 3}) }
	for name, c := range map[string]struct {
		change func(*scene)
		says   string
	}{
		"an owner was voted out":       {left(7), "alma and bruno (an owner until block 7)"},
		"a witness key was rotated":    {rekeyed(7), "bruno (by a witness key that counted until block 7)"},
		"a domain has another account": {replaced(7), "bruno (by an account that owned campus/second-door until block 7)"},
		"the log's owner is another":   {log, "alma (by an account that owned campus/front-door until block 7)"},
		"more must agree since":        {stricter, "2 of the 2 owners at block 4, 2 needed then"},
		"nothing happened":             {func(*scene) {}, "alma and bruno"},
	} {
		for form, make := range map[string]func() *scene{"new": eventScene, "named": named(eventScene), "older": olderOf(eventScene)} {
			s := make()
			c.change(s)
			r := s.verify(t)
			if said := detail(r, "witnesses"); r.Result != Pass || !strings.Contains(said, c.says) {
				t.Errorf("%s, %s form: %s: %s %+v", name, form, r.Result, said, r)
			}
		}
	}
}

// A trust file that says of the past what the contract does not bear out is found out.
func TestAttack60LiesAboutThePast(t *testing.T) {
	for name, tell := range map[string]func(*scene){
		"a stretch that ends too early": left(4),
		"a stretch that begins too early": func(s *scene) {
			joined(3)(s)
			s.others[brunoAddress] = layout.Owner{}
			s.votes = layout.Votes{Threshold: 1, Owners: 1}
		},
		"a key that counted no more":       func(s *scene) { rekeyed(7)(s); otherKey(s) },
		"a cosigner who was no owner then": func(s *scene) { left(7)(s); inactive(s) },
		"fewer had to agree":               func(s *scene) { s.votes.Threshold = 1 },
		"there were more owners":           func(s *scene) { s.votes.Owners = 3 },
		"the owner was out and is back":    func(s *scene) { s.owner.Generation = 2 },
	} {
		s := eventScene()
		tell(s)
		if r := s.verify(t); r.Result != Fail {
			t.Errorf("%s: %+v", name, r)
		}
	}
	// A bundle of a later block than the file knows of, cosigned by who came since, is not
	// forged: a newer file tells.
	s := eventScene()
	now(s, Council{0, []custos.Owner{alma}, 1})
	s.trust.History.Through = 3
	if r := s.verify(t); r.Result == Pass || claimed(r, "witnesses") == Fail {
		t.Errorf("what the trust file cannot know: %+v", r)
	}
}

func TestTrustFilesWithNonsense(t *testing.T) {
	for name, h := range map[string]*History{
		"no owners":       NewHistory([]Council{{0, nil, 1}}, 9),
		"half of them":    NewHistory([]Council{{0, two(bruno), 1}}, 9),
		"one domain":      NewHistory([]Council{{0, []custos.Owner{bruno, brunoAgain}, 2}}, 9),
		"after its end":   NewHistory([]Council{{0, two(bruno), 2}, {12, []custos.Owner{alma}, 1}}, 9),
		"backwards":       {Through: 9, Owners: []Tenure{{Address: almaAddress, Domain: domain, From: 5, Until: 3}}},
		"thresholds back": {Through: 9, Thresholds: []PastThreshold{{From: 5, Threshold: 1}, {From: 2, Threshold: 1}}},
	} {
		if err := h.check(); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func detail(r *Report, name string) string {
	for _, c := range r.Claims {
		if c.Name == name {
			return c.Detail
		}
	}
	return ""
}
