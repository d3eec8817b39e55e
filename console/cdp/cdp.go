// Package cdp drives a headless Chromium over the Chrome DevTools Protocol, for
// tests that need a real browser: what a page shows, plays and refuses.
package cdp

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/coder/websocket"
)

// Find returns the path of a Chromium, "" if none is installed.
func Find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// Browser is a running Chromium. It owns the process and one goroutine; both
// end with Close.
type Browser struct {
	cmd  *exec.Cmd
	conn *websocket.Conn
	dir  string
	stop context.CancelFunc
	done chan struct{} // closed when nothing more is read
	err  error         // why; read after done

	mu    sync.Mutex
	last  int
	calls map[int]chan message
	pages map[string]*Page
}

// Page is one tab.
type Page struct {
	b       *Browser
	session string
	mu      sync.Mutex
	said    []string
}

type message struct {
	ID        int             `json:"id,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    json.RawMessage `json:"params,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// Start starts Chromium with a profile of its own, which Close removes. The
// flags are added to those of a quiet headless browser that calls nobody.
func Start(ctx context.Context, flags ...string) (*Browser, error) {
	path := Find()
	if path == "" {
		return nil, errors.New("no chromium is installed: apt-get install chromium")
	}
	dir, err := os.MkdirTemp("", "cdp")
	if err != nil {
		return nil, err
	}
	args := append([]string{
		"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required",
		"--disable-background-timer-throttling", "--disable-renderer-backgrounding",
		"--user-data-dir=" + dir, "--remote-debugging-port=0",
	}, flags...)
	run, stop := context.WithCancel(context.Background())
	b := &Browser{
		dir: dir, stop: stop, done: make(chan struct{}),
		calls: map[int]chan message{}, pages: map[string]*Page{},
	}
	b.cmd = exec.CommandContext(run, path, append(args, "about:blank")...)
	b.cmd.WaitDelay = 5 * time.Second
	b.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	b.cmd.Cancel = func() error { return syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL) }
	errs, err := b.cmd.StderrPipe()
	if err == nil {
		err = b.cmd.Start()
	}
	if err != nil {
		stop()
		os.RemoveAll(dir)
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	if err := b.connect(ctx, errs); err != nil {
		close(b.done)
		b.Close()
		return nil, err
	}
	go b.read(run)
	return b, nil
}

// connect waits for the address that Chromium prints.
func (b *Browser) connect(ctx context.Context, errs io.Reader) error {
	address := make(chan string, 1)
	go func() { // ends with the process, whose output it drains
		var seen []string
		for in := bufio.NewScanner(errs); in.Scan(); {
			if a, ok := strings.CutPrefix(in.Text(), "DevTools listening on "); ok {
				select {
				case address <- a:
				default:
				}
			}
			if len(seen) < 20 {
				seen = append(seen, in.Text())
			}
		}
		select {
		case address <- "!" + strings.Join(seen, "\n"):
		default:
		}
	}()
	var url string
	select {
	case <-ctx.Done():
		return fmt.Errorf("chromium says no address: %w", ctx.Err())
	case url = <-address:
	}
	if said, ok := strings.CutPrefix(url, "!"); ok {
		return fmt.Errorf("chromium ended before it could be driven: %s", said)
	}
	c, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return fmt.Errorf("chromium: %w", err)
	}
	c.SetReadLimit(-1) // screenshots
	b.conn = c
	return nil
}

func (b *Browser) read(ctx context.Context) {
	defer close(b.done)
	for {
		_, raw, err := b.conn.Read(ctx)
		if err != nil {
			b.err = err
			return
		}
		var m message
		if err := json.Unmarshal(raw, &m); err != nil {
			b.err = err
			return
		}
		b.mu.Lock()
		wait, page := b.calls[m.ID], b.pages[m.SessionID]
		delete(b.calls, m.ID)
		b.mu.Unlock()
		switch {
		case wait != nil:
			wait <- m // holds one
		case page != nil:
			page.note(m)
		}
	}
}

// note keeps what the page's console, its exceptions and its policy report.
func (p *Page) note(m message) {
	switch m.Method {
	case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded":
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.said) < 1000 {
			p.said = append(p.said, m.Method+" "+string(m.Params))
		}
	}
}

// Said returns what the page has logged, thrown and violated so far, as the
// protocol's own JSON.
func (p *Page) Said() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.said...)
}

// Close ends Chromium and removes its profile.
func (b *Browser) Close() error {
	if b.conn != nil {
		// Asked first: its children then end too, and stop writing into the profile.
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		if b.call(ctx, "", "Browser.close", none{}, nil) == nil {
			select {
			case <-b.done:
			case <-ctx.Done():
			}
		}
		cancel()
		b.conn.CloseNow()
	}
	b.stop()
	b.cmd.Wait() // killed by us: its status says nothing
	<-b.done
	err := os.RemoveAll(b.dir)
	for range 20 { // a child that outlives its parent for a moment may still write
		if err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
		err = os.RemoveAll(b.dir)
	}
	return err
}

func (b *Browser) call(ctx context.Context, session, method string, params, result any) error {
	raw, err := json.Marshal(params)
	if err != nil {
		return err
	}
	wait := make(chan message, 1)
	b.mu.Lock()
	b.last++
	id := b.last
	b.calls[id] = wait
	b.mu.Unlock()
	out, err := json.Marshal(message{ID: id, SessionID: session, Method: method, Params: raw})
	if err != nil {
		return err
	}
	if err := b.conn.Write(ctx, websocket.MessageText, out); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	case <-b.done:
		return fmt.Errorf("%s: the browser is gone: %w", method, b.err)
	case m := <-wait:
		if m.Error != nil {
			return fmt.Errorf("%s: %s", method, m.Error.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	}
}

type none struct{}

// Open opens a tab of the given size, in CSS pixels, and navigates it.
func (b *Browser) Open(ctx context.Context, url string, width, height int) (*Page, error) {
	var t struct{ TargetID string }
	if err := b.call(ctx, "", "Target.createTarget", map[string]any{"url": "about:blank"}, &t); err != nil {
		return nil, err
	}
	var a struct{ SessionID string }
	if err := b.call(ctx, "", "Target.attachToTarget", map[string]any{"targetId": t.TargetID, "flatten": true}, &a); err != nil {
		return nil, err
	}
	p := &Page{b: b, session: a.SessionID}
	b.mu.Lock()
	b.pages[a.SessionID] = p
	b.mu.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		if err := p.Call(ctx, domain+".enable", none{}, nil); err != nil {
			return nil, err
		}
	}
	size := map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}
	if err := p.Call(ctx, "Emulation.setDeviceMetricsOverride", size, nil); err != nil {
		return nil, err
	}
	return p, p.Navigate(ctx, url)
}

// Call sends a command of the protocol; result may be nil.
func (p *Page) Call(ctx context.Context, method string, params, result any) error {
	return p.b.call(ctx, p.session, method, params, result)
}

// Navigate goes to an address; it does not wait until all of it is there.
func (p *Page) Navigate(ctx context.Context, url string) error {
	var r struct{ ErrorText string }
	if err := p.Call(ctx, "Page.navigate", map[string]any{"url": url}, &r); err != nil {
		return err
	}
	if r.ErrorText != "" {
		return fmt.Errorf("%s: %s", url, r.ErrorText)
	}
	return nil
}

// Eval runs JavaScript in the page, awaits a promise, and decodes the value
// into v, which may be nil. A thrown error is returned.
func (p *Page) Eval(ctx context.Context, js string, v any) error {
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	params := map[string]any{"expression": js, "awaitPromise": true, "returnByValue": true}
	if err := p.Call(ctx, "Runtime.evaluate", params, &r); err != nil {
		return err
	}
	if e := r.ExceptionDetails; e != nil {
		return fmt.Errorf("the page threw: %s %s", e.Text, e.Exception.Description)
	}
	if v == nil || len(r.Result.Value) == 0 {
		return nil
	}
	return json.Unmarshal(r.Result.Value, v)
}

// Wait evaluates js until it is true. At the end of ctx it says what it waited
// for and what the page shows then.
func (p *Page) Wait(ctx context.Context, js string) error {
	for {
		var ok bool
		err := p.Eval(ctx, "!!("+js+")", &ok)
		if err == nil && ok {
			return nil
		}
		select {
		case <-p.b.done:
			return fmt.Errorf("waiting for %s: the browser is gone: %w", js, p.b.err)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			var text string
			p.Eval(last, "document.body.innerText", &text)
			return fmt.Errorf("waited in vain for %s (last error: %v); the page shows:\n%s\nand said:\n%s", js, err, text, strings.Join(p.Said(), "\n"))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Screenshot returns what the tab shows as a PNG.
func (p *Page) Screenshot(ctx context.Context) ([]byte, error) {
	var r struct{ Data string }
	if err := p.Call(ctx, "Page.captureScreenshot", map[string]any{"format": "png"}, &r); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(r.Data)
}

// Choose gives a file input, found by a CSS selector, a file, as a person does.
func (p *Page) Choose(ctx context.Context, selector, path string) error {
	var doc struct{ Root struct{ NodeID int } }
	if err := p.Call(ctx, "DOM.getDocument", map[string]any{"depth": 0}, &doc); err != nil {
		return err
	}
	var found struct{ NodeID int }
	if err := p.Call(ctx, "DOM.querySelector", map[string]any{"nodeId": doc.Root.NodeID, "selector": selector}, &found); err != nil {
		return err
	}
	return p.Call(ctx, "DOM.setFileInputFiles", map[string]any{"nodeId": found.NodeID, "files": []string{path}}, nil)
}

// PDF prints the page on paper of a size in inches.
func (p *Page) PDF(ctx context.Context, width, height float64) ([]byte, error) {
	var r struct{ Data string }
	if err := p.Call(ctx, "Page.printToPDF", map[string]any{"paperWidth": width, "paperHeight": height, "printBackground": true, "preferCSSPageSize": false}, &r); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(r.Data)
}
