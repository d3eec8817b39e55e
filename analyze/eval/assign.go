package eval

import "math"

// forbidden is the cost of a pair that must not be matched.
const forbidden = math.MaxFloat64

// Assign solves the rectangular assignment problem: for each row the column given to it, or
// -1, so that as many pairs as there can be are made at the least total cost. Costs must be
// finite and at least 0.
func Assign(cost [][]float64) []int { return assign(cost) }

// assign solves the rectangular assignment problem: it returns for each row the
// column given to it, or -1, so that as many allowed pairs as possible are made
// and their total cost is least among those. Costs must be finite and at least
// 0, or forbidden.
func assign(cost [][]float64) []int {
	rows := len(cost)
	if rows == 0 {
		return nil
	}
	cols := len(cost[0])
	n := max(rows, cols)
	// A forbidden pair costs more than every allowed pair together, so that one
	// more match always wins over a cheaper total.
	big := 1.0
	for _, r := range cost {
		for _, c := range r {
			if c != forbidden {
				big += c
			}
		}
	}
	at := func(i, j int) float64 {
		if i < rows && j < cols && cost[i][j] != forbidden {
			return cost[i][j]
		}
		return big
	}
	// Shortest augmenting paths with potentials; index 0 is a sentinel.
	u, v := make([]float64, n+1), make([]float64, n+1)
	match, way := make([]int, n+1), make([]int, n+1)
	least, used := make([]float64, n+1), make([]bool, n+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		for j := range least {
			least[j], used[j] = math.Inf(1), false
		}
		j0 := 0
		for match[j0] != 0 {
			used[j0] = true
			i0, j1, delta := match[j0], 0, math.Inf(1)
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := at(i0-1, j-1) - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := range used {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
		}
		for j0 != 0 {
			match[j0] = match[way[j0]]
			j0 = way[j0]
		}
	}
	out := make([]int, rows)
	for i := range out {
		out[i] = -1
	}
	for j := 1; j <= cols; j++ {
		if i := match[j] - 1; i >= 0 && i < rows && cost[i][j-1] != forbidden {
			out[i] = j - 1
		}
	}
	return out
}
