package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service"
	"custos.dev/custos/supervise"
)

// supervised asks the supervisor of a site for its services; Unavailable if none runs here.
func supervised(ctx context.Context, site *service.Site) (states []supervise.State, err error) {
	b, err := askSocket(ctx, upSocket(site), "/")
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal(b, &states)
	return states, err
}

// endServices has those of a site's running services end that are chosen, for their supervisor to
// start them again, and returns what they were; none if the site does not run here.
func endServices(ctx context.Context, site *service.Site, chosen func(custos.ServiceID) bool) (ended []supervise.State, err error) {
	states, err := supervised(ctx, site)
	if custos.KindOf(err) == custos.Unavailable {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, s := range states {
		if !s.Running || !chosen(custos.ServiceID(s.Name)) {
			continue
		}
		if err := syscall.Kill(s.PID, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
			errs = append(errs, err)
			continue
		}
		ended = append(ended, s)
	}
	return ended, errors.Join(errs...)
}

// Restart ends the running services of a node, and of those who pin its key, for
// their supervisor to start them again; 0 if the site does not run here.
func Restart(ctx context.Context, site *service.Site, name custos.NodeName) (int, error) {
	n, _ := site.Node(name)
	ended, err := endServices(ctx, site, func(id custos.ServiceID) bool {
		other, ok := site.Node(id.Node())
		if !ok {
			return false
		}
		// Its own services show the key; buses and consoles of the others pin it.
		pins := id.Service() == Bus && (other.Fog == name || n.Fog == other.Name) || other.Tier == custos.Cloud
		return other.Name == name || pins
	})
	if len(ended) > 0 {
		wait, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		_ = waitReady(wait, site, name)
	}
	return len(ended), err
}

// restartAll ends the running services of a site, for their supervisor to start them again,
// and waits until they do their work; 0 if the site does not run here.
func restartAll(ctx context.Context, site *service.Site) (int, error) {
	ended, err := endServices(ctx, site, func(custos.ServiceID) bool { return true })
	if err != nil || len(ended) == 0 {
		return len(ended), err
	}
	wait, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	// The sockets of those that are ending may still answer.
	for _, s := range ended {
		for id := custos.ServiceID(s.Name); wait.Err() == nil && samePID(wait, site, id, s.PID); {
			time.Sleep(100 * time.Millisecond)
		}
	}
	return len(ended), waitReady(wait, site, "")
}

// samePID says whether a service is the process that it was.
func samePID(ctx context.Context, site *service.Site, id custos.ServiceID, pid int) bool {
	now, err := supervised(ctx, site)
	return err == nil && slices.ContainsFunc(now, func(s supervise.State) bool {
		return s.Name == string(id) && s.PID == pid && s.Running
	})
}
