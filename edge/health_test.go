package edge

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// TestHealth: alive means pictures that are stored, and what is wrong says why.
func TestHealth(t *testing.T) {
	c := &camera{src: &source.Source{}}
	h := &c.health
	h.began("t/cam1", c.src)
	is := func(state custos.CameraState, words string) {
		t.Helper()
		if got := c.Health(); got.State != state || !strings.Contains(got.Reason, words) || words == "" && got.Reason != "" {
			t.Errorf("it is %q: %q, want %q with %q", got.State, got.Reason, state, words)
		}
	}
	is(custos.CameraStarting, "connecting")
	picture := func(at time.Time) { h.picture(stream.Fragment{Time: at, Duration: 100 * time.Millisecond}) }
	picture(time.Now())
	is(custos.CameraRecording, "")
	h.odd("3 packets never came")
	is(custos.CameraRecording, "3 packets never came")
	h.oddSince = time.Now().Add(-oddFor - time.Second)
	is(custos.CameraRecording, "")

	// Nothing more comes: the connection alone is no life.
	h.came = time.Now().Add(-12 * time.Second)
	is(custos.CameraNoPictures, "no pictures for 12s: nothing comes from the camera")
	if h.gapCause() != "nothing comes from the camera" {
		t.Errorf("the gap's cause is %q", h.gapCause())
	}
	picture(time.Now())
	is(custos.CameraRecording, "")
	if h.gapCause() != "no pictures came" {
		t.Errorf("the gap's cause is still %q", h.gapCause())
	}

	h.lost("it closed the connection", false)
	is(custos.CameraReconnecting, "closed the connection")
	h.lost("it refuses the password", true)
	is(custos.CameraRefused, "password")

	// Pictures that cannot be stored are no recording, and that is news once.
	if full := errors.New("the disk is full"); !h.stored(full) || h.stored(full) || h.stored(nil) {
		t.Error("a full disk is not said once")
	}
	picture(time.Now())
	is(custos.CameraNotRecording, "disk is full")
	h.sealed(observe.Segment{Until: time.Now()})
	picture(time.Now())
	is(custos.CameraRecording, "")
	// Pictures come, and nothing is sealed of them.
	h.segment = time.Now().Add(-sealMost - time.Minute)
	picture(time.Now())
	is(custos.CameraNotRecording, "no segment was sealed")

	h.ended()
	is(custos.CameraEnded, "once")
	if got := c.Health(); got.LastPicture == nil || got.LastSegment == nil || got.Segments != 1 {
		t.Errorf("it says %+v", got)
	}
}

func TestOddities(t *testing.T) {
	if got := oddities(custos.StreamCounts{Lost: 5}, custos.StreamCounts{Lost: 5, Pictures: 9}, 0); got != "" {
		t.Errorf("nothing new is told as %q", got)
	}
	got := oddities(custos.StreamCounts{Lost: 5, Restamped: 1}, custos.StreamCounts{Lost: 8, Restamped: 3}, 2)
	if got != "3 packets never came, 2 pictures had a false time stamp and were dated by their arrival, the time stamps jumped 2 times" {
		t.Errorf("told as %q", got)
	}
}

// TestPauseEndsWithANewPassword: what is changed is tried at once, what is not waits.
func TestPauseEndsWithANewPassword(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &camera{src: &source.Source{}, cfg: &cameras.Camera{User: "ann", PasswordFile: path}}
	if err := c.readPassword(); err != nil || c.src.Credentials.Password != "old" {
		t.Fatalf("%v, %v", err, c.src.Credentials.Password)
	}
	go func() {
		_ = os.WriteFile(path, []byte("new\n"), 0o600)
		_ = os.Chtimes(path, time.Time{}, time.Now().Add(time.Minute))
	}()
	began := time.Now()
	if !c.pause(t.Context(), time.Hour, true) || c.src.Credentials.Password != "new" || time.Since(began) > 10*time.Minute {
		t.Errorf("after %v the password is %q", time.Since(began), c.src.Credentials.Password)
	}
}
