package evidence_test

import (
	"fmt"
	"log"
	"os"

	"custos.dev/custos/evidence"
)

// Verifies a bundle with nothing but the trust file, which came from somebody else than the bundle.
func ExampleVerify() {
	trust, err := evidence.LoadTrust("testdata/of-01b5763.trust.json")
	if err != nil {
		log.Fatal(err)
	}
	bundle, err := os.ReadFile("testdata/of-01b5763.zip")
	if err != nil {
		log.Fatal(err)
	}
	report := evidence.Verify(bundle, trust)
	for _, c := range report.Claims {
		if c.Status == evidence.Fail || c.Status == evidence.Unknown {
			fmt.Println(c.Status, c.Name+":", c.Detail)
		}
	}
	bundle[len(bundle)/2] ^= 1
	fmt.Println(report.Result, evidence.Verify(bundle, trust).Result)
	// Output:
	// PASS FAIL
}

// A commitment shows nothing of a body, and no other body fits it.
func ExampleSeal() {
	sealed, opening := evidence.Seal([]byte(`{"zone":"entrance"}`))
	again, err := sealed.Open(opening)
	fmt.Println(string(again), err)
	other, _ := evidence.Seal([]byte(`{"zone":"entrance"}`))
	fmt.Println("the same commitment:", sealed.Commitment() == other.Commitment())
	// Output:
	// {"zone":"entrance"} <nil>
	// the same commitment: false
}
