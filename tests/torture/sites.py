"""Every place from which memory is asked for, and every place of I/O, refused
once: while a complaint is filed by USSD and by SMS, a member signs in, a reply
is queued and leaves, a list of agencies and a sheet of words are imported.

sites.c knows a place by its call stack.  A play without a fault counts the
places; then each is played again and refused there.  What may come of it: the
program ends, or says that it cannot; never an acknowledgement of what is not
committed, never an answer of which a part is missing."""
import collections
import errno
import mmap
import os
import random
import re
import struct
import subprocess

import harness
import ledger

SHIM = os.environ.get("SITES_SHIM", "tests/torture/sites.so")
TRIES = 2
MEMORY = ("malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc")
# How a call fails, by what it is; each of them is tried at each place.
WAYS = {
    ("read", "readv", "pread", "pread64", "__read_chk", "__pread64_chk",
     "fread", "__fread_chk"): ("EIO",),
    ("write", "writev", "pwrite", "pwrite64", "fwrite", "fflush", "fclose",
     "ftruncate", "ftruncate64"): ("EIO", "ENOSPC"),
    ("recv", "recvfrom", "__recv_chk", "__recvfrom_chk"): ("ECONNRESET",
                                                            "EINTR"),
    ("send", "sendto", "sendmsg"): ("ECONNRESET", "ENOBUFS", "EINTR"),
    ("fsync", "fdatasync"): ("EIO",),
    ("open", "open64", "openat", "openat64", "__open_2", "__open64_2",
     "fopen", "fopen64", "opendir", "socket", "accept", "accept4", "pipe2",
     "epoll_create1", "eventfd"): ("EMFILE",),
    ("connect",): ("ECONNREFUSED",),
    ("flock", "fcntl", "fcntl64"): ("ENOLCK", "EINTR"),
    ("epoll_ctl", "setsockopt", "timerfd_settime"): ("ENOMEM",),
    ("epoll_wait",): ("EINTR",),
    ("rename", "unlink", "mkdir", "access", "stat", "stat64", "lstat",
     "lstat64", "fstat", "fstat64", "getrandom"): ("EIO",),
    MEMORY: ("ENOMEM",),
}
WAYS = {call: ways for calls, ways in WAYS.items() for call in calls}
IDLE, COUNT, FAIL = range(3)


class Site(collections.namedtuple("Site", "call n how")):
    """n: the hash of the call stack (points.Point has the same names)."""

    def __str__(self):
        return "%s %x %s" % self


class Board:
    """The file that sites.c shares with us."""

    HEAD = struct.Struct("=IIQqqqqq4096s")
    SITE = struct.Struct("=QQ16s")
    SITES = 1 << 16
    SIZE = HEAD.size + SITES * SITE.size

    def __init__(self, path):
        self.path = path
        with open(path, "wb") as f:
            f.truncate(self.SIZE)
        with open(path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), self.SIZE)

    def env(self, before):
        """To start a process with, that is watched from its first octet."""
        env = dict(before or os.environ, SITES_BOARD=self.path)
        env["LD_PRELOAD"] = " ".join(filter(None, (
            env.get("LD_PRELOAD"), SHIM)))
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + \
            ":verify_asan_link_order=0"
        return env

    def _set(self, mode, error=0, target=0, times=0):
        # The mode last: only then does anybody look at the others.
        struct.pack_into("=I", self.map, 0, IDLE)
        struct.pack_into("=IQqqqq", self.map, 4, error, target, times, 0, 0,
                         0)
        struct.pack_into("=I", self.map, 0, mode)

    def idle(self):
        """What was struck stays to be read."""
        struct.pack_into("=I", self.map, 0, IDLE)

    def count(self):
        self.map[self.HEAD.size:] = bytes(self.SIZE - self.HEAD.size)
        self._set(COUNT)

    def fail(self, site, times=1):
        self._set(FAIL, getattr(errno, site.how), site.n, times)

    def _head(self, n):
        return self.HEAD.unpack_from(self.map, 0)[n]

    @property
    def struck(self):
        return self._head(4)

    @property
    def struck_at(self):
        return self._head(5) / 1e9

    @property
    def of_store(self):
        return bool(self._head(6))

    @property
    def live(self):
        return self._head(7)

    def told(self):
        """The functions of ours on the way to where it failed, innermost
        first."""
        at = re.findall(r"^(\S*)\+(0x[0-9a-f]+)$", self._head(8).split(
            b"\0")[0].decode(), re.M)
        ours = [address for name, address in at if name in (
            "", os.path.basename(harness.HELPLINE))]
        done = subprocess.run(
            ["addr2line", "-f", "-e", harness.HELPLINE] + ours,
            capture_output=True, text=True)
        names = done.stdout.splitlines()[::2][:6] if ours else []
        return "%s in %s" % (next((n for n, _ in at if n not in (
            "", os.path.basename(SHIM))), ""), " < ".join(names))

    def sites(self):
        """{hash: (call, times)} of what was counted."""
        found = {}
        for n in range(self.SITES):
            where, times, call = self.SITE.unpack_from(
                self.map, self.HEAD.size + n * self.SITE.size)
            if where:
                found[where] = call.split(b"\0")[0].decode(), times
        return found


def ways(sites):
    """Each site and each way it fails, in an order of their own."""
    return [Site(call, where, how) for where, (call, _) in sorted(
        sites.items()) for how in WAYS[call]]


def ended(status):
    """In words, how a process ended; None: it has not."""
    if status is None:
        return "went on"
    return "signal %d" % -status if status < 0 else "status %d" % status


# A process may end itself; it must not stumble.
STUMBLES = {-4, -5, -7, -8, -11, -31}


class Scene:
    """What is played; each strike says whether its site was reached."""

    name = ""

    def __init__(self, seed, board):
        self.rng = random.Random(seed)
        self.board = board
        self.faults = collections.defaultdict(set)
        self.ends = collections.Counter()
        self.survived = []		# sites after which it went on

    def undisturbed(self):
        """Play it, counting."""
        raise NotImplementedError

    def strike_once(self, site):
        raise NotImplementedError

    def end(self):
        pass

    def sites(self):
        """Of two plays: not all of them are in each."""
        found = {}
        for _ in range(2):
            self.undisturbed()
            found.update(self.board.sites())
        return found

    def fault(self, kind, site, what):
        self.faults[kind].add("%s: %s: %s (%s)" % (self.name, site, what,
                                                   self.board.told()))

    def died(self, site, status):
        """What the process that was struck ended with."""
        self.ends[ended(status)] += 1
        if status is None or status == 0:
            self.survived.append(site)
        elif status in STUMBLES:
            self.fault("broken", site, "it fell by signal %d" % -status)

    def strike(self, site):
        return any(self.strike_once(site) for _ in range(TRIES))


class Sites:
    """All scenes, or some, each site of theirs or a sample."""

    def __init__(self, seed, report, scratch, names=None):
        # Here, as they import this.
        import sites_calls
        import sites_desk
        import sites_import
        self.rng, self.report = random.Random(seed), report
        self.faults = collections.defaultdict(set)
        self.scratch, self.seed = scratch, seed
        self.scenes = [s for s in (
            sites_calls.Filing, sites_calls.Writing, sites_desk.SigningIn,
            sites_desk.Replying, sites_calls.Leaving,
            sites_import.Agencies, sites_import.Words)
            if names is None or s.name in names]
        self.scene = None
        self.tried = 0

    def run(self, most=None):
        """most: of each scene."""
        told = {}
        for make in self.scenes:
            board = Board(os.path.join(self.scratch, make.name))
            self.scene = make(self.seed, board)
            try:
                told[make.name] = self.play(most)
            finally:
                self.scene.end()
                self.scene = None
        return {"points tried": self.tried, "scenes": told,
                "faults": {k: len(self.faults[k]) for k in ledger.KINDS}}

    def play(self, most):
        scene = self.scene
        found = scene.sites()
        todo = ways(found)
        self.rng.shuffle(todo)
        if most is not None:
            todo = todo[:most]
        missed = 0
        for n, site in enumerate(todo, 1):
            missed += not scene.strike(site)
            self.tried += 1
            for kind, them in scene.faults.items():
                self.faults[kind] |= them
            self.report(n, len(todo), self.faults)
        memory = sum(call in MEMORY for call, _ in found.values())
        return {"sites of memory": memory, "of I/O": len(found) - memory,
                "tried": len(todo), "not reached": missed,
                "ended": dict(scene.ends)}

    def found(self):
        return self.faults

    def end(self):
        if self.scene is not None:
            self.scene.end()
