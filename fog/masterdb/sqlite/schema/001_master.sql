-- Signed batches. leaf_index is NULL while a batch is staged: durable here, not
-- yet known to stand in the log.
CREATE TABLE batch (
  n          INTEGER PRIMARY KEY,
  service    TEXT NOT NULL,
  boot       INTEGER NOT NULL,
  first      INTEGER NOT NULL,
  last       INTEGER NOT NULL,
  leaf       BLOB NOT NULL,
  leaf_hash  BLOB NOT NULL,
  leaf_index INTEGER UNIQUE,
  received   INTEGER NOT NULL, -- nanoseconds since 1970, by this master's clock
  UNIQUE (service, boot, first)
);
CREATE INDEX batch_staged ON batch (n) WHERE leaf_index IS NULL;

-- Events, unique by service, boot and sequence. kind, resource and time repeat
-- what the body says, for questions; an audit compares them.
CREATE TABLE event (
  n         INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  batch     INTEGER NOT NULL REFERENCES batch (n),
  seq       INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  resource  TEXT NOT NULL,
  time      INTEGER NOT NULL, -- nanoseconds since 1970
  box       BLOB NOT NULL,
  body_hash BLOB NOT NULL,
  key       BLOB NOT NULL,
  salt      BLOB NOT NULL
);
CREATE INDEX event_by_batch ON event (batch, seq);
CREATE INDEX event_by_kind ON event (kind, n);
CREATE INDEX event_by_resource ON event (resource, time);

-- Checkpoints that left this master: the note with the log's own signatures,
-- and the cosignatures of other owners, a line each.
CREATE TABLE checkpoint (
  size    INTEGER PRIMARY KEY,
  root    BLOB NOT NULL,
  note    TEXT NOT NULL,
  cosigs  TEXT NOT NULL DEFAULT '',
  signers INTEGER NOT NULL DEFAULT 0
);

-- Anchors by the size of their checkpoint. block is NULL while the transaction
-- is not seen in a block; depth says how many blocks stood on it when last looked at.
CREATE TABLE anchor (
  size       INTEGER PRIMARY KEY REFERENCES checkpoint (size),
  tx         BLOB NOT NULL,
  block      INTEGER,
  block_hash BLOB,
  gas        INTEGER NOT NULL DEFAULT 0,
  confirmed  INTEGER NOT NULL DEFAULT 0,
  sent       INTEGER NOT NULL -- nanoseconds since 1970
);

-- What this master cosigned for other owners' logs, written before it answers.
CREATE TABLE witnessed (
  origin TEXT PRIMARY KEY,
  size   INTEGER NOT NULL,
  root   BLOB NOT NULL
);
