// Package api is what Custos' HTTP interfaces say, in one place: paths, what each takes and
// answers, the form of an error. The masters of fogs and the console answer by it, the client,
// the federation and the command line ask by it; OpenAPI and the page's types are made from it.
//
// A new endpoint is a line in Master or Console here, a handler at its server, and who asks it.
package api

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"custos.dev/custos"
)

// Endpoint is one path with one method.
type Endpoint struct {
	Method, Path string
	// Summary is what it is for, in a line.
	Summary string
	// Right is the action that it takes on what is asked about; 0 for whoever is registered or,
	// at the console, logged in.
	Right custos.Action
	// Query are the parameters that it knows; another one is an error.
	Query []Param
	// Body is what it takes, Answer what it gives: a type of this package, or a media type.
	Body, Answer any
	// Open means that it asks for no signature and no session.
	Open bool
}

// Param is one parameter of a query.
type Param struct {
	Name, Says string
}

// Pattern is the endpoint as net/http's ServeMux takes it.
func (e *Endpoint) Pattern() string { return e.Method + " " + e.Path }

// MuxPattern is Pattern with the last placeholder taking slashes, where what it stands for has some.
func (e *Endpoint) MuxPattern() string {
	return strings.Replace(e.Pattern(), "{tile}", "{tile...}", 1)
}

// Known are the names of its parameters.
func (e *Endpoint) Known() []string {
	out := make([]string, len(e.Query))
	for i, p := range e.Query {
		out[i] = p.Name
	}
	return out
}

// Of returns its path with the placeholders filled in, in their order, and escaped: but for the
// slashes that names of cameras and of tiles have of their own.
func (e *Endpoint) Of(values ...string) string {
	p := e.Path
	for _, v := range values {
		open, end := strings.IndexByte(p, '{'), strings.IndexByte(p, '}')
		if open < 0 || end < open {
			break
		}
		v = url.PathEscape(v)
		if p[open:end+1] == "{camera}" || p[open:end+1] == "{tile}" {
			v = strings.ReplaceAll(v, "%2F", "/")
		}
		p = p[:open] + v + p[end+1:]
	}
	return p
}

// The parameters of lists, and of stretches of footage.
var (
	kind   = Param{"kind", "Only these kinds, with commas between them; every kind without it."}
	except = Param{"except", "Not these kinds, with commas between them."}
	camera = Param{"camera", "Only what is about this resource."}
	limit  = Param{"limit", "At most so many, 1 to 1000."}
	from   = Param{"from", "From this time on, as RFC 3339."}
	until  = Param{"until", "Until this time, which is not included."}

	listing = []Param{
		kind, except, camera, limit, from, until,
		{"after", "Only those with a higher number, the lowest first."},
		{"before", "Only those with a lower number."},
	}
	stretch = []Param{from, until}
)

// What is answered that is no JSON of this package.
const (
	jpeg      = "image/jpeg"
	mp4       = "video/mp4"
	zip       = "application/zip"
	plainText = "text/plain"
	anyJSON   = "application/json"
	binary    = "application/octet-stream"
	events    = "text/event-stream"
	socket    = "a WebSocket"
)

// What the master of a domain answers, each request signed by a registered key (RFC 9421).
var (
	Healthz = Endpoint{Method: http.MethodGet, Path: "/healthz", Summary: "Whether it runs", Answer: plainText, Open: true}
	Readyz  = Endpoint{Method: http.MethodGet, Path: "/readyz", Summary: "Whether it can do its work", Answer: plainText, Open: true}

	GetStatus  = Endpoint{Method: http.MethodGet, Path: "/api/status", Summary: "How far the domain's log is written, witnessed and anchored", Right: custos.Events, Answer: Status{}}
	GetCameras = Endpoint{Method: http.MethodGet, Path: "/api/cameras", Summary: "The cameras and what each does", Right: custos.Events, Answer: []Camera{}}
	GetEvents  = Endpoint{Method: http.MethodGet, Path: "/api/events", Summary: "Committed events, newest first", Right: custos.Events, Query: listing, Answer: []Event{}}
	GetStream  = Endpoint{Method: http.MethodGet, Path: "/api/events/stream", Summary: "New events and how far the log has come, as they happen", Right: custos.Events, Answer: events}
	GetBoxes   = Endpoint{Method: http.MethodGet, Path: "/api/boxes", Summary: "The tracks in each camera's frames as they are seen, before they are on record: each one Boxes", Right: custos.Events, Answer: events}
	GetEvent   = Endpoint{Method: http.MethodGet, Path: "/api/events/{id}", Summary: "One event with its body", Right: custos.Events, Answer: Event{}}
	GetTracks  = Endpoint{Method: http.MethodGet, Path: "/api/tracks", Summary: "The paths of tracks that have ended", Right: custos.Features, Query: listing, Answer: []Event{}}
	// PostSimilar takes a feature.Query and answers a list of feature.Seen.
	PostSimilar = Endpoint{Method: http.MethodPost, Path: "/api/tracks/similar", Summary: "Who looked like this, or moved like this", Right: custos.Features, Body: anyJSON, Answer: anyJSON}
	// PostPlates takes a plates.Query and answers a list of plates.Seen.
	PostPlates  = Endpoint{Method: http.MethodPost, Path: "/api/plates", Summary: "Where a licence plate was read, or one that looks like it", Right: custos.Features, Body: anyJSON, Answer: anyJSON}
	GetProof    = Endpoint{Method: http.MethodGet, Path: "/api/events/{id}/proof", Summary: "The event's proof, without footage", Right: custos.Events, Answer: anyJSON}
	GetSnapshot = Endpoint{Method: http.MethodGet, Path: "/api/events/{id}/snapshot.jpg", Summary: "The frame that shows the event", Right: custos.Recorded, Answer: jpeg}
	GetClip     = Endpoint{Method: http.MethodGet, Path: "/api/events/{id}/clip.mp4", Summary: "The footage around the event", Right: custos.Recorded, Answer: mp4}
	GetBundle   = Endpoint{
		Method: http.MethodGet, Path: "/api/events/{id}/bundle", Summary: "The evidence for the event, which verifies offline", Right: custos.Export,
		Query: []Param{{"footage", "none leaves the footage out"}}, Answer: zip,
	}
	GetProofs = Endpoint{Method: http.MethodGet, Path: "/api/proofs", Summary: "The proofs of many events at once", Right: custos.Export, Query: listing, Answer: zip}

	GetRetention = Endpoint{Method: http.MethodGet, Path: "/api/retention", Summary: "What is kept for how long, what is due to be removed, and what was", Right: custos.Events, Answer: Retention{}}

	PostRepair = Endpoint{Method: http.MethodPost, Path: "/api/repair", Summary: "Put back what was altered in the master's database and log", Right: custos.Control, Body: Repair{}, Answer: Repaired{}}
	PostErase  = Endpoint{Method: http.MethodPost, Path: "/api/erase", Summary: "Erase events, or what is known of a stretch of a camera's time, for good", Right: custos.Control, Body: Erasure{}, Answer: Erased{}}

	// PostFaces takes what it is about from the order's where.
	PostFaces = Endpoint{Method: http.MethodPost, Path: "/api/faces", Summary: "Who is enrolled by his face: enroll, remove, list", Right: custos.Biometrics, Body: FaceOrder{}, Answer: Faces{}}

	GetLive          = Endpoint{Method: http.MethodGet, Path: "/api/cameras/{camera}/live", Summary: "A camera's stream: LiveInit as text, then fMP4 as binary messages", Right: custos.Live, Answer: socket}
	GetFootage       = Endpoint{Method: http.MethodGet, Path: "/api/cameras/{camera}/footage", Summary: "What there is of a stretch of a camera's time", Right: custos.Recorded, Query: stretch, Answer: Footage{}}
	GetFootageFile   = Endpoint{Method: http.MethodGet, Path: "/api/cameras/{camera}/footage.mp4", Summary: "The footage of a stretch, as it was recorded", Right: custos.Recorded, Query: stretch, Answer: mp4}
	GetStretchBundle = Endpoint{Method: http.MethodGet, Path: "/api/cameras/{camera}/bundle", Summary: "The evidence for a stretch of a camera's time", Right: custos.Export, Query: stretch, Answer: zip}

	GetCapabilities = Endpoint{Method: http.MethodGet, Path: "/api/access/capabilities", Summary: "What was ever granted", Query: []Param{{"after", "Only those with a higher number."}}, Answer: anyJSON}
	GetRequests     = Endpoint{
		Method: http.MethodGet, Path: "/api/access/requests", Summary: "Who asked for access, 100 at a time",
		Query: []Param{{"after", "Only those with a higher number."}, {"before", "Only those with a lower number, the newest first; 0 begins there."}}, Answer: anyJSON,
	}
	PostLedger     = Endpoint{Method: http.MethodPost, Path: "/api/ledger", Summary: "JSON-RPC to the domain's Ethereum node, of methods that change nothing but by signed transactions", Body: anyJSON, Answer: anyJSON}
	PostCheckpoint = Endpoint{Method: http.MethodPost, Path: "/witness/add-checkpoint", Summary: "Cosign another owner's checkpoint (C2SP tlog-witness)", Body: plainText, Answer: plainText}
	GetOpenAPI     = Endpoint{Method: http.MethodGet, Path: "/api/openapi.json", Summary: "This document", Answer: anyJSON}
)

// Master are the endpoints of a domain's master.
func Master() []*Endpoint {
	return []*Endpoint{
		&Healthz, &Readyz, &GetStatus, &GetCameras, &GetEvents, &GetStream, &GetBoxes, &GetEvent, &GetTracks, &PostSimilar, &PostPlates, &GetProof, &GetSnapshot,
		&GetClip, &GetBundle, &GetProofs, &GetRetention, &PostErase, &PostRepair, &PostFaces, &GetLive, &GetFootage, &GetFootageFile, &GetStretchBundle, &GetCapabilities, &GetRequests,
		&PostLedger, &PostCheckpoint, &GetLogCheckpoint, &GetLogTile, &GetLogBodies, &GetLogRemoved, &GetMirrorCheckpoint, &GetMirrorTile, &GetMirrorBodies,
		&GetOpenAPI,
	}
}

// What the console answers to a browser that is logged in. Most are a master's, of the whole site.
var (
	ConsoleStatus = Endpoint{Method: http.MethodGet, Path: GetStatus.Path, Summary: "How far each domain's log is written, witnessed and anchored", Answer: Site{}}
	ConsoleEvents = Endpoint{
		Method: http.MethodGet, Path: GetEvents.Path, Summary: "Events, newest first",
		Query: []Param{kind, except, camera, {"limit", "At most so many, 1 to 500."}, {"before", "The last event of the page before."}}, Answer: []Event{},
	}
	ConsoleStream = Endpoint{Method: http.MethodGet, Path: GetStream.Path, Summary: "New events, moved marks and tracks, as they happen: each one a SiteUpdate", Query: []Param{kind, except}, Answer: events}
	GetKinds      = Endpoint{Method: http.MethodGet, Path: "/api/kinds", Summary: "The kinds of event that this version knows", Answer: []Kind{}}
	GetLogin      = Endpoint{
		Method: http.MethodGet, Path: "/login", Summary: "A page with the button that uses a one-time link up; looking at it does not",
		Query: []Param{{"token", "The link's own secret."}}, Answer: "text/html", Open: true,
	}
	PostLogin  = Endpoint{Method: http.MethodPost, Path: "/login", Summary: "Exchange a one-time link for a session", Body: "application/x-www-form-urlencoded", Answer: "text/html", Open: true}
	PostLogout = Endpoint{Method: http.MethodPost, Path: "/logout", Summary: "End the session and its open streams", Answer: plainText}
)

// Console are the endpoints of the console.
func Console() []*Endpoint {
	return []*Endpoint{
		&Healthz, &GetLogin, &PostLogin, &PostLogout, &ConsoleStatus, &GetCameras, &GetLive, &ConsoleEvents, &ConsoleStream, &GetEvent,
		&GetSnapshot, &GetClip, &GetProof, &GetBundle, &GetKinds, &GetOpenAPI,
	}
}

// typeOf is the type that an endpoint takes or gives; nil for a media type and for nothing.
func typeOf(v any) reflect.Type {
	if _, media := v.(string); media || v == nil {
		return nil
	}
	return reflect.TypeOf(v)
}
