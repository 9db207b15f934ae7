#!/usr/bin/env python3
"""A drop at every single step, then a new dial: nothing given is lost,
nothing sensitive is offered after ten minutes; by USSD and by SMS."""
import sys

import harness

# What she presses from the language page on, and what staff must find after
# each (a kind of item and its text), when that key was the last she pressed.
KEYS = [
    ("4", None), ("3", None), ("1", None), ("1", None), ("3", None),
    ("1", ("number", None)), ("2", ("contact", "call")),
    ("2", ("when", "morning")), ("4826", None), ("1", None),
    ("3", ("who", "group")), ("2", ("many", "6-10")),
    ("2", ("country", "TH")), ("NOTICE", None),
    ("Some Company", ("agency", "Some Company")),
    ("my own words", ("words", "my own words")),
    ("and some more", ("words", "and some more")),
]
TEN_MINUTES = 10 * 60


def walk(phone, press, steps):
    for key, _ in KEYS[:steps]:
        if key == "NOTICE":
            while phone.node()[0] == "tell.notice":
                press("8")
        else:
            press(key)


def given(steps):
    return [item for _, item in KEYS[:steps] if item]


def entries_of(house, number):
    return [e for _, entries in house.matters(number) for e in entries]


def age(house, number, seconds):
    """As if her last message had come so long ago."""
    row = house.place(number)
    house.sql("update caller set seen_at = seen_at - ?, "
              "last_time = last_time - ? where tag = ?",
              seconds, seconds, bytes(row["tag"]))


def is_sensitive(node):
    return node.startswith(("tell.", "urgent", "call", "state."))


def drop(house, tap, steps, ussd, problems):
    name = "%s after %d keys" % ("USSD" if ussd else "SMS", steps)
    number = "+8551240%d%03d" % (ussd, steps)
    phone = harness.Worker(house, number)
    press = phone.key if ussd else phone.sms
    first = phone.dial if ussd else lambda: phone.sms("menu")
    first()
    walk(phone, press, steps)
    node = phone.node()[0]
    entries = entries_of(house, number) if given(steps) else []
    for kind, text in given(steps):
        if (kind, text or number) not in entries:
            problems.append("%s: %s %s is lost" % (name, kind, text))
    # Dropped and dialled again at once: she goes on where she was.
    if ussd:
        phone.dial()
        if is_sensitive(node):
            if not phone.node()[2]:
                problems.append("%s: no Continue at once" % name)
            phone.key("1")
            if phone.node()[0] != node:
                problems.append("%s: Continue leads to %s, not %s" % (
                    name, phone.node()[0], node))
    # Eleven minutes later: the plain start page.
    age(house, number, TEN_MINUTES + 60)
    page = phone.dial() if ussd else phone.sms("1")
    place = phone.node()
    if is_sensitive(node) and (place[2] or is_sensitive(place[0])):
        problems.append("%s: after 10 minutes she is at %s" % (name, place))
    if is_sensitive(node) and place[0] != "start":
        problems.append("%s: not the start page: %r" % (name, page.text))
    after = entries_of(house, number) if given(steps) else []
    if sorted(after) != sorted(entries):
        problems.append("%s: the new call changed what she had given" % name)


def begin_again(house, tap):
    """Dropped, dialled, start again, another complaint: both are there."""
    phone = harness.Worker(house, "+85512409999")
    phone.dial()
    walk(phone, phone.key, 8)
    phone.dial()
    phone.keys("2", "3", "1", "1", "1", "1", "1")
    ref = harness.ref_in(phone.key("4826").text)
    mine = []
    for case in house.cases():
        read = house.read(case["ref"])
        if read and any(e["text"] == phone.number for e in read["entries"]):
            mine.append((case["category"], case["state"], case["filed"]))
    tap.ok(sorted(mine) == [("paid", "new", True),
                            ("wages", "incomplete", False)],
           "who starts again leaves what she gave with staff", (ref, mine))


def choose_again(house, tap):
    """Going back and choosing again is one complaint, not two."""
    before = len(house.cases())
    phone = harness.Worker(house, "+85512409998")
    phone.dial()
    walk(phone, phone.key, 6)
    phone.keys("0", "0", "1", "1", "1", "4826")
    after = house.cases()
    tap.ok(len(after) == before + 1 and phone.node()[0] == "tell.filed",
           "who goes back and chooses again files one", after[-2:])


def main():
    tap = harness.Tap()
    with harness.House().up() as house:
        begin_again(house, tap)
        choose_again(house, tap)
        for ussd in (True, False):
            problems = []
            for steps in range(len(KEYS) + 1):
                drop(house, tap, steps, ussd, problems)
            tap.ok(not problems, "a drop after each of %d keys by %s" % (
                len(KEYS), "USSD" if ussd else "SMS"), "\n".join(problems))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
