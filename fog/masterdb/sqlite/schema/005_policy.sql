-- Digests of the contracts' policy that were cosigned: what the chain must not contradict.
-- block_hash is the block's by which that was last seen to hold. Another deployment of the
-- contracts begins with none.
CREATE TABLE policy (
  deployment BLOB NOT NULL,
  block      INTEGER NOT NULL,
  digest     BLOB NOT NULL,
  block_hash BLOB NOT NULL,
  PRIMARY KEY (deployment, block, digest)
) WITHOUT ROWID;

-- The rules of the own domain as they were confirmed last, how often they had been written
-- by then, and at which block they were read.
CREATE TABLE rules (
  deployment BLOB PRIMARY KEY,
  rules      TEXT NOT NULL,
  written    INTEGER NOT NULL,
  block      INTEGER NOT NULL
) WITHOUT ROWID;
