#include <string.h>

#include "gateway/desk/routes.h"

/* The length of a part of a path. */
static size_t
part(const char *at)
{
	return strcspn(at, "/");
}

/* References, names and numbers have nothing to escape. */
static bool
is_word(const char *at, size_t n)
{
	return n > 0 && strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789.-")
	    >= n;
}

bool
route_fits(const struct route *route, const char *path, char (*param)[41],
    int max)
{
	const char *want = route->path;
	int i = 0;

	for (;;) {
		size_t want_n = part(want), n = part(path);

		if (want[0] == ':') {
			if (i == max || n >= sizeof(*param) ||
			    !is_word(path, n))
				return false;
			memcpy(param[i], path, n);
			param[i++][n] = '\0';
		} else if (want_n != n || strncmp(want, path, n) != 0)
			return false;
		want += want_n;
		path += n;
		if (*want == '\0' || *path == '\0')
			return *want == *path;
		want++;
		path++;
	}
}
