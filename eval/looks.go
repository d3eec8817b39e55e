package eval

import (
	"context"
	"fmt"

	"custos.dev/custos"
	"custos.dev/custos/analyze/eval"
	"custos.dev/custos/analyze/feature"
	"custos.dev/custos/observe"
)

// looks measures how well looks tell people apart, on true boxes, so that no detector has a
// part in it: from one look of a network to the next, and after a while.
func (v *vision) looks(ctx context.Context, name, video string, truth eval.Sequence) error {
	s := &seen{}
	all := map[int]map[int]observe.Look{} // by frame and identity
	var boxes eval.Sequence
	err := s.each(ctx, video, 384, func(n int, f custos.Frame) error {
		if boxes == nil {
			boxes = truth.Counted().Scaled(s.width, s.height)
		}
		all[n] = map[int]observe.Look{}
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
	for _, apart := range []float64{.2, 3} { // seconds
		// Each person is looked for among all who are in the picture a while later.
		asked, first, others, told := 0, 0, 0, 0
		for n := 1; n <= s.frames; n++ {
			later := all[n+int(apart*s.rate+.5)]
			for id, l := range all[n] {
				self, ok := later[id]
				if !ok || len(later) < 2 {
					continue
				}
				likelier := 0
				for other, o := range later {
					if other != id && l.Similarity(o) < l.Similarity(self) {
						likelier++
					}
				}
				asked, others, told = asked+1, others+len(later)-1, told+likelier
				if likelier == len(later)-1 {
					first++
				}
			}
		}
		if asked == 0 {
			continue // the clip is too short
		}
		prefix := fmt.Sprintf("%s-looks-%gs-", name, apart)
		v.Add(prefix+"apart", float64(told)/float64(others), "of the pairs")
		v.Add(prefix+"first", float64(first)/float64(asked), "of the searches")
		v.Add(prefix+"among", 1+float64(others)/float64(asked), "people on average")
	}
	return nil
}
