#!/usr/bin/env python3
"""Texts of staff over the real bearerbox to a network that takes them,
throttles, rejects, is away, while calls falls: each arrives once at most,
never too late, and its state says what became of it."""
import os
import random
import sys
import time

import harness
import texting

THROTTLED, NO_SUCH_NUMBER = 0x58, 0x0b


def arrived(house, phone, text):
    return [p for p in house.network.pages
            if p.receiver == phone.number and p.text == text]


def it_arrives(house, tap):
    phone = texting.caller(house)
    text = "Please come on Monday."
    row = texting.queued(house, phone, text)[0]
    tap.ok(texting.wait_for(lambda: arrived(house, phone, text)),
           "a text arrives", texting.state(house, row))
    tap.ok(texting.wait_for(lambda: house.sql(
        "select taken from outbox where id = ?", bytes.fromhex(row)) ==
        [(1,)]), "the network says that it has it", texting.state(house, row))
    page = arrived(house, phone, text)[0]
    tap.ok(page.sender == "2026" and page.smsc == "sms-kh" and
           page.validity != "", "from our number, with an end", page)
    tap.note("validity on the wire: %s" % page.validity)
    identity = [i for i, p in house.network.ids if p is page][0]
    for _ in range(3):
        house.network.report(identity, page)
    tap.ok(texting.becomes(house, row, "delivered"),
           "its report, three times, says delivered",
           texting.state(house, row))
    tap.ok(len(arrived(house, phone, text)) == 1, "and it came once")


def khmer_in_parts(house, tap):
    phone = texting.caller(house)
    text = "សូមយកឯកសារមកថ្ងៃចន្ទ។ " * 5
    row = texting.queued(house, phone, text.strip())[0]
    tap.ok(texting.becomes(house, row, "accepted"), "a longer one in Khmer",
           texting.why(house, row))
    texting.wait_for(lambda: len([p for p in house.network.pages
                                  if p.receiver == phone.number and
                                  p.udh]) >= 2)
    parts = [p for p in house.network.pages
             if p.receiver == phone.number and p.udh]
    tap.ok("".join(p.text for p in sorted(parts, key=lambda p: p.udh)) ==
           text.strip(), "arrives whole, in parts", parts)


def throttled(house, tap):
    phone = texting.caller(house)
    text, left = "We have news for you.", [2]

    def judge(page):
        if page.text != text or left[0] == 0:
            return 0
        left[0] -= 1
        return THROTTLED
    house.network.judge = judge
    row = texting.queued(house, phone, text)[0]
    tap.ok(texting.wait_for(lambda: arrived(house, phone, text), 20),
           "throttled twice it arrives all the same",
           texting.state(house, row))
    time.sleep(2)
    tap.ok(len(arrived(house, phone, text)) == 1, "once")
    house.network.judge = None


def rejected(house, tap):
    phone = texting.caller(house)
    text = "Nobody has this number."
    house.network.judge = lambda p: NO_SUCH_NUMBER if p.text == text else 0
    row = texting.queued(house, phone, text)[0]
    tap.ok(texting.becomes(house, row, "failed"), "rejected it has failed",
           texting.state(house, row))
    house.network.judge = None
    time.sleep(1)
    tap.ok(len([p for p in house.network.refused if p.text == text]) == 1,
           "and is not tried again")


def away(house, tap):
    phone = texting.caller(house)
    text = "We wait for you."
    house.network.close()
    time.sleep(1)
    row = texting.queued(house, phone, text)[0]
    tap.ok(texting.becomes(house, row, "accepted"),
           "bearerbox keeps it while the network is away",
           (texting.state(house, row), texting.why(house, row)))
    house.network.come_back()
    tap.ok(house.network.ready() and texting.wait_for(
        lambda: arrived(house, phone, text), 20), "it arrives then",
           texting.state(house, row))
    time.sleep(1)
    tap.ok(len(arrived(house, phone, text)) == 1, "once")


def waiting(house, rows):
    return len([r for r in rows if texting.state(house, r) == "queued"])


def falls(house, tap):
    """calls is killed again and again while texts leave; the network says
    how often each came."""
    draw = random.Random(5)
    phones = [texting.caller(house) for _ in range(16)]
    house.kill("calls")
    rows = {}
    for n, phone in enumerate(phones):
        text = "The fall of text %d." % n
        rows[texting.queued(house, phone, text)[0]] = (phone, text)
    left, midway = len(rows), 0
    for _ in range(8):
        house.start("calls")
        texting.wait_for(lambda: waiting(house, rows) < left, 20)
        time.sleep(draw.uniform(0, 0.05))
        house.kill("calls")
        left = waiting(house, rows)
        midway += 0 < left < len(rows)
    house.start("calls")
    house.accepted()
    tap.ok(midway >= 2, "the falls are among the texts", midway)
    rest = ("queued", "sending")
    tap.ok(texting.wait_for(lambda: not any(
        texting.state(house, row) in rest for row in rows), 60),
        "calls falls eight times, and each text gets to its end",
        [texting.state(house, row) for row in rows])
    time.sleep(1)
    came = {row: len(arrived(house, *what)) for row, what in rows.items()}
    said = {row: texting.state(house, row) for row in rows}
    tap.note("%d came, states %s" % (sum(came.values()), sorted(
        said.values())))
    tap.ok(max(came.values()) <= 1, "none came twice", came)
    tap.ok(all(came[row] == 1 or said[row] == "unknown" for row in rows),
           "none is lost without the word unknown",
           [(came[row], said[row]) for row in rows])


def listed(house, tap, phone_digits="855"):
    done = house.helpline("outbox", house.dir)
    tap.ok("delivered" in done.stdout and "failed" in done.stdout and
           phone_digits not in done.stdout and "Monday" not in done.stdout,
           "helpline outbox tells states, no number and no word",
           done.stdout)


def main():
    tap = harness.Tap()
    harness.need_kannel()
    with harness.House() as house:
        clock = harness.Clock(os.path.join(house.top, "clock"))
        texting.later(house, clock, texting.seconds_to(10 * 3600, clock))
        house.env = clock.env
        house.up()
        it_arrives(house, tap)
        khmer_in_parts(house, tap)
        throttled(house, tap)
        rejected(house, tap)
        away(house, tap)
        falls(house, tap)
        listed(house, tap)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
