#!/usr/bin/env python3
"""People at the counter, counted, and made a case.  TAP."""
import os
import signal
import sqlite3
import sys

import harness
import desk as desks
from desk_cases_test import schema_faults

ONE = {"kind": "information", "channel": "counter", "sex": "f",
       "age": "18-24", "province": "KH-17", "destination": "TH",
       "stage": "before", "sector": "fishing"}


def counting(tap, house, dara, sophea, document):
    got = dara.post("/api/contacts", ONE)
    tap.ok(got.status == 200 and got.json["id"] > 0, "a contact is counted",
           got)
    mine = got.json["id"]
    for i in range(14):
        sophea.post("/api/contacts", dict(ONE, sex="m" if i < 3 else "f"))
    got = sophea.post("/api/contacts", dict(ONE, kind="outreach", heads=40,
                                            sex="", age="", regular="no"))
    tap.ok(got.status == 200, "so are forty at once", got)
    for name, body in (("a name", {"name": "Sok"}), ("no sex", {"sex": "x"}),
                       ("no kind", {"kind": "tea"}), ("nobody", {"heads": 0}),
                       ("a crowd", {"heads": 10001}),
                       ("an age", {"age": "22"}), ("words", {"kind": None}),
                       ("a province of elsewhere", {"province": "TH-10"}),
                       ("a formula", {"sector": "=1+1"}),
                       ("perhaps regular", {"regular": "perhaps"})):
        got = dara.post("/api/contacts", dict(ONE, **body))
        tap.ok(got.status == 400, "not counted: %s" % name, got)
    got = dara.get("/api/contacts")
    tap.ok(len(got.json["contacts"]) == 16
           and schema_faults(document, "Contacts", got.json) == [],
           "today's are listed", got)
    tap.ok(sophea.delete("/api/contacts/%d" % mine).status == 404,
           "another's is not taken back")
    tap.ok(dara.delete("/api/contacts/%d" % mine).status == 204,
           "one's own is")
    for n in ("0", "x", "9" * 30, str(mine)):
        tap.ok(dara.delete("/api/contacts/" + n).status == 404,
               "there is none of number %s" % n)


def opening(tap, house, dara, document):
    body = {"category": "wages", "words": "Two months without wages.",
            "language": "km", "number": "+85512345678", "destination": "TH",
            "sex": "f", "regular": "no"}
    got = dara.post("/api/cases", body)
    tap.ok(got.status == 200 and got.json["owner"] == "dara"
           and got.json["channel"] == "desk"
           and got.json["state"] == "working"
           and schema_faults(document, "Case", got.json) == [],
           "one key more makes it a case, hers who opens it", got)
    ref = got.json["ref"]
    case = dara.get("/api/cases/" + ref).json
    tap.ok([e.get("text") for e in case["entries"] if e["kind"] == "words"]
           == ["Two months without wages."], "with what was said", case)
    tap.ok(case["facets"] == {"sex": "f", "age": "", "province": "",
                              "regular": "no"}, "and whom it is about", case)
    facets = {"sex": "m", "age": "18-24", "province": "KH-2",
              "regular": "yes"}
    got = dara.put("/api/cases/%s/facets" % ref, facets)
    again = dara.get("/api/cases/" + ref).json
    tap.ok(got.status == 204 and again["facets"] == facets
           and again["edits"][-1]["what"] == "facets"
           and again["case"]["version"] > case["case"]["version"],
           "which can be set, and who did it is seen", again)
    got = dara.put("/api/cases/%s/facets" % ref, dict(facets, sex="Sok"))
    tap.ok(got.status == 400, "a name is no sex", got)
    db = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    dump = "\n".join(db.iterdump())
    db.close()
    tap.ok("Two months" not in dump and "12345678" not in dump, "sealed")
    for name, more in (("without words", {"words": " \n"}),
                       ("with a short number", {"number": "+855"}),
                       ("with a number of here", {"number": "012345678"}),
                       ("to nowhere", {"destination": "th"}),
                       ("in no language", {"language": "fr"})):
        got = dara.post("/api/cases", dict(body, **more))
        tap.ok(got.status == 400, "not opened %s" % name, got)
    got = dara.get("/api/cases?list=centre")
    tap.ok(len(got.json["cases"]) == 1, "what is refused leaves nothing",
           got)
    return ref


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        dara, sophea = desks.Browser(desk), desks.Browser(desk)
        dara.sign_in("dara")
        sophea.sign_in("sophea")
        counting(tap, house, dara, sophea, document)
        opening(tap, house, dara, document)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
