#!/usr/bin/env python3
"""A short slice of `make torture`: some system calls of a filing, some of its
places of memory and I/O, some cuts of the power, some kills, a slow writer, a
clock that jumps, some steps of a backup and its like, some damaged stores.  SEED
repeats a failure."""
import argparse
import concurrent.futures
import os
import random
import subprocess
import sys

import harness

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "torture"))

import torture			# noqa: E402

PARTS = {
    "points": "a filing struck at some of its system calls",
    "sites": "memory or I/O refused at some places of a filing",
    "cuts": "the power cut while callers file",
    "kills": "processes killed at random under 20 messages a second",
    "locks": "the store held by a slow writer",
    "clocks": "the clock an hour forward and back",
    "upgrades": "stores of earlier numbers brought up, struck meanwhile",
    "steps": "backup, restore, key change and erasing killed at some steps",
    "stores": "stores with bits, pages and files damaged",
}

SCENES = {"sites": "filing"}	# others have all of theirs


def parts():
    """The sanitizers bring an allocator of their own, which no shim refuses."""
    libraries = subprocess.run(["ldd", harness.HELPLINE], check=True,
                               capture_output=True, text=True).stdout
    return {part: name for part, name in PARTS.items()
            if part != "sites" or "libasan" not in libraries}


def main():
    tap = harness.Tap()
    asked = parts()
    seed = int(os.environ.get("SEED", random.randrange(100000)))
    options = argparse.Namespace(seed=seed, points=40, calls=None, cuts=60,
                                 kills=6, rounds=2, sites=6, steps=2,
                                 step_cases=2, stores=8)
    tap.note("SEED=%d" % seed)
    # Each has a helpline of its own, and mostly they wait.
    with concurrent.futures.ThreadPoolExecutor(len(asked)) as pool:
        jobs = {part: pool.submit(
            torture.torture, part, argparse.Namespace(
                **vars(options), scenes=SCENES.get(part)),
            lambda *progress: None) for part in asked}
    for part, name in asked.items():
        figures = jobs[part].result()
        found = ["%s: %s" % (kind, what)
                 for kind, them in figures.pop("found").items()
                 for what in them]
        tap.ok(not found, name + ": nothing lost, twice, late, readable or "
               "broken", "\n".join(found))
        tap.ok(figures.get("references seen", 1) > 0 and
               sum(figures.get("struck", {"": 30}).values()) >= 30 and
               all(figures.get("struck by scene", {"": 1}).values()),
               "and it was struck", figures)
        tap.note("%s: %s" % (part, figures))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
