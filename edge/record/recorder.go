// Package record stores a camera's stream as segments: files that each begin
// with a keyframe, hold the bytes as the camera sent them, and name the hash of
// the one before.
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
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"custos"
	"custos/edge/stream"
)

// Config says where and how to record.
type Config struct {
	Camera custos.CameraID
	// Dir is the camera's recording directory; it is made if it is not there.
	Dir string
	// Boot is the camera service's life.
	Boot uint64
	// Target is how long a segment is at least; it ends at the next keyframe.
	// 2 s if 0.
	Target time.Duration
	// LastIndex and LastHash are of the last segment that Sealed took, in any
	// life; zero before the first.
	LastIndex uint64
	LastHash  custos.Hash
	// Sealed takes a segment whose file is whole and safe on disk. It must be
	// durable when it returns nil; if it fails it is called again with the same
	// segment later. It is called by whoever calls Open, Write, Seal or Close.
	Sealed func(custos.Segment) error
	// Log is slog.Default() if nil.
	Log *slog.Logger
}

// maxSegment ends a segment that never meets a keyframe, in bytes.
const maxSegment = 256 << 20

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
	file    *os.File
	part    string
	sum     hash.Hash
	seg     custos.Segment
	index   uint64
	prev    custos.Hash
	pending []sealed
	synced  string // the directory whose way down from the root is on disk
}

// sealed is a finished segment that Sealed has not taken yet.
type sealed struct {
	seg  custos.Segment
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
	r := &Recorder{cfg: cfg, root: root, log: cfg.Log.With("camera", string(cfg.Camera)), index: cfg.LastIndex, prev: cfg.LastHash}
	if err := r.salvage(); err != nil {
		root.Close()
		return nil, err
	}
	return r, nil
}

// Init tells of a new stream; the segment under way is sealed. The error is of
// that sealing.
func (r *Recorder) Init(in stream.Init) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.seal()
	r.init = in
	return err
}

// Write adds a fragment. An error, such as of a full disk, means that it is not
// recorded; recording goes on by itself with a later keyframe.
func (r *Recorder) Write(f stream.Fragment) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.init.Data == nil {
		return custos.Errorf(custos.Internal, "a fragment of %s came before its initialisation section", r.cfg.Camera)
	}
	var sealErr error
	overlong := r.file != nil && r.seg.Bytes > maxSegment
	if r.file != nil && (f.Keyframe && f.PTS-r.seg.PTS >= r.cfg.Target-f.Duration/2) || overlong {
		sealErr = r.seal()
	}
	if r.file == nil {
		if !f.Keyframe && !overlong {
			return sealErr // cannot be decoded without the keyframe before it
		}
		if err := r.begin(f); err != nil {
			return errors.Join(sealErr, r.explain(err))
		}
	}
	if err := r.append(f.Data); err != nil {
		// What is whole stays: the torn fragment is cut off again.
		if terr := r.file.Truncate(r.seg.Bytes); terr != nil {
			r.abandon()
			return errors.Join(sealErr, r.explain(err))
		}
		return errors.Join(sealErr, r.explain(err), r.seal())
	}
	r.sum.Write(f.Data)
	r.seg.Bytes += int64(len(f.Data))
	r.seg.Frames += f.Frames
	r.seg.PTSEnd = max(r.seg.PTSEnd, f.End())
	return sealErr
}

func (r *Recorder) append(b []byte) error {
	_, err := r.file.WriteAt(b, r.seg.Bytes)
	return err
}

// begin creates the next segment's file with the initialisation section.
func (r *Recorder) begin(f stream.Fragment) error {
	from := f.Time.UTC()
	dir := from.Format("2006/01/02/15")
	if err := r.makeDir(dir); err != nil {
		return err
	}
	index := r.index + 1
	name := partName{index: index, boot: r.cfg.Boot, from: from.UnixNano()}
	r.part = path.Join(dir, name.String())
	file, err := r.root.OpenFile(r.part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	r.file = file
	r.sum = sha256.New()
	r.seg = custos.Segment{
		Index: index, Boot: r.cfg.Boot, File: path.Join(dir, strconv.FormatUint(index, 10)+".mp4"),
		Prev: r.prev, From: from, PTS: f.PTS, PTSEnd: f.PTS,
		Codec: r.init.Codec, Width: r.init.Width, Height: r.init.Height,
	}
	if err := r.append(r.init.Data); err != nil {
		r.abandon()
		return err
	}
	r.sum.Write(r.init.Data)
	r.seg.Bytes = int64(len(r.init.Data))
	return nil
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
	r.seg.Until = r.seg.From.Add(r.seg.PTSEnd - r.seg.PTS)
	if err := r.finish(r.file, r.part, r.seg.File); err != nil {
		r.file.Close()
		r.file = nil
		// Its index goes to the next segment; the bytes are left for a person.
		if rerr := r.root.Rename(r.part, strings.TrimSuffix(r.part, ".part")+".lost"); rerr != nil {
			r.log.Error("a segment that could not be sealed cannot be set aside", "err", rerr)
		}
		return r.explain(err)
	}
	r.file = nil
	r.index, r.prev = r.seg.Index, r.seg.SHA256
	r.pending = append(r.pending, sealed{r.seg, r.part})
	return r.deliver()
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

// Last returns index and hash of the last segment sealed.
func (r *Recorder) Last() (uint64, custos.Hash) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.index, r.prev
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
		return custos.Errorf(custos.Conflict, "camera %s is not being recorded: segment %d is already on disk and the database does not know of it (%w); restore the newer database, or move the recording directory away", r.cfg.Camera, r.index+1, err)
	}
	return custos.Errorf(custos.Unavailable, "camera %s is not being recorded: %w; check the disk", r.cfg.Camera, err)
}
