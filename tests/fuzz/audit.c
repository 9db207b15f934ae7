/*
 * An audit that somebody who can write the store's file has been at.  Octets
 * say what was done to its rows, links and seal, and with which words; what
 * stands before a newline is a head as it was noted.
 *
 * When a row is not as it was written, is missing or is one too many, that is
 * found, and the next row that is added does not hide it.  When all is as it
 * was, nothing is found.  It is sealed anew only where the seal and the last
 * link are gone; then rows can be added.  A noted head is met only by the rows
 * it was of.
 */
#include "tests/fuzz/scratch.h"

#include <errno.h>
#include <sodium.h>

#include "store/audit.h"
#include "store/inside.h"

enum { ROWS = 12, CHANGES = 4, TEXT_MAX = 24 };

unsigned fuzz_changes = 500;
static const int64_t now = 1790001234;
static struct store *store;
static char *whole;			/* as they were written */
static char head[AUDIT_HEAD_TEXT];

/* ---- a store ---- */

static void
close_store(void)
{
	talloc_free(whole);
	talloc_free(store);
}

static bool
write_row(void *arg, const struct audit_row *row)
{
	char **text = arg;

	*text = talloc_asprintf_append_buffer(*text, "%lld %lld %s|%s|%s\n",
	    (long long)row->seq, (long long)row->at, row->actor, row->action,
	    row->object);
	return true;
}

/* From the first to the last, and the last ones once more. */
static char *
rows(void)
{
	char *text = talloc_strdup(NULL, "");

	must(audit_back(store, INT64_MAX, 3, write_row, &text) == 0);
	must(audit_each(store, INT64_MIN, write_row, &text) == 0);
	return text;
}

static void
do_sql(const char *format, ...)
{
	va_list args;
	char *sql;

	va_start(args, format);
	sql = talloc_vasprintf(NULL, format, args);
	va_end(args);
	/* One that the table refuses changes nothing. */
	(void)!engine_do(store, sql);
	talloc_free(sql);
}

static void
begin(void)
{
	struct audit_state state;
	char *why = NULL;

	if (store != NULL)
		return;
	scratch_make();
	must(store_make(scratch, &why, NULL) == 0);
	must(store_open(NULL, scratch, ROLE_DESK, &store, &why) == 0);
	atexit(close_store);
	must(store_begin(store) == 0);
	for (int i = 0; i < ROWS; i++)
		must(audit_add(store, i % 2 ? "dara" : "sophea", "read",
		    i % 3 ? "case1" : "case2", now + i) == 0);
	must(store_commit(store) == 0);
	must(audit_verify(store, NULL, &state) == 0);
	memcpy(head, state.head, sizeof(head));
	whole = rows();
}

/* ---- what was done to it ---- */

/* At most so many octets of the input as a text of SQL. */
static const char *
draw_text(struct draw *draw)
{
	static char sql[64 + 2 * TEXT_MAX];
	char hex[2 * TEXT_MAX + 1];
	size_t n;
	const uint8_t *at = draw_octets(draw, draw_octet(draw) % TEXT_MAX, &n);

	sodium_bin2hex(hex, sizeof(hex), at, n);
	snprintf(sql, sizeof(sql), "CAST(x'%s' AS TEXT)", hex);
	return sql;
}

static void
change_row(struct draw *draw, int seq)
{
	static const char *const columns[] = { "actor", "action", "object" };
	const char *column = columns[draw_octet(draw) % 3];

	do_sql("UPDATE audit SET %s = %s WHERE seq = %d", column,
	    draw_text(draw), seq);
}

static void
change_link(struct draw *draw, int seq)
{
	switch (draw_octet(draw) % 3) {
	case 0: do_sql("UPDATE audit SET chain = NULL WHERE seq = %d", seq);
		break;
	case 1: do_sql("UPDATE audit SET chain = CAST(%s AS BLOB) WHERE "
		    "seq = %d", draw_text(draw), seq);
		break;
	default: do_sql("UPDATE audit SET chain = (SELECT chain FROM audit "
		    "WHERE seq = %d) WHERE seq = %d",
		    1 + draw_octet(draw) % ROWS, seq);
	}
}

static void
move_row(struct draw *draw, int seq)
{
	int to = draw_octet(draw) % (2 * ROWS);

	do_sql("UPDATE audit SET seq = %d WHERE seq = %d", to, seq);
}

static void
add_row(struct draw *draw, int seq)
{
	do_sql("INSERT INTO audit (seq, at, actor, action, object, chain) "
	    "SELECT (SELECT max(seq) FROM audit) + 1, at, %s, action, object, "
	    "chain FROM audit WHERE seq = %d", draw_text(draw), seq);
}

static void
change_head(struct draw *draw, int seq)
{
	switch (draw_octet(draw) % 3) {
	case 0: do_sql("DELETE FROM audit_head");
		break;
	case 1: do_sql("UPDATE audit_head SET seq = %d", seq);
		break;
	default: do_sql("UPDATE audit_head SET seal = (SELECT chain FROM "
		    "audit WHERE seq = %d)", seq);
	}
}

static void
change_one(struct draw *draw)
{
	uint8_t how = draw_octet(draw);
	int seq = 1 + draw_octet(draw) % ROWS;

	switch (how % 7) {
	case 0: change_row(draw, seq); break;
	case 1: change_link(draw, seq); break;
	case 2: move_row(draw, seq); break;
	case 3: add_row(draw, seq); break;
	case 4: change_head(draw, seq); break;
	case 5: do_sql("DELETE FROM audit WHERE seq = %d", seq); break;
	case 6: do_sql("DELETE FROM audit WHERE seq > %d", seq); break;
	}
}

/* ---- what is found ---- */

static void
hold_noted(const char *noted)
{
	struct audit_state state;
	int rc = audit_verify(store, noted, &state);

	must(rc == -EINVAL || rc == -ESTALE || rc == 0);
	must(rc != 0 || strcmp(noted, head) == 0 ||
	    strtol(noted, NULL, 10) < ROWS);
}

static void
hold_changed(bool changed)
{
	const struct id id = {{ 7 }};
	struct audit_state state;
	int rc = audit_verify(store, NULL, &state);

	must(rc == 0 || rc == -EBADMSG);
	must(!changed || rc == -EBADMSG);
	must(rc == 0 || state.wrong != 0);
	if (audit_add_case(store, "dara", "read", &id, now) == 0)
		must(!changed || audit_verify(store, NULL, &state) ==
		    -EBADMSG);
}

static void
hold_sealed(void)
{
	const struct id id = {{ 8 }};
	struct audit_state state;
	int before = audit_verify(store, NULL, &state);
	int rc = audit_seal(store);

	must(rc == 0 || rc == -EALREADY);
	must(rc != 0 || before == -EBADMSG);
	must(rc == 0 || audit_verify(store, NULL, &state) == before);
	must(rc != 0 || audit_add_case(store, "dara", "read", &id, now) == 0);
}

static char *
draw_noted(struct draw *draw)
{
	const uint8_t *end = memchr(draw->at, '\n', draw->n);
	size_t n = end != NULL ? (size_t)(end - draw->at) : 0, got;
	char *noted = end != NULL ? strndup((const char *)draw->at, n) : NULL;

	if (end != NULL)
		(void)draw_octets(draw, n + 1, &got);
	return noted;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct draw draw = { at, n };
	char *noted, *is;

	begin();
	noted = draw.n > 0 ? draw_noted(&draw) : NULL;
	if (noted != NULL)
		hold_noted(noted);
	free(noted);
	must(store_begin(store) == 0);
	must(engine_do(store, "DROP TRIGGER audit_is_not_changed") == 0);
	must(engine_do(store, "DROP TRIGGER audit_is_not_deleted") == 0);
	for (int i = 0; i < CHANGES && draw.n > 0; i++)
		change_one(&draw);
	is = rows();
	hold_changed(strcmp(is, whole) != 0);
	hold_sealed();
	talloc_free(is);
	store_rollback(store);
	return 0;
}
