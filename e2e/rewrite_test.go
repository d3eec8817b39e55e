package e2e

import (
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestAttack52RewrittenChain: an owner rewrites the chain from before a confirmed revocation
// of another owner, with more work. The others' nodes follow the work; the right stays
// refused, their masters see that the chain has another policy than they cosigned, and the
// revocation stands on the new chain, too, in the end.
func TestAttack52RewrittenChain(t *testing.T) {
	c := newCountry(t, "alma", "bela", "cora")
	alma, bela, cora := c.machines[0], c.machines[1], c.machines[2]
	c.meet()
	explain := func(m *machine) string {
		out, _ := m.custos("access", "explain", "alma-fog", "export", "campus/alma/room", "--data", "data", "--as", "alma")
		return out
	}
	out := alma.must("access", "grant", "alma-fog", "export", "campus/alma/room", "--for", "1h", "--data", "data", "--as", "alma")
	granted := regexp.MustCompile(`capability (\d+):`).FindStringSubmatch(out)
	if granted == nil {
		t.Fatalf("no capability was granted: %s", out)
	}
	if out := explain(alma); !strings.Contains(out, "llowed") {
		t.Fatalf("the grant does not hold:\n%s", out)
	}
	cora.refuse(1)
	cora.settled(1)
	cora.kill()
	data, kept := filepath.Join(cora.dir, "data"), filepath.Join(cora.dir, "before")
	if out, err := exec.Command("cp", "-r", data, kept).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	cora.start()
	cora.ready()
	alma.must("access", "revoke", granted[1], "--data", "data", "--as", "alma")
	for n := range 3 { // checkpoints that say the policy of after it
		for _, m := range []*machine{alma, bela, cora} {
			m.refuse(1)
		}
		alma.settled(1 + n)
		bela.settled(1 + n)
		cora.settled(2 + n)
	}

	// The other story, told to nobody.
	c.cut(cora, true)
	cora.kill()
	if err := os.Rename(data, filepath.Join(cora.dir, "told")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(kept, data); err != nil {
		t.Fatal(err)
	}
	cora.start()
	cora.ready()
	// By a margin: the others mine while she is told apart, and what is pending when they
	// meet must not outweigh her chain again.
	const margin = 12 // blocks
	heavier := func() bool {
		a, aok := alma.chain()
		b, bok := cora.chain()
		told, ok1 := new(big.Int).SetString(a.Work, 10)
		secret, ok2 := new(big.Int).SetString(b.Work, 10)
		if !aok || !bok || !ok1 || !ok2 || b.Head == 0 {
			return false
		}
		block := new(big.Int).Div(secret, new(big.Int).SetUint64(b.Head))
		return secret.Cmp(told.Add(told, block.Mul(block, big.NewInt(margin)))) > 0
	}
	for n := 1; !heavier(); n++ {
		if n > 60 {
			t.Fatal("the secret chain never had more work")
		}
		cora.must("access", "grant", "cora-fog", "export", fmt.Sprintf("campus/cora/room%d", n), "--for", "1h", "--data", "data", "--as", "cora")
	}
	c.cut(cora, false)

	contradicted := func(m *machine) string {
		out, _ := m.custos("ledger", "resolve", "--data", "data")
		for line := range strings.Lines(out) {
			if i := strings.Index(line, "(0x"); strings.Contains(line, "holds other owners, principals, capabilities or rules") && i >= 0 {
				return line[i+1 : i+67]
			}
		}
		return ""
	}
	for n := 0; contradicted(alma) == "" || contradicted(bela) == ""; n++ {
		if n > 120 {
			t.Fatalf("no alarm about the policy:\n%s", alma.logs())
		}
		time.Sleep(time.Second)
	}
	// Every service refuses what the chain gives again. (A command that looks once has no
	// memory, and tells what the chain says.)
	text, err := os.ReadFile(filepath.Join(alma.dir, "data", "log", "up.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"ledger", "master", "behavior", "feature", "bus"} {
		if !regexp.MustCompile(`it stays in force here.*` + who + `|` + who + `.*it stays in force here`).Match(text) {
			t.Errorf("the %s did not notice that the revocation was dropped:\n%s", who, alma.logs())
		}
	}
	alma.until("the alarm as an event", func() bool {
		return strings.Contains(alma.must("events", "--data", "data", "--as", "alma", "--kind", "alarm"), "chain:")
	})
	// It stands on the new chain, by the pool of her own node or by her `up`.
	alma.until("the revocation on the new chain", func() bool { return strings.Contains(explain(alma), "was revoked") })
	// Her log told two stories as well. The owners go on, with all of it.
	voted := map[string]bool{}
	hash := regexp.MustCompile(`block \d+ \((0x[0-9a-f]{64})\)`)
	alma.until("the end of the alarms", func() bool {
		out, _ := alma.custos("ledger", "resolve", "--data", "data")
		for _, m := range hash.FindAllStringSubmatch(out, -1) {
			if block := m[1]; !voted[block] {
				voted[block] = true
				alma.must("ledger", "resolve", block, "--data", "data")
				bela.must("ledger", "resolve", block, "--data", "data")
			}
		}
		return strings.Contains(out, "contradicts nothing")
	})
	before := alma.marks()["anchored"]
	alma.refuse(1)
	alma.settled(before + 1)
}
