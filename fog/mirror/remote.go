package mirror

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"

	"github.com/transparency-dev/tessera/api/layout"
)

const (
	// pieceTime is how long one small answer may take, entriesTime one of entries: who sends a byte
	// a second keeps nobody longer.
	pieceTime, entriesTime = 15 * time.Second, 2 * time.Minute
	// maxPiece is the largest checkpoint, tile or list of removals: an entries tile of 256 leaves
	// that are as large as can be is larger than anything a master writes.
	maxPiece = 4 << 20
)

// Remote are the copies of a log that another master gives: its own, or what it mirrors. It
// implements Copies. All it gives is bounded in size and time, and none of it is checked.
type Remote struct {
	Client *client.Client
	// Of says whose master answers, for people.
	Of string
	// Own is the origin of that master's own log; others are asked of its mirror.
	Own string
	// Wanted is which bodies are asked for; "" is All.
	Wanted Wanted
}

// Name implements Copies.
func (r *Remote) Name() string { return r.Of }

// path is an endpoint's path for a log: of what the master has of its own, or of its mirror.
func (r *Remote) path(own, mirrored *api.Endpoint, origin string, values ...string) string {
	if origin == r.Own {
		return own.Of(values...)
	}
	return mirrored.Of(append([]string{OriginHash(origin)}, values...)...)
}

// get asks for something small.
func (r *Remote) get(ctx context.Context, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, pieceTime)
	defer cancel()
	resp, err := r.Client.Do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxPiece+1))
	switch {
	case err != nil:
		return nil, custos.Errorf(custos.Unavailable, "%s: the answer to %s did not come: %w", r.Of, path, err)
	case len(b) > maxPiece:
		return nil, custos.Errorf(custos.Invalid, "%s: the answer to %s is longer than %d bytes", r.Of, path, maxPiece)
	}
	return b, nil
}

// Checkpoint implements Copies.
func (r *Remote) Checkpoint(ctx context.Context, origin string) (string, error) {
	b, err := r.get(ctx, r.path(&api.GetLogCheckpoint, &api.GetMirrorCheckpoint, origin))
	return string(b), err
}

// Entries implements Copies.
func (r *Remote) Entries(ctx context.Context, origin string, from uint64, most int) ([]Entry, error) {
	most = min(most, MaxEntries)
	ctx, cancel := context.WithTimeout(ctx, entriesTime)
	defer cancel()
	q := url.Values{"most": {strconv.Itoa(most)}}
	if r.Wanted != "" && r.Wanted != All {
		q.Set("of", string(r.Wanted))
	}
	path := r.path(&api.GetLogBodies, &api.GetMirrorBodies, origin, strconv.FormatUint(from, 10))
	resp, err := r.Client.Do(ctx, http.MethodGet, path+"?"+q.Encode(), nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return ReadEntries(resp.Body, from, most)
}

// Removed asks the log's own master which bodies it has removed, behind a tombstone's number.
func (r *Remote) Removed(ctx context.Context, after int64) (out api.LogRemoved, err error) {
	b, err := r.get(ctx, api.GetLogRemoved.Path+"?after="+strconv.FormatInt(after, 10))
	if err != nil {
		return out, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&out); err != nil {
		return out, custos.Errorf(custos.Invalid, "%s: what was removed does not parse: %w", r.Of, err)
	}
	return out, nil
}

// tile is Tessera's way to a tile of a log. What is not there is said as it expects that.
func (r *Remote) tile(origin string) func(ctx context.Context, level, n uint64, p uint8) ([]byte, error) {
	return func(ctx context.Context, level, n uint64, p uint8) ([]byte, error) {
		path := strings.TrimPrefix(layout.TilePath(level, n, p), "tile/")
		b, err := r.get(ctx, r.path(&api.GetLogTile, &api.GetMirrorTile, origin, path))
		if custos.KindOf(err) == custos.NotFound {
			err = errors.Join(err, fs.ErrNotExist)
		}
		return b, err
	}
}
