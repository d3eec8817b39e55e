package host

import (
	"context"
	"errors"
	"slices"

	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/behavior"
	"custos.dev/custos/analyze/detect"
	"custos.dev/custos/analyze/feature"
	"custos.dev/custos/analyze/identify"
	"custos.dev/custos/analyze/plates"
	"custos.dev/custos/analyze/poses"
	"custos.dev/custos/analyze/remote"
	"custos.dev/custos/analyze/sound"
	"custos.dev/custos/analyze/track"
	"custos.dev/custos/service"
)

// specs is the one table of the analyzers that Custos has.
var specs = []analyze.Spec{
	detect.Spec,
	track.Spec,
	behavior.Spec,
	feature.Spec,
	sound.Spec,
	plates.Spec,
	identify.Spec,
	poses.Spec,
}

// Specs are the analyzers that Custos has; each is a service of every node of its tier.
func Specs() []analyze.Spec { return specs }

// serves reports that a node has an analyzer of a name.
func serves(n *service.Node, name string) bool {
	return slices.ContainsFunc(Specs(), func(s analyze.Spec) bool {
		return s.Name == name && s.Tier == n.Tier && (s.On == nil || s.On(n))
	})
}

// Check says what is wrong with what a site file says to its analyzers, of Custos and of
// others. taken says of a name that a service has it.
func Check(site *service.Site, taken func(name string) bool) error {
	var errs []error
	for _, s := range specs {
		if s.Config != nil {
			errs = append(errs, s.Config(site))
		}
	}
	return errors.Join(append(errs, remote.Check(site, taken))...)
}

// Programs are the services of a node that run programs of others; RunProgram is what each
// of their processes does.
func Programs(n *service.Node) []string { return remote.Names(n) }

// RunProgram runs the analyzer that the site file names as the service is called.
func RunProgram(ctx context.Context, env *service.Env) error {
	spec, err := remote.Spec(env.Site, env.Node, env.ID.Service())
	if err != nil {
		return err
	}
	return Run(spec)(ctx, env)
}
