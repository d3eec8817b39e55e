package figures

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// A result is a line for each figure, or JSON with the fields that programs read.
func TestPrint(t *testing.T) {
	r := New("small")
	r.Add("events", 2, "events")
	r.Rows = append(r.Rows, Row{Name: "decode", Value: 3, Unit: "core", Peer: "another", PeerValue: 1.5, Ratio: 2})
	var b bytes.Buffer
	if err := r.Print(&b, false); err != nil {
		t.Fatal(err)
	}
	var fields [][]string
	for line := range strings.Lines(b.String()) {
		fields = append(fields, strings.Fields(line))
	}
	if len(fields) != 2 || strings.Join(fields[0], " ") != "events 2.000 events" || strings.Join(fields[1], " ") != "decode 3.000 core another: 1.500 (x2.00)" {
		t.Errorf("%q", b.String())
	}
	b.Reset()
	if err := r.Print(&b, true); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got["name"] != "small" || got["commit"] == "" || got["machine"] == "" || len(got["rows"].([]any)) != 2 {
		t.Errorf("%v %s", err, &b)
	}
}

// This process is among the processes, below the one that started it.
func TestProcesses(t *testing.T) {
	parents, used := Processes()
	if parents[os.Getpid()] != os.Getppid() {
		t.Errorf("its parent is %d, not %d", parents[os.Getpid()], os.Getppid())
	}
	if _, there := used[os.Getpid()]; !there {
		t.Error("it has used nothing")
	}
}
