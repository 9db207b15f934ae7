# statements.awk - sql/*.sql and sql/schema/*.sql into an enum and string
# tables: awk -v want=h|c -f statements.awk sql/*.sql sql/schema/*.sql
#
# A statement is what follows a line "-- name: case_open"; other comment lines
# in it are left out.  A file under schema/ is one string, whole.

function fail(words) {
	print FILENAME ":" FNR ": " words > "/dev/stderr"
	failed = 1
	exit 1
}
# What C would have to escape, our SQL has no use for.
function quoted(s) {
	if (s ~ /["\\]/)
		fail("a double quote or a backslash")
	return "\t\"" s "\\n\"\n"
}

FNR == 1 {
	name = ""
	schema = FILENAME ~ /schema\/[0-9]+\.sql$/
	if (schema)
		versions++
}
schema { script[versions] = script[versions] quoted($0); next }
/^-- name: / {
	name = $3
	if (name !~ /^[a-z][a-z0-9_]*$/ || name in seen)
		fail("not a name, or one used before: " name)
	seen[name] = ++n
	names[n] = name
	next
}
/^[ \t]*--/ || /^[ \t]*$/ { next }
name == "" { fail("a statement without a name") }
{ text[n] = text[n] quoted($0) }

END {
	if (failed)
		exit 1
	for (i = 1; i <= n; i++)
		if (text[i] == "")
			fail("no statement for " names[i])
	print "/* Made by statements.awk from sql/. */"
	if (want == "h") {
		print "#ifndef STORE_STATEMENTS_H\n#define STORE_STATEMENTS_H\n"
		print "enum statement {"
		for (i = 1; i <= n; i++)
			print "\tSQL_" toupper(names[i]) ","
		print "\tSTATEMENTS\n};\nenum { SCHEMA_VERSION = " versions " };\n"
		print "struct statement_text { const char *name, *sql; };"
		print "extern const struct statement_text statements[STATEMENTS];"
		print "extern const char *const migrations[SCHEMA_VERSION];\n"
		print "#endif"
		exit
	}
	print "#include \"store/statements.h\"\n"
	print "const struct statement_text statements[STATEMENTS] = {"
	for (i = 1; i <= n; i++)
		print "{ \"" names[i] "\",\n" text[i] "},"
	print "};\nconst char *const migrations[SCHEMA_VERSION] = {"
	for (i = 1; i <= versions; i++)
		print script[i] ","
	print "};"
}
