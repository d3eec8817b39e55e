package journal

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
)

// beside are peers of one process: who asks is answered by whoever serves.
type beside struct {
	sealed.Caller
	answer chan sealed.Handler
	held   sealed.Handler
	// May's answers, by action.
	may custos.Action
}

func (b *beside) Ask(ctx context.Context, _ custos.ServiceID, _ string, data []byte) ([]byte, error) {
	if b.held == nil {
		b.held = <-b.answer
	}
	return b.held(ctx, b.Caller, data)
}

func (b *beside) Answer(ctx context.Context, _ string, _ int, h sealed.Handler) error {
	b.answer <- h
	<-ctx.Done()
	return nil
}

func (b *beside) Check(_ context.Context, _ custos.Address, a custos.Action, _ custos.Resource) error {
	if a&^b.may != 0 {
		return custos.Errorf(custos.Denied, "no")
	}
	return nil
}

func (b *beside) May(_ custos.Address, a custos.Action, _ custos.Resource) bool {
	return a&^b.may == 0
}

func (b *beside) Master() custos.ServiceID { return "front-fog/master" }

func (b *beside) Signs(custos.Address, custos.ServiceID) bool { return true }

func (b *beside) Head() custos.BlockRef { return custos.BlockRef{} }

// newer is a payload of a kind that came later.
type newer struct {
	N int `json:"n"`
}

func (newer) Kind() custos.Kind { return "newer" }

// TestFollowingUnknownKinds: who follows a service of another version is given events of kinds
// that it does not know, in their order, and is not held up. Records are not for who may read
// features alone.
func TestFollowingUnknownKinds(t *testing.T) {
	from, to := open(t, t.TempDir(), newKey(t)), open(t, t.TempDir(), newKey(t))
	defer from.Close()
	defer to.Close()
	var what []custos.Observation
	for i := range 5 {
		what = append(what, observed(1)[0], custos.Observation{Resource: camera, Time: time.Now(), Payload: newer{i}},
			custos.Observation{Resource: camera, Time: time.Now(), Payload: &observe.Alarm{About: observe.AlarmClock}})
	}
	if err := from.Append(t.Context(), what); err != nil {
		t.Fatal(err)
	}
	b := &beside{answer: make(chan sealed.Handler, 1), may: custos.Features}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	served := make(chan error, 1)
	go func() { served <- from.Serve(ctx, b, "campus") }()
	var got []custos.Kind
	enough := errors.New("enough")
	err := to.Follow(ctx, b, from.id, slog.New(slog.DiscardHandler), func(_ context.Context, events []custos.Event, _ Cursor) error {
		for _, e := range events {
			got = append(got, e.Kind)
		}
		if len(got) >= 10 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || len(got) != 10 {
		t.Fatalf("%v, %v", got, err)
	}
	for i, k := range got {
		if want := []custos.Kind{observe.KindStream, "newer"}[i%2]; k != want {
			t.Errorf("event %d is a %s, want %s", i, k, want)
		}
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}
