package main

import (
	"bytes"
	"strings"
	"testing"
)

const doc = `| nr | attack | what stands against it | test |
|---|---|---|---|
| 1 | forged | signatures | ` + "`TestOne`, `TestTwo`" + ` |
| 8 | stripped | | *Open:* no camera signs yet |
| 9 | deleted | a chain | ` + "`TestOne`. *Open:* tombstones" + ` |
| 12 | gone | | ` + "`TestGone`" + ` |
| 13 | end to end | | ` + "`TestFar`" + ` |
| 14 | skipped | | ` + "`TestSkipped`" + ` |
| – | unnumbered | | ` + "`TestTwo`" + ` |
`

// TestTable: each outcome of a test gives its row the word that it deserves, and none that
// did not pass is taken for one that did.
func TestTable(t *testing.T) {
	rows := parse(doc)
	if len(rows) != 7 || rows[1].open != "no camera signs yet" || len(rows[0].tests) != 2 {
		t.Fatalf("the table is read as %+v", rows)
	}
	where := map[string][]string{"TestOne": {"a", "b"}, "TestTwo": {"a"}, "TestFar": {endToEnd}, "TestSkipped": {"a"}, "TestAttack55New": {"c"}}
	rows = append(rows, others(rows, where)...)
	good := func() results {
		return results{
			{"a", "TestOne"}: {action: "pass"}, {"b", "TestOne"}: {action: "pass"}, {"a", "TestTwo"}: {action: "pass"},
			{"a", "TestSkipped"}: {action: "skip", said: []string{"    a_test.go:7: no kernel\n"}}, {"c", "TestAttack55New"}: {action: "pass"},
		}
	}
	words := func(all results) string {
		var out []string
		for _, r := range rows {
			w, _ := all.of(r, where)
			out = append(out, w)
		}
		return strings.Join(out, " ")
	}
	if got, want := words(good()), "PASS OPEN PARTLY FAIL NOT RUN SKIPPED PASS PASS"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for name, change := range map[string]func(results){
		"one of two packages fails": func(r results) { r[[2]string{"b", "TestOne"}].action = "fail" },
		"it does not end":           func(r results) { r[[2]string{"b", "TestOne"}].action = "" },
		"it is not run":             func(r results) { delete(r, [2]string{"b", "TestOne"}) },
	} {
		all := good()
		change(all)
		if got := words(all); !strings.HasPrefix(got, "FAIL OPEN FAIL ") {
			t.Errorf("%s: %s", name, got)
		}
		var b bytes.Buffer
		if all.print(&b, rows, where) {
			t.Errorf("%s: it is not told", name)
		}
	}
}
