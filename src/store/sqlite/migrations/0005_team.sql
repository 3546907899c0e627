-- litige, schema 5: what a team needs.

-- Who did what, newest first: of all, and of one member. What a page is chosen by stands in the index, so that none of the
-- long bodies is read for it.
CREATE INDEX audit_newest ON audit (seq, at, action);
CREATE INDEX audit_actor ON audit (actor, seq, at, action);
