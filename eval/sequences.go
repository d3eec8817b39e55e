package eval

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/eval"
	"custos.dev/custos/analyze/track"
	"custos.dev/custos/figures"
	"custos.dev/custos/observe"
	"custos.dev/custos/term"
)

// sequence is one of MOTChallenge's with detections: what is known of it but its pictures.
type sequence struct {
	name          string
	truth, det    eval.Sequence // in pixels
	width, height int
	rate          float64 // frames a second
}

// usualRate is assumed of a sequence whose seqinfo.ini is not there.
const usualRate = 25

// sequences reads all of a directory that have a ground truth and detections, in the order
// of their names.
func sequences(dir string, notes io.Writer) ([]sequence, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		term.Printf(notes, "skipped: the tracker beside SORT: %s is not there\n", dir)
		return nil, nil
	}
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	var out []sequence
	for _, e := range entries {
		at := filepath.Join(dir, e.Name())
		if !there(filepath.Join(at, "gt.txt")) || !there(filepath.Join(at, "det.txt")) {
			continue
		}
		s, err := readSequence(at, notes)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		term.Printf(notes, "skipped: the tracker beside SORT: no directory of %s has gt.txt and det.txt\n", dir)
	}
	return out, nil
}

func there(file string) bool {
	st, err := os.Stat(file)
	return err == nil && st.Mode().IsRegular()
}

func readSequence(dir string, notes io.Writer) (s sequence, err error) {
	s.name = filepath.Base(dir)
	if s.truth, err = readMOT(filepath.Join(dir, "gt.txt")); err != nil {
		return s, err
	}
	if s.det, err = readMOT(filepath.Join(dir, "det.txt")); err != nil {
		return s, err
	}
	info, err := readInfo(filepath.Join(dir, "seqinfo.ini"))
	if err != nil {
		return s, err
	}
	s.rate, s.width, s.height = info["frameRate"], int(info["imWidth"]), int(info["imHeight"])
	if !(s.rate > 0) {
		s.rate = usualRate
		term.Printf(notes, "%s: no frameRate in seqinfo.ini: %d frames a second are assumed\n", s.name, usualRate)
	}
	if s.width < 1 || s.height < 1 {
		if s.width, s.height, err = sizeOf("", s.truth); err != nil {
			return s, err
		}
		term.Printf(notes, "%s: no imWidth and imHeight in seqinfo.ini: the picture is assumed to be what the ground truth reaches to, %dx%d\n", s.name, s.width, s.height)
	}
	return s, nil
}

// readInfo reads the numbers of a seqinfo.ini; a file that is not there has none.
func readInfo(file string) (map[string]float64, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	defer f.Close()
	out := map[string]float64{}
	in := bufio.NewScanner(f)
	for in.Scan() {
		key, value, ok := strings.Cut(in.Text(), "=")
		if x, err := strconv.ParseFloat(strings.TrimSpace(value), 64); ok && err == nil && x > 0 && x <= 100_000 {
			out[strings.TrimSpace(key)] = x
		}
	}
	if err := in.Err(); err != nil {
		return nil, custos.Errorf(custos.Invalid, "read %s: %w", file, err)
	}
	return out, nil
}

// trackAll gives detections, in pixels of pictures of this size, to a tracker that is set as
// cfg has it; the tracks are in fractions of the picture.
func trackAll(cfg track.Config, det eval.Sequence, width, height int, rate float64) eval.Sequence {
	cfg.Aspect = float64(width) / float64(height)
	t := track.New(cfg)
	out := eval.Sequence{}
	scaled := det.Scaled(width, height)
	for f := 1; f <= lastFrame(scaled); f++ {
		var ds []observe.Detection
		for _, o := range scaled[f] {
			ds = append(ds, observe.Detection{Class: custos.Person, Box: o.Box, Score: o.Score})
		}
		active, _ := t.Update(frameTime(f, rate), ds)
		out.AddTracks(f, active)
	}
	return out
}

// ours are the tracks of a sequence's detections, compared with its truth.
func (s *sequence) ours(cfg track.Config) eval.Tracks {
	return eval.EvalTracks(s.truth.Scaled(s.width, s.height), trackAll(cfg, s.det, s.width, s.height, s.rate), .5)
}

// bySORT are SORT's of the same.
func (s *sequence) bySORT() eval.Tracks {
	return eval.EvalTracks(s.truth, trackBySORT(s.det), .5)
}

// besideSORT measures the tracker on the detections of each sequence of a directory, and SORT
// on the same.
func besideSORT(b *figures.Result, dir string, notes io.Writer) error {
	all, err := sequences(dir, notes)
	if err != nil {
		return err
	}
	least, worst := math.Inf(1), ""
	for i := range all {
		s := &all[i]
		our, peer := s.ours(track.Config{}), s.bySORT()
		name := strings.ToLower(s.name)
		for _, r := range []struct {
			name       string
			our, peers float64
		}{
			{"mota", our.MOTA, peer.MOTA},
			{"idf1", our.IDF1, peer.IDF1},
			{"switches", float64(our.Switches), float64(peer.Switches)},
			{"missed", part(our.Missed, our.Objects), part(peer.Missed, peer.Objects)},
			{"false", part(our.False, our.Objects), part(peer.False, peer.Objects)},
		} {
			row := figures.Row{Name: name + "-sort-" + r.name, Value: r.our, Unit: unitOf(r.name), Peer: "SORT", PeerValue: r.peers}
			if r.peers > 0 {
				row.Ratio = r.our / r.peers
			}
			b.Rows = append(b.Rows, row)
		}
		if d := our.MOTA - peer.MOTA; d < least {
			least, worst = d, s.name
		}
	}
	if worst != "" {
		b.Add("track-mota-over-sort", least, "the least of "+strconv.Itoa(len(all))+" sequences, "+worst)
	}
	return nil
}

func part(n, of int) float64 { return float64(n) / float64(max(of, 1)) }

func unitOf(row string) string {
	if slices.Contains([]string{"missed", "false"}, row) {
		return "of the boxes"
	}
	return ""
}
