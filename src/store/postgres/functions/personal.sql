-- What is a mediator's own, and files of evidence.

-- The team and its number, where the caller knows another one; nothing where that is the one.
CREATE OR REPLACE FUNCTION newer_team_1(p jsonb) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  RETURN (SELECT json_build_object('team', h.team, 'members', (SELECT coalesce(json_agg(to_json(m) ORDER BY m.handle), '[]') FROM mediators m))
    FROM head h WHERE h.team IS DISTINCT FROM (p->>'team')::bigint);
END $$;

-- Keeps a draft in the place of the one that the caller knows, or removes it.
CREATE OR REPLACE FUNCTION put_draft_1(p jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE newer json := newer_team_1(p); who text; stored text; v_dispute bigint := (p->>'dispute')::bigint;
BEGIN
  IF newer IS NOT NULL THEN RETURN json_build_object('newer', newer); END IF;
  who := acting(p->>'handle');
  PERFORM check_now((p->>'at')::bigint);
  IF NOT EXISTS (SELECT 1 FROM disputes WHERE id = v_dispute) THEN RETURN json_build_object('unknown', true); END IF;
  -- Two desks of one mediator, neither of which has a draft yet.
  PERFORM pg_advisory_xact_lock(hashtextextended('draft ' || v_dispute || ' ' || who, 0));
  SELECT d.body INTO stored FROM drafts d WHERE d.dispute = v_dispute AND d.handle = who;
  IF stored IS DISTINCT FROM p->>'knows' AND stored IS DISTINCT FROM p#>>'{row,body}' THEN
    RETURN json_build_object('differs', true, 'stored', stored);
  END IF;
  IF p->'row' = 'null' THEN
    DELETE FROM drafts d WHERE d.dispute = v_dispute AND d.handle = who;
  ELSE
    INSERT INTO drafts (dispute, handle, at, seal, body)
      SELECT v_dispute, who, x.at, x.seal, x.body FROM jsonb_populate_record(NULL::drafts, p->'row') x
      ON CONFLICT (dispute, handle) DO UPDATE SET at = excluded.at, seal = excluded.seal, body = excluded.body;
  END IF;
  RETURN json_build_object('written', true);
END $$;

-- Notes which case a desk has open. Worth nothing a minute later, so not worth a wait for the disk.
CREATE OR REPLACE FUNCTION heartbeat_1(p jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE newer json := newer_team_1(p); who text;
BEGIN
  IF newer IS NOT NULL THEN RETURN json_build_object('newer', newer); END IF;
  who := acting(p->>'handle');
  PERFORM check_now((p->>'at')::bigint);
  PERFORM set_config('synchronous_commit', 'off', true);
  DELETE FROM presence WHERE desk IN (SELECT x.desk FROM presence x WHERE abs(x.at - (p->>'at')::bigint) > (p->>'present_for')::bigint
    FOR UPDATE SKIP LOCKED);
  -- Nobody speaks for a colleague's desk, whatever they call their own.
  DELETE FROM presence x WHERE x.desk = p->>'desk' AND x.handle = who;
  INSERT INTO presence (desk, handle, dispute, at) SELECT p->>'desk', who, d.id, (p->>'at')::bigint FROM disputes d WHERE d.id = (p->>'dispute')::bigint
    ON CONFLICT (desk) DO UPDATE SET dispute = excluded.dispute, at = excluded.at WHERE presence.handle = excluded.handle;
  RETURN json_build_object('written', true);
END $$;

-- What a mediator has acknowledged of what stands in cases, and how those and these cases stand.
CREATE OR REPLACE FUNCTION acknowledged_1(p jsonb) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE newer json := newer_team_1(p);
BEGIN
  IF newer IS NOT NULL THEN RETURN json_build_object('newer', newer); END IF;
  RETURN json_build_object(
    'acknowledged', (SELECT json_agg(to_json(a)) FROM acknowledgements a WHERE a.handle = p->>'handle'),
    'matters', (SELECT json_object_agg(d.id, json_build_object('state', d.state, 'claimed_by', d.claimed_by, 'snoozed_until', d.snoozed_until,
        'waiting_on', d.waiting_on, 'waiting_since', d.waiting_since, 'due_at', d.due_at, 'awaiting', d.awaiting,
        'client', o.client_id, 'seller', o.seller_id))
      FROM disputes d JOIN orders o ON o.num = d.order_num
      WHERE d.id IN (SELECT a.dispute FROM acknowledgements a WHERE a.handle = p->>'handle'
        UNION SELECT x::bigint FROM jsonb_array_elements_text(p->'disputes') x)));
END $$;

-- Acknowledges notifications, and forgets what needs no acknowledgement any more.
CREATE OR REPLACE FUNCTION acknowledge_1(p jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE who text := acting(p->>'handle');
BEGIN
  DELETE FROM tidings t USING jsonb_populate_recordset(NULL::tidings, p->'heard') x
    WHERE t.handle = who AND t.dispute = x.dispute AND t.what = x.what AND t.at <= x.at;
  INSERT INTO acknowledgements (handle, dispute, what, at)
    SELECT who, x.dispute, x.what, max(x.at) FROM jsonb_populate_recordset(NULL::acknowledgements, p->'keep') x GROUP BY x.dispute, x.what
    ON CONFLICT (handle, dispute, what) DO UPDATE SET at = excluded.at;
  DELETE FROM acknowledgements a USING jsonb_populate_recordset(NULL::acknowledgements, p->'forget') x
    WHERE a.handle = who AND a.dispute = x.dispute AND a.what = x.what AND a.at = x.at;
  RETURN NULL;
END $$;

-- Keeps the content of a file, once.
CREATE OR REPLACE FUNCTION put_blob_1(p_sha256 text, p_content bytea) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  IF p_sha256 IS DISTINCT FROM encode(sha256(p_content), 'hex') THEN RAISE EXCEPTION 'a file is not what it is called' USING ERRCODE = '22023'; END IF;
  INSERT INTO blobs (sha256, bytes, content) VALUES (p_sha256, length(p_content), p_content) ON CONFLICT (sha256) DO NOTHING;
  RETURN NULL;
END $$;
