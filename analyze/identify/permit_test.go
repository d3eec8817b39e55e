package identify

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/retention"
)

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

const permitText = `owner: alma
domain: campus/front
cameras:
  - camera: campus/front
    purpose: doors open for staff
    legal_basis: works agreement 12
    keep: 30d
    until: 2026-12-31T01:00:00+01:00
    lists: [staff]
    strangers: 7d
  - camera: campus/front/yard
    purpose: one who is missing
    legal_basis: court order 7
    keep: 7d
    until: 2026-08-01T00:00:00Z
`

func newKey(t *testing.T) *key.Key {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// allowing is a policy that keeps faces no longer than a permit.
func allowing(t *testing.T, keep string) *retention.Policy {
	t.Helper()
	var d retention.Duration
	if err := d.UnmarshalText([]byte(keep)); err != nil {
		t.Fatal(err)
	}
	return &retention.Policy{Rules: []retention.KeepRule{{Kinds: []custos.Kind{kind}, Keep: d}}}
}

func signed(t *testing.T, k *key.Key, text string, at time.Time) *Permit {
	t.Helper()
	p, err := ReadPermit([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Sign(k, 7, custos.Address{9}, at); err != nil {
		t.Fatal(err)
	}
	return p
}

func authorityOf(k *key.Key) Authority {
	return Authority{Owner: "alma", Account: k.Address(), Domain: "campus/front", ChainID: 7, Registry: custos.Address{9}}
}

// A permit is the owner's own word or nothing: who changes any of it, or signs in his place, has
// said nothing.
func TestPermitIsTheOwners(t *testing.T) {
	owner, other := newKey(t), newKey(t)
	a := authorityOf(owner)
	file := filepath.Join(t.TempDir(), "owners", "alma.faces.yaml")
	again := func(p *Permit) *Permit {
		t.Helper()
		if err := p.Write(file); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if p, err = ReadPermit(text); err != nil {
			t.Fatal(err)
		}
		return p
	}
	if err := a.Verify(again(signed(t, owner, permitText, noon)), noon); err != nil {
		t.Fatalf("the owner's own: %v", err)
	}
	for name, change := range map[string]func(*Permit){
		"no signature": func(p *Permit) { p.Signature = nil },
		"purpose":      func(p *Permit) { p.Cameras[0].Purpose += "." },
		"legal basis":  func(p *Permit) { p.Cameras[0].LegalBasis = "none" },
		"camera":       func(p *Permit) { p.Cameras[1].Camera = "campus/front/door" },
		"more cameras": func(p *Permit) { p.Cameras = append(p.Cameras, p.Cameras[0]) },
		"keep":         func(p *Permit) { p.Cameras[0].Keep++ },
		"until":        func(p *Permit) { p.Cameras[0].Until = p.Cameras[0].Until.Add(time.Hour) },
		"lists":        func(p *Permit) { p.Cameras[0].Lists = nil },
		"strangers":    func(p *Permit) { p.Cameras[0].Strangers *= 2 },
		"issued":       func(p *Permit) { p.Issued = p.Issued.Add(-time.Hour) },
		"owner":        func(p *Permit) { p.Owner = "bruno" },
		"domain":       func(p *Permit) { p.Domain = "campus/back" },
		"chain":        func(p *Permit) { p.ChainID = 8 },
		"registry":     func(p *Permit) { p.Registry = custos.Address{8} },
	} {
		p := again(signed(t, owner, permitText, noon))
		change(p)
		if err := a.Verify(p, noon); custos.KindOf(err) != custos.Denied {
			t.Errorf("%s changed: %v", name, err)
		}
	}
	if err := a.Verify(signed(t, other, permitText, noon), noon); custos.KindOf(err) != custos.Denied {
		t.Errorf("signed by somebody else: %v", err)
	}
	if err := a.Verify(signed(t, owner, permitText, noon.Add(time.Hour)), noon); custos.KindOf(err) != custos.Denied {
		t.Errorf("signed in an hour: %v", err)
	}
}

// Without purpose, legal basis and an end nothing is signed.
func TestPermitSaysWhy(t *testing.T) {
	for old, want := range map[string]string{
		"    purpose: doors open for staff\n":         "it needs a purpose and a legal basis",
		"    legal_basis: works agreement 12\n":       "it needs a purpose and a legal basis",
		"    keep: 30d\n":                             "say for how long",
		"    until: 2026-12-31T01:00:00+01:00\n":      "say when it ends",
		"owner: alma\n":                               "needs owner, and domain",
		"- camera: campus/front\n    purpose: doors ": "",
	} {
		text := strings.Replace(permitText, old, "", 1)
		if want == "" {
			text, want = strings.Replace(permitText, "camera: campus/front/yard", "camera: campus/back", 1), "is not in campus/front"
		}
		if _, err := ReadPermit([]byte(text)); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("without %q: %v", old, err)
		}
	}
	for _, text := range []string{"", "x", permitText + "more: 1\n", permitText + "---\n" + permitText, strings.Repeat("a", maxPermit+1), "cameras: [" + strings.Repeat("[", 10000)} {
		if _, err := ReadPermit([]byte(text)); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%.20q…: %v", text, err)
		}
	}
}

// The permit that counts is the newest that did; what ended, what it does not name, and what the
// site would keep longer than it says is not looked at.
func TestPermitsThatCount(t *testing.T) {
	owner := newKey(t)
	var counted time.Time
	fresh := func() *permits {
		return &permits{authority: authorityOf(owner), path: filepath.Join(t.TempDir(), "alma.faces.yaml"), policy: allowing(t, "7d"), counted: func(at time.Time) error { counted = at; return nil }}
	}
	p := fresh()
	says := func(camera custos.CameraID, at time.Time, want string) {
		t.Helper()
		_, _, err := p.allowed(camera, at)
		if want == "" && err != nil || want != "" && (custos.KindOf(err) != custos.Denied || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s at %v: %v, want %q", camera, at, err, want)
		}
	}
	says("campus/front/door", noon, "has signed no permit that names purpose and legal basis")
	at := noon
	write := func(by *key.Key, issued time.Time) {
		t.Helper()
		if err := signed(t, by, permitText, issued).Write(p.path); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Minute)
		if err := os.Chtimes(p.path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write(owner, noon)
	says("campus/front/door", at, "")
	if !counted.Equal(noon) {
		t.Errorf("%v counted", counted)
	}
	if _, a, _ := p.allowed("campus/front/yard/cam1", at); a.Purpose != "one who is missing" {
		t.Errorf("in the yard it is for %q", a.Purpose)
	}
	says("campus/back/door", at, "does not name it")
	says("campus/frontier", at, "does not name it")
	says("campus/front/door", noon.AddDate(1, 0, 0), "has ended")
	says("campus/front/yard/cam1", time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), "has ended")
	write(newKey(t), noon.Add(time.Minute))
	says("campus/front/door", at, "not signed by alma")
	write(owner, noon.Add(time.Hour/2))
	at = at.Add(time.Hour)
	says("campus/front/door", at, "")
	write(owner, noon)
	says("campus/front/door", at, "counted already")
	p.policy = allowing(t, "8d")
	write(owner, noon.Add(time.Hour/2))
	says("campus/front/door", at, "")
	says("campus/front/yard/cam1", at, "write under retention the rule")
	p.policy = &retention.Policy{}
	says("campus/front/door", at, "the site file for longer")
}
