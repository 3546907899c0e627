-- litige, schema 2.
--
-- What had gathered in one table of names and numbers gets tables of its own: the next free numbers, the counts of cases,
-- the statistics, and the marks of a file. The old table goes, rather than being kept in another shape: a program of
-- schema 1 that still has the file open must fail, not count on in it.

-- The next free number of each kind; `change` numbers the changes that desks follow.
CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many cases stand in a part of the queue: `open`, `unclaimed`, `snoozed`, `decided`; `held` by each mediator;
-- `awaiting` a second mediator, in all (no handle) and of each who decided.
CREATE TABLE case_counts (
  part   TEXT NOT NULL,
  handle TEXT NOT NULL,            -- empty where no mediator is told apart
  cases  INTEGER NOT NULL,
  PRIMARY KEY (part, handle)
) STRICT, WITHOUT ROWID;

-- How many open cases were opened on a day (days since 1970, UTC).
CREATE TABLE backlog (
  day   INTEGER PRIMARY KEY,
  cases INTEGER NOT NULL
) STRICT;

-- How many decisions in force there are of a sort: what the statistics tell apart.
CREATE TABLE outcome_counts (
  ground   TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  basis    TEXT NOT NULL,          -- empty where the outcome takes none
  took     TEXT NOT NULL,          -- bracket of the time from the opening
  mediator TEXT NOT NULL,
  cases    INTEGER NOT NULL,
  PRIMARY KEY (ground, outcome, basis, took, mediator)
) STRICT, WITHOUT ROWID;

-- What is true of this file; a row is a yes. `demo`: it may be made anew over itself. `unscrubbed`: an erasure has still to
-- write it anew.
CREATE TABLE flags (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Requests that were carried out under a key, so that a repeat after a lost answer is harmless. Kept for some days.
CREATE TABLE completed_requests (
  key     TEXT PRIMARY KEY,
  handle  TEXT NOT NULL,           -- whose
  request BLOB NOT NULL,           -- SHA-256 of what was asked
  answer  TEXT NOT NULL,           -- JSON
  at      INTEGER NOT NULL,
  seal    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX completed_requests_at ON completed_requests (at);

INSERT INTO sequences (name, next)
SELECT CASE substr(name, 6) WHEN 'mark' THEN 'decision_event' WHEN 'touched' THEN 'change' ELSE substr(name, 6) END,
  -- Of the changes, the last number was kept.
  value + (name = 'next.touched')
FROM counters WHERE name GLOB 'next.*' AND name <> 'next.scrub';

INSERT INTO flags (name) SELECT 'unscrubbed' FROM counters WHERE name = 'next.scrub';
INSERT INTO flags (name) SELECT 'demo' FROM counters WHERE name = 'demo';

INSERT INTO case_counts (part, handle, cases)
SELECT name, '', value FROM counters WHERE name IN ('open', 'unclaimed', 'snoozed', 'decided', 'awaiting') AND value <> 0;
INSERT INTO case_counts (part, handle, cases)
SELECT 'held', substr(name, 6), value FROM counters WHERE name GLOB 'held:*' AND value <> 0;
INSERT INTO case_counts (part, handle, cases)
SELECT 'awaiting', substr(name, 10), value FROM counters WHERE name GLOB 'awaiting:*' AND value <> 0;

INSERT INTO backlog (day, cases)
SELECT CAST(substr(name, 9) AS INTEGER), value FROM counters WHERE name GLOB 'backlog:*' AND value <> 0;

-- 'verdict:<ground>:<outcome>:<basis or ->:<took>:<mediator>'; a handle may hold a colon, so it stood last.
WITH RECURSIVE parts (cases, found, rest, ground, outcome, basis, took) AS (
  SELECT value, 0, substr(name, 9), NULL, NULL, NULL, NULL FROM counters WHERE name GLOB 'verdict:*' AND value <> 0
  UNION ALL
  SELECT cases, found + 1, substr(rest, instr(rest, ':') + 1),
    iif(found = 0, substr(rest, 1, instr(rest, ':') - 1), ground),
    iif(found = 1, substr(rest, 1, instr(rest, ':') - 1), outcome),
    iif(found = 2, substr(rest, 1, instr(rest, ':') - 1), basis),
    iif(found = 3, substr(rest, 1, instr(rest, ':') - 1), took)
  FROM parts WHERE found < 4
)
INSERT INTO outcome_counts (ground, outcome, basis, took, mediator, cases)
SELECT ground, outcome, iif(basis = '-', '', basis), took, rest, cases FROM parts WHERE found = 4;

DROP TABLE counters;
