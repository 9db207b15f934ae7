#!/usr/bin/env python3
"""An urgent case at two in the morning, over a real bearerbox: her page shows
who answers now; the duty phone gets its SMS after 15 minutes, the stand-in's
after 30, the administrator's after 60, and nobody gets anything else.  rounds
and calls are killed in between.  Opened at 14 minutes, nobody is told.  TAP."""
import os
import re
import sys
import time

import harness
import peer
import road_test

PHONES = {"dara": "+85512990001", "sophea": "+85512990002",
          "vanna": "+85512990003"}
MINUTE = 60
MORE_S = 2.5
CENTRE = "Siem Reap"


def duty(house, *more, stdin=None):
    return house.helpline("centre", house.dir, "duty", CENTRE, *more,
                          stdin=stdin)


def roster(tap, house):
    for name, number in PHONES.items():
        got = duty(house, "--member", name, "--phone", "--phone-fd", "0",
                   "--language", "en", stdin=number + "\n")
        tap.ok(number[4:] not in got.stdout, "%s's phone is not shown" % name,
               got.stdout)
    duty(house, "--member", "dara", "--hours", "1-7 0:00-24:00")
    duty(house, "--member", "sophea", "--hours", "1-7 0:00-24:00",
         "--stand-in")
    got = duty(house).stdout
    tap.ok(got.count("now") == 2 and "Nobody" not in got,
           "the roster has no gap", got)


def until(hour):
    """Seconds to that hour in Cambodia."""
    local = (time.time() + 7 * 3600) % 86400
    return (hour * 3600 - local) % 86400


class Night:
    def __init__(self, tap, house, clock):
        self.tap, self.house, self.clock = tap, house, clock
        self.phones = {name: peer.Phone(house.network, number)
                       for name, number in PHONES.items()}
        self.begun = 0

    def at(self, minutes):
        """So long after it began.  Everything is killed before the clock is
        set: bearerbox sends again what it sends right after a jump."""
        for name in ("rounds", "calls", "bearerbox"):
            if name in self.house.processes:
                self.house.kill(name)
        self.clock.set(int(self.begun + minutes * MINUTE))
        self.house.start("bearerbox")
        self.house.start("calls")
        self.house.network.ready()
        self.house.accepted()
        self.house.start("rounds")

    def told(self, name=None):
        """Who got what since the last time; who is to be told is waited for,
        and then everybody for a while."""
        found = {}
        if name and (page := self.phones[name].silent(peer.PATIENT_S)) \
                is not None:
            found[name] = [page]
        time.sleep(MORE_S)
        for name, phone in self.phones.items():
            while (page := phone.silent(0.01)) is not None:
                found.setdefault(name, []).append(page)
        return found

    def expect(self, name, text):
        found = self.told(name)
        wanted = {name: [text]} if name else {}
        seen = {n: [p.text for p in pages] for n, pages in found.items()}
        self.tap.ok(seen == wanted, "%s: %s" % (name or "nobody",
                                                text or "nothing"), found)
        for pages in found.values():
            for page in pages:
                bad = [w for w in road_test.sensitive_words()
                       if w in page.text.lower()]
                self.tap.ok(not bad and page.sender == "2026"
                            and not re.search(r"\d{3}", page.text),
                            "it says nothing of what", page)


def dial_urgent(house, number):
    phone = harness.Worker(house, number)
    phone.dial()
    page = phone.keys("4", "3", "1", "1")
    while "iolence" not in page.text:
        page = phone.key("8")
    page = phone.key(re.search(r"^(\d) .*iolence", page.text,
                               re.M).group(1))
    return phone, page


def main():
    tap = harness.Tap()
    with harness.House(network=True) as house:
        clock = harness.Clock(os.path.join(house.top, "ahead"))
        clock.set(int(until(2)))
        house.env = clock.env
        roster(tap, house)
        house.up()
        night = Night(tap, house, clock)
        night.begun = clock.ahead
        phone, page = dial_urgent(house, "+85512880001")
        tap.ok(phone.node()[0].startswith("urgent") or
               re.search(r"\d{3,}", page.text),
               "her page shows who can be called", page.text)
        case = next(c for c in house.cases() if c["urgent"])
        night.at(14)
        night.expect(None, None)
        night.at(15.1)
        night.expect("dara", "Work: 1 new item.")
        for _ in range(2):
            for name in ("rounds", "calls"):
                house.kill(name)
                house.start(name)
        house.accepted()
        night.expect(None, None)
        # A second while the first waits: both are one text.
        night.at(25)
        dial_urgent(house, "+85512880002")
        night.at(30.1)
        night.expect("sophea", "Work: new items.")
        night.at(60.1)
        found = {n: [p.text for p in pages]
                 for n, pages in night.told("vanna").items()}
        tap.ok(found.get("vanna") == ["Work: new items."],
               "then an administrator", found)
        for read in [c["ref"] for c in house.cases() if c["urgent"]]:
            tap.ok(house.read(read) is not None, "it is opened")
        night.at(300)
        night.expect(None, None)
        # Another night: opened at 14 minutes.
        night.begun = clock.ahead
        dial_urgent(house, "+85512880003")
        last = next(c["ref"] for c in house.cases() if c["urgent"] and
                    c["ref"] != case["ref"] and c["state"] != "finished"
                    and not house.sql("select 1 from audit where object = "
                                      "(select lower(hex(id)) from cases "
                                      "where ref = ?)", c["ref"]))
        night.at(14)
        house.env, env = None, house.env
        done = house.helpline("case", house.dir, last, "read", "--as", "dara",
                              "--password-fd", "0",
                              stdin=harness.PASSWORD + "\n")
        house.env = env
        tap.ok(done.returncode == 0, "opened at 14 minutes")
        for minutes in (15.1, 30.1, 61):
            night.at(minutes)
        night.expect(None, None)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
