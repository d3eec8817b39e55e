package custos_test

import (
	"encoding/json"
	"testing"
	"time"

	"custos"
)

// TestDecisionAboutNoAction: whoever is refused at something that needs no right is on
// record with no action, and the record can be read again: a master refuses what it cannot.
func TestDecisionAboutNoAction(t *testing.T) {
	e := custos.Event{Service: "fog/master", Resource: "campus/a", Time: time.Now(), Payload: &custos.Decision{Reason: "not signed", Count: 1}}
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var back custos.Event
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
}
