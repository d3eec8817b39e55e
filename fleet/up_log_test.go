package fleet

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What a terminal is shown of the logs: our services' warnings and errors, each once
// in a while, and nothing of the programs in them.
func TestTeller(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(1e9, 0)
	p := NewTeller(&b)
	p.now = func() time.Time { return now }
	tell := func(child, line string) string {
		b.Reset()
		p.tell(readLine(child, []byte(line+"\n")))
		return b.String()
	}
	warn := `time=12:00:00.000 level=WARN msg="the stream is lost" service=edge/camera-a err="it is \"away\""`
	if got := tell("edge/camera-a", warn); got != "  warning   edge/camera-a: the stream is lost: it is \"away\"\n" {
		t.Errorf("%q", got)
	}
	if got := tell("edge/camera-a", warn); got != "" {
		t.Errorf("said twice: %q", got)
	}
	now = now.Add(tellAgain)
	if got := tell("edge/camera-a", warn); got == "" {
		t.Error("not said again")
	}
	other := `time=12:00:00.000 level=WARN msg="a master is out of reach" service=console/console`
	if got := tell("console/console", other); got != "" {
		t.Errorf("while the site starts: %q", got)
	}
	p.during(false, false)
	if got := tell("console/console", other); got == "" {
		t.Error("not said when the site is up")
	}
	if got := tell("fog/master", "custos: it cannot go on"); got != "  error     fog/master: it cannot go on\n" {
		t.Errorf("last words: %q", got)
	}
	for _, foreign := range []string{
		`INFO [11-28|12:00:00.000] Starting peer-to-peer node`, `E1128 17:58:12.059106   30092 files.go:516] no`,
		`{"level":"WARN","msg":"Ethash used in test mode"}`, `time=12:00:00.000 level=WARN msg="live stream ended" service=console/console err="context canceled"`, `time=12:00:00.000 level=INFO msg=well service=fog/master`,
	} {
		if got := tell("fog/ledger", foreign); got != "" {
			t.Errorf("%q: %q", foreign, got)
		}
	}
}

func TestUpLogIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log", "up.log")
	l, err := OpenLog(path)
	if err != nil {
		t.Fatal(err)
	}
	l.most = 100
	for i := range 100 {
		if _, err := l.Write([]byte(strings.Repeat(string(rune('a'+i%26)), 29) + "\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) != 1+logKept {
		t.Fatalf("%v, %v", files, err)
	}
	for _, f := range files {
		if st, err := os.Stat(f); err != nil || st.Size() > 100 || st.Size() == 0 {
			t.Errorf("%s: %v, %v", f, st, err)
		}
	}
	if b, _ := os.ReadFile(path); !bytes.HasSuffix(b, []byte(strings.Repeat(string(rune('a'+99%26)), 29)+"\n")) {
		t.Errorf("the newest file ends with %q", b)
	}
}
