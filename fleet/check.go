package fleet

import (
	"errors"
	"io"

	"custos.dev/custos"
	"custos.dev/custos/analyze/host"
	"custos.dev/custos/edge"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// Faults lists what is wrong with a site's cameras, with what they are to look for and
// with the files that it names: what cannot run, and what runs and should be changed.
func Faults(site *service.Site) (bad, unwise []error) {
	for _, p := range site.Check() {
		if p.Runs {
			unwise = append(unwise, errors.New(p.Text))
		} else {
			bad = append(bad, errors.New(p.Text))
		}
	}
	for _, err := range []error{edge.Check(site), host.Check(site, isService)} {
		if err != nil {
			bad = append(bad, err)
		}
	}
	return bad, unwise
}

// Check refuses a site that cannot run, and warns of what should be changed in it.
func Check(site *service.Site, warn io.Writer) error {
	bad, unwise := Faults(site)
	for _, err := range unwise {
		term.Println(warn, "  warning  ", err)
	}
	if len(bad) == 0 {
		return nil
	}
	return custos.Errorf(custos.Invalid, "%s:\n%w", site.Path(), errors.Join(bad...))
}
