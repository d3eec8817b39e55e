package host

import (
	"os"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/analyze"
	"custos.dev/custos/service"

	"github.com/prometheus/client_golang/prometheus"
)

// remindFor is how long a service says that it was started again because it hung.
const remindFor = 10 * time.Minute

// health is how an analyzer does. Its methods may be called by several goroutines.
type health struct {
	mu     sync.Mutex
	counts analyze.Health
	// trouble is this life's, or what the life before ended with, until remind.
	trouble string
	since   time.Time
	remind  time.Time
	deaf    deafness

	lag      *prometheus.HistogramVec
	taken    *prometheus.CounterVec
	drops    prometheus.Counter
	observes prometheus.Counter
}

func newHealth(r prometheus.Registerer) *health {
	h := &health{
		lag: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "custos_analyzer_lag_seconds", Help: "From the capture of what was analysed to its result.",
			Buckets: []float64{.01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30, 60},
		}, []string{"camera"}),
		taken:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "custos_analyzer_taken_total", Help: "Frames or events that were analysed."}, []string{"camera"}),
		drops:    prometheus.NewCounter(prometheus.CounterOpts{Name: "custos_analyzer_dropped_frames_total", Help: "Frames that went by while the analyzer was at an older one."}),
		observes: prometheus.NewCounter(prometheus.CounterOpts{Name: "custos_analyzer_observed_total", Help: "Events that the analyzer made."}),
	}
	r.MustRegister(h.lag, h.taken, h.drops, h.observes)
	return h
}

// took tells of a frame or an event that was analysed, and its result kept.
func (h *health) took(c custos.CameraID, captured time.Time) {
	lag := max(0, time.Since(captured))
	h.lag.WithLabelValues(string(c)).Observe(lag.Seconds())
	h.taken.WithLabelValues(string(c)).Inc()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts.Taken++
	h.counts.Lag = &lag
}

func (h *health) dropped(n uint64) {
	h.drops.Add(float64(n))
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts.Dropped += n
}

func (h *health) observed(n int) {
	h.observes.Add(float64(n))
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts.Observed += uint64(n)
}

// hung notes that the analyzer hangs, for people and for the service's next life.
func (h *health) hung(path string, err error) {
	h.mu.Lock()
	h.trouble, h.since, h.remind = err.Error(), time.Now(), time.Time{}
	h.mu.Unlock()
	_ = service.WriteFile(path, []byte(err.Error()), 0o600) // it is in the log, too
}

// before says for a while what the life before ended with.
func (h *health) before(path string) {
	st, err := os.Stat(path)
	if err != nil {
		return
	}
	why, err := os.ReadFile(path)
	_ = os.Remove(path)
	if err != nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.trouble, h.since, h.remind = "it was started again: "+strings.TrimSpace(string(why)), st.ModTime(), st.ModTime().Add(remindFor)
}

// now is what the service says of itself, with what its analyzer has to say.
func (h *health) now(analyzer any) analyze.Health {
	h.mu.Lock()
	out := h.counts
	if h.trouble != "" && (h.remind.IsZero() || time.Now().Before(h.remind)) {
		since := h.since
		out.Trouble, out.Since = h.trouble, &since
	}
	h.mu.Unlock()
	if out.Trouble == "" {
		if trouble, since := h.deaf.now(); trouble != "" {
			out.Trouble, out.Since = trouble, &since
		}
	}
	if r, ok := analyzer.(analyze.Reporter); ok && out.Trouble == "" {
		if trouble, since := r.Report(); trouble != "" {
			out.Trouble, out.Since = trouble, &since
		}
	}
	return out
}
