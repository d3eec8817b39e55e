package neural

import (
	"cmp"
	"math"
	"slices"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Run gives a network its input, a picture of so many pixels, and returns its outputs.
type Run func(input []float32, width, height int) ([]Tensor, error)

// Detector looks at frames by a network. It is not safe for concurrent use.
type Detector struct {
	m   *Model
	run Run
	in  []float32
	// turned is the picture with the colours of each pixel together, where that is wanted.
	turned []float32
}

// NewDetector returns a detector of a model that run runs.
func NewDetector(m *Model, run Run) *Detector {
	return &Detector{m: m, run: run, in: make([]float32, m.Numbers())}
}

// whole is the region that is all of a frame.
var whole = custos.Box{W: 1, H: 1}

// Detect returns what the network sees in a frame, the surest first. A frame whose planes
// do not fit its size is refused.
func (d *Detector) Detect(f custos.Frame) ([]observe.Detection, error) { return d.DetectIn(f, whole) }

// DetectIn looks at a part of a frame only, in fractions of it: the network sees it larger.
func (d *Detector) DetectIn(f custos.Frame, region custos.Box) ([]observe.Detection, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	if !(region.X >= 0 && region.Y >= 0 && region.X+region.W <= 1.0001 && region.Y+region.H <= 1.0001 && region.W*float64(f.Width) >= 16 && region.H*float64(f.Height) >= 16) {
		return nil, custos.Errorf(custos.Invalid, "the region %+v is not within the frame, or smaller than 16 pixels", region)
	}
	m := d.m.fitted(&f, region)
	in := d.in[:m.Numbers()]
	v := m.picture(&f, region, in)
	if m.last {
		d.turned = together(d.turned, in)
		in = d.turned
	}
	out, err := d.run(in, m.Width, m.Height)
	if err != nil {
		return nil, err
	}
	return m.decode(out, v)
}

// maxCandidates bounds the work of a frame: the surest are kept.
const maxCandidates = 1000

// overlap is from which IoU on two boxes of one class are one object; as the networks'
// own programs have it.
const overlap = 0.65

func (m *Model) decode(out []Tensor, v view) ([]observe.Detection, error) {
	shapes := make([][]int64, len(out))
	for i := range out {
		shapes[i] = out[i].Shape
	}
	now, ok := fitOf(m.Shape, m.Width, m.Height, shapes, m.names)
	if !ok || now != m.fit {
		return nil, custos.Errorf(custos.Invalid, "the model answers %v now, which is no %s of %d classes", shapes, m.Shape, m.count)
	}
	for _, t := range out {
		want := int64(1)
		for _, d := range t.Shape {
			want *= d
		}
		if int64(len(t.Data)) != want {
			return nil, custos.Errorf(custos.Invalid, "the model answers %d numbers in the shape %v", len(t.Data), t.Shape)
		}
	}
	t := out[m.fit.at]
	var found []observe.Detection
	add := func(score float32, class int, cx, cy, w, h float64) {
		// Also what is not a number fails.
		if !(score >= m.least && score <= 1.0001) || !(w > 0 && h > 0 && w+h+math.Abs(cx)+math.Abs(cy) < 1e6) {
			return
		}
		if b := v.box(cx, cy, w, h); b.W >= 1e-4 && b.H >= 1e-4 {
			b = custos.Box{X: custos.Round4(b.X), Y: custos.Round4(b.Y), W: custos.Round4(b.W), H: custos.Round4(b.H)}
			found = append(found, observe.Detection{Class: m.classes[class], Box: b, Score: custos.Round4(math.Pow(min(float64(score), 1), m.even))})
		}
	}
	switch m.Shape {
	case YOLOX:
		m.grids(t.Data, add)
	case YOLOv8:
		m.columns(t, add)
	case YOLOv5:
		m.rows(t, add)
	case EndToEnd:
		for r := t.Data; len(r) >= 6; r = r[6:] {
			m.corners(r[:4], r[4], r[5], add)
		}
	case EfficientNMS:
		m.chosen(out, add)
	case FastestDet:
		m.oneGrid(t, add)
	case RTDETR:
		m.queries(t, add)
	case NanoDet:
		m.distances(out, add)
	case CenterNet:
		m.peaks(out, add)
	}
	return suppress(found), nil
}

type adder func(score float32, class int, cx, cy, w, h float64)

// best is the surest of the wanted classes.
func (m *Model) best(score func(class int) float32) (float32, int) {
	top, at := float32(-1), -1
	for c := range m.classes {
		if s := score(c); s > top || s == top && c < at {
			top, at = s, c
		}
	}
	return top, at
}

// grids reads YOLOX.
func (m *Model) grids(data []float32, add adder) {
	row := 5 + m.count
	for _, side := range sides {
		for gy := range m.Height / side {
			for gx := range m.Width / side {
				r := data[:row]
				data = data[row:]
				if r[4] < m.least {
					continue
				}
				p, c := m.best(func(c int) float32 { return r[5+c] })
				s := float64(side)
				add(r[4]*p, c, (float64(gx)+float64(r[0]))*s, (float64(gy)+float64(r[1]))*s, math.Exp(float64(r[2]))*s, math.Exp(float64(r[3]))*s)
			}
		}
	}
}

// columns reads YOLOv8.
func (m *Model) columns(t Tensor, add adder) {
	n := int(t.Shape[2])
	for i := range n {
		p, c := m.best(func(c int) float32 { return t.Data[(4+c)*n+i] })
		add(p, c, float64(t.Data[i]), float64(t.Data[n+i]), float64(t.Data[2*n+i]), float64(t.Data[3*n+i]))
	}
}

// rows reads YOLOv5.
func (m *Model) rows(t Tensor, add adder) {
	row := int(t.Shape[2])
	for data := t.Data; len(data) >= row; data = data[row:] {
		r := data[:row]
		if r[4] < m.least {
			continue
		}
		p, c := m.best(func(c int) float32 { return r[5+c] })
		add(r[4]*p, c, float64(r[0]), float64(r[1]), float64(r[2]), float64(r[3]))
	}
}

// chosen reads EfficientNMS.
func (m *Model) chosen(out []Tensor, add adder) {
	n := 0
	if d := out[m.fit.num].Data; len(d) > 0 && d[0] > 0 {
		n = int(min(d[0], float32(out[m.fit.at].Shape[1])))
	}
	boxes, scores, ids := out[m.fit.at].Data, out[m.fit.scores].Data, out[m.fit.ids].Data
	for i := range n {
		m.corners(boxes[4*i:4*i+4], scores[i], ids[i], add)
	}
}

// corners adds a box by its corners, if its class is wanted.
func (m *Model) corners(b []float32, score, id float32, add adder) {
	if !(id >= 0 && id < 1e6) {
		return
	}
	if _, wanted := m.classes[int(id)]; !wanted {
		return
	}
	x0, y0, x1, y1 := float64(b[0]), float64(b[1]), float64(b[2]), float64(b[3])
	add(score, int(id), (x0+x1)/2, (y0+y1)/2, x1-x0, y1-y0)
}

// oneGrid reads FastestDet.
func (m *Model) oneGrid(t Tensor, add adder) {
	gh, gw := int(t.Shape[2]), int(t.Shape[3])
	at := func(k, i int) float64 { return float64(t.Data[k*gh*gw+i]) }
	sigmoid := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	for i := range gh * gw {
		obj := at(0, i)
		if obj <= 0 {
			continue
		}
		p, c := m.best(func(c int) float32 { return float32(at(5+c, i)) })
		if p <= 0 {
			continue
		}
		score := float32(math.Pow(obj, 0.6) * math.Pow(float64(p), 0.4))
		cx, cy := (float64(i%gw)+math.Tanh(at(1, i)))/float64(gw), (float64(i/gw)+math.Tanh(at(2, i)))/float64(gh)
		add(score, c, cx*float64(m.Width), cy*float64(m.Height), sigmoid(at(3, i))*float64(m.Width), sigmoid(at(4, i))*float64(m.Height))
	}
}

// queries reads RT-DETR.
func (m *Model) queries(t Tensor, add adder) {
	row := 4 + m.count
	for data := t.Data; len(data) >= row; data = data[row:] {
		r := data[:row]
		p, c := m.best(func(c int) float32 { return r[4+c] })
		w, h := float64(m.Width), float64(m.Height)
		add(p, c, float64(r[0])*w, float64(r[1])*h, float64(r[2])*w, float64(r[3])*h)
	}
}

// suppress keeps the surest of those of a class that overlap.
func suppress(found []observe.Detection) []observe.Detection {
	slices.SortStableFunc(found, func(a, b observe.Detection) int { return cmp.Compare(b.Score, a.Score) })
	if len(found) > maxCandidates {
		found = found[:maxCandidates]
	}
	var out []observe.Detection
next:
	for _, d := range found {
		for _, o := range out {
			if o.Class == d.Class && o.Box.IoU(d.Box) > overlap {
				continue next
			}
		}
		out = append(out, d)
	}
	return out
}
