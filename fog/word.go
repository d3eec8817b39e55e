package fog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/blocktree"

	"golang.org/x/mod/sumdb/note"
)

// WordLedger is what is asked of the chain about its blocks; package ledger implements it.
type WordLedger interface {
	blocktree.Chain
	Head(ctx context.Context) (custos.Head, error)
	// AcceptedChain returns the block in which the owners decided to go on with the
	// chain that holds a block; 0 if they did not.
	AcceptedChain(ctx context.Context, block custos.Hash) (uint64, error)
}

// Words gets the owners' word on the chain, in place of which a bundle would have to carry
// every header: a tree over the hashes of blocks that stand deep, cosigned by as many owners as must
// agree (ADR 0041). It also knows what the own witness may say of it.
type Words struct {
	Tree    *blocktree.Tree
	Ledger  WordLedger
	Genesis custos.Hash
	// Depth is how many blocks stand on one before it is cosigned. It is more than what
	// confirms an anchor: who cosigned a block is bound to it, and of blocks that three miners
	// make at once, some that were confirmed are replaced.
	Depth uint64
	// Sign is the own log's signature, by which the others know who asks.
	Sign note.Signer
	// Witnesses are as Anchorer has them; Own is the own one's name.
	Witnesses func() (peers []Peer, threshold int)
	Own       string
	Logger    *slog.Logger

	asking sync.Mutex // one round at a time
}

const (
	// wordEvery is after how many blocks the owners are asked again, so that there is a word
	// when somebody wants a bundle and they are away. It costs each of them a signature.
	wordEvery = 128
	// WordDepth is Words.Depth, unless a site's confirmations are more.
	WordDepth = 16
	// wordRun is how many headers of 540 bytes may stand between a word and a bundle's block
	// before the owners are asked for a newer one.
	wordRun = WordDepth + 16
	// wordLook is how often it is seen how many blocks there are. Nobody is asked for that.
	wordLook = 30 * time.Second
	// wordWait is how long an export waits for the other owners.
	wordWait = 4 * time.Second
)

// Run asks for the owners' word as the chain grows, until ctx ends. That they are away only
// delays it.
func (w *Words) Run(ctx context.Context) error {
	if w == nil {
		return nil
	}
	last := ""
	for ctx.Err() == nil {
		err := w.look(ctx)
		if err != nil && ctx.Err() == nil && err.Error() != last {
			w.Logger.Info("the owners' word on the newest blocks is delayed: bundles carry more headers meanwhile", "err", err)
		}
		if last = ""; err != nil {
			last = err.Error()
		}
		select {
		case <-ctx.Done():
		case <-time.After(wordLook):
		}
	}
	return nil
}

// Close closes the tree.
func (w *Words) Close() error {
	if w == nil {
		return nil
	}
	return w.Tree.Close()
}

func (w *Words) look(ctx context.Context) error {
	head, err := w.Ledger.Head(ctx)
	if err != nil {
		return err
	}
	newest, err := w.newest(ctx)
	if err != nil || head.Number < newest+w.Depth+wordEvery {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return w.Ask(ctx)
}

// newest is of how many blocks the owners gave their word; 0 if they did not.
func (w *Words) newest(ctx context.Context) (uint64, error) {
	words, err := w.Tree.Words(ctx, 1<<62)
	if err != nil || len(words) == 0 {
		return 0, err
	}
	return words[0].Size, nil
}

// grow takes in the blocks on which at least so many others stand.
func (w *Words) grow(ctx context.Context, depth uint64) error {
	head, err := w.Ledger.Head(ctx)
	if err != nil || head.Number < depth {
		return err
	}
	return w.Tree.Grow(ctx, w.Ledger, head.Number-depth+1)
}

// text is what is cosigned of the first blocks.
func (w *Words) text(size uint64, root custos.Hash) string {
	return evidence.Checkpoint{Origin: evidence.HeadersOrigin(w.Genesis), Size: size, Root: root}.Text()
}

// Ask has the confirmed blocks cosigned, and keeps the word if enough owners gave theirs. The
// own witness comes last and only if it makes enough of them: an owner who is cut off from
// the others binds himself to no blocks that they do not have.
func (w *Words) Ask(ctx context.Context) error {
	w.asking.Lock()
	defer w.asking.Unlock()
	// One block less than could be: the others' nodes hear of blocks a little later.
	if err := w.grow(ctx, w.Depth+1); err != nil {
		return err
	}
	size, err := w.Tree.Size(ctx)
	if err != nil || size == 0 {
		return err
	}
	root, err := w.Tree.Root(ctx, size)
	if err != nil {
		return err
	}
	text := w.text(size, root)
	signed, err := note.Sign(&note.Note{Text: text}, w.Sign)
	if err != nil {
		return err
	}
	peers, threshold := w.Witnesses()
	var own Peer
	peers = slices.DeleteFunc(slices.Clone(peers), func(p Peer) bool {
		if p.Name() == w.Own {
			own = p
		}
		return p.Name() == w.Own
	})
	lines, why := askWord(ctx, peers, text, string(signed))
	if own != nil && len(lines)+1 >= threshold {
		mine, err := askWord(ctx, []Peer{own}, text, string(signed)+join(lines))
		maps.Copy(lines, mine)
		why = errors.Join(why, err)
	}
	if len(lines) >= threshold {
		// Who is bound to other blocks by an earlier word follows enough others.
		peers = slices.DeleteFunc(peers, func(p Peer) bool { return lines[p.Name()] != "" })
		var more map[string]string
		more, why = askWord(ctx, peers, text, string(signed)+join(lines))
		maps.Copy(lines, more)
	}
	if len(lines) < threshold {
		return errors.Join(custos.Errorf(custos.Unavailable, "%d owners cosigned the chain's first %d blocks, want %d", len(lines), size, threshold), why)
	}
	return w.Tree.Keep(ctx, blocktree.Word{Size: size, Root: root, Cosignatures: join(lines)})
}

func join(lines map[string]string) (all string) {
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		all += lines[name]
	}
	return all
}

// askWord asks witnesses at once and returns the valid lines of those that cosigned, and why
// the others did not.
func askWord(ctx context.Context, peers []Peer, text, signed string) (map[string]string, error) {
	type answer struct {
		name, line string
		err        error
	}
	answers := make(chan answer, len(peers))
	for _, p := range peers {
		go func() {
			line, err := p.AddCheckpoint(ctx, []byte("old 0\n\n"+signed))
			if err == nil {
				_, err = evidence.CheckCosignature(text, line, p.Name(), p.Key())
			}
			answers <- answer{p.Name(), line, err}
		}()
	}
	lines := map[string]string{}
	var errs []error
	for range peers {
		a := <-answers
		if a.err != nil {
			errs = append(errs, fmt.Errorf("witness %s: %w", a.name, a.err))
			continue
		}
		lines[a.name] = a.line
	}
	return lines, errors.Join(errs...)
}

// others counts the witnesses but the own one whose cosignatures of a text stand below it.
func (w *Words) others(text, lines string) (n, threshold int) {
	peers, threshold := w.Witnesses()
	for _, p := range peers {
		if p.Name() == w.Own {
			continue
		}
		for line := range strings.Lines(lines) {
			if _, err := evidence.CheckCosignature(text, line, p.Name(), p.Key()); err == nil {
				n++
				break
			}
		}
	}
	return n, threshold
}
