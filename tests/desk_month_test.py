#!/usr/bin/env python3
"""The month: counted, given out once, exported.  TAP."""
import csv
import io
import json
import os
import re
import signal
import sys
import time
import xml.etree.ElementTree as tree
import zipfile

import harness
import desk as desks
from desk_cases_test import schema_faults
from desk_counter_test import ONE

NEW = {"category": "wages", "words": "Two months without wages.",
       "language": "km", "destination": "TH", "sex": "f", "regular": "no"}
DAY = 86400
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def months():
    """This month and the one before, in Cambodia's time."""
    now = time.gmtime(time.time() + 7 * 3600)
    year, month = now.tm_year, now.tm_mon
    return "%04d-%02d" % (year, month), "%04d-%02d" % (
        (year, month - 1) if month > 1 else (year - 1, 12))


def part(got, name):
    return next(p for p in got["parts"] if p["part"] == name)


def cells(got, name, table):
    found = next(t for t in part(got, name)["tables"] if t["table"] == table)
    return {c["value"]: c["n"] for c in found["cells"]}


def fill(house, dara, sophea):
    """Contacts and cases, put back into the month that is over."""
    for i in range(14):
        sophea.post("/api/contacts", dict(ONE, sex="m" if i < 3 else "f",
                                          regular="yes" if i < 5 else "no"))
    dara.post("/api/contacts", dict(ONE, kind="outreach", heads=40, sex="",
                                    age=""))
    for i in range(3):
        ref = dara.post("/api/cases", NEW).json["ref"]
        version = dara.get("/api/cases/" + ref).json["case"]["version"]
        if i > 0:
            dara.post("/api/cases/%s/close" % ref, {
                "version": version, "outcome": "money", "claimed": 900000,
                "received": 700000, "currency": "KHR"})


def put_back(house, days=35):
    house.sql("update contact set day = day - ?", days)
    house.sql("update cases set opened_at = opened_at - ?, "
              "changed_at = changed_at - ?", days * DAY, days * DAY)


def exact(tap, dara, month, document):
    got = dara.get("/api/month?month=" + month).json
    tap.ok(schema_faults(document, "Month", got) == []
           and part(got, "contacts")["total"] == 54
           and cells(got, "contacts", "sex") == {"": 40, "f": 11, "m": 3,
                                                 "other": 0}
           and cells(got, "contacts", "regular") == {"": 40, "yes": 5,
                                                     "no": 9},
           "the month counts contacts by heads", got)
    tap.ok(part(got, "opened")["total"] == 3
           and part(got, "finished")["total"] == 2
           and cells(got, "opened", "category")["wages"] == 3
           and cells(got, "opened", "sex")["f"] == 3
           and cells(got, "opened", "regular") == {"": 0, "yes": 0, "no": 3}
           and cells(got, "finished", "outcome")["money"] == 2
           and got["money"][0] == {"of": "cases", "currency": "KHR",
                                   "received": 1400000,
                                   "claimed": 1800000},
           "cases opened and finished, how they ended, and money", got)
    tap.ok(all(sum(c["n"] for c in t["cells"]) == p["total"]
               for p in got["parts"] for t in p["tables"]),
           "every table sums up to its part", got)
    for query in ("", "?month=2026", "?month=2026-13", "?month=2026-1",
                  "?month=abcd-01", "?month=2026-00", "?month=9999-01",
                  "?month=+202-01", "?month=2026-%2b1", "?month=2026_01"):
        bad = dara.get("/api/month" + query)
        tap.ok(bad.status == 400, "no month: %r" % query, bad)
    empty = dara.get("/api/month?month=2020-02").json
    tap.ok(all(p["total"] == 0 for p in empty["parts"]),
           "a month of nothing is empty", empty)
    return got


def publishing(tap, house, dara, sophea, nary, this, last, document):
    got = nary.get("/api/month?month=" + last)
    tap.ok(got.error == "not_allowed", "who only counts sees no exact month",
           got)
    got = nary.get("/api/publications/" + last)
    tap.ok(got.status == 404, "nor one that was not given out", got)
    dara.post("/api/session/lock")
    dara.post("/api/session/unlock", {"password": harness.PASSWORD})
    got = dara.post("/api/publications", {"month": last})
    tap.ok(got.error == "not_fresh",
           "giving a month out asks for the password again", got)
    dara.confirm()
    got = dara.post("/api/publications", {"month": this})
    tap.ok(got.error == "not_now", "a month that is not over stays", got)
    sophea.confirm()
    got = sophea.post("/api/publications", {"month": last})
    tap.ok(got.error == "not_allowed", "only a lead gives it out", got)
    got = dara.post("/api/publications", {"month": last})
    tap.ok(got.status == 204, "a lead does, when it is over", got)
    seen = nary.get("/api/publications/" + last)
    got = seen.json
    tap.ok(schema_faults(document, "Publication", got) == []
           and part(got, "contacts")["total"] == 54
           and cells(got, "contacts", "kind")["outreach"] == 40
           and next(t for t in part(got, "contacts")["tables"]
                    if t["table"] == "sex")["withheld"]
           and set(cells(got, "contacts", "sex").values()) == {None}
           and part(got, "opened")["total"] is None
           and all(t["withheld"] for t in part(got, "opened")["tables"]),
           "who only counts sees it then, small numbers and what would tell "
           "them hidden", got)
    tap.ok(got["money"][0] == {"of": "cases", "currency": "KHR",
                                   "received": None},
           "and no money of two people", got["money"])
    return seen


def no_difference(tap, house, dara, nary, last, seen):
    """More of that month is counted later; what was given out stays."""
    for sex in "fm":
        dara.post("/api/contacts", dict(ONE, sex=sex))
    house.sql("update contact set day = (select min(day) from contact)")
    exact = dara.get("/api/month?month=" + last).json
    got = dara.post("/api/publications", {"month": last})
    tap.ok(part(exact, "contacts")["total"] == 56
           and got.error == "not_now"
           and nary.get("/api/publications/" + last).body == seen.body,
           "it is given out once: two publications would tell by their "
           "difference", (got, exact))
    listed = nary.get("/api/publications").json["publications"]
    tap.ok([p["month"] for p in listed] == [last]
           and listed[0]["by"] == "dara", "the list of them says who did",
           listed)


def read_csv(body):
    text = body.decode("utf-8")
    return text, list(csv.reader(io.StringIO(text[1:])))


def read_xlsx(body):
    """Rows of a workbook's only sheet, by nothing but zip and XML."""
    with zipfile.ZipFile(io.BytesIO(body)) as z:
        faults = z.testzip()
        names = z.namelist()
        sheet = tree.fromstring(z.read("xl/worksheets/sheet1.xml"))
        for name in names:
            tree.fromstring(z.read(name))
    rows = []
    for row in sheet.iter(MAIN + "row"):
        rows.append([("".join(c.itertext()), c.get("t"))
                     for c in row.iter(MAIN + "c")])
    formulas = list(sheet.iter(MAIN + "f"))
    return rows, formulas, faults, names


def exports(tap, house, dara, nary, last):
    # Five minutes have not passed, so that it is still fresh.
    body = {"month": last, "language": "km"}
    got = dara.post("/api/month/csv", body)
    text, rows = read_csv(got.body)
    tap.ok(got.status == 200 and text[0] == "\ufeff" and "\r\n" in text
           and got.headers["Content-Type"] == "text/csv; charset=utf-8"
           and got.headers["Content-Disposition"] ==
           'attachment; filename="helpline-%s.csv"' % last
           and got.headers["Cache-Control"] == "no-store",
           "the exact month as CSV, with a mark for Excel", got.headers)
    tap.ok(all(len(row) == 5 for row in rows)
           and re.search("[\u1780-\u17ff]", rows[0][0])
           and any(re.search("[\u1780-\u17ff]", r[3]) for r in rows[1:])
           and ["56"] in [r[4:] for r in rows], "in Khmer", rows[:9])
    got = dara.post("/api/month/xlsx", body)
    sheet, formulas, faults, names = read_xlsx(got.body)
    tap.ok(got.status == 200 and faults is None and not formulas
           and [[c[0] for c in r] for r in sheet] == rows
           and "[Content_Types].xml" == names[0],
           "and as a workbook with the same in it, and no formula", names)
    tap.ok(all(kind is None for text, kind in (r[4] for r in sheet[1:]))
           and all(kind == "inlineStr" for r in sheet for _, kind in r[:4]),
           "numbers are numbers there, text is text", sheet[:9])
    nary.confirm()
    got = nary.post("/api/publications/%s/csv" % last, {"language": "en"})
    text, rows = read_csv(got.body)
    tap.ok(got.status == 200 and any(r[3:] == ["female", "hidden"] or
                                     r[3:] == ["Female", "hidden"]
                                     for r in rows),
           "what was given out, for who only counts", rows[:30])
    got = nary.post("/api/publications/%s/xlsx" % last, {"language": "th"})
    tap.ok(got.status == 200 and read_xlsx(got.body)[0],
           "as a workbook too", got.status)
    got = nary.post("/api/month/csv", body)
    tap.ok(got.error == "not_allowed", "but not the exact one", got)
    late = desks.Browser(dara.desk)
    late.sign_in("dara")
    late.post("/api/session/lock")
    late.post("/api/session/unlock", {"password": harness.PASSWORD})
    for path in ("/api/month/csv", "/api/month/xlsx"):
        got = late.post(path, body)
        tap.ok(got.error == "not_fresh", "%s: password and code again" % path,
               got)


def case_export(tap, dara, ref):
    path = "/api/cases/" + ref
    dara.post(path + "/notes", {"text": "=HYPERLINK(\"http://x\") _x0041_"})
    got = dara.post(path + "/csv", {"language": "en"})
    _, rows = read_csv(got.body)
    tap.ok(["'=HYPERLINK(\"http://x\") _x0041_"] in [r[4:] for r in rows],
           "a formula that somebody noted is text in CSV", rows)
    got = dara.post(path + "/xlsx", {"language": "en"})
    sheet, formulas, _, _ = read_xlsx(got.body)
    tap.ok("=HYPERLINK(\"http://x\") _x005F_x0041_" in
           [r[4][0] for r in sheet] and not formulas,
           "and in a workbook", sheet)
    got = dara.post(path + "/json", {"language": "en"})
    tap.ok(got.status == 200 and got.json["ref"] == ref
           and any(e.get("text", "").startswith("=HYPER")
                   for e in got.json["entries"]), "and in JSON", got)
    got = dara.post("/api/cases/10000007/csv", {"language": "en"})
    tap.ok(got.status == 404, "a case that is not there is not exported", got)


def audited(tap, dara, last):
    rows = dara.get("/api/audit").json["rows"]
    said = [(r["did"], r["to"]) for r in rows]
    tap.ok(("export", last + ".csv") in said
           and ("export", last + ".xlsx") in said
           and ("publish", last + "-01") in said
           and {"export_csv", "export_xlsx", "export_json"} <=
           {a for a, _ in said}, "each of it is a row of the audit", said)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    this, last = months()
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        dara, sophea, nary = (desks.Browser(desk) for _ in range(3))
        for browser, name in ((dara, "dara"), (sophea, "sophea"),
                              (nary, "nary")):
            browser.sign_in(name)
        fill(house, dara, sophea)
        # Into the middle of the month that is over.
        put_back(house, 15 + time.gmtime(time.time() + 7 * 3600).tm_mday)
        exact(tap, dara, last, document)
        seen = publishing(tap, house, dara, sophea, nary, this, last,
                          document)
        no_difference(tap, house, dara, nary, last, seen)
        exports(tap, house, dara, nary, last)
        case_export(tap, dara, dara.post("/api/cases", NEW).json["ref"])
        audited(tap, dara, last)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
