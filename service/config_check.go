package service

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"custos.dev/custos"
)

// oldCheck
func (s *Site) oldCheck() []Problem {
	var out []Problem
	for i := range s.Nodes {
		n := &s.Nodes[i]
		for j := range n.Cameras {
			for _, p := range n.Cameras[j].check() {
				p.Text = fmt.Sprintf("nodes[%d] (%s): cameras[%d] (%s).%s", i, n.Name, j, n.Cameras[j].Name, p.Text)
				out = append(out, p)
			}
		}
		for j, z := range n.Zones {
			if n.Tier == custos.Edge && len(z.Cameras) == 0 {
				out = append(out, Problem{Runs: true, Text: fmt.Sprintf("nodes[%d] (%s): zones[%d] (%s).cameras: it is for no camera: name those that it is drawn for", i, n.Name, j, z.Name)})
			}
			if n.Tier != custos.Edge {
				out = append(out, Problem{Runs: true, Text: fmt.Sprintf("nodes[%d] (%s): zones[%d] (%s): zones belong to the edge that has the cameras; here it does nothing", i, n.Name, j, z.Name)})
			}
		}
		if n.Rules != "" && n.Tier != custos.Edge {
			out = append(out, Problem{Runs: true, Text: fmt.Sprintf("nodes[%d] (%s).rules: rules belong to the edge that has the cameras; here they do nothing", i, n.Name)})
		}
	}
	return out
}

func (c *Camera) check() []Problem {
	var out []Problem
	say := func(runs bool, format string, args ...any) {
		out = append(out, Problem{Runs: runs, Text: fmt.Sprintf(format, args...)})
	}
	switch {
	case c.User != "" && c.PasswordFile == "":
		say(false, "user: %s has no password: write it alone into a file of mode 0600, and name that by `password_file`; or remove `user`", c.User)
	case c.User == "" && c.PasswordFile != "":
		say(false, "password_file: whose password is it? Add `user`")
	}
	if c.PasswordFile != "" {
		switch b, err := ReadSecret(c.PasswordFile); {
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
