package models

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"
)

func TestLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		started, ended := 0, 0
		var refuses error
		l := lives[int]{
			start: func() (int, error) { started++; return started, refuses },
			end:   func(int) { ended++ },
		}
		use := func(comes error) (life int, err error) {
			err = l.running(func(n int) error { life = n; return comes })
			return life, err
		}
		check := func(what string, life, wantLife, wantStarted, wantEnded int, err, wantErr error) {
			t.Helper()
			if life != wantLife || started != wantStarted || ended != wantEnded || !errors.Is(err, wantErr) {
				t.Errorf("%s: life %d, started %d, ended %d, %v; want %d, %d, %d, %v", what, life, started, ended, err, wantLife, wantStarted, wantEnded, wantErr)
			}
		}
		life, err := use(nil)
		check("the first use starts it", life, 1, 1, 0, err, nil)
		wrong := custos.Errorf(custos.Invalid, "a wrong question")
		life, err = use(wrong)
		check("a wrong question ends nothing", life, 1, 1, 0, err, wrong)
		died := custos.Errorf(custos.Unavailable, "it died")
		life, err = use(died)
		check("it died", life, 1, 1, 1, err, died)
		life, err = use(nil)
		check("it is left alone", life, 0, 1, 1, err, died)
		time.Sleep(restartAfter)
		refuses = custos.Errorf(custos.Invalid, "the file was changed")
		life, err = use(nil)
		check("it does not start", life, 0, 2, 1, err, refuses)
		time.Sleep(restartAfter)
		refuses = nil
		life, err = use(nil)
		check("it lives again", life, 3, 3, 1, err, nil)
		l.forGood()
		time.Sleep(restartAfter)
		if _, err := use(nil); custos.KindOf(err) != custos.Unavailable || ended != 2 || started != 3 {
			t.Errorf("after its end: %v, ended %d, started %d", err, ended, started)
		}
	})
}
