package plate

import (
	_ "embed"
	"sync"
)

//go:embed glyphs.bin
var glyphs []byte

// Builtin is the network that Custos brings: `custos train plate` made it, of fonts that Debian
// ships (docs/accuracy.md says by which command).
var Builtin = sync.OnceValues(func() (*GlyphNet, error) { return ParseGlyphNet(glyphs) })

// NewPlainReader is a reader without the site's networks.
func NewPlainReader(g Grammar, n *GlyphNet) *Reader {
	return &Reader{Grammar: g, Near: GlyphReader{n}.near, Regions: plainRegions, Thorough: true}
}

// plainRegions is how many regions are looked at without the site's networks: strokes alone
// find what is no plate, too.
const plainRegions = 8
