-- What this service observed. A row is the outbox entry too: it is kept at
-- least until the master has acknowledged its batch.
CREATE TABLE event (
  boot      INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  resource  TEXT NOT NULL,
  body      BLOB NOT NULL,
  box       BLOB NOT NULL,
  body_hash BLOB NOT NULL,
  key       BLOB NOT NULL,
  salt      BLOB NOT NULL,
  PRIMARY KEY (boot, seq)
) WITHOUT ROWID;
CREATE INDEX event_by_kind ON event (kind, resource, boot, seq);

-- Signed batches in the order in which they were closed. leaf_index is where
-- the master's log has it, NULL until it has acknowledged.
CREATE TABLE batch (
  n          INTEGER PRIMARY KEY,
  boot       INTEGER NOT NULL,
  first      INTEGER NOT NULL,
  last       INTEGER NOT NULL,
  leaf       BLOB NOT NULL,
  leaf_index INTEGER
);
CREATE INDEX batch_open ON batch (n) WHERE leaf_index IS NULL;

-- How far this service has followed another one's journal.
CREATE TABLE cursor (
  source TEXT PRIMARY KEY,
  boot   INTEGER NOT NULL,
  seq    INTEGER NOT NULL
);

-- The lives of this service, and the newest block it has heard of.
CREATE TABLE life (boot INTEGER PRIMARY KEY);
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, hash BLOB NOT NULL);
