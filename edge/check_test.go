package edge

import (
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/service"
)

// What a camera would refuse when it starts is said before anything does.
func TestCheck(t *testing.T) {
	for url, want := range map[string]string{
		"rtsp://192.0.2.1:554/door": "",
		"file:///srv/door.mp4":      "",
		"file:door.mp4":             "cannot be read",
		"file:/srv/door.mp4":        "file:///DIRECTORY/FILE",
		"http://192.0.2.1/door":     "not allowed",
	} {
		site := &service.Site{Name: "campus", Nodes: []service.Node{cameras.At(service.Node{Name: "door-edge", Tier: custos.Edge}, cameras.Camera{Name: "cam1", URL: url})}}
		err := Check(site)
		if want == "" && err != nil || want != "" && (custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "cam1")) {
			t.Errorf("%s: %v, want %q", url, err, want)
		}
	}
}
