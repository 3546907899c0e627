-- litige on a server: what holds whatever a function or its caller does by mistake. The rules are the client's; here stand those that
-- money, the past and the team rest on, once more.

-- Decisions, money and the audit are only ever added to.
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501'; END $$;
CREATE TRIGGER decisions_append BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER decision_marks_append BEFORE UPDATE OR DELETE OR TRUNCATE ON decision_marks FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER ledger_append BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_append BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What people wrote stays as it was, but for an erasure, which says so in `erased` and leaves the digest.
CREATE OR REPLACE FUNCTION never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'nothing is ever deleted from %', TG_TABLE_NAME USING ERRCODE = '42501'; END $$;
CREATE OR REPLACE FUNCTION erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% changes by erasure only', TG_TABLE_NAME USING ERRCODE = '42501'; END $$;
CREATE TRIGGER events_stay BEFORE DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION never_deleted();
CREATE TRIGGER messages_stay BEFORE DELETE OR TRUNCATE ON messages FOR EACH STATEMENT EXECUTE FUNCTION never_deleted();
CREATE TRIGGER attachments_stay BEFORE DELETE OR TRUNCATE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION never_deleted();
CREATE TRIGGER files_stay BEFORE DELETE OR TRUNCATE ON files FOR EACH STATEMENT EXECUTE FUNCTION never_deleted();
CREATE TRIGGER notes_stay BEFORE DELETE OR TRUNCATE ON notes FOR EACH STATEMENT EXECUTE FUNCTION never_deleted();
CREATE TRIGGER decision_texts_stay BEFORE DELETE OR TRUNCATE ON decision_texts FOR EACH STATEMENT EXECUTE FUNCTION never_deleted();
CREATE TRIGGER outbox_stay BEFORE DELETE OR TRUNCATE ON outbox FOR EACH STATEMENT EXECUTE FUNCTION never_deleted();
CREATE TRIGGER events_keep BEFORE UPDATE ON events FOR EACH ROW
  WHEN (NEW.erased IS NULL OR (NEW.seq, NEW.digest) IS DISTINCT FROM (OLD.seq, OLD.digest)) EXECUTE FUNCTION erasure_only();
CREATE TRIGGER messages_keep BEFORE UPDATE ON messages FOR EACH ROW
  WHEN (NEW.erased IS NULL OR (NEW.id, NEW.dispute, NEW.digest) IS DISTINCT FROM (OLD.id, OLD.dispute, OLD.digest)) EXECUTE FUNCTION erasure_only();
CREATE TRIGGER files_keep BEFORE UPDATE ON files FOR EACH ROW
  WHEN (NEW.erased IS NULL OR (NEW.attachment, NEW.digest) IS DISTINCT FROM (OLD.attachment, OLD.digest)) EXECUTE FUNCTION erasure_only();
CREATE TRIGGER notes_keep BEFORE UPDATE ON notes FOR EACH ROW
  WHEN (NEW.erased IS NULL OR (NEW.id, NEW.digest) IS DISTINCT FROM (OLD.id, OLD.digest)) EXECUTE FUNCTION erasure_only();
CREATE TRIGGER decision_texts_keep BEFORE UPDATE ON decision_texts FOR EACH ROW
  WHEN (NEW.erased IS NULL OR (NEW.decision, NEW.mark) IS DISTINCT FROM (OLD.decision, OLD.mark)) EXECUTE FUNCTION erasure_only();
CREATE TRIGGER outbox_keep BEFORE UPDATE ON outbox FOR EACH ROW
  WHEN (NEW.erased IS NULL OR (NEW.seq, NEW.digest) IS DISTINCT FROM (OLD.seq, OLD.digest)) EXECUTE FUNCTION erasure_only();

-- An order's money is all somewhere, and nowhere less than nothing.
ALTER TABLE orders ADD CONSTRAINT orders_money
  CHECK (escrow >= 0 AND to_seller >= 0 AND to_client >= 0 AND paid_in = escrow + to_seller + to_client);

-- Its balances are what its ledger adds up to, looked at when the transaction commits.
CREATE OR REPLACE FUNCTION balanced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE o orders; found record; n bigint;
BEGIN
  IF TG_TABLE_NAME = 'orders' THEN n := NEW.num; ELSE n := NEW.order_num; END IF;
  SELECT * INTO o FROM orders WHERE num = n;
  SELECT coalesce(sum(CASE 'escrow' WHEN to_account THEN amount WHEN from_account THEN -amount END), 0) AS escrow,
    coalesce(sum(CASE 'seller' WHEN to_account THEN amount WHEN from_account THEN -amount END), 0) AS seller,
    coalesce(sum(CASE 'client' WHEN to_account THEN amount WHEN from_account THEN -amount END), 0) AS client
    INTO found FROM ledger WHERE order_num = n;
  IF (o.escrow, o.to_seller, o.to_client) IS DISTINCT FROM (found.escrow, found.seller, found.client) THEN
    RAISE EXCEPTION 'the balances of order % are not what its ledger adds up to', n USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balanced();
CREATE CONSTRAINT TRIGGER orders_balanced AFTER UPDATE OF paid_in, escrow, to_seller, to_client ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.paid_in, OLD.escrow, OLD.to_seller, OLD.to_client) IS DISTINCT FROM (NEW.paid_in, NEW.escrow, NEW.to_seller, NEW.to_client))
  EXECUTE FUNCTION balanced();

-- Money leaves an order in dispute by a decision on that order, and comes back by its exact mirror while the hold lasts.
CREATE OR REPLACE FUNCTION paid_by_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE paid ledger; held bigint;
BEGIN
  IF NEW.decision IS NOT NULL AND NOT EXISTS (
      SELECT FROM decisions x JOIN disputes d ON d.id = x.dispute WHERE x.id = NEW.decision AND d.order_num = NEW.order_num) THEN
    RAISE EXCEPTION 'the entry % is of a decision on another order', NEW.id USING ERRCODE = '23514';
  END IF;
  IF NEW.decision IS NULL AND NEW.from_account = 'escrow'
      AND EXISTS (SELECT FROM disputes WHERE order_num = NEW.order_num AND state = 'open') THEN
    RAISE EXCEPTION 'the entry % pays out of an order in dispute without a decision', NEW.id USING ERRCODE = '23514';
  END IF;
  IF NEW.reverses IS NOT NULL THEN
    SELECT * INTO paid FROM ledger WHERE id = NEW.reverses;
    IF (paid.order_num, paid.from_account, paid.to_account, paid.amount, paid.currency, paid.decision)
        IS DISTINCT FROM (NEW.order_num, NEW.to_account, NEW.from_account, NEW.amount, NEW.currency, NEW.decision) THEN
      RAISE EXCEPTION 'the entry % is no mirror of the entry %', NEW.id, NEW.reverses USING ERRCODE = '23514';
    END IF;
    SELECT max(effective_at) INTO held FROM (SELECT effective_at FROM decisions WHERE id = NEW.decision
      UNION ALL SELECT effective_at FROM decision_marks WHERE decision = NEW.decision) x;
    IF held IS NOT NULL AND NEW.at >= held THEN
      RAISE EXCEPTION 'the entry % takes back what was final', NEW.id USING ERRCODE = '23514';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_decided AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION paid_by_decision();

-- A decision that is in force leaves nothing in escrow, unless the order goes on.
CREATE OR REPLACE FUNCTION pays_out() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  -- What the owner copies from elsewhere may have been undone since, and a relaunched order completed.
  IF EXISTS (SELECT FROM disputes d JOIN orders o ON o.num = d.order_num WHERE d.id = NEW.dispute AND (o.escrow <> 0) = (NEW.outcome <> 'relaunch')
      AND NOT (is_owner() AND (o.state = 'completed' OR EXISTS (SELECT FROM decision_marks m WHERE m.decision = NEW.id)))) THEN
    RAISE EXCEPTION 'the decision % does not fit what is in escrow', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decisions_pay AFTER INSERT ON decisions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.effective_at IS NOT NULL) EXECUTE FUNCTION pays_out();

-- The second word of a decision is another's.
CREATE OR REPLACE FUNCTION second_word() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  IF NEW.handle = (SELECT handle FROM decisions WHERE id = NEW.decision) THEN
    RAISE EXCEPTION '% has decided it, and can''t be the second to say so', NEW.handle USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decision_marks_second AFTER INSERT ON decision_marks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind IN ('approved', 'refused')) EXECUTE FUNCTION second_word();

-- Who is said to have done something is who has logged in, and may do it. `acting` says so of a whole write; this of each record.
CREATE OR REPLACE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE who text := me(); v_role text;
BEGIN
  IF is_owner() THEN RETURN NEW; END IF;
  SELECT role INTO v_role FROM mediators WHERE handle = who;
  IF NEW.actor = 'system' THEN
    -- What time does, whoever's program notices it; what comes in is handed in by the marketplace or a lead.
    IF NEW.action = 'settle' AND (v_role IN ('mediator', 'lead') OR is_feed()) THEN RETURN NEW; END IF;
    IF NEW.action = 'ingest' AND (v_role = 'lead' OR is_feed()) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'the login % may not %', session_user, NEW.action USING ERRCODE = 'LT003';
  END IF;
  IF who IS DISTINCT FROM NEW.actor THEN
    RAISE EXCEPTION 'the login % is not %', session_user, NEW.actor USING ERRCODE = 'LT003';
  END IF;
  IF v_role = 'reader' OR v_role <> 'lead' AND NEW.action IN
      ('add_mediator', 'change_mediator', 'add_conflict', 'remove_conflict', 'retire_mediator', 'put_policy', 'erase') THEN
    RAISE EXCEPTION 'the login % may not %', session_user, NEW.action USING ERRCODE = 'LT003';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_actor BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audited();
