-- What a write needs to know, in one round trip. Everything that `read_for_write_1` reads is of one moment: it is STABLE.

-- The next free numbers, which are taken in blocks; some are never used.
CREATE SEQUENCE IF NOT EXISTS n_dispute START 1001;
CREATE SEQUENCE IF NOT EXISTS n_message;
CREATE SEQUENCE IF NOT EXISTS n_attachment;
CREATE SEQUENCE IF NOT EXISTS n_proposal;
CREATE SEQUENCE IF NOT EXISTS n_ask;
CREATE SEQUENCE IF NOT EXISTS n_note;
CREATE SEQUENCE IF NOT EXISTS n_decision;
CREATE SEQUENCE IF NOT EXISTS n_entry;
CREATE SEQUENCE IF NOT EXISTS n_order;
CREATE SEQUENCE IF NOT EXISTS n_event;
CREATE SEQUENCE IF NOT EXISTS n_decision_event;
CREATE SEQUENCE IF NOT EXISTS n_later_file;
CREATE SEQUENCE IF NOT EXISTS n_passage;

-- A decision, its reasons, and what happened to it since, oldest first.
CREATE OR REPLACE FUNCTION decision_1(p_id bigint) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN (SELECT json_build_object('row', to_json(d),
      'text', (SELECT t.body FROM decision_texts t WHERE t.decision = d.id AND t.mark = 0),
      'events', (SELECT coalesce(json_agg(json_build_object('row', to_json(m),
          'text', (SELECT t.body FROM decision_texts t WHERE t.decision = m.decision AND t.mark = m.id)) ORDER BY m.id), '[]')
        FROM decision_marks m WHERE m.decision = d.id))
    FROM decisions d WHERE d.id = p_id);
END $$;

-- An order with one of its disputes, if it has one, as the rules need it. The brief is left out of batches.
CREATE OR REPLACE FUNCTION case_for_write_1(p_order bigint, p_dispute bigint, p_brief boolean) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN (SELECT json_build_object('order', to_json(o),
      'brief', CASE WHEN p_brief THEN (SELECT e.body FROM events e WHERE e.seq = o.placed) END,
      'dispute', (SELECT to_json(d) FROM disputes d WHERE d.id = p_dispute),
      'justification', (SELECT m.body FROM disputes d JOIN messages m ON m.id = d.justification WHERE d.id = p_dispute),
      'asks', (SELECT json_agg(to_json(a) ORDER BY a.id) FROM asks a WHERE a.dispute = p_dispute),
      'proposals', (SELECT json_agg(to_json(q) ORDER BY q.id) FROM proposals q WHERE q.dispute = p_dispute),
      'decision', (SELECT decision_1(d.decision) FROM disputes d WHERE d.id = p_dispute AND d.decision IS NOT NULL),
      'before', (SELECT json_agg(to_json(m) ORDER BY m.id)
        FROM disputes d JOIN decisions x ON x.dispute = d.id AND x.round = d.round - 1
          JOIN decision_marks m ON m.decision = x.id WHERE d.id = p_dispute AND d.round > 1))
    FROM orders o WHERE o.num = p_order);
END $$;

CREATE OR REPLACE FUNCTION read_for_write_1(p jsonb) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE
  h head; members json; cases json; policies json; completed json; keyed json; digests json; views json; parts json; kept json; files json;
  in_force bigint; versions bigint[]; v_dispute bigint; v_order bigint; v_decision bigint; q jsonb;
BEGIN
  SELECT * INTO h FROM head;
  IF h.team IS DISTINCT FROM (p->>'team')::bigint THEN
    SELECT coalesce(json_agg(to_json(m) ORDER BY m.handle), '[]') INTO members FROM mediators m;
  END IF;
  IF p ? 'act' THEN
    v_dispute := (p->>'act')::bigint;
    SELECT o.num, coalesce(o.dispute, v_dispute) INTO v_order, v_decision
      FROM disputes d JOIN orders o ON o.num = d.order_num WHERE d.id = v_dispute;
    IF FOUND THEN
      cases := json_build_array(case_for_write_1(v_order, v_decision, true));
      SELECT array_agg(d.policy) INTO versions FROM disputes d WHERE d.id = v_decision;
      -- Long parts are those of the dispute that was named.
      q := p->'parts';
      parts := json_build_object(
        'answered', EXISTS (SELECT 1 FROM messages WHERE dispute = v_dispute AND speaker = 'mediator'),
        'messages', CASE WHEN q ? 'messages' THEN (SELECT json_agg(m.id) FROM messages m
          WHERE m.dispute = v_dispute AND m.id IN (SELECT x::bigint FROM jsonb_array_elements_text(q->'messages') x)) END,
        'attachments', CASE WHEN q ? 'attachments' THEN (SELECT json_agg(json_build_object('id', a.id, 'inadmissible', a.inadmissible, 'origin', a.origin, 'name', a.name,
            'event', coalesce((SELECT e.event_id FROM events e WHERE e.seq = a.event),
              (SELECT e.event_id FROM events e WHERE e.kind = 'dispute.message' AND e.ref = a.message))))
          FROM attachments a WHERE a.order_num = v_order AND a.id IN (SELECT x::bigint FROM jsonb_array_elements_text(q->'attachments') x)
            AND (a.message IS NULL OR (SELECT m.dispute FROM messages m WHERE m.id = a.message) = v_dispute)) END,
        'unread_after', CASE WHEN q ? 'read_up_to' THEN (SELECT count(*) FROM messages m
          WHERE m.dispute = v_dispute AND m.id > (q->>'read_up_to')::bigint AND m.speaker IN ('client', 'seller')) END,
        'receipts', CASE WHEN q ? 'read_up_to' THEN (SELECT json_agg(to_json(r) ORDER BY r.reader) FROM reads r WHERE r.dispute = v_dispute) END,
        'entries', CASE WHEN q ? 'entries' THEN (SELECT json_agg(to_json(l) ORDER BY l.id)
          FROM disputes d JOIN ledger l ON l.order_num = v_order AND l.decision = d.decision AND l.reverses IS NULL WHERE d.id = v_decision) END);
    END IF;
    IF p ? 'decision_key' THEN
      SELECT decision_1(d.id) INTO keyed FROM decisions d WHERE d.key = p->>'decision_key';
    END IF;
  ELSIF p ? 'disputes' THEN
    SELECT json_agg(case_for_write_1(d.order_num, d.id, true) ORDER BY x.nth), array_agg(d.policy) INTO cases, versions
      FROM jsonb_array_elements_text(p->'disputes') WITH ORDINALITY x (id, nth) JOIN disputes d ON d.id = x.id::bigint;
  ELSIF p ? 'orders' THEN
    SELECT json_agg(case_for_write_1(o.num, o.dispute, false) ORDER BY o.num), array_agg(d.policy) INTO cases, versions
      FROM orders o LEFT JOIN disputes d ON d.id = o.dispute WHERE o.id IN (SELECT jsonb_array_elements_text(p->'orders'));
  ELSIF p ? 'due' THEN
    SELECT json_agg(case_for_write_1(x.order_num, x.id, true) ORDER BY x.settle_at, x.id), array_agg(x.policy) INTO cases, versions
      FROM (SELECT d.id, d.order_num, d.policy, d.settle_at FROM disputes d WHERE d.settle_at <= (p->>'due')::bigint
        ORDER BY d.settle_at LIMIT (p->>'limit')::bigint) x;
  ELSIF p ? 'held' THEN
    SELECT json_agg(case_for_write_1(d.order_num, d.id, true) ORDER BY d.id), array_agg(d.policy) INTO cases, versions
      FROM disputes d WHERE d.claimed_by = p->>'held';
  END IF;
  SELECT max(version) INTO in_force FROM policies;
  -- The first record of the audit says how all of them stand.
  SELECT json_agg(to_json(x) ORDER BY x.version) INTO policies FROM policies x
    WHERE h.seq = 0 OR x.version = in_force OR x.version = ANY (versions);
  IF p ? 'key' THEN
    SELECT to_json(c) INTO completed FROM completed_requests c WHERE c.key = p->>'key';
  END IF;
  IF p ? 'events' THEN
    SELECT json_object_agg(e.event_id, encode(e.digest, 'hex')) INTO digests FROM events e
      WHERE e.event_id IN (SELECT jsonb_array_elements_text(p->'events'));
  END IF;
  IF p ? 'files' THEN
    SELECT json_object_agg(e.event_id, (SELECT coalesce(json_agg(json_build_object('id', a.id, 'erased', a.erased IS NOT NULL AND a.name = p->>'files',
          'content', coalesce((SELECT to_json(l) FROM later_files l WHERE l.attachment = a.id ORDER BY l.id DESC LIMIT 1),
            (SELECT to_json(f) FROM files f WHERE f.attachment = a.id))) ORDER BY a.id), '[]')
        FROM attachments a WHERE a.order_num = e.order_num AND CASE WHEN e.kind = 'dispute.message' THEN a.message = e.ref ELSE a.event = e.seq END))
      INTO files FROM events e WHERE e.event_id IN (SELECT jsonb_array_elements_text(p->'events'));
  END IF;
  IF p ? 'views' THEN
    SELECT coalesce(json_agg(to_json(s) ORDER BY s.place), '[]') INTO views FROM saved_views s WHERE s.handle = p->>'views';
  END IF;
  IF p ? 'blobs' THEN
    SELECT json_object_agg(b.sha256, b.bytes) INTO kept FROM blobs b WHERE b.sha256 IN (SELECT jsonb_array_elements_text(p->'blobs'));
  END IF;
  RETURN json_build_object('team', h.team, 'first', h.seq = 0, 'members', members, 'cases', cases, 'policies', policies, 'completed', completed,
    'keyed', keyed, 'digests', digests, 'views', views, 'views_of', p->>'views', 'parts', parts, 'blobs', kept, 'files', files);
END $$;

-- Takes the next numbers of a kind; of none, says which would come next.
CREATE OR REPLACE FUNCTION take_numbers_1(p_sequence regclass, p_count bigint, p_first bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE n bigint;
BEGIN
  IF coalesce(p_count, 0) < 1 THEN RETURN coalesce(pg_sequence_last_value(p_sequence) + 1, p_first); END IF;
  n := nextval(p_sequence);
  IF p_count > 1 THEN PERFORM setval(p_sequence, n + p_count - 1); END IF;
  RETURN n;
END $$;

-- Reads what a write needs, then takes the numbers that it may give: after the case was read, so that they rise within it.
-- `lock`: inside a transaction of several calls, nobody else changes these cases until it ends.
CREATE OR REPLACE FUNCTION load_1(p jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE r json; k jsonb := p->'reserve'; numbers json; nums bigint[];
BEGIN
  PERFORM check_load(p);
  IF p ? 'lock' THEN
    IF p ? 'due' AND NOT pg_try_advisory_xact_lock(7241, 2) THEN RETURN json_build_object('elsewhere', true); END IF;
    -- An erasure sweeps out files that nothing names: not between the look and the commit.
    IF p ? 'blobs' THEN PERFORM pg_advisory_xact_lock_shared(7241, 3); END IF;
    SELECT CASE
        WHEN p ? 'act' THEN (SELECT array_agg(d.order_num) FROM disputes d WHERE d.id = (p->>'act')::bigint)
        WHEN p ? 'orders' THEN (SELECT array_agg(o.num) FROM orders o WHERE o.id IN (SELECT jsonb_array_elements_text(p->'orders')))
        WHEN p ? 'due' THEN (SELECT array_agg(x.order_num) FROM (SELECT d.order_num FROM disputes d WHERE d.settle_at <= (p->>'due')::bigint
          ORDER BY d.settle_at LIMIT (p->>'limit')::bigint) x)
        WHEN p ? 'held' THEN (SELECT array_agg(d.order_num) FROM disputes d WHERE d.claimed_by = p->>'held') END INTO nums;
    -- Every writer of a dispute locks its order first.
    PERFORM 1 FROM orders o WHERE o.num = ANY (nums) ORDER BY o.num FOR NO KEY UPDATE;
  ELSE
    -- A number that a crash gives anew was never seen: what names it comes later in the log.
    PERFORM set_config('synchronous_commit', 'off', true);
  END IF;
  r := read_for_write_1(p);
  IF k <> '{}' THEN PERFORM pg_advisory_xact_lock(7241, 1); END IF;
  numbers := json_build_object(
    'dispute', take_numbers_1('n_dispute', (k->>'dispute')::bigint, 1001), 'message', take_numbers_1('n_message', (k->>'message')::bigint, 1),
    'attachment', take_numbers_1('n_attachment', (k->>'attachment')::bigint, 1), 'proposal', take_numbers_1('n_proposal', (k->>'proposal')::bigint, 1),
    'ask', take_numbers_1('n_ask', (k->>'ask')::bigint, 1), 'note', take_numbers_1('n_note', (k->>'note')::bigint, 1),
    'decision', take_numbers_1('n_decision', (k->>'decision')::bigint, 1), 'entry', take_numbers_1('n_entry', (k->>'entry')::bigint, 1),
    'order', take_numbers_1('n_order', (k->>'order')::bigint, 1), 'event', take_numbers_1('n_event', (k->>'event')::bigint, 1),
    'decision_event', take_numbers_1('n_decision_event', (k->>'decision_event')::bigint, 1),
    'later_file', take_numbers_1('n_later_file', (k->>'later_file')::bigint, 1),
    'passage', take_numbers_1('n_passage', (k->>'passage')::bigint, 1));
  RETURN json_build_object('read', r, 'numbers', numbers);
END $$;

-- Whether time alone changes a case by now.
CREATE OR REPLACE FUNCTION is_due_1(p jsonb) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN to_json(EXISTS (SELECT 1 FROM disputes WHERE settle_at <= (p->>'now')::bigint));
END $$;
