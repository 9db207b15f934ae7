"""The desk, refused at each of its places: while a member signs in and looks
at her queue, and while she queues a reply to a caller.

An answer is whole, or a refusal, or none: what is the same in several answers
that were not disturbed must be the same in every answer of 200, and every
header must be there."""
import collections
import http.client
import json
import os
import shutil
import uuid

import desk as desks
import harness
import sites
import texting

NAME = "dara"
CODES = desks.LINES - 6
REFUSALS = (500, 503)
A_TIME = 10 ** 9
HELD = "Please come on Monday."


def leaves(value, path=""):
    """{path: value} of what JSON holds; of a list each by its place."""
    if isinstance(value, dict):
        return {k: v for key, inner in value.items()
                for k, v in leaves(inner, "%s.%s" % (path, key)).items()} or \
            {path: "{}"}
    if isinstance(value, list):
        return {k: v for n, inner in enumerate(value)
                for k, v in leaves(inner, "%s[%d]" % (path, n)).items()} or \
            {path: "[]"}
    if isinstance(value, int) and value > A_TIME:
        value = "a time"		# "now" is another at each answer
    return {path: value}


class Seen:
    """Of the answers to one request what was the same in all of them."""

    def __init__(self):
        self.same = None
        self.varies = set()

    @staticmethod
    def of(answer):
        found = leaves(answer.json, "json") if answer.body else {}
        found.update(("header " + name, "there")
                     for name in answer.headers.keys())
        return dict(found, status=answer.status)

    def learn(self, answer):
        found = self.of(answer)
        if self.same is None:
            self.same = found
        self.varies |= {k for k in set(found) | set(self.same)
                        if found.get(k) != self.same.get(k)}

    def missing(self, answer):
        found = self.of(answer)
        return sorted(k for k in self.same if k not in self.varies and
                      found.get(k, ()) != self.same[k])[:4]


class Desk(sites.Scene):
    """One desk for as long as it stands and has codes."""

    def __init__(self, seed, board):
        super().__init__(seed, board)
        self.house = harness.House(network=False)
        self.mould = self.house.dir
        for setting in ("staff_texts", "text_budget"):
            self.house.set(setting, 10000)
        self.seen = collections.defaultdict(Seen)
        self.desk = self.browser = None
        try:
            self.prepare()
            self.fresh()
        except BaseException:
            self.house.end()
            raise

    def prepare(self):
        """One caller who allows texts."""
        house = self.house
        house.up_alone()
        self.phone = texting.caller(house)
        self.ref, = house.sql("select ref from cases")[0]
        house.processes["calls"].terminate()
        house.processes["calls"].wait()

    def end(self):
        self.house.end()

    def fresh(self):
        """A store as it was, and all codes."""
        house = self.house
        if self.desk is not None:
            house.kill("desk")
        house.dir = os.path.join(house.top, "strike")
        shutil.rmtree(house.dir, ignore_errors=True)
        shutil.copytree(self.mould, house.dir)
        desks.Browser.lines.clear()
        self.stand()

    def stand(self):
        before, self.house.env = self.house.env, self.board.env(None)
        try:
            self.desk = desks.Desk(self.house)
        finally:
            self.house.env = before
        self.browser = None

    def ready(self):
        """A desk that stands, with codes left."""
        if desks.Browser.lines.get((self.house.dir, NAME), 0) >= CODES:
            self.fresh()
        elif not self.house.alive("desk"):
            self.stand()

    def acts(self, ask):
        """The requests, each by ask(name, method, ...)."""
        raise NotImplementedError

    def play(self, arm):
        """{name: answer or None}; what came of each request."""
        came = {}

        def ask(name, how, *args, **more):
            try:
                came[name] = how(*args, **more)
            except (OSError, http.client.HTTPException):
                came[name] = None
            return came[name]

        self.before()
        arm()
        self.acts(ask)
        self.board.idle()
        return came

    def before(self):
        pass

    def undisturbed(self):
        self.ready()
        for _ in range(3):
            came = self.play(self.board.count)
            for name, answer in came.items():
                if answer is None or answer.status >= 300:
                    raise RuntimeError("%s: %s" % (name, answer))
                self.seen[name].learn(answer)

    def strike_once(self, site):
        self.ready()
        came = self.play(lambda: self.board.fail(site))
        struck = self.board.struck
        if struck:
            self.judge(site, came)
        return bool(struck)

    def judge(self, site, came):
        # A desk that no longer believes its store says so, and ends.
        ends = any(a is not None and a.status in REFUSALS
                   for a in came.values())
        try:
            status = self.house.processes["desk"].wait(
                timeout=2 if ends else 0.05)
        except harness.subprocess.TimeoutExpired:
            status = None
        self.died(site, status)
        for name, answer in came.items():
            if answer is None:
                continue
            wrong = self.seen[name].missing(answer) \
                if answer.status < 300 else []
            if wrong:
                self.fault("broken", site, "%s is not whole: %s" % (
                    name, wrong))
            if answer.status >= 300 and answer.status not in REFUSALS and \
                    not self.follows(came, name):
                self.fault("broken", site, "%s: %d %s" % (
                    name, answer.status, answer.error))
        # Not afresh: what it did is looked at.
        if not self.house.alive("desk"):
            self.stand()
        self.after(site, came)
        self.store_whole(site)

    @staticmethod
    def follows(came, name):
        """A refusal that another before it explains."""
        names = list(came)
        return any(came[n] is None or came[n].status >= 300
                   for n in names[:names.index(name)])

    def after(self, site, came):
        """It goes on, and what it said is so."""
        raise NotImplementedError

    def store_whole(self, site):
        check = self.house.sql("pragma integrity_check")
        if check != [("ok",)]:
            self.fault("broken", site, check[:2])
        done = self.house.helpline("audit", self.house.dir, "verify",
                                   check=False)
        if done.returncode != 0:
            self.fault("broken", site, "the audit: " + done.stderr[:200])

    def signed_in(self):
        """How many times the audit says so."""
        return self.house.sql("select count(*) from audit where action = "
                              "'login'")[0][0]


class SigningIn(Desk):
    name = "signing in"

    def acts(self, ask):
        browser = desks.Browser(self.desk)
        self.code = browser.code(NAME)
        ask("sign in", browser.sign_in, NAME, code=self.code)
        if not browser.token:
            return
        ask("session", browser.get, "/api/session")
        ask("queue", browser.get, "/api/cases?list=centre")
        ask("case", browser.get, "/api/cases/" + self.ref)
        ask("sign out", browser.delete, "/api/session")

    def before(self):
        self.rows = self.signed_in()

    def after(self, site, came):
        answer = came["sign in"]
        if answer is not None and answer.status == 200 and \
                self.signed_in() != self.rows + 1:
            self.fault("lost", site, "who signed in is not in the audit")
        browser = desks.Browser(self.desk)
        if answer is not None and answer.status == 200:
            again = browser.sign_in(NAME, code=self.code)
            if again.status == 200:
                self.fault("twice", site, "her code opens again")
            elif again.status not in (401,) + REFUSALS:
                self.fault("broken", site, "her code again: %s" % again)
        if browser.sign_in(NAME).status != 200:
            # Her own wrong tries make her wait; a fresh desk does not.
            self.stand_again()
            got = desks.Browser(self.desk).sign_in(NAME)
            if got.status != 200:
                self.fault("broken", site, "she cannot sign in: %s" % got)

    def stand_again(self):
        self.house.kill("desk")
        self.stand()


class Replying(Desk):
    name = "replying"

    def before(self):
        if self.browser is None:
            self.browser = desks.Browser(self.desk)
            got = self.browser.sign_in(NAME)
            if got.status != 200:
                raise RuntimeError("she cannot sign in: %s" % got)
        self.id = uuid.uuid4().hex

    def send(self):
        return self.browser.post("/api/cases/%s/texts" % self.ref, {
            "id": self.id, "text": HELD, "later": True})

    def acts(self, ask):
        ask("look at it", self.browser.post, "/api/cases/%s/texts/check" %
            self.ref, {"text": HELD})
        ask("queue it", self.send)
        ask("read", self.browser.get, "/api/cases/" + self.ref)

    def queued(self):
        return self.house.sql("select count(*) from outbox where id = ?",
                              bytes.fromhex(self.id))[0][0]

    def after(self, site, came):
        answer = came["queue it"]
        if answer is not None and answer.status < 300 and \
                self.queued() != 1:
            self.fault("lost", site, "it said that it queued the text")
        wanted = self.id
        if self.browser is None:
            self.before()
            self.id = wanted
        got = self.send()
        if got.status != 204 or self.queued() != 1:
            self.fault("broken", site, "sent again: %s, queued %d times" % (
                got, self.queued()))
            return
        row, = self.house.sql("select length(text), parts, state from outbox "
                              "where id = ?", bytes.fromhex(self.id))
        self.shape = getattr(self, "shape", row)
        if row != self.shape:
            self.fault("broken", site, "queued as %s, not %s" % (
                json.dumps(row), json.dumps(self.shape)))
        self.house.sql("delete from outbox")
