package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDistIsWhatItsSourceMakes(t *testing.T) {
	if _, err := os.Stat("../node_modules/preact"); err != nil {
		t.Skip("console/node_modules is not there, so the page cannot be made again: run npm ci in console")
	}
	if err := run("..", true); err != nil {
		t.Error(err)
	}
}

func TestCompareNamesWhatDiffers(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"same": "a", "changed": "b", "old": "c"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	err := compare(dir, map[string][]byte{"same": []byte("a"), "changed": []byte("x"), "new": nil})
	if err == nil {
		t.Fatal("three differences, no error")
	}
	for _, name := range []string{"changed", "old", "new"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q is not named in: %v", name, err)
		}
	}
	if strings.Contains(err.Error(), "same") {
		t.Errorf("an equal file is named in: %v", err)
	}
}
