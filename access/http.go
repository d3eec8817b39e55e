package access

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"

	"custos"
)

// Status maps the kinds of error to HTTP, once. A budget that is used up has a status of
// its own (RFC 6585, section 4).
func Status(err error) int {
	if s := (*Spent)(nil); errors.As(err, &s) {
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

// WriteError answers with an error's kind and sentence.
func WriteError(w http.ResponseWriter, err error) { writeError(w, Status(err), err) }

func writeError(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if s := (*Spent)(nil); errors.As(err, &s) {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(s.After.Seconds()))))
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": string(custos.KindOf(err)), "reason": err.Error()})
}

// ReadError turns an answer of WriteError back into the error.
func ReadError(status int, body []byte) error {
	var e struct {
		Error  custos.ErrorKind `json:"error"`
		Reason string           `json:"reason"`
	}
	if json.Unmarshal(body, &e) != nil || e.Error == "" {
		return custos.Errorf(custos.Internal, "the server answered %d", status)
	}
	return custos.Errorf(e.Error, "%s", e.Reason)
}
