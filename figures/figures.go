// Package figures is how every measurement reports: a row for each figure, with a peer beside
// it where there is one, for people or for programs.
package figures

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"custos.dev/custos/term"
)

// Row is one figure of `custos bench NAME --json`.
type Row struct {
	Name      string  `json:"name"`
	Value     float64 `json:"value"`
	Unit      string  `json:"unit"`
	Peer      string  `json:"peer,omitempty"`
	PeerValue float64 `json:"peer_value,omitempty"`
	Ratio     float64 `json:"ratio,omitempty"`
}

// Result is what a measurement found, a row for each figure. Programs read it.
type Result struct {
	Name    string `json:"name"`
	Commit  string `json:"commit"`
	Machine string `json:"machine"`
	Rows    []Row  `json:"rows"`
}

// New begins the result of a measurement by this program, on this machine.
func New(name string) *Result {
	return &Result{Name: name, Commit: commit(), Machine: machine()}
}

func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return "unknown"
}

func machine() string {
	model := runtime.GOARCH
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if v, ok := strings.CutPrefix(line, "model name"); ok {
				model = strings.Trim(v, "\t :\n")
				break
			}
		}
	}
	return fmt.Sprintf("%d cores, %s", runtime.NumCPU(), model)
}

// Print writes the rows for people, or all of it for programs.
func (b *Result) Print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(b)
	}
	width := 28
	for _, r := range b.Rows {
		width = max(width, len(r.Name))
	}
	for _, r := range b.Rows {
		term.Printf(w, "%-*s %14.3f %-14s", width, r.Name, r.Value, r.Unit)
		if r.Peer != "" {
			term.Printf(w, " %s: %.3f (x%.2f)", r.Peer, r.PeerValue, r.Ratio)
		}
		term.Println(w)
	}
	return nil
}

// Add adds a figure.
func (b *Result) Add(name string, value float64, unit string) {
	b.Rows = append(b.Rows, Row{Name: name, Value: value, Unit: unit})
}

// Peer puts what another program measured in the same run beside a figure, if there is one of
// the name.
func (b *Result) Peer(name, peer string, value float64) {
	for i := range b.Rows {
		if r := &b.Rows[i]; r.Name == name {
			r.Peer, r.PeerValue = peer, value
			if value != 0 {
				r.Ratio = r.Value / value
			}
		}
	}
}
