package access

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"custos.dev/custos"
)

// readBody reads the body of a request whose headers are proved, of at most so many bytes,
// and puts it back. It must be the one that was signed; a session's has no digest.
func readBody(w http.ResponseWriter, r *http.Request, e *Envelope, most int64) error {
	var body []byte
	if r.Body != nil && r.ContentLength != 0 {
		if r.ContentLength > most {
			return tooLong(most)
		}
		c := http.NewResponseController(w)
		_ = c.SetReadDeadline(time.Now().Add(bodyTime)) // a recorder in a test has none
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, most+1)); err != nil {
			return custos.Errorf(custos.Invalid, "the body did not come within %s: %w", bodyTime, err)
		}
		if int64(len(body)) > most {
			return tooLong(most)
		}
		_ = c.SetReadDeadline(time.Time{})
	}
	if e.Signature != "" && !e.Covers(body) {
		return custos.Errorf(custos.Denied, "the body is not the one that was signed")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

func tooLong(most int64) error {
	return custos.Errorf(custos.Invalid, "the body is larger than %d bytes", most)
}
