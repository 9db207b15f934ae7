#!/usr/bin/env python3
"""Somebody walked away from the desk: after 15 idle minutes her keys are
wiped, after nine hours she is signed out, whatever the wall clock does.
TAP."""
import os
import re
import signal
import sys
import time

import harness
import desk as desks

IDLE = 15 * 60
WHOLE = 9 * 3600
WORDS = "a note about the kingfisher"


def locked_kb(house):
    """What the desk holds in locked memory: keys are nowhere else."""
    with open("/proc/%d/status" % house.processes["desk"].pid) as f:
        return int(re.search(r"VmLck:\s+(\d+) kB", f.read()).group(1))


def falls_to(house, kb, seconds=30):
    end = time.time() + seconds
    while time.time() < end and locked_kb(house) > kb:
        time.sleep(0.2)
    return locked_kb(house) <= kb


def unlock(browser, password=harness.PASSWORD):
    return browser.post("/api/session/unlock", {"password": password})


def away(tap, house, clock, dara, path):
    before = locked_kb(house)
    clock.sleep(IDLE - 30)
    tap.ok(dara.get(path).status == 200, "14 and a half minutes are no pause")
    dara.put(path + "/draft", {"form": "note", "text": WORDS})
    clock.sleep(IDLE + 1)
    tap.ok(falls_to(house, before - 4) or before == 0,
           "after fifteen her keys are wiped, though nobody asked for "
           "anything", "%d kB, before %d" % (locked_kb(house), before))
    for method, place, body in (
            ("GET", path, None), ("GET", "/api/cases?list=centre", None),
            ("POST", path + "/notes", {"text": "x"}),
            ("PUT", path + "/draft", {"form": "note", "text": "x"}),
            ("GET", "/api/drafts", None)):
        got = dara.ask(method, place, body)
        tap.ok(got.status == 401 and got.error == "locked"
               and WORDS.encode() not in got.body,
               "%s %s: locked" % (method, place.replace(path, "case")), got)
    tap.ok(unlock(dara, "not her password").status == 401,
           "another password does not open it")
    tap.ok(unlock(dara).status in (200, 204), "hers does")
    got = dara.get(path)
    tap.ok(got.status == 200 and
           [d["text"] for d in got.json["drafts"]] == [WORDS],
           "and the note that she was at is there", got)


def jumps(tap, clock, dara, path):
    clock.set(clock.ahead - 7200)
    tap.ok(dara.get(path).status == 200, "a wall clock set back locks nothing")
    clock.set(clock.ahead + 3600 * 24)
    tap.ok(dara.get(path).status == 200, "nor one that is set on by a day")
    clock.set(clock.ahead - 3600 * 24)
    clock.sleep(IDLE + 1)
    tap.ok(dara.get(path).error == "locked",
           "set back, it gives her no minute more")
    tap.ok(unlock(dara).status in (200, 204), "opened again")


def whole_day(tap, clock, dara, path):
    left = WHOLE - clock.slept
    while left > 600:
        clock.sleep(600)
        left -= 600
        if dara.get(path).status != 200:
            tap.ok(False, "signed in until nine hours are over", left)
            return
    tap.ok(True, "at work all day she is not asked again")
    clock.sleep(left + 1)
    got = dara.get(path)
    tap.ok(got.status == 401 and got.error == "signed_out",
           "after nine hours she is signed out, idle or not", got)
    tap.ok(unlock(dara).error == "signed_out",
           "and the password alone does not bring her back")


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(run="desk", network=False) as house:
        clock = harness.Clock(os.path.join(house.top, "ahead"))
        house.env = clock.env
        desk = desks.Desk(house)
        dara = desks.Browser(desk)
        dara.sign_in("dara")
        ref = dara.post("/api/cases", {"category": "wages", "words": "No pay.",
                                       "language": "km"}).json["ref"]
        path = "/api/cases/%s" % ref
        away(tap, house, clock, dara, path)
        jumps(tap, clock, dara, path)
        whole_day(tap, clock, dara, path)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
