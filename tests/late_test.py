#!/usr/bin/env python3
"""Late is silent: what is too old is carried out and never answered, what is
older than what we know has no effect but for its words, and a wrong clock
locks nobody out.  Times are ours, as bearerbox; the last part waits in a
real bearerbox's spool."""
import itertools
import sys
import time

import harness
import peer

NUMBERS = itertools.count(1)
LATE_S = 5


def new_phone(house):
    return harness.Worker(house, "+8551241%05d" % next(NUMBERS))


def now():
    return int(time.time())


# To the page of her 4 digits and beyond, for keys that come without their
# page having been seen: the same key twice in a row would be a repeat.
TO_WHAT = ["4", "3", "1", "1#"]
TO_FILED = TO_WHAT + ["3", "1", "1#", "4826"]
TO_NOTICE = TO_FILED + ["1", "1#", "2"]


def send(phone, text, at, op=peer.INPUT):
    """One USSD message of that time, by itself; the pages it brought."""
    box = phone.network
    return box.answers(box.ussd(phone.number, text, op, phone.session,
                                time=at))


def begin(phone, at, session):
    phone.session = session
    return send(phone, "*2026#", at, peer.BEGIN)


def write(phone, text, at):
    box = phone.network
    octets = text.encode("utf-16-be")
    return box.answers(box.sms(sender=phone.number, msgdata=octets, coding=2,
                               time=at))


def words_of(house, phone):
    """The texts of the cases that hold her number, oldest first."""
    return [t for k, t in house.entries(phone.number) if k != "number"]


def late_ussd(house, tap):
    phone = new_phone(house)
    t = now() - 300
    pages = begin(phone, t, b"\x91\1")
    for n, key in enumerate(TO_WHAT):
        pages += send(phone, key, t + 1 + n)
    tap.ok(pages == [], "USSD of five minutes ago is not answered", pages)
    tap.ok(phone.node()[0] == "tell.what", "but carried out", phone.node())
    page = phone.dial()
    tap.ok(phone.node() == ("tell.what", 0, 1), "a new dial offers to go on",
           (phone.node(), page.text))
    phone.key("1")
    phone.key("3")
    tap.ok(phone.node()[0] == "tell.centre", "and she goes on from there",
           phone.node())
    edges = []
    for age, answered in ((50, True), (70, False)):
        phone = new_phone(house)
        edges.append(bool(begin(phone, now() - age, b"\x91\2")) == answered)
    tap.ok(all(edges), "50 s is not late, 70 s is", edges)


def late_filing(house, tap):
    phone = new_phone(house)
    t = now() - 400
    pages = begin(phone, t, b"\x91\3")
    for n, key in enumerate(TO_NOTICE):
        pages += send(phone, key, t + 1 + n)
    for n in range(5):
        if phone.node()[0] == "tell.notice":
            pages += send(phone, "8" + "#" * (n % 2), t + 20 + n)
    pages += send(phone, "Late Agency", t + 30)
    pages += send(phone, "late words of hers", t + 31)
    tap.ok(pages == [], "a whole complaint from the spool is silent", pages)
    mine = [c for c, _ in house.matters(phone.number) if c["filed"]]
    entries = house.entries(phone.number)
    tap.ok(len(mine) == 1 and mine[0]["state"] == "new" and
           ("words", "late words of hers") in entries and
           ("agency", "Late Agency") in entries,
           "and is filed once, with her words", (mine, entries))
    phone.dial()
    phone.keys("00", "3", "2")
    phone.key("4826")
    tap.ok(phone.node()[0] == "state.show", "her 4 digits show its state",
           phone.node())


def late_sms(house, tap):
    phone = new_phone(house)
    t = now() - 16 * 60
    pages = write(phone, "hello", t)
    pages += write(phone, "4", t + 1)
    pages += write(phone, "3", t + 2)
    pages += write(phone, "words written by night", t + 3)
    tap.ok(pages == [], "SMS of 16 minutes ago are not answered", pages)
    tap.ok(phone.node()[0] == "ask" and
           words_of(house, phone) == ["words written by night"],
           "but carried out and kept", (phone.node(), words_of(house, phone)))
    phone = new_phone(house)
    pages = write(phone, "hello", now() - 14 * 60)
    tap.ok(len(pages) == 1, "SMS of 14 minutes ago are", pages)


def late_twice(house, tap):
    phone = new_phone(house)
    box = house.network
    t = now() - 200
    begin(phone, t, b"\x91\4")
    pages = box.answers(*[box.ussd(phone.number, key, peer.INPUT, b"\x91\4",
                                   time=t + n)
                          for n, key in enumerate(TO_WHAT, 1)])
    at = phone.node()
    # The network repeats under new ids what waited: one effect.
    pages += box.answers(*[box.ussd(phone.number, "3", peer.INPUT, b"\x91\4",
                                    time=t + 9) for _ in range(2)])
    tap.ok(pages == [] and at[0] == "tell.what" and
           phone.node()[0] == "tell.centre",
           "a late key that comes twice at once counts once",
           (pages, at, phone.node()))


def order(house, tap):
    box = house.network
    mixed = [5, 1, 0, 3, 4, 2, 6, 7]
    keys = ["*2026#"] + TO_WHAT + ["3", "1", "2"]
    phone, t = new_phone(house), now() - 20
    messages = [box.ussd(phone.number, keys[n],
                         peer.INPUT if n else peer.BEGIN, b"\x92\1",
                         time=t + n) for n in mixed]
    pages = box.answers(*messages)
    tap.ok(pages is not None and phone.node()[0] == "tell.when",
           "what comes at once in any order is taken in the order of time",
           phone.node())
    # One by one it cannot be: what is older than her last changes nothing.
    phone = new_phone(house)
    pages, bad = [], []
    begin(phone, t, b"\x92\2")
    send(phone, "4", t + 1)
    send(phone, "3", t + 9)
    at = phone.node()
    for n in (5, 3, 4, 2):
        pages += send(phone, str(n), t + n)
        if phone.node() != at:
            bad.append((n, phone.node()))
    tap.ok(not bad and pages == [] and at[0] == "ask",
           "one by one, older keys have no effect and no answer",
           (bad, pages))
    pages = send(phone, "1", t + 10)
    tap.ok(len(pages) == 1 and phone.node()[0] == "tell.safe",
           "and the next key counts", phone.node())


def older_session(house, tap):
    phone, t = new_phone(house), now() - 30
    begin(phone, t, b"\x93\1")
    send(phone, "4", t + 1)
    begin(phone, t + 10, b"\x93\2")
    send(phone, "3", t + 12)
    at = phone.node()
    pages = []
    for key, op, when in (("1", peer.INPUT, t + 5), ("*2026#", peer.BEGIN, t),
                          ("", 0x81, t + 6), ("4", peer.INPUT, t + 11)):
        phone.session = b"\x93\1"
        pages += send(phone, key, when, op)
    tap.ok(pages == [] and phone.node() == at,
           "older input of an older session has no effect",
           (pages, at, phone.node()))


def old_words(house, tap):
    phone, t = new_phone(house), now() - 60
    begin(phone, t, b"\x94\1")
    for n, key in enumerate(TO_NOTICE):
        send(phone, key, t + 1 + n)
    for n in range(5):
        if phone.node()[0] == "tell.notice":
            send(phone, "8" + "#" * (n % 2), t + 20 + n)
    send(phone, "Some Agency", t + 30)
    send(phone, "second half of it", t + 40)
    at = phone.node()
    pages = send(phone, "first half of it", t + 35)
    pages += write(phone, "by SMS between them", t + 37)
    said = words_of(house, phone)
    tap.ok(pages == [] and phone.node() == at and
           {"first half of it", "by SMS between them"} <= set(said),
           "older words are kept with her case, without an answer",
           (pages, at, phone.node(), said))
    phone = new_phone(house)
    write(phone, "hello", t + 40)
    pages = write(phone, "words of an older day", t - 86400)
    said = words_of(house, phone)
    tap.ok(pages == [] and said == ["words of an older day"],
           "older words of nobody's case are kept too", (pages, said))


def same_number(house, tap):
    """Networks count sessions in an octet or two: the same one comes back."""
    bad = []
    for age, sensitive in ((200, False), (660, True)):
        phone = new_phone(house)
        begin(phone, now() - age - 9, b"\x96\1")
        for n, key in enumerate(TO_WHAT):
            send(phone, key, now() - age - 8 + n)
        at = phone.node()
        pages = begin(phone, now(), b"\x96\1")
        if phone.node() != (("start", 0, 0) if sensitive else
                            (at[0], 0, 1)) or len(pages) != 1:
            bad.append("%d s later: %s, %s" % (age, phone.node(), pages))
    tap.ok(not bad, "a session's number used again is another session",
           "\n".join(bad))


def future(house, tap):
    bad = []
    for ahead in (30, 3600, 10 ** 7, 2 ** 31 - 1 - now()):
        phone = new_phone(house)
        pages = begin(phone, now() + ahead, b"\x95\1")
        if len(pages) != 1:
            bad.append("%d s ahead: not answered" % ahead)
        pages = begin(phone, now(), b"\x95\2")
        if len(pages) != 1:
            bad.append("dialled after %d s ahead: not answered" % ahead)
        pages = send(phone, "4", now())
        if len(pages) != 1 or phone.node()[0] != "start":
            bad.append("key after %d s ahead: %s" % (ahead, phone.node()))
        phone = new_phone(house)
        write(phone, "hello", now() + ahead)
        pages = write(phone, "4", now())
        if len(pages) != 1 or phone.node()[0] != "start":
            bad.append("SMS after %d s ahead: %s" % (ahead, phone.node()))
    tap.ok(not bad, "a time in the future locks nobody out", "\n".join(bad))
    bad = []
    for at in (0, -1, 1, -2 ** 31):
        phone = new_phone(house)
        if begin(phone, at, b"\x95\3") != [] or write(phone, "ok", at) != []:
            bad.append("time %d is answered" % at)
        if len(begin(phone, now(), b"\x95\4")) != 1:
            bad.append("time %d locks her out" % at)
    tap.ok(not bad, "nor does a time at the beginning of the world",
           "\n".join(bad))


def as_box(tap):
    with harness.House(network=False).up_alone() as house:
        for test in (late_ussd, late_filing, late_sms, late_twice, order,
                     older_session, old_words, same_number, future):
            test(house, tap)
        tap.ok(house.alive(), "calls is the process that was started")
        house.stopped(tap)


def in_the_spool(tap):
    with harness.House() as house:
        house.set("ussd_late_s", LATE_S)
        house.up()
        house.network.pages.clear()
        house.kill("calls")
        early = [new_phone(house) for _ in range(20)]
        for phone in early:
            phone.dial(wait=False)
        writer = new_phone(house)
        writer.sms("written while you were away", wait=False)
        time.sleep(1.1)
        for phone in early:
            phone.key("4", wait=False)
        time.sleep(LATE_S + 1)
        fresh = new_phone(house)
        fresh.dial(wait=False)
        house.start("calls")
        tap.ok(fresh.silent(5) is not None,
               "who dialled just before we came back is answered")
        tap.ok(writer.silent(5) is not None, "so is an SMS")
        end = time.time() + 10
        while time.time() < end and not all(p.node() for p in early):
            time.sleep(0.1)
        time.sleep(1)
        pages = [p for p in house.network.pages
                 if p.receiver in [e.number for e in early]]
        tap.ok(pages == [], "nobody is answered late from the spool", pages)
        places = [p.node() for p in early]
        tap.ok(all(place and place[0] in ("language", "start")
                   for place in places), "but all were heard", places)
        tap.ok("Khmer" in early[0].dial().text or early[0].node()[0] ==
               "start", "and a new dial is answered", early[0].node())
        tap.ok("written while you were away" in words_of(house, writer),
               "and the words are kept")


def main():
    tap = harness.Tap()
    as_box(tap)
    in_the_spool(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
