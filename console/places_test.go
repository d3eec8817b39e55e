package console

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
)

// One person who opens many streams leaves the others theirs.
func TestAttack43StreamsOfOneSession(t *testing.T) {
	s := serve(t, newFake())
	greedy, other := s.loggedIn(t), s.loggedIn(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	open := func(who http.Header) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/api/events/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = who.Clone()
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		return resp
	}
	var streams []*http.Response
	for i := range forStreams.of + 20 {
		switch resp := open(greedy); resp.StatusCode {
		case http.StatusOK:
			streams = append(streams, resp)
		case http.StatusTooManyRequests:
			if resp.Header.Get("Retry-After") == "" {
				t.Error("refused without saying for how long")
			}
		default:
			t.Fatalf("stream %d: %s", i, resp.Status)
		}
	}
	if len(streams) != forStreams.of {
		t.Errorf("%d streams are open of one session, which may have %d", len(streams), forStreams.of)
	}
	resp := open(other)
	if line, err := bufio.NewReader(resp.Body).ReadString('\n'); resp.StatusCode != http.StatusOK || err != nil || line != ": open\n" {
		t.Errorf("another session: %s, %q, %v", resp.Status, line, err)
	}
	_ = streams[0].Body.Close()
	for deadline := time.Now().Add(time.Minute); open(greedy).StatusCode != http.StatusOK; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a stream that ended gives no place back")
		}
	}
}

func TestPlaces(t *testing.T) {
	p := newPlaces()
	kind := place{"things", 2, 3}
	take := func(n byte) (func(), error) { return p.take(viewer{n}, kind) }
	first, err := take(1)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []bool{true, false} {
		if _, err := take(1); (err == nil) != want {
			t.Errorf("%d more of one who may have two: %v", n+1, err)
		}
	}
	if _, err := take(2); err != nil {
		t.Errorf("the third in all: %v", err)
	}
	var c crowded
	if _, err := take(3); !errors.As(err, &c) || custos.KindOf(err) != custos.Unavailable {
		t.Errorf("the fourth of three in all: %v", err)
	}
	first()
	first() // gives back one place, not two
	var got int
	var all sync.WaitGroup
	var mu sync.Mutex
	for range 10 {
		all.Go(func() {
			if _, err := take(3); err == nil {
				mu.Lock()
				got++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if got != 1 {
		t.Errorf("%d got one place", got)
	}
}
