package main

import (
	"context"

	"custos"
	"custos/analyze/eval"
	"custos/analyze/feature"
)

// looksApart is how much later somebody is looked for.
const looksApart = 3 // seconds

// looks measures how often somebody is found by his look among all who are in the picture
// a while later: on true boxes, so that no detector has a part in it.
func (v *vision) looks(ctx context.Context, name, video string, truth eval.Sequence) error {
	s := &seen{}
	all := map[int]map[int]custos.Look{} // by frame and identity
	var boxes eval.Sequence
	err := s.each(ctx, video, 384, func(n int, f custos.Frame) error {
		if boxes == nil {
			boxes = truth.Counted().Scaled(s.width, s.height)
		}
		all[n] = map[int]custos.Look{}
		for _, o := range boxes[n] {
			if l := feature.Of(&f, o.Box); l != nil {
				all[n][o.ID] = l
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	asked, first, candidates := 0, 0, 0
	for n := 1; n <= s.frames; n++ {
		later := all[n+int(looksApart*s.rate)]
		for id, l := range all[n] {
			self, ok := later[id]
			if !ok || len(later) < 2 {
				continue
			}
			asked, candidates, first = asked+1, candidates+len(later), first+1
			for other, o := range later {
				if other != id && l.Similarity(o) >= l.Similarity(self) {
					first--
					break
				}
			}
		}
	}
	v.row(name+"-looks-first", float64(first)/float64(max(asked, 1)), "of the searches")
	v.row(name+"-looks-among", float64(candidates)/float64(max(asked, 1)), "people on average")
	return nil
}
