package eval

import (
	"math/rand/v2"
	"testing"
)

// best tries everything: most pairs first, then least cost.
func best(cost [][]float64, row int, used uint) (pairs int, total float64) {
	if row == len(cost) {
		return 0, 0
	}
	pairs, total = best(cost, row+1, used)
	for j, c := range cost[row] {
		if c == forbidden || used>>j&1 != 0 {
			continue
		}
		p, s := best(cost, row+1, used|1<<j)
		if p+1 > pairs || p+1 == pairs && s+c < total {
			pairs, total = p+1, s+c
		}
	}
	return pairs, total
}

func TestAssignIsOptimal(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 2000 {
		rows, cols := 1+rng.IntN(5), rng.IntN(6)
		cost := make([][]float64, rows)
		for i := range cost {
			cost[i] = make([]float64, cols)
			for j := range cost[i] {
				cost[i][j] = float64(rng.IntN(20))
				if rng.IntN(3) == 0 {
					cost[i][j] = forbidden
				}
			}
		}
		wantPairs, wantTotal := best(cost, 0, 0)
		pairs, total, used := 0, 0.0, map[int]bool{}
		for i, j := range assign(cost) {
			if j < 0 {
				continue
			}
			if used[j] || cost[i][j] == forbidden {
				t.Fatalf("round %d: %v gives row %d the column %d, taken or forbidden", round, cost, i, j)
			}
			used[j] = true
			pairs++
			total += cost[i][j]
		}
		if pairs != wantPairs || total != wantTotal {
			t.Fatalf("round %d: %v matched %d at %v, best is %d at %v", round, cost, pairs, total, wantPairs, wantTotal)
		}
	}
}

func TestAssignNothing(t *testing.T) {
	if got := assign(nil); len(got) != 0 {
		t.Errorf("no rows gave %v", got)
	}
	if got := assign([][]float64{{}, {}}); len(got) != 2 || got[0] != -1 || got[1] != -1 {
		t.Errorf("no columns gave %v", got)
	}
}
