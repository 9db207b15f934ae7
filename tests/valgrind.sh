#!/bin/sh
# valgrind.sh TEST... - `make valgrind`: each C test under memcheck.  A read of
# what was never written, a leak or a bad access anywhere is a failure; what
# libraries do to themselves is named in tests/valgrind.supp.
set -u
here=${srcdir:-.}/tests logs=valgrind.logs fail=0 clean=0
command -v valgrind >/dev/null || {
	echo "valgrind: install first: apt-get install valgrind libc6-dbg" >&2
	exit 1
}
case $(nm "$1" 2>/dev/null) in
*__asan_init*)
	echo "valgrind: this build has sanitizers; use the normal one" >&2
	exit 1
esac
mkdir -p "$logs" || exit 1
for test in "$@"; do
	log=$logs/$(basename "$test").log began=$(date +%s)
	valgrind -q --error-exitcode=9 --leak-check=full \
	    --errors-for-leak-kinds=definite,possible \
	    --suppressions="$here/valgrind.supp" --log-file="$log" \
	    "$test" >"$log.out" 2>&1
	rc=$? seconds=$(($(date +%s) - began))
	if [ $rc -eq 0 ] && [ ! -s "$log" ]; then
		echo "$test: clean ($seconds s)"
		clean=$((clean + 1))
	else
		echo "$test: FAULTS, status $rc, see $log and $log.out"
		fail=1
	fi
done
echo "valgrind: $clean of $# clean"
exit $fail
