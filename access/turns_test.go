package access

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"
)

func TestOwnHasTheFirstTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := NewTurns(3, 1, 100)
		order := make(chan string, 100)
		back := map[string]chan struct{}{}
		ask := func(name string, who byte, c Class) {
			gone := make(chan struct{})
			back[name] = gone
			go func() {
				done, err := turns.Take(t.Context(), custos.Address{who}, c)
				if err != nil {
					t.Error(name, err)
					return
				}
				order <- name
				<-gone
				done()
			}()
			synctest.Wait()
		}
		next := func(want string) {
			t.Helper()
			synctest.Wait()
			select {
			case got := <-order:
				if got != want {
					t.Errorf("%q has the turn, want %q", got, want)
				}
			default:
				if want != "" {
					t.Errorf("nobody has the turn, want %q", want)
				}
			}
		}
		ask("guest 1a", 1, Guest)
		ask("guest 1b", 1, Guest)
		next("guest 1a")
		next("guest 1b")
		ask("guest 1c", 1, Guest)
		ask("guest 1d", 1, Guest)
		ask("guest 2", 2, Person)
		next("") // the last place is kept
		ask("own 1", 9, Own)
		next("own 1")
		ask("own 2", 9, Own)
		next("")
		close(back["guest 1a"])
		next("own 2") // before those who waited for longer
		close(back["own 1"])
		next("guest 1c") // the first of the others
		close(back["guest 1b"])
		next("guest 2") // one of each in turn
		close(back["own 2"])
		next("") // kept again
		close(back["guest 2"])
		next("guest 1d")
		for _, name := range []string{"guest 1c", "guest 1d"} {
			close(back[name])
		}
		synctest.Wait()
		if turns.running != 0 || turns.others != 0 || turns.waits != 0 || len(turns.queued) != 0 || len(turns.order) != 0 {
			t.Errorf("left over: %+v", turns)
		}
	})
}

func TestWhoGivesUpLeavesNoTurnBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := NewTurns(1, 0, 2)
		done, err := turns.Take(t.Context(), custos.Address{1}, Guest)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for n := range byte(2) {
			for _, c := range []Class{Guest, Own} {
				go func() {
					if _, err := turns.Take(ctx, custos.Address{n}, c); after(t, err) == 0 {
						t.Error("a turn that nobody gave back")
					}
				}()
			}
		}
		synctest.Wait()
		if _, err := turns.Take(t.Context(), custos.Address{5}, Guest); after(t, err) == 0 {
			t.Error("more wait than may")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if turns.waits != 0 || len(turns.queued) != 0 || len(turns.order) != 0 || len(turns.first) != 0 {
			t.Errorf("who gave up still waits: %+v", turns)
		}
		done()
		if done, err = turns.Take(t.Context(), custos.Address{3}, Guest); err != nil {
			t.Fatal(err)
		}
		done()
		done()
		if turns.running != 0 {
			t.Errorf("%d turns are out", turns.running)
		}
	})
}
