package cloud

import (
	"context"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
)

func seen(t *testing.T, from <-chan api.Boxes) custos.CameraID {
	t.Helper()
	select {
	case b := <-from:
		return b.Camera
	case <-time.After(time.Minute):
		t.Fatal("no boxes come")
	}
	panic("unreachable")
}

// lookers waits until a number of streams are open at a master.
func (m *fakeMaster) lookers(want int) {
	m.t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		m.mu.Lock()
		n := m.looking
		m.mu.Unlock()
		if n == want {
			return
		}
		if time.Now().After(end) {
			m.t.Fatalf("%d look, want %d", n, want)
		}
	}
}

// TestBoxes: a master is asked once for all who look, only while somebody does, and says nothing
// of another domain's cameras.
func TestBoxes(t *testing.T) {
	c := newCampus(t)
	one, leave := context.WithCancel(patience(t))
	first := c.Boxes(one)
	two, leaveToo := context.WithCancel(patience(t))
	second := c.Boxes(two)
	c.front.boxes <- api.Boxes{Camera: "campus/second-door/cam1"}
	c.front.boxes <- api.Boxes{Camera: "campus/front-door/cam1"}
	for _, from := range []<-chan api.Boxes{first, second} {
		if cam := seen(t, from); cam != "campus/front-door/cam1" {
			t.Errorf("boxes of %s by another domain's master", cam)
		}
	}
	c.front.lookers(1)
	leave()
	for range first {
	}
	c.second.boxes <- api.Boxes{Camera: "campus/second-door/cam1"}
	if cam := seen(t, second); cam != "campus/second-door/cam1" {
		t.Errorf("boxes of %s", cam)
	}
	c.front.lookers(1)
	leaveToo()
	c.front.lookers(0)
	c.second.lookers(0)
	three, end := context.WithCancel(patience(t))
	defer end()
	third := c.Boxes(three)
	c.front.boxes <- api.Boxes{Camera: "campus/front-door/cam2"}
	if cam := seen(t, third); cam != "campus/front-door/cam2" {
		t.Errorf("boxes of %s", cam)
	}
}
