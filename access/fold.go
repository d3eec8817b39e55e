package access

import (
	"sync"
	"time"

	"custos.dev/custos/observe"
)

const (
	// foldFor is for how long decisions that are alike become one record.
	foldFor = time.Minute
	// maxSources bounds what is told apart; what is beyond is one source.
	maxSources = 10_000
	// lookEvery is how often add looks itself for what is over, in case nobody
	// calls Flush: a flood must not look through everything for each decision.
	lookEvery = 10 * time.Second
)

// foldings counts decisions that are alike, by source: the first is recorded at
// once, those that follow within a minute as one record at its end. So a flood
// costs two records a minute, and no decision goes without one.
type foldings struct {
	mu     sync.Mutex
	open   map[string]*folding
	looked time.Time
}

// folding is what has followed the first decision of a source; Count 0 is nothing.
type folding struct {
	began time.Time
	rest  observe.Decision
}

// add returns what is to be recorded now.
func (f *foldings) add(source string, d observe.Decision) (record []observe.Decision) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.open == nil {
		f.open = map[string]*folding{}
	}
	if d.From.Sub(f.looked) >= lookEvery {
		record = f.over(d.From, false)
	}
	if _, ok := f.open[source]; !ok && len(f.open) >= maxSources {
		source = "others"
	}
	o, ok := f.open[source]
	if ok && d.From.Sub(o.began) < foldFor {
		count, from := o.rest.Count, o.rest.From
		o.rest = d // the newest reason
		if o.rest.Count += count; count > 0 {
			o.rest.From = from
		}
		return record
	}
	if ok && o.rest.Count > 0 {
		record = append(record, o.rest)
	}
	f.open[source] = &folding{began: d.From}
	return append(record, d)
}

// over takes out the foldings whose minute is over, or all of them.
func (f *foldings) over(now time.Time, all bool) (record []observe.Decision) {
	f.looked = now
	for s, o := range f.open {
		if !all && now.Sub(o.began) < foldFor {
			continue
		}
		if o.rest.Count > 0 {
			record = append(record, o.rest)
		}
		delete(f.open, s)
	}
	return record
}

func (f *foldings) flush(now time.Time, all bool) []observe.Decision {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.over(now, all)
}
