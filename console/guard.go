package console

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"custos.dev/custos"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
	"media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// guard lets through what comes from the console's own page, or from no page at
// all, and puts on every answer the headers that bind a browser.
func (c *console) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		if err := c.checkHost(r); err != nil {
			fail(w, err)
			return
		}
		if err := checkOrigin(r); err != nil {
			fail(w, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// checkHost refuses a name that we are not known by. By DNS rebinding a
// stranger's name points to us, and the browser takes us for his site; an
// address written out cannot be rebound, nor can localhost.
func (c *console) checkHost(r *http.Request) error {
	host, _ := splitHost(r.Host)
	if _, err := netip.ParseAddr(host); err == nil || host == "localhost" || slices.Contains(c.Hosts, host) {
		return nil
	}
	return custos.Errorf(custos.Denied, "the console does not answer to the host %q: open it by its address, or add the name to its hosts", host)
}

// checkOrigin refuses requests that another site's page makes. Another port of
// the same host is another site: cookies do not tell them apart, we do.
func checkOrigin(r *http.Request) error {
	origin, upgrade := r.Header.Get("Origin"), r.Header.Get("Upgrade") != ""
	if origin == "" && upgrade {
		// The same-origin policy does not hold for WebSockets; browsers always say
		// where one comes from.
		return custos.Errorf(custos.Denied, "a WebSocket without an Origin is refused: send the console's own")
	}
	if origin != "" {
		u, err := url.Parse(origin)
		same := err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host) &&
			(u.Scheme == "https" || u.Scheme == "http" && r.TLS == nil)
		if !same {
			return custos.Errorf(custos.Denied, "a request from the site %q is refused: only the console's own page may ask", origin)
		}
	}
	switch site := r.Header.Get("Sec-Fetch-Site"); site {
	case "", "none", "same-origin":
		return nil
	default:
		// A link from elsewhere may open the page; nothing else may be embedded.
		top := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
		if r.Method == http.MethodGet && !upgrade && top && (r.URL.Path == "/" || r.URL.Path == "/login") {
			return nil
		}
		return custos.Errorf(custos.Denied, "a %s request is refused: only the console's own page may ask", site)
	}
}

func splitHost(hostport string) (host, port string) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		host, port = hostport, ""
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(host), port
}
