package custos

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// readable is the body of an event as a service writes it.
func readable(t testing.TB) string {
	t.Helper()
	e := Event{
		Service: "front-edge/camera-cam1", Boot: 7, Seq: 1, Resource: "campus/front/cam1", Time: time.Unix(1782928800, 0).UTC(),
		Kind: "alarm", Payload: json.RawMessage(`{"about":"chain","origin":"a \"log\" \ud83d\udd12","reason":"\u2028 and more","over":false}`),
	}
	b, err := json.Marshal(&e)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEventsHaveOneReading(t *testing.T) {
	body := readable(t)
	if _, err := ParseEvent([]byte(body)); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	inside := strings.TrimPrefix(body, "{")
	for name, bad := range map[string]string{
		"nothing": "", "no object": `[` + body + `]`, "space before": " " + body, "a newline behind": body + "\n", "a mark before": "\ufeff" + body,
		"two": body + body, "more behind": body + "{}", "cut": body[:len(body)-2] + "}",
		"a key twice":           `{"seq":2,` + inside,
		"a key twice, escaped":  `{"\u0073eq":2,` + inside,
		"a key in capitals":     `{"Seq":2,` + inside,
		"another letter s":      `{"\u017feq":2,` + inside,
		"twice in the payload":  strings.Replace(body, `"payload":{`, `"payload":{"reason":"x",`, 1),
		"no UTF-8":              strings.Replace(body, "more", "m\xffre", 1),
		"half a pair":           strings.Replace(body, "more", `m\ud800re`, 1),
		"the other half":        strings.Replace(body, "more", `m\udc00re`, 1),
		"halves the wrong way":  strings.Replace(body, "more", `m\udc00\ud800re`, 1),
		"a half and an escape":  strings.Replace(body, "more", `m\ud800\u0041re`, 1),
		"nested without an end": `{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}",
	} {
		if e, err := ParseEvent([]byte(bad)); err == nil {
			t.Errorf("%s: read as %+v", name, e)
		}
	}
	pair := strings.Replace(body, "more", `\ud83d\udd12 \\ud800`, 1)
	if _, err := ParseEvent([]byte(pair)); err != nil {
		t.Errorf("a whole pair: %v", err)
	}
}

// FuzzReading: what passes reads the same when its keys are matched to the letter and when
// they are not, and when the first of two counts and when the last does.
func FuzzReading(f *testing.F) {
	f.Add([]byte(readable(f)))
	f.Add([]byte(`{"a":{"A":1,"a":[{"b":null}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if CheckReading(b) != nil {
			return
		}
		var once, again any
		if err := json.Unmarshal(b, &once); err != nil {
			t.Fatalf("%q passes and does not parse: %v", b, err)
		}
		out, err := json.Marshal(once)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out, &again); err != nil || !reflect.DeepEqual(once, again) || CheckReading(out) != nil {
			t.Fatalf("%q is %q when written again", b, out)
		}
	})
}

// Keys are told apart in objects of any size, each object for itself.
func TestKeysOfLargeObjects(t *testing.T) {
	object := func(n int, more string) string {
		keys := make([]string, n)
		for i := range keys {
			keys[i] = fmt.Sprintf(`"k%d":{"k%d":[{"a":1},{"a":2}]}`, i, i)
		}
		return `{"list":[` + more + `{` + strings.Join(keys, ",") + `}]}`
	}
	for _, n := range []int{0, 1, 15, 16, 17, 40} {
		if err := CheckReading([]byte(object(n, `{"k0":"\"k1\":","k1":2},`))); err != nil {
			t.Errorf("%d keys: %v", n, err)
		}
		for i := range n {
			twice := strings.TrimSuffix(object(n, ""), "}]}") + fmt.Sprintf(`,"k%d":1}]}`, i)
			if err := CheckReading([]byte(twice)); err == nil {
				t.Errorf("the key %d of %d stands twice and passes", i, n)
			}
		}
	}
}
