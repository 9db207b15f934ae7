#!/usr/bin/env python3
"""upgrade_test.py - a store of every earlier number of the schema, with real
cases and a row in every table, is opened by today's program: not a row is lost
or changed but as its migration says, it is whole, of the shape of a new one,
and its office reads what it read before.  TAP."""
import glob
import os
import re
import shutil
import sqlite3
import subprocess
import sys

import harness

SCHEMA = sorted(glob.glob(os.path.join(os.environ.get("srcdir", "."),
                                       "store/sql/schema/*.sql")))
ROWS = 3
NOW = 1790000000
WORDS = "The boat left without our papers"
# One row each, which the store makes itself, or which means something else.
LEFT = {"register", "practice", "pulse", "outbox_cost", "key_check", "alarm",
        "audit", "audit_head"}
# In a store before migration 7 these lie otherwise.
BY_KEY = {"caller", "inbox", "caller_due"}
CALLERS_BY_KEY, SEALED_AUDIT, DRAFTS_OF_FORMS, PARCELS = 7, 10, 14, 21
# Opening takes a password's time, a call a start of calls: at a few.
CALLED_AT = 1, CALLERS_BY_KEY - 1, len(SCHEMA) - 1
READ_AT = CALLED_AT + (DRAFTS_OF_FORMS - 1, PARCELS - 1)


def connect(path):
    store = sqlite3.connect(path, isolation_level=None)
    store.row_factory = sqlite3.Row
    return store


def tables(store):
    return [name for name, in store.execute(
        "select name from sqlite_master where type = 'table' and name not "
        "like 'sqlite_%' order by rowid")]


def columns(store, table):
    return list(store.execute("select * from pragma_table_info(?)", (table,)))


def rows(store, table):
    return [dict(row) for row in store.execute(
        "select * from %s" % table)]


def shape(store):
    return {(kind, name): re.sub(r"\s+", " ", sql or "") for kind, name, sql in
            store.execute("select type, name, sql from sqlite_master")}


class Filler:
    """Rows for a table, by what its definition asks of them."""

    def __init__(self, store, table, real):
        self.store, self.table, self.real = store, table, real
        self.sql, = store.execute("select sql from sqlite_master where "
                                  "name = ?", (table,)).fetchone()
        self.parents = {}
        for key in store.execute("select * from pragma_foreign_key_list(?)",
                                 (table,)):
            to = key["to"] or [c["name"] for c in columns(
                store, key["table"]) if c["pk"] == key["seq"] + 1][0]
            self.parents[key["from"]] = key["table"], to

    def allowed(self, name):
        found = re.search(r"CHECK \(%s\s+IN\s*\(([^)]*)\)" % name, self.sql)
        return [word.strip().strip("'") for word in found[1].split(",")] \
            if found else None

    def size(self, name):
        found = re.search(r"length\(%s\) = (\d+)" % name, self.sql)
        return int(found[1]) if found else None

    def value(self, column, n):
        name, kind = column["name"], column["type"]
        if name in self.parents:
            parent, to = self.parents[name]
            # What is made up hangs on what is made up, where there is some.
            there = [row for row in rows(self.store, parent)
                     if row not in self.real.get(parent, ())] or \
                rows(self.store, parent)
            # An offer goes to another office than the case's.
            at = n + 1 if name == "to_centre" else n
            return there[at % len(there)][to] if there else None
        words = self.allowed(name)
        if words:
            word = words[n % len(words)]
            return int(word) if kind == "INTEGER" else word
        if kind == "BLOB":
            return os.urandom(self.size(name) or 48)
        if kind == "INTEGER":
            return self.number(name, n)
        if name in ("id", "last_id") and self.table in ("inbox", "caller"):
            return "0160e842-68e0-4c03-8422-fa02bfee%04x" % n
        if self.size(name):
            return "%0*d" % (self.size(name), 90000000 + n)
        return "centre" if name == "waits_for" else "%s %d" % (name, n)

    @staticmethod
    def number(name, n):
        if name == "epoch":		# of a key that is pinned
            return 1
        if name.endswith("at") or name in ("time", "day"):
            return NOW + n
        return n + 1

    def fill(self):
        ones = re.search(r"CHECK \((\w+) = 1\)", self.sql)
        for n in range(1 if ones else ROWS):
            row = {c["name"]: self.value(c, n)
                   for c in columns(self.store, self.table)
                   # The numbers of rows that are there already go on.
                   if not (c["pk"] and c["type"] == "INTEGER" and
                           c["name"] in ("id", "seq", "n") and not ones and
                           "%s INTEGER PRIMARY KEY" % c["name"] in self.sql)}
            self.store.execute("insert or ignore into %s (%s) values (%s)" % (
                self.table, ", ".join(row), ", ".join("?" * len(row))),
                tuple(row.values()))


def copy(now, old, number):
    """Today's real rows, as far as that number has a place for them."""
    for table in tables(old):
        if table not in tables(now) or table in ("register", "pulse",
                                                 "outbox_cost"):
            continue
        if table in BY_KEY and number < CALLERS_BY_KEY:
            continue
        names = {c["name"] for c in columns(now, table)}
        names = [c["name"] for c in columns(old, table) if c["name"] in names]
        for row in now.execute("select %s from %s" % (
                ", ".join(names), table)):
            old.execute("insert into %s (%s) values (%s)" % (
                table, ", ".join(names), ", ".join("?" * len(names))),
                tuple(row))


def pin(store, place):
    """The public key of each centre where calls looks for it."""
    for row in store.execute("select id, public_key from centre"):
        path = os.path.join(place, "keys", "centre-%d.pub" % row["id"])
        if not os.path.exists(path):
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600),
                      "w") as f:
                f.write(row["public_key"].hex() + "\n")


def build(place, number, made):
    """The store of a number in the directory `place`, copied from made."""
    shutil.copytree(made, place)
    path = os.path.join(place, "helpline.db")
    now = connect(os.path.join(made, "helpline.db"))
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.unlink(path + end)
    old = connect(path)
    for script in SCHEMA[:number]:
        with open(script) as f:
            old.executescript(f.read())
    old.execute("begin")
    copy(now, old, number)
    real = {table: rows(old, table) for table in tables(old)}
    for table in tables(old):
        if table not in LEFT:
            Filler(old, table, real).fill()
    offered = None
    if "referral" in tables(old):
        # What was offered before there were copies had a reader over there.
        offered = old.execute(
            "select case_id, to_centre from referral "
            "join cases on cases.id = case_id "
            "join centre on centre.id = cases.centre "
            "where referral.state = 'offered' and to_centre not in "
            "(stand_in, (select id from centre where intake = 1))").fetchone()
        if offered is not None:
            old.execute("insert or ignore into reader values (?, ?, x'00')",
                        tuple(offered))
    old.execute("commit")
    pin(old, place)
    before = {table: rows(old, table) for table in tables(old)}
    old.close()
    now.close()
    return path, before, offered


def signed(hexadecimal):
    return int.from_bytes(bytes.fromhex(hexadecimal), "big", signed=True)


def by_key(row):
    """A message of before migration 7 as it lies since."""
    digits = row["id"].replace("-", "")
    return {"key": row["time"] << 30 | int(digits[:8], 16) >> 2,
            "id": signed(digits[16:])}


def expected(number, before, offered):
    """What the migrations after a number say each row is now."""
    after = {table: [dict(row) for row in them]
             for table, them in before.items()}
    if number < CALLERS_BY_KEY:
        after["inbox"] = [by_key(row) for row in after["inbox"]]
    if number < DRAFTS_OF_FORMS:
        for row in after.get("draft", []):
            row["form"] = "note"
    if number < PARCELS and "referral" in after:
        offers = {row["case_id"] for row in after["referral"]
                  if row["state"] == "offered"}
        for row in after["cases"]:
            if row["id"] in offers and row.get("waits_for") == "centre":
                row["waits_for"] = ""
        for row in after["referral"]:
            row["state"] = {"offered": "withdrawn", "accepted": "done"}.get(
                row["state"], row["state"])
        after["reader"] = [row for row in after["reader"] if offered is None or
                           (row["case_id"], row["centre"]) != tuple(offered)]
    return after


def lost(number, before, offered, store):
    """Rows that are not there as they must be."""
    found = []
    there = tables(store)
    for table, them in expected(number, before, offered).items():
        if table not in there:
            found.append((table, "the table"))
            continue
        now = rows(store, table)
        # Rows of triggers aside, none came from nowhere.
        if len(now) != len(them):
            found.append((table, len(them), len(now)))
        for row in them:
            same = [r for r in now if all(r[k] == v for k, v in row.items())]
            if len(same) != 1:
                found.append((table, row))
    return found


def is_brought_up(tap, house, number, read):
    place = os.path.join(house.top, "v%d" % number)
    path, before, offered = build(place, number, house.dir)
    empty = [t for t, them in before.items() if not them and t not in LEFT]
    done = subprocess.run([harness.HELPLINE, "cases", place, "--all",
                           "--json"], capture_output=True, text=True)
    store = connect(path)
    version, = store.execute("pragma user_version").fetchone()
    tap.ok(done.returncode == 0 and version == len(SCHEMA) and not empty,
           "a store of %d opens with its %d rows in %d tables" % (
               number, sum(map(len, before.values())), len(before)),
           (done.stderr, version, empty))
    wrong = lost(number, before, offered, store)
    tap.ok(not wrong, "%d: no row is lost, none changed but as it must" %
           number, wrong[:6])
    whole = [r[0] for r in store.execute("pragma integrity_check")]
    foreign = [tuple(r) for r in store.execute("pragma foreign_key_check")]
    new = connect(os.path.join(house.dir, "helpline.db"))
    differ = {k for k in set(shape(new).items()) ^ set(shape(store).items())}
    new.close()
    store.close()
    tap.ok(whole == ["ok"] and not foreign and not differ,
           "%d: it is whole and of the shape of a new one" % number,
           (whole, foreign, differ))
    if number not in READ_AT:
        return place
    told = subprocess.run([harness.HELPLINE, "doctor", place],
                          capture_output=True, text=True)
    tap.ok(("no row is sealed" in told.stdout + told.stderr) ==
           (number < SEALED_AUDIT), "%d: doctor says whether it is so" %
           number, told.stdout)
    audit = [subprocess.run([harness.HELPLINE, "audit", place, verb],
                            capture_output=True, text=True).returncode
             for verb in ("verify", "seal", "verify")]
    tap.ok(audit == ([1, 0, 0] if number < SEALED_AUDIT else [0, 1, 0]),
           "%d: its audit is sealed, when somebody says so" % number, audit)
    done = subprocess.run(
        [harness.HELPLINE, "case", place, read, "read", "--as", "dara",
         "--password-fd", "0", "--json"], capture_output=True, text=True,
        input=harness.PASSWORD + "\n")
    tap.ok(done.returncode == 0 and WORDS in done.stdout,
           "%d: her office reads her words" % number, done.stderr)
    return place


def takes_a_call(tap, house, place, number):
    """calls works on it: the next complaint is filed."""
    mine = house.dir
    house.dir = place
    try:
        house.start("calls")
        if not house.network.ready():
            raise RuntimeError("calls does not link\n" + house.logged())
        phone = harness.Worker(house, "+8551888%04d" % number)
        phone.dial()
        ref = phone.file(phone.key)
        tap.ok(ref is not None, "%d: and the next complaint is filed" % number,
               house.logged())
    finally:
        house.kill("calls")
        house.dir = mine


def prepare(house):
    """Two real complaints; the reference of the first, which has words."""
    house.up_alone()
    for n in range(2):
        phone = harness.Worker(house, "+85517%06d" % n)
        phone.dial()
        ref = phone.file(phone.key, "3" if n == 0 else "4")
        if n == 0:
            phone.tell_more(phone.key, "1", [WORDS])
            first = ref
    house.kill("calls")
    house.sql("pragma wal_checkpoint(truncate)")
    return first


def main():
    tap = harness.Tap()
    with harness.House(network=False) as house:
        first = prepare(house)
        tap.note("the schema is %d" % len(SCHEMA))
        for number in range(1, len(SCHEMA)):
            place = is_brought_up(tap, house, number, first)
            if number in CALLED_AT:
                takes_a_call(tap, house, place, number)
            shutil.rmtree(place)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
