package fleet

import (
	"errors"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// OwnerWrappingKey is where an owner keeps his copy of the secret under which his fog's master hides
// the keys of the bodies that others mirror. With it, and with nothing else of a machine that is
// lost, they open again.
func OwnerWrappingKey(site *service.Site, owner custos.OwnerName) string {
	return filepath.Join(site.Data, "owners", string(owner)+".wrapping.key")
}

// writeWrapping sees to it that each owner and his fog on this machine have the same wrapping key: it
// is made where neither has one, and copied where one has lost his.
func writeWrapping(site *service.Site) error {
	for _, o := range site.Owners {
		fog := FogOf(site, o.Name)
		if fog == nil || !service.HasTLSIdentity(site.NodeDir(fog.Name)) {
			continue // its fog runs on another machine, which has it
		}
		at, copied := node.WrappingKey(site, fog.Name), OwnerWrappingKey(site, o.Name)
		if _, err := os.Stat(at); errors.Is(err, os.ErrNotExist) {
			if _, err := os.Stat(copied); err == nil {
				at, copied = copied, at
			}
		}
		k, err := service.SecretKey(at)
		if err != nil {
			return err
		}
		if _, err := os.Stat(copied); errors.Is(err, os.ErrNotExist) {
			if err := service.WriteSecretKey(copied, k); err != nil {
				return err
			}
			continue
		}
		if other, err := service.SecretKey(copied); err != nil || other != k {
			return errors.Join(err, custos.Errorf(custos.Conflict, "%s and %s hold different secrets: what others mirror is hidden by the one that the master had; move the other away", at, copied))
		}
	}
	return nil
}
