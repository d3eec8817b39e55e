package evidence

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"golang.org/x/mod/sumdb/note"
)

func TestCheckpointHasOneText(t *testing.T) {
	plain := Checkpoint{Origin: "custos/0102030405060708/campus/front-door", Size: 17, Root: sha256.Sum256([]byte("x"))}
	marked := plain
	marked.Policy = Policy{Block: 1234, Digest: sha256.Sum256([]byte("y"))}
	oneText(t, plain)
	oneText(t, marked)
	text := marked.Text()
	for name, text := range map[string]string{
		"another extension line": strings.Replace(text, policyLine, "custos/police ", 1),
		"a block with a sign":    strings.Replace(text, " 1234 ", " +1234 ", 1),
		"a short digest":         strings.Replace(text, base64.StdEncoding.EncodeToString(marked.Policy.Digest[:]), "AAAA", 1),
		"no digest":              plain.Text() + policyLine + "1234\n",
		"a policy of nothing":    plain.Text() + policyLine + "0 " + base64.StdEncoding.EncodeToString(make([]byte, 32)) + "\n",
		"two policies":           text + text[len(plain.Text()):],
	} {
		if _, err := ParseCheckpoint(text); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func oneText(t *testing.T, c Checkpoint) {
	t.Helper()
	got, err := ParseCheckpoint(c.Text())
	if err != nil || got != c {
		t.Fatalf("%+v, %v", got, err)
	}
	for name, text := range map[string]string{
		"an extension line":  c.Text() + "more\n",
		"no newline":         strings.TrimSuffix(c.Text(), "\n"),
		"a leading zero":     strings.Replace(c.Text(), "\n17\n", "\n017\n", 1),
		"a sign":             strings.Replace(c.Text(), "\n17\n", "\n+17\n", 1),
		"a negative size":    strings.Replace(c.Text(), "\n17\n", "\n-1\n", 1),
		"a size beyond 2^63": strings.Replace(c.Text(), "\n17\n", "\n9223372036854775808\n", 1),
		"a short root":       strings.Replace(c.Text(), base64.StdEncoding.EncodeToString(c.Root[:]), "AAAA", 1),
		"another base64":     strings.Replace(c.Text(), "=\n", "\n", 1),
		"carriage returns":   strings.ReplaceAll(c.Text(), "\n", "\r\n"),
		"nothing":            "",
	} {
		if _, err := ParseCheckpoint(text); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Base64 that decodes to the same bytes in another way is another text.
	last := strings.LastIndex(c.Text(), "=") - 1
	for _, r := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		text := c.Text()[:last] + string(r) + c.Text()[last+1:]
		if got, err := ParseCheckpoint(text); text != c.Text() && err == nil && got == c {
			t.Errorf("two texts of one checkpoint: %q", text)
		}
	}
}

// newLog makes a log's keys and its entry in a trust file.
func newLog(t *testing.T) (std, led note.Signer, l TrustLog) {
	t.Helper()
	pub, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	k := newKey(t)
	l = TrustLog{Origin: LogOrigin(custos.Hash{8}, "campus/front-door"), Domain: "campus/front-door", Key: custos.Hash(pub), Signer: k.Address()}
	if std, err = NoteSigner(l.Origin, private); err != nil {
		t.Fatal(err)
	}
	return std, LedgerSigner(l.Origin, k), l
}

func TestNoteNeedsBothOfItsLogsSignatures(t *testing.T) {
	noteNeedsBoth(t, Policy{})
	noteNeedsBoth(t, Policy{Block: 7, Digest: custos.Hash{7}})
}

// The contract's signature is the same with a policy and without: it is what reportFork takes.
func TestPolicyIsNotTheContracts(t *testing.T) {
	_, led, l := newLog(t)
	cp := Checkpoint{Origin: l.Origin, Size: 3, Root: custos.Hash{4}}
	before, err := led.Sign([]byte(cp.Text()))
	if err != nil {
		t.Fatal(err)
	}
	cp.Policy = Policy{Block: 7, Digest: custos.Hash{7}}
	if v := LedgerVerifier(l.Origin, l.Signer); !v.Verify([]byte(cp.Text()), before) {
		t.Error("the policy is part of what the contract verifies")
	}
	cp.Size++
	if v := LedgerVerifier(l.Origin, l.Signer); v.Verify([]byte(cp.Text()), before) {
		t.Error("the size is not part of what the contract verifies")
	}
}

func noteNeedsBoth(t *testing.T, policy Policy) {
	t.Helper()
	std, led, l := newLog(t)
	otherStd, otherLed, _ := newLog(t)
	cp := Checkpoint{Origin: l.Origin, Size: 3, Root: custos.Hash{4}, Policy: policy}
	sign := func(s ...note.Signer) string {
		n, err := note.Sign(&note.Note{Text: cp.Text()}, s...)
		if err != nil {
			t.Fatal(err)
		}
		return string(n)
	}
	good := sign(std, led)
	if err := checkNote(good, cp, l); err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]string{
		"one signature": sign(std), "only the ledger's": sign(led), "others'": sign(otherStd, otherLed),
		"a third": sign(std, led, otherStd), "another's ledger key": sign(std, otherLed), "none": cp.Text() + "\n",
	} {
		if err := checkNote(n, cp, l); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
	}
	text := len(cp.Text()) // the signatures are in base64, whose last bits may be loose
	for i := range text {
		b := []byte(good)
		b[i] ^= 1
		if err := checkNote(string(b), cp, l); err == nil {
			t.Errorf("byte %d of the text was changed and the note still verifies", i)
		}
	}
}

func TestCosignature(t *testing.T) {
	pub, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	strange, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	text := Checkpoint{Origin: "custos/x", Size: 3, Root: custos.Hash{4}}.Text()
	name := WitnessName("campus/second-door")
	at := time.Unix(1782907200, 0)
	line := Cosign(text, name, private, at)
	got, err := CheckCosignature(text, line, name, pub)
	if err != nil || !got.Equal(at) {
		t.Fatalf("%s, %v", got, err)
	}
	if _, err := CheckCosignature(text, line, name, strange); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("by another key: %v", err)
	}
	if _, err := CheckCosignature(text, line, WitnessName("campus/front-door"), pub); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("under another name: %v", err)
	}
	if _, err := CheckCosignature(strings.Replace(text, "\n3\n", "\n4\n", 1), line, name, pub); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("of another checkpoint: %v", err)
	}
	if _, err := CheckCosignature(text, strings.Replace(line, "=", "\r=", 1), name, pub); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("with a line end within: %v", err)
	}
	for i := range line {
		b := []byte(line)
		b[i] ^= 1
		if _, err := CheckCosignature(text, string(b), name, pub); err == nil {
			t.Errorf("byte %d (%q) was changed and the line still verifies", i, line[i])
		}
	}
}

func TestCosignersAreOwnersOnce(t *testing.T) {
	var owners []custos.Owner
	var lines []string
	text := Checkpoint{Origin: "custos/x", Size: 3, Root: custos.Hash{4}}.Text()
	for i, name := range []custos.OwnerName{"alma", "ben", "cleo"} {
		pub, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		domain := custos.Resource("campus/" + string(name))
		owners = append(owners, custos.Owner{Address: custos.Address{byte(i + 1)}, Name: name, Domain: domain, WitnessKey: custos.Hash(pub)})
		lines = append(lines, Cosign(text, WitnessName(domain), private, time.Unix(1782907200, 0)))
	}
	trust := &Trust{Owners: owners[:2], Threshold: 2}
	if c, err := trust.Cosigners(7, text, lines[0]+lines[1]); err != nil || !slices.Equal(c.By, owners[:2]) || c.Lines != lines[0]+lines[1] {
		t.Fatalf("%v, %v", c, err)
	}
	for name, l := range map[string]string{"one twice": lines[0] + lines[0], "a stranger": lines[0] + lines[2], "text": lines[0] + "hello\n", "cut": strings.TrimSuffix(lines[0], "\n")} {
		if by, err := trust.Cosigners(7, text, l); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v, %v", name, by, err)
		}
	}
}
