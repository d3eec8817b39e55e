package source

import (
	"fmt"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// arrivals is a reorder's input: sequence numbers, 1 ms apart; a negative one is a pause of
// so many ms.
func arrivals(seqs ...int) (out []uint16) {
	r := reorder{out: func(k *rtp.Packet, _ time.Time) error {
		out = append(out, k.SequenceNumber)
		return nil
	}}
	now := time.Unix(1000, 0)
	for _, s := range seqs {
		if s < 0 {
			now = now.Add(time.Duration(-s) * time.Millisecond)
			_ = r.drain(now)
			continue
		}
		now = now.Add(time.Millisecond)
		_ = r.push(&rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(s)}}, now)
	}
	return out
}

func span(from, to int) (out []int) {
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

func TestReorder(t *testing.T) {
	for name, x := range map[string]struct {
		in   []int
		want string
	}{
		"changed places, over the wrap": {[]int{65534, 0, 65535, 1, 1, 3, 2, 0}, "[65534 65535 0 1 2 3]"},
		"one is lost, others wait":      {[]int{10, 12, 13, -100}, "[10]"},
		"one is lost, for 200 ms":       {[]int{10, 12, 13, -250, 14}, "[10 12 13 14]"},
		"two are lost, one by one":      {[]int{10, 12, 14, -150, 15, -100, -150}, "[10 12 14 15]"},
		"counted anew, far away":        {[]int{10, 11, 40000, 40001, -250, 40002}, "[10 11 40000 40001 40002]"},
		"counted anew, far back":        {[]int{40000, 40001, 5, 6}, "[40000 40001 5 6]"},
	} {
		if got := fmt.Sprint(arrivals(x.in...)); got != x.want {
			t.Errorf("%s: %v gives %s, want %s", name, x.in, got, x.want)
		}
	}
	if got := arrivals(append([]int{10}, span(12, 60)...)...); len(got) != 49 || got[1] != 12 || got[48] != 59 {
		t.Errorf("a lost packet stops the others: %v", got)
	}
	// Counted anew a little back: that is seen by the sixteenth.
	if got := arrivals(append(span(100, 200), span(0, 100)...)...); len(got) != 100+100-maxLate+1 || got[len(got)-1] != 99 {
		t.Errorf("counted anew at 0: %d packets, the last %d", len(got), got[len(got)-1])
	}
}
