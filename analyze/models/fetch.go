package models

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

const (
	// mostPackage bounds a package's file, mostFile a file within, both in bytes.
	mostPackage = 256 << 20
	mostFile    = 128 << 20
)

// Fetcher brings networks of a lockfile.
type Fetcher struct {
	Lock *Lock
	// Store keeps networks as they are used, for all sites of a user; see DefaultStore.
	Store string
	// Pack puts a package's file, of a name and a version, into an empty directory; nil asks
	// npm. Its result is not trusted.
	Pack func(ctx context.Context, spec, dir string) error
	// Say tells people what is fetched; nil tells nobody.
	Say func(format string, args ...any)
}

// DefaultStore is the directory of the user's cache in which fetched networks are kept, so
// that each is fetched once for all sites.
func DefaultStore() (string, error) {
	d, err := os.UserCacheDir()
	if err != nil {
		return "", custos.Errorf(custos.Invalid, "no cache directory is known: set HOME or XDG_CACHE_HOME (%w)", err)
	}
	return filepath.Join(d, "custos", "models"), nil
}

// Fetch brings the networks into the store, those that are not there yet, each package once.
// What is there is held against its digest.
func (f *Fetcher) Fetch(ctx context.Context, wanted []Locked) error {
	missing := map[string][]Locked{}
	for _, m := range wanted {
		if f.stored(m) != nil {
			missing[m.Package] = append(missing[m.Package], m)
		}
	}
	for _, p := range f.Lock.Packages {
		if len(missing[p.Name]) == 0 {
			continue
		}
		if err := f.fetch(ctx, p, missing[p.Name]); err != nil {
			return err
		}
	}
	return nil
}

func (f *Fetcher) fetch(ctx context.Context, p Package, wanted []Locked) error {
	if err := os.MkdirAll(f.Store, 0o755); err != nil {
		return custos.Errorf(custos.Invalid, "the store of networks cannot be made: %w", err)
	}
	tmp, err := os.MkdirTemp("", "custos-models-*")
	if err != nil {
		return custos.Errorf(custos.Unavailable, "%w", err)
	}
	defer os.RemoveAll(tmp)
	if f.Say != nil {
		f.Say("getting %s %s (%.0f MB)", p.Name, p.Version, float64(p.Size)/1e6)
	}
	pack := f.Pack
	if pack == nil {
		pack = npmPack
	}
	if err := pack(ctx, p.Name+"@"+p.Version, tmp); err != nil {
		return err
	}
	file, err := p.open(tmp)
	if err != nil {
		return err
	}
	defer file.Close()
	files, err := unpack(file, wanted)
	if err != nil {
		return custos.Errorf(custos.KindOf(err), "%s %s: %w", p.Name, p.Version, err)
	}
	for _, m := range wanted {
		if err := f.keep(m, files); err != nil {
			return custos.Errorf(custos.KindOf(err), "%s: %w", m.Name, err)
		}
		if f.Say != nil {
			f.Say("%s: for %s, %s", m.Name, m.Task, m.terms())
		}
	}
	return nil
}

// terms says where a network comes from and on which terms.
func (m *Locked) terms() string {
	text := m.Source + "; licence " + m.Licence
	if m.Unclear != "" {
		text += ". UNCLEAR: " + m.Unclear
	}
	return text
}

// npmPack asks npm, which runs none of the package's scripts then.
func npmPack(ctx context.Context, spec, dir string) error {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return custos.Errorf(custos.Unavailable, "npm is missing: install Node.js with npm, or add a network of your own by `custos models add`")
	}
	c := exec.CommandContext(ctx, npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", dir, "--", spec)
	c.Dir = dir // where no project's .npmrc is
	if out, err := c.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		said := strings.TrimSpace(string(out))
		if said == "" {
			said = "it said nothing"
		}
		return custos.Errorf(custos.Unavailable, "npm could not get %s (%w): %s", spec, err, said)
	}
	return nil
}

// open is the package's file in a directory, if it is what the lockfile says.
func (p *Package) open(dir string) (*os.File, error) {
	all, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(all) != 1 {
		return nil, custos.Errorf(custos.Unavailable, "npm gave %d files for %s %s: one was expected", len(all), p.Name, p.Version)
	}
	want, err := p.digest()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(all[0])
	if err != nil {
		return nil, err
	}
	h := sha512.New()
	n, err := io.Copy(h, io.LimitReader(f, p.Size+1))
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil && (n != p.Size || subtle.ConstantTimeCompare(h.Sum(nil), want) != 1) {
		err = custos.Errorf(custos.Corrupt, "what the registry gave for %s %s is not what the lockfile says (%d bytes): nothing of it is used", p.Name, p.Version, n)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// packageRoot is the directory in which npm's archives have everything.
const packageRoot = "package/"

// unpack reads the wanted networks' files from a package.
func unpack(r io.Reader, wanted []Locked) (map[string][]byte, error) {
	want := map[string]custos.Hash{}
	for _, m := range wanted {
		for _, f := range m.Files {
			want[f.Path] = f.SHA256
		}
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "the package does not unpack: %w", err)
	}
	out := map[string][]byte{}
	for t := tar.NewReader(z); len(out) < len(want); {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, custos.Errorf(custos.Corrupt, "the package does not unpack: %w", err)
		}
		name, ok := strings.CutPrefix(h.Name, packageRoot)
		digest, wants := want[name]
		if !ok || !wants || h.Typeflag != tar.TypeReg {
			continue
		}
		b, err := io.ReadAll(io.LimitReader(t, mostFile+1))
		if err != nil {
			return nil, custos.Errorf(custos.Corrupt, "the package does not unpack: %w", err)
		}
		if len(b) > mostFile || custos.Hash(sha256.Sum256(b)) != digest {
			return nil, custos.Errorf(custos.Corrupt, "%s in it is not what the lockfile says", name)
		}
		out[name] = b
	}
	for name := range want {
		if out[name] == nil {
			return nil, custos.Errorf(custos.Corrupt, "there is no %s in it", name)
		}
	}
	return out, nil
}

// keep makes a network of its files and puts it into the store.
func (f *Fetcher) keep(m Locked, files map[string][]byte) error {
	b, err := m.network(files)
	if err != nil {
		return err
	}
	if got := custos.Hash(sha256.Sum256(b)); got != m.Digest {
		return custos.Errorf(custos.Corrupt, "the network has the SHA-256 %s, and not the lockfile's %s: this version of Custos converts it otherwise", got, m.Digest)
	}
	for _, file := range m.Files {
		if file.Keep == "" {
			continue
		}
		if err := service.WriteFile(besideFile(f.Store, m.Name, file.Keep), files[file.Path], 0o644); err != nil {
			return err
		}
	}
	return write(f.Store, m.model(), b)
}

// network is the ONNX network that is made of a package's files.
func (m *Locked) network(files map[string][]byte) ([]byte, error) {
	first := m.Files[0].Path
	if filepath.Ext(first) != ".json" {
		return files[first], nil
	}
	return m.convert(files)
}

// model is what is written down of a network beside it.
func (m *Locked) model() Model {
	out := m.Model
	out.Source = m.terms()
	for _, f := range m.Files {
		if f.Keep != "" {
			out.Beside = append(out.Beside, Beside{Name: f.Keep, Digest: f.SHA256})
		}
	}
	return out
}

// write puts a network into a directory. The network is first: what is told of is there.
func write(dir string, m Model, network []byte) error {
	text, err := yaml.Marshal(m)
	if err != nil {
		return err
	}
	if err := service.WriteFile(modelFile(dir, m.Name), network, 0o644); err != nil {
		return err
	}
	return service.WriteFile(modelAbout(dir, m.Name), text, 0o644)
}

// stored says why a network of the lockfile is not in the store as it is to be; nil if it is.
func (f *Fetcher) stored(m Locked) error {
	got, err := Load(f.Store, m.Name)
	if err != nil {
		return err
	}
	want, err := yaml.Marshal(m.model())
	if err != nil {
		return err
	}
	if text, err := yaml.Marshal(got); err != nil || string(text) != string(want) {
		return custos.Errorf(custos.Conflict, "%s was fetched by another version", m.Name)
	}
	return got.intact(f.Store)
}

// Install puts networks of the store into a site's directory, those that are not there yet, and
// returns their names. One that was added under the name of another stays.
func (f *Fetcher) Install(dir string, wanted []Locked) (installed []string, err error) {
	for _, m := range wanted {
		if err := f.stored(m); err != nil {
			return installed, err
		}
		has, err := Load(dir, m.Name)
		if err == nil {
			if !strings.HasPrefix(has.Source, m.Source) {
				return installed, custos.Errorf(custos.Conflict, "there is another model %q already, from %q: remove it by `custos models remove %s`, or use it", m.Name, has.Source, m.Name)
			}
			if has.Digest == m.Digest && has.intact(dir) == nil {
				continue
			}
		} else if custos.KindOf(err) != custos.NotFound {
			return installed, err
		}
		if err := f.install(dir, m); err != nil {
			return installed, err
		}
		installed = append(installed, m.Name)
	}
	return installed, nil
}

func (f *Fetcher) install(dir string, m Locked) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return custos.Errorf(custos.Invalid, "%w", err)
	}
	b, err := os.ReadFile(modelFile(f.Store, m.Name))
	if err != nil {
		return err
	}
	about := m.model()
	for _, x := range about.Beside {
		text, err := os.ReadFile(besideFile(f.Store, m.Name, x.Name))
		if err == nil {
			err = service.WriteFile(besideFile(dir, m.Name, x.Name), text, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return write(dir, about, b)
}

// Remove takes a network out of a directory.
func Remove(dir, name string) error {
	m, err := Load(dir, name)
	if err != nil && custos.KindOf(err) != custos.Corrupt {
		return err
	}
	// What tells of it first: what is told of is there.
	files := []string{modelAbout(dir, name), modelFile(dir, name)}
	for _, x := range m.Beside {
		files = append(files, besideFile(dir, name, x.Name))
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
			return custos.Errorf(custos.Invalid, "%w", err)
		}
	}
	return nil
}
