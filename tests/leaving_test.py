#!/usr/bin/env python3
"""Texts of staff leave at most once, whatever falls: calls is killed at its
system calls while it sends, the link drops, bearerbox refuses, holds or says
nothing; reports come late, twice, in any order and forged.  Times and words
of bearerbox are ours (peer.Box).

Of the system calls of sending a few are chosen by chance (SEED repeats them);
make leaving tries every one."""
import concurrent.futures
import os
import random
import shutil
import sys
import time

import harness
import peer
from texting import (NUMBERS, becomes, caller, later, queued, report,
                     seconds_to, state, texts, wait_for, why, words)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "torture"))

import sending			# noqa: E402

POINTS = 6


def opened(house, clock):
    house.env = clock.env
    return house.up_alone()


def consent_is_asked(house, tap):
    phone = caller(house, contact="1")
    tap.ok(queued(house, phone, "Hello.") is None,
           "who said no is not to be texted")
    phone = caller(house, contact="2")
    tap.ok(queued(house, phone, "Hello.") is None,
           "nor who asked to be called")
    phone = harness.Worker(house, "+8551244%05d" % next(NUMBERS))
    phone.dial()
    for key in ("4", "3", "1", "1", "3", "1", "3"):
        phone.key(key)
    rows = queued(house, phone, "Hello.")
    tap.ok(rows and becomes(house, rows[0], "expired") and
           not texts(house, phone),
           "who was cut off before she said when gets nothing", rows)


def one_leaves(house, tap, clock):
    phone = caller(house)
    rows = queued(house, phone, "Please bring your papers on Monday.")
    tap.ok(becomes(house, rows[0], "accepted"), "one text leaves",
           state(house, rows[0]))
    sent = texts(house, phone)
    tap.ok(len(sent) == 1 and words(sent[0]) ==
           "Please bring your papers on Monday.", "once, as it was written",
           sent)
    f = sent[0]
    left = f["validity"] - time.time() - clock.ahead
    tap.ok(f["sender"] == b"2026" and f["smsc_id"] == b"sms-kh" and
           f["dlr_mask"] == 31 and 0 < left <= 3600 - 60,
           "from our number, with reports, and not for longer than it is "
           "of use", (f, left))
    urls = [f["dlr_url"].decode()]
    forged = urls[0][:-1] + ("0" if urls[0][-1] != "0" else "1")
    report(house, forged, 1)
    report(house, "0" * 49, 1)
    report(house, "x' OR 1=1 --", 1)
    tap.ok(state(house, rows[0]) == "accepted",
           "forged reports are acknowledged and change nothing")
    for mask, then in ((8, "accepted"), (1, "delivered"), (2, "delivered"),
                       (16, "delivered"), (8, "delivered"), (1, "delivered")):
        report(house, urls[0], mask)
        tap.ok(becomes(house, rows[0], then, 2), "report %d: %s" % (
            mask, then), state(house, rows[0]))
    tap.ok(house.sql("select count(*) from outbox where text is not null or "
                     "number is not null") == [(0,)],
           "no words and no number are left")


def say(house, word):
    house.network.word = None if word == 0 else \
        lambda f: word if f.get("dlr_url") else 0


def bearerbox_says(house, tap, clock):
    phone = caller(house)
    say(house, 2)
    row = queued(house, phone, "Sent back.")[0]
    tap.ok(becomes(house, row, "queued", 3) and wait_for(
        lambda: why(house, row) == "busy"),
           "what bearerbox cannot take now waits", state(house, row))
    say(house, 0)
    time.sleep(1.5)
    tap.ok(len(texts(house, phone)) == 1, "and is not tried at once")
    later(house, clock, 40)
    tap.ok(becomes(house, row, "accepted") and len(texts(house, phone)) == 2,
           "half a minute later it leaves", state(house, row))
    say(house, 1)
    row = queued(house, phone, "Refused.")[0]
    tap.ok(becomes(house, row, "failed"), "what it refuses has failed",
           state(house, row))
    say(house, 3)
    row = queued(house, phone, "Kept by bearerbox.")[0]
    tap.ok(becomes(house, row, "accepted"), "what it keeps is accepted",
           state(house, row))
    say(house, 0)
    row = queued(house, phone, "The network is away.")[0]
    tap.ok(wait_for(lambda: why(house, row) == "network") and
           state(house, row) == "queued",
           "the next waits until the network may be back", why(house, row))
    later(house, clock, 70)
    tap.ok(becomes(house, row, "accepted"), "and leaves then",
           state(house, row))


def the_rate_is_kept(house, tap):
    phone = caller(house)
    rows = queued(house, phone, "One of many", count=18)
    tap.ok(all(becomes(house, r, "accepted", 20) for r in rows),
           "18 texts leave, 5 a second", [state(house, r) for r in rows])
    sent = sorted(p.at for p in house.network.pages
                  if p.receiver == phone.number and "One of" in p.text)
    # A full bucket, then five a second.
    tap.ok(len(sent) == 18 and sent[-1] - sent[0] >= 1.9,
           "not faster than the contract", sent)


def the_link_falls(house, tap):
    phone = caller(house)
    box = house.network
    box.word = lambda f: None if f.get("dlr_url") else 0
    rows = queued(house, phone, "No word of it.")
    tap.ok(becomes(house, rows[0], "sending") and
           wait_for(lambda: texts(house, phone)), "bearerbox says nothing",
           state(house, rows[0]))
    link = box.drop()
    box.word = None
    tap.ok(box.ready(after=link) and becomes(house, rows[0], "unknown"),
           "the link falls: nobody knows whether it left",
           state(house, rows[0]))
    time.sleep(2)
    tap.ok(len(texts(house, phone)) == 1 and
           state(house, rows[0]) == "unknown",
           "and it is not sent again", texts(house, phone))
    report(house, texts(house, phone)[0]["dlr_url"].decode(), 1)
    tap.ok(becomes(house, rows[0], "delivered", 2),
           "a late report says that it arrived", state(house, rows[0]))


def fall(sweep, seed):
    """At some of the system calls of sending; how many there are."""
    every = sweep.points()
    return len(every), sweep.run(sending.sample(every, POINTS,
                                                random.Random(seed)))


def falls(tap, job):
    every, found = job.result()
    tap.ok(not found["faults"], "killed at %d of the %d system calls of "
           "sending: never twice, never lost without a word" % (
               POINTS, every), "\n".join(found["faults"]))
    tap.ok(found["fell"] >= POINTS * 3 // 4, "and it did fall", found)
    tap.note(found)


def nothing_is_late(house, tap, clock):
    phone = caller(house)
    house.kill("calls")
    rows = queued(house, phone, "Late.", seconds=600)
    evening = queued(house, phone, "Night.", seconds=86400)
    # 20:58, two minutes before nothing may arrive any more.
    later(house, clock, seconds_to(21 * 3600 - 120, clock))
    link = house.network.link
    house.start("calls")
    house.network.ready(after=link)
    tap.ok(becomes(house, rows[0], "expired"),
           "what is of no use any more does not leave", state(house, rows[0]))
    time.sleep(1.5)
    tap.ok(state(house, evening[0]) == "queued" and
           not texts(house, phone), "in the evening it waits for the morning",
           (state(house, evening[0]), texts(house, phone)))
    later(house, clock, seconds_to(8 * 3600, clock))
    tap.ok(becomes(house, evening[0], "accepted", 20),
           "and leaves then", state(house, evening[0]))


def by_hand(tap):
    with harness.House(network=False) as house:
        clock = harness.Clock(os.path.join(house.top, "clock"))
        later(house, clock, seconds_to(10 * 3600, clock))
        house.set("clock_hold_s", 0)
        opened(house, clock)
        consent_is_asked(house, tap)
        one_leaves(house, tap, clock)
        bearerbox_says(house, tap, clock)
        the_rate_is_kept(house, tap)
        the_link_falls(house, tap)
        nothing_is_late(house, tap, clock)
        house.stopped(tap)


def main():
    tap = harness.Tap()
    if shutil.which("strace") is None:
        print("1..0 # SKIP strace is not installed")
        return 0
    seed = int(os.environ.get("SEED", random.randrange(100000)))
    tap.note("SEED=%d" % seed)
    sweep = sending.Sweep(seed)
    try:
        # Beside the rest: mostly both wait.
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            job = pool.submit(fall, sweep, seed)
            by_hand(tap)
            falls(tap, job)
    finally:
        sweep.end()
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
