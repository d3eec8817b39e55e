package fleet

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// consoleLink returns the one-time link that the console has left for people.
func consoleLink(site *service.Site) (string, bool) {
	for _, s := range Instances(site, "") {
		if s.Kind.Name == Console {
			b, err := os.ReadFile(filepath.Join(site.Dir(s.ID), "link"))
			return strings.TrimSpace(string(b)), err == nil
		}
	}
	return "", false
}

// PrintWelcome says that a site is up, how to look at it, and what to do next.
func PrintWelcome(w io.Writer, site *service.Site) {
	here := " --data " + site.Data
	if path := term.ShortPath(site.Path()); path == "site.yaml" {
		here = ""
	} else if filepath.Base(path) == "site.yaml" || filepath.Dir(site.Path()) != site.Data {
		here = " -c " + path
	}
	term.Printf(w, "\n  %s is up: %s of %s.\n", site.Name, term.Count(len(Instances(site, "")), "service"), term.Count(len(site.Owners), "owner"))
	if link, ok := consoleLink(site); ok {
		term.Printf(w, "\n  Look at it:  %s\n  The link works once, within ten minutes; for another:  %s console link%s\n", link, term.CalledAs(), here)
	}
	term.Printf(w, `
  Next steps, in another terminal:
    %[2]s status%[1]s
    %[2]s events%[1]s
    %[2]s access list%[1]s
    %[2]s trust export%[1]s -o trust.json

`, here, term.CalledAs())
}
