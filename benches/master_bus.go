package benches

import (
	"context"
	"encoding/json"
	"path/filepath"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/journal"
	"custos.dev/custos/sealed"
)

// busCommits is how many batches go over the bus: a caller may ask so often and no more.
const busCommits = 60

// commitsByBus is what an event costs with the bus between: the request made of it, sealed,
// carried, opened and read, both ends and the server in one process.
func (b *bench) commitsByBus(ctx context.Context, m *Master, dir string) (err error) {
	c, err := openCommitting(ctx, filepath.Join(dir, "master"), m.Database, 0)
	if err != nil {
		return err
	}
	defer c.close(ctx, &err)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	x, err := newBusPair(ctx, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		var batch journal.Commit
		if err := json.Unmarshal(data, &batch); err != nil {
			return nil, err
		}
		index, err := c.committer.Commit(ctx, from.Account, batch)
		if err != nil {
			return nil, err
		}
		return json.Marshal(journal.Committed{Leaf: batch.Leaf.Hash(), Index: index, Size: index + 1})
	})
	if err != nil {
		return err
	}
	defer x.camera.Close()
	defer x.master.Close()
	s := &committer{id: busCamera, key: x.asks.Key}
	c.by[s.key.Address()] = custos.Principal{Address: s.key.Address(), Name: string(s.id), Role: custos.RoleService, Domain: masterDomain, Active: true}
	if err := s.prepare(busCommits+1, m.Batch, c.block.BlockRef); err != nil {
		return err
	}
	send := func(batch journal.Commit) error {
		batch.Sent = time.Now()
		data, err := json.Marshal(batch)
		if err != nil {
			return err
		}
		_, err = x.asks.Ask(ctx, busMaster, journal.CommitRequest, data)
		return err
	}
	// The first opens the channel, once the other end is there.
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if err = send(s.batches[0]); err == nil {
			break
		} else if time.Now().After(end) {
			return err
		}
	}
	before, err := ownCPU()
	if err != nil {
		return err
	}
	for _, batch := range s.batches[1:] {
		if err := send(batch); err != nil {
			return err
		}
	}
	after, err := ownCPU()
	b.Add("commit-bus-cpu", float64((after-before).Nanoseconds())/1000/float64(busCommits*m.Batch), "us/event")
	return err
}
