// Command custos-bench lets other software do what Custos does, on the same work and in
// the same run: `custos bench` starts it and puts its figures beside Custos' own. It is
// a module of its own, so that nothing of it comes into the product.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"syscall"
	"time"

	"custos.dev/custos/ledger/policytest"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "custos-bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] != "access" {
		return fmt.Errorf("usage: custos-bench access --seed N --now TIME --seconds S [--world DIGEST]; `custos bench access` calls it so")
	}
	f := flag.NewFlagSet("access", flag.ContinueOnError)
	seed := f.Uint64("seed", 1, "of the world")
	now := f.String("now", time.Now().Format(time.RFC3339), "when it is asked, as `time`")
	seconds := f.Float64("seconds", 3, "how long each is measured")
	digest := f.String("world", "", "the `digest` that the world must have")
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	size := policytest.Large
	var err error
	if size.Now, err = time.Parse(time.RFC3339, *now); err != nil {
		return err
	}
	w := policytest.New(*seed, size)
	if got := w.Digest(); *digest != "" && got != *digest {
		return fmt.Errorf("the world is another than custos made (%s, not %s): build both from one commit", got, *digest)
	}
	var out []Figures
	for _, p := range peers {
		got, err := measure(ctx, p, w, time.Duration(*seconds*float64(time.Second)))
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		out = append(out, got)
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

// peer is another policy engine. Its start reads a world and returns how it answers the
// world's question of a number. What a caller could prepare once is prepared in it,
// questions in the engine's own form included: that is not what is measured.
type peer struct {
	name, module string
	start        func(ctx context.Context, w *policytest.World) (func(ctx context.Context, question int) (bool, error), error)
}

var peers = []peer{
	{"Open Policy Agent", "github.com/open-policy-agent/opa", startOPA},
	{"Casbin", "github.com/casbin/casbin/v2", startCasbin},
	{"OpenFGA", "github.com/openfga/openfga", startOpenFGA},
	{"Cedar", "github.com/cedar-policy/cedar-go", startCedar},
}

// Figures are what a peer did. `custos bench access` reads them.
type Figures struct {
	Peer      string  `json:"peer"`
	Version   string  `json:"version"`
	Decisions float64 `json:"decisions_per_cpu_second"`
	Asked     int     `json:"asked"`
	Agreed    int     `json:"agreed"`
}

// measure asks the world's questions in turn until the time is over.
func measure(ctx context.Context, p peer, w *policytest.World, long time.Duration) (Figures, error) {
	f := Figures{Peer: p.name, Version: version(p.module)}
	ask, err := p.start(ctx, w)
	if err != nil {
		return f, err
	}
	began := cpu()
	for deadline := time.Now().Add(long); time.Now().Before(deadline); {
		i := f.Asked % len(w.Questions)
		allowed, err := ask(ctx, i)
		if err != nil {
			return f, err
		}
		f.Asked++
		if allowed == w.Questions[i].Allowed {
			f.Agreed++
		}
	}
	f.Decisions = float64(f.Asked) / (cpu() - began).Seconds()
	return f, nil
}

// cpu is what this process has used so far, all its threads together.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, d := range info.Deps {
		if d.Path == module {
			return d.Version
		}
	}
	return ""
}
