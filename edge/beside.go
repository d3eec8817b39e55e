package edge

import (
	"bytes"
	"sync"
	"time"

	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/live"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/stream"
)

const (
	// besideLength is how much sound makes a fragment, in units of fmp4.SoundScale: a tenth of
	// a second, by which viewers hear later.
	besideLength = fmp4.SoundScale / 10
	// besideApart is how far a unit's time may lie from the end of the one before in a fragment.
	besideApart = fmp4.SoundScale / 50
	// besideQuiet is how long no sound may come before files and viewers go on without: a player
	// that waits for sound shows no picture.
	besideQuiet = 3 * time.Second
)

// soundSink takes sound beside the video, as recorder and viewers do.
type soundSink struct {
	begin func(*fmp4.Sound)
	write func([]byte) error
	// played leaves out what browsers do not play from MP4.
	played bool
}

// beside makes fragments of a camera's sound, in its own coding, and hands them to where the
// video goes. Its methods may be called by several goroutines.
type beside struct {
	sinks []soundSink
	// odd is told what goes wrong.
	odd func(error)

	mu     sync.Mutex
	on     bool
	sound  fmp4.Sound
	heard  time.Time // when the latest unit came
	at     int64
	next   int64
	pieces []fmp4.Piece
}

// besideOf takes a camera's sound to its recorder and viewers; nil where its section does not
// say that it is recorded.
func besideOf(cfg *cameras.Camera, rec *record.Recorder, hub *live.Hub, odd func(error)) *beside {
	if !cfg.RecordAudio {
		return nil
	}
	return &beside{odd: odd, sinks: []soundSink{
		{begin: rec.Sound, write: rec.WriteSound},
		{begin: hub.Sound, write: func(b []byte) error { hub.OnSound(b); return nil }, played: true},
	}}
}

// entries are the sample entries of the codecs that are taken along.
var entries = map[string]string{stream.AAC: "mp4a", stream.Opus: "Opus", stream.PCMU: "ulaw", stream.PCMA: "alaw"}

// add takes a unit.
func (b *beside) add(u stream.Unit) {
	entry, known := entries[u.Track.Codec]
	if !known || u.Duration <= 0 || u.PTS < 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heard = time.Now()
	s := fmp4.Sound{Entry: entry, Rate: u.Track.Clock, Channels: u.Track.Channels, Config: u.Track.Config}
	if !b.on || s.Entry != b.sound.Entry || s.Rate != b.sound.Rate || s.Channels != b.sound.Channels || !bytes.Equal(s.Config, b.sound.Config) {
		b.flush()
		b.on, b.sound = true, s
		b.begin(&s)
	}
	at, end := soundTicks(u.PTS), soundTicks(u.PTS+u.Duration)
	if off := at - b.next; len(b.pieces) > 0 && (off > besideApart || off < -besideApart) {
		b.flush()
	}
	if len(b.pieces) == 0 {
		b.at = at
	}
	b.pieces = append(b.pieces, fmp4.Piece{Duration: uint32(end - at), Data: u.Data})
	if b.next = end; b.next-b.at >= besideLength {
		b.flush()
	}
}

// quiet goes on without sound where none has come for a while. It is called now and then.
func (b *beside) quiet() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.on && time.Since(b.heard) > besideQuiet {
		b.flush()
		b.on = false
		b.begin(nil)
	}
}

func (b *beside) begin(s *fmp4.Sound) {
	for _, sink := range b.sinks {
		if s != nil && sink.played && s.Codec() == "" {
			sink.begin(nil)
		} else {
			sink.begin(s)
		}
	}
}

func (b *beside) flush() {
	if len(b.pieces) == 0 {
		return
	}
	data := fmp4.AppendSound(nil, 1, b.at, b.pieces)
	b.pieces = b.pieces[:0]
	for _, sink := range b.sinks {
		if sink.played && b.sound.Codec() == "" {
			continue
		}
		if err := sink.write(data); err != nil {
			b.odd(err)
		}
	}
}

// soundTicks is a time in units of fmp4.SoundScale.
func soundTicks(d time.Duration) int64 {
	return int64(d/time.Second)*fmp4.SoundScale + int64(d%time.Second)*fmp4.SoundScale/int64(time.Second)
}
