package conformance

import (
	"fmt"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
)

// checkpoint is one of a size with so many signers.
func checkpoint(size uint64, signers int) masterdb.Checkpoint {
	return masterdb.Checkpoint{Size: size, Root: custos.Hash{byte(size)}, Note: fmt.Sprintf("note %d", size), Cosignatures: fmt.Sprintf("%d lines", signers), Signers: signers}
}

// anchor is one of a size in a block.
func anchor(size, block uint64) masterdb.Anchor {
	return masterdb.Anchor{Size: size, Block: custos.BlockRef{Number: block, Hash: custos.Hash{1, byte(block)}}, Tx: custos.Hash{7}, Gas: 5, Sent: at(2000)}
}

// kept is what a question gives back of it.
func kept(a masterdb.Anchor, confirmed bool) masterdb.Anchor {
	return masterdb.Anchor{Size: a.Size, Block: a.Block, Confirmed: confirmed}
}

func (s *suite) checkpoints() {
	_, there, err := s.db.Checkpoint(s.ctx, 4)
	s.found("no checkpoint", there, err, false)
	_, there, err = s.db.Cosignatures(s.ctx, 4)
	s.found("no cosignatures", there, err, false)
	s.must(s.db.KeepCosigned(s.ctx, checkpoint(4, 1)))
	more := checkpoint(4, 2)
	more.Note, more.Root = "note with the policy", custos.Hash{99}
	s.must(s.db.KeepCosigned(s.ctx, more))
	s.must(s.db.KeepCosigned(s.ctx, more))
	more.Root = custos.Hash{4}
	c, there, err := s.db.Checkpoint(s.ctx, 4)
	s.found("a checkpoint", there, err, true)
	s.want("a checkpoint with more signers", c, more)
	lines, there, err := s.db.Cosignatures(s.ctx, 4)
	s.found("cosignatures", there, err, true)
	s.want("cosignatures", lines, "2 lines")
}

func (s *suite) anchors() {
	one := func(what string, want masterdb.Anchor) {
		s.Helper()
		got, err := s.db.Suspects(s.ctx)
		s.must(err)
		s.want(what, got, []masterdb.Anchor{want})
	}
	a := anchor(4, 9)
	s.must(s.db.KeepCosigned(s.ctx, checkpoint(4, 2)))
	c := checkpoint(4, 0)
	c.Note = "another note"
	s.must(s.db.KeepAnchor(s.ctx, c, a))
	got, _, err := s.db.Checkpoint(s.ctx, 4)
	s.must(err)
	s.want("the checkpoint that was there", got, checkpoint(4, 2))
	one("an anchor", kept(a, false))
	for size, want := range map[uint64]bool{4: true, 5: false} {
		there, err := s.db.HasAnchor(s.ctx, size)
		s.found("an anchor", there, err, want)
	}
	// A row that says another block by now is not what is meant.
	stale := a
	stale.Block.Hash[0]++
	s.must(s.db.Confirm(s.ctx, []masterdb.Anchor{stale}))
	s.must(s.db.ForgetAnchor(s.ctx, 4, stale.Block.Hash))
	one("an anchor of another block", kept(a, false))
	s.must(s.db.Confirm(s.ctx, []masterdb.Anchor{a}))
	one("a confirmed anchor", kept(a, true))
	// A reorganisation moved it.
	moved := anchor(4, 11)
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(4, 0), moved))
	one("a moved anchor", kept(moved, false))
	s.must(s.db.ForgetAnchor(s.ctx, 4, moved.Block.Hash))
	s.must(s.db.ForgetAnchor(s.ctx, 4, moved.Block.Hash))
	there, err := s.db.HasAnchor(s.ctx, 4)
	s.found("a forgotten anchor", there, err, false)
	// Of a checkpoint that was not kept.
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(6, 3), anchor(6, 12)))
	got, there, err = s.db.Checkpoint(s.ctx, 6)
	s.found("the checkpoint of an anchor", there, err, true)
	s.want("it has no cosignatures yet", got, masterdb.Checkpoint{Size: 6, Root: custos.Hash{6}, Note: "note 6"})
}

func (s *suite) suspects() {
	var all []masterdb.Anchor
	for size := uint64(1); size <= 80; size++ {
		a := anchor(size, 100+size/2) // two in a block
		s.must(s.db.KeepAnchor(s.ctx, checkpoint(size, 1), a))
		all = append(all, a)
	}
	sizes := func() (out []uint64) {
		got, err := s.db.Suspects(s.ctx)
		s.must(err)
		for _, a := range got {
			out = append(out, a.Size)
		}
		return out
	}
	if got := sizes(); len(got) != 80 || got[0] != 80 || got[79] != 1 {
		s.Errorf("while none is confirmed, %v", got)
	}
	s.must(s.db.Confirm(s.ctx, all[:70])) // 1 to 70
	if got := sizes(); len(got) != 75 || got[0] != 80 || got[74] != 6 {
		s.Errorf("with 70 confirmed, %d from %v", len(got), got)
	}
	a, there, err := s.db.AnchorFrom(s.ctx, 120)
	s.found("an anchor from a block on", there, err, true)
	s.want("the smallest of the lowest block", a, kept(all[39], true))
	_, there, err = s.db.AnchorFrom(s.ctx, 141)
	s.found("no anchor from a block on", there, err, false)
}

func (s *suite) marks() {
	marks := func(signers int, witnessed, anchored, block uint64) {
		s.Helper()
		w, err := s.db.Witnessed(s.ctx, signers)
		s.must(err)
		size, at, err := s.db.Anchored(s.ctx, signers)
		s.must(err)
		s.want(fmt.Sprintf("marks with %d signers", signers), [3]uint64{w, size, at}, [3]uint64{witnessed, anchored, block})
	}
	marks(1, 0, 0, 0)
	for size, signers := range map[uint64]int{3: 1, 5: 2, 8: 2, 9: 1} {
		s.must(s.db.KeepCosigned(s.ctx, checkpoint(size, signers)))
		s.must(s.db.KeepAnchor(s.ctx, checkpoint(size, 0), anchor(size, 20+size)))
	}
	marks(2, 8, 0, 0)
	s.must(s.db.Confirm(s.ctx, []masterdb.Anchor{anchor(3, 23), anchor(5, 25), anchor(9, 29)}))
	marks(2, 8, 5, 25)
	marks(1, 9, 9, 29)
	proven := func(index uint64, signers int, want uint64) {
		s.Helper()
		p, there, err := s.db.Proven(s.ctx, index, signers)
		s.found("proven", there, err, want > 0)
		if want > 0 {
			c := checkpoint(want, map[uint64]int{3: 1, 5: 2, 9: 1}[want])
			s.want("proven", p, masterdb.Proven{Checkpoint: c, Block: anchor(want, 20+want).Block})
		}
	}
	proven(0, 1, 3)
	proven(2, 1, 3)
	proven(3, 1, 5)
	proven(0, 2, 5)
	proven(5, 2, 0) // that over 8 is not confirmed
	proven(5, 1, 9)
	proven(9, 1, 0)
}

func (s *suite) latencies() {
	for i := range 4 {
		s.commit(uint64(i), door, 7, uint64(i+1), seen(i)) // received at 1000 s
	}
	late, early := anchor(3, 9), anchor(2, 8)
	late.Sent, early.Sent = at(1003), at(1001)
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(3, 1), late))
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(2, 1), early))
	unconfirmed := anchor(4, 10)
	unconfirmed.Sent = at(1000)
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(4, 1), unconfirmed))
	s.must(s.db.Confirm(s.ctx, []masterdb.Anchor{late, early}))
	got, err := s.db.AnchorLatencies(s.ctx, 10)
	s.must(err)
	s.want("latencies", got, []int64{3000, 1000, 1000})
	got, err = s.db.AnchorLatencies(s.ctx, 1)
	s.must(err)
	s.want("the newest latency", got, []int64{3000})
	// It is kept again in another block: when it was sent stays.
	late.Sent = at(5000)
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(3, 1), late))
	s.must(s.db.Confirm(s.ctx, []masterdb.Anchor{late}))
	got, err = s.db.AnchorLatencies(s.ctx, 1)
	s.must(err)
	s.want("the latency of one that moved", got, []int64{3000})
}
