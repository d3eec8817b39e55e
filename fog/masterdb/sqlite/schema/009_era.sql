-- The oldest time of each kind among 4,096 numbers: a list of what a kind said up to a time begins
-- where the time may be met, and not at the newest. A time that is older than what is left of them
-- costs a look, and nothing else.
CREATE TABLE era (
  kind   INTEGER NOT NULL,
  block  INTEGER NOT NULL, -- an event's number over 4,096
  oldest INTEGER NOT NULL, -- nanoseconds since 1970
  PRIMARY KEY (kind, block)
) WITHOUT ROWID;
INSERT INTO era SELECT kind, n >> 12, min(time) FROM event GROUP BY 1, 2;
