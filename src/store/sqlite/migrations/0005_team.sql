-- litige, schema 5: what a team needs.

-- Which lead put a policy in force, and why. NULL in the one that a database started with, and in those of older programs.
ALTER TABLE policies ADD COLUMN by TEXT;
ALTER TABLE policies ADD COLUMN reason TEXT;

-- Members of the team are bound to accounts of the system, and retire.
ALTER TABLE mediators ADD COLUMN account TEXT;       -- the one that alone acts under the handle
ALTER TABLE mediators ADD COLUMN retired_at INTEGER; -- since when they act no more
-- One account is one member.
CREATE UNIQUE INDEX mediators_account ON mediators (account) WHERE account IS NOT NULL AND retired_at IS NULL;

-- Who did what, newest first: of all, and of one member. What a page is chosen by stands in the index, so that none of the
-- long bodies is read for it.
CREATE INDEX audit_newest ON audit (seq, at, action);
CREATE INDEX audit_actor ON audit (actor, seq, at, action);

-- What a mediator has acknowledged of what stands in a case (a decision that waits for them, a deadline), with the moment that
-- it was told of. It only keeps a notification quiet: no seal, and no record tells of it.
CREATE TABLE acknowledgements (
  handle  TEXT NOT NULL,
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  what    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (handle, dispute, what)
) STRICT, WITHOUT ROWID;

-- What is snoozed, most urgent first; who holds it, for the count of what is overdue among it.
CREATE INDEX disputes_snoozed ON disputes (rank, id, words, state, snoozed_until, claimed_by)
  WHERE state = 'open' AND snoozed_until IS NOT NULL;
