package console

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/console/cdp"
	"custos.dev/custos/observe"
)

// browse opens the site's page, logged in, in a real browser.
func browse(t *testing.T, s *site) (context.Context, *cdp.Page) {
	t.Helper()
	if cdp.Find() == "" {
		t.Skip("chromium is not installed, so nobody looks at the page: apt-get install chromium")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(cancel)
	b, err := cdp.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Log(err)
		}
	})
	p, err := b.Open(ctx, s.URL+"/login?token="+s.sessions.NewLink(), 1600, 900)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(ctx, "document.querySelector('button')"); err != nil {
		t.Fatal(err)
	}
	keep(t, ctx, p, "login")
	if err := p.Eval(ctx, "document.querySelector('button').click()", nil); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(ctx, "location.pathname == '/'"); err != nil {
		t.Fatal(err)
	}
	return ctx, p
}

// keep writes a picture of the page for people, if they say where.
func keep(t *testing.T, ctx context.Context, p *cdp.Page, name string) {
	dir := os.Getenv("CONSOLE_SCREENSHOTS")
	if dir == "" {
		return
	}
	if err := p.Eval(ctx, "Promise.all(document.getAnimations().map(a => a.finished))", nil); err != nil {
		t.Error(err)
	}
	png, err := p.Screenshot(ctx)
	if err == nil {
		err = os.WriteFile(dir+"/"+name+".png", png, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}

func TestPage(t *testing.T) {
	f := newFake()
	f.media = makeFilm(t)
	f.refuse = map[custos.CameraID]error{
		"campus/gate/north":   custos.Errorf(custos.Denied, "You may not see this camera now: the right is for Monday to Friday, 8 to 18 h."),
		"campus/lab/corridor": custos.Errorf(custos.Denied, "The right to this camera was revoked: ask its owner."),
	}
	f.cutAfter = map[custos.CameraID]int{"campus/lab/corridor": 10, "campus/library/stairs": 10}
	f.codecs = map[custos.CameraID]string{"campus/lab/store": "hvc1.9.9.L999.B0"} // of no profile that there is
	f.freeze, f.thaw = map[custos.CameraID]int{"campus/library/stairs": 10}, make(chan struct{})
	for i, line := range []string{"A person enters the entrance", "A vehicle stops at the gate", "A person dwells in the stairwell, 42 s"} {
		f.add(event(i+1, observe.KindZone, f.cams[i%3].Camera, line))
	}
	f.add(event(4, observe.KindDecision, f.cams[0].Camera, "police was refused live: no capability"))
	f.add(event(5, observe.KindDetections, f.cams[0].Camera, "2 persons"))
	s := serve(t, f)
	ctx, p := browse(t, s)
	wait := func(js string) {
		t.Helper()
		if err := p.Wait(ctx, js); err != nil {
			t.Fatal(err)
		}
	}

	// The picture moves, near the live edge, though its times do not begin at 0.
	video := `document.querySelector('[data-camera="campus/library/front-door"] video')`
	wait(video + ".currentTime > 1.2")
	var before float64
	if err := p.Eval(ctx, video+".currentTime", &before); err != nil {
		t.Fatal(err)
	}
	wait(fmt.Sprintf("%s.currentTime > %g && !%s.paused && %s.videoWidth === 640", video, before+1, video, video))
	wait(fmt.Sprintf("(v => v.buffered.end(v.buffered.length-1) - v.currentTime < 4)(%s)", video))

	// Refused at once, and cut in the middle: both say why.
	tile := func(id custos.CameraID) string {
		return fmt.Sprintf(`document.querySelector('[data-camera="%s"]')`, id)
	}
	wait(tile("campus/gate/north") + `.innerText.includes("the right is for Monday to Friday")`)
	wait(tile("campus/lab/corridor") + `.innerText.includes("was revoked")`)
	wait(tile("campus/lab/store") + `.innerText.includes("cannot play H.265 (hvc1.9.9.L999.B0)")`)
	if f.mu.Lock(); f.lives["campus/lab/corridor"] != 1 {
		t.Errorf("the cut stream was asked for %d times, want once: a refusal is not hammered at", f.lives["campus/lab/corridor"])
	}
	f.mu.Unlock()

	// A stream that ended is asked for again; one that stands still says so and
	// goes on when data comes.
	stairs := tile("campus/library/stairs")
	wait(stairs + `.innerText.includes("this is not live")`)
	if f.mu.Lock(); f.lives["campus/library/stairs"] != 2 {
		t.Errorf("the stream that ended was asked for %d times, want twice", f.lives["campus/library/stairs"])
	}
	f.mu.Unlock()
	if err := p.Eval(ctx, stairs+`.querySelector("video").currentTime`, &before); err != nil {
		t.Fatal(err)
	}
	close(f.thaw)
	wait(fmt.Sprintf(`%s.querySelector(".lamp.good") && %s.querySelector("video").currentTime > %g`, stairs, stairs, before+1))

	// What a camera does is told, also while its picture here still moves.
	f.mu.Lock()
	f.cams[0].State, f.cams[0].Reason = custos.CameraNoPictures, "no pictures for 14s: the last footage ends at 09:00"
	f.mu.Unlock()
	front := tile("campus/library/front-door")
	wait(front + `.querySelector("[data-state='no pictures']").innerText === "no pictures for 14s: the last footage ends at 09:00" && ` + front + `.querySelector(".lamp.bad")`)
	f.mu.Lock()
	f.cams[0].State, f.cams[0].Reason = custos.CameraReconnecting, "no route to the camera"
	f.mu.Unlock()
	wait(front + `.innerText.includes("reconnecting: no route to the camera")`)
	f.mu.Lock()
	f.cams[0].State, f.cams[0].Reason = custos.CameraRecording, ""
	f.mu.Unlock()
	wait("!" + front + `.querySelector("[data-state]") && ` + front + `.querySelector(".lamp.good")`)

	// Events that were there, one that comes, detections only when asked for.
	row := func(n int) string {
		return fmt.Sprintf(`document.querySelector('[data-event="%s"]')`, custos.NewEventID("front-edge/zone", 1772441000000, uint64(n)))
	}
	wait(row(1) + " && " + row(4) + " && !" + row(5))
	wait(`document.querySelector(".link.good")`)
	f.add(event(6, observe.KindZone, f.cams[1].Camera, "A person leaves the stairwell"))
	wait(row(6))
	wait(`document.querySelector("[data-event]") === ` + row(6))

	// A mark moves in place: the same element, another state.
	if err := p.Eval(ctx, "window.kept = "+row(6)+", 0", nil); err != nil {
		t.Fatal(err)
	}
	six := event(6, "", "", "").ID
	f.move(api.Witnessed, six, event(1, "", "", "").ID, event(4, "", "", "").ID)
	wait(`kept.querySelector("[data-mark]").dataset.mark === "witnessed"`)
	f.move(api.Anchored, six, event(1, "", "", "").ID)
	wait(`kept.isConnected && kept.querySelector("[data-mark]").dataset.mark === "anchored"`)
	f.move(api.Broken, event(2, "", "", "").ID)
	wait(row(2) + `.querySelector("[data-mark]").dataset.mark === "broken"`)

	// Tracks are drawn over the picture and not listed.
	tracks := event(7, observe.KindPaths, f.cams[0].Camera, "cam1: 10 frames, up to 2 people tracked")
	seen := api.Boxes{Camera: f.cams[0].Camera, Objects: []api.TrackBox{
		{Track: 7, Class: custos.Person, Box: custos.Box{X: .55, Y: .3, W: .14, H: .5}}, {Track: 9, Class: custos.Vehicle, Box: custos.Box{X: .1, Y: .5, W: .25, H: .3}},
	}}
	// They stand on the picture that they were seen in, for as long as it is shown.
	drawn := false
	for end := time.Now().Add(time.Minute); !drawn && time.Now().Before(end); {
		if err := p.Eval(ctx, tile(f.cams[0].Camera)+`.querySelector("video").currentTime`, &seen.At); err != nil {
			t.Fatal(err)
		}
		told := seen
		f.mu.Lock()
		f.tell(api.SiteUpdate{Boxes: &told})
		f.mu.Unlock()
		if err := p.Eval(ctx, tile(f.cams[0].Camera)+`.querySelectorAll("svg.boxes rect").length === 2`, &drawn); err != nil {
			t.Fatal(err)
		}
	}
	if !drawn {
		t.Error("the tracks are not drawn over the picture")
	}
	f.add(tracks)
	keep(t, ctx, p, "page")
	wait("!" + row(7))

	// The filters.
	choose := func(label, value string) {
		t.Helper()
		js := fmt.Sprintf(`(s => { s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})); })(document.querySelector('select[aria-label=%q]'))`, value, label)
		if err := p.Eval(ctx, js, nil); err != nil {
			t.Fatal(err)
		}
	}
	choose("Kind", "detections")
	wait(row(5) + " && !" + row(1))
	choose("Kind", "")
	choose("Camera", string(f.cams[1].Camera))
	wait(row(6) + " && " + row(2) + " && !" + row(1))
	choose("Camera", "")
	wait(row(1))

	// The drawer: still, body, proof, clip, download.
	if err := p.Eval(ctx, row(1)+".click()", nil); err != nil {
		t.Fatal(err)
	}
	wait(`(i => i && i.naturalWidth === 640)(document.querySelector(".drawer .media img"))`)
	wait(`document.querySelector(".drawer .body").textContent.includes('"transition": "enter"')`)
	keep(t, ctx, p, "drawer")
	click := func(text string) {
		t.Helper()
		if err := p.Eval(ctx, fmt.Sprintf(`[...document.querySelectorAll(".drawer button")].find(b => b.innerText === %q).click()`, text), nil); err != nil {
			t.Fatal(err)
		}
	}
	click("Show proof")
	wait(`document.querySelector(".drawer .proof").textContent.includes('"leaf": "1204"')`)
	click("Play clip")
	wait(`(v => v && v.currentTime > 0.5)(document.querySelector(".drawer video"))`)
	wait(`document.querySelector('.drawer a[download]').getAttribute("href").endsWith("/bundle")`)

	// A gap: the stream ends, the page comes back and has what it missed.
	f.mu.Lock()
	opened := f.opened
	for len(f.readers) > 0 {
		f.drop(f.readers[0])
	}
	missed := event(8, observe.KindZone, f.cams[0].Camera, "While nobody listened")
	f.list = append([]api.Event{missed}, f.list...)
	f.mu.Unlock()
	wait(row(8))
	if f.mu.Lock(); f.opened <= opened {
		t.Error("the page did not connect again")
	}
	f.mu.Unlock()

	for _, said := range p.Said() {
		if strings.Contains(said, "exceptionThrown") || strings.Contains(said, "Content Security Policy") {
			t.Errorf("the page complained: %s", said)
		}
	}

	// Logged out, the page says so and the pictures stop.
	if err := p.Eval(ctx, `[...document.querySelectorAll("header button")].find(b => b.innerText === "Log out").click()`, nil); err != nil {
		t.Fatal(err)
	}
	wait(`document.body.innerText.includes("You have logged out") && !document.querySelector("video")`)
}

// Attack 30: names and labels that are markup. They come from cameras, models
// and other owners; the page must show them and run nothing.
func TestAttack30MarkupIsText(t *testing.T) {
	payloads := []string{
		`<img src=x onerror="window.pwned=1">`,
		`"><script>window.pwned=1</script>`,
		`</textarea><svg onload=window.pwned=1>`,
		`javascript:window.pwned=1`,
		`{{constructor.constructor('window.pwned=1')()}}`,
		"<iframe srcdoc='<script>parent.pwned=1</script>'>",
	}
	f := newFake()
	// No ffmpeg here: what is refused has a label too.
	f.refuse = map[custos.CameraID]error{}
	for i := range f.cams {
		f.cams[i].State, f.cams[i].Reason = custos.CameraRefused, payloads[i]
		f.cams[i].Domain = custos.Resource(payloads[i])
		f.refuse[f.cams[i].Camera] = custos.Errorf(custos.Denied, "%s", payloads[i])
	}
	body, err := json.Marshal(map[string]any{"plate": payloads[0], "report": payloads})
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, f)
	ctx, p := browse(t, s)
	wait := func(js string) {
		t.Helper()
		if err := p.Wait(ctx, js); err != nil {
			t.Fatal(err)
		}
	}
	wait(`document.querySelector(".link.good")`)
	for i, x := range payloads {
		e := event(100+i, custos.Kind(x), custos.Resource(x), x)
		e.ID, e.Domain, e.Body = custos.EventID(x), custos.Resource(x), body
		f.add(e)
		quoted, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		wait(fmt.Sprintf(`[...document.querySelectorAll(".summary")].some(s => s.textContent === %s)`, quoted))
		if i < len(f.cams) {
			wait(fmt.Sprintf(`[...document.querySelectorAll(".plate .state")].some(s => s.textContent.endsWith(%s))`, quoted))
			wait(fmt.Sprintf(`[...document.querySelectorAll(".notice p")].some(s => s.textContent === %s)`, quoted))
		}
	}
	seen := api.Boxes{Camera: f.cams[0].Camera, Objects: []api.TrackBox{{Track: 1, Class: custos.Class(payloads[0]), Box: custos.Box{W: 1, H: 1}}}}
	f.mu.Lock()
	f.tell(api.SiteUpdate{Boxes: &seen})
	f.mu.Unlock()
	wait(`[...document.querySelectorAll(".boxes text")].some(s => s.textContent.includes("onerror"))`)
	if err := p.Eval(ctx, `document.querySelector("[data-event]").click()`, nil); err != nil {
		t.Fatal(err)
	}
	wait(`document.querySelector(".drawer .body")?.textContent.includes("onerror")`)
	keep(t, ctx, p, "attack30")
	var foreign int
	if err := p.Eval(ctx, `document.querySelectorAll("iframe, script:not([src='/app.js']), img[src=x], [onerror], [onload]").length`, &foreign); err != nil {
		t.Fatal(err)
	}
	if foreign != 0 {
		t.Errorf("%d elements on the page came out of labels", foreign)
	}
	wait("window.pwned === undefined")

	// Even if markup came in, the policy would not run it.
	err = p.Eval(ctx, `document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.pwned=1'>")`, nil)
	if err == nil {
		t.Error("the page may parse markup: trusted types are not enforced")
	}
	err = p.Eval(ctx, `(() => { const i = document.createElement("img"); i.setAttribute("onerror", "window.pwned=1"); document.body.append(i); return new Promise(r => { i.addEventListener("error", () => r(0)); i.src = "/none.png"; }); })()`, nil)
	if err == nil || !strings.Contains(err.Error(), "rusted") {
		// Older browsers let the attribute through; then the policy must stop it.
		wait("window.pwned === undefined")
	}
}

// Attack 33, as a browser does it: another site's page, on the same machine so
// that even the cookie goes along, reaches neither stream nor API.
func TestAttack33CrossSitePage(t *testing.T) {
	f := newFake()
	s := serve(t, f)
	ctx, p := browse(t, s)
	if err := p.Wait(ctx, `document.querySelector(".link.good")`); err != nil {
		t.Fatal(err)
	}
	evil := httptest.NewServer(nil) // 404 pages of another origin
	defer evil.Close()
	if err := p.Navigate(ctx, evil.URL); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(ctx, fmt.Sprintf("location.origin === %q && document.readyState === 'complete'", evil.URL)); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	lives, opened := f.lives["campus/library/front-door"], f.opened
	f.mu.Unlock()
	for name, js := range map[string]string{
		"WebSocket": fmt.Sprintf(`new Promise(r => { const w = new WebSocket(%q); w.onopen = () => r("open"); w.onmessage = () => r("open"); w.onerror = () => r("refused"); })`, strings.Replace(s.URL, "http", "ws", 1)+"/api/cameras/campus/library/front-door/live"),
		"events":    fmt.Sprintf(`new Promise(r => { const e = new EventSource(%q, {withCredentials: true}); e.onopen = () => r("open"); e.onerror = () => { e.close(); r("refused"); }; })`, s.URL+"/api/events/stream"),
		"fetch":     fmt.Sprintf(`fetch(%q, {credentials: "include"}).then(() => "open", () => "refused")`, s.URL+"/api/events"),
		"image":     fmt.Sprintf(`new Promise(r => { const i = new Image(); i.onload = () => r("open"); i.onerror = () => r("refused"); i.src = %q; })`, s.URL+"/icon.svg"),
	} {
		var got string
		if err := p.Eval(ctx, js, &got); err != nil {
			t.Fatal(err)
		}
		if got != "refused" {
			t.Errorf("%s from another origin: %s, want refused", name, got)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lives["campus/library/front-door"] != lives || f.opened != opened {
		t.Error("another site's page reached the backend")
	}
}
