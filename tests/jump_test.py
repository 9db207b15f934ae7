#!/usr/bin/env python3
"""The clock is set on under a real bearerbox and us, and a text leaves right
then, to a network that takes a moment to answer: it comes once, by what init
writes into kannel.conf; with Kannel's own timeouts, too, as no text leaves until
bearerbox is through with the jump.  Without either it comes twice: so the test
does see it.  rounds and doctor tell of the jump.  TAP."""
import concurrent.futures
import os
import re
import sys
import time

import harness
import texting

QUARTER_S = 15 * 60
SLOW_S = 0.3			# until the network answers a text


def came(house, phone, text):
    return len([p for p in house.network.pages
                if p.receiver == phone.number and p.text == text])


def slow(page, seconds=SLOW_S):
    if page.smsc == "sms-kh":
        time.sleep(seconds)
    return 0


def opened(house, hold_s, clock):
    texting.later(house, clock, texting.seconds_to(10 * 3600, clock))
    house.env = clock.env
    house.set("clock_hold_s", hold_s)
    house.up()
    house.network.judge = slow
    return texting.caller(house)


def jump(house, clock, phone, text, by=QUARTER_S):
    texting.later(house, clock, by)
    return texting.queued(house, phone, text)[0]


def settled(house, phone, text, timeout=12):
    """It came; and how often, when all that was to come has come."""
    texting.wait_for(lambda: came(house, phone, text), timeout)
    time.sleep(2.5)
    return came(house, phone, text)


def by_our_conf(tap):
    with harness.House() as house:
        clock = harness.Clock(os.path.join(house.top, "ahead"))
        phone = opened(house, 0, clock)
        house.start("rounds")
        begun = time.time()
        for by in (QUARTER_S, -QUARTER_S):
            text = "Set by %d." % by
            row = jump(house, clock, phone, text, by)
            tap.ok(settled(house, phone, text) == 1, "set by %d s, it comes "
                   "once" % by, (came(house, phone, text),
                                 texting.state(house, row)))
        # Unanswered for longer than Kannel itself waits, while others leave.
        house.network.judge = lambda p: slow(p, 2)
        texting.queued(house, phone, "Not answered yet.")
        texting.wait_for(lambda: came(house, phone, "Not answered yet."))
        jump(house, clock, phone, "Another.", 120)
        tap.ok(settled(house, phone, "Another.") == 1 and
               came(house, phone, "Not answered yet.") == 1,
               "what the network has not answered for two minutes is not "
               "sent again", house.network.pages[-3:])
        time.sleep(max(0, begun + 16 - time.time()))
        texting.wait_for(lambda: house.sql(
            "select 1 from round where duty = 'clock'"))
        said = house.sql("select words from round where duty = 'clock'")
        tap.ok(said and "the clock was set" in said[0][0],
               "rounds has a record of it", said)
        house.env, env = None, house.env
        told = house.helpline("doctor", house.dir, check=False).stdout
        tap.ok("was set" in told and "in the last seven days" in told and
               "wait-ack" not in told, "doctor tells", told)
        house.env = env
        house.stopped(tap)


def with_kannels_own(house):
    """As somebody would have it who wrote kannel.conf himself."""
    path = os.path.join(house.dir, "kannel.conf")
    with open(path) as f:
        conf = f.read()
    conf = re.sub(r"(wait-ack|connection-timeout) = .*\n", "", conf)
    with open(path, "w") as f:
        f.write(conf)
    return path, conf


def held(house, path, conf):
    """bearerbox looks at its links each second, no text leaves for four."""
    for name in ("calls", "bearerbox"):
        house.kill(name)
    with open(path, "w") as f:
        f.write(conf.replace('system-type = "SMS"', 'system-type = "SMS"\n'
                             'enquire-link-interval = 1'))
    house.set("clock_hold_s", 4)
    house.start("bearerbox")
    house.start("calls")
    house.network.ready()
    house.accepted()
    time.sleep(1.5)


def by_kannels_own(tap):
    with harness.House() as house:
        path, conf = with_kannels_own(house)
        told = house.helpline("doctor", house.dir, check=False).stdout
        tap.ok("needs wait-ack = 86400" in told,
               "doctor tells what kannel.conf lacks", told)
        clock = harness.Clock(os.path.join(house.top, "ahead"))
        phone = opened(house, 0, clock)
        for n in range(3):
            text = "At once %d." % n
            jump(house, clock, phone, text)
            if settled(house, phone, text) == 2:
                break
        tap.ok(came(house, phone, text) == 2, "with Kannel's own timeouts it "
               "comes twice: the fault is there to be seen",
               came(house, phone, text))
        held(house, path, conf)
        jump(house, clock, phone, "Held.")
        tap.ok(settled(house, phone, "Held.") == 1, "with them, too, it comes "
               "once, as it waits", came(house, phone, "Held."))
        house.stopped(tap)


class Later(list):
    """What a part found, to be told when its turn comes."""

    def ok(self, *found):
        self.append(found)
        return found[0]


def main():
    tap = harness.Tap()
    harness.need_kannel()
    parts = (by_our_conf, by_kannels_own)
    founds = [Later() for _ in parts]
    # Each has a house of its own, and mostly they wait.
    with concurrent.futures.ThreadPoolExecutor(len(parts)) as pool:
        for job in [pool.submit(part, found)
                    for part, found in zip(parts, founds)]:
            job.result()
    for found in founds[0] + founds[1]:
        tap.ok(*found)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
