#!/usr/bin/env python3
"""The register is refreshed from a real https server, good and bad.  TAP."""
import json
import os
import signal
import subprocess
import sys
import time

import harness
import lists

N = 40          # agencies of a list; a tenth are 4


def once(house):
    return house.helpline("rounds", house.dir, "--once", check=False)


def last(house):
    done = json.loads(house.helpline("rounds", house.dir, "list",
                                     "--json").stdout)
    return next(r for r in done if r["duty"] == "register")


def register(house):
    return json.loads(house.helpline("agencies", house.dir, "list",
                                     "--json").stdout)


def imports(house):
    return json.loads(house.helpline("agencies", house.dir, "history",
                                     "--json").stdout)


def doctor(house):
    found = json.loads(house.helpline("doctor", house.dir, "--json",
                                      check=False).stdout)
    return " / ".join(f["text"] for f in found if f["check"] == "register")


def decide(house, verb, number, who):
    return house.helpline("agencies", house.dir, verb, str(number), "--as",
                          who, "--password-fd", "0", check=False,
                          stdin=harness.PASSWORD + "\n")


def first_list(house, tap, server):
    server.answer = lists.serve_tagged(lists.csv(lists.many(N)), '"one"')
    done = once(house)
    tap.ok(done.returncode == 0 and last(house)["result"] == "waits" and
           "waits for a member" in doctor(house),
           "a list that changes much waits, doctor and log say so",
           (done.stderr, last(house), doctor(house)))
    tap.ok(len([a for a in register(house)["agencies"]
                if a["licence"].startswith("T-")]) == 0,
           "and nothing of it counts")
    once(house)
    tap.ok(last(house)["result"] == "waits" and len(imports(house)) == 2,
           "the same again is no second import", imports(house))
    tap.ok(server.requests[-1].get("If-None-Match") == '"one"',
           "what we have is not fetched again", server.requests[-1])
    done = decide(house, "confirm", imports(house)[0]["import"], "dara")
    found = register(house)
    tap.ok(done.returncode == 0 and len([
        a for a in found["agencies"] if a["status"] == "valid"]) == N,
        "one member lets stand what rounds fetched", done.stderr)
    once(house)
    tap.ok(last(house)["result"] == "same", "then it is the list that "
           "stands", last(house))


def small_changes(house, tap, server):
    rows = lists.many(N)
    rows[3][1] = "Renamed 3"
    server.answer = lists.serve_tagged(lists.csv(rows), '"two"')
    before = register(house)["register"]["generation"]
    once(house)
    found = register(house)
    names = [a["name"] for a in found["agencies"]]
    tap.ok(last(house)["result"] == "done" and "Renamed 3" in names and
           found["register"]["generation"] > before,
           "a small change stands by itself", last(house))
    tap.ok("user" not in found["register"]["source"] and
           "secret" not in found["register"]["source"] and
           found["register"]["source"].startswith("https://127.0.0.1"),
           "the source shows no password and no query",
           found["register"]["source"])
    rows[3][2] = "suspended"
    server.answer = lists.serve(lists.csv(rows))
    once(house)
    tap.ok(last(house)["result"] == "done", "a suspension stands by itself",
           last(house))
    rows[3][2] = "valid"
    server.answer = lists.serve(lists.csv(rows))
    once(house)
    tap.ok(last(house)["result"] == "waits" and "valid again" in
           last(house)["words"], "a licence that becomes valid again waits",
           last(house))
    number = imports(house)[0]["import"]
    tap.ok(decide(house, "reject", number, "dara").returncode == 0,
           "a member rejects it")
    once(house)
    tap.ok(last(house)["result"] == "same" and "rejected" in
           last(house)["words"] and imports(house)[0]["import"] == number,
           "and the same list is not put up again", last(house))
    rows[3][2] = "suspended"
    return rows


def dated(house, tap, server, rows):
    server.answer = lists.serve(
        lists.csv(rows + [["T-900", "New", "valid", ""]]),
        Last_Modified="Fri, 05 Jun 2026 04:00:00 GMT")
    once(house)
    tap.ok(last(house)["result"] == "waits" and "older" in
           last(house)["words"] and imports(house)[0]["as_of"] ==
           "2026-06-05", "its day is its server's word, and an older one "
           "waits", (last(house), imports(house)[0]))


def faults(house, tap, server, plain, rows):
    good = lists.csv(rows)
    big = good + "".join("Z-%d,%s,valid,\n" % (i, "x" * 100)
                         for i in range(20000))
    bad = (
        ("hangs", lists.serve_never, "in time"),
        ("drips", lists.serve_drip, "in time"),
        ("says 500", lists.serve("no", 500), "500"),
        ("says 404", lists.serve("no", 404), "404"),
        ("says 304 to who asked for no such thing", lists.serve(b"", 304),
         "304"),
        ("says 206", lists.serve(good, 206), "206"),
        ("serves a web page", lists.serve("<!DOCTYPE html><html>licence,name"
                                          "</html>"), "web page"),
        ("serves nothing", lists.serve(""), "empty"),
        ("serves no list", lists.serve("hello\n"), "no headings"),
        ("promises more than it sends", lists.serve(good, length=99999),
         ""),
        ("promises less than it sends", lists.serve(
            good, length=len(good) - 9), "middle of a line"),
        ("sends more than is allowed", lists.serve(big), "larger than 1 MiB"),
        ("does not say how much it sends, and never ends",
         lists.serve_no_end, "larger than 1 MiB"),
        ("lies about a length that is too large", lists.serve(
            good, length=1 << 40), "larger than 1 MiB"),
        ("leads to http", lists.serve("", 302, Location=plain.url),
         "not https"),
        ("leads to a file", lists.serve("", 302, Location="file:///etc/"
                                        "passwd"), "not https"),
        ("leads round in circles", lists.serve("", 302, Location="/again"),
         "redirects"),
        ("compresses unasked", lists.serve(b"\x1f\x8b\x08" + bytes(200),
                                           Content_Encoding="gzip"), "list.csv"),
        ("serves a formula", lists.serve(good + "T-901,=1+1,valid,\n"),
         "formula"),
        ("serves a year of the Buddhist era",
         lists.serve(good + "T-901,New,valid,2569-01-01\n"), "Buddhist"),
    )
    standing = register(house)["register"]
    n = len(imports(house))
    for what, answer, words in bad:
        server.answer = answer
        begun = time.time()
        done = once(house)
        found = last(house)
        tap.ok(done.returncode == 1 and found["result"] == "failed" and
               words in found["words"] and time.time() - begun < 8,
               "a server that %s changes nothing" % what,
               (done.returncode, found, time.time() - begun))
    now = register(house)["register"]
    tap.ok(dict(standing, age_days=0) == dict(now, age_days=0) and
           len(imports(house)) == n, "what stood stands", (standing, now))
    tap.ok("last look for a newer list failed" in doctor(house),
           "doctor says what happened", doctor(house))


def certificates(house, tap, top):
    for certificate in ("other", "self"):
        server = lists.Publisher(top, certificate)
        server.answer = lists.serve(lists.csv(lists.many(N)))
        house.set("register_url", '"%s"' % server.url)
        done = once(house)
        tap.ok(done.returncode == 1 and last(house)["result"] == "failed" and
               server.requests == [], "a certificate that is %s is not "
               "believed" % ("for another name" if certificate == "other"
                             else "its own authority"), last(house))
        server.close()
    house.set("register_url", '"http://127.0.0.1:1/list.csv"')
    done = once(house)
    tap.ok(done.returncode == 1 and "https://" in last(house)["words"],
           "an address that is not https is not asked", last(house))


def by_itself(house, tap, server, rows):
    """As serve starts it: due at once, stopped in the midst, and patient."""
    rows = [list(row) for row in rows]
    rows[5][1] = "By itself"
    server.answer = lists.serve(lists.csv(rows))
    house.set("register_url", '"%s"' % server.url)
    house.sql("DELETE FROM round")
    house.start("rounds")
    end = time.time() + 15
    while time.time() < end and "By itself" not in [
            a["name"] for a in register(house)["agencies"]]:
        time.sleep(0.1)
    tap.ok("By itself" in [a["name"] for a in register(house)["agencies"]],
           "rounds looks for a list by itself", house.logged())
    asked = len(server.requests)
    house.kill("rounds", signal.SIGTERM)
    tap.ok(house.processes["rounds"].returncode == 0,
           "and ends when asked to", house.logged())
    house.start("rounds")
    time.sleep(0.7)
    tap.ok(len(server.requests) == asked, "started again it waits until the "
           "next one is due")
    house.kill("rounds", signal.SIGTERM)
    house.sql("DELETE FROM round")
    house.set("register_timeout_s", "60")
    server.answer = lists.serve_never
    house.start("rounds")
    end = time.time() + 10
    while time.time() < end and len(server.requests) == asked:
        time.sleep(0.05)
    begun = time.time()
    house.kill("rounds", signal.SIGTERM)
    tap.ok(len(server.requests) > asked and time.time() - begun < 5 and
           house.processes["rounds"].returncode == 0,
           "asked to end while a server hangs, it ends at once",
           (time.time() - begun, house.logged()))
    tap.ok("stopped" in last(house)["words"], "and says so", last(house))


def main():
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            del os.environ[name]
    tap = harness.Tap()
    house = harness.House(network=False)
    server = plain = None
    try:
        ca = lists.authority(house.top)
        server = lists.Publisher(house.top)
        plain = lists.Publisher(house.top, tls=False)
        plain.answer = lists.serve(lists.csv(lists.many(N)))
        os.rename(ca, os.path.join(house.dir, "lists-ca.pem"))
        house.set("register_ca", "lists-ca.pem")
        house.set("register_url", '"%s"' % server.url.replace(
            "//", "//user:secret@") + "")
        house.set("register_max_mb", "1")
        house.set("register_timeout_s", "1")
        first_list(house, tap, server)
        rows = small_changes(house, tap, server)
        dated(house, tap, server, rows)
        faults(house, tap, server, plain, rows)
        tap.ok(plain.requests == [], "nothing was ever asked by http")
        certificates(house, tap, house.top)
        by_itself(house, tap, server, rows)
        tap.ok("Sanitizer" not in house.logged(), "no sanitizer complains",
               house.logged())
    finally:
        for one in (server, plain):
            if one is not None:
                one.close()
        house.end()
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
