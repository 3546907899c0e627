-- litige on a server: who is there. Every function carries a version in its name; one that a released litige calls stays as long as
-- that release is used.

-- Whether the login owns the database of litige, and so may say in whose name it writes: whoever installs, tests or moves it.
CREATE OR REPLACE FUNCTION is_owner() RETURNS boolean LANGUAGE sql STABLE SET search_path = litige, pg_temp AS $$
  SELECT pg_has_role(session_user, 'litige_owner', 'member') $$;

-- The member of the team who has logged in, unless they have retired. Never what the client says.
CREATE OR REPLACE FUNCTION me() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = litige, pg_temp AS $$
  SELECT handle FROM mediators WHERE account = session_user AND retired_at IS NULL $$;

-- In whose name a write is done that asks to be done by `p_actor`: the login's own member; anybody for the owner.
CREATE OR REPLACE FUNCTION acting(p_actor text) RETURNS text LANGUAGE plpgsql STABLE SET search_path = litige, pg_temp AS $$
DECLARE handle text := me();
BEGIN
  IF is_owner() THEN RETURN p_actor; END IF;
  IF handle IS NULL THEN
    RAISE EXCEPTION 'the login % is no member of the team', session_user USING ERRCODE = 'LT003';
  END IF;
  IF handle IS DISTINCT FROM p_actor THEN
    RAISE EXCEPTION 'the login % is %, not %', session_user, handle, p_actor USING ERRCODE = 'LT003';
  END IF;
  RETURN handle;
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
    'feed', pg_has_role(session_user, 'litige_feed', 'member'),
    'member', me(),
    'standby', pg_is_in_recovery(),
    'now', (extract(epoch FROM clock_timestamp()) * 1000)::bigint) $$;
