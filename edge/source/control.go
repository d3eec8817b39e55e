package source

import (
	"net/url"
	"strings"

	"custos.dev/custos/edge/rtsp"
)

// absolute says whether a control attribute or a header is a whole RTSP URL.
func absolute(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && (strings.EqualFold(scheme, "rtsp") || strings.EqualFold(scheme, "rtsps"))
}

// baseOf returns the URL that the description's control attributes are relative to
// (RFC 2326, C.1.1). It is only a name in requests on this connection: nothing is
// dialled for it.
func baseOf(request string, h rtsp.Header) string {
	for _, k := range []string{"Content-Base", "Content-Location"} {
		v := strings.Trim(h.Get(k), `"`)
		if absolute(v) {
			return v
		}
		if strings.HasPrefix(v, "/") {
			if u, err := url.Parse(request); err == nil {
				return u.Scheme + "://" + u.Host + v
			}
		}
	}
	return request
}

// joinControl returns the URLs that a control attribute may mean, the likeliest first.
// The standard resolves it like a link in a page, which takes the last part of the base
// away; cameras mean that it is appended, whatever query the base ends with.
func joinControl(base, control string) []string {
	if absolute(control) {
		return []string{control}
	}
	if control == "" || control == "*" {
		return []string{base}
	}
	out := []string{strings.TrimSuffix(base, "/") + "/" + strings.TrimPrefix(control, "/")}
	if b, err := url.Parse(base); err == nil {
		if r, err := b.Parse(control); err == nil && r.String() != out[0] {
			out = append(out, r.String())
		}
	}
	return out
}

// hostOf is a URL's host as it may be shown: without credentials and odd characters.
func hostOf(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" {
		return "another address"
	}
	h := strings.Map(printable, u.Host)
	return h[:min(len(h), 80)]
}
