/*
 * checkup.h - what doctor looks at: each check adds its findings, and each
 * finding that is not fine says what to do.
 *
 * Changes nothing and asks nobody but the disk, bearerbox and the desk's door.
 */
#ifndef GATEWAY_CHECKING_CHECKUP_H
#define GATEWAY_CHECKING_CHECKUP_H

#include <stddef.h>
#include <talloc.h>
#include <time.h>

#include "gateway/founding/kannel_conf.h"
#include "gateway/settings.h"
#include "store/store.h"

enum finding_level { FINDING_OK, FINDING_WARN, FINDING_FAIL };
struct finding {
	enum finding_level level;
	const char *check;
	const char *text;
};

struct checkup {
	const char *dir;
	time_t now;
	const struct check *check;	/* the one that runs */
	struct settings *settings;	/* NULL: they cannot be read */
	struct store *store;		/* NULL: it cannot be opened */
	struct kannel_conf *conf;	/* NULL: it cannot be read */
	struct house *house;		/* NULL: menus or store have errors */
	size_t n;
	struct finding *finding;
};

struct check {
	const char *name;
	const char *fine;		/* said when nothing was found */
	void (*run)(struct checkup *);
};
/* In the order they run: settings, store and conf are opened by the first
   ones.  Ends with a NULL name. */
extern const struct check checkup_table[];

/* Run all of them. */
struct checkup *checkup_run(TALLOC_CTX *, const char *dir, time_t now);

/* What there is to look at, without looking: what cannot be opened is NULL. */
struct checkup *checkup_open(TALLOC_CTX *, const char *dir, time_t now);

/* For the checks. */
void checkup_find(struct checkup *, enum finding_level, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/* Nobody but us may read it: found where that is not so.  False when it is not
   there. */
bool checkup_mode(struct checkup *, const char *path);
/* The path of Kannel's configuration, of a Kannel of their own where a setting
   names one. */
const char *checkup_conf(struct checkup *);
bool checkup_own_kannel(const struct checkup *);
/* Where bearerbox keeps what waits. */
const char *checkup_spool(struct checkup *);
/* The process id of one of ours that runs on the directory ("calls"); 0. */
long checkup_pid(struct checkup *, const char *process);
/* Whether three users share it (gateway/service/): another rule holds there. */
bool checkup_shared(const struct checkup *);
/* The command that starts what should run on it. */
const char *checkup_serve(struct checkup *);

void check_directory(struct checkup *);		/* checkup_disk.c */
void check_settings(struct checkup *);
void check_store(struct checkup *);
void check_space(struct checkup *);
void check_spool(struct checkup *);
void check_clock(struct checkup *);
void check_menus(struct checkup *);		/* checkup_people.c */
void check_facts(struct checkup *);
void check_holidays(struct checkup *);
void check_words(struct checkup *);
void check_offices(struct checkup *);
void check_demo(struct checkup *);
void check_register(struct checkup *);		/* checkup_register.c */
void check_jumps(struct checkup *);		/* checkup_jumps.c */
void check_outbox(struct checkup *);		/* checkup_outbox.c */
void check_conf(struct checkup *);		/* checkup_kannel.c */
void check_networks(struct checkup *);
void check_kannel(struct checkup *);
void check_desk(struct checkup *);		/* checkup_desk.c */
void check_audit(struct checkup *);
void check_doors(struct checkup *);		/* checkup_doors.c */
void check_ports(struct checkup *);		/* checkup_ports.c */
void check_logs(struct checkup *);		/* checkup_logs.c */
void check_waiting(struct checkup *);		/* checkup_waiting.c */
void check_machine(struct checkup *);		/* checkup_machine.c */
void check_processes(struct checkup *);
void check_certificate(struct checkup *);	/* checkup_certificate.c */
void check_forgetting(struct checkup *);
void check_backup(struct checkup *);		/* checkup_backup.c */

#endif
