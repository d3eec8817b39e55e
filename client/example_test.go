package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
)

// Reads what the rules of a site's cameras found, keeps a still of each, and says it in a line.
// `custos access kit` gives a guest what it needs: the trust file and the nodes' pins; his key is
// his own.
func Example() {
	trust, err := evidence.LoadTrust("kit/trust.json")
	if err != nil {
		log.Fatal(err)
	}
	key, err := client.LoadKey("police.key")
	if err != nil {
		log.Fatal(err)
	}
	var pins map[custos.NodeName]custos.Hash
	raw, err := os.ReadFile("kit/nodes.json")
	if err != nil {
		log.Fatal(err)
	}
	if err := json.Unmarshal(raw, &pins); err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	fog := client.New("fog.example:7103", pins["front-fog"], key, trust.ChainID)
	events, err := fog.Events(ctx, client.Query{Kinds: []custos.Kind{observe.KindBehavior}, Limit: 20})
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range events {
		e, err := custos.ParseEvent(v.Body)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(v.Time, v.Mark, observe.Text(&e, nil))
		still, err := fog.File(ctx, api.GetSnapshot, string(v.ID))
		if err != nil {
			log.Fatal(err)
		}
		picture, err := io.ReadAll(still)
		if err != nil {
			log.Fatal(err)
		}
		still.Close()
		if err := os.WriteFile(string(v.ID)+".jpg", picture, 0o600); err != nil {
			log.Fatal(err)
		}
	}
}

// How much of a domain's log is bound to the chain.
func ExampleClient_Status() {
	key, err := client.LoadKey("police.key")
	if err != nil {
		log.Fatal(err)
	}
	fog := client.New("fog.example:7103", custos.Hash{}, key, 20180)
	status, err := fog.Status(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.Domain, status.Marks.Anchored, "of", status.Marks.Size, "leaves are anchored")
}
