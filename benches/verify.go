package benches

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/evidence/evidencetest"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"
)

// Verify measures verifying a large bundle beside SHA-256 alone over the same bytes of the same
// file; and, where a browser and the page are there, in the page.
type Verify struct {
	// MiB of footage, in segments of SegmentKiB.
	MiB, SegmentKiB int
	// Rounds is how often each is measured, in turn; the best of each counts.
	Rounds int
	// Page is the verifier's page; "" leaves the browser out.
	Page  string
	Notes io.Writer
}

// Run measures.
func (v Verify) Run(ctx context.Context) (*figures.Result, error) {
	n := v.MiB << 10 / max(v.SegmentKiB, 1)
	if n < 1 || n > evidence.MaxSegments || v.Rounds < 1 {
		return nil, custos.Errorf(custos.Invalid, "%d MiB in segments of %d KiB are %d segments: 1 to %d can be measured", v.MiB, v.SegmentKiB, n, evidence.MaxSegments)
	}
	dir, err := os.MkdirTemp("", "custos-bench-verify")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	bundle, trust := filepath.Join(dir, "large.evidence.zip"), filepath.Join(dir, "trust.json")
	pinned, err := v.make(n, bundle, trust)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(bundle)
	if err != nil {
		return nil, err
	}
	var alone, whole time.Duration
	for range v.Rounds {
		took, err := hashAlone(bundle)
		if err != nil {
			return nil, err
		}
		alone = sooner(alone, took)
		if took, err = verifyFile(bundle, pinned); err != nil {
			return nil, err
		}
		whole = sooner(whole, took)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	speed := func(d time.Duration) float64 { return float64(info.Size()) / 1e6 / d.Seconds() }
	r := figures.New("verify")
	row := func(name string, took time.Duration) {
		r.Rows = append(r.Rows, figures.Row{Name: name + "-speed", Unit: "MB/s", Value: speed(took), Peer: "sha256 alone", PeerValue: speed(alone), Ratio: speed(took) / speed(alone)})
		r.Rows = append(r.Rows, figures.Row{Name: name + "-over-sha256", Unit: "ratio", Value: speed(took) / speed(alone)})
	}
	r.Rows = append(r.Rows, figures.Row{Name: "verify-bundle", Unit: "MB", Value: float64(info.Size()) / 1e6})
	row("verify", whole)
	if v.Page == "" {
		return r, nil
	}
	var inPage time.Duration
	for range v.Rounds {
		took, err := browse(ctx, v.Page, bundle, trust)
		if errors.Is(err, errNoBrowser) {
			term.Printf(v.Notes, "the page is not measured: %v\n", err)
			return r, nil
		}
		if err != nil {
			return nil, err
		}
		inPage = sooner(inPage, took)
	}
	row("verify-browser", inPage)
	return r, nil
}

// sooner is the shorter of two times, of which the first may be none.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 {
		return b
	}
	return min(a, b)
}

// make writes the bundle and its trust file.
func (v Verify) make(segments int, bundle, trust string) (*evidence.Trust, error) {
	s, err := evidencetest.New()
	if err != nil {
		return nil, err
	}
	m, err := s.Bundle(evidencetest.Options{Segments: segments, Bytes: v.SegmentKiB << 10, Stretch: true})
	if err != nil {
		return nil, err
	}
	f, err := os.Create(bundle)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(m.Write(f), f.Close()); err != nil {
		return nil, err
	}
	text, err := json.Marshal(m.Trust)
	if err != nil {
		return nil, err
	}
	return m.Trust, os.WriteFile(trust, text, 0o600)
}

// hashAlone is the peer: one hash over all bytes, as `sha256sum` makes it.
func hashAlone(path string) (time.Duration, error) {
	began := time.Now()
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{f}, make([]byte, 1<<20))
	_ = h.Sum(nil)
	return time.Since(began), err
}

func verifyFile(path string, t *evidence.Trust) (time.Duration, error) {
	began := time.Now()
	r, err := evidence.VerifyFile(path, t, nil)
	if err == nil && r.Result != evidence.Pass {
		err = custos.Errorf(custos.Internal, "the bundle that was made does not verify: %+v", r.Claims)
	}
	return time.Since(began), err
}
