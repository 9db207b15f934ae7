#!/usr/bin/env python3
"""make installed: the page "Installing as a service" followed line by line on
a bare Debian 12 under systemd, and what must be so afterwards.  Needs root and
the mirror of Debian; some ten minutes, most of them fetching.  TAP.

    installed.py --package FILE --sources FILE --page FILE [--place DIR]
        [--keep] [--parts page,works,canary,restore,package,sources]

Without `page` nothing of the first machine is tried; the others need it."""
import argparse
import os
import shutil
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))

import harness			# noqa: E402
import desk as desks		# noqa: E402

import canary			# noqa: E402
import following		# noqa: E402
import machine			# noqa: E402
import packaging		# noqa: E402
import page as pages		# noqa: E402
import restoring		# noqa: E402
import sourcing			# noqa: E402
import working			# noqa: E402

PARTS = ("page", "works", "canary", "restore", "package", "sources")

# What doctor has to say of a machine that nobody has given a contract, readers
# or a second disk: rows that may warn; every other is a fault.
EXPECTED = {
    "clock": "no server of time is reached from there",
    "menus": "the holidays again, and words nobody read",
    "desk": "no proxy yet: that is the page's next section",
    "words": "native readers are people",
    "facts": "so is who telephones each number",
    "holidays": "and who confirms a year's holidays",
    "register": "the ministry's list is not here",
    "offices": "one office, nobody on duty",
    "backup": "no rehearsal yet",
    "spool": "not on a file system of its own",
    "machine": "the swap is this machine's",
    "space": "so is its disk",
}


def healthy(tap, done):
    """doctor's own rows, but for what only people can mend."""
    rows = [line.split(None, 2) for line in done.stdout.splitlines()
            if line.startswith(("FAIL", "warn"))]
    wrong = [r for r in rows if r[0] == "FAIL" or r[1] not in EXPECTED]
    tap.ok(not wrong, "doctor finds nothing that is the installation's",
           done.stdout + done.stderr)
    tap.note("it warns of: " + ", ".join(sorted({r[1] for r in rows})))


def begin(place, name, package, more=()):
    box = machine.Machine(place, name)
    there = os.path.join(machine.HOME, os.path.basename(package))
    box.put(package, there)
    box.fetch(there, "nginx", *more)
    return box


def follow(tap, page, follower):
    """The page from its beginning; the desk as browsers reach it."""
    began = time.time()
    page.block("1.")		# the package is made by make installed
    follower.install()
    tap.ok(not follower.failed, "1. it is put in its place",
           follower.failed)
    follower.make()
    tap.ok(not follower.failed, "2. the data directory is made",
           follower.failed)
    follower.people()
    tap.ok(not follower.failed, "3. people, words and backups are there",
           follower.failed)
    healthy_said = follower.start()
    tap.ok(not follower.failed and set(follower.place.states().values()) ==
           {"active"}, "4. all units start and a call is answered",
           (follower.failed, follower.place.logged()))
    tap.note("%.0f s from the first line to a call answered" %
             (time.time() - began))
    healthy(tap, healthy_said)
    follower.browsers()
    desk = following.Desk(follower.place)
    desk.wait()
    tap.ok(not follower.failed, "5. the desk answers browsers, by nginx",
           follower.failed)
    return desk


def all_of(tap, page):
    left = page.left()
    tap.ok(not left, "no line of the page was left out", left)


def first_machine(tap, page, options, boot, parts):
    """The page, and what stands on it."""
    box = boot("first")
    try:
        tap.note("systemd says of the bare machine: " + box.boot())
        follower = following.Follower(page, box)
        desk = follow(tap, page, follower)
        if "works" in parts:
            working.works(tap, follower.place)
        if "canary" in parts:
            dara = signed_in(desk, "dara")
            canary.looked_for(tap, follower, dara)
        if "restore" in parts:
            restoring.restored(tap, page, boot, follower, options.place)
    finally:
        box.down()
        if not options.keep:
            box.remove()


def by_sources(tap, page, options):
    """The page again, by its other road."""
    box, folder = sourcing.begin(options.place, "fourth", options.sources)
    try:
        box.boot()
        follower = sourcing.Follower(page, box, folder)
        follow(tap, page, follower)
        sourcing.sourced(tap, follower)
    finally:
        box.down()
        if not options.keep:
            box.remove()


def signed_in(desk, name):
    """At the desk for the first time: her sheet of codes."""
    browser = desks.Browser(desk)
    browser.post("/api/session", {"name": name,
                                  "password": following.PASSWORDS[name]})
    lines = browser.post("/api/session/factor",
                         {"kind": "sheet"}).json["lines"]
    browser.post("/api/session/factor/confirm", {"code": lines[0]})
    return browser


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--package", required=True)
    options.add_argument("--sources", required=True)
    options.add_argument("--page", required=True)
    options.add_argument("--place", default="/var/tmp/helpline-installed")
    options.add_argument("--parts", default=",".join(PARTS))
    options.add_argument("--keep", action="store_true")
    options = options.parse_args()
    parts = options.parts.split(",")
    why = machine.cannot()
    if why is not None or set(parts) - set(PARTS):
        print("installed: %s" % (why or "there are the parts " +
                                 ", ".join(PARTS)), file=sys.stderr)
        return 2
    tap = harness.Tap()
    os.makedirs(options.place, exist_ok=True)
    page = pages.Page(options.page)

    def boot(name):
        began = time.time()
        box = begin(options.place, name, options.package)
        tap.note("%s: a bare Debian 12, packages fetched, %.0f s" % (
            name, time.time() - began))
        return box

    if "page" in parts:
        first_machine(tap, page, options, boot, parts)
    if "package" in parts:
        box = boot("third")
        try:
            box.boot()
            packaging.clean(tap, box, options.package)
        finally:
            box.down()
            if not options.keep:
                box.remove()
    if "sources" in parts:
        by_sources(tap, page, options)
    if {"page", "restore", "sources"} <= set(parts):
        all_of(tap, page)
    if not options.keep:
        shutil.rmtree(options.place)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
