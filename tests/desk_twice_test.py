#!/usr/bin/env python3
"""Every POST of the desk, sent again because its answer was lost on the line:
what it does is done once.  A route that is not listed here fails.  TAP."""
import hashlib
import os
import select
import signal
import socket
import sqlite3
import struct
import sys
import time
import uuid

import harness
import desk as desks
from desk_counter_test import ONE
from desk_month_test import months
from desk_people_test import enter

PIN = "4826"
SIEM_REAP, PURSAT = 1, 3
NEW = {"category": "wages", "words": "Two months without wages.",
       "language": "km", "number": "+85512777999"}

# Who opened how many cases in an hour is counted whatever is done with them.
UNCOUNTED = ("audit", "audit_head", "tries")
# What is not repeated under a key, and why twice is no harm.
READS = "changes nothing but the audit"
SELF = "the second time it is refused, or the same"
SECRET = "its answer is a secret, which is kept nowhere; the last one counts"
WITHOUT_KEY = {
    "/api/session": SELF, "/api/session/lock": SELF,
    "/api/session/unlock": SELF, "/api/session/confirm": SELF,
    "/api/session/password": SELF, "/api/activation": SELF,
    "/api/session/factor": SECRET, "/api/session/factor/confirm": SELF,
    "/api/staff": SELF, "/api/staff/{name}/role": SELF,
    "/api/staff/{name}/recode": SECRET, "/api/staff/{name}/lost-code": SELF,
    "/api/staff/{name}/leaving": SELF, "/api/centre/start": SELF,
    "/api/centre/paper": SECRET, "/api/centre/rehearsal": SELF,
    "/api/centres/{n}/remake": SECRET, "/api/practice": SELF,
    "/api/practice/done": SELF, "/api/search":
    "each one counts, thirty a day",
    "/api/search/words": READS, "/api/cases/{ref}/number":
    "each time her number is shown stands in the case",
    "/api/cases/{ref}/proof": "each try counts; five wrong ones a day",
    "/api/cases/{ref}/letters/{n}/print": READS,
    "/api/month/csv": READS, "/api/month/xlsx": READS,
    "/api/publications/{month}/csv": READS,
    "/api/publications/{month}/xlsx": READS,
    "/api/cases/{ref}/csv": READS, "/api/cases/{ref}/xlsx": READS,
    "/api/cases/{ref}/json": READS, "/api/phone": READS,
    "/api/cases/{ref}/texts/check": READS,
    "/api/remarks/{n}/seen": SELF, "/api/register/find": READS,
    "/api/register/history": READS, "/api/audit/verify": READS,
}


def stored(house, besides=()):
    """A digest of all that the store holds."""
    db = sqlite3.connect("file:%s?mode=ro" % os.path.join(
        house.dir, "helpline.db"), uri=True)
    text = "\n".join(
        repr(row) for name, in db.execute(
            "select name from sqlite_master where type = 'table' and name "
            "not like 'sqlite_%' order by name").fetchall()
        if name not in besides
        for row in db.execute('select * from "%s"' % name))
    db.close()
    return hashlib.sha256(text.encode()).hexdigest()


def settled(house):
    """Its digest, when nothing is written any more: a departure seals anew."""
    while True:
        one = stored(house)
        time.sleep(0.3)
        if stored(house) == one:
            return one


def lost(browser, path, body, key=None):
    """Sent and carried out; the line goes away with the answer in it."""
    desk = browser.desk
    octets = b"" if body is None else desks.json.dumps(body).encode()
    head = ["POST %s HTTP/1.1" % path, "Host: 127.0.0.1:%d" % desk.port,
            "Origin: " + desk.origin, "Sec-Fetch-Site: same-origin",
            "Content-Type: application/json",
            "X-CSRF-Token: " + (browser.token or ""),
            "Cookie: " + "; ".join("%s=%s" % c
                                   for c in browser.cookies.items()),
            "Content-Length: %d" % len(octets)]
    if key:
        head.append("Idempotency-Key: " + key)
    line = socket.create_connection(("127.0.0.1", desk.port), 10)
    line.sendall(("\r\n".join(head) + "\r\n\r\n").encode() + octets)
    select.select([line], [], [], 20)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack("ii", 1, 0))
    line.close()


class Office:
    """Who works there, and cases to work on."""

    def __init__(self, house, desk):
        self.house, self.desk = house, desk
        self.dara, self.sophea, self.rithy = (desks.Browser(desk)
                                              for _ in range(3))
        for browser, name in ((self.dara, "dara"), (self.sophea, "sophea"),
                              (self.rithy, "rithy")):
            browser.sign_in(name)
        self.partner = self.dara.post("/api/partners", {
            "kind": "labour", "country": "KH", "name": {"en": "Department"},
            "address": "", "phone": ""}).json["id"]

    def case(self):
        return "/api/cases/" + self.dara.post("/api/cases", NEW).json["ref"]

    def dialled(self, number):
        """A case of a phone, nobody's yet."""
        phone = harness.Worker(self.house, number)
        phone.dial()
        return "/api/cases/" + phone.file(phone.key, "4", pin=PIN)

    def version(self, path, browser=None):
        return (browser or self.dara).get(path).json["case"]["version"]

    def versioned(self, **more):
        path = self.case()
        return path, dict(more, version=self.version(path))

    def agreed(self, about, to, fields=()):
        path = self.case()
        self.dara.post(path + "/sharing", {
            "about": about, "to": to, "answer": "yes", "how": "phone",
            "items": [{"n": 1}], "fields": list(fields)})
        return path

    def offered(self):
        path = self.agreed("centre", PURSAT)
        self.dara.post(path + "/referral", {
            "version": self.version(path), "to": PURSAT, "text": "There."})
        return path, "/api/offers/" + self.rithy.get(
            "/api/referrals").json["in"][-1]["ref"]

    def lettered(self):
        path = self.agreed("partner", self.partner)
        made = self.dara.post(path + "/letters", {
            "version": self.version(path), "partner": self.partner,
            "language": "km", "items": [{"n": 1}], "fields": [],
            "request": "Please help.",
            "chase_at": int(time.time()) + 9 * 86400})
        return path, made.json["n"]

    def peopled(self):
        path, body = self.versioned(names="Sok Dara", consent="yes", sex="",
                                    twice=False)
        self.dara.post(path + "/people", body)
        n = self.dara.get(path).json["people"][0]["n"]
        return path, n, {"version": self.version(path)}

    def unsorted(self, number):
        """An SMS of hers that no page asked for, beside her case."""
        path = self.dialled(number)
        self.house.sql("update caller set seen_at = seen_at - 900, "
                       "last_time = last_time - 900 where tag = ?",
                       bytes(self.house.place(number)["tag"]))
        harness.Worker(self.house, number).sms(
            "I have the two papers now, when shall I come")
        other = next(c["ref"] for c in self.house.cases()
                     if c["category"] == "unsorted")
        return path, "/api/cases/" + other

    def detached(self, number):
        """She wrote DELETE, and proved at the desk that it was she."""
        path = self.dialled(number)
        harness.Worker(self.house, number).sms("DELETE")
        self.dara.post(path + "/proof", {"digits": PIN})
        return path


def sharing(o):
    return o.dara, o.case() + "/sharing", {
        "about": "centre", "to": PURSAT, "answer": "yes", "how": "phone",
        "items": [{"n": 1}], "fields": []}


def referral(o):
    path = o.agreed("centre", PURSAT)
    return o.dara, path + "/referral", {
        "version": o.version(path), "to": PURSAT, "text": "There."}


def done(o):
    _, offer = o.offered()
    ref = o.rithy.post(offer + "/accept", {}).json["ref"]
    return o.rithy, "/api/cases/%s/referral/done" % ref, {"text": "Done."}


def letter(o):
    path = o.agreed("partner", o.partner)
    return o.dara, path + "/letters", {
        "version": o.version(path), "partner": o.partner, "language": "km",
        "items": [{"n": 1}], "fields": [], "request": "Please help.",
        "chase_at": int(time.time()) + 9 * 86400}


def answer(o):
    path, n = o.lettered()
    return o.dara, "%s/letters/%d/answer" % (path, n), {
        "result": "answered", "day": time.strftime("%Y-%m-%d"), "note": "Yes"}


def person(verb):
    def ask(o):
        path, n, body = o.peopled()
        if verb == "same":
            other, m, _ = o.peopled()
            body.update(ref=other[-8:], n=m)
        if verb == "alone":
            other, m, _ = o.peopled()
            body["version"] = o.dara.post("%s/people/%d/same" % (path, n),
                                          dict(body, ref=other[-8:],
                                               n=m)).json["version"]
        return o.dara, "%s/people/%d/%s" % (path, n, verb), body
    return ask


def join(o):
    path, body = o.versioned(into=o.case()[-8:])
    return o.dara, path + "/join", body


def part(o):
    _, path, body = join(o)
    o.dara.post(path, body)
    path = path[:-5]
    return o.dara, path + "/part", {"version": o.version(path)}


def closed(o):
    path, body = o.versioned(outcome="none")
    o.dara.post(path + "/close", body)
    return o.dara, path + "/reopen", {"version": o.version(path),
                                      "reason": "It is not over."}


def match(o):
    path, other = o.unsorted("+85512777201")
    return o.dara, other + "/match", {"to": path[-8:]}


def canned(o):
    path = o.dialled("+85512777206")
    return o.dara, path + "/answer", {"version": o.version(path),
                                      "code": "call"}


def publication(o):
    return o.dara, "/api/publications", {"month": months()[1]}


def depart(o):
    code = o.dara.post("/api/staff", {"name": "vuthy", "role": "staff"}
                       ).json["code"]
    enter(o.desk, "vuthy", code)
    return o.dara, "/api/staff/vuthy/depart", {}


def paper_back(o):
    shown = o.dara.post("/api/centre/paper").json
    return o.dara, "/api/centre/paper/back", {
        "group": shown["group"], "text": shown["paper"].replace(
            " ", "-").split("-")[shown["group"] - 1]}


def imported(verb):
    def ask(o):
        text = o.house.helpline("agencies", o.house.dir, "export").stdout
        path = os.path.join(o.house.top, "list.csv")
        with open(path, "w") as f:
            f.write(text.replace(",suspended,", ",valid,"))
        o.house.helpline(
            "agencies", o.house.dir, "import", path, "--as-of",
            time.strftime("%Y-%m-%d"), "--source", verb, "--as", "sophea",
            "--password-fd", "0", stdin=harness.PASSWORD + "\n", check=False)
        n = o.dara.get("/api/register").json["pending"]["import"]
        return o.dara, "/api/register/imports/%d/%s" % (n, verb), None
    return ask


def of_case(name, body, version=False):
    def ask(o):
        path = o.case()
        return o.dara, "%s/%s" % (path, name), dict(
            body, version=o.version(path)) if version else body
    return ask


WITH_KEY = {
    "/api/cases": lambda o: (o.dara, "/api/cases", NEW),
    "/api/contacts": lambda o: (o.dara, "/api/contacts", ONE),
    "/api/partners": lambda o: (o.dara, "/api/partners", {
        "kind": "police", "country": "KH", "name": {"en": "Police"},
        "address": "", "phone": ""}),
    "/api/duty": lambda o: (o.dara, "/api/duty", {
        "name": "dara", "part": "duty", "hours": "1-5 8:00-17:00"}),
    "/api/cases/{ref}/claim": lambda o: (
        o.dara, o.dialled("+85512777202") + "/claim", None),
    "/api/cases/{ref}/notes": of_case("notes", {"text": "Called them."}),
    "/api/cases/{ref}/contacts": of_case("contacts", {"result": "reached"}),
    "/api/cases/{ref}/close": of_case("close", {"outcome": "none"}, True),
    "/api/cases/{ref}/reopen": closed,
    "/api/cases/{ref}/sharing": sharing,
    "/api/cases/{ref}/referral": referral,
    "/api/cases/{ref}/referral/withdraw": lambda o: (
        o.dara, o.offered()[0] + "/referral/withdraw", {}),
    "/api/cases/{ref}/referral/done": done,
    "/api/offers/{ref}/accept": lambda o: (
        o.rithy, o.offered()[1] + "/accept", {}),
    "/api/offers/{ref}/refuse": lambda o: (
        o.rithy, o.offered()[1] + "/refuse", {"text": "We are full."}),
    "/api/cases/{ref}/letters": letter,
    "/api/cases/{ref}/letters/{n}/answer": answer,
    "/api/cases/{ref}/people": of_case("people", {
        "names": "Sok Dara\nSok Lina", "consent": "", "sex": "",
        "twice": False}, True),
    "/api/cases/{ref}/people/{n}/remove": person("remove"),
    "/api/cases/{ref}/people/{n}/same": person("same"),
    "/api/cases/{ref}/people/{n}/alone": person("alone"),
    "/api/cases/{ref}/join": join, "/api/cases/{ref}/part": part,
    "/api/cases/{ref}/answer": canned,
    "/api/cases/{ref}/callback": lambda o: (
        o.dara, o.dialled("+85512777203") + "/callback", None),
    "/api/cases/{ref}/match": match,
    "/api/cases/{ref}/reissue": of_case("reissue", {
        "facts": ["company", "place", "happened"]}),
    "/api/cases/{ref}/detached": lambda o: (
        o.dara, o.detached("+85512777204") + "/detached",
        {"what": "attach"}),
    "/api/cases/{ref}/erase": lambda o: (
        o.dara, o.detached("+85512777205") + "/erase", None),
    "/api/cases/{ref}/keep": of_case("keep", {"why": "court", "days": 200}),
    "/api/publications": publication,
    "/api/register/imports/{n}/reject": imported("reject"),
    "/api/register/imports/{n}/confirm": imported("confirm"),
    "/api/centre/paper/back": paper_back,
    "/api/staff/{name}/depart": depart,
}
# Played elsewhere: a text needs a caller who allowed it, a new key a member
# who left knowing the old one.
ELSEWHERE = {
    "/api/cases/{ref}/texts": "its own id says that it is the same text",
    "/api/centre/rekey": "desk_people_test",
}


def listed(tap, document):
    posts = {p: m["post"] for p, m in document["paths"].items()
             if "post" in m}
    keyed = {p for p, post in posts.items()
             if any(one["name"] == "Idempotency-Key"
                    for one in post["parameters"])}
    tap.ok(keyed == set(WITH_KEY) | set(ELSEWHERE),
           "every route that takes a key is tried twice",
           keyed ^ (set(WITH_KEY) | set(ELSEWHERE)))
    tap.ok(set(posts) - keyed == set(WITHOUT_KEY),
           "and every other one says why it takes none",
           (set(posts) - keyed) ^ set(WITHOUT_KEY))


def twice(tap, house, name, browser, path, body):
    key = str(uuid.uuid4())
    before = stored(house)
    lost(browser, path, body, key)
    first = settled(house)
    got = browser.post(path, body, headers={"Idempotency-Key": key})
    tap.ok(first != before and got.status in (200, 204)
           and stored(house) == first,
           "%s: done once, and the second time it says so" % name,
           (first != before, got))


def reads(tap, house, office):
    """Without a key: nothing but the audit is written, however often."""
    path = office.case()
    for name, at, body in (
            ("words", "/api/search/words", {"words": "wages"}),
            ("csv", path + "/csv", {"language": "en"}),
            ("json", path + "/json", {"language": "en"}),
            ("month", "/api/month/csv", {"month": months()[0],
                                         "language": "en"}),
            ("phone", "/api/phone", {"channel": "ussd", "language": "en",
                                     "limits": "network", "keys": [""]}),
            ("find", "/api/register/find", {"name": "x", "country": ""}),
            ("verify", "/api/audit/verify", {})):
        before = stored(house, UNCOUNTED)
        lost(office.dara, at, body)
        got = office.dara.post(at, body)
        tap.ok(got.status == 200 and
               stored(house, UNCOUNTED) == before,
               "%s: %s" % (name, READS), got)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        listed(tap, desks.Browser(desk).get("/api/openapi.json").json)
        office = Office(house, desk)
        reads(tap, house, office)
        for name, ask in WITH_KEY.items():
            twice(tap, house, name, *ask(office))
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
