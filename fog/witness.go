package fog

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"

	"golang.org/x/mod/sumdb/note"
)

// Witness cosigns the checkpoints of other owners' logs after checking that
// they extend what it cosigned before; C2SP tlog-witness. What it signs is in
// its database before it answers, so it never signs a log that shrank or forked,
// also not after a crash.
type Witness struct {
	DB   masterdb.DB
	Name string
	Key  ed25519.PrivateKey
	// Own is the own log's origin.
	Own string
	// Verifier returns who signs the checkpoints of a log; false if nobody known.
	Verifier func(origin string) (note.Verifier, bool)
	// Policies holds what a checkpoint says of the policy against the own node. Without
	// them a checkpoint that says anything of it is not cosigned.
	Policies *Policies
	// Words is what this witness may say of the chain's blocks; nil if it says nothing.
	Words *Words
	// Forked is told of a log that shrank or forked; may be nil.
	Forked func(ctx context.Context, origin string, why error)

	mu sync.Mutex
}

// AddCheckpoint answers a request in the format of C2SP tlog-witness: a line
// "old N", a consistency proof of one base64 hash a line, an empty line, the
// checkpoint. It returns the cosignature line. A Conflict error's text is the
// size that the witness has, a decimal number.
func (w *Witness) AddCheckpoint(ctx context.Context, body []byte) (string, error) {
	req, err := parseAddCheckpoint(string(body))
	if err != nil {
		return "", err
	}
	if w.Words != nil && req.cp.Origin == evidence.HeadersOrigin(w.Words.Genesis) {
		return w.addWord(ctx, req)
	}
	v, ok := w.Verifier(req.cp.Origin)
	if !ok {
		return "", custos.Errorf(custos.NotFound, "the log %q is not one that this witness knows", req.cp.Origin)
	}
	if _, err := note.Open([]byte(req.note), note.VerifierList(v)); err != nil {
		return "", custos.Errorf(custos.Denied, "the checkpoint is not signed by %s: %w", req.cp.Origin, err)
	}
	block, policy := w.checkPolicy(ctx, req.cp.Policy)
	w.mu.Lock()
	defer w.mu.Unlock()
	cosigning := masterdb.Cosigning{Origin: req.cp.Origin, Size: req.cp.Size, Root: req.cp.Root}
	// The own log's is remembered once others have cosigned it, too.
	if req.cp.Policy != (evidence.Policy{}) && req.cp.Origin != w.Own && policy == nil {
		row := w.Policies.row(req.cp.Policy, block)
		cosigning.Policy = &row
	}
	var story error
	err = w.DB.Cosign(ctx, cosigning, func(size uint64, root custos.Hash) error {
		if size != req.old {
			return custos.Errorf(custos.Conflict, "%d", size)
		}
		if story = req.extends(size, root); story != nil {
			return story
		}
		return policy // after the log's own history: a fork is told in any case
	})
	// What is wrong with the own database is not the log's fault.
	if custos.KindOf(story) == custos.Corrupt && w.Forked != nil {
		w.Forked(ctx, req.cp.Origin, story)
	}
	if err != nil {
		return "", err
	}
	return evidence.Cosign(req.cp.Text(), w.Name, w.Key, time.Now()), nil
}

// checkPolicy holds what a checkpoint says of the policy against the own node.
func (w *Witness) checkPolicy(ctx context.Context, said evidence.Policy) (custos.BlockRef, error) {
	switch {
	case said == evidence.Policy{}:
		return custos.BlockRef{}, nil
	case w.Policies == nil:
		return custos.BlockRef{}, custos.Errorf(custos.Invalid, "this witness looks at no policy")
	}
	return w.Policies.Check(ctx, said)
}

type addCheckpoint struct {
	old   uint64
	proof [][]byte
	cp    evidence.Checkpoint
	note  string
}

// extends refuses, as Corrupt, a checkpoint that does not extend the tree that was cosigned.
func (r *addCheckpoint) extends(size uint64, root custos.Hash) error {
	if r.cp.Size < size {
		return custos.Errorf(custos.Corrupt, "the log shrank from %d to %d", size, r.cp.Size)
	}
	if size == 0 {
		return nil
	}
	if err := evidence.VerifyConsistency(size, r.cp.Size, r.proof, root, r.cp.Root); err != nil {
		return custos.Errorf(custos.Corrupt, "the log does not extend what was cosigned at %d: %w", size, err)
	}
	return nil
}

func parseAddCheckpoint(body string) (r addCheckpoint, err error) {
	bad := func(why string) (addCheckpoint, error) {
		return r, custos.Errorf(custos.Invalid, "the add-checkpoint request %s", why)
	}
	head, rest, ok := strings.Cut(body, "\n\n")
	if !ok || len(body) > 64<<10 {
		return bad("has no checkpoint, or more than 64 KiB")
	}
	lines := strings.Split(head, "\n")
	old, ok := strings.CutPrefix(lines[0], "old ")
	if !ok || len(lines) > 64 {
		return bad("does not begin with its old size")
	}
	if r.old, err = strconv.ParseUint(old, 10, 63); err != nil {
		return bad("has an old size that is no number")
	}
	for _, l := range lines[1:] {
		h, err := base64.StdEncoding.Strict().DecodeString(l)
		if err != nil || len(h) != 32 {
			return bad("has a proof line that is not 32 bytes in base64")
		}
		r.proof = append(r.proof, h)
	}
	text, _, ok := strings.Cut(rest, "\n\n")
	if !ok {
		return bad("has an unsigned checkpoint")
	}
	r.note = rest
	r.cp, err = evidence.ParseCheckpoint(text + "\n")
	return r, err
}

// Peer is another owner's witness.
type Peer interface {
	// Name is under which it cosigns.
	Name() string
	Key() ed25519.PublicKey
	// AddCheckpoint sends a request of C2SP tlog-witness; errors keep their kind.
	AddCheckpoint(ctx context.Context, body []byte) (string, error)
}

// cosigners asks peers for cosignatures and remembers what each has seen.
type cosigners struct {
	log *Log

	mu   sync.Mutex
	seen map[string]uint64
}

// collect asks every peer at once and returns the lines of those that cosigned,
// by name, and why the others did not. Each peer has until ctx ends.
func (c *cosigners) collect(ctx context.Context, peers []Peer, signed string) (map[string]string, error) {
	cp, err := evidence.ParseNote(signed)
	if err != nil {
		return nil, err
	}
	type answer struct {
		peer Peer
		line string
		err  error
	}
	answers := make(chan answer, len(peers))
	for _, p := range peers {
		go func() {
			line, err := c.ask(ctx, p, cp, signed)
			answers <- answer{p, line, err}
		}()
	}
	lines := map[string]string{}
	var errs []error
	for range peers {
		a := <-answers
		if a.err != nil {
			errs = append(errs, fmt.Errorf("witness %s: %w", a.peer.Name(), a.err))
			continue
		}
		lines[a.peer.Name()] = a.line
	}
	return lines, errors.Join(errs...)
}

func (c *cosigners) ask(ctx context.Context, p Peer, cp evidence.Checkpoint, signed string) (string, error) {
	c.mu.Lock()
	old := c.seen[p.Name()]
	c.mu.Unlock()
	for range 2 {
		if old > cp.Size {
			return "", custos.Errorf(custos.Conflict, "it has seen this log at %d, which has %d: the log went back", old, cp.Size)
		}
		proof, err := c.log.Consistency(ctx, old, cp.Size)
		if err != nil {
			return "", err
		}
		body := fmt.Sprintf("old %d\n%s\n%s", old, encodeProof(proof), signed)
		line, err := p.AddCheckpoint(ctx, []byte(body))
		if custos.KindOf(err) == custos.Conflict {
			// It says what it has seen instead; a witness that is new to us, or
			// we to it.
			if old, err = strconv.ParseUint(strings.TrimSpace(err.Error()), 10, 63); err != nil {
				return "", custos.Errorf(custos.Internal, "its answer is no size: %w", err)
			}
			continue
		}
		if err != nil {
			return "", err
		}
		if _, err := evidence.CheckCosignature(cp.Text(), line, p.Name(), p.Key()); err != nil {
			return "", err
		}
		c.mu.Lock()
		c.seen[p.Name()] = cp.Size
		c.mu.Unlock()
		return line, nil
	}
	return "", custos.Errorf(custos.Conflict, "it does not settle on a size")
}
