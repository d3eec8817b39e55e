package identify

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/retention"
	"custos.dev/custos/service"
)

// Permit is the owner's signed word that faces may be told apart: at which cameras, for which
// purpose, on which legal basis, and for how long what comes of it is kept. Without one that
// names a camera no face of it is looked at.
type Permit struct {
	Owner  custos.OwnerName `yaml:"owner" json:"owner"`
	Domain custos.Resource  `yaml:"domain" json:"domain"`
	// ChainID and Registry name the network; a permit is worth nothing in another one.
	ChainID  uint64         `yaml:"chain_id,omitempty" json:"chain_id"`
	Registry custos.Address `yaml:"registry,omitempty" json:"registry"`
	// Issued is when it was signed. The newest one counts, an older one no more.
	Issued  time.Time `yaml:"issued,omitempty" json:"issued"`
	Cameras []Allowed `yaml:"cameras" json:"cameras"`
	// Signature is by the owner's key over Digest.
	Signature *key.Signature `yaml:"signature,omitempty" json:"-"`
}

// Allowed is what a permit says of a camera.
type Allowed struct {
	// Camera is a camera, or what it is in.
	Camera     custos.Resource `yaml:"camera" json:"camera"`
	Purpose    string          `yaml:"purpose" json:"purpose"`
	LegalBasis string          `yaml:"legal_basis" json:"legal_basis"`
	// Keep is for how long events about faces are kept at most.
	Keep retention.Duration `yaml:"keep" json:"keep"`
	// Until is when it ends.
	Until time.Time `yaml:"until" json:"until"`
	// Lists are the watch lists that are looked for; none are all.
	Lists []string `yaml:"lists,omitempty" json:"lists,omitempty"`
	// Strangers is for how long templates of people are kept who are not enrolled, by whom the rate
	// of false accepts is told; 0 is not at all.
	Strangers retention.Duration `yaml:"strangers,omitempty" json:"strangers,omitempty"`
}

// maxPermit bounds a permit's file, in bytes.
const maxPermit = 256 << 10

// PermitPath is where the permit of an owner is on the machine of his fog.
func PermitPath(site *service.Site, owner custos.OwnerName) string {
	return filepath.Join(site.Data, "owners", string(owner)+".faces.yaml")
}

// ReadPermit reads the text of a permit strictly; Invalid if it is none.
func ReadPermit(text []byte) (*Permit, error) {
	p := &Permit{}
	if len(text) > maxPermit {
		return nil, custos.Errorf(custos.Invalid, "a permit of %d bytes: at most %d are read", len(text), maxPermit)
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(p); err != nil {
		return nil, custos.Errorf(custos.Invalid, "the permit does not parse: %w", err)
	}
	if err := d.Decode(&Permit{}); err == nil {
		return nil, custos.Errorf(custos.Invalid, "the file holds more than one permit: write one")
	}
	return p, p.check()
}

func (p *Permit) check() error {
	bad := func(format string, args ...any) error { return custos.Errorf(custos.Invalid, format, args...) }
	if p.Owner == "" || p.Domain.Validate() != nil {
		return bad("the permit needs owner, and domain")
	}
	for i := range p.Cameras {
		p.Cameras[i].Until = p.Cameras[i].Until.UTC() // one moment has one text, which is signed
		a, at := p.Cameras[i], fmt.Sprintf("cameras[%d]", i)
		switch {
		case a.Camera.Validate() != nil || !a.Camera.Within(p.Domain):
			return bad("%s.camera: %q is not in %s", at, a.Camera, p.Domain)
		case strings.TrimSpace(a.Purpose) == "" || strings.TrimSpace(a.LegalBasis) == "":
			return bad("%s: it needs a purpose and a legal basis, in words: without them faces are not looked at", at)
		case len(a.Purpose) > 1000 || len(a.LegalBasis) > 1000:
			return bad("%s: purpose and legal basis have at most 1000 bytes", at)
		case a.Keep <= 0:
			return bad("%s.keep: say for how long events about faces are kept, as 30d", at)
		case a.Until.IsZero():
			return bad("%s.until: say when it ends, as 2027-01-01T00:00:00Z", at)
		case a.Strangers < 0:
			return bad("%s.strangers: a time, as 30d", at)
		}
		for _, l := range a.Lists {
			if err := checkList(l); err != nil {
				return bad("%s.lists: %w", at, err)
			}
		}
	}
	return nil
}

// Digest is what the owner signs: SHA-256 over a line that says what it is, and the permit as JSON.
func (p *Permit) Digest() custos.Hash {
	b, err := json.Marshal(p)
	if err != nil {
		panic(err) // names, times and numbers
	}
	return sha256.Sum256(append([]byte("custos: faces may be told apart as follows\n"), b...))
}

// Sign signs it by the owner's key, as issued now.
func (p *Permit) Sign(k *key.Key, chain uint64, registry custos.Address, now time.Time) error {
	p.ChainID, p.Registry, p.Issued = chain, registry, now.UTC().Truncate(time.Second)
	if err := p.check(); err != nil {
		return err
	}
	s, err := k.Sign(p.Digest())
	p.Signature = &s
	return err
}

// Write writes it as ReadPermit reads it.
func (p *Permit) Write(path string) error {
	text, err := yaml.Marshal(p)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return custos.Errorf(custos.Invalid, "%w", err)
	}
	return service.WriteFile(path, text, 0o644)
}

// Authority is whose permits count, and in which network.
type Authority struct {
	Owner    custos.OwnerName
	Account  custos.Address
	Domain   custos.Resource
	ChainID  uint64
	Registry custos.Address
}

// Verify says why a permit does not count; nil if it does. It must be the owner's own word, for
// this domain and network, and not from the future.
func (a Authority) Verify(p *Permit, now time.Time) error {
	denied := func(format string, args ...any) error { return custos.Errorf(custos.Denied, format, args...) }
	switch {
	case p.Signature == nil:
		return denied("the permit is not signed: `custos face permit` signs it")
	case p.Domain != a.Domain || p.Owner != a.Owner:
		return denied("the permit is %s's for %s, and not %s's for %s", p.Owner, p.Domain, a.Owner, a.Domain)
	case p.ChainID != a.ChainID || p.Registry != a.Registry:
		return denied("the permit is for another network: sign it anew")
	case p.Issued.After(now.Add(time.Minute)):
		return denied("the permit was signed at %s, which is still to come", p.Issued.Format(time.RFC3339))
	}
	by, err := key.Recover(p.Digest(), *p.Signature)
	if err != nil {
		return denied("the permit's signature: %w", err)
	}
	if by != a.Account {
		return denied("the permit is not signed by %s (%s): it was changed, or signed by another key", a.Owner, a.Account)
	}
	return nil
}

// For is what it says of a camera; false if it does not allow anything there now. Of several
// that name it, or what it is in, the one with the longest path counts.
func (p *Permit) For(camera custos.CameraID, now time.Time) (Allowed, bool) {
	best, ok := Allowed{}, false
	if p == nil {
		return best, false
	}
	for _, a := range p.Cameras {
		if camera.Within(a.Camera) && len(a.Camera) >= len(best.Camera) {
			best, ok = a, true
		}
	}
	return best, ok && now.Before(best.Until)
}

// looksFor reports that a watch list is looked for.
func (a Allowed) looksFor(list string) bool {
	return len(a.Lists) == 0 || slices.Contains(a.Lists, list)
}

// permits reads the owner's permit again when its file changes.
type permits struct {
	authority Authority
	path      string
	policy    *retention.Policy
	// newest is when the newest that ever counted was issued; counted keeps it.
	newest  time.Time
	counted func(time.Time) error

	read   time.Time
	stamp  string
	permit *Permit
	why    error
}

// again is how often the file is looked at.
const again = 2 * time.Second

// now returns the permit that counts, or why none does.
func (p *permits) now(at time.Time) (*Permit, error) {
	if since := at.Sub(p.read); p.stamp != "" && since >= 0 && since < again {
		return p.permit, p.why
	}
	p.read = at
	st, err := os.Stat(p.path)
	if errors.Is(err, os.ErrNotExist) {
		p.stamp, p.permit = "none", nil
		p.why = custos.Errorf(custos.Denied, "faces are not looked at: %s has signed no permit that names purpose and legal basis (`custos face permit`)", p.authority.Owner)
		return nil, p.why
	}
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "faces are not looked at: %w", err)
	}
	if stamp := fmt.Sprintf("%d %d", st.ModTime().UnixNano(), st.Size()); stamp != p.stamp || p.why != nil {
		p.stamp, p.permit, p.why = stamp, nil, nil
		if p.permit, err = p.load(at); err != nil {
			p.permit, p.why = nil, custos.Errorf(custos.KindOf(err), "faces are not looked at: %w", err)
		}
	}
	return p.permit, p.why
}

func (p *permits) load(at time.Time) (*Permit, error) {
	text, err := os.ReadFile(p.path)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "%w", err)
	}
	permit, err := ReadPermit(text)
	if err != nil {
		return nil, err
	}
	if err := p.authority.Verify(permit, at); err != nil {
		return nil, err
	}
	if permit.Issued.Before(p.newest) {
		return nil, custos.Errorf(custos.Denied, "the permit was signed at %s, and one of %s counted already: put that one back, or sign anew", permit.Issued.Format(time.RFC3339), p.newest.Format(time.RFC3339))
	}
	if permit.Issued.After(p.newest) {
		if err := p.counted(permit.Issued); err != nil {
			return nil, err
		}
		p.newest = permit.Issued
	}
	return permit, nil
}

// allowed is what counts for a camera now, or why its faces are not looked at.
func (p *permits) allowed(camera custos.CameraID, at time.Time) (*Permit, Allowed, error) {
	permit, err := p.now(at)
	if err != nil {
		return nil, Allowed{}, err
	}
	a, ok := permit.For(camera, at)
	if !ok {
		return nil, a, custos.Errorf(custos.Denied, "faces of %s are not looked at: the permit of %s does not name it, or has ended", camera, permit.Owner)
	}
	return permit, a, p.kept(camera, a)
}

// kept says what is wrong where the site keeps events about faces longer than the owner promised.
func (p *permits) kept(camera custos.CameraID, a Allowed) error {
	rule, ok := p.policy.For(kind, camera)
	if !ok || rule.Keep == 0 || rule.Keep > a.Keep {
		return custos.Errorf(custos.Denied, "faces of %s are not looked at: the permit keeps them for %s, the site file for longer: write under retention the rule {of: %s, kinds: [face], keep: %s}", camera, a.Keep, camera, a.Keep)
	}
	return nil
}
