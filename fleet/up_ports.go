package fleet

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// portsWait is how long the ports of a site that was killed a moment ago may be taken.
const portsWait = 5 * time.Second

// listener is the service of a node that listens at an address of the site file.
func listener(n *service.Node, key string) string {
	for i := range Services {
		if k := &Services[i]; k.on(n.Tier) && slices.Contains(k.listens, key) {
			return k.Name
		}
	}
	return ""
}

// portsFree says which service cannot listen where it is to, and what to do. Without it
// that service would say so again and again. It waits for what ends just now.
func portsFree(ctx context.Context, site *service.Site, only custos.NodeName, wait time.Duration) error {
	var last error
	for end := time.Now().Add(wait); ; {
		var errs []error
		// The edges that are gone serve their recordings, and their buses listen.
		for _, node := range slices.Concat(site.Nodes, site.GoneNodes()) {
			n := &node
			if only != "" && n.Name != only {
				continue
			}
			for _, a := range site.Addresses(n) {
				if err := canListen(site, n, a); err != nil {
					errs = append(errs, err)
				}
			}
		}
		if len(errs) == 0 {
			return nil
		}
		last = custos.Errorf(custos.Conflict, "%w", errors.Join(errs...))
		if !errors.Is(last, syscall.EADDRINUSE) || time.Now().After(end) {
			return last
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func canListen(site *service.Site, n *service.Node, a service.Address) error {
	l, err := net.Listen("tcp", a.Value)
	if err == nil {
		return l.Close()
	}
	who := listener(n, a.Key)
	_, port, _ := net.SplitHostPort(a.Value)
	other := fmt.Sprintf("name another `%s` for %s in %s", a.Key, n.Name, term.ShortPath(site.Path()))
	if a.Chosen {
		other = fmt.Sprintf("remove its line `%s` under `%s` from %s, and another port is chosen", a.Key, n.Name, term.ShortPath(site.PortsPath()))
	}
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return custos.Errorf(custos.Conflict, "%s/%s cannot listen on %s, another program does (`ss -ltnp sport = :%s` names it): stop that, or %s: %w", n.Name, who, a.Value, port, other, syscall.EADDRINUSE)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return custos.Errorf(custos.Conflict, "%s/%s cannot listen on %s, which is no address of this machine: %s, or run only the nodes of this machine by --node", n.Name, who, a.Value, other)
	case errors.Is(err, syscall.EACCES):
		return custos.Errorf(custos.Conflict, "%s/%s may not listen on %s: ports below 1024 are the system's: %s", n.Name, who, a.Value, other)
	}
	return custos.Errorf(custos.Conflict, "%s/%s cannot listen on %s: %s: %w", n.Name, who, a.Value, other, err)
}

// FreePorts finds loopback addresses that nobody listens on now.
func FreePorts(n int) ([]string, error) {
	var out []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		out = append(out, l.Addr().String())
	}
	return out, nil
}
