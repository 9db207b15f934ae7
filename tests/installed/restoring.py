"""From a backup, a stick and a sheet of paper, on another bare machine."""
import glob
import json
import os
import shutil
import time

import following
import working
from machine import HOME

GOAL_S = 30 * 60
COMPLAINTS = 25
PIN = "4826"
KEYS = "helpline-keys.backup"


def refs_of(place):
    return {case["ref"] for case in place.cases()}


def filed(place):
    """What was acknowledged before the backup: reference by number."""
    return {number: working.complains(place, number, pin=PIN)
            for number in ("+8551799%04d" % n for n in range(COMPLAINTS))}


def carried(place, top):
    """The newest backup and the stick, out of the machine."""
    made = place.helpline("backup", following.STATE).stdout.strip()
    for path, name in ((made, "newest.backup"),
                       (os.path.join(HOME, KEYS), KEYS)):
        shutil.copy(place.machine.path(path), os.path.join(top, name))


def state_of(place):
    """What tells two helplines apart: cases, staff, offices, the audit."""
    read = {what: json.loads(place.helpline(what, following.STATE, "--json"
                                            ).stdout)
            for what in ("staff", "centre")}
    read["cases"] = {c["ref"]: (c["version"], c["state"])
                     for c in place.cases()}
    return read


def restored(tap, page, boot, first, top):
    """boot: makes the second machine.  Everything of the first is there."""
    place = first.place
    refs = filed(place)
    tap.ok(all(refs.values()), "%d complaints are acknowledged" % len(refs))
    before, known = state_of(place), refs_of(place)
    carried(place, top)
    place.leave()
    place.machine.down()
    began = time.time()
    box = boot("second")
    for path in glob.glob(os.path.join(top, "*.backup")):
        shutil.move(path, box.path(os.path.join(
            HOME, os.path.basename(path))))
    box.boot()
    try:
        second = following.Follower(page, box)
        second.paper = first.paper
        second.install()
        second.back()
        tap.ok(not second.failed and set(second.place.states().values()) ==
               {"active"}, "6. on another machine all units start",
               (second.failed, second.place.logged()))
        took = time.time() - began
        tap.ok(took <= GOAL_S, "a call is answered within half an hour")
        tap.note("%.0f s from no machine at all to a call answered on it" %
                 took)
        there(tap, second.place, before, known, refs)
    finally:
        second.place.leave()
        box.remove()


def there(tap, place, before, known, refs):
    after = state_of(place)
    tap.ok(refs_of(place) >= known | set(refs.values()),
           "every reference that was acknowledged is there",
           known - refs_of(place))
    tap.ok(all(after[k] == before[k] for k in before),
           "cases, staff and offices are what they were", (before, after))
    unread = [ref for ref in refs.values() if place.read(ref) is None]
    tap.ok(not unread, "her office reads each with the password of before",
           unread)
    done = place.helpline("audit", following.STATE, "verify", check=False)
    tap.ok(done.returncode == 0, "the audit is as it was written",
           done.stdout + done.stderr)
    tap.ok(working.complains(place, "+85512000888") is not None,
           "the next complaint is filed")
