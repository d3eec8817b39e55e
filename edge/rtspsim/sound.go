package rtspsim

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos"
	"custos.dev/custos/edge/ffmpeg"

	"github.com/bluenviron/mediacommon/v2/pkg/codecs/mpeg4audio"
)

// Sound says how a server plays the sound of its files; those without any are played as
// they are. It is AAC, or G.711 by μ-law.
type Sound struct {
	// Refuse answers the SETUP of the sound with this status; 0 for none.
	Refuse int
	// HangUp closes the connection at the SETUP of the sound.
	HangUp bool
	// Channel is that on which the sound comes, whatever SETUP's answer says; 0 for the one
	// that was agreed on. On the video's too, if Mixed says so.
	Channel int
	Mixed   bool
	// Lose leaves out one packet in so many; 0 for none.
	Lose int
}

// sound is a file's in memory.
type sound struct {
	aac      []byte // its AudioSpecificConfig; nil for G.711
	rate     int
	channels int
	samples  int // of a block
	blocks   [][]byte
}

// soundPayload is what the description names.
const soundPayload = 97

// loadSound reads the sound of a file, without decoding it; nil if it has none.
func loadSound(ctx context.Context, path string) (*sound, error) {
	b, err := extractSound(ctx, path, "adts")
	if err == nil && len(b) > 0 {
		return aacSound(b)
	}
	if b, err = extractSound(ctx, path, "mulaw"); err != nil || len(b) == 0 {
		return nil, ctx.Err()
	}
	s := &sound{rate: 8000, channels: 1, samples: 160}
	for ; len(b) >= s.samples; b = b[s.samples:] {
		s.blocks = append(s.blocks, b[:s.samples])
	}
	return s, nil
}

// extractSound has ffmpeg copy a file's sound into a plain format; it fails for other codecs.
func extractSound(ctx context.Context, path, format string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "the footage cannot be opened: %w", err)
	}
	defer f.Close()
	out, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd := &ffmpeg.Cmd{
		Args: []string{
			"-hide_banner", "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe",
			"-i", "file:/dev/fd/3", "-map", "0:a:0", "-c", "copy", "-f", format, "pipe:1",
		},
		ExtraFiles: []*os.File{f}, Stdout: to, Stderr: &tail{},
	}
	err = cmd.Start(ctx)
	_ = to.Close()
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(out, maxFile))
	return b, errors.Join(err, cmd.Wait())
}

func aacSound(b []byte) (*sound, error) {
	var packets mpeg4audio.ADTSPackets
	if err := packets.Unmarshal(b); err != nil || len(packets) == 0 {
		return nil, fmt.Errorf("its sound cannot be read: %w", err)
	}
	first := packets[0]
	config, err := (&mpeg4audio.AudioSpecificConfig{Type: first.Type, SampleRate: first.SampleRate, ChannelConfig: first.ChannelConfig}).Marshal()
	if err != nil {
		return nil, fmt.Errorf("its sound cannot be described: %w", err)
	}
	s := &sound{aac: config, rate: first.SampleRate, channels: int(first.ChannelConfig), samples: mpeg4audio.SamplesPerAccessUnit}
	for _, p := range packets {
		s.blocks = append(s.blocks, p.AU)
	}
	return s, nil
}

// sdp is the section of the sound.
func (s *sound) sdp() string {
	lines := []string{"m=audio 0 RTP/AVP 97"}
	if s.aac == nil {
		lines = append(lines, "a=rtpmap:97 PCMU/8000")
	} else {
		lines = append(
			lines, fmt.Sprintf("a=rtpmap:97 MPEG4-GENERIC/%d/%d", s.rate, s.channels),
			"a=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config="+hex.EncodeToString(s.aac),
		)
	}
	return strings.Join(append(lines, "a=control:trackID=1", ""), "\r\n")
}

// payload is what one packet carries (RFC 3640, 3551).
func (s *sound) payload(block []byte) []byte {
	if s.aac == nil {
		return block
	}
	head := []byte{0, 16, byte(len(block) >> 5), byte(len(block) << 3)}
	return append(head, block...)
}

// playSound sends the sound from the moment on at which the clip begins, until ctx ends.
func (c *session) playSound(ctx context.Context, start time.Time) error {
	s := c.clip.sound
	var seed [10]byte
	_, _ = rand.Read(seed[:])
	p := &sender{ssrc: binary.BigEndian.Uint32(seed[:]), seq: binary.BigEndian.Uint16(seed[4:]), send: c.soundOut.rtp}
	base := binary.BigEndian.Uint32(seed[6:])
	for n := 0; ; n++ {
		if n >= len(s.blocks) && !c.s.cfg.Loop {
			return c.soundOut.rtcp(p.bye(time.Now(), base+uint32(n*s.samples)))
		}
		at := time.Duration(n) * time.Duration(s.samples) * time.Second / time.Duration(s.rate)
		due := start.Add(time.Duration(float64(at) / c.s.cfg.Speed))
		if time.Since(due) > time.Second {
			continue // a client that joins in the middle
		}
		if err := wait(ctx, due); err != nil {
			return err
		}
		k := p.next(base+uint32(n*s.samples), payload{b: s.payload(s.blocks[n%len(s.blocks)]), marker: s.aac != nil})
		k.PayloadType = soundPayload
		if l := c.s.cfg.Sound.Lose; l > 0 && n%l == l-1 {
			continue
		}
		if err := c.sendSound(p, k); err != nil {
			return err
		}
	}
}

func (c *session) sendSound(p *sender, k *rtp.Packet) error {
	if n := k.SequenceNumber; n%50 == 0 {
		if err := c.soundOut.rtcp(p.report(time.Now(), k.Timestamp)); err != nil {
			return err
		}
	}
	return p.write(k)
}
