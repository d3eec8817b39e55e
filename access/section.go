package access

import (
	"encoding/hex"
	"fmt"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Principals are the principals that the site file names.
var Principals = service.SiteSection[[]Principal]{Name: "principals", Check: checkPrincipals}.Define()

// Principal is someone who asks and runs no node: the police, a guard.
type Principal struct {
	Name string `yaml:"name"`
	// Role is "cloud" or "authority".
	Role  string           `yaml:"role"`
	Owner custos.OwnerName `yaml:"owner"`
	// Address is that of a key which the principal keeps himself: `custos access
	// identity` makes one. Without it the site makes a key for him and keeps it.
	Address custos.Address `yaml:"address,omitempty"`
	// Consent is by what he agreed to be registered, who keeps his key himself: `custos
	// access consent` makes it.
	Consent Hex `yaml:"consent,omitempty"`
}

// Hex is bytes that a file has as 0x and hexadecimal digits.
type Hex []byte

// MarshalText writes the digits.
func (h Hex) MarshalText() ([]byte, error) {
	if len(h) == 0 {
		return nil, nil
	}
	return []byte("0x" + hex.EncodeToString(h)), nil
}

// UnmarshalText reads what MarshalText writes.
func (h *Hex) UnmarshalText(b []byte) (err error) {
	s, ok := strings.CutPrefix(string(b), "0x")
	if !ok && s != "" {
		return fmt.Errorf("%q does not begin with 0x", b)
	}
	*h, err = hex.DecodeString(s)
	return err
}

func checkPrincipals(s *service.Site, all *[]Principal) error {
	for i, p := range *all {
		if _, ok := s.Owner(p.Owner); !ok {
			return fmt.Errorf("principals[%d].owner: there is no owner %q", i, p.Owner)
		}
		if p.Role != "cloud" && p.Role != "authority" {
			return fmt.Errorf("principals[%d].role: %q: want cloud or authority", i, p.Role)
		}
		if custos.Resource(p.Name).Validate() != nil {
			return fmt.Errorf("principals[%d].name: %q: use a-z, 0-9, - and _", i, p.Name)
		}
	}
	return nil
}
