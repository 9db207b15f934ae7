#!/bin/sh
# embed.sh OUT DIR PREFIX FILE... - the files of the desk's page as one C file:
# each as it is and gzipped, with its type and a tag of its content.  DIR is
# where they stand, PREFIX what their names begin with and the page's do not.
set -eu
out=$1 dir=$2 prefix=$3
shift 3
rm -rf "$out.gz"
mkdir -p "$out.gz"

type_of() {
	case $1 in
	*.html) echo "text/html; charset=utf-8" ;;
	*.css) echo "text/css; charset=utf-8" ;;
	*.js) echo "text/javascript; charset=utf-8" ;;
	*.json) echo "application/json" ;;
	*.txt) echo "text/plain; charset=utf-8" ;;
	*.svg) echo "image/svg+xml" ;;
	*.png) echo "image/png" ;;
	*.woff2) echo "font/woff2" ;;
	*) echo "embed.sh: $1: of what type?" >&2; exit 1 ;;
	esac
}

n=0
{
	echo '/* Made by embed.sh. */'
	echo '#include "gateway/desk/page.h"'
	for file in "$@"; do
		gz=$out.gz/$n
		gzip -9nc "$dir/$file" >"$gz"
		printf 'asm(".section .rodata\\n"\n'
		printf '"page_%d: .incbin \\"%s\\"\\n page_%d_end: .byte 0\\n"\n' \
		    $n "$dir/$file" $n
		printf '"page_%d_gz: .incbin \\"%s\\"\\n page_%d_gz_end: .byte 0\\n"\n' \
		    $n "$gz" $n
		printf '".previous\\n");\n'
		printf 'extern const char page_%d[], page_%d_end[], page_%d_gz[], page_%d_gz_end[];\n' \
		    $n $n $n $n
		n=$((n + 1))
	done
	echo 'const struct page_file page_files[] = {'
	n=0
	for file in "$@"; do
		type=$(type_of "$file")
		name=/${file#"$prefix"}
		[ "$name" != /index.html ] || name=/
		tag=$(sha256sum <"$dir/$file" | cut -c 1-16)
		printf '{ "%s", "%s", "\\"%s\\"", page_%d, page_%d_end, page_%d_gz, page_%d_gz_end },\n' \
		    "$name" "$type" "$tag" $n $n $n $n
		n=$((n + 1))
	done
	echo '{ 0 } };'
} >"$out.tmp"
mv "$out.tmp" "$out"
