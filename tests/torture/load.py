"""Fifty messages a second for an hour and one fault each minute: how long
callers wait outside the faults, and whether anything grows.

A fault's time is FAULT_S from its beginning: bearerbox binds again within ten
seconds, and what waited meanwhile is worked off.  The rest of each minute is
judged, all of it."""
import statistics
import time

import harness
import kills
import storm
import upsets

RATE = 50
AT_ONCE = 400			# all of them wait while something is away
MINUTE_S, FAULT_S = 60, 15
P99_MS = 50
SHARES = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999}
GROWS_KB, GROWS_FDS = 2048, 4	# of processes that were started anew, too
WARM = 5			# of so many parts the first fills caches
AWAY_S = (0.5, 8)		# of the network


class Crowd(storm.Crowd):
    """Notes how long each page took, by when it was asked for."""

    at_once = AT_ONCE

    def __init__(self, *args):
        super().__init__(*args, rate=RATE)
        self.waits = []			# (asked at, seconds)

    def next_caller(self):
        caller = super().next_caller()
        if caller is not None and caller.stage == "walk":
            came = list(caller.inbox.queue)
            if came and came[0].at >= caller.asked_at:
                self.waits.append((caller.asked_at,
                                   came[0].at - caller.asked_at))
        return caller


def grown(samples):
    """From after the caches filled to the end: (KB, descriptors)."""
    part = max(1, len(samples) // WARM)
    early, late = samples[part:2 * part] or samples, samples[-part:]
    return tuple(round(statistics.median(s[i] for s in late) -
                       statistics.median(s[i] for s in early))
                 for i in (0, 1))


class Load(kills.Kills):

    settle_every = 10 ** 9		# at the end alone
    crowd_of = Crowd

    def __init__(self, seed, report, minute_s=MINUTE_S):
        super().__init__(seed, report)
        self.minute_s = minute_s
        self.faults_at = []
        self.sizes = {}			# by process: [(KB, descriptors)]

    def disturb(self, n):
        """A minute: the fault, and what is left of it in peace."""
        began = time.time()
        what = self.rng.choice((self.kill, self.kill, self.go_away,
                                self.hold))()
        if what is None:
            return None
        self.faults_at.append(began)
        self.house.stands()
        time.sleep(max(0, began + self.minute_s - time.time()))
        self.measure()
        return what

    def go_away(self):
        self.house.network.close()
        time.sleep(self.rng.uniform(*AWAY_S))
        return "network away"

    def hold(self):
        """A desk that writes for a second."""
        upsets.hold(self.house, 1).wait()
        return "store held"

    def measure(self):
        pids = dict(self.house.children(),
                    serve=self.house.processes["serve"].pid,
                    bearerbox=self.house.processes["bearerbox"].pid)
        for name, pid in pids.items():
            size = harness.size_of(pid)
            if size is not None:
                self.sizes.setdefault(name, []).append(size)

    def waits(self):
        """Of what was asked for outside the faults."""
        return sorted(took for asked, took in self.crowd.waits
                      if not any(at - 1 <= asked < at + FAULT_S
                                 for at in self.faults_at))

    def figures(self):
        found, waits = super().figures(), self.waits()
        growth = {name: grown(them) for name, them in self.sizes.items()}
        took = {name: round(1000 * waits[int(len(waits) * share)], 1)
                for name, share in SHARES.items()} if waits else {}
        found["scenes"] = {
            "ms of %d answers outside the faults" % len(waits): took,
            "grown by (KB, descriptors)": growth}
        self.judge(took, growth)
        found["faults"] = self.oracle.count()
        return found

    def judge(self, took, growth):
        if took.get("p99", P99_MS + 1) > P99_MS:
            self.oracle.fault("late", "outside the faults, in ms:", took)
        for name, (kb, fds) in growth.items():
            if name != "bearerbox" and (kb > GROWS_KB or fds > GROWS_FDS):
                self.oracle.fault("broken", name, "grows by KB, descriptors:",
                                  kb, fds)
