#!/bin/sh
# layers.sh - who may include whom.  gateway knows menus, locales and store;
# those three know neither each other nor gateway.  Each third-party header
# lives in one folder.  TAP on standard output.
set -u
cd "${srcdir:-.}" || exit 99
fail=0
n=0

# May not: a pattern of includes that must not be found in a folder's files.
never() { # name, pattern, files...
	name=$1 pattern=$2
	shift 2
	n=$((n + 1))
	found=$(grep -nE "^#[ ]*include[ ]*[<\"]($pattern)" "$@" /dev/null)
	if [ -z "$found" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		echo "$found" | sed 's/^/# /'
		fail=1
	fi
}
inside() { find "$@" -name '*.[ch]'; }
but() { # a folder, those below it left out
	find gateway menus locales store -name '*.[ch]' | grep -v "^$1"
}

echo 1..21
never "menus knows no other room" 'gateway|locales|store' $(inside menus)
never "locales knows no other room" 'gateway|menus|store' $(inside locales)
never "store knows no other room" 'gateway|menus|locales' $(inside store)
never "ICU stays in locales" 'unicode/|gettext-po' $(but locales/)
never "YAML stays in menus" 'yaml' $(but menus/)
never "SQLite stays in its seam" 'sqlite3' $(but 'store/\(sqlite\|gather\|memory\)\.c')
never "sodium stays in store" 'sodium' $(but store/)
never "SMPP stays in the handset" 'smpp34' $(but gateway/handset/)
never "XML stays in the import of lists, zip and tar there and in backups" \
    'expat' $(but gateway/licences/import/)
never "archives too, in backups and in exports" 'archive(_entry)?\.h' \
    $(but 'gateway/\(licences/import\|backup\|desk/grid_xlsx.c\)')
never "curl stays in rounds and Kannel's status" 'curl' \
    $(but 'gateway/\(rounds/\|kannel/status.c\)')
never "certificates are read in one file" 'gnutls' \
    $(but gateway/checking/checkup_certificate.c)
never "the loop stays in gateway" 'event2?[/.]' $(inside menus locales store)
never "JSON stays in gateway" 'jansson' $(inside menus locales store)
never "the filter of system calls stays in its file" 'seccomp' \
    $(but 'gateway/shutting.c')
never "kannel knows nothing above it" 'gateway/(calls|commands|handset)' \
    $(inside gateway/kannel)
never "calls knows no command and no handset" 'gateway/(commands|handset)' \
    $(inside gateway/calls)
never "rounds knows no door and no command" \
    'gateway/(calls|desk|kannel|commands|handset)' $(inside gateway/rounds)
never "the desk's HTTP, codes and QR stay in the desk" \
    'microhttpd|liboath|qrencode' $(but gateway/desk/)
never "the desk knows no caller, no network and no command" \
    'gateway/(calls|commands|handset|kannel|rounds)' $(inside gateway/desk)
never "nobody but commands and founding knows the desk" 'gateway/desk/' \
    $(but gateway/desk/ | grep -v '^gateway/\(commands\|founding\)/')
exit $fail
