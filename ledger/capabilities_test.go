package ledger

import (
	"time"
)

// day is a Monday.
var day = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

const week = 7 * 24 * time.Hour
