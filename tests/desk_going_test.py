#!/usr/bin/env python3
"""What will be erased, as the desk shows it to its office and to nobody else; a
case that who leads keeps stays when its time is over, another goes; what is kept
no longer is told of anew.  TAP."""
import json
import signal
import sys
import time

import harness
import desk as desks
from desk_cases_test import audit, schema_faults

DAY = 86400
WORDS = "They kept two months of my wages"
NEW = {"category": "wages", "words": WORDS, "language": "km",
       "number": "+85512777999"}


def finished(browser):
    """A case that is over; its number."""
    ref = browser.post("/api/cases", NEW).json["ref"]
    path = "/api/cases/" + ref
    got = browser.post(path + "/close", {
        "version": browser.get(path).json["case"]["version"],
        "outcome": "none"})
    assert got.status == 200, got
    return ref


def night(house, refs=()):
    """It is 500 days later for these, and rounds looks what will go."""
    for ref in refs:
        house.sql("update cases set changed_at = ? where ref = ?",
                  (int(time.time()) - 500 * DAY) // 3600 * 3600, ref)
    house.sql("update reckoning set believed_at = believed_at - ?, "
              "seen_at = seen_at - ?", DAY, DAY)
    house.helpline("rounds", house.dir, "--once", check=False)


def erasing(house, decoy):
    """calls erases what is past its time; seen by one that has to go."""
    house.sql("update going set listed_at = listed_at - ?", 20 * DAY)
    house.kill("calls", signal.SIGTERM)
    house.start("calls")
    end = time.time() + 20
    while time.time() < end:
        if decoy not in {c["ref"] for c in house.cases()}:
            return True
        time.sleep(0.2)
    return False


def refs(got, name="going"):
    return [one["ref"] for one in got.json[name]]


def shown(tap, house, desk, who, document):
    dara, sophea, rithy = who
    kept, gone = finished(dara), finished(sophea)
    got = dara.get("/api/going")
    tap.ok(got.status == 200 and refs(got) == [] and refs(got, "kept") == [],
           "what was finished today is not on the list", got)
    night(house, (kept, gone))
    got = dara.get("/api/going")
    tap.ok(sorted(refs(got)) == sorted((kept, gone)) and
           schema_faults(document, "Going", got.json) == [],
           "what is past its time is, as the document says", got)
    one = got.json["going"][0]
    tap.ok(one["state"] == "finished" and one["category"] == "wages" and
           13 * DAY < one["goes_at"] - time.time() < 15 * DAY and
           got.json["notice_days"] == 14 and not got.json["clock_in_doubt"],
           "with its kind and the day on which it goes", one)
    tap.ok(WORDS not in got.body.decode() and "777999" not in
           got.body.decode(), "and without a word of it or a number")
    tap.ok(sorted(refs(sophea.get("/api/going"))) == sorted((kept, gone)),
           "a member who does not lead sees it too")
    got = rithy.get("/api/going")
    tap.ok(got.status == 200 and refs(got) == [], "another office does not",
           got)
    return kept, gone


def refused(tap, house, desk, who, ref):
    dara, sophea, rithy = who
    path, body = "/api/cases/%s/keep" % ref, {"why": "court", "days": 200}
    before = len(audit(house, "keep"))
    got = sophea.post(path, body)
    tap.ok(got.status == 403 and got.error == "not_allowed",
           "who does not lead keeps nothing", got)
    bopha = desks.Browser(desk)
    bopha.sign_in("bopha")
    for method in ("POST", "DELETE"):
        answers = [who.ask(method, "/api/cases/%s/keep" % at,
                           body if method == "POST" else None)
                   for who in (rithy, bopha)
                   for at in (ref, "10000007", "no-case")]
        tap.ok({a.status for a in answers} == {404} and
               len({a.body for a in answers}) == 1,
               "%s of another office, also one that stands in: as of none"
               % method, answers)
    for name, wrong in (
            ("no reason", {"days": 200}), ("words", dict(body, why=WORDS)),
            ("no days", dict(body, days=0)), ("years", dict(body, days=731)),
            ("the past", dict(body, days=-1)), ("half", dict(body, days=1.5)),
            ("for ever", dict(body, days=2 ** 62)),
            ("more", dict(body, until=1))):
        got = dara.post(path, wrong)
        tap.ok(got.status == 400, "not kept: " + name, got)
    tap.ok(len(audit(house, "keep")) == before and
           refs(dara.get("/api/going"), "kept") == [],
           "none of this kept anything, or stands in the audit")


def keeping(tap, house, dara, ref):
    path = "/api/cases/%s/keep" % ref
    version = dara.get(path[:-5]).json["case"]["version"]
    got = dara.post(path, {"why": "court", "days": 200})
    tap.ok(got.status == 200 and 199 * DAY < got.json["until"] - time.time()
           <= 200 * DAY, "who leads keeps it, and reads until when", got)
    tap.ok(audit(house, "keep")[-1] == ("dara", "keep"),
           "the audit says who")
    got = dara.get("/api/going")
    one = got.json["kept"][0]
    tap.ok(ref not in refs(got) and refs(got, "kept") == [ref] and
           one["by"] == "dara" and one["state"] == "finished",
           "it stands among what is kept", got)
    case = dara.get("/api/cases/" + ref).json
    last = case["entries"][-1]
    tap.ok(last["kind"] == "kept" and last["text"] == "court " + time.strftime(
        "%Y-%m-%d", time.gmtime(one["until"] + 7 * 3600)),
           "why and until when is read in the case", last)
    got = dara.post("/api/cases/%s/reopen" % ref, {"version": version,
                                                   "reason": "x"})
    tap.ok(got.status == 409 and got.error == "stale",
           "who had it open is told that something changed", got)
    listed = json.loads(house.helpline("forget", house.dir,
                                       "--json").stdout)["going"]
    tap.ok([g["kept_until"] for g in listed if g["ref"] == ref] ==
           [one["until"]], "the command line says so too", listed)


def staying(tap, house, dara, kept, gone):
    tap.ok(erasing(house, gone) and dara.get("/api/cases/" + kept).status
           == 200, "when its time is over the other goes, and it stays")
    for n in range(2):
        got = dara.delete("/api/cases/%s/keep" % kept)
        tap.ok(got.status == 200 and got.json["until"] == 0,
               "it is kept no longer" if n == 0 else "said twice", got)
    got = dara.get("/api/going")
    tap.ok(refs(got) == [] and refs(got, "kept") == [],
           "it is on neither list until the night", got)
    other = finished(dara)
    house.sql("insert into going select id, centre, changed_at - 500 * 86400,"
              " listed_at from cases, (select strftime('%s') - 500 * 86400 "
              "as listed_at) where ref = ?", other)
    house.sql("update cases set changed_at = changed_at - 500 * 86400 where "
              "ref = ?", other)
    tap.ok(erasing(house, other) and dara.get("/api/cases/" + kept).status
           == 200, "and does not go before it was told of anew")
    night(house)
    tap.ok(refs(dara.get("/api/going")) == [kept], "which is done at night")
    tap.ok(erasing(house, kept), "then it goes")


def doubted(tap, house, dara):
    house.sql("update reckoning set nights = 1")
    tap.ok(dara.get("/api/going").json["clock_in_doubt"],
           "that nothing ages while the clock is in doubt is said")


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        document = desks.Browser(desk).get("/api/openapi.json").json
        who = [desks.Browser(desk) for _ in range(3)]
        for browser, name in zip(who, ("dara", "sophea", "rithy")):
            browser.sign_in(name)
        night(house)
        kept, gone = shown(tap, house, desk, who, document)
        refused(tap, house, desk, who, kept)
        keeping(tap, house, who[0], kept)
        staying(tap, house, who[0], kept, gone)
        doubted(tap, house, who[0])
        done = house.helpline("audit", house.dir, "verify", check=False)
        tap.ok(done.returncode == 0, "the audit is whole", done.stdout)
        house.run = "desk"
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
