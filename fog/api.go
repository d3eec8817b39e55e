package fog

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/access"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/ledger"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"

	"github.com/coder/websocket"
)

// api is what the master answers. Every path but health takes a request signed
// by a principal who has the action on the resource, out of his budget for the use.
func (m *master) api() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(api.Healthz.Pattern(), once(m.Health()))
	mux.Handle(api.Readyz.Pattern(), once(m.Health()))
	// An endpoint says what it takes beside its name; another parameter is an error, since who
	// misspells one would take the answer for what he asked for.
	guard := func(e api.Endpoint, use access.Use, res func(*http.Request) (custos.Resource, error), h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(e.Pattern(), m.Gate.For(use).Require(e.Right, res, answering(only(h, e.Known()...))))
	}
	query := func(e api.Endpoint, res func(*http.Request) (custos.Resource, error), h func(http.ResponseWriter, *http.Request) error) {
		guard(e, access.Query, res, m.inTurn(h))
	}
	registered := func(e api.Endpoint, use access.Use, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(e.Pattern(), m.Gate.For(use).Registered(answering(only(h, e.Known()...))))
	}
	guard(api.GetStatus, access.Query, m.ofDomain, m.board.GetStatus)
	guard(api.GetCameras, access.Query, m.ofDomain, m.board.GetCameras)
	mux.Handle("GET /api/cameras/{path...}", m.ofOneCamera())
	query(api.GetEvents, m.ofQuery, m.getEvents)
	guard(api.GetStream, access.Stream, m.ofDomain, m.getStream)
	guard(api.GetBoxes, access.Stream, m.ofDomain, m.getBoxes)
	query(api.GetTracks, m.ofQuery, m.getTracks)
	guard(api.PostSimilar, access.Query, m.ofDomain, m.postSimilar)
	guard(api.PostPlates, access.Query, m.ofDomain, m.postPlates)
	query(api.GetEvent, m.ofEvent, m.readableEvent(m.getEvent))
	guard(api.GetProof, access.Footage, m.ofEvent, m.readableEvent(m.getProof))
	guard(api.GetSnapshot, access.Footage, m.ofEvent, m.readableEvent(m.getSnapshot))
	guard(api.GetClip, access.Export, m.ofEvent, m.readableEvent(m.getClip))
	guard(api.GetBundle, access.Export, m.ofEvent, m.readableEvent(m.getBundle))
	guard(api.GetProofs, access.Export, m.ofDomain, m.getProofs)
	guard(api.PostErase, access.Query, m.ofDomain, m.postErase)
	guard(api.PostRepair, access.Query, m.ofDomain, m.postRepair)
	guard(api.PostFaces, access.Query, m.ofFaces, m.postFaces)
	query(api.GetRetention, m.ofDomain, m.getRetention)
	registered(api.PostCustody, access.Query, m.postCustody)
	registered(api.GetCapabilities, access.Relay, m.getCapabilities)
	registered(api.GetRequests, access.Relay, m.getRequests)
	registered(api.PostLedger, access.Relay, m.relay.post)
	registered(api.GetOpenAPI, access.Relay, getOpenAPI)
	m.mirrors.serve(mux)
	mux.HandleFunc("POST "+access.SessionPath, m.Gate.OpenSession)
	mux.Handle(api.PostCheckpoint.Pattern(), m.Gate.For(access.Witness).Registered(answering(m.postCheckpoint)))
	return mux
}

// once answers a request of which nobody is known, and lets the connection go.
func once(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		next.ServeHTTP(w, r)
	})
}

// answering writes a handler's error as the answer, if anybody waits for it.
func answering(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil && r.Context().Err() == nil {
			api.WriteError(w, err)
		}
	})
}

// getOpenAPI answers with what all of this is.
func getOpenAPI(w http.ResponseWriter, _ *http.Request) error {
	b, err := api.MasterDocument()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(b)
	return err
}

func (m *master) ofDomain(*http.Request) (custos.Resource, error) { return m.Domain, nil }

func (m *master) inDomain(r custos.Resource) (custos.Resource, error) {
	if err := r.Validate(); err != nil {
		return "", custos.Errorf(custos.Invalid, "%w", err)
	}
	if !r.Within(m.Domain) {
		return "", custos.Errorf(custos.NotFound, "%s is not in %s: ask its own master", r, m.Domain)
	}
	return r, nil
}

// ofOneCamera answers what is asked of one camera, whose name has slashes of its own: by
// how the path ends, with the right that it takes.
func (m *master) ofOneCamera() http.Handler {
	under := func(e api.Endpoint, use access.Use, h func(http.ResponseWriter, *http.Request) error) http.Handler {
		return m.Gate.For(use).Require(e.Right, func(r *http.Request) (custos.Resource, error) {
			camera, ok := strings.CutSuffix(r.PathValue("path"), "/"+path.Base(e.Path))
			if !ok {
				return "", custos.Errorf(custos.NotFound, "there is nothing at %s", r.URL.Path)
			}
			return m.inDomain(custos.Resource(camera))
		}, answering(only(h, e.Known()...)))
	}
	live := under(api.GetLive, access.View, m.getLive)
	parts := map[string]http.Handler{
		path.Base(api.GetStretchBundle.Path): under(api.GetStretchBundle, access.Export, m.getStretchBundle),
		path.Base(api.GetFootage.Path):       under(api.GetFootage, access.Query, m.inTurn(m.getFootage)),
		path.Base(api.GetFootageFile.Path):   under(api.GetFootageFile, access.Footage, m.getFootageFile),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h, ok := parts[path.Base(r.PathValue("path"))]; ok {
			h.ServeHTTP(w, r)
			return
		}
		live.ServeHTTP(w, r)
	})
}

// only refuses query parameters that a path does not know.
func only(h func(http.ResponseWriter, *http.Request) error, known ...string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return custos.Errorf(custos.Invalid, "the query cannot be read: %w", err)
		}
		for name := range v {
			if !slices.Contains(known, name) {
				if len(known) == 0 {
					return custos.Errorf(custos.Invalid, "unknown parameter %q: %s takes none", name, r.URL.Path)
				}
				return custos.Errorf(custos.Invalid, "unknown parameter %q: %s takes %s", name, r.URL.Path, strings.Join(known, ", "))
			}
		}
		return h(w, r)
	}
}

func (m *master) ofQuery(r *http.Request) (custos.Resource, error) {
	if c := r.URL.Query().Get("camera"); c != "" {
		return m.inDomain(custos.Resource(c))
	}
	return m.Domain, nil
}

func (m *master) ofEvent(r *http.Request) (custos.Resource, error) {
	v, err := m.event(r.Context(), custos.EventID(r.PathValue("id")))
	if custos.KindOf(err) == custos.NotFound {
		return m.Domain, nil // who may not read the domain does not learn what is there
	}
	return v.Resource, err
}

func reply(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

// peersFor is how long the ledger's count of its peers is believed.
const peersFor = 5 * time.Second

// restOfStatus fills in what of the status stands in no database. The board asks for it one
// at a time.
func (m *master) restOfStatus(ctx context.Context, s *api.Status) (err error) {
	s.Domain, s.Owner, s.Origin, s.Root = m.Domain, string(m.Node.Owner), m.log.Origin, m.log.Published().Root
	s.Confirmations, s.Alarms = ledger.SettingsOf(m.Site).Confirmations, m.watch.Open()
	if s.Head, err = m.Heads.Head(ctx); err != nil {
		return err
	}
	if time.Since(m.peers.at) > peersFor {
		if m.peers.n, err = m.Chain.Peers(ctx); err != nil {
			return err
		}
		m.peers.at = time.Now()
	}
	s.Peers = m.peers.n
	return nil
}

// witnessesOf returns the domains whose owners cosigned a log's checkpoint.
func witnessesOf(ctx context.Context, db masterdb.Reader, size uint64) ([]string, error) {
	out := []string{}
	lines, _, err := db.Cosignatures(ctx, size)
	for line := range strings.Lines(lines) {
		if f := strings.Fields(line); len(f) == 3 {
			out = append(out, strings.TrimPrefix(f[1], evidence.WitnessName("")))
		}
	}
	return out, err
}

// latenciesShown is of how many of the newest batches the status tells how long their anchor took.
const latenciesShown = 1000

func parseQuery(r *http.Request) (masterdb.Filter, error) {
	v := r.URL.Query()
	q := masterdb.Filter{Camera: custos.Resource(v.Get("camera")), Limit: 100}
	for name, to := range map[string]*[]custos.Kind{"kind": &q.Kinds, "except": &q.Except} {
		if v.Get(name) == "" {
			continue
		}
		for k := range strings.SplitSeq(v.Get(name), ",") {
			if !custos.Kind(k).Valid() {
				return q, custos.Errorf(custos.Invalid, "%s=%q cannot be a kind: this version knows %s", name, k, knownKinds())
			}
			*to = append(*to, custos.Kind(k))
		}
		if len(*to) > 16 {
			return q, custos.Errorf(custos.Invalid, "at most 16 kinds can be named")
		}
	}
	for name, to := range map[string]*int64{"after": &q.After, "before": &q.Before} {
		if s := v.Get(name); s != "" {
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil || n < 0 {
				return q, custos.Errorf(custos.Invalid, "%s=%q is not a number", name, s)
			}
			*to = n
		}
	}
	for name, to := range map[string]*time.Time{"from": &q.From, "until": &q.Until} {
		if s := v.Get(name); s != "" {
			t, err := time.Parse(time.RFC3339, s)
			if err != nil {
				return q, custos.Errorf(custos.Invalid, "%s=%q: write a time as 2026-07-01T18:00:00Z", name, s)
			}
			*to = t
		}
	}
	q.Forward = v.Has("after")
	if s := v.Get("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 1000 {
			return q, custos.Errorf(custos.Invalid, "limit=%q: want 1 to 1000", s)
		}
		q.Limit = n
	}
	return q, nil
}

func knownKinds() string {
	var out []string
	for _, k := range observe.Kinds() {
		out = append(out, string(k.Name))
	}
	return strings.Join(out, ", ")
}

func (m *master) getEvents(w http.ResponseWriter, r *http.Request) error {
	q, err := parseQuery(r)
	if err == nil {
		err = m.known(r.Context(), q.Kinds)
	}
	if err == nil {
		q, err = m.readable(r, q)
	}
	if err != nil {
		return err
	}
	out, err := m.events(r.Context(), q)
	if err != nil {
		return err
	}
	return reply(w, out)
}

func (m *master) getTracks(w http.ResponseWriter, r *http.Request) error {
	q, err := parseQuery(r)
	if err != nil {
		return err
	}
	q.Kinds = []custos.Kind{observe.KindTrajectory}
	out, err := m.events(r.Context(), q)
	if err != nil {
		return err
	}
	return reply(w, out)
}

// postSimilar passes a search on to the feature service.
func (m *master) postSimilar(w http.ResponseWriter, r *http.Request) error {
	return m.passOn(w, r, custos.NewServiceID(m.Node.Name, "feature"), node.SimilarRequest)
}

// postPlates passes a search on to the plate service.
func (m *master) postPlates(w http.ResponseWriter, r *http.Request) error {
	return m.passOn(w, r, custos.NewServiceID(m.Node.Name, "plate"), node.PlatesRequest)
}

func (m *master) getEvent(w http.ResponseWriter, r *http.Request) error {
	v, err := m.event(r.Context(), custos.EventID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return reply(w, v)
}

// getStream sends events and marks as server-sent events, until the right ends.
func (m *master) getStream(w http.ResponseWriter, r *http.Request) error {
	ctx, stop := m.Index.Watch(r.Context(), access.CallerOf(r.Context()).Question)
	defer stop(nil)
	m.board.Stream(ctx, w, r, m.barred(r))
	return nil
}

// toCamera passes a caller's request on to the camera and returns its stream.
func (m *master) toCamera(ctx context.Context, camera custos.CameraID, what string, req node.CameraRequest) (<-chan []byte, func() error, error) {
	caller := access.CallerOf(ctx)
	var err error
	if req.Caller, err = caller.Signed(); err != nil {
		return nil, nil, err
	}
	req.Action = caller.Question.Action
	to, err := m.cameraService(ctx, camera, req.Segments)
	if err != nil {
		return nil, nil, err
	}
	data, err := json.Marshal(req)
	if err != nil {
		return nil, nil, err
	}
	parts, ended := m.AskStream(ctx, to, what, data)
	return parts, ended, nil
}

// getLive relays a live view over a WebSocket and closes it with the reason
// when it ends.
func (m *master) getLive(w http.ResponseWriter, r *http.Request) error {
	caller := access.CallerOf(r.Context())
	ctx, stop := m.Index.Watch(r.Context(), caller.Question)
	defer stop(nil)
	parts, ended, err := m.toCamera(ctx, caller.Question.Resource, node.LiveRequest, node.CameraRequest{})
	if err != nil {
		return err
	}
	first, ok := <-parts
	if !ok {
		return ended()
	}
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return nil // Accept has answered
	}
	defer func() { _ = conn.CloseNow() }()
	// Reading has the connection's own context: one that ends with the right would
	// cut the connection before the reason is said.
	open := conn.CloseRead(r.Context())
	context.AfterFunc(open, func() { stop(nil) })
	kind := websocket.MessageText // the first part is a LiveInit
	for part := first; ; {
		write, cancel := context.WithTimeout(open, 5*time.Second)
		err := conn.Write(write, kind, part)
		cancel()
		if err != nil {
			break
		}
		kind = websocket.MessageBinary
		if part, ok = <-parts; !ok {
			break
		}
	}
	cause := context.Cause(ctx)
	stop(nil)
	reason := "the stream ended"
	if cause != nil && custos.KindOf(cause) == custos.Denied {
		reason = cause.Error()
	} else if err := drain(parts, ended); err != nil && custos.KindOf(err) != custos.Internal {
		reason = err.Error()
	}
	_ = conn.Close(websocket.StatusPolicyViolation, reason[:min(len(reason), 120)])
	return nil
}

// drain waits for a stream's end and returns how it ended.
func drain(parts <-chan []byte, ended func() error) error {
	for range parts {
	}
	return ended()
}

func (m *master) getSnapshot(w http.ResponseWriter, r *http.Request) error {
	e, s, err := m.footageOf(r, 0, 0)
	if err != nil {
		return err
	}
	frame := observe.Show(e).Frame
	if frame == (custos.FrameRef{}) {
		return custos.Errorf(custos.NotFound, "%s is not about a frame", e.ID())
	}
	parts, ended, err := m.toCamera(r.Context(), e.Resource, node.SnapshotRequest, node.CameraRequest{Segments: s.segs, Frame: frame})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/jpeg")
	return copyParts(w, parts, ended)
}

// footageOf returns the event that a request is about and the footage around it.
func (m *master) footageOf(r *http.Request, before, after time.Duration) (*custos.Event, *stretch, error) {
	v, err := m.event(r.Context(), custos.EventID(r.PathValue("id")))
	if err != nil {
		return nil, nil, err
	}
	if err := removedError(&v); err != nil {
		return nil, nil, err
	}
	e := new(custos.Event)
	if v.Mark == api.Broken || json.Unmarshal(v.Body, e) != nil {
		return nil, nil, custos.Errorf(custos.Corrupt, "%s is broken: run `custos audit`", v.ID)
	}
	s, err := m.recordings().around(r.Context(), e, before, after)
	return e, s, err
}

func copyParts(w io.Writer, parts <-chan []byte, ended func() error) error {
	any := false
	for p := range parts {
		any = true
		if _, err := w.Write(p); err != nil {
			return nil
		}
	}
	if err := ended(); err != nil && !any {
		return err
	}
	return nil
}

// postCheckpoint is the witness of C2SP tlog-witness. Who asks is another
// owner's registered service; what is signed is decided by the checkpoint.
func (m *master) postCheckpoint(w http.ResponseWriter, r *http.Request) error {
	who := access.CallerOf(r.Context()).Address
	if p, ok := m.Index.Principal(who); !ok || p.Role != custos.RoleService {
		return custos.Errorf(custos.Denied, "%s is not a registered service", who)
	}
	body, err := io.ReadAll(r.Body) // as long as the gate lets it be
	if err != nil {
		return err
	}
	line, err := m.witness.AddCheckpoint(r.Context(), body)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, line)
	return err
}
