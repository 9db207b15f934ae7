"""A backup, a copy of the keys, a restore, the change of an office's key, the
night's list of what will go and the erasing itself: each killed before each of
its system calls that changes anything on the disk, and told by the kernel, at
each that can, that it failed.

Between two such calls the disk is the same, so these are all the moments there
are.  After each the one oracle looks (ledger.py) and the scene says what else
must hold; then the same command is run once more and must come to its end."""
import collections
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess

import harness
import ledger
import unseal

PAPER = re.compile(r"^ {4}((?:\w{4}-){13}\w{4})$", re.M)
PATIENCE_S = 60
TRIES = 2
CASES = 140			# more than one step of a change of key (128)
# What changes a file or a directory, and what makes that lasting; so does
# openat where it creates.
CHANGES = {"write", "pwrite64", "pwritev", "writev", "fsync", "fdatasync",
           "ftruncate", "fallocate", "rename", "renameat", "renameat2", "mkdir",
           "mkdirat", "rmdir", "unlink", "unlinkat", "link", "linkat", "chmod",
           "fchmod", "chown", "fchown", "utimensat"}
# What a system call may be told, besides being the last.
ERRORS = {
    "read": "EIO", "pread64": "EIO", "write": "EIO ENOSPC",
    "pwrite64": "EIO ENOSPC", "fsync": "EIO", "fdatasync": "EIO",
    "ftruncate": "EIO", "openat": "EIO EMFILE", "getdents64": "EIO",
    "rename": "EIO", "renameat2": "EIO", "mkdir": "ENOSPC", "unlink": "EIO",
    "newfstatat": "EIO", "statfs": "EIO", "flock": "ENOLCK",
}

Point = collections.namedtuple("Point", "call n how")


class Mould:
    """A house with complaints and a backup key, of which each scene has a
    copy; what was said there stands in a ledger."""

    def __init__(self, cases):
        self.house = harness.House(network=False)
        try:
            self.fill(cases)
        except BaseException:
            self.house.end()
            raise

    def fill(self, cases):
        house = self.house
        self.book = ledger.Ledger(65, 905)
        house.up_alone()
        self.refs = [self.complain(n) for n in range(cases)]
        house.processes["calls"].terminate()
        house.processes["calls"].wait()
        said = house.helpline("backup", house.dir, "key",
                              "--no-typing-back").stdout
        self.paper = PAPER.search(said)[1]
        self.keys = os.path.join(house.top, "keys.backup")
        house.helpline("backup", house.dir, "keys", self.keys)
        self.reader = unseal.Reader(os.path.join(house.dir, "helpline.db"),
                                    ledger.PASSWORD)

    def complain(self, n):
        number = "%s%05d" % (ledger.PREFIX, n)
        phone = harness.Worker(self.house, number)
        words = "%s %s %d" % (ledger.WORDS, ledger.KHMER, n)
        phone.dial()
        ref = phone.file(phone.key, "4")
        self.book.saw(ref, number)
        self.book.submitted(number, 1)
        self.book.say(words, number)
        phone.tell_more(phone.key, "1", [words])
        self.book.must_hold(words, number)
        return ref

    def copy(self, to):
        shutil.copytree(self.house.dir, to)
        return to


class Step:
    """One command over a directory that is copied for each point."""

    name = ""

    def __init__(self, mould):
        self.mould, self.house = mould, mould.house
        self.top = os.path.join(self.house.top, self.name)
        os.mkdir(self.top)
        self.base = mould.copy(os.path.join(self.top, "base"))
        self.place = os.path.join(self.top, "point")
        self.dir = os.path.join(self.place, "data")
        # Not under top: it shows what was typed.
        self.trace = self.house.top + ".trace"
        self.env = dict(os.environ, ASAN_OPTIONS=os.environ.get(
            "ASAN_OPTIONS", "") + ":detect_leaks=0")
        self.prepare()
        self.rows = self.counts(self.base)

    def end(self):
        shutil.rmtree(self.top, ignore_errors=True)
        if os.path.exists(self.trace):
            os.remove(self.trace)

    def prepare(self):
        """base as it is before the command."""

    def words(self):
        """The command, and what it is told on its input."""
        raise NotImplementedError

    def fresh(self):
        shutil.rmtree(self.place, ignore_errors=True)
        os.mkdir(self.place)
        shutil.copytree(self.base, self.dir)

    def run(self, *before):
        words, said = self.words()
        try:
            return subprocess.run([*before, harness.HELPLINE, *words],
                                  input=said, text=True, errors="replace",
                                  capture_output=True, timeout=PATIENCE_S,
                                  env=self.env)
        except subprocess.TimeoutExpired:
            return None

    # Where it can be struck.

    def points(self):
        """(kills, errors), from the first call that names its directory."""
        self.fresh()
        done = self.run("strace", "-f", "-qq", "-y", "-o", self.trace)
        if done is None or done.returncode != 0:
            raise RuntimeError("%s: %s" % (self.name, done))
        faults = []
        self.finished(done, lambda kind, what: faults.append(what))
        with open(self.trace, errors="replace") as f:
            lines = [line for line in f if re.match(r"\d+ +\w+\(", line)]
        self.look_at(lines, lambda kind, what: faults.append(what))
        if faults:
            raise RuntimeError("%s, undisturbed: %s" % (self.name, faults))
        return self.points_of(lines)

    def points_of(self, lines):
        seen, kills, errors, own = collections.Counter(), [], [], False
        for line in lines:
            call = re.match(r"\d+ +(\w+)\(", line)[1]
            seen[call] += 1
            own = own or self.place in line
            if not own:
                continue
            if call in CHANGES or (call == "openat" and "O_CREAT" in line):
                kills.append(Point(call, seen[call], "KILL"))
            errors += [Point(call, seen[call], error)
                       for error in ERRORS.get(call, "").split()]
        return kills, errors

    def look_at(self, lines, fault):
        """What must hold of the order of its calls."""

    def strike(self, point):
        self.fresh()
        how = "signal=KILL" if point.how == "KILL" else "error=" + point.how
        return self.run("strace", "-f", "-qq", "-o", self.trace, "-e",
                        "trace=" + point.call, "-e", "inject=%s:%s:when=%d" % (
                            point.call, how, point.n))

    def reached(self, point, done):
        if point.how == "KILL":
            return done is not None and done.returncode in (-9, 137)
        with open(self.trace, errors="replace") as f:
            return "(INJECTED)" in f.read()

    # What must hold.

    def judge(self, done, fault):
        """After a point: fault(kind, what) for what does not hold."""
        if done is None:
            fault("broken", "it hangs")
            return
        self.sane(done, fault)
        self.afterwards(done, fault)
        again = self.run()
        if again is None or not self.came_to_end(again):
            fault("broken", "run again: %s" % again)
        else:
            self.sane(again, fault)
            self.finished(again, fault)
            self.judge_both(done, again, fault)

    @staticmethod
    def sane(done, fault):
        if done.returncode > 0 and not done.stderr.strip():
            fault("broken", "it fails without a word")
        if done.returncode < 0 and done.returncode != -9:
            fault("broken", "it fell by signal %d" % -done.returncode)
        if ledger.SANITIZER.search(done.stderr.encode()):
            fault("broken", done.stderr[-500:])

    @staticmethod
    def came_to_end(done):
        return done.returncode == 0

    def afterwards(self, done, fault):
        """Before it is run again."""
        self.whole(self.dir, fault)

    def finished(self, done, fault):
        """After it came to its end."""
        self.whole(self.dir, fault)

    def judge_both(self, done, again, fault):
        pass

    def whole(self, where, fault, reader=None, gone=()):
        """The oracle; gone: references that need not be there any more."""
        book = self.mould.book
        kept = ledger.Ledger(65, 905)
        kept.refs = {r: n for r, n in book.refs.items() if r not in gone}
        away = {book.refs[r] for r in gone}
        kept.said = book.said
        kept.heard = {t: n for t, n in book.heard.items() if n not in away}
        kept.submissions = book.submissions
        oracle = ledger.Oracle(kept, reader or self.mould.reader, self.place,
                               where)
        try:
            oracle.judge([])
        except sqlite3.Error as why:
            fault("broken", "%s: %r" % (where, why))
        for kind, them in oracle.faults.items():
            for what in them:
                fault(kind, what)

    @staticmethod
    def counts(where):
        """Rows by table, as another program reads them."""
        store = unseal.look(os.path.join(where, "helpline.db"))
        try:
            names = [n for n, in store.execute(
                "select name from sqlite_master where type = 'table'")]
            return {n: store.execute("select count(*) from \"%s\"" % n
                                     ).fetchone()[0] for n in names}
        finally:
            store.close()

    def as_it_was(self, where, fault):
        """Not a row, not a file of the house is missing."""
        rows = self.counts(where)
        short = {t: (n, rows.get(t)) for t, n in self.rows.items()
                 if rows.get(t) != n}
        if short:
            fault("lost", "%s is short: %s" % (where, short))
        files = {n for n in os.listdir(self.base)
                 if n.endswith((".yaml", ".csv", ".conf"))}
        missing = files - set(os.listdir(where))
        if missing:
            fault("lost", "%s lacks %s" % (where, missing))

    def restored(self, backup, keys, fault):
        """It opens, and nothing is missing in what it holds."""
        to = os.path.join(self.place, "opened")
        for left in (to, to + ".restoring"):
            shutil.rmtree(left, ignore_errors=True)
        done = self.house.helpline(
            "restore", backup, to, "--paper-fd", "0", "--keys", keys,
            stdin=self.mould.paper + "\n", check=False)
        if done.returncode != 0:
            fault("broken", "%s stands there and does not open: %s" % (
                backup, done.stderr[-200:]))
            return
        self.as_it_was(to, fault)
        self.same_keys(to, fault)
        self.whole(to, fault)

    def same_keys(self, where, fault):
        for name in os.listdir(os.path.join(self.base, "keys")):
            try:
                with open(os.path.join(where, "keys", name), "rb") as f, \
                        open(os.path.join(self.base, "keys", name),
                             "rb") as g:
                    if f.read() != g.read():
                        fault("broken", "keys/%s is another" % name)
            except OSError as why:
                fault("lost", repr(why))

    def open_to_others(self, fault):
        """What others of the machine may look at."""
        for folder, _, names in os.walk(self.place):
            for name in names:
                path = os.path.join(folder, name)
                if os.stat(path).st_mode & 0o077 and os.stat(
                        folder).st_mode & 0o077 and "spool" not in path:
                    fault("readable", "others may read " + path)

    def listed(self):
        return [b["path"] for b in json.loads(self.house.helpline(
            "backup", self.dir, "list", "--json").stdout)]


class Steps:
    """All scenes, or some; each point of theirs, or a sample."""

    def __init__(self, seed, report, names=None, cases=CASES):
        # Here, as they import this.
        import steps_backup
        import steps_centre
        import steps_night
        self.rng, self.report = random.Random(seed), report
        self.faults = collections.defaultdict(set)
        self.scenes = [s for s in (
            steps_backup.Backup, steps_backup.Keys, steps_backup.Restore,
            steps_centre.Rekey, steps_night.Night, steps_night.Erasing)
            if names is None or s.name in names]
        self.mould = Mould(cases)
        self.tried = 0

    def run(self, most=None):
        """most: of each scene."""
        told = {}
        for make in self.scenes:
            scene = make(self.mould)
            try:
                told[make.name] = self.play(scene, most)
            finally:
                scene.end()
        return {"points tried": self.tried, "scenes": told,
                "struck by scene": {s: t["killed"] + t["refused"]
                                    for s, t in told.items()},
                "faults": {k: len(self.faults[k]) for k in ledger.KINDS}}

    def choose(self, kills, errors, most):
        """Every kill, if there is room; else two of them to an error."""
        if most is None or most >= len(kills) + len(errors):
            return kills + errors
        n = len(kills) if most >= len(kills) else (most * 2 + 2) // 3
        return self.rng.sample(kills, n) + self.rng.sample(
            errors, min(len(errors), most - n))

    def play(self, scene, most):
        kills, errors = scene.points()
        todo = self.choose(kills, errors, most)
        self.rng.shuffle(todo)
        came = collections.Counter(killed=0, refused=0)
        for n, point in enumerate(todo, 1):
            came[self.one(scene, point)] += 1
            self.tried += 1
            self.report(n, len(todo), self.faults)
        return {"steps": len(kills), "errors there are": len(errors), **came}

    def one(self, scene, point):
        def fault(kind, what):
            self.faults[kind].add("%s: %s: %s" % (scene.name, tuple(point),
                                                  what))
        for _ in range(TRIES):
            done = scene.strike(point)
            reached = scene.reached(point, done)
            scene.judge(done, fault)
            if reached:
                return "killed" if point.how == "KILL" else "refused"
        return "not reached"

    def found(self):
        return self.faults

    def end(self):
        self.mould.house.end()
