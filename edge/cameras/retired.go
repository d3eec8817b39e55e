package cameras

import (
	"fmt"
	"os"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Retired returns the cameras of a node that are not in the site file any more. Of them
// nothing is known but the name.
func Retired(s *service.Site, name custos.NodeName) []Camera {
	for i := range s.Retired {
		if s.Retired[i].Name == name {
			return Of(&s.Retired[i])
		}
	}
	return nil
}

// Keep is for Site.Retire: a camera that was taken out is kept as long as there are recordings
// of it. recordings says in which directory those are.
func Keep(recordings func(n *service.Node, camera string) string) func(old, now, r *service.Node) bool {
	return func(old, now, r *service.Node) bool {
		kept := slices.Clone(Of(r))
		some := false
		for _, c := range Of(old) {
			if now != nil && Has(now, c.Name) {
				continue
			}
			if st, err := os.Stat(recordings(r, c.Name)); err == nil && st.IsDir() {
				kept, some = append(kept, Camera{Name: c.Name}), true
			}
		}
		Section.Set(r, kept)
		return some
	}
}

func checkRetired(all *[]Camera) error {
	for i, c := range *all {
		if custos.Resource(c.Name).Validate() != nil {
			return fmt.Errorf(badName, i)
		}
	}
	return nil
}
