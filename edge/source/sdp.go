package source

import (
	"encoding/base64"
	"strings"

	"custos"
	"custos/edge/stream"
)

// media is the camera's H.264 stream as its SDP describes it.
type media struct {
	codec, control, payload string
	sets                    [][]byte
	tracks                  []stream.Track
}

// parseSDP finds the first H.264 video stream.
func parseSDP(body string) (media, error) {
	type section struct {
		video   bool
		formats []string
		attrs   []string
	}
	var all []section
	session := ""
	for _, l := range strings.Split(body, "\n") {
		l = strings.TrimSpace(l)
		switch {
		case strings.HasPrefix(l, "m="):
			f := strings.Fields(l[2:])
			s := section{video: len(f) > 3 && f[0] == "video"}
			if len(f) > 3 {
				s.formats = f[3:]
			}
			if len(all) < 32 {
				all = append(all, s)
			}
		case strings.HasPrefix(l, "a="):
			if len(all) > 0 {
				s := &all[len(all)-1]
				s.attrs = append(s.attrs, l[2:])
			} else {
				session += l
			}
		}
	}
	other := ""
	for _, s := range all {
		if !s.video {
			continue
		}
		for _, f := range s.formats {
			name := staticPayload[f]
			m := media{payload: f}
			for _, a := range s.attrs {
				key, v, _ := strings.Cut(a, ":")
				switch key {
				case "control":
					m.control = strings.TrimSpace(v)
				case "rtpmap":
					if pt, codec, ok := strings.Cut(v, " "); ok && pt == f {
						name, _, _ = strings.Cut(strings.TrimSpace(codec), "/")
					}
				case "fmtp":
					if pt, p, ok := strings.Cut(v, " "); ok && pt == f {
						m.parameters(p)
					}
				}
			}
			if strings.EqualFold(name, "H264") || strings.EqualFold(name, "H265") {
				m.codec = strings.ToUpper(name)
				return m, nil
			}
			if other == "" {
				other = name
			}
		}
	}
	if other != "" {
		return media{}, wrongCodec(strings.Map(printable, other))
	}
	return media{}, fail(WrongCodec, custos.Invalid, "it describes no video stream; check the path in its URL, many cameras have one for each stream")
}

var staticPayload = map[string]string{"26": "JPEG", "32": "MPEG video", "31": "H261", "34": "H263"}

func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

func (m *media) parameters(s string) {
	for _, f := range strings.Split(s, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(f), "=")
		if k != "sprop-parameter-sets" {
			continue
		}
		for _, x := range strings.Split(v, ",") {
			b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(x))
			if err != nil {
				continue
			}
			m.sets = append(m.sets, b)
		}
	}
}
