package api

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"custos.dev/custos"
)

// Error is how every answer that is none says why, with the kind of error and a sentence for
// who asked.
type Error struct {
	Error  custos.ErrorKind `json:"error"`
	Reason string           `json:"reason"`
}

// Later is an error that says when it is worth to try again. Its status is 429 (RFC 6585,
// section 4), and the header Retry-After has the seconds.
type Later interface {
	error
	RetryAfter() time.Duration
}

// StatusOf maps the kinds of error to HTTP, once.
func StatusOf(err error) int {
	if later := Later(nil); errors.As(err, &later) {
		return http.StatusTooManyRequests
	}
	switch custos.KindOf(err) {
	case custos.Invalid:
		return http.StatusBadRequest
	case custos.Denied:
		return http.StatusForbidden
	case custos.NotFound:
		return http.StatusNotFound
	case custos.Conflict:
		return http.StatusConflict
	case custos.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// WriteError answers with an error.
func WriteError(w http.ResponseWriter, err error) { WriteErrorAs(w, StatusOf(err), err) }

// WriteErrorAs answers with an error under another status than its kind's.
func WriteErrorAs(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if later := Later(nil); errors.As(err, &later) {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(later.RetryAfter().Seconds()))))
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(Error{custos.KindOf(err), err.Error()})
}

// ReadError turns an answer of WriteError back into the error.
func ReadError(status int, body []byte) error {
	var e Error
	if json.Unmarshal(body, &e) != nil || e.Error == "" {
		return custos.Errorf(custos.Internal, "the server answered %d", status)
	}
	return custos.Errorf(e.Error, "%s", e.Reason)
}
