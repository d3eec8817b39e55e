package codec

import (
	"bytes"
	"slices"

	"custos.dev/custos/edge/h264"
)

// Sets holds the parameter sets of a stream. A set that comes anew replaces the one of
// its number. It is used by one goroutine.
type Sets struct {
	codec Codec
	keys  []int
	list  [][]byte
}

// NewSets returns a codec's sets, none yet.
func NewSets(c Codec) *Sets { return &Sets{codec: c} }

// The bounds of what a stream may have: no camera's sets are as many or as long.
const (
	maxSets = 32
	maxSet  = 4 << 10
)

// Add takes a parameter set and says whether it is new. A damaged one is not taken.
func (s *Sets) Add(nal []byte) (changed bool) {
	if len(nal) > maxSet || s.codec.Class(nal) != Set {
		return false
	}
	key, err := s.codec.setKey(nal)
	if err != nil {
		return false
	}
	i, ok := slices.BinarySearch(s.keys, key)
	switch {
	case ok && bytes.Equal(s.list[i], nal):
		return false
	case ok:
		s.list[i] = bytes.Clone(nal)
	case len(s.list) >= maxSets:
		return false
	default:
		s.keys, s.list = slices.Insert(s.keys, i, key), slices.Insert(s.list, i, bytes.Clone(nal))
	}
	return true
}

// Info says what the sets describe, once enough of them are there.
func (s *Sets) Info() (Info, error) { return s.codec.info(s) }

// AnnexB returns the sets as a byte stream.
func (s *Sets) AnnexB() []byte { return h264.AppendAnnexB(nil, s.list...) }

// Empty says that no set has come yet.
func (s *Sets) Empty() bool { return len(s.list) == 0 }
