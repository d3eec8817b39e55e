package source

import (
	"encoding/base64"
	"strconv"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/edge/h264"
	"custos.dev/custos/edge/stream"
)

// media is the camera's stream as its SDP describes it.
type media struct {
	codec            string // "H264" or "H265"
	control, payload string
	// aggregate is the control attribute of the whole session.
	aggregate string
	// clock is in ticks a second; 90000 where the description says nothing sensible.
	clock int
	// sets are parameter sets (VPS, SPS, PPS) from the description, without start codes;
	// each has at least two bytes and a right type. Often there are none.
	sets [][]byte
	// tracks are everything that is described, for people; track is this one among them.
	tracks []stream.Track
	track  stream.Track
	// sound is the description's sound that would be set up beside the video; nil if there
	// is none.
	sound *media
	// channels and params are of sound.
	channels int
	params   string
}

// The bounds of a description.
const (
	maxSections = 32
	maxFormats  = 32
	maxSets     = 32
	maxSet      = 8 << 10 // bytes
)

// section is what one m= line begins.
type section struct {
	media   string
	formats []string
	attrs   []attribute
}

type attribute struct{ name, value string }

// parseSDP finds the first video stream that can be recorded.
func parseSDP(body string) (media, error) {
	all, aggregate := sections(body)
	var found *media
	var tracks []stream.Track
	other := ""
	var sound *media
	for id, s := range all {
		t := stream.Track{ID: id, Media: stream.Media(s.media)}
		for i, f := range s.formats {
			m := s.format(f)
			m.aggregate = aggregate
			m.track = m.describe(id, s.media)
			if i == 0 {
				t = m.track
			}
			if s.media == "audio" && s.sends() && (sound == nil || !readable(sound.track.Codec) && readable(m.track.Codec)) {
				sound = &m
			}
			if s.media != "video" {
				continue
			}
			if m.codec == stream.H264 || m.codec == stream.H265 {
				if t = m.track; found == nil {
					found = &m
				}
				break
			}
			if other == "" {
				other = m.codec
			}
		}
		tracks = append(tracks, t)
	}
	switch {
	case found != nil:
		found.tracks, found.sound = tracks, sound
		return *found, nil
	case other != "":
		return media{tracks: tracks}, wrongCodec(other)
	}
	return media{tracks: tracks}, fail(WrongCodec, custos.Invalid, "it describes no video stream; check the path in its URL, many cameras have one for each stream")
}

// sections cuts a description up, however its lines end, and returns the session's own
// control attribute.
func sections(body string) (all []section, aggregate string) {
	for _, l := range strings.FieldsFunc(body, func(r rune) bool { return r == '\r' || r == '\n' || r == 0 }) {
		kind, value, ok := strings.Cut(strings.TrimSpace(strings.TrimPrefix(l, "\ufeff")), "=")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "m":
			if len(all) == maxSections {
				return all, aggregate
			}
			s := section{}
			if f := strings.Fields(value); len(f) > 0 {
				s.media = strings.Map(printable, strings.ToLower(f[0]))
				// Port and protocol may be anything; nothing is dialled for them.
				if len(f) > 3 {
					s.formats = f[3:min(len(f), 3+maxFormats)]
				}
			}
			all = append(all, s)
		case "a":
			name, v, _ := strings.Cut(value, ":")
			a := attribute{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(v)}
			if len(all) > 0 {
				s := &all[len(all)-1]
				s.attrs = append(s.attrs, a)
			} else if a.name == "control" && a.value != "*" {
				aggregate = a.value
			}
		}
	}
	for i := range all {
		all[i].settle()
	}
	return all, aggregate
}

// settle finds the formats of a section whose m= line and rtpmap do not agree.
func (s *section) settle() {
	mapped := ""
	for _, a := range s.attrs {
		if a.name != "rtpmap" {
			continue
		}
		pt, _ := numbered(a.value)
		for _, f := range s.formats {
			if pt == f {
				return
			}
		}
		if mapped == "" {
			mapped = pt
		}
	}
	switch {
	case mapped == "":
	case len(s.formats) == 0:
		s.formats = []string{mapped}
	case len(s.formats) == 1 && staticPayload[s.formats[0]] == "":
		s.formats[0] = mapped
	}
}

// numbered splits "96 H264/90000", with spaces anywhere.
func numbered(v string) (pt, rest string) {
	v = strings.TrimSpace(v)
	i := strings.IndexFunc(v, func(r rune) bool { return r < '0' || r > '9' })
	if i < 0 {
		return v, ""
	}
	return v[:i], strings.TrimSpace(v[i:])
}

// format reads what a section says of one of its formats.
func (s *section) format(f string) media {
	m := media{payload: f, codec: staticPayload[f]}
	var params string
	for _, a := range s.attrs {
		pt, rest := "", a.value
		if a.name == "rtpmap" || a.name == "fmtp" {
			if pt, rest = numbered(a.value); pt != f {
				continue
			}
		}
		switch a.name {
		case "control":
			m.control = a.value
		case "rtpmap":
			name, clock, _ := strings.Cut(rest, "/")
			m.codec = codecName(name)
			clock, channels, _ := strings.Cut(clock, "/")
			m.channels, _ = strconv.Atoi(strings.TrimSpace(channels))
			m.clock, _ = strconv.Atoi(strings.TrimSpace(clock))
		case "fmtp":
			params = rest
		}
	}
	m.params = params
	m.parameters(params)
	if m.clock < 1000 || m.clock > 10_000_000 {
		m.clock = 90000
		if s.media == "audio" {
			m.clock = 8000
		}
	}
	return m
}

// describe is the track that a format of a section is.
func (m *media) describe(id int, kind string) stream.Track {
	t := stream.Track{ID: id, Media: stream.Media(kind), Codec: m.codec, Clock: m.clock}
	switch {
	case kind == "audio":
		t.Parameters = strings.Map(printable, m.params)
		t.Channels = 1
		if m.channels > 1 && m.channels <= 16 {
			t.Channels = m.channels
		}
		if m.codec == stream.AAC {
			if p, ok := readAAC(m.params); ok {
				t.Config, t.Channels = p.config, p.channels
			}
		}
	case m.codec == stream.ONVIF:
		t.Media = stream.Metadata
	}
	return t
}

// sends says whether a section is one that the camera sends: a backchannel is one that it
// takes (ONVIF streaming specification, 5.3).
func (s *section) sends() bool {
	for _, a := range s.attrs {
		if a.name == "sendonly" || a.name == "inactive" {
			return false
		}
	}
	return true
}

// codecName spells an encoding's name as the standard does.
func codecName(s string) string {
	s = strings.ToUpper(strings.Map(printable, strings.TrimSpace(s)))
	switch strings.NewReplacer(".", "", "-", "").Replace(s) {
	case "H264", "AVC", "AVC1":
		return "H264"
	case "H265", "HEVC", "HVC1":
		return "H265"
	case "MPEG4GENERIC":
		return stream.AAC
	case "VNDONVIFMETADATA":
		return stream.ONVIF
	}
	return s[:min(len(s), 40)]
}

var staticPayload = map[string]string{
	"0": "PCMU", "3": "GSM", "4": "G723", "8": "PCMA", "9": "G722", "10": "L16", "11": "L16", "14": "MPA", "18": "G729",
	"26": "JPEG", "31": "H261", "32": "MPEG video", "33": "MPEG transport stream", "34": "H263",
}

func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// parameters reads an fmtp line. Where no rtpmap names the codec, its parameters do.
func (m *media) parameters(s string) {
	for _, f := range strings.Split(s, ";") {
		k, v, _ := strings.Cut(f, "=")
		k = strings.ToLower(strings.TrimSpace(k))
		codec := map[string]string{"sprop-parameter-sets": "H264", "sprop-vps": "H265", "sprop-sps": "H265", "sprop-pps": "H265"}[k]
		if codec == "" {
			continue
		}
		if m.codec == "" {
			m.codec = codec
		}
		if m.codec != codec {
			continue
		}
		for _, x := range strings.Split(strings.Trim(strings.TrimSpace(v), `"`), ",") {
			m.addSets(x)
		}
	}
}

// addSets takes one base64 value: a unit, or several between start codes.
func (m *media) addSets(x string) {
	x = strings.TrimRight(strings.Map(func(r rune) rune {
		switch {
		case r == '-':
			return '+'
		case r == '_':
			return '/'
		case r <= ' ':
			return -1
		}
		return r
	}, x), "=")
	b, err := base64.RawStdEncoding.DecodeString(x)
	if err != nil || len(b) > maxSet {
		return
	}
	units := [][]byte{b}
	if startCode(b) {
		units = h264.Split(b)
	}
	for _, u := range units {
		if len(u) > 1 && isSet(m.codec, u) && len(m.sets) < maxSets {
			m.sets = append(m.sets, u)
		}
	}
}

func startCode(b []byte) bool {
	for i := 0; i+2 < len(b) && i < 8; i++ {
		if b[i] == 0 && b[i+1] == 0 && b[i+2] == 1 {
			return true
		} else if b[i] != 0 {
			return false
		}
	}
	return false
}

// isSet says whether a unit is a parameter set of the codec.
func isSet(codec string, u []byte) bool {
	if u[0]&0x80 != 0 {
		return false
	}
	if codec == "H265" {
		t := u[0] >> 1 & 0x3f
		return t >= 32 && t <= 34
	}
	t := h264.Type(u)
	return t == h264.TypeSPS || t == h264.TypePPS
}
