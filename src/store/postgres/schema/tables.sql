-- litige on a server: the tables of schema 5.
--
-- They have the names, the columns and the meaning of those of a database file (../../sqlite/migrations), so that a row has
-- the same digest and the audit the same head wherever it is: INTEGER is bigint, BLOB is bytea, TEXT is text in the order of
-- its bytes, whatever the server's locale.
--
-- References are held for money and decisions alone, at the end of a transaction; everything else is written by functions, from
-- what the rules made.

-- The version of the schema, and what its functions were made from. One row.
CREATE TABLE schema_version (
  one       boolean PRIMARY KEY DEFAULT true CHECK (one),
  version   bigint NOT NULL,
  functions text COLLATE "C" NOT NULL -- SHA-256 (hex) of their source
);

-- The end of the audit's chain, and every number that must rise in the order of commits. One row, which a writing function
-- changes last, so that others wait for nothing but the commit.
CREATE TABLE head (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  seq     bigint NOT NULL, -- of the last audit record
  hash    text COLLATE "C" NOT NULL, -- its hash
  touched bigint NOT NULL, -- the last change
  team    bigint NOT NULL, -- the last change of the team or its policy
  outbox  bigint NOT NULL -- the last line for the marketplace
) WITH (fillfactor = 10);

-- The contents of files of evidence, each under its hash.
CREATE TABLE blobs (
  sha256  text COLLATE "C" PRIMARY KEY,
  bytes   bigint NOT NULL,
  content bytea NOT NULL
);
ALTER TABLE blobs ALTER content SET STORAGE EXTERNAL;

-- What a message says, as a search finds it.
CREATE TABLE search (
  id  bigint PRIMARY KEY, -- the message
  tsv tsvector NOT NULL
);

-- The same of passages: what was said that is no message, in order of arrival. The text stands in the row that a passage is of; a
-- passage is there as long as its text is found.
CREATE TABLE passages (
  id     bigint PRIMARY KEY,
  kind   text COLLATE "C" NOT NULL CHECK (kind IN ('event', 'note', 'file', 'strike')),
  ref    bigint NOT NULL, -- events.seq, notes.id, or attachments.id
  at     bigint, -- when a piece of evidence was struck, which no other row says, …
  handle text COLLATE "C", -- … and by whom
  UNIQUE (kind, ref)
);
CREATE TABLE search_passages (
  id  bigint PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
  tsv tsvector NOT NULL
);

CREATE TABLE policies (
  version bigint PRIMARY KEY,
  at      bigint, -- NULL: the one that the database started with
  body    text COLLATE "C" NOT NULL, -- JSON
  seal    bigint NOT NULL,
  by      text COLLATE "C", -- which lead put it in force
  reason  text COLLATE "C"
);

CREATE TABLE mediators (
  handle    text COLLATE "C" PRIMARY KEY,
  name      text COLLATE "C" NOT NULL,
  role      text COLLATE "C" NOT NULL,
  conflicts text COLLATE "C" NOT NULL, -- JSON array of persons' ids
  at        bigint NOT NULL,
  seal      bigint NOT NULL,
  account text COLLATE "C", -- the login role that alone acts under the handle
  retired_at bigint
);

CREATE TABLE orders (
  num         bigint PRIMARY KEY,
  id          text COLLATE "C" NOT NULL UNIQUE,
  client_id   text COLLATE "C" NOT NULL,
  client_name text COLLATE "C" NOT NULL,
  seller_id   text COLLATE "C" NOT NULL,
  seller_name text COLLATE "C" NOT NULL,
  title       text COLLATE "C" NOT NULL,
  price       bigint NOT NULL CHECK (price > 0),
  currency    text COLLATE "C" NOT NULL,
  state       text COLLATE "C" NOT NULL,
  placed      bigint NOT NULL, -- the order.placed event, whose body is the brief
  placed_at   bigint NOT NULL,
  due         bigint,
  lang        text COLLATE "C" NOT NULL,
  pending     text COLLATE "C",
  refusals    text COLLATE "C" NOT NULL, -- words with a space between, oldest first
  paid_in     bigint NOT NULL,
  escrow      bigint NOT NULL,
  to_seller   bigint NOT NULL,
  to_client   bigint NOT NULL,
  dispute     bigint, -- the latest
  erased      bigint, -- the audit record that replaced a name last
  seal        bigint NOT NULL
) WITH (fillfactor = 85);

CREATE TABLE events (
  seq       bigint PRIMARY KEY,
  event_id  text COLLATE "C" UNIQUE,
  order_num bigint NOT NULL,
  kind      text COLLATE "C" NOT NULL,
  at        bigint NOT NULL,
  speaker   text COLLATE "C" NOT NULL,
  ref       bigint, -- what it made or is about, where its text stands: see events.rs
  rest      text COLLATE "C", -- SHA-256 (hex) of what the event says beside these columns
  erased    bigint,
  digest    bytea NOT NULL,
  body      text COLLATE "C"
);

CREATE TABLE disputes (
  id            bigint PRIMARY KEY,
  order_num     bigint NOT NULL,
  ground        text COLLATE "C" NOT NULL,
  opened_at     bigint NOT NULL,
  opened_by     text COLLATE "C" NOT NULL,
  policy        bigint NOT NULL,
  justification bigint, -- the message that holds it
  state         text COLLATE "C" NOT NULL,
  round         bigint NOT NULL,
  version       bigint NOT NULL,
  claimed_by    text COLLATE "C",
  claimed_until bigint,
  lapsed_claim  text COLLATE "C", -- whose claim lapsed, while nobody has taken the case since
  waiting_on    text COLLATE "C" NOT NULL,
  waiting_since bigint NOT NULL,
  due_at        bigint NOT NULL,
  snoozed_until bigint,
  client_wrote  bigint,
  seller_wrote  bigint,
  last_message  bigint,
  unread        bigint NOT NULL,
  decision      bigint, -- of this round
  awaiting      text COLLATE "C", -- whose decision it is, while it waits for a second mediator
  reason        text COLLATE "C" NOT NULL, -- why it stands where it does in the queue
  outcome       text COLLATE "C", -- how it ended, if it did
  rank          bigint NOT NULL, -- its place in the queue
  settle_at     bigint, -- when time alone will next change it
  touched       bigint NOT NULL, -- the change sequence
  touched_by    text COLLATE "C" NOT NULL,
  touched_what  text COLLATE "C" NOT NULL,
  -- What the queue shows of the order, so that a page reads one row a case.
  order_id      text COLLATE "C" NOT NULL,
  title         text COLLATE "C" NOT NULL,
  client        text COLLATE "C" NOT NULL,
  seller        text COLLATE "C" NOT NULL,
  price         bigint NOT NULL,
  currency      text COLLATE "C" NOT NULL,
  band          bigint NOT NULL, -- of the price: domain/precedent.rs
  lang          text COLLATE "C" NOT NULL,
  words         text COLLATE "C" NOT NULL, -- what the queue's filter looks in, folded
  seal          bigint NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE messages (
  id      bigint PRIMARY KEY,
  dispute bigint NOT NULL,
  at      bigint NOT NULL,
  speaker text COLLATE "C" NOT NULL,
  author  text COLLATE "C" NOT NULL,
  erased  bigint,
  digest  bytea NOT NULL,
  body    text COLLATE "C" NOT NULL
);

CREATE TABLE attachments (
  id           bigint PRIMARY KEY,
  order_num    bigint NOT NULL,
  event        bigint, -- what it came with, outside a discussion
  message      bigint, -- what it came with, in one
  name         text COLLATE "C" NOT NULL,
  media_type   text COLLATE "C" NOT NULL,
  origin       text COLLATE "C" NOT NULL,
  path         text COLLATE "C",
  inadmissible text COLLATE "C", -- why it doesn't count; the one column that changes
  erased       bigint,
  digest       bytea NOT NULL, -- of all but `inadmissible`
  seal         bigint NOT NULL, -- of `inadmissible`
  text         text COLLATE "C"
);

CREATE TABLE files (
  attachment bigint PRIMARY KEY,
  sha256     text COLLATE "C", -- of what is kept
  bytes      bigint,
  refused    text COLLATE "C", -- why nothing is kept
  erased     bigint,
  digest     bytea NOT NULL
);

-- What became of the content of an attachment that was looked for again after its event had come: the last one counts.
CREATE TABLE later_files (
  id         bigint PRIMARY KEY,
  attachment bigint NOT NULL,
  sha256     text COLLATE "C",
  bytes      bigint,
  refused    text COLLATE "C",
  erased     bigint,
  digest     bytea NOT NULL
);

CREATE TABLE notes (
  id      bigint PRIMARY KEY,
  dispute bigint NOT NULL,
  at      bigint NOT NULL,
  handle  text COLLATE "C" NOT NULL,
  erased  bigint,
  digest  bytea NOT NULL,
  body    text COLLATE "C" NOT NULL
);

CREATE TABLE asks (
  id      bigint PRIMARY KEY,
  dispute bigint NOT NULL,
  party   text COLLATE "C" NOT NULL,
  state   text COLLATE "C" NOT NULL,
  at      bigint NOT NULL,
  due_at  bigint NOT NULL,
  handle  text COLLATE "C",
  message bigint NOT NULL,
  answer  bigint,
  seal    bigint NOT NULL,
  body    text COLLATE "C" NOT NULL
);

CREATE TABLE proposals (
  id       bigint PRIMARY KEY,
  dispute  bigint NOT NULL,
  kind     text COLLATE "C" NOT NULL,
  refund   bigint,
  currency text COLLATE "C",
  speaker  text COLLATE "C" NOT NULL,
  handle   text COLLATE "C",
  at       bigint NOT NULL,
  due_at   bigint NOT NULL,
  client   text COLLATE "C",
  seller   text COLLATE "C",
  answered_at bigint,
  state    text COLLATE "C" NOT NULL,
  erased   bigint,
  seal     bigint NOT NULL,
  terms    text COLLATE "C" NOT NULL
);

CREATE TABLE reads (
  dispute bigint NOT NULL,
  reader  text COLLATE "C" NOT NULL,
  up_to   bigint NOT NULL,
  seal    bigint NOT NULL,
  PRIMARY KEY (dispute, reader)
);

CREATE TABLE decisions (
  id           bigint PRIMARY KEY,
  dispute      bigint NOT NULL REFERENCES disputes (id) DEFERRABLE INITIALLY DEFERRED,
  round        bigint NOT NULL,
  outcome      text COLLATE "C" NOT NULL,
  basis        text COLLATE "C",
  refund       bigint,
  seller_gets  bigint,
  currency     text COLLATE "C" NOT NULL,
  proposal     bigint,
  cites        text COLLATE "C" NOT NULL, -- ids with a space between
  handle       text COLLATE "C" NOT NULL,
  at           bigint NOT NULL,
  effective_at bigint, -- NULL: it waits for a second mediator
  key          text COLLATE "C" UNIQUE,
  reasons      text COLLATE "C" NOT NULL, -- SHA-256 (hex) of the text
  digest       bytea NOT NULL,
  UNIQUE (dispute, round) -- decided once a round
);

CREATE TABLE decision_marks (
  id           bigint PRIMARY KEY,
  decision     bigint NOT NULL REFERENCES decisions (id) DEFERRABLE INITIALLY DEFERRED,
  kind         text COLLATE "C" NOT NULL,
  at           bigint NOT NULL,
  handle       text COLLATE "C",
  effective_at bigint,
  reason       text COLLATE "C", -- SHA-256 (hex) of the text
  digest       bytea NOT NULL
);

CREATE TABLE decision_texts (
  decision bigint NOT NULL,
  mark     bigint NOT NULL, -- 0: the decision's own reasons
  erased   bigint,
  body     text COLLATE "C" NOT NULL,
  PRIMARY KEY (decision, mark)
);

CREATE TABLE ledger (
  id           bigint PRIMARY KEY,
  order_num    bigint NOT NULL REFERENCES orders (num) DEFERRABLE INITIALLY DEFERRED,
  from_account text COLLATE "C" NOT NULL,
  to_account   text COLLATE "C" NOT NULL,
  amount       bigint NOT NULL CHECK (amount > 0),
  currency     text COLLATE "C" NOT NULL,
  at           bigint NOT NULL,
  decision     bigint REFERENCES decisions (id) DEFERRABLE INITIALLY DEFERRED,
  reverses     bigint UNIQUE REFERENCES ledger (id) DEFERRABLE INITIALLY DEFERRED,
  digest       bytea NOT NULL,
  CHECK (from_account <> to_account)
);

CREATE TABLE outbox (
  seq       bigint PRIMARY KEY,
  at        bigint NOT NULL,
  kind      text COLLATE "C" NOT NULL,
  order_num bigint NOT NULL,
  dispute   bigint NOT NULL,
  erased    bigint,
  digest    bytea NOT NULL,
  body      text COLLATE "C" NOT NULL -- JSON: what the line says beside these columns
);

CREATE TABLE audit (
  seq     bigint PRIMARY KEY,
  at      bigint NOT NULL,
  actor   text COLLATE "C" NOT NULL,
  action  text COLLATE "C" NOT NULL,
  dispute bigint, -- the one it is about, where it is about one
  body    text COLLATE "C" NOT NULL, -- JSON
  hash    text COLLATE "C" NOT NULL
);

CREATE TABLE drafts (
  dispute bigint NOT NULL,
  handle  text COLLATE "C" NOT NULL,
  at      bigint NOT NULL,
  seal    bigint NOT NULL,
  body    text COLLATE "C" NOT NULL,
  PRIMARY KEY (dispute, handle)
);

CREATE TABLE tidings (
  handle  text COLLATE "C" NOT NULL, -- whom
  dispute bigint NOT NULL,
  what    text COLLATE "C" NOT NULL,
  author  text COLLATE "C" NOT NULL, -- who did it
  at      bigint NOT NULL,
  seal    bigint NOT NULL,
  PRIMARY KEY (handle, dispute, what)
);

CREATE UNLOGGED TABLE presence (
  desk    text COLLATE "C" PRIMARY KEY,
  handle  text COLLATE "C" NOT NULL,
  dispute bigint NOT NULL,
  at      bigint NOT NULL
);

CREATE TABLE saved_views (
  handle text COLLATE "C" NOT NULL,
  place  bigint NOT NULL, -- the order in which they are shown
  name   text COLLATE "C" NOT NULL,
  base   text COLLATE "C" NOT NULL CHECK (base IN ('open', 'mine', 'unclaimed', 'overdue', 'decided', 'all', 'approval')),
  query  text COLLATE "C" NOT NULL,
  PRIMARY KEY (handle, place)
);

CREATE TABLE search_word (
  word text COLLATE "C" PRIMARY KEY,
  seen bigint NOT NULL
);

CREATE TABLE case_counts (
  part   text COLLATE "C" NOT NULL,
  handle text COLLATE "C" NOT NULL, -- empty where no mediator is told apart
  cases  bigint NOT NULL,
  PRIMARY KEY (part, handle)
) WITH (fillfactor = 50);

CREATE TABLE backlog (
  day   bigint PRIMARY KEY,
  cases bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE outcome_counts (
  ground   text COLLATE "C" NOT NULL,
  outcome  text COLLATE "C" NOT NULL,
  basis    text COLLATE "C" NOT NULL, -- empty where the outcome takes none
  took     text COLLATE "C" NOT NULL, -- bracket of the time from the opening
  mediator text COLLATE "C" NOT NULL,
  cases    bigint NOT NULL,
  PRIMARY KEY (ground, outcome, basis, took, mediator)
) WITH (fillfactor = 50);

CREATE TABLE flags (
  name text COLLATE "C" PRIMARY KEY
);

CREATE TABLE completed_requests (
  key     text COLLATE "C" PRIMARY KEY,
  handle  text COLLATE "C" NOT NULL, -- whose
  request bytea NOT NULL, -- SHA-256 of what was asked
  answer  text COLLATE "C" NOT NULL, -- JSON
  at      bigint NOT NULL,
  seal    bigint NOT NULL
);

CREATE TABLE identity (
  id   bigint PRIMARY KEY CHECK (id = 1),
  uuid text COLLATE "C" NOT NULL
);

CREATE TABLE acknowledgements (
  handle  text COLLATE "C" NOT NULL,
  dispute bigint NOT NULL,
  what    text COLLATE "C" NOT NULL,
  at      bigint NOT NULL,
  PRIMARY KEY (handle, dispute, what)
);

CREATE TABLE outcome_days (
  day      bigint NOT NULL,
  ground   text COLLATE "C" NOT NULL,
  outcome  text COLLATE "C" NOT NULL,
  basis    text COLLATE "C" NOT NULL, -- empty where the outcome takes none
  took     text COLLATE "C" NOT NULL, -- bracket of the time from the opening
  mediator text COLLATE "C" NOT NULL,
  cases    bigint NOT NULL,
  PRIMARY KEY (day, ground, outcome, basis, took, mediator)
) WITH (fillfactor = 50);

CREATE TABLE work_counts (
  day      bigint NOT NULL,
  ground   text COLLATE "C" NOT NULL,
  mediator text COLLATE "C" NOT NULL,
  event    text COLLATE "C" NOT NULL,
  took     text COLLATE "C" NOT NULL, -- of first answers: bracket of the time from the opening
  cases    bigint NOT NULL,
  PRIMARY KEY (day, ground, mediator, event, took)
) WITH (fillfactor = 50);


INSERT INTO head (seq, hash, touched, team, outbox) VALUES (0, repeat('0', 64), 0, 0, 0);
INSERT INTO identity (id, uuid) VALUES (1, gen_random_uuid()::text);
INSERT INTO search_word (word, seen) VALUES ('', 0);
