#!/usr/bin/env python3
"""What phones may know: facts by their day, notices, reviewed words.  Nothing
here is restarted: calls sees by itself what changed."""
import datetime
import itertools
import json
import os
import signal
import sys
import time

import harness

WAIT = 20.0


def day(ahead=0):
    """A day of Cambodia, as the service counts them."""
    now = datetime.datetime.now(datetime.timezone.utc) + \
        datetime.timedelta(hours=7)
    return (now + datetime.timedelta(days=ahead)).strftime("%Y-%m-%d")


def whole(phone, first):
    """All pages of a text, turned with 8."""
    text, page = first.text, first
    while "8 more" in page.text:
        page = phone.key("8")
        text += "\n" + page.text
    return text


class Reader(harness.Worker):
    """Somebody who reads English, wherever she is sent."""

    def begin(self):
        self.dial()
        self.key("4")
        return self

    def alias(self, digits):
        return whole(self, self.dial("*2026*%s#" % digits))

    def border(self):
        page = self.dial("*2026*11#")
        for _ in range(6):
            for line in page.text.split("\n"):
                if "Border" in line:
                    return whole(self, self.key(line[0]))
            page = self.key("8")
        return page.text


def until(look, good):
    """What it is once it is good, or at last."""
    end = time.time() + WAIT
    while True:
        seen = look()
        if good(seen) or time.time() > end:
            return seen
        time.sleep(1.3)		# calls looks around when it rests for 1 s


def facts(house, *words, check=True):
    return house.helpline("facts", house.dir, *words, check=check)


def listed(house, verb="due"):
    return {f["id"]: f for f in json.loads(facts(house, verb, "--json").stdout)}


def expiry(house, tap, phone):
    facts(house, "renew", "papers_checked", "--expires", day(), "--by", "Sok")
    facts(house, "renew", "kh_police", "--expires", day(), "--by", "Sok")
    due = listed(house)
    tap.ok(due.get("papers_checked", {}).get("days_left") == 0,
           "a fact that ends today is listed as due", due)
    before = until(lambda: phone.alias("1"), lambda t: "11/2026" in t)
    tap.ok("11/2026" in before, "through its last day phones show it", before)
    numbers = phone.numbers()
    tap.ok("117" in numbers and "117 (" not in numbers,
           "and the number of the police, without a month", numbers)
    pid = house.processes["calls"].pid
    facts(house, "today", day(1))
    after = until(lambda: phone.alias("1"), lambda t: "11/2026" not in t)
    tap.ok("11/2026" not in after and len(after) > 10,
           "the day after, it is gone, and something is said instead", after)
    numbers = until(phone.numbers, lambda t: "117 (" in t)
    tap.ok("117 (" in numbers, "the police stays, with the month it was "
           "checked", numbers)
    tap.ok(house.alive() and house.processes["calls"].pid == pid,
           "nothing was started again")
    shown = listed(house)["kh_police"]
    tap.ok(shown["standing"] == "with month" and shown["days_left"] == -1,
           "and it is listed as past its day", shown)
    facts(house, "today")
    back = until(lambda: phone.alias("1"), lambda t: "11/2026" in t)
    tap.ok("11/2026" in back, "today it is there again", back)


def renewal(house, tap, phone):
    refused = facts(house, "renew", "kh_police", "--value", "118",
                    "--expires", day(90), "--by", "Sok", check=False)
    tap.ok(refused.returncode == 1 and "--source" in refused.stderr,
           "a new value needs its source", refused.stderr)
    facts(house, "renew", "kh_police", "--value", "118", "--source", "a call",
          "--source-date", day(), "--expires", day(90), "--by", "Lina")
    seen = until(phone.numbers, lambda t: "118" in t)
    tap.ok("118" in seen and "117" not in seen,
           "a renewed number is on phones without a restart", seen)
    history = json.loads(facts(house, "history", "kh_police",
                               "--json").stdout)
    tap.ok([v["value"] for v in history] == ["118", "117", "117"] and
           [v["who"] for v in history][:2] == ["Lina", "Sok"],
           "every version is kept, with who made it", history)
    audit = house.sql("select actor, action, object from audit where action "
                      "= 'fact_renewed' order by seq")
    tap.ok(audit[-1] == ("Lina", "fact_renewed", "kh_police"),
           "the audit says so too", audit)
    facts(house, "withdraw", "kh_police", "--by", "Lina")
    seen = until(phone.numbers, lambda t: "118" not in t)
    tap.ok("118" not in seen, "one that is withdrawn is gone", seen)


def a_notice(house, tap, phone):
    before = phone.border()
    facts(house, "notice", "border", "--en", "Poipet is open 8 to 18.",
          "--th", "ด่านเปิด 8 ถึง 18", "--until", day(1), "--by", "Sok")
    seen = until(phone.border, lambda t: "Poipet is open" in t)
    last = datetime.date.fromisoformat(day(1))
    tap.ok("Poipet is open 8 to 18." in seen and
           last.strftime("%d/%m/%Y") in seen and "Poipet is open" not in
           before, "a notice is on phones, with its last day", seen)
    thai = house.helpline("show", "border", "--dir", house.dir,
                          "--json").stdout
    tap.ok("ด่านเปิด" in thai and last.strftime("%d/%m/") + str(
        last.year + 543) in thai, "in Thai by the Buddhist year", thai)
    facts(house, "today", day(2))
    seen = until(phone.border, lambda t: "Poipet is open" not in t)
    tap.ok("Poipet is open" not in seen,
           "past its last day it is gone by itself", seen)
    facts(house, "today")
    facts(house, "notice", "border", "--remove", "--by", "Sok")
    seen = until(phone.border, lambda t: "Poipet is open" not in t)
    tap.ok("Poipet is open" not in seen, "it can be taken away", seen)


def words(house, *more, check=True):
    return house.helpline("words", "--dir", house.dir, *more, check=check)


def nothing_unreviewed(tap):
    """Outside a demonstration; the reviewer is a test's."""
    with harness.House(network=False) as house:
        house.set("demo", "no")
        refused = house.helpline("serve", house.dir, check=False)
        tap.ok(refused.returncode == 1 and "words: en: of" in refused.stderr
               and "permit" in refused.stderr and "export" in refused.stderr,
               "serve does not start while English is not reviewed, and says "
               "what to do", refused.stderr)
        alone = house.helpline("calls", house.dir, check=False)
        tap.ok(alone.returncode == 1 and "words: en: of" in alone.stderr,
               "nor does calls alone", alone.stderr)
        doctor = house.helpline("doctor", house.dir, check=False).stdout
        tap.ok("FAIL  words" in doctor, "doctor says it too", doctor)
        refused = words(house, "permit", "--days", "15", "--by", "Sok",
                        check=False)
        tap.ok(refused.returncode == 1, "no permit is longer than 14 days",
               refused.stderr)
        words(house, "permit", "--days", "2", "--by", "Sok")
        doctor = house.helpline("doctor", house.dir, check=False).stdout
        tap.ok("on the word of Sok" in doctor and "FAIL  words" not in doctor,
               "a permit is told of by name", doctor)


def only_reviewed(tap):
    with harness.House() as house:
        house.set("demo", "no")
        sheet = os.path.join(house.top, "w.csv")
        with open(sheet, "w") as f:
            f.write(words(house, "export").stdout)
        for who, language in (("One", "en"), ("Two", "en"), ("One", "km")):
            words(house, "import", sheet, "--reviewer", who, "--language",
                  language)
        left = {l["language"]: l for l in json.loads(words(
            house, "--json").stdout)["languages"]}
        tap.ok(left["en"]["wait_for_first"] == left["en"]["wait_for_second"]
               == 0 and left["km"]["wait_for_second"] > 0 and
               left["th"]["wait_for_first"] > 0,
               "reviews are counted by language", left)
        house.up()
        phone = harness.Worker(house, "+85512440001")
        phone.dial()
        start = phone.key("1")
        tap.ok("ខ្ញុំ" in start.text or "សួរ" in start.text,
               "a text that one reader has read is shown in Khmer",
               start.text)
        page = phone.dial("*2026*4#")
        tap.ok("What you tell us" in page.text, "what needs two readers is shown in English "
               "until then", page.text)
        thai = harness.Worker(house, "+66812440002")
        thai.dial()
        tap.ok(thai.key("3").coding == 0,
               "what nobody has read is shown in English", "")
        changed(house, tap, sheet)


def changed(house, tap, sheet):
    """An operator's own words, told by SIGHUP."""
    with open(sheet, "w") as f:
        f.write("key,English\nstart,Work far away\n")
    refused = words(house, "import", sheet, check=False)
    tap.ok(refused.returncode == 1 and "--void" in refused.stderr,
           "a text that was reviewed changes only on purpose", refused.stderr)
    words(house, "import", sheet, "--void", "--reviewer", "One", "--language",
          "en")
    house.processes["calls"].send_signal(signal.SIGHUP)
    numbers = itertools.count(1)

    def look():
        phone = harness.Worker(house, "+85512449%03d" % next(numbers))
        phone.dial()
        return phone.key("4").text
    seen = until(look, lambda t: "Work far away" in t)
    tap.ok("Work far away" in seen, "an operator's words are on phones after "
           "SIGHUP", seen)
    with open(os.path.join(house.dir, "words.csv"), "a") as f:
        f.write('"broken\n')
    house.processes["calls"].send_signal(signal.SIGHUP)
    time.sleep(1.5)
    tap.ok("Work far away" in look(), "a broken file keeps the words in use",
           house.logged())


class Caller(Reader):
    def numbers(self):
        """The numbers of Cambodia."""
        self.dial("*2026*2#")
        return whole(self, self.key("1"))


def main():
    tap = harness.Tap()
    with harness.House() as house:
        house.up()
        phone = Caller(house, "+85512330001").begin()
        expiry(house, tap, phone)
        renewal(house, tap, phone)
        a_notice(house, tap, phone)
        house.stopped(tap)
    nothing_unreviewed(tap)
    only_reviewed(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
