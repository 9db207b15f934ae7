#!/usr/bin/env python3
"""Is this company on the list?  On the wire, by SMS and by USSD."""
import json
import queue
import sys
import time

import harness
import peer

LIST = """licence,name,name_km,aliases,status,valid_until,destinations,head_office
LV-001/2026,"Sok Dara Metrey Manpower Co., Ltd",ក្រុមហ៊ុន សុខ ដារា មេត្រី,Sok Dara,valid,2034-12-31,TH; MY,KH-12 | 023 111 222 | Street 1
LV-002/2026,"Sok Dara Service Co., Ltd",,,suspended,2034-12-31,TH,
LV-003/2026,"Golden Lotus (Cambodia) Co., Ltd",ក្រុមហ៊ុន ឈូកមាស,,valid,2034-12-31,JP,
LV-004/2026,"Golden Lotos Manpower",,,revoked,,TH,
LV-005/2026,"Bright River Labour Supply",,ดาวทองใหม่,valid,2020-01-31,TH,
LV-007/2026,"Twin Lantern Manpower",,,valid,2034-12-31,TH; KR,
LV-008/2026,"Lone Anchor Manpower",,,valid,2034-12-31,KR,
LV-006/2026,"Quiet Harbour Agency Co., Ltd",,,valid,2034-12-31,TH; SG,
"""


def whole(phone, text=None, timeout=peer.PATIENT_S):
    """The reply, its parts put together; (text, how many parts)."""
    if text is not None:
        phone.flush()
        phone.sms(text, wait=False)
    parts = {}
    try:
        while True:
            page = phone.next(timeout)
            if not page.udh:
                return page.text, 1
            parts[page.udh[5]] = page.text
            if len(parts) == page.udh[4]:
                return "".join(parts[n] for n in sorted(parts)), len(parts)
    except queue.Empty:
        return "", 0


class List:
    """The register of a house, made of lines."""

    def __init__(self, house):
        self.house = house
        self.path = house.top + "/list.csv"

    def load(self, text, as_of):
        with open(self.path, "w", encoding="utf-8") as f:
            f.write(text)
        done = self.house.helpline(
            "agencies", self.house.dir, "import", self.path, "--as-of", as_of,
            "--source", "a test", "--json", check=False)
        imported = json.loads(done.stdout)
        for who in ("dara", "bopha"):
            if imported["state"] != "pending":
                return
            self.house.helpline(
                "agencies", self.house.dir, "confirm",
                str(imported["import"]), "--as", who, "--password-fd", "0",
                stdin=harness.PASSWORD + "\n")


def today():
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))


# What is sent, what the one reply must hold, what it must not.
ASKED = [
    ("4", "CHECK Sok Dara Metrey Manpower thailand",
     ["Thailand: yes", "LV-001/2026", "receipt"], []),
    ("4", "check sokdara metrey manpower co ltd",
     ["Thailand, Malaysia", "LV-001/2026"], []),
    ("4", "CHECK Sok Dara Metrey Manpower Co., Ltd Japan",
     ["NOT for Japan", "Do not pay"], ["yes"]),
    ("4", "Check sok dara metrey manpower korea",
     ["Korea only the ministry (MoLVT)"], ["LV-001"]),
    ("4", "CHECK Twin Lantern Manpower", ["Only for: Thailand\n"], ["Korea"]),
    ("4", "CHECK Lone Anchor Manpower", ["Korea only the ministry"],
     ["LV-008", "On the list"]),
    ("4", "CHECK no such thing", ["Not on the list", "1297"], []),
    ("4", "CHECK no such thing korea", ["Korea only the ministry"], []),
    ("4", "check manpower co ltd", ["whole name"], []),
    ("4", "CHECK 120/26", ["Not on the list"], []),
    ("4", "CHECK LV-002/2026", ["Suspended", "Do not pay"], []),
    ("4", "check 004 / 2026", ["Revoked"], []),
    ("4", "check licence no. 005/2026", ["No longer valid", "31/01/2020"], []),
    ("4", "Golden Lotus (Cambodia)", ["Only for: Japan"], []),
    ("4", "CHECK Quiet Harbour Agency",
     ["LV-006/2026", "Singapore"], ["gency"]),
    ("1", "\u1796\u17b7\u1793\u17b7\u178f\u17d2\u1799 "
     "\u179f\u17bb\u1781 \u178a\u17b6\u179a\u17b6 "
     "\u1798\u17c1\u178f\u17d2\u179a\u17b8 \u1791\u17c5 \u1790\u17c3",
     ["LV-001/2026", "\u1794\u17b6\u1793"], []),
    # The vowel before the coeng, the digits Khmer.
    ("1", "\u1796\u17b7\u1793\u17b7\u178f\u17d2\u1799 "
     "\u1788\u17bc\u1780\u1798\u17b6\u179f", ["LV-003/2026"], []),
    ("1", "\u1796\u17b7\u1793\u17b7\u178f\u17d2\u1799 "
     "\u17e0\u17e0\u17e2/\u17e2\u17e0\u17e2\u17e6", ["LV-002/2026"], []),
    ("3", "\u0e15\u0e23\u0e27\u0e08\u0e2a\u0e2d\u0e1a "
     "\u0e14\u0e32\u0e27\u0e17\u0e2d\u0e07\u0e43\u0e2b\u0e21\u0e48",
     ["LV-005/2026", "31/01/2563"], []),
    ("2", "pinit sok dara metrey manpower thai", ["Thai: ban"], []),
]


def one_reply(house, tap):
    for i, (language, text, want, never) in enumerate(ASKED):
        phone = harness.Worker(house, "+8551260%04d" % i)
        phone.dial()
        phone.key(language)
        before = phone.node()
        reply, parts = whole(phone, text)
        tap.ok(all(w in reply for w in want) and
               not any(n in reply for n in never) and 1 <= parts <= 2,
               "%s is answered in %d parts" % (text, parts), reply)
        tap.ok(phone.node() == before or "Which" in reply,
               "and she is where she was", (before, phone.node()))
    kept = house.sql("select count(*) from cases where category = 'unsorted'")
    tap.ok(kept == [(0,)], "no name is kept as a message to people", kept)


def letters_tell_the_language(house, tap):
    phone = harness.Worker(house, "+85512610001")
    reply, parts = whole(phone, "\u1796\u17b7\u1793\u17b7\u178f\u17d2\u1799 "
                         "\u1788\u17bc\u1780\u1798\u17b6\u179f")
    tap.ok("\u1794\u1789\u17d2\u1787\u17b8" in reply and parts <= 2,
           "who never called and writes Khmer is answered in Khmer", reply)
    phone = harness.Worker(house, "+85512610002")
    reply, _ = whole(phone, "pinit golden lotus cambodia")
    tap.ok("Banhchi" in reply, "and in Khmer with Latin letters", reply)
    reply, _ = whole(phone, "1")
    tap.ok("Khmer abc" in reply, "her next message chooses a language", reply)


def candidates(house, tap):
    phone = harness.Worker(house, "+85512620001")
    reply, parts = whole(phone, "check sok dara")
    first = reply.find("Service")
    tap.ok(0 < first < reply.find("Metrey") and parts <= 2 and
           "0 none" in reply, "a name that two may have: the suspended one "
           "first, and none of these", reply)
    reply, _ = whole(phone, "2")
    tap.ok("LV-001/2026" in reply, "2 picks the second", reply)
    whole(phone, "check golden lotis japan")
    reply, _ = whole(phone, "1")
    tap.ok("LV-004/2026" in reply and "Revoked" in reply,
           "1 is the revoked one", reply)
    whole(phone, "check golden lotis japan")
    reply, _ = whole(phone, "\u17e2")
    tap.ok("Japan: yes" in reply, "a Khmer 2 picks too, and the country of "
           "the question is answered", reply)
    whole(phone, "check golden lotis")
    reply, _ = whole(phone, "0")
    tap.ok("Not on the list" in reply, "0 is none of them", reply)
    whole(phone, "check golden lotis")
    house.sql("update caller set last_time = last_time - 72000, "
              "seen_at = seen_at - 72000, answered_at = 0")
    house.sql("update lookup set at = at - 72000")
    reply, _ = whole(phone, "2")
    tap.ok("LV-003/2026" in reply, "20 hours later 2 still picks", reply)
    whole(phone, "check golden lotis")
    house.sql("update caller set last_time = last_time - 90000, "
              "seen_at = seen_at - 90000, answered_at = 0")
    house.sql("update lookup set at = at - 90000")
    reply, _ = whole(phone, "2")
    tap.ok("LV-003/2026" not in reply, "after a day it does not", reply)


def by_keys(house, tap):
    phone = harness.Worker(house, "+85512630001")
    phone.dial()
    page = phone.keys("4", "4")
    tap.ok(phone.node()[0] == "check", "start 4 asks for the company",
           page.text)
    page = phone.key("sok dara metrey manpower")
    tap.ok(phone.node()[0] == "check.where", "one company: for which country?",
           page.text)
    page = phone.key("1")
    tap.ok("Thailand: yes" in page.text and "Sok Dara Metrey" in page.text,
           "Thailand: yes", page.text)
    page = phone.keys("0", "sok dara metrey manpower", "Japan")
    tap.ok("NOT for Japan" in page.text, "a country may be named", page.text)
    page = phone.keys("0", "sok dara")
    tap.ok(phone.node()[0] == "check.which" and "1 Sok Dara Service" in
           page.text, "two are numbered", page.text)
    page = phone.keys("2", "5")
    tap.ok("Korea only the ministry" in page.text, "Korea: only the ministry",
           page.text)
    page = phone.keys("0", "sok dara", "1")
    tap.ok("Suspended" in page.text, "of a suspended one no country is asked",
           page.text)
    page = phone.keys("0", "sok dara", "0")
    tap.ok("Not on the list" in page.text, "0: none of these", page.text)
    page = phone.keys("0", "LV-002/2026")
    tap.ok("Suspended" in page.text, "a number is found too", page.text)


def never_a_cry_for_help(house, tap):
    """What may be no name is read by people and answered with the start."""
    for i, text in enumerate((
            "help me they beat me at sok dara metrey",
            "sok dara metrey took my passport",
            "CHECK please they locked me in a room",
            "check my sister went with sok dara and nobody has heard of her "
            "for two months now please help",
            "check where is my brother", "check body hurt",
            "licence of work taken",
            # Look for her younger sister; her work permit has run out.
            "\u179f\u17d2\u179c\u17c2\u1784\u179a\u1780"
            "\u1794\u17d2\u17a2\u17bc\u1793\u179f\u17d2\u179a\u17b8",
            "\u0e43\u0e1a\u0e2d\u0e19\u0e38\u0e0d\u0e32\u0e15"
            "\u0e17\u0e33\u0e07\u0e32\u0e19\u0e2b\u0e21\u0e14"
            "\u0e2d\u0e32\u0e22\u0e38",
            "Sok Dara Metrey?")):
        phone = harness.Worker(house, "+8551264%04d" % i)
        phone.dial()
        phone.key("4")
        before = len(house.cases())
        reply, _ = whole(phone, text)
        words = house.entries(phone.number)
        tap.ok("LV-" not in reply and "list" not in reply and
               len(house.cases()) == before + 1 and
               ("words", text) in words,
               "people read: %s" % text, (reply, words))


def lists(house, tap):
    phone = harness.Worker(house, "+85512650001")
    for days, name in ((1, "of tomorrow"), (-91, "91 days old")):
        dated(house, days)
        reply, _ = whole(phone, "CHECK Golden Lotus (Cambodia)")
        tap.ok("no current list" in reply and "1297" in reply and
               "LV-" not in reply, "a list %s is no current list" % name,
               reply)
        reply, _ = whole(phone, "CHECK nobody at all here")
        tap.ok("no current list" in reply, "nor is anything not on it", reply)
        reply, _ = whole(phone, "CHECK nobody korea")
        tap.ok("Korea only" in reply, "but Korea is Korea", reply)
    dated(house, -90)
    reply, _ = whole(phone, "CHECK Golden Lotus (Cambodia)")
    tap.ok("Japan" in reply, "90 days are not too old", reply)


def dated(house, days):
    """The list that stands, as if it were of another day."""
    day = int((time.time() + 7 * 3600) // 86400) + days
    house.sql("update register set as_of = ?, generation = generation + 1",
              day)


def strange(house, tap):
    phone = harness.Worker(house, "+85512660001")
    for text in ("CHECK x", "check " + "a" * 994, "CHECK 1", "check \U0001f600",
                 "check \u179f\u17bbkh dara \u0e14\u0e32\u0e23\u0e32",
                 "check \u200b\u200d", "check ....", "check co., ltd",
                 "check " + "9" * 300, "check (((", "check \u17d2\u17d2"):
        reply, parts = whole(phone, text)
        tap.ok(reply and parts <= 2 and "LV-" not in reply,
               "%r is answered" % text[:30], reply)
        tap.ok(text[6:] not in reply or len(text) < 9 or "...." in text or
               "ltd" in text, "and not said again", reply)
    tap.ok(house.alive(), "calls is still there")


def nothing_is_kept(house, tap):
    """Neither a word of a look-up nor a sealed one."""
    rows = house.sql("select * from lookup")
    text = repr(rows)
    tap.ok(rows and "lotis" not in text and "nobody" not in text,
           "the row of a look-up holds no word of it", text[:300])
    found = [name for (name,) in house.sql(
        "select name from sqlite_master where type = 'table'")
        for row in house.sql("select * from %s" % name)
        if "golden lotis" in repr(row).lower()]
    tap.ok(not found and "lotis" not in house.logged(),
           "nor any other, nor the log", found)
    counts = dict(house.sql("select said, sum(n) from looked_up group by 1"))
    tap.ok(counts.get("none", 0) > 0 and counts.get("which", 0) > 0,
           "answers are counted", counts)


def a_rule_past_its_day(house, tap):
    """That only the ministry sends is not said then, nor that anybody may."""
    def facts(*args):
        house.helpline("facts", house.dir, *args)
        time.sleep(2)		# calls looks once a second
    phone = harness.Worker(house, "+85512680001")
    phone.dial()
    phone.key("4")
    facts("renew", "sender_kr", "--expires", today(), "--by", "Sok")
    facts("today", time.strftime("%Y-%m-%d", time.gmtime(
        time.time() + 31 * 3600)))
    for text in ("CHECK Twin Lantern Manpower korea",
                 "CHECK Lone Anchor Manpower"):
        reply, _ = whole(phone, text)
        tap.ok("does not say for which country" in reply and
               "Korea" not in reply, text + " when the rule is past its day",
               reply)
    facts("today")


def main():
    tap = harness.Tap()
    with harness.House().up() as house:
        register = List(house)
        register.load(LIST, today())
        one_reply(house, tap)
        letters_tell_the_language(house, tap)
        candidates(house, tap)
        by_keys(house, tap)
        never_a_cry_for_help(house, tap)
        strange(house, tap)
        nothing_is_kept(house, tap)
        a_rule_past_its_day(house, tap)
        lists(house, tap)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
