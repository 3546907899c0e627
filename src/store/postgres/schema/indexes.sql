-- litige on a server: indexes. A queue's order is (rank, id). What a filter looks in (`words`) may be too long for an index's
-- row and stays in the table.

CREATE INDEX orders_client ON orders (client_id, dispute);
CREATE INDEX orders_seller ON orders (seller_id, dispute);
CREATE INDEX events_order ON events (order_num, seq) WHERE kind NOT IN ('dispute.message', 'dispute.read');
CREATE INDEX events_message ON events (ref) WHERE kind = 'dispute.message';
CREATE INDEX disputes_all ON disputes (rank, id);
CREATE INDEX disputes_open ON disputes (rank, id) WHERE state = 'open' AND snoozed_until IS NULL;
CREATE INDEX disputes_holder ON disputes (claimed_by, rank, id) WHERE state = 'open' AND snoozed_until IS NULL;
CREATE INDEX disputes_snoozed ON disputes (rank, id) WHERE state = 'open' AND snoozed_until IS NOT NULL;
CREATE INDEX disputes_alike ON disputes (ground, currency, band, lang, rank, id) WHERE state = 'decided';
CREATE INDEX disputes_decided ON disputes (rank, id) WHERE state = 'decided';
CREATE INDEX disputes_awaiting ON disputes (rank, id) WHERE awaiting IS NOT NULL;
CREATE INDEX disputes_order ON disputes (order_num);
CREATE INDEX disputes_touched ON disputes (touched);
CREATE INDEX disputes_settle ON disputes (settle_at) WHERE settle_at IS NOT NULL;
CREATE INDEX messages_dispute ON messages (dispute, id);
CREATE INDEX attachments_order ON attachments (order_num);
CREATE INDEX files_sha256 ON files (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX later_files_attachment ON later_files (attachment, id);
CREATE INDEX later_files_sha256 ON later_files (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX notes_dispute ON notes (dispute);
CREATE INDEX asks_dispute ON asks (dispute);
CREATE INDEX proposals_dispute ON proposals (dispute);
CREATE INDEX decision_marks_decision ON decision_marks (decision);
CREATE INDEX ledger_order ON ledger (order_num);
CREATE INDEX ledger_decision ON ledger (decision) WHERE decision IS NOT NULL;
CREATE INDEX outbox_dispute ON outbox (dispute);
CREATE INDEX audit_dispute ON audit (dispute, seq) WHERE dispute IS NOT NULL;
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_acts ON audit (seq, at) WHERE action NOT IN ('ingest', 'settle', 'fill', 'upgrade', 'mark_read');
CREATE INDEX audit_acts_at ON audit (at, seq) WHERE action NOT IN ('ingest', 'settle', 'fill', 'upgrade', 'mark_read');
CREATE INDEX completed_requests_at ON completed_requests (at);
CREATE UNIQUE INDEX mediators_account ON mediators (account) WHERE account IS NOT NULL AND retired_at IS NULL;
CREATE INDEX search_word_initial ON search_word (substr(word, 1, 1), seen DESC);

-- Search at once: what is written is in the index when it commits, and no reader works off a list of what is not.
CREATE INDEX search_tsv ON search USING gin (tsv) WITH (fastupdate = off);
CREATE INDEX search_passages_tsv ON search_passages USING gin (tsv) WITH (fastupdate = off);
CREATE INDEX disputes_words ON disputes USING gin (words gin_trgm_ops);

-- Rows that every write changes are tidied often.
ALTER TABLE disputes SET (autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE case_counts SET (autovacuum_vacuum_scale_factor = 0.02);
