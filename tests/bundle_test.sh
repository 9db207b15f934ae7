#!/bin/sh
# bundle_test.sh - what the translators' files may hold, and what is said of
# what they may not.  TAP on standard output.  BUNDLE is the tool, by default
# ./locales/bundle.
set -u
bundle=$(realpath "${BUNDLE:-./locales/bundle}")
words=$(realpath "${srcdir:-.}")/locales
dir=$(mktemp -d "${TMPDIR:-/tmp}/bundle.XXXXXX") || exit 99
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 99
# The parser of libgettextpo never frees its strings.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
n=0
fail=0

verdict() { # status, name
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' out err
		fail=1
	fi
}
po() { # entries on standard input, below a good header (lines 1-3)
	printf 'msgid ""\nmsgstr ""\n'
	printf '"Content-Type: text/plain; charset=UTF-8\\n"\n'
	cat
}
run() { # locale
	"$bundle" "$1" t.po >out 2>err
}
makes() { # name, locale, a line of the output
	run "$2" && grep -qxF "$3" out && [ ! -s err ]
	verdict $? "$1"
}
lacks() { # name, locale, a text that must not be in the output
	run "$2" && ! grep -qF "$3" out
	verdict $? "$1"
}
refuses() { # name, locale, file:line and what is said
	run "$2"
	[ $? -eq 1 ] && grep -qF "$3" err && [ ! -s out ]
	verdict $? "$1"
}
tab=$(printf '\t')

echo 1..31

po >t.po <<'X'
msgctxt "b"
msgid "Two {n}"
msgstr "ពីរ {n}"

msgctxt "a.x"
msgid "One"
msgstr "មួយ"
X
makes "a translation" km "${tab}\"a.x\" { \"មួយ\" }"
makes "a placeholder" km "${tab}\"b\" { \"ពីរ {n}\" }"
[ "$(sed -n '3s/ .*//p' out)" = "${tab}\"a.x\"" ]
verdict $? "keys are sorted"
makes "the locale is the name" th "th {"
makes "km_Latn never falls back to km" km_Latn \
    "${tab}\"%%Parent\" { \"root\" }"
lacks "only km_Latn needs that" km "Parent"

po >t.po <<'X'
msgctxt "q"
msgid "Say \"yes\"\nor \\no\\"
msgstr "Say \"yes\"\nor \\no\\"
X
makes "quotes, newlines, backslashes" root \
    "${tab}\"q\" { \"Say \\\"yes\\\"\\nor \\\\no\\\\\" }"

po >t.po <<'X'
msgctxt "done"
msgid "Done"
msgstr "រួច"

#, fuzzy
msgctxt "guess"
msgid "Guess"
msgstr "ប្រហែល"

msgctxt "empty"
msgid "Empty"
msgstr ""

#~ msgctxt "old"
#~ msgid "Old"
#~ msgstr "ចាស់"
X
lacks "fuzzy entries drop out" km guess
lacks "empty entries drop out" km empty
lacks "obsolete entries drop out" km old
lacks "the header is no entry" km Content-Type
refuses "English may not be fuzzy" root \
    "t.po:9: guess: English must have every text"
refuses "English may not be empty" root \
    "t.po:13: empty: English must have every text"

bad() { # name, what is said; one entry on standard input
	po >t.po
	refuses "$1" km "$2"
}
bad "a placeholder is missing" \
    "t.po:4: k: a {placeholder} of the English text is missing" <<'X'
msgctxt "k"
msgid "{a} {b}"
msgstr "{a}"
X
bad "a placeholder too many" \
    "t.po:4: k: a {placeholder} that the English text has not" <<'X'
msgctxt "k"
msgid "{a}"
msgstr "{a} {b}"
X
bad "a placeholder that is longer" \
    "t.po:4: k: a {placeholder} of the English text is missing" <<'X'
msgctxt "k"
msgid "{a}"
msgstr "{aa}"
X
bad "a brace left open" "t.po:4: k: a brace that is no {placeholder}" <<'X'
msgctxt "k"
msgid "{a}"
msgstr "{a} {a"
X
bad "a translated placeholder" \
    "t.po:4: k: a brace that is no {placeholder}" <<'X'
msgctxt "k"
msgid "{a}"
msgstr "{ក}"
X
bad "no key" "an entry needs a key: msgctxt" <<'X'
msgid "Hello"
msgstr "សួស្តី"
X
bad "a key with a space" "t.po:4: a b: a key is letters" <<'X'
msgctxt "a b"
msgid "Hello"
msgstr "សួស្តី"
X
bad "a key with %" "t.po:4: %%Parent: a key is letters" <<'X'
msgctxt "%%Parent"
msgid "km"
msgstr "km"
X
bad "two entries of one key" "t.po:4: k: two entries have this key" <<'X'
msgctxt "k"
msgid "One"
msgstr "មួយ"

msgctxt "k"
msgid "Two"
msgstr "ពីរ"
X
bad "the same entry twice" "t.po:9: duplicate message definition" <<'X'
msgctxt "k"
msgid "One"
msgstr "មួយ"

msgctxt "k"
msgid "One"
msgstr "ពីរ"
X
bad "a plural" "t.po:4: k: no plurals" <<'X'
msgctxt "k"
msgid "One"
msgid_plural "Many"
msgstr[0] "មួយ"
X
bad "a control character" "t.po:4: k: a control character" <<'X'
msgctxt "k"
msgid "One"
msgstr "a\033[31m"
X
bad "a string left open" "t.po:7: end-of-line" <<'X'
msgctxt "k"
msgid "One"
msgstr "មួយ
X

printf 'msgctxt "k"\nmsgid "One"\nmsgstr "One"\n' >t.po
refuses "no header" km "the header entry is missing"
printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=%s\\n"\n' \
    ISO-8859-1 >t.po
refuses "another character set" km "the header must say charset=UTF-8"
rm t.po
refuses "no file" km "t.po"
"$bundle" km >out 2>err
[ $? -eq 2 ] && grep -q usage err
verdict $? "too few arguments are wrong usage"

status=0
for file in en km km_Latn th; do
	locale=$file
	[ $file = en ] && locale=root
	"$bundle" "$locale" "$words/$file.po" >out 2>err || status=1
done
verdict $status "our own files are in order"
exit $fail
