package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func initCommand() *cobra.Command {
	var n beginning
	c := &cobra.Command{
		Use:   "init URL [URL…]",
		Short: "Look at cameras and write a site file for them",
		Long: `Look at each camera, say what it is, and write a site file of one owner with them and a
console. The ports are chosen at the first start. A password in a URL goes to a file of its
own, which only you can read; the site file holds none.`,
		Example: `  custos init rtsp://192.0.2.10/stream1
  custos init rtsp://admin:SECRET@192.0.2.10/stream1 rtsp://192.0.2.11/live --name shop
  custos init rtsp://192.0.2.10/stream1 --user admin --password-file camera.password`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			n.out = cmd.OutOrStdout()
			return n.run(cmd.Context(), args)
		},
	}
	n.reach.flags(c)
	f := c.Flags()
	f.StringVarP(&n.file, "output", "o", "site.yaml", "write the site to this `file`")
	f.StringVar(&n.name, "name", "home", "the site's `name`: a-z, 0-9, - and _")
	f.StringVar(&n.data, "data", "data", "the data `directory`, relative to the site file")
	f.BoolVar(&n.anyway, "anyway", false, "write cameras that do not answer, too")
	return c
}

// beginning is what `init` is told.
type beginning struct {
	reach
	file, name, data string
	anyway           bool
	out              io.Writer
}

// newCamera is a camera that is to be written.
type newCamera struct {
	cameras.Camera
	// password is what stood in its URL, "" if nothing did.
	password string
	src      *source.Source
	report   *source.Report
	err      error
}

func (n *beginning) run(ctx context.Context, urls []string) error {
	if err := n.validate(); err != nil {
		return err
	}
	if custos.Resource(n.name).Validate() != nil || strings.Contains(n.name, "/") {
		return custos.Errorf(custos.Invalid, "--name %q: use a-z, 0-9, - and _", n.name)
	}
	// Before people wait for cameras.
	if _, err := os.Stat(n.file); err == nil {
		return custos.Errorf(custos.Conflict, "%s is there already: add the cameras to it by hand (`custos camera probe URL` says what they are), or write another by -o FILE", n.file)
	} else if !errors.Is(err, os.ErrNotExist) {
		return custos.Errorf(custos.Invalid, "%w", err)
	}
	cameras, err := n.cameras(urls)
	if err != nil {
		return err
	}
	if cameras = n.look(ctx, cameras); ctx.Err() != nil {
		return ctx.Err()
	}
	if len(cameras) == 0 {
		return custos.Errorf(custos.Unavailable, "no camera can be reached, so no site is written: put right what is said above, or write it all the same by --anyway")
	}
	if err := n.write(cameras); err != nil {
		return err
	}
	start := term.CalledAs() + " up"
	if n.file != "site.yaml" {
		start += " -c " + n.file
	}
	term.Printf(n.out, "\n%s is written. Start it:  %s\n", n.file, start)
	return nil
}

// cameras reads the URLs, and finds a name for each.
func (n *beginning) cameras(urls []string) ([]*newCamera, error) {
	taken := map[string]bool{}
	var out []*newCamera
	for i, raw := range urls {
		c := &newCamera{Camera: cameras.Camera{URL: raw, Transport: n.transport}}
		if strings.HasPrefix(raw, "rtsps://") {
			c.TLSPin = n.tlsPin
		}
		// A pin is for cameras with a key only.
		r := n.reach
		r.tlsPin = c.TLSPin
		src, err := r.sourceAt(custos.CameraID(fmt.Sprint(i+1)), raw)
		if err != nil {
			return nil, err
		}
		u, err := url.Parse(raw)
		if err != nil { // Validate has refused it
			return nil, custos.Errorf(custos.Invalid, "camera %d: its URL cannot be read", i+1)
		}
		c.Name = nameFor(u, taken)
		src.Camera = custos.CameraID(c.Name)
		c.AllowLoopback = n.allowLoopback || onThisMachine(raw)
		c.src = src
		if u.User != nil {
			if n.user != "" {
				return nil, custos.Errorf(custos.Invalid, "camera %d has a user in its URL, and --user names another: leave one out", i+1)
			}
			c.User = u.User.Username()
			c.password, _ = u.User.Password()
			u.User = nil
			c.URL = u.String()
			if c.password == "" {
				return nil, custos.Errorf(custos.Invalid, "camera %d: its URL names the user %s without a password", i+1, c.User)
			}
		} else if n.user != "" {
			c.User, c.PasswordFile = n.user, n.passwordFile
		}
		out = append(out, c)
	}
	return out, nil
}

// nameFor makes a camera's name of the last part of its URL's path, or else of its
// host; where that says nothing, or is taken, it is cam1, cam2 and so on.
func nameFor(u *url.URL, taken map[string]bool) string {
	last := strings.TrimSuffix(path.Base(u.Path), path.Ext(u.Path))
	if !telling(last) {
		last = ""
		if host := u.Hostname(); !isAddress(host) && host != "localhost" {
			last, _, _ = strings.Cut(host, ".")
		}
	}
	var b strings.Builder
	for _, r := range strings.ToLower(last) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_':
			b.WriteRune(r)
		case b.Len() > 0:
			b.WriteByte('-')
		}
	}
	name := strings.Trim(b.String(), "-_")
	if len(name) > 32 {
		name = name[:32]
	}
	if custos.Resource(name).Validate() != nil || taken[name] {
		for i := 1; ; i++ {
			if name = fmt.Sprintf("cam%d", i); !taken[name] {
				break
			}
		}
	}
	taken[name] = true
	return name
}

// telling says that the last part of a path names a camera to people, and not just
// that it is a stream.
func telling(last string) bool {
	word := strings.TrimRight(strings.ToLower(last), "0123456789")
	switch word {
	case "", "/", ".", "stream", "live", "ch", "channel", "channels", "h", "main", "sub", "video", "media", "profile", "unicast", "av_stream", "h264", "h265", "onvif":
		return false
	}
	return !strings.ContainsAny(last, "=&")
}

func isAddress(host string) bool {
	return host == "" || strings.Contains(host, ":") || strings.Trim(host, "0123456789.") == ""
}

// look probes the cameras and says what they are; those to be written are returned.
func (n *beginning) look(ctx context.Context, cameras []*newCamera) []*newCamera {
	var sources []*source.Source
	for _, c := range cameras {
		sources = append(sources, c.src)
	}
	term.Printf(n.out, "looking at %s for %v …\n", term.Count(len(cameras), "camera"), n.length)
	reports, errs := probeAll(ctx, sources, n.length)
	var out []*newCamera
	for i, c := range cameras {
		c.report, c.err = reports[i], errs[i]
		term.Printf(n.out, "\n%s  %s\n", c.Name, c.URL)
		if c.err == nil {
			printProbed(n.out, c.report)
		} else {
			term.Printf(n.out, "  %v\n", n.hint(c.err))
			if !n.anyway {
				term.Println(n.out, "  It is not written.")
				continue
			}
			term.Println(n.out, "  It is written all the same, as --anyway asks.")
		}
		if c.AllowLoopback {
			term.Println(n.out, "  It stands on this machine, which is refused by default: allow_loopback is set for it.")
		}
		out = append(out, c)
	}
	return out
}

// write writes the passwords, and then the site file: where that stands, all of it does.
func (n *beginning) write(cameras []*newCamera) error {
	dir := filepath.Dir(n.file)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return custos.Errorf(custos.Invalid, "cannot write %s: %w", n.file, err)
	}
	for _, c := range cameras {
		switch {
		case c.password != "":
			c.PasswordFile = filepath.Join("secrets", c.Name+".password")
			if err := writeSecret(filepath.Join(dir, c.PasswordFile), c.password); err != nil {
				return err
			}
			term.Printf(n.out, "\n%s holds the password of %s; only you can read it\n", filepath.Join(dir, c.PasswordFile), c.Name)
		case c.PasswordFile != "":
			p, err := relative(dir, c.PasswordFile)
			if err != nil {
				return err
			}
			c.PasswordFile = p
		}
	}
	text := n.text(cameras)
	if _, err := service.Parse(text); err != nil {
		return custos.Errorf(custos.Invalid, "what was asked for makes no site: %w", err)
	}
	return service.WriteFile(n.file, text, 0o644)
}

// writeSecret never replaces a file: it could be the password of another camera.
func writeSecret(file, secret string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return custos.Errorf(custos.Invalid, "the password cannot be written: %w", err)
	}
	if b, err := os.ReadFile(file); err == nil {
		if strings.TrimSpace(string(b)) == secret {
			return nil
		}
		return custos.Errorf(custos.Conflict, "%s is there already, with another password: remove it first", file)
	}
	return service.WriteFile(file, []byte(secret+"\n"), 0o600)
}

// relative is a path as the site file names it: from its own directory.
func relative(dir, file string) (string, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	if r, err := filepath.Rel(dir, abs); err == nil && !strings.HasPrefix(r, "..") {
		return r, nil
	}
	return abs, nil
}

// text is the site file, with what people will want to know beside it.
func (n *beginning) text(cameras []*newCamera) []byte {
	var b bytes.Buffer
	say := func(format string, args ...any) { term.Printf(&b, format+"\n", args...) }
	say("# Written by `custos init`. docs/site.md lists every key; `custos config check` looks for faults.")
	say("site: %s", quoted(n.name))
	say("# Recordings, keys and databases, relative to this file. Keep them: the keys are nowhere else.")
	say("data: %s", quoted(n.data))
	say("owners:")
	say("  - {name: owner, domain: %s}", quoted(n.name+"/main"))
	say("nodes: # ports are chosen at the first start, and kept in %s", path.Join(n.data, "ports.yaml"))
	say("  - {name: fog, tier: fog, owner: owner}")
	say("  - {name: console, tier: cloud, owner: owner, fog: fog}")
	say("  - name: edge")
	say("    tier: edge")
	say("    owner: owner")
	say("    fog: fog")
	say("    cameras:")
	for _, c := range cameras {
		if r := c.report; r != nil {
			say("      # %s, %dx%d, %.3g pictures a second", codecName(r.Codec), r.Width, r.Height, r.Rate())
		} else {
			say("      # did not answer")
		}
		say("      - name: %s", quoted(c.Name))
		say("        url: %s", quoted(c.URL))
		for _, k := range [][2]string{{"user", c.User}, {"password_file", c.PasswordFile}, {"transport", c.Transport}, {"tls_pin", c.TLSPin}} {
			if k[1] != "" {
				say("        %s: %s", k[0], quoted(k[1]))
			}
		}
		if c.AllowLoopback {
			say("        allow_loopback: true")
		}
	}
	say("    zones: [] # {name: door, cameras: [%s], polygon: [[0, 0], [0.5, 0], [0.5, 1]]}", cameras[0].Name)
	return b.Bytes()
}

// quoted is a string as YAML reads it back, bare where that is safe.
func quoted(s string) string {
	if custos.Resource(s).Validate() == nil && s != "null" && strings.Trim(s, "0123456789-_/") != "" {
		return s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return strings.TrimSpace(b.String())
}
