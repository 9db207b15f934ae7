#!/usr/bin/env python3
"""staff.py - members of staff at work, beside a bench of calls.

    staff.py DIR [--staff N] [--pause S]

Starts the desk of a data directory and prints "ready" when all have signed in;
then each lists, opens, notes, searches by words and signs in again now and then,
until standard input ends.  Then one line of JSON: how often, how long."""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))

import desk as desks		# noqa: E402
import harness			# noqa: E402

MEMBERS = ("dara", "sophea", "bopha", "rithy", "chanthy")
LISTS = ("centre", "mine", "unassigned", "urgent", "overdue", "finished")


class Place:
    """What desk.py wants of a house."""

    def __init__(self, path):
        self.dir = path
        self.processes = {}
        with open(os.path.join(path, "helpline.yaml")) as f:
            self.settings = dict(re.findall(r"^(\w+): *\"?([^\"\n#]*)",
                                            f.read(), re.M))

    def start(self, name):
        self.processes[name] = subprocess.Popen(
            [harness.HELPLINE, name, self.dir], stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    @staticmethod
    def logged():
        return ""


class Member(threading.Thread):
    def __init__(self, desk, n, codes, pause):
        super().__init__(daemon=True)
        self.name_, self.codes, self.pause = MEMBERS[n % 5], codes, pause
        self.browser, self.random = desks.Browser(desk), random.Random(n)
        self.refs, self.times, self.over = [], {}, threading.Event()

    def sign_in(self):
        with self.codes[0]:
            line = self.codes[1].setdefault(self.name_, 0)
            self.codes[1][self.name_] = line + 1
            return self.browser.sign_in(self.name_,
                                        code=desks.sheet(self.name_)[line])

    def act(self):
        what = self.random.random()
        if what < .55 or not self.refs:
            got = self.browser.get("/api/cases?list=" +
                                   self.random.choice(LISTS))
            self.refs = [c["ref"] for c in (got.json or {}).get(
                "cases", [])] or self.refs
            return "list", got
        ref = self.random.choice(self.refs)
        if what < .80:
            return "open", self.browser.get("/api/cases/" + ref)
        if what < .94:
            return "note", self.browser.post("/api/cases/%s/notes" % ref, {
                "text": "Spoke with her sister, she will come on Monday."})
        if what < .97:
            return "search", self.browser.post("/api/search/words",
                                               {"words": "passport"})
        return "unlock", self.browser.post("/api/session/unlock", {
            "password": harness.PASSWORD})

    def run(self):
        while not self.over.wait(self.random.uniform(.5, 1.5) * self.pause):
            began = time.time()
            what, got = self.act()
            self.times.setdefault(what, []).append(
                ((time.time() - began) * 1000, got.status))


def summary(members):
    out = {}
    for member in members:
        for what, times in member.times.items():
            out.setdefault(what, []).extend(times)
    return {what: {"n": len(t), "p50_ms": round(sorted(t)[len(t) // 2][0], 1),
                   "max_ms": round(max(t)[0], 1),
                   "ok": sum(s < 300 for _, s in t)}
            for what, t in sorted(out.items())}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dir")
    parser.add_argument("--staff", type=int, default=20)
    parser.add_argument("--pause", type=float, default=2)
    options = parser.parse_args()
    place = Place(options.dir)
    desk = desks.Desk(place)
    codes = threading.Lock(), {}
    # Of one member at most three sit at once: each has four laptops' work.
    members = [Member(desk, n, codes, options.pause)
               for n in range(options.staff)]
    for member in members[:15]:
        if member.sign_in().status != 200:
            raise RuntimeError("%s cannot sign in" % member.name_)
    for n, member in enumerate(members[15:]):
        member.browser = members[n].browser
    for member in members:
        member.start()
    print("ready", flush=True)
    sys.stdin.read()
    for member in members:
        member.over.set()
    for member in members:
        member.join(10)
    place.processes["desk"].terminate()
    place.processes["desk"].wait()
    print(json.dumps(summary(members)), flush=True)


if __name__ == "__main__":
    main()
