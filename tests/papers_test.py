#!/usr/bin/env python3
"""Each picture that a paper names is there, small, of few colours and with
nothing in it but itself; each that is there is named, described and installed;
no link of a paper leads nowhere.  TAP."""
import glob
import os
import re
import struct
import sys

import harness
from pictures import MAX, NEEDED, chunks

TOP = os.environ.get("srcdir", ".")
PAPERS = os.path.join(TOP, "gateway", "papers")
WIDE, HIGH = 480, 1200


def named(text):
    """(what is said of it, its path) for each picture of a paper."""
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)


def links(text):
    return [to for to in re.findall(r"(?<!!)\[[^\]]+\]\(([^)#]+)[^)]*\)", text)
            if "://" not in to]


def picture(tap, path):
    with open(path, "rb") as f:
        octets = f.read()
    name = os.path.basename(path)
    parts = list(chunks(octets))
    tap.ok(octets[:8] == b"\x89PNG\r\n\x1a\n" and parts[0][0] == b"IHDR"
           and parts[-1] == (b"IEND", b""), "%s is a whole PNG" % name)
    wide, high, _, colours = struct.unpack(">IIBB", parts[0][1][:10])
    tap.ok(wide <= WIDE and high <= HIGH and colours == 3,
           "%s has a palette, and fits a page" % name, (wide, high, colours))
    tap.ok(len(octets) <= MAX, "%s is small" % name, len(octets))
    tap.ok({p for p, _ in parts} <= set(NEEDED),
           "%s says nothing of when, where and by what it was made" % name,
           parts)


def main():
    tap = harness.Tap()
    with open(os.path.join(TOP, "Makefile.am")) as f:
        installed = set(re.findall(r"gateway/papers/\S+", f.read()))
    seen = []
    for paper in sorted(glob.glob(PAPERS + "/*.md")):
        with open(paper) as f:
            text = f.read()
        name = os.path.basename(paper)
        tap.ok("gateway/papers/" + name in installed, name + " is installed")
        for said, at in named(text):
            seen.append(os.path.normpath(os.path.join(PAPERS, at)))
            tap.ok(len(said) > 10 and os.path.exists(seen[-1]),
                   "%s names %s, says what it shows, and it is there" %
                   (name, at), said)
        lost = [to for to in links(text)
                if not os.path.exists(os.path.join(PAPERS, to))]
        tap.ok(not lost, "no link of %s leads nowhere" % name, lost)
    there = sorted(os.path.normpath(p)
                   for p in glob.glob(PAPERS + "/pictures/*"))
    tap.ok(6 <= len(there) and sorted(seen) == there,
           "each picture that is there is named, once",
           set(seen) ^ set(there))
    for path in there:
        picture(tap, path)
        tap.ok("gateway/papers/pictures/" + os.path.basename(path) in
               installed, "it is installed")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
