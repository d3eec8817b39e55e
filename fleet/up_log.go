package fleet

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/term"
)

// Log is the file that takes what a running site's processes say. It is bounded: when
// it is full it becomes .1, what was .1 becomes .2, and the oldest is removed.
type Log struct {
	Path string

	mu   sync.Mutex
	f    *os.File
	size int64
	// most is how large a file becomes, in bytes.
	most int64
}

// The log takes at most about 64 MiB.
const (
	logMost = 16 << 20
	logKept = 3
)

// OpenLog opens the file, or begins it. The caller closes it.
func OpenLog(path string) (*Log, error) {
	l := &Log{Path: path, most: logMost}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, custos.Errorf(custos.Unavailable, "the log cannot be written: %w", err)
	}
	return l, l.open()
}

func (l *Log) open() error {
	f, err := os.OpenFile(l.Path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return custos.Errorf(custos.Unavailable, "the log cannot be written: %w", err)
	}
	st, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return err
	}
	l.f, l.size = f, st.Size()
	return nil
}

// Write implements io.Writer. A full disk loses the log and not the site.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size > 0 && l.size+int64(len(b)) > l.most {
		l.rotate()
	}
	if l.f == nil {
		return len(b), nil
	}
	n, err := l.f.Write(b)
	l.size += int64(n)
	return n, err
}

func (l *Log) rotate() {
	_ = l.f.Close()
	l.f = nil
	for i := logKept; i > 0; i-- {
		from := l.Path
		if i > 1 {
			from = fmt.Sprintf("%s.%d", l.Path, i-1)
		}
		_ = os.Rename(from, fmt.Sprintf("%s.%d", l.Path, i))
	}
	_ = l.open()
}

// Close closes the file.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.f == nil {
		return nil
	}
	return l.f.Close()
}

// said is a line of a process's log.
type said struct {
	service string
	// ours says that a service of Custos wrote it, and not a program in it.
	ours  bool
	level string
	text  string
}

// readLine reads a line that slog's text handler wrote, or the last words of a process
// that ends; of other programs' lines it knows the service only.
func readLine(child string, b []byte) said {
	line := strings.TrimSpace(string(b))
	l := said{service: child, text: line}
	if last, ok := strings.CutPrefix(line, "custos: "); ok {
		return said{service: child, ours: true, level: "ERROR", text: last}
	}
	if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
		l.ours, l.level = true, "ERROR"
		return l
	}
	if !strings.HasPrefix(line, "time=") {
		return l
	}
	fields := logFields(line)
	l.level, l.text = fields["level"], fields["msg"]
	if l.ours = l.level != "" && l.text != ""; !l.ours {
		return said{service: child, text: line}
	}
	if s := fields["service"]; s != "" {
		l.service = s
	}
	if c := fields["camera"]; c != "" && !strings.Contains(l.service, "camera-") {
		l.text = c + ": " + l.text
	}
	if e := fields["err"]; e != "" {
		l.text += ": " + e
	}
	return l
}

// logFields reads key=value pairs as slog writes them.
func logFields(line string) map[string]string {
	out := map[string]string{}
	for line != "" {
		key, rest, ok := strings.Cut(line, "=")
		if !ok {
			break
		}
		var value string
		if strings.HasPrefix(rest, `"`) {
			q, err := strconv.QuotedPrefix(rest)
			if err != nil {
				break
			}
			value, _ = strconv.Unquote(q)
			rest = rest[len(q):]
		} else {
			value, rest, _ = strings.Cut(rest, " ")
		}
		out[key] = value
		line = strings.TrimLeft(rest, " ")
	}
	return out
}

// lastWords remembers what each service said last.
type lastWords struct {
	mu    sync.Mutex
	words map[string]string
}

func (w *lastWords) keep(l said) {
	if !l.ours || l.service == "" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.words == nil {
		w.words = map[string]string{}
	}
	w.words[l.service] = l.text
}

func (w *lastWords) of(service string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.words[service]
}

// about is the end of a sentence about a service.
func (w *lastWords) about(service string) string {
	if s := w.of(service); s != "" {
		return "; it said: " + s
	}
	return ""
}

// Teller tells people what needs them, each thing once in a while.
type Teller struct {
	mu  sync.Mutex
	w   io.Writer
	now func() time.Time
	// told is when a text was shown; at most maxTold are remembered.
	told map[string]time.Time
	// While a site starts or ends, its services miss each other, and warn of it.
	starting, ending bool
}

// What is said again and again is shown again after so long.
const (
	tellAgain = 10 * time.Minute
	maxTold   = 1000
)

// NewTeller tells people by writing to w.
func NewTeller(w io.Writer) *Teller {
	return &Teller{w: w, now: time.Now, told: map[string]time.Time{}, starting: true}
}

// tell shows a warning or an error of a service.
func (t *Teller) tell(l said) {
	word := map[string]string{"WARN": "warning", "ERROR": "error"}[l.level]
	if !l.ours || word == "" || strings.HasSuffix(l.text, ": context canceled") { // somebody went away
		return
	}
	text := l.text
	if l.service != "" {
		text = l.service + ": " + text
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	ofCamera := strings.Contains(l.service, "/camera-")
	if word == "warning" && (t.ending || t.starting && !ofCamera) {
		return
	}
	now := t.now()
	if at, ok := t.told[text]; ok && now.Sub(at) < tellAgain {
		return
	}
	if len(t.told) >= maxTold {
		clear(t.told)
	}
	t.told[text] = now
	term.Printf(t.w, "  %-9s %s\n", word, text)
}

// during says whether the site still starts, or ends already.
func (t *Teller) during(starting, ending bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.starting, t.ending = starting, ending
}

// say shows a line.
func (t *Teller) say(format string, args ...any) {
	var b bytes.Buffer
	term.Printf(&b, "  "+format+"\n", args...)
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = t.w.Write(b.Bytes())
}
