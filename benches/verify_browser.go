package benches

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/console/cdp"
)

var errNoBrowser = errors.New("chromium is not installed: apt-get install chromium")

// browse verifies a bundle in the page, from files, and returns how long the page says that it
// took: from the click until the result is there, unpacking the verifier included.
func browse(ctx context.Context, page, bundle, trust string) (took time.Duration, err error) {
	if cdp.Find() == "" {
		return 0, errNoBrowser
	}
	path, err := filepath.Abs(page)
	if err != nil {
		return 0, err
	}
	b, err := cdp.Start(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	p, err := b.Open(ctx, "file://"+path, 1000, 900)
	if err != nil {
		return 0, err
	}
	if err := p.Wait(ctx, `document.getElementById("hint")?.textContent`); err != nil {
		return 0, err
	}
	if err := p.Choose(ctx, "#pick-trust", trust); err != nil {
		return 0, err
	}
	if err := p.Choose(ctx, "#pick-bundle", bundle); err != nil {
		return 0, err
	}
	if err := p.Wait(ctx, `!document.getElementById("go").disabled`); err != nil {
		return 0, err
	}
	var milliseconds float64
	err = p.Eval(ctx, `new Promise((done) => {
		const began = performance.now();
		new MutationObserver(() => {
			if (!document.getElementById("result").hidden || !document.getElementById("fault").hidden) done(performance.now() - began);
		}).observe(document.querySelector("main"), { attributes: true, subtree: true });
		document.getElementById("go").click();
	})`, &milliseconds)
	if err != nil {
		return 0, err
	}
	var verdict string
	if err := p.Eval(ctx, `document.querySelector("#result h2")?.textContent || document.getElementById("fault").textContent`, &verdict); err != nil {
		return 0, err
	}
	if verdict != "PASS" {
		return 0, custos.Errorf(custos.Internal, "the page says %s of the bundle that was made", verdict)
	}
	return time.Duration(milliseconds * float64(time.Millisecond)), nil
}
