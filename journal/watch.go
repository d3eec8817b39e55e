package journal

import (
	"context"
	"log/slog"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// Watch shows what a service observes of some kinds from now on, as it happens, until ctx ends. It
// is for those who look on: it keeps no place, and what happens while the service is away is missed.
func Watch(ctx context.Context, p Peers, source custos.ServiceID, kinds []custos.Kind, log *slog.Logger, show func(*Followed)) {
	f := &follower{source: source, skip: observe.Skip(kinds), now: true}
	for quiet := false; ctx.Err() == nil; {
		got, err := f.ask(ctx, p)
		if err != nil {
			if ctx.Err() == nil && !quiet {
				log.Info("waiting for a service", "source", source, "err", err)
			}
			quiet = true
			pause(ctx, time.Second)
			continue
		}
		quiet = false
		if got.Flow != nil {
			f.flow = *got.Flow
		}
		for i := range got.followed {
			if got.followed[i].Err == nil {
				show(&got.followed[i])
			}
		}
	}
}
