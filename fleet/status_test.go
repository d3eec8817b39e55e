package fleet

import (
	"testing"
	"time"

	"custos.dev/custos"
)

func TestWhatCamerasSay(t *testing.T) {
	now := time.Unix(1e9, 0)
	at := func(d time.Duration) *time.Time { u := now.Add(-d); return &u }
	for _, c := range []struct {
		h    custos.CameraHealth
		want string
	}{
		{custos.CameraHealth{State: custos.CameraRecording, LastPicture: at(200 * time.Millisecond)}, "recording  last picture 0.2 s ago"},
		{custos.CameraHealth{State: custos.CameraRecording, LastPicture: at(0), Reason: "its clock runs fast"}, "recording  last picture 0.0 s ago  its clock runs fast"},
		{custos.CameraHealth{State: custos.CameraNoPictures, LastPicture: at(12 * time.Second), Since: now, Reason: "late packets"}, "no pictures for 12 s: late packets"},
		{custos.CameraHealth{State: custos.CameraNoPictures, Since: *at(5 * time.Minute)}, "no pictures for 5 min"},
		{custos.CameraHealth{State: custos.CameraRefused, Reason: "the password is wrong"}, "refused: the password is wrong"},
		{custos.CameraHealth{State: custos.CameraReconnecting, Since: *at(3 * time.Hour)}, "reconnecting for 3 h"},
		{custos.CameraHealth{State: custos.CameraEnded}, "ended"},
	} {
		if got := cameraSays(&c.h, now); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
