package evidence

import (
	"strconv"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
)

// masterService is what the service is called whose key signs a log.
const masterService = "master"

// speaker is a key that signed something in a bundle, as the registry has it.
type speaker struct {
	layout.Principal
	// name is the registry's own; empty where a bundle of an older form does not prove it.
	name custos.ServiceID
}

// speaker reads what the registry has under a key: an active service of the log's owner,
// and in a bundle that proves names which.
func (v *verification) speaker(values slotValues, a custos.Address) (s speaker, err error) {
	words, err := values.get(layout.SlotsOfPrincipal(a))
	if err != nil {
		return s, err
	}
	if s.Principal, err = layout.DecodePrincipal(words); err != nil {
		return s, err
	}
	if !s.Active || s.Owner != v.holder.Address || s.Domain != layout.PathHash(v.log.Domain) || s.Role != custos.RoleService {
		return s, custos.Errorf(custos.Corrupt, "%s was not an active service of the log's owner", a)
	}
	// What an owner registered before he left does not come back with him.
	if s.Generation != v.generation {
		return s, custos.Errorf(custos.Corrupt, "%s was registered by an earlier ownership of the log's owner, generation %d, and at block %d he had the generation %d", a, s.Generation, v.block.Number, v.generation)
	}
	if !v.named {
		return s, nil
	}
	if words, err = values.get(layout.SlotsOfName(a, 1)); err != nil {
		return s, err
	}
	length, err := layout.NameLength(words[0])
	if err != nil {
		return s, err
	}
	if words, err = values.get(layout.SlotsOfName(a, length)); err != nil {
		return s, err
	}
	name, err := layout.DecodeName(words)
	s.name = custos.ServiceID(name)
	return s, err
}

// spoken checks that a batch is of the service that its event and its key say.
func (v *verification) spoken(b *Batch, e *custos.Event) error {
	if b.Service != e.Service || b.Boot != e.Boot {
		return custos.Errorf(custos.Corrupt, "its batch is of another service")
	}
	s, ok := v.speakers[b.Principal]
	switch {
	case !ok && v.unknowable():
		return custos.Errorf(custos.Unavailable, "whether its service's key is registered cannot be known without the chain")
	case !ok:
		return custos.Errorf(custos.Corrupt, "its service's key is not proved to be registered")
	case v.named && s.name != b.Service:
		return custos.Errorf(custos.Corrupt, "it says that it is of %s, and is signed by the key of %s", plain(string(b.Service)), plain(string(s.name)))
	case !v.named:
		return v.believable(b, s)
	}
	return nil
}

// believable finds what cannot be true in the names of a bundle that proves none: a key
// is of one service, a TLS key of one node, the log's key of its master, and the node of
// a master has no cameras.
func (v *verification) believable(b *Batch, s speaker) error {
	bad := func(why string, args ...any) error {
		return custos.Errorf(custos.Corrupt, "it says that it is of %s, and "+why, append([]any{plain(string(b.Service))}, args...)...)
	}
	if v.called == nil {
		v.called, v.nodes, v.places = map[custos.Address]custos.ServiceID{}, map[custos.Hash]custos.NodeName{}, map[custos.NodeName]place{}
	}
	if was, ok := v.called[b.Principal]; ok && was != b.Service {
		return bad("its key signs as %s too", plain(string(was)))
	}
	v.called[b.Principal] = b.Service
	if b.Principal == v.log.Signer && b.Service.Service() != masterService {
		return bad("is signed by the key of the log's master")
	}
	node := b.Service.Node()
	if was, ok := v.nodes[s.TLSKey]; ok && was != node && !s.TLSKey.IsZero() {
		return bad("its key is registered for the node of %s", plain(string(was)))
	}
	v.nodes[s.TLSKey] = node
	at := v.places[node]
	at.cameras = at.cameras || strings.HasPrefix(b.Service.Service(), custos.CameraService(""))
	if master, ok := v.speakers[v.log.Signer]; ok && master.TLSKey == s.TLSKey && !s.TLSKey.IsZero() {
		at.master = true
	}
	v.places[node] = at
	if at.cameras && at.master {
		return bad("a key of that node is registered for the node of the log's master, which has no cameras")
	}
	return nil
}

// place is what the keys and names in a bundle say of a node.
type place struct{ cameras, master bool }

// ofCamera checks that footage, or what is said of a gap in it, is told by the service of
// the camera that it is about.
func (v *verification) ofCamera(e *custos.Event) error {
	if !v.ownCamera(e) {
		return custos.Errorf(custos.Corrupt, "it is about the footage of %s, and by %s, which is not that camera's service", plain(string(e.Resource)), plain(string(e.Service)))
	}
	return nil
}

// ownCamera says whether an event is by the service of the camera that it is about. A
// camera's path is its owner's domain and its name, and the service has that name.
func (v *verification) ownCamera(e *custos.Event) bool {
	name := e.Resource.Base()
	return e.Resource == v.log.Domain+custos.Resource("/"+name) && e.Service.Service() == custos.CameraService(name)
}

// owner is what the trust file calls the log's owner; his address if it does not say.
func (v *verification) owner() string {
	if v.holder.Name != "" {
		return plain(string(v.holder.Name))
	}
	return v.holder.Address.String()
}

// calls puts a service into words, by its name where that is proved.
func (v *verification) calls(s custos.ServiceID) string {
	if v.named {
		return plain(string(s))
	}
	return "a service that calls itself " + strconv.Quote(string(s))
}

// clock puts a service's clock into words: that of its node.
func (v *verification) clock(s custos.ServiceID) string {
	if v.named {
		return "the clock of " + plain(string(s.Node()))
	}
	return "its own clock"
}

// plain is a word of the bundle as it may be printed: quoted if it is more than a name.
func plain(s string) string {
	for _, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '/' || c == '.') {
			return strconv.Quote(s)
		}
	}
	if s == "" {
		return strconv.Quote(s)
	}
	return s
}
