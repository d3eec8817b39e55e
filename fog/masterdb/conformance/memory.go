package conformance

import (
	"errors"
	"sync"
	"sync/atomic"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// cosign cosigns a tree as a witness would that takes everything.
func (s *suite) cosign(c masterdb.Cosigning) (size uint64, root custos.Hash) {
	s.Helper()
	s.must(s.db.Cosign(s.ctx, c, func(n uint64, r custos.Hash) error { size, root = n, r; return nil }))
	return size, root
}

func (s *suite) cosigned() {
	first := masterdb.Cosigning{Origin: "a", Size: 3, Root: custos.Hash{3}}
	if n, r := s.cosign(first); n != 0 || !r.IsZero() {
		s.Errorf("of a new log %d, %s were cosigned", n, r)
	}
	s.cosign(masterdb.Cosigning{Origin: "b", Size: 9, Root: custos.Hash{9}})
	said := masterdb.Policy{Deployment: custos.Hash{1}, Said: evidence.Policy{Block: 4, Digest: custos.Hash{4}}, Block: custos.Hash{44}, Keep: 8}
	no := custos.Errorf(custos.Conflict, "3")
	refused := masterdb.Cosigning{Origin: "a", Size: 5, Root: custos.Hash{6}, Policy: &said}
	err := s.db.Cosign(s.ctx, refused, func(n uint64, r custos.Hash) error {
		if n != 3 || r != first.Root {
			s.Errorf("before, %d, %s were cosigned", n, r)
		}
		return no
	})
	if !errors.Is(err, no) || err.Error() != "3" || custos.KindOf(err) != custos.Conflict {
		s.Errorf("the check's error became %v", err)
	}
	root := func(origin string, size uint64, want custos.Hash) {
		s.Helper()
		h, there, err := s.db.CosignedRoot(s.ctx, origin, size)
		s.found("a cosigned root", there, err, !want.IsZero())
		s.want("a cosigned root", h, want)
	}
	root("a", 5, custos.Hash{})
	kept, err := s.db.Remembered(s.ctx, said.Deployment)
	s.must(err)
	s.want("of what was refused is remembered", len(kept), 0)

	refused.Root = custos.Hash{5}
	s.cosign(refused)
	kept, err = s.db.Remembered(s.ctx, said.Deployment)
	s.must(err)
	said.Keep = 0
	s.want("the policy that was cosigned", kept, []masterdb.Policy{said})
	root("a", 3, custos.Hash{3})
	root("a", 5, custos.Hash{5})
	root("b", 5, custos.Hash{})
	if n, r := s.cosign(masterdb.Cosigning{Origin: "a", Size: 5, Root: custos.Hash{55}}); n != 5 || r != (custos.Hash{5}) {
		s.Errorf("before, %d, %s were cosigned", n, r)
	}
	root("a", 5, custos.Hash{5}) // what the chain is held against does not change
}

// cosignedAtOnce asks for many stories of one log at the same time: one is cosigned.
func (s *suite) cosignedAtOnce() {
	var wg sync.WaitGroup
	var signed atomic.Int32
	for i := range 16 {
		wg.Go(func() {
			err := s.db.Cosign(s.ctx, masterdb.Cosigning{Origin: "a", Size: uint64(i + 1), Root: custos.Hash{byte(i + 1)}}, func(n uint64, _ custos.Hash) error {
				if n != 0 {
					return custos.Errorf(custos.Conflict, "%d", n)
				}
				return nil
			})
			switch {
			case err == nil:
				signed.Add(1)
			case custos.KindOf(err) != custos.Conflict:
				s.Error(err)
			}
		})
	}
	wg.Wait()
	s.want("how many stories were cosigned", signed.Load(), int32(1))
}

func (s *suite) alarms() {
	silent := masterdb.Alarm{About: observe.AlarmSilent, Origin: "b", Reason: "it is"}
	chain := masterdb.Alarm{About: observe.AlarmChain, Origin: "b", Reason: "it has", Block: custos.BlockRef{Number: 7, Hash: custos.Hash{7}}}
	also := masterdb.Alarm{About: observe.AlarmChain, Origin: "a", Reason: "too"}
	open := func(want ...masterdb.Alarm) {
		s.Helper()
		got, err := s.db.Alarms(s.ctx)
		s.must(err)
		s.want("what is open", got, want)
	}
	open()
	for _, a := range []masterdb.Alarm{silent, chain, also} {
		s.must(s.db.OpenAlarm(s.ctx, a))
	}
	again := chain
	again.Reason, again.Block.Number = "another", 8
	s.must(s.db.OpenAlarm(s.ctx, again))
	open(also, chain, silent)
	a, there, err := s.db.Alarm(s.ctx, observe.AlarmChain, "b")
	s.found("an alarm", there, err, true)
	s.want("an alarm", a, chain)
	s.must(s.db.CloseAlarm(s.ctx, observe.AlarmChain, "b"))
	s.must(s.db.CloseAlarm(s.ctx, observe.AlarmChain, "b"))
	_, there, err = s.db.Alarm(s.ctx, observe.AlarmChain, "b")
	s.found("one that is over", there, err, false)
	open(also, silent)
}

func (s *suite) policies() {
	here, there := custos.Hash{1}, custos.Hash{2}
	p := func(deployment custos.Hash, block uint64, digest, by byte) masterdb.Policy {
		return masterdb.Policy{Deployment: deployment, Said: evidence.Policy{Block: block, Digest: custos.Hash{digest}}, Block: custos.Hash{by}}
	}
	keep := func(row masterdb.Policy, n int) {
		s.Helper()
		row.Keep = n
		s.must(s.db.RememberPolicy(s.ctx, row))
	}
	remembered := func(deployment custos.Hash, want ...masterdb.Policy) {
		s.Helper()
		got, err := s.db.Remembered(s.ctx, deployment)
		s.must(err)
		s.want("what is remembered", got, want)
	}
	remembered(here)
	keep(p(there, 1, 1, 1), 3)
	keep(p(here, 5, 2, 1), 3)
	keep(p(here, 9, 1, 1), 3)
	keep(p(here, 5, 1, 1), 3)
	remembered(here, p(here, 9, 1, 1), p(here, 5, 1, 1), p(here, 5, 2, 1))
	keep(p(here, 5, 2, 8), 3)
	remembered(here, p(here, 9, 1, 1), p(here, 5, 1, 1), p(here, 5, 2, 8))
	keep(p(here, 12, 1, 1), 2)
	remembered(here, p(here, 12, 1, 1), p(here, 9, 1, 1))
	remembered(there, p(there, 1, 1, 1))
	s.must(s.db.ForgetPolicies(s.ctx, here, []evidence.Policy{{Block: 12, Digest: custos.Hash{1}}, {Block: 9, Digest: custos.Hash{7}}, {Block: 1, Digest: custos.Hash{1}}}))
	remembered(here, p(here, 9, 1, 1))
	remembered(there, p(there, 1, 1, 1))
}

func (s *suite) rules() {
	one, two := custos.Hash{1}, custos.Hash{2}
	_, there, err := s.db.Rules(s.ctx, one)
	s.found("no rules", there, err, false)
	s.must(s.db.KeepRules(s.ctx, one, masterdb.Rules{Text: "x", Written: 1, Block: 5}))
	s.must(s.db.KeepRules(s.ctx, two, masterdb.Rules{Text: "z", Written: 9, Block: 9}))
	s.must(s.db.KeepRules(s.ctx, one, masterdb.Rules{Text: "y", Written: 2, Block: 6}))
	r, there, err := s.db.Rules(s.ctx, one)
	s.found("rules", there, err, true)
	s.want("rules", r, masterdb.Rules{Text: "y", Written: 2, Block: 6})
}
