package fog

import (
	"context"
	"encoding/json"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
	"custos.dev/custos/service"
)

// notableAtOnce is how many events are looked at for one answer. Where there are more, all of
// what was asked about counts as notable.
const notableAtOnce = 5000

// notable tells cameras' services which of their footage shows notable events.
func (m *master) notable(ctx context.Context) error {
	return m.Answer(ctx, node.NotableRequest, 4, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		var q node.NotableQuestion
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the question does not parse: %w", err)
		}
		if !recordsCamera(m.Site, from.Service, q.Camera) {
			return nil, custos.Errorf(custos.Denied, "%s does not record %s", from.Service, q.Camera)
		}
		out, err := notableOf(ctx, m.asked, q)
		if err != nil {
			return nil, err
		}
		return json.Marshal(out)
	})
}

// recordsCamera reports that a service records a camera, or did.
func recordsCamera(s *service.Site, by custos.ServiceID, camera custos.CameraID) bool {
	for _, n := range slices.Concat(s.Nodes, s.Retired) {
		for _, c := range cameras.Of(&n) {
			if cameras.ID(s, &n, &c) == camera && custos.NewServiceID(n.Name, node.CameraService(c.Name)) == by {
				return true
			}
		}
	}
	return false
}

// notableOf finds when notable events were seen. What lasts is shown as long as it lasts.
func notableOf(ctx context.Context, db masterdb.Reader, q node.NotableQuestion) ([]node.Stretch, error) {
	out, n := []node.Stretch{}, 0
	for row, err := range db.List(ctx, masterdb.Filter{Kinds: q.Kinds, Camera: q.Camera, From: q.From, Until: q.Until, Limit: notableAtOnce}) {
		if err != nil {
			return nil, err
		}
		s := node.Stretch{From: row.Time, Until: row.Time}
		if e, _, err := openRow(row); err == nil {
			if shown := observe.Show(e); shown.Footage() {
				s = node.Stretch{From: shown.From, Until: shown.Until}
			}
		}
		out = append(out, s)
		n++
	}
	if n == notableAtOnce {
		return []node.Stretch{{From: q.From, Until: q.Until}}, nil
	}
	return out, nil
}
