-- A master's records in PostgreSQL's own terms (docs/adr/0052-postgresql.md). Times are nanoseconds
-- since 1970 in a bigint: a timestamptz has microseconds, and what was committed is compared to the
-- nanosecond. Numbers are given by the one writer and have no gaps: a sequence would have one for
-- each transaction that is undone, and an audit finds missing rows by them.

-- Signed batches. leaf_index is NULL while a batch is staged: durable here, not yet known to stand
-- in the log.
CREATE TABLE batch (
  n            bigint PRIMARY KEY,
  service      text COLLATE "C" NOT NULL,
  boot         bigint NOT NULL,
  first        bigint NOT NULL,
  last         bigint NOT NULL,
  leaf         bytea NOT NULL,
  leaf_index   bigint,
  received     bigint NOT NULL, -- by this master's clock
  clock_offset bigint NOT NULL, -- how far the service's clock was ahead then, in milliseconds
  CONSTRAINT batch_place UNIQUE (service, boot, first)
);
CREATE UNIQUE INDEX batch_leaf ON batch (leaf_index);
CREATE INDEX batch_staged ON batch (n) WHERE leaf_index IS NULL;
CREATE INDEX batch_by_leaf ON batch USING hash (leaf);
ALTER TABLE batch ALTER leaf SET STORAGE EXTERNAL;

-- Names stand once, and events have their numbers. Those of the first two stand in indexes below.
CREATE TABLE kind (n integer PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE);
CREATE TABLE resource (n integer PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE);
INSERT INTO kind VALUES (1, 'segment'), (2, 'stream');

-- Events, in partitions of a million numbers each. Numbers are the order in which a master took
-- events in, so a partition is a stretch of its time, whatever a camera's clock says; and a number is
-- unique, which a key by the events' own time could not promise. Rows are never deleted, so old
-- partitions stand still: they are vacuumed once, and their indexes leave the memory to the new ones.
-- What body, key, salt and hash hold says package kept. There is no foreign key to batch: it would
-- be a question for each row, of one who puts both in one transaction; the audit names what has none.
CREATE TABLE event (
  n        bigint NOT NULL,
  batch    bigint NOT NULL,
  seq      bigint NOT NULL,
  time     bigint NOT NULL,
  kind     integer NOT NULL,
  resource integer NOT NULL,
  body     bytea NOT NULL,
  key      bytea NOT NULL,
  salt     bytea,
  hash     bytea,
  bodied   smallint NOT NULL GENERATED ALWAYS AS (CASE WHEN octet_length(body) > 0 THEN 1 ELSE 0 END) STORED,
  CONSTRAINT event_number PRIMARY KEY (n)
) PARTITION BY RANGE (n);
-- What is encrypted does not become smaller.
ALTER TABLE event ALTER body SET STORAGE EXTERNAL;

-- The place in a batch: what an ID is looked for by. Batches do not overlap, which staging sees to.
CREATE INDEX event_by_batch ON event (batch, seq, n);
-- Lists of a kind are looked through without its rows.
CREATE INDEX event_by_kind ON event (kind, n, time, resource);
-- Of a camera, of its kinds, and those of them that have a body, by time.
CREATE INDEX event_by_resource ON event (resource, kind, bodied, time);
-- A camera's segments, by time and as they came, and what is said of its stream.
CREATE INDEX event_segment ON event (resource, time, n) WHERE kind = 1;
CREATE INDEX event_segment_order ON event (resource, n) WHERE kind = 1;
CREATE INDEX event_stream ON event (resource, time, n) WHERE kind = 2;

-- The oldest and the newest time of each kind, and of all as kind 0, among 4,096 numbers: questions by
-- time look at the numbers where that time may be met, and at no other partition. A time that is
-- wider than what is left of them costs a look, and nothing else.
CREATE TABLE era (
  kind   integer NOT NULL,
  block  bigint NOT NULL, -- an event's number over 4,096
  oldest bigint NOT NULL,
  newest bigint NOT NULL,
  PRIMARY KEY (kind, block)
) WITH (fillfactor = 50);

-- Checkpoints that left this master: the note with the log's own signatures, and the cosignatures
-- of other owners, a line each.
CREATE TABLE checkpoint (
  size    bigint PRIMARY KEY,
  root    bytea NOT NULL,
  note    text NOT NULL,
  cosigs  text NOT NULL DEFAULT '',
  signers integer NOT NULL DEFAULT 0
);

-- Anchors by the size of their checkpoint.
CREATE TABLE anchor (
  size       bigint PRIMARY KEY,
  tx         bytea NOT NULL,
  block      bigint NOT NULL,
  block_hash bytea NOT NULL,
  gas        bigint NOT NULL,
  confirmed  boolean NOT NULL DEFAULT false,
  sent       bigint NOT NULL
);
CREATE INDEX anchor_by_block ON anchor (block, size);

-- What this master cosigned last of other owners' logs, and every checkpoint of them that it did:
-- what the chain must not contradict.
CREATE TABLE witnessed (origin text COLLATE "C" PRIMARY KEY, size bigint NOT NULL, root bytea NOT NULL);
CREATE TABLE cosigned (origin text COLLATE "C" NOT NULL, size bigint NOT NULL, root bytea NOT NULL, PRIMARY KEY (origin, size));

-- Alarms that are not over.
CREATE TABLE alarm (
  about      text COLLATE "C" NOT NULL,
  origin     text COLLATE "C" NOT NULL,
  reason     text NOT NULL,
  block      bigint NOT NULL,
  block_hash bytea NOT NULL,
  PRIMARY KEY (about, origin)
);

-- Digests of the contracts' policy that were cosigned, and the own domain's rules as they were
-- confirmed last, by deployment of the contracts.
CREATE TABLE policy (
  deployment bytea NOT NULL,
  block      bigint NOT NULL,
  digest     bytea NOT NULL,
  block_hash bytea NOT NULL,
  PRIMARY KEY (deployment, block, digest)
);
CREATE TABLE rules (deployment bytea PRIMARY KEY, rules text NOT NULL, written bigint NOT NULL, block bigint NOT NULL);

-- What is removed for good. said is the tombstone's payload, as it is planned and told.
CREATE TABLE removal (
  n        bigint PRIMARY KEY,
  name     text COLLATE "C" NOT NULL UNIQUE,
  service  text COLLATE "C" NOT NULL,
  said     bytea NOT NULL,
  ordered  boolean NOT NULL, -- an erasure, which services apply, too
  told     boolean NOT NULL DEFAULT false, -- its tombstone is recorded in the log
  finished bigint -- NULL while bodies of it may be here
);
CREATE INDEX removal_ordered ON removal (service, n) WHERE ordered AND told;
CREATE INDEX removal_open ON removal (n) WHERE finished IS NULL;

-- Which events a removal names: they never get a body again.
CREATE TABLE removal_span (
  service text COLLATE "C" NOT NULL,
  boot    bigint NOT NULL,
  first   bigint NOT NULL,
  last    bigint NOT NULL,
  removal bigint NOT NULL REFERENCES removal (n),
  PRIMARY KEY (service, boot, first, removal)
);

-- Up to which event tombstones in the log were looked at.
CREATE TABLE removal_seen (one integer PRIMARY KEY CHECK (one = 1), n bigint NOT NULL);
