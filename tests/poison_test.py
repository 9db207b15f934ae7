#!/usr/bin/env python3
"""A message that can be neither carried out nor kept stops nobody else, and
is there when what was wrong is mended; a centre's key that somebody changed
is refused at the start."""
import sys
import time

import harness

WORDS = "some words that cannot be kept"


def poisoned(tap):
    with harness.House().up() as house:
        good = harness.Worker(house, "+85512600001")
        good.dial()
        good.key("4")
        house.sql("create trigger poison before insert on items "
                  "begin select raise(abort, 'no'); end")
        bad = harness.Worker(house, "+85512600002")
        bad.sms(WORDS, wait=False)
        tap.ok(bad.silent(1) is None, "what cannot be kept is not answered")
        good.key("1", wait=False)
        tap.ok(good.silent(5) is not None, "others are, at once")
        tap.ok(house.alive(), "and nothing fell")
        house.sql("drop trigger poison")
        house.kill("calls")
        house.start("calls")
        house.accepted()
        tap.ok(bad.silent(5) is not None, "once mended it is answered")
        said = [e for _, entries in house.matters(bad.number)
                for e in entries]
        tap.ok(said.count(("words", WORDS)) == 1, "and kept once", said)


def quarantined(tap):
    """Her row cannot be read as it should: her words are kept all the same."""
    with harness.House().up() as house:
        phone = harness.Worker(house, "+85512600003")
        phone.dial()
        phone.key("4")
        house.sql("create trigger poison before insert on caller "
                  "begin select raise(abort, 'no'); end")
        page = phone.key("words she typed at a menu", wait=False) or \
            phone.silent(5)
        tap.ok(page is not None and page.op == 17,
               "what fails alone is answered with a neutral closing page",
               page)
        said = [e for _, entries in house.matters(phone.number)
                for e in entries]
        tap.ok(("quarantine", "words she typed at a menu") in said,
               "and is kept, sealed, in quarantine", said)


def changed_key(tap):
    with harness.House().up() as house:
        house.kill("calls")
        house.sql("update centre set public_key = randomblob(32) "
                  "where id = 1")
        process = house.start("calls")
        end = time.time() + 10
        while process.poll() is None and time.time() < end:
            time.sleep(0.1)
        tap.ok(process.poll() == 1, "a changed key is refused at the start",
               process.poll())
        tap.ok("key of centre 1" in house.logged(), "and it says which",
               house.logged())


def main():
    tap = harness.Tap()
    poisoned(tap)
    quarantined(tap)
    changed_key(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
