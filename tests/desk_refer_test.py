#!/usr/bin/env python3
"""Whom else a case is told: her consent, another office's copy of what she
agreed to, partners and letters, days set by hand.  TAP."""
import json
import os
import signal
import sqlite3
import sys
import threading
import time

import harness
import desk as desks
import unseal
from desk_cases_test import audit, schema_faults, texts

NUMBER = "+85512777300"
SECRET = "My brother is called Vuth and hides in Poipet."
OTHER = "They keep my passport at the pier."
SIEM_REAP, PHNOM_PENH, PURSAT = 1, 2, 3


def store(house):
    return unseal.look(os.path.join(house.dir, "helpline.db"))


def in_clear(house, word):
    """Does a word lie anywhere in the store as it is?"""
    found = False
    for name in os.listdir(house.dir):
        if name.startswith("helpline.db"):
            with open(os.path.join(house.dir, name), "rb") as f:
                found = found or word.encode() in f.read()
    return found


def entry_of(case, text):
    return next(e["n"] for e in case["entries"] if e.get("text") == text)


def consent(browser, path, to, answer, items=(), **more):
    return browser.post(path + "/sharing", dict({
        "about": "centre", "to": to, "answer": answer, "how": "phone",
        "items": [{"n": n} for n in items], "fields": []}, **more))


def offer(browser, path, to=PURSAT, **more):
    body = {"version": browser.get(path).json["case"]["version"], "to": to,
            "text": "She lives in Pursat now."}
    body.update(more)
    return browser.post(path + "/referral", body)


def asking(tap, dara, sophea, path):
    """No offer without her yes; a lead with a reason."""
    got = offer(dara, path)
    tap.ok(got.status == 409 and got.error == "no_consent",
           "who was not asked is offered to nobody", got)
    tap.ok(consent(dara, path, PURSAT, "no").status == 204,
           "a no is kept")
    got = offer(dara, path)
    tap.ok(got.status == 409 and got.error == "no_consent",
           "and nothing is offered after it", got)
    consent(dara, path, PHNOM_PENH, "yes", [1])
    tap.ok(offer(dara, path).error == "no_consent",
           "a yes for one office is none for another")
    for name, body in (
            ("no office", {"to": 0}), ("an answer that is none",
                                       {"answer": "maybe"}),
            ("no way", {"how": "dream"}), ("a field of no case",
                                           {"fields": ["diary"]}),
            ("an item that is no number", {"items": [{"n": "x"}]}),
            ("too many items", {"items": [{"n": 1}] * 201})):
        got = dara.post(path + "/sharing", dict({
            "about": "centre", "to": PURSAT, "answer": "yes",
            "how": "phone", "items": [], "fields": []}, **body))
        tap.ok(got.status == 400, "consent is not kept with %s" % name, got)
    sophea.confirm()
    got = offer(sophea, path, override="Her life is in danger.", items=[])
    tap.ok(got.status == 403 and got.error == "not_allowed",
           "without her yes nobody but a lead offers", got)
    got = offer(dara, path, override="Her life is in danger.",
                items=[{"n": 999}])
    tap.ok(got.status == 400 and "items" in got.json["message"],
           "nor does a lead what is not there", got)


def overriding(tap, house, dara, rithy, path):
    words = entry_of(dara.get(path).json, OTHER)
    got = offer(dara, path, override="Her life is in danger.",
                items=[{"n": words}])
    tap.ok(got.status == 200, "a lead does with a reason", got)
    tap.ok([e["text"] for e in dara.get(path).json["entries"]
            if e["kind"] == "override"] == ["Her life is in danger."]
           and len(audit(house, "override")) == 1
           and not in_clear(house, "life is in danger"),
           "which stands in the case, sealed, and in the audit")
    ref = rithy.get("/api/referrals").json["in"][0]["ref"]
    tap.ok(texts(rithy.get("/api/offers/" + ref).json) ==
           [OTHER, "She lives in Pursat now."],
           "and what she chose is there, no more")
    got = dara.post(path + "/close", {
        "version": dara.get(path).json["case"]["version"],
        "outcome": "none"})
    tap.ok(got.status == 409, "what is offered is not finished", got)
    got = dara.post(path + "/referral/withdraw", {})
    tap.ok(got.status == 200 and got.json["waits_for"] == "",
           "taken back", got)
    tap.ok(rithy.get("/api/offers/" + ref).status == 404
           and rithy.post("/api/offers/%s/accept" % ref, {}).status == 404,
           "it is read and taken there no more")


def withheld(tap, house, dara, rithy, path, document):
    """Two of three items go; the third is ciphertext for them for ever."""
    case = dara.get(path).json
    words = entry_of(case, OTHER)
    tap.ok(consent(dara, path, PURSAT, "yes", [words],
                   note="Not her brother.").status == 204,
           "she agrees to one item")
    tap.ok(not in_clear(house, "Not her brother")
           and not in_clear(house, "yes - phone"),
           "what she said is sealed")
    stale = dara.get(path).json["case"]["version"] - 1
    got = offer(dara, path, version=stale)
    tap.ok(got.status == 409 and got.error == "stale",
           "an older version is offered to nobody", got)
    pulse = rithy.get("/api/changes").json["pulse"]
    got = []
    threads = [threading.Thread(target=lambda: got.append(offer(dara, path)))
               for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    tap.ok(sorted(a.status for a in got) == [200, 409, 409, 409],
           "of four offers at once one is made", got)
    tap.ok(rithy.get("/api/changes?since=%d" % pulse).json["changed"],
           "the other office is told")
    got = rithy.get("/api/referrals")
    tap.ok(len(got.json["in"]) == 1
           and schema_faults(document, "Referrals", got.json) == [],
           "and has it among its offers, once", got)
    ref = got.json["in"][0]["ref"]
    own = path.rsplit("/", 1)[1]
    tap.ok(ref != own and own not in got.body.decode(),
           "under a number of its own")
    got = rithy.get("/api/offers/" + ref)
    tap.ok(schema_faults(document, "Offered", got.json) == []
           and texts(got.json) == [OTHER, "She lives in Pursat now."]
           and NUMBER not in got.body.decode()
           and not any(e.get("withheld") for e in got.json["entries"]),
           "it reads what she agreed to, and no number", got)
    tap.ok(audit(house, "read_offer")[-1][0] == "rithy",
           "which is a row of the audit")
    tap.ok(rithy.get(path).status == 404
           and rithy.get("/api/cases/" + ref).status == 404,
           "neither her case nor one of its own is there yet")
    got = dara.post("/api/offers/%s/accept" % ref, {})
    tap.ok(got.status == 404, "who offers does not accept", got)
    readers(tap, house, own, ref)
    return ref


def readers(tap, house, own, ref):
    """By the format alone: what keys of that office open."""
    reader = unseal.Reader(os.path.join(house.dir, "helpline.db"),
                           harness.PASSWORD)
    db = store(house)
    case, = db.execute("SELECT id FROM cases WHERE ref = ?",
                       (own,)).fetchone()
    parcel, to_ek = db.execute("SELECT id, to_ek FROM parcel WHERE ref = ?",
                               (ref,)).fetchone()
    key = reader.keys[PURSAT]
    tap.ok(PURSAT not in [c for c, in db.execute(
        "SELECT centre FROM reader WHERE case_id = ?", (case,))],
        "that office has no key of her case")
    opened = unseal.unseal(key, to_ek)
    copied = [unseal.item_open(opened, parcel, *row) for row in db.execute(
        "SELECT n, kind, nonce, ct, ek FROM parcel_item WHERE parcel = ?",
        (parcel,))]
    tap.ok(sorted(copied) == sorted([OTHER, "She lives in Pursat now."]),
           "its key opens the copy", copied)
    rows = db.execute("SELECT n, kind, nonce, ct, ek FROM items WHERE "
                      "case_id = ?", (case,)).fetchall()
    open_anyway = 0
    for secret in (key, opened):
        for row in rows:
            for place in (case, parcel):
                try:
                    unseal.item_open(secret, place, *row)
                    open_anyway += 1
                except unseal.Unreadable:
                    pass
    tap.ok(open_anyway == 0 and len(rows) > 3, "neither its key nor the "
           "copy's opens one of the %d items of the case" % len(rows))
    db.close()


def refused_and_taken(tap, house, dara, rithy, chanthy, path, ref):
    own = path.rsplit("/", 1)[1]
    got = rithy.post("/api/offers/%s/refuse" % ref, {"text": "We are full."})
    tap.ok(got.status == 204, "it is refused", got)
    tap.ok(rithy.get("/api/offers/" + ref).status == 404
           and store(house).execute("SELECT count(*) FROM parcel_item"
                                    ).fetchone() == (0,),
           "and nothing of it is left")
    tap.ok("We are full." in texts(dara.get(path).json),
           "the first office reads why")
    offer(dara, path)
    ref = rithy.get("/api/referrals").json["in"][0]["ref"]
    got = []
    threads = [threading.Thread(target=lambda: got.append(rithy.post(
        "/api/offers/%s/accept" % ref, {}))) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    tap.ok(sorted(a.status for a in got) == [200, 404, 404, 404],
           "of four who accept one has it", got)
    there = "/api/cases/" + ref
    case = rithy.get(there).json
    tap.ok(case["case"]["owner"] == "rithy"
           and case["case"]["centre"] == PURSAT
           and texts(case) == [OTHER, "She lives in Pursat now."],
           "it is rithy's case, with what she agreed to", case)
    tap.ok(dara.get(path).json["case"]["centre"] == SIEM_REAP
           and dara.get(path).json["case"]["waits_for"] == "centre",
           "hers stays where it was, and waits")
    tap.ok(dara.get(there).status == 200
           and chanthy.get(there).status == 200,
           "dara follows it, and who stands in for an office of one")
    tap.ok(rithy.get(path).status == 404 and chanthy.get(path).status == 404,
           "nobody over there reads hers")
    rithy.post(there + "/notes", {"text": "Went to the pier."})
    got = rithy.post(there + "/close", {
        "version": rithy.get(there).json["case"]["version"],
        "outcome": "documents"})
    tap.ok(got.status == 409, "it ends by being done, not by being closed",
           got)
    got = dara.post(there + "/referral/done", {})
    tap.ok(got.status == 409, "who gave it does not say so", got)
    got = rithy.post(there + "/referral/done", {"text": "Papers are made."})
    tap.ok(got.status == 200 and got.json["state"] == "finished", "done",
           got)
    tap.ok(rithy.get(there).status == 404 and chanthy.get(there).status ==
           404, "and read there no more")
    case = dara.get(path).json
    tap.ok(case["case"]["waits_for"] == "" and case["referral"] is None
           and "Papers are made." in texts(case),
           "the first office has it back, with what was said", case)
    tap.ok("Went to the pier." in texts(dara.get(there).json),
           "and reads what was done there")
    tap.ok(own not in json.dumps(rithy.get("/api/referrals").json),
           "nothing is left among its offers")


# ---- partners and letters ----

def add_partner(browser, **more):
    return browser.post("/api/partners", dict({
        "kind": "police", "country": "KH",
        "name": {"en": "Provincial police", "km": "នគរបាលខេត្ត"},
        "address": "Siem Reap", "phone": "063 000 000"}, **more))


def partners(tap, house, dara, sophea, rithy, document):
    got = sophea.post("/api/partners", {"kind": "police", "country": "KH",
                                        "name": {"en": "x"}})
    tap.ok(got.status == 403, "who does not lead enters no partner", got)
    for name, body in (("without a name", {"name": {"en": ""}}),
                       ("of no kind", {"kind": "circus"}),
                       ("with a number and a fact", {"fact": "kh_police"})):
        tap.ok(add_partner(dara, **body).status == 400,
               "no partner %s" % name)
    police = add_partner(dara).json["id"]
    got = dara.get("/api/partners")
    one = got.json["partners"][0]
    tap.ok(schema_faults(document, "Partners", got.json) == []
           and one["by"] == "dara" and one["phone"] == "063 000 000",
           "a partner is hers who entered it", got)
    facts = {f["fact"]: f["phone"] for f in got.json["facts"]}
    tap.ok(facts and all(facts.values()), "checked contacts can be chosen",
           facts)
    fact = sorted(facts)[0]
    labour = add_partner(dara, kind="labour", phone="", fact=fact).json["id"]
    got = {p["id"]: p for p in dara.get("/api/partners").json["partners"]}
    tap.ok(got[labour]["phone"] == facts[fact],
           "its number is the fact's, as phones show it", got)
    bad = add_partner(dara, kind="other", phone="", fact="no_fact"
                      ).json["id"]
    got = {p["id"]: p for p in dara.get("/api/partners").json["partners"]}
    tap.ok(got[bad]["phone"] == "", "a fact nobody checked shows nothing")
    tap.ok(rithy.get("/api/partners").json["partners"] == [],
           "another office has its own")
    tap.ok(rithy.put("/api/partners/%d" % police, {
        "kind": "other", "country": "", "name": {"en": "x"}}).status in
        (403, 404), "and changes none of ours")
    got = dara.put("/api/partners/%d" % bad, {
        "kind": "other", "country": "", "name": {"en": "Closed"},
        "active": False})
    tap.ok(got.status == 200, "one that is closed takes no letters", got)
    return police, labour, bad


def letter(browser, path, partner, items=(), fields=(), **more):
    body = {"version": browser.get(path).json["case"]["version"],
            "partner": partner, "language": "km",
            "items": [n if isinstance(n, dict) else {"n": n}
                      for n in items], "fields": list(fields),
            "request": "Please call her employer."}
    body.update(more)
    return browser.post(path + "/letters", body)


def letters(tap, house, dara, path, police, labour, closed):
    case = dara.get(path).json
    words, other = entry_of(case, OTHER), entry_of(case, SECRET)
    number = next(e["n"] for e in case["entries"] if e["kind"] == "number")
    got = letter(dara, path, labour, [words])
    tap.ok(got.status == 409 and got.error == "no_consent",
           "nobody is written to without her yes", got)
    consent(dara, path, labour, "yes", [words, number],
            about="partner", fields=["category", "person"])
    for name, more in (
            ("with an item she did not name", {"items": [{"n": other}]}),
            ("with a field she did not name", {"fields": ["destination"]}),
            ("with a field of no case", {"fields": ["diary"]}),
            ("with her name and not the field", {"person": "Sok"}),
            ("with the field and not her name", {"fields": ["person"]}),
            ("that asks nothing", {"request": " "}),
            ("to nobody", {"partner": 4711}),
            ("to who takes none", {"partner": closed}),
            ("in French", {"language": "fr"}),
            ("chased in the past", {"chase_at": 1000000000}),
            ("chased in years", {"chase_at": int(time.time()) +
                                 500 * 86400})):
        got = letter(dara, path, **dict({"partner": labour,
                                         "items": [{"n": words}]}, **more))
        tap.ok(got.status == 400, "no letter %s" % name, got)
    due = dara.get(path).json["case"]["due_at"]
    chase = int(time.time()) + 2 * 86400
    got = letter(dara, path, labour, [words, number],
                 ["category", "person"], person="Sok Chan", chase_at=chase)
    tap.ok(got.status == 200
           and got.json["case"]["waits_for"] == "government"
           and got.json["case"]["due_at"] == min(due, chase // 3600 * 3600),
           "with what she agreed to it is written, and due when it is "
           "chased", got)
    n = got.json["n"]
    version = got.json["case"]["version"]
    got = letter(dara, path, labour, [words], version=version - 1)
    tap.ok(got.status == 409 and got.error == "stale",
           "sent a second time it is not written twice", got)
    for word in ("Sok Chan", "call her employer"):
        tap.ok(not in_clear(house, word), "%s is sealed" % word)
    return n


def printing(tap, house, dara, rithy, path, n, document):
    got = dara.post("%s/letters/%d/print" % (path, n))
    tap.ok(got.status == 200
           and schema_faults(document, "LetterPrint", got.json) == []
           and set(got.json["fields"]) == {"category", "person"}
           and [i["text"] for i in got.json["items"]] == [OTHER, NUMBER]
           and SECRET not in got.body.decode(),
           "the letter holds what she agreed to and nothing else", got)
    tap.ok(audit(house, "print_letter %d" % n) ==
           [("dara", "print_letter %d" % n)],
           "the audit says who printed which")
    tap.ok(dara.post("%s/letters/9999/print" % path).status == 404
           and dara.post("%s/letters/x/print" % path).status == 404,
           "no other is there")
    got = rithy.post("%s/letters/%d/print" % (path, n))
    tap.ok(got.status == 404, "another office prints none", got)
    name = os.path.join(house.dir, "helpline.db")
    db = sqlite3.connect(name)
    db.execute("CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN "
               "SELECT RAISE (ABORT, 'no'); END")
    db.commit()
    got = dara.post("%s/letters/%d/print" % (path, n))
    tap.ok(got.status == 503 and b"Sok" not in got.body,
           "no audit row, no letter", got)
    db.execute("DROP TRIGGER no_audit")
    db.commit()
    db.close()


def answering(tap, dara, rithy, path, n):
    where = "%s/letters/%d/answer" % (path, n)
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))
    for name, body in (("on no day", {"day": "2026-02-30"}),
                       ("on a day to come", {"day": "2190-01-01"}),
                       ("that is none", {"result": "maybe"})):
        got = dara.post(where, dict({"result": "answered", "day": today},
                                    **body))
        tap.ok(got.status == 400, "no answer %s" % name, got)
    tap.ok(rithy.post(where, {"result": "none", "day": today}).status ==
           404, "another office answers nothing")
    got = dara.post(where, {"result": "answered", "day": today,
                            "note": "They will call on Monday."})
    tap.ok(got.status == 200 and got.json["waits_for"] == "",
           "the answer is kept, and nobody is waited for", got)
    got = dara.post(where, {"result": "refused", "day": today})
    tap.ok(got.status == 409, "once", got)
    got = dara.post("%s/letters/9999/answer" % path, {
        "result": "none", "day": today})
    tap.ok(got.status == 404, "and to no other", got)
    case = dara.get(path).json
    tap.ok(case["entries"][-1]["answer"]["note"] ==
           "They will call on Monday." and case["letters"][0]["answered"],
           "with the day and what was said", case["entries"][-1])


def police_twice(tap, dara, path, police):
    case = dara.get(path).json
    words = entry_of(case, OTHER)
    consent(dara, path, police, "yes", [words], about="partner")
    got = letter(dara, path, police, [words], again=True)
    tap.ok(got.status == 400 and "police" in got.json["message"],
           "not to the police before she was told what may follow", got)
    consent(dara, path, police, "yes", [words], about="partner", told=True)
    got = letter(dara, path, police, [words])
    tap.ok(got.status == 400, "nor without a second yes", got)
    consent(dara, path, police, "no", about="partner")
    got = letter(dara, path, police, [words], again=True)
    tap.ok(got.status == 409 and got.error == "no_consent",
           "nor after a no", got)
    consent(dara, path, police, "yes", [words], about="partner", told=True)
    got = letter(dara, path, police, [words], again=True)
    tap.ok(got.status == 200 and got.json["case"]["waits_for"] == "police",
           "told and asked twice: written", got)


def by_hand(tap, dara, path, document):
    case = dara.get(path).json
    tap.ok(case["step"]["step"] in ("look_again", "daily", "first_word")
           and set(case["step"]["says"]) == {"km", "th", "en"}
           and schema_faults(document, "CaseRead", case) == [],
           "a case says what is due next", case.get("step"))
    day = int(time.time()) + 20 * 86400
    edit = {"version": case["case"]["version"], "due_at": day}
    got = dara.ask("PATCH", path, edit)
    tap.ok(got.status == 400 and "reason" in got.json["message"],
           "a day set by hand has a reason", got)
    got = dara.ask("PATCH", path, dict(edit, reason="The court sits then."))
    tap.ok(got.status == 200 and got.json["due_at"] == day // 3600 * 3600,
           "with one it is set", got)
    tap.ok([e["text"] for e in dara.get(path).json["entries"]
            if e["kind"] == "due"] == ["The court sits then."],
           "and every reader sees why")


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        phone = harness.Worker(house, NUMBER)
        phone.dial()
        ref = phone.file(phone.key, "4")
        phone.tell_more(phone.key, "Some Company", [SECRET, OTHER])
        path = "/api/cases/" + ref
        dara, sophea, rithy, chanthy = (desks.Browser(desk)
                                        for _ in range(4))
        for browser, name in ((dara, "dara"), (sophea, "sophea"),
                              (rithy, "rithy"), (chanthy, "chanthy")):
            browser.sign_in(name)
        dara.post(path + "/claim")
        dara.confirm()
        asking(tap, dara, sophea, path)
        overriding(tap, house, dara, rithy, path)
        offered = withheld(tap, house, dara, rithy, path, document)
        refused_and_taken(tap, house, dara, rithy, chanthy, path, offered)
        police, labour, closed = partners(tap, house, dara, sophea, rithy,
                                          document)
        n = letters(tap, house, dara, path, police, labour, closed)
        printing(tap, house, dara, rithy, path, n, document)
        answering(tap, dara, rithy, path, n)
        police_twice(tap, dara, path, police)
        by_hand(tap, dara, path, document)
        house.run = "desk"
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
