#!/bin/sh
# run.sh SECONDS BUILD [TARGET...] - `make fuzz`: each target of tests/fuzz
# for so long under libFuzzer, ASan and UBSan.  What breaks one is kept in
# tests/fuzz/corpus/TARGET; the corpus that grows stays in BUILD.  Prints how
# often each ran and which lines of its parser were reached, at the end in a
# table and in BUILD/fuzz.json; exits 1 when anything broke, or less than 90
# lines in a hundred were reached.
set -u
seconds=${1:-60} build=${2:-fuzz}
if [ $# -gt 2 ]; then shift 2; else shift $#; fi
mkdir -p "$build" || exit 1
build=$(cd "$build" && pwd)
cd "${srcdir:-.}" || exit 1
here=tests/fuzz
targets="packet meta clean fold pages dialog tree operators seal pdu list body
    company report hours words backup door audit"

die() { printf '%s\n' "fuzz: $*" >&2; exit 1; }

# The libraries and sources of a target; its parser's own files come first,
# up to the bar.
parts_of() {
	yaml="menus/document.c menus/value.c"
	tree="menus/tree.c menus/tree_read.c menus/tree_node.c
	    menus/tree_check.c menus/tree_whole.c"
	icu="locales/units.c"
	store="$(ls store/*.c) $build/../store/statements.c"
	case $1 in
	packet) parts="talloc : gateway/kannel/packet.c |" ;;
	meta) parts="talloc : gateway/kannel/meta.c |" ;;
	clean) parts="talloc icu-uc : locales/clean.c | $icu" ;;
	fold) parts="talloc icu-uc : locales/fold.c locales/keyword.c
	    locales/khmer.c locales/near.c locales/script.c
	    locales/figure.c | locales/catalogue.c locales/placeholder.c
	    locales/embedded.S locales/review.c locales/clean.c $icu" ;;
	pages) parts="talloc icu-uc : locales/pages.c locales/block.c
	    locales/edges.c locales/gsm.c | locales/clean.c locales/fold.c
	    locales/keyword.c locales/khmer.c $icu" ;;
	dialog) parts="talloc yaml-0.1 : menus/dialog.c | $here/walk.c $tree
	    $yaml menus/faults.c menus/embedded.S" ;;
	tree) parts="talloc yaml-0.1 : $tree $yaml | $here/walk.c
	    menus/dialog.c menus/faults.c menus/embedded.S" ;;
	operators) parts="talloc yaml-0.1 : gateway/kannel/operators.c | $yaml
	    menus/faults.c gateway/kannel/embedded.S" ;;
	list) list=gateway/licences/import
	    parts="talloc yaml-0.1 icu-uc icu-i18n libarchive expat :
	    $list/archive.c $list/columns.c $list/csv.c $list/dates.c $list/doubles.c
	    $list/encoding.c $list/lexicon.c $list/reading.c $list/values.c
	    $list/workbook.c $list/worksheet.c $list/xlsx.c $list/xml.c
	    gateway/licences/export.c store/agency_field.c | $list/embedded.S
	    store/agency.c store/day.c locales/clean.c locales/fold.c
	    locales/keyword.c locales/khmer.c $icu $yaml menus/names.c
	    menus/faults.c menus/embedded.S" ;;
	company) l=gateway/licences
	    parts="talloc yaml-0.1 icu-uc : $l/asked.c $l/country.c $l/find.c
	    $l/index.c $l/licence.c $l/names.c $l/nearness.c $l/rank.c
	    $l/sound.c $l/vocabulary.c locales/romanise.c | locales/clean.c
	    locales/fold.c locales/keyword.c locales/khmer.c $icu $yaml
	    menus/names.c menus/faults.c menus/embedded.S" ;;
	report) parts="talloc libsodium sqlite3 : gateway/calls/reports.c
	    store/outbox_send.c | gateway/kannel/packet.c $(echo "$store" |
	    grep -v 'store/outbox_send.c\|store/statements.c$')
	    $build/../store/statements.c" ;;
	hours) parts="talloc icu-uc icu-i18n libsodium sqlite3 :
	    gateway/hours.c locales/zone.c | $store" ;;
	seal) parts="talloc libsodium : store/seal.c | store/secret.c" ;;
	body) parts="talloc jansson : gateway/desk/shape.c gateway/desk/fit.c |
	    gateway/desk/shapes.c $(echo gateway/desk/shapes_*.c)" ;;
	pdu) parts="talloc libsmpp34 : gateway/handset/pdu.c |" ;;
	words) l=gateway/licences/import
	    parts="talloc yaml-0.1 icu-uc icu-i18n :
	    gateway/words/sheet.c locales/review.c | $l/csv.c $l/encoding.c
	    $yaml menus/faults.c locales/catalogue.c locales/placeholder.c
	    locales/embedded.S locales/clean.c $icu" ;;
	backup) parts="talloc libsodium libarchive :
	    gateway/backup/unpack.c store/vault.c | gateway/backup/pack.c
	    store/secret.c" ;;
	door) parts="talloc : gateway/desk/cookie.c gateway/desk/guard.c |" ;;
	audit) parts="talloc libsodium sqlite3 : store/audit.c store/verify.c
	    store/chain.c | $(echo "$store" |
	    grep -v 'store/audit.c\|store/verify.c\|store/chain.c\|store/statements.c$')
	    $build/../store/statements.c" ;;
	*) die "there is no target $1; there are $targets" ;;
	esac
	libraries=${parts%%:*} own=${parts#*:}
	others=${own#*|} own=${own%%|*}
}

need() {
	missing=
	command -v clang >/dev/null || missing="$missing clang-14"
	printf 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
	    clang -x c -fsanitize=fuzzer,address - -o "$build/try" \
	    2>/dev/null || missing="$missing libclang-rt-14-dev"
	rm -f "$build/try"
	cov=$(command -v llvm-cov || command -v llvm-cov-14)
	merge=$(command -v llvm-profdata || command -v llvm-profdata-14)
	[ -z "$missing" ] ||
	    die "install first: apt-get install$missing llvm-14"
	[ -n "$cov" ] || echo "fuzz: no lines: apt-get install llvm-14" >&2
}

compile() { # target, output, main file or "", flags...
	target=$1 output=$2 main=$3
	shift 3
	# shellcheck disable=SC2046,SC2086
	clang -std=gnu2x -D_GNU_SOURCE -I. -I"$build/.." -Wa,-I. -Wa,-I"$build/.." -g "$@" \
	    -include banned.h $(pkg-config --cflags $libraries) \
	    -o "$output" $here/"$target".c $main $own $others \
	    $(pkg-config --libs $libraries) || die "$target does not build"
}

fuzz() { # target
	parts_of "$1"
	corpus=$here/corpus/$1 grown=$build/$1.corpus words=$here/$1.dict
	mkdir -p "$corpus" "$grown"
	compile "$1" "$build/$1" "" -O1 \
	    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
	if [ -f "$words" ]; then words=-dict=$words; else words=; fi
	# shellcheck disable=SC2086
	"$build/$1" -max_total_time="$seconds" -max_len=4096 -timeout=20 \
	    -rss_limit_mb=2048 -print_final_stats=1 $words \
	    -artifact_prefix="$corpus/" "$grown" "$corpus" \
	    >"$build/$1.log" 2>&1
	rc=$? end="nothing broke"
	[ $rc -eq 0 ] || end="BROKEN, see $build/$1.log and $corpus"
	runs=$(awk '/number_of_executed_units/ { n = $2 } END { print n }' \
	    "$build/$1.log")
	echo "$1: ${runs:-?} executions, $(find "$grown" -type f |
	    wc -l) inputs grown, $end"
	return $rc
}

lines() { # target: the lines of its parser that all its inputs reach
	[ -n "$cov" ] || return 0
	export LLVM_PROFILE_FILE="$build/$1.profraw"
	compile "$1" "$build/$1_lines" $here/replay.c -O0 \
	    -fprofile-instr-generate -fcoverage-mapping
	FUZZ_CHANGES=0 "$build/$1_lines" "$grown" "$corpus" >/dev/null
	"$merge" merge -o "$build/$1.profdata" "$LLVM_PROFILE_FILE"
	# shellcheck disable=SC2086
	"$cov" export -summary-only -instr-profile="$build/$1.profdata" \
	    "$build/$1_lines" $own
}

need
fail=0
# shellcheck disable=SC2086
[ $# -gt 0 ] || set -- $targets
for target in "$@"; do
	findings=0
	fuzz "$target" || findings=1
	lines "$target" | python3 $here/table.py target "$build" "$target" \
	    "$seconds" "$runs" "$(find "$grown" -type f | wc -l)" $findings ||
	    fail=1
done
python3 $here/table.py all "$build" "$@" || fail=1
exit $fail
