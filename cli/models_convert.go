package cli

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/tfjs"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func modelsConvertCommand() *cobra.Command {
	var to string
	var c tfjs.Config
	var meta []string
	var size string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "convert MODEL.json",
		Short: "Turn a graph model of TensorFlow.js into ONNX",
		Long: `Turn a graph model of TensorFlow.js, a model.json with its weights' files beside it, into one file
of ONNX. Pictures have their channels first in it. What it does not convert it names.`,
		Example: "  custos models convert models/faceres.json -o faceres.onnx",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c.Metadata = map[string]string{}
			if size != "" {
				var err error
				if c.Width, c.Height, err = parseSize(size); err != nil {
					return err
				}
			}
			for _, m := range meta {
				key, value, ok := strings.Cut(m, "=")
				if !ok || key == "" {
					return custos.Errorf(custos.Invalid, "--meta %q: write KEY=VALUE", m)
				}
				c.Metadata[key] = value
			}
			// No weights' file outside of the model's directory is read, by links neither.
			dir, err := os.OpenRoot(filepath.Dir(args[0]))
			if err != nil {
				return custos.Errorf(custos.Invalid, "%w", err)
			}
			defer dir.Close()
			r, err := tfjs.Convert(dir.FS(), filepath.Base(args[0]), c)
			if err != nil {
				return custos.Errorf(custos.KindOf(err), "%s: %w", args[0], err)
			}
			if to == "" {
				to = strings.TrimSuffix(args[0], filepath.Ext(args[0])) + ".onnx"
			}
			if err := service.WriteFile(to, r.Model, 0o644); err != nil {
				return err
			}
			if asJSON {
				return term.JSON(cmd.OutOrStdout(), converted{to, len(r.Model), r.Inputs, r.Outputs, r.Before, r.After, r.Source, r.Weights})
			}
			rows := [][]string{{"", "NAME", "TYPE", "DIMENSIONS", "NOTE"}}
			for _, side := range []struct {
				what  string
				ports []tfjs.Port
			}{{"input", r.Inputs}, {"output", r.Outputs}} {
				for _, p := range side.ports {
					rows = append(rows, []string{side.what, p.Name, p.Type, fmt.Sprint(p.Dims), p.Note})
				}
			}
			if err := term.Table(cmd.OutOrStdout(), rows); err != nil {
				return err
			}
			_, err = term.Printf(cmd.OutOrStdout(), "%d operations of %d: %s\n%s: %.1f MB\n", total(r.After), total(r.Before), counted(r.After), to, float64(len(r.Model))/1e6)
			return err
		},
	}
	cmd.Flags().StringVarP(&to, "output", "o", "", "the `file` that is written (default: MODEL.onnx)")
	cmd.Flags().IntVar(&c.Batch, "batch", 1, "how `many` pictures it takes at a time, where the network leaves that open")
	cmd.Flags().StringVar(&size, "size", "", "the `pixels` of its picture where the network leaves them open, as 256 or 384x256")
	cmd.Flags().StringArrayVar(&c.Outputs, "output-tensor", nil, "an output, or a `tensor` inside of the network, that is wanted (default: all outputs)")
	cmd.Flags().StringArrayVar(&meta, "meta", nil, "something to note in the file, as `KEY=VALUE`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// converted is what a conversion says to programs.
type converted struct {
	File    string         `json:"file"`
	Bytes   int            `json:"bytes"`
	Inputs  []tfjs.Port    `json:"inputs"`
	Outputs []tfjs.Port    `json:"outputs"`
	Before  map[string]int `json:"operations_before"`
	After   map[string]int `json:"operations"`
	Source  custos.Hash    `json:"source_sha256"`
	Weights custos.Hash    `json:"weights_sha256"`
}

func total(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// counted lists operations, the most frequent first.
func counted(counts map[string]int) string {
	var out []string
	for _, name := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	}) {
		out = append(out, fmt.Sprintf("%d %s", counts[name], name))
	}
	return strings.Join(out, ", ")
}
