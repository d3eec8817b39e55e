package figures

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// clockTick is the kernel's unit of CPU time in /proc, the same on every Linux.
const clockTick = 100

// Processes are the parent and the CPU seconds of each process on this machine.
func Processes() (parents map[int]int, used map[int]float64) {
	parents, used = map[int]int{}, map[int]float64{}
	dirs, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, f := range dirs {
		b, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(f)))
		fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
		if len(fields) < 15 {
			continue
		}
		parents[pid], _ = strconv.Atoi(fields[1])
		for _, i := range []int{11, 12, 13, 14} { // its own and its ended children's
			n, _ := strconv.ParseFloat(fields[i], 64)
			used[pid] += n / clockTick
		}
	}
	return parents, used
}
