#!/usr/bin/env python3
"""A page by SMS, because she asked: the same text, neutral, by the SMS door of
her own network, only to the number that asked; once however often the key
comes, few a day, never late and never to a borrowed phone."""
import itertools
import sys
import time

import harness
import peer
import road_test
import wire

NUMBERS = itertools.count(1)


def new_phone(house, language="4"):
    phone = harness.Worker(house, "+8551243%05d" % next(NUMBERS))
    phone.dial()
    phone.key(language)
    return phone


def letters(phone, quiet=0.5):
    """The SMS that came to her since the last time, until it is quiet."""
    while (page := phone.silent(quiet)) is not None:
        phone.letters.append(page)
    found, phone.letters = phone.letters, []
    return found


def words(text):
    return "".join(text.replace("...", "").split())


def by_wire(house, tap, language):
    phone = new_phone(house, language)
    page = plain = phone.dial("*2026*1#")
    said = [page.text]
    while "7 SMS" not in page.text and phone.node()[0] == "papers":
        page = plain = phone.key("8")
        said.append(page.text)
    # Without the keys below them.
    said = "".join(text.rsplit("\n", 1)[0] for text in said)
    tap.ok("7 SMS" in page.text, "language %s: the last page offers it" %
           language, page.text)
    sent = phone.key("7")
    got = letters(phone)
    faults = wire.faults(sent, True, phone.session)
    for letter in got:
        faults += wire.faults(letter, False, valid=900)
    tap.ok(not faults, "language %s: page and SMS are right submit_sm" %
           language, faults)
    tap.ok(sent.text != plain.text and phone.node()[0] == "papers",
           "language %s: a line says that it was sent" % language, sent.text)
    tap.ok(words("".join(p.text for p in got)) == words(said),
           "language %s: the same text" % language, (said, got))
    tap.ok(all(p.receiver == phone.number and p.sender == "2026"
               for p in got), "language %s: to the number that asked" %
           language, got)
    found = [w for w in road_test.sensitive_words() for p in got
             if w in p.text.lower()]
    tap.ok(not found, "language %s: neutral" % language, found)


def once(house, tap):
    phone = new_phone(house)
    phone.dial("*2026*1#")
    for _ in range(3):
        phone.key("7")
    page = phone.key("7")
    got = letters(phone)
    tap.ok(got and len(got) == len({p.text for p in got}),
           "a key that comes four times sends once", got)
    tap.ok("Sent" in page.text, "and is answered alike each time", page.text)
    counts = []
    for _ in range(4):
        phone.dial("*2026*1#")
        page = phone.key("7")
        counts.append((bool(letters(phone)), "Sent" in page.text))
    tap.ok(counts == [(True, True)] * 2 + [(False, False)] * 2,
           "three a day, then a line says not now", counts)
    other = new_phone(house)
    other.dial("*2026*1#")
    other.key("7")
    tap.ok(letters(other), "another number is not counted with her")


def never(house, tap):
    phone = new_phone(house)
    page = phone.key("7")
    tap.ok(phone.node()[0] == "start" and "Sent" not in page.text,
           "a page without it takes 7 as a wrong key", page.text)
    phone.keys("3", "4", "1")
    phone.keys("00", "1", "1", "1")
    page = phone.key("7")
    got = letters(phone)
    tap.ok(phone.node()[0] == "papers" and "Sent" not in page.text and not got,
           "nothing is sent to a borrowed phone", (page.text, got))
    phone = harness.Worker(house, "+85512430999")
    phone.sms("hello")
    for key in ("4", "1", "1", "1", "7"):
        phone.sms(key)
    tap.ok(phone.silent(0.5) is None, "by SMS 7 brings one answer, no more")


def late_and_again(house, tap):
    """Over the box protocol: old messages, ids that come again."""
    box = house.network
    phone = new_phone(house)
    phone.dial("*2026*1#")
    now = int(time.time())
    late = box.answers(box.ussd(phone.number, "7", peer.INPUT, phone.session,
                                time=now - 70))
    tap.ok(late == [], "a key of 70 s ago sends nothing", late)
    key = box.ussd(phone.number, "7", peer.INPUT, phone.session)
    first = box.answers(key)
    again = [box.answers(key) for _ in range(3)]
    twice = box.answers(*[box.ussd(phone.number, "7", peer.INPUT,
                                   phone.session) for _ in range(3)])
    sms = [p for p in first if p.smsc == "sms-kh"]
    later = [p for pages in again + [twice] for p in pages
             if p.smsc == "sms-kh"]
    tap.ok(sms and not later, "the same id, or a new one: sent once",
           (first, again, twice))
    tap.ok(all(now < p.validity <= now + 905 for p in sms),
           "valid for a quarter of an hour", [p.validity for p in sms])
    tap.ok(sms and [p.smsc for p in first][0] == "ussd-kh",
           "her page comes first", first)


def main():
    tap = harness.Tap()
    with harness.House().up() as house:
        for language in "1234":
            by_wire(house, tap, language)
        once(house, tap)
        never(house, tap)
    with harness.House(network=False).up_alone() as house:
        late_and_again(house, tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
