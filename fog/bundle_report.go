package fog

import (
	"encoding/binary"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/evidence/report"
	"custos.dev/custos/ledger"
	"custos.dev/custos/observe"
)

// report makes the page by which a bundle is read. Pictures that could not be had are left out,
// and the page says so.
func (m *master) report(b *exported, shown *pictures) ([]byte, error) {
	f := report.Facts{
		Site: m.Site.Name, Needed: b.at.council.Threshold, Confirmations: ledger.SettingsOf(m.Site).Confirmations,
		Zone: m.Site.Location(), Exported: time.Now(),
	}
	then := evidence.Trust{Owners: b.at.council.Owners, Threshold: b.at.council.Threshold}
	text, err := evidence.ParseNote(b.Proof.Checkpoint)
	if err != nil {
		return nil, err
	}
	by, _ := signedBy(&then, b.Proof.Block, text.Text(), b.Proof.Cosignatures)
	for _, o := range by {
		f.Cosigned = append(f.Cosigned, o.Name)
	}
	for _, o := range b.at.council.Owners {
		if o.Domain == m.Domain {
			f.Owner = o.Name
		}
	}
	f.Pictures = shown.got
	if len(shown.wanted) > 0 && len(shown.got) == 0 {
		f.Unpictured = "the camera's node took none from the recordings; ffmpeg is not installed there, or it is of an earlier version"
	}
	return report.Make(b.Bundle, f)
}

// pictured is a moment of which a report has a picture.
type pictured struct {
	frame custos.FrameRef
	at    time.Time
}

// pictures are what a report shows: what is wanted, of one service, and what came. nil wants none.
type pictures struct {
	wanted []pictured
	got    []report.Picture
	// all is what got is for, where this is a part of it.
	all *pictures
}

// within are those of some segments, which go to the same report.
func (p *pictures) within(segs []observe.Segment) *pictures {
	out := &pictures{all: p}
	for _, w := range p.wanted {
		if slices.ContainsFunc(segs, func(s observe.Segment) bool {
			from, until := s.StreamTime()
			return s.Boot == w.frame.Boot && w.frame.PTS >= from-observe.TimeTolerance && w.frame.PTS < until+observe.TimeTolerance
		}) {
			out.wanted = append(out.wanted, w)
		}
	}
	return out
}

func (p *pictures) frames() (out []custos.FrameRef) {
	if p == nil {
		return nil
	}
	for _, w := range p.wanted {
		out = append(out, w.frame)
	}
	return out
}

// take reads the pictures that follow the footage, of which have has come. A service of before
// sends none, and what is longer than a picture may be is not kept.
func (p *pictures) take(have []byte, parts <-chan []byte, ended func() error) error {
	if p == nil {
		return drain(parts, ended)
	}
	most := len(p.wanted) * (report.MaxPicture + 4)
	for part := range parts {
		if len(have) <= most {
			have = append(have, part...)
		}
	}
	if err := ended(); err != nil {
		return err
	}
	for _, w := range p.wanted {
		if len(have) < 4 {
			return nil
		}
		n := int64(binary.BigEndian.Uint32(have))
		if have = have[4:]; n > int64(len(have)) {
			return nil
		}
		if n > 0 {
			p.all.got = append(p.all.got, report.Picture{JPEG: slices.Clone(have[:n]), At: w.at})
		}
		have = have[n:]
	}
	return nil
}

// moments are those of a bundle's footage that are worth a picture: an event's own frame, or the
// beginnings of segments, at most report.MaxPictures and evenly spread.
func moments(b *exported) (out []pictured) {
	segs := b.footage.segs
	if b.Stretch == nil {
		e, err := custos.ParseEvent(b.Subject.Body)
		if err != nil || len(segs) == 0 {
			return nil
		}
		if frame := observe.Show(&e).Frame; frame != (custos.FrameRef{}) {
			return []pictured{{frame, e.Time}}
		}
	}
	shown := segs[min(b.footage.lead, len(segs)):]
	n := min(len(shown), report.MaxPictures)
	for i := range n {
		s := &shown[i*len(shown)/n]
		from, _ := s.StreamTime()
		out = append(out, pictured{custos.FrameRef{Boot: s.Boot, PTS: from}, s.From})
	}
	return out
}
