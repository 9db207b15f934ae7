#!/bin/sh
# In the sanitized build a leak ends a program with a failure; if it did not,
# all the tests without a leak would say nothing.
leak=$(dirname "$HELPLINE")/tests/leak
echo 1..1
if ! nm "$leak" | grep -q __asan_init; then
	echo "ok 1 - a leak is told # SKIP this build has no sanitizers"
elif said=$("$leak" 2>&1); then
	echo "not ok 1 - a leak is told"
else
	case $said in
	*"LeakSanitizer: detected memory leaks"*) echo "ok 1 - a leak is told" ;;
	*) echo "not ok 1 - a leak is told"; echo "$said" | sed 's/^/# /' ;;
	esac
fi
