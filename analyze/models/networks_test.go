package models

import (
	"os"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/service"
)

// A camera that names no detector is looked at by the site's best; one that says so by none.
func TestWhoLooks(t *testing.T) {
	site := &service.Site{Data: t.TempDir()}
	who := func(name string) string {
		t.Helper()
		n := NewNetworks(site)
		defer n.Close()
		looks, embeds, err := n.For(&cameras.Camera{Model: name})
		if err != nil {
			return string(custos.KindOf(err))
		}
		if embeds != nil {
			t.Error("an embedding that nobody named")
		}
		if looks == nil {
			return "nobody"
		}
		return looks.Name
	}
	if got := who(""); got != "nobody" {
		t.Errorf("without networks: %s", got)
	}
	if err := os.MkdirAll(Dir(site), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, m := range []Model{{Name: "best", Task: Detect, Rank: 10, Shape: "nanodet"}, {Name: "other", Shape: "yolox"}, {Name: "voice", Task: Speech, Rank: 1, Shape: "tensors"}} {
		if err := write(Dir(site), m, nil); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"": "best", "other": "other", cameras.NoModel: "nobody", "voice": "invalid", "gone": "not_found"} {
		if got := who(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
	n := NewNetworks(site)
	defer n.Close()
	if m, err := n.Of(Speech); err != nil || m.Name != "voice" {
		t.Error(m.Name, err)
	}
	if _, err := n.Of(Pose); custos.KindOf(err) != custos.NotFound {
		t.Error(err)
	}
}
