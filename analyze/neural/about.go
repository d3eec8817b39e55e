package neural

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"custos.dev/custos"
)

// About is what a network's file says of itself, as exporting programs note it.
type About struct {
	// Task is "detect", "segment", "pose" and so on; "" is not said.
	Task string
	// Names are the classes' by their numbers; nil is not said.
	Names map[int]string
	// Width and Height are of its picture in pixels; 0 is not said.
	Width, Height int
}

// ReadAbout reads the metadata of a network's file. What does not parse is not said.
func ReadAbout(metadata map[string]string) About {
	a := About{Task: strings.ToLower(strings.TrimSpace(metadata["task"])), Names: readNames(metadata["names"])}
	switch size := readNumbers(metadata["imgsz"]); len(size) {
	case 1:
		a.Width, a.Height = size[0], size[0]
	case 2: // as the exporting program has it
		a.Height, a.Width = size[0], size[1]
	}
	return a
}

func readNumbers(text string) []int {
	var out []int
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("[](), ", r) }) {
		n, err := strconv.Atoi(part)
		if err != nil || n < 1 || n > 1<<16 || len(out) == 4 {
			return nil
		}
		out = append(out, n)
	}
	return out
}

// mostNames bounds how many classes are read.
const mostNames = 10000

// readNames reads classes as Python writes them, "{0: 'person', 1: 'car'}" or
// "['person', 'car']", or as JSON does.
func readNames(text string) map[int]string {
	text = strings.TrimSpace(text)
	if len(text) < 2 || text[0] != '{' && text[0] != '[' {
		return nil
	}
	numbered := text[0] == '{'
	out := map[int]string{}
	for rest := text[1:]; len(out) < mostNames; {
		rest = strings.TrimLeft(rest, ", \n\t")
		if rest == "" || rest[0] == '}' || rest[0] == ']' {
			break
		}
		n := len(out)
		if numbered {
			head, tail, ok := strings.Cut(rest, ":")
			i, err := strconv.Atoi(strings.Trim(head, `"' `))
			if !ok || err != nil || i < 0 {
				return nil
			}
			n, rest = i, strings.TrimLeft(tail, " ")
		}
		if rest == "" || rest[0] != '\'' && rest[0] != '"' {
			return nil
		}
		quote, name := rest[0], []byte{}
		i := 1
		for ; i < len(rest) && rest[i] != quote; i++ {
			if rest[i] == '\\' && i+1 < len(rest) {
				i++
			}
			name = append(name, rest[i])
		}
		if i >= len(rest) {
			return nil
		}
		out[n], rest = string(name), rest[i+1:]
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// named are the classes of Custos by what data sets call them.
var named = map[string]custos.Class{
	"person": custos.Person, "people": custos.Person, "pedestrian": custos.Person, "human": custos.Person, "man": custos.Person, "woman": custos.Person,
	"child": custos.Person, "rider": custos.Person,
	"vehicle": custos.Vehicle, "car": custos.Vehicle, "bicycle": custos.Vehicle, "bike": custos.Vehicle, "cyclist": custos.Vehicle, "motorcycle": custos.Vehicle,
	"motorbike": custos.Vehicle, "motor": custos.Vehicle, "bus": custos.Vehicle, "truck": custos.Vehicle, "van": custos.Vehicle, "lorry": custos.Vehicle,
	"tricycle": custos.Vehicle, "scooter": custos.Vehicle, "trailer": custos.Vehicle,
}

// Classes are those of Custos among the names, by their numbers.
func (a About) Classes() map[int]custos.Class {
	out := map[int]custos.Class{}
	for n, name := range a.Names {
		if c := named[strings.ToLower(strings.TrimSpace(name))]; c != "" {
			out[n] = c
		}
	}
	return out
}

// list writes the first names, for people.
func (a About) list() string {
	var numbers []int
	for n := range a.Names {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	var out []string
	for _, n := range numbers[:min(len(numbers), 8)] {
		out = append(out, fmt.Sprintf("%d=%s", n, a.Names[n]))
	}
	if len(numbers) > 8 {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
}

// Check refuses a network of another task than finding things in boxes, and says which
// classes of it are reported where nobody has said so: those of its names that Custos has,
// nil for what it does by itself.
func (a About) Check(wanted map[int]custos.Class) (map[int]custos.Class, error) {
	switch a.Task {
	case "", "detect", "detection", "object-detection", "segment", "instance-segmentation":
	default:
		what := map[string]string{
			"pose": "finds key points of bodies", "classify": "says what a whole picture shows", "obb": "finds rotated boxes", "semantic": "colours pictures in",
		}[a.Task]
		if what == "" {
			what = "does something else"
		}
		return nil, Refused("by its metadata the network's task is %q: it %s, and is no detector. Take a network of the task detect", a.Task, what)
	}
	if wanted != nil || a.Names == nil {
		return wanted, nil
	}
	classes := a.Classes()
	if len(classes) == 0 {
		return nil, custos.Errorf(custos.Invalid, "none of the network's classes (%s) is one that Custos knows: say which are people and vehicles, as --class 0=person", a.list())
	}
	return classes, nil
}

// Export is how a network is exported so that it is understood.
const Export = "export it with: yolo export model=NAME.pt format=onnx imgsz=640 batch=1 dynamic=False half=False nms=False; " +
	"by another program, as one file with one input of 1 x 3 x height x width"

// Refused is Invalid, and says how to export.
func Refused(format string, args ...any) error {
	return custos.Errorf(custos.Invalid, "%s; %s", fmt.Sprintf(format, args...), Export)
}
