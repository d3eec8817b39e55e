package fleet

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/analyze/behavior"
	"custos.dev/custos/analyze/host"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// ownSite is the copy of the site file that `up` keeps in the data directory. It says that
// the data is where it stands, so that it can be moved.
func ownSite(site *service.Site) string { return filepath.Join(site.Data, "site.yaml") }

// siteBefore is the site as it was at its last start; nil before the first.
func siteBefore(site *service.Site) (*service.Site, error) {
	before, err := service.Load(ownSite(site))
	if err != nil {
		if _, serr := os.Stat(ownSite(site)); errors.Is(serr, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, custos.Errorf(custos.KindOf(err), "what the site was at its last start cannot be read, so what it has no more would be forgotten: %w; mend the file, or move it away if nothing was taken out since", err)
	}
	return before, nil
}

// outgrown compares a site with what it was at its last start, takes over what was taken
// out of it and still has recordings, and says in a line each what is new and what is gone.
func outgrown(site, before *service.Site) ([]string, error) {
	if before == nil {
		return nil, nil
	}
	lost, err := site.Retire(before, cameras.Keep(func(n *service.Node, camera string) string {
		return RecordingsOf(site, custos.NewServiceID(n.Name, node.CameraService(camera)))
	}))
	if err != nil {
		return nil, err
	}
	var says []string
	say := func(format string, args ...any) { says = append(says, fmt.Sprintf(format, args...)) }
	find := func(s *service.Site, name custos.NodeName) *service.Node {
		if i := slices.IndexFunc(s.Nodes, func(n service.Node) bool { return n.Name == name }); i >= 0 {
			return &s.Nodes[i]
		}
		return &service.Node{}
	}
	for i := range site.Nodes {
		n := &site.Nodes[i]
		old := find(before, n.Name)
		if old.Name == "" {
			say("new: %s %s of %s%s", n.Tier, n.Name, n.Owner, pinnedAt(site, n))
		}
		for _, c := range cameras.Of(n) {
			if !cameras.Has(old, c.Name) {
				say("new: camera %s at %s", c.Name, n.Name)
			}
		}
		for _, name := range host.Programs(n) {
			if !slices.Contains(host.Programs(old), name) {
				say("new: analyzer %s at %s", name, n.Name)
			}
		}
		for _, z := range behavior.Zones.Get(n) {
			if !hasNamed(behavior.Zones.Get(old), z.Name, nameOfZone) {
				say("new: zone %s at %s", z.Name, n.Name)
			}
		}
	}
	for i := range before.Nodes {
		old := &before.Nodes[i]
		n := find(site, old.Name)
		if n.Name == "" {
			say("gone: %s %s of %s; its services do not run any more, what they signed still verifies", old.Tier, old.Name, old.Owner)
		}
		for _, c := range cameras.Of(old) {
			if !cameras.Has(n, c.Name) {
				say("gone: camera %s at %s; %s", c.Name, old.Name, recordingsStay(site, old.Name, c.Name))
			}
		}
		for _, name := range host.Programs(old) {
			if !slices.Contains(host.Programs(n), name) {
				say("gone: analyzer %s at %s; what it signed still verifies", name, old.Name)
			}
		}
		for _, z := range behavior.Zones.Get(old) {
			if n.Name != "" && !hasNamed(behavior.Zones.Get(n), z.Name, nameOfZone) {
				say("gone: zone %s at %s", z.Name, old.Name)
			}
		}
	}
	for _, p := range access.Principals.Get(site) {
		if !hasNamed(access.Principals.Get(before), p.Name, nameOfPrincipal) {
			say("new: principal %s of %s", p.Name, p.Owner)
		}
	}
	for _, p := range access.Principals.Get(before) {
		if !hasNamed(access.Principals.Get(site), p.Name, nameOfPrincipal) {
			say("gone: principal %s of %s", p.Name, p.Owner)
		}
	}
	for _, l := range lost {
		say("gone: %s", l)
	}
	return says, nil
}

func nameOfCamera(c cameras.Camera) string      { return c.Name }
func nameOfZone(z behavior.SiteZone) string     { return z.Name }
func nameOfPrincipal(p access.Principal) string { return p.Name }

func hasNamed[T any](all []T, name string, of func(T) string) bool {
	return slices.ContainsFunc(all, func(t T) bool { return of(t) == name })
}

// pinnedAt says where a new node's key is known.
func pinnedAt(site *service.Site, n *service.Node) string {
	if fog, ok := site.LeafOf(n); ok {
		return "; its key is pinned at " + string(fog)
	}
	return ""
}

// recordingsStay says what becomes of the recordings of a camera that is gone.
func recordingsStay(site *service.Site, n custos.NodeName, camera string) string {
	dir := RecordingsOf(site, custos.NewServiceID(n, node.CameraService(camera)))
	if hasNamed(cameras.Retired(site, n), camera, nameOfCamera) {
		return "its recordings are served as long as they are in " + dir
	}
	return "there are no recordings of it in " + dir
}

// newOwners says which owners a site file names that the data directory does not know.
func newOwners(site *service.Site, known func(service.Owner) bool) string {
	var names []string
	for _, o := range site.Owners {
		if !known(o) {
			names = append(names, string(o.Name))
		}
	}
	return strings.Join(names, ", ")
}

// RecordingsOf is where a camera's service keeps its segments.
func RecordingsOf(site *service.Site, by custos.ServiceID) string {
	return filepath.Join(site.Dir(by), "recordings")
}
