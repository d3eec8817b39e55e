package fleet

import (
	"context"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"
)

// RotateKey replaces the TLS key of a node, whose account the owner registers it for, and
// returns it with the block that holds it. A crash between its steps leaves a key that the
// registry has and the node does not use, or the other way round: done again it ends with a
// new one that both have.
func RotateKey(ctx context.Context, site *service.Site, chain *ledger.Client, n *service.Node, owner *key.Key, account custos.Address) (custos.Hash, ledger.Receipt, error) {
	var none custos.Hash
	dir := site.NodeDir(n.Name)
	next, err := os.MkdirTemp(dir, ".rotate-")
	if err != nil {
		return none, ledger.Receipt{}, err
	}
	defer os.RemoveAll(next)
	_, spki, err := service.TLSIdentity(next, n.Name)
	if err != nil {
		return none, ledger.Receipt{}, err
	}
	r, err := chain.UpdateNode(ctx, owner, account, spki, endpointsOf(n))
	if err != nil {
		return none, ledger.Receipt{}, err
	}
	if err := os.Rename(filepath.Join(next, "tls.key"), filepath.Join(dir, "tls.key")); err != nil {
		return none, ledger.Receipt{}, err
	}
	return spki, r, writePins(site)
}
