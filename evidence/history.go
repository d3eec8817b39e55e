package evidence

import (
	"crypto/ed25519"
	"slices"
	"strings"

	"custos.dev/custos"
)

// History is who the owners were, block by block. What was cosigned before a vote goes on
// to count by who the owners were then.
type History struct {
	// Through is the last block that it tells of. Of later ones Trust.Owners and
	// Trust.Threshold tell.
	Through uint64 `json:"through"`
	// Owners has a line for each stretch of blocks in which an account owned a domain
	// under one witness key.
	Owners []Tenure `json:"owners"`
	// Thresholds are how many owners had to agree, each from its block until the next.
	Thresholds []PastThreshold `json:"thresholds"`
	// Logs are those that Trust.Logs does not have any more.
	Logs []TrustLog `json:"logs,omitempty"`
}

// Tenure is the blocks in whose state an account was an active owner, with one domain and
// one witness key.
type Tenure struct {
	Address    custos.Address   `json:"address"`
	Name       custos.OwnerName `json:"name"`
	Domain     custos.Resource  `json:"domain"`
	WitnessKey custos.Hash      `json:"witness_key"`
	From       uint64           `json:"from"`
	// Until is the first block in which it was so no more; 0 if it still was in the last
	// one that the history tells of.
	Until uint64 `json:"until,omitempty"`
}

// PastThreshold is how many owners had to agree from a block on.
type PastThreshold struct {
	From      uint64 `json:"from"`
	Threshold int    `json:"threshold"`
}

// Council is who the owners were from a block on, and how many of them had to agree.
type Council struct {
	From      uint64
	Owners    []custos.Owner
	Threshold int
}

// NewHistory folds councils, in the order of their blocks, into a history that reaches
// through a block.
func NewHistory(councils []Council, through uint64) *History {
	h := &History{Through: through, Owners: []Tenure{}, Thresholds: []PastThreshold{}}
	for _, c := range councils {
		if n := len(h.Thresholds); c.Threshold > 0 && (n == 0 || h.Thresholds[n-1].Threshold != c.Threshold) {
			h.Thresholds = append(h.Thresholds, PastThreshold{c.From, c.Threshold})
		}
		for i := range h.Owners {
			if was := &h.Owners[i]; was.Until == 0 && !slices.ContainsFunc(c.Owners, was.is) {
				was.Until = c.From
			}
		}
		for _, o := range c.Owners {
			if !slices.ContainsFunc(h.Owners, func(t Tenure) bool { return t.Until == 0 && t.is(o) }) {
				h.Owners = append(h.Owners, Tenure{Address: o.Address, Name: o.Name, Domain: o.Domain, WitnessKey: o.WitnessKey, From: c.From})
			}
		}
	}
	return h
}

// is says whether an owner is the tenure's.
func (t *Tenure) is(o custos.Owner) bool {
	return t.Address == o.Address && t.Domain == o.Domain && t.WitnessKey == o.WitnessKey && t.Name == o.Name
}

func (t *Tenure) at(block uint64) bool { return block >= t.From && (t.Until == 0 || block < t.Until) }

func (t *Tenure) owner() custos.Owner {
	return custos.Owner{Address: t.Address, Name: t.Name, Domain: t.Domain, WitnessKey: t.WitnessKey, Active: true}
}

// Councils are what NewHistory was made of, as far as it matters.
func (h *History) Councils() []Council {
	var out []Council
	for _, from := range h.changes() {
		out = append(out, h.at(from))
	}
	return out
}

// changes are the blocks in which anything began or ended.
func (h *History) changes() (out []uint64) {
	for _, t := range h.Owners {
		out = append(out, t.From)
		if t.Until > 0 {
			out = append(out, t.Until)
		}
	}
	for _, t := range h.Thresholds {
		out = append(out, t.From)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (h *History) at(block uint64) Council {
	c := Council{From: block}
	for _, t := range h.Owners {
		if t.at(block) {
			c.Owners = append(c.Owners, t.owner())
		}
	}
	for _, t := range h.Thresholds {
		if t.From <= block {
			c.Threshold = t.Threshold
		}
	}
	return c
}

// check says what makes no sense in a history. The contract holds more than half of the
// owners to a decision, and a domain to one owner.
func (h *History) check() error {
	bad := func(format string, args ...any) error {
		return custos.Errorf(custos.Invalid, "its history makes no sense: "+format, args...)
	}
	for _, t := range h.Owners {
		if t.From > h.Through || t.Until != 0 && t.Until <= t.From || t.Until > h.Through {
			return bad("%s is an owner from block %d until block %d, in one through block %d", t.Name, t.From, t.Until, h.Through)
		}
	}
	for i, t := range h.Thresholds {
		if t.From > h.Through || i > 0 && t.From <= h.Thresholds[i-1].From {
			return bad("the threshold of block %d is out of order", t.From)
		}
	}
	for _, c := range h.Councils() {
		if c.Threshold <= len(c.Owners)/2 || c.Threshold > len(c.Owners) {
			return bad("at block %d there are %d owners and %d must agree", c.From, len(c.Owners), c.Threshold)
		}
		for i, o := range c.Owners {
			if slices.ContainsFunc(c.Owners[:i], func(other custos.Owner) bool { return other.Address == o.Address || other.Domain == o.Domain }) {
				return bad("at block %d %s has an account or a domain that another one has", c.From, o.Name)
			}
		}
	}
	return nil
}

// tells says whether the history tells of a block. Of one that it does not, the trust file
// has the owners as they were when it was written.
func (t *Trust) tells(block uint64) bool { return t.History != nil && block <= t.History.Through }

// Council returns who the owners were at a block, and how many of them had to agree.
func (t *Trust) Council(block uint64) Council {
	if t.tells(block) {
		return t.History.at(block)
	}
	return Council{From: block, Owners: t.Owners, Threshold: t.Threshold}
}

// Holder returns who had a log's domain at a block; nobody, if the trust file knows of none.
func (t *Trust) Holder(l TrustLog, block uint64) custos.Owner {
	for _, o := range t.Council(block).Owners {
		if t.tells(block) && o.Domain == l.Domain || !t.tells(block) && o.Address == l.Owner {
			return o
		}
	}
	if t.tells(block) {
		return custos.Owner{}
	}
	return custos.Owner{Address: l.Owner, Domain: l.Domain}
}

// tenures are all that the trust file knows of, those of the present last.
func (t *Trust) tenures() []Tenure {
	var all []Tenure
	if t.History != nil {
		all = slices.Clone(t.History.Owners)
		for i, was := range all {
			if was.Until == 0 && !slices.ContainsFunc(t.Owners, was.is) { // gone since
				all[i].Until = t.History.Through + 1
			}
		}
	}
	for _, o := range t.Owners {
		if !slices.ContainsFunc(all, func(was Tenure) bool { return was.Until == 0 && was.is(o) }) {
			now := Tenure{Address: o.Address, Name: o.Name, Domain: o.Domain, WitnessKey: o.WitnessKey}
			if t.History != nil {
				now.From = t.History.Through + 1
			}
			all = append(all, now)
		}
	}
	return all
}

// Cosigned is whose cosignatures stand in the lines below a checkpoint.
type Cosigned struct {
	// By are those who were owners at the block that was asked about, Lines theirs.
	By    []custos.Owner
	Lines string
	// others are those of another time, who do not count.
	others []Tenure
}

// Of counts those of any time.
func (c *Cosigned) Of() int { return len(c.By) + len(c.others) }

// Cosigners returns whose cosignatures of a checkpoint's text stand in lines, by who the
// owners were at a block. A line that is no valid cosignature of an owner of any time, or
// the second for one domain, is an error.
func (t *Trust) Cosigners(block uint64, text, lines string) (Cosigned, error) {
	var c Cosigned
	then, all := t.Council(block).Owners, t.tenures()
	seen := map[string]bool{}
	for line := range strings.Lines(lines) {
		witness := witnessOf(line)
		if seen[witness] {
			return c, custos.Errorf(custos.Corrupt, "two cosignatures are by the witness %s", plain(witness))
		}
		seen[witness] = true
		by := func(domain custos.Resource, key custos.Hash) error {
			_, err := CheckCosignature(text, line, WitnessName(domain), ed25519.PublicKey(key[:]))
			return err
		}
		at := slices.IndexFunc(then, func(o custos.Owner) bool { return by(o.Domain, o.WitnessKey) == nil })
		if at >= 0 {
			c.By, c.Lines = append(c.By, then[at]), c.Lines+line
			continue
		}
		var other *Tenure // the newest, where a key came back
		for i := range all {
			if by(all[i].Domain, all[i].WitnessKey) == nil {
				other = &all[i]
			}
		}
		if other == nil {
			return c, t.untold(block, t.stranger(then, witness, by))
		}
		c.others = append(c.others, *other)
	}
	return c, nil
}

// witnessOf is who a signature line says that it is by.
func witnessOf(line string) string {
	_, rest, _ := strings.Cut(line, " ")
	name, _, _ := strings.Cut(rest, " ")
	return name
}

// stranger says what is wrong with a line that verifies by no key of the trust file.
func (t *Trust) stranger(then []custos.Owner, witness string, by func(custos.Resource, custos.Hash) error) error {
	for _, o := range then {
		if WitnessName(o.Domain) == witness {
			return by(o.Domain, o.WitnessKey)
		}
	}
	return custos.Errorf(custos.Corrupt, "a cosignature is by nobody in the trust file: %s", plain(witness))
}

// untold makes an error about who the owners were one that is not decided, where the trust
// file was written before the block: they may have changed since.
func (t *Trust) untold(block uint64, err error) error {
	if err == nil || t.History == nil || t.tells(block) {
		return err
	}
	return custos.Errorf(custos.Unavailable, "%w; the trust file knows the owners until block %d, and this is of block %d: verify it by a newer trust file", err, t.History.Through, block)
}

// who puts an owner into words, and until when he was one, as far as the trust file knows.
func (t *Trust) who(o custos.Owner, block uint64) string {
	for _, was := range t.tenures() {
		if was.at(block) && was.is(o) {
			return t.when(was, block)
		}
	}
	return plain(string(o.Name))
}

// when puts a tenure into words as it is seen from a block.
func (t *Trust) when(was Tenure, block uint64) string {
	n := nouns{"owner": plain(string(was.Name)), "domain": plain(string(was.Domain)), "from": was.From, "until": was.Until}
	beside := func(at uint64) (other Tenure, ok bool) {
		for _, other := range t.tenures() {
			if other.Domain == was.Domain && !other.is(was.owner()) && other.at(at) {
				return other, true
			}
		}
		return other, false
	}
	switch {
	case was.From > block:
		if _, ok := beside(was.From - 1); ok {
			return say("owner/later", n)
		}
		return say("owner/from", n)
	case was.Until == 0:
		return plain(string(was.Name))
	}
	switch next, ok := beside(was.Until); {
	case !ok:
		return say("owner/until", n)
	case next.Address == was.Address:
		return say("owner/key", n)
	}
	return say("owner/account", n)
}
