package term

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Count is how many there are of something, in words: "1 node", "2 nodes".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// CalledAs is how people called this program, so that what it tells them to type works.
func CalledAs() string {
	if len(os.Args) == 0 || os.Args[0] == "" {
		return "custos.dev/custos"
	}
	return os.Args[0]
}

// ShortPath is a path as people would type it here.
func ShortPath(path string) string {
	if dir, err := os.Getwd(); err == nil {
		if r, err := filepath.Rel(dir, path); err == nil && !strings.HasPrefix(r, "..") {
			return r
		}
	}
	return path
}
