#include "gateway/founding/founding.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/founding/demo.h"
#include "gateway/founding/enrol.h"
#include "gateway/kannel/operators.h"
#include "gateway/founding/kannel_conf.h"
#include "gateway/founding/profile.h"
#include "gateway/known.h"
#include "gateway/settings.h"
#include "gateway/terminal.h"
#include "locales/catalogue.h"

/* A directory while it is built. */
struct site {
	const struct founding *founding;
	char *place;			/* absolute, where it will stand */
	char *dir;			/* where it is built */
	struct settings *settings;
	struct operators *operators;
};

static int
complain(const char *what, int error)
{
	fprintf(stderr, "%s: %s\n", what, strerror(error));
	return -error;
}

/* True too when it is not there. */
static bool
is_empty(DIR *stream)
{
	struct dirent *entry;
	bool empty = true;

	if (stream == NULL)
		return true;
	while (empty && (entry = readdir(stream)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0;
	closedir(stream);
	return empty;
}

/* kannel.conf cannot hold these in a path. */
static bool
is_quotable(const char *path)
{
	for (; *path != '\0'; path++)
		if ((unsigned char)*path < ' ' || strchr("\"\\", *path))
			return false;
	return true;
}

static int
check_place(const char *place)
{
	const char *name = strrchr(place, '/') + 1;
	DIR *stream;

	/* rename(2) puts a directory in the place of a name only. */
	if (name[strspn(name, ".")] == '\0') {
		fprintf(stderr, "%s: call the directory by its name\n", place);
		return -EINVAL;
	}
	if (!is_quotable(place)) {
		fprintf(stderr, "%s: quotes, backslashes and controls cannot "
		    "be in its name\n", place);
		return -EINVAL;
	}
	stream = opendir(place);
	if (stream == NULL && errno != ENOENT)
		return complain(place, errno);
	if (is_empty(stream))
		return 0;
	fprintf(stderr, "%s: there is something already; init makes a new "
	    "directory and changes none\n", place);
	return -EEXIST;
}

/* The absolute path of what is not there yet, or is empty. */
static int
find_place(TALLOC_CTX *ctx, const char *dir, char **out)
{
	char *path = talloc_strdup(ctx, dir), *slash, *parent, *place;
	size_t n = strlen(path);
	int error;

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL)
		*slash = '\0';
	parent = realpath(slash == NULL ? "." : slash == path ? "/" : path,
	    NULL);
	/* Nobody answers twelve questions for a place that cannot be. */
	if (parent == NULL || access(parent, W_OK) != 0) {
		free(parent);
		return complain(dir, errno);
	}
	place = talloc_asprintf(ctx, "%s/%s", strcmp(parent, "/") ? parent : "",
	    slash != NULL ? slash + 1 : path);
	free(parent);
	error = check_place(place);
	if (error == 0)
		*out = place;
	return error;
}

static int
make_directory(const struct site *site, const char *name)
{
	char *path = talloc_asprintf(NULL, "%s/%s", site->dir, name);
	int error = mkdir(path, 0700) == 0 ? 0 : complain(path, errno);

	talloc_free(path);
	return error;
}

/* A new file that only we may read. */
static FILE *
open_file(const struct site *site, const char *name)
{
	char *path = talloc_asprintf(NULL, "%s/%s", site->dir, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (file == NULL)
		complain(path, errno);
	talloc_free(path);
	return file;
}

static int
close_file(FILE *file, const char *name, int error)
{
	if (fflush(file) != 0 || ferror(file) || fsync(fileno(file)) != 0)
		error = complain(name, errno);
	fclose(file);
	return error;
}

static int
write_settings(struct site *site)
{
	FILE *file = open_file(site, "helpline.yaml");

	if (file == NULL)
		return -EIO;
	settings_write(site->settings, file);
	return close_file(file, "helpline.yaml", 0);
}

static int
write_kannel(struct site *site, long sendsms_port)
{
	const struct operator *operator = &site->operators->operator[0];
	const struct kannel_plan plan = {
		.settings = site->settings,
		.dir = site->place,
		.ussd_smsc = operator->ussd_smsc,
		.sms_smsc = operator->sms_smsc,
		.sendsms_port = sendsms_port,
	};
	FILE *file = open_file(site, "kannel.conf");

	if (file == NULL)
		return -EIO;
	return close_file(file, "kannel.conf",
	    kannel_conf_write(&plan, file));
}

static int
write_operators(struct site *site)
{
	const struct founding *f = site->founding;
	const struct profile profile = {
		.name = f->demo ? "demo" : "home",
		.code = f->code,
		.number = f->number,
		.long_number = f->long_number,
	};
	char *text;
	FILE *file;
	int error = profile_write(site, &profile, &text, &site->operators);

	if (error != 0)
		return error;
	file = open_file(site, "operators.yaml");
	if (file == NULL)
		return -EIO;
	fputs(text, file);
	return close_file(file, "operators.yaml", 0);
}

static int
write_files(struct site *site)
{
	struct settings *settings = settings_initial(site, site->place);
	long ports[5];
	int error = ports_free(ports, 5);

	if (error != 0)
		return complain("no free ports", -error);
	settings->demo = site->founding->demo;
	settings->box_port = ports[0];
	settings->admin_port = ports[1];
	settings->network_port = ports[2];
	settings->desk_port = ports[4];
	site->settings = settings;
	error = write_settings(site);
	if (error == 0)
		error = write_operators(site);
	if (error == 0)
		error = write_kannel(site, ports[3]);
	return error;
}

static int
write_demo(struct site *site)
{
	FILE *file = open_file(site, "DEMO.txt");

	if (file == NULL)
		return -EIO;
	demo_explain(site->place, site->settings, file);
	return close_file(file, "DEMO.txt", 0);
}

static int
enrol_stand_in(struct store *store, const struct founding *f,
    struct enrolment *first)
{
	struct enrolment second = {
		.centre = first->centre,
		.show = true,
		.typing_back = f->typing_back,
	};
	int error;

	second.centre.intake = false;
	second.centre.phone = "";
	second.centre.stand_in = first->centre.id;
	for (size_t i = 0; i < LOCALES; i++)
		second.centre.name[i] = f->stand_in;
	error = enrol_centre(store, &second);
	if (error != 0)
		return error;
	first->centre.stand_in = second.centre.id;
	return centre_change(store, &first->centre);
}

static int
enrol_own(struct store *store, const struct founding *f)
{
	struct enrolment first = {
		.centre = {
			.area = f->area,
			.hours = f->hours,
			.phone = f->phone,
			.intake = true,
		},
		.staff = f->staff,
		.show = true,
		.typing_back = f->typing_back,
	};
	int error;

	memcpy(first.centre.name, f->name, sizeof(first.centre.name));
	error = enrol_centre(store, &first);
	if (error != 0 || f->stand_in[0] == '\0')
		return error;
	return enrol_stand_in(store, f, &first);
}

static int
fill_store(struct site *site)
{
	struct store *store;
	char *why = NULL;
	int error = store_make(site->dir, &why, site);

	if (error == 0)
		error = store_open(site, site->dir, ROLE_DESK, &store, &why);
	if (error != 0) {
		fprintf(stderr, "%s\n", why != NULL ? why : strerror(-error));
		return error;
	}
	error = site->founding->demo ? demo_enrol(store) :
	    enrol_own(store, site->founding);
	if (error == 0)
		error = known_found(store, time(NULL));
	talloc_free(store);
	return error;
}

/* Keys that were shown for paper must outlive a power cut. */
static int
sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = fd >= 0 && fsync(fd) == 0 ? 0 : complain(path, errno);

	if (fd >= 0)
		close(fd);
	return error;
}

static int
move_in(struct site *site)
{
	char *parent = talloc_strndup(site, site->place,
	    (size_t)(strrchr(site->place, '/') - site->place) + 1);
	int error = sync_directory(site->dir);

	if (error == 0 && rename(site->dir, site->place) != 0)
		error = complain(site->place, errno);
	return error == 0 ? sync_directory(parent) : error;
}

static int
build(struct site *site)
{
	int error = make_directory(site, "log");

	if (error == 0)
		error = make_directory(site, "spool");
	if (error == 0)
		error = write_files(site);
	if (error == 0)
		error = fill_store(site);
	if (error == 0 && site->founding->demo)
		error = write_demo(site);
	if (error == 0 && terminal_caught())
		error = -EINTR;
	return error == 0 ? move_in(site) : error;
}

static int
remove_one(const char *path, const struct stat *status, int kind,
    struct FTW *where)
{
	(void)status;
	(void)kind;
	(void)where;
	return remove(path);
}

static int
build_beside(struct site *site)
{
	int error;

	terminal_catch();
	site->dir = talloc_asprintf(site, "%s.new-XXXXXX", site->place);
	if (mkdtemp(site->dir) == NULL)
		return complain(site->place, errno);
	error = build(site);
	if (error != 0 &&
	    nftw(site->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		complain(site->dir, errno);
	return error;
}

int
founding_check(const char *dir)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *place;
	int error = find_place(ctx, dir, &place);

	talloc_free(ctx);
	return error;
}

int
founding_make(const struct founding *founding)
{
	struct site *site = talloc_zero(NULL, struct site);
	int error = find_place(site, founding->dir, &site->place);

	site->founding = founding;
	if (error == 0)
		error = build_beside(site);
	talloc_free(site);
	return error;
}
