package fog

import (
	"net/http"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// barred are the kinds that a caller may not read on what he asks about, although he may
// read other events there.
func (m *master) barred(r *http.Request) []custos.Kind {
	q := access.CallerOf(r.Context()).Question
	return observe.Barred(func(a custos.Action) bool { return m.May(q.Principal, a, q.Resource) })
}

// readable leaves out of a list what is barred to the caller. Who asks for such a kind by its
// name is refused, and that is on record.
func (m *master) readable(r *http.Request, f masterdb.Filter) (masterdb.Filter, error) {
	barred := m.barred(r)
	for _, k := range f.Kinds {
		if slices.Contains(barred, k) {
			return f, m.refuseKind(r, k)
		}
	}
	f.Except = append(f.Except, barred...)
	return f, nil
}

// readableEvent lets through who may read the kind of the event that is asked for.
func (m *master) readableEvent(h func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := m.event(r.Context(), custos.EventID(r.PathValue("id")))
		if err != nil {
			return err
		}
		if slices.Contains(m.barred(r), v.Kind) {
			return m.refuseKind(r, v.Kind)
		}
		return h(w, r)
	}
}

// refuseKind records that a caller lacks the right to a kind.
func (m *master) refuseKind(r *http.Request, k custos.Kind) error {
	q := access.CallerOf(r.Context()).Question
	q.Action = observe.RightTo(k)
	_, err := m.Gate.Ask(r.Context(), q)
	return err
}
