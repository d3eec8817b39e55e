package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"custos/term"
)

// benchRow is one figure of `custos bench NAME --json`.
type benchRow struct {
	Name      string  `json:"name"`
	Value     float64 `json:"value"`
	Unit      string  `json:"unit"`
	Peer      string  `json:"peer,omitempty"`
	PeerValue float64 `json:"peer_value,omitempty"`
	Ratio     float64 `json:"ratio,omitempty"`
}

// benchResult is what a measurement found, a row for each figure. Programs read it.
type benchResult struct {
	Name    string     `json:"name"`
	Commit  string     `json:"commit"`
	Machine string     `json:"machine"`
	Rows    []benchRow `json:"rows"`
}

// newResult begins the result of a measurement by this program, on this machine.
func newResult(name string) *benchResult {
	return &benchResult{Name: name, Commit: commit(), Machine: machine()}
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

// print writes the rows for people, or all of it for programs.
func (b *benchResult) print(w io.Writer, asJSON bool) error {
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

// row adds a figure.
func (b *benchResult) row(name string, value float64, unit string) {
	b.Rows = append(b.Rows, benchRow{Name: name, Value: value, Unit: unit})
}
