package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/identify"
	"custos.dev/custos/api"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func faceCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "face",
		Short: "Who is enrolled by his face, and the owner's permit for that",
		Long: `Who is enrolled by his face, and the owner's permit for that. A fog looks at faces only if its
part of the site file has the section faces, and only at cameras that the owner's signed permit
names with purpose and legal basis: docs/face.md. What is asked here takes the action biometrics.`,
	}
	c.AddCommand(faceEnrollCommand(), faceListCommand(), faceRemoveCommand(), facePermitCommand())
	return c
}

// faces gives orders about who is enrolled.
type faces struct {
	target
	api.FaceOrder
	json bool
}

func (f *faces) flags(c *cobra.Command) {
	f.target.flags(c)
	c.Flags().StringVar((*string)(&f.Where), "where", "", "the cameras that it is about: a camera's `path`, or what cameras are in (default: the domain)")
	c.Flags().StringVar(&f.List, "list", "", "a watch list's `name`")
	c.Flags().BoolVar(&f.json, "json", false, "print JSON")
}

// master is whose order it is: that of the part of the site it is about, else of the only domain.
func (f *faces) fog(l *link) (*service.Node, error) {
	fogs := l.fogs()
	if f.Where == "" {
		if len(fogs) != 1 {
			return nil, custos.Errorf(custos.Invalid, "the site has %d domains: say which by --where", len(fogs))
		}
		return fogs[0], nil
	}
	owner, err := l.ownerOf(f.Where)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(fogs, func(n *service.Node) bool { return n.Owner == owner })
	if i < 0 {
		return nil, custos.Errorf(custos.NotFound, "%s has no fog in the site file", owner)
	}
	return fogs[i], nil
}

// order sends one order, signed by the owner if by nobody else.
func (f *faces) order(ctx context.Context, l *link, o api.FaceOrder) (*api.Faces, error) {
	fog, err := f.fog(l)
	if err != nil {
		return nil, err
	}
	k, err := l.signerFor(cmp.Or(f.target.as, string(fog.Owner)))
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	if _, err := api.ReadFaceOrder(body); err != nil {
		return nil, err
	}
	out := &api.Faces{}
	return out, l.master(fog, k).JSON(ctx, http.MethodPost, api.PostFaces.Path, body, out)
}

func faceEnrollCommand() *cobra.Command {
	var f faces
	var until string
	c := &cobra.Command{
		Use:   "enroll NAME IMAGES...",
		Short: "Let somebody's face be known, by pictures of it",
		Long: `Let somebody's face be known, by pictures of it: JPEG, PNG or PGM, each of one face from the
front, three to five under different light. A picture is scaled down here, without what its file
says beside it, and is not kept; the service keeps numbers that describe it, sealed. Pictures that
are refused are said with the reason, and the others are taken.`,
		Example: `  custos face enroll "Ada Lovelace" ada1.jpg ada2.jpg --list staff --where campus/front-door
  custos face enroll "case 12" case12.png --list wanted --until 2026-12-31`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&f.target)
			if err != nil {
				return err
			}
			if until != "" {
				if f.Until, err = untilOf(until, l.site.Location()); err != nil {
					return err
				}
			}
			return f.enroll(cmd.Context(), l, cmd.OutOrStdout(), args[0], args[1:])
		},
	}
	f.flags(c)
	c.Flags().StringVar(&until, "until", "", "remove him at this `time`: 2026-12-31, or 2026-12-31T18:00:00Z")
	return c
}

// untilOf reads a day, whose first moment is meant, or a moment.
func untilOf(text string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return t, custos.Errorf(custos.Invalid, "--until %q: write 2026-12-31, or 2026-12-31T18:00:00Z", text)
	}
	return t.UTC(), nil
}

func (f *faces) enroll(ctx context.Context, l *link, out io.Writer, name string, files []string) error {
	var last *api.Faces
	refused := 0
	var first error
	for _, file := range files {
		o := f.FaceOrder
		o.Do, o.Name = api.EnrollFace, name
		var err error
		if o.Picture, err = portraitOf(file); err == nil {
			var v *api.Faces
			if v, err = f.order(ctx, l, o); err == nil {
				last = v
				if !f.json {
					term.Printf(out, "%s: taken, quality %.2f\n", file, v.Quality)
				}
				continue
			}
		}
		if k := custos.KindOf(err); k != custos.Invalid {
			return err // it is not the picture
		}
		refused++
		first = cmp.Or(first, error(custos.Errorf(custos.Invalid, "%s: %w", file, err)))
		if !f.json {
			term.Printf(out, "%s: refused: %s\n", file, term.ErrorText(err))
		}
	}
	if last == nil {
		return first
	}
	if f.json {
		return term.JSON(out, last)
	}
	p := last.People[0]
	term.Printf(out, "%s is enrolled as %s by %d pictures", custos.Plain(p.Name), p.ID, p.Pictures)
	if refused > 0 {
		term.Printf(out, "; %d were refused", refused)
	}
	_, err := term.Println(out)
	return err
}

func faceListCommand() *cobra.Command {
	var f faces
	c := &cobra.Command{
		Use:   "list",
		Short: "List who is enrolled, and from where on a face counts as somebody's",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := openSite(&f.target)
			if err != nil {
				return err
			}
			v, err := f.order(cmd.Context(), l, api.FaceOrder{Do: api.ListFaces, Where: f.Where})
			if err != nil {
				return err
			}
			if f.json {
				return term.JSON(cmd.OutOrStdout(), v)
			}
			return printFaces(cmd.OutOrStdout(), v)
		},
	}
	f.flags(c)
	return c
}

func printFaces(out io.Writer, v *api.Faces) error {
	if v.Off != "" {
		term.Printf(out, "off: %s\n", custos.Plain(v.Off))
	}
	if v.Compared != "" {
		rate := fmt.Sprintf("%d strangers are known, too few to say how many of them reach that", v.Strangers)
		if v.FalseAccepts > 0 {
			rate = fmt.Sprintf("%.2g%% of the %d strangers known reach that", 100*v.FalseAccepts, v.Strangers)
		}
		term.Printf(out, "found by %s, compared by %s; a face counts from %.2f on: %s\n", v.Found, v.Compared, v.Threshold, rate)
	}
	if len(v.People) == 0 {
		_, err := term.Println(out, "nobody is enrolled")
		return err
	}
	rows := [][]string{{"ID", "NAME", "LIST", "WHERE", "PICTURES", "SINCE", "UNTIL", "BY"}}
	for _, p := range v.People {
		until, pictures := "", fmt.Sprint(p.Pictures)
		if !p.Until.IsZero() {
			until = p.Until.Format(time.DateOnly)
		}
		if v.Compared != "" && p.Compared != v.Compared {
			pictures += " by " + p.Compared + ": enrol anew"
		}
		rows = append(rows, []string{p.ID, custos.Plain(p.Name), custos.Plain(p.List), string(p.Where), pictures, p.At.Format(time.DateOnly), until, custos.Plain(p.By)})
	}
	return term.Table(out, rows)
}

func faceRemoveCommand() *cobra.Command {
	var f faces
	c := &cobra.Command{
		Use:   "remove NAME",
		Short: "Forget somebody's face: NAME is what he was enrolled as, or the ID that events have",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&f.target)
			if err != nil {
				return err
			}
			v, err := f.order(cmd.Context(), l, api.FaceOrder{Do: api.RemoveFace, Where: f.Where, List: f.List, Name: args[0]})
			if err != nil {
				return err
			}
			if f.json {
				return term.JSON(cmd.OutOrStdout(), v)
			}
			for _, p := range v.People {
				term.Printf(cmd.OutOrStdout(), "%s (%s) is forgotten: his templates are overwritten\n", p.ID, custos.Plain(p.Name))
			}
			_, err = term.Println(cmd.OutOrStdout(), "Events that name the ID stay, and say nobody's name: `custos erase` removes them.")
			return err
		},
	}
	f.flags(c)
	return c
}

func facePermitCommand() *cobra.Command {
	var t target
	var show bool
	c := &cobra.Command{
		Use:   "permit [FILE]",
		Short: "Sign the owner's permit that a file says, or show the one that counts",
		Long: `Sign the owner's permit that a file says. It counts at once, and at this machine's fog; for a fog
on another machine copy what is written to the same place of its data directory. Without a permit
that names a camera no face of it is looked at. Sign one without cameras to end all of it.

  owner: alma
  domain: campus/front-door
  cameras:
    - camera: campus/front-door
      purpose: doors open for staff
      legal_basis: consent, works agreement 12 of 2026
      keep: 30d                  # events about faces; the site file must not keep them longer
      until: 2027-06-30T00:00:00Z
      lists: [staff]             # left out: every list
      strangers: 7d              # left out: no template of others is kept, no rate is stated`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return l.showPermits(cmd.OutOrStdout())
			}
			return l.permit(cmd.OutOrStdout(), args[0], t.as, show)
		},
	}
	t.flags(c)
	c.Flags().BoolVar(&show, "dry-run", false, "only say what is wrong with the file")
	return c
}

// permit signs what a file says by its owner's key.
func (l *link) permit(out io.Writer, file, as string, dry bool) error {
	text, err := readBounded(file, 256<<10)
	if err != nil {
		return err
	}
	p, err := identify.ReadPermit(text)
	if err != nil {
		return err
	}
	if o, ok := l.site.Owner(p.Owner); !ok || o.Domain != p.Domain {
		return custos.Errorf(custos.Invalid, "the site file has no owner %s of %s", p.Owner, p.Domain)
	}
	if dry {
		_, err := term.Println(out, "the file says what a permit needs; nothing was signed")
		return err
	}
	k, err := l.signerFor(cmp.Or(as, string(p.Owner)))
	if err != nil {
		return err
	}
	if err := p.Sign(k, l.trust.ChainID, l.trust.Contracts.Registry.Address, time.Now()); err != nil {
		return err
	}
	path := identify.PermitPath(l.site, p.Owner)
	if err := p.Write(path); err != nil {
		return err
	}
	term.Printf(out, "signed by %s: %s\n", k.Address(), path)
	return printPermit(out, p)
}

func (l *link) showPermits(out io.Writer) error {
	for _, o := range l.site.Owners {
		text, err := readBounded(identify.PermitPath(l.site, o.Name), 256<<10)
		if err != nil {
			term.Printf(out, "%s: no permit\n", o.Name)
			continue
		}
		p, err := identify.ReadPermit(text)
		if err != nil {
			return err
		}
		term.Printf(out, "%s, signed at %s:\n", o.Name, p.Issued.Format(time.RFC3339))
		if err := printPermit(out, p); err != nil {
			return err
		}
	}
	return nil
}

func printPermit(out io.Writer, p *identify.Permit) error {
	if len(p.Cameras) == 0 {
		_, err := term.Println(out, "no camera: faces are looked at nowhere")
		return err
	}
	rows := [][]string{{"CAMERA", "PURPOSE", "LEGAL BASIS", "KEEP", "UNTIL", "LISTS", "STRANGERS"}}
	for _, a := range p.Cameras {
		strangers := "not kept"
		if a.Strangers > 0 {
			strangers = a.Strangers.String()
		}
		rows = append(rows, []string{string(a.Camera), custos.Plain(a.Purpose), custos.Plain(a.LegalBasis), a.Keep.String(), a.Until.Format(time.RFC3339), cmp.Or(custos.Plain(strings.Join(a.Lists, ", ")), "all"), strangers})
	}
	return term.Table(out, rows)
}
