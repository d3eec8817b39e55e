package service

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type row struct {
	Name string        `yaml:"name"`
	Wait time.Duration `yaml:"wait"`
}

// sectioned is a site file whose edge has a section.
func sectioned(t *testing.T, section string) *Site {
	t.Helper()
	file := filepath.Join(t.TempDir(), "site.yaml")
	text := `site: home
owners:
  - {name: owner, domain: home/main}
nodes:
  - {name: fog, tier: fog, owner: owner}
  - name: edge
    tier: edge
    owner: owner
    fog: fog
` + section
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSectionIsReadByWhoUsesIt(t *testing.T) {
	s := sectioned(t, "    analyzers:\n      - name: a\n        wait: 3s\n")
	var got []row
	if err := s.Section(&s.Nodes[1], "analyzers", &got); err != nil || len(got) != 1 || got[0] != (row{"a", 3 * time.Second}) {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := s.Section(&s.Nodes[0], "analyzers", &got); err != nil || len(got) != 1 {
		t.Errorf("a section that is not there: %+v, %v", got, err)
	}
	if s.Section(&s.Nodes[0], "other", &got) == nil {
		t.Error("a section that no file has")
	}
}

func TestSectionIsStrictWithFileAndLine(t *testing.T) {
	for section, want := range map[string]string{
		"    analyzers:\n      - name: a\n        wiat: 3s\n":   "line 12: unknown key `wiat` at edge.analyzers[0]: did you mean `wait`?",
		"    analyzers:\n      - name: a\n        wait: soon\n": "line 12: \"soon\" stands where a duration such as 5s or 10m is wanted",
		"    analyzers: 7\n": "line 10: \"7\" stands where a list is wanted",
	} {
		s := sectioned(t, section)
		var got []row
		err := s.Section(&s.Nodes[1], "analyzers", &got)
		if err == nil || !strings.HasPrefix(err.Error(), s.Path()+": ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", section, err, want)
		}
	}
}

// TestSectionOutlivesTheCopy: `up` writes the site anew, elsewhere; what a section says, and
// the files that it names, are the same to who reads that.
func TestSectionOutlivesTheCopy(t *testing.T) {
	s := sectioned(t, "    analyzers:\n      - name: a # the first\n        wait: 3s\n")
	text, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	var got []row
	if err := c.Section(&c.Nodes[1], "analyzers", &got); err != nil || len(got) != 1 || got[0].Wait != 3*time.Second {
		t.Fatalf("%+v, %v", got, err)
	}
	if want := filepath.Join(filepath.Dir(s.Path()), "x.py"); c.Beside("x.py") != want || c.Beside("/x.py") != "/x.py" {
		t.Errorf("%s, want %s", c.Beside("x.py"), want)
	}
}
