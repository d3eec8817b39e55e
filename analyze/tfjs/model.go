package tfjs

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"custos.dev/custos"
)

// model is a model.json.
type model struct {
	Format      string `json:"format"`
	GeneratedBy string `json:"generatedBy"`
	ConvertedBy string `json:"convertedBy"`
	Topology    struct {
		Nodes []*node `json:"node"`
	} `json:"modelTopology"`
	Manifest  []group    `json:"weightsManifest"`
	Signature *signature `json:"signature"`
	User      struct {
		Signature *signature `json:"signature"` // where older converters put it
	} `json:"userDefinedMetadata"`

	byName map[string]*node
}

// node is an operation. Its attributes are decoded when they are asked for.
type node struct {
	Name   string                     `json:"name"`
	Op     string                     `json:"op"`
	Inputs []string                   `json:"input"`
	Attr   map[string]json.RawMessage `json:"attr"`
}

// signature says under which names a model's tensors are known.
type signature struct {
	Inputs, Outputs named
}

// named are tensors by their names, in the file's order.
type named []tensorInfo

// tensorInfo is what a signature says of a tensor.
type tensorInfo struct {
	Key   string    `json:"-"`
	Name  string    `json:"name"`
	Shape *shapeDef `json:"tensorShape"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (l *named) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t == nil {
		return err
	} else if t != json.Delim('{') {
		return fmt.Errorf("a signature's inputs and outputs are objects")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		var v tensorInfo
		if err := d.Decode(&v); err != nil {
			return err
		}
		v.Key = fmt.Sprint(key)
		*l = append(*l, v)
	}
	return nil
}

// parse reads a model.json.
func parse(text []byte) (*model, error) {
	m := &model{byName: map[string]*node{}}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, custos.Errorf(custos.Invalid, "the file is no graph model of TensorFlow.js: %w", err)
	}
	switch {
	case m.Format == "layers-model":
		return nil, custos.Errorf(custos.Invalid, "the file is a layers model of TensorFlow.js, and a graph model is wanted: convert it by the converter that TensorFlow.js has for that")
	case len(m.Topology.Nodes) == 0:
		return nil, custos.Errorf(custos.Invalid, "the file is no graph model of TensorFlow.js: it has no modelTopology with nodes")
	case len(m.Topology.Nodes) > maxNodes:
		return nil, custos.Errorf(custos.Invalid, "the model has %d nodes: %d at most can be", len(m.Topology.Nodes), maxNodes)
	}
	for _, n := range m.Topology.Nodes {
		switch {
		case n == nil || !nameable(n.Name) || len(n.Op) > maxName:
			return nil, custos.Errorf(custos.Invalid, "a node of the model has no name that can be used: 1 to %d bytes without control characters", maxName)
		case len(n.Inputs) > maxInputs:
			return nil, n.wrong(wrongf("it has %d inputs: %d at most can be", len(n.Inputs), maxInputs))
		case m.byName[n.Name] != nil:
			return nil, custos.Errorf(custos.Invalid, "two nodes of the model have the name %q", n.Name)
		}
		m.byName[n.Name] = n
	}
	if m.Signature == nil || len(m.Signature.Outputs) == 0 {
		m.Signature = m.User.Signature
	}
	if len(m.GeneratedBy) > maxText || len(m.ConvertedBy) > maxText {
		return nil, custos.Errorf(custos.Invalid, "what the model says of its origin is too long")
	}
	return m, nil
}

// nameable says whether a name can stand in a network's file and in a line of text.
func nameable(name string) bool {
	return name != "" && len(name) <= maxName && !strings.ContainsFunc(name, unicode.IsControl)
}

func wrongf(format string, args ...any) error { return custos.Errorf(custos.Invalid, format, args...) }

// wrong names the node at which something is wrong.
func (n *node) wrong(err error) error {
	return custos.Errorf(custos.KindOf(err), "node %q of the op %s: %w", n.Name, n.Op, err)
}

// whole is a whole number, which protobuf's JSON writes as text.
type whole int64

// UnmarshalJSON implements json.Unmarshaler.
func (w *whole) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return fmt.Errorf("%.40q is no whole number", s)
	}
	*w = whole(n)
	return nil
}

// text is bytes: in base64, or a list of numbers.
type text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		var l []uint8
		var n []int
		if err := json.Unmarshal(b, &n); err != nil {
			return err
		}
		for _, c := range n {
			l = append(l, uint8(c))
		}
		*t = text(l)
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(s)
	*t = text(raw)
	return err
}

// shapeDef is a tensor's shape, where -1 is open.
type shapeDef struct {
	Dim []struct {
		Size whole `json:"size"`
	} `json:"dim"`
	UnknownRank bool `json:"unknownRank"`
}

// attribute is a value of a node's.
type attribute struct {
	I     *whole           `json:"i"`
	F     *json.RawMessage `json:"f"`
	B     *bool            `json:"b"`
	S     *text            `json:"s"`
	Type  *json.RawMessage `json:"type"`
	Shape *shapeDef        `json:"shape"`
	List  *struct {
		I []whole `json:"i"`
		S []text  `json:"s"`
	} `json:"list"`
}

// attr decodes an attribute; a nil one is not there.
func (n *node) attr(name string) (*attribute, error) {
	raw, ok := n.Attr[name]
	if !ok {
		return nil, nil
	}
	var a attribute
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, wrongf("its attribute %s does not parse: %w", name, err)
	}
	return &a, nil
}

func (n *node) whole(name string, none int) (int, error) {
	a, err := n.attr(name)
	if err != nil || a == nil || a.I == nil {
		return none, err
	}
	if int64(*a.I) != int64(int32(*a.I)) {
		return 0, wrongf("its attribute %s is %d", name, *a.I)
	}
	return int(*a.I), nil
}

func (n *node) float(name string, none float64) (float64, error) {
	a, err := n.attr(name)
	if err != nil || a == nil || a.F == nil {
		return none, err
	}
	f, err := strconv.ParseFloat(strings.Trim(string(*a.F), `"`), 64)
	if err != nil || math.IsNaN(f) {
		return 0, wrongf("its attribute %s is %.40q: a number is wanted", name, *a.F)
	}
	return f, nil
}

func (n *node) truth(name string) (bool, error) {
	a, err := n.attr(name)
	if err != nil || a == nil || a.B == nil {
		return false, err
	}
	return *a.B, nil
}

func (n *node) text(name, none string) (string, error) {
	a, err := n.attr(name)
	if err != nil || a == nil || a.S == nil {
		return none, err
	}
	return string(*a.S), nil
}

func (n *node) texts(name string) (out []string, err error) {
	a, err := n.attr(name)
	if err != nil || a == nil || a.List == nil {
		return nil, err
	}
	for _, s := range a.List.S {
		out = append(out, string(s))
	}
	return out, nil
}

func (n *node) wholes(name string) (out []int, err error) {
	a, err := n.attr(name)
	if err != nil || a == nil || a.List == nil {
		return nil, err
	}
	for _, i := range a.List.I {
		if int64(i) != int64(int32(i)) || len(out) > maxInputs {
			return nil, wrongf("its attribute %s has the number %d", name, i)
		}
		out = append(out, int(i))
	}
	return out, nil
}

// dtypes are the elements of tensors by GraphDef's names and numbers; TensorFlow.js has
// whole numbers of 32 bits only.
var dtypes = map[string]dtype{
	"DT_FLOAT": float, "1": float, "DT_DOUBLE": float, "2": float, "DT_HALF": float, "19": float,
	"DT_INT32": integer, "3": integer, "DT_UINT8": integer, "4": integer, "DT_INT16": integer, "5": integer,
	"DT_INT8": integer, "6": integer, "DT_INT64": integer, "9": integer, "DT_BOOL": boolean, "10": boolean,
}

func (n *node) dtype(name string, none dtype) (dtype, error) {
	a, err := n.attr(name)
	if err != nil || a == nil || a.Type == nil {
		return none, err
	}
	t, ok := dtypes[strings.Trim(string(*a.Type), `"`)]
	if !ok {
		return 0, wrongf("its attribute %s is the type %.40s: floats, whole numbers and truths can be converted", name, *a.Type)
	}
	return t, nil
}

// inputs are a node's without those that only say what runs first.
func (n *node) inputs() []string {
	return slices.DeleteFunc(slices.Clone(n.Inputs), func(s string) bool { return strings.HasPrefix(s, "^") })
}

// tensorName splits a tensor's name into its node's and which of its outputs it is.
func tensorName(s string) (string, int) {
	name, at, ok := strings.Cut(s, ":")
	if !ok {
		return s, 0
	}
	i := strings.LastIndexByte(at, ':')
	n, err := strconv.Atoi(at[i+1:])
	if err != nil || n < 0 || n > maxInputs {
		return s, 0
	}
	return name, n
}
