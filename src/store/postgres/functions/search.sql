-- litige on a server: search. What a message says stands in `search`, what a passage says in `search_passages`, as words that the client folded; the words of the blocks of ids
-- that it is in (`B` and `C`, which no folded word begins with) bound each statement, and `L` marks a text that is too long for
-- its words to stand there: whoever finds it reads it.

-- How often a word is seen in a sample of the messages, which the empty word counts.
CREATE OR REPLACE FUNCTION count_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE search_word w SET seen = w.seen - x.seen FROM (SELECT word, count(*) AS seen FROM (
        SELECT lexeme AS word FROM old_rows o, unnest(o.tsv) WHERE o.id % 16 = 0 AND lexeme !~ '^[BCL]'
        UNION ALL SELECT '' FROM old_rows o WHERE o.id % 16 = 0) y GROUP BY word) x
      WHERE w.word = x.word;
    DELETE FROM search_word w USING (SELECT DISTINCT lexeme FROM old_rows o, unnest(o.tsv) WHERE o.id % 16 = 0) x
      WHERE w.word = x.lexeme AND w.seen <= 0;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    -- In one order, so that two who write the same words wait for each other, and never both.
    INSERT INTO search_word (word, seen) SELECT word, count(*) FROM (
        SELECT lexeme AS word FROM new_rows n, unnest(n.tsv) WHERE n.id % 16 = 0 AND lexeme !~ '^[BCL]'
        UNION ALL SELECT '' FROM new_rows n WHERE n.id % 16 = 0) y GROUP BY word ORDER BY word
      ON CONFLICT (word) DO UPDATE SET seen = search_word.seen + excluded.seen;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_inserted AFTER INSERT ON search REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_words();
CREATE OR REPLACE TRIGGER search_updated AFTER UPDATE ON search REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_words();
CREATE OR REPLACE TRIGGER search_deleted AFTER DELETE ON search REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_words();

-- The cases whose folded words hold what these patterns say, some of them at most.
CREATE OR REPLACE FUNCTION named_cases_1(p_pattern text, p_limit bigint) RETURNS SETOF disputes
LANGUAGE plpgsql STABLE SET search_path = litige, public, pg_temp SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
BEGIN
  RETURN QUERY EXECUTE 'SELECT * FROM disputes WHERE words LIKE $1 LIMIT $2' USING p_pattern, p_limit;
END $$;

-- Passages with what they say, where, when, by whom, and the dispute that they belong to, if their order has one: its own, or the latest.
CREATE OR REPLACE VIEW passage_texts AS SELECT p.id, p.kind, p.ref,
    CASE p.kind WHEN 'event' THEN coalesce(q.dispute, x.dispute, o.dispute) WHEN 'note' THEN n.dispute ELSE coalesce(m.dispute, o.dispute) END AS dispute,
    coalesce(p.at, e.at, n.at, m.at, b.at) AS at,
    CASE WHEN p.kind IN ('note', 'strike') THEN 'mediator' ELSE coalesce(e.speaker, m.speaker, b.speaker) END AS speaker,
    coalesce(CASE WHEN p.kind IN ('note', 'strike') THEN coalesce(n.handle, p.handle) ELSE coalesce(m.author,
      CASE coalesce(e.speaker, b.speaker) WHEN 'client' THEN o.client_name WHEN 'seller' THEN o.seller_name 
        ELSE CASE WHEN k.id IS NULL THEN coalesce(q.handle, x.handle) ELSE k.handle END END) END, '')
      AS author,
    coalesce(CASE p.kind WHEN 'event' THEN coalesce(q.terms, t.body, e.body) WHEN 'note' THEN n.body WHEN 'file' THEN a.name ELSE a.inadmissible END, '') AS body,
    e.kind AS entry, q.id AS proposal, x.id AS decision, m.id AS message
  FROM passages p
    LEFT JOIN events e ON p.kind = 'event' AND e.seq = p.ref
    LEFT JOIN proposals q ON e.kind = 'proposal.made' AND q.id = e.ref
    LEFT JOIN decision_marks k ON e.event_id IS NULL AND e.kind LIKE 'decision.%' AND k.id = e.ref
    LEFT JOIN decisions x ON x.id = CASE WHEN e.kind = 'dispute.decided' THEN e.ref ELSE k.decision END
    LEFT JOIN decision_texts t ON t.decision = x.id AND t.mark = coalesce(k.id, 0)
    LEFT JOIN notes n ON p.kind = 'note' AND n.id = p.ref
    LEFT JOIN attachments a ON p.kind IN ('file', 'strike') AND a.id = p.ref
    LEFT JOIN messages m ON m.id = a.message
    LEFT JOIN events b ON b.seq = a.event
    LEFT JOIN orders o ON o.num = coalesce(e.order_num, a.order_num);

-- One of them. Asked for one by one: joined with a list of numbers, the planner reads every table whole.
CREATE OR REPLACE FUNCTION passage_text(p_id bigint) RETURNS SETOF passage_texts ROWS 1
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
BEGIN RETURN QUERY SELECT * FROM passage_texts v WHERE v.id = p_id; END $$;

-- Messages or passages (`p_passages`) that hold what is sought, the newest first, by windows of ids that grow; stops when enough is found or the time is up.
-- From `p_before` down. `p_index` is looked up in the index, `p_filter` in each message that it finds. `p_step`: the first window; `p_cap`: the widest.
-- Everything from `next` up was looked at; null: everything was.
CREATE OR REPLACE FUNCTION find_newest_1(p_passages boolean, p_index tsquery, p_filter tsquery, p_before bigint, p_limit bigint, p_ms double precision,
  p_step bigint, p_cap bigint, OUT ids bigint[], OUT next bigint)
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off AS $$
DECLARE
  hi bigint; lo bigint; step bigint := greatest(p_step, 2048); w tsquery; got bigint[]; began timestamptz := clock_timestamp();
  t timestamptz; took double precision; q text; texts text := CASE WHEN p_passages THEN 'search_passages' ELSE 'search' END;
BEGIN
  ids := '{}';
  hi := p_before - 1;
  q := 'SELECT array_agg(x.id) FROM (SELECT s.id FROM ' || texts || ' s WHERE s.tsv @@ $1'
    || CASE WHEN p_index IS NULL THEN '' ELSE ' AND s.tsv @@ $5' END
    || CASE WHEN p_filter IS NULL THEN '' ELSE ' AND ts_match_vq(s.tsv, $6)' END
    || ' AND s.id <= $2 AND s.id + 0 >= $3 ORDER BY s.id DESC LIMIT $4) x';
  WHILE hi >= 1 LOOP
    t := clock_timestamp();
    step := least(step, greatest(p_cap, 2048));
    IF step < 65536 THEN
      lo := greatest(((hi >> 11) << 11) - (step - 2048), 1);
      SELECT string_agg('''B' || b || '''', '|')::tsquery INTO w FROM generate_series(lo >> 11, hi >> 11) b;
    ELSE
      -- More blocks than a query may hold are no window.
      lo := greatest(((hi >> 16) << 16) - (least(step, 67108864) - 65536), 1);
      SELECT string_agg('''C' || b || '''', '|')::tsquery INTO w FROM generate_series(lo >> 16, hi >> 16) b;
    END IF;
    EXECUTE q INTO got USING w, hi, lo, p_limit - cardinality(ids), p_index, p_filter;
    ids := ids || coalesce(got, '{}');
    IF cardinality(ids) >= p_limit THEN
      next := ids[cardinality(ids)];
      RETURN;
    END IF;
    hi := lo - 1;
    IF hi < 1 THEN RETURN; END IF;
    IF extract(epoch FROM clock_timestamp() - began) * 1000 >= p_ms THEN
      next := hi + 1;
      RETURN;
    END IF;
    took := extract(epoch FROM clock_timestamp() - t) * 1000;
    IF took < 2 THEN step := step * 4; ELSIF took > 10 THEN step := greatest(step / 2, 2048); END IF;
  END LOOP;
END $$;

-- A page of what a search finds among messages, or among passages, with what it shows of each. `whole`: the query of whole words; `words`: those words; `prefix`: the
-- query of the word that is only begun, `begun`: that word; `disputes`: only messages of these; `cases`: with the rows of their cases;
-- `small`: however long it takes, no more than the narrowest window.
CREATE OR REPLACE FUNCTION search_1(p jsonb) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp SET jit = off AS $$
DECLARE
  whole tsquery := (p->>'whole')::tsquery; prefix tsquery := (p->>'prefix')::tsquery; begun text := p->>'begun';
  before bigint := coalesce((p->>'before')::bigint, 9223372036854775807); most bigint := (p->>'limit')::bigint; ms double precision := (p->>'ms')::double precision;
  sampled double precision; share double precision := 1; beginning double precision; ids bigint[]; next bigint; cap bigint; first bigint := 2048;
  in_index tsquery; in_text tsquery; top bigint; v_passages boolean := (p->>'passages')::boolean; v_disputes bigint[];
BEGIN
  IF p->'disputes' <> 'null' THEN
    SELECT array_agg(d::bigint) INTO v_disputes FROM jsonb_array_elements_text(p->'disputes') d;
  END IF;
  IF v_disputes IS NOT NULL AND v_passages THEN
    SELECT array_agg(x.id) INTO ids FROM (SELECT y.id FROM (
        SELECT q.id FROM disputes d JOIN events e ON e.order_num = d.order_num JOIN passages q ON q.kind = 'event' AND q.ref = e.seq
          WHERE d.id = ANY (v_disputes) AND e.kind NOT IN ('dispute.message', 'dispute.read')
        UNION SELECT q.id FROM notes n JOIN passages q ON q.kind = 'note' AND q.ref = n.id WHERE n.dispute = ANY (v_disputes)
        UNION SELECT q.id FROM disputes d JOIN attachments a ON a.order_num = d.order_num JOIN passages q ON q.kind IN ('file', 'strike') AND q.ref = a.id
          WHERE d.id = ANY (v_disputes)) y
      JOIN search_passages s ON s.id = y.id CROSS JOIN passage_text(y.id) v
      WHERE v.dispute = ANY (v_disputes) AND y.id < before AND (whole IS NULL OR s.tsv @@ whole) AND (prefix IS NULL OR s.tsv @@ prefix)
      ORDER BY y.id DESC LIMIT most) x;
  ELSIF v_disputes IS NOT NULL THEN
    SELECT array_agg(x.id) INTO ids FROM (SELECT m.id FROM messages m LEFT JOIN search s ON s.id = m.id
      WHERE m.dispute = ANY (v_disputes) AND m.id < before
        AND (whole IS NULL OR s.tsv @@ whole) AND (prefix IS NULL OR s.tsv @@ prefix) ORDER BY m.id DESC LIMIT most) x;
  ELSIF whole IS NULL AND prefix IS NULL AND v_passages THEN
    SELECT array_agg(x.id) INTO ids FROM (SELECT q.id FROM passages q WHERE q.id < before ORDER BY q.id DESC LIMIT most) x;
  ELSIF whole IS NULL AND prefix IS NULL THEN
    SELECT array_agg(x.id) INTO ids FROM (SELECT m.id FROM messages m WHERE m.id < before ORDER BY m.id DESC LIMIT most) x;
  ELSE
    SELECT greatest(seen, 0) + 1 INTO sampled FROM search_word WHERE word = '';
    IF whole IS NOT NULL THEN
      -- A rare word may be looked for far and wide; of a common one a wide window holds too many.
      SELECT (min(coalesce(s.seen, 0)) + 1) / sampled INTO share FROM jsonb_array_elements_text(p->'words') w LEFT JOIN search_word s ON s.word = w;
    END IF;
    in_index := whole;
    IF prefix IS NOT NULL THEN
      SELECT (coalesce(sum(x.seen), 0) + 1) / sampled INTO beginning FROM (
        SELECT s.seen FROM search_word s WHERE length(begun) = 1 AND substr(s.word, 1, 1) = begun ORDER BY s.seen DESC LIMIT 32) x;
      IF length(begun) > 1 THEN
        SELECT (coalesce(sum(x.seen), 0) + 1) / sampled INTO beginning FROM (
          SELECT s.seen FROM search_word s WHERE s.word >= begun AND s.word < begun || chr(1114111) ORDER BY s.seen DESC LIMIT 32) x;
      END IF;
      -- Looked up in the index, a common beginning is merged of all its words in every window.
      IF beginning > 0.02 OR whole IS NOT NULL AND share <= beginning THEN
        in_text := prefix;
        IF whole IS NULL THEN share := 1; END IF;
      ELSE
        in_index := CASE WHEN whole IS NULL THEN prefix ELSE whole && prefix END;
        share := least(share, beginning);
        first := least(2000 / share, 67108864)::bigint;
      END IF;
    END IF;
    cap := least(4096 / share, 67108864)::bigint;
    IF (p->>'small')::boolean THEN
      first := 2048;
      ms := 0;
    END IF;
    -- Not in there, where plain scans of an index are off.
    IF v_passages THEN SELECT max(s.id) INTO top FROM search_passages s; ELSE SELECT max(s.id) INTO top FROM search s; END IF;
    before := least(before, coalesce(top, 0) + 1);
    SELECT f.ids, f.next INTO ids, next FROM find_newest_1(v_passages, in_index, in_text, before, most, ms, first, cap) f;
  END IF;
  IF next IS NULL AND cardinality(ids) >= most THEN next := ids[cardinality(ids)]; END IF;
  IF v_passages THEN
    RETURN json_build_object('next', next, 'unseen', (SELECT v.at FROM passage_texts v
        WHERE v.id = (SELECT max(q.id) FROM passages q WHERE q.id < next)),
      'hits', (SELECT json_agg(json_build_object('id', v.id, 'kind', v.kind, 'ref', v.ref, 'dispute', v.dispute, 'speaker', v.speaker, 'author', v.author,
          'at', v.at, 'body', v.body, 'title', d.title, 'entry', v.entry, 'proposal', v.proposal, 'decision', v.decision, 'message', v.message) ORDER BY v.id DESC)
        FROM unnest(ids) f (id) CROSS JOIN passage_text(f.id) v JOIN disputes d ON d.id = v.dispute),
      'cases', CASE WHEN (p->>'cases')::boolean THEN (SELECT json_agg(to_jsonb(d) - 'words') FROM disputes d
        WHERE d.id = ANY (ARRAY (SELECT v.dispute FROM unnest(ids) f (id) CROSS JOIN passage_text(f.id) v))) END);
  END IF;
  RETURN json_build_object('next', next, 'unseen', (SELECT m.at FROM messages m WHERE m.id < next ORDER BY m.id DESC LIMIT 1),
    'hits', (SELECT json_agg(json_build_object('id', m.id, 'dispute', m.dispute, 'speaker', m.speaker, 'author', m.author, 'at', m.at,
        'body', m.body, 'title', d.title) ORDER BY m.id DESC)
      FROM unnest(ids) f (id) JOIN messages m ON m.id = f.id JOIN disputes d ON d.id = m.dispute),
    'cases', CASE WHEN (p->>'cases')::boolean THEN (SELECT json_agg(to_jsonb(d) - 'words') FROM disputes d
      WHERE d.id = ANY (ARRAY (SELECT m.dispute FROM unnest(ids) f (id) JOIN messages m ON m.id = f.id))) END);
END $$;
