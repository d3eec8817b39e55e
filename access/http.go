package access

import (
	"encoding/json"
	"net/http"

	"custos"
)

// Status maps the kinds of error to HTTP, once.
func Status(err error) int {
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
