-- litige, schema 5: what a team needs.

-- Which lead put a policy in force, and why. NULL in the one that a database started with, and in those of older programs.
ALTER TABLE policies ADD COLUMN by TEXT;
ALTER TABLE policies ADD COLUMN reason TEXT;
