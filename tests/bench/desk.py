#!/usr/bin/env python3
"""desk.py - how fast the desk is, and what it costs the callers.

    desk.py [--parts lists,million,search,page,callers] [--json FILE]
	[--cases N] [--million N] [--rounds N]

Each part makes a store of its own.  Goals are printed met or NOT MET; compare
figures only within one run."""
import argparse
import http.client
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))

import desk as desks		# noqa: E402
import harness			# noqa: E402

BENCH = os.environ.get("BENCH", "tests/bench")
LISTS = ("mine", "centre", "unassigned", "urgent", "overdue", "waiting",
         "stand_in", "finished")
# Whatever may be asked for, and what lets nothing through: 300 are looked at.
FILTERS = ("", "&category=wages", "&category=none", "&destination=TH",
           "&language=th&channel=sms", "&owner=sophea", "&owner=nobody",
           "&state=working&urgent=1")
GOALS = []


def goal(what, value, most, unit):
    met = value <= most
    GOALS.append({"what": what, "value": value, "goal": most, "unit": unit,
                  "met": met})
    print("%-7s %10.2f <= %8.2f  %s, %s" % (
        "met" if met else "NOT MET", value, most, what, unit), flush=True)


def p99(times):
    return sorted(times)[min(len(times) - 1, int(len(times) * .99))]


# ---- a store with many cases, in clear what lists are made of ----

FILL = """
WITH RECURSIVE k(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM k
    WHERE i + 1 < :n)
INSERT INTO cases (id, ref, centre, state, urgent, category, destination,
    channel, language, opened_at, changed_at, version, tag, nth, public_key,
    pin, owner, due_at, waits_for)
SELECT randomblob(16), printf('%08d', 10000000 + i),
    CASE WHEN i % 10 < 8 THEN 1 ELSE 2 + i % 3 END,
    CASE i % 10 WHEN 0 THEN 'new' WHEN 1 THEN 'call_us' WHEN 2 THEN
	'finished' WHEN 5 THEN 'finished' WHEN 8 THEN 'finished' WHEN 3 THEN
	'incomplete' ELSE 'working' END,
    i % 20 = 4,
    CASE i % 4 WHEN 0 THEN 'wages' WHEN 1 THEN 'papers' WHEN 2 THEN 'paid'
	ELSE 'job' END,
    CASE i % 3 WHEN 0 THEN 'TH' WHEN 1 THEN 'MY' ELSE '' END,
    i % 2, i % 4, :now - i % 9000 * 3600, :now - i % 8000 * 3600, 1, NULL, 0,
    randomblob(32), NULL, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN :dara ELSE
	:sophea END, :now + (i % 4000 - 2000) * 3600,
    CASE WHEN i % 7 = 0 THEN 'agency' ELSE '' END
FROM k"""


def fill(house, n):
    """Of ten eight are centre 1's; stand-ins read what they do."""
    db = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    member = dict(db.execute("SELECT name, id FROM staff"))
    began = time.time()
    with db:
        db.execute(FILL, {"n": n, "now": int(time.time()) // 3600 * 3600,
                          "dara": member["dara"],
                          "sophea": member["sophea"]})
        db.execute("INSERT INTO reader SELECT id, centre, zeroblob(80) "
                   "FROM cases")
        db.execute("INSERT OR IGNORE INTO reader SELECT cases.id, "
                   "coalesce(nullif(stand_in, 0), (SELECT id FROM centre "
                   "WHERE intake = 1)), zeroblob(80) FROM cases JOIN centre "
                   "ON centre.id = cases.centre")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    print("%d cases in %.0f s" % (n, time.time() - began), flush=True)


class Line:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, browser):
        self.browser = browser
        self.line = http.client.HTTPConnection("127.0.0.1",
                                               browser.desk.port)
        self.line.connect()
        self.line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = {"Cookie": "; ".join("%s=%s" % c for c in
                                         browser.cookies.items())}

    def get(self, path):
        began = time.perf_counter()
        self.line.request("GET", path, headers=self.head)
        got = self.line.getresponse()
        body = got.read()
        took = (time.perf_counter() - began) * 1000
        if got.status != 200:
            raise RuntimeError("%s: %d %s" % (path, got.status, body))
        return took, body


def lists(options):
    with harness.House(run="desk", network=False) as house:
        fill(house, options.cases)
        desk = desks.Desk(house)
        found, worst = {}, ("", 0)
        for name in ("dara", "bopha"):
            browser = desks.Browser(desk)
            browser.sign_in(name)
            line = Line(browser)
            for which in LISTS:
                for narrowed in FILTERS:
                    path = "/api/cases?list=%s%s" % (which, narrowed)
                    line.get(path)
                    times = [line.get(path)[0] for _ in range(options.asks)]
                    found["%s %s%s" % (name, which, narrowed)] = {
                        "p50_ms": round(statistics.median(times), 2),
                        "p99_ms": round(p99(times), 2)}
                    if p99(times) > worst[1]:
                        worst = (path, p99(times))
            times = [line.get("/api/counts")[0] for _ in range(options.asks)]
            found["%s counts" % name] = {
                "p50_ms": round(statistics.median(times), 2),
                "p99_ms": round(p99(times), 2)}
        p50 = max(f["p50_ms"] for f in found.values())
        print("%d lists and filters; the slowest %s; its like at p50 %.2f ms"
              % (len(found), worst[0], p50))
        goal("a list with %d cases, p99 of the slowest" % options.cases,
             worst[1], 5, "ms")
        return found


def million(options):
    with harness.House(run="desk", network=False) as house:
        fill(house, options.million)
        done = subprocess.run([os.path.join(BENCH, "desk_fill"), "list",
                               house.dir, "2000"], check=True, text=True,
                              capture_output=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    for f in found:
        print("  %-12s %-9s %3d rows  p50 %7.1f  p99 %7.1f us" % (
            f["list"], "narrowed" if f["narrowed"] else "", f["rows"],
            f["p50_us"], f["p99_us"]))
    goal("the store's page of a list with %d cases, p99 of the slowest" %
         options.million, max(f["p99_us"] for f in found
                              if not f["narrowed"]), 150, "us")
    return found


def search(options):
    with harness.House(run="desk", network=False) as house:
        subprocess.run([os.path.join(BENCH, "desk_fill"), "words", house.dir,
                        "2500", "4"], check=True)
        desk = desks.Desk(house)
        dara = desks.Browser(desk)
        dara.sign_in("dara")
        found = {}
        # Nothing ends it early: every item is opened.
        for words in ("zebra", "passport zebra", "លិខិតឆ្លងដែន zebra"):
            times = []
            for _ in range(7):
                began = time.time()
                got = dara.post("/api/search/words", {"words": words})
                times.append((time.time() - began) * 1000)
            found[words] = {"items": got.json["items"],
                            "cases": got.json["cases"],
                            "p50_ms": round(statistics.median(times)),
                            "max_ms": round(max(times))}
            print("  %-28s %d items, %d ms, at most %d" % (
                words, got.json["items"], found[words]["p50_ms"],
                found[words]["max_ms"]))
        goal("search in words over %d items" % got.json["items"],
             max(f["max_ms"] for f in found.values()), 1000, "ms")
        return found


def page(options):
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        done = subprocess.run(
            [shutil.which("node"), os.path.join(HERE, "first_page.mjs")],
            input=json.dumps({"origin": desk.origin, "latency_ms": 150,
                              "octets_per_s": 200000, "runs": 7,
                              "languages": ["km", "th", "en"]}),
            check=True, text=True, stdout=subprocess.PIPE)
    runs = json.loads(done.stdout)
    for run in runs:
        print("  usable after %4.0f ms, %6d octets, shift %.3f" % (
            run["usable_ms"], run["octets"], run["shift"]))
    goal("first page, compressed, with its fonts",
         max(r["octets"] for r in runs) / 1024, 150, "kB")
    goal("first page usable at 1.6 Mbit/s and 150 ms, median",
         statistics.median(r["usable_ms"] for r in runs) / 1000, 1.5, "s")
    goal("what moves on it", max(r["shift"] for r in runs), 0.001,
         "layout shift")
    return runs


def callers(options):
    """200 steps a second, alone and beside 20 staff, in turn."""
    found = {"alone": [], "beside": []}
    for n in range(options.rounds):
        for which in sorted(found, reverse=n % 2 == 1):
            out = "callers.json"
            args = [os.path.join(BENCH, "bench"), "--helpline",
                    harness.HELPLINE, "--shim",
                    os.path.join(BENCH, "slow_sync.so"), "--journeys",
                    str(options.journeys), "--window", "128", "--rate",
                    "200", "--callers", "20000", "--json", out]
            if which == "beside":
                args += ["--beside", "exec %s %s \"$BENCH_DIR\" --staff 20" %
                         (sys.executable, os.path.join(HERE, "staff.py"))]
            subprocess.run(args, check=True, stdout=subprocess.DEVNULL)
            with open(out) as f:
                found[which].append(json.load(f)["trials"][0])
            os.unlink(out)
            print("  %-7s p50 %6.0f  p99 %6.0f us" % (
                which, found[which][-1]["p50_us"],
                found[which][-1]["p99_us"]), flush=True)
    ratios = [b["p99_us"] / a["p99_us"] for a, b in zip(found["alone"],
                                                       found["beside"])]
    goal("callers' p99 beside 20 staff, to that alone, median of %d rounds" %
         options.rounds, statistics.median(ratios), 1.5, "times")
    return found


PARTS = {"lists": lists, "million": million, "search": search, "page": page,
         "callers": callers}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--json")
    parser.add_argument("--cases", type=int, default=50000)
    parser.add_argument("--asks", type=int, default=200)
    parser.add_argument("--million", type=int, default=1000000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--journeys", type=int, default=600)
    options = parser.parse_args()
    result = {"load_before": os.getloadavg()}
    for part in options.parts.split(","):
        print("== %s" % part, flush=True)
        result[part] = PARTS[part](options)
    result.update(goals=GOALS, load_after=os.getloadavg())
    print("load %.1f before, %.1f after" % (result["load_before"][0],
                                            result["load_after"][0]))
    if options.json:
        with open(options.json, "w") as f:
            json.dump(result, f, indent=1)


if __name__ == "__main__":
    main()
