package pg

import (
	"context"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Config is how a database is reached. It is made by Parse.
type Config struct {
	// Wait is how long is waited for another process to let go of the database; 0 is 5 s.
	Wait time.Duration

	conn *pgx.ConnConfig
	name string
}

// keys are what the query of a URL may say. What changes how safe a commit is, is not among them.
var keys = []string{"host", "port", "user", "database", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "target_session_attrs", "application_name"}

// IsURL reports that a database's address is one of PostgreSQL.
func IsURL(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Parse reads postgres://USER@HOST/DATABASE; several hosts, with commas, are asked in turn until
// one takes changes. It is Invalid with a password in it, and where a host that is not this
// machine would be asked without TLS that proves who it is. password may be empty.
func Parse(address, password string) (Config, error) {
	bad := func(format string, args ...any) (Config, error) {
		return Config{}, custos.Errorf(custos.Invalid, format, args...)
	}
	if !IsURL(address) {
		return bad("%q is no address of a PostgreSQL database: write postgres://USER@HOST/DATABASE?sslmode=verify-full", strings.SplitN(address, "@", 2)[0])
	}
	rest := strings.SplitN(address, "://", 2)[1]
	authority := rest[:strings.IndexAny(rest+"/", "/?")]
	if at := strings.LastIndexByte(authority, '@'); at >= 0 && strings.ContainsRune(authority[:at], ':') {
		return bad("the address of the database holds a password, which others could read: take it out, write it into a file for you only (chmod 600), and name that with password_file")
	}
	query := url.Values{}
	if i := strings.IndexByte(rest, '?'); i >= 0 {
		var err error
		if query, err = url.ParseQuery(rest[i+1:]); err != nil {
			return bad("the address of the database: what stands behind its ? cannot be read")
		}
	}
	if query.Has("password") || query.Has("sslpassword") {
		return bad("the address of the database holds a password, which others could read: take it out, write it into a file for you only (chmod 600), and name that with password_file")
	}
	for _, k := range sortedKeys(query) {
		if !slices.Contains(keys, k) {
			return bad("the address of the database says %q, which it may not: it may say %s", k, strings.Join(keys, ", "))
		}
	}
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return bad("the address of the database cannot be read: %w", err)
	}
	if c.Database == "" || c.User == "" {
		return bad("the address of the database names no %s: write postgres://USER@HOST/DATABASE", map[bool]string{true: "database", false: "user"}[c.Database == ""])
	}
	mode := query.Get("sslmode")
	for _, h := range append([]*pgconn.FallbackConfig{{Host: c.Host, Port: c.Port}}, c.Fallbacks...) {
		if network, _ := pgconn.NetworkAddress(h.Host, h.Port); network == "unix" || loopback(h.Host) {
			continue
		}
		if mode != "verify-full" && mode != "verify-ca" {
			return bad("the database is on another machine, %s, and its address does not ask for TLS that proves who answers: add ?sslmode=verify-full, and with sslrootcert=FILE the authority that signed the server's certificate", h.Host)
		}
	}
	if password != "" {
		c.Password = password
	}
	if !query.Has("target_session_attrs") {
		c.ValidateConnect = nil
	}
	c.RuntimeParams = map[string]string{
		"application_name": "custos", "search_path": "custos", "timezone": "UTC", "jit": "off",
		// A peer that is gone without a word is noticed, and what it held is free.
		"client_connection_check_interval": "2s", "tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3",
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 5 * time.Second
	}
	return Config{conn: c, name: c.Database + " at " + c.Host}, nil
}

func sortedKeys(v url.Values) (out []string) {
	for k := range v {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name is how messages call the database: without user, and nobody's secret.
func (c Config) Name() string { return c.name }

// With returns how the same server is reached for another database.
func (c Config) With(database string) Config {
	c.conn = c.conn.Copy()
	c.conn.Database, c.name = database, database+" at "+c.conn.Host
	return c
}

// writing is how the session is opened that changes something: on a server that takes changes.
func (c Config) writing() *pgx.ConnConfig {
	w := c.conn.Copy()
	w.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	w.RuntimeParams["lock_timeout"] = "10s"
	return w
}

// pool opens connections for questions. They go by indexes and plans that do not change with what
// the server believes of a table: a question of a master is never answered by reading all events.
func (c Config) pool(ctx context.Context, atOnce int) (*pgxpool.Pool, error) {
	p, err := pgxpool.ParseConfig("")
	if err != nil {
		return nil, err
	}
	p.ConnConfig = c.conn.Copy()
	p.MaxConns, p.MinConns = int32(atOnce), 0
	p.MaxConnIdleTime, p.HealthCheckPeriod = 5*time.Minute, time.Minute
	for k, v := range map[string]string{
		"default_transaction_read_only": "on", "enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off",
		"random_page_cost": "1.1", "max_parallel_workers_per_gather": "0",
	} {
		p.ConnConfig.RuntimeParams[k] = v
	}
	pool, err := pgxpool.NewWithConfig(ctx, p)
	if err != nil {
		return nil, Explain(err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, Explain(err)
	}
	return pool, nil
}
