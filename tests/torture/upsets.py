"""A slow writer that holds the store, and a clock that jumps, while callers
walk complaints."""
import signal
import subprocess
import sys
import time

import harness
import storm

HOUR_S = 3600
UNDER_WAY_S = 0.5		# what was committed before the lock

# As a desk that writes would: the lock, then one transaction.
WRITER = """
import fcntl, sqlite3, sys, time
lock = open(sys.argv[1] + "/lock", "r+")
fcntl.flock(lock, fcntl.LOCK_EX)
store = sqlite3.connect(sys.argv[1] + "/helpline.db", isolation_level=None)
store.execute("begin immediate")
store.execute("update cases set version = version")
print("holds", flush=True)
time.sleep(float(sys.argv[2]))
store.execute("commit")
fcntl.flock(lock, fcntl.LOCK_UN)
"""


def hold(house, seconds):
    """The writer, which holds the store from now on."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, house.dir, str(seconds)],
        stdout=subprocess.PIPE)
    writer.stdout.readline()
    writer.stdout.close()
    return writer


class Locks(storm.Storm):
    """Held at times for longer than a USSD answer may take; every third writer
    is killed in the middle of its transaction."""

    settle_every = 10

    def disturb(self, n):
        seconds = self.rng.uniform(0.1, 2) if n % 8 else storm.LATE_S + 1
        writer = hold(self.house, seconds)
        if seconds > 2 * UNDER_WAY_S:
            time.sleep(UNDER_WAY_S)
            self.must_be_silent(writer, seconds - 1.5 * UNDER_WAY_S)
        if n % 3 == 0:
            writer.send_signal(signal.SIGKILL)
        writer.wait()
        time.sleep(self.rng.uniform(0.1, 1))
        return "killed" if n % 3 == 0 else "held"

    def must_be_silent(self, writer, seconds):
        before = len(self.house.network.pages)
        time.sleep(seconds)
        pages = self.house.network.pages[before:]
        if writer.poll() is None and pages:
            self.oracle.fault("broken", len(pages),
                              "answers while the store was locked")


class Clocks(storm.Storm):
    """An hour forward, an hour back, for all but the network; sometimes while
    serve or bearerbox is down."""

    settle_every = 10

    def __init__(self, seed, report, path):
        self.clock = harness.Clock(path)
        super().__init__(seed, report, self.clock.env)

    def disturb(self, n):
        time.sleep(self.rng.uniform(0.5, 3))
        down = self.rng.choice((None, None, "serve", "bearerbox"))
        if down is not None:
            self.house.kill(down)
        hours = self.clock.ahead // HOUR_S
        by = self.rng.choice([h for h in (1, -1) if -1 <= hours + h <= 1])
        self.clock.set((hours + by) * HOUR_S)
        return "%+d h%s" % (by, " while %s is down" % down if down else "")
