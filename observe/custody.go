package observe

import (
	"fmt"

	"custos.dev/custos"
)

// KindCustody is the kind of Custody.
const KindCustody custos.Kind = "custody"

// Custody enters the hand-over of an evidence bundle in the log, so that nobody can sign it later
// and date it back. Who gave it to whom stands in the hand-over, which lies beside the bundle.
type Custody struct {
	// Bundle names the bundle: SHA-256 of its statement.
	Bundle custos.Hash `json:"bundle"`
	// Entry is SHA-256 of what the giver signed, Number which hand-over of the bundle it is.
	Entry  custos.Hash `json:"entry"`
	Number int         `json:"number"`
	// Giver is whose key signed it.
	Giver custos.Address `json:"giver"`
}

// Kind implements custos.Payload.
func (*Custody) Kind() custos.Kind { return KindCustody }

var _ = define(kind[*Custody]{
	Says:    "An evidence bundle was handed over.",
	Record:  true,
	Example: &Custody{Bundle: custos.Hash{1}, Entry: custos.Hash{2}, Number: 1, Giver: custos.Address{3}},
	Text: func(_ *custos.Event, c *Custody, who Names) string {
		return fmt.Sprintf("%s handed the evidence bundle %x on, hand-over %d", who(c.Giver), c.Bundle[:8], c.Number)
	},
	Shows: func(*custos.Event, *Custody) Shown { return Shown{} },
})
