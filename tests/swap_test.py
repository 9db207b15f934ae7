#!/usr/bin/env python3
"""The list of agencies changes, and its importer is killed, while people ask
for companies.  Each answer is of one list, the old or the new one.  TAP."""
import os
import queue
import random
import subprocess
import sys
import threading
import time

import harness

IMPORTS = 36
ASKERS = 4
NAMES = ("Wooden Harbour Moon %s", "Wooden Harbour Lake %s",
         "Wooden Harbour Hill %s")
SIDES = ("Teaspoon", "Saxophone")


def rows(side):
    """Forty agencies of which three change their names: that needs nobody's
    consent."""
    lines = ["licence,name,status,valid_until"]
    lines += ["Q-%d,%s,valid,2034-12-31" % (i, name % side)
              for i, name in enumerate(NAMES)]
    lines += ["Z-%d,Zigzag Sample %d,valid,2034-12-31" % (i, i)
              for i in range(40)]
    return "\n".join(lines) + "\n"


def today():
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))


def load(house, side, kill_after=None):
    path = os.path.join(house.top, side + ".csv")
    with open(path, "w") as f:
        f.write(rows(side))
    process = subprocess.Popen(
        [harness.HELPLINE, "agencies", house.dir, "import", path, "--as-of",
         today(), "--source", side, "--json"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    if kill_after is not None:
        time.sleep(kill_after)
        process.kill()
    out, _ = process.communicate()
    return '"state": "applied"' in out, out


def first(house):
    load(house, SIDES[0])
    for who in ("dara", "bopha"):
        house.helpline("agencies", house.dir, "confirm", "2", "--as", who,
                       "--password-fd", "0", stdin=harness.PASSWORD + "\n")


def swap(house, over, done):
    draw = random.Random(7)
    try:
        for n in range(IMPORTS):
            killed = n % 3 == 2
            applied, _ = load(house, SIDES[n % 2],
                              draw.random() * 0.1 if killed else None)
            done["killed" if killed and not applied else "swapped"] += 1
    finally:
        over.set()


def answer(phone):
    """The parts of one reply, put together."""
    parts = {}
    while True:
        page = phone.next(10)
        if not page.udh:
            return page.text
        parts[page.udh[5]] = page.text
        if len(parts) == page.udh[4]:
            return "".join(parts[n] for n in sorted(parts))


def ask(house, number, over, answers, silent):
    """From one phone after the other: none may get too many SMS."""
    n = 0
    while not over.is_set():
        phone = harness.Worker(house, "+85513%d%05d" % (number, n))
        n += 1
        phone.dial()
        phone.key("4")
        for _ in range(10):
            phone.flush()
            phone.sms("CHECK wooden harbour", wait=False)
            try:
                answers.append(answer(phone))
            except queue.Empty:
                silent.append(phone.number)


def sides_of(text):
    return {side for side in SIDES if side in text}


def main():
    tap = harness.Tap()
    answers, silent = [], []
    done = {"killed": 0, "swapped": 0}
    with harness.House().patient().up() as house:
        first(house)
        over = threading.Event()
        threads = [threading.Thread(target=swap, args=(house, over, done))]
        threads += [threading.Thread(target=ask, args=(
            house, n, over, answers, silent)) for n in range(ASKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        tap.note("%d answers, %d swaps, %d imports killed" % (
            len(answers), done["swapped"], done["killed"]))
        mixed = [a for a in answers if len(sides_of(a)) != 1 or
                 a.count("Wooden Harbour") != len(NAMES)]
        tap.ok(answers and not mixed, "each answer is whole and of one list",
               mixed[:3])
        tap.ok(not silent, "nobody waits in vain", silent)
        tap.ok(done["swapped"] >= IMPORTS // 2 and done["killed"] > 0 and
               {s for a in answers for s in sides_of(a)} == set(SIDES),
               "both lists were seen, and imports were killed", done)
        for side in SIDES:
            applied, out = load(house, side)
            time.sleep(1.5)
            phone = harness.Worker(house, "+855138%05d" % SIDES.index(side))
            phone.dial()
            phone.key("4")
            phone.flush()
            phone.sms("CHECK wooden harbour", wait=False)
            last = answer(phone)
            tap.ok(applied and sides_of(last) == {side}, "the new list counts "
                   "without a restart: " + side, (out, last))
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
