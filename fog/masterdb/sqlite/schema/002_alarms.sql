-- Every checkpoint of another owner's log that this master cosigned: what the chain
-- must not contradict.
CREATE TABLE cosigned (
  origin TEXT NOT NULL,
  size   INTEGER NOT NULL,
  root   BLOB NOT NULL,
  PRIMARY KEY (origin, size)
) WITHOUT ROWID;
INSERT INTO cosigned SELECT origin, size, root FROM witnessed;

-- Alarms that are not over, so that each is raised once, also across restarts.
CREATE TABLE alarm (
  about  TEXT NOT NULL,
  origin TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- For an alarm about the chain: the block that holds the contradiction.
  block      INTEGER NOT NULL DEFAULT 0,
  block_hash BLOB,
  PRIMARY KEY (about, origin)
) WITHOUT ROWID;
