package record

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"sort"
	"strconv"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/observe"
)

// partName is the name of an unfinished segment. It says what its content does
// not, so that it can be sealed after a crash.
type partName struct {
	index, boot uint64
	from        int64 // capture time of the first fragment, ns since 1970
	// base and stepped are the segment's, in ns. Older versions knew neither.
	base, stepped int64
}

func (p partName) String() string {
	return fmt.Sprintf("%d-%d-%d-%d-%d%s", p.index, p.boot, p.from, p.base, p.stepped, partSuffix)
}

// partSuffix ends the name of a segment that is not sealed yet.
const partSuffix = ".part"

var partForm = regexp.MustCompile(`^(\d+)-(\d+)-(-?\d+)(?:-(\d+)-(-?\d+))?\.part$`)

func parsePartName(s string) (partName, bool) {
	var p partName
	f := partForm.FindStringSubmatch(s)
	if f == nil {
		return p, false
	}
	var e [5]error
	p.index, e[0] = strconv.ParseUint(f[1], 10, 64)
	p.boot, e[1] = strconv.ParseUint(f[2], 10, 64)
	p.from, e[2] = strconv.ParseInt(f[3], 10, 64)
	if f[4] != "" {
		p.base, e[3] = strconv.ParseInt(f[4], 10, 64)
		p.stepped, e[4] = strconv.ParseInt(f[5], 10, 64)
	}
	return p, errors.Join(e[:]...) == nil
}

// salvage ends what a crash left: segments not yet sealed, or sealed and not
// yet told of.
func (r *Recorder) salvage() error {
	type left struct {
		partName
		path string
	}
	var all []left
	err := fs.WalkDir(r.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if n, ok := parsePartName(d.Name()); ok && d.Type().IsRegular() {
			all = append(all, left{n, p})
		}
		return nil
	})
	if err != nil {
		return custos.Errorf(custos.Unavailable, "the recordings of %s cannot be read: %w; check the disk", r.cfg.Camera, err)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].index < all[j].index })
	known := uint64(0)
	if r.cfg.Last != nil {
		known = r.cfg.Last.Index
	}
	for _, l := range all {
		if l.index <= known {
			// Sealed and told of; only the name was left.
			if err := r.root.Remove(l.path); err != nil {
				return custos.Errorf(custos.Unavailable, "the recordings of %s cannot be tidied: %w; check the disk", r.cfg.Camera, err)
			}
			continue
		}
		if l.index != r.lastIndex()+1 {
			return custos.Errorf(custos.Conflict, "camera %s has segment %d on disk, and the last that its database knows is %d; restore the newer database, or move the recording directory away", r.cfg.Camera, l.index, r.lastIndex())
		}
		if err := r.salvageOne(l.partName, l.path); err != nil {
			return err
		}
	}
	return r.deliver()
}

func (r *Recorder) lastIndex() uint64 {
	if r.last == nil {
		return 0
	}
	return r.last.Index
}

func (r *Recorder) salvageOne(n partName, part string) error {
	f, err := r.root.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return r.explain(err)
	}
	m, err := measure(f)
	seg := m.Segment
	if err == nil {
		err = f.Truncate(seg.Bytes)
	}
	if err != nil {
		f.Close()
		return r.explain(err)
	}
	if seg.Frames == 0 {
		f.Close()
		r.log.Info("an unfinished segment without a whole picture is removed", "index", n.index)
		if err := r.root.Remove(part); err != nil {
			return r.explain(err)
		}
		return nil
	}
	seg.Index, seg.Boot = n.index, n.boot
	if r.last != nil {
		seg.Prev = r.last.SHA256
	}
	seg.Base, seg.Stepped = time.Duration(n.base), time.Duration(n.stepped)
	seg.From = time.Unix(0, n.from).Add(seg.PTS - m.first).UTC()
	seg.Until = seg.From.Add(seg.PTSEnd - seg.PTS)
	seg.File = path.Join(path.Dir(part), strconv.FormatUint(n.index, 10)+".mp4")
	r.seg, r.part = seg, part
	if err := r.doubt(); err != nil {
		f.Close()
		r.log.Error("a segment that was left unfinished is set aside: what it would claim cannot be true", "err", err)
		r.setAside()
		return nil
	}
	err = r.finish(f, part, seg.File)
	if errors.Is(err, fs.ErrExist) {
		// The crash came between linking and telling: it is the same file.
		a, aerr := r.root.Stat(part)
		b, berr := r.root.Stat(seg.File)
		if aerr == nil && berr == nil && os.SameFile(a, b) {
			err = r.syncDir(path.Dir(seg.File))
		}
	}
	if err != nil {
		return r.explain(err)
	}
	r.log.Info("a segment that was left unfinished is sealed", "index", seg.Index, "frames", seg.Frames)
	r.last = &seg
	r.pending = append(r.pending, sealed{seg, part})
	return nil
}

// measured is what a file says of itself.
type measured struct {
	observe.Segment
	// first is the file time of its first fragment, which may be shown after others.
	first time.Duration
	// latest is when the last of its pictures ends, which need not be the one shown last.
	// Versions before said that for PTSEnd.
	latest time.Duration
	shown  []time.Duration
}

// measure reads a segment's file up to its last whole fragment.
func measure(f io.ReadSeeker) (measured, error) {
	var seg measured
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return seg, err
	}
	sum := sha256.New()
	m := fmp4.NewReader(f)
	data, err := m.Init()
	if err != nil {
		return seg, nil // not even that is whole
	}
	in, err := fmp4.ParseInit(data)
	if err != nil {
		return seg, nil
	}
	sum.Write(data)
	seg.Codec, seg.Width, seg.Height = in.Codec, in.Width, in.Height
	seg.Bytes = m.Offset()
	var lasts time.Duration
	for {
		data, err := m.Next()
		if err != nil {
			break
		}
		frag, err := in.ParseFragment(data)
		// Anything between fragments would not be in the sum.
		sound := errors.Is(err, fmp4.ErrSound)
		if err != nil && !sound || m.Offset() != seg.Bytes+int64(len(data)) {
			break
		}
		if sound {
			sum.Write(data)
			seg.Bytes = m.Offset()
			continue
		}
		if seg.Frames == 0 {
			seg.first, seg.PTS, seg.PTSEnd, seg.Dependent = frag.PTS, frag.PTS, frag.PTS, !frag.Key
		}
		seg.PTS = min(seg.PTS, frag.PTS)
		seg.Frames += len(frag.Samples)
		for _, s := range frag.Samples {
			seg.shown = append(seg.shown, s.PTS)
			if s.PTS >= seg.PTSEnd-lasts { // shown last so far
				seg.PTSEnd, lasts = s.PTS+s.Duration, s.Duration
			}
			seg.latest = max(seg.latest, s.PTS+s.Duration)
		}
		sum.Write(data)
		seg.Bytes = m.Offset()
	}
	seg.Longest = longest(seg.shown, lasts)
	seg.SHA256 = custos.Hash(sum.Sum(nil))
	return seg, nil
}
