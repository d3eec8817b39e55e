package fog

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"custos.dev/custos/evidence"
)

// TestLogFilesAreTesseras: what a repair writes is what Tessera has written, to the byte, and
// Tessera goes on with it.
func TestLogFilesAreTesseras(t *testing.T) {
	ctx := context.Background()
	signer, _ := testSigner(t)
	for _, sizes := range [][]int{{1}, {3, 252}, {256}, {255, 2}, {700, 13}} {
		dir := t.TempDir()
		l, err := OpenLog(ctx, dir, signer)
		if err != nil {
			t.Fatal(err)
		}
		var leaves []evidence.Leaf
		for _, n := range sizes {
			var more []evidence.Leaf
			for range n {
				more = append(more, fmt.Appendf(nil, "leaf %d", len(leaves)+len(more)))
			}
			for _, a := range l.AddAll(ctx, more) {
				if a.Err != nil {
					t.Fatal(a.Err)
				}
			}
			leaves = append(leaves, more...)
		}
		for path := range differing(dir, leaves) {
			t.Errorf("of %d leaves %s differs", len(leaves), path)
		}
		cp, _, err := l.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(ctx); err != nil {
			t.Fatal(err)
		}
		fresh := t.TempDir()
		none := func(string) error { return nil }
		if _, err := mendLog(fresh, leaves, none); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(fresh, "checkpoint"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err = OpenLog(ctx, fresh, signer)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err := l.Checkpoint(ctx); err != nil || got != cp {
			t.Errorf("the log of %d leaves that was written anew: %+v, want %+v: %v", len(leaves), got, cp, err)
		}
		if at, err := l.Add(ctx, []byte("next")); err != nil || at != uint64(len(leaves)) {
			t.Errorf("the next leaf stands at %d: %v", at, err)
		}
		leaves = append(leaves, evidence.Leaf("next"))
		for path := range differing(fresh, leaves) {
			t.Errorf("after the next leaf %s differs", path)
		}
		if err := l.Close(ctx); err != nil {
			t.Fatal(err)
		}
	}
}
