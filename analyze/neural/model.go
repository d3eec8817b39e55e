// Package neural turns pictures into what detectors of some well-known shapes take, and
// what they give into detections. It runs no network itself.
package neural

import (
	"fmt"
	"slices"
	"strings"

	"custos"
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
	// pixels, a score for each class.
	YOLOv8 Shape = "yolov8"
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

// Tensor is an output of a network.
type Tensor struct {
	Shape []int64
	Data  []float32
}

// Model is a network that is understood. Use New.
type Model struct {
	Shape         Shape
	Width, Height int // of its picture, the largest if it is free
	free          bool
	// classes by their numbers in the network.
	classes map[int]custos.Class
	count   int // classes that it tells apart, or numbers of an embedding
	floor   float32
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

// New understands a network by the shapes of its input and its outputs. One that it does
// not understand is Invalid.
func New(c Config, input []int64, outputs [][]int64) (*Model, error) {
	if len(input) != 4 || input[0] != 1 || input[1] != 3 {
		return nil, custos.Errorf(custos.Invalid, "the model's input has the shape %v: a picture of 1 x 3 x height x width is wanted", input)
	}
	h, w := int(input[2]), int(input[3])
	if w < 32 || h < 32 || w > 4096 || h > 4096 {
		return nil, custos.Errorf(custos.Invalid, "the model's picture is %d by %d pixels: 32 to 4096 are wanted", w, h)
	}
	if c.Shape == Embedding {
		n, err := embeds(outputs)
		if err != nil {
			return nil, err
		}
		return &Model{Shape: Embedding, Width: w, Height: h, count: n}, nil
	}
	m := &Model{Shape: c.Shape, Width: w, Height: h, classes: c.Classes, floor: float32(c.Floor), free: c.Free}
	if !(m.floor > 0 && m.floor < 1) {
		m.floor = 0.1
	}
	if m.classes == nil {
		m.classes = coco()
	}
	var fits []string
	for _, s := range []Shape{YOLOX, YOLOv8, FastestDet, RTDETR} {
		if n, ok := classesOf(s, w, h, outputs); ok {
			if m.Shape == "" || m.Shape == s {
				m.Shape, m.count = s, n
				return m, m.check()
			}
			fits = append(fits, string(s))
		}
	}
	what := fmt.Sprintf("the model takes %d by %d pixels and answers %v", w, h, outputs)
	switch {
	case len(fits) > 0:
		return nil, custos.Errorf(custos.Invalid, "%s: that is no %s, but %s", what, m.Shape, strings.Join(fits, " or "))
	case m.Shape != "":
		return nil, custos.Errorf(custos.Invalid, "%s: that is no %s", what, m.Shape)
	}
	return nil, custos.Errorf(custos.Invalid, "%s: detectors of the shapes yolox, yolov8, fastestdet and rtdetr are understood", what)
}

func (m *Model) check() error {
	for n := range m.classes {
		if n < 0 || n >= m.count {
			return custos.Errorf(custos.Invalid, "class %d is not among the model's %d, which begin at 0", n, m.count)
		}
	}
	if len(m.classes) == 0 {
		return custos.Errorf(custos.Invalid, "no class of the model is wanted: name some")
	}
	return nil
}

// places is how many a network of three grids has.
func places(w, h int) int64 {
	n := 0
	for _, s := range sides {
		n += (w / s) * (h / s)
	}
	return int64(n)
}

// classesOf says how many classes a network tells apart, if it is of a shape.
func classesOf(s Shape, w, h int, outputs [][]int64) (int, bool) {
	if len(outputs) != 1 || len(outputs[0]) < 3 || outputs[0][0] != 1 {
		return 0, false
	}
	o := outputs[0]
	switch {
	case s == YOLOX && len(o) == 3 && o[1] == places(w, h) && o[2] > 5:
		return int(o[2]) - 5, true
	case s == YOLOv8 && len(o) == 3 && o[2] == places(w, h) && o[1] > 4:
		return int(o[1]) - 4, true
	case s == FastestDet && len(o) == 4 && o[1] > 5 && o[2] > 0 && o[3] > 0 && o[2] <= int64(h) && o[3] <= int64(w):
		return int(o[1]) - 5, true
	case s == RTDETR && len(o) == 3 && o[2] > 4 && o[1] > 0 && o[1] <= 1000 && o[1] != places(w, h):
		return int(o[2]) - 4, true
	}
	return 0, false
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
