#!/usr/bin/env python3
"""make leaving: two texts are sent, calls killed before each of its system
calls on the way: from the first that it makes in its own directory, over the
commits, the packets and the reports, to its orderly end.

What must hold follows from what the store said when it fell.  Queued: it leaves
once after the start, as if nothing had been.  Sending: it is unknown, and does
not leave (again).  Accepted or further: it left once, before, and says so still.
Nobody gets a text twice, and none is lost without the word "unknown".

    sending.py [--points N] [--jobs N] [--seed S] [--json FILE]

The link is peer.Box's, so that a packet that bearerbox would have got is
counted even where calls fell in the middle of it.  In texts_road_test.py calls
falls over a real bearerbox, and the network is asked."""
import argparse
import collections
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))

import harness			# noqa: E402
import peer			# noqa: E402
import points			# noqa: E402
import texting			# noqa: E402

WAIT_S = 15
TRIES = 3
LATER = "And one more."
DELIVERED, TAKEN = 1, 8

Point = collections.namedtuple("Point", "call n part")


class Bench(points.Bench):
    """A house in which two texts are queued, copied for each point."""

    def __init__(self):
        super().__init__()
        self.clock = harness.Clock(os.path.join(self.top, "clock"))
        texting.later(self, self.clock,
                      texting.seconds_to(9 * 3600, self.clock))
        options = self.env["ASAN_OPTIONS"]
        self.env = dict(self.clock.env)
        self.env["ASAN_OPTIONS"] += options
        self.start("calls")
        if not self.network.ready():
            raise RuntimeError("calls does not link\n" + self.logged())
        # A key of the second in which it linked may be one sent again.
        time.sleep(1.5)
        self.phones = [texting.caller(self), texting.caller(self)]
        self.stop()
        self.rows = [texting.queued(self, phone, "Text %d." % n, 36000)[0]
                     for n, phone in enumerate(self.phones)]

    def states(self, dir=None):
        """Of both texts, from a copy: to look at it changes a store."""
        copy = self.top + ".look"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(dir or self.dir, copy)
        store = sqlite3.connect(os.path.join(copy, "helpline.db"))
        try:
            found = dict((id.hex(), (texting.STATES[state], text is not None))
                         for id, state, text in store.execute(
                             "select id, state, text from outbox"))
            whole = store.execute("pragma integrity_check").fetchone()[0]
        finally:
            store.close()
            shutil.rmtree(copy, ignore_errors=True)
        return [found.get(row, ("gone", False)) for row in self.rows], whole

    def left(self, phone):
        """How often her text was on the wire, and its id for reports."""
        with self.network.lock:
            sent = [p.fields for p in self.network.packets
                    if p.type == peer.SMS and p.fields.get("dlr_url") and
                    (p.fields["receiver"] or b"").decode() == phone.number]
        return [f for f in sent if texting.words(f) != LATER]


class Play:
    """Both texts leave; the first is reported on; then calls is to end."""

    def __init__(self, bench):
        self.bench = bench
        self.reported = []

    def alive(self):
        return self.bench.alive("calls")

    def wait(self, found):
        end = time.time() + WAIT_S
        while time.time() < end:
            if found():
                return True
            if not self.alive():
                return False
            time.sleep(0.003)
        return False

    def report(self):
        """What the network says of the first, once it was on the wire."""
        bench = self.bench
        sent = bench.left(bench.phones[0])
        if self.reported or not sent:
            return
        made = [bench.network.sms(
            sms_type=peer.REPORT, sender="2026", dlr_mask=mask,
            dlr_url=sent[0]["dlr_url"].decode()) for mask in (TAKEN,
                                                              DELIVERED)]
        self.reported = [m["id"] for m in made]
        try:
            bench.network.put(*made)
        except OSError:
            # They wait for the next link.
            pass

    def run(self):
        """True when it came to its end without a fall."""
        bench = self.bench
        if not self.wait(lambda: all(map(bench.left, bench.phones))):
            return False
        self.report()
        acked = bench.network.acked
        return self.wait(lambda: all(acked[i] for i in self.reported))

    def again(self):
        """After a fall: started, and as far as it goes.  A text that is queued
        now leaves after those that would leave again."""
        bench = self.bench
        link = bench.network.link
        bench.start("calls")
        if not bench.network.ready(after=link, timeout=WAIT_S):
            return False
        if texting.queued(bench, bench.phones[1], LATER) is None:
            return False
        gone = self.wait(lambda: any(
            p.text == LATER for p in list(bench.network.pages)))
        self.report()
        acked = bench.network.acked
        return gone and self.wait(
            lambda: all(acked[i] for i in self.reported))


def judge(fallen, before, after, sent, reported):
    """What is wrong with one text: as it was when calls fell, as it is now; how
    often it had left then and has left now."""
    (was, _), (is_now, words) = before, after
    expected = {"queued": ({"accepted"}, 0, 1),
                "sending": ({"unknown"}, None, None),
                "accepted": ({"accepted"}, 1, 1),
                "delivered": ({"delivered"}, 1, 1)}
    if was not in expected:
        return "it was " + was
    states, then, in_all = expected[was]
    if reported:
        states = {"delivered"}
    wrong = []
    if is_now not in states:
        wrong.append("%s became %s" % (was, is_now))
    if sent[1] > 1 or (in_all is not None and sent[1] != in_all):
        wrong.append("left %d times, was %s" % (sent[1], was))
    if then is not None and sent[0] != then:
        wrong.append("was %s, had left %d times" % (was, sent[0]))
    if was == "sending" and sent[1] != sent[0]:
        wrong.append("it left again after the fall")
    if words:
        wrong.append("its words are still there")
    return ", ".join(wrong)


class Sweep:
    """Points in the order of a seed; faults in words."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.bench = Bench()
        self.faults, self.missed, self.fell = [], [], 0
        self.found = collections.Counter()	# how texts were found

    def end(self):
        self.bench.end()

    def points(self):
        """The calls of one play that is not disturbed, from the first in its
        own directory on."""
        bench = self.bench
        bench.fresh()
        bench.start_traced()
        play = Play(bench)
        if not play.run():
            raise RuntimeError("undisturbed they did not leave\n" +
                               bench.logged())
        # strace has the house's clock.
        ended = time.time() + bench.clock.ahead
        bench.stop()
        states, _ = bench.states()
        if [s for s, _ in states] != ["delivered", "accepted"]:
            raise RuntimeError("undisturbed they became %s" % states)
        return list(self.read_trace(ended))

    def read_trace(self, ended):
        seen, part = collections.Counter(), None
        with open(self.bench.trace, errors="replace") as f:
            for line in f:
                match = re.match(r"\d+ +([\d.]+) (\w+)\(", line)
                if not match:
                    continue
                at, call = float(match.group(1)), match.group(2)
                seen[call] += 1
                if part is None and self.bench.dir in line:
                    part = "start"
                elif part == "start" and call == "connect":
                    part = "sending"
                elif part == "sending" and at > ended:
                    part = "end"
                if part is not None:
                    yield Point(call, seen[call], part)

    def strike(self, point):
        """Counts differ a little from run to run: what was not reached is tried
        again."""
        if not any(self.strike_once(point) for _ in range(TRIES)):
            self.missed.append(point)

    def strike_once(self, point):
        bench = self.bench
        bench.fresh()
        bench.start_traced("-e", "trace=" + point.call, "-e",
                           "inject=%s:signal=KILL:when=%d" % point[:2])
        play = Play(bench)
        if play.run():
            bench.stop()
        elif play.alive():
            bench.kill("calls")
            self.faults.append((point, "neither a fall nor an end"))
            return True
        if bench.processes["calls"].returncode != -9:
            return False
        self.fell += 1
        self.after_fall(point, play)
        return True

    def after_fall(self, point, play):
        bench = self.bench
        # What was on the wire is read to its end.
        while bench.network.connection is not None:
            time.sleep(0.002)
        before, whole = bench.states()
        then = [len(bench.left(p)) for p in bench.phones]
        if not play.again():
            self.faults.append((point, "it does not go on\n" +
                                bench.logged()))
        bench.stop()
        after, whole_now = bench.states()
        now = [len(bench.left(p)) for p in bench.phones]
        for i in range(2):
            self.found[before[i][0]] += 1
            wrong = judge(point, before[i], after[i], (then[i], now[i]),
                          i == 0 and play.reported)
            if wrong:
                self.faults.append((point, "text %d: %s" % (i, wrong)))
        if (whole, whole_now) != ("ok", "ok"):
            self.faults.append((point, "the store: %s" % whole_now))

    def run(self, todo, say=lambda n: None):
        for n, point in enumerate(todo, 1):
            self.strike(point)
            say(n)
        return {"points": len(todo), "fell": self.fell,
                "not reached": [tuple(p) for p in self.missed],
                "found": dict(self.found),
                "faults": ["%s %d, %s: %s" % (*point, what)
                           for point, what in self.faults]}


def count(seed):
    """All points there are."""
    sweep = Sweep(seed)
    try:
        return sweep.points()
    finally:
        sweep.end()


def sample(every, n, rng):
    """Most of them where it sends."""
    middle = [p for p in every if p.part == "sending"]
    around = [p for p in every if p.part != "sending"]
    return rng.sample(middle, n - n // 4) + rng.sample(around, n // 4)


def one_part(options):
    with open(options.todo) as f:
        todo = [Point(*p) for p in json.load(f)]
    sweep = Sweep(options.seed)
    try:
        figures = sweep.run(todo, lambda n: n % 25 == 0 and print(
            "leaving: %d of %d, %d faults" % (n, len(todo),
                                              len(sweep.faults)), flush=True))
    finally:
        sweep.end()
    with open(options.json, "w") as f:
        json.dump(figures, f)


def side_by_side(options, todo):
    """Mostly they wait: each a house of its own."""
    jobs, results = [], []
    with tempfile.TemporaryDirectory(prefix="helpline-leaving-") as scratch:
        for n in range(options.jobs):
            path = os.path.join(scratch, str(n))
            with open(path, "w") as f:
                json.dump(todo[n::options.jobs], f)
            jobs.append((path + ".json", subprocess.Popen(
                [sys.executable, os.path.abspath(__file__), "--todo", path,
                 "--seed", str(options.seed), "--json", path + ".json"])))
        for path, job in jobs:
            if job.wait() != 0:
                raise RuntimeError("a part of it broke off")
            with open(path) as f:
                results.append(json.load(f))
    return results


def summary(results, every):
    tried, fell = (sum(r[k] for r in results) for k in ("points", "fell"))
    missed = [p for r in results for p in r["not reached"]]
    found = sum((collections.Counter(r["found"]) for r in results),
                collections.Counter())
    faults = [f for r in results for f in r["faults"]]
    print("%d system calls of sending two texts (%s); %d tried, %d fell, %d "
          "not reached" % (len(every), dict(collections.Counter(
              p.part for p in every)), tried, fell, len(missed)))
    print("a text was then: %s" % ", ".join(
        "%s %d times" % (k, n) for k, n in found.most_common()))
    for fault in faults:
        print("FAULT %s" % fault)
    print("faults: %d" % len(faults))
    return len(faults)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=None,
                        help="at most so many; all when not given")
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--seed", type=int,
                        default=int(time.time()) % 100000)
    parser.add_argument("--todo", help="of a part: the file of its points")
    parser.add_argument("--json", default="leaving.json")
    options = parser.parse_args()
    if options.todo is not None:
        one_part(options)
        return 0
    every = count(options.seed)
    todo = every[:]
    random.Random(options.seed).shuffle(todo)
    print("leaving: seed %d, %d system calls" % (options.seed, len(every)),
          flush=True)
    results = side_by_side(options, todo[:options.points])
    with open(options.json, "w") as f:
        json.dump(results, f, indent=1)
    return 1 if summary(results, every) else 0


if __name__ == "__main__":
    sys.exit(main())
