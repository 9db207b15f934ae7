-- name: permit_insert
INSERT INTO permit (until, who, at) VALUES (?1, ?2, ?3);

-- name: permit_last
SELECT until, who, at FROM permit WHERE seq > 0 ORDER BY seq DESC LIMIT 1;
