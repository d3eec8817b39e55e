package access_test

import (
	"fmt"
	"log"
	"net/http"

	"custos.dev/custos"

	"custos.dev/custos/access"
	"custos.dev/custos/ledger/key"
)

// Signs a request as a registered principal, and verifies it as a master does.
func ExampleSigner_SignHTTP() {
	k, err := key.Generate()
	if err != nil {
		log.Fatal(err)
	}
	const chain = 20180
	known := func(a custos.Address) bool { return a == k.Address() }
	here, elsewhere := access.NewVerifier(chain, known), access.NewVerifier(chain+1, known)

	r, err := http.NewRequest(http.MethodGet, "https://fog.example:7103/api/events", nil)
	if err != nil {
		log.Fatal(err)
	}
	if err := (access.Signer{Key: k, ChainID: chain}).SignHTTP(r, nil); err != nil {
		log.Fatal(err)
	}
	who, _, err := here.Headers(r)
	fmt.Println(who == k.Address(), err)
	_, _, err = elsewhere.Headers(r)
	fmt.Println("for another chain:", custos.KindOf(err))
	_, _, err = here.Headers(r)
	fmt.Println("a second time:", custos.KindOf(err))
	// Output:
	// true <nil>
	// for another chain: denied
	// a second time: denied
}
