package e2e

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"custos.dev/custos/console/cdp"
)

// TestConsoleShowsBothDoors opens the running campus's page by its one-time
// link in a real browser, and wants every camera of both doors to play, and the tracks of each
// to be drawn over its picture.
func TestConsoleShowsBothDoors(t *testing.T) {
	if cdp.Find() == "" {
		t.Skip("no Chromium is installed: `make test` installs it where it can")
	}
	dir := filepath.Join(t.TempDir(), "data")
	r := start(t, dir, "demo", "--data", dir)
	r.until("the campus", r.allReady)
	var link []byte
	r.until("the console's link", func() bool {
		var err error
		link, err = os.ReadFile(filepath.Join(dir, "hq", "console", "link"))
		return err == nil
	})
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	browser, err := cdp.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()
	page, err := browser.Open(ctx, string(link), 1400, 900)
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Wait(ctx, "document.querySelector('button')"); err != nil {
		t.Fatal(err)
	}
	if err := page.Eval(ctx, "document.querySelector('button').click()", nil); err != nil {
		t.Fatal(err)
	}
	const playing = `[...document.querySelectorAll('video')].filter(v => v.currentTime > 2 && !v.paused).length == 4`
	if err := page.Wait(ctx, playing); err != nil {
		t.Fatalf("the four cameras do not play: %v\n%s", err, page.Said())
	}
	for _, camera := range []string{"front-door/cam1", "front-door/cam2", "second-door/cam1", "second-door/cam2"} {
		if err := page.Wait(ctx, `document.querySelector('[data-camera="campus/`+camera+`"] svg.boxes rect')`); err != nil {
			t.Fatalf("no tracks are drawn over %s: %v\n%s", camera, err, page.Said())
		}
	}
}
