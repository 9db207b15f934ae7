#!/usr/bin/env python3
"""Staff's side: the roster, who waits to be called, whether who calls is she,
sentences she reads, texts that may not leave.  TAP."""
import json
import os
import re
import signal
import sqlite3
import sys
import time

import harness
import desk as desks
from desk_cases_test import schema_faults

PIN = "4826"
PHONE = "+85512990001"


def dump(house):
    db = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    text = "\n".join(db.iterdump())
    db.close()
    return text


def roster(tap, house, dara, sophea, document):
    got = dara.get("/api/duty")
    tap.ok(got.json["shifts"] == [] and len(got.json["gaps"]) == 2
           and schema_faults(document, "Duty", got.json) == [],
           "an empty roster says that nobody is told", got)
    line = {"name": "dara", "part": "duty", "hours": "1-7 0:00-24:00"}
    got = dara.post("/api/duty", line)
    tap.ok(got.status == 200, "who leads adds a line", got)
    mine = got.json["id"]
    tap.ok(sophea.post("/api/duty", line).status == 403, "others do not")
    for name, more in (("hours", {"hours": "always"}),
                       ("a night in one span", {"hours": "1-5 22:00-6:00"}),
                       ("nobody", {"name": "nobody"}),
                       ("who is of another centre", {"name": "bopha"}),
                       ("a day", {"since": "tomorrow"}),
                       ("an end before the beginning",
                        {"since": "2026-03-02", "until": "2026-03-01"})):
        got = dara.post("/api/duty", dict(line, **more))
        tap.ok(got.status == 400, "no line with %s" % name, got)
    tap.ok(dara.get("/api/duty").json["shifts"][0]["reachable"] is False,
           "she cannot be told without a phone")
    for number in ("012345678", "+855", "+85512x", "+85512345678 "):
        got = dara.put("/api/session/phone", {
            "number": number, "language": "en", "reminders": False})
        tap.ok(got.status == 400, "no phone: %r" % number, got)
    got = dara.put("/api/session/phone", {
        "number": PHONE, "language": "en", "reminders": True})
    tap.ok(got.status == 204, "her own phone is kept", got)
    got = dara.get("/api/duty")
    tap.ok(got.json["own"] == {"phone": True, "language": "en",
                               "reminders": True}
           and got.json["shifts"][0]["now"]
           and [g["part"] for g in got.json["gaps"]] == ["stand_in"],
           "she can be told now; nobody stands in", got)
    got = dara.put("/api/staff/sophea/phone", {"number": PHONE[:-1] + "2",
                                               "language": "km"})
    tap.ok(got.status == 204, "who leads sets another's", got)
    tap.ok(sophea.get("/api/duty").json["own"]["reminders"] is False,
           "and does not wish for her")
    got = dara.put("/api/staff/bopha/phone", {"number": PHONE,
                                              "language": "km"})
    tap.ok(got.status == 404, "not one of another centre", got)
    everything = dump(house) + got.body.decode() + \
        dara.get("/api/duty").body.decode()
    tap.ok(PHONE[1:] not in everything, "no number is in clear anywhere")
    tap.ok(sophea.delete("/api/duty/%d" % mine).status == 403 and
           dara.delete("/api/duty/99").status == 404 and
           dara.delete("/api/duty/%d" % mine).status == 204,
           "a line is taken away by who leads")


def proving(tap, house, dara, sophea, ref, document):
    path = "/api/cases/%s/" % ref
    got = sophea.post(path + "reissue", {"facts": []})
    tap.ok(got.status == 409 or got.error == "not_now",
           "no number is told to who is not proved", got)
    for facts in (["company"], ["company", "company", "company"],
                  ["company", "place", "shoe size"], ["company", "place"]):
        got = sophea.post(path + "reissue", {"facts": facts})
        tap.ok(got.status == 400, "not for %s" % facts, got)
    got = sophea.post(path + "proof", {"digits": "0000"})
    tap.ok(got.json == {"right": False, "left": 4}
           and schema_faults(document, "Proof", got.json) == [],
           "wrong digits are wrong", got)
    got = sophea.post(path + "proof", {"digits": PIN})
    tap.ok(got.json["right"] is True, "right ones right", got)
    tap.ok(sophea.get(path + "answers").json["proved"], "for an hour")
    tap.ok(sophea.post(path + "reissue", {"facts": []}).status == 204,
           "then her number may be told")
    for _ in range(4):
        dara.post(path + "proof", {"digits": "1111"})
    got = dara.post(path + "proof", {"digits": PIN})
    tap.ok(got.error == "too_many_tries",
           "after five wrong ones a day not even right ones", got)
    for digits in ("482", "48260", "abcd", "", "៤៨២៦"):
        got = dara.post(path + "proof", {"digits": digits})
        tap.ok(got.status == 400, "no digits: %r" % digits, got)
    case = dara.get("/api/cases/" + ref)
    kinds = [(e["kind"], e.get("text")) for e in case.json["entries"]]
    tap.ok(("proof", "right") in kinds and ("proof", "wrong") in kinds
           and ("reissued", "digits") in kinds
           and PIN not in case.body.decode() and not re.search(
               r"\b%s\b" % PIN, re.sub("X'[^']*'", "", dump(house))),
           "the case says that it was tried, never which they are", kinds)
    rows = [r["did"] for r in dara.get("/api/audit").json["rows"]]
    tap.ok({"proved", "not_proved", "reissue"} <= set(rows),
           "and the audit", rows)
    got = dara.get("/api/remarks")
    tap.ok([(r["ref"], r["what"], r["by"]) for r in got.json["remarks"]] ==
           [(ref, "reissued", "sophea")]
           and schema_faults(document, "Remarks", got.json) == [],
           "who leads is told", got)
    n = got.json["remarks"][0]["id"]
    tap.ok(sophea.get("/api/remarks").status == 403 and
           dara.post("/api/remarks/%d/seen" % n).status == 204 and
           dara.post("/api/remarks/%d/seen" % n).status == 404 and
           dara.get("/api/remarks").json["remarks"] == [],
           "until she has seen it")
    got = sophea.post(path + "reissue", {
        "facts": ["company", "place", "happened"]})
    tap.ok(got.status == 204, "three facts do as well", got)


def answering(tap, dara, ref, document):
    path = "/api/cases/%s/" % ref
    got = dara.get(path + "answers")
    sentences = got.json["sentences"]
    tap.ok(schema_faults(document, "Answers", got.json) == []
           and 14 <= len(sentences) <= 17
           and all(s["own"] and s["text"] and s["pages"]
                   for s in sentences),
           "some fifteen sentences, each in her language", got)
    tap.ok(all("{" not in s["text"] for s in sentences),
           "with everything filled in", sentences)
    version = dara.get("/api/cases/" + ref).json["case"]["version"]
    got = dara.post(path + "answer", {"version": version, "code": "papers"})
    tap.ok(got.status == 400, "one that names a day needs one", got)
    got = dara.post(path + "answer", {"version": version, "code": "tea"})
    tap.ok(got.status == 400, "one that is none is none", got)
    got = dara.post(path + "answer", {
        "version": version, "code": "papers",
        "day": time.strftime("%Y-%m-%d", time.gmtime(time.time() + 9e5))})
    tap.ok(got.status == 200, "with its day it is put", got)
    again = dara.post(path + "answer", {"version": version, "code": "call"})
    tap.ok(again.error == "stale", "not by who saw an older case", again)
    put = dara.get(path + "answers").json["put"]
    tap.ok(len(put) == 1 and put[0]["by"] == "dara" and
           put[0]["read_on"] == "", "it stands, unread", put)
    tap.ok(dara.delete(path + "answer").status == 204 and
           dara.get(path + "answers").json["put"][0]["taken_back"],
           "and is taken back")
    got = dara.post(path + "texts/check", {"text": "Hello"})
    tap.ok(got.json["fault"] == "no_wish"
           and schema_faults(document, "TextJudged", got.json) == [],
           "no text to who did not allow it", got)
    got = dara.post(path + "texts", {"id": "0" * 32, "text": "Hello"})
    tap.ok(got.error == "not_now" and
           got.json["judged"]["fault"] == "no_wish", "nor past the page",
           got)
    for text in ("", "\x07", "x" * 1500):
        got = dara.post(path + "texts/check", {"text": text})
        tap.ok(got.status == 400 or got.json["fault"] in ("empty", "control",
                                                          "long"),
               "no text of %r" % text[:8], got)


def others(tap, bopha, ref):
    path = "/api/cases/%s/" % ref
    for method, name, body in (
            ("GET", "answers", None), ("POST", "proof", {"digits": PIN}),
            ("POST", "reissue", {"facts": []}), ("POST", "callback", {}),
            ("POST", "answer", {"version": 1, "code": "call"}),
            ("DELETE", "answer", None),
            ("POST", "texts/check", {"text": "Hello"}),
            ("POST", "texts", {"id": "0" * 32, "text": "Hello"}),
            ("POST", "match", {"to": ref}),
            ("POST", "detached", {"what": "attach"})):
        theirs = bopha.ask(method, path + name, body)
        absent = bopha.ask(method, "/api/cases/10000007/" + name, body)
        tap.ok((theirs.status, theirs.body) == (absent.status, absent.body)
               and theirs.status == 404,
               "%s: another centre's case is as one that is not there" % name,
               (theirs, absent))


def calling(tap, house, dara, sophea, document):
    got = dara.get("/api/callbacks")
    tap.ok(len(got.json["callbacks"]) == 1
           and schema_faults(document, "Callbacks", got.json) == [],
           "who asked to be called waits", got)
    one = got.json["callbacks"][0]
    ref = one["case"]["ref"]
    tap.ok(one["tries"] == 0 and one["first_words"].startswith("Hello"),
           "with what to say first", one)
    for n in (1, 2, 3):
        sophea.post("/api/cases/%s/contacts" % ref, {"result": "no_answer"})
        left = dara.get("/api/callbacks").json["callbacks"]
        tap.ok([c["tries"] for c in left] == ([n] if n < 3 else []),
               "try %d of three" % n, left)
    tap.ok(dara.post("/api/cases/%s/callback" % ref).status == 204 and
           len(dara.get("/api/callbacks").json["callbacks"]) == 1,
           "she is put on the list again")
    sophea.post("/api/cases/%s/contacts" % ref, {"result": "not_safe"})
    tap.ok(dara.get("/api/callbacks").json["callbacks"] == [],
           "where it was not safe nobody tries again")


def erasing(tap, house, dara, sophea, bopha, ref, document):
    """Two members, of whom one leads, while she is proved."""
    path = "/api/cases/%s/erase" % ref
    box = house.sql("select ct from items where case_id = "
                    "(select id from cases where ref = ?)", ref)[0][0]
    for browser in (dara, sophea):
        browser.confirm()
    got = sophea.post(path)
    tap.ok(got.status == 200 and got.json == {"erased": False} and
           schema_faults(document, "Erased", got.json) == [],
           "who does not lead may ask, and nothing is erased", got)
    got = sophea.post(path)
    tap.ok(got.status == 409 and got.error == "not_now",
           "she who asked does not agree with herself", got)
    bopha.confirm()
    tap.ok(bopha.post(path).status == 404, "another centre has no say")
    tap.ok(dara.get("/api/cases/" + ref).status == 200, "it is there still")
    got = dara.post(path)
    tap.ok(got.json == {"erased": True} and
           dara.get("/api/cases/" + ref).status == 404,
           "a lead agrees, and it is gone", got)
    tap.ok(waited(lambda: box not in octets(house)),
           "with its bytes, in a few seconds")
    did = [r["did"] for r in dara.get("/api/audit").json["rows"]]
    tap.ok(did.count("erase_asked") == 2 and did.count("erase") == 1,
           "the audit says who asked and who agreed", did)


def waited(what, seconds=15):
    end = time.time() + seconds
    while time.time() < end and not what():
        time.sleep(0.3)
    return what()


def octets(house):
    """The store's files."""
    found = b""
    for name in ("helpline.db", "helpline.db-wal"):
        with open(os.path.join(house.dir, name), "rb") as f:
            found += f.read()
    return found


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        phone = harness.Worker(house, "+85512777100")
        phone.dial()
        ref = phone.file(phone.key, "4", pin=PIN)
        caller = harness.Worker(house, "+85512777101")
        caller.dial()
        for key in ("4", "3", "3", "1"):
            caller.key(key)
        document = desks.Browser(desk).get("/api/openapi.json").json
        case = next(c for c in house.cases() if c["ref"] == ref)
        by_centre = {1: ("dara", "sophea"), 2: ("bopha",)}
        dara, sophea, bopha = (desks.Browser(desk) for _ in range(3))
        for browser, name in ((dara, "dara"), (sophea, "sophea"),
                              (bopha, "bopha")):
            browser.sign_in(name)
        roster(tap, house, dara, sophea, document)
        answering(tap, dara, ref, document)
        others(tap, bopha, ref)
        proving(tap, house, dara, sophea, ref, document)
        calling(tap, house, dara, sophea, document)
        erasing(tap, house, dara, sophea, bopha, ref, document)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
