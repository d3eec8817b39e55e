package fleet

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"custos.dev/custos/supervise"
	"custos.dev/custos/term"
	"custos.dev/custos/term/termtest"
)

// TestAttack46WhatServicesSay has what others wrote in what a site's processes say of
// themselves, as status and up show it.
func TestAttack46WhatServicesSay(t *testing.T) {
	for name, c := range map[string]struct {
		lines int
		show  func(w *bytes.Buffer) error
	}{
		"status": {1, func(w *bytes.Buffer) error {
			s := Status{Process: Process{State: supervise.State{Name: termtest.Hostile}, Words: termtest.Hostile}}
			_, err := term.Println(w, fmt.Sprintf("%s %s", s.Name, s.Says(time.Now())))
			return err
		}},
		"what up tells people": {1, func(w *bytes.Buffer) error {
			NewTeller(w).tell(readLine("edge/camera-cam1", fmt.Appendf(nil, "time=x level=ERROR msg=%q service=edge/camera-cam1 err=%q", termtest.Hostile, termtest.Hostile)))
			return nil
		}},
	} {
		termtest.Check(t, name, c.lines, c.show)
	}
}
