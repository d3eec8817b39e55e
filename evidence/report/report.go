// Package report makes the page of a bundle that people read: what the exporter says that was
// recorded, with pictures, what a verifier would prove of it and what nobody proves. It has no
// script and loads nothing, prints on paper, and takes every word of others as text.
package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/observe"
)

// What the pictures of a page may take, so that it stays a page.
const (
	MaxPictures = 6
	MaxPicture  = 2 << 20 // bytes
)

// Picture is one of the footage's.
type Picture struct {
	JPEG []byte
	// At is when it was recorded, by the clock of its edge.
	At time.Time
}

// Facts are what the exporter knows of a bundle beside what stands in it.
type Facts struct {
	// Site and Owner are what the site's trust file calls itself and the log's owner.
	Site  string
	Owner custos.OwnerName
	// Cosigned are the owners whose signatures stand under the log, Needed how many had to.
	Cosigned []custos.OwnerName
	Needed   int
	// Confirmations is how many blocks stand on the anchor's.
	Confirmations int
	Zone          *time.Location
	Exported      time.Time
	Pictures      []Picture
	// Unpictured says why there is no picture, where there could be one.
	Unpictured string
}

//go:embed report.html
var page string

var pages = template.Must(template.New("report").Parse(page))

// Make writes the page of a bundle. Its proof is filled in; its footage is not needed.
func Make(b *evidence.Bundle, f Facts) ([]byte, error) {
	if f.Zone == nil {
		f.Zone = time.UTC
	}
	v := view{Facts: f, Style: template.CSS(style)}
	for _, p := range f.Pictures {
		if len(v.Shown) == MaxPictures || !bytes.HasPrefix(p.JPEG, []byte{0xff, 0xd8}) || len(p.JPEG) > MaxPicture {
			continue
		}
		v.Shown = append(v.Shown, shown{template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(p.JPEG)), v.Says(p.At)})
	}
	for _, o := range f.Cosigned {
		v.Cosigners = append(v.Cosigners, custos.Plain(string(o)))
	}
	cp, err := evidence.ParseNote(b.Proof.Checkpoint)
	if err != nil {
		return nil, err
	}
	v.Log, v.Block = custos.Plain(cp.Origin), b.Proof.Block
	for _, raw := range b.Headers {
		h, err := proof.Decode(raw)
		if err != nil {
			return nil, err
		}
		if h.Number == b.Proof.Block {
			v.Anchored = v.Says(time.Unix(int64(h.Time), 0))
		}
	}
	if err := v.subject(b); err != nil {
		return nil, err
	}
	if err := v.footage(b); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = pages.Execute(&out, &v)
	return out.Bytes(), err
}

// view is what the page shows.
type view struct {
	Facts
	Style            template.CSS
	Title, What, Who string
	Camera, When     string
	Reads            bool // this version can say in words what the event is
	Log, Anchored    string
	Block            uint64
	Cosigners        []string
	Shown            []shown
	Segments         []segment
	Gaps             []string
	Filmed           string
}

type shown struct {
	URL template.URL
	At  string
}

type segment struct {
	Index       uint64
	From, Until string
	Bytes       int64
	SHA256      string
}

// Says puts a time into words.
func (v *view) Says(t time.Time) string {
	local := t.In(v.Zone)
	out := local.Format("2 January 2006, 15:04:05.000 MST")
	if _, offset := local.Zone(); offset != 0 {
		out += " (" + t.UTC().Format("15:04:05.000") + " UTC)"
	}
	return out
}

// subject says what the bundle is about.
func (v *view) subject(b *evidence.Bundle) error {
	if s := b.Stretch; s != nil {
		v.Title = "Footage of " + custos.Plain(s.Camera.Base())
		v.What = "The footage of a camera between two times."
		v.Camera, v.When, v.Reads = custos.Plain(string(s.Camera)), v.Says(s.From)+" until "+v.Says(s.Until), true
		return nil
	}
	e, err := custos.ParseEvent(b.Subject.Body)
	if err != nil {
		return err
	}
	v.Title, v.Who = "An observation: "+custos.Plain(string(e.Kind)), custos.Plain(string(e.Service))
	v.Camera, v.When = custos.Plain(string(e.Resource)), v.Says(e.Time)
	if _, err := observe.Open(&e); err == nil {
		v.Reads, v.What = true, custos.Plain(observe.Text(&e, func(a custos.Address) string { return a.String() }))
		v.Title = v.What
	}
	return nil
}

// footage says what there is of it, and what is missing.
func (v *view) footage(b *evidence.Bundle) error {
	var size int64
	for i := range b.Segments {
		e, err := custos.ParseEvent(b.Segments[i].Body)
		if err != nil {
			return err
		}
		s, ok := observe.As[*observe.Segment](&e)
		if !ok {
			continue
		}
		size += s.Bytes
		v.Segments = append(v.Segments, segment{s.Index, v.Says(s.From), v.Says(s.Until), s.Bytes, fmt.Sprintf("%x", s.SHA256[:])})
	}
	if n := len(v.Segments); n > 0 {
		files := "1 file"
		if n > 1 {
			files = fmt.Sprintf("%d files", n)
		}
		v.Filmed = fmt.Sprintf("%s of video, %.1f MB, from %s until %s", files, float64(size)/1e6, v.Segments[0].From, v.Segments[n-1].Until)
	}
	for i := range b.Gaps {
		e, err := custos.ParseEvent(b.Gaps[i].Body)
		if err != nil {
			return err
		}
		g, ok := observe.As[*observe.Stream](&e)
		if !ok {
			continue
		}
		if from, until, ok := g.Gap(); ok {
			line := "from " + v.Says(from) + " until " + v.Says(until)
			if g.Reason != "" {
				line += ": the camera said “" + custos.Plain(strings.TrimSpace(g.Reason)) + "”"
			}
			v.Gaps = append(v.Gaps, line)
		}
	}
	return nil
}

//go:embed report.css
var style string
