package source

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
)

// parseURL accepts rtsp, rtsps and file URLs and nothing that could be read as
// anything else. Its errors never quote the URL: it may hold a password.
func parseURL(raw string) (*url.URL, error) {
	bad := func(format string, args ...any) (*url.URL, error) {
		return nil, fail(Refused, custos.Invalid, format, args...)
	}
	if raw == "" {
		return bad("it has no URL; give one that begins with rtsp://, rtsps:// or file:///")
	}
	for _, c := range []byte(raw) {
		if c <= ' ' || c == 0x7f || c == '\\' {
			return bad("its URL holds a space, a control character or a backslash; write them as %%20 and the like")
		}
	}
	u, err := url.Parse(raw)
	if err != nil || u.Opaque != "" {
		return bad("its URL cannot be read; write it like rtsp://HOST:554/PATH")
	}
	switch u.Scheme {
	case "rtsp", "rtsps":
		if u.Hostname() == "" || strings.HasPrefix(u.Hostname(), "-") {
			return bad("its URL names no host; write it like rtsp://HOST:554/PATH")
		}
		if u.Fragment != "" {
			return bad("its URL has a # part, which RTSP does not know; remove it or write %%23")
		}
	case "file":
		if u.Host != "" || !strings.HasPrefix(raw, "file:///") || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return bad("its file URL is not of the form file:///DIRECTORY/FILE")
		}
	default:
		return bad("its URL is of a kind that is not allowed; use rtsp://, rtsps:// or file:///")
	}
	return u, nil
}

// secretsOf lists what may not appear in logs, in the spellings it may have.
func secretsOf(u *url.URL, c rtsp.Credentials) []string {
	var out []string
	if u.User != nil {
		p, _ := u.User.Password()
		out = append(out, u.User.String(), u.User.Username(), p, url.QueryEscape(p), url.PathEscape(p))
	}
	return append(out, c.Password, url.QueryEscape(c.Password), url.PathEscape(c.Password), url.UserPassword(c.User, c.Password).String(), c.User)
}

// credentials returns those of the URL, or else those of the settings.
func (s *Source) credentials(u *url.URL) rtsp.Credentials {
	if u.User == nil {
		return s.Credentials
	}
	p, _ := u.User.Password()
	return rtsp.Credentials{User: u.User.Username(), Password: p}
}

// forbidden are address ranges in which no camera stands but other things do:
// clouds' metadata services above all.
var forbidden = func() []netip.Prefix {
	var out []netip.Prefix
	for _, p := range []string{
		"0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
		"100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32",
		"::/128", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::/32",
	} {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}()

// allowed says whether a camera may stand at an address.
func allowed(a netip.Addr, loopback bool) bool {
	if a.Zone() != "" || !a.IsValid() {
		return false
	}
	a = a.Unmap()
	// IPv6 forms that carry an IPv4 address are judged by that one too.
	if a.Is6() {
		b := a.As16()
		var in netip.Addr
		switch {
		case netip.MustParsePrefix("64:ff9b::/96").Contains(a), netip.MustParsePrefix("::/96").Contains(a) && !a.IsLoopback() && !a.IsUnspecified():
			in = netip.AddrFrom4([4]byte(b[12:16]))
		case netip.MustParsePrefix("2002::/16").Contains(a):
			in = netip.AddrFrom4([4]byte(b[2:6]))
		}
		if in.IsValid() && !allowed(in, loopback) {
			return false
		}
	}
	if a.IsLoopback() {
		return loopback
	}
	for _, p := range forbidden {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// pin resolves the host once and returns the address to dial. If any of the
// host's addresses is forbidden all of it is: a name that points inwards among
// others does so on purpose.
func (s *Source) pin(ctx context.Context, host string) (netip.Addr, error) {
	var addrs []netip.Addr
	if a, err := netip.ParseAddr(host); err == nil {
		addrs = []netip.Addr{a}
	} else {
		lookup := s.resolve
		if lookup == nil {
			lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
				return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
			}
		}
		if addrs, err = lookup(ctx, host); err != nil || len(addrs) == 0 {
			return netip.Addr{}, fail(Unreachable, custos.Unavailable, "its host %s has no address (%w); check the name and the DNS", host, err)
		}
	}
	for _, a := range addrs {
		if !allowed(a, s.AllowLoopback) {
			return netip.Addr{}, fail(Refused, custos.Denied, "its host %s stands at %s, where no camera may be reached: loopback, link-local, multicast and metadata addresses are refused (simulated cameras on this machine need allow_loopback)", host, a)
		}
	}
	return addrs[0].Unmap(), nil
}
