package rtspsim

import "time"

// scaled makes stamps run at another speed than time does.
func scaled(num, den int64) odd {
	return odd{stamp: func(_ *moment, t int64) int64 { return t/den*num + t%den*num/den }}
}

// steps adds to the stamps from the time of oddities on.
func steps(by int64) odd {
	return odd{stamp: func(m *moment, t int64) int64 {
		if m.begun() {
			return t + by
		}
		return t
	}}
}

var stampOddities = []Oddity{
	{"tsfast", "the stamps run 1% fast", scaled(101, 100)},
	{"tsslow", "the stamps run 5% slow", scaled(95, 100)},
	{"tsdouble", "the stamps run twice as fast", scaled(2, 1)},
	{"tshalf", "the stamps run half as fast", scaled(1, 2)},
	{"tsconstant", "the stamps never change", scaled(0, 1)},
	{"tsrepeat", "every other picture has the stamp of the one before", odd{stamp: func(m *moment, t int64) int64 {
		last := remember(m, "tsrepeat", func() int64 { return t })
		if m.n%2 == 0 {
			*last = t
		}
		return *last
	}}},
	{"tsjitter", "the stamps are 20 ms too early and too late by turns", odd{stamp: func(m *moment, t int64) int64 { return t + int64(m.n%2*2-1)*clock/50 }}},
	{"tsback", "the stamps go back by 3 s after a while", steps(-3 * clock)},
	{"tsahead", "the stamps go ahead by an hour after a while", steps(3600 * clock)},
	{"tsbackfar", "the stamps go back by an hour after a while", steps(-3600 * clock)},
	{"tsrandom", "the stamps begin anew at a random time again and again", odd{stamp: func(m *moment, t int64) int64 {
		off := remember(m, "tsrandom", func() int64 { return 0 })
		if m.again() {
			*off = *off*1103515245 + 12345 + int64(m.n)
		}
		return t + *off
	}}},
	{"tswrap", "the stamps wrap at 2^32 after a while", odd{begin: func(c *session) {
		b := uint32(-int64(c.s.cfg.OddAfter.Seconds() * clock))
		c.base = &b
	}}},
	{"tsglitch", "a picture is stamped hours off now and then", odd{stamp: func(m *moment, t int64) int64 {
		switch m.n % 20 {
		case 6:
			return t + 37600*clock
		case 13:
			return t - 9800*clock
		}
		return t
	}}},
	{"clockstep", "the wall clock in the reports is years off, and steps", odd{reported: func(m *moment, t time.Time) time.Time {
		if m.begun() {
			return t.AddDate(-30, 0, 0)
		}
		return t.AddDate(5, 0, 0)
	}}},
	{"noreports", "no sender reports", odd{begin: func(c *session) { c.mute = true }}},
}

var clipOddities = []Oddity{
	{"rescale", "another picture size after a while", odd{variant: []string{"-vf", "scale=trunc(iw/4)*2:trunc(ih/4)*2"}, later: true}},
	{"ppschange", "another picture parameter set after a while, and the same sequence", odd{variant: []string{"-x264-params", "chroma-qp-offset=4"}, later: true}},
	{"slices", "four slices a picture", odd{variant: []string{"-x264-params", "slices=4"}}},
	{"longgop", "one keyframe, at the beginning", odd{variant: []string{"-g", "100000", "-keyint_min", "100000", "-sc_threshold", "0"}}},
	{"allkeys", "keyframes alone", odd{variant: []string{"-g", "1"}}},
	{"opengop", "recovery points instead of IDR pictures after the first", odd{variant: []string{"-bf", "2", "-x264-params", "open-gop=1"}}},
	{"intrarefresh", "no keyframe after the first: the picture is refreshed in columns", odd{variant: []string{"-x264-params", "intra-refresh=1"}}},
	{"bframes", "pictures are shown in another order than they are sent in", odd{variant: []string{"-bf", "2"}}},
	{"interlaced", "interlaced frames", odd{variant: []string{"-x264-params", "tff=1"}}},
	{"fields", "frames of two fields, each an access unit with a stamp of its own; a clip of its own", odd{made: fieldClip}},
	{"fieldpairs", "the same, the two fields with one stamp", odd{made: fieldClip, stamp: func(_ *moment, t int64) int64 { return t - t%(clock/fieldsFPS) }}},
	{"cropped", "a width that is no multiple of 16, and odd", odd{variant: []string{"-vf", "scale=322:trunc(322*ih/iw/2)*2"}}},
	{"upright", "an upright picture", odd{variant: []string{"-vf", "transpose=1"}}},
	{"uhd", "3840x2160", odd{variant: []string{"-vf", "scale=3840:2160", "-frames:v", "20"}}},
	{"h265", "H.265", odd{variant: hevc("")}},
	{"h265stream", "H.265 whose parameter sets are only in the stream", odd{variant: hevc(""), sdp: noSprop}},
	{"h265ap", "H.265 with its parameter sets in one packet", odd{variant: hevc(""), nals: joinedPlainly}},
	{"h265slices", "H.265 with four slices a picture", odd{variant: hevc(":slices=4")}},
	{"h265bframes", "H.265 whose pictures are shown in another order", odd{variant: hevc(":bframes=2")}},
}

// hevc are ffmpeg's options for H.265.
func hevc(more string) []string {
	return []string{"-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1", "-x265-params", "log-level=error:pools=1:frame-threads=1:bframes=0:open-gop=0:scenecut=0" + more}
}
