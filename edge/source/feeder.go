package source

import (
	"time"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/h264"
)

// feeder is the way of a run's pictures: from NAL units to pictures, from stamps to
// times, and from there to the recording and to the decoder. It is used by one
// goroutine.
type feeder struct {
	s     *Source
	codec codec.Codec
	sets  *codec.Sets
	asm   *assembler
	line  *timeline
	mux   *muxer
	dec   *decoder

	begun   bool
	reorder int    // as the stream says; -1 if it does not
	known   string // the sets that the latest key picture came with
	stepped time.Duration
	refused string // why the newest format is not taken, after one that was
	seen    counted
}

// counted is what of a run's figures was added to the source's already.
type counted struct{ broken, restamped, jumps, pictures uint64 }

func newFeeder(s *Source, sink Sink, c codec.Codec, dec *decoder) *feeder {
	f := &feeder{s: s, dec: dec, reorder: -1}
	f.become(c)
	f.line = &timeline{emit: f.dated, floor: toTicks(s.last)}
	f.mux = &muxer{sink: sink, wall: &s.wall, stepped: func() time.Duration {
		d := f.stepped
		f.stepped = 0
		return d
	}}
	return f
}

// become has the feeder read a codec, before it has given a picture.
func (f *feeder) become(c codec.Codec) {
	f.codec, f.sets = c, codec.NewSets(c)
	f.asm = &assembler{codec: c, sets: f.sets, emit: f.unit}
}

// set takes a parameter set that stands beside the stream.
func (f *feeder) set(nal []byte) {
	f.sets.Add(nal)
	f.asm.readSPS(nal)
}

// unit takes a picture as the assembler made it.
func (f *feeder) unit(u unit) error {
	wall, now := f.s.now()
	f.stepped += f.s.wall.observe(now, wall)
	why := "no key picture has come yet"
	if u.key && !u.broken {
		if sets := string(f.sets.AnnexB()); sets != f.known {
			in, err := f.sets.Info()
			switch {
			case err != nil:
				why = err.Error()
			case tooLarge(in) != nil && !f.begun:
				return tooLarge(in)
			case tooLarge(in) != nil:
				// Pictures came before: a set was damaged, or is a bomb. The next may be none.
				f.known, f.refused = sets, tooLarge(in).Error()
			default:
				f.known, u.format, f.reorder, f.refused = sets, &in, in.Reorder, ""
				f.line.reorder = max(in.Reorder, 0)
			}
		}
	}
	if f.refused != "" {
		f.s.waits(f.refused)
		return nil
	}
	if !f.begun {
		if u.format == nil {
			f.s.waits(why)
			return nil
		}
		f.begun = true
	}
	if f.reorder < 0 && f.line.reorder == 0 && f.codec.Name() == "H264" {
		for _, n := range u.nals {
			if h264.IsB(n) {
				// It does not say how many pictures change places: two do as a rule.
				f.line.reorder, f.reorder = 2, 2
				f.mux.reorder = 2
			}
		}
	}
	flooded := f.line.flooded
	err := f.line.push(u)
	if f.line.flooded > flooded {
		f.s.waits("its pictures come faster than they can have been taken")
	}
	f.count()
	return err
}

// dated takes a picture with its time.
func (f *feeder) dated(u unit, pts int64) error {
	if u.format != nil {
		changed := f.mux.begin(*u.format, pts)
		if changed && f.dec != nil {
			f.dec.begin(f.codec, *u.format, f.sets.AnnexB())
		}
	}
	f.mux.write(u, pts)
	if f.dec != nil {
		f.dec.feed(u, pts)
	}
	f.s.progress(pts, f.mux.interval())
	return nil
}

// end hands on what is under way when nothing more comes.
func (f *feeder) end() error {
	err := f.asm.end()
	if err == nil {
		err = f.line.end()
	}
	f.mux.flush(0)
	f.count()
	f.s.last = max(f.s.last, fromTicks(f.mux.last))
	return err
}

// count adds what is new to the source's figures.
func (f *feeder) count() {
	add := func(seen *uint64, now uint64, to interface{ Add(uint64) uint64 }) {
		to.Add(now - *seen)
		*seen = now
	}
	c := &f.s.counts
	add(&f.seen.broken, f.asm.broken, &c.broken)
	add(&f.seen.restamped, f.line.restamped, &c.restamped)
	add(&f.seen.jumps, f.line.jumps, &c.jumps)
	add(&f.seen.pictures, f.mux.pictures, &c.pictures)
}
