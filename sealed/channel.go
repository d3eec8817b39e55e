package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
)

// The first byte of a message.
const (
	frameHello   = 1 // JSON of hello
	frameWelcome = 2 // JSON of welcome
	// frameAsk is followed by the channel, the request's number, and the sealed request.
	frameAsk = 3
	// frameAnswer is followed by the part's number and the sealed part.
	frameAnswer = 4
	// frameLost says that the channel is not known (any more). Nobody signs it: it costs
	// whoever asks one more hello, once.
	frameLost = 5
	// frameRefused is followed by a text. Nobody signs it, and nothing is decided by it.
	frameRefused = 6
)

// The first byte of an answer, once it is opened.
const (
	answerLast  = 0 // the data
	answerMore  = 1 // the data; more parts follow
	answerError = 2 // length of the kind, kind, text
)

var (
	errForm = errors.New("it is not of the form of one")
	errLost = errors.New("it does not know this channel")
)

type channelID [16]byte

const (
	askHeader    = 1 + len(channelID{}) + 8
	answerHeader = 1 + 4
)

// channel is a pair of keys that two services share. account and service are the other's.
type channel struct {
	id      channelID
	account custos.Address
	service custos.ServiceID
	opened  time.Time

	asks, answers cipher.AEAD
	number        atomic.Uint64 // of the last request sent

	mu    sync.Mutex
	taken window // of requests received
	used  time.Time
}

// newChannel derives both keys from a secret by its export.
func newChannel(id channelID, account custos.Address, service custos.ServiceID, export func(string, int) ([]byte, error)) (*channel, error) {
	ch := &channel{id: id, account: account, service: service, opened: time.Now(), used: time.Now()}
	for label, to := range map[string]*cipher.AEAD{"requests": &ch.asks, "answers": &ch.answers} {
		k, err := export(label, 32)
		if err != nil {
			return nil, err
		}
		block, err := aes.NewCipher(k)
		if err != nil {
			return nil, err
		}
		if *to, err = cipher.NewGCM(block); err != nil {
			return nil, err
		}
	}
	return ch, nil
}

// nonce is made of the request's number and the part's: neither comes twice by one key.
func nonce(number uint64, part uint32) []byte {
	n := binary.BigEndian.AppendUint32(make([]byte, 0, 12), part)
	return binary.BigEndian.AppendUint64(n, number)
}

// ask seals the next request.
func (ch *channel) ask(subject string, data []byte) (number uint64, frame []byte) {
	number = ch.number.Add(1)
	frame = make([]byte, 0, askHeader+len(data)+ch.asks.Overhead())
	frame = append(frame, frameAsk)
	frame = append(frame, ch.id[:]...)
	frame = binary.BigEndian.AppendUint64(frame, number)
	return number, ch.asks.Seal(frame, nonce(number, 0), data, []byte(subject))
}

// channelOf reads which channel a request came by.
func channelOf(frame []byte) (id channelID, ok bool) {
	if len(frame) < askHeader || frame[0] != frameAsk {
		return id, false
	}
	return channelID(frame[1 : 1+len(id)]), true
}

// openAsk opens a request, once.
func (ch *channel) openAsk(subject string, frame []byte) (number uint64, data []byte, err error) {
	number = binary.BigEndian.Uint64(frame[askHeader-8 : askHeader])
	ch.mu.Lock()
	fresh := ch.taken.fresh(number)
	ch.mu.Unlock()
	if !fresh {
		return 0, nil, errors.New("the request was seen before")
	}
	if data, err = ch.asks.Open(nil, nonce(number, 0), frame[askHeader:], []byte(subject)); err != nil {
		return 0, nil, errors.New("the request is not sealed by the key of its channel")
	}
	ch.mu.Lock()
	defer ch.mu.Unlock()
	if !ch.taken.fresh(number) { // two at once
		return 0, nil, errors.New("the request was seen before")
	}
	ch.taken.take(number)
	ch.used = time.Now()
	return number, data, nil
}

// answer seals a part of the answer to a request.
func (ch *channel) answer(subject string, number uint64, part uint32, kind byte, data []byte) []byte {
	frame := make([]byte, 0, answerHeader+1+len(data)+ch.answers.Overhead())
	frame = append(frame, frameAnswer)
	frame = binary.BigEndian.AppendUint32(frame, part)
	plain := append(append(make([]byte, 0, 1+len(data)), kind), data...)
	return ch.answers.Seal(frame, nonce(number, part), plain, []byte(subject))
}

// answerErr seals an error as the last part of an answer.
func (ch *channel) answerErr(subject string, number uint64, part uint32, err error) []byte {
	kind := string(custos.KindOf(err))
	return ch.answer(subject, number, part, answerError, append(append([]byte{byte(len(kind))}, kind...), err.Error()...))
}

// part is one of an answer.
type part struct {
	part uint32
	more bool
	data []byte
	err  error // what the other side says went wrong
}

// openAnswer opens a part of the answer to a request of this channel.
func (ch *channel) openAnswer(subject string, number uint64, frame []byte) (part, error) {
	switch {
	case len(frame) == 1 && frame[0] == frameLost:
		return part{}, errLost
	case len(frame) > 0 && frame[0] == frameRefused:
		return part{}, custos.Errorf(custos.Unavailable, "unsigned: %.300s", frame[1:])
	case len(frame) < answerHeader || frame[0] != frameAnswer:
		return part{}, errForm
	}
	p := part{part: binary.BigEndian.Uint32(frame[1:answerHeader])}
	plain, err := ch.answers.Open(nil, nonce(number, p.part), frame[answerHeader:], []byte(subject))
	if err != nil || len(plain) == 0 {
		return part{}, errors.New("it is not sealed by its key")
	}
	switch body := plain[1:]; plain[0] {
	case answerMore, answerLast:
		p.more, p.data = plain[0] == answerMore, body
	case answerError:
		if len(body) == 0 || int(body[0]) > len(body)-1 {
			return part{}, errForm
		}
		n := 1 + int(body[0])
		p.err = custos.Errorf(custos.ErrorKind(body[1:n]), "%s", body[n:])
	default:
		return part{}, errForm
	}
	return p, nil
}

// windowSize is how many numbers a window has room for. A request may come as far behind
// the newest one as that, less the word that is overwritten next (as in RFC 6479).
const windowSize = 2048

// window remembers which numbers were taken, so that each is taken once.
type window struct {
	top  uint64
	bits [windowSize / 64]uint64
}

func (w *window) fresh(n uint64) bool {
	switch {
	case n == 0 || n+windowSize-64 <= w.top:
		return false
	case n > w.top:
		return true
	}
	return w.bits[n/64%uint64(len(w.bits))]&(1<<(n%64)) == 0
}

func (w *window) take(n uint64) {
	if n > w.top {
		// What the window moves over is forgotten, a word at a time.
		first, last := w.top/64+1, n/64
		if last-first >= uint64(len(w.bits)) && last >= first {
			w.bits = [windowSize / 64]uint64{}
		} else {
			for i := first; i <= last; i++ {
				w.bits[i%uint64(len(w.bits))] = 0
			}
		}
		w.top = n
	}
	w.bits[n/64%uint64(len(w.bits))] |= 1 << (n % 64)
}
