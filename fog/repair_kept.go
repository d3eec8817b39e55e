package fog

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/store"
)

// KeptCopies is the directory in which a master keeps what stood where it repaired something: a
// directory for each repair, named by its time.
//
//	rows.jsonl    the rows as they were, a line of JSON each
//	log/…         the log's files as they were
//	planned.json  what is to be done; repair.json once it is done, abandoned.json if it was not
//	told          once that is on record in the log
type KeptCopies struct{ Dir string }

const (
	keptRows, keptPlanned, keptDone = "rows.jsonl", "planned.json", "repair.json"
	keptAbandoned, keptTold         = "abandoned.json", "told"
)

// keptCopy is that of one repair.
type keptCopy struct{ dir string }

// begin keeps rows, and what is planned with them, of which it says where that is.
func (k *KeptCopies) begin(plan *observe.Repair, rows []keptRow) (*keptCopy, error) {
	name := plan.At.UTC().Format("20060102T150405.000000000Z")
	c := &keptCopy{filepath.Join(k.Dir, name)}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return nil, store.Explain(err)
	}
	plan.Kept = filepath.Base(k.Dir) + "/" + name
	h := sha256.New()
	err := service.WriteWhole(filepath.Join(c.dir, keptRows), 0o600, func(f *os.File) error {
		for _, r := range rows {
			b, err := json.Marshal(r)
			if err != nil {
				return err
			}
			b = append(b, '\n')
			h.Write(b)
			if _, err := f.Write(b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, store.Explain(err)
	}
	if len(rows) > 0 {
		plan.Digest = custos.Hash(h.Sum(nil))
	}
	b, err := json.Marshal(plan)
	if err == nil {
		err = service.WriteFile(filepath.Join(c.dir, keptPlanned), b, 0o600)
	}
	return c, store.Explain(err)
}

// file keeps a file of the log before it is replaced.
func (c *keptCopy) file(dir, path string) error {
	b, err := os.ReadFile(filepath.Join(dir, path))
	if err != nil {
		return nil // it is gone, or is no file: nothing can be kept of it
	}
	to := filepath.Join(c.dir, "log", path)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return store.Explain(err)
	}
	return store.Explain(service.WriteFile(to, b, 0o600))
}

// done notes that what was planned is done.
func (c *keptCopy) done() error {
	return store.Explain(os.Rename(filepath.Join(c.dir, keptPlanned), filepath.Join(c.dir, keptDone)))
}

func (k *KeptCopies) each(do func(c *keptCopy, has func(name string) bool) error) error {
	list, err := os.ReadDir(k.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return store.Explain(err)
	}
	for _, e := range list {
		if !e.IsDir() {
			continue
		}
		c := &keptCopy{filepath.Join(k.Dir, e.Name())}
		if err := do(c, func(name string) bool {
			_, err := os.Stat(filepath.Join(c.dir, name))
			return err == nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// tell puts on record what was done and is not there yet: a crash came between. It may be told twice
// so, and never not at all.
func (k *KeptCopies) tell(ctx context.Context, tell func(context.Context, *observe.Repair) error) error {
	return k.each(func(c *keptCopy, has func(string) bool) error {
		if !has(keptDone) || has(keptTold) || tell == nil {
			return nil
		}
		r, err := c.read(keptDone)
		if err != nil {
			return err
		}
		if err := tell(ctx, r); err != nil {
			return err
		}
		return store.Explain(service.WriteFile(filepath.Join(c.dir, keptTold), nil, 0o600))
	})
}

// finish takes up repairs of which it was not known whether they were done, now that all is as it must
// be: the newest was, those before it were planned anew.
func (k *KeptCopies) finish(ctx context.Context, tell func(context.Context, *observe.Repair) error) error {
	var open []*keptCopy
	err := k.each(func(c *keptCopy, has func(string) bool) error {
		if has(keptPlanned) {
			open = append(open, c)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, c := range open {
		if i == len(open)-1 {
			err = c.done()
		} else {
			err = store.Explain(os.Rename(filepath.Join(c.dir, keptPlanned), filepath.Join(c.dir, keptAbandoned)))
		}
		if err != nil {
			return err
		}
	}
	return k.tell(ctx, tell)
}

func (c *keptCopy) read(name string) (*observe.Repair, error) {
	b, err := os.ReadFile(filepath.Join(c.dir, name))
	r := new(observe.Repair)
	if err == nil {
		err = json.Unmarshal(b, r)
	}
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "what was kept of a repair cannot be read: move %s away to go on: %w", c.dir, err)
	}
	return r, nil
}

// KeptCopy is what is kept of one repair.
type KeptCopy struct {
	Dir string `json:"dir"`
	// Done says that what was planned was done, Told that the log has it.
	Done   bool           `json:"done"`
	Told   bool           `json:"told"`
	Repair observe.Repair `json:"repair"`
}

// List gives what is kept, the oldest first.
func (k *KeptCopies) List() ([]KeptCopy, error) {
	out := []KeptCopy{}
	err := k.each(func(c *keptCopy, has func(string) bool) error {
		i := slices.IndexFunc([]string{keptDone, keptPlanned, keptAbandoned}, has)
		if i < 0 {
			return nil // begun, and cut off before anything was changed
		}
		r, err := c.read([]string{keptDone, keptPlanned, keptAbandoned}[i])
		if err == nil {
			out = append(out, KeptCopy{Dir: c.dir, Done: i == 0, Told: has(keptTold), Repair: *r})
		}
		return err
	})
	return out, err
}

// fileCause is what became of a file of the log.
func fileCause(dir, path string) string {
	if _, err := os.Lstat(filepath.Join(dir, path)); errors.Is(err, fs.ErrNotExist) {
		return observe.CauseMissing
	}
	return observe.CauseAltered
}
