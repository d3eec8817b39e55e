package custos

import "testing"

func TestHours(t *testing.T) {
	for s, want := range map[string]Hours{
		"":                        {},
		"mon-fri 08:00-18:00":     {Days: 0b11111, From: 480, Until: 1080},
		"sat-sun 00:00-24:00":     {Days: 0b1100000, Until: 1440},
		"mon,wed-thu 06:30-06:31": {Days: 0b1101, From: 390, Until: 391},
		"tue,thu,sun 00:01-23:59": {Days: 0b1001010, From: 1, Until: 1439},
	} {
		got, err := ParseHours(s)
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
		if got.String() != s {
			t.Errorf("%q is written %q", s, got)
		}
	}
	if h, err := ParseHours("sat,sun 00:00-24:00"); err != nil || h.String() != "sat-sun 00:00-24:00" {
		t.Errorf("%v, %v", h, err)
	}
	for _, s := range []string{"mon", "08:00-18:00", "mon 18:00-08:00", "mon 08:00-08:00", "fri-mon 08:00-18:00", "day 08:00-18:00", "mon 08:60-18:00", "mon 08:00-24:01", "mon -1:00-18:00", "mon 8-18"} {
		if got, err := ParseHours(s); err == nil {
			t.Errorf("%q: %+v", s, got)
		}
	}
}
