package sound

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"

	"custos.dev/custos"
)

// Weights are what training has learned: which descriptions of sound are of which class. They
// are not changed after they are made, so several goroutines may use them.
type Weights struct {
	head weightsHead
	// mean and dev are the training's descriptions', by which each is scaled.
	mean, dev []float32
	members   []network
	digest    string
}

// weightsHead is the first line of a file of weights.
type weightsHead struct {
	Format string `json:"format"` // weightsFormat
	// Features is how many numbers describe a sound.
	Features int      `json:"features"`
	Hidden   int      `json:"hidden"`
	Members  int      `json:"members"`
	Classes  []string `json:"classes"`
	// Clips and Seed are what it was trained with.
	Clips int    `json:"clips"`
	Seed  uint64 `json:"seed"`
	// Reach is how far a scaled description may lie from the middle, as a root mean square:
	// what is farther is unlike any clip.
	Reach float64 `json:"reach"`
}

// weightsFormat names the form of a file of weights and what describe makes: whoever changes
// one of them counts it up.
const weightsFormat = "custos-audio/1"

// What a file of weights may claim.
const (
	maxWeights = 16 << 20
	maxHidden  = 512
	maxMembers = 16
	maxClasses = 200
)

// Other is the class of what is none of the others: it is learned and never reported.
const Other = "other"

// limit bounds a scaled number of a description.
const limit = 4

// network is one hidden layer: rows of weights for each hidden unit, then for each class.
type network struct {
	hidden int
	w1, b1 []float32
	w2, b2 []float32
}

func newNetwork(features, hidden, classes int) network {
	return network{hidden, make([]float32, features*hidden), make([]float32, hidden), make([]float32, hidden*classes), make([]float32, classes)}
}

func (n *network) parts() [][]float32 { return [][]float32{n.w1, n.b1, n.w2, n.b2} }

// probabilities adds the network's to sum.
func (n *network) probabilities(x []float32, sum []float64) {
	scores := make([]float64, len(n.b2))
	for c, b := range n.b2 {
		scores[c] = float64(b)
	}
	for q, v := range n.b1 {
		for k, w := range n.w1[q*len(x) : (q+1)*len(x)] {
			v += w * x[k]
		}
		if v > 0 {
			for c := range scores {
				scores[c] += float64(n.w2[c*n.hidden+q] * v)
			}
		}
	}
	softmax(scores)
	for c, p := range scores {
		sum[c] += p
	}
}

// softmax makes scores into probabilities, in place.
func softmax(scores []float64) {
	most, sum := math.Inf(-1), 0.0
	for _, s := range scores {
		most = max(most, s)
	}
	for i, s := range scores {
		scores[i] = math.Exp(s - most)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// scaled is a description in units of the training's deviations, and how far from the middle.
func (w *Weights) scaled(v []float64) (x []float32, far float64) {
	x = make([]float32, len(v))
	for i := range v {
		z := (v[i] - float64(w.mean[i])) / float64(w.dev[i])
		x[i] = float32(max(min(z, limit), -limit))
		far += float64(x[i]) * float64(x[i])
	}
	return x, math.Sqrt(far / float64(max(len(v), 1)))
}

// Guess is what a sound is taken for.
type Guess struct {
	// Class is the most probable; "" where the sound is unlike any clip, or silent.
	Class string
	// Probability is the class's, of all classes that were trained.
	Probability float64
}

// Classify says what up to five seconds of sound, of analyze.SoundRate, are taken for.
func (w *Weights) Classify(samples []float32) Guess { return w.guess(frames(samples)) }

func (w *Weights) guess(fs []frame) Guess {
	v := describe(fs)
	if v == nil {
		return Guess{}
	}
	return w.of(v)
}

// of guesses by a description.
func (w *Weights) of(v []float64) Guess {
	x, far := w.scaled(v)
	if far > w.head.Reach {
		return Guess{}
	}
	sum := make([]float64, len(w.head.Classes))
	for i := range w.members {
		w.members[i].probabilities(x, sum)
	}
	best := 0
	for c := range sum {
		if sum[c] > sum[best] {
			best = c
		}
	}
	return Guess{w.head.Classes[best], sum[best] / float64(len(w.members))}
}

// Name says which weights they are: the beginning of their file's SHA-256.
func (w *Weights) Name() string { return "audio " + w.digest[:12] }

// Classes are the names of what is told apart.
func (w *Weights) Classes() []string { return w.head.Classes }

// parts are all numbers, in the order of the file.
func (w *Weights) parts() [][]float32 {
	out := [][]float32{w.mean, w.dev}
	for i := range w.members {
		out = append(out, w.members[i].parts()...)
	}
	return out
}

// Marshal writes the file: a line of JSON, then all numbers as 32 bits, the low byte first.
func (w *Weights) Marshal() ([]byte, error) {
	out, err := json.Marshal(w.head)
	if err != nil {
		return nil, custos.Errorf(custos.Internal, "the weights cannot be written: %w", err)
	}
	out = append(out, '\n')
	for _, part := range w.parts() {
		for _, v := range part {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
		}
	}
	return out, nil
}

// Parse reads a file of weights. It returns Invalid for what is none, is cut, or was made for
// other descriptions than this version's.
func Parse(b []byte) (*Weights, error) {
	line, rest, ok := bytes.Cut(b[:min(len(b), maxWeights+1)], []byte("\n"))
	if len(b) > maxWeights || !ok {
		return nil, custos.Errorf(custos.Invalid, "it is no file of audio weights: make one with custos train audio")
	}
	w := &Weights{}
	h := &w.head
	if err := json.Unmarshal(line, h); err != nil {
		return nil, custos.Errorf(custos.Invalid, "it is no file of audio weights (%w): make one with custos train audio", err)
	}
	if h.Format != weightsFormat || h.Features != features {
		return nil, custos.Errorf(custos.Invalid, "the audio weights are of the format %q with %d numbers a sound, and this version reads %q with %d: train them again", custos.Plain(h.Format), h.Features, weightsFormat, features)
	}
	if h.Hidden < 1 || h.Hidden > maxHidden || h.Members < 1 || h.Members > maxMembers || len(h.Classes) < 2 || len(h.Classes) > maxClasses || !(h.Reach > 0) {
		return nil, custos.Errorf(custos.Invalid, "the audio weights claim %d networks of %d units for %d classes: they are damaged", h.Members, h.Hidden, len(h.Classes))
	}
	for _, c := range h.Classes {
		if c == "" || len(c) > 64 || c != custos.Plain(c) {
			return nil, custos.Errorf(custos.Invalid, "the audio weights name a class %q: they are damaged", custos.Plain(c))
		}
	}
	w.mean, w.dev = make([]float32, features), make([]float32, features)
	for range h.Members {
		w.members = append(w.members, newNetwork(features, h.Hidden, len(h.Classes)))
	}
	for _, part := range w.parts() {
		if len(rest) < 4*len(part) {
			return nil, custos.Errorf(custos.Invalid, "the audio weights are cut short: copy them again")
		}
		for i := range part {
			part[i] = math.Float32frombits(binary.LittleEndian.Uint32(rest[4*i:]))
			if v := float64(part[i]); math.IsNaN(v) || math.Abs(v) > 1e6 {
				return nil, custos.Errorf(custos.Invalid, "the audio weights hold %v: they are damaged", v)
			}
		}
		rest = rest[4*len(part):]
	}
	for _, d := range w.dev {
		if d <= 0 {
			return nil, custos.Errorf(custos.Invalid, "the audio weights hold a deviation of %v: they are damaged", d)
		}
	}
	if len(rest) > 0 {
		return nil, custos.Errorf(custos.Invalid, "the audio weights are %d bytes too long: they are damaged", len(rest))
	}
	sum := sha256.Sum256(b)
	w.digest = hex.EncodeToString(sum[:])
	return w, nil
}
