"""A helpline with callers on it, twenty messages a second, to be disturbed;
when it is left in peace again the oracle judges."""
import collections
import os
import random
import struct
import threading
import time

import callers
import harness
import ledger
import peer
import unseal

RATE = 20			# messages a second
AT_ONCE = 48			# callers who are at a complaint
USSD_LATE_S, PAGE_VALID_S, SMS_LATE_S = 5, 10, 60
HASTE = 5			# times as fast when only the old ones finish
PATIENCE_S = 60			# until bearerbox holds nothing any more
SLACK_S = 2.5			# whole seconds of two clocks, and the way
LATE_S = USSD_LATE_S + PAGE_VALID_S + SLACK_S	# no USSD page is older


class House(harness.House):
    """serve, bearerbox and the network, each ready to be killed."""

    def __init__(self, env=None):
        super().__init__(run="serve")
        self.env = env
        for name, value in (("ussd_late_s", USSD_LATE_S),
                            ("page_valid_s", PAGE_VALID_S),
                            ("sms_late_s", SMS_LATE_S)):
            self.set(name, value)

    def children(self):
        """Of serve, by what they are."""
        pid = self.processes["serve"].pid
        found = {}
        try:
            with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
                for child in f.read().split():
                    with open("/proc/%s/cmdline" % child, "rb") as c:
                        found[c.read().split(b"\0")[1].decode()] = int(child)
        except (OSError, IndexError):
            pass
        return found

    def stands(self):
        """Start again what has ended, as systemd would."""
        for name in ("bearerbox", "serve"):
            if not self.alive(name):
                self.start(name)
        if not self.network.running:
            self.network.come_back()

    def spooled(self):
        """The messages that bearerbox holds.  A file it was killed in the
        middle of writing is none: the network was not told that it had it."""
        held = []
        self.torn = 0
        for folder, _, names in os.walk(os.path.join(self.dir, "spool")):
            for name in names:
                try:
                    with open(os.path.join(folder, name), "rb") as f:
                        held.append(peer.unpack(f.read())[1])
                except OSError:		# gone by now
                    pass
                except (ValueError, struct.error):
                    self.torn += 1
        return held

    def wait_empty(self, seconds):
        """Until bearerbox holds nothing for a second."""
        end, since = time.time() + seconds, None
        while time.time() < end:
            since = None if self.spooled() else since or time.time()
            if since is not None and time.time() - since > 1:
                return True
            time.sleep(0.05)
        return False


class Crowd(threading.Thread):
    """So many messages a second, by whoever is due."""

    at_once = AT_ONCE

    def __init__(self, house, book, rng, rate=RATE):
        super().__init__(daemon=True)
        self.house, self.book, self.rng = house, book, rng
        self.rate, self.number = rate, 0
        self.waiting = collections.deque()
        self.sends = self.failed = self.finished = 0
        self.quiet = threading.Event()	# nobody new, nobody moves
        self.closing = False		# nobody new
        self.trouble = None

    def run(self):
        try:
            self.go()
        except Exception as e:		# told by the main thread
            self.trouble = repr(e)

    def go(self):
        due = time.time()
        while not (self.closing and not self.waiting):
            rate = self.rate * (HASTE if self.closing else 1)
            due = max(due + 1 / rate, time.time() - 1)
            time.sleep(max(0, due - time.time()))
            if not self.quiet.is_set():
                self.one_message()

    def one_message(self):
        caller = self.next_caller()
        if caller is None:
            return
        try:
            caller.step()
            self.sends += 1
        except (KeyError, OSError):	# no network just now
            self.failed += 1
            caller.stage, caller.asked_at = "dial", time.time()
        if caller.done:
            self.finished += isinstance(caller, callers.Complainer)
        else:
            self.waiting.append(caller)

    def next_caller(self):
        now = time.time()
        for _ in range(len(self.waiting)):
            caller = self.waiting.popleft()
            if caller.is_due(now):
                return caller
            self.waiting.append(caller)
        if self.closing or len(self.waiting) >= self.at_once:
            return None
        self.number += 1
        kind, = self.rng.choices((callers.Complainer, callers.Texter,
                                  callers.Passer), (12, 2, 1))
        return kind(self.house, self.book, "%s%05d" % (
            ledger.PREFIX, self.number), self.rng)


class Storm:
    """Disturbances, one after another, the same for the same seed."""

    settle_every = 100
    crowd_of = Crowd

    def __init__(self, seed, report, env=None):
        self.rng = random.Random(seed)
        self.report = report
        self.did = collections.Counter()
        self.house = House(env)
        self.book = ledger.Ledger(
            LATE_S, SMS_LATE_S + SLACK_S)
        try:
            self.house.up()
        except BaseException:
            self.house.end()
            raise
        # What up() asked is not the crowd's.
        self.book.judged = len(self.house.network.pages)
        self.oracle = ledger.Oracle(self.book, unseal.Reader(
            os.path.join(self.house.dir, "helpline.db"), ledger.PASSWORD),
            self.house.top, self.house.dir)
        self.crowd = self.crowd_of(self.house, self.book,
                                   random.Random(self.rng.random()))

    def disturb(self, n):
        """The nth; its name, or None when there was nothing to disturb."""
        raise NotImplementedError

    def run(self, times):
        self.crowd.start()
        n = 0
        while n < times:
            what = self.disturb(n + 1)
            self.house.stands()
            if what is None:
                continue
            n += 1
            self.did[what] += 1
            self.oracle.glance()
            if n % self.settle_every == 0:
                self.settle()
            self.report(n, times, self.oracle.faults)
        return self.finish()

    def settle(self):
        """Everything stands, nothing is under way: judge."""
        self.crowd.quiet.set()
        self.house.stands()
        if not self.house.wait_empty(PATIENCE_S):
            for what in self.house.spooled():
                self.oracle.fault("lost", "bearerbox still holds", what)
        self.book.settle(self.house.network.responses)
        self.oracle.judge(self.house.network.pages)
        self.crowd.quiet.clear()

    def finish(self):
        """Everyone comes to the end of what she was at."""
        self.house.stands()
        self.crowd.closing = True
        end = time.time() + 2 * PATIENCE_S
        while self.crowd.is_alive() and time.time() < end:
            self.house.stands()
            time.sleep(0.1)
        if self.crowd.is_alive() or self.crowd.trouble:
            self.oracle.fault("lost", "callers who do not come to an end",
                              len(self.crowd.waiting), self.crowd.trouble)
        self.settle()
        return self.figures()

    def figures(self):
        return {"done": dict(self.did),
                "messages sent": self.crowd.sends,
                "complaints finished": self.crowd.finished,
                "references seen": len(self.book.refs),
                "texts that must be kept": len(self.book.heard),
                "pages": len(self.house.network.pages),
                "files bearerbox left half written": self.house.torn,
                "looks of the oracle": self.oracle.looks,
                "faults": self.oracle.count()}

    def found(self):
        return self.oracle.faults

    def end(self):
        self.crowd.closing = True
        self.crowd.waiting.clear()
        self.house.end()
