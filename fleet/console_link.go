package fleet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// linkSocket is where a console gives links to this machine's user, and to nobody else.
func linkSocket(site *service.Site, id custos.ServiceID) string {
	return service.SocketPath(site, id, "link")
}

// NewConsoleLink asks the site's console, the first if there are several.
func NewConsoleLink(ctx context.Context, site *service.Site) (string, error) {
	for _, s := range Instances(site, "") {
		if s.Kind.Name != Console {
			continue
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://console/link", nil)
		if err != nil {
			return "", err
		}
		resp, err := socketClient(linkSocket(site, s.ID)).Do(req)
		if err != nil {
			if _, up := askSocket(ctx, upSocket(site), "/"); up == nil {
				return "", custos.Errorf(custos.Unavailable, "%s does not answer yet: `custos status` says how it is", s.ID)
			}
			return "", notRunning(site)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
		if err == nil && resp.StatusCode != http.StatusOK {
			err = custos.Errorf(custos.Unavailable, "%s gives no link: %s", s.ID, strings.TrimSpace(string(b)))
		}
		return strings.TrimSpace(string(b)), err
	}
	var owner, fog string
	if len(site.Owners) > 0 {
		owner = string(site.Owners[0].Name)
	}
	for _, n := range site.Nodes {
		if n.Tier == custos.Fog {
			fog = string(n.Name)
			break
		}
	}
	return "", custos.Errorf(custos.NotFound, "the site has no console: add a node {name: console, tier: cloud, owner: %s, fog: %s} to %s and start it again", owner, fog, term.ShortPath(site.Path()))
}

// give answers with a new link at a socket that only this user reaches, until ctx ends.
func (d *door) give(ctx context.Context, socket string) error {
	l, err := service.Listen(socket)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /link", func(w http.ResponseWriter, _ *http.Request) {
		term.Println(w, d.link(d.sessions.NewLink()))
	})
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// link is what lets somebody in by a token.
func (d *door) link(token string) string {
	return fmt.Sprintf("http://%s/login?token=%s", d.addr, token)
}
