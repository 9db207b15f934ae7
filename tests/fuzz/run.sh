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
source=$PWD
here=tests/fuzz
targets="packet meta clean fold pages dialog tree operators seal pdu list body
    company report hours words backup door audit"

die() { printf '%s\n' "fuzz: $*" >&2; exit 1; }

# The files of the parser that a target is for: their lines are counted.
parser_of() {
	import=gateway/licences/import l=gateway/licences
	case $1 in
	packet) echo gateway/kannel/packet.c ;;
	meta) echo gateway/kannel/meta.c ;;
	clean) echo locales/clean.c ;;
	fold) echo locales/fold.c locales/keyword.c locales/khmer.c \
	    locales/near.c locales/script.c locales/figure.c ;;
	pages) echo locales/pages.c locales/block.c locales/edges.c \
	    locales/gsm.c ;;
	dialog) echo menus/dialog.c ;;
	tree) echo menus/tree.c menus/tree_read.c menus/tree_node.c \
	    menus/tree_check.c menus/tree_whole.c menus/document.c \
	    menus/value.c ;;
	operators) echo gateway/kannel/operators.c ;;
	list) echo $import/archive.c $import/columns.c $import/csv.c \
	    $import/dates.c $import/doubles.c $import/encoding.c \
	    $import/lexicon.c $import/reading.c $import/values.c \
	    $import/workbook.c $import/worksheet.c $import/xlsx.c \
	    $import/xml.c $l/export.c store/agency_field.c ;;
	company) echo $l/asked.c $l/country.c $l/find.c $l/index.c \
	    $l/licence.c $l/names.c $l/nearness.c $l/rank.c $l/sound.c \
	    $l/vocabulary.c locales/romanise.c ;;
	report) echo gateway/calls/reports.c store/outbox_send.c ;;
	hours) echo gateway/hours.c locales/zone.c ;;
	seal) echo store/seal.c ;;
	body) echo gateway/desk/shape.c gateway/desk/fit.c ;;
	pdu) echo gateway/handset/pdu.c ;;
	words) echo gateway/words/sheet.c locales/review.c ;;
	backup) echo gateway/backup/unpack.c store/vault.c ;;
	door) echo gateway/desk/cookie.c gateway/desk/guard.c ;;
	audit) echo store/audit.c store/verify.c store/chain.c ;;
	*) die "there is no target $1; there are $targets" ;;
	esac
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

# Everything built with clang and some more flags; what runs meanwhile keeps
# its main, the targets get libFuzzer's.
compile() { # folder, configure's and make's flags...
	folder=$build/$1 flags=$2 link=$3 define=$4
	mkdir -p "$folder"
	[ -f "$folder/Makefile" ] || (cd "$folder" && "$source/configure" \
	    --quiet CC=clang CFLAGS="-w $flags" $5) ||
	    die "clang does not configure in $folder"
	make -C "$folder" -s -j"$(nproc)" && for target in $wanted; do
		echo "$here/${target}_replay"
	done | xargs make -C "$folder" -s CPPFLAGS="$define" \
		LDFLAGS="$link" || die "the targets do not build in $folder"
}

fuzz() { # target
	corpus=$here/corpus/$1 grown=$build/$1.corpus words=$here/$1.dict
	mkdir -p "$corpus" "$grown"
	if [ -f "$words" ]; then words=-dict=$words; else words=; fi
	# shellcheck disable=SC2086
	"$build/clang/$here/$1_replay" -max_total_time="$seconds" \
	    -max_len=4096 -timeout=20 -rss_limit_mb=2048 \
	    -print_final_stats=1 $words -artifact_prefix="$corpus/" "$grown" \
	    "$corpus" >"$build/$1.log" 2>&1
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
	FUZZ_CHANGES=0 "$build/lines/$here/$1_replay" "$grown" "$corpus" \
	    >/dev/null
	"$merge" merge -o "$build/$1.profdata" "$LLVM_PROFILE_FILE"
	parser_of "$1" | tr ' ' '\n' | sed "s|^|$source/|" |
	    xargs "$cov" export -summary-only \
	    -instr-profile="$build/$1.profdata" \
	    "$build/lines/$here/$1_replay"
}

need
fail=0
wanted=${*:-$targets}
for target in $wanted; do
	parser_of "$target" >/dev/null || exit 1
done
compile clang "-g -O1 -fsanitize=fuzzer-no-link" -fsanitize=fuzzer \
    -Dmain=replay_main --enable-sanitize
[ -z "$cov" ] ||
    compile lines "-O0 -fprofile-instr-generate -fcoverage-mapping" "" "" ""
for target in $wanted; do
	findings=0
	fuzz "$target" || findings=1
	lines "$target" | python3 $here/table.py target "$build" "$target" \
	    "$seconds" "$runs" "$(find "$grown" -type f | wc -l)" $findings ||
	    fail=1
done
# shellcheck disable=SC2086
python3 $here/table.py all "$build" $wanted || fail=1
exit $fail
