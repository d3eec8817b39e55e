package node

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"
)

// Card is how an owner asks to be admitted to a network: all that the registry
// will hold of him, of his first node and of his log, signed by every key that is
// named in it. It holds no secret. What it says is worth nothing until owners have
// compared it with the party that handed it over, and voted.
type Card struct {
	Version int `json:"version"`
	// ChainID and Genesis are of the chain that he wants to join: a card is worth
	// nothing on another one.
	ChainID uint64      `json:"chain_id"`
	Genesis custos.Hash `json:"genesis"`
	// Block is the newest one that he knew. With Issued it dates the card.
	Block  custos.BlockRef `json:"block"`
	Issued time.Time       `json:"issued"`
	Owner  custos.Owner    `json:"owner"`
	// Node is his first fog.
	Node custos.Principal `json:"node"`
	// TLSKey is the node's public key as a SubjectPublicKeyInfo; the registry holds
	// its SHA-256.
	TLSKey []byte `json:"tls_key"`
	// Consent is the node's own word that the owner registers it, once he is admitted.
	Consent []byte    `json:"consent"`
	Log     CardLog   `json:"log"`
	Proofs  CardProof `json:"proofs"`
}

// CardLog is the log that the owner will open.
type CardLog struct {
	Origin string         `json:"origin"`
	Key    custos.Hash    `json:"key"`
	Signer custos.Address `json:"signer"`
}

// CardProof are signatures over the card without them, one by each key.
type CardProof struct {
	Owner   key.Signature `json:"owner"`
	Node    key.Signature `json:"node"`
	Signer  key.Signature `json:"signer"`
	TLS     []byte        `json:"tls"`
	Witness []byte        `json:"witness"`
	Log     []byte        `json:"log"`
}

// CardKeys are the private keys that a card speaks for.
type CardKeys struct {
	Owner, Node, Signer *key.Key
	TLS                 tls.Certificate
	Witness, Log        ed25519.PrivateKey
}

const (
	cardVersion = 2
	cardContext = "custos enrolment card v2\n"
	// maxCard bounds a card's file in bytes.
	maxCard = 16 << 10
	// CardLife is how long after it was made a card is taken.
	CardLife = 7 * 24 * time.Hour
)

// NewCard makes a card for a network with the given registry and signs it by all of its
// keys. It fills in what follows from them. The owner's generation is 1 unless he was an
// owner before.
func NewCard(c Card, registry custos.Address, keys CardKeys) (*Card, error) {
	c.Version = cardVersion
	c.Owner.Generation = max(1, c.Owner.Generation)
	c.TLSKey = keys.TLS.Leaf.RawSubjectPublicKeyInfo
	c.Owner.Address = keys.Owner.Address()
	c.Owner.WitnessKey = PublicHash(keys.Witness)
	c.Node.Address, c.Node.Owner = keys.Node.Address(), c.Owner.Address
	c.Node.Role, c.Node.Domain = custos.RoleFog, c.Owner.Domain
	c.Node.TLSKey = sha256.Sum256(c.TLSKey)
	c.Log = CardLog{Origin: evidence.LogOrigin(c.Genesis, c.Owner.Domain), Key: PublicHash(keys.Log), Signer: keys.Signer.Address()}
	c.Issued = c.Issued.UTC().Truncate(time.Second)
	consent, err := c.agree(registry).Sign(keys.Node)
	if err != nil {
		return nil, err
	}
	c.Consent = consent
	c.Proofs = CardProof{}
	digest, err := c.digest()
	if err != nil {
		return nil, err
	}
	var errs [4]error
	c.Proofs.Owner, errs[0] = keys.Owner.Sign(digest)
	c.Proofs.Node, errs[1] = keys.Node.Sign(digest)
	c.Proofs.Signer, errs[2] = keys.Signer.Sign(digest)
	tlsKey, ok := keys.TLS.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return nil, custos.Errorf(custos.Internal, "the node's TLS key is not an ECDSA key")
	}
	c.Proofs.TLS, errs[3] = ecdsa.SignASN1(rand.Reader, tlsKey, digest[:])
	c.Proofs.Witness, c.Proofs.Log = ed25519.Sign(keys.Witness, digest[:]), ed25519.Sign(keys.Log, digest[:])
	return &c, errors.Join(errs[:]...)
}

// agree is what the node consents to.
func (c *Card) agree(registry custos.Address) ledger.Consent {
	return ledger.FirstConsent(c.ChainID, registry, c.Owner.Address, c.Owner.Generation, c.Owner.Domain)
}

// digest is what the keys sign. Go's JSON of a struct has one form.
func (c Card) digest() (custos.Hash, error) {
	c.Proofs = CardProof{}
	b, err := json.Marshal(c)
	return sha256.Sum256(append([]byte(cardContext), b...)), err
}

// Encode writes the card.
func (c *Card) Encode() ([]byte, error) {
	b, err := json.MarshalIndent(c, "", "  ")
	return append(b, '\n'), err
}

// ReadCard reads a card strictly. It does not believe it: see Verify.
func ReadCard(r io.Reader) (*Card, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxCard+1))
	if err != nil {
		return nil, err
	}
	c := new(Card)
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(c); err != nil || len(b) > maxCard {
		return nil, custos.Errorf(custos.Invalid, "this is not an enrolment card; the newcomer makes one by `custos node init`: %w", err)
	}
	if c.Version != cardVersion {
		return nil, custos.Errorf(custos.Invalid, "the card has version %d, this program reads %d", c.Version, cardVersion)
	}
	return c, nil
}

// Verify checks that the card is for this chain, young, in itself right, and that
// whoever made it held every key that it names. It cannot tell who that was.
func (c *Card) Verify(t *evidence.Trust, now time.Time) error {
	bad := func(format string, args ...any) error {
		return custos.Errorf(custos.Denied, "the card is refused: "+format, args...)
	}
	o, n := c.Owner, c.Node
	if c.ChainID != t.ChainID || c.Genesis != t.Genesis {
		return bad("it is for chain %d that began with %s, not for this one", c.ChainID, c.Genesis)
	}
	if age := now.Sub(c.Issued); age > CardLife || age < -time.Hour {
		return bad("it was made at %s, which is not within the last %s: have the newcomer make a new one, or set the clocks right", c.Issued.Format(time.RFC3339), CardLife)
	}
	if err := o.Domain.Validate(); err != nil {
		return bad("%w", err)
	}
	if err := n.Endpoints.Validate(); err != nil {
		return bad("%w", err)
	}
	if o.Name == "" || n.Name == "" || n.Endpoints.Get("peer") == "" || n.Endpoints.Get("api") == "" {
		return bad("it does not say the owner's and the node's names, and where the node answers")
	}
	if n.Role != custos.RoleFog || n.Domain != o.Domain || n.Owner != o.Address || c.Log.Origin != evidence.LogOrigin(c.Genesis, o.Domain) {
		return bad("its node or its log is not of its owner")
	}
	// One key for two purposes would let a signature for one serve the other.
	if o.Address == n.Address || o.Address == c.Log.Signer || n.Address == c.Log.Signer || o.WitnessKey == c.Log.Key {
		return bad("it names one key twice")
	}
	digest, err := c.digest()
	if err != nil {
		return err
	}
	for _, s := range []struct {
		whose string
		by    custos.Address
		proof key.Signature
	}{{"owner", o.Address, c.Proofs.Owner}, {"node", n.Address, c.Proofs.Node}, {"log's signer", c.Log.Signer, c.Proofs.Signer}} {
		if a, err := key.Recover(digest, s.proof); err != nil || a != s.by {
			return bad("its maker did not prove that he holds the %s's key", s.whose)
		}
	}
	var consent key.Signature
	if len(c.Consent) != copy(consent[:], c.Consent) || len(c.Consent) != len(consent) {
		return bad("the node's consent is no signature")
	}
	if a, err := key.Recover(c.agree(t.Contracts.Registry.Address).Digest(), consent); err != nil || a != n.Address {
		return bad("its node did not consent to be this owner's: have the newcomer make the card anew by this network's file")
	}
	pub, err := x509.ParsePKIXPublicKey(c.TLSKey)
	k, ok := pub.(*ecdsa.PublicKey)
	if err != nil || !ok || sha256.Sum256(c.TLSKey) != n.TLSKey || !ecdsa.VerifyASN1(k, digest[:], c.Proofs.TLS) {
		return bad("its maker did not prove that he holds the node's TLS key")
	}
	if !ed25519.Verify(o.WitnessKey[:], digest[:], c.Proofs.Witness) || !ed25519.Verify(c.Log.Key[:], digest[:], c.Proofs.Log) {
		return bad("its maker did not prove that he holds the witness and the log key")
	}
	return nil
}

// Change is the proposal that admits the card's owner, after which so many votes
// are needed.
func (c *Card) Change(threshold int) ledger.OwnerChange {
	return ledger.OwnerChange{Kind: ledger.AddOwner, Owner: c.Owner, Node: c.Node, Consent: c.Consent, Threshold: threshold}
}

// OwnerAddress is the account of an owner of the site: by the trust file, or by the
// card of one who is not admitted yet.
func OwnerAddress(site *service.Site, t *evidence.Trust, name custos.OwnerName) (custos.Address, error) {
	self, _ := site.Owner(name)
	for _, o := range t.Owners {
		// Two owners may have one name; their domains differ.
		if o.Name == name && o.Domain == self.Domain {
			return o.Address, nil
		}
	}
	f, err := os.Open(CardPath(site, name))
	if err != nil {
		return custos.Address{}, custos.Errorf(custos.NotFound, "%s is not an owner of %s, and has no card in %s: make one by `custos node init`", name, t.Site, site.Data)
	}
	defer f.Close()
	c, err := ReadCard(f)
	if err != nil {
		return custos.Address{}, err
	}
	return c.Owner.Address, nil
}
