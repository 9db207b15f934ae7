#!/usr/bin/env python3
"""Every route of the desk by every role, against a table made by hand.  TAP."""
import json
import os
import re
import signal
import sys

import harness
import desk as desks

HERE = os.path.dirname(os.path.abspath(__file__))
ROLES = {"S": "staff", "L": "lead", "A": "administrator", "N": "numbers"}
MEMBERS = {"staff": "sophea", "lead": "dara", "administrator": "vanna",
           "numbers": "nary"}


def by_hand():
    routes = {}
    with open(os.path.join(HERE, "desk_matrix.txt")) as f:
        for line in f:
            words = line.split()
            if words and not line.startswith("#"):
                roles = set() if words[2] == "-" else \
                    {ROLES[c] for c in words[2]}
                routes[words[0], words[1]] = (roles, words[3],
                                              set(words[4:]))
    return routes


def carried(document):
    routes = {}
    flags = (("fresh", "x-fresh", True), ("locked", "x-while-locked", True),
             ("new", "x-before-enrolment", True),
             ("quiet", "x-keeps-awake", False))
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            # What needs no session keeps nobody awake.
            more = {name for name, key, on in flags
                    if route[key] == on and route["x-roles"]}
            routes[method.upper(), path] = (set(route["x-roles"]),
                                            route["x-scope"], more)
    return routes


def tables(tap, hand, program):
    tap.ok(set(hand) == set(program), "the table made by hand has every route",
           "not by hand: %s\nnot in the program: %s" % (
               sorted(set(program) - set(hand)),
               sorted(set(hand) - set(program))))
    for route in sorted(set(hand) & set(program)):
        tap.ok(hand[route] == program[route], "%s %s is for whom it should be"
               % route, "by hand %s\nprogram %s" % (hand[route],
                                                    program[route]))


def references(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def document_itself(tap, document):
    known = {"#/components/schemas/" + name
             for name in document["components"]["schemas"]}
    used = set(references(document))
    tap.ok(used <= known, "every shape that is named is there", used - known)
    tap.ok(document["openapi"] == "3.1.0" and document["info"]["version"],
           "it is OpenAPI 3.1")
    for path, methods in document["paths"].items():
        names = set(re.findall(r"\{(\w+)\}", path))
        for method, route in methods.items():
            said = {p["name"] for p in route["parameters"]
                    if p["in"] == "path"}
            if said != names or not route["summary"]:
                tap.ok(False, "%s %s is described" % (method, path), route)


def fill(path):
    """A path about something that is not there."""
    values = {"ref": "10000007", "name": "nobody", "n": "999999",
              "month": "2020-01"}
    return re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], path)


def by_role(tap, desk, program):
    """Without a session, in each role, locked, and not yet enrolled."""
    browsers = {}
    for role, name in MEMBERS.items():
        browsers[role] = desks.Browser(desk)
        browsers[role].sign_in(name)
    nobody = desks.Browser(desk)
    for (method, path), (roles, _, more) in sorted(program.items()):
        if not roles:
            continue
        got = nobody.ask(method, fill(path), {} if method != "GET" else None)
        tap.ok(got.status == 401 and got.error == "signed_out",
               "%s %s: not without a session" % (method, path), got)
        for role in sorted(MEMBERS):
            if path == "/api/session" and method == "DELETE" or \
                    path.startswith("/api/session/"):
                continue
            got = browsers[role].ask(method, fill(path),
                                     {} if method != "GET" else None)
            refused = got.status == 403 and got.error == "not_allowed"
            tap.ok(refused == (role not in roles) and got.status < 500,
                   "%s %s by %s" % (method, path, role), got)
    return browsers


def locked(tap, desk, program):
    browser = desks.Browser(desk)
    browser.sign_in("dara")
    browser.post("/api/session/lock")
    for (method, path), (roles, _, more) in sorted(program.items()):
        if not roles or "locked" in more:
            continue
        got = browser.ask(method, fill(path), {} if method != "GET" else None)
        tap.ok(got.status == 401 and got.error == "locked",
               "%s %s: not while locked" % (method, path), got)


def unenrolled(tap, house, desk, program):
    house.helpline("staff", house.dir, "lost-code", "dara")
    browser = desks.Browser(desk)
    browser.post("/api/session", {"name": "dara",
                                  "password": harness.PASSWORD})
    for (method, path), (roles, _, more) in sorted(program.items()):
        if not roles or "new" in more:
            continue
        got = browser.ask(method, fill(path), {} if method != "GET" else None)
        tap.ok(got.status == 403 and got.error == "enrol_first",
               "%s %s: not without a second factor" % (method, path), got)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        document = json.loads(house.helpline("desk", "--openapi").stdout)
        tap.ok(desks.Browser(desk).get("/api/openapi.json").json == document,
               "the desk shows the document that the program prints")
        program = carried(document)
        tables(tap, by_hand(), program)
        document_itself(tap, document)
        by_role(tap, desk, program)
        locked(tap, desk, program)
        unenrolled(tap, house, desk, program)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
