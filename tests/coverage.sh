#!/bin/sh
# coverage.sh SOURCE BUILD [TESTS] - `make coverage`: the whole suite in a build
# of its own that counts lines and branches; coverage.py says what came of it.
# A test that fails here is named and does not end it: what it reached counts.
# Without optimization, as that takes branches away before they are counted.
set -eu
source=$(cd "$1" && pwd) build=$2
command -v gcov >/dev/null ||
    { echo "coverage: install first: apt-get install gcc" >&2; exit 1; }
mkdir -p "$build"
cd "$build"
[ -f Makefile ] || "$source/configure" --quiet \
    CFLAGS="-O0 -U_FORTIFY_SOURCE -g --coverage -fprofile-update=atomic \
    -DCOVERAGE" LDFLAGS=--coverage
make -s -j"$(nproc)"
find . -name '*.gcda' -delete
make -s -k check ${3:+TESTS="$3"} >coverage.log 2>&1 || true
grep -E '^(FAIL|ERROR)' coverage.log || true
PYTHONDONTWRITEBYTECODE=1 exec python3 "$source/tests/coverage.py" "$source" \
    --json coverage.json
