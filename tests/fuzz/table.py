#!/usr/bin/env python3
"""What make fuzz found.

    table.py target BUILD NAME SECONDS EXECUTIONS GROWN FINDINGS  < llvm-cov
    table.py all BUILD NAME...

The first keeps the figures of one target in BUILD/NAME.json; the second
prints them all and writes BUILD/fuzz.json.  It ends with 1 when anything was
found, or less than 90 lines in a hundred of a target's files were reached."""
import json
import os
import sys

LEAST = 90.0


def files_of(text):
    """Lines of each file, and how many were reached; none without llvm."""
    if not text:
        return []
    return [{"file": os.path.relpath(f["filename"]),
             "lines": f["summary"]["lines"]["count"],
             "reached": f["summary"]["lines"]["covered"]}
            for f in json.loads(text)["data"][0]["files"]]


def keep(build, name, seconds, executions, grown, findings):
    with open(os.path.join(build, name + ".json"), "w") as f:
        json.dump({"target": name, "seconds": int(seconds),
                   "executions": int(executions or 0), "grown": int(grown),
                   "findings": int(findings),
                   "files": files_of(sys.stdin.read())}, f, indent=1)


def percent(files):
    lines = sum(f["lines"] for f in files)
    return 100 * sum(f["reached"] for f in files) / lines if lines else None


def is_good(r):
    p = percent(r["files"])
    return r["findings"] == 0 and (p is None or p >= LEAST)


def show(results):
    print("%-10s %8s %12s %8s %9s %7s" % (
        "target", "seconds", "executions", "grown", "findings", "lines"))
    for r in results:
        p = percent(r["files"])
        print("%-10s %8d %12d %8d %9d %7s%s" % (
            r["target"], r["seconds"], r["executions"], r["grown"],
            r["findings"], "-" if p is None else "%.1f %%" % p,
            "" if is_good(r) else "  <-"))
        for f in r["files"]:
            print("    %-36s %5d of %5d lines" % (f["file"], f["reached"],
                                                  f["lines"]))


def main():
    if sys.argv[1] == "target":
        keep(*sys.argv[2:])
        return 0
    results = []
    for name in sys.argv[3:]:
        with open(os.path.join(sys.argv[2], name + ".json")) as f:
            results.append(json.load(f))
    show(results)
    with open(os.path.join(sys.argv[2], "fuzz.json"), "w") as f:
        json.dump(results, f, indent=1)
    return 0 if all(map(is_good, results)) else 1


if __name__ == "__main__":
    sys.exit(main())
