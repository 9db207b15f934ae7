"""What every phone sent and saw, and the one oracle that holds it against the
store, the logs and the files."""
import collections
import os
import re
import threading

import canary_test
import unseal

WORDS = "canaryTortureWords"
KHMER = "កាណារីនៃទារុណកម្ម"
PREFIX = "+8551798"		# of every number, so that one search finds all
PASSWORD = "demo only 2026"
# Not that memory was refused: that may end a process.
SANITIZER = re.compile(rb"runtime error:|ERROR: (Address|Leak)Sanitizer: "
                       rb"(?!.*(allocat|out of memory))")
KINDS = ("lost", "twice", "late", "readable", "broken")


class Ledger:
    """Every text is said once; every number has one matter."""

    def __init__(self, late_ussd, late_sms):
        self.lock = threading.Lock()
        self.refs = {}			# reference seen: its number
        self.heard = {}			# text that must be there: its number
        self.said = {}			# text that may be there: its number
        self.submissions = collections.Counter()	# by number
        # By number and session (None: an SMS): when.
        self.sent = collections.defaultdict(list)
        self.under_way = []		# (sequence, text, number)
        self.late = {True: late_ussd, False: late_sms}
        self.judged = 0			# pages held against the limits so far

    def saw(self, ref, number):
        with self.lock:
            self.refs.setdefault(ref, number)

    def wrote(self, number, session, at):
        with self.lock:
            self.sent[number, session].append(at)

    def say(self, text, number):
        with self.lock:
            self.said[text] = number

    def must_hold(self, text, number):
        with self.lock:
            self.heard[text] = number

    def submitted(self, number, walk):
        with self.lock:
            self.submissions[number] = max(walk, 1,
                                           self.submissions[number])

    def settle(self, responses):
        """What bearerbox has taken from the network must be kept."""
        with self.lock:
            for sequence, text, number in self.under_way:
                if responses.get(sequence) == 0:
                    self.heard[text] = number
            self.under_way.clear()


class Oracle:
    """Faults by kind; none is forgotten."""

    def __init__(self, ledger, reader, top, data):
        self.ledger, self.reader = ledger, reader
        self.top, self.path = top, os.path.join(data, "helpline.db")
        self.faults = collections.defaultdict(set)
        self.cases = {}			# by id: (version, items)
        self.looks = 0

    def fault(self, kind, *what):
        self.faults[kind].add(" ".join(map(str, what)))

    def count(self):
        return {kind: len(self.faults[kind]) for kind in KINDS}

    def glance(self):
        """What must hold at any time, amid whatever happens."""
        with self.ledger.lock:
            refs = dict(self.ledger.refs)
        store = unseal.look(self.path)
        try:
            self.look_at(store, refs)
        finally:
            store.close()
        self.looks += 1

    def look_at(self, store, refs):
        for check in ("integrity_check", "foreign_key_check"):
            rows = store.execute("pragma " + check).fetchall()
            if rows not in ([("ok",)], []):
                self.fault("broken", check, rows[:3])
        found = {ref: (case, pin) for ref, case, pin in store.execute(
            "select ref, id, pin is not null from cases")}
        self.open_cases(store)
        for ref, number in refs.items():
            case, filed = found.get(ref, (None, 0))
            if not filed:
                self.fault("lost", ref, "of", number, "is not filed")
            elif ("number", number) not in self.cases[case][1]:
                self.fault("lost", "the number of", ref)

    def open_cases(self, store):
        for case, version in store.execute("select id, version from cases"):
            if self.cases.get(case, (None,))[0] == version:
                continue
            try:
                self.cases[case] = version, self.reader.items(store, case)
            except (unseal.Unreadable, UnicodeDecodeError) as why:
                self.fault("broken", "case", case.hex(), why)
                self.cases[case] = version, []

    def judge(self, pages, everything=True):
        """All, when nothing is under way any more."""
        self.glance()
        store = unseal.look(self.path)
        filed = {case for case, in store.execute(
            "select id from cases where pin is not null")}
        store.close()
        texts, matters = collections.Counter(), collections.Counter()
        for case, (_, items) in self.cases.items():
            numbers = {text for kind, text in items if kind == "number"}
            texts.update(text for _, text in items if WORDS in text)
            if case in filed:
                matters.update(numbers)
        self.judge_texts(texts, everything)
        for number, n in matters.items():
            if n > self.ledger.submissions[number]:
                self.fault("twice", number, "filed", n)
        self.judge_pages(pages)
        self.search()

    def judge_texts(self, texts, everything):
        for text, n in texts.items():
            if n > 1:
                self.fault("twice", n, "times", text)
            if text not in self.ledger.said:
                self.fault("broken", "nobody said", text)
        for text, number in self.ledger.heard.items() if everything else ():
            if texts[text] == 0:
                self.fault("lost", text, "of", number)

    def judge_pages(self, pages):
        """Each answers something that was sent shortly before."""
        for page in pages[self.ledger.judged:]:
            if not page.receiver.startswith(PREFIX):
                continue
            limit = self.ledger.late[page.op is not None]
            sent = self.ledger.sent.get((page.receiver, page.session), [0])
            if not any(0 <= page.at - at <= limit for at in sent):
                self.fault("late", page.receiver, "after %.1f s" % (
                    page.at - sent[-1]))
        self.ledger.judged = len(pages)

    def search(self):
        for folder, _, names in os.walk(self.top):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    with open(path, "rb") as f:
                        octets = f.read()
                except OSError:
                    continue
                if name == "stderr.log" and SANITIZER.search(octets):
                    self.fault("broken", "a sanitizer complains in", path)
                for form, needle in NEEDLES:
                    if needle in octets or needle in path.encode():
                        self.fault("readable", form, "in", path)


def needles():
    """All forms of what every text and every number have in common."""
    for text in (WORDS, KHMER, PREFIX[1:]):
        for form, octets in canary_test.forms(text).items():
            # Of base64 only what does not hang on what comes after.
            yield "%s of %s" % (form, text), octets


NEEDLES = list(needles())
