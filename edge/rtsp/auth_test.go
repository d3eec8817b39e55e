package rtsp

import (
	"fmt"
	"strings"
	"testing"
)

// TestVectors holds the examples of the standards.
func TestVectors(t *testing.T) {
	mufasa := Credentials{User: "Mufasa", Password: "Circle of Life"}
	for name, x := range map[string]struct {
		Credentials
		challenges            []string
		cnonce, url, response string
		more                  string
	}{
		"RFC 2617, 3.5": {
			Credentials: Credentials{User: "Mufasa", Password: "Circle Of Life"},
			challenges:  []string{`Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"`},
			cnonce:      "0a4f113b", url: "/dir/index.html", response: "6629fae49393a05397450978507c4ef1", more: `opaque="5ccc069c403ebaf9f0171e9517f40e41"`,
		},
		"RFC 7616, 3.9.1, MD5": {
			Credentials: mufasa,
			challenges:  []string{`Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`},
			cnonce:      "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", url: "/dir/index.html", response: "8ca523f5e9506fed4657c9700eebdbec", more: "algorithm=MD5",
		},
		"RFC 7616, 3.9.1, SHA-256 of both": {
			Credentials: mufasa,
			challenges: []string{
				`Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
				`Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
			},
			cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", url: "/dir/index.html", response: "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", more: "algorithm=SHA-256",
		},
		// The RFC's own values are of a cut SHA-512. The name is erratum 4897's, the
		// response was computed by another program.
		"RFC 7616, 3.9.2, SHA-512-256 and a hashed name": {
			Credentials: Credentials{User: "Jäsøn Doe", Password: "Secret, or not?"},
			challenges:  []string{`Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true`},
			cnonce:      "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm", url: "/doe.json", response: "7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c",
			more: `username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := &Login{Credentials: x.Credentials, random: func() string { return x.cnonce }}
			if got := l.Authorize("GET", x.url, nil); got != "" {
				t.Errorf("signed before it was asked to: %s", got)
			}
			if _, _, err := l.Challenge(x.challenges); err != nil {
				t.Fatal(err)
			}
			h := l.Authorize("GET", x.url, nil)
			if p := authParams(strings.TrimPrefix(h, "Digest ")); p["response"] != x.response || p["nc"] != "00000001" || !strings.Contains(h, x.more) {
				t.Errorf("got %s", h)
			}
		})
	}
}

// TestLogin signs in to every kind of guard, several times.
func TestLogin(t *testing.T) {
	right := Credentials{User: `an"n é`, Password: `p@ss:w/rd%#?\é世`}
	for _, g := range []Guard{
		{Realm: "r", Nonce: "n"},
		{Realm: "r", Basic: true},
		{Realm: `IP "Camera"(1)`, Nonce: "n", Algorithms: []string{"MD5"}, QOP: "auth", Counted: true},
		{Realm: "r", Nonce: "n", Algorithms: []string{"MD5-sess"}, QOP: "auth", Counted: true},
		{Realm: "r", Nonce: "n", Algorithms: []string{"MD5-sess"}},
		{Realm: "r", Nonce: "n", Algorithms: []string{"SHA-256", "MD5", "Basic"}, QOP: "auth", Counted: true},
		{Realm: "r", Nonce: "n", Algorithms: []string{"SHA-256-sess"}, QOP: "auth,auth-int", Counted: true},
		{Realm: "r", Nonce: "n", Algorithms: []string{"Basic", "SHA-512-256"}, QOP: "auth-int", Counted: true},
		{Realm: "r", Nonce: "n", Algorithms: []string{"Basic", "SHA-512-256-sess"}, QOP: "auth"},
		{Realm: "r", Nonce: "n", Algorithms: []string{"SHA3-512", "Basic"}},
	} {
		g.Credentials = right
		g2 := g
		ch := g.Challenges(false)
		for _, headers := range [][]string{ch, {strings.Join(ch, ", ")}} {
			g.Renew(g.Nonce)
			l := &Login{Credentials: right}
			if _, _, err := l.Challenge(headers); err != nil {
				t.Fatalf("%q: %v", headers, err)
			}
			for i := range 3 {
				h := l.Authorize("PLAY", "rtsp://h/x", []byte("body"))
				if !g.Allows("PLAY", h, []byte("body")) {
					t.Errorf("%q: request %d is refused: %s", headers, i, h)
				}
				if strings.HasPrefix(h, "Digest") && g2.Allows("SETUP", h, []byte("body")) {
					t.Errorf("%q: a digest is good for another method", headers)
				}
				if g.Counted && g.Allows("PLAY", h, []byte("body")) {
					t.Errorf("%q: a digest is good twice", headers)
				}
			}
			wrong := &Login{Credentials: Credentials{User: right.User, Password: "x"}}
			if _, _, err := wrong.Challenge(headers); err != nil || g.Allows("PLAY", wrong.Authorize("PLAY", "u", nil), nil) || g.Allows("PLAY", "", nil) {
				t.Errorf("%q: a wrong password is let in: %v", headers, err)
			}
		}
	}
}

func TestRenewal(t *testing.T) {
	l := &Login{Credentials: Credentials{User: "a", Password: "b"}}
	for i, x := range []struct {
		header       string
		stale, other bool
		nc           string
	}{
		{`Digest realm="r", nonce="1", qop="auth"`, false, true, "nc=00000001"},
		{`Digest realm="r", nonce="1", qop="auth"`, false, false, "nc=00000002"},
		{`Digest realm="r", nonce="2", qop="auth", stale=TRUE`, true, true, "nc=00000001"},
	} {
		stale, other, err := l.Challenge([]string{x.header})
		if h := l.Authorize("PLAY", "u", nil); err != nil || stale != x.stale || other != x.other || !strings.Contains(h, x.nc) {
			t.Errorf("%d: stale %v, other %v, %v, %s", i, stale, other, err, h)
		}
	}
	for _, bad := range []string{"", "Negotiate", `Digest realm="r", nonce="1", algorithm=ROT13`, `Digest realm="r", nonce="1", qop="token"`, `Digest realm="r"`} {
		if _, _, err := (&Login{}).Challenge([]string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestParseChallenges(t *testing.T) {
	for in, want := range map[string]string{
		`Digest realm="a, b=c", nonce="n"`:                                   `Digest[nonce:n realm:a, b=c]`,
		`digest REALM = IP Camera , Nonce=n==,qop=auth,auth-int,stale=FALSE`: `digest[nonce:n== qop:auth,auth-int realm:IP Camera stale:FALSE]`,
		`Basic realm="x", Digest realm="y" nonce="z", NTLM`:                  `Basic[realm:x] Digest[nonce:z realm:y] NTLM[]`,
		`Negotiate, Basic`:                    `Negotiate[] Basic[]`,
		`Digest realm="a\"b\\c", nonce="open`: `Digest[nonce:open realm:a"b\c]`,
		`realm="x"`:                           `[realm:x]`,
		`=,=;"`:                               `"[]`,
	} {
		var got []string
		for _, c := range parseChallenges(in) {
			got = append(got, c.scheme+strings.TrimPrefix(fmt.Sprint(c.p), "map"))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%s\n is %s\nwant %s", in, g, want)
		}
	}
}

// FuzzAuthParams feeds the challenge parser; what is known can be answered.
func FuzzAuthParams(f *testing.F) {
	f.Add(`Digest realm="a\"b", nonce=x,`)
	f.Add(`Basic realm="x", Digest realm="y" nonce="z", qop=auth,auth-int, NTLM`)
	f.Fuzz(func(t *testing.T, s string) {
		authParams(s)
		l := &Login{Credentials: Credentials{User: "u", Password: "p"}}
		if _, _, err := l.Challenge([]string{s}); err == nil && l.Authorize("PLAY", "u", nil) == "" {
			t.Errorf("%q is known and not answered", s)
		}
		(&Guard{Credentials: l.Credentials}).Allows("PLAY", s, nil)
	})
}
