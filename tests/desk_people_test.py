#!/usr/bin/env python3
"""The desk's members, the register there, and who did what.  TAP."""
import os
import re
import signal
import sqlite3
import sys

import harness
import desk as desks

SECRET = "the heron stands still"


def enter(desk, name, code, kind="sheet"):
    """A new member: code, password, sheet; her browser and the lines."""
    browser = desks.Browser(desk)
    browser.post("/api/activation", {"name": name, "code": code,
                                     "password": SECRET})
    browser.post("/api/session", {"name": name, "password": SECRET})
    lines = browser.post("/api/session/factor", {"kind": kind}).json["lines"]
    browser.post("/api/session/factor/confirm", {"code": lines[0]})
    return browser, lines


def joining(tap, desk, dara):
    got = dara.post("/api/staff", {"name": "vuthy", "role": "staff"})
    tap.ok(got.status == 200 and re.fullmatch(r"([0-9A-Z]{4}[- ]?){8}",
                                              got.json["code"].strip()),
           "a lead adds a member", got)
    vuthy, lines = enter(desk, "vuthy", got.json["code"])
    got = vuthy.get("/api/session")
    tap.ok(got.json["role"] == "staff" and got.json["enrolled"],
           "who then signs in", got)
    for name, body, status, error in (
            ("a name that is there", {"name": "vuthy", "role": "staff"},
             409, "taken"),
            ("no name", {"name": "Vu Thy", "role": "staff"}, 400,
             "bad_body"),
            ("no role", {"name": "vuthy2", "role": "king"}, 400, "bad_body"),
            ("for another centre", {"name": "vuthy2", "role": "staff",
                                    "centre": 2}, 403, "not_allowed")):
        got = dara.post("/api/staff", body)
        tap.ok(got.status == status and got.error == error,
               "not added: %s" % name, got)
    got = vuthy.post("/api/staff", {"name": "third", "role": "staff"})
    tap.ok(got.status == 403, "who does not lead adds nobody", got)
    return vuthy, lines


def administrating(tap, desk):
    vanna = desks.Browser(desk)
    vanna.sign_in("vanna")
    got = vanna.post("/api/staff", {"name": "thida", "role": "numbers",
                                    "centre": 3})
    tap.ok(got.status == 200, "an administrator adds who opens no case", got)
    got = vanna.post("/api/staff", {"name": "spy", "role": "lead",
                                    "centre": 3})
    tap.ok(got.status == 403, "and nobody who does", got)
    got = vanna.post("/api/staff/dara/depart", {})
    tap.ok(got.status == 404, "nor lets one go who does", got)
    names = {m["name"]: m for m in vanna.get("/api/staff").json["members"]}
    tap.ok({"dara", "bopha", "thida"} <= set(names)
           and names["thida"]["state"] == "coded",
           "she sees the members of all", names)
    got = vanna.post("/api/staff/thida/depart", {})
    tap.ok(got.status == 204, "and lets go whom she added", got)


def freshness(tap, desk, house):
    """What needs password and code again is not done without."""
    dara = desks.Browser(desk)
    dara.sign_in("dara")
    dara.post("/api/session/lock")
    dara.post("/api/session/unlock", {"password": harness.PASSWORD})
    got = dara.post("/api/staff", {"name": "late", "role": "staff"})
    tap.ok(got.status == 403 and got.error == "not_fresh",
           "after a lock nobody is added before it is confirmed", got)
    got = dara.confirm()
    tap.ok(got.status == 200, "it is confirmed", got)
    got = dara.post("/api/staff", {"name": "late", "role": "staff"})
    tap.ok(got.status == 200, "then she is", got)
    dara.post("/api/staff/late/depart", {})
    return dara


def changing(tap, desk, dara, vuthy, lines):
    got = dara.post("/api/staff/vuthy/role", {"role": "numbers"})
    tap.ok(got.status == 204 and vuthy.get("/api/session").status == 401,
           "another role ends her sessions", got)
    vuthy.post("/api/session", {"name": "vuthy", "password": SECRET,
                                "code": lines[1]})
    got = vuthy.get("/api/cases?list=centre")
    tap.ok(got.status == 403, "who only counts lists no case", got)
    got = dara.post("/api/staff/vuthy/role", {"role": "lead"})
    vuthy.post("/api/session", {"name": "vuthy", "password": SECRET,
                                "code": lines[2]})
    got = vuthy.get("/api/cases?list=centre")
    tap.ok(got.status == 200, "a lead does again: she got the key", got)
    for name, status in (("bopha", 404), ("nobody", 404), ("dara", 409)):
        got = dara.post("/api/staff/%s/role" % name, {"role": "staff"})
        tap.ok(got.status == status, "not changed: %s" % name, got)
    got = dara.post("/api/staff/vuthy/recode")
    tap.ok(got.status == 200 and vuthy.get("/api/session").status == 401,
           "who forgot her password gets another code", got)
    again = vuthy.post("/api/session", {"name": "vuthy", "password": SECRET,
                                        "code": lines[3]})
    tap.ok(again.status == 401, "the old password is gone", again)
    vuthy, lines = enter(desk, "vuthy", got.json["code"])
    tap.ok(vuthy.get("/api/cases?list=centre").status == 200,
           "and with the new one she works on")
    got = dara.post("/api/staff/vuthy/lost-code")
    tap.ok(got.status == 204, "her sheet is lost", got)
    got = vuthy.post("/api/session", {"name": "vuthy", "password": SECRET})
    tap.ok(got.status == 200 and not got.json["enrolled"],
           "she sets up another", got)
    lines = vuthy.post("/api/session/factor", {"kind": "sheet"}).json["lines"]
    vuthy.post("/api/session/factor/confirm", {"code": lines[0]})
    return vuthy


def leaving(tap, house, desk, dara, vuthy, ref):
    got = vuthy.post("/api/cases/%s/claim" % ref)
    tap.ok(got.status == 200, "she has a case", got)
    got = dara.post("/api/staff/vuthy/depart", {})
    tap.ok(got.status == 409 and "open cases" in got.json["message"],
           "she does not leave while it has nobody else", got)
    for to in ("bopha", "nobody", "vuthy", "vanna"):
        got = dara.post("/api/staff/vuthy/depart", {"to": to})
        tap.ok(got.status == 409, "it does not become %s's" % to, got)
    got = dara.post("/api/staff/vuthy/depart", {"to": "sophea"})
    tap.ok(got.status == 204, "it becomes sophea's", got)
    tap.ok(dara.get("/api/cases/" + ref).json["case"]["owner"] == "sophea",
           "as the case says")
    tap.ok(vuthy.get("/api/session").status == 401, "and she is out")
    got = vuthy.post("/api/session", {"name": "vuthy", "password": SECRET})
    tap.ok(got.status == 401, "for good", got)
    got = dara.post("/api/staff/dara/depart", {})
    tap.ok(got.status == 409, "nobody lets herself go", got)


def register(tap, house, desk, dara):
    got = dara.get("/api/register")
    tap.ok(got.json["register"]["rows"] == 40 and got.json["current"]
           and got.json["pending"] is None, "the register is there", got)
    got = dara.post("/api/register/find", {"name": "purple girafe manpower",
                                           "country": "TH"})
    tap.ok(got.status == 200 and any(
        a["licence"] == "DEMO-001" and a["says"] == "valid"
        for a in got.json["agencies"]), "a name is looked up", got)
    got = dara.post("/api/register/find", {"name": "DEMO-002"})
    tap.ok(got.json["found"] == "one"
           and got.json["agencies"][0]["says"] == "suspended",
           "so is a licence", got)
    got = dara.post("/api/register/history", {"licence": "DEMO-002"})
    tap.ok(got.status == 200, "and what became of it", got)
    path = os.path.join(house.top, "list.csv")
    text = house.helpline("agencies", house.dir, "export").stdout
    with open(path, "w") as f:
        f.write(text.replace(",suspended,", ",valid,"))
    house.helpline("agencies", house.dir, "import", path, "--as-of",
                   __import__("time").strftime("%Y-%m-%d"), "--source",
                   "a letter", "--as", "dara", "--password-fd", "0",
                   stdin=harness.PASSWORD + "\n", check=False)
    got = dara.get("/api/register")
    waits = got.json["pending"]
    tap.ok(waits is not None and waits["revived"] > 0
           and not waits["may_confirm"] and waits["changes"],
           "a list that makes a licence valid again waits", got)
    at = "/api/register/imports/%d/" % waits["import"]
    got = dara.post(at + "confirm")
    tap.ok(got.status == 403, "not for who imported it", got)
    bopha = desks.Browser(desk)
    bopha.sign_in("bopha")
    tap.ok(bopha.get("/api/register").json["pending"]["may_confirm"],
           "another may say yes")
    got = bopha.post(at + "confirm")
    tap.ok(got.status == 200 and got.json["stands"], "then it stands", got)
    got = bopha.post(at + "confirm")
    tap.ok(got.status == 409, "once", got)
    for n in ("0", "999999", "x", "9" * 30):
        got = bopha.post("/api/register/imports/%s/reject" % n)
        tap.ok(got.status == 404, "there is no list %s" % n, got)
    got = dara.post("/api/register/find", {"name": "DEMO-002"})
    tap.ok(got.json["agencies"][0]["says"] == "valid",
           "and the desk says what it says", got)


def who_did_what(tap, house, desk, dara, ref):
    rows = dara.get("/api/audit").json["rows"]
    tap.ok(any(r["did"] == "claim" and r["to"] == ref and r["by"] == "vuthy"
               for r in rows), "a lead sees who did what to which case",
           rows[:5])
    tap.ok(not any(r["by"] in ("bopha", "rithy") for r in rows),
           "of her own centre")
    got = dara.get("/api/audit?before=3")
    tap.ok(got.json["before"] == 0 and all(r["row"] < 3
                                          for r in got.json["rows"]),
           "page by page", got)
    done = house.helpline("audit", house.dir, "verify", "--json")
    tap.ok('"whole": true' in done.stdout, "all of it is as it was written",
           done.stdout)


def tampering(tap, house):
    db = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    db.execute("DROP TRIGGER audit_is_not_changed")
    db.execute("UPDATE audit SET actor = 'rithy' WHERE seq = 9")
    db.commit()
    db.close()
    done = house.helpline("audit", house.dir, "verify", check=False)
    tap.ok(done.returncode == 1 and "row 9" in done.stderr,
           "a changed row is found", done.stderr)
    done = house.helpline("doctor", house.dir, check=False)
    tap.ok(re.search(r"^FAIL  *audit .*row 9", done.stdout, re.M),
           "the doctor tells it", done.stdout)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        phone = harness.Worker(house, "+85512777100")
        phone.dial()
        ref = phone.file(phone.key, "4")
        dara = freshness(tap, desk, house)
        vuthy, lines = joining(tap, desk, dara)
        administrating(tap, desk)
        vuthy = changing(tap, desk, dara, vuthy, lines)
        leaving(tap, house, desk, dara, vuthy, ref)
        register(tap, house, desk, dara)
        who_did_what(tap, house, desk, dara, ref)
        house.run = "desk"
        house.stopped(tap)
        tampering(tap, house)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
