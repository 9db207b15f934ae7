#!/usr/bin/env python3
"""store/INVENTORY.md says of every column of the schema what it holds, and of
none that is not there; what it calls sealed or hash is made of octets.  TAP."""
import os
import re
import sqlite3
import sys

import harness

SRCDIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOW = {"clear", "hash", "sealed", "secret", "public"}


def written():
    """{table: ({column: (how, what)}, its heading)}, and lines that are odd."""
    tables, odd, columns = {}, [], None
    with open(os.path.join(SRCDIR, "store", "INVENTORY.md")) as f:
        for line in f:
            heading = re.match(r"### (\w+) — (.*\S)", line)
            row = re.match(r"\| ([\w, ]+?) \| (\w+) \| (.*?) \|$", line)
            if heading:
                columns = {}
                if heading[1] in tables:
                    odd.append(line)
                tables[heading[1]] = columns, heading[2]
            elif row:
                for name in row[1].split(", "):
                    if name in columns:
                        odd.append(line)
                    columns[name] = row[2], row[3]
            elif line.startswith("|") and not re.match(
                    r"\| columns \| \| what \||\|---", line):
                odd.append(line)
    return tables, odd


def there(house):
    """{table: {column: type}}"""
    store = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    found = {}
    for table, in store.execute(
            "select name from sqlite_master where type = 'table' and name "
            "not like 'sqlite_%'").fetchall():
        found[table] = {row[1]: row[2] for row in store.execute(
            "select * from pragma_table_info(?)", (table,))}
    store.close()
    return found


def main():
    tap = harness.Tap()
    with harness.House(network=False) as house:
        tables, odd = written()
        is_there = there(house)
        hangs = [t for t, sql in house.sql(
            "select name, sql from sqlite_master where type = 'table'")
            if re.search(r"REFERENCES cases\s+ON DELETE CASCADE", sql or "")]
    tap.ok(not odd, "every line can be read", odd)
    tap.ok(set(tables) == set(is_there), "every table is there, and no other",
           set(tables) ^ set(is_there))
    lacking = {(t, c) for t, columns in is_there.items() for c in columns
               if c not in tables.get(t, ({},))[0]}
    tap.ok(not lacking, "every column has a line", sorted(lacking))
    gone = {(t, c) for t, (columns, _) in tables.items() for c in columns
            if c not in is_there.get(t, {})}
    tap.ok(not gone, "every line has a column", sorted(gone))
    strange = [(t, c, how) for t, (columns, _) in tables.items()
               for c, (how, what) in columns.items()
               if how not in HOW or not what]
    tap.ok(not strange, "each says how it lies and what it is", strange)
    # A number under an integer is the first octets of a hash.
    clear = [(t, c, kind) for t, columns in is_there.items()
             for c, kind in columns.items()
             if tables.get(t, ({},))[0].get(c, ("",))[0] in
             ("sealed", "hash", "secret", "public") and
             kind not in ("BLOB", "ANY") and (t, c) != ("caller", "key")]
    tap.ok(not clear, "what is sealed or hashed is made of octets", clear)
    open_ = [(t, c) for t, columns in is_there.items()
             for c, kind in columns.items() if kind == "BLOB" and
             tables.get(t, ({},))[0].get(c, ("",))[0] == "clear" and
             not re.search(r"id$|^who$|^digest$|^salt$|^parcel$|^after|^copy$|"
                           r"^numbers$|^case$|^before$", c)]
    tap.ok(not open_, "octets that lie in clear are ids", open_)
    tap.ok(all("; " in heading for _, heading in tables.values()),
           "each table says who reads it and how long it is kept",
           [t for t, (_, h) in tables.items() if "; " not in h])
    tap.ok(hangs and all("never erased" not in tables[t][1] for t in hangs),
           "what goes with its case says so", hangs)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
