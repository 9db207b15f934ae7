#!/usr/bin/env python3
"""An audit that real use has made, changed again and again by who can write the
file: helpline audit verify finds each, and with a head that was noted
elsewhere also an older copy.  SEED=n repeats a run; TRIALS=1000 takes a minute
and a half of processor, so that check does a quarter.  TAP."""
import concurrent.futures
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys

import harness
import desk as desks

TRIALS = int(os.environ.get("TRIALS", "250"))
COLUMNS = ("actor", "action", "object")


def use(house, desk):
    """Everything that leaves a row: calls are taken, read, noted, closed."""
    dara, bopha = desks.Browser(desk), desks.Browser(desk)
    dara.sign_in("dara")
    bopha.sign_in("bopha")
    for i in range(6):
        got = dara.post("/api/cases", {"category": "wages", "words":
                                       "case %d" % i, "language": "en"})
        ref = got.json["ref"]
        dara.get("/api/cases/" + ref)
        dara.post("/api/cases/%s/notes" % ref, {"text": "spoke with her"})
        dara.post("/api/cases/%s/contacts" % ref, {"result": "reached"})
        dara.post("/api/cases/%s/number" % ref, {"reason": "she asked"})
        bopha.get("/api/cases/" + ref)
    dara.post("/api/staff", {"name": "vuthy", "role": "staff"})
    dara.post("/api/staff/vuthy/depart", {})
    dara.post("/api/centre/paper")
    dara.confirm()


def some(rng, last, n=1):
    return rng.sample(range(1, last + 1), n)


def edit(db, rng, last):
    row, column = some(rng, last)[0], rng.choice(COLUMNS)
    db.execute("update audit set %s = %s || ? where seq = ?" % (
        column, column), (rng.choice("abx1. "), row))


def retime(db, rng, last):
    db.execute("update audit set at = at + ? where seq = ?",
               (rng.choice((-1, 1)) * rng.randint(1, 90000),
                some(rng, last)[0]))


def relink(db, rng, last):
    db.execute("update audit set chain = ? where seq = ?",
               (rng.randbytes(16), some(rng, last)[0]))


def shift(db, rng, last):
    """Letters over the border of two columns: the same octets in a row."""
    db.execute("update audit set actor = actor || substr(action, 1, 1), "
               "action = substr(action, 2) where seq = ?", some(rng, last))


def delete(db, rng, last):
    at = some(rng, last)[0]
    db.execute("delete from audit where seq between ? and ?",
               (at, at + rng.randint(0, 3)))


def close_up(db, rng, last):
    at = some(rng, last)[0]
    db.execute("delete from audit where seq = ?", (at,))
    db.execute("update audit set seq = -seq where seq > ?", (at,))
    db.execute("update audit set seq = -seq - 1 where seq < 0")


def insert(db, rng, last):
    """A copy of a row in front of another, the rest moved up."""
    at, copy = some(rng, last, 2)
    row = db.execute("select at, actor, action, object, chain from audit "
                     "where seq = ?", (copy,)).fetchone()
    db.execute("update audit set seq = -seq where seq >= ?", (at,))
    db.execute("update audit set seq = -seq + 1 where seq < 0")
    db.execute("insert into audit (seq, at, actor, action, object, chain) "
               "values (?, ?, ?, ?, ?, ?)", (at, *row))
    db.execute("update audit_head set seq = seq + 1")


def swap(db, rng, last):
    a, b = some(rng, last, 2)
    db.execute("update audit set seq = -1 where seq = ?", (a,))
    db.execute("update audit set seq = ? where seq = ?", (a, b))
    db.execute("update audit set seq = ? where seq = -1", (b,))


def truncate(db, rng, last):
    db.execute("delete from audit where seq > ?",
               (last - rng.randint(1, last - 1),))


def truncate_with_head(db, rng, last):
    to = last - rng.randint(1, last - 1)
    db.execute("delete from audit where seq > ?", (to,))
    db.execute("update audit_head set seq = ?, seal = (select chain from "
               "audit where seq = ?)", (to, to))


def unchain(db, rng, last):
    edit(db, rng, last)
    db.execute("update audit set chain = null")
    db.execute("delete from audit_head")


def empty(db, rng, last):
    db.execute("delete from audit")
    if rng.random() < .5:
        db.execute("delete from audit_head")


WAYS = (edit, edit, retime, relink, shift, delete, close_up, insert, swap,
        truncate, truncate_with_head, unchain, empty)


class Copy:
    """A data directory that is changed and verified, again and again."""

    def __init__(self, house, i):
        self.dir = os.path.join(house.top, "copy%d" % i)
        shutil.copytree(house.dir, self.dir)
        self.db = os.path.join(self.dir, "helpline.db")
        self.mould = self.db + ".mould"
        db = sqlite3.connect(self.db)
        db.execute("pragma wal_checkpoint(truncate)")
        self.last = db.execute("select max(seq) from audit").fetchone()[0]
        self.triggers = [n for n, in db.execute(
            "select name from sqlite_master where type = 'trigger' and "
            "tbl_name = 'audit'")]
        db.close()
        shutil.copy(self.db, self.mould)

    def verify(self, *more):
        return subprocess.run([harness.HELPLINE, "audit", self.dir, "verify",
                               "--json", *more], capture_output=True,
                              text=True, check=False)

    def fresh(self, mould=None):
        for end in ("-wal", "-shm"):
            if os.path.exists(self.db + end):
                os.remove(self.db + end)
        shutil.copy(mould or self.mould, self.db)

    def trial(self, seed, head):
        rng = random.Random(seed)
        self.fresh()
        db = sqlite3.connect(self.db)
        for trigger in self.triggers:
            db.execute("drop trigger " + trigger)
        way = rng.choice(WAYS)
        before = db.execute("select * from audit order by seq").fetchall()
        way(db, rng, self.last)
        db.commit()
        same = before == db.execute(
            "select * from audit order by seq").fetchall()
        db.close()
        done = self.verify("--head", head)
        return (way.__name__, seed, same, done.returncode)


def trials(copies, seed, head):
    def run(i):
        return [copies[i].trial(seed + n, head)
                for n in range(i, TRIALS, len(copies))]

    with concurrent.futures.ThreadPoolExecutor(len(copies)) as pool:
        return [t for part in pool.map(run, range(len(copies)))
                for t in part]


def older_copy(tap, copy, older):
    """The whole store of an hour ago in the place of the one of now."""
    copy.fresh()
    head = json.loads(copy.verify().stdout)["head"]
    copy.fresh(older)
    done = copy.verify()
    tap.ok(done.returncode == 0, "an older copy is whole in itself",
           done.stderr)
    done = copy.verify("--head", head)
    tap.ok(done.returncode == 1, "a head that was noted elsewhere tells it",
           done.stdout)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    seed = int(os.environ.get("SEED", random.randrange(1 << 30)))
    print("# SEED=%d" % seed)
    with harness.House(run="desk", network=False) as house:
        older = os.path.join(house.top, "older.db")
        first = Copy(house, 9)
        shutil.copy(first.mould, older)
        desk = desks.Desk(house)
        use(house, desk)
        whole = json.loads(house.helpline("audit", house.dir, "verify",
                                          "--json").stdout)
        tap.ok(whole["whole"] and whole["rows"] > 40,
               "real use left %d rows, each as it was written" %
               whole["rows"], whole)
        house.kill("desk")
        copies = [Copy(house, i) for i in range(3)]
        done = copies[0].verify("--head", whole["head"])
        tap.ok(done.returncode == 0, "a copy of it is whole", done.stderr)
        got = trials(copies, seed, whole["head"])
        missed = [t for t in got if t[3] != 1 and not t[2]]
        unchanged = [t for t in got if t[2]]
        tap.ok(not missed and len(got) == TRIALS and
               len(unchanged) < TRIALS // 50,
               "%d changes, insertions, deletions, reorderings and "
               "truncations, each found" % len(got),
               "SEED=%d missed %s unchanged %s" % (seed, missed[:5],
                                                   unchanged[:5]))
        older_copy(tap, copies[0], older)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
