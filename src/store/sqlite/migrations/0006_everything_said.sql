-- litige, schema 6: everything that was said and handed over, found and kept.

-- What became of the content of an attachment that was looked for again after its event had come. Of an attachment's rows the
-- last one counts, before its row in `files`: that one stays as it was written, and the audit covers both.
CREATE TABLE later_files (
  id         INTEGER PRIMARY KEY,
  attachment INTEGER NOT NULL REFERENCES attachments (id),
  sha256     TEXT,                 -- of what is kept
  bytes      INTEGER,
  refused    TEXT,                 -- why nothing is kept
  erased     INTEGER,
  digest     BLOB NOT NULL
) STRICT;
CREATE INDEX later_files_attachment ON later_files (attachment, id);
CREATE INDEX later_files_sha256 ON later_files (sha256) WHERE sha256 IS NOT NULL;
CREATE TRIGGER later_files_keep BEFORE UPDATE ON later_files
WHEN NEW.erased IS NULL OR NEW.digest IS NOT OLD.digest OR NEW.id IS NOT OLD.id OR NEW.attachment IS NOT OLD.attachment
BEGIN SELECT RAISE (ABORT, 'files change by erasure only'); END;
CREATE TRIGGER later_files_stay BEFORE DELETE ON later_files
BEGIN SELECT RAISE (ABORT, 'files are never deleted'); END;

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
