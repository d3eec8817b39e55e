package service

import "testing"

func TestBytes(t *testing.T) {
	for text, want := range map[string]Bytes{"0": 0, "17": 17, "512MiB": 512 << 20, "64 KiB": 64 << 10, "20GB": 20e9, "1TiB": 1 << 40, "3kB": 3000, "8000000TB": 8e18} {
		var got, again Bytes
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%s is %d, %v", text, got, err)
		}
		if written, _ := got.MarshalText(); again.UnmarshalText(written) != nil || again != want {
			t.Errorf("%s is written as %s", text, written)
		}
	}
	for _, text := range []string{"", "MiB", "-1", "1.5GiB", "12 parsecs", "9000000000GiB", "1e9"} {
		if new(Bytes).UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q is taken for a size", text)
		}
	}
	if s := Bytes(512 << 20).String(); s != "512 MiB" {
		t.Error(s)
	}
}
