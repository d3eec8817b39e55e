-- What is removed for good. said is the tombstone's payload, as it is planned and told.
CREATE TABLE removal (
  n        INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  service  TEXT NOT NULL,
  said     BLOB NOT NULL,
  ordered  INTEGER NOT NULL, -- 1 for an erasure, which services apply, too
  told     INTEGER NOT NULL DEFAULT 0, -- 1 once its tombstone is recorded in the log
  finished INTEGER -- nanoseconds since 1970; NULL while bodies of it may be here
);
CREATE INDEX removal_ordered ON removal (service, n) WHERE ordered = 1 AND told = 1;
CREATE INDEX removal_open ON removal (n) WHERE finished IS NULL;

-- Which events a removal names: they never get a body again.
CREATE TABLE removal_span (
  service TEXT NOT NULL,
  boot    INTEGER NOT NULL,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  removal INTEGER NOT NULL REFERENCES removal (n),
  PRIMARY KEY (service, boot, first, removal)
) WITHOUT ROWID;

-- Up to which event tombstones in the log were looked at, also those of other copies of this
-- database.
CREATE TABLE removal_seen (one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL);

-- The events that have a body, by age. Of one that was removed box, key and salt are empty and
-- body_hash is its commitment.
CREATE INDEX event_body ON event (kind, resource, time) WHERE length(box) > 0;
