package kept

import (
	"strconv"
	"strings"

	"custos.dev/custos"
)

// Named is what an event's ID says: rows have no ID, since that follows from their batch.
type Named struct {
	Service   custos.ServiceID
	Boot, Seq uint64
}

// Names are what an ID may say: it has a dot where the service's name has a slash, so there may be
// several services. Of what is no ID there is none.
func Names(id custos.EventID) (out []Named) {
	head, seq, ok := cutLast(string(id))
	service, boot, more := cutLast(head)
	if !ok || !more {
		return nil
	}
	var n Named
	var err error
	if n.Boot, err = strconv.ParseUint(boot, 36, 63); err != nil {
		return nil
	}
	if n.Seq, err = strconv.ParseUint(seq, 10, 63); err != nil {
		return nil
	}
	for i := range len(service) {
		if service[i] != '.' {
			continue
		}
		n.Service = custos.ServiceID(service[:i] + "/" + service[i+1:])
		if custos.NewEventID(n.Service, n.Boot, n.Seq) == id {
			out = append(out, n)
		}
	}
	return out
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}
