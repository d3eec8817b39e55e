package tfjs

import "slices"

func (c *converter) matMul() (*value, error) {
	a, b := c.in[0], c.in[1]
	if err := floatsOnly(a, b); err != nil {
		return nil, err
	}
	turnA, err := c.node.truth("transpose_a")
	if err != nil {
		return nil, err
	}
	turnB, err := c.node.truth("transpose_b")
	if err != nil {
		return nil, err
	}
	if len(a.shape) != 2 || len(b.shape) != 2 {
		return nil, wrongf("it multiplies the shapes %v and %v: matrices are wanted", a.shape, b.shape)
	}
	sides := func(s []int, turned bool) (rows, columns int) {
		if turned {
			return s[1], s[0]
		}
		return s[0], s[1]
	}
	rows, same := sides(a.shape, turnA)
	other, columns := sides(b.shape, turnB)
	if same != other || same < 0 {
		return nil, wrongf("it multiplies the shapes %v and %v", a.shape, b.shape)
	}
	in := []string{c.plain(a), c.plain(b)}
	attrs := []onnxAttr{attrWhole("transA", int(truth(turnA))), attrWhole("transB", int(truth(turnB)))}
	shape := []int{rows, columns}
	// A constant bias is part of ONNX's operation.
	does, err := c.node.texts("fused_ops")
	if err != nil {
		return nil, err
	}
	if len(does) > 0 && does[0] == "BiasAdd" && len(c.in) > 2 {
		bias := c.in[2]
		if bias.dtype == float && bias.constant != nil && slices.Equal(bias.shape, []int{columns}) {
			in = append(in, c.plain(bias))
			v := plain(float, shape, c.graph.add(c.node.Name, "Gemm", in, attrs...))
			return c.does(v, does[1:], c.in[3:])
		}
	}
	return c.does(plain(float, shape, c.graph.add(c.node.Name, "Gemm", in, attrs...)), does, c.in[2:])
}

func (c *converter) batchMatMul() (*value, error) {
	a, b := c.in[0], c.in[1]
	if err := floatsOnly(a, b); err != nil {
		return nil, err
	}
	ra, rb := len(a.shape), len(b.shape)
	if ra < 2 || rb < 2 {
		return nil, wrongf("it multiplies the shapes %v and %v: matrices are wanted", a.shape, b.shape)
	}
	for i, v := range []**value{&a, &b} {
		turned, err := c.node.truth([]string{"adj_x", "adj_y"}[i])
		if err != nil {
			return nil, err
		}
		if turned {
			n := len((*v).shape)
			perm := identity(n)
			perm[n-1], perm[n-2] = n-2, n-1
			*v = c.transposed(*v, perm)
		}
	}
	if a.shape[ra-1] != b.shape[rb-2] {
		return nil, wrongf("it multiplies the shapes %v and %v", a.shape, b.shape)
	}
	shape, err := broadcastShapes(a.shape[:ra-2], b.shape[:rb-2])
	if err != nil {
		return nil, err
	}
	shape = append(shape, a.shape[ra-2], b.shape[rb-1])
	return plain(float, shape, c.graph.add(c.node.Name, "MatMul", []string{c.plain(a), c.plain(b)})), nil
}
