package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
)

// Text returns the C2SP checkpoint text that a log of this origin signs.
func (c Checkpoint) Text(origin string) string {
	return origin + "\n" + strconv.FormatUint(c.Size, 10) + "\n" + base64.StdEncoding.EncodeToString(c.Root[:]) + "\n"
}

// Digest returns what the log's secp256k1 key signs: the SHA-256 of the text.
func (c Checkpoint) Digest(origin string) custos.Hash { return sha256.Sum256([]byte(c.Text(origin))) }

func logID(domain custos.Resource, origin string) [32]byte { return layout.LogID(domain, origin) }
