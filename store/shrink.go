package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"custos.dev/custos"
)

const (
	// maxConverted is the largest content, in bytes, that is written anew when a file is opened
	// that cannot shrink yet: a second or two of work.
	maxConverted = 256 << 20
	// spareDisk is what converting leaves free, in bytes, beside its own need.
	spareDisk = 256 << 20
	// maxLog is from how many bytes on the write-ahead log is cut back.
	maxLog = 8 << 20
)

// Shrinking makes a database of which much is deleted: Shrink gives the space back. A file that
// was made without it is converted when it is opened, once little enough is in it and the
// disk has room for that.
func Shrinking(o *options) { o.shrinking = true }

// shrinkingPragmas: before the first page is written the mode is chosen for good; later it says
// what the next VACUUM makes of the file.
func shrinkingPragmas(pragmas string) string {
	return strings.Replace(pragmas, "?", fmt.Sprintf("?_pragma=auto_vacuum(2)&_pragma=journal_size_limit(%d)&", maxLog), 1)
}

// Size says how much is in the file, and how much of that is in use, in bytes; what stands in the
// write-ahead log counts with it.
func (db *DB) Size(ctx context.Context) (file, used int64, err error) {
	var pages, free, size int64
	for pragma, to := range map[string]*int64{"page_count": &pages, "freelist_count": &free, "page_size": &size} {
		if err := db.read.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(to); err != nil {
			return 0, 0, Explain(err)
		}
	}
	return pages * size, (pages - free) * size, nil
}

// convert makes a file that cannot shrink into one that can.
func (db *DB) convert(ctx context.Context) error {
	var mode int
	if err := db.write.QueryRowContext(ctx, "PRAGMA auto_vacuum").Scan(&mode); err != nil || mode == 2 {
		return err
	}
	_, used, err := db.Size(ctx)
	if err != nil || used > maxConverted {
		return err
	}
	// VACUUM writes the content into a file beside, and again into the log.
	if free, err := freeSpace(db.path); err != nil || free < 2*used+spareDisk {
		return err
	}
	if _, err := db.write.ExecContext(ctx, "VACUUM"); err != nil {
		if custos.KindOf(Explain(err)) == custos.Unavailable {
			return nil // somebody else filled the disk meanwhile; the file is as it was
		}
		return err
	}
	return db.cutLog(ctx, 0)
}

// Shrink gives up to so many free pages back to the file system, and cuts the write-ahead log
// where it is long. It reports whether there are more. A file that cannot shrink yet keeps them.
func (db *DB) Shrink(ctx context.Context, pages int) (more bool, err error) {
	var mode, free int
	if err := db.write.QueryRowContext(ctx, "PRAGMA auto_vacuum").Scan(&mode); err != nil {
		return false, Explain(err)
	}
	if err := db.write.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free); err != nil {
		return false, Explain(err)
	}
	if mode == 2 && free > 0 {
		// It frees one page each time that it is asked for a row.
		rows, err := db.write.QueryContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", pages))
		if err != nil {
			return false, Explain(err)
		}
		for rows.Next() {
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return false, Explain(err)
		}
	}
	return mode == 2 && free > pages, db.cutLog(ctx, maxLog)
}

// cutLog writes the log into the file and cuts it, where it has more than so many bytes. Readers
// may be in the way; then it is tried again another time.
func (db *DB) cutLog(ctx context.Context, above int64) error {
	info, err := os.Stat(db.path + "-wal")
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() <= above {
		return nil
	}
	if err != nil {
		return err
	}
	var busy, pages, done int
	return Explain(db.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &done))
}
