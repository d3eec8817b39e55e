package models

import (
	"sync"
	"time"

	"custos.dev/custos"
)

// lives keeps something that may fail: it is started when it is first used, and again when
// it has ended. What was used by one is not used by another meanwhile.
type lives[T any] struct {
	start func() (T, error)
	end   func(T)

	mu     sync.Mutex
	up     bool
	now    T
	again  time.Time // before which it is not started once more
	failed error
}

// restartAfter is how long something that failed is left alone.
const restartAfter = 5 * time.Second

// running calls while it is up. An Unavailable error ends it.
func (l *lives[T]) running(do func(T) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.up {
		if time.Now().Before(l.again) {
			return l.failed
		}
		now, err := l.start()
		if err != nil {
			l.failed, l.again = err, time.Now().Add(restartAfter)
			return err
		}
		l.now, l.up = now, true
	}
	err := do(l.now)
	if custos.KindOf(err) == custos.Unavailable {
		l.stop()
		l.failed, l.again = err, time.Now().Add(restartAfter)
	}
	return err
}

func (l *lives[T]) stop() {
	if l.up {
		l.end(l.now)
		l.up = false
	}
}

// forGood ends it with its service.
func (l *lives[T]) forGood() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stop()
	l.failed, l.again = custos.Errorf(custos.Unavailable, "the service ends"), time.Now().Add(time.Hour)
}
