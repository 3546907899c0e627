-- Erasing a person: read whole, cleaned by the client, written back in one transaction.

-- Everything of a person's orders that may hold their name or words. Others write none of it until the transaction ends.
CREATE OR REPLACE FUNCTION load_erasure_1(p jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE h head; r json; nums bigint[]; ids bigint[]; person text := p->>'person';
BEGIN
  SELECT array_agg(o.num) INTO nums FROM (SELECT num FROM orders WHERE client_id = person UNION SELECT num FROM orders WHERE seller_id = person) o;
  PERFORM 1 FROM orders o WHERE o.num = ANY (nums) ORDER BY o.num FOR UPDATE;
  SELECT array_agg(d.id ORDER BY d.id) INTO ids FROM disputes d WHERE d.order_num = ANY (nums);
  PERFORM 1 FROM disputes d WHERE d.id = ANY (ids) ORDER BY d.id FOR UPDATE;
  PERFORM 1 FROM mediators m ORDER BY m.handle FOR UPDATE;
  -- The record that tells of it will have the next number.
  SELECT * INTO h FROM head FOR UPDATE;
  r := load_1(p || jsonb_build_object('disputes', coalesce(to_jsonb(ids), '[]')));
  RETURN json_build_object('read', r->'read', 'numbers', r->'numbers', 'erasure', json_build_object(
    'seq', h.seq + 1,
    'chance', substr(encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 1, 16),
    'orders', (SELECT json_agg(to_json(o) ORDER BY o.num) FROM orders o WHERE o.num = ANY (nums)),
    'disputes', (SELECT json_agg(json_build_array(d.id, d.order_num, d.state) ORDER BY d.id) FROM disputes d WHERE d.id = ANY (ids)),
    'events', (SELECT json_agg(to_json(e) ORDER BY e.seq) FROM events e WHERE e.order_num = ANY (nums)),
    'attachments', (SELECT json_agg(json_build_object('row', to_json(a), 'speaker',
        coalesce((SELECT m.speaker FROM messages m WHERE m.id = a.message), (SELECT e.speaker FROM events e WHERE e.seq = a.event))) ORDER BY a.id)
      FROM attachments a WHERE a.order_num = ANY (nums)),
    'files', (SELECT json_agg(to_json(f) ORDER BY f.attachment) FROM files f JOIN attachments a ON a.id = f.attachment WHERE a.order_num = ANY (nums)),
    'later_files', (SELECT json_agg(to_json(f) ORDER BY f.id) FROM later_files f JOIN attachments a ON a.id = f.attachment WHERE a.order_num = ANY (nums)),
    'messages', (SELECT json_agg(to_json(m) ORDER BY m.id) FROM messages m WHERE m.dispute = ANY (ids)),
    'notes', (SELECT json_agg(to_json(n) ORDER BY n.id) FROM notes n WHERE n.dispute = ANY (ids)),
    'asks', (SELECT json_agg(to_json(a) ORDER BY a.id) FROM asks a WHERE a.dispute = ANY (ids)),
    'proposals', (SELECT json_agg(to_json(q) ORDER BY q.id) FROM proposals q WHERE q.dispute = ANY (ids)),
    'texts', (SELECT json_agg(json_build_object('row', to_json(t), 'dispute', d.dispute) ORDER BY t.decision, t.mark)
      FROM decision_texts t JOIN decisions d ON d.id = t.decision WHERE d.dispute = ANY (ids)),
    'drafts', (SELECT json_agg(to_json(d)) FROM drafts d WHERE d.dispute = ANY (ids)),
    'outbox', (SELECT json_agg(to_json(o) ORDER BY o.seq) FROM outbox o WHERE o.dispute = ANY (ids)),
    'policies', (SELECT json_agg(to_json(x) ORDER BY x.version) FROM policies x WHERE x.reason IS NOT NULL),
    'views', (SELECT json_agg(to_json(v)) FROM saved_views v)));
END $$;

CREATE OR REPLACE FUNCTION erase_1(p jsonb) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE e jsonb := p->'erase'; n bigint := (p#>>'{erase,seq}')::bigint; done json := commit_1(p);
BEGIN
  UPDATE orders o SET client_id = x.client_id, client_name = x.client_name, seller_id = x.seller_id, seller_name = x.seller_name, erased = n,
    seal = x.seal FROM jsonb_populate_recordset(NULL::orders, e->'orders') x WHERE o.num = x.num;
  UPDATE disputes d SET client = x.client, seller = x.seller, words = x.words
    FROM jsonb_populate_recordset(NULL::disputes, e->'disputes') x WHERE d.id = x.id;
  UPDATE events t SET body = x.body, erased = n FROM jsonb_populate_recordset(NULL::events, e->'events') x WHERE t.seq = x.seq;
  UPDATE attachments t SET name = x.name, path = x.path, text = x.text, erased = x.erased, inadmissible = x.inadmissible, seal = x.seal
    FROM jsonb_populate_recordset(NULL::attachments, e->'attachments') x WHERE t.id = x.id;
  UPDATE files t SET sha256 = NULL, bytes = NULL, refused = x.refused, erased = n
    FROM jsonb_populate_recordset(NULL::files, e->'files') x WHERE t.attachment = x.attachment;
  UPDATE later_files t SET sha256 = NULL, bytes = NULL, refused = x.refused, erased = n
    FROM jsonb_populate_recordset(NULL::later_files, e->'later_files') x WHERE t.id = x.id;
  UPDATE messages t SET author = x.author, body = x.body, erased = n FROM jsonb_populate_recordset(NULL::messages, e->'messages') x WHERE t.id = x.id;
  UPDATE notes t SET body = x.body, erased = n FROM jsonb_populate_recordset(NULL::notes, e->'notes') x WHERE t.id = x.id;
  UPDATE asks t SET body = x.body, seal = x.seal FROM jsonb_populate_recordset(NULL::asks, e->'asks') x WHERE t.id = x.id;
  UPDATE proposals t SET terms = x.terms, seal = x.seal, erased = n FROM jsonb_populate_recordset(NULL::proposals, e->'proposals') x WHERE t.id = x.id;
  UPDATE decision_texts t SET body = x.body, erased = n
    FROM jsonb_populate_recordset(NULL::decision_texts, e->'texts') x WHERE t.decision = x.decision AND t.mark = x.mark;
  UPDATE drafts t SET body = x.body, seal = x.seal
    FROM jsonb_populate_recordset(NULL::drafts, e->'drafts') x WHERE t.dispute = x.dispute AND t.handle = x.handle;
  UPDATE outbox t SET body = x.body, erased = n FROM jsonb_populate_recordset(NULL::outbox, e->'outbox') x WHERE t.seq = x.seq;
  UPDATE policies t SET reason = x.reason, seal = x.seal FROM jsonb_populate_recordset(NULL::policies, e->'policies') x WHERE t.version = x.version;
  UPDATE saved_views t SET name = x.name, query = x.query
    FROM jsonb_populate_recordset(NULL::saved_views, e->'views') x WHERE t.handle = x.handle AND t.place = x.place;
  -- A passage stands as long as its text is found. The blocks are those of its number.
  DELETE FROM passages t USING jsonb_array_elements(e->'passages') x WHERE t.kind = x->>0 AND t.ref = (x->>1)::bigint AND x->>2 IS NULL;
  UPDATE search_passages s SET tsv = (x->>2)::tsvector || format('%L %L', 'B' || (t.id >> 11), 'C' || (t.id >> 16))::tsvector
    FROM passages t JOIN jsonb_array_elements(e->'passages') x ON t.kind = x->>0 AND t.ref = (x->>1)::bigint WHERE s.id = t.id;
  DELETE FROM search t USING jsonb_array_elements(e->'search') x WHERE t.id = (x->>0)::bigint;
  INSERT INTO search (id, tsv) SELECT (x->>0)::bigint, (x->>1)::tsvector FROM jsonb_array_elements(e->'search') x WHERE x->>1 IS NOT NULL;
  RETURN done;
END $$;

-- Removes the contents of files that nothing names. Nobody who is about to name one is between the look and the commit.
CREATE OR REPLACE FUNCTION sweep_blobs_1() RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7241, 3);
  DELETE FROM blobs b WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.sha256 = b.sha256)
    AND NOT EXISTS (SELECT 1 FROM later_files f WHERE f.sha256 = b.sha256);
  RETURN NULL;
END $$;
