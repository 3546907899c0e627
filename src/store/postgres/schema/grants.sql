-- litige on a server: who may read. Nobody writes to a table; what writes are functions, and each says who may call it.
GRANT USAGE ON SCHEMA litige TO litige_reader, litige_feed;
GRANT SELECT ON ALL TABLES IN SCHEMA litige TO litige_reader;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA litige FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_owner(), me(), acting(text), check_now(bigint), hello_1() TO litige_reader, litige_feed;
