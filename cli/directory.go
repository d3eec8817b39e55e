package cli

import (
	"context"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

// directory names addresses, and finds them by name.
type directory map[custos.Address]string

// directoryOf reads who is registered. A name of an active principal wins over
// the same name of one that is not.
func directoryOf(ctx context.Context, c *ledger.Client) (directory, error) {
	d := directory{}
	owners, err := c.Owners(ctx)
	if c.Unborn(ctx, err) {
		return d, nil // nobody is registered in the blocks that are here
	}
	if err != nil {
		return nil, err
	}
	principals, err := c.Principals(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range owners {
		d[o.Address] = string(o.Name)
	}
	for _, p := range principals {
		d[p.Address] = p.Name
		if !p.Active {
			d[p.Address] += " (inactive)"
		}
	}
	return d, nil
}

func (d directory) name(a custos.Address) string {
	if n, ok := d[a]; ok {
		return n
	}
	return a.String()
}

// in puts names in the place of addresses in a sentence.
func (d directory) in(s string) string {
	for a, n := range d {
		s = strings.ReplaceAll(s, a.String(), n)
	}
	return s
}

// find reads a name or an address.
func (d directory) find(s string) (custos.Address, error) {
	if strings.HasPrefix(s, "0x") {
		a, err := custos.ParseAddress(s)
		if err != nil {
			return a, custos.Errorf(custos.Invalid, "%w", err)
		}
		return a, nil
	}
	var found []custos.Address
	for a, n := range d {
		if n == s {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return custos.Address{}, custos.Errorf(custos.NotFound, "nobody is registered under the name %q: `custos access list` names who is", s)
	}
	return custos.Address{}, custos.Errorf(custos.Conflict, "%d principals have the name %q: give the address", len(found), s)
}
