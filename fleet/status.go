package fleet

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/journal"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// Status is what `status` knows of a service.
type Status struct {
	Process
	Ready bool `json:"ready"`
	// Camera is what a camera service says of its camera; nil if it says nothing.
	Camera *custos.CameraHealth `json:"camera,omitempty"`
	// Journal says whether the service's master takes what it observes.
	Journal journal.Health `json:"journal"`
	// Analyzer is how an analyzer does; nil of other services.
	Analyzer *analyze.Health `json:"analyzer,omitempty"`
	// Audit is what a master's own audit says of its data; nil of other services.
	Audit *api.AuditState `json:"audit,omitempty"`
	// Mirrors are how a master's mirrors of other owners' logs do.
	Mirrors []mirror.Health `json:"mirrors,omitempty"`
	// Halted is why it waits for its owner's hand; "" if it does not.
	Halted string `json:"halted,omitempty"`
}

// StatusOf asks `up` and every service of a running site.
func StatusOf(ctx context.Context, site *service.Site) ([]Status, error) {
	b, err := askSocket(ctx, upSocket(site), "/")
	if err != nil {
		return nil, notRunning(site)
	}
	var all []Status
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, custos.Errorf(custos.Internal, "what `custos up` answers does not parse: is it of another version? %w", err)
	}
	slices.SortFunc(all, func(a, b Status) int { return strings.Compare(a.Name, b.Name) })
	for i := range all {
		s := &all[i]
		id := custos.ServiceID(s.Name)
		if !s.Running {
			continue
		}
		s.Ready = isReady(ctx, site, id)
		// What does not answer, or not in this version's words, says nothing. The bus has none
		// of these states.
		_ = AskState(ctx, site, id, "journal", &s.Journal)
		_ = AskState(ctx, site, id, "halted", &s.Halted)
		_ = AskState(ctx, site, id, "analyzer", &s.Analyzer)
		if id.Service() == Master {
			_ = AskState(ctx, site, id, "mirrors", &s.Mirrors)
			_ = AskState(ctx, site, id, "audit", &s.Audit)
		}
		if !strings.HasPrefix(id.Service(), "camera-") {
			continue
		}
		if h := new(custos.CameraHealth); AskState(ctx, site, id, "camera", h) == nil && h.State != "" {
			s.Camera = h
		}
	}
	return all, nil
}

// notRunning says what to do where a running site is wanted.
func notRunning(site *service.Site) error {
	return custos.Errorf(custos.Unavailable, "the site is not running; start it: custos up -c %s", term.ShortPath(site.Path()))
}

// WhyNot puts "it is not running" in the place of a failure to reach a site that this
// machine runs, and does not now. Others are left as they are.
func WhyNot(ctx context.Context, site *service.Site, err error) error {
	if custos.KindOf(err) != custos.Unavailable || missing(filepath.Join(site.Data, "lock")) {
		return err
	}
	if _, up := askSocket(ctx, upSocket(site), "/"); up == nil {
		return err
	}
	return notRunning(site)
}

// Word says in a word whether a service does its work.
func (s *Status) Word() string {
	switch {
	case !s.Running:
		return "down"
	case s.Halted != "":
		return "halted"
	case s.Ready && s.Journal.Refused != "":
		return "refused"
	case s.Ready:
		return "ready"
	}
	return "starting"
}

// Says is what people should know of a service at a time, "" if all is as it should be.
func (s *Status) Says(now time.Time) string {
	switch {
	case !s.Running:
		return s.Words
	case s.Halted != "":
		return s.Halted
	case !s.Ready && now.Sub(s.Since) < slow:
		return ""
	case !s.Ready && s.Words == "":
		return fmt.Sprintf("for %s", ago(now.Sub(s.Since)))
	case !s.Ready:
		return fmt.Sprintf("for %s; it said: %s", ago(now.Sub(s.Since)), s.Words)
	case s.Journal.Refused != "":
		line := "its master does not take what it observes"
		if s.Journal.Since != nil {
			line += fmt.Sprintf(", for %s", ago(now.Sub(*s.Journal.Since)))
		}
		return line + ": " + s.Journal.Refused
	case s.Journal.Held != "":
		return s.Journal.Held
	case len(s.Journal.CatchingUp) > 0:
		return s.catchingUp()
	case s.Analyzer != nil && s.Analyzer.Trouble != "":
		line := s.Analyzer.Trouble
		if s.Analyzer.Since != nil {
			line = fmt.Sprintf("for %s: ", ago(now.Sub(*s.Analyzer.Since))) + line
		}
		return line
	case s.Camera != nil:
		return cameraSays(s.Camera, now)
	}
	return ""
}

// catchingUp says which services' past does not come.
func (s *Status) catchingUp() string {
	var lines []string
	for _, source := range slices.Sorted(maps.Keys(s.Journal.CatchingUp)) {
		lines = append(lines, fmt.Sprintf("what %s has pruned does not come from the master: %s", source, s.Journal.CatchingUp[source]))
	}
	return strings.Join(lines, "; ")
}

// cameraSays puts a camera's health into a line.
func cameraSays(h *custos.CameraHealth, now time.Time) string {
	line := string(h.State)
	switch h.State {
	case custos.CameraRecording:
		if h.LastPicture != nil {
			line += fmt.Sprintf("  last picture %s ago", ago(now.Sub(*h.LastPicture)))
		}
		if h.Reason != "" {
			line += "  " + h.Reason
		}
		return line
	case custos.CameraNoPictures:
		since := h.Since
		if h.LastPicture != nil {
			since = *h.LastPicture
		}
		line += fmt.Sprintf(" for %s", ago(now.Sub(since)))
	case custos.CameraReconnecting, custos.CameraNotRecording, custos.CameraStarting:
		line += fmt.Sprintf(" for %s", ago(now.Sub(h.Since)))
	}
	if h.Reason != "" {
		line += ": " + h.Reason
	}
	return line
}

// ago is a length of time as exact as people want it.
func ago(d time.Duration) string {
	switch {
	case d < 0:
		return "0.0 s"
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.0f h", d.Hours())
	}
	return fmt.Sprintf("%.0f days", d.Hours()/24)
}
