-- What a session showed at some of its moments, so that a reader need not
-- reduce all events up to one. Readers do without where it makes no sense to
-- them: its form is that of the program that wrote it (sessions/codec_state.go).
CREATE TABLE checkpoints (
  seq    INTEGER PRIMARY KEY, -- of the last event that is in it
  events INTEGER NOT NULL,    -- how many are
  at     INTEGER NOT NULL,    -- when that event was, ns since 1970, UTC
  marks  BLOB NOT NULL,       -- what is worth jumping to since the one before
  size   INTEGER NOT NULL,    -- bytes before compression
  zstd   INTEGER NOT NULL,    -- 1 where data is a zstd frame
  data   BLOB NOT NULL
);
-- Parts that checkpoints share, each once.
CREATE TABLE pieces (
  id   INTEGER PRIMARY KEY,
  size INTEGER NOT NULL,
  zstd INTEGER NOT NULL,
  data BLOB NOT NULL
);
