#!/bin/sh
# second.sh BUILD - after a `make check` that failed: the tests that drive real
# processes by the wall clock (*_test.py) once more, one at a time, because a
# busy machine can keep a process from its turn for longer than a test waits.
# Nothing else has that excuse: a C test, a replay of the fuzzer's or a script
# that failed has failed, and so have more than MOST at once.  What the first
# try said is kept in BUILD/first-try, and summary.sh names it.
set -u
MOST=4
build=$1
rm -rf "$build/first-try"
failed=$(cd "$build" && grep -l '^:recheck: *yes' $(find . -name '*.trs'))
[ -n "$failed" ] || exit 1
# shellcheck disable=SC2086
set -- $failed
[ $# -le $MOST ] || { echo "$# tests failed: no second try"; exit 1; }
for trs in "$@"; do
	case $trs in
	*_test.trs)
		[ -f "$(dirname "$0")/$(basename "$trs" .trs).py" ] && continue ;;
	esac
	echo "$trs does not depend on the clock: no second try"
	exit 1
done
mkdir "$build/first-try"
for trs in "$@"; do
	cp "$build/${trs%.trs}.log" "$build/first-try/"
done
make -C "$build" -s recheck
