package fog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/postgres"
	"custos.dev/custos/fog/masterdb/sqlite"
	"custos.dev/custos/service"
	"custos.dev/custos/store/pg"
)

// DatabaseSection is where a fog's master keeps its records, if that is not a file of its own:
// postgres://USER@HOST/DATABASE, with password_file=FILE among what stands behind the ?.
var DatabaseSection = service.NodeSection[string]{Name: "database", Check: checkDatabase}.Define()

// files are what of an address names files, relative to the site file.
var files = []string{passwordFile, "sslrootcert", "sslcert", "sslkey"}

const passwordFile = "password_file"

func checkDatabase(s *service.Site, n *service.Node, address *string) error {
	if *address == "" {
		return nil
	}
	if n.Tier != custos.Fog {
		return fmt.Errorf("database: a node of tier %s has no master: write it at its fog", n.Tier)
	}
	whole, err := DatabaseAddress(s, *address)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	*address = whole
	return nil
}

// DatabaseAddress checks the address of a database on a server, and makes the names of files in it
// whole, which are relative to the site file.
func DatabaseAddress(s *service.Site, address string) (string, error) {
	if !pg.IsURL(address) {
		return "", custos.Errorf(custos.Invalid, "write postgres://USER@HOST/DATABASE?sslmode=verify-full&password_file=FILE")
	}
	if before, query, ok := strings.Cut(address, "?"); ok {
		said, err := url.ParseQuery(query)
		if err != nil {
			return "", custos.Errorf(custos.Invalid, "what stands behind the ? of the address cannot be read")
		}
		for _, k := range files {
			if said.Has(k) && said.Get(k) != "system" {
				said.Set(k, s.Beside(said.Get(k)))
			}
		}
		address = before + "?" + said.Encode()
	}
	plain, _, err := cutPassword(address)
	if err != nil {
		return "", err
	}
	_, err = pg.Parse(plain, "")
	return address, err
}

// cutPassword takes the name of the password's file out of an address.
func cutPassword(address string) (plain, file string, err error) {
	before, query, ok := strings.Cut(address, "?")
	if !ok {
		return address, "", nil
	}
	said, err := url.ParseQuery(query)
	if err != nil {
		return "", "", custos.Errorf(custos.Invalid, "what stands behind the ? of the database's address cannot be read")
	}
	file = said.Get(passwordFile)
	said.Del(passwordFile)
	return before + "?" + said.Encode(), file, nil
}

// server says how the database of an address is reached.
func server(address string) (pg.Config, error) {
	plain, file, err := cutPassword(address)
	if err != nil || file == "" {
		if err != nil {
			return pg.Config{}, err
		}
		return pg.Parse(plain, "")
	}
	secret, err := service.ReadSecret(file)
	if errors.Is(err, fs.ErrNotExist) {
		return pg.Config{}, custos.Errorf(custos.NotFound, "the database's password_file %s is not there: write the password into it, and run chmod 600 on it", file)
	}
	if err != nil {
		return pg.Config{}, err
	}
	return pg.Parse(plain, strings.TrimRight(string(secret), "\r\n"))
}

// DatabaseOf is the address of a fog's master's database: what the site file says, or a file in the
// master's directory.
func DatabaseOf(n *service.Node, dir string) string {
	if address := DatabaseSection.Get(n); address != "" {
		return address
	}
	return filepath.Join(dir, "master.db")
}

// DatabaseFile returns the file that an address names; false of one on a server.
func DatabaseFile(address string) (path string, ok bool) { return address, !pg.IsURL(address) }

// OpenDatabase opens or creates a master's database: the file of that path, or what is at the
// address of a PostgreSQL database. The caller closes it.
func OpenDatabase(ctx context.Context, address string) (masterdb.DB, error) {
	if !pg.IsURL(address) {
		db, err := sqlite.Open(ctx, address)
		if err != nil {
			return nil, err
		}
		return db, nil
	}
	cfg, err := server(address)
	if err != nil {
		return nil, err
	}
	db, err := postgres.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return db, nil
}

// reachWait bounds how long a server may take to let an audit in.
const reachWait = 30 * time.Second

// openReadOnly opens an existing one for questions, also beside its master.
func openReadOnly(address string) (masterdb.Reader, error) {
	if !pg.IsURL(address) {
		db, err := sqlite.OpenReadOnly(address)
		if err != nil {
			return nil, err
		}
		return db, nil
	}
	cfg, err := server(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), reachWait)
	defer cancel()
	db, err := postgres.OpenReadOnly(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return db, nil
}
