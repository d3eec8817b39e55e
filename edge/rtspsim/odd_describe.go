package rtspsim

import (
	"fmt"
	"regexp"
	"strings"

	"custos.dev/custos/edge/rtsp"
)

// without leaves out the lines that begin with a text.
func without(s string, begins ...string) string {
	var out []string
	for _, l := range strings.SplitAfter(s, "\r\n") {
		keep := true
		for _, b := range begins {
			keep = keep && !strings.HasPrefix(l, b)
		}
		if keep {
			out = append(out, l)
		}
	}
	return strings.Join(out, "")
}

// replaced replaces texts in the description, in pairs.
func replaced(pairs ...string) func(*Clip, string) string {
	return func(_ *Clip, s string) string { return strings.NewReplacer(pairs...).Replace(s) }
}

var sprop = regexp.MustCompile(`(sprop-[a-z-]+)=[^;\r\n]*`)

// withSets writes the parameter sets in another way: one value for each of H.265's
// parameters, or a list for H.264.
func withSets(write func(set []byte) string) func(*Clip, string) string {
	return func(c *Clip, s string) string {
		i := 0
		return sprop.ReplaceAllStringFunc(s, func(m string) string {
			name, _, _ := strings.Cut(m, "=")
			if name == "sprop-parameter-sets" {
				return name + "=" + write(c.SPS) + "," + write(c.PPS)
			}
			i++
			return name + "=" + write(c.sets()[i-1])
		})
	}
}

// controlled makes SETUP take one URL only; q is DESCRIBE's request.
func controlled(f func(c *session, q *rtsp.Request, p *rtsp.Response) (control, attribute string)) odd {
	return odd{answer: func(c *session, q *rtsp.Request, p *rtsp.Response) {
		if q.Method != "DESCRIBE" || p.Status != 200 {
			return
		}
		var attribute string
		c.control, attribute = f(c, q, p)
		p.Body = []byte(strings.Replace(string(p.Body), "a=control:trackID=0\r\n", attribute, 1))
	}}
}

const audioSection = "m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=control:trackID=1\r\n"

var describeOddities = []Oddity{
	{"nosprop", "no parameter sets in the description", odd{sdp: noSprop}},
	{"emptysprop", "empty parameter sets in the description", odd{sdp: withSets(func([]byte) string { return "" })}},
	{"startcode", "start codes inside the description's parameter sets, and none in the stream", odd{
		sdp: withSets(func(b []byte) string { return base64Of(append([]byte{0, 0, 0, 1}, b...)) }), nals: leaveSets,
	}},
	{"joinedsets", "all parameter sets in one value, between start codes, and none in the stream", odd{
		sdp: func(c *Clip, s string) string {
			var all []byte
			for _, n := range c.sets() {
				all = append(append(all, 0, 0, 1), n...)
			}
			return withSets(func([]byte) string { return base64Of(all) })(c, s)
		}, nals: leaveSets,
	}},
	{"nopad", "base64 without padding", odd{sdp: withSets(func(b []byte) string { return strings.TrimRight(base64Of(b), "=") })}},
	{"sdponly", "the parameter sets are in the description only", odd{nals: leaveSets}},
	{"bare", "a description of three lines, with a negative port", odd{sdp: func(c *Clip, _ string) string {
		return "m=video -1353744643 RTP/AVP 96\r\na=rtpmap:96 " + c.Codec + "/90000\r\na=control:trackID=0\r\n"
	}}},
	{"spacemap", "a space after rtpmap's colon", odd{sdp: replaced("rtpmap:96", "rtpmap: 96", "fmtp:96", "fmtp:  96")}},
	{"tabs", "tabs for spaces, names in other cases", odd{sdp: replaced("a=rtpmap:96 H26", "a=rtpmap:96\th26", "m=video 0 ", "m=Video\t0\t", "a=control", "A=Control")}},
	{"lfonly", "lines end with a line feed only", odd{sdp: replaced("\r\n", "\n")}},
	{"cronly", "lines end with a carriage return only", odd{sdp: replaced("\r\n", "\r")}},
	{"nomap", "no rtpmap", odd{sdp: func(_ *Clip, s string) string { return without(s, "a=rtpmap") }}},
	{"fmtpfirst", "fmtp before rtpmap", odd{sdp: func(_ *Clip, s string) string {
		return regexp.MustCompile(`(?s)(a=rtpmap[^\r]*\r\n)(a=fmtp[^\r]*\r\n)`).ReplaceAllString(s, "$2$1")
	}}},
	{"twoformats", "two formats in one media line, JPEG first", odd{sdp: replaced("RTP/AVP 96", "RTP/AVP 26 96")}},
	{"audiofirst", "sound and metadata before the video", odd{sdp: replaced("m=video", audioSection+"m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\na=control:trackID=2\r\nm=video")}},
	{"audio", "sound after the video", odd{sdp: func(_ *Clip, s string) string { return s + audioSection }}},
	{"twovideos", "two videos, the first of them JPEG", odd{sdp: replaced("m=video", "m=video 0 RTP/AVP 26\r\na=control:trackID=3\r\nm=video")}},
	{"novideo", "sound alone", odd{sdp: func(*Clip, string) string { return "v=0\r\n" + audioSection }}},
	{"mjpeg", "JPEG alone", odd{sdp: func(*Clip, string) string { return "v=0\r\nm=video 0 RTP/AVP 26\r\na=control:trackID=0\r\n" }}},
	{"wrongtype", "the packets have another payload type than described", odd{sdp: replaced("RTP/AVP 96", "RTP/AVP 97", "rtpmap:96", "rtpmap:97", "fmtp:96", "fmtp:97")}},
	{"wrongmap", "the media line and rtpmap name different payload types", odd{sdp: replaced("RTP/AVP 96", "RTP/AVP 35")}},
	{"absurdclock", "a clock of 0 ticks a second", odd{sdp: replaced("/90000", "/0")}},
	{"absq", "an absolute control attribute with a query, and no base", controlled(func(c *session, q *rtsp.Request, p *rtsp.Response) (string, string) {
		delete(p.Header, "Content-Base")
		u := fmt.Sprintf("rtsp://%s/%s/stream=1?option=1", c.s.Addr(), c.path)
		return u, "a=control:" + u + "\r\n"
	})},
	{"cbase", "a base that is the request's URL with its query, to which the control attribute is appended", controlled(func(_ *session, q *rtsp.Request, p *rtsp.Response) (string, string) {
		p.Header.Set("Content-Base", q.URL)
		return q.URL + "/trackID=0", "a=control:trackID=0\r\n"
	})},
	{"linked", "a control attribute that is meant like a link in a page", controlled(func(c *session, q *rtsp.Request, p *rtsp.Response) (string, string) {
		p.Header.Set("Content-Base", q.URL+"/index")
		return q.URL + "/track1", "a=control:track1\r\n"
	})},
	{"location", "the base is in Content-Location, on an address that only the camera knows", controlled(func(_ *session, _ *rtsp.Request, p *rtsp.Response) (string, string) {
		delete(p.Header, "Content-Base")
		p.Header.Set("Content-Location", "rtsp://10.0.0.64/inside/")
		return "rtsp://10.0.0.64/inside/trackID=0", "a=control:trackID=0\r\n"
	})},
	{"nocontrol", "no control attribute", controlled(func(_ *session, q *rtsp.Request, p *rtsp.Response) (string, string) {
		p.Header.Set("Content-Base", q.URL)
		return q.URL, ""
	})},
	{"star", "the control attribute * at the video too", controlled(func(_ *session, q *rtsp.Request, p *rtsp.Response) (string, string) {
		p.Header.Set("Content-Base", q.URL+"/")
		return q.URL + "/", "a=control:*\r\n"
	})},
}

// leaveSets leaves the parameter sets out of the stream.
func leaveSets(m *moment, nals [][]byte) [][]byte {
	var out [][]byte
	for _, n := range nals {
		if m.clip.set(n) == nil {
			out = append(out, n)
		}
	}
	return out
}

func noSprop(_ *Clip, s string) string { return sprop.ReplaceAllString(s, "x=y") }
