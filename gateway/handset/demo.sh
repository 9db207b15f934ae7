#!/bin/sh
# demo.sh HELPLINE DIR - the main job on made-up data: a simulated network, a
# real bearerbox, the helpline, and a call played on the screen.  Everything
# runs until Ctrl-C.
set -u
helpline=$1
top=$2
data=$top/data
here=$(dirname "$0")
bearerbox=$(PATH=$PATH:/usr/sbin:/sbin command -v bearerbox) || {
	echo "demo: bearerbox is missing: apt-get install kannel" >&2
	exit 1
}
pids=

stop() {
	trap - INT TERM EXIT
	# The helpline first: it finishes its batch while bearerbox is there.
	for pid in $pids; do
		kill "$pid" 2>/dev/null
	done
	wait
	exit "${1:-0}"
}
trap 'stop 0' INT TERM
trap 'stop 1' EXIT

say() { echo "demo: $*" >&2; }

fail() {
	say "$*"
	say "see $top/*.log"
	stop 1
}

# start NAME WORD COMMAND...: in the background, until it says WORD.
start() {
	name=$1 word=$2
	shift 2
	"$@" >"$top/$name.log" 2>&1 &
	pid=$!
	pids="$pid $pids"
	[ -n "$word" ] || return 0
	for _ in $(seq 200); do
		grep -q "^$word\$" "$top/$name.log" && return 0
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	tail -n 5 "$top/$name.log" >&2
	fail "$name did not start"
}

mkdir -p "$top" || exit 1
if [ ! -d "$data" ]; then
	"$helpline" init "$data" --demo >"$top/init.log" || exit 1
fi
say "starting the network, bearerbox and the helpline; logs in $top"
start network ready "$helpline" network "$data"
start bearerbox "" "$bearerbox" -v 4 "$data/kannel.conf"
start serve ready "$helpline" serve "$data"

# A number that never called: her first page is the choice of language.
number=+85512$(date +%s | cut -c 5-10)
echo "A worker dials *2026# from a basic phone and tells of wages that were not paid:"
"$helpline" phone "$data" "$number" --pace "${PACE:-1200}" \
    <"$here/demo.phone" || fail "the call failed"
echo
echo "What her centre sees (helpline cases $data):"
"$helpline" cases "$data"
port=$(sed -n 's/^desk_port: //p' "$data/helpline.yaml")
used=$("$helpline" staff "$data" --json | tr -d '\n' |
    sed 's/.*"dara"[^}]*"codes_used": \([0-9]*\).*/\1/')
code=$(sed -n '/next code of her sheet/,$p' "$data/DEMO.txt" |
    sed -n '/^    dara /,/^    sophea /p' | grep -o '[0-9]\{8\}' |
    sed -n "$((used + 1))p")
cat <<END

Everything runs until Ctrl-C.  From another terminal, in $PWD:
  $helpline phone $data +85512000002      a handset: dial *2026#, press keys
  $helpline phone $data +66812000003      a phone abroad: sms hello
  $helpline cases $data                   the queue
  $helpline case $data REFERENCE --as dara        read it
  $helpline case $data REFERENCE state working --as dara

The desk, for a browser on this machine:  http://127.0.0.1:$port/
  name dara, password: demo only 2026, code: $code
Each code opens it once; the others stand in $data/DEMO.txt
END
[ -z "${ONCE:-}" ] || stop 0
wait
