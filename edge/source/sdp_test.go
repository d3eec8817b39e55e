package source

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// sets in base64.
var (
	b64SPS = base64.StdEncoding.EncodeToString([]byte{0x67, 0x42, 0xc0, 0x1e})
	b64PPS = base64.StdEncoding.EncodeToString([]byte{0x68, 0xce})
)

const head = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\n"

func TestSDP(t *testing.T) {
	video := "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
	fmtp := "a=fmtp:96 packetization-mode=1;sprop-parameter-sets=" + b64SPS + "," + b64PPS + "\r\n"
	coded := func(b ...byte) string { return base64.StdEncoding.EncodeToString(b) }
	const both = " [6742c01e 68ce]"
	for name, x := range map[string]struct{ sdp, want string }{
		"plain":            {head + video + fmtp + "a=control:t0\r\n", "H264 96 t0  90000" + both},
		"session control":  {head + "a=control:rtsp://h/all\r\n" + video + "a=control:t0\r\n", "H264 96 t0 rtsp://h/all 90000 []"},
		"star":             {head + "a=control:*\r\n" + video + "a=control:*\r\n", "H264 96 *  90000 []"},
		"spaces":           {"m=video 0 RTP/AVP 96\na=rtpmap: 96  h264 /90000\na=fmtp: 96  Sprop-Parameter-Sets = " + b64SPS + " , " + b64PPS + " ; x=y\na=control: t 0 \n", "H264 96 t 0  90000" + both},
		"CR only, tabs":    {"m=video\t0\tRTP/AVP\t96\ra=rtpmap:96\tH264/90000\r" + strings.TrimSpace(fmtp) + "\r", "H264 96   90000" + both},
		"capitals":         {"M=VIDEO 0 RTP/AVP 96\r\nA=RTPMAP:96 h264/90000\r\n", "H264 96   90000 []"},
		"odd port":         {"m=video -1353744643 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n", "H264 96   90000 []"},
		"two ports":        {"m=video 0/2 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n", "H264 96   90000 []"},
		"no rtpmap":        {"m=video 0 RTP/AVP 96\r\n" + fmtp, "H264 96   90000" + both},
		"no format":        {"m=video 0 RTP/AVP\r\na=rtpmap:97 H265/90000\r\n", "H265 97   90000 []"},
		"other format":     {"m=video 0 RTP/AVP 35\r\na=rtpmap:96 H264/90000\r\n", "H264 96   90000 []"},
		"fmtp first":       {"m=video 0 RTP/AVP 96\r\n" + fmtp + "a=rtpmap:96 H264/90000\r\n", "H264 96   90000" + both},
		"two formats":      {"m=video 0 RTP/AVP 26 97 96\r\na=rtpmap:97 VP8/90000\r\na=rtpmap:96 H264/90000\r\n" + fmtp, "H264 96   90000" + both},
		"two videos":       {"m=video 0 RTP/AVP 26\r\na=control:a\r\nm=video 0 RTP/AVP 98\r\na=rtpmap:98 HEVC/90000\r\na=control:b\r\n" + video, "H265 98 b  90000 []"},
		"sound first":      {"m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=control:a\r\n" + video + "a=control:b\r\n", "H264 96 b  90000 []"},
		"absurd clock":     {"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/7\r\n", "H264 96   90000 []"},
		"other clock":      {"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/48000\r\n", "H264 96   48000 []"},
		"empty sets":       {video + "a=fmtp:96 sprop-parameter-sets=\r\n", "H264 96   90000 []"},
		"no padding":       {video + "a=fmtp:96 sprop-parameter-sets=" + strings.TrimRight(b64SPS, "=") + "," + strings.TrimRight(b64PPS, "="), "H264 96   90000" + both},
		"quoted sets":      {video + `a=fmtp:96 sprop-parameter-sets="` + b64SPS + "," + b64PPS + `"`, "H264 96   90000" + both},
		"start codes":      {video + "a=fmtp:96 sprop-parameter-sets=" + coded(0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1e) + "," + coded(0, 0, 1, 0x68, 0xce), "H264 96   90000" + both},
		"several in one":   {video + "a=fmtp:96 sprop-parameter-sets=" + coded(0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1e, 0, 0, 0, 1, 0x68, 0xce), "H264 96   90000" + both},
		"of a wrong type":  {video + "a=fmtp:96 sprop-parameter-sets=" + coded(0x65, 1) + "," + coded(0x67) + "," + b64PPS + ",!!", "H264 96   90000 [68ce]"},
		"H.265 sets":       {"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\na=fmtp:96 sprop-vps=" + coded(0x40, 1, 7) + ";sprop-sps=" + coded(0x42, 1, 8) + ";sprop-pps=" + coded(0x44, 1, 9), "H265 96   90000 [400107 420108 440109]"},
		"H.265, no rtpmap": {"m=video 0 RTP/AVP 96\r\na=fmtp:96 sprop-pps=" + coded(0x44, 1, 9), "H265 96   90000 [440109]"},
		"byte order mark":  {"\ufeffm=video 0 RTP/AVP 96\x00\r\na=rtpmap:96 H264/90000\r\n", "H264 96   90000 []"},
	} {
		m, err := parseSDP(x.sdp)
		if got := fmt.Sprintf("%s %s %s %s %d %x", m.codec, m.payload, m.control, m.aggregate, m.clock, m.sets); err != nil || got != x.want {
			t.Errorf("%s: %v\n got %q\nwant %q", name, err, got, x.want)
		}
	}
	m, err := parseSDP("m=audio 0 RTP/AVP 0\r\nm=video 0 RTP/AVP 26\r\nm=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\n" + video)
	if got := fmt.Sprint(m.tracks); err != nil || got != "[{0 audio PCMU 8000 1  []} {1 video JPEG 90000 0  []} {2 metadata ONVIF 90000 0  []} {3 video H264 90000 0  []}]" {
		t.Errorf("the tracks are %s, %v", got, err)
	}
	for in, word := range map[string]string{"": "no video", "m=audio 0 RTP/AVP 0\r\n": "no video", "m=video 0 RTP/AVP 26\r\n": "JPEG", "m=video 0 RTP/AVP 96\r\na=rtpmap:96 MP4V-ES/90000\r\n": "MP4V-ES", "m=video 0 RTP/AVP 96\r\n": "no video"} {
		if _, err := parseSDP(in); ReasonOf(err) != WrongCodec || !strings.Contains(err.Error(), word) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func FuzzSDP(f *testing.F) {
	f.Add("v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 sprop-parameter-sets=Z0LAHtoCgPZA,aM48gA==\r\na=control:x")
	f.Add("m=video 0 RTP/AVP 26 97\ra=rtpmap: 97\tH265/90000\ra=fmtp:97 sprop-vps=QAEM;sprop-sps=AAAAAUIB\r")
	f.Fuzz(func(t *testing.T, s string) {
		m, err := parseSDP(s)
		if err != nil {
			return
		}
		if m.codec != "H264" && m.codec != "H265" || m.clock < 1000 || len(m.tracks) == 0 || len(m.sets) > maxSets {
			t.Errorf("%+v", m)
		}
		for _, x := range m.sets {
			if len(x) < 2 || !isSet(m.codec, x) {
				t.Errorf("the set %x", x)
			}
		}
		if len(joinControl("rtsp://h/a", m.control)) == 0 {
			t.Errorf("nothing is meant by %q", m.control)
		}
	})
}
