//go:build js && wasm

// Command wasm is the verifier inside the page: evidence, compiled for the browser. It runs in a
// worker, whose global job says what to verify, and answers by messages. It asks nobody anything.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"syscall/js"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
)

// answer is what the page is told at the end.
type answer struct {
	*evidence.Report
	// Says is the event in words, as far as this version knows its kind.
	Says string `json:"says,omitempty"`
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
		f.Sum = func(b []byte) func() (custos.Hash, error) { return digest(subtle, b) }
	}
	a := answer{Report: f.Verify(trust)}
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

// digest has the browser hash, which it does in a thread of its own.
func digest(subtle js.Value, b []byte) func() (custos.Hash, error) {
	type result struct {
		sum custos.Hash
		err error
	}
	done := make(chan result, 1)
	data := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(data, b)
	var yes, no js.Func
	yes = js.FuncOf(func(_ js.Value, args []js.Value) any {
		var r result
		if n := js.CopyBytesToGo(r.sum[:], js.Global().Get("Uint8Array").New(args[0])); n != len(r.sum) {
			r.err = fmt.Errorf("the browser's hash has %d bytes", n)
		}
		done <- r
		return nil
	})
	no = js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{err: fmt.Errorf("the browser cannot hash: %s", args[0].Call("toString").String())}
		return nil
	})
	subtle.Call("digest", "SHA-256", data).Call("then", yes, no)
	return func() (custos.Hash, error) {
		r := <-done
		yes.Release()
		no.Release()
		return r.sum, r.err
	}
}
