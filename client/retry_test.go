package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos/access"
	"custos.dev/custos/ledger/key"
)

type tripper func(*http.Request) (*http.Response, error)

func (t tripper) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// Whoever has used up his budget waits as long as he is told, and signs anew.
func TestTransportWaitsForItsBudget(t *testing.T) {
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		refusals, after := 2, "3"
		signatures := map[string]bool{}
		tr := &Transport{Signer: access.Signer{Key: k, ChainID: 7}, Base: tripper(func(r *http.Request) (*http.Response, error) {
			if b, err := io.ReadAll(r.Body); err != nil || string(b) != "body" {
				t.Errorf("sent %q, %v", b, err)
			}
			signatures[r.Header.Get("Signature")] = true
			resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(""))}
			if len(signatures) <= refusals {
				resp.StatusCode = http.StatusTooManyRequests
				resp.Header.Set("Retry-After", after)
			}
			return resp, nil
		})}
		send := func(ctx context.Context) (int, time.Duration, error) {
			clear(signatures)
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://fog/api/ledger", strings.NewReader("body"))
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			resp, err := tr.RoundTrip(r)
			if err != nil {
				return 0, time.Since(began), err
			}
			return resp.StatusCode, time.Since(began), nil
		}
		if code, took, err := send(t.Context()); code != http.StatusOK || took != 6*time.Second || err != nil || len(signatures) != 3 {
			t.Errorf("%d after %s by %d signatures, %v", code, took, len(signatures), err)
		}
		refusals = 100
		if code, took, err := send(t.Context()); code != http.StatusTooManyRequests || took != mostTries*3*time.Second || err != nil {
			t.Errorf("when it does not end: %d after %s, %v", code, took, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, took, err := send(ctx); !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
			t.Errorf("who does not wait: after %s, %v", took, err)
		}
		for _, after = range []string{"", "soon", "3600"} {
			if code, took, err := send(t.Context()); code != http.StatusTooManyRequests || took != 0 || err != nil {
				t.Errorf("Retry-After %q: %d after %s, %v", after, code, took, err)
			}
		}
	})
}
