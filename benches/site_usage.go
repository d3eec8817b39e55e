package benches

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/figures"
	"custos.dev/custos/fleet"
	"custos.dev/custos/service"
	"custos.dev/custos/store"
)

// ffmpegs is what decoders use, who are children of the cameras' services.
const ffmpegs = "ffmpeg"

// What a site stores, by what it is for.
const (
	inFootage = "footage"
	inJournal = "journals"
	inMaster  = "master database"
	inTree    = "log"
	inChain   = "chain"
	inLogs    = "services' logs"
	inOther   = "other"
	// inEdge is what is written and goes again: write-ahead logs, and tiles of the log that are
	// not full, of which a full one takes the place.
	inEdge = "passing"
)

var stored = []string{inFootage, inJournal, inMaster, inTree, inChain, inLogs, inOther}

// usage is what a site has used up to a moment.
type usage struct {
	cpu    map[string]float64 // seconds, by kind of service
	memory map[string]float64 // resident bytes of all of a kind, now
	bytes  map[string]int64   // on disk, by what it is for
	// journals are the bytes in use of each service's, and events what its events take of that: a
	// batch goes with its events, whoever keeps those.
	journals, events map[custos.ServiceID]int64
}

func usageOf(ctx context.Context, up *fleet.Up, site *service.Site) (usage, error) {
	u := usage{cpu: map[string]float64{}, memory: map[string]float64{}, bytes: map[string]int64{}, journals: map[custos.ServiceID]int64{}, events: map[custos.ServiceID]int64{}}
	kind := map[string]string{}
	for _, s := range fleet.Instances(site, "") {
		kind[string(s.ID)] = s.Kind.Name
		if s.Kind.NoJournal {
			continue
		}
		if err := u.journal(ctx, s.ID, filepath.Join(site.Data, string(s.ID), "journal.db")); err != nil {
			return u, err
		}
	}
	parents, used := figures.Processes()
	of := map[int]string{}
	for _, st := range up.States() {
		of[st.PID] = kind[st.Name]
		u.cpu[kind[st.Name]] += st.CPU.Seconds() // of lives that have ended
	}
	for pid := range used {
		for p := pid; p > 1; p = parents[p] {
			k, ok := of[p]
			if !ok {
				continue
			}
			u.memory[k] += resident(pid)
			if name, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "comm")); strings.HasPrefix(string(name), ffmpegs) {
				k = ffmpegs
			}
			u.cpu[k] += used[pid]
			break
		}
	}
	return u, filepath.WalkDir(site.Data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // it went while it was looked at
		}
		if st, err := d.Info(); err == nil {
			rel, _ := filepath.Rel(site.Data, path)
			size := st.Size()
			if filepath.Ext(path) == ".db" {
				if n, err := inUse(ctx, path); err == nil {
					size = n
				}
			}
			u.bytes[storedIn(rel)] += size
		}
		return nil
	})
}

// journal measures a service's journal.
func (u *usage) journal(ctx context.Context, s custos.ServiceID, path string) error {
	db, err := store.OpenReadOnly(path)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, u.journals[s], err = db.Size(ctx); err != nil {
		return err
	}
	var events int64
	// What a row takes beside its body and resource: its other columns, and its place in the index.
	err = db.Query().QueryRowContext(ctx, "SELECT coalesce(sum(length(body) + length(resource) + length(kind) + 45), 0) FROM event").Scan(&events)
	u.events[s] = events
	return err
}

// inUse is how much of a database is in use, what stands in its write-ahead log with it: pages that
// are free are written again, and the file grows by steps.
func inUse(ctx context.Context, path string) (int64, error) {
	db, err := store.OpenReadOnly(path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	_, used, err := db.Size(ctx)
	return used, err
}

// storedIn says what a file of a site's data directory is for.
func storedIn(path string) string {
	base := filepath.Base(path)
	switch {
	case strings.HasSuffix(base, "-wal"), strings.HasSuffix(base, "-shm"), strings.Contains(path, ".p/"):
		return inEdge
	case strings.HasSuffix(base, ".log"):
		return inLogs
	case strings.Contains(path, "/recordings/"):
		return inFootage
	case strings.HasPrefix(base, "journal.db"):
		return inJournal
	case strings.HasPrefix(path, "fog/master/log/"):
		return inTree
	case strings.HasPrefix(path, "fog/master/"):
		return inMaster
	case strings.HasPrefix(path, "fog/ledger/"):
		return inChain
	}
	return inOther
}

// resident is a process's memory in bytes, shared memory counted for each who has it.
func resident(pid int) float64 {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "statm"))
	if err != nil {
		return 0
	}
	if f := strings.Fields(string(b)); len(f) > 1 {
		n, _ := strconv.ParseFloat(f[1], 64)
		return n * float64(os.Getpagesize())
	}
	return 0
}
