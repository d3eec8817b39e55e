package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/fleet"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

func eventsCommand() *cobra.Command {
	var t target
	var e events
	c := &cobra.Command{
		Use:   "events",
		Short: "List what was observed, newest last",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if e.link, err = openSite(&t); err != nil {
				return err
			}
			e.as, e.out = t.as, cmd.OutOrStdout()
			return e.run(cmd.Context())
		},
	}
	t.flags(c)
	c.Flags().StringSliceVar(&e.kinds, "kind", nil, "only these `kinds`: zone, trajectory, segment, stream, decision, …")
	c.Flags().StringVar((*string)(&e.camera), "camera", "", "only of this camera: its `path`, for example campus/front-door/cam1")
	c.Flags().IntVar(&e.limit, "limit", 20, "at most this `number`, 1 to 1000")
	c.Flags().BoolVar(&e.follow, "follow", false, "go on with each new event")
	c.Flags().BoolVar(&e.json, "json", false, "print one JSON object a line")
	c.AddCommand(eventCommand())
	return c
}

// events lists and follows the events of one domain, or of all.
type events struct {
	*link
	as     string
	kinds  []string
	camera custos.Resource
	limit  int
	follow bool
	json   bool

	mu     sync.Mutex // guards what follows
	out    io.Writer
	headed bool
}

// eventLine has the columns of an event for people.
const eventLine = "%-23s  %-9s  %-10s  %-28s  %-33s  %s\n"

func (e *events) run(ctx context.Context) error {
	if e.limit == 0 { // which is no bound to a query
		return custos.Errorf(custos.Invalid, "--limit 0: give a number from 1 to 1000")
	}
	k, err := e.signerFor(e.as)
	if err != nil {
		return err
	}
	fogs := e.fogs()
	if e.camera != "" {
		name, err := e.ownerOf(e.camera)
		if err != nil {
			return err
		}
		fogs = slices.DeleteFunc(fogs, func(n *service.Node) bool { return n.Owner != name })
	}
	q := client.Query{Camera: e.camera, Limit: e.limit}
	for _, k := range e.kinds {
		q.Kinds = append(q.Kinds, custos.Kind(k))
	}
	var all []api.Event
	var errs []error
	last := map[*service.Node]int64{}
	for _, fog := range fogs {
		some, err := e.master(fog, k).Events(ctx, q)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", fog.Name, err))
			continue
		}
		for _, v := range some {
			last[fog] = max(last[fog], v.N)
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b api.Event) int { return a.Time.Compare(b.Time) })
	for _, v := range all[max(0, len(all)-e.limit):] {
		if err := e.print(v); err != nil {
			return err
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fleet.WhyNot(ctx, e.site, firstKind(errs, err))
	}
	if !e.follow {
		return nil
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, fog := range fogs {
		g.Go(func() error { return e.followOne(ctx, fog, e.master(fog, k), last[fog]) })
	}
	return g.Wait()
}

// firstKind gives several failures the kind of the first, for the exit code.
func firstKind(errs []error, all error) error {
	return custos.Errorf(custos.KindOf(errs[0]), "%w", all)
}

// followOne prints a master's new events until ctx ends. A master that is away
// for a while is asked again; what it committed meanwhile is not missed.
func (e *events) followOne(ctx context.Context, fog *service.Node, c *client.Client, last int64) error {
	for ctx.Err() == nil {
		err := e.stream(ctx, c, &last)
		if k := custos.KindOf(err); err != nil && k != custos.Unavailable && k != custos.Internal {
			return fmt.Errorf("%s: %w", fog.Name, err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
		if ctx.Err() == nil {
			// The stream begins now; the time until it does is asked for.
			if err := e.catchUp(ctx, c, &last); err != nil && custos.KindOf(err) == custos.Denied {
				return fmt.Errorf("%s: %w", fog.Name, err)
			}
		}
	}
	return nil
}

func (e *events) catchUp(ctx context.Context, c *client.Client, last *int64) error {
	for {
		some, err := c.Events(ctx, client.Query{Forward: true, After: *last, Limit: 1000})
		if err != nil {
			return err
		}
		for _, v := range some {
			if err := e.take(v, last); err != nil {
				return err
			}
		}
		if len(some) < 1000 {
			return nil
		}
	}
}

// take prints an event that is wanted and was not printed before.
func (e *events) take(v api.Event, last *int64) error {
	if v.N <= *last {
		return nil
	}
	*last = v.N
	if len(e.kinds) > 0 && !slices.Contains(e.kinds, string(v.Kind)) || e.camera != "" && v.Resource != e.camera {
		return nil
	}
	return e.print(v)
}

func (e *events) stream(ctx context.Context, c *client.Client, last *int64) error {
	resp, err := c.Do(ctx, api.GetStream.Method, api.GetStream.Path, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	// What was committed between the listing and the stream's beginning.
	if err := e.catchUp(ctx, c, last); err != nil {
		return err
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var u api.Update
		if err := json.Unmarshal([]byte(data), &u); err != nil {
			return custos.Errorf(custos.Internal, "the stream of events does not parse: %w", err)
		}
		if u.Event != nil {
			if err := e.take(*u.Event, last); err != nil {
				return err
			}
		}
	}
	return custos.Errorf(custos.Unavailable, "the stream of events ended: %w", cmpErr(lines.Err()))
}

func cmpErr(err error) error {
	if err == nil {
		return io.EOF
	}
	return err
}

func (e *events) print(v api.Event) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.json {
		return json.NewEncoder(e.out).Encode(v)
	}
	if !e.headed {
		e.headed = true
		term.Printf(e.out, eventLine, "TIME", "MARK", "KIND", "RESOURCE", "EVENT", "WHAT")
	}
	_, err := term.Printf(e.out, eventLine, v.Time.In(e.site.Location()).Format("2006-01-02 15:04:05.000"), v.Mark, v.Kind, v.Resource, v.ID, saying(v.Body)+clockNote(v.ClockOffset)+falseNote(v.False))
	return err
}

// falseNote warns of a segment whose claim about time cannot be true.
func falseNote(why string) string {
	if why == "" {
		return ""
	}
	return "  (FALSE: " + why + ")"
}

// clockNote warns of times by a clock that was more than an hour off.
func clockNote(ms int64) string {
	off := (time.Duration(ms) * time.Millisecond).Round(time.Second)
	switch {
	case off > time.Hour:
		return fmt.Sprintf("  (clock %s ahead)", off)
	case off < -time.Hour:
		return fmt.Sprintf("  (clock %s behind)", -off)
	}
	return ""
}

// saying puts an event's body into a few words.
func saying(body []byte) string {
	var e custos.Event
	if json.Unmarshal(body, &e) != nil {
		var b struct{ Broken, Removed string }
		_ = json.Unmarshal(body, &b)
		if b.Removed != "" {
			return (&api.Event{Body: body}).RemovedText()
		}
		return b.Broken
	}
	return observe.Text(&e, nil)
}
