// Package edge is what stands at the cameras: one service a camera takes its
// stream in, records and seals it, gives frames to analyzers, and shows it live
// to who may see it.
package edge

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/live"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/ring"
	"custos.dev/custos/edge/rtsp"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
	"custos.dev/custos/service"

	"golang.org/x/sync/errgroup"
)

// RunCamera is the camera service.
func RunCamera(ctx context.Context, env *service.Env) error {
	r, err := node.Start(ctx, env)
	if err != nil {
		return err
	}
	c := &camera{Runtime: r}
	if err := c.configure(); err != nil {
		return err
	}
	return r.Run(ctx, c.work, func(ctx context.Context) error { return c.ring.Run(ctx) }, c.serve, c.crops, c.keep)
}

type camera struct {
	*node.Runtime
	id      custos.CameraID
	cfg     *cameras.Camera
	src     *source.Source
	ring    *ring.Server
	rec     *record.Recorder
	archive *record.Archive
	shelf   *record.Shelf
	recent  *recent
	hub     live.Hub
	beside  *beside // nil where its sound is neither recorded nor played

	ctx     context.Context // of work; the recorder's callback has none of its own
	dropped atomic.Uint64
	health  health

	removals removals
	// full wakes who makes room: a picture could not be stored.
	full chan struct{}
}

func (c *camera) configure() (err error) {
	name := strings.TrimPrefix(c.ID.Service(), node.CameraService(""))
	all := cameras.Of(c.Node)
	for i := range all {
		if all[i].Name == name {
			c.cfg = &all[i]
		}
	}
	if c.cfg == nil {
		return custos.Errorf(custos.NotFound, "the node %s has no camera %q", c.Node.Name, name)
	}
	c.id = cameras.ID(c.Site, c.Node, c.cfg)
	c.Log = c.Log.With("camera", string(c.id))
	c.src = sourceOf(c.id, c.cfg)
	c.src.Boot, c.src.Log = c.Journal.Boot(), c.Log
	if err := c.readPassword(); err != nil {
		return err
	}
	if err := c.src.Validate(); err != nil {
		return err
	}
	c.health.began(c.id, c.src)
	c.Say("camera", func() any { return c.Health() })
	c.measure()
	if err := c.openRecordings(); err != nil {
		return err
	}
	c.beside = besideOf(c.cfg, c.rec, &c.hub, c.stored)
	c.ring, err = ring.NewServer(ring.Config{
		Camera: c.id, Socket: node.RingSocket(c.Site, c.Node.Name, name), Authorize: c.authorizeReader, Log: c.Log,
	})
	return err
}

// openRecordings goes on behind the last segment that is on record, ends what a crash left, and
// looks through what there is.
func (c *camera) openRecordings() error {
	c.Journal.KeepNewest(observe.KindSegment, recentSegments)
	c.recent = newRecent()
	if err := c.Journal.Each(context.Background(), observe.KindSegment, func(e *custos.Event) error {
		if s, ok := observe.As[*observe.Segment](e); ok && e.Resource == c.id {
			c.recent.add(*s)
		}
		return nil
	}); err != nil {
		return err
	}
	e, err := c.Journal.Last(context.Background(), observe.KindSegment, c.id)
	var last *observe.Segment
	switch {
	case err == nil:
		ok := false
		if last, ok = observe.As[*observe.Segment](e); !ok {
			return custos.Errorf(custos.Corrupt, "the camera's newest seal, %s, cannot be read: another version wrote it, or the database is damaged", e.ID())
		}
		c.health.mu.Lock()
		c.health.cause = "the camera's service did not run"
		c.health.mu.Unlock()
	case custos.KindOf(err) != custos.NotFound:
		return err
	}
	dir := filepath.Join(c.Dir, "recordings")
	c.rec, err = record.Open(record.Config{
		Camera: c.id, Dir: dir, Boot: c.Journal.Boot(), Target: c.cfg.Segment,
		Last: last, Sealed: c.sealed, Gap: c.gap, Lost: c.lost, Now: c.src.StreamTime, Log: c.Log,
	})
	if err != nil {
		return err
	}
	if c.archive, err = record.OpenArchive(dir); err != nil {
		return err
	}
	return c.openShelf(context.Background())
}

// sealed is told each segment once it is durable; what it returns nil for is
// committed and is not told again.
func (c *camera) sealed(s observe.Segment) error {
	ctx := c.ctx
	if ctx == nil || ctx.Err() != nil {
		ctx = context.Background() // at the end the last segment is still to be recorded
	}
	if err := c.Journal.Append(ctx, []custos.Observation{{Resource: c.id, Time: s.From, Payload: &s}}); err != nil {
		return err
	}
	c.health.sealed(s)
	c.recent.add(s)
	if c.shelf != nil { // while the recorder ends what a crash left, the recordings are not looked through yet
		c.shelf.Add(s)
	}
	return nil
}

// lost is told the file of a segment that could not be sealed.
func (c *camera) lost(file string) {
	if c.shelf != nil {
		c.shelf.AddLost(file)
	}
}

// readPassword takes the camera's credentials from the site and its file.
func (c *camera) readPassword() error {
	if c.cfg.PasswordFile == "" {
		return nil
	}
	secret, err := service.ReadSecret(c.cfg.PasswordFile)
	if err != nil {
		return custos.Errorf(custos.Invalid, "the camera's password cannot be read: %w", err)
	}
	c.src.Credentials = rtsp.Credentials{User: c.cfg.User, Password: strings.TrimSpace(string(secret))}
	return nil
}

// authorizeReader lets an analyzer have the frames that may see this camera
// live, and takes them away when the right ends.
func (c *camera) authorizeReader(ctx context.Context, token []byte) (string, error) {
	who, err := c.Gate.Verifier.Bus(node.RingSubject(c.id), nil, string(token))
	if err != nil {
		return "", err
	}
	// Frames in this machine's memory do not leave the node: its own analyzers go on
	// when the fog cannot be reached.
	q := access.Question{Principal: who, Action: custos.Live, Resource: c.id}
	if _, err := c.Gate.AskHere(ctx, q, c.Node.Name); err != nil {
		return "", err
	}
	watch, _ := c.Index.WatchHere(c.ctx, q, c.Node.Name)
	context.AfterFunc(watch, func() { c.ring.Revoke(who.String(), context.Cause(watch)) })
	return who.String(), nil
}

// OnInit implements source.Sink.
func (c *camera) OnInit(i stream.Init) {
	c.hub.OnInit(i)
	c.stored(c.rec.Init(i))
	reason := fmt.Sprintf("%s, %dx%d", i.Codec, i.Width, i.Height)
	if err := c.state(c.ctx, observe.Stream{State: observe.StreamStarted, Reason: reason}); err != nil && c.ctx.Err() == nil {
		c.Log.Error("the start of the stream is not recorded", "err", err)
	}
}

// OnFragment implements source.Sink.
func (c *camera) OnFragment(f stream.Fragment) {
	if c.beside != nil {
		c.beside.quiet()
	}
	c.hub.OnFragment(f)
	if f.Stepped != 0 {
		c.OnOdd(fmt.Sprintf("this node's clock was set by %v", f.Stepped.Round(time.Millisecond)))
	}
	c.stored(c.rec.Write(f))
	c.health.picture(f)
}

// stored says what the recorder could not do, once for each reason; live goes on.
func (c *camera) stored(err error) {
	if c.health.stored(err) {
		c.Log.Error("recording stopped", "err", err)
	}
	if err != nil {
		select {
		case c.full <- struct{}{}:
		default:
		}
	}
}

// OnUnit implements source.Listener: the sound is for analyzers, and is recorded and played only
// where the camera's section says so.
func (c *camera) OnUnit(u stream.Unit) {
	if c.beside != nil {
		c.beside.add(u)
	}
	f := soundFormats[u.Track.Codec]
	err := c.ring.PublishSound(custos.Sound{
		Camera: c.id, Boot: c.src.Boot, PTS: u.PTS, Time: u.Time, Format: f, Rate: u.Track.Clock,
		Channels: u.Track.Channels, Samples: u.Samples, Config: u.Track.Config, Data: u.Data,
	})
	if err != nil && c.health.odd("its sound cannot be handed on: "+err.Error()) {
		c.Log.Warn("a block of sound is lost", "err", err)
	}
}

// soundFormats are the formats of the codecs whose packets the source takes apart.
var soundFormats = map[string]custos.SoundFormat{
	stream.AAC: custos.SoundAAC, stream.Opus: custos.SoundOpus, stream.PCMU: custos.SoundPCMU, stream.PCMA: custos.SoundPCMA,
}

// OnFrame implements source.Sink.
func (c *camera) OnFrame(f custos.Frame) {
	if err := c.ring.Publish(f); err != nil {
		c.dropped.Add(1)
		c.Log.Warn("a frame is lost", "err", err)
	}
}

// serve answers what callers ask for through their master.
func (c *camera) serve(ctx context.Context) error {
	return c.serveStreams(ctx, map[string]cameraAnswer{
		node.LiveRequest: c.live, node.RecordingRequest: c.recording, node.SnapshotRequest: c.snapshot, node.EraseRequest: c.erase,
	})
}

// cameraAnswer sends what a caller may have.
type cameraAnswer func(context.Context, *node.CameraRequest, func([]byte) error) error

// serveStreams answers streams until ctx ends.
func (c *camera) serveStreams(ctx context.Context, answers map[string]cameraAnswer) error {
	g, ctx := errgroup.WithContext(ctx)
	for what, h := range answers {
		g.Go(func() error {
			return c.Peer.AnswerStream(ctx, what, 64, func(ctx context.Context, from sealed.Caller, data []byte, send func([]byte) error) error {
				return c.answer(ctx, from, data, send, h)
			})
		})
	}
	return g.Wait()
}

// answer checks who passes the request on, then the caller himself, and ends
// the answer when the caller's right ends. One record says what he was shown.
func (c *camera) answer(ctx context.Context, relay sealed.Caller, data []byte, send func([]byte) error, h cameraAnswer) error {
	if relay.Service != node.MasterOf(node.Fog(c.Site, c.Node)) {
		return custos.Errorf(custos.Denied, "%s is not the master of this camera's domain", relay.Service)
	}
	var req node.CameraRequest
	if err := json.Unmarshal(data, &req); err != nil {
		return custos.Errorf(custos.Invalid, "the request does not parse: %w", err)
	}
	who, err := c.Gate.Verifier.Envelope(&req.Caller)
	if err != nil {
		return err
	}
	if !signedFor(&req, c.id) {
		return custos.Errorf(custos.Denied, "what the caller signed (%s %s) is not a request for this", req.Caller.Method, req.Caller.Path)
	}
	q := access.Question{Principal: who, Action: req.Action, Resource: c.id}
	req.By = who
	return c.shown(ctx, q, send, func(ctx context.Context, send func([]byte) error) error { return h(ctx, &req, send) })
}

// shown lets who may do so be shown something, until his right ends. One record says what he
// was shown, or that he was refused.
func (c *camera) shown(ctx context.Context, q access.Question, send func([]byte) error, show func(context.Context, func([]byte) error) error) error {
	answer := c.Index.Decide(q)
	if !answer.Allowed {
		_, err := c.Gate.Ask(ctx, q)
		return err
	}
	watch, stop := c.Index.Watch(ctx, q)
	defer stop(nil)
	d := observe.Decision{Principal: q.Principal, Action: q.Action, Resource: c.id, Allowed: true, Reason: answer.Reason, Capability: answer.Capability, From: time.Now().UTC(), Count: 1}
	err := show(watch, func(b []byte) error { d.Bytes += int64(len(b)); return send(b) })
	if cause := context.Cause(watch); err == nil && custos.KindOf(cause) == custos.Denied && cause != nil {
		err = cause
	}
	if err != nil {
		d.Reason = err.Error()
	}
	d.Until = time.Now().UTC()
	c.RecordDecision(c.ctx, d)
	return err
}

// signedFor reports that the caller himself asked for what the master passes
// on: a signature for reading an event must not become one for its footage.
func signedFor(req *node.CameraRequest, id custos.CameraID) bool {
	path, err := url.PathUnescape(req.Caller.Path)
	if err == nil && req.Action == custos.Control {
		return req.Caller.Method == "POST" && path == api.PostErase.Path
	}
	if err != nil || req.Caller.Method != "GET" {
		return false
	}
	ofEvent := strings.HasPrefix(path, "/api/events/")
	switch req.Action {
	case custos.Live:
		return path == "/api/cameras/"+string(id)+"/live"
	case custos.Recorded:
		return ofEvent && (strings.HasSuffix(path, "/snapshot.jpg") || strings.HasSuffix(path, "/clip.mp4")) ||
			path == "/api/cameras/"+string(id)+"/footage.mp4"
	case custos.Export:
		return ofEvent && strings.HasSuffix(path, "/bundle") || path == "/api/cameras/"+string(id)+"/bundle"
	}
	return false
}

func (c *camera) live(ctx context.Context, _ *node.CameraRequest, send func([]byte) error) error {
	for chunk := range c.hub.Subscribe(ctx) {
		if i := chunk.Init; i != nil {
			head, err := json.Marshal(api.LiveInit{Codec: i.Codec, Width: i.Width, Height: i.Height})
			if err != nil {
				return err
			}
			if err := send(head); err != nil {
				return err
			}
		}
		if err := send(chunk.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// recording sends the files of segments, one after the other, in their own bytes.
func (c *camera) recording(ctx context.Context, req *node.CameraRequest, send func([]byte) error) error {
	for _, s := range req.Segments {
		if err := c.sendFile(ctx, s, send); err != nil {
			return err
		}
	}
	return c.sendPictures(ctx, req, send)
}

func (c *camera) sendFile(ctx context.Context, s observe.Segment, send func([]byte) error) error {
	f, err := c.archive.Open(s)
	if err != nil {
		return err
	}
	defer f.Close()
	for ctx.Err() == nil {
		part := make([]byte, 256<<10)
		n, err := io.ReadFull(f, part)
		if n > 0 {
			if err := send(part[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

func (c *camera) snapshot(ctx context.Context, req *node.CameraRequest, send func([]byte) error) error {
	jpeg, err := c.archive.Snapshot(ctx, req.Segments, req.Frame.PTS)
	if err != nil {
		return err
	}
	return send(jpeg)
}

func sourceOf(id custos.CameraID, c *cameras.Camera) *source.Source {
	s := &source.Source{Camera: id, URL: c.URL, Transport: c.Transport, Pin: c.TLSPin, Width: c.Width, MaxFPS: c.FPS, AllowLoopback: c.AllowLoopback, Audio: c.Audio}
	if u, err := url.Parse(c.URL); err == nil && u.Scheme == "file" {
		s.AllowDirs = []string{filepath.Dir(u.Path)}
	}
	return s
}

// Check says what is wrong with a site's cameras, as far as that can be known without
// reaching them.
func Check(site *service.Site) error {
	for i := range site.Nodes {
		n := &site.Nodes[i]
		all := cameras.Of(n)
		for j := range all {
			if err := sourceOf(cameras.ID(site, n, &all[j]), &all[j]).Validate(); err != nil {
				return err
			}
		}
	}
	return nil
}
