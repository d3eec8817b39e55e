package fmp4

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// ErrOtherInit means that a file is of another stream than those before it: another
// picture size, or other parameters of the encoder.
var ErrOtherInit = errors.New("fmp4: the picture's format changes")

// longestStand is the longest that the last picture of a file is shown before the next
// file's first; a sample that claims more is shown as long as the one before it.
const longestStand = 10 * time.Second

// Joiner writes files of one stream one after the other, as one file whose time begins
// at zero and goes on without a break from each file to the next: only the fragments'
// times and numbers are written anew, the pictures are copied. It is used by one goroutine.
type Joiner struct {
	w    io.Writer
	head []byte
	init Init
	seq  uint32
	// next is where the next file's first picture is decoded, shift what was added to the
	// times of the file that was added last; in units of the track.
	next, shift int64
}

// NewJoiner writes to w.
func NewJoiner(w io.Writer) *Joiner { return &Joiner{w: w} }

// Shift is what was added to the times in the file that was added last.
func (j *Joiner) Shift() time.Duration { return j.init.Time(j.shift) }

// Add appends a file, reading it once, a fragment at a time. It returns ErrOtherInit, and
// has written nothing, if the file is of another stream.
func (j *Joiner) Add(r io.Reader) error {
	f := NewReader(r)
	head, err := f.Init()
	if err != nil {
		return fmt.Errorf("fmp4: the file has no initialisation section: %w", err)
	}
	if j.head == nil {
		if j.init, err = ParseInit(head); err != nil {
			return err
		}
		j.head = head
		if _, err := j.w.Write(head); err != nil {
			return err
		}
	} else if !sameVideo(head, j.head) {
		return ErrOtherInit
	}
	// Sound is taken along where it is what the first file has.
	in, err := ParseInit(head)
	if err != nil {
		return err
	}
	silent := !bytes.Equal(head, j.head)
	for first, stood := true, time.Duration(0); ; {
		data, err := f.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		frag, err := in.ParseFragment(data)
		if errors.Is(err, ErrSound) {
			if err := j.addSound(data, first || silent); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		last := frag.Samples[len(frag.Samples)-1].Duration
		if last > longestStand {
			// What follows begins long before.
			if last = stood; last == 0 {
				last = time.Second / 25
			}
			if len(frag.Samples) == 1 {
				if err := mend(data, uint32(max(1, j.units(last)))); err != nil {
					return err
				}
			}
		}
		stood = last
		at, err := DecodeTime(data)
		if err != nil {
			return err
		}
		if first {
			j.shift = j.next - at
			first = false
		}
		j.next = at + j.shift + j.units(frag.Samples[len(frag.Samples)-1].DTS-frag.DTS+last)
		if shift := j.Shift(); shift.Abs() > farthest || frag.outside(shift) || j.init.Time(j.next) > farthest {
			return errors.New("fmp4: the files together last for a century")
		}
		j.seq++
		if err := retime(data, j.seq, j.shift); err != nil {
			return err
		}
		if _, err := j.w.Write(data); err != nil {
			return err
		}
	}
}

// addSound copies a fragment of sound, unless it is to be left out, or lies before the beginning.
func (j *Joiner) addSound(data []byte, leave bool) error {
	if leave {
		return nil
	}
	at, err := DecodeTime(data)
	if err != nil {
		return err
	}
	if to := at + j.shift; to < 0 || j.init.Time(to) > farthest {
		return nil
	}
	j.seq++
	if err := retime(data, j.seq, j.shift); err != nil {
		return err
	}
	_, err = j.w.Write(data)
	return err
}

func (j *Joiner) units(d time.Duration) int64 {
	return int64(math.Round(d.Seconds() * float64(j.init.Timescale)))
}

// timed calls f with the bodies of the boxes in a fragment that hold its number and times.
func timed(fragment []byte, f func(name string, body []byte) error) error {
	return walk(fragment, func(name string, moof []byte) error {
		if name != "moof" {
			return nil
		}
		return walk(moof, func(name string, body []byte) error {
			switch name {
			case "mfhd":
				return f(name, body)
			case "traf":
				return walk(body, f)
			}
			return nil
		})
	})
}

// DecodeTime returns when a fragment's first picture is decoded, in units of the track.
func DecodeTime(fragment []byte) (at int64, err error) {
	found := false
	err = timed(fragment, func(name string, b []byte) error {
		if name != "tfdt" {
			return nil
		}
		if found {
			return errors.New("fmp4: a fragment says twice when it begins")
		}
		found = true
		switch {
		case len(b) >= 12 && b[0] == 1:
			at = int64(binary.BigEndian.Uint64(b[4:]))
		case len(b) >= 8 && b[0] == 0:
			at = int64(binary.BigEndian.Uint32(b[4:]))
		default:
			return errShort
		}
		return nil
	})
	if err == nil && !found {
		err = errors.New("fmp4: a fragment does not say when it begins")
	}
	return at, err
}

// retime gives a fragment another number and adds to its time, in place.
func retime(fragment []byte, seq uint32, shift int64) error {
	return timed(fragment, func(name string, b []byte) error {
		switch name {
		case "mfhd":
			if len(b) < 8 {
				return errShort
			}
			binary.BigEndian.PutUint32(b[4:], seq)
		case "tfhd":
			if len(b) >= 4 && b[3]&1 != 0 {
				return errors.New("fmp4: a fragment says where its pictures are in the file, so it cannot be moved")
			}
		case "tfdt":
			if len(b) >= 12 && b[0] == 1 {
				binary.BigEndian.PutUint64(b[4:], binary.BigEndian.Uint64(b[4:])+uint64(shift))
				return nil
			}
			if len(b) < 8 || b[0] != 0 {
				return errShort
			}
			at := int64(binary.BigEndian.Uint32(b[4:])) + shift
			if at < 0 || at > math.MaxUint32 {
				return errors.New("fmp4: the files together are too long for their own times; ask for a shorter stretch")
			}
			binary.BigEndian.PutUint32(b[4:], uint32(at))
		}
		return nil
	})
}

// mend puts right the one picture of a fragment that versions before wrote first after a
// reconnect, in place: decoded hours before it is shown, and lasting as long. It is decoded
// when it is shown, and lasts so long.
func mend(fragment []byte, lasts uint32) error {
	var offset uint32
	// put replaces the number at a place and returns the one that was there.
	put := func(b []byte, at int, v uint32) (was uint32, err error) {
		if len(b) < at+4 {
			return 0, errShort
		}
		was = binary.BigEndian.Uint32(b[at:])
		binary.BigEndian.PutUint32(b[at:], v)
		return was, nil
	}
	err := timed(fragment, func(name string, b []byte) (err error) {
		if len(b) < 8 {
			return nil
		}
		at := 8
		skip := func(flags byte, bits ...byte) {
			for _, bit := range bits {
				if flags&bit != 0 {
					at += 4
				}
			}
		}
		switch name {
		case "tfhd":
			if skip(b[3], 2); b[3]&8 != 0 {
				_, err = put(b, at, lasts)
			}
		case "trun":
			skip(b[3], 1, 4)
			if b[2]&1 != 0 {
				if _, err = put(b, at, lasts); err != nil {
					return err
				}
			}
			if skip(b[2], 1, 2, 4); b[2]&8 != 0 {
				offset, err = put(b, at, 0)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return timed(fragment, func(name string, b []byte) error {
		if name != "tfdt" {
			return nil
		}
		if len(b) < 8 || b[0] == 1 && len(b) < 12 {
			return errShort
		}
		if b[0] == 1 {
			binary.BigEndian.PutUint64(b[4:], binary.BigEndian.Uint64(b[4:])+uint64(offset))
		} else {
			binary.BigEndian.PutUint32(b[4:], binary.BigEndian.Uint32(b[4:])+offset)
		}
		return nil
	})
}
