package evidence

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"

	"golang.org/x/mod/sumdb/note"
)

// Checkpoint is a log's size and root, as C2SP tlog-checkpoint writes them.
type Checkpoint struct {
	Origin string
	Size   uint64
	Root   custos.Hash
	// Policy is what the owners' contracts held when it was signed; zero if it says nothing.
	Policy Policy
}

// Policy is a digest of all owners, principals, capabilities and rules at a block
// (ledger.Client.PolicyDigest). Who cosigns it says that his own node has the same.
type Policy struct {
	Block  uint64
	Digest custos.Hash
}

// policyLine begins the extension line of a checkpoint that holds its policy.
const policyLine = "custos/policy "

// Text is what is signed: origin, size and root, a line each, and the policy if there is one.
func (c Checkpoint) Text() string {
	text := c.Origin + "\n" + strconv.FormatUint(c.Size, 10) + "\n" + base64.StdEncoding.EncodeToString(c.Root[:]) + "\n"
	if c.Policy != (Policy{}) {
		text += policyLine + strconv.FormatUint(c.Policy.Block, 10) + " " + base64.StdEncoding.EncodeToString(c.Policy.Digest[:]) + "\n"
	}
	return text
}

// ParseCheckpoint reads Text. Other extension lines than the policy's are refused.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 && len(lines) != 5 {
		return Checkpoint{}, custos.Errorf(custos.Corrupt, "the checkpoint has %d lines, want 3 or 4", len(lines)-1)
	}
	size, err := strconv.ParseUint(lines[1], 10, 63)
	root, rerr := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || rerr != nil || len(root) != 32 {
		return Checkpoint{}, custos.Errorf(custos.Corrupt, "the checkpoint's size or root does not parse")
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: custos.Hash(root)}
	if len(lines) == 5 {
		if c.Policy, err = parsePolicy(lines[3]); err != nil {
			return Checkpoint{}, err
		}
	}
	if c.Text() != text {
		return c, custos.Errorf(custos.Corrupt, "the checkpoint is not in its one encoding")
	}
	return c, nil
}

func parsePolicy(line string) (p Policy, err error) {
	rest, ok := strings.CutPrefix(line, policyLine)
	number, digest, cut := strings.Cut(rest, " ")
	block, err := strconv.ParseUint(number, 10, 63)
	b, berr := base64.StdEncoding.DecodeString(digest)
	if !ok || !cut || err != nil || berr != nil || len(b) != 32 {
		return p, custos.Errorf(custos.Corrupt, "the checkpoint's extension line is no policy: %.80q", line)
	}
	return Policy{block, custos.Hash(b)}, nil
}

// ParseNote reads the checkpoint of a signed note. It verifies no signature.
func ParseNote(signed string) (Checkpoint, error) {
	text, _, ok := strings.Cut(signed, "\n\n")
	if !ok {
		return Checkpoint{}, custos.Errorf(custos.Corrupt, "the checkpoint is not a signed note")
	}
	return ParseCheckpoint(text + "\n")
}

// The signature types of C2SP signed-note.
const (
	algEd25519  = 1
	algCosign   = 4
	algLedger   = 0xff // "other": followed by a name of its own
	algLedgerID = "custos secp256k1 v1"
)

func keyHash(name string, alg byte, pub []byte) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write([]byte{alg})
	h.Write(pub)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

// ledgerNote signs checkpoints so that the Anchors contract can verify them.
type ledgerNote struct {
	name string
	addr custos.Address
	key  *key.Key
}

// LedgerSigner signs checkpoints by the log's secp256k1 key, over SHA-256 of
// origin, size and root, for Anchors.reportFork, which rebuilds these three lines and
// knows no others.
func LedgerSigner(origin string, k *key.Key) note.Signer {
	return ledgerNote{name: origin, addr: k.Address(), key: k}
}

// LedgerVerifier verifies what LedgerSigner signs.
func LedgerVerifier(origin string, addr custos.Address) note.Verifier {
	return ledgerNote{name: origin, addr: addr}
}

// SignsLog reports whether a verifier of LedgerVerifier's is of an account.
func SignsLog(v note.Verifier, a custos.Address) bool {
	l, ok := v.(ledgerNote)
	return ok && l.addr == a
}

func (l ledgerNote) Name() string { return l.name }

func (l ledgerNote) KeyHash() uint32 {
	return keyHash(l.name, algLedger, append([]byte(algLedgerID), l.addr[:]...))
}

// core is what of a checkpoint's text the contract knows: its first three lines.
func core(text []byte) []byte {
	n := 0
	for range 3 {
		i := bytes.IndexByte(text[n:], '\n')
		if i < 0 {
			return text
		}
		n += i + 1
	}
	return text[:n]
}

func (l ledgerNote) Sign(msg []byte) ([]byte, error) {
	sig, err := l.key.Sign(sha256.Sum256(core(msg)))
	return sig[:], err
}

func (l ledgerNote) Verify(msg, sig []byte) bool {
	if len(sig) != len(key.Signature{}) {
		return false
	}
	addr, err := key.Recover(sha256.Sum256(core(msg)), key.Signature(sig))
	return err == nil && addr == l.addr
}

// NoteSigner signs checkpoints by Ed25519, as every C2SP tool verifies them.
func NoteSigner(origin string, k ed25519.PrivateKey) (note.Signer, error) {
	id := keyHash(origin, algEd25519, k.Public().(ed25519.PublicKey))
	seed := base64.StdEncoding.EncodeToString(append([]byte{algEd25519}, k.Seed()...))
	return note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, id, seed))
}

// NoteVerifier verifies what NoteSigner signs.
func NoteVerifier(origin string, pub ed25519.PublicKey) (note.Verifier, error) {
	v, err := note.NewEd25519VerifierKey(origin, pub)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(v)
}

// Cosign signs a checkpoint's text as a witness at a time, by C2SP
// tlog-cosignature (cosignature/v1), and returns the line that is appended to
// the note.
func Cosign(text, witness string, k ed25519.PrivateKey, at time.Time) string {
	pub := k.Public().(ed25519.PublicKey)
	sig := binary.BigEndian.AppendUint64(nil, uint64(at.Unix()))
	sig = append(sig, ed25519.Sign(k, cosigned(text, at.Unix()))...)
	id := binary.BigEndian.AppendUint32(nil, keyHash(witness, algCosign, pub))
	return "— " + witness + " " + base64.StdEncoding.EncodeToString(append(id, sig...)) + "\n"
}

// CheckCosignature verifies one line of Cosign and returns when it was made.
func CheckCosignature(text, line, witness string, pub ed25519.PublicKey) (time.Time, error) {
	bad := func(why string) (time.Time, error) {
		return time.Time{}, custos.Errorf(custos.Corrupt, "the cosignature of %s %s", witness, why)
	}
	rest, ok := strings.CutPrefix(line, "— "+witness+" ")
	if !ok || !strings.HasSuffix(rest, "\n") {
		return bad("is not a signature line")
	}
	b, err := unbase64(strings.TrimSuffix(rest, "\n"))
	if err != nil || len(b) != 4+8+ed25519.SignatureSize {
		return bad("is not base64 of 76 bytes")
	}
	if binary.BigEndian.Uint32(b) != keyHash(witness, algCosign, pub) {
		return bad("is by another key")
	}
	at := binary.BigEndian.Uint64(b[4:])
	if at > 1<<40 || !ed25519.Verify(pub, cosigned(text, int64(at)), b[12:]) {
		return bad("does not verify")
	}
	return time.Unix(int64(at), 0).UTC(), nil
}

func cosigned(text string, at int64) []byte {
	return []byte("cosignature/v1\ntime " + strconv.FormatInt(at, 10) + "\n" + text)
}

// unbase64 reads the one encoding of some bytes: the standard library passes over
// line ends within, also when it is strict.
func unbase64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, base64.CorruptInputError(strings.IndexAny(s, "\r\n"))
	}
	return base64.StdEncoding.Strict().DecodeString(s)
}
