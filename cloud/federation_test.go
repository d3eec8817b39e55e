package cloud

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"

	"github.com/coder/websocket"
)

func TestStatusAndCameras(t *testing.T) {
	c := newCampus(t)
	c.front.add(observe.KindZone, at(1))
	c.front.mark(1, 1)
	c.status.keep = time.Hour
	st := c.Status(patience(t))
	if len(st) != 2 || st[0].Err != nil || st[0].Value.Marks.Anchored != 1 || st[1].Err != nil || st[1].Domain != "campus/second-door" {
		t.Errorf("status %+v", st)
	}
	// Marks that a master announces show at once; masters are not asked again.
	c.members[0].marks.move(api.Marks{Size: 5, Witnessed: 4, Anchored: 3, Block: 12})
	c.front.mu.Lock()
	asked := c.front.asked
	c.front.mu.Unlock()
	st = c.Status(patience(t))
	c.front.mu.Lock()
	if v := st[0].Value; v.Marks.Anchored != 3 || v.Head.Number != 12 || c.front.asked != asked {
		t.Errorf("status %+v after %d more questions", v, c.front.asked-asked)
	}
	c.front.mu.Unlock()
	c.second.mu.Lock()
	c.second.refuse = custos.Errorf(custos.Denied, "no capability")
	c.second.mu.Unlock()
	cams := c.Cameras(patience(t))
	if len(cams[0].Value) != 2 || cams[0].Value[0].State != custos.CameraRecording || cams[0].Value[1].Camera != "campus/front-door/cam2" || cams[0].Value[1].State != "" {
		t.Errorf("the first domain's cameras are %+v: want the site's two, with what the master says of the first", cams[0])
	}
	if custos.KindOf(cams[1].Err) != custos.Denied || len(cams[1].Value) != 1 || cams[1].Value[0].State != "" {
		t.Errorf("the refusing domain's cameras are %+v, want one without a state, and the refusal", cams[1])
	}
}

func TestAnotherKeyIsRefused(t *testing.T) {
	c := newCampus(t)
	c.pins["front-fog"] = custos.Hash{1}
	st := c.again(t).Status(patience(t))
	if st[0].Err == nil || !strings.Contains(st[0].Err.Error(), "another key") || st[1].Err != nil {
		t.Errorf("with the wrong pin for the first: %v; %v", st[0].Err, st[1].Err)
	}
	delete(c.pins, "front-fog")
	if _, err := New(Config{Site: c.site, Signer: c.signer, Pins: c.pins}); custos.KindOf(err) != custos.NotFound {
		t.Errorf("a fog without a pin: %v", err)
	}
}

func TestEventAndFiles(t *testing.T) {
	c := newCampus(t)
	e := c.second.add(observe.KindZone, at(1))
	got, err := c.Event(patience(t), e.ID)
	if err != nil || got.ID != e.ID || got.Domain != "campus/second-door" {
		t.Errorf("event %+v, %v", got, err)
	}
	for part, open := range map[string]func(context.Context, custos.EventID) (io.ReadCloser, string, error){
		"snapshot.jpg": c.Snapshot, "clip.mp4": c.Clip, "proof": c.Proof, "bundle": c.Bundle,
	} {
		f, kind, err := open(patience(t), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil || string(b) != part+" of "+string(e.ID) || kind != "test/"+part {
			t.Errorf("%s: %q, %q, %v", part, b, kind, err)
		}
	}
	for _, id := range []custos.EventID{"nobody.master.7.1", "front-fog.master.7.99", ""} {
		if _, err := c.Event(patience(t), id); custos.KindOf(err) != custos.NotFound {
			t.Errorf("event %q: %v", id, err)
		}
	}
}

// A master that shows an event of another owner's node, or on another owner's
// camera, is not believed.
func TestNoDomainSpeaksForAnother(t *testing.T) {
	c := newCampus(t)
	c.front.add(observe.KindZone, at(1))
	foreign := c.second.add(observe.KindTracks, at(2))
	mine := c.front.add(observe.KindTracks, at(3))
	c.front.mu.Lock()
	c.front.events[1].Resource = "campus/second-door/cam1"
	foreign.N = 3
	c.front.events = append(c.front.events, foreign)
	c.front.mu.Unlock()
	page, err := c.Events(patience(t), Query{Limit: 10})
	if err != nil || len(page.Events) != 2 || page.Events[0].Domain != "campus/second-door" || page.Events[1].N != 1 {
		t.Errorf("%+v, %v", page, err)
	}
	if _, err := c.Event(patience(t), mine.ID); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("an event on another owner's camera: %v", err)
	}
}

func TestLive(t *testing.T) {
	c := newCampus(t)
	const cam = "campus/front-door/cam1"
	set := func(code websocket.StatusCode, end string, refuse error) {
		c.front.mu.Lock()
		c.front.live, c.front.liveCode, c.front.refuseCam = end, code, refuse
		c.front.mu.Unlock()
	}
	for _, k := range []struct {
		code   websocket.StatusCode
		reason string
		want   custos.ErrorKind
	}{
		{websocket.StatusPolicyViolation, "the stream ended", ""},
		{websocket.StatusPolicyViolation, "the right has ended: the capability expired", custos.Denied},
		{websocket.StatusPolicyViolation, "the camera does not answer", custos.Unavailable},
	} {
		set(k.code, k.reason, nil)
		l, err := c.Live(patience(t), cam)
		if err != nil {
			t.Fatal(err)
		}
		if l.Codec != "avc1.64001f" || l.Width != 640 || l.Height != 480 {
			t.Errorf("the stream says %+v", l.LiveInit)
		}
		n := byte(0)
		for b := range l.Chunks {
			if len(b) != 1 || b[0] != n {
				t.Errorf("chunk %d is %v", n, b)
			}
			n++
		}
		err = l.Err()
		if n != 3 || k.want == "" && err != nil || k.want != "" && (err == nil || custos.KindOf(err) != k.want || err.Error() != k.reason) {
			t.Errorf("closed by %q after %d chunks: %v", k.reason, n, err)
		}
	}
	set(0, "", custos.Errorf(custos.Denied, "sky has no live on it"))
	if _, err := c.Live(patience(t), cam); custos.KindOf(err) != custos.Denied || err.Error() != "sky has no live on it" {
		t.Errorf("refused: %v", err)
	}
	if _, err := c.Live(patience(t), "campus/front-door/cam9"); custos.KindOf(err) != custos.NotFound {
		t.Errorf("no such camera: %v", err)
	}
	set(0, "", nil)
	ctx, cancel := context.WithCancel(patience(t))
	l, err := c.Live(ctx, cam)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for range l.Chunks {
	}
	if err := l.Err(); !errors.Is(err, context.Canceled) {
		t.Errorf("ended by its viewer: %v", err)
	}
}

func TestOpenWaitsForTheKeys(t *testing.T) {
	c := newCampus(t)
	c.site.Data = t.TempDir()
	n, _ := c.site.Node("sky")
	env := &service.Env{Site: c.site, Node: n, ID: "sky/console", Log: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	if _, err := Open(ctx, env); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("without any key: %v", err)
	}
	cancel()
	opened := make(chan error, 1)
	go func() { _, err := Open(patience(t), env); opened <- err }()
	trust, err := evidence.NewTrust(evidence.Trust{
		Site: "campus", Engine: "pow", ChainID: chain, Genesis: custos.Hash{1}, Confirmations: 1, Threshold: 1, Owners: make([]custos.Owner, 1),
	}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(node.TrustPath(c.site), trust, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(node.PinsPath(c.site), []byte(`{"front-fog":"`+c.pins["front-fog"].String()+`","second-fog":"`+c.pins["second-fog"].String()+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(node.NodeKey(c.site, "sky")), 0o700); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-opened:
		t.Fatalf("opened without the node's key: %v", err)
	default:
	}
	if _, err := key.Create(node.NodeKey(c.site, "sky")); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Error(err)
	}
}
