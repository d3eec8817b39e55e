// Package neural turns pictures into what detectors of some well-known shapes take, and
// what they give into detections. It runs no network itself.
package neural

import (
	"fmt"
	"slices"
	"strings"

	"custos.dev/custos"
)

// Shape is how a network is spoken to.
type Shape string

// The shapes, by the papers and programs that they come from.
const (
	// YOLOX takes BGR of 0 to 255, and answers a row for each place on three grids:
	// centre and size relative to the place, the object's score, a score for each class.
	// Ge et al., "YOLOX: Exceeding YOLO Series in 2021".
	YOLOX Shape = "yolox"
	// YOLOv8 takes RGB of 0 to 1, and answers a column for each place: centre and size in
	// pixels, a score for each class. What a network of outlines adds (a second output, and
	// numbers after the scores) is left out. So do YOLOv9, 11 and 12.
	YOLOv8 Shape = "yolov8"
	// YOLOv5 takes RGB of 0 to 1, and answers a row for each of three boxes at each place:
	// centre and size in pixels, the object's score, a score for each class. So does YOLOv7.
	YOLOv5 Shape = "yolov5"
	// EndToEnd takes RGB of 0 to 1, and answers a row for each object that it found: its
	// corners in pixels, its score, the number of its class. So do YOLOv10, and networks that
	// were exported with nms=True.
	EndToEnd Shape = "endtoend"
	// EfficientNMS takes RGB of 0 to 1, and answers how many objects it found, their corners
	// in pixels, their scores and the numbers of their classes, in four outputs that are
	// named num_dets, det_boxes, det_scores and det_classes.
	EfficientNMS Shape = "efficientnms"
	// FastestDet takes BGR of 0 to 1, stretched to its size, and answers one grid: the
	// object's score, centre and size relative to the place, a probability of each class.
	FastestDet Shape = "fastestdet"
	// RTDETR takes RGB of 0 to 1, stretched to its size, and answers a row for each of its
	// queries: centre and size in fractions, a score for each class. Zhao et al., "DETRs
	// Beat YOLOs on Real-time Object Detection", as Ultralytics exports it.
	RTDETR Shape = "rtdetr"
	// Embedding takes RGB, normalised as ImageNet's pictures are, of one person, stretched
	// to its size, and answers numbers that are alike for one person: as torchreid exports
	// OSNet. It is not found out by its outputs, but must be said.
	Embedding Shape = "embedding"
)

// Tensor is an input or an output of a network.
type Tensor struct {
	Shape []int64
	Data  []float32
}

// Numbers is how many a tensor of its shape has; 1 for none, and -1 for a shape that cannot be.
func (t Tensor) Numbers() int64 {
	n := int64(1)
	for _, d := range t.Shape {
		if d < 0 || d > 1<<31 || n > 1<<31 {
			return -1
		}
		n *= d
	}
	return n
}

// Model is a network that is understood. Use New.
type Model struct {
	Shape         Shape
	Width, Height int // of its picture, the largest if it is free
	free          bool
	// classes by their numbers in the network.
	classes map[int]custos.Class
	count   int // classes that it tells apart, or numbers of an embedding
	fit     fit
	names   []string // of its outputs
	floor   float32
	// last says that the colours of a pixel stand together, bytes that it takes 0 to 255.
	last, bytes bool
}

// Config says what of a network's answer is wanted. The zero value is usable.
type Config struct {
	// Shape is found out by the outputs where it is "".
	Shape Shape
	// Classes are those that are reported, by their numbers; nil means those of COCO
	// that are people and vehicles.
	Classes map[int]custos.Class
	// Floor is the least score that is reported; 0 means 0.1, since the tracker has use
	// for weak ones.
	Floor float64
	// Free says that the network takes pictures of fewer pixels, too, in multiples of 32:
	// those that hold no more than what is looked at cost less.
	Free bool
	// Bytes says that the network takes whole numbers of 0 to 255.
	Bytes bool
	// Names are its outputs', where they are known.
	Names []string
	// Count is how many classes it tells apart; 0 is found out, as far as its outputs tell.
	Count int
}

// COCO's numbers of what Custos has classes for.
func coco() map[int]custos.Class {
	return map[int]custos.Class{0: custos.Person, 1: custos.Vehicle, 2: custos.Vehicle, 3: custos.Vehicle, 5: custos.Vehicle, 7: custos.Vehicle}
}

// Step is what the sides of a free network's pictures are multiples of: what its coarsest
// grid divides them by.
const Step = 32

// sides are what a network's grids divide its picture by.
var sides = []int{8, 16, Step}

// Shapes are those that are found out by the outputs.
func Shapes() []Shape {
	return []Shape{YOLOX, YOLOv8, YOLOv5, FastestDet, RTDETR, EndToEnd, EfficientNMS}
}

// New understands a network by the shapes of its input and its outputs. One that it does
// not understand is Invalid.
func New(c Config, input []int64, outputs [][]int64) (*Model, error) {
	last := len(input) == 4 && input[3] == 3 && input[1] != 3
	if len(input) != 4 || !last && input[1] != 3 {
		return nil, Refused("the model's input has the shape %v: a picture of 1 x 3 x height x width is wanted", input)
	}
	if input[0] != 1 {
		return nil, Refused("the model takes %d pictures at once (%v): a picture of 1 x 3 x height x width is wanted, since cameras are looked at one at a time", input[0], input)
	}
	h, w := int(input[2]), int(input[3])
	if last {
		h, w = int(input[1]), int(input[2])
	}
	if w < 32 || h < 32 || w > 4096 || h > 4096 {
		return nil, Refused("the model's picture is %d by %d pixels: 32 to 4096 are wanted", w, h)
	}
	m := &Model{Shape: c.Shape, Width: w, Height: h, classes: c.Classes, floor: float32(c.Floor), free: c.Free && !last, last: last, bytes: c.Bytes, names: c.Names}
	if c.Shape == Embedding {
		n, err := embeds(outputs)
		m.count, m.free = n, false
		return m, err
	}
	if !(m.floor > 0 && m.floor < 1) {
		m.floor = 0.1
	}
	var fits []Shape
	for _, s := range Shapes() {
		f, ok := fitOf(s, w, h, outputs, c.Names)
		if (s == RTDETR || s == EndToEnd) && m.Shape != s && slices.ContainsFunc(fits, onAGrid) {
			continue // a place for each of a grid is no accident
		}
		// Names may be those of COCO's first classes only.
		if !ok || c.Count > 0 && f.classes > 0 && f.classes != c.Count && !(c.Count < cocos && f.classes == cocos) {
			continue
		}
		if m.Shape == s || m.Shape == "" && len(fits) == 0 {
			m.fit = f
		}
		fits = append(fits, s)
	}
	what := fmt.Sprintf("the model takes %d by %d pixels and answers %v", w, h, outputs)
	switch {
	case m.Shape != "" && !slices.Contains(fits, m.Shape) && len(fits) > 0:
		return nil, custos.Errorf(custos.Invalid, "%s: that is no %s, but %s", what, m.Shape, or(fits))
	case m.Shape != "" && !slices.Contains(fits, m.Shape):
		return nil, Refused("%s: that is no %s", what, m.Shape)
	case len(fits) == 0 && c.Count > 0:
		return nil, Refused("%s, and has names for %d classes: no such detector answers so, but one of key points (pose) or of rotated boxes may; detectors of the shapes %s are understood", what, c.Count, or(Shapes()))
	case len(fits) == 0:
		return nil, Refused("%s: detectors of the shapes %s are understood", what, or(Shapes()))
	case m.Shape == "" && len(fits) > 1:
		return nil, custos.Errorf(custos.Invalid, "%s: that can be %s: say which by --shape", what, or(fits))
	case m.Shape == "":
		m.Shape = fits[0]
	}
	if m.count = m.fit.classes; m.count == 0 {
		m.count = c.Count // such outputs do not tell
	}
	return m, m.check(c.Count)
}

// onAGrid says whether a shape answers for each place of a grid.
func onAGrid(s Shape) bool { return s == YOLOX || s == YOLOv8 || s == YOLOv5 || s == FastestDet }

func or(shapes []Shape) string {
	var names []string
	for _, s := range shapes {
		names = append(names, string(s))
	}
	if n := len(names) - 1; n > 0 {
		return strings.Join(names[:n], ", ") + " or " + names[n]
	}
	return strings.Join(names, "")
}

// cocos is how many classes COCO has, keyPoints how many numbers follow the box where a
// network finds the 17 key points of COCO's bodies.
const (
	cocos     = 80
	keyPoints = 1 + 17*3
)

// check says what of a model cannot be; named is how many classes have names.
func (m *Model) check(named int) error {
	if m.count == keyPoints && m.Shape == YOLOv8 && named != keyPoints {
		return Refused("the model answers %d numbers a place, as a network does that finds the 17 key points of a body (pose): it is no detector. Take a network of the task detect", 4+keyPoints)
	}
	if m.classes == nil {
		switch {
		case m.count == 0:
			return custos.Errorf(custos.Invalid, "the model does not tell how many classes it knows, and has no names for them: say which are people and vehicles, as --class 0=person; %s", Export)
		case m.count != cocos:
			return custos.Errorf(custos.Invalid, "the model's classes have numbers (%d of them) and no names, so they are not COCO's %d: say which are people and vehicles, as --class 0=person. If it finds key points, outlines or rotated boxes it is no detector; %s", m.count, cocos, Export)
		}
		m.classes = coco()
	}
	for n := range m.classes {
		if n < 0 || n >= m.count && m.count > 0 {
			return custos.Errorf(custos.Invalid, "class %d is not among the model's %d, which begin at 0", n, m.count)
		}
	}
	if len(m.classes) == 0 {
		return custos.Errorf(custos.Invalid, "no class of the model is wanted: name some")
	}
	return nil
}

// places is how many a network of three grids has.
func places(w, h int) int64 { return placesOn(w, h, sides) }

func placesOn(w, h int, sides []int) int64 {
	n := 0
	for _, s := range sides {
		n += (w / s) * (h / s)
	}
	return int64(n)
}

// grids are those that networks of the YOLO family have: for smaller things, or for larger
// pictures, there are four.
var grids = [][]int{sides, {8, 16, 32, 64}, {4, 8, 16, 32}}

// onGrids says whether a network has so many places for each box.
func onGrids(n int64, w, h int, each int64) bool {
	return slices.ContainsFunc(grids, func(sides []int) bool { return n == each*placesOn(w, h, sides) })
}

// SquareOf is the side of the square picture for which a network answers a tensor; 0 where
// that cannot be told. It is for networks that leave their picture's size open.
func SquareOf(output []int64) int {
	if len(output) != 3 || output[1] < 1 || output[2] < 1 {
		return 0
	}
	n := max(output[1], output[2]) // the other one is what is said of a place
	for side := leastSquare; side <= 4096; side += Step {
		if n == places(side, side) || n == 3*places(side, side) {
			return side
		}
	}
	return 0
}

// leastSquare is below which a network has as few places as others have classes.
const leastSquare = 5 * Step

// fit is where in a network's answer what is.
type fit struct {
	// classes are how many it tells apart; 0 where the answer does not tell.
	classes int
	// at is which output has the boxes; num, scores and ids are EfficientNMS's others.
	at, num, scores, ids int
}

// fitOf says how a network of a shape answers, if it is of that shape.
func fitOf(s Shape, w, h int, outputs [][]int64, names []string) (fit, bool) {
	if s == EfficientNMS {
		return efficientNMS(outputs, names)
	}
	at, masks := 0, int64(0)
	if (s == YOLOv8 || s == YOLOv5) && len(outputs) == 2 {
		at, masks = outlines(outputs)
	} else if len(outputs) != 1 {
		return fit{}, false
	}
	o := outputs[at]
	if len(o) < 3 || o[0] != 1 {
		return fit{}, false
	}
	f := func(numbers int64) (fit, bool) { return fit{classes: int(numbers - masks), at: at}, numbers > masks }
	switch {
	case s == YOLOX && len(o) == 3 && o[1] == places(w, h) && o[2] > 5:
		return f(o[2] - 5)
	case s == YOLOv8 && len(o) == 3 && onGrids(o[2], w, h, 1) && o[1] > 4:
		return f(o[1] - 4)
	case s == YOLOv5 && len(o) == 3 && onGrids(o[1], w, h, 3) && o[2] > 5:
		return f(o[2] - 5)
	case s == FastestDet && len(o) == 4 && o[1] > 5 && o[2] > 0 && o[3] > 0 && o[2] <= int64(h) && o[3] <= int64(w):
		return f(o[1] - 5)
	case s == EndToEnd && len(o) == 3 && o[2] == 6 && found(o[1], w, h):
		return fit{at: at}, true
	case s == RTDETR && len(o) == 3 && o[2] > 4 && o[2] <= mostClasses+4 && found(o[1], w, h):
		return f(o[2] - 4)
	}
	return fit{}, false
}

// mostClasses is more than the largest data sets have.
const mostClasses = 1300

// found says whether a network answers so many objects that it chose itself.
func found(n int64, w, h int) bool {
	return n > 0 && n <= 1000 && !onGrids(n, w, h, 1) && !onGrids(n, w, h, 3)
}

// outlines says which of two outputs of a network of outlines has the boxes, and how many
// numbers for an outline stand after the scores; none if it is no such network.
func outlines(outputs [][]int64) (at int, masks int64) {
	for i, o := range outputs {
		if other := outputs[1-i]; len(o) == 3 && len(other) == 4 && other[0] == 1 {
			return i, other[1]
		}
	}
	return 0, 1 << 40
}

// efficientNMS finds the four outputs by their names, in any order.
func efficientNMS(outputs [][]int64, names []string) (f fit, ok bool) {
	if len(outputs) != 4 || len(names) != 4 {
		return f, false
	}
	for name, to := range map[string]*int{"num_dets": &f.num, "det_boxes": &f.at, "det_scores": &f.scores, "det_classes": &f.ids} {
		if *to = slices.Index(names, name); *to < 0 {
			return f, false
		}
	}
	b, s, c := outputs[f.at], outputs[f.scores], outputs[f.ids]
	one := func(o []int64) bool { return len(o) >= 2 && o[0] == 1 && o[1] == b[1] }
	return f, len(b) == 3 && b[0] == 1 && b[2] == 4 && b[1] > 0 && one(s) && one(c)
}

// Reported are the classes that the model reports, each once, in order.
func (m *Model) Reported() []custos.Class {
	var out []custos.Class
	for _, c := range m.classes {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}
