-- Everything that a write did, in one round trip: checked against what stands now, inserted, updated, numbered and told in the
-- audit. What must be in the order of commits comes last, so that others wait for nothing but the commit.

-- What was loaded is another by now: whoever asked decides again.
CREATE OR REPLACE FUNCTION raced(p_what text) RETURNS void
LANGUAGE plpgsql SET search_path = litige, pg_temp AS $$
BEGIN RAISE EXCEPTION 'changed meanwhile: %', p_what USING ERRCODE = 'LT004'; END $$;

-- The rows of a table in what is to be written.
CREATE OR REPLACE FUNCTION commit_1(p jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE
  i jsonb := p->'insert'; u jsonb := p->'update'; s jsonb := p->'upsert'; e jsonb; r jsonb;
  h head; who text := acting(p->>'actor'); digests text[]; lines text; v_body text; n bigint;
BEGIN
  PERFORM check_now((p->>'now')::bigint);
  -- The second of two with one key waits here for the first, then decides again and finds its answer.
  INSERT INTO completed_requests (key, handle, request, answer, at, seal)
    SELECT key, handle, request, answer, at, seal FROM jsonb_populate_recordset(NULL::completed_requests, i->'completed_requests');

  -- The cases are those that were decided on.
  PERFORM 1 FROM orders o WHERE o.num IN (SELECT (x->>0)::bigint FROM jsonb_array_elements(p->'orders') x) ORDER BY o.num FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM jsonb_array_elements(p->'orders') x LEFT JOIN orders o ON o.num = (x->>0)::bigint
      WHERE o.seal IS DISTINCT FROM (x->>1)::bigint) THEN
    PERFORM raced('an order');
  END IF;
  PERFORM 1 FROM disputes d WHERE d.id IN (SELECT (x->>0)::bigint FROM jsonb_array_elements(p->'seen') x) ORDER BY d.id FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM jsonb_array_elements(p->'seen') x LEFT JOIN disputes d ON d.id = (x->>0)::bigint
      WHERE d.touched IS DISTINCT FROM (x->>1)::bigint) THEN
    PERFORM raced('a dispute');
  END IF;

  PERFORM check_rules(p, who);

  -- What the rules made.
  IF i ? 'orders' THEN
    INSERT INTO orders (num, id, client_id, client_name, seller_id, seller_name, title, price, currency, state, placed, placed_at, due, lang, pending,
        refusals, paid_in, escrow, to_seller, to_client, dispute, erased, seal)
      SELECT num, id, client_id, client_name, seller_id, seller_name, title, price, currency, state, placed, placed_at, due, lang, pending,
        refusals, paid_in, escrow, to_seller, to_client, dispute, erased, seal FROM jsonb_populate_recordset(NULL::orders, i->'orders');
  END IF;
  IF u ? 'orders' THEN
    UPDATE orders o SET state = x.state, pending = x.pending, refusals = x.refusals, paid_in = x.paid_in, escrow = x.escrow, to_seller = x.to_seller,
        to_client = x.to_client, dispute = x.dispute, seal = x.seal
      FROM jsonb_populate_recordset(NULL::orders, u->'orders') x WHERE o.num = x.num;
  END IF;
  IF i ? 'events' THEN
    INSERT INTO events (seq, event_id, order_num, kind, at, speaker, ref, rest, digest, body)
      SELECT seq, event_id, order_num, kind, at, speaker, ref, rest, digest, x.body FROM jsonb_populate_recordset(NULL::events, i->'events') x;
  END IF;
  IF i ? 'messages' THEN
    INSERT INTO messages (id, dispute, at, speaker, author, digest, body)
      SELECT id, dispute, at, speaker, author, digest, x.body FROM jsonb_populate_recordset(NULL::messages, i->'messages') x;
  END IF;
  IF p ? 'search' THEN
    INSERT INTO search (id, tsv) SELECT (x->>0)::bigint, (x->>1)::tsvector FROM jsonb_array_elements(p->'search') x;
  END IF;
  IF p ? 'forget_passages' THEN
    DELETE FROM passages t USING jsonb_array_elements(p->'forget_passages') x WHERE t.kind = x->>0 AND t.ref = (x->>1)::bigint;
  END IF;
  IF i ? 'passages' THEN
    INSERT INTO passages (id, kind, ref, at, handle) SELECT id, kind, ref, at, handle FROM jsonb_populate_recordset(NULL::passages, i->'passages');
  END IF;
  IF p ? 'search_passages' THEN
    INSERT INTO search_passages (id, tsv) SELECT (x->>0)::bigint, (x->>1)::tsvector FROM jsonb_array_elements(p->'search_passages') x;
  END IF;
  IF i ? 'attachments' THEN
    INSERT INTO attachments (id, order_num, event, message, name, media_type, origin, path, inadmissible, digest, seal, text)
      SELECT id, order_num, event, message, name, media_type, origin, path, inadmissible, digest, seal, text
      FROM jsonb_populate_recordset(NULL::attachments, i->'attachments');
  END IF;
  IF u ? 'attachments' THEN
    UPDATE attachments a SET inadmissible = x.inadmissible, seal = x.seal
      FROM jsonb_populate_recordset(NULL::attachments, u->'attachments') x WHERE a.id = x.id;
  END IF;
  IF i ? 'files' THEN
    INSERT INTO files (attachment, sha256, bytes, refused, digest)
      SELECT attachment, sha256, bytes, refused, digest FROM jsonb_populate_recordset(NULL::files, i->'files');
  END IF;
  IF i ? 'later_files' THEN
    INSERT INTO later_files (id, attachment, sha256, bytes, refused, digest)
      SELECT id, attachment, sha256, bytes, refused, digest FROM jsonb_populate_recordset(NULL::later_files, i->'later_files');
  END IF;
  IF i ? 'notes' THEN
    INSERT INTO notes (id, dispute, at, handle, digest, body)
      SELECT id, dispute, at, handle, digest, x.body FROM jsonb_populate_recordset(NULL::notes, i->'notes') x;
  END IF;
  IF s ? 'asks' THEN
    INSERT INTO asks (id, dispute, party, state, at, due_at, handle, message, answer, seal, body)
      SELECT id, dispute, party, state, at, due_at, handle, message, answer, seal, x.body FROM jsonb_populate_recordset(NULL::asks, s->'asks') x
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, answer = excluded.answer, seal = excluded.seal;
  END IF;
  IF s ? 'proposals' THEN
    INSERT INTO proposals (id, dispute, kind, refund, currency, speaker, handle, at, due_at, client, seller, answered_at, state, seal, terms)
      SELECT id, dispute, kind, refund, currency, speaker, handle, at, due_at, client, seller, answered_at, state, seal, terms
      FROM jsonb_populate_recordset(NULL::proposals, s->'proposals')
      ON CONFLICT (id) DO UPDATE SET client = excluded.client, seller = excluded.seller, answered_at = excluded.answered_at,
        state = excluded.state, seal = excluded.seal;
  END IF;
  IF s ? 'reads' THEN
    INSERT INTO reads (dispute, reader, up_to, seal)
      SELECT dispute, reader, up_to, seal FROM jsonb_populate_recordset(NULL::reads, s->'reads')
      ON CONFLICT (dispute, reader) DO UPDATE SET up_to = excluded.up_to, seal = excluded.seal WHERE excluded.up_to > reads.up_to;
  END IF;
  IF i ? 'decisions' THEN
    INSERT INTO decisions (id, dispute, round, outcome, basis, refund, seller_gets, currency, proposal, cites, handle, at, effective_at, key, reasons, digest)
      SELECT id, dispute, round, outcome, basis, refund, seller_gets, currency, proposal, cites, handle, at, effective_at, key, reasons, digest
      FROM jsonb_populate_recordset(NULL::decisions, i->'decisions');
  END IF;
  IF i ? 'decision_marks' THEN
    INSERT INTO decision_marks (id, decision, kind, at, handle, effective_at, reason, digest)
      SELECT id, decision, kind, at, handle, effective_at, reason, digest FROM jsonb_populate_recordset(NULL::decision_marks, i->'decision_marks');
  END IF;
  IF i ? 'decision_texts' THEN
    INSERT INTO decision_texts (decision, mark, body)
      SELECT decision, mark, x.body FROM jsonb_populate_recordset(NULL::decision_texts, i->'decision_texts') x;
  END IF;
  IF i ? 'ledger' THEN
    INSERT INTO ledger (id, order_num, from_account, to_account, amount, currency, at, decision, reverses, digest)
      SELECT id, order_num, from_account, to_account, amount, currency, at, decision, reverses, digest
      FROM jsonb_populate_recordset(NULL::ledger, i->'ledger');
  END IF;
  FOR r IN SELECT jsonb_array_elements(p->'forget') LOOP
    DELETE FROM tidings WHERE handle = r->>'handle' AND dispute = (r->>'dispute')::bigint AND what IN (SELECT jsonb_array_elements_text(r->'what'));
    DELETE FROM acknowledgements WHERE handle = r->>'handle' AND dispute = (r->>'dispute')::bigint
      AND what IN (SELECT jsonb_array_elements_text(r->'what'));
  END LOOP;
  IF s ? 'tidings' THEN
    INSERT INTO tidings (handle, dispute, what, author, at, seal)
      SELECT handle, dispute, what, author, at, seal FROM jsonb_populate_recordset(NULL::tidings, s->'tidings')
      ON CONFLICT (handle, dispute, what) DO UPDATE SET author = excluded.author, at = excluded.at, seal = excluded.seal;
  END IF;
  IF s ? 'acknowledgements' THEN
    INSERT INTO acknowledgements (handle, dispute, what, at)
      SELECT handle, dispute, what, at FROM jsonb_populate_recordset(NULL::acknowledgements, s->'acknowledgements')
      ON CONFLICT (handle, dispute, what) DO UPDATE SET at = excluded.at;
  END IF;
  IF s ? 'mediators' THEN
    INSERT INTO mediators (handle, name, role, conflicts, at, account, retired_at, seal)
      SELECT handle, name, role, conflicts, at, account, retired_at, seal FROM jsonb_populate_recordset(NULL::mediators, s->'mediators')
      ON CONFLICT (handle) DO UPDATE SET name = excluded.name, role = excluded.role, conflicts = excluded.conflicts, at = excluded.at,
        account = excluded.account, retired_at = excluded.retired_at, seal = excluded.seal;
  END IF;
  IF i ? 'policies' THEN
    INSERT INTO policies (version, at, body, by, reason, seal)
      SELECT version, at, x.body, by, reason, seal FROM jsonb_populate_recordset(NULL::policies, i->'policies') x;
  END IF;
  IF p ? 'views' THEN
    r := p->'views';
    PERFORM 1 FROM mediators m WHERE m.handle = r->>'of' FOR NO KEY UPDATE;
    IF r->'seen' IS DISTINCT FROM (SELECT coalesce(jsonb_agg(jsonb_build_array(v.name, v.base, v.query) ORDER BY v.place), '[]')
        FROM saved_views v WHERE v.handle = r->>'of') THEN
      PERFORM raced('the views');
    END IF;
    DELETE FROM saved_views v WHERE v.handle = r->>'of';
    INSERT INTO saved_views (handle, place, name, base, query)
      SELECT handle, place, name, base, query FROM jsonb_populate_recordset(NULL::saved_views, r->'rows');
  END IF;
  IF p ? 'forget_completed' THEN
    DELETE FROM completed_requests WHERE key IN (SELECT c.key FROM completed_requests c WHERE c.at < (p->>'forget_completed')::bigint
      ORDER BY c.at LIMIT 20 FOR UPDATE SKIP LOCKED);
  END IF;
  -- What is a mediator's own leaves no record.
  IF NOT p ? 'audit' THEN
    IF coalesce(i - 'completed_requests', '{}') <> '{}' OR coalesce(u, '{}') <> '{}' OR coalesce(s, '{}') <> '{}'
        OR p ?| ARRAY['disputes', 'outbox', 'search', 'search_passages', 'forget', 'forget_passages'] THEN
      RAISE EXCEPTION 'no record of the audit tells what this changes' USING ERRCODE = '23514';
    END IF;
    IF (SELECT team FROM head) IS DISTINCT FROM (p->>'team')::bigint THEN PERFORM raced('the team'); END IF;
    RETURN NULL;
  END IF;

  -- From here on one at a time.
  SELECT * INTO h FROM head FOR NO KEY UPDATE;
  IF h.team IS DISTINCT FROM (p->>'team')::bigint THEN PERFORM raced('the team'); END IF;
  IF (h.seq = 0) IS DISTINCT FROM (p->>'first')::boolean THEN PERFORM raced('the audit'); END IF;
  -- Cases that somebody took before they retired.
  IF p ? 'retires' AND EXISTS (SELECT 1 FROM disputes d WHERE d.claimed_by = p->>'retires'
      AND d.id NOT IN (SELECT (x->>0)::bigint FROM jsonb_array_elements(p->'seen') x)) THEN
    PERFORM raced('whose cases they are');
  END IF;
  -- Digests that hold a number which is known only now.
  IF p ? 'disputes' THEN
    SELECT array_agg(encode(sha256(convert_to((x->>'before') || (h.touched + (x->>'nth')::bigint) || (x->>'after'), 'UTF8')), 'hex') ORDER BY ord)
      INTO digests FROM jsonb_array_elements(p->'disputes') WITH ORDINALITY y (x, ord);
    IF p ? 'opens' THEN
      INSERT INTO disputes (id, order_num, ground, opened_at, opened_by, policy, justification, state, round, version, claimed_by, claimed_until,
          lapsed_claim, waiting_on, waiting_since, due_at, snoozed_until, client_wrote, seller_wrote, last_message, unread, decision, awaiting, reason,
          outcome, rank, settle_at, touched, touched_by, touched_what, order_id, title, client, seller, price, currency, band, lang, words, seal)
        SELECT (d).id, (d).order_num, (d).ground, (d).opened_at, (d).opened_by, (d).policy, (d).justification, (d).state, (d).round, (d).version,
          (d).claimed_by, (d).claimed_until, (d).lapsed_claim, (d).waiting_on, (d).waiting_since, (d).due_at, (d).snoozed_until, (d).client_wrote,
          (d).seller_wrote, (d).last_message, (d).unread, (d).decision, (d).awaiting, (d).reason, (d).outcome, (d).rank, (d).settle_at,
          h.touched + nth, (d).touched_by, (d).touched_what, (d).order_id, (d).title, (d).client, (d).seller, (d).price, (d).currency, (d).band,
          (d).lang, (d).words, ('x' || substr(digests[ord], 1, 16))::bit(64)::bigint
        FROM (SELECT jsonb_populate_record(NULL::disputes, x->'row') AS d, (x->>'nth')::bigint AS nth, ord
          FROM jsonb_array_elements(p->'disputes') WITH ORDINALITY y (x, ord) WHERE x ? 'new' OFFSET 0) z;
    END IF;
    UPDATE disputes t SET justification = (d).justification, state = (d).state, round = (d).round, version = (d).version, claimed_by = (d).claimed_by,
        claimed_until = (d).claimed_until, lapsed_claim = (d).lapsed_claim, waiting_on = (d).waiting_on, waiting_since = (d).waiting_since,
        due_at = (d).due_at, snoozed_until = (d).snoozed_until, client_wrote = (d).client_wrote, seller_wrote = (d).seller_wrote,
        last_message = (d).last_message, unread = (d).unread, decision = (d).decision, awaiting = (d).awaiting, reason = (d).reason,
        outcome = (d).outcome, rank = (d).rank, settle_at = (d).settle_at, touched = h.touched + nth, touched_by = (d).touched_by,
        touched_what = (d).touched_what, seal = ('x' || substr(digests[ord], 1, 16))::bit(64)::bigint
      FROM (SELECT jsonb_populate_record(NULL::disputes, x->'row') AS d, (x->>'nth')::bigint AS nth, ord
        FROM jsonb_array_elements(p->'disputes') WITH ORDINALITY y (x, ord) WHERE NOT x ? 'new' OFFSET 0) z
      WHERE t.id = (d).id;
  END IF;
  IF p ? 'outbox' THEN
    INSERT INTO outbox (seq, at, kind, order_num, dispute, digest, body)
      SELECT h.outbox + ord, (o).at, (o).kind, (o).order_num, (o).dispute,
        sha256(convert_to(before || (h.outbox + ord) || after, 'UTF8')), (o).body
      FROM (SELECT jsonb_populate_record(NULL::outbox, x->'row') AS o, x->>'before' AS before, x->>'after' AS after, ord
        FROM jsonb_array_elements(p->'outbox') WITH ORDINALITY y (x, ord) OFFSET 0) z;
    n := jsonb_array_length(p->'outbox');
    SELECT format('[[%s,%s,"%s"]]', h.outbox + 1, h.outbox + n, encode(sha256(string_agg(o.digest, ''::bytea ORDER BY o.seq)), 'hex'))
      INTO lines FROM outbox o WHERE o.seq > h.outbox;
    h.outbox := h.outbox + n;
  END IF;
  IF s ? 'case_counts' THEN
    INSERT INTO case_counts (part, handle, cases) SELECT part, handle, cases FROM jsonb_populate_recordset(NULL::case_counts, s->'case_counts')
      ON CONFLICT (part, handle) DO UPDATE SET cases = case_counts.cases + excluded.cases;
  END IF;
  IF s ? 'backlog' THEN
    INSERT INTO backlog (day, cases) SELECT day, cases FROM jsonb_populate_recordset(NULL::backlog, s->'backlog')
      ON CONFLICT (day) DO UPDATE SET cases = backlog.cases + excluded.cases;
  END IF;
  IF s ? 'outcome_counts' THEN
    INSERT INTO outcome_counts (ground, outcome, basis, took, mediator, cases)
      SELECT ground, outcome, basis, took, mediator, cases FROM jsonb_populate_recordset(NULL::outcome_counts, s->'outcome_counts')
      ON CONFLICT (ground, outcome, basis, took, mediator) DO UPDATE SET cases = outcome_counts.cases + excluded.cases;
  END IF;
  IF s ? 'outcome_days' THEN
    INSERT INTO outcome_days (day, ground, outcome, basis, took, mediator, cases)
      SELECT day, ground, outcome, basis, took, mediator, cases FROM jsonb_populate_recordset(NULL::outcome_days, s->'outcome_days')
      ON CONFLICT (day, ground, outcome, basis, took, mediator) DO UPDATE SET cases = outcome_days.cases + excluded.cases;
  END IF;
  IF s ? 'work_counts' THEN
    INSERT INTO work_counts (day, ground, mediator, event, took, cases)
      SELECT day, ground, mediator, event, took, cases FROM jsonb_populate_recordset(NULL::work_counts, s->'work_counts')
      ON CONFLICT (day, ground, mediator, event, took) DO UPDATE SET cases = work_counts.cases + excluded.cases;
  END IF;
  -- A record's body is in pieces: text, the place of a dispute's digest, or the lines for the marketplace.
  FOR e IN SELECT jsonb_array_elements(p->'audit') LOOP
    SELECT string_agg(CASE jsonb_typeof(x) WHEN 'number' THEN digests[x::int + 1] WHEN 'boolean' THEN lines ELSE x #>> '{}' END, '' ORDER BY ord)
      INTO v_body FROM jsonb_array_elements(e->'body') WITH ORDINALITY y (x, ord);
    h.seq := h.seq + 1;
    h.hash := encode(sha256(convert_to(h.hash || (e->>'before') || v_body || (e->>'after') || h.seq || '}', 'UTF8')), 'hex');
    INSERT INTO audit (seq, at, actor, action, dispute, body, hash)
      VALUES (h.seq, (e->>'at')::bigint, e->>'actor', e->>'action', (e->>'dispute')::bigint, v_body, h.hash);
  END LOOP;
  IF p ? 'team_change' THEN h.team := h.touched + (p->>'team_change')::bigint; END IF;
  UPDATE head SET seq = h.seq, hash = h.hash, touched = h.touched + coalesce((p->>'changes')::bigint, 0), outbox = h.outbox, team = h.team;
  RETURN json_build_object('seq', h.seq, 'hash', h.hash);
END $$;
