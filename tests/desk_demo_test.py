#!/usr/bin/env python3
"""The whole demo as one walk, in Khmer and in English: a complaint is dialled
over a real bearerbox while the desk of its office is looked at, and goes
through two offices to its end and into the month.  Pictures of every screen
are kept in desk-screens/.  TAP; the steps are in tests/desk_walks/demo.mjs."""
import os
import signal
import sys
import time

import harness
import desk as desks
import walk
from desk_counter_test import ONE
from desk_going_test import finished, night
from desk_month_test import fill, put_back, read_csv, read_xlsx

PHONES = {"km": "+85512777100", "en": "+85512777101"}
MENU = {"km": "1", "en": "4"}


def dialling(tap, house):
    """A worker files in a language; the number of her case."""
    def dial(language, words):
        phone = harness.Worker(house, PHONES[language])
        phone.dial()
        ref = phone.file(phone.key, MENU[language])
        phone.tell_more(phone.key, "Some Company", words)
        tap.ok(ref is not None, "%s: a complaint is dialled" % language)
        return "%d" % int(ref)		# Khmer figures too
    return dial


def filling(house, desk):
    """People at the counter and cases, put back into the month before."""
    def put():
        sophea = desks.Browser(desk)
        sophea.sign_in("sophea")
        fill(house, sophea, sophea)
        # Five who had legal help: they hide, and others beside them.
        for kind, heads in (("counselling", 45), ("legal", 5)):
            sophea.post("/api/contacts", dict(ONE, kind=kind, heads=heads))
        put_back(house, 15 + time.gmtime(time.time() + 7 * 3600).tm_mday)
    return put


def aging(house, desk):
    """Two cases that are over have grown old, and rounds has seen it."""
    def age():
        sophea = desks.Browser(desk)
        sophea.sign_in("sophea")
        refs = [finished(sophea) for _ in range(2)]
        night(house, refs)
        return {"refs": refs, "code": sophea.code("sophea")}
    return age


def read(path):
    """Rows of a file that the browser kept, by what is none of ours."""
    with open(path, "rb") as f:
        octets = f.read()
    if path.endswith(".csv"):
        return read_csv(octets)[1]
    return [[text for text, _ in row] for row in read_xlsx(octets)[0]]


def main():
    if walk.missing():
        print("1..0 # SKIP " + walk.missing())
        return 0
    tap = harness.Tap()
    signal.alarm(800)
    with harness.House().up() as house:
        desk = desks.Desk(house)
        walk.Walk(tap, "desk_walks/demo.mjs", desk,
                  {"dial": dialling(tap, house), "read": read,
                   "fill": filling(house, desk),
                   "age": aging(house, desk)}, phones=PHONES,
                  codes=desks.sheet("dara"), theirs=desks.sheet("rithy"),
                  numbers=desks.sheet("nary"),
                  administrators=desks.sheet("vanna"),
                  walk=os.environ.get("WALK", "")).play()
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
