package plate

import "slices"

// Vote takes the readings of one vehicle's plate together: of those that have the most common
// length, each place says what all of them say there, each as loud as it is sure. It returns
// how many of all the readings agree with it; nil if there is none.
func (g Grammar) Vote(plates []*Plate) (p *Plate, agree int) {
	if len(plates) == 0 {
		return nil, 0
	}
	weight := map[int]float64{}
	for _, p := range plates {
		weight[len(p.Text)] += p.worth()
	}
	length := len(plates[0].Text)
	for _, p := range plates { // in their order, so that equal weights always give one result
		if n := len(p.Text); weight[n] > weight[length] {
			length = n
		}
	}
	var r Reading
	var best *Plate
	for _, p := range plates {
		if len(p.Text) != length {
			continue
		}
		if best == nil || p.Score > best.Score {
			best = p
		}
		if r.Glyphs == nil {
			r = Reading{make([]Glyph, length), make([]float32, length)}
		}
		for i := range p.Reading.Glyphs {
			for j, v := range p.Reading.Glyphs[i] {
				r.Glyphs[i][j] += v * p.Reading.Sure[i]
			}
			r.Sure[i] = max(r.Sure[i], p.Reading.Sure[i])
		}
	}
	for i := range r.Glyphs {
		sum := float32(0)
		for _, v := range r.Glyphs[i] {
			sum += v
		}
		for j := range r.Glyphs[i] {
			r.Glyphs[i][j] /= max(sum, 1e-9)
		}
	}
	out := g.plate(Written{r, best.Quad})
	for _, p := range plates {
		if p.Text == out.Text {
			agree++
		}
	}
	return out, agree
}

// Distance is Edits where characters that look alike count half.
func Distance(a, b string) float64 { return edits(a, b, unlike) }

// Edits is how many characters must be changed, added or left out to make one text another
// (Levenshtein 1966).
func Edits(a, b string) int { return int(edits(a, b, func(byte, byte) float64 { return 1 })) }

// edits is the least cost of that, where a change of one character into another has its own.
func edits(a, b string, changing func(byte, byte) float64) float64 {
	row := make([]float64, len(b)+1)
	for j := range row {
		row[j] = float64(j)
	}
	for i := range len(a) {
		before := row[0]
		row[0] = float64(i + 1)
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change += changing(a[i], b[j])
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// alike are characters that are taken for each other.
var alike = []string{"0ODQ", "1IL", "2Z", "5S", "6G", "8B", "4A", "7T", "VY", "UV", "MN", "CG"}

func unlike(a, b byte) float64 {
	both := func(s string) bool {
		return slices.Contains([]byte(s), a) && slices.Contains([]byte(s), b)
	}
	if slices.ContainsFunc(alike, both) {
		return .5
	}
	return 1
}

// Plain is a plate's text as it is compared: without spaces and signs, in capitals. It is "" for
// what cannot be one.
func Plain(text string) string {
	var out []byte
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z':
			out = append(out, c-'a'+'A')
		case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			out = append(out, c)
		case c == ' ' || c == '-' || c == '.':
		default:
			return ""
		}
	}
	if len(out) == 0 || len(out) > 2*longest {
		return ""
	}
	return string(out)
}
