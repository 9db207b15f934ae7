/*
 * wire.h - what a handset and the simulated network say to each other.
 *
 * One JSON object per line over a Unix socket; WIRE_MAX octets a line.  Texts
 * are clean UTF-8 on both sides (locales/clean.h).
 *
 *   {"attach":"+85512000001"}     {"attached":"+85512000001","number":"2026"}
 *   {"dial":"*2026#"} {"key":"1"} {"page":"...","coding":"UCS-2","units":62,
 *                                  "limit":70,"octets":124,"op":"ask"}
 *   {"sms":"text","to":"2026"}    {"sms":"...","from":"2026","units":62,
 *                                  "coding":"UCS-2","parts":1}
 *   {"hangup":true}               {"notice":"..."}
 */
#ifndef GATEWAY_HANDSET_WIRE_H
#define GATEWAY_HANDSET_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <talloc.h>

enum { WIRE_MAX = 65536 };

enum press_kind {
	PRESS_ATTACH, PRESS_DIAL, PRESS_KEY, PRESS_SMS, PRESS_HANGUP, PRESSES
};
/* What a person does with her handset. */
struct press {
	enum press_kind kind;
	const char *text;	/* the number to attach, the code, the key */
	const char *to;		/* of an SMS; NULL: the service's number */
};

enum screen_kind {
	SCREEN_ATTACHED, SCREEN_PAGE, SCREEN_SMS, SCREEN_NOTICE, SCREENS
};
/* What a handset is shown. */
struct screen {
	enum screen_kind kind;
	const char *text;
	const char *coding;	/* "GSM-7", "UCS-2" */
	unsigned units, limit, octets, parts;
	bool end;		/* the page closed the session */
	const char *from;	/* of an SMS */
	const char *number;	/* attached: where SMS go; NULL: nowhere */
};

/* A line without its newline.  -EINVAL; strings hang under the parent. */
[[nodiscard]] int wire_read_press(TALLOC_CTX *, const char *line, size_t n,
    struct press *out);
[[nodiscard]] int wire_read_screen(TALLOC_CTX *, const char *line, size_t n,
    struct screen *out);
/* A line with its newline. */
char *wire_write_press(TALLOC_CTX *, const struct press *);
char *wire_write_screen(TALLOC_CTX *, const struct screen *);

/* Where the network of a data directory listens.  -ENAMETOOLONG: 107 octets
   are all that a Unix socket's path may have. */
[[nodiscard]] int wire_address(const char *dir, struct sockaddr_un *out);

#endif
