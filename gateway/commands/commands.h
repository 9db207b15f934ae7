/*
 * commands.h - one command is one file and one row of the table in main.c.
 */
#ifndef GATEWAY_COMMANDS_COMMANDS_H
#define GATEWAY_COMMANDS_COMMANDS_H

/* What a command's function returns: the exit status of the program. */
enum { DONE = 0, FAILED = 1, USAGE = 2 };

struct command {
	const char *name;
	const char *usage;		/* "DIR [--demo]" */
	const char *help;		/* one line */
	int (*run)(int argc, char **argv);	/* argv[0] is the name */
};
extern const struct command commands_table[];	/* ends with a NULL name */

int command_init(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_calls(int argc, char **argv);
int command_audit(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_drill(int argc, char **argv);
int command_desk(int argc, char **argv);
int command_check(int argc, char **argv);
int command_show(int argc, char **argv);
int command_map(int argc, char **argv);
int command_network(int argc, char **argv);
int command_phone(int argc, char **argv);
int command_cases(int argc, char **argv);
int command_case(int argc, char **argv);
int command_centre(int argc, char **argv);
/* `centre DIR duty`, called by command_centre. */
int command_duty(int argc, char **argv);
int command_staff(int argc, char **argv);
int command_facts(int argc, char **argv);
int command_agencies(int argc, char **argv);
int command_words(int argc, char **argv);
int command_outbox(int argc, char **argv);
int command_rounds(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_forget(int argc, char **argv);
int command_settings(int argc, char **argv);

#endif
