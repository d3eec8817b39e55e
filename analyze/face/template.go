package face

import (
	"encoding/binary"
	"encoding/json"
	"math"

	"custos.dev/custos"
)

// Template is how a face looks in numbers, of length one: two of one method are as alike as their
// product says.
type Template []float32

// Alike is the cosine of the angle between two, -1 to 1; 0 where one is not known or they are not
// of one length.
func (t Template) Alike(o Template) float64 {
	if len(t) != len(o) {
		return 0
	}
	sum := float32(0)
	for i, v := range t {
		sum += v * o[i]
	}
	return float64(sum)
}

// Unit scales numbers to a template; nil where they have no length or are not finite.
func Unit(v []float64) Template {
	n := 0.0
	for _, x := range v {
		n += x * x
	}
	if n = math.Sqrt(n); !(n > 1e-12) || math.IsInf(n, 0) {
		return nil
	}
	out := make(Template, len(v))
	for i, x := range v {
		out[i] = float32(x / n)
	}
	return out
}

// centred is Unit without the numbers' mean, which all faces share.
func centred(v []float64) Template {
	mean := 0.0
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for i := range v {
		v[i] -= mean
	}
	return Unit(v)
}

// Mean is the direction in between some templates of one method; nil for none.
func Mean(all ...Template) Template {
	if len(all) == 0 {
		return nil
	}
	sum := make([]float64, len(all[0]))
	for _, t := range all {
		if len(t) != len(sum) {
			return nil
		}
		for i, x := range t {
			sum[i] += float64(x)
		}
	}
	return Unit(sum)
}

// MarshalJSON writes base64 of four bytes a number.
func (t Template) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 4*len(t))
	for _, x := range t {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return json.Marshal(b)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Template) UnmarshalJSON(text []byte) error {
	var b []byte
	if err := json.Unmarshal(text, &b); err != nil {
		return err
	}
	if len(b)%4 != 0 {
		return custos.Errorf(custos.Invalid, "a template of %d bytes has four a number", len(b))
	}
	*t = make(Template, len(b)/4)
	for i := range *t {
		(*t)[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return nil
}
