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
check "no line is wider than 100 columns" "$(awk '{
	while ((tab = index($0, "\t")) > 0)
		$0 = substr($0, 1, tab - 1) sprintf("%*s", 8 - (tab - 1) % 8, "") \
		    substr($0, tab + 1)
	if (length($0) > 100)
		print FILENAME ":" FNR ": " length($0)
    }' $files)"
# pmccabe takes the word operator for C++ and falls over: measure copies.
copies=$(mktemp -d) || exit 99
trap 'rm -rf "$copies" "$copies.all"' EXIT
echo "$sources" | sort >"$copies.all"
cp --parents $sources "$copies"
functions=$(cd "$copies" && sed -i 's/\boperator\b/profile_/g' $sources &&
    pmccabe $sources)
check "every file was measured" "$(echo "$functions" |
    awk -F'\t' '{ sub(/\(.*/, "", $6); print $6 }' | sort -u |
    comm -13 - "$copies.all" | grep -v 'sensitive\|shapes\|desk.routes\|desk.values')"
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
