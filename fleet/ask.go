package fleet

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/supervise"
)

// Process is a child's state, and what it said last.
type Process struct {
	supervise.State
	Words string `json:"words,omitempty"`
}

// DialTimeout bounds how long a command waits for the site's ledger to answer.
const DialTimeout = 5 * time.Second

// upSocket is where `up` says how the processes of a site are.
func upSocket(site *service.Site) string {
	return service.SocketPath(site, "site/up", "status")
}

// socketClient speaks HTTP over a Unix socket.
func socketClient(path string) *http.Client {
	return &http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", path)
		},
	}}
}

// isReady asks a service whether it does its work.
func isReady(ctx context.Context, site *service.Site, id custos.ServiceID) bool {
	b, err := askSocket(ctx, service.SocketPath(site, id, "health"), "/readyz")
	return err == nil && strings.TrimSpace(string(b)) == "ok"
}

func askSocket(ctx context.Context, socket, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://service"+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := socketClient(socket).Do(req)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "%s does not answer: is `custos up` running? %w", filepath.Base(socket), err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 4<<20))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = custos.Errorf(custos.Unavailable, "%s", strings.TrimSpace(string(b)))
	}
	return b, err
}

func waitReady(ctx context.Context, site *service.Site, only custos.NodeName) error {
	for _, s := range Instances(site, only) {
		for !isReady(ctx, site, s.ID) {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
	return nil
}

// AlarmsOf asks a master of this machine, which needs no right.
func AlarmsOf(ctx context.Context, site *service.Site, fog *service.Node) (alarms []observe.Alarm, err error) {
	err = AskState(ctx, site, MasterOf(fog), "alarms", &alarms)
	return alarms, err
}

// AskState reads what a service of this machine says of itself.
func AskState(ctx context.Context, site *service.Site, id custos.ServiceID, name string, v any) error {
	b, err := askSocket(ctx, service.SocketPath(site, id, "health"), "/state/"+name)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// Metric reads one figure of a service.
func Metric(ctx context.Context, site *service.Site, id custos.ServiceID, name string) (float64, error) {
	b, err := askSocket(ctx, service.SocketPath(site, id, "health"), "/metrics")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if v, ok := strings.CutPrefix(line, name+" "); ok {
			return strconv.ParseFloat(strings.TrimSpace(v), 64)
		}
	}
	return 0, custos.Errorf(custos.NotFound, "%s has no figure %s", id, name)
}
