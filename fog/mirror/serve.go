package mirror

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"custos.dev/custos"

	"github.com/transparency-dev/tessera/api/layout"
)

// ServeTile answers with a tile of a log's directory, whose path is as tlog-tiles writes it behind
// "tile/". Nothing but a tile's one name leads to a file.
func ServeTile(w http.ResponseWriter, dir, name string) error {
	path, err := tilePath(name)
	if err != nil {
		return err
	}
	return serveFile(w, filepath.Join(dir, filepath.FromSlash(path)), "application/octet-stream")
}

// ServeCheckpoint answers with a log's newest signed checkpoint.
func ServeCheckpoint(w http.ResponseWriter, dir string) error {
	return serveFile(w, filepath.Join(dir, layout.CheckpointPath), "text/plain; charset=utf-8")
}

func serveFile(w http.ResponseWriter, path, media string) error {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return custos.Errorf(custos.NotFound, "the log has no %s", filepath.Base(path))
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", media)
	_, err = w.Write(b)
	return err
}

// tilePath is the path of the tile that somebody names: `0/x001/067`, `entries/004.p/17`.
func tilePath(name string) (string, error) {
	level, index, _ := strings.Cut(name, "/")
	path := ""
	if level == "entries" {
		if n, p, err := layout.ParseTileIndexPartial(index); err == nil {
			path = layout.EntriesPath(n, p)
		}
	} else if l, n, p, err := layout.ParseTileLevelIndexPartial(level, index); err == nil {
		path = layout.TilePath(l, n, p)
	}
	if path != "tile/"+name {
		return "", custos.Errorf(custos.NotFound, "%.80q is no tile", name)
	}
	return path, nil
}

// Giver gives entries with those of their bodies that are wanted.
type Giver func(ctx context.Context, from uint64, most int, wanted Wanted) ([]Entry, error)

// ServeEntries answers with entries from an index on, which the path says as from.
func ServeEntries(w http.ResponseWriter, r *http.Request, give Giver) error {
	from, err := strconv.ParseUint(r.PathValue("from"), 10, 63)
	if err != nil {
		return custos.Errorf(custos.Invalid, "%.40q is no index of a leaf", r.PathValue("from"))
	}
	most, wanted := MaxEntries, All
	q := r.URL.Query()
	if s := q.Get("most"); s != "" {
		if most, err = strconv.Atoi(s); err != nil || most < 1 || most > MaxEntries {
			return custos.Errorf(custos.Invalid, "most=%.40q: want 1 to %d", s, MaxEntries)
		}
	}
	if s := q.Get("of"); s != "" {
		if wanted = Wanted(s); !wanted.Valid() {
			return custos.Errorf(custos.Invalid, "of=%.40q: want all, notable or none", s)
		}
	}
	entries, err := give(r.Context(), from, most, wanted)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	out := NewWriter(w)
	for i := range entries {
		if err := out.Write(&entries[i]); err != nil {
			return nil // who asked has gone
		}
	}
	_ = out.Close()
	return nil
}

// Give is what a mirror gives of a log. It does not know which bodies are of notable events, and
// gives all that it has.
func (m *Mirrored) Give(origin string) Giver {
	return func(ctx context.Context, from uint64, most int, wanted Wanted) ([]Entry, error) {
		entries, err := m.Entries(ctx, origin, from, most)
		for i := range entries {
			if wanted == None {
				entries[i].Bodies = nil
			}
		}
		return entries, err
	}
}
