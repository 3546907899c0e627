-- What the server holds of the rules, whatever a client says that they made: who decides, for how long it can be taken back, who gives
-- the second word, what an agreement is, and that a discussion is over when it is decided. The rules themselves are the client's.

-- How many digits the small unit of a currency has (ISO 4217).
CREATE OR REPLACE FUNCTION decimals(p_currency text) RETURNS int LANGUAGE sql IMMUTABLE SET search_path = litige, pg_temp AS $$
  SELECT CASE
    WHEN p_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN 0
    WHEN p_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 3
    WHEN p_currency IN ('CLF', 'UYW') THEN 4 ELSE 2 END $$;

-- Whether a decision on this price waits for a second mediator, under this policy.
CREATE OR REPLACE FUNCTION needs_second(p_policy jsonb, p_price bigint, p_currency text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = litige, pg_temp AS $$
  SELECT coalesce(p_price > 10 ^ decimals(p_currency) * CASE jsonb_typeof(p_policy->'second_mediator_above')
    WHEN 'number' THEN (p_policy->>'second_mediator_above')::numeric
    WHEN 'object' THEN (p_policy->'second_mediator_above'->>p_currency)::numeric END, false) $$;

-- Refuses what no rule makes of these cases as they stand before it is written.
CREATE OR REPLACE FUNCTION check_rules(p jsonb, p_actor text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
DECLARE
  i jsonb := p->'insert'; x decisions; m decision_marks; d disputes; o orders; b jsonb; q proposals; at bigint := (p->>'now')::bigint;
  ends bigint; reopened bigint[] := '{}'; n bigint;
BEGIN
  FOR x IN SELECT * FROM jsonb_populate_recordset(NULL::decisions, i->'decisions') LOOP
    SELECT * INTO d FROM disputes WHERE id = x.dispute;
    SELECT * INTO o FROM orders WHERE num = d.order_num;
    SELECT y.body::jsonb INTO b FROM policies y WHERE y.version = d.policy;
    IF x.handle IS DISTINCT FROM p_actor THEN
      RAISE EXCEPTION 'a decision of %''s is taken by %', x.handle, p_actor USING ERRCODE = 'LT003';
    END IF;
    IF d.state IS DISTINCT FROM 'open' OR x.round IS DISTINCT FROM d.round THEN PERFORM raced('the dispute is decided'); END IF;
    IF d.claimed_by <> x.handle AND d.claimed_until > at AND NOT is_owner() THEN
      RAISE EXCEPTION '% holds the dispute %', d.claimed_by, d.id USING ERRCODE = '23514';
    END IF;
    IF (x.effective_at IS NULL) IS DISTINCT FROM needs_second(b, o.price, o.currency) THEN
      RAISE EXCEPTION 'the decision % does not wait as its amount asks for', x.id USING ERRCODE = '23514';
    END IF;
    IF x.effective_at < x.at + (b->>'hold_minutes')::bigint * 60000 THEN
      RAISE EXCEPTION 'the decision % is held too short', x.id USING ERRCODE = '23514';
    END IF;
    IF x.outcome = 'relaunch' AND x.proposal IS NULL OR x.basis = 'agreed' AND x.proposal IS NULL THEN
      RAISE EXCEPTION 'the decision % rests on no agreement', x.id USING ERRCODE = '23514';
    END IF;
    IF x.proposal IS NOT NULL THEN
      SELECT * INTO q FROM proposals WHERE id = x.proposal;
      IF (q.dispute, q.client, q.seller) IS DISTINCT FROM (x.dispute, 'accepted', 'accepted')
          OR x.outcome = 'partial_refund' AND q.refund IS DISTINCT FROM x.refund THEN
        RAISE EXCEPTION 'the decision % is not what both parties accepted', x.id USING ERRCODE = '23514';
      END IF;
    END IF;
  END LOOP;
  FOR m IN SELECT * FROM jsonb_populate_recordset(NULL::decision_marks, i->'decision_marks') LOOP
    IF m.kind <> 'effective' AND m.handle IS DISTINCT FROM p_actor THEN
      RAISE EXCEPTION 'a word of %''s is given by %', m.handle, p_actor USING ERRCODE = 'LT003';
    END IF;
    SELECT * INTO x FROM decisions WHERE id = m.decision;
    SELECT max(e) INTO ends FROM (SELECT x.effective_at AS e UNION ALL SELECT y.effective_at FROM decision_marks y WHERE y.decision = m.decision) z;
    IF m.kind = 'approved' THEN
      SELECT y.body::jsonb INTO b FROM policies y WHERE y.version = (SELECT policy FROM disputes WHERE id = x.dispute);
      IF m.effective_at < m.at + (b->>'hold_minutes')::bigint * 60000 THEN
        RAISE EXCEPTION 'the decision % is held too short', m.decision USING ERRCODE = '23514';
      END IF;
    ELSIF m.kind = 'reversed' THEN
      IF m.at >= ends THEN RAISE EXCEPTION 'the decision % is final', m.decision USING ERRCODE = '23514'; END IF;
      reopened := reopened || x.dispute;
    ELSIF m.kind = 'effective' THEN
      -- A relaunch also ends when its order moves on, which the marketplace says.
      IF m.at < ends AND x.outcome <> 'relaunch' THEN RAISE EXCEPTION 'the decision % is still held', m.decision USING ERRCODE = '23514'; END IF;
    END IF;
  END LOOP;
  SELECT w.dispute INTO n FROM jsonb_populate_recordset(NULL::messages, i->'messages') w JOIN disputes y ON y.id = w.dispute
    WHERE y.state = 'decided' AND w.speaker <> 'system' AND w.dispute <> ALL (reopened) LIMIT 1;
  IF FOUND THEN RAISE EXCEPTION 'the discussion of dispute % is over', n USING ERRCODE = '23514'; END IF;
END $$;
