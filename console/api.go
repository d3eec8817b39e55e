package console

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
)

// fail answers with what a person is told of an error.
func fail(w http.ResponseWriter, err error) { api.WriteErrorAs(w, api.StatusOf(err), told(err)) }

// told is the error with a person's sentence. An error that says when to try again still does.
func told(err error) error {
	text := sentence(err)
	if text == err.Error() {
		return err
	}
	return &custos.Error{Kind: custos.KindOf(err), Err: errors.New(text)}
}

// sentence is what a person is told: an internal error's text may name paths
// and addresses that are not for every viewer.
func sentence(err error) string {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return "Your session or the request has ended: log in again."
	}
	if custos.KindOf(err) == custos.Internal {
		return "Something went wrong inside Custos: see its log."
	}
	return err.Error()
}

// refuse answers with the error and keeps what a person is not told in the log.
func (s *console) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if custos.KindOf(err) == custos.Internal && r.Context().Err() == nil {
		s.Log.Error("console: request failed", "path", r.URL.Path, "err", err)
	}
	fail(w, err)
}

func (s *console) answer(w http.ResponseWriter, r *http.Request, v any, err error) {
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	b, err := json.Marshal(v)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(b)
}

func (s *console) status(w http.ResponseWriter, r *http.Request) {
	st, err := s.Backend.Status(r.Context())
	if st.Site == "" {
		st.Site = s.Site
	}
	st.Domains = orEmpty(st.Domains)
	s.answer(w, r, st, err)
}

func (s *console) cameras(w http.ResponseWriter, r *http.Request) {
	c, err := s.Backend.Cameras(r.Context())
	s.answer(w, r, orEmpty(c), err)
}

func (s *console) events(w http.ResponseWriter, r *http.Request) {
	q, err := parseQuery(r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	e, err := s.Backend.Events(r.Context(), q)
	s.answer(w, r, orEmpty(e), err)
}

func (s *console) event(w http.ResponseWriter, r *http.Request) {
	e, err := s.Backend.Event(r.Context(), custos.EventID(r.PathValue("id")))
	s.answer(w, r, e, err)
}

// part serves one of an event's files. A suffix makes it a download of that name.
func (s *console) part(open func(context.Context, custos.EventID) (io.ReadCloser, string, error), want, suffix string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := custos.EventID(r.PathValue("id"))
		f, kind, err := open(r.Context(), id)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		defer f.Close()
		w.Header().Set("Content-Type", safeType(kind, want))
		if suffix != "" {
			w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": string(id) + suffix}))
		}
		if seek, ok := f.(io.ReadSeeker); ok {
			http.ServeContent(w, r, "", time.Time{}, seek)
			return
		}
		if _, err := io.Copy(w, f); err != nil && r.Context().Err() == nil {
			// The header is gone; a cut connection is the only way left to say it.
			s.Log.Error("console: event file broke off", "event", id, "err", err)
			panic(http.ErrAbortHandler)
		}
	}
}

// safeType keeps a backend's type within the family that is wanted: never HTML
// or SVG, which a browser would run on our origin.
func safeType(got, want string) string {
	t, _, err := mime.ParseMediaType(got)
	family, _, _ := strings.Cut(want, "/")
	ok := err == nil && !strings.HasSuffix(t, "xml") && (strings.HasPrefix(t, family+"/") || t == "text/plain")
	if !ok {
		return want
	}
	return got
}

func parseQuery(r *http.Request) (Query, error) {
	v := r.URL.Query()
	q := Query{Kinds: kinds(r, "kind"), Except: kinds(r, "except"), Camera: custos.Resource(v.Get("camera")), Before: custos.EventID(v.Get("before")), Limit: 100}
	if q.Camera != "" {
		if err := q.Camera.Validate(); err != nil {
			return q, custos.Errorf(custos.Invalid, "camera: %w", err)
		}
	}
	if l := v.Get("limit"); l != "" {
		n, err := strconv.Atoi(l)
		if err != nil || n < 1 || n > MaxEvents {
			return q, custos.Errorf(custos.Invalid, "limit %q: give a number from 1 to %d", l, MaxEvents)
		}
		q.Limit = n
	}
	return q, nil
}

// kinds reads kind=a&kind=b and kind=a,b alike.
func kinds(r *http.Request, name string) []custos.Kind {
	var k []custos.Kind
	for _, v := range r.URL.Query()[name] {
		for f := range strings.SplitSeq(v, ",") {
			if f != "" && !slices.Contains(k, custos.Kind(f)) {
				k = append(k, custos.Kind(f))
			}
		}
	}
	return k
}

// orEmpty makes JSON say [] instead of null.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
