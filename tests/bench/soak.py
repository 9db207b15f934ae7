#!/usr/bin/env python3
"""soak.py - two hundred steps a second through the whole chain for half an
hour, and before it a burst of two thousand in five seconds.

    soak.py [--minutes N] [--rate N] [--json FILE]

Memory and descriptors of every process of ours are sampled; ends with 1 when
they grow, when something is not answered, or when it takes too long."""
import argparse
import json
import os
import statistics
import sys
import threading
import time

import chain

EVERY_S = 5
FLAT_KB = 512			# of resident memory, between first and last fifth
P99_US = 5000
BURST, BURST_S, BURST_MAX_S = 2000, 5, 10


class Watch(threading.Thread):
    """Samples of (when, resident KB, descriptors) by process."""

    def __init__(self, house, names):
        super().__init__(daemon=True)
        self.house, self.names = house, names
        self.samples = {name: [] for name in names}
        self.over = threading.Event()
        self.began = time.time()

    def run(self):
        while not self.over.wait(EVERY_S):
            for name in self.names:
                pid = self.house.processes[name].pid
                self.samples[name].append((
                    time.time() - self.began,
                    *(chain.harness.size_of(pid) or (0, 0))))

    def figures(self, name):
        """After a fifth, in which caches fill."""
        them = self.samples[name]
        part = max(1, len(them) // 5)
        at = {"start": them[part:2 * part] or them,
              "middle": them[len(them) // 2:][:part], "end": them[-part:]}
        slope = statistics.linear_regression(
            [s[0] for s in them[part:]], [s[1] for s in them[part:]]).slope \
            if len(them) > part + 2 else 0
        out = {"kb_an_hour": round(3600 * slope)}
        for what, some in at.items():
            out["rss_kb_" + what] = round(statistics.median(
                s[1] for s in some))
            out["fds_" + what] = max(s[2] for s in some)
        return out

    def is_flat(self, name):
        f = self.figures(name)
        return f["rss_kb_end"] - f["rss_kb_start"] <= FLAT_KB and \
            f["fds_end"] <= f["fds_start"]


def burst():
    """Everyone at once; seconds until the last is answered."""
    f = chain.play("calls", BURST, BURST, BURST / BURST_S)
    chain.row("burst %d in %d s" % (BURST, BURST_S), f)
    return f


def soak(minutes, rate):
    with chain.House("calls") as house:
        watch = Watch(house, ("calls", "bearerbox"))
        house.watch = watch.start
        f = house.play(int(60 * minutes * rate), 128, rate)
        watch.over.set()
        watch.join()
        f["processes"] = {n: watch.figures(n) for n in watch.names}
        f["flat"] = watch.is_flat("calls")
        f["store_mb"] = round(sum(os.path.getsize(os.path.join(
            house.dir, n)) for n in os.listdir(house.dir)
            if n.startswith("helpline.db")) / 1e6, 1)
    chain.row("soak %g min at %g/s" % (minutes, rate), f)
    for name, them in f["processes"].items():
        print("  %-10s resident %d, %d, %d KB (%+d KB/h), descriptors %d, "
              "%d, %d" % (name, them["rss_kb_start"], them["rss_kb_middle"],
                          them["rss_kb_end"], them["kb_an_hour"],
                          them["fds_start"], them["fds_middle"],
                          them["fds_end"]))
    print("  store %.1f MB, memory and descriptors %s" % (
        f["store_mb"], "flat" if f["flat"] else "GROW"), flush=True)
    return f


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--json")
    options = parser.parse_args()
    chain.harness.need_kannel()
    print(chain.HEAD, flush=True)
    result = {"burst": burst()}
    result["soak"] = soak(options.minutes, options.rate)
    if options.json:
        with open(options.json, "w") as f:
            json.dump(result, f, indent=1)
    good = result["soak"]["flat"] and \
        result["soak"]["p99_us"] <= P99_US and \
        result["burst"]["seconds"] <= BURST_MAX_S
    print("goals: burst answered in %.1f s (%d), p99 %.1f ms (%g), flat: %s" %
          (result["burst"]["seconds"], BURST_MAX_S,
           result["soak"]["p99_us"] / 1000, P99_US / 1000, "yes, all met"
           if good else "see above, not all met"))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
