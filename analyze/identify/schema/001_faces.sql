-- Everybody here is sealed by the service's key for templates: body is a nonce and AES-256-GCM of JSON.
CREATE TABLE people (
    id   TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

-- Pictures of people who are not enrolled: who is one person's, as far as it was noticed.
CREATE TABLE strangers (
    number INTEGER PRIMARY KEY,
    event  TEXT NOT NULL UNIQUE,
    who    INTEGER NOT NULL,
    at     INTEGER NOT NULL, -- Unix seconds
    body   BLOB NOT NULL
) STRICT;

-- The newest statement of the owner that counted: an older one counts no more.
CREATE TABLE permit (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    issued INTEGER NOT NULL
) STRICT;
