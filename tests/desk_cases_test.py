#!/usr/bin/env python3
"""Cases at the desk: lists, reading, work, who sees whose.  TAP."""
import json
import os
import re
import signal
import sqlite3
import sys
import threading

import harness
import desk as desks

WORDS = "They keep my passport <script>alert(1)</script> \u202egnp.exe =1+1"
NUMBER = "+85512777100"


def schema_faults(document, name, value, at="$"):
    """What of a value is not as the document says; [] when nothing is."""
    def check(schema, value, at):
        if "$ref" in schema:
            schema = document["components"]["schemas"][
                schema["$ref"].rsplit("/", 1)[1]]
        kind = schema.get("type")
        types = {"string": str, "integer": int, "boolean": bool,
                 "array": list, "object": dict}
        if kind and (not isinstance(value, types[kind]) or
                     kind == "integer" and isinstance(value, bool)):
            return ["%s is no %s" % (at, kind)]
        out = []
        if "enum" in schema and value not in schema["enum"]:
            out.append("%s: %r" % (at, value))
        if kind == "array":
            for i, part in enumerate(value):
                out += check(schema["items"], part, "%s[%d]" % (at, i))
        if kind == "object":
            for key in schema["required"]:
                if key not in value:
                    out.append("%s.%s is missing" % (at, key))
            for key, part in value.items():
                if key not in schema["properties"]:
                    out.append("%s.%s is not described" % (at, key))
                else:
                    out += check(schema["properties"][key], part,
                                 at + "." + key)
        return out
    return check(document["components"]["schemas"][name], value, at)


def texts(case):
    return [e.get("text", "") for e in case["entries"]]


def audit(house, action=None):
    db = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    rows = db.execute("SELECT actor, action FROM audit ORDER BY seq"
                      ).fetchall()
    db.close()
    return [r for r in rows if action is None or r[1] == action]


def lists(tap, desk, dara, ref, urgent, document):
    got = dara.get("/api/cases?list=centre")
    refs = [c["ref"] for c in got.json["cases"]]
    tap.ok(got.status == 200 and refs[:1] == [urgent] and ref in refs,
           "what is urgent stands first", got)
    tap.ok(schema_faults(document, "Cases", got.json) == [],
           "a list is as the document says",
           schema_faults(document, "Cases", got.json))
    tap.ok(NUMBER not in got.body.decode() and "passport" not in
           got.body.decode(), "and holds no word")
    for name, wanted in (("mine", []), ("urgent", [urgent]),
                         ("unassigned", refs), ("waiting", []),
                         ("finished", [])):
        got = dara.get("/api/cases?list=" + name)
        tap.ok([c["ref"] for c in got.json["cases"]] == wanted,
               "the list %s" % name, got)
    for query, wanted in (("category=job", []), ("urgent=1", [urgent]),
                          ("channel=sms", []), ("state=new", [ref]),
                          ("language=en&state=new", [ref]),
                          ("destination=TH", [])):
        got = dara.get("/api/cases?list=centre&" + query)
        found = [c["ref"] for c in got.json["cases"]]
        if query == "destination=TH":
            wanted = [c["ref"] for c in dara.get("/api/cases?list=centre"
                                                 ).json["cases"]
                      if c["destination"] == "TH"]
        tap.ok(set(wanted) <= set(found) if query == "category=job"
               else found == wanted, "narrowed by %s" % query, got)
    for query in ("", "?list=all", "?list=centre&after=x",
                  "?list=centre&after=1.2.zz", "?list=centre&sort=x",
                  "?list=centre&list=mine", "?list=centre&after=-1.0." +
                  "0" * 32):
        got = dara.get("/api/cases" + query)
        tap.ok(got.status == 400, "a list is not asked for by %r" % query,
               got)
    got = dara.get("/api/counts")
    tap.ok(got.json["urgent"] == 1 and got.json["centre"] == len(refs)
           and got.json["mine"] == 0, "the lists are counted", got)


def reading(tap, house, dara, ref, document):
    before = len(audit(house, "read"))
    got = dara.get("/api/cases/" + ref)
    tap.ok(got.status == 200 and any("passport" in t
                                     for t in texts(got.json)),
           "her words are there, as she wrote them", got)
    tap.ok(schema_faults(document, "CaseRead", got.json) == [],
           "a case is as the document says",
           schema_faults(document, "CaseRead", got.json))
    tap.ok(NUMBER not in got.body.decode()
           and any(e.get("withheld") for e in got.json["entries"]),
           "her number is withheld", got)
    tap.ok(len(audit(house, "read")) == before + 1, "one audit row was made")
    order = [e["n"] for e in got.json["entries"]]
    tap.ok(order == sorted(order), "in the order it came", order)
    got = dara.post("/api/cases/%s/number" % ref, {})
    tap.ok(got.status == 409 and got.error == "ask_reason",
           "who said no to being called is not shown without a reason", got)
    got = dara.post("/api/cases/%s/number" % ref, {
        "reason": "She asked her sister to tell us to call."})
    tap.ok(got.status == 200 and got.json["numbers"] == [NUMBER],
           "a reason shows it", got)
    tap.ok(len(audit(house, "number_reason")) == 1
           and len(audit(house, "number_asked")) == 1,
           "which the audit notes")
    got = dara.get("/api/cases/" + ref)
    tap.ok([e["text"] for e in got.json["entries"]
            if e["kind"] == "reason"] == [
                "She asked her sister to tell us to call."],
           "and every reader of the case")


def trouble(house):
    """From now on no audit row can be made."""
    db = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    db.execute("CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN "
               "SELECT RAISE (ABORT, 'no'); END")
    db.commit()
    return db


def no_audit(tap, house, dara, ref):
    db = trouble(house)
    got = dara.get("/api/cases/" + ref)
    tap.ok(got.status == 503 and b"passport" not in got.body,
           "without an audit row there are no words", got)
    got = dara.post("/api/cases/%s/notes" % ref, {"text": "never kept"})
    tap.ok(got.status == 503, "and nothing is changed", got)
    db.execute("DROP TRIGGER no_audit")
    db.commit()
    db.close()
    got = dara.get("/api/cases/" + ref)
    tap.ok(got.status == 200 and "never kept" not in texts(got.json),
           "with one there are again", got)


def claiming(tap, desk, dara, sophea, ref):
    got = []

    def take(browser):
        got.append(browser.post("/api/cases/%s/claim" % ref))

    threads = [threading.Thread(target=take, args=(b,))
               for b in (dara, sophea) * 4]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    winners = {a.json["owner"] for a in got if a.status == 200}
    losers = {a.json["case"]["owner"] for a in got if a.status == 409}
    tap.ok(len(winners) == 1 and losers == winners
           and {a.status for a in got} == {200, 409},
           "of all who take a case at once one has it", got)
    got = dara.get("/api/cases/" + ref).json["case"]
    tap.ok(got["state"] == "working", "what was new is worked on", got)
    return winners.pop()


def editing(tap, dara, sophea, ref):
    case = dara.get("/api/cases/" + ref).json["case"]
    path = "/api/cases/" + ref
    got = sophea.ask("PATCH", path, {"version": case["version"],
                                     "waits_for": "embassy",
                                     "owner": ""})
    tap.ok(got.status == 200 and got.json["waits_for"] == "embassy"
           and got.json["owner"] == "", "sophea changes it", got)
    got = dara.ask("PATCH", path, {"version": case["version"],
                                   "state": "call_us"})
    tap.ok(got.status == 409 and got.error == "stale"
           and got.json["case"]["waits_for"] == "embassy"
           and got.json["edits"][-1]["by"] == "sophea"
           and "waits_for" in got.json["edits"][-1]["what"],
           "dara's older one is refused, with what changed and by whom", got)
    version = got.json["case"]["version"]
    got = dara.ask("PATCH", path, {"version": version, "state": "call_us",
                                   "due_at": 1900000123})
    tap.ok(got.status == 400 and "reason" in got.json["message"],
           "another day than the table's is not set without a reason", got)
    got = dara.ask("PATCH", path, {"version": version, "state": "call_us",
                                   "due_at": 1900000123,
                                   "reason": "The hearing is that day."})
    tap.ok(got.status == 200 and got.json["state"] == "call_us"
           and got.json["due_at"] == 1900000123 // 3600 * 3600,
           "with the version of now it is changed", got)
    version = got.json["version"]
    for name, body, error in (
            ("to new", {"state": "new"}, "bad_body"),
            ("to incomplete", {"state": "incomplete"}, "bad_body"),
            ("to nobody known", {"waits_for": "godot"}, "bad_body"),
            ("to a stranger", {"owner": "nobody"}, "bad_body"),
            ("to another office", {"owner": "bopha"}, "bad_body"),
            ("to who opens no case", {"owner": "vanna"}, "bad_body"),
            ("without a version", {"version": None}, "bad_body"),
            ("before all time", {"due_at": -5}, "bad_body")):
        got = dara.ask("PATCH", path, dict({"version": version}, **body))
        tap.ok(got.status == 400 and got.error == error,
               "it is not changed %s" % name, got)
    got = sophea.ask("PATCH", path, {"version": version, "owner": "dara"})
    tap.ok(got.status == 403 and got.error == "not_allowed",
           "who does not lead gives it to nobody else", got)
    got = dara.ask("PATCH", path, {"version": version, "owner": "sophea"})
    tap.ok(got.status == 200 and got.json["owner"] == "sophea",
           "a lead does", got)
    got = sophea.get("/api/cases?list=mine")
    tap.ok([c["ref"] for c in got.json["cases"]] == [ref],
           "it is sophea's", got)
    got = sophea.get("/api/cases?list=waiting")
    tap.ok([c["ref"] for c in got.json["cases"]] == [ref],
           "and waits for others", got)


def notes(tap, desk, dara, ref):
    path = "/api/cases/" + ref
    pulse = dara.get("/api/changes").json["pulse"]
    got = dara.put(path + "/draft", {"text": "She said on the ph"})
    tap.ok(got.status == 204, "a draft is kept", got)
    got = dara.get("/api/changes?since=%d" % pulse).json
    tap.ok(not got["changed"], "which is no change of the case", got)
    with open(os.path.join(desk.house.dir, "helpline.db"), "rb") as f:
        tap.ok(b"She said on the ph" not in f.read(), "it is sealed")
    desk.again()
    dara.sign_in("dara")
    tap.ok(dara.get(path).json["draft"] == "She said on the ph",
           "it comes back after a restart and another session")
    other = desks.Browser(desk)
    other.sign_in("sophea")
    tap.ok(other.get(path).json["draft"] == "", "to nobody but her")
    got = dara.post(path + "/notes", {"text": "She said on the phone: "
                                      "\u202ewait\u202c till ព្រឹក"})
    tap.ok(got.status == 204, "the note is kept", got)
    case = dara.get(path).json
    tap.ok(case["draft"] == "" and texts(case)[-1] ==
           "She said on the phone: wait till ព្រឹក",
           "without marks that turn a line, and the draft is gone", case)
    tap.ok(dara.get("/api/changes?since=%d" % pulse).json["changed"],
           "the others are told that something changed")
    for text in ("", "x" * 8193, 7, None):
        got = dara.post(path + "/notes", {"text": text})
        tap.ok(got.status == 400, "no note: %r" % str(text)[:10], got)
    for result in ("reached", "no_answer", "someone_else", "not_safe",
                   "wrong_number"):
        got = dara.post(path + "/contacts", {"result": result,
                                             "text": "by phone"})
        tap.ok(got.status == 204, "a contact: %s" % result, got)
    case = dara.get(path).json
    tap.ok(case["contact"]["last_result"] == "wrong_number"
           and not case["contact"]["safe_now"]
           and case["entries"][-1]["result"] == "wrong_number"
           and case["entries"][-1]["text"] == "by phone",
           "the last one counts", case["contact"])
    return other


def closing(tap, dara, ref, document):
    path = "/api/cases/" + ref
    version = dara.get(path).json["case"]["version"]
    got = dara.post(path + "/close", {"version": version, "outcome": "refund",
                                      "claimed": 30000})
    tap.ok(got.status == 400 and "currency" in got.json["message"],
           "an amount has a currency", got)
    got = dara.post(path + "/close", {
        "version": version, "outcome": "refund", "claimed": 30000,
        "received": 25000, "currency": "THB", "note": "paid in two parts"})
    tap.ok(got.status == 200 and got.json["state"] == "finished",
           "it is closed with how it ended", got)
    db = sqlite3.connect(os.path.join(dara.desk.house.dir, "helpline.db"))
    dump = "\n".join(db.iterdump())
    db.close()
    tap.ok("refund" not in dump and "25000" not in dump, "which is sealed")
    case = dara.get(path).json
    tap.ok(case["entries"][-1]["outcome"] == {
        "outcome": "refund", "claimed": 30000, "received": 25000,
        "currency": "THB", "note": "paid in two parts"}
        and schema_faults(document, "CaseRead", case) == [],
        "and shown to who opens it", case["entries"][-1])
    got = dara.get("/api/cases?list=finished")
    tap.ok([c["ref"] for c in got.json["cases"]] == [ref],
           "it is among the finished", got)
    got = dara.post(path + "/close", {"version": case["case"]["version"],
                                      "outcome": "none"})
    tap.ok(got.status == 409 and got.error == "not_now",
           "it is not closed twice", got)
    got = dara.post(path + "/reopen", {"version": case["case"]["version"],
                                       "reason": "The rest was not paid."})
    tap.ok(got.status == 200 and got.json["state"] == "working",
           "and taken up again with a reason", got)


def strangers(tap, desk, house, refs):
    """Another office's case is as one that does not exist, octet by octet."""
    rithy = desks.Browser(desk)
    rithy.sign_in("rithy")
    bodies = {"PATCH": {"version": 1, "urgent": True}, "GET": None}
    ways = [("GET", ""), ("PATCH", ""), ("POST", "/claim"),
            ("POST", "/number"), ("POST", "/notes"), ("POST", "/contacts"),
            ("PUT", "/draft"), ("POST", "/close"), ("POST", "/reopen")]
    more = {"/notes": {"text": "x"}, "/contacts": {"result": "reached"},
            "/draft": {"text": "x"}, "/close": {"version": 1,
                                                "outcome": "none"},
            "/reopen": {"version": 1, "reason": "x"}, "/number": {"reason":
                                                                  "x"}}
    before = len(audit(house))
    for method, tail in ways:
        body = more.get(tail, bodies.get(method, {}))
        answers = [rithy.ask(method, "/api/cases/%s%s" % (ref, tail), body)
                   for ref in refs + ["10000007", "no-case"]]
        tap.ok({a.status for a in answers} == {404}
               and len({a.body for a in answers}) == 1,
               "%s %s of another office's case is as of none" % (method,
                                                                 tail),
               answers)
    tap.ok(len(audit(house)) == before, "and leaves no trace of it")
    for name in ("centre", "stand_in", "urgent", "unassigned", "finished"):
        got = rithy.get("/api/cases?list=" + name)
        tap.ok(got.json["cases"] == [], "nor is it in the list %s" % name,
               got)
    nary = desks.Browser(desk)
    nary.sign_in("nary")
    got = nary.get("/api/cases/" + refs[0])
    tap.ok(got.status == 403, "who only counts opens none", got)


def searching(tap, desk, house, dara, ref):
    got = dara.post("/api/search", {"number": NUMBER})
    tap.ok([c["ref"] for c in got.json["cases"]] == [ref],
           "a number finds its case", got)
    rithy = desks.Browser(desk)
    rithy.sign_in("rithy")
    got = rithy.post("/api/search", {"number": NUMBER})
    tap.ok(got.status == 200 and got.json["cases"] == [],
           "for another office it finds none", got)
    tap.ok(len(audit(house, "search")) == 2, "each is an audit row")
    statuses = [rithy.post("/api/search", {"number": "+8551277%04d" % i}
                           ).status for i in range(31)]
    tap.ok(statuses[:29] == [200] * 29 and statuses[29:] == [429, 429],
           "thirty a day, found or not", statuses)
    tap.ok(dara.post("/api/search", {"number": NUMBER}).status == 200,
           "for each by herself")
    for number in ("", "1234567", "+855 12", "x" * 17):
        got = dara.post("/api/search", {"number": number})
        tap.ok(got.status in (200, 400) and not (got.json or {}).get("cases"),
               "nothing is found by %r" % number, got)


def standing_in(tap, desk, house, ref, urgent):
    """bopha's office stands in for dara's."""
    bopha = desks.Browser(desk)
    bopha.sign_in("bopha")
    got = bopha.get("/api/cases?list=stand_in")
    tap.ok([c["ref"] for c in got.json["cases"]] == [urgent],
           "a stand-in is shown what is urgent", got)
    tap.ok(bopha.get("/api/cases/" + urgent).status == 200,
           "and opens it")
    tap.ok(bopha.get("/api/cases/" + ref).status == 404,
           "what its office works on it does not see")
    got = bopha.post("/api/cases/%s/claim" % urgent)
    tap.ok(got.status == 200 and got.json["owner"] == "bopha",
           "it takes over an urgent case at night", got)
    got = bopha.get("/api/cases?list=mine")
    tap.ok([c["ref"] for c in got.json["cases"]] == [urgent], "as its own",
           got)
    house.helpline("staff", house.dir, "depart", "sophea")
    got = bopha.get("/api/cases?list=stand_in")
    tap.ok(ref in [c["ref"] for c in got.json["cases"]]
           and bopha.get("/api/cases/" + ref).status == 200,
           "of an office with one member it sees all", got)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        phone = harness.Worker(house, NUMBER)
        phone.dial()
        ref = phone.file(phone.key, "4")
        phone.tell_more(phone.key, "Some Company", [WORDS])
        other = harness.Worker(house, "+85512777101")
        other.dial()
        page = other.keys("4", "3", "1", "1")
        while "iolence" not in page.text:
            page = other.key("8")
        other.key(re.search(r"^(\d) .*iolence", page.text, re.M).group(1))
        urgent = [c for c in house.cases() if c["urgent"]][0]["ref"]
        dara, sophea = desks.Browser(desk), desks.Browser(desk)
        dara.sign_in("dara")
        sophea.sign_in("sophea")
        lists(tap, desk, dara, ref, urgent, document)
        reading(tap, house, dara, ref, document)
        no_audit(tap, house, dara, ref)
        strangers(tap, desk, house, [ref, urgent])
        claiming(tap, desk, dara, sophea, ref)
        editing(tap, dara, sophea, ref)
        notes(tap, desk, dara, ref)
        searching(tap, desk, house, dara, ref)
        closing(tap, dara, ref, document)
        standing_in(tap, desk, house, ref, urgent)
        house.run = "desk"
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
