package bus

import (
	"crypto/sha256"
	"slices"
	"strings"

	"custos.dev/custos"
)

// Every subject names whose it is, so that rights on the bus follow from who asks whom:
//
//	to.WHOM.WHAT.BY        a request; BY may send it, WHOM hears it
//	to.WHOM.WHAT.BY.keep   BY still reads the stream that it asked for
//	inbox.BY.…             answers to BY
//	from.WHO.WHAT          what WHO says to everybody that may hear it
//
// WHOM, BY and WHO are services as one token (custos.ServiceID.Subject).

// Subject is where a service takes requests of a kind by another one, whose token it is.
func Subject(to custos.ServiceID, what, by string) string {
	return "to." + to.Subject() + "." + what + "." + by
}

// Said is where a service says something to whoever may hear it.
func Said(by custos.ServiceID, what string) string { return "from." + by.Subject() + "." + what }

func inboxOf(id custos.ServiceID) string { return "inbox." + id.Subject() }

// fromOf is the sender in a request's subject.
func fromOf(subject string) string {
	parts := strings.Split(subject, ".")
	if len(parts) < 4 {
		return ""
	}
	return parts[3]
}

// Rights are the subjects that a connection may use, with * for one token and > for all
// that follow.
type Rights struct {
	Publish, Subscribe []string
}

// MayAsk lets a service send requests of a kind to another one.
func (r *Rights) MayAsk(by, to custos.ServiceID, what string) {
	s := Subject(to, what, by.Subject())
	r.Publish = append(r.Publish, s, s+".keep")
}

// MayAnswer lets a service answer another one.
func (r *Rights) MayAnswer(by custos.ServiceID) { r.Publish = append(r.Publish, inboxOf(by)+".>") }

// MayTake lets a service hear requests of a kind by whoever may send them.
func (r *Rights) MayTake(to custos.ServiceID) {
	r.Subscribe = append(r.Subscribe, "to."+to.Subject()+".>")
}

// MayBeAnswered lets a service hear answers to itself.
func (r *Rights) MayBeAnswered(by custos.ServiceID) {
	r.Subscribe = append(r.Subscribe, inboxOf(by)+".>")
}

// MaySay and MayHear are for what a service says to everybody.
func (r *Rights) MaySay(by custos.ServiceID, what string) {
	r.Publish = append(r.Publish, Said(by, what))
}

// MayHear lets a service hear what another one says to everybody.
func (r *Rights) MayHear(by custos.ServiceID, what string) {
	r.Subscribe = append(r.Subscribe, Said(by, what))
}

// Compact returns the rights in order, each once.
func (r Rights) Compact() Rights {
	slices.Sort(r.Publish)
	slices.Sort(r.Subscribe)
	return Rights{slices.Compact(r.Publish), slices.Compact(r.Subscribe)}
}

// writeClaim is what a service says of itself when it connects.
func writeClaim(id custos.ServiceID, account custos.Address) string {
	return string(id) + " " + account.String()
}

func readClaim(s string) (custos.ServiceID, custos.Address, error) {
	id, text, ok := strings.Cut(s, " ")
	if !ok {
		return "", custos.Address{}, custos.Errorf(custos.Denied, "it does not say which service it is")
	}
	account, err := custos.ParseAddress(text)
	return custos.ServiceID(id), account, err
}

// claimDigest is what a service signs to connect: the server's nonce, at this node and no
// other, as this service.
func claimDigest(node custos.NodeName, id custos.ServiceID, account custos.Address, nonce []byte) custos.Hash {
	h := sha256.New()
	for _, part := range [][]byte{[]byte("custos bus connection v1"), []byte(node), []byte(id), account[:], nonce} {
		n := len(part)
		h.Write([]byte{byte(n >> 8), byte(n)})
		h.Write(part)
	}
	return custos.Hash(h.Sum(nil))
}
