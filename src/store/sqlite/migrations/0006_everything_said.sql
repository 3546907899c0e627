-- litige, schema 6: everything said is found, not only the discussions.

-- Passages: what was said that is no message, in order of arrival. The text stands in the row that a passage is of; a passage
-- is there as long as its text is found.
CREATE TABLE passages (
  id     INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL CHECK (kind IN ('event', 'note', 'file', 'strike')),
  ref    INTEGER NOT NULL,         -- events.seq, notes.id, or attachments.id
  at     INTEGER,                  -- when a piece of evidence was struck, which no other row says, …
  handle TEXT                      -- … and by whom
) STRICT;
CREATE UNIQUE INDEX passages_of ON passages (kind, ref);

-- Their search index: in parts, with counted words, like that of the messages.
CREATE TABLE passage_part (
  part  INTEGER PRIMARY KEY,
  first INTEGER NOT NULL UNIQUE,
  ids   INTEGER NOT NULL CHECK (ids > 0),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'merging', 'tidy'))
) STRICT;

CREATE TABLE passage_word (
  word TEXT PRIMARY KEY,
  seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passage_word_initial ON passage_word (substr(word, 1, 1), seen DESC);
INSERT INTO passage_word (word, seen) VALUES ('', 0);
