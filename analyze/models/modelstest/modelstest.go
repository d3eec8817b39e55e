// Package modelstest gives tests the networks that were fetched, where they were.
package modelstest

import (
	"os"
	"path/filepath"
	"testing"

	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/onnx"
)

// Fetched are the networks that were fetched, of which there is one for each of these tasks; without them, or
// without ONNX Runtime in bin, the test is skipped. It is for packages two folders below the module's root.
func Fetched(t *testing.T, tasks ...models.Task) *models.Networks {
	t.Helper()
	dir := os.Getenv("CUSTOS_MODELS")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Skipf("there is no directory for what is fetched: %v; name one by $CUSTOS_MODELS", err)
		}
		dir = filepath.Join(cache, "custos", "models")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{onnx.ProgramName, onnx.LibraryName} { // they are looked for beside the program
		file, err := filepath.Abs(filepath.Join("..", "..", "bin", name))
		if _, serr := os.Stat(file); err != nil || serr != nil {
			t.Skipf("bin/%s is missing: `make onnx` brings it", name)
		}
		if err := os.Symlink(file, filepath.Join(filepath.Dir(self), name)); err != nil && !os.IsExist(err) {
			t.Skip(err)
		}
	}
	n := models.In(dir)
	t.Cleanup(func() { _ = n.Close() })
	for _, task := range tasks {
		if _, err := n.Of(task); err != nil {
			t.Skipf("no network for %s was fetched, as `make models` does: %v", task, err)
		}
	}
	return n
}
