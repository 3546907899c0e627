-- litige on a server: who may read. Nobody writes to a table; what writes are functions, and each says who may call it.
GRANT USAGE ON SCHEMA litige TO litige_reader, litige_feed;
GRANT SELECT ON ALL TABLES IN SCHEMA litige TO litige_reader;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA litige FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_owner(), me(), acting(text), check_now(bigint), hello_1() TO litige_reader, litige_feed;
GRANT EXECUTE ON FUNCTION decision_file_1(bigint), case_file_1(bigint), related_cases_1(bigint, jsonb, bigint, bigint, bigint),
  past_disputes_1(text, text, bigint, bigint), changes_1(bigint, bigint), notifications_1(text, bigint, bigint), status_1() TO litige_reader;
GRANT EXECUTE ON FUNCTION outbox_1(bigint, bigint), outbox_head_1() TO litige_reader, litige_feed;
GRANT EXECUTE ON FUNCTION counts_1(text, bigint, bigint), stats_1(boolean, bigint, bigint) TO litige_reader;
GRANT EXECUTE ON FUNCTION search_1(jsonb), find_newest_1(tsquery, tsquery, bigint, bigint, double precision, bigint, bigint), named_cases_1(text, bigint)
  TO litige_reader;
