"""Callers who walk complaints, one step each time they are asked to, and go
on after any drop; and those who only text, or only dial once."""
import itertools
import queue
import time

import harness
import ledger

PATIENCE_S = 3.0
STEPS_MAX = 400

KEYS = {"start": "3", "ask": "1", "tell.safe": "1", "urgent": "1",
        "tell.centre": "1", "tell.contact": "1", "tell.pin": "4826",
        "tell.filed": "1", "tell.who": "1", "tell.country": "2",
        "tell.notice": "8", "tell.more": "8"}
SAYS = {"tell.agency": "the company", "tell.words": "what happened",
        "tell.more": "and more"}


class Caller(harness.Worker):
    """One number and what it wants; step() sends one message."""

    def __init__(self, house, book, number, rng):
        super().__init__(house, number)
        self.book, self.rng = book, rng
        self.language = str(rng.randint(1, 4))
        self.done = False
        self.ref = None
        self.steps = 0
        self.asked_at = 0.0
        self.stage = "dial"
        self.says = itertools.count(1)

    def say(self, text, deliver):
        """A text of hers: once bearerbox has taken it, it must be kept."""
        self.book.say(text, self.number)
        self.book.under_way.append((deliver(text), text, self.number))

    def sent(self, session=None):
        self.asked_at = time.time()
        self.book.wrote(self.number, session, self.asked_at)

    def ussd_send(self, text, op, **more):
        self.sent(self.session)
        return super().ussd_send(text, op, **more)

    def words(self, about):
        return "%s %s %s %s %d" % (ledger.WORDS, ledger.KHMER, about,
                                   self.number[8:], next(self.says))

    def pages(self):
        """What came since; references among it are seen."""
        came = []
        while True:
            try:
                came.append(self.inbox.get_nowait())
            except queue.Empty:
                return came
            ref = harness.ref_in(came[-1].text)
            if ref is not None:
                self.ref = ref
                self.book.saw(ref, self.number)

    def is_due(self, now):
        return not self.inbox.empty() or now - self.asked_at > PATIENCE_S


class Complainer(Caller):
    """Files, tells more, and says good-bye."""

    def __init__(self, *args):
        super().__init__(*args)
        self.urgent = self.rng.random() < 0.25
        self.last = None
        self.walk = self.told = 0

    def step(self):
        """May raise OSError or KeyError: there is no network just now."""
        self.steps += 1
        came = self.pages()
        if self.stage == "dial" or not came:
            self.stage = "dial"
            self.dial(wait=False)
            self.stage = "walk"
            return
        place = self.node()
        if place is None:
            self.stage = "dial"
            return
        self.go_on(*place)

    def go_on(self, node, page, offered):
        # Her last page was lost on the way: it is filed all the same.
        over = self.ref and not offered and node in ("start", "ask")
        if over or node == "tell.done" or self.steps > STEPS_MAX:
            self.pages()
            self.done = True
            return
        if self.last is not None and node != self.last[0]:
            self.book.must_hold(self.last[1], self.number)
            self.last = None
        if not offered and node in SAYS and self.told < 2:
            self.tell(node)
            return
        if node == "tell.pin":
            self.book.submitted(self.number, self.walk)
        self.walk += node == "start" and not offered
        self.key("1" if offered else self.key_at(node, page), wait=False)

    def key_at(self, node, page):
        if node == "language":
            return self.language
        if node == "tell.what":
            return "3" if not self.urgent else "1" if page else "8"
        return KEYS.get(node, "00")

    def tell(self, node):
        self.told += node == "tell.more"
        text = self.words(SAYS[node])
        self.last = node, text
        self.say(text, lambda text: self.ussd_send(text, harness.peer.INPUT))


class Texter(Caller):
    """Words by SMS that no page asked for, and nothing more."""

    def step(self):
        self.done = True
        self.sent()
        self.say(self.words("by text"), lambda text: self.network.deliver(
            self.sms_name, self.number, self.short, text))


class Passer(Caller):
    """Dials once and puts the phone away: who is late finds her so."""

    def step(self):
        self.done = True
        self.dial(wait=False)
