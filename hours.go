package custos

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Hours bounds a capability to hours of the week in the site's time zone. The
// zero value is always.
type Hours struct {
	// Days has bit 0 for Monday to bit 6 for Sunday.
	Days uint8 `json:"days"`
	// From and Until are minutes of the day; Until is not included.
	From  uint16 `json:"from"`
	Until uint16 `json:"until"`
}

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// ParseHours reads "mon-fri 08:00-18:00" or "sat,sun 00:00-24:00"; "" is always.
func ParseHours(s string) (h Hours, err error) {
	if s == "" {
		return h, nil
	}
	bad := fmt.Errorf("%q are no hours of the week: write days and times as \"mon-fri 08:00-18:00\"", s)
	days, clock, ok := strings.Cut(s, " ")
	if !ok {
		return h, bad
	}
	day := func(s string) int {
		for i, n := range weekdays {
			if n == s {
				return i
			}
		}
		return -1
	}
	for part := range strings.SplitSeq(days, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		i, j := day(first), day(last)
		if i < 0 || j < i {
			return Hours{}, bad
		}
		for ; i <= j; i++ {
			h.Days |= 1 << i
		}
	}
	from, until, ok := strings.Cut(clock, "-")
	a, ok1 := minuteOfDay(from)
	b, ok2 := minuteOfDay(until)
	if !ok || !ok1 || !ok2 || b <= a {
		return Hours{}, bad
	}
	h.From, h.Until = a, b
	return h, nil
}

func minuteOfDay(s string) (uint16, bool) {
	hh, mm, ok := strings.Cut(s, ":")
	h, err1 := strconv.Atoi(hh)
	m, err2 := strconv.Atoi(mm)
	return uint16(h*60 + m), ok && err1 == nil && err2 == nil && h >= 0 && m >= 0 && m < 60 && h*60+m <= 24*60
}

// String writes hours as ParseHours reads them.
func (h Hours) String() string {
	if h == (Hours{}) {
		return ""
	}
	var parts []string
	for i := 0; i < len(weekdays); i++ {
		j := i
		for j < len(weekdays) && h.Days&(1<<j) != 0 {
			j++
		}
		switch j - i {
		case 0:
			continue
		case 1:
			parts = append(parts, weekdays[i])
		default:
			parts = append(parts, weekdays[i]+"-"+weekdays[j-1])
		}
		i = j
	}
	return fmt.Sprintf("%s %02d:%02d-%02d:%02d", strings.Join(parts, ","), h.From/60, h.From%60, h.Until/60, h.Until%60)
}

// Contains reports whether a local time is within the hours.
func (h Hours) Contains(local time.Time) bool {
	if h == (Hours{}) {
		return true
	}
	day := (int(local.Weekday()) + 6) % 7 // Monday first
	minute := uint16(local.Hour()*60 + local.Minute())
	return h.Days&(1<<day) != 0 && minute >= h.From && minute < h.Until
}
