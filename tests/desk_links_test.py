#!/usr/bin/env python3
"""The people of a case, what ties cases together, duplicates, and a relative
who must never be told of any of it.  TAP."""
import json
import os
import signal
import sqlite3
import sys
import threading

import harness
import desk as desks
from desk_cases_test import audit, schema_faults

NAMES = ["សុខ ដារា", "ចាន់ ធី", "สมชาย ใจดี", "Mao Srey-Mom", "Kim O'Neil"] + \
    ["Worker %s" % "".join(chr(97 + int(c)) for c in "%02d" % i)
     for i in range(25)]
EMPLOYER = "Golden Fish (Samut Sakhon) Co., Ltd."


def cased(browser, words="They did not pay us.", **more):
    """A case of the counter; its reference and version."""
    got = browser.post("/api/cases", dict({
        "category": "wages", "words": words, "language": "km"}, **more))
    assert got.status == 200, got
    return got.json["ref"]


def read(browser, ref):
    got = browser.get("/api/cases/" + ref)
    assert got.status == 200, got
    return got.json


def version(browser, ref):
    return read(browser, ref)["case"]["version"]


def names_of(browser, ref):
    return [p["name"] for p in read(browser, ref)["people"]]


def change(browser, method, where, tail, /, **body):
    """With the version of now."""
    return browser.ask(method, "/api/cases/%s/%s" % (where, tail),
                       dict({"version": version(browser, where)}, **body))


def thirty(tap, house, dara, ref, document):
    pasted = "\n".join("%d.  %s " % (i + 1, name)
                       for i, name in enumerate(NAMES)) + "\n\n"
    pasted = pasted.replace("Mao", "\u202eMao\u202c")
    body = {"version": version(dara, ref), "names": pasted, "consent": "yes",
            "sex": "f"}
    got = dara.post("/api/cases/%s/people" % ref, body)
    tap.ok(got.status == 200 and got.json["added"] == 30
           and got.json["there"] == [], "thirty names are put in", got)
    again = dara.post("/api/cases/%s/people" % ref, body)
    tap.ok(again.status == 409 and again.error == "stale",
           "the same sent again is refused", again)
    body["version"] = got.json["case"]["version"]
    again = dara.post("/api/cases/%s/people" % ref, body)
    tap.ok(again.status == 200 and again.json["added"] == 0
           and again.json["there"] == list(range(1, 31))
           and again.json["case"]["version"] == body["version"],
           "pasted once more nobody is added", again)
    case = read(dara, ref)
    tap.ok([p["name"] for p in case["people"]] == NAMES
           and {p["consent"] for p in case["people"]} == {"yes"},
           "they stand there without numbers and marks", case["people"])
    tap.ok(schema_faults(document, "CaseRead", case) == [],
           "a case is as the document says",
           schema_faults(document, "CaseRead", case))
    stored = b""
    for name in ("helpline.db", "helpline.db-wal"):
        with open(os.path.join(house.dir, name), "rb") as f:
            stored += f.read()
    left = [n for n in NAMES if n.encode() in stored]
    tap.ok(left == [], "no name lies in the store", left)
    tap.ok(not any(n.encode() in house.logged().encode() for n in NAMES),
           "nor in the log")


def found_by_name(tap, dara, rithy, ref):
    """At the counter she says her name: the search in words knows it."""
    for words in (NAMES[0], "srey mao", "O'NEIL"):
        got = dara.post("/api/search/words", {"words": words})
        tap.ok(got.status == 200 and [
            (f["case"]["ref"], f["kind"]) for f in got.json["found"]] ==
            [(ref, "person")], "her name is found among words: " + words, got)
    got = dara.post("/api/search/words", {"words": "yes 25-34"})
    tap.ok(got.json["found"] == [], "what stands beside it is not", got)
    got = rithy.post("/api/search/words", {"words": NAMES[0]})
    tap.ok(got.json["found"] == [], "nor is she by another office", got)


def bad_lists(tap, dara, ref):
    before = names_of(dara, ref)
    got = change(dara, "POST", ref, "people", names="\n".join([
        "Good Name", "=HYPERLINK(\"http://evil.invalid\")", "Dara 25",
        "Dara\tF\t25", "x" * 81, "+855", "<script>alert(1)</script>",
        "@SUM", "\u202e\u202c", ""]))
    tap.ok(got.status == 400 and got.json["lines"] == [
        {"line": 2, "fault": "signs"}, {"line": 3, "fault": "digits"},
        {"line": 4, "fault": "columns"}, {"line": 5, "fault": "long"},
        {"line": 6, "fault": "signs"}, {"line": 7, "fault": "signs"},
        {"line": 8, "fault": "signs"}],
        "each line that is no name is told, with why", got)
    tap.ok(b"HYPERLINK" not in got.body and b"Dara" not in got.body,
           "without saying it again")
    for name, names, says in (
            ("10 000 short lines", "a\n" * 10000, "at most 200"),
            ("201 lines", "a\n" * 201, "at most 200"),
            ("nothing", " \n \n", "one name a line"),
            ("a control", "Sok\x01Dara", "without controls"),
            ("60 001 octets", "a" * 60001, "octets")):
        got = change(dara, "POST", ref, "people", names=names)
        tap.ok(got.status == 400 and says in got.json["message"],
               "refused: " + name, got)
    got = change(dara, "POST", ref, "people", names="Sok Dara\n" * 10000)
    tap.ok(got.status == 413, "10 000 long ones are not even taken in", got)
    got = change(dara, "POST", ref, "people", names="\n".join(
        "Many %s" % "".join(chr(97 + int(c)) for c in str(1000 + i))
        for i in range(200)))
    tap.ok(got.status == 200 and got.json["added"] == 200, "200 are taken",
           got)
    got = change(dara, "POST", ref, "people", names="\n".join(
        "More %s" % "".join(chr(97 + int(c)) for c in str(1000 + i))
        for i in range(200)))
    tap.ok(got.status == 400 and "at most 300" in got.json["message"]
           and len(names_of(dara, ref)) == len(before) + 200,
           "a case has so many people and no more", got)


def one_of_them(tap, dara, ref, document):
    her = {"name": "ចាន់ ធីតា", "consent": "no", "sex": "f", "age": "25-34",
           "outcome": "money", "claimed": 40000, "received": 25000,
           "currency": "THB"}
    got = change(dara, "PUT", ref, "people/2", **her)
    tap.ok(got.status == 200, "what became of her is kept", got)
    tap.ok(read(dara, ref)["people"][1] == dict(her, n=2), "and shown",
           read(dara, ref)["people"][1])
    for name, more in (("without a currency", {"currency": ""}),
                       ("a number as her name", {"name": "25"}),
                       ("an amount below nothing", {"received": -1}),
                       ("an outcome of no table", {"outcome": "rich"}),
                       ("consent of no kind", {"consent": "maybe"})):
        got = change(dara, "PUT", ref, "people/2", **dict(her, **more))
        tap.ok(got.status == 400, "not kept: " + name, got)
    stale = version(dara, ref) - 1
    got = dara.put("/api/cases/%s/people/2" % ref, dict(her, version=stale))
    tap.ok(got.status == 409 and got.json["case"]["ref"] == ref
           and got.json["edits"][-1]["what"] == "people",
           "a stale one is refused, with who did what", got)
    for n in ("0", "999", "x", "-1", "2x"):
        got = change(dara, "PUT", ref, "people/" + n, **her)
        tap.ok(got.status == 404, "nobody stands at %s" % n, got)
    got = change(dara, "POST", ref, "people/3/remove")
    tap.ok(got.status == 200 and NAMES[2] not in names_of(dara, ref),
           "one is taken out", got)
    got = change(dara, "POST", ref, "people/3/remove")
    tap.ok(got.status == 404, "once", got)


def her_other_cases(tap, house, dara, rithy, ref, document):
    other = cased(dara)
    far = cased(rithy)
    for browser, where in ((dara, other), (rithy, far)):
        change(browser, "POST", where, "people",
               names="Sok Nobody\n" + NAMES[3].upper())
    before = len(audit(house, "person_cases"))
    path = "/api/cases/%s/people/4/cases" % ref
    got = dara.get(path)
    tap.ok(got.status == 200 and [(c["case"]["ref"], c["n"], c["same"])
                                  for c in got.json["cases"]] ==
           [(other, 2, False)],
           "her name is found in her centre's other cases, nowhere else", got)
    tap.ok(schema_faults(document, "PersonCases", got.json) == [],
           "as the document says")
    tap.ok(len(audit(house, "person_cases")) == before + 1,
           "one audit row a search")
    got = change(dara, "POST", ref, "people/4/same", ref=other, n=2)
    tap.ok(got.status == 200 and dara.get(path).json["cases"][0]["same"],
           "she is made one person", got)
    tap.ok(dara.get("/api/cases/%s/people/2/cases" % other).json["cases"][0][
        "case"]["ref"] == ref, "and is from the other case too")
    for name, body, status in (
            ("another office's", {"ref": far, "n": 2}, 404),
            ("none", {"ref": "10000007", "n": 1}, 404),
            ("a place where nobody stands", {"ref": other, "n": 77}, 404),
            ("the same case", {"ref": ref, "n": 5}, 400),
            ("two who stand in one case", {"ref": other, "n": 2}, 400)):
        got = change(dara, "POST", ref, "people/5/same", **body)
        tap.ok(got.status == status, "not tied to %s" % name, got)
    got = change(dara, "POST", ref, "people/4/alone")
    tap.ok(got.status == 200 and not dara.get(path).json["cases"][0]["same"],
           "and is parted again", got)
    return other


def ties(tap, house, dara, rithy, ref, document):
    agencies = json.loads(house.helpline("agencies", house.dir, "list",
                                         "--json").stdout)
    agencies = agencies if isinstance(agencies, list) else \
        agencies["agencies"]
    licence = agencies[0]["licence"]
    others = [cased(dara) for _ in range(5)]
    far = cased(rithy)
    for i, where in enumerate([ref] + others + [far]):
        browser = rithy if where == far else dara
        name = [EMPLOYER, EMPLOYER.upper(),
                "golden fish samut sakhon co ltd"][i % 3]
        got = change(browser, "PUT", where, "employer", name=name)
        tap.ok(got.status == 200, "an employer is named", got)
        got = change(browser, "PUT", where, "agency", licence=licence)
        tap.ok(got.status == 200, "an agency is named", got)
    links = read(dara, ref)["links"]
    tap.ok(links["employer_others"] == 5 and links["agency_others"] == 5
           and links["employer"] == EMPLOYER and links["agency"] == licence,
           "5 others in 60 days", links)
    for by in ("employer", "agency"):
        got = dara.get("/api/cases/%s/others?by=%s&days=60" % (ref, by))
        tap.ok(got.status == 200 and {c["ref"] for c in got.json["cases"]}
               == set(others) and schema_faults(document, "Others",
                                                got.json) == []
               and b"Golden" not in got.body,
               "which ones, by %s, without a word" % by, got)
    house.sql("UPDATE employer SET opened_at = opened_at - 61 * 86400 WHERE "
              "case_id = (SELECT id FROM cases WHERE ref = ?)", others[0])
    tap.ok(read(dara, ref)["links"]["employer_others"] == 4,
           "what was opened before is not counted")
    got = dara.get("/api/cases/%s/others?by=employer&days=62" % ref)
    tap.ok(len(got.json["cases"]) == 5, "unless it is asked for", got)
    tags = house.sql("SELECT hex(tag), count(*) FROM employer GROUP BY tag")
    tap.ok(sorted(n for _, n in tags) == [1, 6],
           "another centre has another tag for the same name", tags)
    dump = "\n".join(sqlite3.connect(os.path.join(
        house.dir, "helpline.db")).iterdump()).lower()
    tap.ok("golden" not in dump, "and its name lies in none")
    for tail, body in (("employer", {"name": "---"}),
                       ("employer", {"name": "x" * 241}),
                       ("employer", {"name": 7}),
                       ("agency", {"licence": "999/1999"}),
                       ("agency", {"licence": None})):
        got = change(dara, "PUT", ref, tail, **body)
        tap.ok(got.status == 400, "no %s: %r" % (tail, body), got)
    for query in ("", "?by=employer", "?by=name&days=60",
                  "?by=agency&days=x", "?by=agency&days=99999",
                  "?by=agency&days=60&days=61"):
        got = dara.get("/api/cases/%s/others%s" % (ref, query))
        tap.ok(got.status == 400, "others are not asked for by %r" % query,
               got)
    change(dara, "PUT", ref, "employer", name="")
    change(dara, "PUT", ref, "agency", licence="")
    links = read(dara, ref)["links"]
    tap.ok(links["employer"] == links["agency"] == "" and
           links["employer_others"] == links["agency_others"] == 0,
           "both are taken away again", links)


def duplicates(tap, house, dara, sophea, document):
    a, b = cased(dara, "First."), cased(dara, "Second.")
    change(dara, "POST", b, "people", names="Sok Dara")
    stale = version(dara, b) - 1
    path = "/api/cases/%s/join"
    for name, body, status in (
            ("itself", {"into": b}, 400), ("none", {"into": "10000007"}, 404),
            ("a stale version", {"into": a, "version": stale}, 409)):
        got = change(dara, "POST", b, "join", **body)
        tap.ok(got.status == status, "not joined to " + name, got)
    got = change(dara, "POST", b, "join", into=a)
    tap.ok(got.status == 200 and got.json["state"] == "finished",
           "a duplicate is joined and finished", got)
    case = read(dara, b)
    tap.ok(case["links"]["joined_to"] == a and case["links"]["undoes"]
           and case["entries"][-1]["outcome"]["outcome"] == "duplicate",
           "it says to what", case["links"])
    before = len(audit(house, "read"))
    case = read(sophea, a)
    tap.ok([j["case"]["ref"] for j in case["joined"]] == [b]
           and case["joined"][0]["entries"][0]["text"] == "Second."
           and case["joined"][0]["people"][0]["name"] == "Sok Dara"
           and schema_faults(document, "CaseRead", case) == [],
           "who reads the other reads both", case["joined"])
    tap.ok(len(audit(house, "read")) == before + 2, "each is an audit row")
    for name, tail, body in (
            ("joined again", "join", {"into": a}),
            ("taken up", "reopen", {"reason": "x"}),
            ("changed", None, {"state": "working"})):
        got = change(dara, "POST", b, tail, **body) if tail else dara.ask(
            "PATCH", "/api/cases/" + b, dict(
                body, version=version(dara, b)))
        tap.ok(got.status == 409 and got.error == "not_now",
               "it is not " + name, got)
    got = change(dara, "POST", a, "join", into=b)
    tap.ok(got.status == 409, "nor is the other joined to it", got)
    got = change(dara, "POST", b, "part")
    tap.ok(got.status == 200 and got.json["state"] == "working"
           and read(dara, a)["joined"] == [], "it is undone", got)
    change(dara, "POST", b, "join", into=a)
    sophea.post("/api/cases/%s/notes" % a, {"text": "a note"})
    got = change(dara, "POST", b, "part")
    tap.ok(got.status == 400 and "reason" in got.json["message"],
           "not without a reason once something was changed", got)
    got = change(dara, "POST", b, "part", reason="Another worker.")
    tap.ok(got.status == 200 and got.json["state"] == "working",
           "with one it is worked on again", got)
    return a, b


def races(tap, dara, sophea, a, b):
    """Both ways at once, many times: one is joined, the other is open."""
    got = []

    def join(browser, own, into, version):
        got.append(browser.post("/api/cases/%s/join" % own, {
            "version": version, "into": into}))

    va, vb = version(dara, a), version(dara, b)
    threads = [threading.Thread(target=join, args=args) for args in (
        (dara, a, b, va), (sophea, b, a, vb)) * 4]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    won = [g for g in got if g.status == 200]
    states = {read(dara, r)["case"]["state"] for r in (a, b)}
    tap.ok(len(won) == 1 and states == {"finished", "working"}
           and {g.status for g in got} == {200, 409},
           "of all who join them at once one does", got)
    ref = won[0].json["ref"]
    change(dara, "POST", ref, "part")


def referred(tap, dara, a, b):
    dara.confirm()
    got = change(dara, "POST", b, "referral", to=3, override="x", items=[{"n": 1}],
                 text="x")
    tap.ok(got.status == 200, "a case is offered to another office", got)
    for own, into in ((a, b), (b, a)):
        got = change(dara, "POST", own, "join", into=into)
        tap.ok(got.status == 409 and got.error == "not_now",
               "and meanwhile neither joined nor joined to", got)
    dara.post("/api/cases/%s/referral/withdraw" % b, {})


def closing(tap, dara):
    ref = cased(dara)
    change(dara, "POST", ref, "people", names="Sok Dara\nChan Thy")
    for n, name in ((1, "Sok Dara"), (2, "Chan Thy")):
        change(dara, "PUT", ref, "people/%d" % n, name=name, consent="yes",
               sex="f", age="", outcome="", claimed=30000, received=10000 * n,
               currency="THB")
    got = change(dara, "POST", ref, "close", outcome="money", received=29999,
                 currency="THB")
    tap.ok(got.status == 400 and "30000" in got.json["message"],
           "a case has no less than its people together", got)
    got = change(dara, "POST", ref, "close", outcome="money")
    tap.ok(got.status == 200, "it is closed", got)
    outcome = read(dara, ref)["entries"][-1]["outcome"]
    tap.ok(outcome == {"outcome": "money", "claimed": 60000, "note": "",
                       "received": 30000, "currency": "THB"},
           "with what they have together", outcome)


def strangers(tap, desk, house, rithy, ref, other):
    """Another office's case is as one that does not exist."""
    version = {"version": 1}
    person = dict(version, name="A", consent="", sex="", age="", outcome="",
                  claimed=0, received=0, currency="")
    ways = [("POST", "people", dict(version, names="A")),
            ("PUT", "people/1", person), ("POST", "people/1/remove", version),
            ("GET", "people/1/cases", None),
            ("POST", "people/1/same", dict(version, ref=other, n=1)),
            ("POST", "people/1/alone", version),
            ("PUT", "agency", dict(version, licence="")),
            ("PUT", "employer", dict(version, name="A")),
            ("PUT", "about", dict(version, about=other)),
            ("GET", "others?by=agency&days=60", None),
            ("POST", "join", dict(version, into=other)),
            ("POST", "part", version)]
    before = len(audit(house))
    for method, tail, body in ways:
        answers = [rithy.ask(method, "/api/cases/%s/%s" % (r, tail), body)
                   for r in (ref, "10000007", "no-case")]
        tap.ok({a.status for a in answers} == {404}
               and len({a.body for a in answers}) == 1,
               "%s %s of another office's case is as of none" % (
                   method, tail), answers)
    tap.ok(len(audit(house)) == before, "and leaves no trace of it")
    own = cased(rithy)
    for tail, body in (("join", {"into": ref}), ("about", {"about": ref})):
        answers = [change(rithy, "POST" if tail == "join" else "PUT", own,
                          tail, **{k: r for k in body})
                   for r in (ref, "10000007")]
        tap.ok({a.status for a in answers} == {404}
               and len({a.body for a in answers}) == 1,
               "nor is it there to be named by %s" % tail, answers)


# ---- on the wire ----

def ask_state(phone, pin):
    """All that a phone shows who asks what became of it."""
    phone.dial()
    phone.keys("00", "3", "2")
    return phone.key(pin).text


def relative(tap, house, dara):
    """A sister's phone and the worker's: two cases, one link."""
    sister = harness.Worker(house, "+85512777201")
    worker = harness.Worker(house, "+66812345678")
    refs = []
    for phone, pin in ((sister, "4826"), (worker, "7391")):
        phone.dial()
        refs.append(phone.file(phone.key, "4", pin=pin))
    before = [ask_state(sister, "4826"), ask_state(worker, "7391")]
    tap.ok("received" in before[0].lower(), "a state is what is shown",
           before)
    wrong = ask_state(sister, "5152")
    got = change(dara, "PUT", refs[0], "about", about=refs[1])
    tap.ok(got.status == 200, "a relative's case is tied to a worker's", got)
    tap.ok(read(dara, refs[0])["links"]["about"]["ref"] == refs[1]
           and [c["ref"] for c in read(dara, refs[1])["links"]["asked_by"]]
           == [refs[0]], "staff see it from both")
    after = [ask_state(sister, "4826"), ask_state(worker, "7391")]
    tap.ok(after == before, "what either is told is the same to the octet",
           before + after)
    tap.ok(ask_state(sister, "5152") == wrong,
           "and so is the answer to wrong digits")
    change(dara, "PUT", refs[1], "about", about="")
    dara.post("/api/cases/%s/claim" % refs[1])
    tap.ok(ask_state(sister, "4826") == before[0]
           and ask_state(worker, "7391") != before[1],
           "what is done for the worker shows to her alone")
    got = change(dara, "PUT", refs[1], "about", about=refs[0])
    tap.ok(got.status == 400, "nobody asks after who asks after her", got)
    change(dara, "PUT", refs[0], "about", about="")
    tap.ok(ask_state(sister, "4826") == before[0]
           and read(dara, refs[1])["links"]["asked_by"] == [],
           "untied it is the same again")


def called_twice(tap, house, dara):
    """One worker, two phones, two cases: staff join them."""
    first = harness.Worker(house, "+85512777211")
    second = harness.Worker(house, "+85512777212")
    refs = []
    for phone, pin in ((first, "4826"), (second, "7391")):
        phone.dial()
        refs.append(phone.file(phone.key, "4", pin=pin))
    a, b = refs
    received = ask_state(second, "7391")
    change(dara, "POST", b, "join", into=a)
    tap.ok(ask_state(second, "7391") == received,
           "the caller of a duplicate is told how the other stands")
    dara.post("/api/cases/%s/claim" % a)
    working = ask_state(first, "4826")
    tap.ok(ask_state(second, "7391") == working != received,
           "also when it is taken up", working)
    version_a = version(dara, a)
    second.dial()
    second.keys("00", "3", "2", "7391", "1")
    while second.node()[0] == "state.notice":
        second.key("8")
    second.key("They still have not paid.")
    case = read(dara, a)
    tap.ok(case["case"]["version"] > version_a
           and "They still have not paid." in [
               e.get("text") for e in case["joined"][0]["entries"]]
           and case["joined"][0]["case"]["state"] == "finished",
           "what she adds is read with the other, which has changed",
           case["joined"])
    got = change(dara, "POST", a, "close", outcome="informed")
    tap.ok(got.status == 200 and ask_state(second, "7391") ==
           ask_state(first, "4826") != working,
           "finished is finished for both", got)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        dara, sophea, rithy = [desks.Browser(desk) for _ in range(3)]
        for browser, name in ((dara, "dara"), (sophea, "sophea"),
                              (rithy, "rithy")):
            browser.sign_in(name)
        ref = cased(dara)
        thirty(tap, house, dara, ref, document)
        one_of_them(tap, dara, ref, document)
        found_by_name(tap, dara, rithy, ref)
        other = her_other_cases(tap, house, dara, rithy, ref, document)
        bad_lists(tap, dara, ref)
        ties(tap, house, dara, rithy, ref, document)
        a, b = duplicates(tap, house, dara, sophea, document)
        races(tap, dara, sophea, a, b)
        referred(tap, dara, a, b)
        closing(tap, dara)
        strangers(tap, desk, house, rithy, ref, other)
        relative(tap, house, dara)
        called_twice(tap, house, dara)
        house.run = "desk"
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
