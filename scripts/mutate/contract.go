package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// compiled compiles the contracts with one file of their source replaced, and returns the
// overlay that gives the bindings their code: each binding's path and the file to read
// instead. It needs Node and npm, as generating the bindings does.
func compiled(ctx context.Context, dir, file, other string) (replace map[string]string, err error) {
	contracts := filepath.Dir(filepath.Dir(file)) // FILE is contracts/src/NAME.sol
	run := func(name string, args ...string) error {
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Dir = contracts
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", name, err, out)
		}
		return nil
	}
	if _, err := os.Stat(filepath.Join(contracts, "node_modules")); err != nil {
		if err := run("npm", "ci", "--silent", "--no-audit", "--no-fund"); err != nil {
			return nil, err
		}
	}
	to := filepath.Join(dir, "artifacts")
	if err := run("node", "compile.mjs", to, filepath.Base(file)+"="+other); err != nil {
		return nil, err
	}
	artifacts, err := filepath.Glob(filepath.Join(to, "*.bin"))
	if err != nil {
		return nil, err
	}
	replace = map[string]string{}
	for _, artifact := range artifacts {
		name := filepath.Base(artifact)
		before, err := os.ReadFile(filepath.Join(contracts, "artifacts", name))
		if err != nil {
			return nil, err
		}
		after, err := os.ReadFile(artifact)
		if err != nil {
			return nil, err
		}
		name = strings.ToLower(strings.TrimSuffix(name, ".bin")) + ".go"
		binding := filepath.Join(filepath.Dir(contracts), "ledger", "bindings", name)
		code, err := os.ReadFile(binding)
		if err != nil {
			return nil, err
		}
		if n := bytes.Count(code, bytes.TrimSpace(before)); n != 1 {
			return nil, fmt.Errorf("%s holds the code of contracts/artifacts %d times: generate the bindings anew", binding, n)
		}
		mutant := filepath.Join(to, name)
		if err := os.WriteFile(mutant, bytes.Replace(code, bytes.TrimSpace(before), bytes.TrimSpace(after), 1), 0o600); err != nil {
			return nil, err
		}
		replace[binding] = mutant
	}
	return replace, nil
}
