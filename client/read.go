package client

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"
)

// Query selects events of a master. The zero value asks for the newest hundred.
type Query struct {
	// Kinds are those wanted, Except those that are not, each at most 16; none is every kind.
	Kinds, Except []custos.Kind
	// Camera is the resource that events are about; empty is everywhere.
	Camera custos.Resource
	// From and Until bound the events' own time; Until is not included. Zero is no bound.
	From, Until time.Time
	// Limit is at most how many are returned, 1 to 1000; 0 is 100.
	Limit int
	// Before pages back: only events whose N is lower. After pages forward, lowest first: only
	// events whose N is higher; it counts where Forward is set.
	Before, After int64
	Forward       bool
}

// Values writes the query as a master's path takes it.
func (q Query) Values() url.Values {
	v := url.Values{}
	set := func(name, value string, wanted bool) {
		if wanted {
			v.Set(name, value)
		}
	}
	set("kind", words(q.Kinds), len(q.Kinds) > 0)
	set("except", words(q.Except), len(q.Except) > 0)
	set("camera", string(q.Camera), q.Camera != "")
	set("from", q.From.UTC().Format(time.RFC3339Nano), !q.From.IsZero())
	set("until", q.Until.UTC().Format(time.RFC3339Nano), !q.Until.IsZero())
	set("limit", strconv.Itoa(q.Limit), q.Limit != 0)
	set("before", strconv.FormatInt(q.Before, 10), q.Before != 0)
	set("after", strconv.FormatInt(q.After, 10), q.Forward)
	return v
}

func words(kinds []custos.Kind) string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = string(k)
	}
	return strings.Join(out, ",")
}

// Status says how far the domain's log has come. It takes the right to events on the domain.
func (c *Client) Status(ctx context.Context) (v api.Status, err error) {
	return v, c.get(ctx, api.GetStatus, &v, nil)
}

// Cameras says what the domain's cameras do. It takes the right to events on the domain.
func (c *Client) Cameras(ctx context.Context) (v []api.Camera, err error) {
	return v, c.get(ctx, api.GetCameras, &v, nil)
}

// Events returns committed events, the newest first unless the query pages forward. It takes
// the right to events on the camera asked about, or on the domain.
func (c *Client) Events(ctx context.Context, q Query) (v []api.Event, err error) {
	return v, c.get(ctx, api.GetEvents, &v, q.Values())
}

// Event returns one event with its body. NotFound means that this master does not have it.
func (c *Client) Event(ctx context.Context, id custos.EventID) (v api.Event, err error) {
	return v, c.get(ctx, api.GetEvent, &v, nil, string(id))
}

// File opens what an endpoint gives that is no JSON: a snapshot, a clip, a bundle. The values fill
// in its path. The caller closes it.
func (c *Client) File(ctx context.Context, e api.Endpoint, values ...string) (io.ReadCloser, error) {
	resp, err := c.Do(ctx, e.Method, e.Of(values...), nil)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

func (c *Client) get(ctx context.Context, e api.Endpoint, v any, q url.Values, values ...string) error {
	path := e.Of(values...)
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return c.JSON(ctx, e.Method, path, nil, v)
}

// Retention says what is kept for how long and what was removed. It takes the right to events on
// the domain.
func (c *Client) Retention(ctx context.Context) (v *api.Retention, err error) {
	v = new(api.Retention)
	return v, c.get(ctx, api.GetRetention, v, nil)
}

// Repair has a master put back what was altered in its database and log. It takes the right to control
// on the domain, and as long as the master needs to look at everything.
func (c *Client) Repair(ctx context.Context, o *api.Repair) (v *api.Repaired, err error) {
	body, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	v = new(api.Repaired)
	return v, c.JSON(ctx, api.PostRepair.Method, api.PostRepair.Path, body, v)
}

// Erase orders that something be erased for good. It takes the right to control on the domain.
func (c *Client) Erase(ctx context.Context, o *api.Erasure) (v *api.Erased, err error) {
	body, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	v = new(api.Erased)
	return v, c.JSON(ctx, api.PostErase.Method, api.PostErase.Path, body, v)
}

// EnterHandOver has a hand-over of an evidence bundle entered in the log, in the envelope that
// its giver, who asks, signed. It takes no right but to be registered.
func (c *Client) EnterHandOver(ctx context.Context, envelope any) (v *api.CustodyEntered, err error) {
	body, err := json.Marshal(envelope)
	if err != nil {
		return nil, err
	}
	v = new(api.CustodyEntered)
	return v, c.JSON(ctx, api.PostCustody.Method, api.PostCustody.Path, body, v)
}
