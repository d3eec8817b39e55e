package pow

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"
)

// The sockets between a node and its tunnel. At inSocket the node takes streams;
// at outSocket it writes the 64 bytes of a peer's ID and reads a zero when the
// stream to it is open. What follows is RLPx.
const (
	inSocket  = "in.sock"
	outSocket = "out.sock"
	// maxSockets is the longest directory, in bytes: a socket's path has 107.
	maxSockets = 90
	// callTime is how long opening a stream may take; the tunnel itself waits 5 s
	// for the connection and 5 s for each of two greetings.
	callTime = 16 * time.Second
)

// listenIn listens where the tunnel hands over streams. A socket that a killed
// process left is replaced: the lock on the data directory says that none runs.
func listenIn(dir string) (net.Listener, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create the directory of the peers' sockets: %w", err)
	}
	path := filepath.Join(dir, inSocket)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("replace the peers' socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen for peers' streams: %w", err)
	}
	return l, os.Chmod(path, 0o600)
}
