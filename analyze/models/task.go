package models

import (
	"cmp"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// Task is what a network is for.
type Task string

// The tasks that a site has analyzers for.
const (
	Detect     Task = "detect"
	FaceDetect Task = "face-detect"
	FaceEmbed  Task = "face-embed"
	TextDetect Task = "text-detect"
	TextRead   Task = "text-read"
	Pose       Task = "pose"
	Speech     Task = "speech"
)

// Tasks are all of them, in the order in which people read of them.
func Tasks() []Task { return []Task{Detect, FaceDetect, FaceEmbed, TextDetect, TextRead, Pose, Speech} }

// Without says what works, and how, where a site has no network for a task.
func (t Task) Without() string {
	switch t {
	case Detect:
		return "the built-in detector works alone: it finds what moves before a camera that stands still"
	case FaceDetect:
		return "no faces are looked for"
	case FaceEmbed:
		return "faces are compared by patterns of light and dark alone"
	case TextDetect, TextRead:
		return "plates are found and read without a network"
	case Pose:
		return "bodies are told by their outlines alone"
	case Speech:
		return "it is not known when somebody speaks"
	}
	return ""
}

// Validate refuses a task that is none; "" is a network that is used only where it is named.
func (t Task) Validate() error {
	if t == "" || slices.Contains(Tasks(), t) {
		return nil
	}
	var names []string
	for _, t := range Tasks() {
		names = append(names, string(t))
	}
	return custos.Errorf(custos.Invalid, "%q is no task; there are %s", string(t), strings.Join(names, ", "))
}

// Best is the network that a directory's site uses for a task where none is named: of those
// with a rank the first. NotFound says what to do if there is none.
func Best(dir string, t Task) (Model, error) {
	all, err := List(dir)
	if err != nil {
		return Model{}, err
	}
	all = slices.DeleteFunc(all, func(m Model) bool { return m.Task != t || m.Rank <= 0 || m.Shape == neural.Embedding })
	if len(all) == 0 {
		return Model{}, custos.Errorf(custos.NotFound, "there is no network for %s here: `make models` or `custos models fetch` brings one", t)
	}
	return slices.MinFunc(all, func(a, b Model) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), strings.Compare(a.Name, b.Name))
	}), nil
}

// Missing are the tasks for which a directory has no network that is used without being named.
func Missing(dir string) ([]Task, error) {
	var out []Task
	for _, t := range Tasks() {
		_, err := Best(dir, t)
		if custos.KindOf(err) == custos.NotFound {
			out = append(out, t)
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}
