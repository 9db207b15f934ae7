#!/bin/sh
# binary_test.sh - the hardening that configure asks for is in the program: read
# from its octets, not from the flags it was built with.  TAP.
set -u
program=${HELPLINE:-./helpline}
if readelf -sW "$program" | grep -q __asan_init; then
	echo "1..0 # SKIP the sanitized build is for tests"
	exit 0
fi
fail=0
n=0
check() { # name, what must be 0
	n=$((n + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		fail=1
	fi
}
header=$(readelf -hW "$program")
segments=$(readelf -lW "$program")
dynamic=$(readelf -dW "$program")
symbols=$(readelf --dyn-syms -W "$program")
has() { printf '%s\n' "$1" | grep -Eq "$2"; echo $?; }
lacks() { ! printf '%s\n' "$1" | grep -Eq "$2"; echo $?; }

echo 1..10
check "it may lie anywhere in memory (PIE)" "$(has "$header" 'Type: *DYN')"
check "and nothing fixes its place" "$(lacks "$dynamic" 'TEXTREL')"
check "its tables of functions are read-only (RELRO)" \
    "$(has "$segments" 'GNU_RELRO')"
check "all of them: they are filled in at the start (BIND_NOW)" \
    "$(has "$dynamic" 'FLAGS.*(BIND_NOW|NOW)')"
check "its stack holds no code" "$(has "$segments" 'GNU_STACK.* RW +0x')"
check "no segment can be written and run" "$(lacks "$segments" ' RWE ')"
check "it asks for libraries by no path of its own" \
    "$(lacks "$dynamic" 'RPATH|RUNPATH')"
check "functions guard their stack" "$(has "$symbols" '__stack_chk_fail')"
check "libc checks the room of buffers (FORTIFY)" \
    "$(has "$symbols" '__(memcpy|snprintf|vsnprintf|fprintf)_chk')"
# The mark of the whole program (IBT, SHSTK) is not ours to give: Debian 12's own
# start files (crti.o, Scrt1.o) have none.  Our functions do begin as it wants.
case $(uname -m) in
x86_64) check "functions are marked as where calls may land (IBT)" \
    "$(has "$(objdump -d --disassemble=main "$program")" 'endbr64')" ;;
*) echo "ok 10 - functions are marked # SKIP not read on $(uname -m)" ;;
esac
exit $fail
