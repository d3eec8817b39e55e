package service

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
)

func TestProfilesTakeTheWord(t *testing.T) {
	env := &Env{Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler)}
	path := filepath.Join(env.Dir, debugFile)
	for _, off := range []string{"", "0"} {
		t.Setenv(debugVariable, off)
		if err := os.WriteFile(path, []byte("of a process that was killed"), 0o600); err != nil {
			t.Fatal(err)
		}
		stop, err := env.serveDebug()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("it is off, and its file is there")
		}
		stop()
	}
	t.Setenv(debugVariable, "yes")
	if _, err := env.serveDebug(); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a value that is none: %v", err)
	}
	t.Setenv(debugVariable, "1")
	stop, err := env.serveDebug()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	said, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the word: %v, %v", info, err)
	}
	var word, url string
	if _, err := fmt.Sscanf(string(said), "# %s\nheader = \"Authorization: Bearer %s", &url, &word); err != nil {
		t.Fatalf("%q: %v", said, err)
	}
	word = strings.TrimSuffix(word, `"`)
	if !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Errorf("it listens beyond loopback: %s", url)
	}
	for header, want := range map[string]int{"": 401, "Bearer": 401, "Bearer ": 401, "Bearer " + word[1:]: 401, word: 401, "Bearer " + word: 200} {
		for _, at := range []string{"", "heap?debug=1", "cmdline"} {
			r, err := http.NewRequest(http.MethodGet, url+at, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", header)
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if at == "cmdline" && want == 200 {
				want = 404 // arguments are nobody's business
			}
			if resp.StatusCode != want || want == 401 && strings.Contains(string(body), "heap") {
				t.Errorf("%q with %q: %d, want %d", at, header, resp.StatusCode, want)
			}
		}
	}
	stop()
	if _, err := os.Stat(path); err == nil {
		t.Error("it has ended, and its file is there")
	}
}
