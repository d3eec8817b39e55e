package record

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// FuzzRecorder writes fragments with any times, keys, clock steps and formats: whatever is
// sealed keeps every rule for segments, by itself, after the one before and in its file,
// and holds no picture that was not written.
//
// Ten bytes are a fragment: what happens before it, the picture's flags, how far its time
// and its clock lie from where they should, and its length.
func FuzzRecorder(f *testing.F) {
	plain := func(n int, change func(i int, b []byte)) (out []byte) {
		for i := range n {
			b := []byte{0, 0, 0, 0, 0, 0, 0, 40, 0, 0}
			if i%5 == 0 {
				b[1] = 1
			}
			change(i, b)
			out = append(out, b...)
		}
		return out
	}
	f.Add(plain(40, func(int, []byte) {}))
	f.Add(plain(60, func(i int, b []byte) { b[1] = 0; b[0] = byte(i % 20 / 19) }))  // no keys, and another format now and then
	f.Add(plain(60, func(i int, b []byte) { b[2], b[3] = byte(i%7/6), byte(i) }))   // gaps
	f.Add(plain(60, func(i int, b []byte) { b[4], b[5] = byte(i%9/8*3), byte(i) })) // steps of the clock
	f.Add(plain(60, func(i int, b []byte) { b[6] = byte(i * 37) }))                 // another order
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		var segs []observe.Segment
		now := 24 * time.Hour
		rec, err := Open(Config{
			Camera: "t/cam1", Dir: dir, Boot: 3, Log: slog.New(slog.DiscardHandler), Now: func() time.Duration { return now },
			Sealed: func(s observe.Segment) error { segs = append(segs, s); return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		side := 320
		begin := func() {
			data := fmp4.AppendInit(nil, fmp4.Track{Width: side, Height: 240, Timescale: 90000, Entry: "avc1", Box: "avcC", Record: []byte{1, 0x42, 0xc0, 0x1e, 0xff, 0xe0, 0}})
			_ = rec.Init(stream.Init{Codec: "avc1.42c01e", Width: side, Height: 240, Data: data})
		}
		begin()
		written := 0
		dts, off := int64(90000), time.Duration(0)
		const unit = 90 // a millisecond
		for ; len(b) >= 10 && written < 400; b = b[10:] {
			switch b[0] {
			case 1:
				side ^= 1024
				begin()
			case 2:
				_ = rec.Seal()
			}
			v := int64(int8(b[2]))<<8 | int64(b[3])
			dts = max(dts+v*unit, 1)
			step := time.Duration(int64(int8(b[4]))<<8|int64(b[5])) * 10 * time.Millisecond
			off += step
			p := fmp4.Picture{
				DTS: dts, Offset: int32(int8(b[6])) * 10 * unit, Duration: int32(uint16(b[7])<<(b[8]&7))*unit + 1,
				Key: b[1]&1 != 0, Units: [][]byte{{1, 2, 3}},
			}
			at := func(t int64) time.Duration { return time.Duration(t) * time.Second / 90000 }
			said := stream.Fragment{
				Data: fmp4.AppendFragment(nil, 1, p), PTS: at(p.DTS + int64(p.Offset)), DTS: at(p.DTS), Duration: at(p.DTS+int64(p.Duration)) - at(p.DTS),
				Keyframe: p.Key, Frames: 1, Stepped: step,
			}
			if b[1]&2 != 0 {
				said.Stepped = 0 // not said, although it was
			}
			said.Time = start.Add(said.PTS + off)
			written++
			_ = rec.Write(said) // what would claim what cannot be true is refused
			dts += int64(p.Duration)
		}
		_ = rec.Close()
		pictures := 0
		for i := range segs {
			if err := segs[i].CheckTimes(); err != nil {
				t.Fatal(err)
			}
			if i > 0 {
				if err := segs[i].CheckAfter(&segs[i-1]); err != nil {
					t.Fatal(err)
				}
			} else if segs[i].Dependent {
				t.Fatal("the first segment needs others")
			}
			pictures += segs[i].Frames
		}
		if pictures > written {
			t.Fatalf("%d pictures are sealed, %d were written", pictures, written)
		}
		a, err := OpenArchive(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		for _, err := range a.VerifyChain(context.Background(), custos.Hash{}, segs) {
			t.Fatal(err)
		}
	})
}
