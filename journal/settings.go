package journal

import (
	"fmt"
	"time"

	config "custos.dev/custos/service"
)

// Settings bound what a service's journal keeps of what its master has acknowledged.
type Settings struct {
	// Keep is for how long at least an acknowledged event stays, and for how long a follower
	// that is not heard of is waited for.
	Keep time.Duration `yaml:"keep"`
	// Size is from how much on acknowledged events go before that.
	Size config.Bytes `yaml:"size"`
}

// DefaultSettings hold where the site file says nothing.
var DefaultSettings = Settings{Keep: 24 * time.Hour, Size: 64 << 20}

// Section is the part of a site file about its services' journals.
var Section = config.SiteSection[Settings]{
	Name:    "journals",
	Default: func() Settings { return DefaultSettings },
	Check: func(_ *config.Site, s *Settings) error {
		switch {
		case s.Keep < time.Minute:
			return fmt.Errorf("journals.keep: %v: give at least 1m", s.Keep)
		case s.Size < 1<<20:
			return fmt.Errorf("journals.size: %v: give at least 1MiB", s.Size)
		}
		return nil
	},
}.Define()
