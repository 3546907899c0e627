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
