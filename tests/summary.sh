#!/bin/sh
# summary.sh BUILD... - one line that counts all tests of all builds.
set -u
passed=0 failed=0 skipped=0
for build in "$@"; do
	for trs in $(find "$build" -name '*.trs'); do
		while read -r word result _; do
			[ "$word" = ":test-result:" ] || continue
			case $result in
			PASS | XFAIL) passed=$((passed + 1)) ;;
			SKIP) skipped=$((skipped + 1)) ;;
			*) failed=$((failed + 1)) ;;
			esac
		done <"$trs"
	done
done
for build in "$@"; do
	for log in "$build"/first-try/*.log; do
		[ -f "$log" ] && echo "passed at the second try only, if at all: $log"
	done
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
