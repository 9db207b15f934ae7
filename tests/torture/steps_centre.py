"""The change of an office's key, struck at each step: every case of the office
opens with the key of before or with the new one, and with that which the store
says; once it is over none opens with the key of before."""
import os
import sqlite3

import harness
import steps
import unseal


class Ring(unseal.Reader):
    """Of an office in the middle of a change both keys are tried."""

    def __init__(self, reader, store, before):
        self.members = reader.members
        self.keys = dict(unseal.granted(store, *m) for m in self.members)
        self.before = before			# by centre

    def secret(self, store, case):
        for centre, ek in store.execute(
                "select centre, ek from reader where case_id = ?", (case,)):
            for keys in (self.keys, self.before):
                if centre in keys and opens(keys[centre], ek):
                    return unseal.unseal(keys[centre], ek)
        raise unseal.Unreadable("no key opens the case")


def opens(secret, sealed):
    try:
        unseal.unseal(secret, sealed)
    except unseal.Unreadable:
        return False
    return True


def public(secret):
    return unseal._call("crypto_scalarmult_base", 32, secret)


class Rekey(steps.Step):

    name = "rekey"

    def prepare(self):
        store = unseal.look(os.path.join(self.base, "helpline.db"))
        self.centre, = store.execute("select centre from staff where name = "
                                     "'dara'").fetchone()
        self.n, = store.execute("select count(*) from reader where centre = ?",
                                (self.centre,)).fetchone()
        store.close()
        self.before = self.mould.reader.keys[self.centre]

    def words(self):
        return ["centre", self.dir, "rekey", str(self.centre), "--as", "dara",
                "--password-fd", "0", "--no-typing-back"], \
            harness.PASSWORD + "\n"

    def afterwards(self, done, fault):
        self.look(fault)

    def finished(self, done, fault):
        changing, secret = self.look(fault)
        if changing:
            fault("broken", "it is still under way")
        if secret == self.before:
            fault("broken", "it is the key of before")

    def judge_both(self, done, again, fault):
        """Her paper: one of the two runs shows it, or says how to see it."""
        if not any(steps.PAPER.search(d.stdout) or "show-paper" in d.stdout
                   for d in (done, again)):
            fault("lost", "nobody was told of the new paper key")

    def look(self, fault):
        """Is a change under way, and the key that is granted."""
        store = unseal.look(os.path.join(self.dir, "helpline.db"))
        try:
            return self.look_at_keys(store, fault)
        except (sqlite3.Error, unseal.Unreadable, OSError) as why:
            fault("broken", repr(why))
            return False, None
        finally:
            store.close()

    def look_at_keys(self, store, fault):
        ring = Ring(self.mould.reader, store, {self.centre: self.before})
        secret = ring.keys[self.centre]
        for number, centre, member in self.mould.reader.members:
            if centre == self.centre and unseal.granted(
                    store, number, centre, member)[1] != secret:
                fault("lost", "a member holds another key")
        pub, epoch = store.execute("select public_key, epoch from centre "
                                   "where id = ?", (self.centre,)).fetchone()
        name = "centre-%d.%spub" % (self.centre, "%d." % epoch
                                    if epoch > 1 else "")
        with open(os.path.join(self.dir, "keys", name)) as f:
            pinned = bytes.fromhex(f.read().strip())
        if not pub == pinned == public(secret):
            fault("broken", "store, keys/ and grant are of three minds")
        under_way = store.execute(
            "select old_ek from rekey where centre = ? and from_centre = ?",
            (self.centre, self.centre)).fetchone()
        if under_way and unseal.unseal(secret, under_way[0]) != self.before:
            fault("lost", "the key of before is not kept")
        self.look_at_rows(store, secret, under_way, fault)
        self.whole(self.dir, fault, ring)
        return under_way is not None, secret

    def look_at_rows(self, store, secret, under_way, fault):
        rows = store.execute("select case_id, ek from reader where centre = ?",
                             (self.centre,)).fetchall()
        if len(rows) != self.n:
            fault("lost", "%d of %d cases have a key" % (len(rows), self.n))
        for case, ek in rows:
            new, old = opens(secret, ek), opens(self.before, ek)
            if secret == self.before:
                good = new
            elif under_way:
                good = new != old
            else:
                good = new and not old
            if not good:
                fault("broken", "case %s: new %s, old %s" % (case.hex(), new,
                                                             old))
