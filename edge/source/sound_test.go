package source

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos"
	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/h264"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/stream"
)

// hearing is a Listener too.
type hearing struct {
	watching
	units []stream.Unit
}

func (h *hearing) OnUnit(u stream.Unit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.units = append(h.units, u)
}

// sounding is a scene of three seconds with a tone, AAC at 48 kHz or G.711.
func sounding(t *testing.T, name string) string { return soundingFor(t, name, 3) }

// soundingFor is that scene with a tone of so many seconds.
func soundingFor(t *testing.T, name string, seconds int) string {
	t.Helper()
	video := scene(t, ".mp4", 30, 0)
	out := filepath.Join(t.TempDir(), name+".mov")
	args := []string{"-v", "error", "-i", video, "-f", "lavfi", "-i", fmt.Sprint("sine=frequency=440:sample_rate=48000:duration=", seconds), "-map", "0:v", "-map", "1:a", "-c:v", "copy"}
	if name == "aac" {
		args = append(args, "-c:a", "aac", "-ac", "2")
	} else {
		args = append(args, "-c:a", "pcm_mulaw", "-ar", "8000", "-ac", "1")
	}
	if b, err := exec.Command("ffmpeg", append(args, out)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return out
}

func hear(t *testing.T, cfg rtspsim.Config, transport string) (*hearing, *Source, error) {
	t.Helper()
	cam := camera(t, cfg)
	s := &Source{Camera: "t/c", URL: cam.URL("c"), AllowLoopback: true, Transport: transport, Audio: true, NoFrames: true, Log: slog.New(slog.DiscardHandler)}
	h := &hearing{}
	return h, s, s.Run(t.Context(), h)
}

// Sound comes beside the video, in units of its codec, dated on the video's clocks.
func TestSoundBesideVideo(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		codec           string
		samples, clock  int
		channels, least int
	}{
		"aac":  {stream.AAC, 1024, 48000, 2, 120},
		"pcmu": {stream.PCMU, 160, 8000, 1, 130},
	} {
		for _, transport := range []string{"tcp", "udp"} {
			t.Run(name+" over "+transport, func(t *testing.T) {
				t.Parallel()
				h, s, err := hear(t, rtspsim.Config{Files: map[string]string{"": sounding(t, name)}, Sound: &rtspsim.Sound{}}, transport)
				if err != nil {
					t.Fatal(err)
				}
				if len(h.frags) != 30 || s.Counts().Connections != 1 {
					t.Errorf("%d pictures in %d connections", len(h.frags), s.Counts().Connections)
				}
				if len(h.units) < want.least {
					t.Fatalf("%d units", len(h.units))
				}
				if !h.init.Track.Is(stream.Video) || len(h.tracks) != 2 {
					t.Errorf("the pictures are of %+v; tracks: %+v", h.init.Track, h.tracks)
				}
				f := h.frags[len(h.frags)-1]
				last := time.Duration(0)
				for i, u := range h.units {
					if !u.Track.Is(stream.Audio) || u.Track.Codec != want.codec || u.Samples != want.samples || u.Track.Clock != want.clock || u.Track.Channels != want.channels || len(u.Data) == 0 {
						t.Fatalf("unit %d is %d samples of %+v", i, u.Samples, u.Track)
					}
					if want.codec == stream.AAC && len(u.Track.Config) == 0 {
						t.Fatal("a decoder is not told what AAC it is")
					}
					if u.Duration != time.Duration(want.samples)*time.Second/time.Duration(want.clock) && (u.Duration-time.Duration(want.samples)*time.Second/time.Duration(want.clock)).Abs() > 12*time.Microsecond {
						t.Fatalf("unit %d sounds for %v", i, u.Duration)
					}
					if u.PTS < last {
						t.Fatalf("unit %d is before the one before it", i)
					}
					last = u.PTS
					// One clock: what stream time 0 stands for is the same for both tracks. It follows
					// this machine's, which may be slewed by a thousandth meanwhile.
					if d := u.Time.Add(-u.PTS).Sub(f.Time.Add(-f.PTS)); d.Abs() > 20*time.Millisecond {
						t.Fatalf("unit %d is dated by another clock, %v off", i, d)
					}
				}
				c := s.Sound()
				if c.Codec != want.codec || c.Missing != "" || c.Units != uint64(len(h.units)) || c.Broken != 0 {
					t.Errorf("%+v", c)
				}
			})
		}
	}
}

// Without being told to, no sound is asked for: the camera would refuse it, and nobody hears.
func TestSoundIsAskedFor(t *testing.T) {
	t.Parallel()
	cam := camera(t, rtspsim.Config{Files: map[string]string{"": sounding(t, "pcmu")}, Sound: &rtspsim.Sound{HangUp: true}, Speed: 5})
	s := &Source{Camera: "t/c", URL: cam.URL("c"), AllowLoopback: true, NoFrames: true}
	h := &hearing{}
	if err := s.Run(t.Context(), h); err != nil || len(h.frags) != 30 || len(h.units) != 0 || s.Sound() != nil {
		t.Errorf("%d pictures, %d units, %v", len(h.frags), len(h.units), err)
	}
	s = &Source{Camera: "t/c", URL: "file:///x.mp4", Audio: true}
	if err := s.Validate(); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "audio") {
		t.Errorf("the sound of a file: %v", err)
	}
}

// A camera that does not give its sound keeps its video, and it is said why.
func TestSoundIsRefused(t *testing.T) {
	t.Parallel()
	file := sounding(t, "pcmu")
	for status, word := range map[int]string{404: "no stream under this path", 461: "transport", 500: "500", 455: "455"} {
		h, s, err := hear(t, rtspsim.Config{Files: map[string]string{"": file}, Sound: &rtspsim.Sound{Refuse: status}, Speed: 5}, "tcp")
		if err != nil || len(h.frags) != 30 || s.Counts().Connections != 1 {
			t.Errorf("%d: %d pictures in %d connections, %v", status, len(h.frags), s.Counts().Connections, err)
		}
		if c := s.Sound(); !strings.Contains(c.Missing, "no sound") || !strings.Contains(c.Missing, word) || len(h.units) != 0 {
			t.Errorf("%d: %+v", status, c)
		}
		if !slices.ContainsFunc(h.odd, func(o string) bool { return strings.Contains(o, word) }) {
			t.Errorf("%d: it is not said: %q", status, h.odd)
		}
	}
	// One that ends the session at that is asked for its video alone the next time.
	h, s, err := hear(t, rtspsim.Config{Files: map[string]string{"": file}, Sound: &rtspsim.Sound{HangUp: true}, Speed: 5}, "tcp")
	if !Retryable(err) || err == nil || !strings.Contains(s.Sound().Missing, "broke") {
		t.Fatalf("%v, %+v", err, s.Sound())
	}
	if err := s.Run(t.Context(), h); err != nil || len(h.frags) != 30 {
		t.Errorf("afterwards: %d pictures, %v", len(h.frags), err)
	}
	// And one without any.
	h, s, err = hear(t, rtspsim.Config{Files: map[string]string{"": scene(t, ".h264", 30, 0)}, Speed: 5}, "tcp")
	if err != nil || len(h.frags) != 30 || !strings.Contains(s.Sound().Missing, "describes none") {
		t.Errorf("%d pictures, %+v, %v", len(h.frags), s.Sound(), err)
	}
}

// Sound on channels that nobody agreed on is found by its type, and is not the video's.
func TestSoundOnOddChannels(t *testing.T) {
	t.Parallel()
	file := sounding(t, "pcmu")
	for name, odd := range map[string]*rtspsim.Sound{"another": {Channel: 6}, "the last": {Channel: 255}, "the video's": {Mixed: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, s, err := hear(t, rtspsim.Config{Files: map[string]string{"": file}, Sound: odd}, "tcp")
			if err != nil || len(h.frags) != 30 {
				t.Errorf("%d pictures, %v", len(h.frags), err)
			}
			if len(h.units) < 120 {
				t.Errorf("%d units; %+v", len(h.units), s.Sound())
			}
			if n := s.Counts(); n.Lost+n.Broken+n.Restamped != 0 {
				t.Errorf("the video suffers: %+v", n)
			}
		})
	}
}

// A camera that ends its sound goes on with its pictures: its BYE is the sound's.
func TestSoundEnds(t *testing.T) {
	t.Parallel()
	file := soundingFor(t, "pcmu", 1)
	for _, transport := range []string{"tcp", "udp"} {
		for _, mixed := range []bool{false, true} {
			h, s, err := hear(t, rtspsim.Config{Files: map[string]string{"": file}, Sound: &rtspsim.Sound{Mixed: mixed}, Speed: 2}, transport)
			if err != nil || len(h.frags) != 30 || len(h.units) < 30 || s.Counts().Connections != 1 {
				t.Errorf("%s, %v: %d pictures, %d units, %v", transport, mixed, len(h.frags), len(h.units), err)
			}
		}
	}
}

// What is lost of the sound is counted there, and is nothing of the video's.
func TestLostSound(t *testing.T) {
	t.Parallel()
	h, s, err := hear(t, rtspsim.Config{Files: map[string]string{"": sounding(t, "pcmu")}, Sound: &rtspsim.Sound{Lose: 5}, Speed: 2}, "tcp")
	if err != nil {
		t.Fatal(err)
	}
	lost := uint64(0)
	for _, u := range h.units {
		if u.Lost {
			lost++
		}
	}
	if c := s.Sound(); c.Lost < 20 || c.Lost != lost {
		t.Errorf("%d units follow a loss; %+v", lost, c)
	}
	if n := s.Counts(); len(h.frags) != 30 || n.Lost+n.Late+n.Broken != 0 {
		t.Errorf("%d pictures; %+v", len(h.frags), n)
	}
}

// The video's fragments are the same to the byte and to the nanosecond, whatever comes of the
// sound: nothing, all of it, or what is left of it with stamps of nonsense, and although the
// node's clock is set meanwhile.
func TestSoundTouchesNoPicture(t *testing.T) {
	b, err := os.ReadFile(scene(t, ".h264", 30, 0))
	if err != nil {
		t.Fatal(err)
	}
	pictures := h264.Group(h264.Split(b))
	run := func(packet func(n int) *rtp.Packet) []stream.Fragment {
		at := time.Second
		boot := time.Unix(1000, 0)
		s := &Source{Camera: "t/c", Audio: true, began: time.Now()}
		s.clock = func() (time.Time, time.Duration) {
			wall := boot.Add(at)
			if at > 2*time.Second {
				wall = wall.Add(time.Hour) // it is set
			}
			return wall, at
		}
		h := &hearing{}
		f := newFeeder(s, h, codec.H264{}, nil)
		l := newListener(s, &media{track: stream.Track{Media: stream.Audio, Codec: stream.PCMU, Clock: 8000, Channels: 1}}, h)
		for i, p := range pictures {
			for n := range 5 {
				at += 20 * time.Millisecond
				if k := packet(5*i + n); k != nil {
					if err := l.take(k, at); err != nil {
						t.Fatal(err)
					}
				}
			}
			for _, n := range p.NALs {
				if f.codec.Class(n) == codec.Set {
					f.sets.Add(n)
				}
			}
			if err := f.unit(unit{nals: p.NALs, key: p.Key, ts: uint32(i * 9000), at: at}); err != nil {
				t.Fatal(err)
			}
		}
		l.end()
		if err := f.end(); err != nil {
			t.Fatal(err)
		}
		for i := range h.frags {
			h.frags[i].Received = time.Time{}
		}
		return h.frags
	}
	whole := func(n int) *rtp.Packet {
		return &rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(n), Timestamp: uint32(n * 160)}, Payload: make([]byte, 160)}
	}
	want := fmt.Sprint(run(func(int) *rtp.Packet { return nil }))
	if !strings.Contains(want, "1h0m0s") && !strings.Contains(want, "3600000000000") {
		t.Fatalf("the clock that is set is not seen: the test shows nothing")
	}
	for name, packet := range map[string]func(int) *rtp.Packet{
		"whole": whole,
		"half of it": func(n int) *rtp.Packet {
			if n%3 != 0 {
				return nil
			}
			return whole(n)
		},
		"nonsense": func(n int) *rtp.Packet {
			k := whole(n)
			k.Timestamp = uint32(n) * 2654435761
			return k
		},
	} {
		if got := fmt.Sprint(run(packet)); got != want {
			t.Errorf("%s: the pictures are others than without sound", name)
		}
	}
}

const hbr = "streamtype=5;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=1190"

// TestAACPackets takes packets of AAC apart: several frames in one, one in several, and what
// is damaged.
func TestAACPackets(t *testing.T) {
	s := &Source{Audio: true, began: time.Now()}
	h := &hearing{}
	l := newListener(s, &media{params: hbr, track: stream.Track{Codec: stream.AAC, Clock: 48000, Channels: 2}}, h)
	if !l.ok || l.aac.channels != 2 || l.aac.samples != 1024 {
		t.Fatalf("%+v", l.aac)
	}
	seq, ts := uint16(65530), uint32(1<<32-3000)
	at := time.Second
	send := func(frames int, marker bool, b ...byte) {
		t.Helper()
		at += time.Duration(frames*1024) * time.Second / 48000
		if err := l.take(&rtp.Packet{Header: rtp.Header{SequenceNumber: seq, Timestamp: ts, Marker: marker}, Payload: b}, at); err != nil {
			t.Fatal(err)
		}
		seq++
		ts += uint32(frames * 1024)
	}
	for range 5 {
		send(2, true, 0, 32, 0, 2<<3, 0, 3<<3, 'a', 'b', 'c', 'd', 'e') // sizes 2 and 3
	}
	send(0, false, 0, 16, 0, 4<<3, 'w', 'x') // four bytes, in two
	send(1, true, 0, 16, 0, 4<<3, 'y', 'z')
	for _, bad := range [][]byte{{}, {0}, {0, 0}, {0, 16, 0}, {0, 15, 0, 8, 'a'}, {0, 16, 0, 0, 'a'}, {0, 16, 0, 1<<3 | 1, 'a'}, {0, 32, 0, 1 << 3, 0, 9 << 3, 'a', 'b'}, {0xff, 0xff, 1}} {
		send(1, true, bad...)
	}
	send(0, false, 0, 16, 0, 4<<3, 'w', 'x') // its end is lost
	seq++
	send(1, true, 0, 16, 0, 1<<3, 'q')
	send(1, true, 0, 16, 0, 1<<3, 'r')
	l.end()
	var got []string
	for i, u := range h.units {
		got = append(got, string(u.Data))
		if d := u.PTS - h.units[max(i-1, 0)].PTS; i > 0 && i < 11 && (d-time.Second*1024/48000).Abs() > time.Millisecond {
			t.Errorf("unit %d comes %v after the one before", i, d)
		}
	}
	want := "[ab cde ab cde ab cde ab cde ab cde wxyz q r]"
	if c := s.Sound(); fmt.Sprint(got) != want || c.Broken != 9 || c.Lost != 1 || !h.units[11].Lost || h.units[12].Lost {
		t.Errorf("%s\nwant %s; %+v", got, want, c)
	}
	for _, p := range []string{"", "mode=CELP-cbr;sizelength=6;config=1190", strings.Replace(hbr, "config=1190", "config=zz", 1), hbr + ";ctsdeltalength=4", strings.Replace(hbr, "13", "99", 1), strings.Replace(hbr, "13", "-1", 1)} {
		if _, ok := readAAC(p); ok {
			t.Errorf("%q is taken", p)
		}
	}
}

// TestOpusLengths has a packet of each mode (RFC 6716, 3.1) and code (3.2).
func TestOpusLengths(t *testing.T) {
	for want, b := range map[int][]byte{
		960: {1 << 3}, 2880: {3 << 3}, 480: {12 << 3}, 120: {16 << 3}, 1920: {19<<3 | 1}, 2400: {18<<3 | 3, 5}, 0: {3<<3 | 3, 3}, -1: {},
	} {
		if got := opusSamples(b); got != max(want, 0) {
			t.Errorf("%x has %d samples, want %d", b, got, want)
		}
	}
	if opusSamples([]byte{3}) != 0 {
		t.Error("a packet without its count has samples")
	}
	// And as they come.
	s := &Source{Audio: true, began: time.Now()}
	h := &hearing{}
	l := newListener(s, &media{track: stream.Track{Codec: stream.Opus, Clock: 48000, Channels: 2}}, h)
	for n := range 20 {
		if err := l.take(&rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(n), Timestamp: uint32(n * 960)}, Payload: []byte{1 << 3, byte(n)}}, time.Second+time.Duration(n)*20*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	l.end()
	if len(h.units) != 20 || h.units[19].Duration != 20*time.Millisecond || h.units[19].PTS-h.units[0].PTS != 380*time.Millisecond {
		t.Errorf("%d units, %+v", len(h.units), h.units)
	}
}

// TestSoundDescribed chooses the sound that can be taken apart, and never a backchannel.
func TestSoundDescribed(t *testing.T) {
	const video = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
	for sdp, want := range map[string]string{
		video: "",
		video + "m=audio 0 RTP/AVP 0\r\na=sendonly\r\na=control:back\r\n":                                                         "",
		video + "m=audio 0 RTP/AVP 0\r\na=sendonly\r\na=control:back\r\nm=audio 0 RTP/AVP 8\r\na=control:it\r\n":                  "PCMA 8000 1 it",
		video + "m=audio 0 RTP/AVP 18 0\r\na=control:it\r\n":                                                                      "PCMU 8000 1 it",
		video + "m=audio 0 RTP/AVP 18\r\na=control:a\r\n":                                                                         "G729 8000 1 a",
		video + "m=audio 0 RTP/AVP 98\r\na=rtpmap:98 opus/48000/2\r\na=control:o\r\n":                                             "OPUS 48000 2 o",
		"m=audio 0 RTP/AVP 97\r\na=rtpmap:97 mpeg4-generic/16000/1\r\na=fmtp:97 " + hbr + "\r\na=control:a\r\n" + video:           "AAC 16000 2 a",
		video + "m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\nm=audio 0 RTP/AVP 0\r\na=control:trackX": "PCMU 8000 1 trackX",
	} {
		m, err := parseSDP(sdp)
		got := ""
		if m.sound != nil {
			got = fmt.Sprintf("%s %d %d %s", m.sound.track.Codec, m.sound.track.Clock, m.sound.track.Channels, m.sound.control)
		}
		if err != nil || got != want || m.codec != "H264" {
			t.Errorf("%q: %q, want %q, %v", sdp, got, want, err)
		}
	}
}

// FuzzSound throws packets of any codec at the way of the sound.
func FuzzSound(f *testing.F) {
	f.Add(byte(0), hbr, []byte{0, 32, 0, 16, 0, 24, 1, 2, 3, 4, 5})
	f.Add(byte(1), "", []byte{0xff, 5, 1})
	f.Add(byte(2), "", bytes.Repeat([]byte{7}, 160))
	f.Fuzz(func(t *testing.T, which byte, params string, b []byte) {
		h := &hearing{}
		track := stream.Track{Codec: []string{stream.AAC, stream.Opus, stream.PCMU}[which%3], Clock: 48000, Channels: 2}
		l := newListener(&Source{began: time.Now()}, &media{params: params, track: track}, h)
		for n := range 4 {
			k := &rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(n), Timestamp: uint32(n * 960), Marker: n%2 == 1}, Payload: b}
			if err := l.take(k, time.Second+time.Duration(n)*20*time.Millisecond); err != nil {
				t.Fatal(err)
			}
		}
		l.end()
		for _, u := range h.units {
			if u.Samples <= 0 || u.PTS < 0 || u.Duration < 0 || len(u.Data) == 0 {
				t.Errorf("%+v", u)
			}
		}
	})
}
