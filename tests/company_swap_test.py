#!/usr/bin/env python3
"""A new list takes its place while families ask, and calls is killed in
between: each answer is of one list.  An answer may come twelve hours late,
no other may."""
import itertools
import sys
import threading
import time

import company_test
import harness

COUNT = itertools.count(1)
SWAPS = 3
# Both lists have the same numbers under other names: half of each would be
# seen at once.
LISTS = [("Pelican One", "Pelican Two"), ("Heron Red", "Heron Blue")]
HEAD = "licence,name,aliases,status,valid_until,destinations\n"


def lines(names):
    return HEAD + "".join('P-%d,"%s Manpower",Waterbird %d,valid,2034-12-31,TH\n'
                          % (i, name, i) for i, name in enumerate(names))


class Asking(threading.Thread):
    """One family after another, until it is told to end."""

    def __init__(self, house, n):
        super().__init__(daemon=True)
        self.house, self.n = house, n
        self.answers = []
        self.ends = False

    def run(self):
        i = 0
        while not self.ends:
            i += 1
            phone = harness.Worker(self.house, "+8551%d%06d" % (self.n, i))
            reply, _ = company_test.whole(phone, "check waterbird", 5)
            self.answers.append(reply)


def of_one_list(reply):
    found = [any(name in reply for name in names) for names in LISTS]
    both = [all(name in reply for name in names) for names in LISTS]
    return found.count(True) == 1 and both.count(True) == 1


def swaps(tap):
    with harness.House().up() as house:
        register = company_test.List(house)
        register.load(lines(LISTS[0]), company_test.today())
        asking = [Asking(house, n) for n in (30, 31, 32)]
        for a in asking:
            a.start()
        for n in range(SWAPS):
            register.load(lines(LISTS[(n + 1) % 2]), company_test.today())
            house.kill("calls")
            house.start("calls")
            time.sleep(1)
        for a in asking:
            a.ends = True
        for a in asking:
            a.join()
        said = [r for a in asking for r in a.answers if r]
        wrong = [r for r in said if not of_one_list(r)]
        tap.ok(len(said) > 30 and not wrong,
               "%d answers through %d swaps and kills, each of one list"
               % (len(said), SWAPS), wrong[:3])
        seen = [any(names[0] in r for r in said) for names in LISTS]
        tap.ok(all(seen), "both lists were seen", seen)
        phone = harness.Worker(house, "+85519999999")
        reply, _ = company_test.whole(phone, "check waterbird")
        tap.ok(LISTS[SWAPS % 2][0] in reply, "the last one stands", reply)


def write(house, text, age):
    """A text of so many seconds ago; the SMS that answer it."""
    box = house.network
    number = "+8551262%05d" % next(COUNT)
    return box.answers(box.sms(sender=number, coding=2,
                               msgdata=text.encode("utf-16-be"),
                               time=int(time.time()) - age))


def late(tap):
    with harness.House() as house:
        house.up_alone()
        for age, answered in ((3600, True), (42900, True), (43500, False)):
            pages = write(house, "CHECK Teapot Moon Recruitment Co Ltd", age)
            tap.ok(bool(pages) == answered, "%d s late: %s" % (
                age, "answered" if answered else "silent"), pages)
            for page in pages:
                tap.ok("DEMO-003" in page.text, "with the company", page.text)
        pages = write(house, "hello there my friends", 3600)
        tap.ok(not pages, "no other text is answered an hour late", pages)


def main():
    tap = harness.Tap()
    late(tap)
    swaps(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
