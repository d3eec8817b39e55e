package fog

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/node"
)

// readFaces reads an order about faces, and leaves it where it was for who comes after.
func (m *master) readFaces(r *http.Request) (*api.FaceOrder, error) {
	body, err := io.ReadAll(r.Body) // as long as the gate lets it be
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the request cannot be read: %w", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return api.ReadFaceOrder(body)
}

// ofFaces is what an order about faces is about: who may know the faces at one door enrolls nobody
// at another.
func (m *master) ofFaces(r *http.Request) (custos.Resource, error) {
	o, err := m.readFaces(r)
	if err != nil {
		return "", err
	}
	if o.Where == "" {
		return m.Domain, nil
	}
	return m.inDomain(o.Where)
}

// postFaces passes an order on to the face service, with who gave it.
func (m *master) postFaces(w http.ResponseWriter, r *http.Request) error {
	o, err := m.readFaces(r)
	if err != nil {
		return err
	}
	who := access.CallerOf(r.Context()).Address
	o.By = who.String()
	if p, ok := m.Index.Principal(who); ok {
		o.By = p.Name
	}
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	answer, err := m.Ask(r.Context(), custos.NewServiceID(m.Node.Name, "face"), node.FacesRequest, body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(answer)
	return err
}
