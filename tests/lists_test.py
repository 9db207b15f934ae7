#!/usr/bin/env python3
"""Lists of agencies on the command line: workbooks, dry runs, decisions.  TAP."""
import datetime
import json
import os
import resource
import shutil
import subprocess
import sys
import time

import harness
import lists

DAY = datetime.date(2026, 3, 31)
HEAD = ["Licence No.", "Name", "Valid until"]
GOOD = [HEAD, ["W-1", "Work One", DAY], ["W-2", "Work Two", "2027-01-31"]]
SOURCE = ("--as-of", "2026-11-01", "--source", "a test")


def agencies(house, *words, who=None, stdin=None):
    login = () if who is None else ("--as", who, "--password-fd", "0")
    return house.helpline("agencies", house.dir, *words, *login, check=False,
                          stdin=harness.PASSWORD + "\n" if who else stdin)


def write(house, name, octets):
    path = os.path.join(house.top, name)
    with open(path, "wb") as f:
        f.write(octets if isinstance(octets, bytes) else octets.encode())
    return path


def dry(house, octets, *more, name="list.xlsx"):
    return agencies(house, "import", write(house, name, octets), *SOURCE,
                    "--dry-run", "--json", *more)


def names(done):
    return [c["is"] for c in json.loads(done.stdout)["changes"]
            if c["field"] == ""]


def workbooks(house, tap):
    done = dry(house, lists.workbook([("List", None, GOOD)]))
    tap.ok(done.returncode == 0 and names(done) == ["Work One", "Work Two"],
           "a workbook is read", done.stderr + done.stdout)
    hidden = [("Old", "hidden", [HEAD, ["X", "Hidden", DAY]]),
              ("List", "visible", GOOD),
              ("Secret", "veryHidden", [["x"]])]
    tap.ok(names(dry(house, lists.workbook(hidden))) == names(done),
           "sheets that are hidden are not")
    done = dry(house, lists.workbook(hidden), "--sheet", "Old")
    tap.ok(names(done) == ["Hidden"], "unless one is named", done.stderr)
    strings = ["<t>W-1</t>", "<r><t>Work </t></r><r><t>Shared</t></r>"
               "<rPh><t>no</t></rPh>", "<t xml:space='preserve'> x </t>"]
    rows = [HEAD, [("s", 0), ("s", 1), DAY]]
    done = dry(house, lists.workbook([("List", None, rows)], strings))
    tap.ok(names(done) == ["Work Shared"], "strings may be shared",
           done.stderr + done.stdout)
    # The same day, counted from 1904.
    rows = [HEAD, ["W-1", "One", ("raw", '<c r="C2" s="1"><v>%d</v></c>' % (
        (DAY - datetime.date(1904, 1, 1)).days))], ["W-2", 12, ""]]
    path = write(house, "list.xlsx", lists.workbook(
        [("List", None, rows)], from_1904=True))
    done = agencies(house, "import", path, *SOURCE, "--dry-run")
    tap.ok(done.returncode == 0, "a book may count from 1904", done.stderr)
    rows = [["List of agencies"], ["No.", *HEAD],
            [("f", "1"), "W-1", "One", DAY]]
    done = dry(house, lists.workbook([("List", None, rows)]))
    tap.ok(names(done) == ["One"], "a formula in a column that is not kept "
           "hurts nobody", done.stderr)


def refused(house, tap):
    book = lists.workbook
    deep = "<a>" * 100 + "</a>" * 100
    laughs = ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]><worksheet>&j;'
              '</worksheet>' % "".join('<!ENTITY %s "%s">' % (
                  chr(98 + i), ("&%s;" % chr(97 + i)) * 10)
                  for i in range(9)))
    bomb = lists.workbook([("List", None, GOOD)], replace={
        "xl/worksheets/sheet1.xml": "<worksheet>" + " " * (200 << 20)})
    locked = bytearray(book([("List", None, GOOD)]))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        where = locked.find(mark)
        while where >= 0:
            locked[where + at] |= 1
            where = locked.find(mark, where + 4)
    whole = book([("List", None, GOOD)])
    cases = (
        ("two sheets", book([("A", None, GOOD), ("B", None, GOOD)]),
         "several sheets; there are: \"A\", \"B\""),
        ("only hidden sheets", book([("A", "hidden", GOOD)]),
         "every sheet is hidden"),
        ("a formula", book([("A", None, [HEAD, ["W-1", ("f", "x"), DAY]])]),
         "list.xlsx:2: name: a formula"),
        ("a number that is no day", book([("A", None, [
            HEAD, ["W-1", "One", 46112]])]), "list.xlsx:2: valid_until"),
        ("an error", book([("A", None, [HEAD, ["W-1", (
            "raw", '<c r="B2" t="e"><v>#REF!</v></c>'), DAY]])]),
         "list.xlsx:2: name"),
        ("a string that is not there", book([("A", None, [
            HEAD, ["W-1", ("s", 99), DAY]])]), "list.xlsx:2: name"),
        ("a cell far to the right", book([("A", None, [HEAD, ["W-1", (
            "raw", '<c r="XFD2"><v>1</v></c>'), DAY]])]),
         "list.xlsx:2: something stands beyond the 64th column"),
        ("one licence twice", book([("A", None, [
            HEAD, ["W-1", "One", DAY], ["w1", "Two", DAY]])]),
         "list.xlsx:3: licence: the number of line 2 again"),
        ("a bomb", bomb, "more than 64 MiB"),
        ("entities that multiply", book([("A", None, GOOD)], replace={
            "xl/worksheets/sheet1.xml": laughs}), "damaged"),
        ("elements too deep", book([("A", None, GOOD)], replace={
            "xl/worksheets/sheet1.xml": deep}), "damaged"),
        ("no XML", book([("A", None, GOOD)], replace={
            "xl/worksheets/sheet1.xml": "no"}), "damaged"),
        ("no sheet", book([("A", None, GOOD)], replace={
            "xl/worksheets/sheet1.xml": None}), "no Excel workbook"),
        ("no workbook", book([], replace={"xl/workbook.xml": None}),
         "no Excel workbook"),
        ("a password", bytes(locked), "password"),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999),
         "with a password"),
        ("the end missing", whole[:len(whole) // 2], "list.xlsx: "),
        ("a hole", whole[:200] + bytes(300) + whole[500:], "list.xlsx: "),
    )
    for what, octets, words in cases:
        begun = time.time()
        done = dry(house, octets)
        tap.ok(done.returncode == 1 and words in done.stderr and
               "Nothing was changed" in done.stderr and
               time.time() - begun < 20,
               "a workbook with %s is refused" % what,
               (done.returncode, done.stderr, time.time() - begun))
    done = dry(house, book([("List", None, GOOD)]), "--sheet", "None")
    tap.ok(done.returncode == 1 and "no such sheet" in done.stderr,
           "a sheet that is not there is refused", done.stderr)


def usage(house, tap):
    path = write(house, "list.csv", lists.csv(lists.many(3)))
    for words, says in (
            (("import", path, "--source", "x"), "--as-of DATE is needed"),
            (("import", path, "--as-of", "2026-11-01"), "--source WHERE"),
            (("import", path, "--source", "x", "--as-of", "1/1/2026"),
             "a day like"),
            (("import", path, "--source", "x", "--as-of", "2126-01-01"),
             "not come yet"),
            (("import", path, "--source", "x" * 300, "--as-of",
              "2026-11-01"), "at most 200"),
            (("import",), "what?"),
            (("confirm", "1"), "--as NAME"),
            (("swallow",), "there are list")):
        done = agencies(house, *words)
        tap.ok(done.returncode == 2 and says in done.stderr,
               "wrong usage is told: " + says, done.stderr)
    done = agencies(house, "import", path + ".none", *SOURCE)
    tap.ok(done.returncode == 1 and "No such file" in done.stderr,
           "a file that is not there is told", done.stderr)
    done = agencies(house, "import", house.top, *SOURCE)
    tap.ok(done.returncode == 1 and "Nothing was changed" in done.stderr,
           "so is a directory", done.stderr)


def limit_memory():
    resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))


def ten_million(house, tap):
    path = os.path.join(house.top, "long.csv")
    line = b"".join(b"%07d,S\n" % i for i in range(1000))
    with open(path, "wb") as f:
        f.write(b"licence,name\n")
        for _ in range(10000):
            f.write(line)
    sanitized = b"__asan_init" in open(harness.HELPLINE, "rb").read()
    begun = time.time()
    done = subprocess.run(
        [harness.HELPLINE, "agencies", house.dir, "import", path, *SOURCE],
        capture_output=True, text=True,
        preexec_fn=None if sanitized else limit_memory)
    tap.ok(done.returncode == 1 and "larger than 32 MiB" in done.stderr and
           time.time() - begun < 20, "ten million rows are refused at once",
           (done.stderr, time.time() - begun))
    os.unlink(path)


def decisions(house, tap):
    before = agencies(house, "export").stdout
    path = write(house, "list.csv", lists.csv(lists.many(40)))
    done = agencies(house, "import", path, *SOURCE, who="dara")
    tap.ok(done.returncode == 0 and "waits for a second member" in
           done.stdout, "a list that changes much waits", done.stdout)
    tap.ok(agencies(house, "export").stdout == before, "and changes nothing")
    shown = json.loads(agencies(house, "diff", "--json").stdout)
    number = str(shown["import"])
    tap.ok(shown["state"] == "pending" and shown["importer"] == "dara" and
           len(shown["changes"]) == shown["added"] + shown["removed"] and
           shown["added"] == 40, "the diff shows all of it", shown)
    done = agencies(house, "confirm", number, who="dara")
    tap.ok(done.returncode == 1 and "herself" in done.stderr,
           "who imported it cannot confirm it", done.stderr)
    done = agencies(house, "confirm", number, "--json", who="bopha")
    tap.ok(done.returncode == 0 and json.loads(done.stdout)["state"] ==
           "applied", "another member can", done.stdout + done.stderr)
    found = json.loads(agencies(house, "show", "t 003", "--json").stdout)
    tap.ok(found["name"] == "Sample 3" and found["status_now"] == "valid",
           "one is shown by its number", found)
    found = json.loads(agencies(house, "show", "DEMO-001", "--json").stdout)
    tap.ok(found["status"] == "delisted", "what is gone is delisted", found)
    past = json.loads(agencies(house, "history", "DEMO-001",
                               "--json").stdout)
    tap.ok([p["is"] for p in past] == ["Purple Giraffe Manpower Co., Ltd.",
                                       "delisted"] and
           past[1]["decided_by"] == "bopha" and past[1]["importer"] == "dara",
           "its history says when, by whom and what", past)
    done = agencies(house, "show", "none")
    tap.ok(done.returncode == 1 and "no such licence" in done.stderr,
           "one that is not there is told", done.stderr)


def there_and_back(house, tap):
    before = agencies(house, "export").stdout
    path = write(house, "back.csv", before)
    done = agencies(house, "import", path, *SOURCE, "--json")
    tap.ok(done.returncode == 0 and json.loads(done.stdout)["state"] ==
           "applied" and json.loads(done.stdout)["changed"] == 0,
           "what was exported imports again and changes nothing",
           done.stdout + done.stderr)
    tap.ok(agencies(house, "export").stdout == before, "and comes out as it "
           "went in")
    done = agencies(house, "import", "-", *SOURCE, "--dry-run",
                    stdin=before)
    tap.ok(done.returncode == 0, "standard input is a file too", done.stderr)


def killed(house, tap):
    """At every write and sync of an import, and the next one goes on."""
    with open(harness.HELPLINE, "rb") as f:
        if b"__asan_init" in f.read():
            return          # LeakSanitizer and strace exclude each other
    rows = agencies(house, "export").stdout.splitlines(True)
    new = [line.replace("Sample", "Renamed") if line.startswith(
        ("T-003", "T-007")) else line for line in rows]
    path = write(house, "new.csv", "".join(new))
    place = os.path.join(house.top, "killed")
    bad, kills = [], 0
    for call in ("pwrite64", "fdatasync"):
        for nth in range(1, 40):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(house.dir, place)
            done = subprocess.run(
                ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" +
                 call, "-e", "inject=%s:signal=KILL:when=%d" % (call, nth),
                 harness.HELPLINE, "agencies", place, "import", path,
                 *SOURCE], capture_output=True, text=True)
            found = [a["name"] for a in json.loads(house.helpline(
                "agencies", place, "list", "--json").stdout)["agencies"]]
            n = len([name for name in found if "Renamed" in name])
            again = house.helpline("agencies", place, "import", path, *SOURCE,
                                   check=False)
            if len(found) != len(rows) - 1 or n not in (0, 2) or \
                    again.returncode != 0:
                bad.append((call, nth, len(found), n, again.stderr))
            if done.returncode == 0:
                break
            kills += 1
    tap.ok(kills > 10 and not bad, "killed at any of its writes and syncs, "
           "the old list or the new one stands whole", (kills, bad))


def old_lists(house, tap):
    house.sql("UPDATE register SET as_of = as_of - 365")
    found = json.loads(house.helpline("doctor", house.dir, "--json",
                                      check=False).stdout)
    words = [f["text"] for f in found if f["check"] == "register"]
    tap.ok(words and "counts no more" in words[0],
           "doctor says when a list is too old", words)


def main():
    tap = harness.Tap()
    house = harness.House(network=False)
    try:
        made = json.loads(agencies(house, "list", "--json").stdout)
        tap.ok(len(made["agencies"]) == 40 and "no such agency exists" in
               made["register"]["source"], "a demonstration has forty that "
               "do not exist", made["register"])
        usage(house, tap)
        workbooks(house, tap)
        refused(house, tap)
        ten_million(house, tap)
        decisions(house, tap)
        there_and_back(house, tap)
        killed(house, tap)
        old_lists(house, tap)
    finally:
        house.end()
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
