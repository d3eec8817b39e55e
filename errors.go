package custos

import (
	"errors"
	"fmt"
)

// ErrorKind is one of the few ways in which something fails. HTTP statuses, bus
// headers and exit codes are each mapped from it once.
type ErrorKind string

// The kinds of error.
const (
	// Invalid means that the input is wrong and stays wrong.
	Invalid ErrorKind = "invalid"
	// Denied means that the caller may not.
	Denied ErrorKind = "denied"
	// NotFound means that there is no such thing.
	NotFound ErrorKind = "not_found"
	// Conflict means that the state forbids it: taken, already there, in use.
	Conflict ErrorKind = "conflict"
	// Unavailable means that it may work later.
	Unavailable ErrorKind = "unavailable"
	// Corrupt means that stored data does not say what it was committed to say.
	Corrupt ErrorKind = "corrupt"
	// Internal is everything else.
	Internal ErrorKind = "internal"
)

// Error is a failure with its kind. Its text is a sentence that says what to do.
type Error struct {
	Kind ErrorKind
	Err  error
}

func (e *Error) Error() string { return e.Err.Error() }

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an error of a kind; %w works.
func Errorf(kind ErrorKind, format string, args ...any) error {
	return &Error{Kind: kind, Err: fmt.Errorf(format, args...)}
}

// KindOf returns the kind of the first Error in the chain, Internal for any other error.
func KindOf(err error) ErrorKind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
