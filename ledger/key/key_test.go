package key

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/crypto"
)

func generate(t *testing.T) *Key {
	t.Helper()
	k, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func digest(s string) custos.Hash { return custos.Hash(crypto.Keccak256([]byte(s))) }

func TestSignAndRecover(t *testing.T) {
	k := generate(t)
	for i := range 64 {
		d := digest(fmt.Sprint(i))
		sig, err := k.Sign(d)
		if err != nil {
			t.Fatal(err)
		}
		again, err := k.Sign(d)
		if err != nil || again != sig {
			t.Fatalf("signing twice gave %v and %v, %v", sig, again, err)
		}
		a, err := Recover(d, sig)
		if err != nil || a != k.Address() {
			t.Fatalf("recovered %v, %v; want %v", a, err, k.Address())
		}
		if a, err := Recover(digest("other"), sig); err == nil && a == k.Address() {
			t.Fatal("the signature holds for another digest")
		}
	}
	if _, err := (Key{}).Sign(custos.Hash{}); err == nil {
		t.Fatal("the zero Key signed")
	}
}

// The address of the private key 1 is known everywhere.
func TestAddressVector(t *testing.T) {
	k, err := parse("vector", header+"\n"+strings.Repeat("0", 63)+"1\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := k.Address().String(); got != "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf" {
		t.Fatal(got)
	}
}

func TestAttack19SignatureMalleability(t *testing.T) {
	k := generate(t)
	d := digest("grant")
	sig, err := k.Sign(d)
	if err != nil {
		t.Fatal(err)
	}
	n := crypto.S256().Params().N
	s := new(big.Int).SetBytes(sig[32:64])

	twin := sig
	new(big.Int).Sub(n, s).FillBytes(twin[32:64])
	twin[64] = 55 - sig[64] // 27 and 28 change places
	raw := twin
	raw[64] -= 27
	if pub, err := crypto.SigToPub(d[:], raw[:]); err != nil || custos.Address(crypto.PubkeyToAddress(*pub)) != k.Address() {
		t.Fatalf("the twin is not one: %v", err)
	}
	refused := map[string]Signature{"high-s twin": twin, "all zero": {}}
	for _, v := range []byte{0, 1, 2, 26, 29, 30, 31, 35, 37, 255} {
		m := sig
		m[64] = v
		refused[fmt.Sprintf("v %d", v)] = m
	}
	put := func(name string, from int, x *big.Int) {
		m := sig
		x.FillBytes(m[from : from+32])
		refused[name] = m
	}
	put("r 0", 0, new(big.Int))
	put("s 0", 32, new(big.Int))
	put("r n", 0, n)
	put("s n", 32, n)
	put("s n+s", 32, new(big.Int).Add(n, big.NewInt(1)))
	put("r max", 0, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)))
	put("s half+1", 32, new(big.Int).Add(new(big.Int).Rsh(n, 1), big.NewInt(1)))
	for name, m := range refused {
		if a, err := Recover(d, m); err == nil {
			t.Errorf("%s: recovered %v", name, a)
		} else if custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: kind %s", name, custos.KindOf(err))
		}
	}
	// r = 1..: many of them are no x coordinate of the curve; none may recover
	// the zero address or the key's.
	for i := int64(1); i < 64; i++ {
		m := sig
		big.NewInt(i).FillBytes(m[:32])
		if a, err := Recover(d, m); err == nil && (a.IsZero() || a == k.Address()) {
			t.Errorf("r %d: recovered %v", i, a)
		}
	}
}

func FuzzRecover(f *testing.F) {
	k, err := Generate()
	if err != nil {
		f.Fatal(err)
	}
	d := digest("seed")
	sig, err := k.Sign(d)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(d[:], sig[:])
	f.Add(make([]byte, 32), make([]byte, 65))
	f.Fuzz(func(t *testing.T, d, b []byte) {
		var h custos.Hash
		var s Signature
		copy(h[:], d)
		copy(s[:], b)
		a, err := Recover(h, s)
		if err == nil && a.IsZero() {
			t.Fatal("recovered the zero address")
		}
		back, perr := ParseSignature(s.String())
		if perr != nil || back != s {
			t.Fatal("text form does not read back")
		}
	})
}

func TestFileRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "node.key")
	if _, err := Load(path); custos.KindOf(err) != custos.NotFound {
		t.Fatalf("a missing file gave %v", err)
	}
	k, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	back, err := Load(path)
	if err != nil || back.Address() != k.Address() || !back.ECDSA().Equal(k.ECDSA()) {
		t.Fatalf("loaded %v, %v; want %v", back, err, k)
	}
	if _, err := Create(path); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("creating over a key gave %v", err)
	}
	if back, err = LoadOrCreate(path); err != nil || back.Address() != k.Address() {
		t.Fatalf("LoadOrCreate changed the key: %v, %v", back, err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Fatalf("left behind: %v, %v", left, err)
	}
}

func TestLoadOrCreateRace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "node.key")
	var got [16]custos.Address
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			k, err := LoadOrCreate(path)
			if err != nil {
				t.Error(err)
				return
			}
			got[i] = k.Address()
		})
	}
	wg.Wait()
	for _, a := range got {
		if a != got[0] || a.IsZero() {
			t.Fatalf("different keys: %v", got)
		}
	}
}

func TestWrongFilesAreRefused(t *testing.T) {
	secret := strings.Repeat("ab", 32)
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		kind custos.ErrorKind
		says string
	}{
		"empty":       {"", 0o600, custos.Invalid, "not a key file"},
		"bare hex":    {secret + "\n", 0o600, custos.Invalid, "not a key file"},
		"pem":         {"-----BEGIN PRIVATE KEY-----\n" + secret, 0o600, custos.Invalid, "not a key file"},
		"short":       {header + "\n" + secret[:62] + "\n", 0o600, custos.Corrupt, "damaged"},
		"no digits":   {header + "\n", 0o600, custos.Corrupt, "damaged"},
		"two keys":    {header + "\n" + secret + "\n" + secret + "\n", 0o600, custos.Corrupt, "damaged"},
		"zero":        {header + "\n" + strings.Repeat("0", 64) + "\n", 0o600, custos.Corrupt, "damaged"},
		"over order":  {header + "\n" + strings.Repeat("f", 64) + "\n", 0o600, custos.Corrupt, "damaged"},
		"world reads": {header + "\n" + secret + "\n", 0o644, custos.Denied, "chmod 600"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "k")
			if err := os.WriteFile(path, []byte(c.text), c.mode); err != nil {
				t.Fatal(err)
			}
			_, err := LoadOrCreate(path)
			if custos.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("got %v of kind %s", err, custos.KindOf(err))
			}
			if strings.Contains(err.Error(), secret[:8]) {
				t.Fatalf("the error quotes the file: %v", err)
			}
		})
	}
	if _, err := Load(t.TempDir()); custos.KindOf(err) != custos.Invalid {
		t.Fatalf("a directory gave %v", err)
	}
}

func TestAttack27KeyIsNeverPrinted(t *testing.T) {
	k := generate(t)
	d := new(big.Int).SetBytes(crypto.FromECDSA(k.ECDSA()))
	leaks := []string{hex.EncodeToString(d.Bytes())[:16], strings.ToUpper(hex.EncodeToString(d.Bytes()))[:16], d.String()[:16]}
	var out bytes.Buffer
	holder := struct{ K *Key }{k}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%b", "%o", "%T"} {
		fmt.Fprintf(&out, verb+"\n", k)
		fmt.Fprintf(&out, verb+"\n", *k)
		fmt.Fprintf(&out, verb+"\n", holder)
		fmt.Fprintf(&out, verb+"\n", &holder)
		fmt.Fprintf(&out, verb+"\n", []Key{*k})
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("x", "key", k, "value", *k, "held", holder)
	}
	for _, v := range []any{k, *k, holder, map[string]any{"k": k}} {
		if err := json.NewEncoder(&out).Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range leaks {
		if strings.Contains(out.String(), l) {
			t.Fatalf("%q shows in:\n%s", l, out.String())
		}
	}
	if !strings.Contains(out.String(), k.Address().String()) {
		t.Fatal("the address does not show")
	}
}

// A key that is another user's is not used: he could have written it.
func TestLoadRefusesAnothersFile(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	path := filepath.Join(t.TempDir(), "key")
	if _, err := Create(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); custos.KindOf(err) != custos.Denied || !strings.Contains(err.Error(), "belongs to user 65534") {
		t.Errorf("%v", err)
	}
}
