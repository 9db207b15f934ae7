#!/bin/sh
# valgrind.sh TEST... - `make valgrind`: each C test under memcheck.  A read of
# what was never written, a bad access or memory that nothing points to is a
# failure, without suppressions.  (What is only "possibly lost" is pointed to in
# its middle, as talloc and ICU do it, by processes that a test ends at work.)
set -u
logs=valgrind.logs fail=0 clean=0
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
	    --show-leak-kinds=definite --errors-for-leak-kinds=definite \
	    --log-file="$log" "$test" >"$log.out" 2>&1
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
