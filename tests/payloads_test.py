#!/usr/bin/env python3
"""300 hostile texts by real SMS, through bearerbox, and by the desk's own
forms: on the terminal, in exports, on the page and on paper they are text.
TAP; the browser's part comes from tests/payloads_page.mjs."""
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import harness
import desk as desks
from desk_month_test import read_xlsx
from payloads import PAYLOADS

HERE = os.path.dirname(os.path.abspath(__file__))
EACH = 150			# what one phone may say before it is a flood
# What a terminal or a line of text must never be given.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f"
                    "\u202a-\u202e\u2066-\u2069\ufeff]")


def by_sms(house, tap):
    """Each phone opens a case, walks to the page that waits for words and sends
    its share, as fast as the network takes them."""
    for n in range(0, len(PAYLOADS), EACH):
        phone = harness.Worker(house, "+85512777%03d" % n)
        phone.dial()
        phone.file(phone.key, "4")
        for key in ("1", "1", "2"):
            phone.key(key)
        while phone.node()[0] == "tell.notice":
            phone.key("8")
        phone.key("A Company")
        for text in PAYLOADS[n:n + EACH]:
            house.network.deliver(
                "sms-kh", phone.number, "2026", "", coding=8,
                octets=text.encode("utf-16-be", "surrogatepass"))
    end = time.time() + 20
    while time.time() < end and house.sql(
            "select count(*) from items where kind = 'words'"
            )[0][0] < len(PAYLOADS):
        time.sleep(0.2)


def terminal(house, tap, ref):
    done = house.helpline("case", house.dir, ref, "read", "--as", "dara",
                          "--password-fd", "0",
                          stdin=harness.PASSWORD + "\n")
    found = UNSAFE.findall(done.stdout)
    tap.ok(len(done.stdout) > 2000 and not found,
           "helpline case gives the terminal nothing but text", found[:9])
    done = house.helpline("cases", house.dir, "--all")
    tap.ok(ref in done.stdout and not UNSAFE.findall(done.stdout),
           "nor does helpline cases", done.stdout[:400])


def begins_formula(text):
    return re.search("(?:^|[;,|\t\r\n])[ \"]*[=+\\-@\uff1d\uff0b\uff0d\uff20]",
                     text)


def exported(tap, dara, ref):
    path = "/api/cases/" + ref
    got = dara.post(path + "/csv", {"language": "en"})
    rows = list(csv.reader(io.StringIO(got.body.decode()[1:])))
    bad = [r for r in rows if len(r) != 5 or begins_formula(r[4])]
    tap.ok(got.status == 200 and len(rows) > 5 and not bad,
           "%d rows of CSV, no formula among them" % len(rows), bad[:5])
    got = dara.post(path + "/xlsx", {"language": "en"})
    sheet, formulas, faults, _ = read_xlsx(got.body)
    tap.ok(len(sheet) == len(rows) and not formulas and not faults,
           "a workbook of as many, no formula, whole XML", len(sheet))
    got = dara.post(path + "/json", {"language": "en"})
    tap.ok(got.body.isascii() and
           len(got.json["entries"]) == len(rows) - 1, "JSON of as many")


def by_forms(tap, desk, dara):
    """The same through the counter, a note and a referral's words."""
    controls = [t for t in PAYLOADS if re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f]", t)]
    plain = [t for t in PAYLOADS if t not in controls]
    text = "\n".join(plain)
    got = dara.post("/api/cases", {"category": "wages", "words": text[:2600],
                                   "language": "en"})
    ref = got.json["ref"]
    kept = refused = 0
    for at in range(0, len(plain), 20):
        got = dara.post("/api/cases/%s/notes" % ref,
                        {"text": "\n".join(plain[at:at + 20])[:4000]})
        kept += got.status == 204
    for text in controls:
        got = dara.post("/api/cases/%s/notes" % ref, {"text": text})
        refused += got.status == 400
    texts = "\n".join(e.get("text", "") for e in dara.get(
        "/api/cases/" + ref).json["entries"])
    tap.ok(kept == -(-len(plain) // 20) and refused > 10
           and not UNSAFE.findall(texts),
           "%d notes of them are kept, %d of %d texts with controls refused, "
           "the rest cleaned" % (kept, refused, len(controls)),
           (kept, len(plain), UNSAFE.findall(texts)[:5]))
    return ref


def main():
    tap = harness.Tap()
    node = shutil.which("node")
    signal.alarm(600)
    with harness.House() as house:
        house.set("sms_replies", 1000)
        house.up()
        by_sms(house, tap)
        matters = house.matters()
        refs = [case["ref"] for case, _ in matters]
        words = [t for _, m in matters for kind, t in m if kind == "words"]
        tap.ok(len(words) >= 300 and not UNSAFE.findall("\n".join(words)),
               "%d texts of %d came by SMS and lie sealed, clean, in %d cases"
               % (len(words), len(PAYLOADS), len(refs)), len(words))
        for ref in refs:
            terminal(house, tap, ref)
        desk = desks.Desk(house)
        dara = desks.Browser(desk)
        dara.sign_in("sophea")
        other = by_forms(tap, desk, dara)
        for ref in refs + [other]:
            exported(tap, dara, ref)
        if node and os.path.isdir(os.path.join(
                HERE, "../gateway/desk/page/node_modules/playwright-core")):
            job = {"origin": desk.origin, "refs": refs + [other],
                   "password": harness.PASSWORD,
                   "code": desks.sheet("dara")[0], "from": tap.n,
                   "screens": os.path.abspath("desk-screens")}
            done = subprocess.run(
                [node, os.path.join(HERE, "payloads_page.mjs")],
                input=json.dumps(job), text=True, timeout=200, check=False,
                stdout=subprocess.PIPE)
            sys.stdout.write(done.stdout)
            tap.n += len(re.findall("(?m)^(?:not )?ok ", done.stdout))
            tap.ok(done.returncode == 0, "the browser went through")
        else:
            tap.note("no browser: npm's playwright-core is not there")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
