//go:build js && wasm

// Command wasm is the verifier inside the page: evidence, compiled for the browser. It runs in a
// worker, whose global job says what to verify, and answers by messages. It asks nobody anything.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"syscall/js"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
)

// answer is what the page is told at the end.
type answer struct {
	*evidence.Report
	// Says is the event in words, as far as this version knows its kind.
	Says    string                  `json:"says,omitempty"`
	Custody *evidence.CustodyReport `json:"custody,omitempty"`
}

func main() {
	out, err := verify(js.Global().Get("job"))
	if err != nil {
		post("error", err.Error())
		return
	}
	post("report", out)
}

// post sends the page one message: a name and a text.
func post(name, text string) {
	js.Global().Call("postMessage", map[string]any{"name": name, "text": text})
}

func verify(job js.Value) (string, error) {
	trust, err := evidence.ParseTrust([]byte(job.Get("trust").String()))
	if err != nil {
		return "", err
	}
	blob := job.Get("bundle")
	f := &evidence.File{ReaderAt: &file{blob: blob, reader: js.Global().Get("FileReaderSync").New()}, Size: int64(blob.Get("size").Float()), Progress: progress()}
	if subtle := js.Global().Get("crypto").Get("subtle"); subtle.Truthy() {
		f.Fetch = (&fetcher{blob: blob, subtle: subtle, size: f.Size}).fetch
	}
	var record *evidence.Custody
	if text := job.Get("custody").String(); text != "" {
		if record, err = evidence.ParseCustody([]byte(text)); err != nil {
			return "", err
		}
	}
	a := answer{Report: f.Verify(trust)}
	if record != nil {
		a.Custody = record.Verify(a.Report, trust)
	}
	if a.Event != nil {
		if _, err := observe.Open(a.Event); err == nil {
			a.Says = custos.Plain(observe.Text(a.Event, func(a custos.Address) string { return a.String() }))
		}
	}
	text, err := json.Marshal(a)
	return string(text), err
}

// progress tells the page about each hundredth.
func progress() func(read, of int64) {
	last := int64(-1)
	return func(read, of int64) {
		if part := 100 * read / max(of, 1); part != last {
			last = part
			post("progress", fmt.Sprint(part))
		}
	}
}

// file reads a File of the browser by its slices, so that no more of it is in memory than is
// asked for.
type file struct{ blob, reader js.Value }

// ReadAt implements io.ReaderAt.
func (f *file) ReadAt(b []byte, at int64) (n int, err error) {
	defer func() { // a method of the browser that throws is a panic here
		if e := recover(); e != nil {
			n, err = 0, fmt.Errorf("the browser cannot read the file: %v", e)
		}
	}()
	part := f.blob.Call("slice", float64(at), float64(at+int64(len(b))))
	n = js.CopyBytesToGo(b, js.Global().Get("Uint8Array").New(f.reader.Call("readAsArrayBuffer", part)))
	if n < len(b) {
		err = io.EOF
	}
	return n, err
}

// fetcher has the browser read and hash, which it does in threads of its own. Each read takes it a
// while, however small: so it reads windows, in which several segments lie.
type fetcher struct {
	blob, subtle js.Value
	size         int64
	windows      []*window // the last few, the newest last
}

// How much is read at once, and how many such windows are kept: the segments that are verified
// side by side lie in the last two.
const (
	windowSize = 16 << 20
	windowsMax = 2
)

// window is a part of the file that is being read, or was.
type window struct {
	at, until int64
	data      func() (js.Value, error)
}

// in returns the window with a part of the file, which it begins to read if it has none.
func (f *fetcher) in(at, size int64) *window {
	for _, w := range f.windows {
		if w.at <= at && at+size <= w.until {
			return w
		}
	}
	w := &window{at: at, until: min(at+max(size, windowSize), f.size)}
	w.data = sync.OnceValues(begin(f.blob.Call("slice", float64(w.at), float64(w.until)).Call("arrayBuffer")))
	f.windows = append(f.windows, w)
	if len(f.windows) > windowsMax {
		f.windows = slices.Delete(f.windows, 0, 1)
	}
	return w
}

// fetch is what evidence.File asks for.
func (f *fetcher) fetch(at, size int64) ([]byte, func() (custos.Hash, error), error) {
	w := f.in(at, size)
	data, err := w.data()
	if err != nil {
		return nil, nil, fmt.Errorf("the browser cannot read the file: %w", err)
	}
	if int64(data.Get("byteLength").Float()) != w.until-w.at {
		return nil, nil, io.ErrUnexpectedEOF
	}
	part := js.Global().Get("Uint8Array").New(data, float64(at-w.at), float64(size))
	hashed := begin(f.subtle.Call("digest", "SHA-256", part))
	b := make([]byte, size)
	js.CopyBytesToGo(b, part)
	return b, func() (h custos.Hash, err error) {
		sum, err := hashed()
		if err != nil {
			return h, fmt.Errorf("the browser cannot hash: %w", err)
		}
		if n := js.CopyBytesToGo(h[:], js.Global().Get("Uint8Array").New(sum)); n != len(h) {
			return h, fmt.Errorf("the browser's hash has %d bytes", n)
		}
		return h, nil
	}, nil
}

// begin returns what waits for a promise.
func begin(promise js.Value) func() (js.Value, error) {
	type result struct {
		value js.Value
		err   error
	}
	done := make(chan result, 1)
	yes := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{value: args[0]}
		return nil
	})
	no := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{err: errors.New(args[0].Call("toString").String())}
		return nil
	})
	promise.Call("then", yes, no)
	return func() (js.Value, error) {
		r := <-done
		yes.Release()
		no.Release()
		return r.value, r.err
	}
}
