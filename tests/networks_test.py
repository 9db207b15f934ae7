#!/usr/bin/env python3
"""Strange networks, on a real bearerbox: the profiles of tests/networks at
once, each on a network of its own.  Every submit_sm is held against what its
profile says of op, session and end bit; networks repeat, abort, send anything
as the first text, throttle, refuse, go away and come back with a crowd."""
import collections
import concurrent.futures
import itertools
import os
import re
import struct
import sys
import threading
import time

import harness
import peer
import wire

SRC = os.environ.get("srcdir", ".")
VALID_S = 10		# page_valid_s of this test
AWAY_S = 8
LONG_AWAY_S = 10 * 60	# by the clock of calls and bearerbox
CROWD = 2000
STILL_S = 5		# beyond which a chain at rest has nothing to say
OK, RSYSERR, RINVDSTADR, RMSGQFUL, RTHROTTLED = 0, 8, 0x0B, 0x14, 0x58

NUMBERS = itertools.count(1)
TO_WHAT = ["4", "3", "1", "1"]		# language, ask, tell, safe
TO_PIN = TO_WHAT + ["3", "1", "1"]

Dialect = collections.namedtuple(
    "Dialect", "name country code short begin input abort ask end tag "
    "sessions end_bit")

# Octets that mean something in Kannel's meta_data are among the sessions.
DIALECTS = [
    Dialect("no-session", "855", "*2026#", "2026", 1, 18, 0x81, 2, 17, None,
            None, 0),
    Dialect("reference", "66", "*2027#", "2027", 1, 18, 0x81, 2, 17, 0x0204,
            [struct.pack(">H", n) for n in (
                0x2B26, 0x253D, 0x0001, 0xFFFF, 0x3F00, 0x2020)], 0),
    Dialect("vendor", "82", "*1350#", "1350", 1, 0x12, 0x81, 2, 0x17, 0x1403,
            [struct.pack(">I", n) for n in (
                0x2B263D24, 0x00000000, 0xFFFFFFFE, 0x3F253D00, 0x0D0A2B80)],
            1),
    Dialect("plain", "60", "*1600#", "1600", None, None, None, None, None,
            None, None, 0),
]


class Handset(harness.Worker):
    """A phone on a network of that dialect."""

    def __init__(self, house, dialect, number=None, written=None):
        n = next(NUMBERS)
        self.network = house.networks[dialect.name]
        self.house, self.dialect = house, dialect
        self.number = number or "+%s8%07d" % (dialect.country, n)
        self.written = written or self.number
        self.code, self.short = dialect.code, dialect.short
        self.ussd = "ussd-" + dialect.name
        self.sms_name = "sms-" + dialect.name
        self.session = b""

    @property
    def inbox(self):
        return self.network.inbox[self.written]

    def send(self, text, op):
        tlvs = [] if op is None else [(peer.OP, bytes([op]))]
        if self.session:
            tlvs.append((self.dialect.tag, self.session))
        self.network.deliver(self.ussd, self.written, self.short, text,
                             "USSD", tlvs)

    def dial(self, text=None, wait=True):
        if self.dialect.sessions:
            count = self.network.session
            self.network.session += 1
            odd = self.dialect.sessions
            octets = len(odd[0])
            self.session = odd[count] if count < len(odd) else \
                (0x0100 + 2 * count).to_bytes(octets, "big")
        self.send(self.code if text is None else text, self.dialect.begin)
        return self.next() if wait else None

    def key(self, text, wait=True):
        self.send(text, self.dialect.input)
        return self.next() if wait else None

    def sms(self, text, to=None, wait=True):
        self.network.deliver(self.sms_name, self.written, to or self.short,
                             text)
        return self.next() if wait else None

    def came(self):
        """Every page that this phone got."""
        return [p for p in self.network.pages if p.receiver == self.written]

    def faults(self, page):
        """What is wrong with a page, by wire.py and by the profile."""
        d = self.dialect
        as_usual = {d.ask: peer.ASK, d.end: peer.END}.get(page.op)
        tlvs = {} if d.ask is None else {peer.OP: bytes([page.op or 0])}
        out = wire.faults(self.house.dated(page)._replace(
            smsc="ussd-kh", op=as_usual), True, valid=VALID_S)
        if d.tag is not None:
            last = self.session[-1] | (d.end_bit if page.op == d.end else 0)
            tlvs[d.tag] = self.session[:-1] + bytes([last])
        if page.tlvs != tlvs:
            out.append("its TLVs are %s, not %s" % (page.tlvs, tlvs))
        if page.smsc != self.ussd or page.sender != self.short:
            out.append("left by %s from %s" % (page.smsc, page.sender))
        return out

    def sms_faults(self, page):
        out = wire.faults(self.house.dated(page)._replace(smsc="sms-kh"),
                          False, valid=900)
        if page.smsc != self.sms_name or page.sender != self.short or \
                page.tlvs:
            out.append("left by %s from %s with %s" % (
                page.smsc, page.sender, page.tlvs))
        return out


class House(harness.House):
    """One calls and one bearerbox on all the networks."""

    def __init__(self):
        super().__init__(network=False)
        self.clock = harness.Clock(os.path.join(self.top, "ahead"))
        self.env = self.clock.env
        self.networks = {}
        self.set("page_valid_s", VALID_S)
        profiles, groups = "operators:\n", []
        for dialect in DIALECTS:
            path = os.path.join(SRC, "tests", "networks",
                                dialect.name.replace("-", "_"))
            with open(path + ".yaml") as f:
                profiles += f.read().partition("operators:\n")[2]
            if os.path.exists(path + ".conf"):
                with open(path + ".conf") as f:
                    groups.append(f.read())
            port = self.free_port()
            network = peer.Network(port)
            network.session = 0
            self.networks[dialect.name] = network
            for kind in ("ussd", "sms"):
                groups.append(self.smsc("%s-%s" % (kind, dialect.name),
                                        port, kind.upper()))
        with open(os.path.join(self.dir, "operators.yaml"), "w") as f:
            f.write(profiles)
        self.rewrite(groups)

    @staticmethod
    def free_port():
        with peer.socket.create_server(("127.0.0.1", 0)) as s:
            return s.getsockname()[1]

    @staticmethod
    def smsc(name, port, kind):
        return ("group = smsc\nsmsc = smpp\nsmsc-id = {0}\n"
                "allowed-smsc-id = {0}\nhost = 127.0.0.1\nport = {1}\n"
                "transceiver-mode = true\nreconnect-delay = 1\n"
                "smsc-username = {0}\nsmsc-password = secret\n"
                "system-type = {2}\n{3}").format(
                    name, port, kind,
                    "max-sms-octets = 160\n" if kind == "USSD" else "")

    def rewrite(self, groups):
        """Ours in the place of the networks of init's kannel.conf."""
        path = os.path.join(self.dir, "kannel.conf")
        with open(path) as f:
            text = f.read()
        kept = [g for g in re.split(r"\n\s*\n", text) if not re.search(
            r"^group = (smsc|smpp-tlv|smsbox-route)$", g, re.M)]
        groups.append("group = smsbox-route\nsmsbox-id = helpline\n"
                      "smsc-id = \"%s\"" % ";".join(
                          k + d.name for d in DIALECTS
                          for k in ("ussd-", "sms-")))
        with open(path, "w") as f:
            f.write("\n\n".join(kept + groups) + "\n")

    def _up(self):
        self.start("bearerbox")
        self.start(self.run)
        for name, network in self.networks.items():
            if not network.ready(("ussd-" + name, "sms-" + name)):
                raise RuntimeError("no bind of %s\n%s" % (name,
                                                          self.logged()))
        phone = Handset(self, DIALECTS[0])
        end = time.time() + 20
        while time.time() < end:
            phone.dial(wait=False)
            if phone.silent(0.5) is not None:
                return self
        raise RuntimeError("calls does not answer\n" + self.logged())

    def dated(self, page):
        """As their clock says."""
        return page._replace(at=page.at + self.clock.ahead)

    def end(self):
        for network in self.networks.values():
            network.close()
        super().end()


class Tap(harness.Tap):
    """Two networks are tested at the same time."""

    def __init__(self):
        super().__init__()
        self.lock = threading.Lock()

    def ok(self, *args):
        with self.lock:
            return super().ok(*args)


def all_pages(phone):
    """What comes until a second of silence."""
    return list(iter(lambda: phone.silent(1), None))


def complaint(house, tap, dialect):
    for _ in range(3):
        faults, ops = [], collections.Counter()
        phone = Handset(house, dialect)
        phone.tell = "words to the network %s" % dialect.name

        def press(text, phone=phone, faults=faults, ops=ops):
            page = phone.key(text)
            ops[page.op] += 1
            faults += ["%s after %r: %s" % (phone.node(), text, f)
                       for f in phone.faults(page)]
            return page
        faults += phone.faults(phone.dial())
        ref = phone.file(press, "1")
        last = phone.tell_more(press, "Some Company", [phone.tell])
        tap.ok(not faults and last.op == dialect.end and
               ops[dialect.end] == (1 if dialect.end else sum(ops.values())),
               "%s, session %s: %d pages, each with op, session and end as "
               "the profile says" % (
                   dialect.name, phone.session.hex() or "none",
                   sum(ops.values()) + 1), "\n".join(faults) or last)
    entries = [(e["kind"], e["text"]) for e in house.read(ref)["entries"]]
    tap.ok(("words", phone.tell) in entries and
           ("number", phone.number) in entries,
           "%s: her centre reads what she said" % dialect.name, entries)
    after_end(house, tap, phone, ref)


def version(house, ref):
    return [(c["version"], c["state"]) for c in house.cases()
            if c["ref"] == ref]


def after_end(house, tap, phone, ref):
    """The session is over; the network lets her go on all the same."""
    before, cases = version(house, ref), len(house.cases())
    faults = []
    for op, text in ((phone.dialect.input, "1"), (phone.dialect.input, "2"),
                     (phone.dialect.input, "4826"),
                     (phone.dialect.abort, ""), (phone.dialect.abort, ""),
                     (phone.dialect.input, "3"), (phone.dialect.input, "")):
        phone.send(text, op)
        is_abort = op is not None and op == phone.dialect.abort
        page = phone.silent(0.3 if is_abort else 2)
        if is_abort:
            faults += ["an abort is answered: %s" % (page,)] if page else []
        elif page is not None:
            faults += phone.faults(page)
    tap.ok(not faults and version(house, ref) == before and
           len(house.cases()) == cases, "%s: keys and aborts after the end "
           "get a right page or none and leave the case alone" %
           phone.dialect.name, (faults, before, version(house, ref)))
    page = phone.dial()
    tap.ok(not phone.faults(page) and
           not phone.node()[0].startswith(("tell.", "call", "state.")),
           "%s: nor does the next call lead back to it" % phone.dialect.name,
           (phone.node(), page))


def repeats(house, tap, dialect):
    phone = Handset(house, dialect)
    cases = len(house.cases())
    phone.dial(wait=False)
    for _ in range(2):
        phone.send(phone.code, dialect.begin)
    pages = all_pages(phone)
    faults = [f for p in pages for f in phone.faults(p)]
    tap.ok(1 <= len(pages) <= 3 and not faults and
           len({p.text for p in pages}) == 1 and
           phone.node()[0] == "language", "%s: a first request that comes "
           "three times shows one page" % dialect.name, (pages, faults))
    # Late, after every key of the way: no place is lost, nothing happens
    # twice, and she goes on to the end.
    trouble = []
    for key in TO_PIN + ["4826"]:
        phone.key(key)
        at = phone.node()[0]
        phone.send(phone.code, dialect.begin)
        page = phone.next()
        trouble += phone.faults(page)
        if phone.node()[2]:
            phone.key("1")
        if phone.node()[0] != at:
            trouble.append("at %s, then %s" % (at, phone.node()))
    tap.ok(not trouble and phone.node()[0] == "tell.filed" and
           len(house.cases()) == cases + 1, "%s: repeated after each of %d "
           "keys, her place stays and one case is filed" % (
               dialect.name, len(TO_PIN) + 1), "\n".join(trouble))


def aborts(house, tap, dialect):
    trouble = []
    for n in range(len(TO_WHAT), len(TO_PIN) + 1):
        phone = Handset(house, dialect)
        phone.dial()
        phone.keys(*TO_PIN[:n])
        at = phone.node()[0]
        phone.send("", dialect.abort)
        page = phone.silent(0.15)
        if page is not None:
            trouble.append("the abort at %s is answered" % at)
        page = phone.dial()
        trouble += phone.faults(page)
        if phone.node() != (at, 0, 1):
            trouble.append("no Continue at %s: %s" % (at, phone.node()))
        phone.key("1")
        if phone.node() != (at, 0, 0):
            trouble.append("Continue at %s leads to %s" % (at, phone.node()))
    # A key that crosses the abort is not read against the page.
    phone.send("", dialect.abort)
    phone.send("4826", dialect.input)
    phone.next()
    if phone.node() != (at, 0, 1):
        trouble.append("a key after the abort counted: %s" % (phone.node(),))
    tap.ok(not trouble, "%s: aborted at %d places, the next dial offers "
           "Continue" % (dialect.name, len(TO_PIN) - len(TO_WHAT) + 1),
           "\n".join(trouble))


def first_texts(house, tap, dialect):
    bare = dialect.code.strip("*#")
    trouble = []
    texts = [dialect.code, "", bare, "*" + bare, bare + "#", dialect.code +
             dialect.code, "*" + bare + "*#", " ", "1", "4826"]
    held = Handset(house, dialect)
    held.dial()
    held.keys(*TO_PIN)
    cases = len(house.cases())
    for text in texts:
        phone = Handset(house, dialect)
        trouble += phone.faults(phone.dial(text))
        if phone.node()[0] != "language":
            trouble.append("%r leads to %s" % (text, phone.node()))
        # By itself as input: nobody has begun.
        phone = Handset(house, dialect)
        phone.session = b"\x54" * len((dialect.sessions or [b""])[0])
        trouble += phone.faults(phone.key(text))
        if phone.node()[0] != "language":
            trouble.append("%r as input leads to %s" % (text, phone.node()))
        # Where four digits file: they are the network's, not hers.
        trouble += held.faults(held.dial(text))
        if held.node() != ("tell.pin", 0, 1):
            trouble.append("%r at the digits leads to %s" % (text,
                                                             held.node()))
        held.key("1")
    if len(house.cases()) != cases:
        trouble.append("%d cases more" % (len(house.cases()) - cases))
    tap.ok(not trouble, "%s: %d first texts, none is taken for an answer" % (
        dialect.name, len(texts)), "\n".join(trouble))
    # The code again as her first key, as some networks have it.
    trouble = []
    for text in (dialect.code, bare, ""):
        phone = Handset(house, dialect)
        phone.dial("")
        trouble += phone.faults(phone.key(text))
        if phone.node()[0] != "language":
            trouble.append("%r then leads to %s" % (text, phone.node()))
        held.dial("")
        trouble += held.faults(held.key(text))
        if held.node()[0] != "tell.pin" or len(house.cases()) != cases:
            trouble.append("%r at Continue leads to %s" % (text,
                                                           held.node()))
    tap.ok(not trouble, "%s: the code as the first key is no answer" %
           dialect.name, "\n".join(trouble))


def code_alone(house, tap, dialect, *texts):
    """No session id, and a redial comes as an input: at her four digits it
    must not file."""
    def filed():
        return sum(bool(c["filed"]) for c in house.cases())
    trouble, before = [], filed()
    for text in texts:
        phone = Handset(house, dialect)
        phone.dial()
        phone.keys(*TO_PIN)
        page = phone.key(text)
        trouble += phone.faults(page)
        if phone.node() != ("tell.pin", 0, 1):
            trouble.append("%r leads to %s" % (text, phone.node()))
    tap.ok(not trouble and filed() == before,
           "%s: a redial that comes as an input files nothing" %
           dialect.name, "\n".join(trouble))


def age(house, phone, seconds):
    """As if her last message had come so long ago."""
    house.sql("update caller set seen_at = seen_at - ?, last_time = "
              "last_time - ? where tag = ?", seconds, seconds,
              bytes(house.place(phone.number)["tag"]))


def time_out(house, tap):
    """Where nothing names the session, the time does."""
    held = []
    for seconds, place in ((170, ("tell.contact", 0, 0)),
                           (190, ("tell.centre", 0, 1))):
        phone = Handset(house, DIALECTS[0])
        phone.dial()
        phone.keys(*TO_PIN[:5])
        age(house, phone, seconds)
        page = phone.key("1")
        held.append(phone.node() == place and not phone.faults(page))
    tap.ok(all(held), "without a session id a key counts 170 s later; 190 s "
           "later it begins again", held)


def refusals(house, tap):
    """One phone for each way to be refused, all at once."""
    dialect = DIALECTS[1]
    network = house.networks[dialect.name]
    plan = {"throttled 3 s": (RTHROTTLED, 3), "queue full 2 s": (RMSGQFUL, 2),
            "system error 2 s": (RSYSERR, 2),
            "throttled beyond validity": (RTHROTTLED, VALID_S + 3),
            "refused for good": (RINVDSTADR, 3)}
    phones = {what: Handset(house, dialect) for what in plan}
    for phone in phones.values():
        phone.dial()
        phone.keys("4", "3")
    began = time.time()
    until = {phones[what].written: (began + seconds, status)
             for what, (status, seconds) in plan.items()}

    def judge(page):
        end, status = until.get(page.receiver, (0, OK))
        return status if time.time() < end else OK
    network.judge = judge
    before = {what: len(phone.came()) for what, phone in phones.items()}
    for phone in phones.values():
        phone.key("1", wait=False)
    time.sleep(VALID_S + 8)
    network.judge = None
    for what, phone in phones.items():
        pages = phone.came()[before[what]:]
        tries = sum(p.receiver == phone.written for p in network.refused)
        late = [p for p in pages if p.at > began + VALID_S + 1]
        expect = 0 if plan[what][1] > VALID_S or \
            plan[what][0] == RINVDSTADR else 1
        tap.ok(len(pages) == expect and not late and
               not [f for p in pages for f in phone.faults(p)],
               "%s: the page comes %d times" % (what, expect),
               (pages, "refused %d times" % tries))
        tap.note("%s: refused %d times, arrived %s" % (what, tries, [
            "after %.1f s" % (p.at - began) for p in pages]))
        phone.flush()
        page = phone.key("1")
        tap.ok(phone.node()[0] == "tell.what" and not phone.faults(page),
               "and her next key works", (phone.node(), page))


def away(house, tap):
    """The network goes; what waits for it is sent while it is valid."""
    dialect = DIALECTS[2]
    network = house.networks[dialect.name]
    old, new, mid = [Handset(house, dialect) for _ in range(3)]
    for phone in (old, new, mid):
        phone.dial()
        phone.keys("4", "3")
    asked = {}
    network.judge = lambda page: RTHROTTLED
    old.key("1", wait=False)
    asked[old.written] = time.time()
    time.sleep(VALID_S - AWAY_S + 1)
    new.key("1", wait=False)
    asked[new.written] = time.time()
    time.sleep(0.3)
    network.close()
    network.judge = None
    elsewhere = Handset(house, DIALECTS[0])
    tap.ok(not elsewhere.faults(elsewhere.dial()),
           "one network goes away, the others are answered")
    time.sleep(AWAY_S)
    before = len(network.pages)
    network.come_back()
    back = time.time()
    if not tap.ok(network.ready(("ussd-vendor", "sms-vendor"), 10),
                  "bearerbox binds again"):
        return
    tap.note("bound again after %.1f s" % (time.time() - back))
    page = mid.key("1")
    tap.ok(mid.node()[0] == "tell.safe" and not mid.faults(page),
           "after %d s away her session goes on" % AWAY_S, mid.node())
    time.sleep(max(0, asked[new.written] + VALID_S + 3 - time.time()))
    kept = [p for p in network.pages[before:] if p.receiver in asked]
    late = [p for p in kept if p.at > asked[p.receiver] + VALID_S + 1]
    tap.ok(not late and len(kept) <= 1 and
           (not kept or kept[0].receiver == new.written),
           "nothing that waited is sent late or twice", kept)
    tap.note("what waited: %s" % ["%.1f s old" % (
        p.at - asked[p.receiver]) for p in kept])
    for phone in (old, new):
        phone.flush()
        page = phone.dial()
        tap.ok(phone.node() == ("tell.safe", 0, 1) and not phone.faults(page),
               "and she is offered to continue", phone.node())


def away_long(house, tap):
    """Ten minutes: nothing that waited is worth sending any more; everyone
    comes back at once."""
    dialect = DIALECTS[2]
    network = house.networks[dialect.name]
    told, read, asked = [Handset(house, dialect) for _ in range(3)]
    for phone in (told, read, asked):
        phone.dial()
        phone.key("4")
    told.keys(*TO_WHAT[1:])
    read.key("1")
    at = read.node()
    network.judge = lambda page: RTHROTTLED
    asked.key("3", wait=False)
    time.sleep(0.5)
    network.close()
    network.judge = None
    house.clock.set(LONG_AWAY_S + 5)
    before = len(network.pages)
    network.come_back()
    if not tap.ok(network.ready(("ussd-vendor", "sms-vendor"), 15),
                  "ten minutes later bearerbox binds again"):
        return
    crowd(house, tap, dialect)
    late = [p for p in network.pages[before:]
            if p.receiver in (told.written, read.written, asked.written)]
    tap.ok(not late, "what waited for ten minutes is not sent", late)
    pages = told.dial(), read.dial()
    tap.ok(told.node() == ("start", 0, 0) and
           not told.faults(pages[0]), "a complaint of ten minutes ago is not "
           "shown to who holds the phone now", told.node())
    tap.ok(read.node() == (at[0], 0, 1) and not read.faults(pages[1]),
           "information is offered again", (at, read.node()))


def until_still(network, before, most):
    """Until so many pages have come, or none came for longer than one is
    valid: however slow the machine is."""
    seen, still = before, time.time()
    while seen < before + most and time.time() - still < VALID_S + STILL_S:
        time.sleep(0.2)
        if len(network.pages) > seen:
            seen, still = len(network.pages), time.time()
    time.sleep(0.5)


def taken(inbox):
    pages = []
    while not inbox.empty():
        pages.append(inbox.get())
    return pages


def crowd(house, tap, dialect):
    """How fast is said by the bench.  Here: nobody is answered twice, and who
    was not answered while that was worth sending is when she dials again."""
    network = house.networks[dialect.name]
    phones = [Handset(house, dialect) for _ in range(CROWD)]
    before, began = len(network.pages), time.time()
    for n, phone in enumerate(phones):
        if n % 4:
            phone.dial(wait=False)
        else:
            phone.sms("hello", wait=False)
    until_still(network, before, CROWD)
    faults, twice, lost, late, last = [], [], [], [], began
    for n, phone in enumerate(phones):
        pages = taken(phone.inbox)
        for page in pages:
            faults += phone.faults(page) if n % 4 else phone.sms_faults(page)
            last = max(last, page.at)
        if len(pages) > 1:
            twice.append(phone.written)
        if not pages:
            (late if n % 4 else lost).append(phone)
    in_time = not late or last - began > VALID_S
    tap.ok(not lost and not twice and not faults and in_time,
           "%d callers at once are answered once, or not when it is too late"
           % CROWD, (len(lost), len(late), twice, faults[:3], last - began))
    again = [phone.faults(phone.dial()) for phone in late]
    tap.ok(not any(again), "who was not dials again and is", again[:3])
    tap.note("%d of %d answered in %.2f s" % (CROWD - len(lost) - len(late),
                                              CROWD, last - began))


def in_turn(house, tap, dialect):
    """A slow network, and callers of this second and of the next."""
    network = house.networks[dialect.name]
    callers = [[Handset(house, dialect) for _ in range(60)] for _ in "ab"]
    network.judge = lambda page: time.sleep(0.03) or OK
    for group in callers:
        time.sleep(1.05 - time.time() % 1)
        for phone in group:
            phone.dial(wait=False)
    first, second = ([p.next().at for p in group] for group in callers)
    network.judge = None
    tap.ok(max(first) < min(second),
           "who asked first is answered first when a network is slow",
           "%.2f s after" % (max(first) - min(second)))


def two_at_once(house, tap):
    cambodia, thailand, korea = DIALECTS[:3]
    number = "+85512345678"
    # As each network writes her.
    home = Handset(house, cambodia, number, "012345678")
    roams = Handset(house, thailand, number)
    there = Handset(house, korea, number, "85512345678")
    faults = home.faults(home.dial())
    home.keys(*TO_WHAT)
    faults += roams.faults(roams.dial())
    tap.ok(roams.node() == ("tell.what", 0, 1),
           "begun on one network, another offers to continue", roams.node())
    faults += roams.faults(roams.key("1")) + roams.faults(roams.key("3"))
    tap.ok(home.node()[0] == "tell.centre", "and goes on", home.node())
    page = home.key("1")
    faults += home.faults(page)
    tap.ok(home.node() == ("tell.centre", 0, 1),
           "a key of the first network's session is not read there",
           home.node())
    faults += there.faults(there.dial())
    there.keys("1", "1", "1")
    ref = harness.ref_in(there.key("4826").text)
    mine = [c for c, e in house.matters(number) if c["ref"] == ref]
    tap.ok(ref is not None and len(mine) == 1,
           "a complaint over three networks is one case of one number",
           (ref, there.node()))
    thai = Handset(house, thailand, "+66812345678", "0812345678")
    visits = Handset(house, cambodia, "+66812345678")
    thai.dial()
    thai.keys("4", "3")
    faults += visits.faults(visits.dial())
    tap.ok(visits.node()[0] == "ask" and visits.node()[2] == 1,
           "a Thai number on the Cambodian network is the same caller",
           visits.node())
    answer = thai.sms("hello")
    tap.ok(not thai.sms_faults(answer),
           "an SMS leaves by the SMS centre it came to",
           (thai.sms_faults(answer), answer))
    phones = [Handset(house, d) for _ in range(30) for d in DIALECTS]
    for phone in phones:
        phone.dial(wait=False)
    for key in ("4", "3", "1"):
        for phone in phones:
            faults += phone.faults(phone.next())
            phone.key(key, wait=False)
    for phone in phones:
        faults += phone.faults(phone.next())
    tap.ok(not faults, "each page left by the network it was asked on",
           "\n".join(map(str, faults)))


def main():
    tap = Tap()
    with House().up() as house:
        for dialect in DIALECTS:
            complaint(house, tap, dialect)
            repeats(house, tap, dialect)
            if dialect.begin is not None:
                aborts(house, tap, dialect)
                first_texts(house, tap, dialect)
        code_alone(house, tap, DIALECTS[0], "*2026#", "*2026")
        code_alone(house, tap, DIALECTS[3], "*1600#", "1600", "1600#")
        time_out(house, tap)
        two_at_once(house, tap)
        in_turn(house, tap, DIALECTS[1])
        # Each on its own network, at the same time.
        with concurrent.futures.ThreadPoolExecutor() as pool:
            others = pool.submit(refusals, house, tap)
            away(house, tap)
            others.result()
        away_long(house, tap)
        tap.ok(house.alive() and house.alive("bearerbox"),
               "calls and bearerbox are the processes that were started")
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
