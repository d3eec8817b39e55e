-- How far another service's journal was followed about each resource: the newest event that was
-- taken, and the newest frame, which may stand in no event yet. The cursor is where to begin to
-- read; what is not behind the mark of its resource was taken.
CREATE TABLE mark (
  source     TEXT NOT NULL,
  resource   TEXT NOT NULL,
  boot       INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  frame_boot INTEGER NOT NULL,
  frame_seq  INTEGER NOT NULL,
  frame_time INTEGER NOT NULL, -- in ns since 1970
  PRIMARY KEY (source, resource)
) WITHOUT ROWID;
