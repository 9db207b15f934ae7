#!/usr/bin/env python3
"""What is typed at the desk survives a power cut, an expired session, another
laptop; and how drafts are kept.  TAP; the browser's is of
tests/desk_walks/drafts.mjs."""
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys

import harness
import desk as desks
from desk_cases_test import audit, schema_faults

HERE = os.path.dirname(os.path.abspath(__file__))
TEXT = "a draft about the hoopoe"


def kept(tap, house, desk, document):
    dara, sophea, rithy, nary = (desks.Browser(desk) for _ in range(4))
    for browser, name in ((dara, "dara"), (sophea, "sophea"),
                          (rithy, "rithy"), (nary, "nary")):
        browser.sign_in(name)
    ref = dara.post("/api/cases", {"category": "wages", "words": "No wages.",
                                   "language": "km"}).json["ref"]
    path = "/api/cases/%s" % ref
    before = len(audit(house))
    for form in ("note", "outcome", "refer"):
        got = dara.put(path + "/draft", {"form": form,
                                         "text": form + TEXT})
        tap.ok(got.status == 204, "a draft of %s is kept" % form, got)
    for form in ("contact", "intake"):
        got = dara.put("/api/drafts", {"form": form, "text": form + TEXT})
        tap.ok(got.status == 204, "and of %s, about no case" % form, got)
    tap.ok(len(audit(house)) == before, "no word is read, no row is made")
    case = dara.get(path).json
    tap.ok({d["form"]: d["text"] for d in case["drafts"]} == {
        f: f + TEXT for f in ("note", "outcome", "refer")}
        and schema_faults(document, "CaseRead", case) == [],
        "they come with the case", case)
    own = dara.get("/api/drafts").json
    tap.ok({d["form"]: d["text"] for d in own["drafts"]} == {
        f: f + TEXT for f in ("contact", "intake")}
        and schema_faults(document, "Drafts", own) == [],
        "those about no case by themselves", own)
    tap.ok(sophea.get(path).json["drafts"] == []
           and sophea.get("/api/drafts").json["drafts"] == [],
           "nobody of her office is shown them")
    tap.ok(rithy.put(path + "/draft", {"text": "x"}).body ==
           rithy.put("/api/cases/10000007/draft", {"text": "x"}).body,
           "another office's case takes none, as none takes it")
    tap.ok(nary.get("/api/drafts").status == 403, "who only counts has none")
    for place, body in ((path + "/draft", {"form": "intake", "text": "x"}),
                        ("/api/drafts", {"form": "note", "text": "x"}),
                        ("/api/drafts", {"text": "x"}),
                        ("/api/drafts", {"form": "x", "text": "x"}),
                        ("/api/drafts", {"form": "intake",
                                         "text": "x" * 8193}),
                        (path + "/draft", {"form": "note"})):
        got = dara.put(place, body)
        tap.ok(got.status == 400, "not kept: %.60s" % json.dumps(body), got)
    db = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    dump = "\n".join(db.iterdump())
    db.close()
    tap.ok("hoopoe" not in dump and "686f6f706f65" not in dump.lower()
           and "hoopoe" not in house.logged(), "sealed, and in no log")
    desk.again()
    dara.sign_in("dara")
    tap.ok(len(dara.get("/api/drafts").json["drafts"]) == 2
           and len(dara.get(path).json["drafts"]) == 3,
           "there again when the desk was started again")
    wiped(tap, dara, path)
    # Asked and agreed, so that the page has the form of an offer.
    for office in dara.get("/api/centres").json["centres"]:
        if not office["own"]:
            dara.post(path + "/sharing", {
                "about": "centre", "to": office["id"], "answer": "yes",
                "how": "phone", "items": [{"n": 1}], "fields": []})
    return ref


def wiped(tap, dara, path):
    dara.post("/api/contacts", {
        "kind": "legal", "channel": "counter", "sex": "", "age": "",
        "province": "", "destination": "", "stage": "", "sector": ""})
    tap.ok([d["form"] for d in dara.get("/api/drafts").json["drafts"]] ==
           ["intake"], "a contact that is counted is no draft any more")
    got = dara.post("/api/cases", {"category": "wages", "words": " ",
                                   "language": "km"})
    tap.ok(got.status == 400 and
           len(dara.get("/api/drafts").json["drafts"]) == 1,
           "what is refused stays one", got)
    dara.post("/api/cases", {"category": "wages", "words": "x",
                             "language": "km"})
    tap.ok(dara.get("/api/drafts").json["drafts"] == [],
           "nor is a case that is opened")
    dara.post(path + "/notes", {"text": "x"})
    dara.confirm()
    version = dara.get(path).json["case"]["version"]
    dara.post(path + "/referral", {"version": version, "to": 3,
                                   "override": "x", "items": [{"n": 1}],
                                   "text": "x"})
    dara.post(path + "/referral/withdraw", {})
    tap.ok([d["form"] for d in dara.get(path).json["drafts"]] ==
           ["outcome"], "a note and a referral neither")
    dara.put(path + "/draft", {"form": "outcome", "text": ""})
    tap.ok(dara.get(path).json["drafts"] == [], "an empty one is dropped")


def main():
    node = shutil.which("node")
    browser = node is not None and os.path.isdir(os.path.join(
        HERE, "../gateway/desk/page/node_modules/playwright-core"))
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        ref = kept(tap, house, desk, document)
        if not browser:
            tap.note("no browser: npm's playwright-core is not there")
            return tap.done()
        job = {"origin": desk.origin, "password": harness.PASSWORD,
               "codes": desks.sheet("dara")[10:], "ref": ref,
               "pid": house.processes["desk"].pid,
               "helpline": os.path.abspath(harness.HELPLINE),
               "dir": house.dir,
               "screens": os.path.abspath("desk-screens")}
        done = subprocess.run(
            [node, os.path.join(HERE, "desk_walks/drafts.mjs")],
            input=json.dumps(job), text=True, capture_output=True,
            timeout=150, check=False)
        for good, name, why in re.findall(
                r"^(ok|not ok) \d+ - (.*)\n((?:#.*\n)*)", done.stdout, re.M):
            tap.ok(good == "ok", name, why)
        tap.ok(done.returncode == 0, "the browser came to its end",
               done.stderr)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
