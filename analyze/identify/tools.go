package identify

import (
	"os"
	"path/filepath"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/onnx"
	"custos.dev/custos/service"
)

// tools are what faces are found and compared by.
type tools struct {
	finds    face.Detector
	compares face.Embedder
	// otherwise is the likeness that counts where too few strangers are known.
	otherwise float64
}

// Likenesses that count until the site's own strangers say more. No two different people of the
// collections that docs/accuracy.md speaks of reach them, but for few pairs by LBPH;
// of other embeddings, which are trained by an angle as ArcFace's are, it is above what is usual. No
// rate of false accepts is stated by them.
const (
	alikeByLBPH      = .80
	alikeByFaceRes   = .70
	alikeByEmbedding = .50
)

// open chooses the tools of a site: what its file names, else the best network that is there, else
// what works without one. Unavailable says that nothing here finds faces.
func open(site *service.Site, c Config, networks *models.Networks) (*tools, error) {
	t := &tools{compares: face.ByLBPH{}, otherwise: alikeByLBPH}
	kinds, err := kindsIn(models.Dir(site))
	if err != nil {
		return nil, err
	}
	var detector, embedding *face.Kind
	for i := range kinds {
		k, chosen, named := &kinds[i], &embedding, c.Embedding
		if k.Detects() {
			chosen, named = &detector, c.Detector
		}
		if named == k.Name || named == "" && k.Form != face.EmbeddingForm && (*chosen == nil || k.Before(**chosen)) {
			*chosen = k
		}
	}
	for key, one := range map[string]*face.Kind{"detector": detector, "embedding": embedding} {
		named := c.Detector
		if key == "embedding" {
			named = c.Embedding
		}
		if named != "" && (one == nil || one.Name != named) {
			return nil, custos.Errorf(custos.Invalid, "faces.%s: the model %q is none that can do that: `custos models list` shows what is there", key, named)
		}
	}
	by := func(k *face.Kind) (*models.Runner, string, error) {
		r, err := networks.Open(k.Name)
		if err != nil {
			return nil, "", err
		}
		return r, k.Name + "@" + r.Digest.String()[:14], nil
	}
	if embedding != nil {
		r, name, err := by(embedding)
		if err != nil {
			return nil, err
		}
		t.compares, t.otherwise = face.EmbedderOf(embedding.Form, r, name, embedding.Layout), alikeByEmbedding
		if embedding.Form == face.FaceResForm {
			t.otherwise = alikeByFaceRes
		}
	}
	if detector != nil {
		r, name, err := by(detector)
		if err != nil {
			return nil, err
		}
		t.finds = face.DetectorOf(detector.Form, r, name, detector.Layout)
		return t, nil
	}
	t.finds, err = cascade(c.Cascade)
	return t, err
}

// cascade is what finds faces without a network.
func cascade(file string) (face.Detector, error) {
	files := face.CascadeFiles
	if file != "" {
		files = []string{file}
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		return face.ParseCascade(strings.TrimSuffix(filepath.Base(f), ".xml"), text)
	}
	return nil, custos.Errorf(custos.Unavailable, "nothing here finds faces: `make models` fetches a network, or Debian's opencv-data brings %s", face.CascadeFiles[0])
}

// kindsIn are the networks for faces of a directory of models. An embedding that names no other
// task is one for faces only if the site file says so: it may be for people.
func kindsIn(dir string) ([]face.Kind, error) {
	all, err := models.List(dir)
	if err != nil {
		return nil, err
	}
	var out []face.Kind
	for _, m := range all {
		b, err := os.ReadFile(filepath.Join(dir, m.Name+".onnx"))
		if err != nil {
			continue // `custos models verify` says so
		}
		about, err := onnx.Describe(b)
		if err != nil {
			continue
		}
		form, layout, err := face.Recognise(Dims(about.Inputs), Dims(about.Outputs))
		if err == nil {
			out = append(out, face.Kind{Name: m.Name, Form: form, Layout: layout})
		}
	}
	return out, nil
}

// Dims are the shapes of a network's inputs or outputs.
func Dims(all []onnx.Value) (out [][]int64) {
	for _, v := range all {
		out = append(out, v.Dims)
	}
	return out
}
