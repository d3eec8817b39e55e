// Package plates is the service that reads the licence plates of vehicles: package plate with
// the site's networks and its watch list.
package plates

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/plate"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// Spec is the plate service of a fog: it reads the plates of vehicles whose tracks have ended,
// from pictures that are cut from the recorded footage, and remembers them for search.
var Spec = analyze.Spec{
	Name: "plate", Does: "licence plates of vehicles: read, searched and watched for", Tier: custos.Fog, Rights: custos.Recorded | custos.Features,
	On: plate.On,
	Input: analyze.Input{
		Source: analyze.Crops, From: "track", Kinds: []custos.Kind{observe.KindTrajectory},
		Shots: analyze.Shots{Classes: []custos.Class{custos.Vehicle}, Most: 4, Margin: .1, Least: 48},
	},
	Kinds:     []custos.Kind{observe.KindPlate},
	Questions: []analyze.Question{{Name: node.PlatesRequest, Right: custos.Features, AtOnce: 8}},
	Remembers: maxSeen,
	New: func(s analyze.Setup) (any, error) {
		settings := plate.Section.Get(s.Node)
		g, err := plate.NewGrammar(settings.Countries...)
		if err != nil {
			return nil, err
		}
		p := &reader{index: newIndex(), grammar: g, networks: models.NewNetworks(s.Site), glyphs: filepath.Join(models.Dir(s.Site), ownGlyphs), watch: watchList{path: settings.Watch}}
		return p, p.open()
	},
}

// reader is the analyzer.
type reader struct {
	index    *index
	grammar  plate.Grammar
	networks *models.Networks
	// glyphs is the file of the site's own network for plain reading, if there is one.
	glyphs string
	read   *plate.Reader
	by     string
	// plain says that no network of the site reads: then only what has a form of the site's
	// countries is believed.
	plain bool
	watch watchList

	mu      sync.Mutex // of trouble, which others ask for
	trouble string
	since   time.Time
}

// open makes the reader by the networks that the site has.
func (p *reader) open() error {
	find, err := p.networks.Of(models.TextDetect)
	if err == nil {
		var read models.Model
		if read, err = p.networks.Of(models.TextRead); err == nil {
			p.by = read.Name + "@" + read.Digest.String()[:14]
			p.read, err = Open(p.networks, find, read, p.grammar)
			return err
		}
	}
	if custos.KindOf(err) != custos.NotFound {
		return err
	}
	net, by, err := plainNet(p.glyphs)
	if err != nil {
		return err
	}
	p.plain, p.by, p.read = true, by, plate.NewPlainReader(p.grammar, net)
	return nil
}

// ownGlyphs is what `custos train plate` makes for a site, beside its networks; glyphsMost bounds it.
const (
	ownGlyphs  = "plate.glyphs"
	glyphsMost = 16 << 20
)

// plainNet is the network that plain reading goes by, and its name in events: the site's own if there is one.
func plainNet(own string) (*plate.GlyphNet, string, error) {
	f, err := os.Open(own)
	if errors.Is(err, fs.ErrNotExist) {
		net, err := plate.Builtin()
		return net, "strokes", err
	}
	if err != nil {
		return nil, "", custos.Errorf(custos.Unavailable, "%w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, glyphsMost))
	if err != nil {
		return nil, "", custos.Errorf(custos.Unavailable, "%w", err)
	}
	net, err := plate.ParseGlyphNet(b)
	if err != nil {
		return nil, "", custos.Errorf(custos.Invalid, "%s: %w", own, err)
	}
	return net, "strokes@" + custos.Hash(sha256.Sum256(b)).String()[:14], nil
}

// Open is a reader by two networks of a directory.
func Open(n *models.Networks, find, read models.Model, g plate.Grammar) (*plate.Reader, error) {
	finder, err := n.Open(find.Name)
	if err != nil {
		return nil, err
	}
	line, err := n.Open(read.Name)
	if err != nil {
		return nil, err
	}
	alphabet, err := n.Read(read, "keys.txt")
	if err != nil {
		return nil, err
	}
	return plate.NewReader(g, plate.TextFinder{Network: finder}, plate.NewTextReader(line, string(alphabet))), nil
}

// Look implements analyze.CropAnalyzer.
func (p *reader) Look(ctx context.Context, in *analyze.Cropped) ([]custos.Observation, error) {
	var found []*plate.Plate
	var shots []*analyze.Shot
	for i := range in.Shots {
		s := &in.Shots[i]
		one, err := p.read.Plate(ctx, plate.GrayOf(s.Picture))
		if err != nil {
			// Without its network it reads nothing; the tracks go on, and it says so.
			p.say(err.Error())
			return nil, ctx.Err()
		}
		if one != nil && (one.Fits || !p.plain) {
			found, shots = append(found, one), append(shots, s)
		}
	}
	p.say("")
	if len(found) == 0 {
		return nil, nil
	}
	all, agree := p.grammar.Vote(found)
	best := 0
	for i, f := range found {
		if f.Score > found[best].Score && (f.Text == all.Text || found[best].Text != all.Text) {
			best = i
		}
	}
	s := shots[best]
	out := &observe.Plate{
		Text: all.Text, Track: in.Track.Track, Trajectory: in.ID(), Frame: s.Frame, Box: boxOf(found[best].Quad, s),
		Score: custos.Round4(all.Score), Read: len(found), Agree: agree, Format: all.Fits, By: p.by,
	}
	name, err := p.watch.on(out.Text)
	if err != nil {
		p.say(err.Error())
	}
	out.Watched = name
	return []custos.Observation{{Resource: in.Resource, Time: s.Time, Payload: out}}, nil
}

// boxOf is where a plate was in the frame.
func boxOf(q plate.Quad, s *analyze.Shot) custos.Box {
	x0, y0, x1, y1 := q.Bounds()
	b := s.Picture.Bounds()
	fx, fy := s.Shown.W/float64(b.Dx()), s.Shown.H/float64(b.Dy())
	box := custos.Box{X: s.Shown.X + x0*fx, Y: s.Shown.Y + y0*fy, W: (x1 - x0) * fx, H: (y1 - y0) * fy}.Within()
	return custos.Box{X: custos.Round4(box.X), Y: custos.Round4(box.Y), W: custos.Round4(box.W), H: custos.Round4(box.H)}
}

// say remembers what is wrong.
func (p *reader) say(trouble string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if trouble != p.trouble {
		p.trouble, p.since = trouble, time.Now()
	}
}

// Report implements analyze.Reporter.
func (p *reader) Report() (string, time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trouble, p.since
}

// Close implements io.Closer.
func (p *reader) Close() error {
	if err := p.networks.Close(); err != nil {
		return fmt.Errorf("the networks do not end: %w", err)
	}
	return nil
}
