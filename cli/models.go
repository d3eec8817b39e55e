package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/cascade"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func modelsCommand() *cobra.Command {
	var t target
	c := &cobra.Command{
		Use:   "models",
		Short: "Neural detectors of the site: add, list, verify",
		Long: `Neural detectors of the site. Custos brings none: you add a network of your own in ONNX, of
the shape of YOLOX, YOLOv5 to 12, FastestDet or RT-DETR, or with its suppression in it, and
name it at a camera in the site file (model: NAME). An embedding tells people apart for search
(--shape embedding, embedding: NAME). ONNX Runtime runs it in a process of its own; make onnx
installs that. What the network's file says of its classes, task and picture is taken over.`,
	}
	t.siteFlags(c)
	c.AddCommand(modelsAddCommand(&t), modelsListCommand(&t), modelsVerifyCommand(&t), modelsConvertCommand())
	return c
}

func modelsAddCommand(t *target) *cobra.Command {
	var m models.Model
	var digest, shape, size string
	var classes []string
	c := &cobra.Command{
		Use:     "add FILE",
		Short:   "Run a network once, and keep it for the site's cameras if it is understood",
		Example: "  custos models add yolox_nano.onnx --name yolox-nano --class 0=person --class 2=vehicle --sha256 0x…",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			var want custos.Hash
			if digest != "" {
				if want, err = custos.ParseHash("0x" + strings.TrimPrefix(digest, "0x")); err != nil {
					return custos.Errorf(custos.Invalid, "--sha256: %w", err)
				}
			}
			for _, c := range classes {
				n, name, ok := strings.Cut(c, "=")
				i, err := strconv.Atoi(n)
				if !ok || err != nil || name == "" {
					return custos.Errorf(custos.Invalid, "--class %q: write the network's number and a name, as 0=person", c)
				}
				if m.Classes == nil {
					m.Classes = map[int]custos.Class{}
				}
				m.Classes[i] = custos.Class(name)
			}
			m.Shape = neural.Shape(shape)
			if size != "" {
				if m.Width, m.Height, err = parseSize(size); err != nil {
					return err
				}
			}
			if m.Name == "" {
				m.Name = strings.ReplaceAll(strings.ToLower(strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))), ".", "-")
			}
			if m, err = models.Add(cmd.Context(), models.Dir(site), args[0], want, m); err != nil {
				return err
			}
			what, use := "a detector of the shape "+string(m.Shape), fmt.Sprintf("model: %s, width: %d", m.Name, m.Width)
			if m.Shape == neural.Embedding {
				what, use = "an embedding", "embedding: "+m.Name
			} else {
				what += " that reports " + reportedBy(m)
			}
			_, err = term.Printf(cmd.OutOrStdout(), "%s: %s for pictures of %dx%d, sha256 %s\nName it at a camera in the site file (%s) and start the site again.\n",
				m.Name, what, m.Width, m.Height, m.Digest, use)
			return err
		},
	}
	c.Flags().StringVar(&m.Name, "name", "", "its `name` (default: the file's)")
	c.Flags().StringVar(&digest, "sha256", "", "the `digest` that the file must have")
	c.Flags().StringVar(&shape, "shape", "", "yolox, yolov8, yolov5, fastestdet, rtdetr, endtoend, efficientnms (default: as its outputs say), or embedding")
	c.Flags().StringVar(&size, "size", "", "the `pixels` of its picture where the network leaves them open, as 640 or 640x384")
	c.Flags().StringArrayVar(&classes, "class", nil, "a class that is reported, as `NUMBER=NAME` (default: people and vehicles by the network's own names, or COCO's)")
	c.Flags().Float64Var(&m.Floor, "floor", 0, "the least `score` that is reported (default 0.1)")
	c.Flags().DurationVar(&m.Every, "every", 0, "how long it waits at least between two looks (default 200ms)")
	c.Flags().StringVar(&m.Source, "source", "", "where it comes from and on which terms, in `words`")
	return c
}

func modelsListCommand(t *target) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List the site's networks",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			all, err := models.List(models.Dir(site))
			if err != nil {
				return err
			}
			if asJSON {
				return term.JSON(cmd.OutOrStdout(), all)
			}
			if len(all) == 0 {
				_, err := term.Println(cmd.OutOrStdout(), "none: the built-in detector needs none; `custos models add` adds one")
				return err
			}
			rows := [][]string{{"MODEL", "SHAPE", "PICTURE", "EVERY", "CLASSES", "SHA256", "SOURCE"}}
			for _, m := range all {
				every, classes := cmp.Or(m.Every, cascade.DefaultEvery).String(), classesOf(m)
				if m.Shape == neural.Embedding {
					every, classes = "-", "-" // those are of detectors
				}
				rows = append(rows, []string{m.Name, string(m.Shape), pictureOf(m), every, classes, m.Digest.String(), m.Source})
			}
			return term.Table(cmd.OutOrStdout(), rows)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// parseSize reads WIDTHxHEIGHT, or one number for a square.
func parseSize(text string) (width, height int, err error) {
	w, h, two := strings.Cut(text, "x")
	if !two {
		h = w
	}
	width, err = strconv.Atoi(w)
	if err == nil {
		height, err = strconv.Atoi(h)
	}
	if err != nil || width < 32 || height < 32 || width > 4096 || height > 4096 {
		return 0, 0, custos.Errorf(custos.Invalid, "--size %q: write pixels from 32 to 4096, as 640 for a square or 640x384", text)
	}
	return width, height, nil
}

// reportedBy says which classes a detector reports, each once.
func reportedBy(m models.Model) string {
	if len(m.Classes) == 0 {
		return "COCO's people and vehicles"
	}
	var out []string
	for _, c := range m.Classes {
		if !slices.Contains(out, string(c)) {
			out = append(out, string(c))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func pictureOf(m models.Model) string {
	size := fmt.Sprintf("%dx%d", m.Width, m.Height)
	if m.Free {
		return "up to " + size
	}
	return size
}

func classesOf(m models.Model) string {
	if len(m.Classes) == 0 {
		return "coco"
	}
	var numbers []int
	for n := range m.Classes {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	var out []string
	for _, n := range numbers {
		out = append(out, fmt.Sprintf("%d=%s", n, m.Classes[n]))
	}
	return strings.Join(out, " ")
}

func modelsVerifyCommand(t *target) *cobra.Command {
	c := &cobra.Command{
		Use:   "verify",
		Short: "Compare the networks' files with their digests, and let each run once",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			dir := models.Dir(site)
			all, err := models.List(dir)
			if err != nil {
				return err
			}
			bad := false
			for _, m := range all {
				said := "as it was added"
				if err := m.Verify(cmd.Context(), dir); err != nil {
					said, bad = err.Error(), true
				}
				term.Printf(cmd.OutOrStdout(), "%s: %s\n", m.Name, said)
			}
			if bad {
				return exitCode(1)
			}
			return nil
		},
	}
	return c
}
