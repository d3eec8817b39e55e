package journal

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	config "custos.dev/custos/service"
)

// Settings bound what a service's journal keeps of what its master has acknowledged.
type Settings struct {
	// Keep is for how long at least an acknowledged event stays, and for how long a follower
	// that is not heard of is waited for.
	Keep time.Duration `yaml:"keep"`
	// Size is from how much on acknowledged events go before that.
	Size Bytes `yaml:"size"`
}

// DefaultSettings hold where the site file says nothing.
var DefaultSettings = Settings{Keep: 24 * time.Hour, Size: 64 << 20}

// SettingsOf reads the section `journals` of a site file.
func SettingsOf(site *config.Site) (Settings, error) {
	s := DefaultSettings
	if err := site.TopSection("journals", &s); err != nil {
		return s, err
	}
	switch {
	case s.Keep < time.Minute:
		return s, custos.Errorf(custos.Invalid, "%s: journals.keep is %v: give at least 1m", site.Path(), s.Keep)
	case s.Size < 1<<20:
		return s, custos.Errorf(custos.Invalid, "%s: journals.size is %v: give at least 1MiB", site.Path(), s.Size)
	}
	return s, nil
}

// Bytes is a size, in a file a number with B, KiB, MiB or GiB.
type Bytes int64

var units = []struct {
	name  string
	shift int
}{{"GiB", 30}, {"MiB", 20}, {"KiB", 10}, {"B", 0}}

// UnmarshalText reads a size.
func (b *Bytes) UnmarshalText(text []byte) error {
	for _, u := range units {
		number, ok := strings.CutSuffix(string(text), u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(strings.TrimSpace(number), 10, 62-u.shift)
		if err != nil {
			break
		}
		*b = Bytes(n << u.shift)
		return nil
	}
	return fmt.Errorf("%q is not a size: write one as 64MiB", text)
}

// MarshalText writes a size as it is read.
func (b Bytes) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// String is a size in the largest unit that it is a multiple of.
func (b Bytes) String() string {
	for _, u := range units {
		if b>>u.shift<<u.shift == b && b != 0 {
			return strconv.FormatInt(int64(b>>u.shift), 10) + u.name
		}
	}
	return "0B"
}
