//go:build !unix

package key

import "io/fs"

// ownerOf knows no owner where users have no numbers.
func ownerOf(fs.FileInfo) (int, bool) { return 0, false }
