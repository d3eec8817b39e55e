package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDefencesAreThere: each text that would be taken away stands in its file once, so
// that the nightly run tries what it says.
func TestDefencesAreThere(t *testing.T) {
	all, err := parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 25 {
		t.Errorf("only %d defences are listed", len(all))
	}
	names := map[string]bool{}
	for _, d := range all {
		if names[d.name] {
			t.Errorf("%q is listed twice", d.name)
		}
		names[d.name] = true
		b, err := os.ReadFile(filepath.Join("..", "..", d.file))
		if err != nil {
			t.Error(err)
			continue
		}
		if n := bytes.Count(b, []byte(d.old)); n != 1 {
			t.Errorf("defences.txt:%d: its text stands %d times in %s", d.line, n, d.file)
		}
	}
}

func TestListIsChecked(t *testing.T) {
	for text, want := range map[string]string{
		"- x":                  "before the first",
		"[a b.go\n- x\n! . T":  "want [ATTACK WORDS] FILE",
		"[a] b.go\n- x":        "who notices",
		"[a] b.go\n! . T":      "what is taken away",
		"[a] b.go\n- x\n! T":   "want ! PACKAGE",
		"[a] b.go\nx\n! . T":   "begins with",
		"# fine\n\n[a] b.go\n": "it needs",
	} {
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	all, err := parse("[01 a] b.go\n- x\n- \ty\n+ z\n! . T|U\n! ./c V")
	if err != nil || len(all) != 1 || all[0].old != "x\n\ty" || all[0].new != "z" || len(all[0].notices) != 2 || all[0].notices[0].run != "T|U" {
		t.Errorf("%+v, %v", all, err)
	}
}
