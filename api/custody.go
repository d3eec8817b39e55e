package api

import "custos.dev/custos"

// CustodyEntered says where the hand-over of a bundle is entered.
type CustodyEntered struct {
	// Event is the master's event, whose proof anchors the hand-over when it is confirmed.
	Event custos.EventID `json:"event"`
}
