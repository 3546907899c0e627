-- litige on a server: who may do what. Nobody writes to a table; what writes are functions. Whoever is in a group may do what the groups
-- below it may. A function that is not named here is called by others alone.
GRANT USAGE ON SCHEMA litige TO litige_reader, litige_feed;
GRANT SELECT ON ALL TABLES IN SCHEMA litige TO litige_reader;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA litige FROM PUBLIC;

GRANT EXECUTE ON FUNCTION hello_1(), is_owner(), is_feed(), me() TO litige_reader, litige_feed;

-- A reader reads, and keeps what is their own.
GRANT EXECUTE ON FUNCTION
  case_file_1(bigint), related_cases_1(bigint, jsonb, bigint, bigint, bigint), changes_1(bigint, bigint), glance_1(bigint, bigint, text, bigint, bigint), outbox_1(bigint, bigint), outbox_head_1(),
  notifications_1(text, bigint, bigint), status_1(), counts_1(text, bigint, bigint), stats_1(boolean, bigint, bigint),
  named_cases_1(text, bigint), search_1(jsonb), passage_text(bigint), numbers_1(), find_newest_1(boolean, tsquery, tsquery, bigint, bigint, double precision, bigint, bigint),
  decision_file_1(bigint), past_disputes_1(text, text, bigint, bigint), load_1(jsonb), commit_1(jsonb), is_due_1(jsonb), newer_team_1(jsonb),
  decision_1(bigint), put_draft_1(jsonb), heartbeat_1(jsonb), acknowledged_1(jsonb), acknowledge_1(jsonb)
  TO litige_reader;
GRANT EXECUTE ON FUNCTION put_blob_1(text, bytea) TO litige_mediator;
GRANT EXECUTE ON FUNCTION load_erasure_1(jsonb), erase_1(jsonb), sweep_blobs_1() TO litige_lead;

-- The marketplace hands in events with their files, lets time pass, and reads the outbox.
GRANT EXECUTE ON FUNCTION load_1(jsonb), commit_1(jsonb), is_due_1(jsonb), newer_team_1(jsonb), put_blob_1(text, bytea),
  outbox_1(bigint, bigint), outbox_head_1() TO litige_feed;

-- A lead erases.
GRANT EXECUTE ON FUNCTION load_erasure_1(jsonb), erase_1(jsonb), sweep_blobs_1() TO litige_lead;
