package ledger

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/bits"
	"os"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
)

var update = flag.Bool("update", false, "write contracts/vectors anew")

// The vectors are shared by everything that speaks of the same formats, in whatever
// language: contracts, this client, offline verifiers.
type (
	consistencyVector struct {
		OldSize uint64        `json:"old_size"`
		OldRoot custos.Hash   `json:"old_root"`
		NewSize uint64        `json:"new_size"`
		NewRoot custos.Hash   `json:"new_root"`
		Proof   []custos.Hash `json:"proof"`
	}
	pathVector struct {
		Path     custos.Resource `json:"path"`
		Segments []custos.Hash   `json:"segments"`
		Hash     custos.Hash     `json:"hash"`
	}
	checkpointVector struct {
		Domain custos.Resource `json:"domain"`
		Origin string          `json:"origin"`
		LogID  custos.Hash     `json:"log_id"`
		Slots  []custos.Hash   `json:"slots"`
		Text   string          `json:"text"`
		Digest custos.Hash     `json:"digest"`
		Signer custos.Address  `json:"signer"`
		SignedCheckpoint
	}
)

func vectors[T any](t *testing.T, name string, make func() []T) []T {
	t.Helper()
	file := "../contracts/vectors/" + name + ".json"
	want, err := json.MarshalIndent(make(), "", " ")
	must(t, err)
	want = append(want, '\n')
	if *update {
		must(t, os.WriteFile(file, want, 0o644))
	}
	got, err := os.ReadFile(file)
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what this version makes; if that is meant, run go test ./ledger -run Vectors -update", file)
	}
	var v []T
	must(t, json.Unmarshal(got, &v))
	return v
}

// TestVectorsOfConsistency has the contract take every proof that another
// implementation (transparency-dev/merkle) made.
func TestVectorsOfConsistency(t *testing.T) {
	tree := newTree(1<<12+3, "vector")
	list := vectors(t, "consistency", func() (out []consistencyVector) {
		for _, m := range []uint64{1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 1000, 1024, 4095, 4096, 4097} {
			for _, n := range []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 64, 100, 127, 128, 129, 1024, 4095, 4096, 4099} {
				if m <= n {
					p := consistency(t, tree, m, n)
					if p == nil {
						p = []custos.Hash{}
					}
					out = append(out, consistencyVector{m, at1(tree, m).Root, n, at1(tree, n).Root, p})
				}
			}
		}
		return out
	})
	e := newEVM(t)
	must(t, e.createLog(alma, origin))
	base := e.state
	for _, v := range list {
		e.state = base.Copy()
		must(t, e.anchor(alma, origin, Checkpoint{v.OldSize, v.OldRoot}, nil))
		if err := e.anchor(alma, origin, Checkpoint{v.NewSize, v.NewRoot}, v.Proof); err != nil {
			t.Errorf("%d to %d: %v", v.OldSize, v.NewSize, err)
		}
		if len(v.Proof) > 2*bits.Len64(v.NewSize) {
			t.Errorf("%d to %d: a proof of %d hashes", v.OldSize, v.NewSize, len(v.Proof))
		}
	}
}

// TestVectorsOfPaths has the contract store the hash that the vectors give.
func TestVectorsOfPaths(t *testing.T) {
	list := vectors(t, "paths", func() (out []pathVector) {
		for _, r := range []custos.Resource{"campus", "campus/front-door", "campus/front-door/cam1", "campus/front-door/a/b/c/d/e/f_8", "campus/second-door"} {
			out = append(out, pathVector{r, layout.Segments(r), layout.PathHash(r)})
		}
		return out
	})
	e := newEVM(t)
	e.people()
	for _, v := range list {
		if !v.Path.Within("campus/front-door") {
			continue
		}
		g := live(police)
		g.Resource = v.Path
		n, err := e.grant(alma, g)
		must(t, err)
		c, err := layout.DecodeCapability(e.slots(e.at.Capabilities, layout.SlotsOfCapability(n)))
		must(t, err)
		if c.Resource != v.Hash || c.Segments != len(v.Segments) {
			t.Errorf("%s: the contract has %s of %d segments", v.Path, c.Resource, c.Segments)
		}
	}
}

// TestVectorsOfCheckpoints has the contract rebuild the text, and take the signatures.
func TestVectorsOfCheckpoints(t *testing.T) {
	tree, other := newTree(100, "vector"), newTree(100, "other vector")
	const domain = custos.Resource("campus/front-door") // alma's
	list := vectors(t, "checkpoints", func() (out []checkpointVector) {
		for i, c := range []Checkpoint{at1(tree, 7), at1(other, 7), at1(tree, 100), at1(other, 100)} {
			o := []string{origin, "custos.example/campus/second-door"}[i/2]
			out = append(out, checkpointVector{domain, o, layout.LogID(domain, o), layout.SlotsOfLog(domain, o), c.Text(o), c.Digest(o), logKey.Address(), signCheckpoint(t, logKey, o, c)})
		}
		return out
	})
	e := newEVM(t)
	for i, v := range list {
		out, err := e.call(custos.Address{}, e.at.Anchors, e.anchors.PackCheckpointText(v.Origin, v.Size, v.Root), e.anchors.UnpackError)
		must(t, err)
		if text, err := e.anchors.UnpackCheckpointText(out); text != v.Text || err != nil {
			t.Errorf("the contract's text is %q, %v", text, err)
		}
		if a, err := key.Recover(v.Digest, v.Signature); a != v.Signer || err != nil {
			t.Errorf("signed by %s, %v", a, err)
		}
		if i%2 == 1 {
			must(t, e.createLog(alma, v.Origin))
			must(t, e.toAnchors(mallet, e.anchors.PackReportFork(v.LogID, list[i-1].contract(), v.contract())))
			if !e.log(v.Origin).Frozen {
				t.Error("not frozen")
			}
		}
	}
}
