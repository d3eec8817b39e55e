package service

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// lamp and night are what packages could have in a site file.
type lamp struct {
	Name string        `yaml:"name"`
	Wait time.Duration `yaml:"wait,omitempty"`
	File string        `yaml:"file,omitempty"`
}

type night struct {
	From  int  `yaml:"from"`
	Until int  `yaml:"until"`
	At    lamp `yaml:"at,omitempty"`
}

var (
	lamps = NodeSection[[]lamp]{
		Name: "lamps",
		Check: func(s *Site, n *Node, v *[]lamp) error {
			for i := range *v {
				if (*v)[i].Name == "" {
					return fmt.Errorf("lamps[%d].name: missing", i)
				}
				(*v)[i].File = s.Beside((*v)[i].File)
			}
			return nil
		},
		Retired: func(v *[]lamp) error {
			if len(*v) > 1 {
				return errors.New("lamps: more than one")
			}
			return nil
		},
		Across: func(s *Site, of func(*Node) []lamp) error {
			seen := map[string]bool{}
			for i := range s.Nodes {
				for _, l := range of(&s.Nodes[i]) {
					if seen[l.Name] {
						return fmt.Errorf("lamps: two are called %s", l.Name)
					}
					seen[l.Name] = true
				}
			}
			return nil
		},
		Problems: func(_ *Site, _ *Node, v *[]lamp) []Problem {
			if len(*v) == 1 {
				return []Problem{{Text: "lamps: one is few", Runs: true}}
			}
			return nil
		},
	}.Define()
	nights = SiteSection[night]{
		Name:    "night",
		Default: func() night { return night{From: 20, Until: 6} },
		Check: func(_ *Site, v *night) error {
			if v.From > 24 {
				return errors.New("night.from: at most 24")
			}
			return nil
		},
		Problems: func(_ *Site, v *night) []Problem {
			if v.Until == 12 {
				return []Problem{{Text: "night.until: noon"}}
			}
			return nil
		},
		Needs: func(v *night, n *Node) []string {
			if n.Tier == "fog" && v.From == 1 {
				return []string{"rpc", "p2p"}
			}
			return nil
		},
	}.Define()
)

// loadSectioned loads a site file with sections of the site and of its edge.
func loadSectioned(t *testing.T, ofSite, ofEdge string) (*Site, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "site.yaml")
	text := `site: home
owners:
  - {name: owner, domain: home/main}
` + ofSite + `
nodes:
  - {name: fog, tier: fog, owner: owner}
  - name: edge
    tier: edge
    owner: owner
    fog: fog
` + ofEdge
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(file)
}

func TestSectionsAreReadByWhoUsesThem(t *testing.T) {
	s, err := loadSectioned(t, "night: {from: 22}", "    lamps:\n      - {name: a, wait: 3s, file: x}\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := nights.Get(s), (night{From: 22, Until: 6}); got != want {
		t.Errorf("of the site %+v, want %+v", got, want)
	}
	if got, want := lamps.Get(&s.Nodes[1]), []lamp{{"a", 3 * time.Second, filepath.Join(filepath.Dir(s.Path()), "x")}}; !reflect.DeepEqual(got, want) {
		t.Errorf("of the edge %+v, want %+v", got, want)
	}
	if got := lamps.Get(&s.Nodes[0]); got != nil {
		t.Errorf("of the fog, which has none: %+v", got)
	}
	// Without a word in the file, by a key without a value, and in sites that programs make.
	for _, text := range []string{"", "night:"} {
		if s, err = loadSectioned(t, text, "    lamps:\n"); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := nights.Get(s); got.From != 20 || lamps.Get(&s.Nodes[1]) != nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if got := nights.Get(&Site{}); got.From != 20 {
		t.Errorf("of no file: %+v", got)
	}
}

// What is wrong in sections and beside them is said at once, with file and line.
func TestSectionsAreStrictWithFileAndLine(t *testing.T) {
	for _, c := range []struct {
		site, edge string
		want       []string
	}{
		{"nihgt: {from: 1}", "    lapms: []\n", []string{"line 4: unknown key `nihgt` at the top: did you mean `night`?", "line 11: unknown key `lapms` at nodes[1]: did you mean `lamps`?"}},
		{"lamps: []", "    night: {from: 1}\n", []string{"line 4: unknown key `lamps` at the top", "line 11: unknown key `night` at nodes[1]"}},
		{"journals: {keep: 24h}", "", []string{"line 4: unknown key `journals` at the top: docs/site.md lists the keys"}}, // of a package that is not linked
		{"night: {form: 1}", "    lamps:\n      - name: a\n        wiat: 3s\n", []string{"line 4: unknown key `form` at night: did you mean `from`?", "line 13: unknown key `wiat` at nodes[1].lamps[0]: did you mean `wait`?"}},
		{"night: {from: late, at: 7}", "    bus: [1]\n    lamps:\n      - {name: a, wait: soon}\n      - {name: b, wait: later}\n      - c\n", []string{
			`line 4: "late" stands where a whole number is wanted`, `line 4: "7" stands where a group of keys is wanted`, "line 11: a list stands where a word is wanted",
			`line 13: "soon" stands where a duration such as 5s or 10m is wanted`, `line 14: "later" stands where a duration`, `line 15: "c" stands where a group of keys is wanted`,
		}},
		{"night: 7", "    lamps: 7\n", []string{`line 4: "7" stands where a group of keys is wanted`, `line 11: "7" stands where a list is wanted`}},
		{"night: {from: 25}", "", []string{"night.from: at most 24"}},
		{"", "    lamps: [{wait: 3s}]\n", []string{"nodes[1] (edge): lamps[0].name: missing"}},
		{"", "    lamps: [{name: a}, {name: a}]\n", []string{"lamps: two are called a"}},
		{"retired: [{name: old, tier: edge, owner: owner, fog: fog, bus: \"127.0.0.1:9\", lamps: [{name: a}, {name: b}]}]", "", []string{"retired[0] (old): lamps: more than one"}},
	} {
		_, err := loadSectioned(t, c.site, c.edge)
		if err == nil {
			t.Errorf("%s, %s: no error, want %q", c.site, c.edge, c.want)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) || !strings.Contains(err.Error(), "site.yaml: ") {
				t.Errorf("got %q\nwant %q", err, w)
			}
		}
		if lines := strings.Count(err.Error(), "\n") + 1; lines != len(c.want) {
			t.Errorf("%d are said, want %d: %v", lines, len(c.want), err)
		}
	}
}

// A node may borrow what another has, by YAML's aliases, its sections too; what it borrows
// stands there itself.
func TestSectionsByAliases(t *testing.T) {
	s, err := loadSectioned(t, "", "    lamps: &some [{name: a}]\n  - {<<: {lamps: [{name: b}]}, name: far, tier: edge, owner: owner, fog: fog}\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := lamps.Get(&s.Nodes[2]); len(got) != 1 || got[0].Name != "b" {
		t.Errorf("%+v", got)
	}
	if _, err := loadSectioned(t, "", "  - {<<: {lapms: [{name: b}]}, name: far, tier: edge, owner: owner, fog: fog}\n"); err == nil || !strings.Contains(err.Error(), "line 11: unknown key `lapms`") {
		t.Errorf("what is borrowed is held as strictly: %v", err)
	}
}

// `up` writes the site anew, elsewhere; what sections say, and the files that they name, are
// the same to who reads that, and what programs set is there as well.
func TestSectionsOutliveTheCopy(t *testing.T) {
	s, err := loadSectioned(t, "night: {until: 7}", "    lamps:\n      - {name: a, wait: 3s, file: x}\n")
	if err != nil {
		t.Fatal(err)
	}
	s.Nodes = append(s.Nodes, lamps.With(Node{Name: "far", Tier: "edge", Owner: "owner", Fog: "fog"}, []lamp{{Name: "b"}}))
	n := nights.Get(s)
	n.From = 21
	nights.Set(s, n)
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
		t.Fatalf("%v in\n%s", err, text)
	}
	if nights.Get(c) != (night{From: 21, Until: 7}) {
		t.Errorf("of the site %+v", nights.Get(c))
	}
	for i := range s.Nodes {
		if got, want := lamps.Get(&c.Nodes[i]), lamps.Get(&s.Nodes[i]); !reflect.DeepEqual(got, want) {
			t.Errorf("of %s %+v, want %+v", s.Nodes[i].Name, got, want)
		}
	}
	if want := filepath.Join(filepath.Dir(s.Path()), "x.py"); c.Beside("x.py") != want || c.Beside("/x.py") != "/x.py" || c.Beside("") != "" {
		t.Errorf("%s, want %s", c.Beside("x.py"), want)
	}
}

// To set a section of a copy of a node leaves the node alone, and an empty one is not written.
func TestSetIsOfOneCopy(t *testing.T) {
	s := &Site{}
	if nights.Set(s, night{}); nights.Get(s) != (night{}) {
		t.Errorf("what was set is %+v", nights.Get(s))
	}
	n := lamps.With(Node{Name: "edge"}, []lamp{{Name: "a"}})
	bare := n
	lamps.Set(&bare, nil)
	if len(lamps.Get(&n)) != 1 || lamps.Get(&bare) != nil || len(bare.Sections) != 0 {
		t.Errorf("the node %+v, the copy %+v", n, bare)
	}
}

func TestProblemsOfSections(t *testing.T) {
	s, err := loadSectioned(t, "night: {until: 12}", "    lamps: [{name: a}]\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.Check(), []Problem{{Text: "night.until: noon"}, {Text: "nodes[1] (edge): lamps: one is few", Runs: true}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// A name stands for one section, and not for what the site file has itself.
func TestDefinedOnce(t *testing.T) {
	for _, name := range []string{"", "lamps", "tier"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was defined", name)
				}
			}()
			NodeSection[int]{Name: name}.Define()
		}()
	}
}
