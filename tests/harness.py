"""A helpline of the tests' own: data directory, bearerbox, calls, network."""
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

import peer

HELPLINE = os.environ.get("HELPLINE", "./helpline")
BEARERBOX = shutil.which("bearerbox", path=os.environ.get("PATH", "") +
                         ":/usr/sbin:/sbin")
CLOCK_SHIM = os.environ.get("CLOCK_SHIM", "tests/torture/clock.so")
PASSWORD = "demo only 2026"


class Tap:
    """Test Anything Protocol, one line a test."""

    def __init__(self):
        self.n = 0
        self.failed = 0

    def ok(self, good, name, why=""):
        self.n += 1
        print("%sok %d - %s" % ("" if good else "not ", self.n, name))
        if not good:
            self.failed += 1
            for line in str(why).splitlines():
                print("# " + line)
        sys.stdout.flush()
        return good

    def note(self, text):
        print("# " + str(text))
        sys.stdout.flush()

    def done(self):
        print("1..%d" % self.n)
        sys.stdout.flush()
        return 1 if self.failed else 0


def ref_in(text):
    """The reference that a page shows: 8 digits, ISO 7064 MOD 11,10."""
    for ref in re.findall(r"(?<!\d)\d{8}(?!\d)", text):
        p = 10
        for digit in ref[:-1]:
            p = ((p + int(digit)) % 10 or 10) * 2 % 11
        if (p + int(ref[-1])) % 10 == 1:
            return ref
    return None


class Worker(peer.Phone):
    """A caller who knows where she is, whatever the language."""

    def __init__(self, house, number, **more):
        super().__init__(house.network, number, **more)
        self.house = house

    def node(self):
        row = self.house.place(self.number)
        return (row["node"], row["page"], row["offered"]) if row else None

    def to_pin(self, press, language="1", what="3"):
        """From the language page to where she chooses her 4 digits."""
        for key in (language, "3", "1", "1"):
            press(key)
        for key in what:
            press(key)
        if self.node()[0] == "urgent":
            press("1")
        press("1")
        press("1")

    def file(self, press, language="1", what="3", pin="4826"):
        """The whole obligatory part; the reference."""
        self.to_pin(press, language, what)
        return ref_in(press(pin).text)

    def tell_more(self, press, agency, words):
        """The optional part to the end."""
        page = press("1")
        page = press("1")
        page = press("2")
        while self.node()[0] == "tell.notice":
            page = press("8")
        press(agency)
        for line in words:
            page = press(line)
        return press("8")


class Clock:
    """The wall clock of processes started with env, so far ahead of the true
    one as was last said; see tests/torture/clock.c."""

    def __init__(self, path):
        self.path, self.ahead, self.slept = path, 0, 0
        with open(path, "wb") as f:
            f.write(bytes(16))
        self.env = dict(os.environ, CLOCK_AHEAD=path, LD_PRELOAD=CLOCK_SHIM)
        self.env["ASAN_OPTIONS"] = self.env.get("ASAN_OPTIONS", "") + \
            ":verify_asan_link_order=0"

    def set(self, seconds):
        # In its place: it is mapped into every process.
        with open(self.path, "r+b") as f:
            f.write(struct.pack("=q", seconds))
        self.ahead = seconds

    def sleep(self, seconds):
        """The machine sleeps for so long."""
        self.slept += seconds
        self.set(self.ahead + seconds)
        with open(self.path, "r+b") as f:
            f.seek(8)
            f.write(struct.pack("=q", self.slept))


def size_of(pid):
    """(resident KB, descriptors) of a process; None when it has ended."""
    try:
        with open("/proc/%d/statm" % pid) as f:
            pages = int(f.read().split()[1])
        return (pages * os.sysconf("SC_PAGESIZE") // 1024,
                len(os.listdir("/proc/%d/fd" % pid)))
    except OSError:
        return None


def stop(process):
    """Asked to end, under strace too; what it ends with, or None when it was
    killed because it did not."""
    pid = process.pid
    try:
        with open("/proc/%d/comm" % pid) as f:
            if f.read().strip() == "strace":
                with open("/proc/%d/task/%d/children" % (pid, pid)) as c:
                    pid = int(c.read().split()[0])
        os.kill(pid, signal.SIGTERM)
    except (OSError, IndexError):
        pass
    try:
        return process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None


def need_kannel():
    """For what is started by hand; ./bootstrap check has seen to it."""
    if BEARERBOX is None:
        sys.exit("bearerbox is not installed: `apt-get install kannel`, or "
                 "run ./bootstrap check once")


class House:
    """One data directory and its processes; everything ends with it."""

    def __init__(self, demo=True, run="calls", network=True):
        self.top = tempfile.mkdtemp(prefix="helpline-test-")
        self.dir = os.path.join(self.top, "data")
        self.processes = {}
        self.known = {}
        self.env = None			# of its processes; None: ours
        self.run = run
        self.log = open(os.path.join(self.top, "stderr.log"), "ab")
        self.helpline("init", self.dir, "--demo")
        with open(os.path.join(self.dir, "helpline.yaml")) as f:
            self.settings = dict(re.findall(r"^(\w+): *\"?([^\"\n#]*?)\"? *(?:#.*)?$",
                                            f.read(), re.M))
        self.network = None
        if network:
            self.network = peer.Network(int(self.settings["network_port"]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def helpline(self, *args, stdin=None, check=True, text=True):
        done = subprocess.run([HELPLINE, *args], input=stdin, text=text,
                              capture_output=True)
        if check and done.returncode != 0:
            raise RuntimeError("%s: %d\n%s%s" % (
                " ".join(args), done.returncode, done.stdout, done.stderr))
        return done

    def start(self, name, conf=None):
        if name == "bearerbox":
            args = [BEARERBOX, "-v", "4", conf or os.path.join(
                self.dir, "kannel.conf")]
        else:
            args = [HELPLINE, name, self.dir]
        self.processes[name] = subprocess.Popen(
            args, stdout=subprocess.PIPE, stderr=self.log,
            stdin=subprocess.DEVNULL, start_new_session=True, env=self.env)
        return self.processes[name]

    def up(self):
        try:
            return self._up()
        except BaseException:
            self.end()
            raise

    def _up(self):
        self.start("bearerbox")
        self.start(self.run)
        if self.network is not None and not self.network.ready():
            raise RuntimeError("bearerbox did not bind\n" + self.logged())
        self.accepted()
        return self

    def up_alone(self):
        """Only calls, on a bearerbox of the tests' own (see peer.Box)."""
        try:
            self.network = peer.Box(int(self.settings["box_port"]))
            self.start(self.run)
            if not self.network.ready():
                raise RuntimeError("calls does not link\n" + self.logged())
            return self
        except BaseException:
            self.end()
            raise

    def set(self, name, value):
        """A setting of its own, before it is up."""
        path = os.path.join(self.dir, "helpline.yaml")
        with open(path) as f:
            lines = [line for line in f if not line.startswith(name + ":")]
        with open(path, "w") as f:
            f.write("".join(lines) + "%s: %s\n" % (name, value))

    def patient(self):
        """One number writes all of a test, and is answered each time."""
        for name in ("sms_vain_10min", "sms_vain_day", "unasked_day"):
            self.set(name, 1000)
        self.set("sms_same", 100)
        return self

    def alive(self, name=None):
        """Its process is the one that was started."""
        return self.processes[name or self.run].poll() is None

    def stopped(self, tap):
        """It ends by itself when asked to, and no sanitizer complains."""
        process = self.processes[self.run]
        process.terminate()
        try:
            status = process.wait(timeout=peer.PATIENT_S)
        except subprocess.TimeoutExpired:
            status = "none"
        log = self.logged()
        return tap.ok(status == 0 and "runtime error" not in log and
                      "Sanitizer" not in log, "it ends when asked to, in "
                      "order", "status %s\n%s" % (status, log))

    def entries(self, number=None):
        """(kind, text) of every case, or of those that hold a number."""
        return [e for _, entries in self.matters(number) for e in entries]

    def matters(self, number=None):
        """Cases with their entries; what did not change is read once."""
        found = []
        for case in self.cases():
            key = case["ref"], case["version"]
            if key not in self.known:
                read = self.read(case["ref"]) or {"entries": []}
                self.known[key] = [(e["kind"], e["text"])
                                   for e in read["entries"]]
            if number is None or ("number", number) in self.known[key]:
                found.append((case, self.known[key]))
        return found

    def accepted(self, timeout=peer.PATIENT_S):
        """Wait until a call is answered."""
        end = time.time() + timeout
        phone = peer.Phone(self.network, "+855999999999")
        while time.time() < end:
            try:
                phone.dial(wait=False)
            except (KeyError, OSError):
                time.sleep(0.1)
                continue
            if phone.silent(0.5) is not None:
                return True
        raise RuntimeError("calls does not answer\n" + self.logged())

    def kill(self, name, how=signal.SIGKILL):
        process = self.processes[name]
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            pass
        process.wait()

    def logged(self):
        with open(os.path.join(self.top, "stderr.log"), errors="replace") as f:
            return f.read()[-4000:]

    def place(self, number):
        """Her row as the store has it: where she is in the tree."""
        with open(os.path.join(self.dir, "keys", "tag.key")) as f:
            key = bytes.fromhex(f.read().strip())
        tag = hashlib.blake2b(b"caller\0" + number.encode(), key=key,
                              digest_size=16).digest()
        store = sqlite3.connect("file:%s?mode=ro" % os.path.join(
            self.dir, "helpline.db"), uri=True)
        store.row_factory = sqlite3.Row
        try:
            return store.execute("select * from caller where tag = ?",
                                 (tag,)).fetchone()
        finally:
            store.close()

    def sql(self, statement, *values):
        store = sqlite3.connect(os.path.join(self.dir, "helpline.db"),
                                isolation_level=None)
        try:
            return store.execute(statement, values).fetchall()
        finally:
            store.close()

    def cases(self, *more):
        return json.loads(self.helpline("cases", self.dir, "--all", "--json",
                                        *more).stdout)

    def read(self, ref, who="dara", *more):
        done = self.helpline("case", self.dir, ref, "read", "--as", who,
                             "--password-fd", "0", "--json", *more,
                             stdin=PASSWORD + "\n", check=False)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def end(self):
        for name in list(self.processes):
            self.kill(name)
        if self.network is not None:
            self.network.close()
        self.log.close()
        if "KEEP" not in os.environ:
            shutil.rmtree(self.top, ignore_errors=True)
