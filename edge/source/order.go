package source

import (
	"time"

	"github.com/pion/rtp"
)

// disorder puts the packets of a connection in order if the camera itself sends them out of
// order: what is carried in order need not have been sent so. Until it sees that it hands
// every packet on at once, so that nothing waits for what was lost.
type disorder struct {
	out   func(*rtp.Packet, time.Time) error
	order *reorder // nil until packets changed places

	last  uint16
	known bool
}

// push takes the next packet.
func (d *disorder) push(k *rtp.Packet, at time.Time) error {
	if d.order != nil {
		return d.order.push(k, at)
	}
	if behind := d.last - k.SequenceNumber; d.known && behind > 0 && behind < maxHeld {
		d.order = &reorder{out: d.out}
		return d.order.push(k, at)
	}
	d.known, d.last = true, k.SequenceNumber
	return d.out(k, at)
}

// end hands on what waits.
func (d *disorder) end() error {
	if d.order == nil {
		return nil
	}
	return d.order.giveUp()
}
