package plate

import (
	"slices"
	"strings"

	"custos.dev/custos"
)

// formats are how the plates of a country are written: L is a letter, D a digit. What each of
// them stands for, a place or a year, is of no use here. Sources: the countries' own rules as
// Wikipedia's "Vehicle registration plates of …" tells them (2026); rare and old forms are left
// out, and what fits none is left as it was read.
var formats = map[string]string{
	"at": "LDDDDLL LDDDDDL LLDDDLL LLDDDDL LDDDLLL LLDDDDLL",
	"be": "DLLLDDD LLLDDD",
	"bg": "LDDDDLL LLDDDDLL",
	"ch": "LLDDD LLDDDD LLDDDDD LLDDDDDD",
	"cz": "DLDDDDD DLLDDDD",
	"de": "LLDDDD LLLDDDD LLLLDDDD LLLLDDD LLLDDD LLLDD LLLLDD LLLLLDD LLLLLDDD LLDDD",
	"dk": "LLDDDDD",
	"ee": "DDDLLL",
	"es": "DDDDLLL LDDDDLL LLDDDDL",
	"fi": "LLLDDD",
	"fr": "LLDDDLL DDDLLDD DDDLLLDD DDDDLLDD",
	"gb": "LLDDLLL LDDDLLL LLLDDDL LDDLLL LDLLL",
	"hr": "LLDDDLL LLDDDDLL LLDDDDL LLDDDL",
	"hu": "LLLDDD LLLLDDD",
	"ie": "DDDLDDDDD DDLDDDDD DDDLDDDD DDLDDDD",
	"it": "LLDDDLL",
	"lt": "LLLDDD",
	"lv": "LLDDDD",
	"nl": "LLDDLL DDLLLL LLLLDD DDLLLD DLLLDD LLDDDL LDDDLL LLLDDL LDDLLL DLLDDD DDDLLD LLDDDD DDLLDD DDDDLL",
	"no": "LLDDDDD",
	"pl": "LLDDDDD LLDDDDL LLDDDLL LLDLDDD LLDLLDD LLLDDDD LLLDDDDD LLLLDDD LLLDDLL LLLDLDD LLLDDLD LLLDDDL",
	"pt": "DDLLDD DDDDLL LLDDDD LLDDLL",
	"ro": "LLDDLLL LDDLLL LDDDLLL",
	"se": "LLLDDD LLLDDL",
	"si": "LLLLDDD LLDDLLL LLLDDDD",
	"sk": "LLDDDLL",
	// In the states of the USA and of others anything stands anywhere.
	"us": "",
}

// Countries are those whose formats are known.
func Countries() []string {
	var out []string
	for c := range formats {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// Grammar is what the plates of some countries look like. The zero one knows nothing.
type Grammar struct{ formats []string }

// europe stands for all countries with formats.
const europe = "eu"

// NewGrammar is of countries by their codes of two letters; eu is all of Europe's.
func NewGrammar(countries ...string) (g Grammar, err error) {
	for _, c := range countries {
		list, ok := formats[c]
		switch {
		case c == europe:
			for _, o := range Countries() {
				g.add(formats[o])
			}
		case !ok:
			return g, custos.Errorf(custos.Invalid, "%q is no country whose plates are known: choose from %s, %s", c, europe, strings.Join(Countries(), ", "))
		default:
			g.add(list)
		}
	}
	return g, nil
}

func (g *Grammar) add(list string) {
	for f := range strings.FieldsSeq(list) {
		if !slices.Contains(g.formats, f) {
			g.formats = append(g.formats, f)
		}
	}
}

const (
	// changes is how much less likely a reading may become to fit a format, in natural
	// logarithms: a 0 that is an O costs two to four, an 8 that is a B about as much.
	changes = 8
	// dropped is what leaving out a character costs that is at an end, where the edge of a
	// plate or its band of stars looks like one, beside how sure it was; droppedWithin is that of
	// one between others, where there is a seal.
	dropped       = 1.5
	droppedWithin = 3
)

// Fit is what a reading says in the format that it fits best, and whether it fits any: letters
// where letters stand, digits where digits do.
func (g Grammar) Fit(r Reading) (Reading, bool) {
	best, cost, found := r, changes+1e-9, false
	for _, cut := range []struct{ first, last int }{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		n := len(r.Glyphs) - cut.last
		if n-cut.first < 3 {
			continue
		}
		lost := 0.
		for i := range r.Glyphs {
			if i < cut.first || i >= n {
				lost += dropped + 4*float64(r.Sure[i])
			}
		}
		part := Reading{r.Glyphs[cut.first:n], r.Sure[cut.first:n]}
		g.fitWithin(part, lost, &best, &cost, &found)
		for _, f := range g.formats {
			if c := lost + part.costOf(f); len(f) == len(part.Glyphs) && c < cost {
				best, cost, found = part.as(f), c, true
			}
		}
	}
	return best, found
}

// fitWithin is Fit without each of the glyphs that others stand on both sides of.
func (g Grammar) fitWithin(r Reading, lost float64, best *Reading, cost *float64, found *bool) {
	for out := 1; out < len(r.Glyphs)-1 && len(r.Glyphs) > shortest; out++ {
		rest := Reading{slices.Delete(slices.Clone(r.Glyphs), out, out+1), slices.Delete(slices.Clone(r.Sure), out, out+1)}
		lost := lost + droppedWithin + 4*float64(r.Sure[out])
		for _, f := range g.formats {
			if c := lost + rest.costOf(f); len(f) == len(rest.Glyphs) && c < *cost {
				*best, *cost, *found = rest.as(f), c, true
			}
		}
	}
}

// of says whether a character stands where a format has a class.
func of(class byte, letter int) bool { return (class == 'D') == (letter < 10) }

// bestOf is the likeliest character of a class.
func (g *Glyph) bestOf(class byte) int {
	at := -1
	for i, p := range g {
		if of(class, i) && (at < 0 || p > g[at]) {
			at = i
		}
	}
	return at
}

// costOf is how much less likely the reading is in a format of its length.
func (r Reading) costOf(format string) (cost float64) {
	if len(format) != len(r.Glyphs) {
		return changes + 1
	}
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		cost += logOf(g[g.best()]) - logOf(g[g.bestOf(format[i])])
	}
	return cost
}

// as is the reading with what a format does not allow taken out.
func (r Reading) as(format string) Reading {
	out := Reading{slices.Clone(r.Glyphs), r.Sure}
	for i := range out.Glyphs {
		at := out.Glyphs[i].bestOf(format[i])
		for j := range out.Glyphs[i] {
			if !of(format[i], j) {
				out.Glyphs[i][j] = 0
			}
		}
		out.Glyphs[i][at] = max(out.Glyphs[i][at], 1e-4)
	}
	return out
}
