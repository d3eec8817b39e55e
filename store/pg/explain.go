package pg

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"

	"custos.dev/custos"

	"github.com/jackc/pgx/v5/pgconn"
)

// Explain turns what people can act on into a sentence: a full disk, a server that is gone, damage.
// Other errors pass as they are, and so does what is explained already.
func Explain(err error) error {
	if err == nil || custos.KindOf(err) != custos.Internal || errors.Is(err, context.Canceled) {
		return err
	}
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return explainCode(err, said.Code)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || pgconn.SafeToRetry(err) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) ||
		errors.As(err, &network) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, os.ErrDeadlineExceeded) {
		return custos.Errorf(custos.Unavailable, "the database server does not answer: start it, or look at the network to it; the master goes on by itself: %w", err)
	}
	return err
}

// explainCode goes by the codes of PostgreSQL's appendix A.
func explainCode(err error, code string) error {
	switch {
	case code == "53100":
		return custos.Errorf(custos.Unavailable, "the disk of the database server is full: free space and it goes on by itself; nothing that was acknowledged is lost: %w", err)
	case code == "XX001", code == "XX002":
		return custos.Errorf(custos.Corrupt, "the database is damaged: restore it from a backup, or empty it and let it be filled again: %w", err)
	case strings.HasPrefix(code, "28"):
		return custos.Errorf(custos.Denied, "the database server does not let this user in: look at user and password_file in the site file, and at the server's own rules of who may connect: %w", err)
	case code == "42501":
		return custos.Errorf(custos.Denied, "the database's user may not do this: make him the owner of the database: %w", err)
	case code == "3D000":
		return custos.Errorf(custos.NotFound, "the server has no such database: make it by CREATE DATABASE, with its user as owner: %w", err)
	case code == "25006":
		return custos.Errorf(custos.Unavailable, "the database server is a stand-by, which takes no changes: promote it, or name the other one: %w", err)
	case code == "55P03":
		return custos.Errorf(custos.Unavailable, "somebody else's work holds a part of the database; it is tried again: %w", err)
	case strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "08"), strings.HasPrefix(code, "53"):
		return custos.Errorf(custos.Unavailable, "the database server ends, starts or has no room for another connection; the master goes on by itself: %w", err)
	}
	return err
}

// IsDuplicate reports that a row was refused because its key exists.
func IsDuplicate(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == "23505"
}
