package ledger

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Section is what the site file says of the chain.
var Section = service.SiteSection[Settings]{
	Name: "ledger",
	Default: func() Settings {
		return Settings{ChainID: 20181, Confirmations: 2, AnchorEvery: time.Minute, Heartbeat: 10 * time.Minute, Threads: 1, StaleAfter: time.Minute}
	},
	Check: checkSettings,
	Needs: func(t *Settings, n *service.Node) []string {
		if n.Tier == custos.Fog && t.OwnMiners() {
			return []string{"rpc", "p2p"}
		}
		return nil
	},
}.Define()

// Settings are what the owners agree on about the chain.
type Settings struct {
	ChainID uint64 `yaml:"chain_id"`
	// Endpoint is an Ethereum node of the owners' choice: an http, https, ws or wss
	// URL, or the path of a Unix socket. Empty means that each fog runs its own miner.
	Endpoint string `yaml:"endpoint,omitempty"`
	// Engine is what kind of chain the endpoint serves; EngineNamed has the names.
	// Empty means proof of work.
	Engine string `yaml:"engine,omitempty"`
	// Threshold is how many owners must agree, and cosign: m of n, m > n/2.
	Threshold int `yaml:"threshold"`
	// Confirmations is how many blocks must stand on an anchor or a grant.
	Confirmations int `yaml:"confirmations"`
	// AnchorEvery is the time between two anchors of a log while it grows, but where
	// somebody waits for its proof.
	AnchorEvery time.Duration `yaml:"anchor_every"`
	// Heartbeat is how often a log that does not grow is anchored again, so that its
	// silence means something: peers raise an alarm after twice as long.
	Heartbeat time.Duration `yaml:"heartbeat,omitempty"`
	// Threads is how many threads a miner uses while it mines.
	Threads int `yaml:"threads"`
	// StaleAfter is how long an owner's last word counts as fresh.
	StaleAfter time.Duration `yaml:"stale_after"`
}

// OwnMiners says that each fog runs an Ethereum node, and that no chain of others is used.
func (t *Settings) OwnMiners() bool { return t.Endpoint == "" }

// SettingsOf returns what the site file says of the chain.
func SettingsOf(s *service.Site) Settings { return Section.Get(s) }

func checkSettings(s *service.Site, t *Settings) error {
	if t.Threshold == 0 {
		t.Threshold = len(s.Owners)/2 + 1
	}
	if t.Threshold <= len(s.Owners)/2 || t.Threshold > len(s.Owners) {
		return fmt.Errorf("ledger.threshold: %d of %d owners: want more than half, at most all", t.Threshold, len(s.Owners))
	}
	if t.ChainID == 0 || t.Confirmations < 1 || t.Confirmations > 100 || t.AnchorEvery < 0 || t.Heartbeat < time.Second || t.Threads < 1 || t.StaleAfter < time.Second {
		return errors.New("ledger: chain_id and threads must be at least 1, confirmations 1 to 100, anchor_every not negative, heartbeat and stale_after at least 1s")
	}
	return t.validateEndpoint()
}

func (t *Settings) validateEndpoint() error {
	if t.Endpoint == "" {
		if t.Engine != "" {
			return errors.New("ledger.engine: it says what kind of chain ledger.endpoint serves: name the endpoint, or leave both out for the own miner")
		}
		return nil
	}
	if strings.HasPrefix(t.Endpoint, "/") {
		return nil
	}
	u, err := url.Parse(t.Endpoint)
	if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "ws", "wss"}, u.Scheme) {
		return fmt.Errorf("ledger.endpoint: %q is neither an http, https, ws or wss URL nor the absolute path of a Unix socket", t.Endpoint)
	}
	return nil
}
