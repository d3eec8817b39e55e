package cli

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

// What somebody needs who is not on a machine of the site: a key of his own, what the
// site lets everybody know, and signatures for programs that cannot make them.

func accessIdentityCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "identity FILE",
		Short: "Make a key in a file, if there is none, and print its address for an owner to register",
		Long: `Make a key in a file, if there is none, and print its address. An owner registers you by
a row of the site file, and never sees the key. He hands you what "custos access kit"
writes; with that you agree by "custos access consent", which prints the row:

  principals:
    - {name: police, role: authority, owner: alma, address: "0x…", consent: "0x…"}`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := key.LoadOrCreate(args[0])
			if err != nil {
				return err
			}
			_, err = term.Println(cmd.OutOrStdout(), k.Address())
			return err
		},
	}
}

func accessConsentCommand() *cobra.Command {
	var kit, file, owner, role, name string
	c := &cobra.Command{
		Use:   "consent",
		Short: "Agree by your key to be registered by an owner, and print the row for his site file",
		Long: `Agree by your key to be registered by an owner, and print the row for his site file. It is
worth nothing to anybody else, nor to him in another role, after he left the network and came
back, or on another chain.`,
		Example: "  custos access consent --data kit --key police.key --owner alma --name police",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			trust, err := evidence.LoadTrust(filepath.Join(kit, "trust.json"))
			if err != nil {
				return err
			}
			i := slices.IndexFunc(trust.Owners, func(o custos.Owner) bool { return string(o.Name) == owner })
			if i < 0 {
				return custos.Errorf(custos.NotFound, "%s is no owner of %s by the trust file of %s", owner, trust.Site, kit)
			}
			o := trust.Owners[i]
			agree := ledger.Consent{ChainID: trust.ChainID, Registry: trust.Contracts.Registry.Address, Owner: o.Address, Generation: o.Generation, Domain: o.Domain}
			if err := agree.Role.UnmarshalText([]byte(role)); err != nil {
				return custos.Errorf(custos.Invalid, "%w", err)
			}
			k, err := key.Load(file)
			if err != nil {
				return err
			}
			signed, err := agree.Sign(k)
			if err != nil {
				return err
			}
			term.Printf(cmd.ErrOrStderr(), "%s agrees %s. The row for the site file of %s:\n", k.Address(), agree, o.Name)
			_, err = term.Printf(cmd.OutOrStdout(), "- {name: %s, role: %s, owner: %s, address: \"%s\", consent: \"0x%x\"}\n", name, role, owner, k.Address(), signed)
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&kit, "data", "", "the `directory` that \"custos access kit\" wrote")
	f.StringVar(&file, "key", "", "your key `file`")
	f.StringVar(&owner, "owner", "", "the `name` of the owner who is to answer for you")
	f.StringVar(&role, "role", "authority", "authority or cloud")
	f.StringVar(&name, "name", "police", "the `name` by which you are to be known")
	for _, need := range []string{"data", "key", "owner"} {
		_ = c.MarkFlagRequired(need)
	}
	return c
}

func (a *rights) kitCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "kit DIRECTORY",
		Short: "Write what a principal on another machine needs to reach the site; no secret is in it",
		Long: `Write what a principal on another machine needs to reach the site: where its masters
answer, their keys, and the trust file. No secret is in it, but whoever uses it trusts what
it says: hand it over in a way that nobody else can change. There, with a key of
` + "`custos access identity`" + `:

  custos access request campus/front-door live --data DIRECTORY --key police.key --for 1h --reason "…"`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&a.target)
			if err != nil {
				return err
			}
			if err := writeKit(l.site, args[0]); err != nil {
				return err
			}
			_, err = term.Printf(cmd.OutOrStdout(), "%s has what is needed to reach %s\n", args[0], l.site.Name)
			return err
		},
	}
	return c
}

// writeKit writes the part of a site that others may know: no cameras, no edges.
func writeKit(site *service.Site, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return custos.Errorf(custos.Invalid, "%w", err)
	}
	kit := *site
	kit.Data = "."
	kit.Nodes = nil
	for _, n := range site.Nodes {
		if n.Tier == custos.Fog {
			n.Sections = nil
			kit.Nodes = append(kit.Nodes, n)
		}
	}
	text, err := kit.Marshal()
	if err != nil {
		return err
	}
	if _, err := service.Parse(text); err != nil {
		return custos.Errorf(custos.Internal, "the kit's site file is not right: %w", err)
	}
	files := map[string][]byte{"site.yaml": text}
	for _, path := range []string{node.TrustPath(site), node.PinsPath(site)} {
		if files[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			return err
		}
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			return custos.Errorf(custos.Invalid, "%w", err)
		}
	}
	return nil
}

func (a *rights) signCommand() *cobra.Command {
	var body string
	c := &cobra.Command{
		Use:   "sign METHOD URL",
		Short: "Sign a request for curl, which sends it within a minute",
		Example: `  custos access sign GET "/api/events?limit=3" --as police | curl -K -
  custos access sign POST https://127.0.0.1:8443/api/ledger --as police --body call.json | curl -K -`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&a.target)
			if err != nil {
				return err
			}
			k, err := l.signerFor(l.signAs)
			if err != nil {
				return err
			}
			text, err := l.curl(access.Signer{Key: k, ChainID: l.trust.ChainID}, strings.ToUpper(args[0]), args[1], body)
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), text)
			return err
		},
	}
	c.Flags().StringVar(&body, "body", "", "the `file` with the request's body")
	return c
}

// curl writes a signed request as a configuration of curl, the node's key pinned.
func (l *link) curl(s access.Signer, method, address, file string) (string, error) {
	if fogs := l.fogs(); strings.HasPrefix(address, "/") && len(fogs) == 1 {
		address = "https://" + fogs[0].API + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" {
		return "", custos.Errorf(custos.Invalid, "%q is not an https URL: write https://HOST:PORT/PATH, or /PATH where the site has one master", address)
	}
	i := slices.IndexFunc(l.site.Nodes, func(n service.Node) bool { return n.Tier == custos.Fog && strings.EqualFold(n.API, u.Host) })
	if i < 0 {
		var at []string
		for _, n := range l.fogs() {
			at = append(at, n.API)
		}
		return "", custos.Errorf(custos.Invalid, "unknown master %s; known: %s", u.Host, strings.Join(at, ", "))
	}
	pin := l.pins[l.site.Nodes[i].Name]
	var body []byte
	if file != "" {
		if body, err = os.ReadFile(file); err != nil {
			return "", custos.Errorf(custos.Invalid, "%w", err)
		}
	}
	r, err := http.NewRequest(method, u.String(), nil)
	if err != nil {
		return "", custos.Errorf(custos.Invalid, "%w", err)
	}
	if err := s.SignHTTP(r, body); err != nil {
		return "", err
	}
	var b strings.Builder
	line := func(option, value string) { term.Printf(&b, "%s = %s\n", option, strconv.Quote(value)) }
	line("url", u.String())
	line("request", method)
	for name := range r.Header {
		line("header", name+": "+r.Header.Get(name))
	}
	if file != "" {
		line("data-binary", "@"+file)
	}
	// The node's certificate is its own: its key is what is known.
	b.WriteString("insecure\n")
	line("pinnedpubkey", "sha256//"+base64.StdEncoding.EncodeToString(pin[:]))
	return b.String(), nil
}
