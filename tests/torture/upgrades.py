"""Stores of every earlier number of the schema, brought up by today's program
that is killed before each write and sync, told by the kernel that one failed,
or loses its power there.  Opened once more, each is whole, of the shape of a
new one, and holds every row."""
import collections
import os
import random
import re
import shutil
import sqlite3
import subprocess

import cuts
import harness
import ledger
import upgrade_test

# What changes a file, and what makes that lasting.
CALLS = ("pwrite64", "pwritev", "pwritev2", "write", "fdatasync", "fsync",
         "ftruncate", "unlink", "unlinkat", "rename", "renameat2", "fchmod",
         "fallocate")
ERRORS = ("EIO", "ENOSPC")
FEW = 200			# points: then of three stores only

Point = collections.namedtuple("Point", "number call n how")


class Upgrades:

    def __init__(self, seed, report):
        self.rng, self.report = random.Random(seed), report
        self.house = harness.House(network=False)
        self.top = self.house.top
        self.place = os.path.join(self.top, "point")
        self.trace = os.path.join(self.top, "trace")
        self.disk_log = os.path.join(self.top, "disk")
        self.faults = collections.defaultdict(set)
        self.struck = collections.Counter()
        self.missed = 0
        self.tried = 0
        self.made = {}			# by number: (directory, rows, offered)

    def mould(self, number):
        if number not in self.made:
            place = os.path.join(self.top, "v%d" % number)
            _, before, offered = upgrade_test.build(place, number,
                                                    self.house.dir)
            self.made[number] = place, before, offered
        return self.made[number]

    def fresh(self, number):
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.mould(number)[0], self.place)

    def open(self, *before, env=None):
        """As the first of the processes would after a new program came."""
        return subprocess.run([*before, harness.HELPLINE, "cases", self.place,
                               "--all", "--json"], capture_output=True,
                              text=True, env=env)

    def traced(self, *options):
        env = dict(os.environ, ASAN_OPTIONS=os.environ.get(
            "ASAN_OPTIONS", "") + ":detect_leaks=0")
        return self.open("strace", "-f", "-qq", "-o", self.trace, *options,
                         env=env)

    def calls_of(self, number):
        """How often each is called in one upgrade."""
        self.fresh(number)
        done = self.traced("-e", "trace=" + ",".join(CALLS))
        if done.returncode != 0:
            raise RuntimeError("%d does not come up: %s" % (number,
                                                            done.stderr))
        with open(self.trace) as f:
            return collections.Counter(re.findall(r"^\d+ +(\w+)\(", f.read(),
                                                  re.M))

    def points(self, numbers):
        there = [(number, call, n) for number in numbers
                 for call, times in self.calls_of(number).items()
                 for n in range(1, times + 1)]
        return [Point(*p, "KILL") for p in there], [
            Point(*p, error) for p in there for error in ERRORS]

    def choose(self, kills, errors, most):
        """Every kill, if there is room; else two of them to an error."""
        if most is None or most >= len(kills) + len(errors):
            return kills + errors
        n = len(kills) if most >= len(kills) else most * 2 // 3
        return self.rng.sample(kills, n) + self.rng.sample(
            errors, min(len(errors), most - n))

    def strike(self, point):
        self.fresh(point.number)
        what = "signal=KILL" if point.how == "KILL" else "error=" + point.how
        done = self.traced("-e", "trace=" + point.call, "-e",
                           "inject=%s:%s:when=%d" % (point.call, what,
                                                     point.n))
        with open(self.trace) as f:
            hit = done.returncode == -9 if point.how == "KILL" else \
                "(INJECTED)" in f.read()
        if hit:
            self.struck[point.how] += 1
        else:
            self.missed += 1
        self.judge(point.number, tuple(point))

    def fault(self, kind, *words):
        self.faults[kind].add(" ".join(map(str, words)))

    def judge(self, number, what):
        """Opened once more by a program that nobody disturbs."""
        _, before, offered = self.mould(number)
        done = self.open()
        if done.returncode != 0:
            self.fault("broken", what, "it does not open:", done.stderr)
            return
        store = upgrade_test.connect(os.path.join(self.place, "helpline.db"))
        try:
            self.look(store, number, before, offered, what)
        except sqlite3.Error as why:
            self.fault("broken", what, repr(why))
        finally:
            store.close()

    def look(self, store, number, before, offered, what):
        version, = store.execute("pragma user_version").fetchone()
        whole = [r[0] for r in store.execute("pragma integrity_check")]
        foreign = list(store.execute("pragma foreign_key_check"))
        new = upgrade_test.connect(os.path.join(self.house.dir,
                                                "helpline.db"))
        same = upgrade_test.shape(new) == upgrade_test.shape(store)
        new.close()
        if version != len(upgrade_test.SCHEMA) or whole != ["ok"] or \
                foreign or not same:
            self.fault("broken", what, version, whole[:2], foreign, same)
        gone = upgrade_test.lost(number, before, offered, store)
        if gone:
            self.fault("lost", what, gone[:2])

    # ---- the power ----

    def writes_of(self, number):
        """One upgrade, each write and sync of it kept."""
        self.fresh(number)
        if os.path.exists(self.disk_log):
            os.remove(self.disk_log)
        env = dict(os.environ, LD_PRELOAD=cuts.SHIM, DISK_LOG=self.disk_log)
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + \
            ":verify_asan_link_order=0"
        self.open(env=env)
        return list(cuts.read_log(self.disk_log))

    def cut(self, number, sides, n, way):
        self.fresh(number)
        for file, name in cuts.NAMES.items():
            with open(os.path.join(self.place, name), "wb") as f:
                f.write(sides[file].image(way, self.rng))
        shm = os.path.join(self.place, "helpline.db-shm")
        if os.path.exists(shm):
            os.unlink(shm)
        self.tried += 1
        self.struck["cut"] += 1
        self.judge(number, "%d, the power before %d, %s" % (number, n, way))

    def cut_all(self, number, share):
        all_done = self.writes_of(number)
        place = self.mould(number)[0]
        sides = {}
        for file, name in cuts.NAMES.items():
            path = os.path.join(place, name)
            sides[file] = cuts.Side(path if os.path.exists(path) else
                                    os.devnull)
        moments = [(n, way) for n in range(len(all_done))
                   for way in cuts.WAYS]
        chosen = set(self.rng.sample(moments, min(share, len(moments))))
        for n, done in enumerate(all_done):
            for way in cuts.WAYS:
                if (n, way) in chosen:
                    self.cut(number, sides, n, way)
                    self.report(self.tried, self.most, self.faults)
            sides[done.file].take(done)

    def run(self, most=None, cuts_most=2000):
        upgrade_test.prepare(self.house)
        numbers = range(1, len(upgrade_test.SCHEMA))
        if most is not None and most < FEW:
            numbers = self.rng.sample(numbers, 3)
        kills, errors = self.points(numbers)
        if not kills:
            raise RuntimeError("nothing is brought up: srcdir is not where "
                               "store/sql/schema is")
        todo = self.choose(kills, errors, most)
        self.rng.shuffle(todo)
        self.most = len(todo) + cuts_most
        for point in todo:
            self.strike(point)
            self.tried += 1
            self.report(self.tried, self.most, self.faults)
        for number in numbers:
            self.cut_all(number, max(1, cuts_most // len(numbers)))
        return {"points there are": {"kill": len(kills), "error": len(errors)},
                "points tried": self.tried,
                "struck": dict(self.struck), "not reached": self.missed,
                "faults": {k: len(self.faults[k]) for k in ledger.KINDS}}

    def found(self):
        return self.faults

    def end(self):
        self.house.end()
