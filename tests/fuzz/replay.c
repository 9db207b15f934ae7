/*
 * replay.c - a fuzz target without a fuzzer, in TAP, for `make check`.
 *
 * Every file of tests/fuzz/corpus/NAME (or the files and folders that are
 * arguments) goes through the target once, then some thousand times with
 * seeded random changes: FUZZ_CHANGES or the target says how many.  NAME is
 * ours without _replay.  An input that breaks the target is left in NAME.broken.
 */
#include "tests/fuzz/fuzz.h"

#include <ftw.h>
#include <signal.h>
#include <sys/time.h>
#include <fcntl.h>
#include <unistd.h>

enum { INPUT_MAX = 1 << 16, FILES_MAX = 10000 };

__attribute__((weak)) unsigned fuzz_changes = 2000;
/* No input may take more processor time. */
enum { HANG_S = 60 };

struct input { size_t n; uint8_t at[INPUT_MAX]; };

static char *files[FILES_MAX];
static size_t files_n;
static char broken[256];
static const struct input *running;

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *
__asan_default_options(void)
{
	return "abort_on_error=1:handle_segv=0:handle_abort=0";
}

const char *
__ubsan_default_options(void)
{
	return "abort_on_error=1:print_stacktrace=1";
}

static void
keep_input(int signal_number)
{
	int fd = open(broken, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd >= 0 && running != NULL)
		(void)!write(fd, running->at, running->n);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

/* In a block of just its size, so that ASan sees any read past it. */
static void
run(const struct input *input)
{
	static const struct itimerval hang = { .it_value.tv_sec = HANG_S };
	uint8_t *octets = malloc(input->n > 0 ? input->n : 1);

	must(octets != NULL);
	running = input;
	setitimer(ITIMER_PROF, &hang, NULL);
	memcpy(octets, input->at, input->n);
	(void)LLVMFuzzerTestOneInput(octets, input->n);
	free(octets);
}

/* xorshift64*: the same changes everywhere, for ever. */
static uint64_t state;

static size_t
below(size_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (size_t)(state * 0x2545f4914f6cdd1d >> 33) % (n ? n : 1);
}

static void
change_bit(struct input *input)
{
	if (input->n > 0)
		input->at[below(input->n)] ^= (uint8_t)(1u << below(8));
}

static void
change_octet(struct input *input)
{
	static const uint8_t octets[] = "\0\1\x7f\x80\xff 0%&=?:-\n\xe1\xe2";

	if (input->n > 0)
		input->at[below(input->n)] = below(2) ? (uint8_t)below(256) :
		    octets[below(sizeof(octets))];
}

static void
cut_out(struct input *input)
{
	size_t from = below(input->n), n = 1 + below(16);

	if (n > input->n - from)
		n = input->n - from;
	memmove(input->at + from, input->at + from + n, input->n - from - n);
	input->n -= n;
}

static void
cut_end(struct input *input)
{
	input->n = below(input->n + 1);
}

/* What stands elsewhere, or nothing in particular, put between. */
static void
put_in(struct input *input)
{
	size_t to = below(input->n + 1), from = below(input->n);
	size_t n = 1 + below(16);
	uint8_t part[16];

	if (n > input->n - from || input->n + n > INPUT_MAX)
		return;
	memcpy(part, input->at + from, n);
	memmove(input->at + to + n, input->at + to, input->n - to);
	memcpy(input->at + to, part, n);
	input->n += n;
}

static void
change(struct input *input)
{
	static void (*const ways[])(struct input *) = {
		change_bit, change_octet, change_octet, cut_out, put_in,
		put_in, cut_end,
	};
	size_t n = 1 + below(6);

	/* The end is cut off rarely: little is left to change then. */
	while (n-- > 0)
		ways[below(sizeof(ways) / sizeof(*ways) - (n > 0))](input);
}

static void
read_input(const char *path, struct input *input)
{
	FILE *file = fopen(path, "re");

	if (file == NULL) {
		printf("Bail out! cannot read %s\n", path);
		exit(1);
	}
	input->n = fread(input->at, 1, INPUT_MAX, file);
	fclose(file);
}

static void
replay(const char *path, unsigned long changes)
{
	static struct input seed, changed;

	read_input(path, &seed);
	run(&seed);
	state = 20261123;
	for (unsigned long i = 0; i < changes; i++) {
		changed = seed;
		change(&changed);
		run(&changed);
	}
}

static int
add_file(const char *path, const struct stat *, int kind, struct FTW *)
{
	if (kind == FTW_F && files_n < FILES_MAX)
		files[files_n++] = strdup(path);
	return 0;
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
find_files(char **arguments, const char *name)
{
	const char *srcdir = getenv("srcdir");
	char own[512];

	snprintf(own, sizeof(own), "%s/tests/fuzz/corpus/%s",
	    srcdir ? srcdir : ".", name);
	if (*arguments == NULL)
		nftw(own, add_file, 8, FTW_PHYS);
	for (; *arguments != NULL; arguments++)
		nftw(*arguments, add_file, 8, FTW_PHYS);
	qsort(files, files_n, sizeof(*files), compare_paths);
}

int
main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	const char *name = slash != NULL ? slash + 1 : argv[0];
	const char *wanted = getenv("FUZZ_CHANGES");
	unsigned long changes = wanted ? strtoul(wanted, NULL, 10) :
	    fuzz_changes;
	int name_n = (int)strcspn(name, "_");
	char plain[64];

	(void)argc;
	snprintf(plain, sizeof(plain), "%.*s", name_n, name);
	snprintf(broken, sizeof(broken), "%s.broken", plain);
	signal(SIGABRT, keep_input);
	signal(SIGSEGV, keep_input);
	signal(SIGPROF, keep_input);
	find_files(argv + 1, plain);
	printf("1..%zu\n", files_n);
	for (size_t i = 0; i < files_n; i++) {
		replay(files[i], changes);
		printf("ok %zu - %s holds %s and %lu changes of it\n", i + 1,
		    plain, strrchr(files[i], '/') + 1, changes);
		fflush(stdout);
		free(files[i]);
	}
	return files_n > 0 ? 0 : 1;
}
