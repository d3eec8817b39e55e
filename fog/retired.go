package fog

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"

	"custos.dev/custos/node"
	"custos.dev/custos/observe"
)

// cameraService is whom to ask for something of a camera: its own service, or, for
// segments that another service sealed, the archive of that one. A camera that was
// taken out of the site file, renamed, or moved to another edge is still asked for what it
// recorded.
func (m *master) cameraService(ctx context.Context, camera custos.CameraID, segs []observe.Segment) (custos.ServiceID, error) {
	var now custos.ServiceID
	for _, e := range m.Site.Edges(m.Node.Name) {
		for _, c := range cameras.Of(e) {
			if cameras.ID(m.Site, e, &c) == camera {
				now = custos.NewServiceID(e.Name, node.CameraService(c.Name))
			}
		}
	}
	sealed := now
	if len(segs) > 0 {
		// A segment's event has the time of its first picture.
		by, there, err := m.asked.SealedBy(ctx, camera, segs[0].From)
		if err != nil {
			return "", err
		}
		if there {
			sealed = by
		}
	}
	switch {
	case sealed == "":
		return "", custos.Errorf(custos.NotFound, "%s is not in the site file any more: what it recorded can be asked for by its events", camera)
	case sealed == now:
		return now, nil
	}
	for _, r := range m.Site.Retired {
		for _, c := range cameras.Of(&r) {
			if custos.NewServiceID(r.Name, node.CameraService(c.Name)) == sealed {
				return sealed, nil
			}
		}
	}
	return "", custos.Errorf(custos.NotFound, "the recordings of %s were made by %s, which is not in the site file any more, and their directory was not in the data directory when the site started: put it back and start the site again", camera, sealed)
}

// together says how many of the first segments are to be asked for in one place: where a
// camera moved to another edge, two services have what it recorded.
func (m *master) together(ctx context.Context, camera custos.CameraID, segs []observe.Segment) (int, error) {
	first, err := m.cameraService(ctx, camera, segs[:1])
	if err != nil {
		return 0, err
	}
	for i := 1; i < len(segs); i++ {
		if service, err := m.cameraService(ctx, camera, segs[i:i+1]); err != nil || service != first {
			return i, err
		}
	}
	return len(segs), nil
}
