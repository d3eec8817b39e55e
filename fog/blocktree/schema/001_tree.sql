-- The hashes of the tree, by their place in the order in which they became known (tlog).
CREATE TABLE hashes (n INTEGER PRIMARY KEY, hash BLOB NOT NULL);
-- Of how many blocks they are; one row.
CREATE TABLE tree (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL);
INSERT INTO tree VALUES (1, 0);
-- What enough owners cosigned.
CREATE TABLE words (size INTEGER PRIMARY KEY, root BLOB NOT NULL, cosignatures TEXT NOT NULL);
