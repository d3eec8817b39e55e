package access

import (
	"strings"
	"testing"

	"custos.dev/custos/service"
)

func TestPrincipalsOfASite(t *testing.T) {
	const site = "site: campus\nowners: [{name: alma, domain: campus/front}]\nnodes: [{name: fog, tier: fog, owner: alma}]\nprincipals: [%]\n"
	parse := func(row string) (*service.Site, error) {
		return service.Parse([]byte(strings.Replace(site, "%", row, 1)))
	}
	const good = `{name: police, role: authority, owner: alma, address: "0x00000000000000000000000000000000000000a1", consent: "0x0102"}`
	s, err := parse(good)
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := service.Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	for _, all := range [][]Principal{Principals.Get(s), Principals.Get(again)} {
		if len(all) != 1 || all[0].Name != "police" || string(all[0].Consent) != "\x01\x02" || all[0].Address.IsZero() {
			t.Errorf("%+v", all)
		}
	}
	for _, c := range []struct{ old, new, want string }{
		{"owner: alma", "owner: otto", `principals[0].owner: there is no owner "otto"`},
		{"role: authority", "role: king", `principals[0].role: "king": want cloud or authority`},
		{"name: police", "name: Police", "principals[0].name:"},
		{"role:", "rule:", "line 4: unknown key `rule` at principals[0]: did you mean `role`?"},
	} {
		if _, err := parse(strings.Replace(good, c.old, c.new, 1)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.new, err, c.want)
		}
	}
}
