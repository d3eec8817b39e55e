package fog

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/retention"
	"custos.dev/custos/service"
)

// AuditSettings is the section `audit` of a site file: how a master looks at its own data all the time.
type AuditSettings struct {
	// Share is how much of a processor's core that takes at most; 0 is never.
	Share float64 `yaml:"share"`
	// Every is from the end of one round to the beginning of the next.
	Every retention.Duration `yaml:"every"`
	// Repair has what is found put right at once.
	Repair bool `yaml:"repair,omitempty"`
}

// AuditSection is the part of a site file about the continuous audit.
var AuditSection = service.SiteSection[AuditSettings]{
	Name:    "audit",
	Default: func() AuditSettings { return AuditSettings{Share: .05, Every: retention.Duration(6 * time.Hour)} },
	Check: func(_ *service.Site, s *AuditSettings) error {
		switch {
		case s.Share < 0 || s.Share > 1:
			return custos.Errorf(custos.Invalid, "audit.share: %v is no part of a core: give 0 to 1", s.Share)
		case time.Duration(s.Every) < time.Minute:
			return custos.Errorf(custos.Invalid, "audit.every: %v is too often: give 1m or more", s.Every)
		}
		return nil
	},
}.Define()

const (
	// firstAudit is how long a master lets everything else begin before it looks at its data.
	firstAudit = 2 * time.Minute
	// auditSlice is how long it works at a time, before it rests in proportion.
	auditSlice = 20 * time.Millisecond
	// restMost bounds one rest, so that an end is noticed.
	restMost = 2 * time.Second
)

// Auditor has a master look at its own data again and again, at a bounded share of a core, and repairs
// what is asked for, one after the other.
type Auditor struct {
	AuditSettings
	// Config is what is audited, and Repairer what repairs; both are asked anew each time.
	Config   func(ctx context.Context) AuditConfig
	Repairer func(ctx context.Context) (*Repairer, error)
	// Altered is told after each round what is wrong, nil if nothing is. It raises the alarm and ends it.
	Altered func(ctx context.Context, why error) error
	Logger  *slog.Logger
	Now     func() time.Time

	working sync.Mutex // one round or repair at a time
	mu      sync.Mutex
	state   api.AuditState
}

// State is how far it has come.
func (a *Auditor) State() api.AuditState {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state.Share = a.Share
	return a.state
}

func (a *Auditor) set(change func(*api.AuditState)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change(&a.state)
}

// Run audits until ctx ends. It first tells of repairs that a crash kept from being told.
func (a *Auditor) Run(ctx context.Context) error {
	if r, err := a.Repairer(ctx); err == nil {
		if err := r.Kept.tell(ctx, r.Tell); err != nil && ctx.Err() == nil {
			a.Logger.Error("a repair of before cannot be put on record", "err", err)
		}
	}
	for wait := firstAudit; ; wait = time.Duration(a.Every) {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		if a.Share <= 0 {
			continue
		}
		if err := a.Round(ctx); err != nil && ctx.Err() == nil {
			a.Logger.Warn("the master's data cannot be audited", "err", err)
			a.set(func(s *api.AuditState) { s.Trouble = err.Error() })
		}
	}
}

// Round audits once, and repairs if the site file says so.
func (a *Auditor) Round(ctx context.Context) error {
	a.working.Lock()
	defer a.working.Unlock()
	rep, err := a.look(ctx)
	if err != nil {
		return err
	}
	if a.Repair && rep.Result == evidence.Fail {
		r, err := a.Repairer(ctx)
		if err != nil {
			return err
		}
		r.Pace = a.pacer(ctx, func() {})
		done, err := r.Repair(ctx, false)
		if err != nil {
			a.Logger.Error("what was altered cannot be repaired", "err", err)
		} else if done.Count > 0 {
			a.Logger.Warn("what was altered was repaired", "rows", done.Count, "kept", done.Kept)
			if rep, err = a.look(ctx); err != nil {
				return err
			}
		}
	}
	return a.Altered(ctx, firstFailure(rep))
}

func (a *Auditor) look(ctx context.Context) (*AuditReport, error) {
	cfg := a.Config(ctx)
	a.set(func(s *api.AuditState) { s.Rows = 0 })
	cfg.Pace = a.pacer(ctx, func() { a.set(func(s *api.AuditState) { s.Rows++ }) })
	rep, err := Audit(ctx, cfg)
	if err != nil {
		return nil, err
	}
	why := firstFailure(rep)
	a.set(func(s *api.AuditState) {
		s.Size, s.Result, s.Trouble = s.Rows, string(rep.Result), ""
		s.Last, s.Findings, s.First = a.Now().UTC().Format(time.RFC3339), len(rep.Findings)+rep.More, ""
		if why != nil {
			s.First = why.Error()
		}
	})
	return rep, nil
}

// Mend repairs at once, for somebody who asks.
func (a *Auditor) Mend(ctx context.Context, dry bool) (*Repaired, error) {
	a.working.Lock()
	defer a.working.Unlock()
	r, err := a.Repairer(ctx)
	if err != nil {
		return nil, err
	}
	return r.Repair(ctx, dry)
}

// pacer returns what rests in proportion to the time that was worked since it was called last.
func (a *Auditor) pacer(ctx context.Context, each func()) func() {
	began := time.Now()
	return func() {
		each()
		worked := time.Since(began)
		if worked < auditSlice || a.Share >= 1 {
			return
		}
		rest := time.Duration(float64(worked) * (1 - a.Share) / a.Share)
		select {
		case <-ctx.Done():
		case <-time.After(min(rest, restMost)):
		}
		began = time.Now()
	}
}

func firstFailure(r *AuditReport) error {
	n := r.More
	var first *Finding
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Status == evidence.Fail {
			if n++; first == nil {
				first = f
			}
		}
	}
	if first == nil {
		return nil
	}
	return fmt.Errorf("%d findings, the first: %s: %s", n, first.What, first.Detail)
}
