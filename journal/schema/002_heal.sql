-- Which batch covers an event is asked for each of them.
CREATE INDEX batch_by_place ON batch (boot, first);

-- What became of events whose numbers the master has for others: they were never
-- committed by these numbers, and were given new ones. Who followed them by the old
-- ones goes on behind the new ones.
CREATE TABLE moved (
  boot    INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  to_boot INTEGER NOT NULL,
  to_seq  INTEGER NOT NULL,
  PRIMARY KEY (boot, seq)
) WITHOUT ROWID;
CREATE INDEX moved_to ON moved (to_boot, to_seq);

-- A row while batches are taken over from the master; (boot, last) is where the two last
-- agreed. Events behind that may be in no batch and in no place to be batched.
CREATE TABLE healing (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  boot INTEGER NOT NULL,
  last INTEGER NOT NULL
);

-- Events of the master's that stand here since the healing began, or stood here before. What
-- was taken over has its content, which is what it says: an event that says the same by other
-- numbers is the same observation, and is not committed twice.
CREATE TABLE taken (
  boot    INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  content BLOB,
  PRIMARY KEY (boot, seq)
) WITHOUT ROWID;
CREATE INDEX taken_by_content ON taken (content);
