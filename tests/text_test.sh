#!/bin/sh
# text_test.sh - Khmer broken, cut and folded, over our own sentences: few, so
# that a bad break counts much (make text-quality SENTENCES=FILE is for
# thousands).  TAP on standard output.  TEXT is the tool.
set -u
text=${TEXT:-./tests/quality/text}
sentences=${srcdir:-.}/tests/quality/sentences.txt
dir=$(mktemp -d "${TMPDIR:-/tmp}/text.XXXXXX") || exit 99
trap 'rm -rf "$dir"' EXIT
n=0
fail=0

verdict() { # status, name
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$dir/out"
		fail=1
	fi
}

echo 1..4
"$text" "$sentences" .9 .8 0 >"$dir/out" 2>&1
verdict $? "our sentences are broken between their words"

grep -q '^sentences  *40$' "$dir/out"
verdict $? "and all of them were read"

# Broken where no word begins: not good enough.
tr -d ' _~' <"$sentences" >"$dir/joined"
! "$text" "$dir/joined" .9 0 0 >"$dir/out" 2>&1
verdict $? "a measure that cannot fail would say nothing"

: >"$dir/empty"
! "$text" "$dir/empty" 0 0 0 >"$dir/out" 2>&1
verdict $? "no sentences are not good sentences"
exit $fail
