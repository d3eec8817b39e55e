package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"custos.dev/custos"
)

// FaceDeed is what an order about faces is to do.
type FaceDeed string

// The deeds.
const (
	EnrollFace FaceDeed = "enroll"
	RemoveFace FaceDeed = "remove"
	ListFaces  FaceDeed = "list"
)

const (
	// MostFacePicture bounds a picture in bytes: with all else it is the body of a query.
	MostFacePicture = 44 << 10
	// MostFaceSide bounds its width and height in pixels.
	MostFaceSide = 2048
)

// FaceOrder is about who is enrolled by his face.
type FaceOrder struct {
	Do FaceDeed `json:"do"`
	// Where bounds it: the cameras at which somebody is looked for; what is asked takes the right
	// there. "" is the domain.
	Where custos.Resource `json:"where,omitempty"`
	// Name is whose face it is; to remove, also the ID that events have.
	Name string `json:"name,omitempty"`
	// List is a watch list; "" is the one without a name, and to remove, every one.
	List string `json:"list,omitempty"`
	// Until is when he is removed; zero is not by himself.
	Until time.Time `json:"until,omitzero"`
	// Picture is a JPEG of one face.
	Picture []byte `json:"picture,omitempty"`
	// By is who gave the order. The master says it, whatever the caller does.
	By string `json:"by,omitempty"`
}

// EnrolledFace is somebody whose face is known.
type EnrolledFace struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	List     string          `json:"list,omitempty"`
	Where    custos.Resource `json:"where"`
	Until    time.Time       `json:"until,omitzero"`
	At       time.Time       `json:"at"`
	By       string          `json:"by"`
	Pictures int             `json:"pictures"`
	// Compared is by what his pictures are described: others are not compared with them.
	Compared string `json:"compared"`
}

// Faces is who is enrolled, and how faces are told apart.
type Faces struct {
	People []EnrolledFace `json:"people"`
	// Quality is of the picture that was enrolled, 0 to 1.
	Quality float64 `json:"quality,omitempty"`
	// Found and Compared say by what.
	Found    string `json:"found,omitempty"`
	Compared string `json:"compared,omitempty"`
	// Threshold is from where a face counts as somebody's, FalseAccepts which part of strangers
	// reaches it, as Strangers of the site tell; 0 is not known.
	Threshold    float64 `json:"threshold,omitempty"`
	FalseAccepts float64 `json:"false_accepts,omitempty"`
	Strangers    int     `json:"strangers,omitempty"`
	// Off is why faces are not looked at.
	Off string `json:"off,omitempty"`
}

// ReadFaceOrder reads an order strictly and says what is wrong with it, as Invalid.
func ReadFaceOrder(body []byte) (*FaceOrder, error) {
	bad := func(format string, args ...any) (*FaceOrder, error) {
		return nil, custos.Errorf(custos.Invalid, format, args...)
	}
	o := new(FaceOrder)
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(o); err != nil {
		return bad("the order does not parse: %w", err)
	}
	if o.Where != "" {
		if err := o.Where.Validate(); err != nil {
			return bad("where: %w", err)
		}
	}
	oneLine := func(s string, most int) bool {
		return len(s) <= most && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, unicode.IsControl)
	}
	switch {
	case o.Do != EnrollFace && o.Do != RemoveFace && o.Do != ListFaces:
		return bad("do is %q: write enroll, remove or list", custos.Plain(string(o.Do)))
	case o.Do != ListFaces && o.Name == "" || !oneLine(o.Name, 200):
		return bad("name: whose face it is, in one line of at most 200 bytes")
	case !oneLine(o.List, 63):
		return bad("list: a watch list's name, in one line of at most 63 bytes")
	case o.Do == EnrollFace && len(o.Picture) == 0:
		return bad("picture: a JPEG of one face")
	case o.Do != EnrollFace && (len(o.Picture) > 0 || !o.Until.IsZero()):
		return bad("picture and until belong to enroll")
	case len(o.Picture) > MostFacePicture:
		return bad("the picture has %d bytes, at most %d are taken: scale it down", len(o.Picture), MostFacePicture)
	}
	return o, nil
}
