package sound

import (
	"time"

	"custos.dev/custos/observe"
)

// What counts as loud: so many decibels above what the scene usually has, for so long. A scene
// that is restless by itself needs more.
const (
	loudAbove    = 20 // above the median
	loudRestless = 10 // above what one piece in twenty reaches
	loudLeast    = -50
	loudOver     = 10 // above the median: below it, a loud sound has ended
	// pieces of a tenth of a second
	loudPieces = 3   // in a row
	calmPieces = 10  // end it
	mostPieces = 100 // until it is said, ended or not
	levelHalf  = 600 // a minute counts half
	warmPieces = 50  // nothing is said in the first five seconds
)

// level finds what is far louder than a scene usually is, by tenths of a second.
type level struct {
	usual *usual
	heard int
	// loud and calm count pieces in a row; first is the beginning of the sound.
	loud, calm int
	first      moment
	most       float64
	lasted     int
	said       bool
	background float64
}

// moment is a time in both clocks.
type moment struct {
	pts  time.Duration
	time time.Time
}

func (m moment) add(d time.Duration) moment { return moment{m.pts + d, m.time.Add(d)} }

func newLevel() *level { return &level{usual: newUsual(levelHalf)} }

const piece = 100 * time.Millisecond

// hear takes the level of the piece that begins at a moment, in decibels of full scale.
func (l *level) hear(db float64, at moment) *observe.Sound {
	l.heard++
	median, busy := l.usual.quantile(.5), l.usual.quantile(.95)
	l.usual.add(db)
	if l.heard <= warmPieces {
		return nil
	}
	if db >= max(median+loudAbove, busy+loudRestless, loudLeast) {
		if l.loud++; l.loud == 1 && l.lasted == 0 {
			l.first, l.most, l.background = at, db, median
		}
	} else if l.lasted == 0 {
		l.loud = 0
	}
	if l.loud == 0 {
		return nil
	}
	l.lasted++
	l.most = max(l.most, db)
	if db < l.background+loudOver {
		l.calm++
	} else {
		l.calm = 0
	}
	if l.loud < loudPieces {
		if l.calm > 0 || l.lasted > 2*loudPieces {
			l.loud, l.lasted, l.calm = 0, 0, 0 // too short: an impulse, perhaps
		}
		return nil
	}
	ended := l.calm >= calmPieces
	var out *observe.Sound
	if !l.said && (ended || l.lasted >= mostPieces) {
		l.said = true
		out = l.event(!ended)
	}
	if ended {
		l.loud, l.lasted, l.calm, l.said = 0, 0, 0, false
	}
	return out
}

// end is the sound under way, when no more comes.
func (l *level) end() *observe.Sound {
	var out *observe.Sound
	if l.loud >= loudPieces && !l.said {
		out = l.event(false)
	}
	l.loud, l.lasted, l.calm, l.said = 0, 0, 0, false
	return out
}

func (l *level) event(ongoing bool) *observe.Sound {
	until := l.first.time.Add(time.Duration(l.lasted-l.calm) * piece)
	return &observe.Sound{What: observe.SoundLoud, Level: l.most, Background: l.background, From: l.first.time, Until: until, PTS: l.first.pts, Ongoing: ongoing}
}
