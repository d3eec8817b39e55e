package sealed

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
)

// The suite of RFC 9180 by which a channel's secret is sealed.
func suite() (hpke.KEM, hpke.KDF, hpke.AEAD) {
	return hpke.DHKEM(ecdh.X25519()), hpke.HKDFSHA256(), hpke.AES256GCM()
}

// hello opens a channel: who asks whom, and a key share made for it, signed.
type hello struct {
	Chain uint64           `json:"chain"`
	From  custos.Address   `json:"from"`
	By    custos.ServiceID `json:"by"`
	To    custos.ServiceID `json:"to"`
	// Share is an X25519 public key; its private half is forgotten with the handshake.
	Share []byte        `json:"share"`
	Sig   key.Signature `json:"sig"`
}

// welcome answers a hello: a secret sealed to its share, signed with the hello.
type welcome struct {
	ID  channelID     `json:"id"`
	Enc []byte        `json:"enc"`
	Sig key.Signature `json:"sig"`
}

// transcript hashes parts with their lengths, so that no two lists of them hash alike.
func transcript(label string, parts ...[]byte) custos.Hash {
	h := sha256.New()
	for _, p := range append([][]byte{[]byte(label)}, parts...) {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p))))
		h.Write(p)
	}
	return custos.Hash(h.Sum(nil))
}

func (h *hello) digest() custos.Hash {
	return transcript("custos bus hello v1", binary.BigEndian.AppendUint64(nil, h.Chain), h.From[:], []byte(h.By), []byte(h.To), h.Share)
}

func (h *hello) welcomeDigest(id channelID, enc []byte) custos.Hash {
	said := h.digest()
	return transcript("custos bus welcome v1", said[:], id[:], enc)
}

// info binds the secret to who made it for whom.
func (h *hello) info() []byte {
	said := h.digest()
	return append([]byte("custos bus channel v1"), said[:]...)
}

func (h *hello) frame() []byte { return jsonFrame(frameHello, h) }

func jsonFrame(kind byte, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs
	}
	return append([]byte{kind}, b...)
}

// hello says hello to a service; the secret opens what it answers.
func (p *Peer) hello(to custos.ServiceID) (*hello, hpke.PrivateKey, error) {
	kem, _, _ := suite()
	secret, err := kem.GenerateKey()
	if err != nil {
		return nil, nil, err
	}
	h := &hello{Chain: p.ChainID, From: p.Key.Address(), By: p.ID, To: to, Share: secret.PublicKey().Bytes()}
	if h.Sig, err = p.Key.Sign(h.digest()); err != nil {
		return nil, nil, err
	}
	return h, secret, nil
}

// welcomed makes the channel of an answer to a hello, which must be signed by the account.
func (h *hello) welcomed(secret hpke.PrivateKey, account custos.Address, reply []byte) (*channel, error) {
	if len(reply) > 0 && reply[0] == frameRefused {
		return nil, custos.Errorf(custos.Unavailable, "it refuses to speak (unsigned): %.300s", reply[1:])
	}
	if len(reply) == 0 || reply[0] != frameWelcome {
		return nil, errForm
	}
	var w welcome
	if err := json.Unmarshal(reply[1:], &w); err != nil {
		return nil, errForm
	}
	by, err := key.Recover(h.welcomeDigest(w.ID, w.Enc), w.Sig)
	if err != nil || by != account {
		return nil, custos.Errorf(custos.Unavailable, "the answer is not signed by its registered key %s", account)
	}
	_, kdf, aead := suite()
	r, err := hpke.NewRecipient(w.Enc, secret, kdf, aead, h.info())
	if err != nil {
		return nil, errForm
	}
	return newChannel(w.ID, account, h.To, r.Export)
}

// answerHello makes the channel that a hello opens, and what is answered.
func (p *Peer) answerHello(h *hello) (*channel, []byte, error) {
	kem, kdf, aead := suite()
	share, err := kem.NewPublicKey(h.Share)
	if err != nil {
		return nil, nil, errForm
	}
	enc, s, err := hpke.NewSender(share, kdf, aead, h.info())
	if err != nil {
		return nil, nil, err
	}
	w := welcome{Enc: enc}
	_, _ = rand.Read(w.ID[:])
	if w.Sig, err = p.Key.Sign(h.welcomeDigest(w.ID, enc)); err != nil {
		return nil, nil, err
	}
	ch, err := newChannel(w.ID, h.From, h.By, s.Export)
	return ch, jsonFrame(frameWelcome, w), err
}
