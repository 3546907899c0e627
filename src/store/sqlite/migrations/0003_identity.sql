-- litige, schema 3.
--
-- A database can be told from every other one, so that nobody writes into another that was put in its place.

-- The identity of this database: a UUID made with it. Its copies have the same one. One row.
CREATE TABLE identity (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL
) STRICT;

-- A random UUID (RFC 9562, version 4).
INSERT INTO identity (id, uuid)
SELECT 1, printf('%s-%s-4%s-%s%s-%s', substr(hex, 1, 8), substr(hex, 9, 4), substr(hex, 13, 3),
  substr('89ab', 1 + (random() & 3), 1), substr(hex, 16, 3), substr(hex, 19, 12))
FROM (SELECT lower(hex(randomblob(16))) AS hex LIMIT 1);
