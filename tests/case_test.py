#!/usr/bin/env python3
"""A case on the command line: the queue, reading, notes, states.  TAP."""
import json
import re
import signal
import sys

import harness

WORDS = "They keep my passport"


def wants(house, *words, who="dara", stdin=""):
    return house.helpline("case", house.dir, *words, "--as", who,
                          "--password-fd", "0", check=False,
                          stdin=harness.PASSWORD + "\n" + stdin)


def queue(house, tap, ref, urgent):
    done = house.helpline("cases", house.dir)
    lines = done.stdout.splitlines()
    tap.ok(len(lines) == 3 and lines[1].startswith(urgent["ref"])
           and "URGENT" in lines[1], "what is urgent comes first", done.stdout)
    tap.ok(lines[2].startswith(ref) and "Siem Reap" in lines[2]
           and lines[2].endswith("ussd"), "every case is one line",
           done.stdout)
    tap.ok(WORDS not in done.stdout and "+855" not in done.stdout,
           "without words and numbers")
    done = house.helpline("cases", house.dir, "--centre", "Pursat")
    tap.ok("empty" in done.stdout, "another office's queue is empty")


def looking(house, tap, ref):
    done = house.helpline("case", house.dir, ref)
    tap.ok("state        new" in done.stdout and WORDS not in done.stdout,
           "without a login only the clear columns are seen", done.stdout)
    found = json.loads(house.helpline("case", house.dir, ref,
                                      "--json").stdout)
    tap.ok(found["ref"] == ref and "entries" not in found, "in JSON too",
           found)
    done = wants(house, ref, "read")
    tap.ok(WORDS in done.stdout and "+85512777100" in done.stdout,
           "a member of the office reads all of it", done.stdout)
    done = wants(house, ref, "read", who="rithy")
    tap.ok(done.returncode == 1 and WORDS not in done.stdout
           and "no such case" in done.stderr,
           "for another office there is no such case", done.stderr)


def working(house, tap, ref):
    done = wants(house, ref, "note", "called her, no answer")
    tap.ok(done.returncode == 0, "a note is added", done.stderr)
    done = wants(house, ref, "note", stdin="two\nlines \x1b[2J\n")
    tap.ok(done.returncode == 0, "so is one from standard input", done.stderr)
    shown = wants(house, ref, "read").stdout
    tap.ok(shown.find("called her") < shown.find("    two\n    lines"),
           "notes are read in their order, under their heading", shown)
    tap.ok("\x1b" not in shown, "and move no cursor")
    done = wants(house, ref, "note", "")
    tap.ok(done.returncode == 1, "an empty note is not kept")
    done = wants(house, ref, "note", stdin="x" * 9000)
    tap.ok(done.returncode == 1 and "octets" in done.stderr,
           "nor is an endless one", done.stderr)
    for state in ("working", "call_us", "finished"):
        done = wants(house, ref, "state", state)
        tap.ok(done.returncode == 0, "it becomes %s" % state, done.stderr)
    done = wants(house, ref, "state", "new")
    tap.ok(done.returncode == 1 and "cannot become new" in done.stderr,
           "it never becomes new again", done.stderr)
    tap.ok(ref not in house.helpline("cases", house.dir).stdout,
           "what is finished leaves the queue")
    tap.ok(ref in house.helpline("cases", house.dir, "--all").stdout,
           "and is there when asked for")


def main():
    tap = harness.Tap()
    signal.alarm(600)
    if harness.BEARERBOX is None:
        tap.ok(True, "a case on the command line # SKIP no bearerbox")
        return tap.done()
    with harness.House(run="serve") as house:
        house.up()
        phone = harness.Worker(house, "+85512777100")
        phone.dial()
        ref = phone.file(phone.key, "4")
        phone.tell_more(phone.key, "Some Company", [WORDS])
        other = harness.Worker(house, "+85512777101")
        other.dial()
        page = other.keys("4", "3", "1", "1")
        while "iolence" not in page.text:
            page = other.key("8")
        other.key(re.search(r"^(\d) .*iolence", page.text, re.M).group(1))
        urgent = [c for c in house.cases() if c["urgent"]][0]
        queue(house, tap, ref, urgent)
        looking(house, tap, ref)
        working(house, tap, ref)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
