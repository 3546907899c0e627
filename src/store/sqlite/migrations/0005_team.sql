-- litige, schema 5: what a team needs.

-- What a mediator has acknowledged of what stands in a case (a decision that waits for them, a deadline), with the moment that
-- it was told of. It only keeps a notification quiet: no seal, and no record tells of it.
CREATE TABLE acknowledgements (
  handle  TEXT NOT NULL,
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  what    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (handle, dispute, what)
) STRICT, WITHOUT ROWID;
