// Command build writes the page that verifies evidence in a browser.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"custos.dev/custos/verifier"
)

func main() {
	out := flag.String("o", "bin/"+verifier.FileName, "the `file` to write")
	tool := flag.String("go", "go", "the Go `tool`")
	flag.Parse()
	page, err := verifier.Build(context.Background(), *tool)
	if err == nil {
		err = os.WriteFile(*out, page, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}
