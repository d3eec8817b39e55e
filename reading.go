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
	err = json.Unmarshal(body, &e)
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
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := oneReading(d, 0); err != nil {
		return err
	}
	if d.InputOffset() != int64(len(body)) {
		return errors.New("an event is one JSON object, with nothing before and behind it")
	}
	return nil
}

// oneReading goes through the next value of a decoder.
func oneReading(d *json.Decoder, depth int) error {
	t, err := d.Token()
	if err != nil {
		return fmt.Errorf("it is no JSON: %w", err)
	}
	open, nested := t.(json.Delim)
	if !nested {
		return nil
	}
	if depth == maxNesting {
		return fmt.Errorf("it is nested deeper than %d levels", maxNesting)
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			k, err := d.Token()
			if err != nil {
				return fmt.Errorf("it is no JSON: %w", err)
			}
			key, _ := k.(string)
			switch {
			case seen[key]:
				return fmt.Errorf("its key %q stands twice in one object", key)
			case !plainKey(key):
				return fmt.Errorf("its key %q has other characters than a-z, 0-9 and _", key)
			}
			seen[key] = true
		}
		if err := oneReading(d, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("it is no JSON: %w", err)
	}
	return nil
}

func plainKey(k string) bool {
	for _, c := range []byte(k) {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_') {
			return false
		}
	}
	return k != ""
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
