package service

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Bytes is a size in a site file: a number of bytes, or of a unit: 64KiB, 512MiB, 20GB.
type Bytes int64

// byteUnits are those of 1024, as IEC 80000-13 names them, and those of 1000; larger ones first,
// so that a size is written in the largest that it is a multiple of.
var byteUnits = []struct {
	name string
	size int64
}{
	{"TiB", 1 << 40}, {"TB", 1e12}, {"GiB", 1 << 30}, {"GB", 1e9}, {"MiB", 1 << 20}, {"MB", 1e6}, {"KiB", 1 << 10}, {"kB", 1e3}, {"B", 1},
}

// UnmarshalText reads a size.
func (b *Bytes) UnmarshalText(text []byte) error {
	number, size := string(text), int64(1)
	for _, u := range byteUnits {
		if n, ok := strings.CutSuffix(number, u.name); ok {
			number, size = n, u.size
			break
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/size {
		return fmt.Errorf("%q is no size: write it as 512MiB or 64KiB", text)
	}
	*b = Bytes(n * size)
	return nil
}

// MarshalText writes what UnmarshalText reads.
func (b Bytes) MarshalText() ([]byte, error) {
	return []byte(strings.ReplaceAll(b.String(), " ", "")), nil
}

// String is a size for people, exactly: 512 MiB.
func (b Bytes) String() string {
	for _, u := range byteUnits {
		if b != 0 && int64(b)%u.size == 0 {
			return fmt.Sprintf("%d %s", int64(b)/u.size, u.name)
		}
	}
	return "0 B"
}
