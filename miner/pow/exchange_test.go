package pow

import (
	"encoding/hex"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// exchange stands where a node's tunnel does: it opens streams to the nodes of this
// test by their IDs, and never looks into them.
func exchange(t *testing.T, sockets string) {
	t.Helper()
	if err := os.MkdirAll(sockets, 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(sockets, outSocket))
	if err != nil {
		t.Fatal(err)
	}
	var streams sync.WaitGroup
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	closed := false
	hold := func(c net.Conn) bool {
		mu.Lock()
		defer mu.Unlock()
		if closed {
			_ = c.Close()
			return false
		}
		open[c] = true
		return true
	}
	streams.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if hold(c) {
				streams.Go(func() { connect(c, hold) })
			}
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		mu.Lock()
		closed = true
		for c := range open {
			_ = c.Close()
		}
		mu.Unlock()
		streams.Wait()
	})
}

func connect(c net.Conn, hold func(net.Conn) bool) {
	defer c.Close()
	var id [64]byte
	if _, err := io.ReadFull(c, id[:]); err != nil {
		return
	}
	dir, ok := dataDirs.Load(hex.EncodeToString(id[:]))
	if !ok {
		return
	}
	peer, err := net.Dial("unix", filepath.Join(dir.(string), "s", inSocket))
	if err != nil || !hold(peer) {
		return
	}
	defer peer.Close()
	if _, err := c.Write([]byte{0}); err != nil {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(peer, c)
		_ = peer.Close()
	}()
	_, _ = io.Copy(c, peer)
	_ = c.Close()
	<-done
}
