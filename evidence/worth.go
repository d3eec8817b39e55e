package evidence

import (
	"fmt"
	"math/big"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/proof"
)

// binds is what each claim ties to what, for people. A claim that passes proves no more.
var binds = map[string]string{
	"form":       "nothing is hidden in the file, and every program that opens it sees the same",
	"checkpoint": "the log's entries, their number and their order, to the log's two keys",
	"witnesses":  "that state of the log to the owners who signed it beside its own",
	"chain":      "the ledger's blocks to its first one, which the trust file names",
	"word":       "the owners who vouch for the ledger's blocks to the register on that ledger",
	"confirmed":  "that state of the log to a moment in the ledger's history",
	"anchor":     "that state of the log to the ledger",
	"registry":   "each key that signed to the name of a service and to its owner",
	"owners":     "the owners who signed to the register on the ledger at that time",
	"names":      "each key to the name of a service",
	"statement":  "every file to the exporter who put them together",
	"event":      "what was observed to the service that noted it, and to its place in the log",
	"stretch":    "the file to one camera and one stretch of time",
	"time":       "what was recorded to the time between two blocks",
	"footage":    "each bit of the video to its camera's own seal, and each piece to the one before",
	"gaps":       "the times without footage to what the camera itself said of them",
	"report":     "nothing: the page's words and pictures are the exporter's",
}

// Worth is what one part of a proof is worth: what somebody would have had to do to forge it.
type Worth struct {
	Name string `json:"name"`
	Says string `json:"says"`
}

func (r *Report) worth(name, format string, args ...any) {
	r.Worth = append(r.Worth, Worth{name, fmt.Sprintf(format, args...)})
}

// passed says that a claim holds.
func (r *Report) passed(name string) bool {
	for _, c := range r.Claims {
		if c.Name == name {
			return c.Status == Pass
		}
	}
	return false
}

// worths says what the proofs that hold are worth. What does not hold is worth nothing, and
// nothing is said of it.
func (v *verification) worths() {
	if v.passed("witnesses") {
		var by []string
		for _, o := range v.cosigned {
			by = append(by, plain(string(o.Name)))
		}
		others := ""
		if n := v.then.Threshold; n < 2 {
			others = ". The log's owner alone could have forged it: nobody else had to sign"
		} else {
			others = fmt.Sprintf(". To forge it, %d owners would have had to lie together, or to lose their keys to one thief", n)
		}
		v.worth("cosignatures", "%d of %d owners signed this state of the log: %s%s", len(v.cosigned), len(v.then.Owners), listed(by), others)
	}
	if v.passed("chain") {
		hashes, ok := new(big.Int).SetString(v.Work, 10)
		if ok {
			if v.b.Proof.Word != nil {
				v.worth("work", "the block headers in this file took about %s hashes, which one processor core makes in %s. That alone stops nobody who wants to forge: most of the chain is believed because the owners signed it", round(hashes), lasts(hashes))
			} else {
				v.worth("work", "the chain of block headers took about %s hashes, which one processor core makes in %s: a forger with as many computers as all owners together needs as long as they did, one with more needs less. The cosignatures count for more", round(hashes), lasts(hashes))
			}
		}
	}
	if v.passed("confirmed") {
		depth, _ := v.headers.Depth(v.b.Proof.Block)
		v.worth("confirmations", "%d blocks stand on the one that holds the anchor; the trust file asks for %d. Each makes it less likely that the ledger's owners drop that block later (%s). Evidence that was exported stays whole all the same", depth, v.t.Confirmations, proof.Finality)
	}
	if v.block != nil && v.chainErr == nil {
		v.age()
	}
}

// age is what the trust file knows of the time that the bundle speaks of.
func (v *verification) age() {
	block := v.block.Number
	switch h := v.t.History; {
	case h == nil:
		v.worth("trust file", "it is of an older form and does not say of which time it speaks: its owners are taken for those of block %d", block)
	case block <= h.Through:
		v.worth("trust file", "it knows who the owners were until block %d, and this is of block %d, %s: so it judges by those who were owners then. Whoever left later, or lost a key later, changes nothing here", h.Through, block, before(h.Through-block))
	default:
		v.worth("trust file", "it is older than this evidence by %d blocks: it knows the owners until block %d, and this is of block %d. That no owner left in between is shown by the register as far as the claim \"owners\" passes; a newer trust file says it itself", block-h.Through, h.Through, block)
	}
}

func before(blocks uint64) string {
	if blocks == 0 {
		return "its last"
	}
	return fmt.Sprintf("%d blocks before that", blocks)
}

// coreHashes is how many of the engine's hashes a processor core makes in a second, roughly:
// what it takes to say work in time.
const coreHashes = 1_000_000

// lasts is how long a core works for so many hashes, to one figure that people can picture.
func lasts(hashes *big.Int) string {
	seconds := new(big.Int).Div(hashes, big.NewInt(coreHashes))
	if !seconds.IsInt64() || seconds.Int64() > 100*365*24*3600 {
		return "more than a century"
	}
	switch d := time.Duration(seconds.Int64()) * time.Second; {
	case d < 2*time.Second:
		return "a second or less"
	case d < 2*time.Minute:
		return fmt.Sprintf("about %d seconds", d/time.Second)
	case d < 2*time.Hour:
		return fmt.Sprintf("about %d minutes", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("about %d hours", d/time.Hour)
	case d < 2*365*24*time.Hour:
		return fmt.Sprintf("about %d days", d/(24*time.Hour))
	}
	return fmt.Sprintf("about %d years", seconds.Int64()/(365*24*3600))
}

// round leaves two figures of a large number.
func round(n *big.Int) string {
	s := n.String()
	if len(s) <= 4 {
		return s
	}
	f, _ := new(big.Float).SetInt(n).Float64()
	return fmt.Sprintf("%.1e", f)
}

// verdict is the whole result in a sentence for people.
func (r *Report) verdict() string {
	switch r.Result {
	case Pass:
		says := "Genuine. What this file holds is what was recorded and entered in the site's log; nothing of it was changed, added or taken away since"
		if !r.NotAfter.IsZero() {
			says += ", at the latest since " + r.NotAfter.Format("2 January 2006, 15:04:05 UTC")
		}
		return says + "."
	case Unknown:
		return "Not decided. Nothing false was found, but something cannot be decided by what the file and the trust file hold: see the claims that are UNKNOWN."
	}
	for _, c := range r.Claims {
		if c.Status == Fail {
			return "Not genuine, or not evidence of this site. Do not rely on it. What does not hold first is the claim \"" + c.Name + "\": " + custos.Plain(c.Detail) + "."
		}
	}
	return ""
}
