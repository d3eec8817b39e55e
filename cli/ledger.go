package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func ledgerCommand() *cobra.Command {
	c := &cobra.Command{Use: "ledger", Short: "Look at the ledger: its nodes, blocks and transactions; decide where it contradicts itself"}
	c.AddCommand(ledgerStatusCommand(), ledgerBlocksCommand(), ledgerTxCommand(), ledgerWatchCommand(), ledgerResolveCommand(), ledgerResendCommand(), ledgerDeployCommand())
	return c
}

// onLedger opens the view of the ledger around a command.
func onLedger(t *target, asJSON *bool, do func(*cobra.Command, *ledgerView) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		v, err := openLedger(cmd.Context(), t, *asJSON, cmd.OutOrStdout())
		if err != nil {
			return err
		}
		defer v.chain.Close()
		return do(cmd, v)
	}
}

// openLedger connects to the site's ledger and reads who is who. The caller closes
// the view's chain.
func openLedger(ctx context.Context, t *target, asJSON bool, out io.Writer) (*ledgerView, error) {
	l, err := openSite(t)
	if err != nil {
		return nil, err
	}
	v := &ledgerView{link: l, json: asJSON, out: out}
	if v.chain, err = l.ledger(ctx); err != nil {
		return nil, err
	}
	if v.names, err = directoryOf(ctx, v.chain); err != nil {
		v.chain.Close()
		return nil, err
	}
	return v, nil
}

// ledgerView shows blocks and transactions in words.
type ledgerView struct {
	*link
	chain *ledger.Client
	names directory
	json  bool
	out   io.Writer
}

// short is enough of a hash for people to tell it from others.
func short(h custos.Hash) string { return h.String()[:12] + "…" }

func (v *ledgerView) clock(t time.Time) string {
	return t.In(v.site.Location()).Format(time.DateTime)
}

func ledgerBlocksCommand() *cobra.Command {
	var t target
	var asJSON, all bool
	var limit int
	var from uint64
	c := &cobra.Command{
		Use:   "blocks",
		Short: "List blocks and what happened in them, newest last",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 1 || limit > 1000 {
				return custos.Errorf(custos.Invalid, "--limit %d: choose 1 to 1000", limit)
			}
			ctx := cmd.Context()
			v, err := openLedger(ctx, &t, asJSON, cmd.OutOrStdout())
			if err != nil {
				return err
			}
			defer v.chain.Close()
			var blocks []ledger.Block
			if cmd.Flags().Changed("from") {
				blocks, err = v.blocksFrom(ctx, from, limit, all)
			} else {
				blocks, err = v.newestBlocks(ctx, limit, all)
			}
			if err != nil {
				return err
			}
			return v.list(blocks)
		},
	}
	t.siteFlags(c)
	c.Flags().IntVar(&limit, "limit", 10, "at most this `number`, 1 to 1000")
	c.Flags().Uint64Var(&from, "from", 0, "from this `block` on, instead of the newest")
	c.Flags().BoolVar(&all, "all", false, "also blocks that hold nothing: they are mined to confirm what is below them")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func (v *ledgerView) newestBlocks(ctx context.Context, limit int, all bool) ([]ledger.Block, error) {
	head, err := v.chain.Head(ctx)
	if err != nil {
		return nil, err
	}
	var out []ledger.Block
	for n := head.Number; len(out) < limit; n-- {
		b, err := v.chain.BlockAt(ctx, n, v.names.name)
		if err != nil {
			return nil, err
		}
		if all || len(b.Transactions) > 0 || n == 0 {
			out = append([]ledger.Block{b}, out...)
		}
		if n == 0 {
			break
		}
	}
	return out, nil
}

func (v *ledgerView) blocksFrom(ctx context.Context, from uint64, limit int, all bool) ([]ledger.Block, error) {
	var out []ledger.Block
	for n := from; len(out) < limit; n++ {
		b, err := v.chain.BlockAt(ctx, n, v.names.name)
		if custos.KindOf(err) == custos.NotFound && n > from {
			break
		}
		if err != nil {
			return nil, err
		}
		if all || len(b.Transactions) > 0 || n == 0 {
			out = append(out, b)
		}
	}
	return out, nil
}

func (v *ledgerView) list(blocks []ledger.Block) error {
	if v.json {
		return term.JSON(v.out, blocks)
	}
	for _, b := range blocks {
		if err := v.print(b); err != nil {
			return err
		}
	}
	return nil
}

// print writes a block as a line, and a line for each thing that it changed.
func (v *ledgerView) print(b ledger.Block) error {
	var text strings.Builder
	by := ""
	if b.Miner != (custos.Address{}) {
		by = "  by " + v.names.name(b.Miner)
	}
	what := "the chain's first block: it holds the contracts and the founders"
	if b.Number > 0 {
		what = "holds nothing"
		if n := len(b.Transactions); n > 0 {
			what = fmt.Sprintf("%s, %s gas", term.Count(n, "transaction"), thousands(b.GasUsed))
		}
	}
	term.Printf(&text, "#%-7d %s  %s%s  %s\n", b.Number, v.clock(b.Time), short(b.Hash), by, what)
	for _, tx := range b.Transactions {
		for _, did := range v.did(tx) {
			term.Printf(&text, "         %s  %s\n", short(tx.Hash), did)
		}
	}
	_, err := io.WriteString(v.out, text.String())
	return err
}

// did says what came of a transaction; at least one sentence.
func (v *ledgerView) did(tx ledger.Transaction) []string {
	call := tx.Method
	if tx.Contract != "" {
		call = tx.Contract + "." + call
	}
	switch {
	case tx.Failed:
		return []string{fmt.Sprintf("%s called %s and was refused: nothing changed", v.names.name(tx.From), call)}
	case len(tx.Did) > 0:
		return tx.Did
	case tx.To == (custos.Address{}):
		return []string{fmt.Sprintf("%s %s", v.names.name(tx.From), tx.Method)}
	case tx.Contract == "":
		return []string{fmt.Sprintf("%s called %s, which is none of Custos' contracts", v.names.name(tx.From), tx.To)}
	}
	return []string{fmt.Sprintf("%s called %s", v.names.name(tx.From), call)}
}

func thousands(n uint64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func ledgerTxCommand() *cobra.Command {
	var t target
	var asJSON bool
	c := &cobra.Command{
		Use:   "tx HASH",
		Short: "Show one transaction in full",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			begin, ok := hashPrefix(args[0])
			if !ok {
				return custos.Errorf(custos.Invalid, "%q is not a transaction's hash, nor the beginning of one: give 0x and 8 to 64 hexadecimal digits, as `custos ledger blocks` shows them", args[0])
			}
			v, err := openLedger(cmd.Context(), &t, asJSON, cmd.OutOrStdout())
			if err != nil {
				return err
			}
			defer v.chain.Close()
			hash, err := custos.ParseHash(begin)
			if err != nil {
				if hash, err = v.find(cmd.Context(), begin); err != nil {
					return err
				}
			}
			return v.transaction(cmd.Context(), hash)
		},
	}
	t.siteFlags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// hashPrefix reads a hash or its beginning, as the list of blocks shortens it.
func hashPrefix(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSuffix(s, "…"))
	digits, ok := strings.CutPrefix(s, "0x")
	return s, ok && len(digits) >= 8 && len(digits) <= 64 && strings.Trim(digits, "0123456789abcdef") == ""
}

// find looks for the transaction whose hash begins so among the newest blocks.
func (v *ledgerView) find(ctx context.Context, begin string) (custos.Hash, error) {
	head, err := v.chain.Head(ctx)
	if err != nil {
		return custos.Hash{}, err
	}
	for n := head.Number; n > 0 && n+remembered > head.Number; n-- {
		b, err := v.chain.BlockAt(ctx, n, v.names.name)
		if err != nil {
			return custos.Hash{}, err
		}
		for _, tx := range b.Transactions {
			if strings.HasPrefix(tx.Hash.String(), begin) {
				return tx.Hash, nil
			}
		}
	}
	return custos.Hash{}, custos.Errorf(custos.NotFound, "no transaction of the newest %d blocks begins with %s: give its whole hash", remembered, begin)
}

func (v *ledgerView) transaction(ctx context.Context, hash custos.Hash) error {
	tx, err := v.chain.TransactionAt(ctx, hash, v.names.name)
	if err != nil {
		return err
	}
	depth, canonical, err := v.chain.Confirmed(ctx, tx.Block)
	if err != nil {
		return err
	}
	if v.json {
		return term.JSON(v.out, struct {
			ledger.Transaction
			Depth     uint64 `json:"depth"`
			Confirmed bool   `json:"confirmed"`
		}{tx, depth, canonical && depth >= v.chain.Confirmations()})
	}
	stands := fmt.Sprintf("%d (%s) with %d of %d confirmations", tx.Block.Number, tx.Block.Hash, depth, v.chain.Confirmations())
	if !canonical {
		stands = fmt.Sprintf("%d (%s), which is no longer on the chain", tx.Block.Number, tx.Block.Hash)
	}
	rows := [][]string{
		{"transaction", tx.Hash.String()},
		{"block", stands},
		{"from", fmt.Sprintf("%s (%s)", v.names.name(tx.From), tx.From)},
		{"to", strings.TrimSpace(fmt.Sprintf("%s %s", tx.Contract, tx.To))},
		{"calls", tx.Method},
		{"gas", thousands(tx.Gas)},
	}
	for i, did := range v.did(tx) {
		rows = append(rows, []string{map[bool]string{true: "did"}[i == 0], did})
	}
	return term.Table(v.out, rows)
}

func ledgerWatchCommand() *cobra.Command {
	var t target
	var asJSON bool
	c := &cobra.Command{
		Use:   "watch",
		Short: "Show each block as it comes, until interrupted",
		Args:  cobra.NoArgs,
		RunE: onLedger(&t, &asJSON, func(cmd *cobra.Command, v *ledgerView) error {
			return v.watch(cmd.Context())
		}),
	}
	t.siteFlags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	return c
}

// remembered is how many blocks back watch tells that they were replaced, and tx
// looks for the beginning of a hash.
const remembered = 1000

// watch prints blocks until ctx ends. Blocks that were shown and are replaced by
// others are named, by their parents' hashes, before the others are shown.
func (v *ledgerView) watch(ctx context.Context) error {
	head, err := v.chain.Head(ctx)
	if err != nil {
		return err
	}
	w := &watch{ledgerView: v, blocks: v.chain, shown: map[uint64]custos.Hash{}, next: head.Number}
	said := ""
	for ctx.Err() == nil {
		err := w.look(ctx)
		switch {
		case err == nil:
			said = ""
		case ctx.Err() != nil:
			return nil
		case custos.KindOf(err) != custos.Unavailable && custos.KindOf(err) != custos.NotFound:
			return err
		case err.Error() != said && !v.json:
			said = err.Error()
			term.Printf(v.out, "(waiting: %v)\n", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(250 * time.Millisecond):
		}
	}
	return nil
}

// watched is what watch asks of the chain; package ledger implements it.
type watched interface {
	Head(ctx context.Context) (custos.Head, error)
	HeadAt(ctx context.Context, number uint64) (custos.Head, error)
	BlockAt(ctx context.Context, number uint64, name ledger.Namer) (ledger.Block, error)
}

type watch struct {
	*ledgerView
	blocks watched
	// shown are the hashes of the blocks that were printed, next is the one to come.
	shown map[uint64]custos.Hash
	next  uint64
}

func (w *watch) look(ctx context.Context) error {
	head, err := w.blocks.Head(ctx)
	if err != nil {
		return err
	}
	// Back to the newest block that was shown and still stands.
	at := w.next
	for ; at > 0; at-- {
		hash, ok := w.shown[at-1]
		if !ok {
			break
		}
		if at-1 <= head.Number {
			h, err := w.blocks.HeadAt(ctx, at-1)
			if err == nil && h.Hash == hash {
				break
			}
			if err != nil && custos.KindOf(err) != custos.NotFound {
				return err
			}
		}
	}
	if at < w.next {
		if err := w.replaced(at); err != nil {
			return err
		}
	}
	for ; w.next <= head.Number; w.next++ {
		b, err := w.blocks.BlockAt(ctx, w.next, w.name(ctx))
		if err != nil {
			return err
		}
		if before, ok := w.shown[w.next-1]; ok && w.next > 0 && b.Parent != before {
			return nil // replaced while it was read; the next look finds where
		}
		if err := w.one(b); err != nil {
			return err
		}
		w.shown[b.Number] = b.Hash
		delete(w.shown, b.Number-remembered)
	}
	return nil
}

// replaced tells that the blocks from a number on are not on the chain any more.
func (w *watch) replaced(from uint64) error {
	n, hash := int(w.next-from), w.shown[from]
	for i := from; i < w.next; i++ {
		delete(w.shown, i)
	}
	w.next = from
	if w.json {
		return json.NewEncoder(w.out).Encode(map[string]any{"replaced": custos.BlockRef{Number: from, Hash: hash}, "blocks": n})
	}
	_, err := term.Printf(w.out, "%s from #%d (%s) on left the chain for a heavier one:\n", term.Count(n, "block"), from, short(hash))
	return err
}

func (w *watch) one(b ledger.Block) error {
	if w.json {
		return json.NewEncoder(w.out).Encode(b)
	}
	return w.print(b)
}

// name names accounts; one that is new is looked up once more.
func (w *watch) name(ctx context.Context) ledger.Namer {
	return func(a custos.Address) string {
		if _, ok := w.names[a]; !ok {
			if d, err := directoryOf(ctx, w.chain); err == nil {
				w.names = d
			}
			if _, ok := w.names[a]; !ok {
				w.names[a] = a.String()
			}
		}
		return w.names.name(a)
	}
}
