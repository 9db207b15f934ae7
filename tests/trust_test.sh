#!/bin/sh
# What TRUST.md names as evidence is there, and its lines are whole.  TAP.
top=${srcdir:-$(dirname "$0")/..}
n=0
failed=0
ok() { # what is asked (0: yes), name, why
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		echo "$3" | sed 's/^/# /'
		failed=1
	fi
}

lines=$(sed -n 's/^| \([0-9][0-9]*\) | P[012] | .* | \(yes\|partly\|no\|none\|later\|open\) | .* |$/\1/p' \
    "$top/TRUST.md")
wanted=$(seq 1 118)
[ "$lines" = "$wanted" ]
ok $? "118 lines, each once, each with an answer" "$(echo "$lines" | tr '\n' ' ')"

gone=$(grep -o '`[^`]*`' "$top/TRUST.md" | tr -d '`' | cut -d' ' -f1 |
    grep -E '^(gateway|menus|locales|store|tests)/' | sort -u |
    while read -r file; do
	[ -e "$top/$file" ] || echo "$file"
    done)
[ -z "$gone" ]
ok $? "each file that is named is there" "$gone"

# A test that is named is one that check runs.
listed=$(cat "$top/Makefile.am")
idle=$(grep -o 'tests/[a-z_]*_test\.[a-z]*' "$top/TRUST.md" | sort -u |
    while read -r file; do
	case $file in *.c) file=${file%.c} ;; esac
	echo "$listed" | grep -q "^	$file \\\\\$\|^	$file\$" || echo "$file"
    done)
[ -z "$idle" ]
ok $? "each test that is named is run by check" "$idle"

empty=$(grep -E '^\| [0-9]+ \|.*\| (yes|partly) \| +\|$' "$top/TRUST.md")
[ -z "$empty" ]
ok $? "no yes stands without what shows it" "$empty"
echo "1..$n"
exit $failed
