package custos

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// maxNesting is how deep an event's JSON may be nested.
const maxNesting = 32

// ParseEvent reads the body of an event, which has one reading: see CheckReading.
func ParseEvent(body []byte) (e Event, err error) {
	if err := CheckReading(body); err != nil {
		return e, err
	}
	err = e.UnmarshalJSON(body)
	return e, err
}

// CheckReading refuses JSON that programs read differently (RFC 8259 leaves it to them), by
// its form alone and whatever it is about: anything before or behind the object; a key that
// stands twice in one object, or has other characters than a-z, 0-9 and _, so that none
// matches another but for its case; text that is no Unicode; more than 32 levels.
func CheckReading(body []byte) error {
	switch {
	case len(body) == 0 || body[0] != '{' || body[len(body)-1] != '}':
		return errors.New("an event is one JSON object, with nothing before and behind it")
	case !utf8.Valid(body):
		return errors.New("it has bytes that are not UTF-8")
	}
	if err := pairedEscapes(body); err != nil {
		return err
	}
	if !json.Valid(body) {
		return errors.New("it is no JSON: an event is one object, with nothing before and behind it")
	}
	return oneReading(body)
}

// oneReading goes through the keys of what is valid JSON. Every event of a domain passes here
// when it is committed, so it makes no values of what it passes.
func oneReading(body []byte) error {
	var open []byte            // the brackets that are open, outermost first
	var keys [maxNesting]names // of the objects among them
	key := false               // a string that comes now is a key
	for i := 0; i < len(body); i++ {
		switch c := body[i]; c {
		case '{', '[':
			if len(open) == maxNesting {
				return fmt.Errorf("it is nested deeper than %d levels", maxNesting)
			}
			keys[len(open)].reset()
			open, key = append(open, c), c == '{'
		case '}', ']':
			open, key = open[:len(open)-1], false
		case ',':
			key = open[len(open)-1] == '{'
		case '"':
			end := closingQuote(body, i)
			if key {
				k, err := keyOf(body[i : end+1])
				if err != nil {
					return err
				}
				if !keys[len(open)-1].add(k) {
					return fmt.Errorf("its key %q stands twice in one object", k)
				}
			}
			i, key = end, false
		}
	}
	return nil
}

// closingQuote returns where the string ends that begins at i.
func closingQuote(body []byte, i int) int {
	for i++; body[i] != '"'; i++ {
		if body[i] == '\\' {
			i++
		}
	}
	return i
}

// keyOf reads a key from its quotes.
func keyOf(quoted []byte) ([]byte, error) {
	k := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(k, '\\') >= 0 {
		var s string
		if err := json.Unmarshal(quoted, &s); err != nil {
			return nil, fmt.Errorf("it is no JSON: %w", err)
		}
		k = []byte(s)
	}
	if !plainKey(k) {
		return nil, fmt.Errorf("its key %q has other characters than a-z, 0-9 and _", k)
	}
	return k, nil
}

// names are the keys of one object: a list while there are few, since most objects are small.
type names struct {
	few  [][]byte
	many map[string]bool
}

func (n *names) reset() { n.few, n.many = n.few[:0], nil }

// add reports that a key is new.
func (n *names) add(k []byte) bool {
	const few = 16
	if n.many == nil && len(n.few) < few {
		for _, had := range n.few {
			if bytes.Equal(had, k) {
				return false
			}
		}
		n.few = append(n.few, k)
		return true
	}
	if n.many == nil {
		n.many = make(map[string]bool, 2*few)
		for _, had := range n.few {
			n.many[string(had)] = true
		}
	}
	if n.many[string(k)] {
		return false
	}
	n.many[string(k)] = true
	return true
}

func plainKey[T string | []byte](k T) bool {
	for i := range len(k) {
		c := k[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_') {
			return false
		}
	}
	return len(k) > 0
}

// pairedEscapes refuses half of a surrogate pair written as an escape, for which programs
// read different characters.
func pairedEscapes(b []byte) error {
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			continue
		}
		i++ // whatever is escaped
		switch half := surrogate(b[i-1:]); {
		case half == 0:
		case half < 0xdc00 && surrogate(b[min(len(b), i+5):]) >= 0xdc00:
			i += 10
		default:
			return errors.New("it has half of a surrogate pair, which is no character")
		}
	}
	return nil
}

// surrogate is the half of a pair with whose escape some text begins; 0 if it does not.
func surrogate(b []byte) uint64 {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	if err != nil || n < 0xd800 || n > 0xdfff {
		return 0
	}
	return n
}
