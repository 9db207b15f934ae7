#!/usr/bin/env python3
"""A finished case is told of, then erased, and its bytes are in no file any more;
a clock that jumps erases nothing until somebody says that it is right.  TAP."""
import json
import os
import signal
import sys
import time

import harness
import peer

DAY = 86400
WORDS = "They locked the gate of the brick kiln at night"


def shown(house):
    return json.loads(house.helpline("forget", house.dir, "--json").stdout)


def night(house):
    """What rounds does once a night; its words."""
    house.helpline("rounds", house.dir, "--once", check=False)
    done = json.loads(house.helpline("rounds", house.dir, "list",
                                     "--json").stdout)
    return next(r for r in done if r["duty"] == "forget")


def files(house):
    """Every file of the directory, as octets."""
    for top, _, names in os.walk(house.dir):
        for name in names:
            try:
                with open(os.path.join(top, name), "rb") as f:
                    yield os.path.relpath(os.path.join(top, name),
                                          house.dir), f.read()
            except OSError:
                pass


def where(house, boxes):
    """Files that hold 16 octets in a row of any of the boxes."""
    pieces = [box[n:n + 16] for box in boxes
              for n in range(0, len(box) - 15, 16)]
    return sorted({name for name, octets in files(house)
                   if any(p in octets for p in pieces)})


def wait_for(what, seconds=peer.PATIENT_S):
    end = time.time() + seconds
    while time.time() < end:
        if what():
            return True
        time.sleep(0.2)
    return False


def age(house, ref, days):
    """As if it had been finished so long ago."""
    house.sql("update cases set state = 'finished', changed_at = ? where ref "
              "= ?", (int(time.time()) - days * DAY) // 3600 * 3600, ref)


def told_of(house, ref, days):
    house.sql("update going set listed_at = listed_at - ? where case_id = "
              "(select id from cases where ref = ?)", days * DAY, ref)


def complain(house, number):
    phone = harness.Worker(house, number)
    phone.dial()
    ref = phone.file(phone.key, "4")
    phone.tell_more(phone.key, "1", [WORDS])
    return ref


def calls_goes_by(house):
    """calls looks at once when it starts."""
    house.kill("calls", signal.SIGTERM)
    house.start("calls")
    house.accepted()
    time.sleep(2.5)


def refs(house):
    return {c["ref"] for c in house.cases()}


def goes(tap, house, ref, other):
    boxes = [row[0] for row in house.sql(
        "select ct from items where case_id = (select id from cases where "
        "ref = ?) union all select ek from items where case_id = (select id "
        "from cases where ref = ?)", ref, ref)]
    kept = [row[0] for row in house.sql(
        "select ct from items where case_id = (select id from cases where "
        "ref = ?)", other)]
    age(house, ref, 500)
    said = night(house)
    going = shown(house)["going"]
    tap.ok(said["result"] == "done" and [g["ref"] for g in going] == [ref],
           "once a night what will go comes on a list", (said, going))
    tap.ok(13 * DAY < going[0]["goes_at"] - time.time() < 15 * DAY,
           "it goes two weeks after that at the earliest", going)
    calls_goes_by(house)
    tap.ok(ref in refs(house), "and not before")
    told_of(house, ref, 20)
    calls_goes_by(house)
    tap.ok(wait_for(lambda: ref not in refs(house)) and other in refs(house),
           "then it goes, and no other")
    tap.ok(wait_for(lambda: where(house, boxes) == [], 70),
           "its sealed bytes are in no file any more: store, log, spool, "
           "backups", where(house, boxes))
    tap.ok(where(house, kept) != [], "others' are where they were")


def jumps(tap, house, ref):
    def since(days):
        """As if rounds had last looked so long ago."""
        house.sql("update reckoning set believed_at = believed_at - ?, "
                  "seen_at = seen_at - ?", days * DAY, days * DAY)
    age(house, ref, 500)
    since(1)
    night(house)
    tap.ok([g["ref"] for g in shown(house)["going"]] == [ref],
           "the next night the other is on the list", shown(house))
    told_of(house, ref, 20)
    since(400)
    said = night(house)
    tap.ok(said["result"] == "waits" and "clock jumped by 4" in said["words"],
           "rounds says that the clock jumped", said)
    calls_goes_by(house)
    tap.ok(ref in refs(house), "nothing is erased")
    found = json.loads(house.helpline("doctor", house.dir, "--json",
                                      check=False).stdout)
    tap.ok(any(f["check"] == "forgetting" and f["result"] == "warn" and
               "helpline forget" in f["text"] for f in found),
           "doctor says so, and what to do", found)
    house.helpline("forget", house.dir, "believe")
    tap.ok(shown(house)["nights"] == 0, "an operator says that it is right")
    calls_goes_by(house)
    tap.ok(wait_for(lambda: ref not in refs(house)), "and it goes")


def main():
    tap = harness.Tap()
    harness.need_kannel()
    signal.alarm(600)
    with harness.House().up() as house:
        first, second = complain(house, "+85512001001"), \
            complain(house, "+85512001002")
        kinds = {k["kind"]: k["kept"] for k in shown(house)["kinds"]}
        tap.ok(kinds["draft"] == "30 days" and kinds["case"] == "12 months"
               and kinds["backup"] == "35 days" and len(kinds) > 12,
               "what is kept, and how long, is told", kinds)
        goes(tap, house, first, second)
        jumps(tap, house, second)
        done = house.helpline("audit", house.dir, "verify", check=False)
        tap.ok(done.returncode == 0, "the audit is whole", done.stdout)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
