package observe

import (
	"encoding/base64"
	"encoding/json"
	"math"

	"custos.dev/custos"
)

// Look is how something looks: a vector of unit length times 127, each number
// from -127 to 127. Looks made by the same method can be compared. Nil means
// that it is not known. In JSON it is base64 of one byte each.
type Look []int8

// MarshalJSON writes base64.
func (l Look) MarshalJSON() ([]byte, error) {
	b := make([]byte, len(l))
	for i, v := range l {
		b[i] = byte(v)
	}
	return json.Marshal(base64.StdEncoding.EncodeToString(b))
}

// maxLook bounds what a body can make its reader hold.
const maxLook = 4096

// UnmarshalJSON reads what MarshalJSON writes.
func (l *Look) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b) > maxLook {
		return custos.Errorf(custos.Invalid, "a look is base64 of at most %d bytes", maxLook)
	}
	*l = nil
	if len(b) > 0 {
		*l = make(Look, len(b))
	}
	for i, v := range b {
		(*l)[i] = int8(v)
	}
	return nil
}

// Similarity is the cosine of the angle between two looks, 0 to 1; 0 when one
// is not known or they are not of one length.
func (l Look) Similarity(o Look) float64 {
	if len(l) != len(o) {
		return 0
	}
	var dot, a, b int64
	for i, v := range l {
		x, y := int64(v), int64(o[i])
		dot += x * y
		a += x * x
		b += y * y
	}
	if a == 0 || b == 0 || dot <= 0 {
		return 0
	}
	return min(float64(dot)/math.Sqrt(float64(a)*float64(b)), 1)
}

// UnitLook scales a vector to a look; nil when it has no length or is not finite.
func UnitLook(v []float64) Look {
	n := 0.0
	for _, x := range v {
		n += x * x
	}
	if n = math.Sqrt(n); !(n > 0) || math.IsInf(n, 0) {
		return nil
	}
	l := make(Look, len(v))
	for i, x := range v {
		l[i] = int8(math.Round(127 * x / n))
	}
	return l
}

// Embedding is how somebody looks to a network: two of one network are as alike as people.
type Embedding struct {
	// By names the network and begins its digest; embeddings of others are not comparable.
	By      string `json:"by"`
	Numbers Look   `json:"numbers"`
}

// Similarity is 0 to 1; 0 if one is not known, or another network's.
func (e *Embedding) Similarity(o *Embedding) float64 {
	if e == nil || o == nil || e.By != o.By {
		return 0
	}
	return e.Numbers.Similarity(o.Numbers)
}
