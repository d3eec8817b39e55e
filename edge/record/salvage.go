package record

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sort"
	"strconv"
	"strings"
	"time"

	"custos"
	"custos/edge/fmp4"
)

// partName is the name of an unfinished segment. It says what its content does
// not, so that it can be sealed after a crash.
type partName struct {
	index, boot uint64
	from        int64 // capture time, ns since 1970
}

func (p partName) String() string { return fmt.Sprintf("%d-%d-%d.part", p.index, p.boot, p.from) }

func parsePartName(s string) (partName, bool) {
	var p partName
	f := strings.Split(strings.TrimSuffix(s, ".part"), "-")
	if len(f) != 3 || !strings.HasSuffix(s, ".part") {
		return p, false
	}
	var e [3]error
	p.index, e[0] = strconv.ParseUint(f[0], 10, 64)
	p.boot, e[1] = strconv.ParseUint(f[1], 10, 64)
	p.from, e[2] = strconv.ParseInt(f[2], 10, 64)
	return p, errors.Join(e[:]...) == nil && p.String() == s
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
	for _, l := range all {
		if l.index <= r.cfg.LastIndex {
			// Sealed and told of; only the name was left.
			if err := r.root.Remove(l.path); err != nil {
				return custos.Errorf(custos.Unavailable, "the recordings of %s cannot be tidied: %w; check the disk", r.cfg.Camera, err)
			}
			continue
		}
		if l.index != r.index+1 {
			return custos.Errorf(custos.Conflict, "camera %s has segment %d on disk, and the last that its database knows is %d; restore the newer database, or move the recording directory away", r.cfg.Camera, l.index, r.index)
		}
		if err := r.salvageOne(l.partName, l.path); err != nil {
			return err
		}
	}
	return r.deliver()
}

func (r *Recorder) salvageOne(n partName, part string) error {
	f, err := r.root.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return r.explain(err)
	}
	seg, err := measure(f)
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
	seg.Index, seg.Boot, seg.Prev = n.index, n.boot, r.prev
	seg.From = time.Unix(0, n.from).UTC()
	seg.Until = seg.From.Add(seg.PTSEnd - seg.PTS)
	seg.File = path.Join(path.Dir(part), strconv.FormatUint(n.index, 10)+".mp4")
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
	r.index, r.prev = seg.Index, seg.SHA256
	r.pending = append(r.pending, sealed{seg, part})
	return nil
}

// measure reads a segment's file up to its last whole fragment.
func measure(f io.ReadSeeker) (custos.Segment, error) {
	var seg custos.Segment
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
	for {
		data, err := m.Next()
		if err != nil {
			break
		}
		frag, err := in.ParseFragment(data)
		// Anything between fragments would not be in the sum.
		if err != nil || m.Offset() != seg.Bytes+int64(len(data)) {
			break
		}
		if seg.Frames == 0 {
			seg.PTS = frag.PTS
		}
		seg.Frames += len(frag.Samples)
		seg.PTSEnd = max(seg.PTSEnd, frag.PTS+frag.Duration)
		sum.Write(data)
		seg.Bytes = m.Offset()
	}
	seg.SHA256 = custos.Hash(sum.Sum(nil))
	return seg, nil
}
