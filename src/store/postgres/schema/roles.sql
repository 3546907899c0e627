-- litige on a server: the group roles. Who logs in is in one of them; nobody logs in as them. A role belongs to the whole server.
DO $$
DECLARE role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['litige_owner', 'litige_reader', 'litige_mediator', 'litige_lead', 'litige_feed'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
  END LOOP;
  IF NOT pg_has_role('litige_mediator', 'litige_reader', 'member') THEN GRANT litige_reader TO litige_mediator; END IF;
  IF NOT pg_has_role('litige_lead', 'litige_mediator', 'member') THEN GRANT litige_mediator TO litige_lead; END IF;
  IF NOT pg_has_role(current_user, 'litige_owner', 'member') THEN EXECUTE format('GRANT litige_owner TO %I', current_user); END IF;
  -- What a login may do follows its member's role, which functions of the owner see to.
  GRANT litige_reader, litige_mediator, litige_lead, litige_feed TO litige_owner WITH ADMIN OPTION;
END $$;
