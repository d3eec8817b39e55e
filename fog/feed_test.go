package fog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
)

// committed is a database of events in memory that counts how often it is read.
type committed struct {
	mu     sync.Mutex
	events []api.Event
	marks  Marks
	news   chan struct{}
	broken error

	reads, rereads atomic.Int64
}

func (c *committed) add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for range n {
		i := int64(len(c.events)) + 1
		c.events = append(c.events, api.Event{N: i, ID: custos.EventID(fmt.Sprintf("e%d", i))})
	}
	c.wake()
}

func (c *committed) wake() {
	close(c.news)
	c.news = make(chan struct{})
}

func (c *committed) mark(m Marks) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.marks = m
	c.wake()
}

func (c *committed) from(_ context.Context, q masterdb.Filter) ([]api.Event, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := append([]api.Event{}, c.events[min(int(q.After), len(c.events)):]...)
	return out[:min(len(out), q.Limit)], c.broken
}

func newTestFeed(c *committed) *feed {
	c.news = make(chan struct{})
	return &feed{
		begin: make(chan *showing, 1),
		grown: func() uint64 { c.mu.Lock(); defer c.mu.Unlock(); return uint64(len(c.events)) },
		read: func(ctx context.Context, q masterdb.Filter) ([]api.Event, error) {
			c.reads.Add(1)
			return c.from(ctx, q)
		},
		reread: func(ctx context.Context, q masterdb.Filter) ([]api.Event, error) {
			c.rereads.Add(1)
			return c.from(ctx, q)
		},
		newest: func(context.Context) (int64, error) {
			c.mu.Lock()
			defer c.mu.Unlock()
			return int64(len(c.events)), c.broken
		},
		marks: func() Marks { c.mu.Lock(); defer c.mu.Unlock(); return c.marks },
		wake:  func() <-chan struct{} { c.mu.Lock(); defer c.mu.Unlock(); return c.news },
	}
}

// listening is one who listens, and what he heard.
type listening struct {
	mu     sync.Mutex
	text   bytes.Buffer
	header http.Header
	// slow makes each write take so long.
	slow  time.Duration
	gone  context.CancelFunc
	ended chan struct{}
}

func (l *listening) Header() http.Header { return l.header }
func (l *listening) WriteHeader(int)     {}
func (l *listening) Flush()              {}

func (l *listening) Write(b []byte) (int, error) {
	time.Sleep(l.slow)
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *listening) heard() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func listen(t *testing.T, f *feed, seen int64, slow time.Duration) *listening {
	ctx, cancel := context.WithCancel(t.Context())
	l := &listening{header: http.Header{}, gone: cancel, ended: make(chan struct{}), slow: slow}
	go func() {
		defer close(l.ended)
		f.send(ctx, l, seen, nil)
	}()
	return l
}

// with runs a feed.
func with(t *testing.T, c *committed, test func(t *testing.T, f *feed)) {
	synctest.Test(t, func(t *testing.T) {
		f := newTestFeed(c)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- f.Run(ctx) }()
		defer func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}()
		test(t, f)
	})
}

func said(from, until int) string {
	var out strings.Builder
	for i := from; i <= until; i++ {
		f, _ := frameOf(&api.Event{N: int64(i), ID: custos.EventID(fmt.Sprintf("e%d", i))})
		out.Write(f.text)
	}
	return out.String()
}

// TestAttack43StreamsShareTheirWork opens many streams: an event is read once for all of them.
func TestAttack43StreamsShareTheirWork(t *testing.T) {
	c := new(committed)
	with(t, c, func(t *testing.T, f *feed) {
		const streams, news = 400, 10
		c.add(5)
		time.Sleep(time.Minute)
		if n := c.reads.Load(); n != 0 {
			t.Errorf("%d reads, while nobody listens", n)
		}
		var all []*listening
		for range streams {
			all = append(all, listen(t, f, -1, 0))
		}
		synctest.Wait()
		for range news {
			c.add(1)
			synctest.Wait()
		}
		for i, l := range all {
			if got := l.heard(); got != said(6, 5+news) {
				t.Fatalf("stream %d: %q", i, got)
			}
		}
		if n := c.reads.Load() + c.rereads.Load(); n > 2*(news+1) {
			t.Errorf("the database was read %d times for %d events, by %d streams", n, news, streams)
		}
		for _, l := range all {
			l.gone()
		}
		synctest.Wait()
		c.add(1) // it sees that nobody is there
		synctest.Wait()
		before := c.reads.Load()
		c.add(100)
		time.Sleep(time.Hour)
		if n := c.reads.Load(); n != before || f.shown != nil {
			t.Errorf("%d more reads after all have gone", n-before)
		}
		// Whoever comes now begins with what comes now.
		l := listen(t, f, -1, 0)
		synctest.Wait()
		c.add(2)
		synctest.Wait()
		if got := l.heard(); got != said(5+news+1+100+1, 5+news+1+100+2) {
			t.Errorf("after a pause: %q", got)
		}
		l.gone()
	})
}

func TestStreamGoesOnWhereItStopped(t *testing.T) {
	c := new(committed)
	with(t, c, func(t *testing.T, f *feed) {
		c.add(3000)
		c.mark(Marks{Size: 3000})
		first := listen(t, f, -1, 0)
		synctest.Wait()
		c.add(7)
		synctest.Wait()
		at := func(seen int64) string {
			l := listen(t, f, seen, 0)
			synctest.Wait()
			l.gone()
			return l.heard()
		}
		marks := string(update(3005, []byte(`{"marks":{"size":3000,"witnessed":0,"anchored":0,"block":0}}`)))
		if got, want := at(3005), marks+said(3006, 3007); got != want {
			t.Errorf("from 3005 on:\n%q, want\n%q", got, want)
		}
		if got := at(9999); !bytes.HasPrefix([]byte(got), []byte("id: 3007\n")) || bytes.Count([]byte(got), []byte("data:")) != 1 {
			t.Errorf("from what is not there yet: %q", got)
		}
		// No more than a thousand are said again, from the database as far as the feed does
		// not keep them.
		if got := at(5); bytes.Count([]byte(got), []byte("data: ")) != feedBack+1 || !bytes.HasSuffix([]byte(got), []byte(said(2008, 3007))) {
			t.Errorf("from long ago: %d messages", bytes.Count([]byte(got), []byte("data: ")))
		}
		// Marks are said once each, and a quiet stream says that it is there.
		c.mark(Marks{Size: 3007})
		synctest.Wait()
		time.Sleep(feedBeat + time.Second)
		want := string(update(3000, []byte(`{"marks":{"size":3000,"witnessed":0,"anchored":0,"block":0}}`))) + said(3001, 3007) +
			string(update(3007, []byte(`{"marks":{"size":3007,"witnessed":0,"anchored":0,"block":0}}`))) + ": here\n\n"
		if got := first.heard(); got != want {
			t.Errorf("the first heard\n%q, want\n%q", got, want)
		}
		first.gone()
	})
}

// Who is slow loses nothing, and keeps nobody waiting.
func TestSlowListenerMissesNothing(t *testing.T) {
	c := new(committed)
	with(t, c, func(t *testing.T, f *feed) {
		slow, quick := listen(t, f, -1, time.Second), listen(t, f, -1, 0)
		synctest.Wait()
		const n = feedFrames + 2000
		for range n / 100 {
			c.add(100)
			synctest.Wait()
		}
		c.add(n % 100)
		synctest.Wait()
		if got := quick.heard(); got != said(1, n) {
			t.Errorf("the quick one heard %d bytes", len(got))
		}
		if len(f.shown.frames) > feedFrames || f.shown.bytes > feedBytes {
			t.Errorf("%d frames of %d bytes are kept", len(f.shown.frames), f.shown.bytes)
		}
		time.Sleep((n + 100) * time.Second)
		if got := slow.heard(); !bytes.HasPrefix([]byte(got), []byte(said(1, n))) {
			t.Errorf("the slow one heard %d bytes, the quick one %d", len(got), len(quick.heard()))
		}
		if c.rereads.Load() == 0 {
			t.Error("the slow one was never behind: the test tests nothing")
		}
		slow.gone()
		quick.gone()
	})
}

func TestStreamsEndWhenReadingFails(t *testing.T) {
	c := new(committed)
	with(t, c, func(t *testing.T, f *feed) {
		l := listen(t, f, -1, 0)
		synctest.Wait()
		c.mu.Lock()
		c.broken = errors.New("the disk")
		c.mu.Unlock()
		c.add(1)
		<-l.ended
		again := listen(t, f, -1, 0)
		<-again.ended
		c.mu.Lock()
		c.broken = nil
		c.mu.Unlock()
		l = listen(t, f, 0, 0)
		synctest.Wait()
		if got := l.heard(); got != said(1, 1) {
			t.Errorf("after the failure: %q", got)
		}
		l.gone()
	})
}
