package cli

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
	"custos.dev/custos/term"
)

// shownFrame is what one frame of an event showed.
type shownFrame struct {
	Time    time.Time       `json:"time"`
	Frame   custos.FrameRef `json:"frame"`
	Objects []shownObject   `json:"objects"`
}

// shownObject is a box in it; Track is 0 where no track is said.
type shownObject struct {
	Track observe.TrackID `json:"track,omitempty"`
	Class custos.Class    `json:"class"`
	Score float64         `json:"score"`
	Box   custos.Box      `json:"box"`
}

// framesOf are the frames of an event that holds some, and none of any other.
func framesOf(e *custos.Event) ([]shownFrame, error) {
	frames, _, err := observe.Unpack(e)
	if err != nil {
		return nil, err
	}
	out := make([]shownFrame, len(frames))
	for i, f := range frames {
		s := shownFrame{Time: f.Time, Frame: f.What.Ref(), Objects: []shownObject{}}
		switch p := f.What.(type) {
		case *observe.Detections:
			for _, o := range p.Objects {
				s.Objects = append(s.Objects, shownObject{Class: o.Class, Score: o.Score, Box: o.Box})
			}
		case *observe.Tracks:
			for _, o := range p.Objects {
				s.Objects = append(s.Objects, shownObject{Track: o.Track, Class: o.Class, Score: o.Score, Box: o.Box})
			}
		}
		out[i] = s
	}
	return out, nil
}

// printFrames prints a line for each box; boxes are in hundredths of the picture.
func printFrames(w io.Writer, frames []shownFrame, at *time.Location) error {
	rows := [][]string{{"TIME", "FRAME", "TRACK", "CLASS", "SCORE", "LEFT", "TOP", "WIDTH", "HEIGHT"}}
	for _, f := range frames {
		when, number := f.Time.In(at).Format("15:04:05.000"), strconv.FormatUint(f.Frame.Seq, 10)
		if len(f.Objects) == 0 {
			rows = append(rows, []string{when, number, "", "nothing", "", "", "", "", ""})
		}
		for _, o := range f.Objects {
			track := ""
			if o.Track != 0 {
				track = strconv.FormatUint(uint64(o.Track), 10)
			}
			part := func(v float64) string { return fmt.Sprintf("%.2f%%", 100*v) }
			rows = append(rows, []string{when, number, track, string(o.Class), fmt.Sprintf("%.2f", o.Score), part(o.Box.X), part(o.Box.Y), part(o.Box.W), part(o.Box.H)})
		}
	}
	return term.Table(w, rows)
}
