package pow

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// BenchmarkNode measures a node in a process of its own: how long one transaction
// takes to be mined and to be confirmed, how long 500 take, and what it costs idle.
//
//	go test ./pow -run xxx -bench Node -benchtime 20x
func BenchmarkNode(b *testing.B) {
	b.Run("ethash", func(b *testing.B) { measure(b, genesis(b, b.TempDir(), chainID)) })
	b.Run("fixed-32768", func(b *testing.B) { measure(b, fixedGenesis(b, b.TempDir(), 32768)) })
}

func measure(b *testing.B, gen string) {
	c := testConfig(b, filepath.Join(b.TempDir(), "a"), gen)
	c.Sockets, c.PeersFile = "", ""
	n := spawn(b, c)
	k := newKey(b)
	var mined, confirmed []time.Duration
	var nonce uint64
	for b.Loop() {
		begun := time.Now()
		tx := put(b, k, nonce, 1, int64(nonce))
		nonce++
		n.send(b, tx)
		r := n.receipt(b, tx.Hash())
		mined = append(mined, time.Since(begun))
		n.confirm(b, r.BlockNumber, 2)
		confirmed = append(confirmed, time.Since(begun))
	}
	slices.Sort(mined)
	slices.Sort(confirmed)
	b.ReportMetric(mined[len(mined)/2].Seconds(), "s-mined-p50")
	b.ReportMetric(confirmed[len(confirmed)/2].Seconds(), "s-confirmed-p50")
	b.ReportMetric(confirmed[len(confirmed)*99/100].Seconds(), "s-confirmed-p99")
	if s := n.status(b); s.Head > 0 {
		b.ReportMetric(3*float64(s.Hashes)/float64(s.Head), "hashes-per-anchor")
		b.ReportMetric(3*s.CPUSeconds/float64(s.Head), "cpu-s-per-anchor")
		b.ReportMetric(s.HashRate, "hashes/s")
	}
	begun := time.Now()
	for range 500 {
		tx := put(b, k, nonce, int64(nonce), 1)
		nonce++
		n.send(b, tx)
	}
	last := put(b, k, nonce, 1, 1)
	n.send(b, last)
	r := n.receipt(b, last.Hash())
	b.ReportMetric(time.Since(begun).Seconds(), "s-for-500")
	n.confirm(b, r.BlockNumber, 2)
	time.Sleep(time.Second)
	cpu, at := n.status(b).CPUSeconds, time.Now()
	time.Sleep(10 * time.Second)
	b.ReportMetric(100*(n.status(b).CPUSeconds-cpu)/time.Since(at).Seconds(), "%-of-a-core-idle")
	if pages, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", n.cmd.Process.Pid)); err == nil {
		var size, resident int
		if _, err := fmt.Sscan(string(pages), &size, &resident); err == nil {
			b.ReportMetric(float64(resident*os.Getpagesize())/(1<<20), "MiB-resident")
		}
	}
	if err := n.end(b, syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
}
