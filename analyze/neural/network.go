package neural

import "context"

// Network answers tensors with tensors, as models.Runner does. What it returns belongs to the
// caller.
type Network interface {
	Run(ctx context.Context, in ...Tensor) ([]Tensor, error)
}
