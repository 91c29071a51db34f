-- What the file says about itself: name, created, program, redaction, writer,
-- kept, summary, closed.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- The engine's events, each in its stable JSON form.
CREATE TABLE events (
  seq      INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL, -- nanoseconds since 1970, UTC
  kind     TEXT NOT NULL,
  exchange INTEGER NOT NULL, -- 0 for none
  json     TEXT NOT NULL
);
CREATE INDEX events_by_exchange ON events (exchange) WHERE exchange > 0;
-- What a reader of a long session jumps to.
CREATE INDEX events_by_mark ON events (kind, seq) WHERE kind IN (
  'run.started', 'run.finished', 'breaker.changed', 'breaker.rejected',
  'retry.scheduled', 'retry.refused', 'page.failed', 'walk.stopped', 'policy.changed'
);

-- What was asked for, for searching.
CREATE TABLE exchanges (
  id       INTEGER PRIMARY KEY,
  run      INTEGER NOT NULL,
  origin   TEXT NOT NULL,
  method   TEXT NOT NULL,
  url      TEXT NOT NULL,
  page     INTEGER NOT NULL, -- of its walk; 0 for none
  started  INTEGER NOT NULL,
  ended    INTEGER,          -- NULL while it is live
  outcome  TEXT NOT NULL DEFAULT '',
  status   INTEGER NOT NULL DEFAULT 0,
  error    TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0
);

-- Bodies, each content once.
CREATE TABLE bodies (
  id   INTEGER PRIMARY KEY,
  hash BLOB,                 -- SHA-256; NULL while it grows
  size INTEGER NOT NULL      -- bytes
);
CREATE UNIQUE INDEX bodies_by_hash ON bodies (hash) WHERE hash IS NOT NULL;
CREATE TABLE chunks (
  body INTEGER NOT NULL,
  n    INTEGER NOT NULL,     -- from 0
  size INTEGER NOT NULL,     -- bytes before compression
  zstd INTEGER NOT NULL,     -- 1 where data is a zstd frame
  data BLOB NOT NULL,
  PRIMARY KEY (body, n)
);
CREATE TABLE body_refs (
  exchange     INTEGER NOT NULL,
  attempt      INTEGER NOT NULL,
  part         TEXT NOT NULL, -- request, response
  body         INTEGER NOT NULL,
  complete     INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  PRIMARY KEY (exchange, attempt, part)
) WITHOUT ROWID;
