package eval

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"
)

//go:embed peers/faces.py
var facesProgram string

// peerAnswer is what the program of OpenCV's face methods says.
type peerAnswer struct {
	Version string
	// Detectors are by name how many pictures have exactly the face, and ms of CPU a picture.
	Detectors map[string]struct {
		Rate float64
		MS   float64
	}
	// Boxes are by detector and picture: x, y, width, height.
	Boxes map[string][][][4]float64
	// Said are by fold and probe: the person, and the distance; null where OpenCV has no module face.
	Said [][][2]float64
}

// opencv puts OpenCV's cascades and its LBPH beside our figures without networks.
func (f *faces) opencv(ctx context.Context) error {
	python := python(ctx)
	if python == "" {
		term.Printf(f.notes, "skipped: OpenCV beside faces: no python3 here has it (Debian: python3-opencv)\n")
		return nil
	}
	closed, open := f.splits()
	folds := append(closed, open...)
	type fold struct {
		Train  []int `json:"train"`
		Probes []int `json:"probes"`
	}
	ask := struct {
		Pictures []string `json:"pictures"`
		People   []int    `json:"people"`
		Folds    []fold   `json:"folds"`
	}{}
	for _, p := range f.pictures {
		ask.Pictures, ask.People = append(ask.Pictures, p.file), append(ask.People, p.person)
	}
	for _, s := range folds {
		ask.Folds = append(ask.Folds, fold{s.enrolled, append(append([]int{}, s.probes...), s.strangers...)})
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "custos-faces-*.json")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if _, err := file.Write(body); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, python, "-", file.Name())
	cmd.Stdin = strings.NewReader(facesProgram)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return custos.Errorf(custos.Unavailable, "OpenCV's face methods failed: %w\n%s", err, complaint.String())
	}
	var said peerAnswer
	if err := json.Unmarshal(out.Bytes(), &said); err != nil {
		return custos.Errorf(custos.Internal, "OpenCV's face methods say %q: %w", out.String(), err)
	}
	for name, all := range said.Boxes {
		hits := 0
		for i, boxes := range all {
			for _, b := range boxes {
				if shows(f.pictures[i].picture, face.Found{Box: face.Box{X: b[0], Y: b[1], W: b[2], H: b[3]}}) {
					hits++
					break
				}
			}
		}
		peer := "OpenCV " + said.Version + " " + name
		f.beside("face-detect-rate", peer, float64(hits)/float64(len(f.pictures)))
		f.beside("face-detect-ms", peer, said.Detectors[name].MS)
	}
	if len(said.Said) != len(folds) {
		term.Printf(f.notes, "skipped: OpenCV's LBPH: its module face is not here (Debian: python3-opencv has it)\n")
		return nil
	}
	at := 0
	t := f.compare(func(s split) ranker {
		answers, order := said.Said[at], folds[at]
		at++
		byPicture := map[int]face.Match{}
		for i, p := range append(append([]int{}, order.probes...), order.strangers...) {
			byPicture[p] = face.Match{Person: person(int(answers[i][0])), Score: -answers[i][1]}
		}
		return func(probe int) face.Match { return byPicture[probe] }
	})
	peer := "OpenCV " + said.Version + " LBPH"
	f.beside("face-rank1", peer, t.rank1)
	f.beside("face-open-set", peer, t.open)
	return nil
}

// beside adds a peer's figure to ours without networks, and to the default's.
func (f *faces) beside(name, peer string, value float64) {
	for _, r := range f.Rows {
		if r.Peer == "" && (r.Name == name+"-plain" || r.Name == name) {
			row := figures.Row{Name: r.Name, Value: r.Value, Unit: r.Unit, Peer: peer, PeerValue: value}
			if value > 0 {
				row.Ratio = r.Value / value
			}
			f.Rows = append(f.Rows, row)
		}
	}
}
