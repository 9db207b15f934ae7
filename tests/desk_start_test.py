#!/usr/bin/env python3
"""A real centre takes cases only on two of three: a colleague, a stand-in, a
paper key typed back.  On the command line and at the desk.  TAP."""
import re
import signal
import sys

import harness
import desk as desks
from desk_loss_test import new_member

LACKS = ("a second member", "a stand-in", "its paper key")


class Real(harness.House):
    """No demonstration: what init asks for is given by flags."""

    def helpline(self, *args, **more):
        if args[0] == "init":
            args = ("init", args[1], "--centre", "Kep", "--code", "*2026#",
                    "--number", "2026", "--long-number", "+85523777777",
                    "--staff", "dara", "--no-typing-back")
            done = super().helpline(*args, **more)
            self.shown = re.findall(r"^    ([0-9A-Z][0-9A-Z -]+)$",
                                    done.stdout, re.M)
            return done
        return super().helpline(*args, **more)


def refused(tap, house, name, lacks):
    done = house.helpline("serve", house.dir, check=False)
    tap.ok(done.returncode == 1 and "Kep takes no cases yet" in done.stderr
           and all((l in done.stderr) == (l in lacks) for l in LACKS),
           "serve says what is lacking: " + name, done.stderr)
    done = house.helpline("centre", house.dir, "start", "Kep", check=False)
    tap.ok(done.returncode == 1 and all((l in done.stderr) == (l in lacks)
                                        for l in LACKS),
           "so does centre start", done.stderr)


def at_the_desk(tap, house, dara):
    got = dara.get("/api/centre")
    tap.ok(not got.json["started"] and got.json["found"] == 0
           and got.json["needed"] == 2, "the desk says that it has none", got)
    got = dara.post("/api/centre/start")
    tap.ok(got.status == 409 and "two of three" in got.json["message"],
           "and does not start it", got)
    got = dara.post("/api/cases", {"category": "wages", "words": "no wages",
                                   "language": "km"})
    tap.ok(got.status == 409 and "no cases yet" in got.json["message"],
           "nobody at the counter makes a case meanwhile", got)
    shown = dara.post("/api/centre/paper").json
    group = re.findall(r"[0-9A-Z]{4}", shown["paper"])[shown["group"] - 1]
    tap.ok(shown["paper"] == house.shown[0], "the paper key is init's",
           shown)
    got = dara.post("/api/centre/paper/back", {"group": shown["group"],
                                               "text": group})
    tap.ok(got.status == 200 and got.json["found"] == 1
           and not got.json["started"], "typed back, there is one", got)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with Real(run="desk", network=False) as house:
        refused(tap, house, "all three", LACKS)
        done = house.helpline("doctor", house.dir, check=False)
        tap.ok(re.search(r"^FAIL  *offices .*Kep stands on 0 of three",
                         done.stdout, re.M), "so does doctor", done.stdout)
        desk = desks.Desk(house)
        dara = new_member(desk, "dara", house.shown[1])
        at_the_desk(tap, house, dara)
        refused(tap, house, "one of them typed back", LACKS[:2])
        got = dara.post("/api/staff", {"name": "sophea", "role": "staff"})
        sophea = new_member(desk, "sophea", got.json["code"])
        got = sophea.post("/api/centre/start")
        tap.ok(got.status == 403, "who does not lead starts nothing", got)
        got = dara.post("/api/centre/start")
        tap.ok(got.status == 200 and got.json["started"],
               "with a colleague too it starts", got)
        got = sophea.post("/api/cases", {"category": "wages", "words":
                                         "no wages", "language": "km"})
        tap.ok(got.status == 200, "and takes cases", got)
        done = house.helpline("serve", house.dir, check=False)
        tap.ok("takes no cases" not in done.stderr,
               "serve has nothing against it any more", done.stderr)
        dara.post("/api/staff/sophea/depart", {"to": "dara"})
        got = dara.get("/api/centre")
        tap.ok(got.json["started"] and got.json["found"] == 0,
               "what has started goes on, with a new key that is on no "
               "paper", got)
        done = house.helpline("doctor", house.dir, check=False)
        tap.ok(re.search(r"^warn  *offices .*Kep stands on 0 of three",
                         done.stdout, re.M), "and doctor warns",
               done.stdout)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
