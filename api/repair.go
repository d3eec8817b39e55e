package api

import (
	"fmt"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// Repair asks a master to put back what was altered in its database and log.
type Repair struct {
	// DryRun only says what would be done.
	DryRun bool `json:"dry_run,omitempty"`
}

// Repaired is what a master put right, or would.
type Repaired struct {
	// Mended are all the rows and files, Lost the events that did not come back.
	Mended []observe.Mended `json:"mended"`
	Lost   []observe.Lost   `json:"lost,omitempty"`
	// Kept is the directory, below the master's own, with what stood there before.
	Kept string `json:"kept,omitempty"`
	// Open says what stays as it is, and why.
	Open []string `json:"open,omitempty"`
}

// AuditState is how far a master's continuous audit has come.
type AuditState struct {
	// Share is how much of a processor's core it takes at most; 0 says that it is off.
	Share float64 `json:"share"`
	// Rows and Size are how many events it has looked at in this round, and how many the last round had.
	Rows int `json:"rows"`
	Size int `json:"size"`
	// Last is when a round was ended last, Result what it found, and Findings how much: the first of them is First.
	Last     string `json:"last,omitempty"`
	Result   string `json:"result,omitempty"`
	Findings int    `json:"findings,omitempty"`
	First    string `json:"first,omitempty"`
	// Trouble is why no round could be made.
	Trouble string `json:"trouble,omitempty"`
}

// Says puts it into a line.
func (s *AuditState) Says() string {
	line := "own audit: "
	switch {
	case s.Trouble != "":
		line += "cannot be made: " + custos.Plain(s.Trouble)
	case s.First != "":
		line += fmt.Sprintf("%s at %s: %s", s.Result, s.Last, custos.Plain(s.First))
	default:
		line += fmt.Sprintf("%s at %s", s.Result, s.Last)
	}
	return line
}
