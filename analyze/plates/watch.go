package plates

import (
	"bufio"
	"os"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/plate"
)

// watchList are the plates that are watched for, by a file that people write.
type watchList struct {
	path string // "" is none
	read time.Time
	size int64
	why  map[string]string // by plates as plate.Plain has them
}

// watchMost bounds the file.
const watchMost = 4 << 20

// on says what a plate is watched for, in words; "" if it is not. A file that cannot be read is
// an error, and what was read of it before is used.
func (w *watchList) on(text string) (string, error) {
	err := w.refresh()
	why, ok := w.why[text]
	if ok && why == "" {
		why = "no reason is given"
	}
	return why, err
}

// refresh reads the file if it has changed.
func (w *watchList) refresh() error {
	if w.path == "" {
		return nil
	}
	f, err := os.Open(w.path)
	if err != nil {
		return custos.Errorf(custos.Invalid, "the watch list cannot be read (plates.watch in the site file): %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return custos.Errorf(custos.Unavailable, "the watch list cannot be read (plates.watch in the site file): %w", err)
	}
	if st.ModTime().Equal(w.read) && st.Size() == w.size {
		return nil
	}
	if st.Size() > watchMost {
		return custos.Errorf(custos.Invalid, "the watch list %s has %d bytes: at most %d are read", w.path, st.Size(), watchMost)
	}
	why := map[string]string{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, reason, _ := strings.Cut(line, " ")
		at := plate.Plain(text)
		if at == "" {
			return custos.Errorf(custos.Invalid, "%s:%d: %q cannot be a plate: write it without spaces, and behind a space why it is watched for", w.path, n, text)
		}
		why[at] = strings.TrimSpace(reason)
	}
	if err := lines.Err(); err != nil {
		return custos.Errorf(custos.Invalid, "the watch list %s cannot be read: %w", w.path, err)
	}
	w.why, w.read, w.size = why, st.ModTime(), st.Size()
	return nil
}
