-- A journal is a queue. A body stands here once: what is sealed of it follows from body, key
-- and salt. Rows have a rowid, since a body that is larger than a quarter of a page would
-- waste most of another page otherwise.
ALTER TABLE event RENAME TO event_before;
CREATE TABLE event (
  boot     INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  resource TEXT NOT NULL,
  body     BLOB NOT NULL,
  key      BLOB NOT NULL,
  salt     BLOB NOT NULL,
  UNIQUE (boot, seq)
);

-- How far the queue is pruned: batch n, which is kept, and all before it are the master's alone.
-- (boot, seq) is where it ends.
CREATE TABLE pruned (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  n    INTEGER NOT NULL,
  boot INTEGER NOT NULL,
  seq  INTEGER NOT NULL
);

-- Events that were pruned and that this service itself needs when it starts.
CREATE TABLE kept (
  kind     TEXT NOT NULL,
  boot     INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  resource TEXT NOT NULL,
  body     BLOB NOT NULL,
  UNIQUE (kind, boot, seq)
);

-- Who follows this journal, by whose account, how far he has read, and when he last asked
-- (nanoseconds since 1970).
CREATE TABLE follower (
  name    TEXT PRIMARY KEY,
  account BLOB NOT NULL,
  boot    INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  heard   INTEGER NOT NULL
);

-- What an older version kept: all but the newest 200 acknowledged batches counts as pruned, and
-- event_before is emptied in small steps. What is not acknowledged, or is being healed, moves.
INSERT INTO pruned
  SELECT 1, n, boot, last FROM batch
  WHERE n <= coalesce((SELECT min(n) - 1 FROM batch WHERE leaf_index IS NULL), (SELECT max(n) FROM batch)) - 200
    AND NOT EXISTS (SELECT 1 FROM healing)
  ORDER BY n DESC LIMIT 1;
INSERT INTO event (boot, seq, kind, resource, body, key, salt)
  SELECT boot, seq, kind, resource, body, key, salt FROM event_before
  WHERE (boot, seq) > (SELECT coalesce(max(boot), 0), coalesce(max(seq), 0) FROM pruned)
  ORDER BY boot, seq;
