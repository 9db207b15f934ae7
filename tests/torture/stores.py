"""Stores that a disk, a cable or a clumsy hand has changed: bits flipped, pages
zeroed, swapped or put twice, files cut, garbage, another's head, a file gone, the
log of another day; in helpline.db, in its log or in the log's index.

calls starts on each and is given a complaint; the queue and a case are read,
doctor looks, a backup is made and opened.  A store that SQLite itself calls
damaged is refused, in words, and nothing is acknowledged into it; doctor says
so; no backup is made of it.  What goes on acknowledges only what then stands
there, and gives whole cases.  Nothing falls by a signal, nothing hangs, no
sanitizer complains."""
import collections
import json
import os
import queue
import random
import re
import shutil
import sqlite3
import subprocess
import time
import uuid

import harness
import ledger
import peer
import points
import steps
import unseal

PAGE = 2048
DB, LOG, INDEX = "helpline.db", "helpline.db-wal", "helpline.db-shm"
PATIENCE_S = 20
PAGE_S = 3			# until she gives up on a page
KEYS = ("4", "3", "1", "1", "3", "1", "1", "4826")
WORDS = "They kept my papers"
# What an operator can act on.
CLEAR = re.compile(r"damaged|restore|backup|newer program|helpline init|"
                   r"put back|by this user")


def flip(rng, octets):
    for _ in range(rng.choice((1, 1, 4, 16))):
        octets[rng.randrange(len(octets))] ^= 1 << rng.randrange(8)


def page(rng, octets):
    return rng.randrange(max(1, len(octets) // PAGE)) * PAGE


def zero(rng, octets):
    for _ in range(rng.choice((1, 1, 3))):
        at = page(rng, octets)
        octets[at:at + PAGE] = bytes(len(octets[at:at + PAGE]))


def swap(rng, octets):
    a, b = page(rng, octets), page(rng, octets)
    if a + PAGE <= len(octets) and b + PAGE <= len(octets):
        octets[a:a + PAGE], octets[b:b + PAGE] = \
            octets[b:b + PAGE], octets[a:a + PAGE]


def twice(rng, octets):
    a, b = page(rng, octets), page(rng, octets)
    if a + PAGE <= len(octets) and b + PAGE <= len(octets):
        octets[a:a + PAGE] = octets[b:b + PAGE]


def torn(rng, octets):
    """Half of a page is of before."""
    at = page(rng, octets) + rng.choice((512, 1024, 1536))
    octets[at:at + 512] = bytes(len(octets[at:at + 512]))


def cut(rng, octets):
    del octets[rng.randrange(len(octets)):]


def garbage(rng, octets):
    at = rng.randrange(len(octets))
    n = min(rng.choice((8, 64, 512)), len(octets) - at)
    octets[at:at + n] = rng.randbytes(n)


def all_garbage(rng, octets):
    octets[:] = rng.randbytes(len(octets))


def head(rng, octets):
    """The first hundred octets say how all others are to be read."""
    octets[rng.randrange(min(100, len(octets)))] = rng.randrange(256)


WAYS = (flip, flip, flip, zero, swap, twice, torn, cut, garbage, head)
# Of each hundred so many; the file, and how.
DAMAGE = ([(DB, way) for way in WAYS] * 5 + [(LOG, way) for way in WAYS] * 3 +
          [(LOG, all_garbage), (INDEX, all_garbage), (INDEX, flip),
           (LOG, None), (LOG, None), (INDEX, None), (DB, None), (LOG, "old"),
           (LOG, "old"), (DB, cut)])


class Stores:

    def __init__(self, seed, report):
        self.rng, self.report = random.Random(seed), report
        self.faults = collections.defaultdict(set)
        self.came = collections.Counter()
        self.tried = 0
        self.bench = points.Bench()
        try:
            self.fill()
        except BaseException:
            self.bench.end()
            raise

    def fill(self):
        """Half of the cases in the store, half of them in its log alone."""
        bench = self.bench
        said = bench.helpline("backup", bench.dir, "key",
                              "--no-typing-back").stdout
        self.paper = steps.PAPER.search(said)[1]
        self.old_log = os.path.join(bench.top, "old.log")
        self.refs = self.complaints(0, 3)
        shutil.copy(os.path.join(bench.dir, LOG), self.old_log)
        bench.stop()
        self.refs += self.complaints(3, 6)
        bench.kill("calls")
        self.whole = {ref: self.entries(bench.read(ref)) for ref in self.refs}
        self.reader = unseal.Reader(os.path.join(bench.dir, DB),
                                    ledger.PASSWORD)

    def complaints(self, start, end):
        bench = self.bench
        link = bench.network.link
        bench.start("calls")
        bench.network.ready(after=link)
        return [self.tell(harness.Worker(bench, "+8551266%05d" % n), n)
                for n in range(start, end)]

    @staticmethod
    def tell(phone, n):
        phone.dial()
        ref = phone.file(phone.key, "4")
        phone.tell_more(phone.key, "1", ["%s %d" % (WORDS, n)])
        return ref

    @staticmethod
    def entries(read):
        return sorted((e["kind"], e["text"]) for e in read["entries"])

    def run(self, most):
        for n in range(most):
            self.one(n)
            self.report(n + 1, most, self.faults)
        return {"points tried": self.tried,
                "scenes": {"came of it": dict(sorted(self.came.items()))},
                "faults": {k: len(self.faults[k]) for k in ledger.KINDS}}

    def damage(self):
        """A copy of the directory with one file changed; how."""
        bench, rng = self.bench, self.rng
        bench.fresh()
        name, way = rng.choice(DAMAGE)
        path = os.path.join(bench.dir, name)
        if way is None:
            os.remove(path)
            return "%s is gone" % name
        if way == "old":
            shutil.copy(self.old_log, path)
            return "the log of another day"
        with open(path, "rb") as f:
            octets = bytearray(f.read())
        way(rng, octets)
        with open(path, "wb") as f:
            f.write(octets)
        return "%s of %s" % (way.__name__, name)

    def one(self, n):
        how = self.damage()
        self.tried += 1

        def fault(kind, what):
            self.faults[kind].add("store %d, %s: %s" % (n, how, what))

        sound, _, refs = self.look()
        came = self.start(sound, fault)
        self.came["calls " + came] += 1
        if came == "went on" and refs is not None and \
                set(self.refs) - refs:
            self.came["went on as of before its log"] += 1
        self.commands(LOG in how or "log" in how, fault)

    def look(self):
        """Is it sound in SQLite's own eyes, do its rows hang together, and
        which cases are in it; on a copy, as looking mends."""
        place = os.path.join(self.bench.top, "looked")
        shutil.rmtree(place, ignore_errors=True)
        os.mkdir(place)
        for name in (DB, LOG):
            path = os.path.join(self.bench.dir, name)
            if os.path.exists(path):
                shutil.copy(path, place)
        if not os.path.exists(os.path.join(place, DB)):
            return False, False, None
        store = sqlite3.connect(os.path.join(place, DB))
        try:
            sound = store.execute("pragma integrity_check").fetchall() == [
                ("ok",)]
            rows = not store.execute("pragma foreign_key_check").fetchall()
            return sound, sound and rows, {ref for ref, in store.execute(
                "select ref from cases")}
        except (sqlite3.Error, UnicodeDecodeError, OverflowError):
            return False, False, None
        finally:
            store.close()

    # calls

    def start(self, sound, fault):
        bench = self.bench
        mark = os.path.getsize(bench.log.name)
        link = bench.network.link
        process = bench.start("calls")
        end = time.time() + PATIENCE_S
        while time.time() < end and process.poll() is None:
            if bench.network.ready(after=link, timeout=0.02):
                break
        if process.poll() is not None:
            return self.refused(process.returncode, mark, fault)
        if bench.network.link == link:
            fault("broken", "calls neither links nor ends")
            bench.kill("calls")
            return "hung"
        ref = self.complain()
        status = bench.stop()
        self.judge(sound, ref, fault)
        self.sane("calls", status, self.said(mark), fault)
        if status:
            return "ended by itself"
        return "went on" if ref else "went on, and gave no number"

    def refused(self, status, mark, fault):
        said = self.said(mark)
        self.sane("calls", status, said, fault)
        if not CLEAR.search(said):
            fault("broken", "calls does not say what to do: " + said[-300:])
        return "refused"

    def said(self, mark):
        with open(self.bench.log.name, errors="replace") as f:
            f.seek(mark)
            return f.read()

    @staticmethod
    def sane(name, status, said, fault):
        if status is None or status < 0 or ledger.SANITIZER.search(
                said.encode()):
            fault("broken", "%s: status %s: %s" % (name, status,
                                                   said[-400:]))

    def complain(self):
        """The number she is given; None where something did not answer."""
        phone = peer.Phone(self.bench.network, "+8551267%05d" % self.tried)
        try:
            phone.dial(wait=False)
            text = self.shown(phone)
            for key in KEYS:
                if text is None:
                    return None
                phone.key(key, wait=False)
                text = self.shown(phone)
            return text and harness.ref_in(text)
        except OSError:
            return None

    def shown(self, phone):
        end = time.time() + PAGE_S
        while time.time() < end:
            try:
                return phone.inbox.get(timeout=0.05).text
            except queue.Empty:
                if not self.bench.alive("calls"):
                    return None
        return None

    def judge(self, sound, ref, fault):
        """What was acknowledged is known to the store; what was shown is filed
        and opens."""
        acked = list(self.bench.network.acked)
        if acked and not sound:
            fault("broken", "%d acknowledged into a damaged store" %
                  len(acked))
        store = unseal.look(os.path.join(self.bench.dir, DB))
        try:
            known = {id & (1 << 64) - 1 for id, in store.execute(
                "select id from inbox")}
            lost = [i for i in acked
                    if uuid.UUID(i).int & (1 << 64) - 1 not in known]
            if lost:
                fault("lost", "%d acknowledged and not there" % len(lost))
            if ref:
                self.judge_case(store, ref, fault)
        except sqlite3.Error as why:
            if acked:
                fault("lost", "acknowledged, and nobody reads it: %s" % why)
        finally:
            store.close()

    def judge_case(self, store, ref, fault):
        row = store.execute("select id from cases where ref = ? and pin is "
                            "not null", (ref,)).fetchone()
        try:
            items = self.reader.items(store, row[0]) if row else []
        except unseal.Unreadable as why:
            items = []
            fault("broken", "%s does not open: %s" % (ref, why))
        if ("number", "+8551267%05d" % self.tried) not in items:
            fault("lost", "%s was shown and is not whole" % ref)

    # What people run.

    def commands(self, log, fault):
        """log: it is that which was damaged."""
        bench = self.bench
        sound, rows, refs = self.look()
        self.command(["cases", bench.dir, "--all", "--json"], None, fault)
        self.read(self.rng.choice(self.refs), log and sound, fault)
        self.doctor(rows, fault)
        done = self.command(["backup", bench.dir], None, fault)
        made = done is not None and done.returncode == 0
        self.came["backup " + ("made" if made else "refused")] += 1
        if made and not rows:
            fault("broken", "a backup was made of a damaged store")
        if made:
            self.opens(done.stdout.strip(), refs, fault)

    def read(self, ref, earlier, fault):
        """A case: whole, or not at all.  A log that ends sooner has what was
        committed by then: she had not yet said all of it."""
        done = self.command(["case", self.bench.dir, ref, "read", "--as",
                             "dara", "--password-fd", "0", "--json"],
                            harness.PASSWORD + "\n", fault)
        if done is None or done.returncode != 0:
            return
        is_now, was = self.entries(json.loads(done.stdout)), self.whole[ref]
        if is_now != was and not (earlier and set(is_now) < set(was)):
            fault("broken", "%s is read in part" % ref)

    def doctor(self, sound, fault):
        done = self.command(["doctor", self.bench.dir, "--json"], None, fault)
        if done is None or sound:
            return
        found = json.loads(done.stdout or "[]")
        if not any(f["check"] == "store" and f["result"] == "FAIL"
                   for f in found):
            fault("broken", "doctor does not say that it is damaged")

    def command(self, words, said, fault):
        try:
            done = subprocess.run(
                [harness.HELPLINE, *words], input=said, text=True,
                errors="replace", capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            fault("broken", "%s hangs" % words[0])
            return None
        self.sane(words[0], done.returncode, done.stderr, fault)
        if done.returncode > 0 and not (done.stderr + done.stdout).strip():
            fault("broken", words[0] + " fails without a word")
        return done

    def opens(self, path, refs, fault):
        """A backup that was made of it holds all that it holds."""
        to = os.path.join(self.bench.top, "opened")
        for left in (to, to + ".restoring"):
            shutil.rmtree(left, ignore_errors=True)
        done = self.bench.helpline("restore", path, to, "--paper-fd", "0",
                                   stdin=self.paper + "\n", check=False)
        if done.returncode != 0:
            fault("broken", "its backup does not open: " + done.stderr[-200:])
            return
        store = unseal.look(os.path.join(to, DB))
        there = {ref for ref, in store.execute("select ref from cases")}
        store.close()
        if refs is not None and there != refs:
            fault("lost", "its backup is short of %s" % (refs - there))

    def found(self):
        return self.faults

    def end(self):
        self.bench.end()
