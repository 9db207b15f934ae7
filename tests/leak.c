/* Leaks on purpose: leak_test.sh sees that the sanitized build tells. */
#include <stdlib.h>

int
main(void)
{
	void *volatile lost = malloc(100);

	lost = NULL;
	return lost != NULL;
}
