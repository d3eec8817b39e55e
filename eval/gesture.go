package eval

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/gesture"
	"custos.dev/custos/analyze/gesture/figure"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/poses"
	"custos.dev/custos/figures"
	"custos.dev/custos/observe"
	"custos.dev/custos/term"
)

// Gestures measures how well is told what people do with their bodies: on drawn figures whose
// seeds nothing was chosen on, and on labelled clips where there are some.
type Gestures struct {
	// Dir may have gestures/NAME.txt beside footage gestures/NAME.*: a line for each gesture of the
	// one person whom it shows, as "FROM UNTIL GESTURE", in seconds. A line "box X Y W H", in
	// fractions of the picture, says where he is; without it all of the picture is searched.
	// What stands behind # is a comment.
	Dir string
	// Models has the site's networks.
	Models string
	// Clips is how many drawn clips there are, from the seed From on.
	Clips int
	From  uint64
	// Verbose says of each clip what was told, beside what is true.
	Verbose bool
}

// HeldOut is the first seed of the drawn clips on which nothing was chosen; thresholds were
// chosen on those from 1 on.
const HeldOut = 100_000

// gestureRate is how often a second drawn people, and those of clips, are looked at: as the
// service does.
const gestureRate = gesture.DefaultRate

// Run measures; notes say what is missing.
func (e Gestures) Run(ctx context.Context, notes io.Writer) (*figures.Result, error) {
	out := figures.New("eval gesture")
	if st, err := os.Stat(e.Dir); err != nil || !st.IsDir() {
		return nil, custos.Errorf(custos.Invalid, "--data-dir %s is no directory", e.Dir)
	}
	clips, err := labelled(filepath.Join(e.Dir, "gestures"))
	if err != nil {
		return nil, err
	}
	if len(clips) == 0 {
		term.Printf(notes, "skipped: labelled clips: %s has none (NAME.txt beside footage of the same name, with lines FROM UNTIL GESTURE)\n", filepath.Join(e.Dir, "gestures"))
	}
	networks := models.In(e.Models)
	defer func() { _ = networks.Close() }()
	finder, err := poses.Open(networks)
	if custos.KindOf(err) == custos.NotFound {
		term.Printf(notes, "skipped: poses by a network: %v\n", err)
	} else if err != nil {
		return nil, err
	}
	var drawn, footage gestureRows
	for seed := e.From; seed < e.From+uint64(e.Clips); seed++ { //nolint:gosec // a count
		if err := e.draw(ctx, finder, seed, &drawn, notes); err != nil {
			return nil, err
		}
	}
	for _, c := range clips {
		if err := e.clip(ctx, finder, c, &footage, notes); err != nil {
			return nil, err
		}
	}
	drawn.print(out, "gesture", finder != nil)
	if len(clips) > 0 {
		footage.print(out, "gesture-clips", finder != nil)
	}
	return out, nil
}

// bySilhouette are the gestures that an outline tells.
var bySilhouette = []observe.Posing{observe.HandsUp, observe.Crouching, observe.Lying}

// tallies count by gesture.
type tallies map[observe.Posing]figure.Tally

func (t tallies) add(truth, said []figure.Stretch) {
	for g, n := range figure.Compare(truth, said) {
		t[g] = t[g].Plus(n)
	}
}

func (t tallies) sum(of []observe.Posing) (all figure.Tally) {
	for _, g := range of {
		all = all.Plus(t[g])
	}
	return all
}

// gestureRows are what was counted, by network, by outline and by points.
type gestureRows struct {
	pose, shape, points tallies
	used                time.Duration
	looks, found        int
	marks               int
}

func (r *gestureRows) print(out *figures.Result, name string, neural bool) {
	all := observe.Posings()
	if neural {
		out.Add(name+"-f1", r.pose.sum(all).F1(), "F1 of stretches at tIoU 0.5, by pose")
		for _, g := range all {
			out.Add(name+"-f1-"+strings.ReplaceAll(string(g), "_", "-"), r.pose[g].F1(), "F1, by pose")
		}
		out.Add(name+"-ms", float64(r.used.Microseconds())/1000/float64(max(r.looks, 1)), "ms a look at a person")
	}
	out.Add(name+"-f1-silhouette", r.shape.sum(bySilhouette).F1(), "F1 of raised hands, crouching and lying, by outline")
	out.Add(name+"-f1-silhouette-all", r.shape.sum(all).F1(), "F1 of all gestures, by outline")
	for _, g := range bySilhouette {
		out.Add(name+"-f1-silhouette-"+strings.ReplaceAll(string(g), "_", "-"), r.shape[g].F1(), "F1, by outline")
	}
	if r.points != nil {
		out.Add(name+"-f1-points", r.points.sum(all).F1(), "F1 by true points with noise, without a network")
	}
	if r.marks > 0 {
		out.Add(name+"-points-found", float64(r.found)/float64(r.marks), "part of the joints within a tenth of the body's height")
	}
}

// bothWays watches one person by pose and by outline.
type bothWays struct {
	finder       *poses.Finder
	rows         *gestureRows
	scene        gesture.Scene
	pose         *gesture.Watcher
	shape        *gesture.Shaped
	posed, shown *figure.Diary
}

func newBothWays(finder *poses.Finder, rows *gestureRows) *bothWays {
	zero := time.Unix(0, 0)
	return &bothWays{finder: finder, rows: rows, pose: gesture.NewWatcher(), shape: gesture.NewShaped(), posed: figure.NewDiary(zero), shown: figure.NewDiary(zero)}
}

// see looks at a frame at a time; a nil box is that nobody is there.
func (b *bothWays) see(ctx context.Context, f *custos.Frame, at time.Duration, box *custos.Box) (p gesture.Pose, err error) {
	var busy []custos.Box
	if box != nil {
		busy = append(busy, *box)
		t := time.Unix(0, 0).Add(at)
		if b.finder != nil {
			began := time.Now()
			if p, err = b.finder.Find(ctx, f, *box); err != nil {
				return p, err
			}
			b.rows.used += time.Since(began)
			b.rows.looks++
			b.posed.Add(b.pose.See(t, &p))
		}
		if o, ok := b.scene.Outline(f, *box); ok {
			b.shown.Add(b.shape.See(t, o))
		}
	}
	b.scene.Learn(f, busy)
	return p, nil
}

func (b *bothWays) end() (pose, shape []figure.Stretch) {
	b.posed.Add(b.pose.Gone())
	b.shown.Add(b.shape.Gone())
	return b.posed.Said, b.shown.Said
}

// draw looks at a drawn clip.
func (e Gestures) draw(ctx context.Context, finder *poses.Finder, seed uint64, rows *gestureRows, notes io.Writer) error {
	if rows.pose == nil {
		rows.pose, rows.shape, rows.points = tallies{}, tallies{}, tallies{}
	}
	c := figure.New(seed)
	w := newBothWays(finder, rows)
	f := custos.Frame{}
	for at := time.Duration(0); at < c.Length; at += time.Second / gestureRate {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		c.Frame(at, &f)
		var box *custos.Box
		if b, ok := c.Box(at); ok {
			box = &b
		}
		p, err := w.see(ctx, &f, at, box)
		if err != nil {
			return err
		}
		if truth, ok := c.Pose(at); ok && finder != nil {
			rows.holds(&p, &truth, c.Tall())
		}
	}
	pose, shape := w.end()
	if finder != nil {
		rows.pose.add(c.Truth, pose)
	}
	rows.shape.add(c.Truth, shape)
	points := c.Points(gestureRate, 1, .015, .05, .01)
	rows.points.add(c.Truth, points)
	if e.Verbose {
		term.Printf(notes, "%d: true %v\n  by pose %v\n  by outline %v\n  by points %v\n", seed, c.Truth, pose, shape, points)
	}
	return nil
}

// holds counts the joints of arms and legs that a network finds near where they are.
func (r *gestureRows) holds(p, truth *gesture.Pose, tall float64) {
	for j := gesture.LeftShoulder; j < gesture.Joints; j++ {
		r.marks++
		dx, dy := p[j].X-truth[j].X, p[j].Y-truth[j].Y
		if dx*dx+dy*dy < .01*tall*tall {
			r.found++
		}
	}
}

// labelledClip is footage with its truth.
type labelledClip struct {
	video string
	truth []figure.Stretch
	box   *custos.Box
}

// labelled are the clips of a directory; none if it is not there.
func labelled(dir string) (out []labelledClip, err error) {
	texts, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, text := range texts {
		c, err := readLabels(text)
		if err != nil {
			return nil, err
		}
		all, _ := filepath.Glob(strings.TrimSuffix(text, ".txt") + ".*")
		all = slices.DeleteFunc(all, func(p string) bool { return p == text })
		if len(all) != 1 {
			return nil, custos.Errorf(custos.Invalid, "%s: there are %d files of footage with its name beside it; one is needed", text, len(all))
		}
		c.video = all[0]
		out = append(out, c)
	}
	return out, nil
}

// readLabels reads the truth of a clip.
func readLabels(text string) (c labelledClip, err error) {
	f, err := os.Open(text)
	if err != nil {
		return c, custos.Errorf(custos.Invalid, "%w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		fail := func(what string) (labelledClip, error) {
			return c, custos.Errorf(custos.Invalid, "%s:%d: %s", text, n, what)
		}
		if words[0] == "box" {
			var b custos.Box
			if _, err := fmt.Sscan(strings.Join(words[1:], " "), &b.X, &b.Y, &b.W, &b.H); err != nil || !(b.W > 0 && b.H > 0) {
				return fail("write box X Y W H, in fractions of the picture")
			}
			c.box = &b
			continue
		}
		if len(words) != 3 {
			return fail("write FROM UNTIL GESTURE, in seconds")
		}
		from, err1 := strconv.ParseFloat(words[0], 64)
		until, err2 := strconv.ParseFloat(words[1], 64)
		if err1 != nil || err2 != nil || !(from >= 0 && until > from && until < 1e6) {
			return fail("write FROM UNTIL GESTURE, in seconds")
		}
		g := observe.Posing(words[2])
		if !slices.Contains(observe.Posings(), g) {
			return fail(fmt.Sprintf("%q is no gesture; there are %v", words[2], observe.Posings()))
		}
		second := float64(time.Second)
		c.truth = append(c.truth, figure.Stretch{What: g, From: time.Duration(from * second), Until: time.Duration(until * second)})
	}
	return c, lines.Err()
}

// clip looks at footage. Where no box is given the person is searched in all of the picture, and
// then around where his points were.
func (e Gestures) clip(ctx context.Context, finder *poses.Finder, c labelledClip, rows *gestureRows, notes io.Writer) error {
	if rows.pose == nil {
		rows.pose, rows.shape = tallies{}, tallies{}
	}
	w := newBothWays(finder, rows)
	whole := custos.Box{W: 1, H: 1}
	around, next := whole, time.Duration(-1)
	s := &seen{}
	err := s.each(ctx, c.video, 640, func(n int, f custos.Frame) error {
		at := time.Duration(float64(n-1) / s.rate * float64(time.Second))
		if at < next {
			return nil
		}
		next = at + time.Second/gestureRate - time.Millisecond
		box := around
		if c.box != nil {
			box = *c.box
		}
		p, err := w.see(ctx, &f, at, &box)
		if err != nil {
			return err
		}
		if found, ok := p.Box(&f); ok {
			around = found
		} else {
			around = whole
		}
		return nil
	})
	if custos.KindOf(err) == custos.Unavailable {
		term.Printf(notes, "skipped: %s cannot be decoded: %v\n", c.video, err)
		return nil
	}
	if err != nil {
		return err
	}
	pose, shape := w.end()
	if finder != nil {
		rows.pose.add(c.truth, pose)
	}
	rows.shape.add(c.truth, shape)
	if e.Verbose {
		term.Printf(notes, "%s: true %v\n  by pose %v\n  by outline %v\n", c.video, c.truth, pose, shape)
	}
	return nil
}
