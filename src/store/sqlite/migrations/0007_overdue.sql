-- litige, schema 7: what is late is counted in few pages.

-- By whom an open case is held and when it is due, snoozed or not, and nothing else: some 250 entries a page, where an index that
-- a filter can walk has 40.
CREATE INDEX disputes_due ON disputes (claimed_by, rank) WHERE state = 'open';
