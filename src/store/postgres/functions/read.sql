-- litige on a server: what reads. Everything that one call reads is of one moment. The login's own rights count: whoever may not
-- read a table can't read it here.

-- A decision with what happened to it since, and the reasons of both.
CREATE OR REPLACE FUNCTION decision_file_1(p_decision bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN (SELECT json_build_object('row', to_json(c),
      'marks', (SELECT json_agg(k ORDER BY k.id) FROM decision_marks k WHERE k.decision = c.id),
      'texts', (SELECT json_agg(t ORDER BY t.mark) FROM decision_texts t WHERE t.decision = c.id))
    FROM decisions c WHERE c.id = p_decision);
END $$;

-- A case, whole. The text of an event stands with it, wherever it is kept (write/events.rs).
CREATE OR REPLACE FUNCTION case_file_1(p_dispute bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN (SELECT json_build_object(
    'order', to_json(o),
    'brief', (SELECT e.body FROM events e WHERE e.seq = o.placed),
    'dispute', to_json(d),
    'justification', (SELECT m.body FROM messages m WHERE m.id = d.justification),
    'policy', (SELECT p.body FROM policies p WHERE p.version = d.policy),
    'asks', (SELECT json_agg(q ORDER BY q.id) FROM asks q WHERE q.dispute = d.id),
    'proposals', (SELECT json_agg(q ORDER BY q.id) FROM proposals q WHERE q.dispute = d.id),
    'decisions', (SELECT json_agg(decision_file_1(c.id) ORDER BY c.round) FROM decisions c WHERE c.dispute = d.id),
    'messages', (SELECT json_agg(m ORDER BY m.id) FROM messages m WHERE m.dispute = d.id),
    'attachments', (SELECT json_agg(a ORDER BY a.id) FROM attachments a WHERE a.order_num = o.num),
    'files', (SELECT json_agg(f) FROM attachments a JOIN files f ON f.attachment = a.id WHERE a.order_num = o.num),
    'later_files', (SELECT json_agg(f ORDER BY f.id) FROM attachments a JOIN later_files f ON f.attachment = a.id WHERE a.order_num = o.num),
    'notes', (SELECT json_agg(n ORDER BY n.id) FROM notes n WHERE n.dispute = d.id),
    'reads', (SELECT json_agg(r ORDER BY r.reader) FROM reads r WHERE r.dispute = d.id),
    'ledger', (SELECT json_agg(l ORDER BY l.id) FROM ledger l WHERE l.order_num = o.num),
    'timeline', (SELECT json_agg(json_build_object('seq', e.seq, 'at', e.at, 'kind', e.kind, 'speaker', e.speaker, 'body', coalesce(CASE
          WHEN e.kind = 'dispute.opened' AND e.event_id IS NOT NULL THEN (SELECT m.body FROM messages m WHERE m.id = e.ref)
          WHEN e.kind = 'proposal.made' THEN (SELECT q.terms FROM proposals q WHERE q.id = e.ref)
          WHEN e.kind = 'dispute.decided' THEN (SELECT t.body FROM decision_texts t WHERE t.decision = e.ref AND t.mark = 0)
          WHEN e.event_id IS NULL AND e.kind LIKE 'decision.%' THEN (SELECT t.body FROM decision_marks k
            JOIN decision_texts t ON t.decision = k.decision AND t.mark = k.id WHERE k.id = e.ref)
          ELSE e.body END, '')) ORDER BY e.seq)
      FROM events e WHERE e.order_num = o.num AND e.kind NOT IN ('dispute.message', 'dispute.read')))
  FROM disputes d JOIN orders o ON o.num = d.order_num WHERE d.id = p_dispute);
END $$;

-- What is on record beside a case: the newest decided cases that are like it, in the first of these scopes that has enough, one more
-- than are looked at; and both parties' other disputes, the newest orders first. A scope is a list of kinds: how far the band of the
-- price is from the case's, and the language (null: the case's).
CREATE OR REPLACE FUNCTION related_cases_1(p_dispute bigint, p_scopes jsonb, p_enough bigint, p_alike bigint, p_past bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
DECLARE d disputes; o orders; keys bigint[]; reach bigint := 0; scope jsonb;
BEGIN
  SELECT * INTO d FROM disputes WHERE id = p_dispute;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO o FROM orders WHERE num = d.order_num;
  FOR scope IN SELECT x FROM jsonb_array_elements(p_scopes) WITH ORDINALITY s (x, nth) ORDER BY nth LOOP
    SELECT array_agg(y.id ORDER BY y.rank, y.id) INTO keys FROM (
      SELECT a.rank, a.id FROM (SELECT DISTINCT d.band + (k->>0)::bigint AS band, coalesce(k->>1, d.lang) AS lang FROM jsonb_array_elements(scope) k) kinds
        CROSS JOIN LATERAL (SELECT i.rank, i.id FROM disputes i WHERE i.state = 'decided' AND i.ground = d.ground AND i.currency = d.currency
          AND i.band = kinds.band AND i.lang = kinds.lang AND i.id <> d.id ORDER BY i.rank, i.id LIMIT p_alike) a
      ORDER BY a.rank, a.id LIMIT p_alike) y;
    EXIT WHEN coalesce(cardinality(keys), 0) >= p_enough;
    reach := reach + 1;
  END LOOP;
  RETURN json_build_object('title', o.title, 'price', o.price, 'currency', o.currency, 'reach', least(reach, jsonb_array_length(p_scopes) - 1),
    'count', coalesce(cardinality(keys), 0),
    'alike', (SELECT json_agg(json_build_object('id', a.id, 'title', a.title, 'price', a.price, 'currency', a.currency, 'outcome', a.outcome,
        'basis', n.basis, 'refund', n.refund, 'handle', n.handle, 'at', n.at) ORDER BY a.rank, a.id)
      FROM unnest(keys[1:p_alike - 1]) f (id) JOIN disputes a ON a.id = f.id JOIN decisions n ON n.id = a.decision),
    'client', json_build_object('client', past_disputes_1(o.client_id, 'client', d.id, p_past), 'seller', past_disputes_1(o.client_id, 'seller', d.id, p_past)),
    'seller', json_build_object('client', past_disputes_1(o.seller_id, 'client', d.id, p_past), 'seller', past_disputes_1(o.seller_id, 'seller', d.id, p_past)));
END $$;

-- A person's disputes in one role but this one.
CREATE OR REPLACE FUNCTION past_disputes_1(p_person text, p_side text, p_but bigint, p_limit bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
BEGIN
  IF p_side = 'client' THEN
    RETURN (SELECT json_agg(x) FROM (SELECT d.id, d.title, d.price, d.currency, d.opened_at, d.state, d.outcome, d.due_at
      FROM orders o JOIN disputes d ON d.order_num = o.num
      WHERE o.client_id = p_person AND o.dispute IS NOT NULL AND d.id <> p_but ORDER BY o.dispute DESC, d.id DESC LIMIT p_limit) x);
  END IF;
  RETURN (SELECT json_agg(x) FROM (SELECT d.id, d.title, d.price, d.currency, d.opened_at, d.state, d.outcome, d.due_at
    FROM orders o JOIN disputes d ON d.order_num = o.num
    WHERE o.seller_id = p_person AND o.dispute IS NOT NULL AND d.id <> p_but ORDER BY o.dispute DESC, d.id DESC LIMIT p_limit) x);
END $$;

-- Which disputes changed after this number, at most so many: the numbers rise in the order of commits.
CREATE OR REPLACE FUNCTION changes_1(p_after bigint, p_at_most bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
DECLARE h head; changed json;
BEGIN
  SELECT * INTO h FROM head;
  IF h.touched > p_after AND h.touched - p_after <= p_at_most THEN
    SELECT json_agg(json_build_object('id', d.id, 'by', d.touched_by, 'kind', d.touched_what) ORDER BY d.touched) INTO changed
      FROM disputes d WHERE d.touched > p_after;
  END IF;
  RETURN json_build_object('cursor', h.touched, 'team', h.team, 'changed', changed,
    'due', (SELECT d.settle_at FROM disputes d WHERE d.settle_at IS NOT NULL ORDER BY d.settle_at LIMIT 1));
END $$;

-- What a desk asks once a second: what changed, which case each desk has open, and the views that a mediator keeps. A standby has no
-- presences: they are in no log.
CREATE OR REPLACE FUNCTION glance_1(p_after bigint, p_at_most bigint, p_of text, p_now bigint, p_present_for bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
DECLARE present json;
BEGIN
  IF NOT pg_is_in_recovery() THEN
    SELECT json_agg(json_build_object('dispute', x.dispute, 'by', x.handle, 'desk', x.desk) ORDER BY x.dispute, x.handle, x.desk) INTO present
      FROM presence x WHERE abs(x.at - p_now) <= p_present_for;
  END IF;
  RETURN json_build_object('changes', changes_1(p_after, p_at_most), 'presences', present,
    'views', (SELECT json_agg(v ORDER BY v.place) FROM saved_views v WHERE v.handle = p_of));
END $$;

-- The lines for the marketplace after this one. Its own login reads them, and no table.
CREATE OR REPLACE FUNCTION outbox_1(p_after bigint, p_limit bigint) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN (SELECT json_agg(x) FROM (SELECT l.seq, l.at, l.kind, o.id AS "order", l.dispute, l.body FROM outbox l JOIN orders o ON o.num = l.order_num
    WHERE l.seq > p_after ORDER BY l.seq LIMIT p_limit) x);
END $$;

CREATE OR REPLACE FUNCTION outbox_head_1() RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$ SELECT to_json(coalesce(max(seq), 0)) FROM outbox $$;

-- What a mediator is told: what writes made, what stands in cases, and what they acknowledged of that.
CREATE OR REPLACE FUNCTION notifications_1(p_of text, p_near bigint, p_at_most bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN json_build_object(
    'team', (SELECT json_agg(m ORDER BY m.handle) FROM mediators m),
    'written', (SELECT json_agg(t) FROM (SELECT dispute, author, what, at FROM tidings WHERE handle = p_of ORDER BY at DESC, dispute, what LIMIT p_at_most) t),
    'held', (SELECT json_agg(x) FROM (SELECT d.id, d.state, d.claimed_by, d.snoozed_until, d.waiting_on, d.waiting_since, d.due_at, d.awaiting, o.client_id, o.seller_id
      FROM disputes d JOIN orders o ON o.num = d.order_num
      WHERE d.claimed_by = p_of AND d.state = 'open' AND d.snoozed_until IS NULL AND d.rank <= p_near ORDER BY d.rank, d.id LIMIT p_at_most) x),
    'awaiting', (SELECT json_agg(x) FROM (SELECT d.id, d.state, d.claimed_by, d.snoozed_until, d.waiting_on, d.waiting_since, d.due_at, d.awaiting, o.client_id, o.seller_id
      FROM disputes d JOIN orders o ON o.num = d.order_num
      WHERE d.awaiting IS NOT NULL AND d.awaiting <> p_of ORDER BY d.rank, d.id LIMIT p_at_most) x),
    'acknowledged', (SELECT json_agg(a) FROM acknowledgements a WHERE a.handle = p_of));
END $$;

-- How the store stands.
CREATE OR REPLACE FUNCTION status_1() RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN json_build_object(
    'schema', (SELECT version FROM schema_version),
    'last_event', (SELECT json_build_object('id', e.event_id, 'at', e.at) FROM events e WHERE e.event_id IS NOT NULL ORDER BY e.seq DESC LIMIT 1),
    'on_hold', (SELECT count(*) FROM disputes WHERE settle_at IS NOT NULL AND state = 'decided'),
    'database', pg_database_size(current_database()),
    'evidence', (SELECT coalesce(sum(bytes), 0)::bigint FROM (SELECT DISTINCT sha256, bytes FROM files WHERE sha256 IS NOT NULL) f));
END $$;

-- How many cases each view has, for this mediator. Overdue ones are not counted past so many.
CREATE OR REPLACE FUNCTION counts_1(p_me text, p_now bigint, p_at_most bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN json_build_object(
    'open', (SELECT cases FROM case_counts WHERE part = 'open' AND handle = ''),
    'snoozed', (SELECT cases FROM case_counts WHERE part = 'snoozed' AND handle = ''),
    'decided', (SELECT cases FROM case_counts WHERE part = 'decided' AND handle = ''),
    'held', (SELECT cases FROM case_counts WHERE part = 'held' AND handle = p_me),
    'unclaimed', (SELECT cases FROM case_counts WHERE part = 'unclaimed' AND handle = ''),
    'own', (SELECT cases FROM case_counts WHERE part = 'awaiting' AND handle = p_me),
    'awaiting', (SELECT cases FROM case_counts WHERE part = 'awaiting' AND handle = ''),
    'overdue', (SELECT count(*) FROM (SELECT 1 FROM disputes WHERE rank < p_now LIMIT p_at_most) x),
    'overdue_for_me',
      (SELECT count(*) FROM (SELECT 1 FROM disputes WHERE claimed_by IS NULL AND state = 'open' AND snoozed_until IS NULL AND rank < p_now LIMIT p_at_most) x)
      + (SELECT count(*) FROM (SELECT 1 FROM disputes WHERE claimed_by = p_me AND state = 'open' AND snoozed_until IS NULL AND rank < p_now LIMIT p_at_most) x)
      + (SELECT count(*) FROM (SELECT 1 FROM disputes WHERE state = 'open' AND snoozed_until IS NOT NULL AND rank < p_now
           AND (claimed_by IS NULL OR claimed_by = p_me) LIMIT p_at_most) x));
END $$;

-- How the team decides and works on these days; `p_all`: on all days.
CREATE OR REPLACE FUNCTION stats_1(p_all boolean, p_since bigint, p_until bigint) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
DECLARE outcomes json;
BEGIN
  IF p_all THEN
    SELECT json_agg(x ORDER BY ground, outcome, CASE basis WHEN '' THEN '-' ELSE basis END, took, mediator) INTO outcomes FROM outcome_counts x;
  ELSE
    SELECT json_agg(x ORDER BY ground, outcome, CASE basis WHEN '' THEN '-' ELSE basis END, took, mediator) INTO outcomes FROM (
      SELECT ground, outcome, basis, took, mediator, sum(cases)::bigint AS cases FROM outcome_days
        WHERE day >= p_since AND day < p_until GROUP BY ground, outcome, basis, took, mediator) x;
  END IF;
  RETURN json_build_object('outcomes', outcomes,
    'backlog', (SELECT json_agg(b ORDER BY b.day) FROM backlog b),
    'held', (SELECT json_agg(c ORDER BY c.handle) FROM case_counts c WHERE c.part = 'held' AND c.cases > 0),
    'work', (SELECT json_agg(x ORDER BY ground, mediator, event, took) FROM (
      SELECT 0 AS day, ground, mediator, event, took, sum(cases)::bigint AS cases FROM work_counts
        WHERE day >= p_since AND day < p_until GROUP BY ground, mediator, event, took) x));
END $$;

-- The next free number of each kind; of the team, the number of its last change.
CREATE OR REPLACE FUNCTION numbers_1() RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN (SELECT json_object_agg(x.name, x.next) FROM (
    SELECT substr(sequencename::text, 3) AS name, coalesce(last_value + 1, start_value) AS next FROM pg_sequences
      WHERE schemaname = 'litige' AND sequencename LIKE 'n\_%'
    UNION ALL SELECT 'change', touched + 1 FROM head UNION ALL SELECT 'team', team FROM head UNION ALL SELECT 'outbox', outbox + 1 FROM head) x);
END $$;
