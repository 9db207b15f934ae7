"""Power cuts.  Callers file while each write and sync of the store's files is
kept (disk.c); then for every moment among them the files are built as a disk
might hold them: what was synced, and of what was not synced nothing, all of
it, its beginning, or any of its sectors.  Whatever calls had acknowledged or
shown by that moment must be in there."""
import collections
import os
import random
import shutil
import struct
import uuid

import ledger
import points
import unseal

SHIM = os.environ.get("DISK_SHIM", "tests/torture/disk.so")
RECORD = struct.Struct("=QQIIQ")
WRITE, TRUNCATE, SYNC = 1, 2, 3
NAMES = {1: "helpline.db", 2: "helpline.db-wal"}
SECTOR = 512
FILINGS = 12			# with a kill and a fresh start between two
WAYS = ("nothing", "all", "beginning", "sectors", "sectors")

Done = collections.namedtuple("Done", "at op file offset octets")


class Side:
    """One file: what is surely on the disk, and what may be."""

    def __init__(self, path):
        with open(path, "rb") as f:
            self.sure = bytearray(f.read())
        self.pending = []

    def take(self, done):
        if done.op == SYNC:
            for one in self.pending:
                apply(self.sure, one)
            self.pending = []
        else:
            self.pending.append(done)

    def image(self, way, rng):
        octets = bytearray(self.sure)
        n = {"nothing": 0, "beginning": rng.randint(0, len(self.pending))}
        for done in self.pending[:n.get(way, len(self.pending))]:
            apply(octets, done, rng if way == "sectors" else None)
        return octets


def apply(octets, done, rng=None):
    """A write, or with rng any of its sectors."""
    if done.op == TRUNCATE:
        if rng is None or rng.random() < 0.5:
            del octets[done.offset:]
            octets.extend(bytes(done.offset - len(octets)))
        return
    for at in range(0, len(done.octets), SECTOR if rng else
                    len(done.octets) or 1):
        if rng is not None and rng.random() < 0.5:
            continue
        part = done.octets[at:at + SECTOR] if rng else done.octets
        end = done.offset + at + len(part)
        if len(octets) < end:
            octets.extend(bytes(end - len(octets)))
        octets[done.offset + at:end] = part


def read_log(path):
    """What the shim kept, in its order."""
    with open(path, "rb") as f:
        while head := f.read(RECORD.size):
            ns, at, op, file, n = RECORD.unpack(head)
            yield Done(ns / 1e9, op, file, at, f.read(n))


class Cuts:

    def __init__(self, seed, report):
        self.rng, self.report = random.Random(seed), report
        self.bench = points.Bench()
        self.disk_log = self.bench.top + ".disk"
        self.bench.env = dict(self.bench.env, LD_PRELOAD=SHIM,
                              DISK_LOG=self.disk_log)
        self.bench.env["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
        self.faults = collections.defaultdict(set)
        self.told = []			# (when, id acknowledged)
        self.seen = []			# (when, reference, number)
        self.tried = 0

    def play(self):
        """Filings of several callers; calls falls after each."""
        bench = self.bench
        bench.fresh()
        shutil.copytree(bench.dir, bench.dir + ".before")
        bench.network.heard = self.heard
        for _ in range(FILINGS):
            bench.numbers += 1
            bench.start("calls")
            filing = points.Filing(bench, self.rng)
            if not filing.run():
                raise RuntimeError("a filing came to no end\n" +
                                   bench.logged())
            for ref, number in filing.book.refs.items():
                at = min(p.at for p in bench.network.pages if ref in p.text)
                self.seen.append((at, ref, number))
            bench.kill("calls")
            bench.network.ready(after=bench.network.link, timeout=0.1)

    def heard(self, fields):
        self.told.append((points.time.time(), fields["id"].decode()))

    def run(self, most):
        self.play()
        before = self.bench.dir + ".before"
        sides = {file: Side(os.path.join(before, name))
                 for file, name in NAMES.items()}
        all_done = list(read_log(self.disk_log))
        step = max(1, len(all_done) * len(WAYS) // most)
        for n, done in enumerate(all_done):
            # The cut comes just before this one.
            for way in WAYS if n % step == 0 else ():
                self.cut(sides, done, n, way)
                self.report(self.tried, most, self.faults)
            sides[done.file].take(done)
        return {"points tried": self.tried, "writes and syncs": len(all_done),
                "syncs": sum(d.op == SYNC for d in all_done),
                "acknowledged": len(self.told),
                "references seen": len(self.seen),
                "faults": {k: len(self.faults[k]) for k in ledger.KINDS}}

    def cut(self, sides, done, n, way):
        top = os.path.join(self.bench.top, "cut")
        shutil.rmtree(top, ignore_errors=True)
        os.mkdir(top)
        for file, name in NAMES.items():
            with open(os.path.join(top, name), "wb") as f:
                f.write(sides[file].image(way, self.rng))
        self.tried += 1
        self.judge(top, done.at, "before %d, %s" % (n, way))

    def judge(self, top, at, what):
        path = os.path.join(top, NAMES[1])
        store = unseal.sqlite3.connect(path)
        try:
            check = store.execute("pragma integrity_check").fetchall()
            if check != [("ok",)]:
                self.faults["broken"].add("%s: %s" % (what, check[:2]))
            self.judge_told(store, at, what)
            self.judge_seen(store, at, what)
        except (unseal.sqlite3.Error, unseal.Unreadable) as why:
            self.faults["broken"].add("%s: %r" % (what, why))
        finally:
            store.close()

    def judge_told(self, store, at, what):
        known = {id & (1 << 64) - 1 for id, in store.execute(
            "select id from inbox")}
        for when, id in self.told:
            if when < at and uuid.UUID(id).int & (1 << 64) - 1 not in known:
                self.faults["lost"].add("%s: %s was acknowledged" % (what,
                                                                     id))

    def judge_seen(self, store, at, what):
        for when, ref, number in self.seen:
            if when >= at:
                continue
            row = store.execute("select id from cases where ref = ? and pin "
                                "is not null", (ref,)).fetchone()
            if row is None or ("number", number) not in \
                    self.bench.reader.items(store, row[0]):
                self.faults["lost"].add("%s: %s was seen" % (what, ref))

    def found(self):
        return self.faults

    def end(self):
        self.bench.end()
        if os.path.exists(self.disk_log):
            os.remove(self.disk_log)
