package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func footageCommand() *cobra.Command {
	c := &cobra.Command{Use: "footage", Short: "Take recordings as plain video"}
	c.AddCommand(footageExportCommand())
	return c
}

func footageExportCommand() *cobra.Command {
	var t target
	var w stretchFlags
	var out string
	c := &cobra.Command{
		Use:   "export",
		Short: "Write a stretch of a camera's recordings as MP4, by the right `recorded`",
		Long: `Write a stretch of a camera's recordings as MP4 that every player plays, as the camera
encoded it, in whole segments. It takes the right "recorded", and proves nothing:
for that there is ` + "`custos evidence export`" + `.
What was not recorded is closed up and said. Where the camera's picture changes its
format a new file begins: NAME-1.mp4, NAME-2.mp4, and so on.`,
		Example: `  custos footage export --camera campus/front-door/cam1 --from "2026-07-01 18:00:00" --until "2026-07-01 18:05:00" -o door.mp4`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			from, until, err := w.times(l.site.Location())
			if err != nil {
				return err
			}
			fogs, err := l.fogsOf(w.camera)
			if err != nil {
				return err
			}
			k, err := l.signerFor(t.as)
			if err != nil {
				return err
			}
			if out == "" {
				out = w.camera.Base() + "-" + from.Format("20060102-150405") + ".mp4"
			}
			resp, err := l.first(cmd.Context(), fogs, k, w.path(api.GetFootage, from, until), nil)
			if err != nil {
				return err
			}
			var v api.Footage
			err = json.NewDecoder(resp.Body).Decode(&v)
			resp.Body.Close()
			if err != nil {
				return custos.Errorf(custos.Internal, "the master's answer does not parse: %w", err)
			}
			files, err := writeParts(out, from, func(from time.Time) (*http.Response, error) {
				return l.first(cmd.Context(), fogs, k, w.path(api.GetFootageFile, from, until), nil)
			})
			if err != nil {
				return err
			}
			return sayFootage(cmd.ErrOrStderr(), l.site.Location(), &v, files)
		},
	}
	t.flags(c)
	w.flags(c)
	c.Flags().StringVarP(&out, "output", "o", "", "the `file` to write (default CAMERA-TIME.mp4)")
	return c
}

// maxParts bounds how often a picture's format may change in one export.
const maxParts = 1000

// writeParts writes the files that ask answers with, each from a time on, until one says
// that nothing follows. A second file makes the first one NAME-1.
func writeParts(out string, from time.Time, ask func(time.Time) (*http.Response, error)) ([]string, error) {
	ext := filepath.Ext(out)
	base := strings.TrimSuffix(out, ext)
	if ext == "" {
		ext = ".mp4"
	}
	files := []string{base + ext}
	for n := 1; ; n++ {
		if n > maxParts {
			return nil, custos.Errorf(custos.Invalid, "the camera's picture changes its format more than %d times: ask for a shorter stretch", maxParts)
		}
		resp, err := ask(from)
		if err != nil {
			return nil, err
		}
		if n == 2 {
			first := base + "-1" + ext
			if err := os.Rename(files[0], first); err != nil {
				resp.Body.Close()
				return nil, custos.Errorf(custos.Unavailable, "%w", err)
			}
			files[0] = first
		}
		if n > 1 {
			files = append(files, fmt.Sprintf("%s-%d%s", base, n, ext))
		}
		err = writeWhole(files[n-1], func(f *os.File) error { _, err := io.Copy(f, resp.Body); return err })
		resp.Body.Close()
		if err != nil {
			return nil, err
		}
		// The trailer is there once the body was read to its end.
		next := resp.Trailer.Get(api.NextTrailer)
		if next == "" {
			return files, nil
		}
		after, err := time.Parse(time.RFC3339, next)
		if err != nil || !after.After(from) {
			return nil, custos.Errorf(custos.Internal, "the master says that footage goes on at %q, before %s", next, from.Format(time.RFC3339))
		}
		from = after
	}
}

// sayFootage says what the files hold and what is missing in them.
func sayFootage(w io.Writer, zone *time.Location, v *api.Footage, files []string) error {
	at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04:05.000") }
	term.Printf(w, "%s: from %s until %s, %d segments, %d bytes\n", strings.Join(files, ", "), at(v.From), at(v.Until), v.Segments, v.Bytes)
	if v.Begins.Before(v.From) {
		term.Printf(w, "  it begins at %s already, since decoding can only start there\n", at(v.Begins))
	}
	for _, m := range v.Missing {
		reason := m.Reason
		if reason == "" {
			reason = "nothing tells why"
		}
		term.Printf(w, "  closed up: %s until %s was not recorded: %s\n", at(m.From), at(m.Until), reason)
	}
	if len(v.False) > 0 {
		term.Printf(w, "  the times of the segments %s cannot be true: no evidence can be made of them\n", strings.Trim(fmt.Sprint(v.False), "[]"))
	}
	if len(files) > 1 {
		_, err := term.Printf(w, "  the picture changes its format, so there are %d files\n", len(files))
		return err
	}
	return nil
}

// stretchFlags name a stretch of a camera's time.
type stretchFlags struct {
	camera      custos.CameraID
	from, until string
}

func (s *stretchFlags) flags(c *cobra.Command) {
	c.Flags().StringVar((*string)(&s.camera), "camera", "", "the camera: its `path`, for example campus/front-door/cam1")
	c.Flags().StringVar(&s.from, "from", "", "from this `time`: 2026-07-01T18:00:00Z, or \"2026-07-01 18:00:00\" in the site's time zone")
	c.Flags().StringVar(&s.until, "until", "", "until this `time`")
}

func (s *stretchFlags) set() bool { return s.camera != "" || s.from != "" || s.until != "" }

// times reads both ends.
func (s *stretchFlags) times(zone *time.Location) (from, until time.Time, err error) {
	if s.camera == "" || s.from == "" || s.until == "" {
		return from, until, custos.Errorf(custos.Invalid, "a stretch takes --camera, --from and --until")
	}
	if from, err = timeIn("--from", s.from, zone); err != nil {
		return from, until, err
	}
	if until, err = timeIn("--until", s.until, zone); err != nil {
		return from, until, err
	}
	if !until.After(from) {
		return from, until, custos.Errorf(custos.Invalid, "--until %s is not after --from %s", s.until, s.from)
	}
	return from, until, nil
}

// timeIn reads a time as people write it. One that a change of the clock skips is an
// error; of one that occurs twice the first is taken.
func timeIn(flag, text string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.In(zone), nil
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02"} {
		t, err := time.ParseInLocation(layout, text, zone)
		if err != nil {
			continue
		}
		if t.Format(layout) != text {
			return t, custos.Errorf(custos.Invalid, "%s %q does not exist in %s: the clock was set forward over it", flag, text, zone)
		}
		return t, nil
	}
	return time.Time{}, custos.Errorf(custos.Invalid, "%s: invalid time %q: write 2026-07-01T18:00:00Z, or \"2026-07-01 18:00:00\" in the site's time zone, %s", flag, text, zone)
}

// path is where a master answers about the stretch.
func (s *stretchFlags) path(e api.Endpoint, from, until time.Time) string {
	q := url.Values{"from": {from.UTC().Format(time.RFC3339Nano)}, "until": {until.UTC().Format(time.RFC3339Nano)}}
	return e.Of(string(s.camera)) + "?" + q.Encode()
}

// fogsOf are the nodes whose masters know a camera.
func (l *link) fogsOf(camera custos.CameraID) ([]*service.Node, error) {
	name, err := l.ownerOf(camera)
	if err != nil {
		return nil, err
	}
	fogs := slices.DeleteFunc(l.fogs(), func(n *service.Node) bool { return n.Owner != name })
	if len(fogs) == 0 {
		return nil, custos.Errorf(custos.NotFound, "%s has no fog node in the site file", name)
	}
	return fogs, nil
}
