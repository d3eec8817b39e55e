package rtspsim

import (
	"slices"
	"strings"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
)

// Oddity is one way in which cameras depart from the standards, or make use of what few
// others do. Config.Odd names them by path; several are joined by "+".
type Oddity struct {
	Name string
	// What it does, in a line for people.
	What string

	odd
}

// odd are an oddity's hooks. Those that are nil change nothing.
type odd struct {
	// begin changes what a session is from its first request on.
	begin func(c *session)
	// instead answers a request itself; nil lets the usual answer be given.
	instead func(c *session, q *rtsp.Request) *rtsp.Response
	// answer changes the usual answer.
	answer func(c *session, q *rtsp.Request, p *rtsp.Response)
	// raw changes an answer's bytes.
	raw func(c *session, b []byte) []byte
	// sdp changes the description.
	sdp func(c *Clip, s string) string

	// variant are ffmpeg's options that make the played clip of the file: from the
	// beginning, or from After on.
	variant []string
	later   bool
	// made makes the clip instead.
	made func() (*Clip, error)

	// nals changes a picture's units; without units it is not sent.
	nals func(m *moment, nals [][]byte) [][]byte
	// stamp changes a picture's time stamp, in ticks since PLAY.
	stamp func(m *moment, ticks int64) int64
	// due changes when a picture is sent, since PLAY.
	due func(m *moment, d time.Duration) time.Duration
	// payloads changes what a picture is cut into.
	payloads func(m *moment, p []payload) []payload
	// packet changes a packet, leaves it out, or puts others beside it.
	packet func(m *moment, k *rtp.Packet) []*rtp.Packet
	// between is called before each picture, and may end the stream by an error.
	between func(m *moment) error
	// reported changes the wall clock in sender reports.
	reported func(m *moment, t time.Time) time.Time
}

// moment is where a stream stands.
type moment struct {
	c *session
	s *sender
	// n counts the pictures since PLAY; at is the picture's time since then, in the
	// clip's own time, and before that of the picture before.
	n          int
	at, before time.Duration
	key        bool
	clip       *Clip
	// after is when oddities begin that do not at once.
	after time.Duration
	// memory is for the hooks; each has a place by its name.
	memory map[string]any
}

// begun says whether the time for oddities has come.
func (m *moment) begun() bool { return m.at >= m.after }

// once says that this is the first picture of that time.
func (m *moment) once() bool { return m.begun() && (m.n == 0 || m.before < m.after) }

// again says that this picture is the first of a new period of after.
func (m *moment) again() bool { return m.begun() && (m.n == 0 || m.before/m.after != m.at/m.after) }

// during says that the picture lies in the first d of the time for oddities.
func (m *moment) during(d time.Duration) bool { return m.begun() && m.at < m.after+d }

// remember returns what a hook keeps from picture to picture.
func remember[T any](m *moment, name string, first func() T) *T {
	if v, ok := m.memory[name].(*T); ok {
		return v
	}
	v := first()
	m.memory[name] = &v
	return &v
}

// Oddities returns every oddity, in the order of the list for people.
func Oddities() []Oddity {
	return slices.Concat(sessionOddities, loginOddities, describeOddities, streamOddities, stampOddities, clipOddities)
}

// findOdd returns the oddities that a name stands for.
func findOdd(names string) ([]*Oddity, error) {
	var out []*Oddity
	all := Oddities()
	for _, n := range strings.Split(names, "+") {
		i := slices.IndexFunc(all, func(o Oddity) bool { return o.Name == n })
		if i < 0 {
			return nil, custos.Errorf(custos.Invalid, "the oddity %q is not known; list them with: custos camera simulate --list-odd", n)
		}
		out = append(out, &all[i])
	}
	return out, nil
}
