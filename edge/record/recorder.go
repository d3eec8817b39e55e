// Package record stores a camera's stream as segments: files that each begin at their own
// zero, hold the pictures as the camera sent them, claim no more time than those stand
// for, and name the hash of the one before.
package record

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// Config says where and how to record.
type Config struct {
	Camera custos.CameraID
	// Media is what it records of the tracks that it is given; the video if empty.
	Media stream.Media
	// Dir is the camera's recording directory; it is made if it is not there.
	Dir string
	// Boot is the camera service's life.
	Boot uint64
	// Target is how long a segment is at least; it ends at the next key picture, or, if
	// none comes for as long again and a second, without one. 2 s if 0.
	Target time.Duration
	// Last is the last segment that Sealed took, in any life; nil before the first.
	Last *observe.Segment
	// Sealed takes a segment whose file is whole and safe on disk. It must be
	// durable when it returns nil; if it fails it is called again with the same
	// segment later. It is called by whoever calls Open, Write, Seal or Close.
	Sealed func(observe.Segment) error
	// Gap is told what is not recorded: from the end of one segment to the beginning of
	// the next, which has just begun. May be nil.
	Gap func(from, until time.Time)
	// Lost is told the file of a segment that could not be sealed and was set aside. May be nil.
	Lost func(file string)
	// Now is the present in stream time, to see that no segment claims what is still to
	// come; nil for streams that are not taken in as they happen.
	Now func() time.Duration
	// Log is slog.Default() if nil.
	Log *slog.Logger
}

// maxSegment ends a segment that never meets a keyframe, in bytes.
const maxSegment = 256 << 20

// scratchMost bounds the memory that is kept for the next fragment, in bytes.
const scratchMost = 1 << 20

// Recorder writes segments. Its methods may be called by several goroutines.
//
// A segment is written under a name ending in .part that says everything the
// stream does not. To seal it the file is synced and linked under its final
// name, the directory synced, Sealed called and the .part name removed. After a
// crash at any of these points Open finds the .part name and ends the work.
type Recorder struct {
	cfg  Config
	root *os.Root
	log  *slog.Logger

	mu      sync.Mutex
	init    stream.Init
	form    fmp4.Init   // of init
	sound   *fmp4.Sound // what stands beside the video in files to come; nil for none
	beside  bool        // in the file under way
	written uint32      // fragments in it
	file    *os.File
	part    string
	sum     hash.Hash
	seg     observe.Segment
	zero    int64            // the file's zero, in the stream's own units
	first   time.Duration    // file time of the fragment with which it began
	shown   []time.Duration  // when its pictures are shown, in file time
	lasts   time.Duration    // how long the one that is shown last stands
	next    time.Duration    // when the next fragment is decoded, in stream time
	last    *observe.Segment // sealed last
	pending []sealed
	scratch []byte // the newest fragment as it was stored, for its memory
	synced  string // the directory whose way down from the root is on disk
}

// sealed is a finished segment that Sealed has not taken yet.
type sealed struct {
	seg  observe.Segment
	part string
}

// Open begins recording. Segments that a crash left unfinished are cut to their
// last whole fragment and sealed first.
func Open(cfg Config) (*Recorder, error) {
	if cfg.Target <= 0 {
		cfg.Target = 2 * time.Second
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Sealed == nil {
		return nil, custos.Errorf(custos.Internal, "the recorder of %s has nobody to tell of its segments", cfg.Camera)
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, custos.Errorf(custos.Unavailable, "camera %s cannot be recorded: %w; check the recording directory", cfg.Camera, err)
	}
	root, err := os.OpenRoot(cfg.Dir)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "camera %s cannot be recorded: %w; check the recording directory", cfg.Camera, err)
	}
	r := &Recorder{cfg: cfg, root: root, log: cfg.Log.With("camera", string(cfg.Camera)), last: cfg.Last}
	if err := r.salvage(); err != nil {
		root.Close()
		return nil, err
	}
	return r, nil
}

// Init tells of a new stream, or of another format; the segment under way is sealed. The
// error is of that sealing. A track of other media is not recorded.
func (r *Recorder) Init(in stream.Init) error {
	if !in.Track.Is(r.cfg.Media) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.seal()
	form, perr := fmp4.ParseInit(in.Data)
	if perr != nil {
		r.init = stream.Init{}
		return errors.Join(err, custos.Errorf(custos.Internal, "the format of %s cannot be recorded: %w", r.cfg.Camera, perr))
	}
	r.init, r.form = in, form
	return err
}

// Sound tells what sound comes beside the video, or nil for none any more: files that begin from
// now on have a track for it.
func (r *Recorder) Sound(s *fmp4.Sound) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sound = s
}

// WriteSound adds a fragment of sound, of stream time in units of fmp4.SoundScale, to the file
// under way, whatever of the video is in it. It is left out where there is none, or none with
// sound. An error means that it is not recorded; the pictures are not worse for it.
func (r *Recorder) WriteSound(data []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil || !r.beside || r.seg.Bytes > maxSegment {
		return nil
	}
	at, err := fmp4.DecodeTime(data)
	if err != nil || at < r.zero {
		return err // what comes late was of the file before, which is sealed
	}
	data, err = fmp4.AppendRebased(nil, data, r.written+1, -r.zero)
	if err != nil {
		return custos.Errorf(custos.Internal, "the sound of %s cannot be recorded: %w", r.cfg.Camera, err)
	}
	return r.store(data)
}

// Write adds a fragment. An error, such as of a full disk, means that it is not
// recorded; recording goes on by itself with a later key picture.
func (r *Recorder) Write(f stream.Fragment) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.init.Data != nil && f.Track != r.init.Track.ID {
		return nil // another track's
	}
	if r.init.Data == nil {
		return custos.Errorf(custos.Internal, "a fragment of %s came before its initialisation section", r.cfg.Camera)
	}
	var sealErr error
	going := r.file != nil // pictures up to this one are stored: it can be decoded
	if going && r.ends(f) {
		before := r.last
		sealErr = r.seal()
		going = r.last != before // else they are not
	}
	if r.file == nil {
		if !f.Keyframe && !going {
			return sealErr
		}
		if err := r.begin(f); err != nil {
			return errors.Join(sealErr, r.explain(err))
		}
	}
	if err := r.add(f); err != nil {
		return errors.Join(sealErr, err)
	}
	return sealErr
}

// longestPause is how long no picture may be shown within a file.
const longestPause = 3 * time.Second / 2

// tick is less than any stream's unit of time: what lies closer is the same moment.
const tick = 5 * time.Microsecond

// ends says whether the segment under way ends before a fragment.
func (r *Recorder) ends(f stream.Fragment) bool {
	_, until := r.seg.StreamTime()
	from := r.seg.Base + r.seg.PTS
	switch {
	case f.DTS > r.next+tick || f.DTS < r.next-tick, f.PTS-until > longestPause:
		return true // a gap: no file claims what its pictures do not show
	case f.Stepped != 0:
		return true // a file is dated by one clock
	case r.seg.Bytes > maxSegment:
		return true
	case f.Keyframe:
		return f.PTS-from >= r.cfg.Target-f.Duration/2
	}
	// Without a key picture, but not where pictures before it are shown after it.
	return f.PTS-from >= 2*r.cfg.Target+time.Second && f.PTS >= until-f.Duration/2-tick
}

// add stores a fragment in the segment under way.
func (r *Recorder) add(f stream.Fragment) error {
	data, err := fmp4.AppendRebased(r.scratch[:0], f.Data, r.written+1, -r.zero)
	if cap(data) <= scratchMost {
		r.scratch = data
	}
	var said fmp4.Fragment
	if err == nil {
		said, err = r.form.ParseFragment(data)
	}
	if before := r.before(r.seg.Base + said.PTS); err == nil && before > 0 {
		// It would be shown while pictures of the segment before are: of a stream whose
		// pictures change places, and that was dated badly when this machine stood still.
		if err = fmp4.Delay(data, int64(before)*int64(r.form.Timescale)/int64(time.Second)+1); err == nil {
			said, err = r.form.ParseFragment(data)
		}
	}
	if err != nil {
		return errors.Join(custos.Errorf(custos.Internal, "a fragment of %s cannot be recorded: %w", r.cfg.Camera, err), r.seal())
	}
	if err := r.store(data); err != nil {
		return err
	}
	if r.seg.Frames == 0 {
		// Before the file's zero, if it is shown before it is decoded.
		r.first, r.seg.PTS, r.seg.PTSEnd = said.PTS, said.PTS, said.PTS
		r.seg.Dependent = !said.Key
	}
	r.seg.Frames += len(said.Samples)
	r.seg.PTS = min(r.seg.PTS, said.PTS)
	for _, p := range said.Samples {
		r.shown = append(r.shown, p.PTS)
		if p.PTS >= r.seg.PTSEnd-r.lasts { // shown last so far
			r.seg.PTSEnd, r.lasts = p.PTS+p.Duration, p.Duration
		}
	}
	r.next = f.DTS + f.Duration
	return nil
}

// store appends a whole fragment. What cannot be stored ends the file.
func (r *Recorder) store(data []byte) error {
	if err := r.append(data); err != nil {
		// What is whole stays: the torn fragment is cut off again.
		if terr := r.file.Truncate(r.seg.Bytes); terr != nil {
			r.abandon()
			return r.explain(err)
		}
		return errors.Join(r.explain(err), r.seal())
	}
	r.sum.Write(data)
	r.seg.Bytes += int64(len(data))
	r.written++
	return nil
}

func (r *Recorder) append(b []byte) error {
	_, err := r.file.WriteAt(b, r.seg.Bytes)
	return err
}

// before is how far a picture, by its stream time, lies before the end of the segment before,
// beyond what is usual; 0 if it does not.
func (r *Recorder) before(at time.Duration) time.Duration {
	if r.last == nil || r.last.Boot != r.cfg.Boot || r.last.Base == 0 {
		return 0
	}
	_, until := r.last.StreamTime()
	if d := until - at; d > observe.TimeTolerance/2 {
		return d
	}
	return 0
}

// begin creates the next segment's file with the initialisation section.
func (r *Recorder) begin(f stream.Fragment) error {
	zero, err := fmp4.DecodeTime(f.Data)
	if err != nil {
		return err
	}
	// The first picture may have to wait, as add says.
	waits := r.before(f.PTS)
	from, at := f.Time.Add(waits).UTC(), f.PTS+waits
	dir := from.Format("2006/01/02/15")
	if err := r.makeDir(dir); err != nil {
		return err
	}
	index, prev := uint64(1), custos.Hash{}
	if r.last != nil {
		index, prev = r.last.Index+1, r.last.SHA256
	}
	name := partName{index: index, boot: r.cfg.Boot, from: from.UnixNano(), base: int64(r.form.Time(zero)), stepped: int64(r.stepped(from, at))}
	r.part = path.Join(dir, name.String())
	file, err := r.root.OpenFile(r.part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	r.file = file
	r.sum = sha256.New()
	r.zero, r.shown, r.first, r.lasts = zero, r.shown[:0], 0, 0
	r.seg = observe.Segment{
		Index: index, Boot: r.cfg.Boot, File: path.Join(dir, strconv.FormatUint(index, 10)+".mp4"),
		Prev: prev, From: from, Base: time.Duration(name.base), Stepped: time.Duration(name.stepped),
		Codec: r.init.Codec, Width: r.init.Width, Height: r.init.Height,
	}
	head := r.init.Data
	r.written, r.beside = 0, false
	if r.sound != nil && r.form.Timescale == fmp4.SoundScale {
		// Where it cannot be described, the pictures are recorded without.
		if both, err := fmp4.WithSound(head, *r.sound); err == nil {
			head, r.beside = both, true
		}
	}
	if err := r.append(head); err != nil {
		r.abandon()
		return err
	}
	r.sum.Write(head)
	r.seg.Bytes = int64(len(head))
	if last := r.last; last != nil && r.cfg.Gap != nil && from.Sub(last.Until)-r.seg.Stepped > observe.TimeTolerance {
		r.cfg.Gap(last.Until, from)
	}
	return nil
}

// stepped is how far the node's clock was set since the segment before, or slewed if that
// was long ago.
func (r *Recorder) stepped(from time.Time, at time.Duration) time.Duration {
	last := r.last
	switch {
	case last == nil:
		return 0
	case last.Boot == r.cfg.Boot:
		_, until := last.StreamTime()
		if d := from.Sub(last.Until) - (at - until); d.Abs() > observe.TimeTolerance/2 {
			return d
		}
	case from.Before(last.Until) && last.CheckTimes() == nil:
		return from.Sub(last.Until) // while the service did not run
	}
	return 0
}

// abandon gives the segment under way up: nothing of it is usable.
func (r *Recorder) abandon() {
	r.file.Close()
	r.file = nil
	if err := r.root.Remove(r.part); err != nil {
		r.log.Warn("an unusable segment cannot be removed", "err", err)
	}
}

// seal ends the segment under way and delivers it.
func (r *Recorder) seal() error {
	if r.file == nil {
		return r.deliver()
	}
	if r.seg.Frames == 0 {
		r.abandon()
		return r.deliver()
	}
	r.seg.SHA256 = custos.Hash(r.sum.Sum(nil))
	// A picture that is sent later may be shown before the one with which it began.
	r.seg.From = r.seg.From.Add(r.seg.PTS - r.first)
	r.seg.Until = r.seg.From.Add(r.seg.PTSEnd - r.seg.PTS)
	r.seg.Longest = longest(r.shown, r.lasts)
	if err := r.doubt(); err != nil {
		r.file.Close()
		r.file = nil
		r.setAside()
		return fmt.Errorf("a segment of %s is not sealed, since what it would claim cannot be true; its bytes are kept beside the recordings: %w", r.cfg.Camera, err)
	}
	if err := r.finish(r.file, r.part, r.seg.File); err != nil {
		r.file.Close()
		r.file = nil
		r.setAside()
		return r.explain(err)
	}
	r.file = nil
	done := r.seg
	r.last = &done
	r.pending = append(r.pending, sealed{r.seg, r.part})
	return r.deliver()
}

// setAside leaves the bytes of a segment that cannot be sealed for a person; its index
// goes to the next.
func (r *Recorder) setAside() {
	to := strings.TrimSuffix(r.part, partSuffix) + lostSuffix
	if err := r.root.Rename(r.part, to); err != nil {
		r.log.Error("a segment that could not be sealed cannot be set aside", "err", err)
		return
	}
	if r.cfg.Lost != nil {
		r.cfg.Lost(to)
	}
}

// longest returns how long the longest picture stands: until the next is shown, the last
// one as long as it says. It orders shown.
func longest(shown []time.Duration, last time.Duration) time.Duration {
	slices.Sort(shown)
	most := last
	for i := 1; i < len(shown); i++ {
		most = max(most, shown[i]-shown[i-1])
	}
	return most
}

// doubt holds the claim of the segment under way against the rules, the segment before
// it and the present: nothing false is signed.
func (r *Recorder) doubt() error {
	if err := r.seg.CheckTimes(); err != nil {
		return err
	}
	// A false claim that an older version sealed does not stop true ones.
	if r.last != nil && (r.last.Boot == r.cfg.Boot || r.last.CheckTimes() == nil) {
		if err := r.seg.CheckAfter(r.last); err != nil {
			return err
		}
	}
	if r.cfg.Now != nil && r.seg.Boot == r.cfg.Boot {
		if ahead := r.seg.Base + r.seg.PTSEnd - r.cfg.Now(); ahead > observe.MaxPicture {
			return custos.Errorf(custos.Corrupt, "segment %d claims to end %v from now", r.seg.Index, ahead)
		}
	}
	return nil
}

// finish makes a segment's file safe and gives it its final name; it closes it.
func (r *Recorder) finish(f *os.File, part, final string) error {
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := r.root.Link(part, final); err != nil {
		return err
	}
	if err := r.syncDir(path.Dir(final)); err != nil {
		_ = r.root.Remove(final)
		return err
	}
	return nil
}

// deliver tells of sealed segments, in order, and then forgets their .part names.
func (r *Recorder) deliver() error {
	for len(r.pending) > 0 {
		p := r.pending[0]
		if err := r.cfg.Sealed(p.seg); err != nil {
			return fmt.Errorf("segment %d of %s is stored but not recorded as sealed (it is tried again): %w", p.seg.Index, r.cfg.Camera, err)
		}
		r.pending = r.pending[1:]
		if err := r.root.Remove(p.part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			r.log.Warn("a segment's temporary name cannot be removed", "err", err)
		}
	}
	return nil
}

// Seal ends the segment under way, as at the end of a stream.
func (r *Recorder) Seal() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seal()
}

// Close seals and ends recording.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.seal()
	return errors.Join(err, r.root.Close())
}

// makeDir makes a directory and sees that its way down survives a crash.
func (r *Recorder) makeDir(dir string) error {
	if dir == r.synced {
		return nil
	}
	if err := r.root.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for d := path.Dir(dir); ; d = path.Dir(d) {
		if err := r.syncDir(d); err != nil {
			return err
		}
		if d == "." {
			break
		}
	}
	r.synced = dir
	return nil
}

func (r *Recorder) syncDir(dir string) error {
	d, err := r.root.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func (r *Recorder) explain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return custos.Errorf(custos.Unavailable, "camera %s is not being recorded: the disk is full (%w); free space or shorten the retention, recording then goes on by itself", r.cfg.Camera, err)
	case errors.Is(err, fs.ErrExist):
		return custos.Errorf(custos.Conflict, "camera %s is not being recorded: segment %d is already on disk and the database does not know of it (%w); restore the newer database, or move the recording directory away", r.cfg.Camera, r.seg.Index+1, err)
	}
	return custos.Errorf(custos.Unavailable, "camera %s is not being recorded: %w; check the disk", r.cfg.Camera, err)
}
