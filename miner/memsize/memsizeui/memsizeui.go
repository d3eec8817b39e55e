// Package memsizeui stands in for github.com/fjl/memsize/memsizeui, which reaches
// into the runtime and does not link with today's Go. go-ethereum refers to it
// only for a debugging page that this program does not serve.
package memsizeui

import "net/http"

// Handler answers every request with 404.
type Handler struct{}

// ServeHTTP implements http.Handler.
func (*Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
