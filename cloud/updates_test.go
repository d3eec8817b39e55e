package cloud

import (
	"context"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/observe"
)

// running starts the federation and waits until it follows both masters.
func running(t *testing.T, c *campus) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	// A connection made for the first time tells subscribers to start afresh, so
	// one that stays has seen both. It knows where it is once an event has come.
	for _, m := range []*fakeMaster{c.front, c.second} {
		for {
			sub, stop := context.WithCancel(patience(t))
			up := c.Updates(sub)
			e := m.add(observe.KindStream, at(0))
			ok := arrives(up, e.ID)
			stop()
			if ok {
				break
			}
		}
	}
}

func arrives(up <-chan Update, id custos.EventID) bool {
	giveUp := time.After(time.Second)
	for {
		select {
		case u, ok := <-up:
			if !ok {
				return false
			}
			if u.Event != nil && u.Event.ID == id {
				return true
			}
		case <-giveUp:
			return false
		}
	}
}

func next(t *testing.T, up <-chan Update) Update {
	t.Helper()
	select {
	case u, ok := <-up:
		if !ok {
			t.Fatal("the updates have ended")
		}
		return u
	case <-time.After(time.Minute):
		t.Fatal("no update comes")
	}
	panic("unreachable")
}

func TestUpdatesOfAllDomains(t *testing.T) {
	c := newCampus(t)
	running(t, c)
	up := c.Updates(patience(t))
	e := c.front.add(observe.KindTracks, at(1))
	if u := next(t, up); u.Event == nil || u.Event.ID != e.ID || u.Domain != "campus/front-door" || len(u.Event.Body) == 0 {
		t.Errorf("%+v", u)
	}
	o := c.second.add(observe.KindZone, at(2))
	if u := next(t, up); u.Event == nil || u.Event.ID != o.ID || u.Domain != "campus/second-door" {
		t.Errorf("%+v", u)
	}
	c.front.mark(e.Index+1, 0)
	if u := next(t, up); u.Mark != api.Witnessed || u.Domain != "campus/front-door" || !slices.Contains(u.IDs, e.ID) || slices.Contains(u.IDs, o.ID) {
		t.Errorf("%+v", u)
	}
	c.front.mark(e.Index+1, e.Index+1)
	if u := next(t, up); u.Mark != api.Anchored || !slices.Contains(u.IDs, e.ID) {
		t.Errorf("%+v", u)
	}
}

// What a master takes while its connection is broken comes after all, once.
func TestUpdatesSurviveABrokenConnection(t *testing.T) {
	c := newCampus(t)
	running(t, c)
	up := c.Updates(patience(t))
	var want []custos.EventID
	for round := range 3 {
		c.front.mu.Lock()
		c.front.refuse = custos.Errorf(custos.Unavailable, "starting again")
		before := c.front.streams
		c.front.mu.Unlock()
		c.front.srv.CloseClientConnections()
		for i := range 4 {
			want = append(want, c.front.add(observe.KindZone, at(float64(round*10+i))).ID)
		}
		c.front.mu.Lock()
		c.front.refuse = nil
		c.front.mu.Unlock()
		for connected := false; !connected; time.Sleep(10 * time.Millisecond) {
			c.front.mu.Lock()
			connected = c.front.streams > before
			c.front.mu.Unlock()
		}
		want = append(want, c.front.add(observe.KindZone, at(float64(round*10+9))).ID)
	}
	var got []custos.EventID
	for len(got) < len(want) {
		if u := next(t, up); u.Event != nil {
			got = append(got, u.Event.ID)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("there came %v, want %v", got, want)
	}
}

func TestTooMuchMissedStartsAfresh(t *testing.T) {
	c := newCampus(t)
	running(t, c)
	up := c.Updates(patience(t))
	c.front.mu.Lock()
	c.front.refuse = custos.Errorf(custos.Unavailable, "starting again")
	c.front.mu.Unlock()
	c.front.srv.CloseClientConnections()
	for range catchUp*mostMissed + 10 {
		c.front.add(observe.KindTracks, at(1))
	}
	c.front.mu.Lock()
	c.front.refuse = nil
	c.front.mu.Unlock()
	for ended := false; !ended; {
		select {
		case _, more := <-up:
			ended = !more
		case <-time.After(time.Minute):
			t.Fatal("the subscriber is not told that it has missed too much")
		}
	}
}

func TestASlowSubscriberIsLetGo(t *testing.T) {
	c := newCampus(t)
	slow := c.Updates(patience(t))
	ctx, cancel := context.WithCancel(patience(t))
	other := c.Updates(ctx)
	for range subscriberBuffer + 1 {
		c.hub.publish(Update{Mark: api.Witnessed})
		<-other
	}
	n := 0
	for range slow {
		n++
	}
	if n != subscriberBuffer {
		t.Errorf("the slow one got %d updates before its end, want %d", n, subscriberBuffer)
	}
	cancel()
	if _, more := <-other; more {
		t.Error("an update came after the end")
	}
}
