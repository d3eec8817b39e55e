package edge

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// RunArchive is the service of a camera that was taken out of the site file: it serves its
// recordings to who may see them, commits what its journal still has, and records nothing.
func RunArchive(ctx context.Context, env *service.Env) error {
	name := strings.TrimPrefix(env.ID.Service(), node.CameraService(""))
	retired := cameras.Retired(env.Site, env.Node.Name)
	i := slices.IndexFunc(retired, func(c cameras.Camera) bool { return c.Name == name })
	if i < 0 {
		return custos.Errorf(custos.NotFound, "the node %s never had a camera %q, or its recordings are gone", env.Node.Name, name)
	}
	r, err := node.Start(ctx, env)
	if err != nil {
		return err
	}
	c := &camera{Runtime: r, cfg: &retired[i], id: cameras.ID(env.Site, env.Node, &retired[i])}
	c.Log = c.Log.With("camera", string(c.id))
	dir := filepath.Join(c.Dir, "recordings")
	if _, err := os.Stat(dir); err != nil {
		return custos.Errorf(custos.NotFound, "the recordings of %s are gone from %s: start the site again", c.id, dir)
	}
	if c.archive, err = record.OpenArchive(dir); err != nil {
		return err
	}
	c.Journal.KeepNewest(observe.KindSegment, 1) // should it come back into the site file
	if err := c.openShelf(ctx); err != nil {
		return err
	}
	since := time.Now()
	env.Say("camera", func() any {
		return custos.CameraHealth{Camera: c.id, State: custos.CameraEnded, Since: since, Reason: "it is not in the site file any more; its recordings are served"}
	})
	return r.Run(ctx, c.serveArchive, c.keep)
}

// serveArchive answers for recordings as a camera does.
func (c *camera) serveArchive(ctx context.Context) error {
	c.ctx = ctx
	defer c.archive.Close()
	return c.serveStreams(ctx, map[string]cameraAnswer{node.RecordingRequest: c.recording, node.SnapshotRequest: c.snapshot, node.EraseRequest: c.erase})
}
