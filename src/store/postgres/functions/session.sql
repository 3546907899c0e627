-- litige on a server: who is there. Every function carries a version in its name; one that a released litige calls stays as long as
-- that release is used.

-- Whether the login owns the database of litige, and so may say in whose name it writes: whoever installs, tests or moves it.
CREATE OR REPLACE FUNCTION is_owner() RETURNS boolean LANGUAGE sql STABLE SET search_path = litige, pg_temp AS $$
  SELECT pg_has_role(session_user, 'litige_owner', 'member') $$;

-- The member of the team who has logged in, unless they have retired. Never what the client says.
CREATE OR REPLACE FUNCTION me() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
  SELECT handle FROM mediators WHERE account = session_user AND retired_at IS NULL $$;

-- Whether the login is the marketplace's, and nobody's of the team.
CREATE OR REPLACE FUNCTION is_feed() RETURNS boolean LANGUAGE sql STABLE SET search_path = litige, pg_temp AS $$
  SELECT pg_has_role(session_user, 'litige_feed', 'member') AND NOT is_owner() AND me() IS NULL $$;

-- In whose name a write is done that asks to be done by `p_actor`: the login's own member, or the system, of which each record of the
-- audit is looked at; anybody for the owner.
CREATE OR REPLACE FUNCTION acting(p_actor text) RETURNS text LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
DECLARE handle text := me();
BEGIN
  IF is_owner() OR p_actor = 'system' AND (handle IS NOT NULL OR is_feed()) THEN RETURN p_actor; END IF;
  IF handle IS NULL THEN
    RAISE EXCEPTION 'the login % is no member of the team', session_user USING ERRCODE = 'LT003';
  END IF;
  IF handle IS DISTINCT FROM p_actor THEN
    RAISE EXCEPTION 'the login % is %, not %', session_user, handle, p_actor USING ERRCODE = 'LT003';
  END IF;
  RETURN handle;
END $$;

-- Refuses to load for the marketplace what it has no part in: what it hands in needs orders, events and files, and what is due.
CREATE OR REPLACE FUNCTION check_load(p jsonb) RETURNS void LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
BEGIN
  IF is_feed() AND p ?| ARRAY['act', 'disputes', 'held', 'views', 'decision_key'] THEN
    RAISE EXCEPTION 'the login % hands in events, and does nothing else', session_user USING ERRCODE = 'LT003';
  END IF;
END $$;

-- Refuses a time that is ahead of the server's, but from the owner: no machine's fast clock ends a hold early.
CREATE OR REPLACE FUNCTION check_now(p_now bigint) RETURNS void LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
BEGIN
  IF p_now > extract(epoch FROM clock_timestamp()) * 1000 + 2000 AND NOT is_owner() THEN
    RAISE EXCEPTION 'the time % is ahead of the server''s', p_now USING ERRCODE = 'LT002';
  END IF;
END $$;

-- What a new connection asks first.
CREATE OR REPLACE FUNCTION hello_1() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
  SELECT jsonb_build_object(
    'schema', (SELECT version FROM schema_version),
    'identity', (SELECT uuid FROM identity),
    'login', session_user,
    'owner', is_owner(),
    'feed', is_feed(),
    'role', (SELECT role FROM mediators WHERE account = session_user AND retired_at IS NULL),
    'member', me(),
    'standby', pg_is_in_recovery(),
    'due', (SELECT d.settle_at FROM disputes d WHERE d.settle_at IS NOT NULL ORDER BY d.settle_at LIMIT 1),
    'now', (extract(epoch FROM clock_timestamp()) * 1000)::bigint) $$;

-- Puts a login in the group that its member's role asks for, and in no other. Returns whether that changed anything. Called when the
-- team changes, and by whoever makes logins.
CREATE OR REPLACE FUNCTION sync_login(p_login text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
DECLARE
  wanted text := (SELECT 'litige_' || role FROM mediators WHERE account = p_login AND retired_at IS NULL);
  found text; changed boolean := false;
BEGIN
  -- A role that runs the server may do everything anyhow.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = p_login AND NOT rolsuper) OR pg_has_role(p_login, 'litige_owner', 'member') THEN
    RETURN false;
  END IF;
  FOR found IN SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles l ON l.oid = m.member
      WHERE l.rolname = p_login AND g.rolname IN ('litige_reader', 'litige_mediator', 'litige_lead') LOOP
    IF found IS DISTINCT FROM wanted THEN
      EXECUTE format('REVOKE %I FROM %I', found, p_login);
      changed := true;
    ELSE
      wanted := NULL;
    END IF;
  END LOOP;
  IF wanted IS NOT NULL THEN
    EXECUTE format('GRANT %I TO %I', wanted, p_login);
    changed := true;
  END IF;
  RETURN changed;
END $$;

-- Lets a login of the marketplace hand in events and read the outbox.
CREATE OR REPLACE FUNCTION grant_feed(p_login text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  IF NOT is_owner() THEN RAISE EXCEPTION 'the login % makes no logins', session_user USING ERRCODE = 'LT003'; END IF;
  IF pg_has_role(p_login, 'litige_feed', 'member') THEN RETURN false; END IF;
  EXECUTE format('GRANT litige_feed TO %I', p_login);
  RETURN true;
END $$;

-- What a login may do follows what its member may.
CREATE OR REPLACE FUNCTION follow_team() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = litige, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.account IS DISTINCT FROM NEW.account AND OLD.account IS NOT NULL THEN PERFORM sync_login(OLD.account); END IF;
  IF NEW.account IS NOT NULL THEN PERFORM sync_login(NEW.account); END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER mediators_follow AFTER INSERT OR UPDATE OF role, account, retired_at ON mediators
  FOR EACH ROW EXECUTE FUNCTION follow_team();
