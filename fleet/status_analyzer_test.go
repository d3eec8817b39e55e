package fleet

import (
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/host"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/service"
	"custos.dev/custos/supervise"
)

// What is wrong with an analyzer stands in its line of `custos status`.
func TestWhatAnalyzersSay(t *testing.T) {
	now := time.Unix(1000, 0)
	since := now.Add(-4 * time.Second)
	s := Status{Process: Process{State: supervise.State{Running: true, Since: now.Add(-time.Hour)}}, Ready: true, Analyzer: &analyze.Health{Taken: 7}}
	if got := s.Says(now); got != "" {
		t.Errorf("of one that works: %q", got)
	}
	s.Analyzer.Trouble, s.Analyzer.Since = "its program was ended once: it lies", &since
	if got := s.Says(now); got != "for 4.0 s: its program was ended once: it lies" || s.Word() != "ready" {
		t.Errorf("%s: %q", s.Word(), got)
	}
}

// The table has a row for each analyzer, of its spec and nothing else.
func TestAnalyzersRows(t *testing.T) {
	for _, spec := range host.Specs() {
		found := 0
		for _, k := range Services {
			if k.Name != spec.Name {
				continue
			}
			found++
			follows := spec.Input.Source == analyze.Events || spec.Input.Source == analyze.Crops || spec.Input.Source == analyze.Tracked
			if k.Tier != spec.Tier || k.rights != spec.Rights || k.Does != spec.Does || (len(k.asks) > 0) != follows {
				t.Errorf("%+v", k)
			}
		}
		if found != 1 || !isService(spec.Name) {
			t.Errorf("%s has %d rows", spec.Name, found)
		}
	}
	if !isService("master") || !isService("camera-x") || isService("mine") {
		t.Error("the names of services are others")
	}
}

// An edge has the service that listens if the site file has a camera's sound taken in, and else
// no process for it.
func TestSoundHasAServiceWhereItIsTakenIn(t *testing.T) {
	k := Services[slices.IndexFunc(Services, func(k Kind) bool { return k.Name == "audio" })]
	for _, audio := range []bool{false, true} {
		n := cameras.At(service.Node{Name: "edge", Tier: custos.Edge}, cameras.Camera{Name: "yard"}, cameras.Camera{Name: "gate", Audio: audio})
		if got := k.names(&n); len(got) == 1 != audio {
			t.Errorf("where sound is taken in is %v, the services are %v", audio, got)
		}
	}
}
