package identify

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg" // pictures come as JPEG
	"slices"
	"strings"
	"time"
	"unicode"

	"custos.dev/custos"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/api"
)

// Answer implements analyze.Answerer: the master passes on an api.FaceOrder, with who gave it and
// about which part of the domain he may.
func (i *identifier) Answer(ctx context.Context, _ string, data json.RawMessage) (any, error) {
	o, err := api.ReadFaceOrder(data)
	if err != nil {
		return nil, err
	}
	if o.Where == "" {
		o.Where = i.domain
	}
	if !o.Where.Within(i.domain) {
		return nil, custos.Errorf(custos.NotFound, "%s is not in %s", o.Where, i.domain)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	switch o.Do {
	case api.EnrollFace:
		return i.enroll(ctx, o)
	case api.RemoveFace:
		return i.remove(ctx, o)
	}
	return i.list(o), nil
}

// maxPeople bounds how many are enrolled, maxTemplates by how many pictures each.
const (
	maxPeople    = 2000
	maxTemplates = 20
)

// enroll takes a picture of somebody in. Only where a permit allows that somebody is looked for.
func (i *identifier) enroll(ctx context.Context, o *api.FaceOrder) (*api.Faces, error) {
	now := i.now()
	permit, err := i.permits.now(now)
	if err != nil {
		return nil, err
	}
	allowed := false
	for _, a := range permit.Cameras {
		overlap := a.Camera.Within(o.Where) || o.Where.Within(a.Camera)
		allowed = allowed || overlap && now.Before(a.Until) && a.looksFor(o.List)
	}
	if !allowed {
		return nil, custos.Errorf(custos.Denied, "the permit of %s names no camera in %s at which the list %q may be looked for", permit.Owner, o.Where, o.List)
	}
	if !o.Until.IsZero() && !o.Until.After(now) {
		return nil, custos.Errorf(custos.Invalid, "until is over already: %s", o.Until.Format(time.RFC3339))
	}
	t, quality, err := i.portrait(ctx, o.Picture)
	if err != nil {
		return nil, err
	}
	p := i.named(o)
	if p == nil {
		if len(i.people) >= maxPeople {
			return nil, custos.Errorf(custos.Conflict, "%d people are enrolled, which is the most: remove some", maxPeople)
		}
		id, err := newID()
		if err != nil {
			return nil, err
		}
		p = &person{Enrolled: Enrolled{ID: id, Name: o.Name, List: o.List, Where: o.Where, At: now.UTC().Truncate(time.Second), By: o.By, Method: i.tools.compares.Name()}}
	}
	next := *p
	if next.Method != i.tools.compares.Name() { // another network's, which nothing is compared with
		next.Method, next.Templates = i.tools.compares.Name(), nil
	}
	if len(next.Templates) >= maxTemplates {
		return nil, custos.Errorf(custos.Conflict, "%s is enrolled by %d pictures, which is the most", o.Name, maxTemplates)
	}
	next.Until = o.Until
	next.Templates = append(next.Templates[:len(next.Templates):len(next.Templates)], t)
	next.Pictures = len(next.Templates)
	if err := i.vault.keepPerson(ctx, &next); err != nil {
		return nil, err
	}
	if old := i.person(next.ID); old != nil {
		*old = next
	} else {
		i.people = append(i.people, next)
	}
	i.changed(true)
	return &api.Faces{People: []api.EnrolledFace{next.view()}, Quality: round(quality.Score())}, nil
}

// portrait is the template of a picture that shows one face well.
func (i *identifier) portrait(ctx context.Context, jpeg []byte) (face.Template, face.Quality, error) {
	bad := func(format string, args ...any) (face.Template, face.Quality, error) {
		return nil, face.Quality{}, custos.Errorf(custos.Invalid, format, args...)
	}
	if i.tools == nil || i.tools.finds == nil {
		return nil, face.Quality{}, custos.Errorf(custos.Unavailable, "nothing here finds faces: `make models` fetches a network, or Debian's opencv-data brings %s", face.CascadeFiles[0])
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(jpeg))
	if err != nil {
		return bad("it is no JPEG picture: %w", err)
	}
	if c.Width > api.MostFaceSide || c.Height > api.MostFaceSide || c.Width < 16 || c.Height < 16 {
		return bad("a picture of %d by %d pixels: 16 to %d are taken", c.Width, c.Height, api.MostFaceSide)
	}
	m, _, err := image.Decode(bytes.NewReader(jpeg))
	if err != nil {
		return bad("the picture is cut or damaged: %w", err)
	}
	p := face.PictureOf(m)
	found, err := i.tools.finds.Faces(ctx, p)
	if err != nil {
		return nil, face.Quality{}, err
	}
	if len(found) == 0 {
		return bad("no face is found in the picture: it should show one, from the front")
	}
	// The largest is meant; who is far behind him is not.
	slices.SortStableFunc(found, func(a, b face.Found) int { return cmp.Compare(b.Box.W, a.Box.W) })
	if len(found) > 1 && found[1].Box.W > found[0].Box.W/2 {
		return bad("the picture shows %d faces: cut it so that one is left", len(found))
	}
	q := face.QualityOf(p, found[0])
	if lacks := q.Lacks(); lacks != "" {
		return bad("%s", lacks)
	}
	t, err := i.tools.compares.Template(ctx, p, found[0])
	if err == nil && t == nil {
		return bad("the face cannot be described: the picture has no contrast")
	}
	return t, q, err
}

// named is who is enrolled under a name, on a list, for a place; nil if nobody is.
func (i *identifier) named(o *api.FaceOrder) *person {
	for n := range i.people {
		if p := &i.people[n]; p.Name == o.Name && p.List == o.List && p.Where == o.Where {
			return p
		}
	}
	return nil
}

// remove takes out who has a name or an ID, where the caller may.
func (i *identifier) remove(ctx context.Context, o *api.FaceOrder) (*api.Faces, error) {
	out := &api.Faces{}
	gone := func(p *person) bool {
		return (p.Name == o.Name || string(p.ID) == o.Name) && p.Where.Within(o.Where) && (o.List == "" || p.List == o.List)
	}
	for n := range i.people {
		if gone(&i.people[n]) {
			out.People = append(out.People, i.people[n].view())
		}
	}
	if len(out.People) == 0 {
		return nil, custos.Errorf(custos.NotFound, "nobody called %q is enrolled in %s", o.Name, o.Where)
	}
	return out, i.drop(ctx, gone, nil)
}

// list says who is enrolled where the caller may know, and how the threshold stands.
func (i *identifier) list(o *api.FaceOrder) *api.Faces {
	out := &api.Faces{People: []api.EnrolledFace{}}
	for n := range i.people {
		if p := &i.people[n]; p.Where.Within(o.Where) {
			out.People = append(out.People, p.view())
		}
	}
	if i.tools != nil && i.tools.finds != nil {
		i.match()
		out.Found, out.Compared = i.tools.finds.Name(), i.tools.compares.Name()
		out.Threshold, out.FalseAccepts, out.Strangers = round(i.threshold.Score), i.threshold.Rate, i.threshold.Strangers
	}
	if _, err := i.permits.now(i.now()); err != nil {
		out.Off = err.Error()
	}
	return out
}

// view is what is told of somebody.
func (p *person) view() api.EnrolledFace {
	return api.EnrolledFace{ID: string(p.ID), Name: p.Name, List: p.List, Where: p.Where, Until: p.Until, At: p.At, By: p.By, Pictures: p.Pictures, Compared: p.Method}
}

// newID is a name that says nothing of whose it is.
func newID() (face.PersonID, error) {
	var b [6]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	return face.PersonID("p-" + hex.EncodeToString(b[:])), nil
}

// checkList says what is wrong with the name of a watch list.
func checkList(name string) error {
	if strings.TrimSpace(name) != name || len(name) > 63 || strings.ContainsFunc(name, unicode.IsControl) {
		return fmt.Errorf("%q is no name for a watch list: at most 63 bytes in one line", custos.Plain(name))
	}
	return nil
}
