#!/bin/sh
# commands_test.sh - the command line as scripts rely on it: exit status,
# results on standard output, messages on standard error.  TAP; the program is
# $HELPLINE.
set -u
H=${HELPLINE:-./helpline}
src=${srcdir:-.}
PATH=$PATH:/usr/sbin:/sbin
top=$(mktemp -d "${TMPDIR:-/tmp}/commands-test-XXXXXX") || exit 99
out=$top/out err=$top/err
password="demo only 2026"
n=0 failed=0 pids=

finish() {
	for pid in $pids; do
		kill -9 "$pid" 2>/dev/null
	done
	rm -rf "$top"
}
trap finish EXIT
trap 'exit 99' INT TERM

result() { # status, name
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$out" "$err" | head -20
		failed=1
	fi
}
# expect STATUS NAME WORDS...: run it, nothing more is looked at
expect() {
	wanted=$1 name=$2
	shift 2
	"$@" >"$out" 2>"$err" </dev/null
	status=$?
	[ $status -eq "$wanted" ]
	result $? "$name"
}
says() { grep -q -e "$1" "$out"; result $? "$2"; }
complains() { grep -q -e "$1" "$err"; result $? "$2"; }
is_json() { python3 -m json.tool "$out" >/dev/null 2>&1; result $? "$1"; }
# hand FD WORDS COMMAND...: the words on a descriptor
with_password() { # password, command...
	words=$1
	shift
	printf '%s\n' "$words" >"$top/words"
	"$@" --password-fd 3 3<"$top/words" >"$out" 2>"$err" </dev/null
}
# wait until a file holds a line; 10 s
await() {
	for _ in $(seq 100); do
		grep -q -e "$2" "$1" 2>/dev/null && return 0
		sleep 0.1
	done
	return 1
}
# wait until a process is gone; 12 s
await_end() {
	for _ in $(seq 120); do
		kill -0 "$1" 2>/dev/null || return 0
		sleep 0.1
	done
	return 1
}
# the process of a directory that serve started
process() { cat "$1/$2.lock"; }

the_frame() {
	expect 0 "alone it shows the table" "$H"
	says '^  doctor' "the table has every command"
	expect 0 "so does help" "$H" help
	expect 2 "an unknown command is wrong usage" "$H" bogus
	complains 'there are: init' "and it says which there are"
	[ ! -s "$out" ]
	result $? "nothing of it is on standard output"
	expect 0 "it knows its version" "$H" --version
	for command in init serve calls desk check show network phone cases case \
	    centre staff facts words map doctor settings; do
		expect 0 "$command has --help" "$H" $command --help
		says "^usage: helpline $command" "$command shows its usage"
		expect 2 "$command refuses an unknown option" \
		    "$H" $command --bogus
		complains '--help' "$command says which options there are"
	done
	for command in staff centre agencies facts backup; do
		expect 2 "$command refuses an unknown verb" \
		    "$H" $command x bogus
		complains 'bogus: there are .* and ' "and says which there are"
	done
	expect 2 "what has flags of its own stands where it must" \
	    "$H" centre --json x duty
	complains 'right behind DIR' "and it says where"
	expect 2 "an operand is missing" "$H" phone x
	complains 'NUMBER is missing' "and it says which"
	expect 2 "one operand too many" "$H" cases a b
	expect 2 "a value is missing" "$H" check --dir
	expect 2 "a descriptor that is closed is refused" "$H" calls x \
	    --ready-fd 77
	expect 2 "a descriptor that is no number is refused" "$H" calls x \
	    --ready-fd one
	expect 0 "settings lists them" "$H" settings
	says '^ussd_late_s .* 60 ' "with their defaults"
	expect 0 "as JSON too" "$H" settings --json
	is_json "which is JSON"
	"$H" settings >/dev/full 2>"$err"
	[ $? -eq 1 ]
	result $? "a result that cannot be written is a failure"
}

checking() {
	expect 0 "what the program carries has no errors" "$H" check \
	    --at 2026-11-27
	says '^checked [0-9]* nodes, .* no errors' "and it says what it saw"
	expect 0 "check gives JSON" "$H" check --json --at 2026-11-27
	is_json "which is JSON"
	cp "$src/menus/tree.yaml" "$1/tree.yaml"
	expect 0 "a directory's own tree is checked" "$H" check --dir "$1" \
	    --at 2026-11-27
	sed '/id: bye/s/prompt: bye/prompt: no.such.key/' \
	    "$src/menus/tree.yaml" >"$1/tree.yaml"
	expect 1 "a text that is not there is an error" "$H" check --dir "$1"
	complains '^[^ ]*tree.yaml:[0-9]*: no.such.key' "told with its line"
	sed 's/kind: menu/kind: menus/' "$src/menus/tree.yaml" >"$1/tree.yaml"
	expect 1 "a kind that is not there is an error" "$H" check --dir "$1"
	complains 'tree.yaml:[0-9]*:' "told with its line"
	sed '/id: bye/s/prompt: bye/prompt: numbers.short.KH/' \
	    "$src/menus/tree.yaml" >"$1/tree.yaml"
	expect 1 "a word that would betray is an error on a page that anyone \
may see" "$H" check --dir "$1"
	complains 'says "police" by USSD, where others may read it' \
	    "and it says which"
	expect 1 "errors in JSON are a failure too" "$H" check --json \
	    --dir "$1"
	is_json "and JSON"
	rm "$1/tree.yaml"
	sed 's/checked_on: *[0-9-]*/checked_on: 2001-01-01/
	    s/expires_on: *[0-9-]*/expires_on: 2002-01-01/' \
	    "$src/menus/facts.yaml" >"$1/facts.yaml"
	"$H" check --dir "$1" >"$out" 2>"$err"
	complains 'warning' "a fact past its date is a warning"
	rm "$1/facts.yaml"
	expect 1 "what is no data directory is refused" "$H" check \
	    --dir "$top/none"
	complains 'helpline init' "and it says how to make one"
}

showing() {
	expect 0 "a node is shown" "$H" show start
	[ "$(grep -cE '^(km|km_Latn|th|en) .* by SMS' "$out")" -eq 4 ]
	result $? "in four languages"
	expect 0 "a text is shown" "$H" show foot.more
	expect 0 "by SMS" "$H" show --sms start
	expect 0 "with the centres of a directory" "$H" show tell.centre \
	    --dir "$1"
	says 'Siem Reap' "by name"
	expect 0 "as JSON" "$H" show start --json
	is_json "which is JSON"
	expect 1 "what is not there is refused" "$H" show no.such.key
	expect 0 "the tree is drawn as an outline" "$H" map
	says '^   1 .*\[guide\]' "with its keys"
	says 'sensitive' "and what is sensitive"
	expect 0 "in Khmer too" "$H" map --locale km
	expect 0 "for Graphviz" "$H" map --dot
	says '^digraph' "in its language"
	expect 0 "as what a release freezes" "$H" map --released
	says '^version' "with its version"
	PATH=$top/nothing expect 1 "without dot it is not drawn" "$H" map --svg
	complains 'install graphviz' "and it says what is missing"
	if command -v dot >/dev/null; then
		expect 0 "with dot it is drawn" "$H" map --svg
		says '</svg>' "to the end"
	fi
}

making() {
	expect 0 "init --demo makes a directory" "$H" init "$1" --demo
	[ -s "$1/DEMO.txt" ] && grep -q "$password" "$1/DEMO.txt"
	result $? "and says how to try it"
	[ -z "$(find "$1" -perm /077)" ]
	result $? "that nobody else may read"
	expect 1 "init changes no directory that is there" "$H" init "$1" \
	    --demo
	expect 2 "without a terminal a name is needed" "$H" init "$top/a"
	complains '--centre' "and it says which"
	expect 2 "and nobody can type the paper key back" "$H" init "$top/a" \
	    --centre Kep
	expect 2 "a code that is none is refused" "$H" init "$top/a" \
	    --centre Kep --code 2026 --no-typing-back
	expect 2 "a login name that is none is refused" "$H" init "$top/a" \
	    --centre Kep --staff 'Da Ra' --no-typing-back
	[ ! -s "$out" ]
	result $? "before a paper key is shown"
	expect 2 "so is one name for two" "$H" init "$top/a" \
	    --centre Kep --staff dara --staff dara --no-typing-back
	expect 1 "and a place without a name" "$H" init "$top/." --demo
	expect 1 "and a place that cannot be" "$H" init "$top/no/a" --demo
	expect 1 "and a place that kannel.conf cannot name" \
	    "$H" init "$top/a\"b" --demo
	[ -z "$(find "$top" -maxdepth 1 -name 'a*')" ]
	result $? "and nothing half-made stays"
	mkdir "$top/real"
	expect 0 "flags answer every question" "$H" init "$top/real/" \
	    --centre Kep --centre-km កែប --centre-th แกบ --area KH-23 \
	    --hours "1-6 7:30-16:00" --phone "023 123 456" \
	    --stand-in Kampot --staff first --code '*777#' --number 777 \
	    --long-number +85523777777 --no-typing-back
	[ "$(grep -c '^    [0-9A-Z-]\{69\}$' "$out")" -eq 2 ] &&
	    [ "$(grep -c '^    [0-9A-Z-]\{39\}$' "$out")" -eq 1 ]
	result $? "two paper keys and one code are shown"
	grep -q '\*777#' "$top/real/operators.yaml" &&
	    grep -q '+85523777777' "$top/real/operators.yaml"
	result $? "the network's numbers are in operators.yaml"
	expect 0 "what was made is sound" "$H" check --dir "$top/real"
	"$H" centre "$top/real" >"$out"
	grep -q '^1 .*Kep.*KH-23.*7:30-16:00.*yes.*Kampot$' "$out" &&
	    grep -q '^2 .*Kampot.*Kep$' "$out"
	result $? "each office stands in for the other"
	expect 1 "a demo's password is not taken" with_code "$top/real" first \
	    0000 password1234
}

with_code() { # DIR NAME CODE PASSWORD
	printf '%s\n%s\n' "$3" "$4" >"$top/both"
	"$H" staff "$1" activate "$2" --code-fd 3 --password-fd 3 \
	    3<"$top/both"
}
code_in() { sed -n 's/^    \([0-9A-Z-]\{39\}\)$/\1/p' "$1"; }
paper_in() { sed -n 's/^    \([0-9A-Z-]\{69\}\)$/\1/p' "$1"; }

people() {
	expect 0 "staff are listed" "$H" staff "$1"
	says '^dara .*Siem Reap.*active' "with their office"
	expect 0 "as JSON" "$H" staff "$1" --json
	is_json "which is JSON"
	with_password "$password" "$H" staff "$1" add vuthy --centre \
	    "Siem Reap" --as dara
	result $? "a member adds another"
	code=$(code_in "$out")
	expect 1 "her code with a bad password" with_code "$1" vuthy \
	    "$code" short
	expect 1 "a wrong code" with_code "$1" vuthy \
	    "0$code" "a long password 1"
	expect 0 "her code sets a password" with_code "$1" vuthy "$code" \
	    "a long password 1"
	expect 1 "once" with_code "$1" vuthy "$code" "a long password 2"
	with_password "a long password 1" "$H" case "$1" 12345678 read \
	    --as vuthy
	complains 'no such case' "she can log in"
	with_password "a long password 2" "$H" case "$1" 12345678 read \
	    --as vuthy
	complains 'password is wrong' "with her own password only"
	with_password "$password" "$H" staff "$1" add other --centre Pursat \
	    --as dara
	[ $? -eq 1 ]
	result $? "nobody hands on another office's key"
	with_password "$password" "$H" staff "$1" add dara --centre \
	    "Siem Reap" --as dara
	complains 'taken' "a name is given once"
	expect 0 "a member departs" "$H" staff "$1" depart vuthy
	with_password "a long password 1" "$H" case "$1" 12345678 read \
	    --as vuthy
	complains 'password is wrong' "and cannot log in any more"
	expect 1 "only once" "$H" staff "$1" depart vuthy
	expect 2 "whom?" "$H" staff "$1" depart
	expect 2 "of which office?" "$H" staff "$1" add nobody
	expect 2 "no such verb" "$H" staff "$1" fire dara
	"$H" staff "$1" add nobody --centre Pursat >"$out" 2>"$err" \
	    </dev/null 3<&-
	[ $? -eq 1 ]
	result $? "without a terminal a paper key is not asked for"
}

offices() {
	expect 0 "an office is added" "$H" centre "$1" add --centre Kep \
	    --area KH-23 --no-typing-back
	paper=$(paper_in "$out")
	expect 1 "once" "$H" centre "$1" add --centre Kep --no-typing-back
	expect 2 "where no terminal is, --no-typing-back" "$H" centre "$1" \
	    add --centre Takeo
	expect 0 "offices are listed" "$H" centre "$1"
	says '^5 .*Kep.*KH-23.*Siem Reap$' "with their stand-in"
	expect 0 "as JSON" "$H" centre "$1" --json
	is_json "which is JSON"
	expect 0 "an office is changed" "$H" centre "$1" change kep \
	    --phone "023 1" --hours "1-5 7:00-11:00 13:00-16:00" \
	    --stand-in Pursat
	"$H" centre "$1" >"$out"
	says '023 1.*Pursat$' "and it shows"
	expect 2 "a change of nothing is none" "$H" centre "$1" change Kep
	expect 0 "an office is renamed" "$H" centre "$1" change Kep \
	    --centre Keb
	says 'Keb is changed' "in every language that has no name of its own"
	expect 0 "and back" "$H" centre "$1" change Keb --centre Kep
	expect 2 "an office's first member needs a login name" "$H" centre \
	    "$1" add --centre Takeo --staff 'Da Ra' --no-typing-back
	expect 2 "hours that are none are refused" "$H" centre "$1" \
	    change Kep --hours whenever
	expect 1 "an office that is none is refused" "$H" centre "$1" \
	    change Atlantis --phone 1
	complains 'Siem Reap' "and it says which there are"
	expect 1 "so is a stand-in that is none" "$H" centre "$1" \
	    change Kep --stand-in Atlantis
	printf '%s\n' "$paper" >"$top/paper"
	"$H" centre "$1" paper Kep --paper-fd 3 3<"$top/paper" \
	    >"$out" 2>"$err"
	result $? "its paper key is known again"
	"$H" centre "$1" paper Pursat --paper-fd 3 3<"$top/paper" \
	    >"$out" 2>"$err"
	[ $? -eq 1 ]
	result $? "as not another's"
	"$H" staff "$1" add kepper --centre Kep --paper-fd 3 3<"$top/paper" \
	    >"$out" 2>"$err"
	result $? "the paper key adds a first member"
	printf 'X%s\n' "$paper" >"$top/paper"
	"$H" staff "$1" add again --centre Kep --paper-fd 3 3<"$top/paper" \
	    >"$out" 2>"$err"
	[ $? -eq 1 ]
	result $? "a mistyped one does not"
}

the_queue() {
	expect 0 "an empty queue is said to be empty" "$H" cases "$1"
	says 'empty' "in words"
	expect 0 "and in JSON" "$H" cases "$1" --json
	[ "$(cat "$out")" = "[]" ]
	result $? "it is an empty list"
	expect 1 "of an office that is none" "$H" cases "$1" --centre Atlantis
	expect 1 "of what is no data directory" "$H" cases "$top/none"
	expect 1 "a case that is none" "$H" case "$1" 12345678
	expect 1 "a case that cannot be" "$H" case "$1" "' or 1=1"
	expect 2 "to read one says who reads" "$H" case "$1" 12345678 read
	expect 2 "no such verb" "$H" case "$1" 12345678 burn --as dara
	expect 2 "no such state" "$H" case "$1" 12345678 state gone --as dara
	complains 'working call_us finished' "and it says which there are"
	expect 1 "without a terminal no password is asked for" setsid \
	    "$H" case "$1" 12345678 read --as dara
	with_password "wrong" "$H" case "$1" 12345678 read --as dara
	[ $? -eq 1 ]
	result $? "a wrong password is refused"
	with_password "wrong" "$H" case "$1" 12345678 --as dara
	complains 'password is wrong' "a name alone means reading"
	with_password "" "$H" case "$1" 12345678 read --as dara
	[ $? -eq 1 ]
	result $? "so is an empty one"
}

the_doctor() {
	expect 1 "the doctor finds that Kannel does not run" "$H" doctor "$1"
	says '^FAIL  *kannel .*bearerbox -v 4' "and says what to do"
	says '^ok  *store' "the store is well"
	says '^warn  *demo' "a demonstration is told as one"
	expect 1 "as JSON" "$H" doctor "$1" --json
	is_json "which is JSON"
	chmod 644 "$1/helpline.yaml"
	"$H" doctor "$1" >"$out" 2>"$err"
	says '^FAIL  *directory .*chmod 600 .*helpline.yaml' \
	    "a loose file is told with its cure"
	chmod 600 "$1/helpline.yaml"
	cp "$1/kannel.conf" "$top/kannel.conf"
	sed '/^status-password/d; s/^log-level = 4/log-level = 3/; s/^\(smsc-id = \)sms-kh/\1other/' \
	    "$top/kannel.conf" >"$1/kannel.conf"
	"$H" doctor "$1" >"$out" 2>"$err"
	says 'status-password must be set' "an open status page is told"
	says 'log-level must be 4' "a talkative log is told"
	says 'names the smsc sms-kh, but' "a network that is none is told"
	cp "$top/kannel.conf" "$1/kannel.conf"
	mv "$1/keys/tag.key" "$top/tag.key"
	"$H" doctor "$1" >"$out" 2>"$err"
	[ $? -eq 1 ]
	result $? "a lost key is told"
	dd if=/dev/zero bs=32 count=1 2>/dev/null | od -An -v -tx1 |
	    tr -d ' \n' >"$1/keys/tag.key"
	echo >>"$1/keys/tag.key"
	chmod 600 "$1/keys/tag.key"
	"$H" doctor "$1" >"$out" 2>"$err"
	says '^FAIL  *store .*tag key' "another store's key is told"
	expect 1 "and not served" "$H" serve "$1"
	complains 'put back the keys' "and it says what to do"
	mv "$top/tag.key" "$1/keys/tag.key"
	touch -d '+2 hours' "$1/helpline.db"
	"$H" doctor "$1" >"$out" 2>"$err"
	says '^FAIL  *clock' "a clock that went back is told"
	touch "$1/helpline.db"
	expect 1 "what is no data directory has no good health" "$H" doctor \
	    "$top/none"
	[ "$(wc -l <"$out")" -eq 1 ]
	result $? "in one line"
}

# calls cannot take its lock: it falls until serve gives up.
begin_to_fall() {
	# The desk of the one it is a copy of has the port.
	sed -i "s|^desk_socket: .*|desk_socket: $top/fall.desk|" \
	    "$1/helpline.yaml"
	flock "$1/calls.lock" sleep 60 &
	pids="$pids $!"
	(
		"$H" serve "$1" >"$top/fall.out" 2>"$top/fall.err"
		echo $? >"$top/fall.rc"
	) &
}
end_of_falling() {
	for _ in $(seq 400); do
		[ -s "$top/fall.rc" ] && break
		sleep 0.1
	done
	[ "$(cat "$top/fall.rc" 2>/dev/null)" = 1 ]
	result $? "a process that will not stand makes serve give up"
	grep -q 'giving up' "$top/fall.err" && [ ! -s "$top/fall.out" ]
	result $? "loudly, and never ready"
}

skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP bearerbox is not installed"
}

serving() {
	expect 1 "what is no data directory is not served" "$H" serve \
	    "$top/none"
	command -v bearerbox >/dev/null || {
		skip "serve over a real bearerbox"
		return
	}
	bearerbox -v 4 "$1/kannel.conf" >/dev/null 2>&1 &
	pids="$pids $!"
	"$H" serve "$1" >"$top/serve.out" 2>"$top/serve.err" &
	serve=$!
	pids="$pids $serve"
	await "$top/serve.out" '^ready$'
	result $? "serve says ready"
	expect 1 "a second serve is refused" "$H" serve "$1"
	complains 'another helpline serve' "and it says why"
	expect 1 "a second calls is refused" "$H" calls "$1"
	complains 'another helpline calls' "and it says why"
	"$H" doctor "$1" >"$out" 2>"$err"
	grep -q 'kannel .*we are not connected' "$out"
	[ $? -ne 0 ]
	result $? "the doctor finds us connected"
	says 'the network ussd-kh is' "and that no network is there"
	calls=$(process "$1" calls)
	kill -HUP "$(cat "$1/serve.lock")"
	await "$top/serve.err" 'read again'
	result $? "SIGHUP reaches calls"
	kill -9 "$calls"
	await_end "$calls"
	for _ in $(seq 100); do
		again=$(process "$1" calls)
		[ -n "$again" ] && [ "$again" != "$calls" ] && break
		sleep 0.1
	done
	[ -n "$again" ] && [ "$again" != "$calls" ]
	result $? "calls that fell stands again"
	[ "$(grep -c ready "$top/serve.out")" -eq 1 ]
	result $? "ready is said once"
	kill -TERM $serve
	wait $serve
	[ $? -eq 0 ]
	result $? "SIGTERM ends serve well"
	kill -0 "$again" 2>/dev/null
	[ $? -ne 0 ]
	result $? "and calls before it"
	"$H" serve "$1" >"$top/serve2.out" 2>"$top/serve2.err" &
	serve=$!
	await "$top/serve2.out" '^ready$'
	calls=$(process "$1" calls)
	kill -9 $serve
	await_end "$calls"
	result $? "calls does not outlive a serve that was killed"
	await_end "$(process "$1" rounds)"
	result $? "nor does rounds"
}

making "$top/demo"
cp -a "$top/demo" "$top/fall"
begin_to_fall "$top/fall"
the_frame
checking "$top/demo"
showing "$top/demo"
the_queue "$top/demo"
people "$top/demo"
offices "$top/demo"
the_doctor "$top/demo"
serving "$top/demo"
end_of_falling
echo "1..$n"
exit $failed
