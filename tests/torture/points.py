"""One filing, struck at each of its system calls: killed before it, or told
by the kernel that it failed.  strace counts; peer.Box plays bearerbox and
gives again what was not acknowledged."""
import collections
import os
import queue
import random
import re
import shutil
import subprocess
import time
import uuid

import callers
import harness
import ledger
import peer
import unseal

FILING_S = 30
TRIES = 3
# What is made to fail, by system call; a name that no filing has is left out.
ERRORS = {
    "pwrite64": "EIO ENOSPC EINTR", "fdatasync": "EIO ENOSPC EINTR",
    "fsync": "EIO ENOSPC EINTR", "ftruncate": "EIO ENOSPC EINTR",
    "pread64": "EIO EINTR", "write": "EIO ENOSPC EINTR",
    "openat": "EIO ENOSPC EMFILE EINTR", "flock": "EINTR ENOLCK",
    "fcntl": "EINTR ENOLCK", "recvfrom": "EINTR ECONNRESET",
    "sendto": "EINTR ECONNRESET ENOBUFS", "epoll_wait": "EINTR",
    "connect": "ECONNREFUSED EINTR", "socket": "EMFILE", "mmap": "ENOMEM",
    "getrandom": "EINTR",
}
# After these nobody knows what the disk holds: no answer, no
# acknowledgement, the process ends.
FATAL = {("fsync", e) for e in ("EIO", "ENOSPC", "EINTR")} | \
    {("fdatasync", e) for e in ("EIO", "ENOSPC", "EINTR")} | \
    {("pwrite64", "EIO")}

Point = collections.namedtuple("Point", "call n how")


class Taken:
    """Of a bearerbox that takes all that the network gives it."""

    @staticmethod
    def get(_):
        return 0


class Box(peer.Box):
    """Keeps when each answer and acknowledgement came."""

    def __init__(self, port):
        super().__init__(port)
        self.responses = Taken
        self.came = []			# (when, link)

    def _took(self, connection, link, kind, fields):
        if kind == peer.ACK or (kind == peer.SMS and
                                fields["validity"] > time.time()):
            self.came.append((time.time(), link))
        super()._took(connection, link, kind, fields)

    def forget(self):
        with self.lock:
            self.waiting.clear()
            self.inbox.clear()
            self.pages.clear()
            self.packets.clear()
            self.acked.clear()
            self.came.clear()


class Bench(harness.House):
    """A data directory that is copied for each point."""

    def __init__(self):
        super().__init__(network=False)
        self.network = Box(int(self.settings["box_port"]))
        self.mould = self.dir
        # Not under top: it shows what went over the wire.
        self.trace = self.top + ".trace"
        self.reader = unseal.Reader(os.path.join(
            self.mould, "helpline.db"), ledger.PASSWORD)
        self.numbers = 0
        # Leaks are not looked for under ptrace; they are elsewhere.
        self.env = dict(os.environ, ASAN_OPTIONS=os.environ.get(
            "ASAN_OPTIONS", "") + ":detect_leaks=0")

    def end(self):
        super().end()
        if os.path.exists(self.trace):
            os.remove(self.trace)

    def fresh(self):
        self.dir = os.path.join(self.top, "point")
        shutil.rmtree(self.dir, ignore_errors=True)
        shutil.copytree(self.mould, self.dir)
        self.network.forget()
        self.numbers += 1

    def start_traced(self, *options):
        args = ["strace", "-f", "-qq", "-ttt", "-y", "-o", self.trace, *options,
                harness.HELPLINE, "calls", self.dir]
        self.processes["calls"] = subprocess.Popen(
            args, stdout=subprocess.DEVNULL, stderr=self.log,
            stdin=subprocess.DEVNULL, start_new_session=True, env=self.env)

    def stop(self):
        """As asked to; what it ends with."""
        return harness.stop(self.processes["calls"])


class Filing:
    """One caller, from the first dial to good-bye, whatever happens."""

    def __init__(self, bench, rng):
        self.bench, self.rng = bench, rng
        self.book = ledger.Ledger(65, 905)
        self.caller = callers.Complainer(bench, self.book, "%s%05d" % (
            ledger.PREFIX, bench.numbers % 100000), rng)
        self.caller.language = "4"
        self.caller.urgent = False
        self.deaths = []		# what calls ended with, each time
        self.began = self.ended = 0
        self.of_store = False		# the call that was made to fail

    def restart(self):
        """As serve would."""
        link = self.bench.network.link
        self.deaths.append(self.bench.processes["calls"].returncode)
        self.bench.start("calls")
        return self.bench.network.ready(after=link, timeout=10)

    def wait_page(self, seconds=2):
        end = time.time() + seconds
        while self.caller.inbox.empty() and time.time() < end:
            if not self.bench.alive("calls"):
                return
            try:
                page = self.caller.inbox.get(timeout=0.02)
                self.caller.inbox.queue.appendleft(page)
            except queue.Empty:
                pass

    def one_step(self):
        if not self.bench.alive("calls"):
            self.restart()
            # She dials anew, or waits and gets her page after all.
            if self.rng.random() < 0.5:
                self.wait_page(0.2)
            return
        try:
            self.caller.step()
            if not self.caller.done:
                self.wait_page()
        except OSError:
            self.caller.stage = "dial"
            time.sleep(0.01)

    def run(self):
        self.linked()
        self.began = time.time()
        while not self.caller.done and time.time() < self.began + FILING_S:
            self.one_step()
        self.ended = time.time()
        if not self.bench.alive("calls"):
            self.restart()
        self.drain()
        self.book.settle(self.bench.network.responses)
        return self.caller.done

    def linked(self):
        end = time.time() + 10
        while not self.bench.network.ready(timeout=0.02):
            if not self.bench.alive("calls"):
                self.restart()
                return
            if time.time() > end:
                return

    def drain(self):
        """Until everything is acknowledged."""
        end = time.time() + 5
        while self.bench.network.waiting and time.time() < end:
            if not self.bench.alive("calls"):
                self.restart()
            time.sleep(0.005)


class Sweep:
    """Every point once, in the order of a seed."""

    def __init__(self, seed, report):
        self.rng = random.Random(seed)
        self.report = report
        self.bench = Bench()
        self.faults = collections.defaultdict(set)
        self.struck = collections.Counter()
        self.missed = []
        self.counts = {}

    def count_calls(self):
        """One filing undisturbed: its system calls, before, in and after."""
        self.bench.fresh()
        self.bench.start_traced()
        filing = Filing(self.bench, self.rng)
        if not filing.run():
            raise RuntimeError("an undisturbed filing came to no end\n" +
                               self.bench.logged())
        self.bench.stop()
        times = [filing.began, filing.ended, float("inf")]
        counts = {"start": collections.Counter(),
                  "filing": collections.Counter(),
                  "end": collections.Counter()}
        for at, name, _ in self.traced():
            part = [p for p, t in zip(counts, times) if at < t][0]
            counts[part][name] += 1
        self.counts = {p: sum(c.values()) for p, c in counts.items()}
        return sum(counts.values(), collections.Counter())

    def traced(self):
        """(when, call, whole line) of each system call."""
        with open(self.bench.trace, errors="replace") as f:
            for line in f:
                match = re.match(r"\d+ +([\d.]+) (\w+)\(", line)
                if match:
                    yield float(match.group(1)), match.group(2), line

    def points(self):
        calls = self.count_calls()
        kills = [Point(name, n, "KILL") for name, times in calls.items()
                 for n in range(1, times + 1)]
        errors = [Point(name, n, error) for name, them in ERRORS.items()
                  for error in them.split()
                  for n in range(1, calls[name] + 1)]
        return kills, errors

    def strike(self, point):
        """Counts differ a little from run to run: a point that was not
        reached is tried again."""
        if not any(self.strike_once(point) for _ in range(TRIES)):
            self.missed.append(point)

    def strike_once(self, point):
        self.bench.fresh()
        what = "signal=KILL" if point.how == "KILL" else "error=" + point.how
        # Not with --seccomp-bpf: there the signal is not delivered.
        self.bench.start_traced("-e", "trace=" + point.call, "-e",
                                "inject=%s:%s:when=%d" % (
                                    point.call, what, point.n))
        filing = Filing(self.bench, self.rng)
        done = filing.run()
        filing.deaths.append(self.bench.stop())
        struck_at = self.struck_at(point, filing)
        if struck_at is not None:
            self.struck[point.how] += 1
            self.fail_stop(point, filing, struck_at)
        self.judge(point, filing, done)
        return struck_at is not None

    def struck_at(self, point, filing):
        """When the fault came, None when it did not."""
        if point.how == "KILL":
            return 0.0 if -9 in filing.deaths else None
        for at, _, line in self.traced():
            if "(INJECTED)" in line:
                # SQLite syncs the directory too, but does not count on it.
                filing.of_store = "/helpline.db" in line
                return at
        return None

    def fail_stop(self, point, filing, at):
        """Nothing is said by a process that no longer knows its disk."""
        if (point.call, point.how) not in FATAL or at > filing.ended or \
                not filing.of_store:
            return
        if not any(filing.deaths):
            self.faults["broken"].add("%s: the process goes on" % (point,))
        said = [t for t, link in self.bench.network.came
                if t > at + 0.001 and link == self.link_at(at)]
        if said and at > filing.began:
            self.faults["broken"].add("%s: %d packets after it" % (
                point, len(said)))

    def link_at(self, at):
        links = [link for t, link in self.bench.network.came if t <= at]
        return links[-1] if links else -1

    def judge(self, point, filing, done):
        oracle = ledger.Oracle(filing.book, self.bench.reader,
                               self.bench.top, self.bench.dir)
        oracle.judge(self.bench.network.pages)
        if not done:
            oracle.fault("lost", "she did not come to the end")
        if not filing.book.refs:
            oracle.fault("lost", "no reference was seen")
        self.judge_acknowledged(oracle)
        if self.bench.network.waiting:
            oracle.fault("lost", "a message is not acknowledged")
        for kind, them in oracle.faults.items():
            self.faults[kind].update("%s: %s" % (tuple(point), what)
                                     for what in them)

    def judge_acknowledged(self, oracle):
        """What was acknowledged is in the store, which knows a message by
        the last 64 bits of its id (store/inbox.c)."""
        store = unseal.look(oracle.path)
        known = {id & (1 << 64) - 1 for id, in store.execute(
            "select id from inbox")}
        store.close()
        for id in list(self.bench.network.acked):
            if uuid.UUID(id).int & (1 << 64) - 1 not in known:
                oracle.fault("lost", "acknowledged and not there:", id)

    def run(self, most=None, calls=None):
        kills, errors = ([p for p in them if calls is None or
                          p.call in calls] for them in self.points())
        todo = kills + errors
        if most is not None and most < len(todo):
            # Every kill, if there is room; else two of them to an error.
            n = len(kills) if most >= len(kills) else most * 2 // 3
            todo = self.rng.sample(kills, n) + \
                self.rng.sample(errors, min(len(errors), most - n))
        self.rng.shuffle(todo)
        for n, point in enumerate(todo, 1):
            self.strike(point)
            self.report(n, len(todo), self.faults)
        return self.figures(len(kills), len(errors), len(todo))

    def count(self):
        return {kind: len(self.faults[kind]) for kind in ledger.KINDS}

    def figures(self, kills, errors, tried):
        return {"system calls of a filing": self.counts,
                "points there are": {"kill": kills, "error": errors},
                "points tried": tried, "struck": dict(self.struck),
                "not reached": len(self.missed), "faults": self.count()}
