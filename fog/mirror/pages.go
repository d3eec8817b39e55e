package mirror

import (
	"cmp"
	"context"
)

// pages fetches entries while those before are checked and written.
type pages struct {
	next <-chan page
	// most is how many leaves a chunk has, but for those of its last page.
	most int
	done error
}

type page struct {
	entries []Entry
	err     error
}

// pages begins to fetch entries; it ends with ctx, or at the first page that is empty.
func (f *Follower) pages(ctx context.Context, from *Remote, origin string, next, until uint64) *pages {
	r := *from
	r.Wanted = f.wanted()
	to := make(chan page, 1)
	go func() {
		defer close(to)
		for next < until {
			entries, err := r.Entries(ctx, origin, next, int(min(pageLeaves, uint64(cmp.Or(f.chunk, pageLeaves)), until-next)))
			select {
			case to <- page{entries, err}:
			case <-ctx.Done():
				return
			}
			if err != nil || len(entries) == 0 {
				return
			}
			next += uint64(len(entries))
		}
	}()
	return &pages{next: to, most: cmp.Or(f.chunk, chunkLeaves)}
}

// chunk returns as many entries as are checked at once; none where there are no more. An error comes
// behind what came before it.
func (p *pages) chunk(ctx context.Context) (out []Entry, err error) {
	size := 0
	for p.done == nil && size < chunkBytes && len(out) < p.most {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case got, ok := <-p.next:
			if !ok {
				return out, nil
			}
			p.done = got.err
			for i := range got.entries {
				size += weight(&got.entries[i])
			}
			out = append(out, got.entries...)
		}
	}
	if len(out) == 0 {
		return nil, p.done
	}
	return out, nil
}
