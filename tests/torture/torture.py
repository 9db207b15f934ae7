#!/usr/bin/env python3
"""make torture: faults of every sort while callers file complaints, and one
oracle after each: nothing lost, twice, late, readable or broken.

    torture.py [--parts points,sites,cuts,kills,locks,clocks,upgrades,steps,
        stores,load] [--kills N] [--points N] [--calls NAME,...] [--sites N]
        [--steps N] [--scenes NAME,...] [--stores N] [--cuts N] [--rounds N]
        [--minutes N] [--hours H] [--jobs N] [--seed S] [--json FILE]

A seed gives the same faults in the same order; the moments are the
machine's.  load takes --minutes and has to be asked for.  With --hours the
parts are repeated, each time with the next seed, until the time is over.  Ends
with 1 when there was a fault."""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))

import cuts			# noqa: E402
import harness			# noqa: E402
import kills			# noqa: E402
import ledger			# noqa: E402
import load			# noqa: E402
import points			# noqa: E402
import sites			# noqa: E402
import steps			# noqa: E402
import stores			# noqa: E402
import upgrades			# noqa: E402
import upsets			# noqa: E402

PARTS = ("points", "sites", "cuts", "kills", "locks", "clocks", "upgrades",
         "steps", "stores")
ASKED_FOR = ("load",)		# not among those when none are named
EVERY_S = 10			# a line of progress


class Progress:
    """Points tried, to go, and faults so far; each fault when it is found."""

    def __init__(self, name):
        self.name, self.began, self.said = name, time.time(), 0
        self.told = set()

    def __call__(self, n, of, found):
        now = time.time()
        for kind, them in found.items():
            for what in sorted(them - self.told):
                print("%-8s FAULT, %s: %s" % (self.name, kind, what),
                      flush=True)
            self.told |= them
        if now - self.said < EVERY_S and n < of:
            return
        self.said = now
        print("%-8s %6d tried %6d to go %5.0f s   %s" % (
            self.name, n, of - n, now - self.began, ", ".join(
                "%d %s" % (len(found[k]), k) for k in ledger.KINDS)),
              flush=True)


class Points:
    def __init__(self, options, report):
        self.sweep = points.Sweep(options.seed, report)
        self.most = options.points
        self.calls = options.calls and options.calls.split(",")

    def run(self):
        return self.sweep.run(self.most, self.calls)

    def found(self):
        return self.sweep.faults

    def end(self):
        self.sweep.bench.end()


class Upgraded:
    """Each system call of each upgrade, and the power cut among them."""

    def __init__(self, options, report):
        self.job = upgrades.Upgrades(options.seed, report)
        self.most, self.cuts = options.points, options.cuts
        self.found, self.end = self.job.found, self.job.end

    def run(self):
        return self.job.run(self.most, self.cuts)


class Times:
    """Of whatever it is, so many; None: all there are."""

    def __init__(self, storm, times):
        self.storm, self.times = storm, times
        self.found, self.end = storm.found, storm.end

    def run(self):
        return self.storm.run(self.times)


def make(part, options, scratch, report):
    if part == "points":
        return Points(options, report)
    scenes = options.scenes and options.scenes.split(",")
    if part == "sites":
        return Times(sites.Sites(options.seed, report, scratch, scenes),
                     options.sites)
    if part == "steps":
        return Times(steps.Steps(options.seed, report, scenes,
                                 options.step_cases), options.steps)
    if part == "stores":
        return Times(stores.Stores(options.seed, report), options.stores)
    if part == "cuts":
        return Times(cuts.Cuts(options.seed, report), options.cuts)
    if part == "kills":
        return Times(kills.Kills(options.seed, report), options.kills)
    if part == "locks":
        return Times(upsets.Locks(options.seed, report), options.rounds)
    if part == "load":
        return Times(load.Load(options.seed, report), options.minutes)
    if part == "upgrades":
        return Upgraded(options, report)
    return Times(upsets.Clocks(options.seed, report, os.path.join(
        scratch, "ahead")), options.rounds)


def torture(part, options, report):
    """One part: its figures, and its faults in words."""
    began = time.time()
    with tempfile.TemporaryDirectory(prefix="helpline-torture-") as scratch:
        job = make(part, options, scratch, report)
        try:
            figures = job.run()
        finally:
            job.end()
    figures.update(part=part, seed=options.seed,
                   seconds=round(time.time() - began, 1))
    figures["found"] = {k: sorted(v) for k, v in job.found().items() if v}
    report(1, 1, job.found())
    return figures


def side_by_side(part, options):
    """Kills in several helplines at once, each a process of its own."""
    jobs, share = [], options.kills // options.jobs
    with tempfile.TemporaryDirectory(prefix="helpline-torture-") as scratch:
        for n in range(options.jobs):
            path = os.path.join(scratch, "%d.json" % n)
            jobs.append((path, subprocess.Popen([
                sys.executable, os.path.abspath(__file__), "--parts", part,
                "--jobs", "1", "--kills", str(share + (
                    options.kills % options.jobs if n == 0 else 0)),
                "--seed", str(options.seed + 1000 * n), "--json", path])))
        results = []
        for path, job in jobs:
            job.wait()
            with open(path) as f:
                results += json.load(f)
    return results


def summary(results):
    print("\n%-8s %8s %7s %7s   %s" % ("part", "tried", "seconds", "seed",
                                      "  ".join(ledger.KINDS)))
    for r in results:
        tried = r.get("points tried") or sum(r["done"].values())
        print("%-8s %8d %7.0f %7d   %s" % (
            r["part"], tried, r["seconds"], r["seed"], "  ".join(
                "%*d" % (len(k), r["faults"][k]) for k in ledger.KINDS)))
        for name, figures in r.get("scenes", {}).items():
            print("    %s: %s" % (name, ", ".join(
                "%s %s" % pair for pair in figures.items())))
        for kind, them in r["found"].items():
            for what in them[:20]:
                print("    %s: %s" % (kind, what))
    print("faults: %d" % faults_of(results))


def faults_of(results):
    return sum(sum(r["faults"].values()) for r in results)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--points", type=int, default=None,
                        help="at most so many; all when not given")
    parser.add_argument("--calls", help="only at these system calls")
    parser.add_argument("--sites", type=int, default=None,
                        help="at most so many of each scene; all when not "
                        "given")
    parser.add_argument("--steps", type=int, default=None,
                        help="at most so many of each scene; all when not "
                        "given")
    parser.add_argument("--step-cases", type=int, default=steps.CASES,
                        help="cases in the house that steps begins with")
    parser.add_argument("--scenes", help="only these, of sites and of steps")
    parser.add_argument("--stores", type=int, default=500,
                        help="damaged stores")
    parser.add_argument("--cuts", type=int, default=4000,
                        help="of the power: so many images of the disk")
    parser.add_argument("--rounds", type=int, default=60,
                        help="of slow writers, and of jumps of the clock")
    parser.add_argument("--minutes", type=int, default=60, help="of load")
    parser.add_argument("--hours", type=float, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--json")
    options = parser.parse_args()
    harness.need_kannel()
    if options.seed is None:
        options.seed = int(time.time()) % 100000
    unknown = set(options.parts.split(",")) - set(PARTS + ASKED_FOR)
    if unknown:
        parser.error("no such part: " + ", ".join(sorted(unknown)))
    return options


def main():
    options = read_options()
    results, began = [], time.time()
    print("torture: seed %d" % options.seed, flush=True)
    while True:
        for part in options.parts.split(","):
            if part == "kills" and options.jobs > 1:
                results += side_by_side(part, options)
            else:
                results.append(torture(part, options, Progress(part)))
        if time.time() - began >= 3600 * options.hours:
            break
        options.seed += 1
    summary(results)
    if options.json:
        with open(options.json, "w") as f:
            json.dump(results, f, indent=1)
    return 1 if faults_of(results) else 0


if __name__ == "__main__":
    sys.exit(main())
