package cameras

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

const badName = "cameras[%d].name: use a-z, 0-9, - and _"

// check fills in what is left out of a node's cameras, and says what is wrong with them.
func check(s *service.Site, n *service.Node, all *[]Camera) error {
	for i := range *all {
		c := &(*all)[i]
		if custos.Resource(c.Name).Validate() != nil || strings.Contains(c.Name, "/") {
			return fmt.Errorf(badName, i)
		}
		if c.URL == "" || n.Tier != custos.Edge {
			return fmt.Errorf("cameras[%d]: a camera has a url and stands at an edge node", i)
		}
		c.PasswordFile = s.Beside(c.PasswordFile)
		if c.Width == 0 {
			c.Width = 384
		}
		if c.Segment == 0 {
			c.Segment = 2 * time.Second
		}
		if err := c.validateReach(); err != nil {
			return fmt.Errorf("cameras[%d] (%s): %w", i, c.Name, err)
		}
		if c.Width < 64 || c.Width > 4096 || c.FPS < 0 || c.Segment < time.Second {
			return fmt.Errorf("cameras[%d]: width must be 64 to 4096, fps not negative, segment at least 1s", i)
		}
	}
	return nil
}

// validateReach says what is wrong with how a camera is reached. The URL itself, and
// how a pin is written, are package edge's to check.
func (c *Camera) validateReach() error {
	if c.Transport != "" && c.Transport != "tcp" && c.Transport != "udp" {
		return fmt.Errorf("transport: %q: want tcp or udp", c.Transport)
	}
	if c.RecordAudio && !c.Audio {
		return errors.New("record_audio: sound that is not taken in cannot be recorded: add `audio: true`, or remove it")
	}
	if c.TLSPin != "" && !strings.HasPrefix(c.URL, "rtsps://") {
		return errors.New("tls_pin: only an rtsps:// camera has a key to pin")
	}
	return nil
}

// checkNames refuses two cameras of one name in one domain: the recordings of both would be
// one chain.
func checkNames(s *service.Site, of func(*service.Node) []Camera) error {
	seen := map[custos.CameraID]custos.NodeName{}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		all := of(n)
		for j := range all {
			id := ID(s, n, &all[j])
			if other, ok := seen[id]; ok {
				return fmt.Errorf("nodes[%d] (%s): cameras[%d].name: %s already has a camera %q of the owner %s: give it another name", i, n.Name, j, other, all[j].Name, n.Owner)
			}
			seen[id] = n.Name
		}
	}
	return nil
}

func problems(_ *service.Site, _ *service.Node, all *[]Camera) []service.Problem {
	var out []service.Problem
	for i := range *all {
		c := &(*all)[i]
		for _, p := range c.problems() {
			p.Text = fmt.Sprintf("cameras[%d] (%s).%s", i, c.Name, p.Text)
			out = append(out, p)
		}
	}
	return out
}

// problems are credentials by halves, passwords in URLs, files that are not there.
func (c *Camera) problems() []service.Problem {
	var out []service.Problem
	say := func(runs bool, format string, args ...any) {
		out = append(out, service.Problem{Runs: runs, Text: fmt.Sprintf(format, args...)})
	}
	switch {
	case c.User != "" && c.PasswordFile == "":
		say(false, "user: %s has no password: write it alone into a file of mode 0600, and name that by `password_file`; or remove `user`", c.User)
	case c.User == "" && c.PasswordFile != "":
		say(false, "password_file: whose password is it? Add `user`")
	}
	if c.PasswordFile != "" {
		switch b, err := service.ReadSecret(c.PasswordFile); {
		case custos.KindOf(err) == custos.Denied:
			say(false, "password_file: %v", err)
		case err != nil:
			say(false, "password_file: %s: write the password alone into that file, of mode 0600", reasonOf(err, c.PasswordFile))
		case strings.TrimSpace(string(b)) == "":
			say(false, "password_file: %s is empty: write the password alone into it", c.PasswordFile)
		}
	}
	u, err := url.Parse(c.URL)
	if err != nil {
		return out // package edge says what is wrong with a URL
	}
	if password, ok := u.User.Password(); ok && password != "" {
		bare := *u
		bare.User = nil
		say(true, "url: it holds a password, and whoever reads the site file sees it: write `url: %s`, `user: %s`, `password_file: secrets/%s.password`, and the password alone into that file, of mode 0600", bare.String(), u.User.Username(), c.Name)
	}
	if u.Scheme == "file" {
		if st, err := os.Stat(u.Path); err != nil {
			say(true, "url: %s: name a video file that is there", reasonOf(err, u.Path))
		} else if st.IsDir() {
			say(true, "url: %s is a directory: name a video file", u.Path)
		}
	}
	return out
}

// reasonOf says in words why a file cannot be read.
func reasonOf(err error, path string) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("there is no file %s", filepath.Clean(path))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("this user may not read %s", filepath.Clean(path))
	}
	return err.Error()
}
