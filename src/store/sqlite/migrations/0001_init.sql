-- litige, schema 1.
--
-- Conventions. Times are INTEGER milliseconds UTC, money is INTEGER minor units beside its currency, words are the
-- contract's. Every table is STRICT. Orders and disputes have a number of ours as key; an order's own id is text.
--
-- `digest` is the SHA-256 of the row as it was written: of the compact JSON array of its columns, as `digest.rs` lists
-- them (`sqlite3 litige.db "select json_array(…)" | tr -d '\n' | sha256sum` gives it). The audit covers every row that
-- has one, in ranges. An erasure replaces a text and sets `erased` to the audit record that says so; the digest stays.
--
-- `seal` is the first 8 bytes of the same, for rows that change: it finds damage, not forgery.

-- Next free numbers, the change sequence, and how many cases each view has; kept by the writing transaction.
CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policies (
  version INTEGER PRIMARY KEY,
  at      INTEGER,                 -- NULL: the one that the database started with
  body    TEXT NOT NULL,           -- JSON
  seal    INTEGER NOT NULL
) STRICT;

CREATE TABLE mediators (
  handle    TEXT PRIMARY KEY,
  name      TEXT NOT NULL,
  role      TEXT NOT NULL,
  conflicts TEXT NOT NULL,         -- JSON array of persons' ids
  at        INTEGER NOT NULL,
  seal      INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (
  num         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  client_id   TEXT NOT NULL,
  client_name TEXT NOT NULL,
  seller_id   TEXT NOT NULL,
  seller_name TEXT NOT NULL,
  title       TEXT NOT NULL,
  price       INTEGER NOT NULL CHECK (price > 0),
  currency    TEXT NOT NULL,
  state       TEXT NOT NULL,
  placed      INTEGER NOT NULL,    -- the order.placed event, whose body is the brief
  placed_at   INTEGER NOT NULL,
  due         INTEGER,
  lang        TEXT NOT NULL,
  pending     TEXT,
  refusals    TEXT NOT NULL,       -- words with a space between, oldest first
  paid_in     INTEGER NOT NULL,
  escrow      INTEGER NOT NULL,
  to_seller   INTEGER NOT NULL,
  to_client   INTEGER NOT NULL,
  dispute     INTEGER,             -- the latest
  erased      INTEGER,             -- the audit record that replaced a name last
  seal        INTEGER NOT NULL
) STRICT;
-- A person's orders, those with a dispute at the end, the newest dispute last.
CREATE INDEX orders_client ON orders (client_id, dispute);
CREATE INDEX orders_seller ON orders (seller_id, dispute);

-- The history of every order in the order of arrival: the marketplace's events, and our own moments (no event_id).
-- A text that stands elsewhere (a message's, a proposal's, a decision's) is not here again.
CREATE TABLE events (
  seq       INTEGER PRIMARY KEY,
  event_id  TEXT UNIQUE,
  order_num INTEGER NOT NULL REFERENCES orders (num),
  kind      TEXT NOT NULL,
  at        INTEGER NOT NULL,
  speaker   TEXT NOT NULL,
  ref       INTEGER,               -- what it made or is about, where its text stands: see events.rs
  rest      TEXT,                  -- SHA-256 (hex) of what the event says beside these columns
  erased    INTEGER,
  digest    BLOB NOT NULL,
  body      TEXT
) STRICT;
CREATE INDEX events_order ON events (order_num) WHERE kind NOT IN ('dispute.message', 'dispute.read');

CREATE TABLE disputes (
  id            INTEGER PRIMARY KEY,
  order_num     INTEGER NOT NULL REFERENCES orders (num),
  ground        TEXT NOT NULL,
  opened_at     INTEGER NOT NULL,
  opened_by     TEXT NOT NULL,
  policy        INTEGER NOT NULL REFERENCES policies (version),
  justification INTEGER,           -- the message that holds it
  state         TEXT NOT NULL,
  round         INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  claimed_by    TEXT,
  claimed_until INTEGER,
  lapsed_claim  TEXT,              -- whose claim lapsed, while nobody has taken the case since
  waiting_on    TEXT NOT NULL,
  waiting_since INTEGER NOT NULL,
  due_at        INTEGER NOT NULL,
  snoozed_until INTEGER,
  client_wrote  INTEGER,
  seller_wrote  INTEGER,
  last_message  INTEGER,
  unread        INTEGER NOT NULL,
  decision      INTEGER,           -- of this round
  awaiting      TEXT,              -- whose decision it is, while it waits for a second mediator
  reason        TEXT NOT NULL,     -- why it stands where it does in the queue
  outcome       TEXT,              -- how it ended, if it did
  rank          INTEGER NOT NULL,  -- its place in the queue
  settle_at     INTEGER,           -- when time alone will next change it
  touched       INTEGER NOT NULL,  -- the change sequence
  touched_by    TEXT NOT NULL,
  touched_what  TEXT NOT NULL,
  -- What the queue shows of the order, so that a page reads one row a case.
  order_id      TEXT NOT NULL,
  title         TEXT NOT NULL,
  client        TEXT NOT NULL,
  seller        TEXT NOT NULL,
  price         INTEGER NOT NULL,
  currency      TEXT NOT NULL,
  band          INTEGER NOT NULL,  -- of the price: domain/precedent.rs
  lang          TEXT NOT NULL,
  words         TEXT NOT NULL,     -- what the queue's filter looks in, folded
  seal          INTEGER NOT NULL
) STRICT;
-- Each has (rank, id), the queue's order; the rest stands in them so that a walk or a filter reads the index alone.
CREATE INDEX disputes_all    ON disputes (rank, id, words);
CREATE INDEX disputes_open   ON disputes (rank, id, words, state, snoozed_until)
  WHERE state = 'open' AND snoozed_until IS NULL;
CREATE INDEX disputes_holder ON disputes (claimed_by, rank, id, words, state, snoozed_until)
  WHERE state = 'open' AND snoozed_until IS NULL;
-- Precedents: the newest of those that are alike.
CREATE INDEX disputes_alike  ON disputes (ground, currency, band, lang, rank, id) WHERE state = 'decided';
CREATE INDEX disputes_awaiting ON disputes (rank, id, words, awaiting) WHERE awaiting IS NOT NULL;
CREATE INDEX disputes_order   ON disputes (order_num);
CREATE INDEX disputes_touched ON disputes (touched);
CREATE INDEX disputes_settle  ON disputes (settle_at) WHERE settle_at IS NOT NULL;

-- The discussions. Ids rise in the order of arrival over all disputes: newest first is the highest rowid.
CREATE TABLE messages (
  id      INTEGER PRIMARY KEY,
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  at      INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  author  TEXT NOT NULL,
  erased  INTEGER,
  digest  BLOB NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX messages_dispute ON messages (dispute);

CREATE TABLE attachments (
  id           INTEGER PRIMARY KEY,
  order_num    INTEGER NOT NULL REFERENCES orders (num),
  event        INTEGER REFERENCES events (seq),   -- what it came with, outside a discussion
  message      INTEGER REFERENCES messages (id),  -- what it came with, in one
  name         TEXT NOT NULL,
  media_type   TEXT NOT NULL,
  origin       TEXT NOT NULL,
  path         TEXT,
  inadmissible TEXT,               -- why it doesn't count; the one column that changes
  erased       INTEGER,
  digest       BLOB NOT NULL,      -- of all but `inadmissible`
  seal         INTEGER NOT NULL,   -- of `inadmissible`
  text         TEXT
) STRICT;
CREATE INDEX attachments_order ON attachments (order_num);

-- What became of the content of an attachment, where somebody looked. The content itself stands beside the database, under
-- its hash.
CREATE TABLE files (
  attachment INTEGER PRIMARY KEY REFERENCES attachments (id),
  sha256     TEXT,                 -- of what is kept
  bytes      INTEGER,
  refused    TEXT,                 -- why nothing is kept
  erased     INTEGER,
  digest     BLOB NOT NULL
) STRICT;
CREATE INDEX files_sha256 ON files (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE notes (
  id      INTEGER PRIMARY KEY,
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  at      INTEGER NOT NULL,
  handle  TEXT NOT NULL,
  erased  INTEGER,
  digest  BLOB NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX notes_dispute ON notes (dispute);

CREATE TABLE asks (
  id      INTEGER PRIMARY KEY,
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  party   TEXT NOT NULL,
  state   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  due_at  INTEGER NOT NULL,
  handle  TEXT,
  message INTEGER NOT NULL REFERENCES messages (id),
  answer  INTEGER REFERENCES messages (id),
  seal    INTEGER NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX asks_dispute ON asks (dispute);

CREATE TABLE proposals (
  id       INTEGER PRIMARY KEY,
  dispute  INTEGER NOT NULL REFERENCES disputes (id),
  kind     TEXT NOT NULL,
  refund   INTEGER,
  currency TEXT,
  speaker  TEXT NOT NULL,
  handle   TEXT,
  at       INTEGER NOT NULL,
  due_at   INTEGER NOT NULL,
  client   TEXT,
  seller   TEXT,
  answered_at INTEGER,
  state    TEXT NOT NULL,
  erased   INTEGER,
  seal     INTEGER NOT NULL,
  terms    TEXT NOT NULL
) STRICT;
CREATE INDEX proposals_dispute ON proposals (dispute);

CREATE TABLE reads (
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  reader  TEXT NOT NULL,
  up_to   INTEGER NOT NULL,
  seal    INTEGER NOT NULL,
  PRIMARY KEY (dispute, reader)
) STRICT, WITHOUT ROWID;

-- A decision never changes. Its reasons stand beside it, so that a name in them can be erased; their SHA-256 is in it.
CREATE TABLE decisions (
  id           INTEGER PRIMARY KEY,
  dispute      INTEGER NOT NULL REFERENCES disputes (id),
  round        INTEGER NOT NULL,
  outcome      TEXT NOT NULL,
  basis        TEXT,
  refund       INTEGER,
  seller_gets  INTEGER,
  currency     TEXT NOT NULL,
  proposal     INTEGER REFERENCES proposals (id),
  cites        TEXT NOT NULL,      -- ids with a space between
  handle       TEXT NOT NULL,
  at           INTEGER NOT NULL,
  effective_at INTEGER,            -- NULL: it waits for a second mediator
  key          TEXT UNIQUE,
  reasons      TEXT NOT NULL,      -- SHA-256 (hex) of the text
  digest       BLOB NOT NULL,
  UNIQUE (dispute, round)          -- decided once a round
) STRICT;

-- What happened to a decision after it was taken.
CREATE TABLE decision_marks (
  id           INTEGER PRIMARY KEY,
  decision     INTEGER NOT NULL REFERENCES decisions (id),
  kind         TEXT NOT NULL,
  at           INTEGER NOT NULL,
  handle       TEXT,
  effective_at INTEGER,
  reason       TEXT,               -- SHA-256 (hex) of the text
  digest       BLOB NOT NULL
) STRICT;
CREATE INDEX decision_marks_decision ON decision_marks (decision);

CREATE TABLE decision_texts (
  decision INTEGER NOT NULL REFERENCES decisions (id),
  mark     INTEGER NOT NULL,       -- 0: the decision's own reasons
  erased   INTEGER,
  body     TEXT NOT NULL,
  PRIMARY KEY (decision, mark)
) STRICT;

-- Double entry: each row moves one amount out of an account of its order and into another.
CREATE TABLE ledger (
  id           INTEGER PRIMARY KEY,
  order_num    INTEGER NOT NULL REFERENCES orders (num),
  from_account TEXT NOT NULL,
  to_account   TEXT NOT NULL,
  amount       INTEGER NOT NULL CHECK (amount > 0),
  currency     TEXT NOT NULL,
  at           INTEGER NOT NULL,
  decision     INTEGER REFERENCES decisions (id),
  reverses     INTEGER UNIQUE REFERENCES ledger (id),
  digest       BLOB NOT NULL,
  CHECK (from_account <> to_account)
) STRICT;
CREATE INDEX ledger_order ON ledger (order_num);

-- What the marketplace must act on. AUTOINCREMENT: a number is never given twice.
CREATE TABLE outbox (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  at        INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  order_num INTEGER NOT NULL REFERENCES orders (num),
  dispute   INTEGER NOT NULL REFERENCES disputes (id),
  erased    INTEGER,
  digest    BLOB NOT NULL,
  body      TEXT NOT NULL          -- JSON: what the line says beside these columns
) STRICT;
CREATE INDEX outbox_dispute ON outbox (dispute);

-- The hash chain of domain/audit.rs.
CREATE TABLE audit (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  dispute INTEGER,                 -- the one it is about, where it is about one
  body    TEXT NOT NULL,           -- JSON
  hash    TEXT NOT NULL
) STRICT;
CREATE INDEX audit_dispute ON audit (dispute) WHERE dispute IS NOT NULL;

CREATE TABLE drafts (
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  handle  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  seal    INTEGER NOT NULL,
  body    TEXT NOT NULL,
  PRIMARY KEY (dispute, handle)
) STRICT;

-- What a mediator must be told of a case of theirs, and has not heard of yet.
CREATE TABLE tidings (
  handle  TEXT NOT NULL,           -- whom
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  what    TEXT NOT NULL,
  author  TEXT NOT NULL,           -- who did it
  at      INTEGER NOT NULL,
  seal    INTEGER NOT NULL,
  PRIMARY KEY (handle, dispute, what)
) STRICT, WITHOUT ROWID;

-- Which case each open desk looks at. It is worth nothing a minute later: no seal, and no record tells of it.
CREATE TABLE presence (
  desk    TEXT PRIMARY KEY,
  handle  TEXT NOT NULL,
  dispute INTEGER NOT NULL REFERENCES disputes (id),
  at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The views that mediators keep. A convenience of theirs alone: no seal, and no record tells of it.
CREATE TABLE saved_views (
  handle TEXT NOT NULL,
  place  INTEGER NOT NULL,         -- the order in which they are shown
  name   TEXT NOT NULL,
  base   TEXT NOT NULL CHECK (base IN ('open', 'mine', 'unclaimed', 'overdue', 'decided', 'all', 'approval')),
  query  TEXT NOT NULL,
  PRIMARY KEY (handle, place)
) STRICT, WITHOUT ROWID;

-- Finding messages. One full-text table per range of message ids, so that the newest are found first and closed ranges
-- stay tidy; the text itself is in `messages` only.

-- The ranges, oldest first. `first` is the lowest id of one, `ids` how many ids it takes.
-- `state`: 'open' takes new messages; 'closed' doesn't any more; 'merging' is being tidied; 'tidy' is one compact tree.
CREATE TABLE search_part (
  part INTEGER PRIMARY KEY,
  first INTEGER NOT NULL UNIQUE,
  ids INTEGER NOT NULL CHECK (ids > 0),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'merging', 'tidy'))
) STRICT;

-- How often a word is seen in a sample of the messages: what an unfinished word most likely becomes.
-- The row of the empty word counts the sampled messages.
CREATE TABLE search_word (
  word TEXT PRIMARY KEY,
  seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX search_word_initial ON search_word (substr(word, 1, 1), seen DESC);
INSERT INTO search_word (word, seen) VALUES ('', 0);

-- Append-only: no UPDATE, no DELETE, and no INSERT that takes a row's place (INSERT OR REPLACE fires no DELETE trigger).
CREATE TRIGGER decisions_append BEFORE INSERT ON decisions
WHEN NEW.id <= (SELECT max(id) FROM decisions)
  OR EXISTS (SELECT 1 FROM decisions WHERE dispute = NEW.dispute AND round = NEW.round)
  OR EXISTS (SELECT 1 FROM decisions WHERE key = NEW.key)
BEGIN SELECT RAISE (ABORT, 'decisions are append-only, one a round, one a key'); END;
CREATE TRIGGER decision_marks_append BEFORE INSERT ON decision_marks
WHEN NEW.id <= (SELECT max(id) FROM decision_marks)
BEGIN SELECT RAISE (ABORT, 'decision_marks are append-only'); END;
CREATE TRIGGER ledger_append BEFORE INSERT ON ledger
WHEN NEW.id <= (SELECT max(id) FROM ledger) OR EXISTS (SELECT 1 FROM ledger WHERE reverses = NEW.reverses)
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only, an entry reversed once'); END;
CREATE TRIGGER audit_append BEFORE INSERT ON audit
WHEN NEW.seq <= (SELECT max(seq) FROM audit)
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
CREATE TRIGGER decisions_keep BEFORE UPDATE ON decisions
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decision_marks_keep BEFORE UPDATE ON decision_marks
BEGIN SELECT RAISE (ABORT, 'decision_marks are append-only'); END;
CREATE TRIGGER decision_marks_stay BEFORE DELETE ON decision_marks
BEGIN SELECT RAISE (ABORT, 'decision_marks are append-only'); END;
CREATE TRIGGER ledger_keep BEFORE UPDATE ON ledger
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_stay BEFORE DELETE ON ledger
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER audit_keep BEFORE UPDATE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_stay BEFORE DELETE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;

-- What people wrote stays as it was, but for an erasure, which says so in `erased`.
CREATE TRIGGER events_keep BEFORE UPDATE ON events
WHEN NEW.erased IS NULL OR NEW.digest IS NOT OLD.digest OR NEW.seq IS NOT OLD.seq
BEGIN SELECT RAISE (ABORT, 'events change by erasure only'); END;
CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN SELECT RAISE (ABORT, 'events are never deleted'); END;
CREATE TRIGGER messages_keep BEFORE UPDATE ON messages
WHEN NEW.erased IS NULL OR NEW.digest IS NOT OLD.digest OR NEW.id IS NOT OLD.id OR NEW.dispute IS NOT OLD.dispute
BEGIN SELECT RAISE (ABORT, 'messages change by erasure only'); END;
CREATE TRIGGER messages_stay BEFORE DELETE ON messages
BEGIN SELECT RAISE (ABORT, 'messages are never deleted'); END;
CREATE TRIGGER attachments_stay BEFORE DELETE ON attachments
BEGIN SELECT RAISE (ABORT, 'attachments are never deleted'); END;
CREATE TRIGGER files_keep BEFORE UPDATE ON files
WHEN NEW.erased IS NULL OR NEW.digest IS NOT OLD.digest OR NEW.attachment IS NOT OLD.attachment
BEGIN SELECT RAISE (ABORT, 'files change by erasure only'); END;
CREATE TRIGGER files_stay BEFORE DELETE ON files
BEGIN SELECT RAISE (ABORT, 'files are never deleted'); END;
CREATE TRIGGER notes_keep BEFORE UPDATE ON notes
WHEN NEW.erased IS NULL OR NEW.digest IS NOT OLD.digest OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE (ABORT, 'notes change by erasure only'); END;
CREATE TRIGGER notes_stay BEFORE DELETE ON notes
BEGIN SELECT RAISE (ABORT, 'notes are never deleted'); END;
CREATE TRIGGER decision_texts_keep BEFORE UPDATE ON decision_texts
WHEN NEW.erased IS NULL OR NEW.decision IS NOT OLD.decision OR NEW.mark IS NOT OLD.mark
BEGIN SELECT RAISE (ABORT, 'reasons change by erasure only'); END;
CREATE TRIGGER decision_texts_stay BEFORE DELETE ON decision_texts
BEGIN SELECT RAISE (ABORT, 'reasons are never deleted'); END;
CREATE TRIGGER outbox_keep BEFORE UPDATE ON outbox
WHEN NEW.erased IS NULL OR NEW.digest IS NOT OLD.digest OR NEW.seq IS NOT OLD.seq
BEGIN SELECT RAISE (ABORT, 'outbox lines change by erasure only'); END;
CREATE TRIGGER outbox_stay BEFORE DELETE ON outbox
BEGIN SELECT RAISE (ABORT, 'outbox lines are never deleted'); END;
