-- What a centre keeps, by the day on which that ends.
CREATE INDEX kept_by_until ON kept (until, case_id);

PRAGMA user_version = 23;
