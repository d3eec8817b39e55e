-- An event in few bytes (docs/adr/0049-bytes.md). Names of kinds and resources stand once, and
-- events have their numbers.
CREATE TABLE kind (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE resource (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
-- The numbers of these two stand in indexes below.
INSERT INTO kind VALUES (1, 'segment'), (2, 'stream');

-- hash is NULL while body is the event's body as it is kept since this version: what the row says
-- of the event is not in it again, and key hides it (kept.go). Of an event that was stored before,
-- body is what was sealed, and hash the body's; of one whose body was removed, body, key and salt
-- are empty and hash is its commitment. salt is NULL where it follows from the key. An event's ID
-- follows from its batch and seq.
ALTER TABLE event RENAME TO event_before;
CREATE TABLE event (
  n        INTEGER PRIMARY KEY,
  batch    INTEGER NOT NULL REFERENCES batch (n),
  seq      INTEGER NOT NULL,
  kind     INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  time     INTEGER NOT NULL, -- nanoseconds since 1970
  body     BLOB NOT NULL,
  key      BLOB NOT NULL,
  salt     BLOB,
  hash     BLOB
);
INSERT INTO kind (name) SELECT DISTINCT kind FROM event_before WHERE true ON CONFLICT DO NOTHING;
INSERT INTO resource (name) SELECT DISTINCT resource FROM event_before;
INSERT INTO event SELECT e.n, e.batch, e.seq, k.n, r.n, e.time, e.box, e.key, e.salt, e.body_hash
  FROM event_before e JOIN kind k ON k.name = e.kind JOIN resource r ON r.name = e.resource ORDER BY e.n;
DROP TABLE event_before;

-- The place in a batch: what an ID is looked for by.
CREATE UNIQUE INDEX event_by_batch ON event (batch, seq);
-- As in 007: lists of a kind are looked through without its rows.
CREATE INDEX event_by_kind ON event (kind, n, time, resource);
-- Of a camera, of its kinds, and those of them that have a body, by time: one index for what had
-- three. Who wants them all asks for both kinds of body.
CREATE INDEX event_by_resource ON event (resource, kind, iif(length(body) > 0, 1, 0), time);
-- As in 004.
CREATE INDEX event_segment ON event (resource, time) WHERE kind = 1;
CREATE INDEX event_stream ON event (resource, time) WHERE kind = 2;
CREATE INDEX event_segment_order ON event (resource) WHERE kind = 1;
