package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/service"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"
)

// Rights are what the owner grants the service of a program that looks at pictures.
const Rights = custos.Live

// Spec is the analyzer that a node's program of a name is.
func Spec(site *service.Site, n *service.Node, name string) (analyze.Spec, error) {
	all, err := Programs(site, n)
	if err != nil {
		return analyze.Spec{}, err
	}
	i := slices.IndexFunc(all, func(p Program) bool { return p.Name == name })
	if i < 0 {
		return analyze.Spec{}, custos.Errorf(custos.NotFound, "the node %s has no analyzer %q", n.Name, name)
	}
	p := &all[i]
	return analyze.Spec{
		Name: p.Name, Does: "a program of others", Tier: n.Tier, Rights: Rights, Input: analyze.Input{Source: analyze.Frames},
		Kinds: slices.Sorted(maps.Keys(p.Kinds)),
		// It is asked for one camera after the other.
		Bound: max(analyze.DefaultBound, time.Duration(len(cameras.Of(n))+2)*p.Timeout),
		New:   func(s analyze.Setup) (any, error) { return newAnalyzer(p, s) },
	}, nil
}

// analyzer asks a program. Run keeps that running; the cameras' lookers ask it one at a time.
type analyzer struct {
	program   *Program
	found     found
	dir       string // where the program's socket is
	log       *slog.Logger
	firstWait time.Duration
	lookEvery time.Duration
	restarts  prometheus.Counter
	// asking holds a token while the program is asked.
	asking chan struct{}
	// events is how many it may observe.
	events *rate.Limiter

	mu      sync.Mutex
	life    *life // nil while it does not run
	trouble string
	since   time.Time
	again   int // starts since the trouble began
}

func newAnalyzer(p *Program, s analyze.Setup) (*analyzer, error) {
	f, err := p.find(s.Site)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", p.Name, err)
	}
	a := &analyzer{
		program: p, found: f, dir: service.SocketPath(s.Site, s.ID, "program"), log: s.Log, firstWait: firstWait, lookEvery: lookEvery, asking: make(chan struct{}, 1),
		events:   budget(p.Events),
		restarts: prometheus.NewCounter(prometheus.CounterOpts{Name: "custos_program_restarts_total", Help: "How often the analyzer's program was started again."}),
	}
	s.Metrics.MustRegister(a.restarts)
	return a, nil
}

// budget allows what a minute may have at once, and as much again each minute.
func budget(events int) *rate.Limiter {
	return rate.NewLimiter(rate.Limit(float64(events)/60), events)
}

func (a *analyzer) setLife(l *life) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.life = l
}

// failed notes why the program ended. It is started again after a wait.
func (a *analyzer) failed(why error, wait time.Duration) {
	a.log.Warn("the program is started again", "err", why, "wait", wait)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.trouble == "" {
		a.since, a.again = time.Now(), 0
	}
	a.again++
	a.trouble = fmt.Sprintf("its program was ended %s, and is started again after %v: %s", times(a.again), wait, short(why.Error()))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// short keeps what a program made somebody say to a line.
func short(text string) string {
	const most = 400
	if len(text) > most {
		text = text[:most] + "…"
	}
	return custos.Plain(text)
}

// Report implements analyze.Reporter.
func (a *analyzer) Report() (string, time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.trouble, a.since
}

// Camera implements analyze.FrameAnalyzer.
func (a *analyzer) Camera(c analyze.Camera) (analyze.Looker, error) {
	if len(a.program.Cameras) > 0 && !slices.Contains(a.program.Cameras, c.Name) {
		return nil, nil
	}
	return &looker{analyzer: a}, nil
}

// looker asks about the pictures of one camera.
type looker struct {
	*analyzer
	last time.Time // capture time of the picture that was asked about last
}

// Look implements analyze.Looker. While the program does not run, nothing is looked at.
func (l *looker) Look(ctx context.Context, f *custos.Frame) ([]custos.Observation, error) {
	every := time.Duration(float64(time.Second) / l.program.Rate)
	// Cameras do not tick as exactly as clocks.
	if since := f.Time.Sub(l.last); since >= 0 && since < every-every/16 {
		return nil, analyze.ErrSkipped
	}
	l.mu.Lock()
	now := l.life
	l.mu.Unlock()
	if now == nil {
		return nil, analyze.ErrSkipped
	}
	l.last = f.Time
	body, form, err := l.program.question(f)
	if err != nil {
		return nil, err
	}
	select {
	case l.asking <- struct{}{}:
	case <-now.ended:
		return nil, analyze.ErrSkipped
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-l.asking }()
	out, err := l.ask(ctx, now, body, form, f)
	if err == errEnds {
		return nil, err
	}
	if err != nil {
		now.breakOff(err)
		return nil, fmt.Errorf("the program: %w", err)
	}
	if time.Since(now.began) >= settled {
		l.mu.Lock()
		l.trouble = ""
		l.mu.Unlock()
	}
	return out, nil
}

// metadata is what the program is told about a picture.
type metadata struct {
	Camera custos.CameraID `json:"camera"`
	Time   time.Time       `json:"time"`
	Frame  custos.FrameRef `json:"frame"`
	Width  int             `json:"width"`
	Height int             `json:"height"`
	// Picture is its form: jpeg or yuv420p.
	Picture string        `json:"picture"`
	Rate    float64       `json:"rate"`
	Kinds   []custos.Kind `json:"kinds"`
}

// question writes what the program is asked about a frame, and the media type of that.
func (p *Program) question(f *custos.Frame) (*bytes.Buffer, string, error) {
	picture, media, err := encodePicture(p.Picture, f)
	if err != nil {
		return nil, "", err
	}
	about, err := json.Marshal(metadata{
		Camera: f.Camera, Time: f.Time.UTC(), Frame: f.Ref, Width: f.Width, Height: f.Height,
		Picture: p.Picture, Rate: p.Rate, Kinds: slices.Sorted(maps.Keys(p.Kinds)),
	})
	if err != nil {
		return nil, "", err
	}
	body := new(bytes.Buffer)
	w := multipart.NewWriter(body)
	for _, part := range []struct {
		name, media string
		data        []byte
	}{{"metadata", "application/json", about}, {"picture", media, picture}} {
		to, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + part.name + `"`}, "Content-Type": {part.media}})
		if err == nil {
			_, err = to.Write(part.data)
		}
		if err != nil {
			return nil, "", err
		}
	}
	return body, w.FormDataContentType(), w.Close()
}

// errEnds says that the service ends, which is no fault of the program.
var errEnds = errors.New("the service ends")

// ask asks the program once. Every error but errEnds is the program's fault, and ends it.
func (a *analyzer) ask(ctx context.Context, l *life, body io.Reader, form string, f *custos.Frame) ([]custos.Observation, error) {
	in, cancel := context.WithTimeout(ctx, a.program.Timeout)
	defer cancel()
	// The name stands for the socket.
	req, err := http.NewRequestWithContext(in, http.MethodPost, "http://analyzer/analyze", body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", form)
	req.Header.Set("Accept", "application/json")
	text, err := a.exchange(l, req)
	switch {
	case ctx.Err() != nil:
		return nil, errEnds
	case in.Err() != nil:
		return nil, fmt.Errorf("it has not answered within %v (`timeout`)", a.program.Timeout)
	case err != nil:
		return nil, err
	}
	out, err := a.program.read(text, f)
	if err == nil && !a.events.AllowN(time.Now(), len(out)) {
		err = fmt.Errorf("it observes more than %d events a minute (`events`)", a.program.Events)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// exchange sends a request and reads the answer, no more of it than is allowed.
func (a *analyzer) exchange(l *life, req *http.Request) ([]byte, error) {
	resp, err := l.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("its answer breaks off: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it answers by status %d, and 200 is wanted", resp.StatusCode)
	}
	most := int64(a.program.Answer)
	text, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil {
		return nil, fmt.Errorf("its answer breaks off: %w", err)
	}
	if int64(len(text)) > most {
		return nil, fmt.Errorf("its answer is longer than %s (`answer`)", a.program.Answer)
	}
	return text, nil
}
