#!/bin/sh
# size.sh - the budget of HACKING.md, held by numbers: files, functions,
# complexity, nesting of columns.  TAP on standard output.
set -u
cd "${srcdir:-.}" || exit 99
files=$(find gateway menus locales store -name '*.[ch]' | sort)
sources=$(find gateway menus locales store -name '*.c' | sort)
fail=0
n=0

check() { # name, offenders
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$2" | sed 's/^/# /'
		fail=1
	fi
}

echo 1..8
check "no .c file is longer than 400 lines" "$(wc -l $sources |
    awk '$2 != "total" && $1 > 400')"
check "no line is wider than 100 columns" "$(for f in $files; do
    expand -t 8 "$f" | awk -v f="$f" \
	'length($0) > 100 { print f ":" NR ": " length($0) }'
    done)"
# pmccabe takes the word operator for C++ and falls over: measure copies.
copies=$(mktemp -d) || exit 99
trap 'rm -rf "$copies"' EXIT
for f in $sources; do
	mkdir -p "$copies/$(dirname "$f")"
	sed 's/\boperator\b/profile_/g' "$f" >"$copies/$f"
done
functions=$(cd "$copies" && pmccabe $sources)
check "every file was measured" "$(for f in $sources; do
    echo "$functions" | grep -q "$f(" || echo "$f"
    done | grep -v 'sensitive\|shapes\|desk.routes\|desk.values')"
check "no function is longer than 60 lines" "$(echo "$functions" |
    awk -F'\t' '$5 > 60')"
check "no function is more complex than 15" "$(echo "$functions" |
    awk -F'\t' '$1 > 15')"
check "nine functions of ten have at most 30 lines" "$(echo "$functions" |
    awk -F'\t' '$5 > 30 { long++ } END { if (long > NR / 10)
	print long " of " NR " are longer" }')"
check "half of the functions have at most 12 lines" "$(echo "$functions" |
    awk -F'\t' '$5 > 12 { long++ } END { if (long > NR / 2)
	print long " of " NR " are longer" }')"
check "no function nests deeper than 4" "$(expand -t 8 $sources |
    awk '/^ {48}[a-z]/ && !/^ {48}.*[,;)]$/ { n++ } END { if (n) print n }')"
exit $fail
