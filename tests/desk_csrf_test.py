#!/usr/bin/env python3
"""A page elsewhere, in the browser of somebody who is signed in, changes
nothing: twelve ways of trying, on every route that changes something, as the
program lists them.  And what was used once opens nothing again.  TAP."""
import json
import re
import signal
import sys

import harness
import desk as desks

VALUES = {"ref": "10000007", "name": "nobody", "n": "999999",
          "month": "2020-01"}


def fill(path):
    return re.sub(r"\{(\w+)\}", lambda m: VALUES[m.group(1)], path)


def variants(desk, other):
    """(what it is, headers other than the page's own, path's end)."""
    evil = "https://evil.invalid"
    return [
        ("no token", {"X-CSRF-Token": None}, ""),
        ("an empty token", {"X-CSRF-Token": ""}, ""),
        ("a made-up token", {"X-CSRF-Token": "A" * 43}, ""),
        ("another member's token", {"X-CSRF-Token": other.token}, ""),
        ("a form's text/plain", {"Content-Type": "text/plain"}, ""),
        ("a form's own type", {"Content-Type":
                               "application/x-www-form-urlencoded"}, ""),
        ("a form with files", {"Content-Type":
                               "multipart/form-data; boundary=x"}, ""),
        ("another origin", {"Origin": evil}, ""),
        ("the origin null", {"Origin": "null"}, ""),
        ("no origin", {"Origin": None}, ""),
        ("a fetch from another site", {"Sec-Fetch-Site": "cross-site"}, ""),
        ("another host's name", {"Host": "evil.invalid",
                                 "Origin": "http://evil.invalid"}, ""),
    ]


def overrides(tap, desk, browser, mutating):
    """A GET that says it is something else is a GET."""
    for header in ("X-HTTP-Method-Override", "X-Method-Override",
                   "X-HTTP-Method"):
        got = [browser.get(fill(path), headers={header: method})
               for method, path in mutating]
        tap.ok(all(g.status in (200, 400, 401, 403, 404, 405, 409)
                   for g in got) and browser.get("/api/session").status == 200,
               "no method by %s" % header, [g.status for g in got])


def reused(tap, desk):
    """Cookies and codes that were used up."""
    browser = desks.Browser(desk)
    code = browser.code("rithy")
    browser.name = "rithy"
    login = {"name": "rithy", "password": harness.PASSWORD, "code": code}
    tap.ok(browser.post("/api/session", login).status == 200,
           "a code opens once")
    old, token = dict(browser.cookies), browser.token
    got = desks.Browser(desk).post("/api/session", login)
    tap.ok(got.status == 401, "and not again", got)
    got = browser.post("/api/session/confirm", {
        "password": harness.PASSWORD, "code": code})
    tap.ok(got.status == 401, "nor to confirm", got)
    browser.confirm()
    thief = desks.Browser(desk)
    thief.cookies, thief.token = old, token
    tap.ok(thief.get("/api/session").status == 401
           and thief.post("/api/session/lock").status == 401,
           "the cookie of before a confirmation is nothing")
    fresh = desks.Browser(desk)
    fresh.cookies, fresh.token = dict(browser.cookies), token
    got = fresh.post("/api/session/lock")
    tap.ok(got.status == 403 and got.error == "bad_token",
           "nor its token with the cookie of now", got)
    old = dict(browser.cookies)
    browser.delete("/api/session")
    thief.cookies, thief.token = old, browser.token
    tap.ok(thief.get("/api/session").status == 401, "signed out is out")


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        document = json.loads(house.helpline("desk", "--openapi").stdout)
        mutating = sorted((method.upper(), path)
                          for path, methods in document["paths"].items()
                          for method, route in methods.items()
                          if method != "get" and route["x-roles"])
        browser, other = desks.Browser(desk), desks.Browser(desk)
        browser.sign_in("dara")
        other.sign_in("bopha")
        before = house.sql("select count(*), max(seq) from audit")
        tries = variants(desk, other)
        tap.ok(len(tries) == 12, "there are twelve ways")
        for name, headers, _ in tries:
            passed = []
            for under in ("", "/practice"):
                for method, path in mutating:
                    got = browser.ask(method, under + fill(path), "{}",
                                      headers=headers)
                    # What is not there under /practice is told as such.
                    absent = under and got.status == 404
                    if not absent and (got.status not in (400, 403, 415)
                                       or got.error not in (
                                           "bad_origin", "bad_token",
                                           "bad_type")):
                        passed.append((method, under + path, got))
            tap.ok(not passed, "%s: nothing of %d routes" % (
                name, len(mutating)), passed[:5])
        overrides(tap, desk, browser, mutating)
        tap.ok(house.sql("select count(*), max(seq) from audit") == before
               and browser.get("/api/session").json["locked"] is False,
               "and nothing was done by it")
        public = sorted((method.upper(), path)
                        for path, methods in document["paths"].items()
                        for method, route in methods.items()
                        if method != "get" and not route["x-roles"])
        for name, headers, _ in tries[4:]:
            got = [browser.ask(m, fill(p), "{}", headers=headers)
                   for m, p in public]
            tap.ok(all(g.error in ("bad_origin", "bad_type") for g in got),
                   "nobody is signed in by %s" % name, got)
        reused(tap, desk)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
