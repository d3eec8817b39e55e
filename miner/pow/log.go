package pow

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/ethereum/go-ethereum/log"
)

// bridge gives go-ethereum's log to slog, one level down: what is news to the
// library is detail here.
func bridge(l *slog.Logger) log.Handler {
	return log.FuncHandler(func(r *log.Record) error {
		level := slog.LevelDebug
		switch r.Lvl {
		case log.LvlCrit, log.LvlError:
			level = slog.LevelError
		case log.LvlWarn:
			level = slog.LevelWarn
		case log.LvlDebug, log.LvlTrace:
			return nil
		}
		ctx := context.Background()
		if !l.Enabled(ctx, level) {
			return nil
		}
		rec := slog.NewRecord(time.Now(), level, r.Msg, 0)
		for i := 0; i+1 < len(r.Ctx); i += 2 {
			rec.AddAttrs(slog.String(fmt.Sprint(r.Ctx[i]), fmt.Sprint(r.Ctx[i+1])))
		}
		return l.Handler().Handle(ctx, rec)
	})
}
