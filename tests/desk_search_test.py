#!/usr/bin/env python3
"""Searching in words at the desk: what is found, by whom, and what it costs
the others.  TAP."""
import http.client
import json
import os
import signal
import socket
import sqlite3
import sys
import threading
import time

import harness
import desk as desks
from desk_cases_test import audit, schema_faults, trouble

NUMBER = "+85512777100"
SECRET = "zebrafinch"		# a word that stands nowhere else


def words(browser, text, **more):
    return browser.post("/api/search/words", dict(more, words=text))


def refs(got):
    return [f["case"]["ref"] for f in (got.json or {}).get("found", [])]


def opened(browser, text, **more):
    body = dict({"category": "wages", "words": text, "language": "km"},
                **more)
    return browser.post("/api/cases", body).json["ref"]


def finding(tap, dara, document, ref):
    """Whatever order of marks, digits, capitals: what was meant."""
    for name, text in (
            ("a word of hers", "passport"), ("in capitals", "PASSPORT"),
            ("the beginning of one", "pass"), ("two of them", "keep passport"),
            ("Khmer in the middle of a line", "ប្រាក់ខែ"),
            ("marks in another order", "បណ្ដាញខែ្មរ"),
            ("digits of another script", "៥០០ baht"),
            ("Thai", "ค่าแรง"), ("the company", "some company"),
            ("what two entries say together", "ค่าแรง passport")):
        got = words(dara, text)
        tap.ok(got.status == 200 and refs(got) == [ref], "%s is found" % name,
               got)
    got = words(dara, "ប្រាក់ខែ")
    tap.ok(schema_faults(document, "WordsFound", got.json) == [],
           "as the document says", schema_faults(document, "WordsFound",
                                                 got.json))
    found = got.json["found"][0]
    tap.ok(found["kind"] == "words" and found["hit"] == "ប្រាក់ខែ"
           and found["before"].endswith("បើក"), "with what is around it", found)
    for name, text in (("half a word", "ssport"), ("a word of nobody", "tiger"),
                       ("her number", "85512777100"), ("or a part", "12777"),
                       ("what is coded", "reached"),
                       ("one word of two", "passport tiger")):
        got = words(dara, text)
        tap.ok(got.status == 200 and refs(got) == [], "%s is not" % name, got)
    for text in ("", "a", "....", " ", "x" * 401, "a\nb", "ក"):
        got = words(dara, text)
        tap.ok(got.status == 400, "nothing is looked for by %r" % text[:9],
               got)


def notes(tap, dara, ref):
    dara.post("/api/cases/%s/notes" % ref, {"text": "Called the %s line." %
                                            SECRET})
    dara.post("/api/cases/%s/contacts" % ref, {
        "result": "reached", "text": "She cried about the owlet."})
    got = words(dara, SECRET)
    tap.ok(refs(got) == [ref] and got.json["found"][0]["kind"] == "note",
           "a note is found as soon as it is kept", got)
    got = words(dara, "owlet")
    tap.ok(refs(got) == [ref] and got.json["found"][0]["kind"] ==
           "contacted", "and what was said of a call", got)
    version = dara.get("/api/cases/" + ref).json["case"]["version"]
    dara.post("/api/cases/%s/close" % ref, {
        "version": version, "outcome": "money", "received": 100,
        "currency": "KHR", "note": "paid by the kingfisher"})
    got = words(dara, "kingfisher")
    tap.ok(refs(got) == [ref] and got.json["found"][0]["kind"] == "outcome",
           "and how it ended, in a case that is finished", got)
    tap.ok(refs(words(dara, "received")) == [],
           "but not the names of its fields")


def people(tap, dara, other):
    path = "/api/cases/" + other
    version = dara.get(path).json["case"]["version"]
    got = dara.post(path + "/people", {
        "version": version, "names": "សុខ ចាន់ដារា\nWoodpecker Lina",
        "consent": "", "sex": "f", "twice": False})
    tap.ok(got.status == 200, "two people are added", got)
    for name, text in (("a name", "woodpecker"), ("in Khmer", "ចាន់ដារា"),
                       ("a name and a word", "lina passport")):
        got = words(dara, text)
        tap.ok(refs(got) == [other], "%s of the people is found" % name, got)


def narrowing(tap, dara, ref, other):
    """By facets too; the closed one is ref."""
    both = words(dara, "passport")
    tap.ok(sorted(refs(both)) == sorted([ref, other]), "two hold it", both)
    for facet, wanted in (({"state": "finished"}, [ref]),
                          ({"category": "papers"}, [other]),
                          ({"destination": "MY"}, [other]),
                          ({"channel": "desk"}, [other]),
                          ({"language": "th"}, []),
                          ({"owner": "dara", "urgent": "0"}, [other])):
        got = words(dara, "passport", **facet)
        tap.ok(refs(got) == wanted, "narrowed by %s" % facet, got)
    for facet in ({"state": "open"}, {"urgent": True}, {"sort": "x"},
                  {"destination": "THA"}, {"channel": "mail"}):
        got = words(dara, "passport", **facet)
        tap.ok(got.status == 400, "not by %s" % facet, got)


def audited(tap, house, dara, ref):
    before = len(audit(house))
    words(dara, "tiger")
    new = audit(house)[before:]
    tap.ok(new == [("dara", "search")], "a search is one audit row", new)
    before = len(audit(house))
    words(dara, SECRET)
    new = audit(house)[before:]
    tap.ok(new == [("dara", "search"), ("dara", "found")],
           "and one for each case whose words it shows", new)
    dump = "\n".join(sqlite3.connect(os.path.join(
        house.dir, "helpline.db")).iterdump())
    tap.ok(SECRET not in dump and SECRET not in house.logged(),
           "what was looked for stands nowhere")
    db = trouble(house)
    got = words(dara, SECRET)
    db.execute("DROP TRIGGER no_audit")
    # From the first row on, but not for what is found.
    db.execute("CREATE TRIGGER no_found BEFORE INSERT ON audit WHEN "
               "NEW.action = 'found' BEGIN SELECT RAISE (ABORT, 'no'); END")
    db.commit()
    late = words(dara, SECRET)
    db.execute("DROP TRIGGER no_found")
    db.commit()
    db.close()
    tap.ok(got.status >= 500 and SECRET.encode() not in got.body,
           "no audit row, no search", got)
    tap.ok(late.status >= 500 and SECRET.encode() not in late.body,
           "no audit row of a case, no words of it", late)
    tap.ok(refs(words(dara, SECRET)) == [ref], "after that as before")


def strangers(tap, desk, dara, other):
    """Who may not read a case does not find it; who may, does."""
    rithy, bopha, nary = (desks.Browser(desk) for _ in range(3))
    for browser, name in ((rithy, "rithy"), (bopha, "bopha"),
                          (nary, "nary")):
        browser.sign_in(name)
    tap.ok(refs(words(rithy, "passport")) == [], "another office finds none")
    tap.ok(refs(words(bopha, "passport")) == [],
           "nor a stand-in of an office that is at work")
    tap.ok(words(nary, "passport").status == 403, "nor who only counts")
    version = dara.get("/api/cases/" + other).json["case"]["version"]
    dara.confirm()
    dara.post("/api/cases/%s/referral" % other, {
        "version": version, "to": 3, "override": "She cannot be asked.",
        "items": [{"n": 1}], "text": "She moved."})
    offers = rithy.get("/api/referrals").json["in"]
    tap.ok(len(offers) == 1 and refs(words(rithy, "passport")) == [],
           "an office that is offered a copy does not find the case", offers)
    dara.post("/api/cases/%s/referral/withdraw" % other, {})
    dara.ask("PATCH", "/api/cases/" + other, {
        "version": dara.get("/api/cases/" + other).json["case"]["version"],
        "urgent": True})
    tap.ok(refs(words(bopha, "passport")) == [other],
           "a stand-in finds what is urgent")
    for browser in (rithy, bopha):
        browser.delete("/api/session")


def flood(house, n):
    """A case of n items more; they do not open, but each is tried."""
    db = sqlite3.connect(os.path.join(house.dir, "helpline.db"))
    ref, = db.execute("SELECT ref FROM cases JOIN items ON id = case_id "
                      "WHERE kind = 'words' ORDER BY ref LIMIT 1").fetchone()
    with db:
        db.execute(
            "WITH RECURSIVE k(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM "
            "k WHERE i < ?) INSERT INTO items SELECT case_id, k.i, kind, "
            "nonce, ct, ek, items.at FROM items, k WHERE case_id = (SELECT id "
            "FROM cases WHERE ref = ?) AND n = (SELECT min(n) FROM items "
            "WHERE case_id = (SELECT id FROM cases WHERE ref = ?) AND kind = "
            "'words')", (999 + n, ref, ref))
    db.close()
    return ref


def drain(house, left):
    house.sql("DELETE FROM items WHERE n >= 1000 + ?", left)


class Aside(threading.Thread):
    """A request of its own line, which others are measured beside."""

    def __init__(self, browser, text):
        super().__init__()
        self.browser, self.text, self.got = browser, text, None
        self.start()

    def run(self):
        began = time.time()
        self.got = words(self.browser, self.text)
        self.took = time.time() - began


def bounded(tap, house, desk, dara, sophea):
    """51 000 items: others are served meanwhile, and it ends."""
    flood(house, 51000)
    aside = Aside(dara, "passport tiger")
    time.sleep(0.05)
    got = words(dara, "passport")
    tap.ok(got.status == 429 and got.error == "searching"
           and got.headers.get("Retry-After") is not None,
           "a second search of hers waits for the first", got)
    times = []
    while aside.is_alive():
        began = time.time()
        status = sophea.get("/api/counts").status
        times.append((time.time() - began) * 1000)
    aside.join()
    tap.ok(aside.got.status == 200 and aside.got.json["broken"] > 50000
           and not aside.got.json["whole"],
           "a search looks at so many and says that there are more",
           aside.got)
    tap.note("%d items in %.2f s; others in %.0f ms, at most %.0f" % (
        aside.got.json["items"], aside.took, sorted(times)[len(times) // 2],
        max(times)))
    drain(house, 8000)
    tap.ok(len(times) > 3 and status == 200 and
           sorted(times)[len(times) // 2] < 50,
           "others are answered meanwhile", times)
    aside = Aside(dara, "passport tiger")
    time.sleep(0.05)
    dara.post("/api/session/lock")
    aside.join()
    tap.ok(aside.got.status == 401 and aside.got.error == "locked"
           and not aside.got.json.get("found"),
           "who locks meanwhile is shown nothing", aside.got)
    dara.post("/api/session/unlock", {"password": harness.PASSWORD})


def line_gone(tap, house, desk, dara):
    """Nobody waits for the answer: it is left, and she may ask again."""
    before = len(audit(house, "found"))
    body = json.dumps({"words": "passport"}).encode()
    with socket.create_connection(("127.0.0.1", desk.port)) as line:
        head = {"Host": "127.0.0.1:%d" % desk.port, "Origin": desk.origin,
                "Content-Type": "application/json", "X-CSRF-Token":
                dara.token, "Content-Length": str(len(body)), "Cookie":
                "; ".join("%s=%s" % c for c in dara.cookies.items())}
        line.sendall(b"POST /api/search/words HTTP/1.1\r\n" + b"".join(
            b"%s: %s\r\n" % (k.encode(), v.encode())
            for k, v in head.items()) + b"\r\n" + body)
        time.sleep(0.1)
    time.sleep(0.15)
    got = words(dara, "owlet", state="finished")
    tap.ok(got.status == 200, "a line that is cut ends its search", got)
    tap.ok(len(audit(house, "found")) <= before + 1,
           "and nothing was shown to nobody")


def signing_in(tap, desk, dara):
    """A login in the middle of it waits for a part, not for the whole."""
    aside = Aside(dara, "passport tiger")
    time.sleep(0.05)
    began = time.time()
    other = desks.Browser(desk)
    got = other.sign_in("chanthy")
    took = time.time() - began
    running = aside.is_alive()
    aside.join()
    tap.ok(got.status == 200 and aside.got.status == 200,
           "who signs in meanwhile does", "%s %.2f" % (got, took))
    tap.note("signed in after %.2f s, the search %s" % (
        took, "still ran" if running else "was over"))


def stopping(tap, house, dara):
    """The desk is stopped in the middle of one."""
    aside = threading.Thread(target=lambda: unanswered(dara))
    aside.start()
    time.sleep(0.1)
    house.stopped(tap)
    aside.join()


def unanswered(dara):
    try:
        words(dara, "passport tiger")
    except (OSError, http.client.HTTPException):
        pass


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        phone = harness.Worker(house, NUMBER)
        phone.dial()
        ref = phone.file(phone.key, "4")
        phone.tell_more(phone.key, "Some Company", [
            "They keep my Passport.", "គេមិនបើកប្រាក់ខែឲ្យខ្ញុំទេ",
            "បណ្តាញខ្មែរ", "I paid 500 baht", "นายจ้างไม่จ่ายค่าแรง 3 เดือน"])
        dara, sophea = desks.Browser(desk), desks.Browser(desk)
        dara.sign_in("dara")
        sophea.sign_in("sophea")
        finding(tap, dara, document, ref)
        notes(tap, dara, ref)
        other = opened(dara, "Her passport was taken.", category="papers",
                       destination="MY")
        narrowing(tap, dara, ref, other)
        people(tap, dara, other)
        audited(tap, house, dara, ref)
        strangers(tap, desk, dara, other)
        bounded(tap, house, desk, dara, sophea)
        line_gone(tap, house, desk, dara)
        signing_in(tap, desk, dara)
        house.run = "desk"
        stopping(tap, house, dara)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
