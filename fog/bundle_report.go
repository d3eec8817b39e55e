package fog

import (
	"bytes"
	"context"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/evidence/report"
	"custos.dev/custos/ledger"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// picturesFor is how long the pictures of a report may take in all. They need ffmpeg at the
// camera's edge, and evidence does not wait for it.
const picturesFor = 20 * time.Second

// report makes the page by which a bundle is read. Pictures that cannot be had are left out,
// and the page says why.
func (m *master) report(ctx context.Context, b *exported) ([]byte, error) {
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
	f.Pictures, f.Unpictured = m.pictures(ctx, b)
	return report.Make(b.Bundle, f)
}

// pictured is a moment of which a report has a picture.
type pictured struct {
	frame custos.FrameRef
	at    time.Time
	segs  []observe.Segment
}

// pictures are the frame that an event is about, or some of a stretch, evenly.
func (m *master) pictures(ctx context.Context, b *exported) (out []report.Picture, why string) {
	ctx, stop := context.WithTimeout(ctx, picturesFor)
	defer stop()
	for _, p := range moments(b) {
		jpeg, err := m.picture(ctx, b.footage.camera, &p)
		if err != nil {
			why = custos.Plain(err.Error())
			continue
		}
		out = append(out, report.Picture{JPEG: jpeg, At: p.at})
	}
	return out, why
}

func (m *master) picture(ctx context.Context, camera custos.CameraID, p *pictured) ([]byte, error) {
	parts, ended, err := m.toCamera(ctx, camera, node.SnapshotRequest, node.CameraRequest{Segments: p.segs, Frame: p.frame})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for part := range parts {
		if out.Len() <= report.MaxPicture {
			out.Write(part)
		}
	}
	if err := ended(); err != nil {
		return nil, err
	}
	if out.Len() > report.MaxPicture {
		return nil, custos.Errorf(custos.Unavailable, "the picture has more than %d bytes", report.MaxPicture)
	}
	return out.Bytes(), nil
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
			return []pictured{{frame, e.Time, segs}}
		}
	}
	shown := segs[min(b.footage.lead, len(segs)):]
	n := min(len(shown), report.MaxPictures)
	for i := range n {
		at := b.footage.lead + i*len(shown)/n
		begin := at
		for begin > 0 && segs[begin].Dependent {
			begin--
		}
		s := &segs[at]
		from, _ := s.StreamTime()
		out = append(out, pictured{custos.FrameRef{Boot: s.Boot, PTS: from}, s.From, segs[begin : at+1]})
	}
	return out
}
