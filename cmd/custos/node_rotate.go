package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"custos"
	"custos/service"
	"custos/supervise"

	"github.com/spf13/cobra"
)

func nodeRotateCommand() *cobra.Command {
	var t target
	c := &cobra.Command{
		Use:   "rotate NODE",
		Short: "Give one of this site's nodes a new TLS key",
		Long: `Makes the key, has the owner put it into the registry, and lets the node's running
services begin again with it. Other owners' nodes take the new key from the block that
holds it on. What was proved by the old key at an earlier block stays proved.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return rotate(cmd, &t, custos.NodeName(args[0]))
		},
	}
	t.siteFlags(c)
	return c
}

// rotate replaces a node's TLS key. A crash between its steps leaves a key that the
// registry has and the node does not use, or the other way round: done again it ends
// with a new one that both have.
func rotate(cmd *cobra.Command, t *target, name custos.NodeName) error {
	ctx := cmd.Context()
	l, err := openSite(t)
	if err != nil {
		return err
	}
	n, ok := l.site.Node(name)
	if !ok {
		return custos.Errorf(custos.NotFound, "the site has no node %q", name)
	}
	owner, err := l.signerFor(string(n.Owner))
	if err != nil {
		return err
	}
	account, err := l.signerFor(string(name))
	if err != nil {
		return err
	}
	chain, err := l.ledger(ctx)
	if err != nil {
		return err
	}
	defer chain.Close()
	dir := l.site.NodeDir(name)
	next, err := os.MkdirTemp(dir, ".rotate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(next)
	_, spki, err := service.TLSIdentity(next, name)
	if err != nil {
		return err
	}
	r, err := chain.UpdateNode(ctx, owner, account.Address(), spki, endpointsOf(n))
	if err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(next, "tls.key"), filepath.Join(dir, "tls.key")); err != nil {
		return err
	}
	if err := writePins(l.site); err != nil {
		return err
	}
	printf(cmd.OutOrStdout(), "%s has the TLS key %s from block %d on\n", name, spki, r.Block.Number)
	again, err := restart(ctx, l.site, name)
	if err != nil {
		return err
	}
	if again > 0 {
		printf(cmd.OutOrStdout(), "%d of its services begin again with it\n", again)
	}
	return nil
}

// supervised asks the supervisor of a site for its services; Unavailable if none runs here.
func supervised(ctx context.Context, site *service.Site) (states []supervise.State, err error) {
	b, err := askSocket(ctx, upSocket(site), "/")
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal(b, &states)
	return states, err
}

// restart ends the running services of a node, and of those who pin its key, for
// their supervisor to start them again; 0 if the site does not run here.
func restart(ctx context.Context, site *service.Site, name custos.NodeName) (int, error) {
	states, err := supervised(ctx, site)
	if custos.KindOf(err) == custos.Unavailable {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, _ := site.Node(name)
	var errs []error
	count := 0
	for _, s := range states {
		id := custos.ServiceID(s.Name)
		other, ok := site.Node(id.Node())
		if !ok || !s.Running {
			continue
		}
		// Its own services show the key; buses and consoles of the others pin it.
		pins := id.Service() == "bus" && (other.Fog == name || n.Fog == other.Name) || other.Tier == custos.Cloud
		if other.Name != name && !pins {
			continue
		}
		if err := syscall.Kill(s.PID, syscall.SIGTERM); err != nil {
			errs = append(errs, err)
			continue
		}
		count++
	}
	if count > 0 {
		wait, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		_ = waitReady(wait, site, name)
	}
	return count, errors.Join(errs...)
}
