"""What is past its time: the night's list of what will go, and the erasing
after that, struck at each step.  What is erased is there whole or not at all,
what is kept is whole, and after the next start the bytes of what went are in
no file of the house."""
import json
import os
import sqlite3
import subprocess
import time

import harness
import steps
import unseal

DAY = 86400
HOUSE_S = 20			# until a start has erased what it finds


class Aged(steps.Step):
    """One finished case, 500 days old."""

    def prepare(self):
        self.old = self.mould.refs[0]
        # rounds makes no backup then: that has steps of its own.
        os.remove(os.path.join(self.base, "backup.pub"))
        self.sql(self.base, "update cases set state = 'finished', changed_at "
                 "= (? - 500 * 86400) / 3600 * 3600 where ref = ?",
                 int(time.time()), self.old)

    @staticmethod
    def sql(where, statement, *values):
        store = sqlite3.connect(os.path.join(where, "helpline.db"),
                                isolation_level=None)
        try:
            return store.execute(statement, values).fetchall()
        finally:
            store.close()


class Night(Aged):
    """rounds' part: which cases will go."""

    name = "night"

    def words(self):
        return ["rounds", self.dir, "--once"], None

    @staticmethod
    def came_to_end(done):
        return done.returncode == 0 or "nothing to do" in done.stderr

    def afterwards(self, done, fault):
        super().afterwards(done, fault)
        rows = self.counts(self.dir)
        for table in ("cases", "items", "reader"):
            if rows[table] != self.rows[table]:
                fault("lost", "rows of " + table)

    def finished(self, done, fault):
        super().finished(done, fault)
        going = [g["ref"] for g in json.loads(self.house.helpline(
            "forget", self.dir, "--json").stdout)["going"]]
        if going != [self.old]:
            fault("broken", "the list of what will go is %s" % going)


class Erasing(Aged):
    """calls' part, whose first look after a start is for that."""

    name = "erasing"

    def prepare(self):
        super().prepare()
        self.house.helpline("rounds", self.base, "--once")
        self.sql(self.base, "update going set listed_at = listed_at - 20 * "
                 "86400")
        store = unseal.look(os.path.join(self.base, "helpline.db"))
        self.case, = store.execute("select id from cases where ref = ?",
                                   (self.old,)).fetchone()
        boxes = store.execute("select ct from items where case_id = ? union "
                              "all select ek from items where case_id = ?",
                              (self.case, self.case)).fetchall()
        self.before = self.children(store)
        store.close()
        self.pieces = [box[n:n + 16] for box, in boxes
                       for n in range(0, len(box) - 15, 16)]
        if not self.pieces or not self.before["items"]:
            raise RuntimeError("there is nothing to erase")

    def children(self, store):
        """Rows of the case by table."""
        tables = [t for t, in store.execute(
            "select name from sqlite_master where type = 'table'")]
        mine = [t for t in tables if any(
            row[2] == "cases" and row[3] == "case_id" for row in
            store.execute("select * from pragma_foreign_key_list(?)", (t,)))]
        found = {t: store.execute("select count(*) from \"%s\" where case_id "
                                  "= ?" % t, (self.case,)).fetchone()[0]
                 for t in mine}
        found["cases"], = store.execute("select count(*) from cases where id "
                                        "= ?", (self.case,)).fetchone()
        return found

    def where(self):
        """Files that hold octets of it."""
        found = []
        for folder, _, names in os.walk(self.dir):
            for name in names:
                try:
                    with open(os.path.join(folder, name), "rb") as f:
                        octets = f.read()
                except OSError:
                    continue
                if any(p in octets for p in self.pieces):
                    found.append(name)
        return found

    def run(self, *before):
        """Until nothing of it is left, or calls has ended."""
        said = os.path.join(self.top, "said")
        link = self.house.network.link
        with open(said, "w") as f:
            process = subprocess.Popen(
                [*before, harness.HELPLINE, "calls", self.dir],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=f,
                start_new_session=True, env=self.env)
        # It hears that it shall end once it is up.
        end = time.time() + HOUSE_S
        while process.poll() is None and time.time() < end and (
                self.house.network.link == link or self.where()):
            time.sleep(0.02)
        status = harness.stop(process)
        with open(said, errors="replace") as f:
            return None if status is None else subprocess.CompletedProcess(
                before, status, "", f.read())

    def afterwards(self, done, fault):
        self.whole(self.dir, fault, gone=[self.old])
        store = unseal.look(os.path.join(self.dir, "helpline.db"))
        now = self.children(store)
        store.close()
        if now != self.before and any(now.values()):
            fault("broken", "half of it is there: %s" % now)

    def finished(self, done, fault):
        self.afterwards(done, fault)
        store = unseal.look(os.path.join(self.dir, "helpline.db"))
        left = self.children(store)
        store.close()
        if any(left.values()):
            fault("broken", "it is not erased: %s" % left)
        if self.where():
            fault("readable", "octets of it are in %s" % self.where())
