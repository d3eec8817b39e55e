package e2e

import (
	"archive/zip"
	"encoding/json"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	vocabulary "custos.dev/custos"

	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

// clip is the footage of a bundle, decoded to luma, with the stream's own times.
type clip struct {
	width, height int
	pts           []time.Duration
	frames        [][]byte
}

// unpacked takes a bundle's event and its first clip out of the zip, as anybody can.
func unpacked(t *testing.T, bundle string) (e vocabulary.Event, c clip) {
	t.Helper()
	r, err := zip.OpenReader(bundle)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	dir := t.TempDir()
	var base []time.Duration // of each segment: where its file's zero is in stream time
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case f.Name == "event.json":
			if err := json.Unmarshal(b, &e); err != nil {
				t.Fatal(err)
			}
		case strings.HasPrefix(f.Name, "segments/"):
			var seal vocabulary.Event
			if err := json.Unmarshal(b, &seal); err != nil {
				t.Fatal(err)
			}
			base = append(base, observetest.Payload[*observe.Segment](t, &seal).Base)
		case strings.HasPrefix(f.Name, "media/"):
			file := filepath.Join(dir, filepath.Base(f.Name))
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
			c.add(t, file, base[0])
			base = base[1:]
		}
	}
	return e, c
}

// add decodes a file, whose zero is at base, with ffmpeg.
func (c *clip) add(t *testing.T, file string, base time.Duration) {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height:frame=pts_time", "-of", "csv=p=0", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	var times []time.Duration
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.Trim(strings.TrimSpace(line), ","), ",")
		if len(fields) == 2 {
			c.width, _ = strconv.Atoi(fields[0])
			c.height, _ = strconv.Atoi(fields[1])
			continue
		}
		if fields[0] == "" {
			continue
		}
		s, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			t.Fatalf("ffprobe's line %q: %v", line, err)
		}
		times = append(times, base+time.Duration(math.Round(s*1e9)))
	}
	raw, err := exec.Command("ffmpeg", "-v", "error", "-i", file, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	size := c.width * c.height
	if size == 0 || len(raw) != size*len(times) {
		t.Fatalf("%s: %d bytes of luma, %d times, %dx%d", file, len(raw), len(times), c.width, c.height)
	}
	for i := range times {
		c.frames = append(c.frames, raw[i*size:(i+1)*size])
	}
	c.pts = append(c.pts, times...)
}

// background is the median of each pixel over the clip: what does not move.
func (c *clip) background() []byte {
	out := make([]byte, c.width*c.height)
	values := make([]byte, len(c.frames))
	for p := range out {
		for i, f := range c.frames {
			values[i] = f[p]
		}
		slices.Sort(values)
		out[p] = values[len(values)/2]
	}
	return out
}

// motion is how much a frame differs from the background within a box, a pixel.
func (c *clip) motion(frame int, back []byte, b vocabulary.Box) float64 {
	x0, x1 := int(b.X*float64(c.width)), int((b.X+b.W)*float64(c.width))
	y0, y1 := int(b.Y*float64(c.height)), int((b.Y+b.H)*float64(c.height))
	sum, n := 0.0, 0
	for y := max(y0, 0); y < min(y1, c.height); y++ {
		for x := max(x0, 0); x < min(x1, c.width); x++ {
			p := y*c.width + x
			sum += math.Abs(float64(c.frames[frame][p]) - float64(back[p]))
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// at is the frame that is shown at a time of the stream.
func (c *clip) at(pts time.Duration) (frame int, off time.Duration) {
	best := 0
	for i, t := range c.pts {
		if (t - pts).Abs() < (c.pts[best] - pts).Abs() {
			best = i
		}
	}
	return best, (c.pts[best] - pts).Abs()
}

// showBoxes compares exported clips with their events: at an event's time there is
// more to see within its box than beside it, and than a second away from that time.
// One event alone may be beside another person, so they are taken together.
func showBoxes(t *testing.T, bundles []string) {
	t.Helper()
	var inside, beside, elsewhen float64
	moved := 0
	for _, file := range bundles {
		e, c := unpacked(t, file)
		z := observetest.Payload[*observe.Zone](t, &e)
		frame, off := c.at(z.Frame.PTS)
		if off > time.Millisecond {
			t.Fatalf("%s: the clip has no frame at %s, the nearest is %s away; it has %v", e.ID(), z.Frame.PTS, off, c.pts)
		}
		back := c.background()
		in := c.motion(frame, back, z.Box)
		inside += in
		left, right := z.Box, z.Box
		left.X -= 1.5 * z.Box.W
		right.X += 1.5 * z.Box.W
		if left.X < 0 {
			left = right
		}
		if right.X+right.W > 1 {
			right = left
		}
		beside += (c.motion(frame, back, left) + c.motion(frame, back, right)) / 2
		// The frame farthest from the event's, where the person is somewhere else.
		far := 0
		for i := range c.pts {
			if (c.pts[i] - z.Frame.PTS).Abs() > (c.pts[far] - z.Frame.PTS).Abs() {
				far = i
			}
		}
		if (c.pts[far] - z.Frame.PTS).Abs() >= 900*time.Millisecond {
			elsewhen += c.motion(far, back, z.Box) - in
			moved++
		}
	}
	t.Logf("%d clips: motion in the box %.1f, beside it %.1f, in the same box a second or two away %+.1f", len(bundles), inside/float64(len(bundles)), beside/float64(len(bundles)), elsewhen/float64(max(moved, 1)))
	// People walk in groups here, so what is beside one is not empty: of 8 clips the
	// box held between 1.9 and 5.8 times as much in four runs.
	if inside < 1.4*beside {
		t.Errorf("the boxes hold %.1f of motion, the places beside them %.1f", inside, beside)
	}
	if moved < 3 || elsewhen > -0.2*inside*float64(moved)/float64(len(bundles)) {
		t.Errorf("of %d clips the boxes show as much a second away from their events' times: %+.1f of %.1f", moved, elsewhen, inside)
	}
}
