package main

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"syscall"
	"time"

	"custos"
	"custos/service"
	"custos/supervise"
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

// restartAll ends the running services of a site, for their supervisor to start them again,
// and waits until they do their work; 0 if the site does not run here.
func restartAll(ctx context.Context, site *service.Site) (int, error) {
	states, err := supervised(ctx, site)
	if custos.KindOf(err) == custos.Unavailable {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n := 0
	for _, s := range states {
		if !s.Running {
			continue
		}
		if err := syscall.Kill(s.PID, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
			return n, err
		}
		n++
	}
	wait, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	// The sockets of those that are ending may still answer.
	for _, s := range states {
		for id := custos.ServiceID(s.Name); wait.Err() == nil && s.Running && samePID(wait, site, id, s.PID); {
			time.Sleep(100 * time.Millisecond)
		}
	}
	return n, waitReady(wait, site, "")
}

// samePID says whether a service is the process that it was.
func samePID(ctx context.Context, site *service.Site, id custos.ServiceID, pid int) bool {
	now, err := supervised(ctx, site)
	return err == nil && slices.ContainsFunc(now, func(s supervise.State) bool {
		return s.Name == string(id) && s.PID == pid && s.Running
	})
}
