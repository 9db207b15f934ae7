#!/usr/bin/env python3
"""The phone on the desk: the pages that the network is sent, and nothing done.
TAP."""
import hashlib
import os
import signal
import sqlite3
import sys
import time

import harness
import desk as desks
from desk_cases_test import schema_faults



def walk(browser, *keys, **how):
    body = dict({"channel": "ussd", "language": "en"}, **how)
    body["keys"] = list(keys)
    return browser.post("/api/phone", {k: v for k, v in body.items()
                                       if v is not None})


def contents(house):
    """Every row of the store."""
    db = sqlite3.connect("file:%s?mode=ro" % os.path.join(
        house.dir, "helpline.db"), uri=True)
    digest = hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()
    db.close()
    return digest


def same_as_a_phone(tap, house, dara):
    """Beside a phone on a network: the same keys, the same pages."""
    for n, (language, keys) in enumerate((
            ("en", ["1", "1", "8", "0", "00", "2"]),
            ("km", ["3", "1", "1", "3", "x", "0"]),
            ("th", ["4", "8", "00", "5"]),
            ("km_Latn", ["2", "1", "8", "8", "9", "1"]))):
        choose = {"km": "1", "km_Latn": "2", "th": "3", "en": "4"}[language]
        phone = harness.Worker(house, "+8551277720%d" % n)
        real = [phone.dial().text, phone.key(choose).text]
        real += [phone.key(key).text for key in keys]
        shown = [walk(dara, *([""] + ([choose] + keys)[:i]), language=None
                      ).json["text"] for i in range(len(keys) + 2)]
        tap.ok(shown == real, "%s: page for page as on a phone" % language,
               "\n".join("%r\n%r" % pair for pair in zip(real, shown)
                         if pair[0] != pair[1]))


def nothing_done(tap, house, dara, document):
    """A whole complaint, a look-up, a state, a call back."""
    before = contents(house)
    for name, keys, effects in (
            ("a complaint", ["", "3", "1", "1", "3", "1", "1", "4826"],
             {"open", "file"}),
            ("a call back", ["", "9", "1"], {"call_me"}),
            ("a company", ["", "4", "sok dara manpower"], {"look_up"}),
            ("not my phone", ["", "3", "1", "2"], None)):
        got = walk(dara, *keys)
        did = {a["effect"] for a in (got.json or {}).get("acts", [])}
        tap.ok(got.status == 200 and (effects is None or effects <= did),
               "%s is walked" % name, got)
        tap.ok(schema_faults(document, "PhonePage", got.json) == [],
               "as the document says", schema_faults(
                   document, "PhonePage", got.json))
    got = walk(dara, "CHECK sok dara", channel="sms")
    tap.ok(got.status == 200 and got.json["parts"] in (1, 2),
           "so is a look-up by SMS", got)
    got = walk(dara, "they took my passport and beat me", channel="sms")
    tap.ok([a["value"] for a in got.json["acts"] if a["item"] == "words"] ==
           ["they took my passport and beat me"],
           "what would be sealed is shown", got)
    tap.ok(contents(house) == before, "and no row of the store is another")
    tap.ok("passport" not in house.logged(), "nor is a word in a log")


def fitting(tap, dara):
    for limits, septets, units in (("160/70", 160, 70), ("182/80", 182, 80),
                                   ("network", None, None)):
        worst = 0
        for language in ("km", "km_Latn", "th", "en"):
            for keys in (["", "1"], ["", "1", "8"], ["", "3"], ["", "5"]):
                page = walk(dara, *keys, language=language,
                            limits=limits).json
                limit = septets if page["coding"] == "gsm7" else units
                worst = max(worst, page["units"] - page["limit"])
                if limit is not None and page["limit"] != limit:
                    worst = 999
        tap.ok(worst <= 0, "every page fits %s" % limits, worst)


def bounded(tap, house, dara):
    for name, body in (("no key", {"keys": []}),
                       ("61 keys", {"keys": ["1"] * 61}),
                       ("a long key", {"keys": ["x" * 801]}),
                       ("a number", {"keys": [1]}),
                       ("no list", {"keys": "1"}),
                       ("another language", {"keys": [""],
                                             "language": "fr"}),
                       ("another size", {"keys": [""], "limits": "20/20"}),
                       ("another way", {"keys": [""], "channel": "mail"})):
        got = dara.post("/api/phone", dict({"channel": "ussd"}, **body))
        tap.ok(got.status == 400, "%s is refused" % name, got)
    began = time.time()
    got = walk(dara, "", *["8", "9"] * 29 + ["x" * 800])
    took = (time.time() - began) * 1000
    tap.ok(got.status == 200, "sixty keys are walked", got)
    tap.note("sixty keys in %.0f ms" % took)
    for text in ("\u202egnp", "\x1b[31m", "\x00", "a\u0300" * 300,
                 "*2026*3#", "*2026*99#", "' OR 1=1 --", "\ud83d\ude00"):
        got = walk(dara, "", text)
        tap.ok(got.status in (200, 400), "%r breaks nothing" % text[:9], got)
    house.run = "desk"
    tap.ok(house.alive(), "the desk is still there")


def everyone(tap, desk):
    for name in ("sophea", "vanna", "nary"):
        browser = desks.Browser(desk)
        browser.sign_in(name)
        tap.ok(walk(browser, "").status == 200, "%s may walk it" % name)
    tap.ok(walk(desks.Browser(desk), "").status in (401, 403),
           "who is not signed in may not")


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        dara = desks.Browser(desk)
        dara.sign_in("dara")
        same_as_a_phone(tap, house, dara)
        nothing_done(tap, house, dara, document)
        fitting(tap, dara)
        bounded(tap, house, dara)
        everyone(tap, desk)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
