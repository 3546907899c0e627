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
-- The same of what people do, which is little among all that comes in and falls due: the newest, and what was done when.
CREATE INDEX audit_acts ON audit (seq, at, actor)
  WHERE action NOT IN ('ingest', 'settle', 'fill', 'upgrade', 'mark_read');
CREATE INDEX audit_acts_at ON audit (at, seq, actor)
  WHERE action NOT IN ('ingest', 'settle', 'fill', 'upgrade', 'mark_read');

-- What a mediator has acknowledged of what stands in a case (a decision that waits for them, a deadline), with the moment that
-- it was told of. It only keeps a notification quiet: no seal, and no record tells of it.
CREATE TABLE acknowledgements (
  handle  TEXT NOT NULL,
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  what    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (handle, dispute, what)
) STRICT, WITHOUT ROWID;

-- The statistics of a period: the decisions in force by the day (since 1970, UTC) on which they were taken, kept like
-- `outcome_counts`.
CREATE TABLE outcome_days (
  day      INTEGER NOT NULL,
  ground   TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  basis    TEXT NOT NULL,          -- empty where the outcome takes none
  took     TEXT NOT NULL,          -- bracket of the time from the opening
  mediator TEXT NOT NULL,
  cases    INTEGER NOT NULL,
  PRIMARY KEY (day, ground, outcome, basis, took, mediator)
) STRICT, WITHOUT ROWID;

INSERT INTO outcome_days (day, ground, outcome, basis, took, mediator, cases)
SELECT x.at / 86400000, d.ground, x.outcome, coalesce(x.basis, ''),
  CASE
    WHEN x.at - d.opened_at < 3600000 THEN 'under_1h'
    WHEN x.at - d.opened_at < 14400000 THEN '1h_to_4h'
    WHEN x.at - d.opened_at < 86400000 THEN '4h_to_1d'
    WHEN x.at - d.opened_at < 259200000 THEN '1d_to_3d'
    WHEN x.at - d.opened_at < 604800000 THEN '3d_to_7d'
    WHEN x.at - d.opened_at < 1209600000 THEN '7d_to_14d'
    ELSE 'over_14d'
  END,
  x.handle, count(*)
FROM disputes d JOIN decisions x ON x.id = d.decision WHERE d.state = 'decided' GROUP BY 1, 2, 3, 4, 5, 6;

-- What was done on a day, beside decisions: first answers, turns that ended in time or late, decisions undone. Of the time
-- before this schema only what was undone can be told.
CREATE TABLE work_counts (
  day      INTEGER NOT NULL,
  ground   TEXT NOT NULL,
  mediator TEXT NOT NULL,
  event    TEXT NOT NULL,
  took     TEXT NOT NULL,          -- of first answers: bracket of the time from the opening
  cases    INTEGER NOT NULL,
  PRIMARY KEY (day, ground, mediator, event, took)
) STRICT, WITHOUT ROWID;

INSERT INTO work_counts (day, ground, mediator, event, took, cases)
SELECT m.at / 86400000, d.ground, x.handle, 'undone', '', count(*)
FROM decision_marks m JOIN decisions x ON x.id = m.decision JOIN disputes d ON d.id = x.dispute
WHERE m.kind = 'reversed' GROUP BY 1, 2, 3;
-- What is snoozed, most urgent first; who holds it, for the count of what is overdue among it.
CREATE INDEX disputes_snoozed ON disputes (rank, id, words, state, snoozed_until, claimed_by)
  WHERE state = 'open' AND snoozed_until IS NOT NULL;
