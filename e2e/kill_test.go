package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// TestKillEachChild kills every service in turn while the footage plays, and
// then wants what the demo promises all the same.
func TestKillEachChild(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	file := filepath.Join(dir, "report.json")
	r := start(t, dir, "demo", "--once", "--data", dir, "--report", file)
	r.until("the campus", r.allReady)
	var names []string
	for name := range r.states() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		before := r.states()[name]
		if !before.Running {
			t.Fatalf("%s does not run: %+v", name, before)
		}
		if err := syscall.Kill(before.PID, syscall.SIGKILL); err != nil {
			t.Fatalf("kill %s: %v", name, err)
		}
		r.until(name+" after its kill", func() bool {
			s := r.states()[name]
			return s.Running && s.PID != before.PID
		})
	}
	if err := <-r.end; err != nil {
		r.end <- nil
		logs, _ := os.ReadFile(filepath.Join(dir, "custos.log"))
		t.Fatalf("the demo ended with %v\n%s\n%s", err, r.out.String(), logs[max(0, len(logs)-6000):])
	}
	r.end <- nil
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rep report
	if err := json.Unmarshal(b, &rep); err != nil {
		t.Fatal(err)
	}
	if rep.Verified.Failed != 0 || rep.Verified.Events != rep.Events.Total || rep.Events.Total < 30 || rep.Access.Denied == 0 {
		t.Fatalf("report %+v\n%s", rep, r.out.String())
	}
	if out, code := custos(t, "audit", "--data", dir); code == 1 {
		t.Fatalf("the audit finds fault:\n%s", out)
	}
}

// TestKillTheSupervisor kills `custos up` itself with all its children and
// starts it again: what was acknowledged is there, and gets anchored.
func TestKillTheSupervisor(t *testing.T) {
	dir := copyOf(t, demoData(t))
	args := []string{"up", "-c", filepath.Join(dir, "site.yaml"), "--data", dir}
	first := start(t, dir, args...)
	until(t, "the first start", first.allReady)
	if out, code := custos(t, args...); code == 0 {
		t.Fatalf("a second up on the same data ran:\n%s", out)
	}
	killedAndUp(t, first, dir, args...)
}

// killedAndUp kills a supervisor with all its children, starts it again, and waits until all that
// was observed is anchored.
func killedAndUp(t *testing.T, first *running, dir string, args ...string) {
	t.Helper()
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-first.end
	first.end <- nil
	second := start(t, dir, args...)
	until(t, "the second start", second.allReady)
	until(t, "every event anchored", func() bool {
		events := listed(t, dir, "zone,segment,trajectory")
		return len(events) >= 30 && !slices.ContainsFunc(events, func(e event) bool { return e.Mark != "anchored" })
	})
}
