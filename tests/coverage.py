#!/usr/bin/env python3
"""coverage.py - what a run of the suite reached, read from gcov.

    coverage.py SOURCE [--json FILE]	in the folder of the build

Lines by folder, the files that are reached least, and every branch of those
files that must not have one untried.  Our own sources only: no test counts.
An assertion's other branch ends the process and is none: who could take it has
found a fault."""
import argparse
import collections
import json
import os
import subprocess

FOLDERS = ("gateway", "menus", "locales", "store")
LEAST = 85.0			# lines of a hundred
EVERY_BRANCH = ("store/seal.c", "gateway/kannel/packet.c", "store/inbox.c",
                "store/outbox.c", "store/outbox_send.c",
                "gateway/calls/outbox.c")


def data_files():
    for folder, _, names in os.walk("."):
        for name in names:
            if name.endswith(".gcda"):
                yield os.path.abspath(os.path.join(folder, name))


def read(source):
    """{file: {line: [times, {branch: times}]}}, over all objects."""
    lines = collections.defaultdict(dict)
    for path in data_files():
        done = subprocess.run(["gcov", "-j", "-b", "-t", path], check=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
        for found in json.loads(done.stdout)["files"]:
            name = os.path.relpath(os.path.join(os.getcwd(), found["file"]),
                                   source)
            if name.split(os.sep)[0] in FOLDERS:
                add(lines[name], found["lines"])
    return lines


def add(into, lines):
    for line in lines:
        times = into.setdefault(line["line_number"], [0, {}])
        times[0] += line["count"]
        for n, branch in enumerate(line["branches"]):
            if not branch["throw"]:
                times[1][n] = times[1].get(n, 0) + branch["count"]


def share(files):
    counts = [times[0] for lines in files for times in lines.values()]
    return sum(n > 0 for n in counts), len(counts)


def percent(part):
    return 100.0 * part[0] / max(part[1], 1)


def untried(path, lines):
    with open(path) as f:
        text = [""] + f.readlines()
    return sorted(n for n, times in lines.items()
                  if 0 in times[1].values() and
                  not text[n].lstrip().startswith("assert("))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("--json")
    options = parser.parse_args()
    files = read(options.source)
    result = {"files": {name: percent(share([lines]))
                        for name, lines in sorted(files.items())}}
    for name in sorted(result["files"], key=result["files"].get)[:25]:
        print("%6.1f %%  %s" % (result["files"][name], name))
    for folder in FOLDERS:
        print("%6.1f %%  of %d lines  %s/" % (
            (lambda s: (percent(s), s[1]))(share(
                [lines for name, lines in files.items()
                 if name.startswith(folder + "/")])) + (folder,)))
    whole = percent(share(list(files.values())))
    result["lines"] = whole
    result["untried"] = {
        name: untried(os.path.join(options.source, name), files[name])
        if name in files else ["all: it was not run"]
        for name in EVERY_BRANCH}
    print("%-7s %5.1f >= %.0f  lines of a hundred" % (
        "met" if whole >= LEAST else "NOT MET", whole, LEAST))
    for name, lines in result["untried"].items():
        print("%-7s every branch of %s%s" % (
            "NOT MET" if lines else "met", name,
            ": not at " + " ".join(map(str, lines)) if lines else ""))
    if options.json:
        with open(options.json, "w") as f:
            json.dump(result, f, indent=1)


if __name__ == "__main__":
    main()
