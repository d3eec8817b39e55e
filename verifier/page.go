// Package verifier makes the page that verifies evidence in a browser: one file that holds
// package evidence, compiled to WebAssembly. It loads nothing, sends nothing, and works from a
// stick.
package verifier

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"custos.dev/custos"
)

// FileName is what the page is called beside the program.
const FileName = "verify.html"

//go:embed page/page.html
var html string

//go:embed page/page.css
var css string

//go:embed page/page.js
var script string

//go:embed page/worker.js
var worker string

// Find returns the page that `make build` put beside a program.
func Find(program string) ([]byte, error) {
	path := filepath.Join(filepath.Dir(program), FileName)
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "the verifier's page is not at %s, where `make build` puts it: %w", path, err)
	}
	return b, nil
}

// Build compiles the verifier by the Go tool, in this module, and returns the page.
func Build(ctx context.Context, goTool string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "custos-verifier")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "verify.wasm")
	c := exec.CommandContext(ctx, goTool, "build", "-trimpath", "-ldflags", "-s -w -buildid=", "-o", program, "custos.dev/custos/verifier/wasm")
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compile the verifier for browsers: %w\n%s", err, out)
	}
	code, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	root, err := exec.CommandContext(ctx, goTool, "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("ask for Go's directory: %w", err)
	}
	support, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("read what Go itself needs in browsers: %w", err)
	}
	return assemble(code, support)
}

// assemble puts the page together. The policy names what may run by hash; the verifier itself
// runs in a worker, which is made from text of the page.
func assemble(code, support []byte) ([]byte, error) {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(code); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	inner := string(support) + "\n" + worker
	for _, text := range []string{inner, script} {
		if strings.Contains(strings.ToLower(text), "</script") || strings.Contains(text, "<!--") {
			return nil, custos.Errorf(custos.Internal, "a script of the page would end its own element")
		}
	}
	hashed := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	policy := "default-src 'none'; script-src " + hashed(script) + " 'wasm-unsafe-eval'; style-src " + hashed(css) +
		"; worker-src blob:; base-uri 'none'; form-action 'none'"
	page := strings.NewReplacer("{{csp}}", policy, "{{css}}", css, "{{js}}", script, "{{worker}}", inner,
		"{{program}}", base64.StdEncoding.EncodeToString(packed.Bytes())).Replace(html)
	return []byte(page), nil
}
