package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fog"
	"custos.dev/custos/ledger"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func auditCommand() *cobra.Command {
	var t target
	var only string
	var asJSON bool
	var o auditOrder
	c := &cobra.Command{
		Use:   "audit",
		Short: "Compare everything the masters keep with what was committed, witnessed and anchored",
		Long: `Compare everything the masters keep with what was committed, witnessed and
anchored: rows, bodies, batches, log, checkpoints, the ledger, and the footage.
Nothing is changed; the site may be running.

With --repair the running masters put right what can be proved, from their own data or the other owners'
copies; what stood there is kept below the master's directory, in altered/, and --kept lists it. With
--gaps what is not there is listed: numbers of services that were never committed, times in which
cameras were not recorded, segments that are missing. With --camera, --from and --until it is said in one
sentence whether the record of that camera is complete, and what is missing is named by its cause: retention,
erasure, cut, crash, never recorded.

Exit code 0: all of it agrees. 1: something does not, and is named. 2: nothing is
wrong, but something cannot be decided here. With --gaps and --camera, 1 says that something is missing.`,
		Args: cobra.NoArgs,
		Example: `  custos audit --repair
  custos audit --camera campus/front-door/cam1 --from 2026-11-24T18:00:00Z --until 2026-11-24T19:00:00Z`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			if done, err := o.run(cmd, l, &t, custos.NodeName(only), asJSON); done || err != nil {
				return err
			}
			reports, err := l.audit(cmd.Context(), custos.NodeName(only), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			if asJSON {
				err = term.JSON(cmd.OutOrStdout(), reports)
			} else {
				err = printAudit(cmd.OutOrStdout(), reports)
			}
			if err != nil {
				return err
			}
			return resultCode(auditResult(reports))
		},
	}
	t.flags(c)
	o.flags(c)
	c.Flags().StringVar(&only, "fog", "", "audit the master of this `node` only")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// auditResult is the worst result of several masters.
func auditResult(reports []*fog.AuditReport) evidence.Status {
	result := evidence.Pass
	for _, r := range reports {
		if r.Result == evidence.Fail || result == evidence.Pass {
			result = r.Result
		}
		if result == evidence.Fail {
			break
		}
	}
	return result
}

func printAudit(w io.Writer, reports []*fog.AuditReport) error {
	for _, r := range reports {
		for _, f := range r.Findings {
			term.Printf(w, "%-7s %s: %s\n", f.Status, f.What, f.Detail)
		}
		for _, n := range r.Notes {
			term.Printf(w, "NOTE    %s\n", n)
		}
		for _, cause := range slices.Sorted(maps.Keys(r.Removals)) {
			term.Printf(w, "REMOVED %d %s\n", r.Removals[cause], cause)
		}
		if r.More > 0 {
			term.Printf(w, "        and %d more\n", r.More)
		}
		term.Printf(w, "%s: %d events in %d batches (%d staged), %d leaves, %d of them anchored, %d checkpoints, %d segments; %d findings\n",
			r.Domain, r.Events, r.Batches, r.Staged, r.Size, r.Anchored, r.Checkpoints, r.Segments, len(r.Findings)+r.More)
	}
	_, err := term.Println(w, auditResult(reports))
	return err
}

// audit audits the masters of the site, or the one of a node.
func (l *link) audit(ctx context.Context, only custos.NodeName, progress io.Writer) ([]*fog.AuditReport, error) {
	fogs, err := l.auditedFogs(only)
	if err != nil {
		return nil, err
	}
	var out []*fog.AuditReport
	for _, n := range fogs {
		r, err := audited(ctx, l, n, progress, fog.Audit)
		if away := new(elsewhere); errors.As(err, &away) {
			f := fog.Finding{Status: evidence.Unknown, What: "database", Detail: away.Error()}
			r, err = &fog.AuditReport{Domain: away.log.Domain, Origin: away.log.Origin, Result: evidence.Unknown, Findings: []fog.Finding{f}}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("audit %s: %w", n.Name, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// auditedFogs are all fogs of the site, or the one of a name.
func (l *link) auditedFogs(only custos.NodeName) ([]*service.Node, error) {
	fogs := l.fogs()
	if only != "" {
		fogs = slices.DeleteFunc(fogs, func(n *service.Node) bool { return n.Name != only })
	}
	if len(fogs) == 0 {
		return nil, custos.Errorf(custos.NotFound, "the site has no fog node %q", only)
	}
	return fogs, nil
}

// elsewhere says that a master's database is not here: another machine's, or taken away; that cannot be
// told apart here.
type elsewhere struct {
	log      evidence.TrustLog
	node     custos.NodeName
	database string
}

func (e *elsewhere) Error() string {
	return fmt.Sprintf("the master of %s has no database at %s: audit it on its own machine", e.node, e.database)
}

// audited looks at what a fog's master keeps, beside the running one or not.
func audited[T any](ctx context.Context, l *link, n *service.Node, progress io.Writer, look func(context.Context, fog.AuditConfig) (T, error)) (none T, err error) {
	dir := l.site.Dir(fleet.MasterOf(n))
	cfg := fog.AuditConfig{
		Database: fog.DatabaseOf(n, dir), LogDir: filepath.Join(dir, "log"), Trust: l.trust,
		Recordings: func(_ custos.CameraID, by custos.ServiceID) (string, bool) { return l.recordings(by) },
	}
	domain := l.site.Domain(n)
	i := slices.IndexFunc(l.trust.Logs, func(t evidence.TrustLog) bool { return t.Domain == domain })
	if i < 0 {
		return none, custos.Errorf(custos.Corrupt, "the trust file has no log of %s", domain)
	}
	cfg.Log = l.trust.Logs[i]
	if path, file := fog.DatabaseFile(cfg.Database); !file {
		// It is asked where it is.
	} else if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return none, &elsewhere{cfg.Log, n.Name, cfg.Database}
	}
	chain, end, err := l.chainOf(ctx, n, progress)
	if err != nil {
		cfg.NoChain = err.Error()
	} else {
		defer end()
		cfg.Chain = ledger.Master{Client: chain, Domain: domain}
	}
	return look(ctx, cfg)
}

// recordings finds where the service that sealed a camera's segments keeps them. It is the
// one that their events name, whatever the site file says of that camera by now: one that
// was renamed or taken out has its recordings where they were.
func (l *link) recordings(by custos.ServiceID) (string, bool) {
	// The name comes out of a master's database and becomes a path.
	if rel, err := filepath.Rel(l.site.Data, l.site.Dir(by)); err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	_, err := os.Stat(l.site.NodeDir(by.Node()))
	return fleet.RecordingsOf(l.site, by), err == nil
}

// chainOf connects to a fog's ledger: the running one, else a node that is started
// on its data for as long as the audit lasts. end must be called.
func (l *link) chainOf(ctx context.Context, n *service.Node, progress io.Writer) (c *ledger.Client, end func(), err error) {
	try, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	c, err = node.DialLedger(try, l.site, l.trust, n)
	if err == nil {
		return c, c.Close, nil
	}
	if custos.KindOf(err) != custos.Unavailable || ctx.Err() != nil {
		return nil, nil, err
	}
	data := filepath.Join(l.site.Dir(fleet.LedgerOf(n)), "chain")
	if _, err := os.Stat(data); err != nil {
		return nil, nil, custos.Errorf(custos.Unavailable, "%s's ledger does not answer and its data is not on this machine", n.Name)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	cfg, err := node.LedgerConfig(l.site, l.trust, "")
	if err != nil {
		return nil, nil, err
	}
	term.Printf(progress, "%s's ledger does not answer: reading its chain from %s\n", n.Name, data)
	m, err := startReader(ctx, filepath.Join(filepath.Dir(self), node.MinerName), data, node.GenesisPath(l.site))
	if err != nil {
		return nil, nil, err
	}
	cfg.Endpoint = m.rpc
	c, err = ledger.Dial(ctx, cfg)
	if err != nil {
		m.end()
		return nil, nil, err
	}
	return c, func() { c.Close(); m.end() }, nil
}

// reader is an Ethereum node that mines nothing and has no peers.
type reader struct {
	cmd *exec.Cmd
	rpc string
}

// readerStart bounds how long a node may take to open its chain.
const readerStart = time.Minute

func startReader(ctx context.Context, program, data, genesis string) (*reader, error) {
	cmd := exec.CommandContext(ctx, program, "--data", data, "--genesis", genesis, "--mine=false", "--rpc", "127.0.0.1:0", "--log", "error")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	// It would keep the chain's data locked if this process were killed.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, custos.Errorf(custos.Unavailable, "the ledger's program cannot be started; run `make build`, or `custos up`: %w", err)
	}
	r := &reader{cmd: cmd}
	stop := time.AfterFunc(readerStart, func() { _ = cmd.Process.Signal(syscall.SIGTERM) })
	defer stop.Stop()
	lines := bufio.NewScanner(out)
	var ready struct {
		RPC string `json:"rpc"`
	}
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &ready) != nil || ready.RPC == "" {
		r.end()
		return nil, custos.Errorf(custos.Unavailable, "the ledger's data at %s cannot be opened: another node may have it, or it is damaged; start the site by `custos up` and audit then", data)
	}
	r.rpc = ready.RPC
	return r, nil
}

// end stops the node and waits until it has closed its data.
func (r *reader) end() {
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	_ = r.cmd.Wait()
}
