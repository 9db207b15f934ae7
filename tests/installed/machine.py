"""A machine of the tests' own: a bare Debian 12 by debootstrap, booted by
systemd-nspawn, alone in a network of its own.  Needs root.

Packages are fetched before it boots, into apt's cache; from then on it has no
road out, so that nothing else can come from there."""
import ctypes
import os
import pty
import shutil
import subprocess
import threading
import time

MIRROR = "http://deb.debian.org/debian"
HOME = "/root"			# where a line of the page is typed
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:"
               "/sbin:/bin", "HOME": HOME, "LANG": "C.UTF-8",
               "TERM": "dumb", "DEBIAN_FRONTEND": "noninteractive"}
CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)


def cannot():
    """Why there can be none here; None: there can."""
    if os.geteuid() != 0:
        return "a machine is booted by root only"
    for tool, package in (("debootstrap", "debootstrap"), (
            "systemd-nspawn", "systemd-container")):
        if shutil.which(tool) is None:
            return "%s is missing: apt-get install %s" % (tool, package)
    return None


def outside(command, **more):
    return subprocess.run(command, text=True, capture_output=True, **more)


def must(done):
    if done.returncode != 0:
        raise RuntimeError("%s: %d\n%s%s" % (
            done.args, done.returncode, done.stdout, done.stderr))
    return done


def bare(place):
    """The file system of a bare Debian 12, made once."""
    root = os.path.join(place, "bare")
    if not os.path.exists(root):
        part = root + ".part"
        shutil.rmtree(part, ignore_errors=True)
        must(outside(["debootstrap", "bookworm", part, MIRROR]))
        os.rename(part, root)
    return root


class Network:
    """Inside: sockets that are made belong to the machine's network."""

    def __init__(self, machine):
        self.machine = machine

    def __enter__(self):
        self.ours = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        theirs = os.open("/proc/%d/ns/net" % self.machine.leader, os.O_RDONLY)
        self.set(theirs)
        os.close(theirs)

    def __exit__(self, *_):
        self.set(self.ours)
        os.close(self.ours)

    @staticmethod
    def set(fd):
        if LIBC.setns(fd, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")


class Machine:
    """root: its file system, as seen from here."""

    def __init__(self, place, name):
        self.name = name
        self.root = os.path.join(place, name)
        self.nspawn, self.leader = None, None
        self.ran = []			# (command, what it said)
        base = bare(place)
        if os.path.exists(self.root):
            shutil.rmtree(self.root)
        must(outside(["cp", "-a", "--reflink=auto", base, self.root]))
        for path, text in (("hostname", name), ("hosts",
                           "127.0.0.1 localhost %s\n::1 localhost" % name)):
            with open(os.path.join(self.root, "etc", path), "w") as f:
                f.write(text + "\n")
        # No two machines are the same to the journal.
        with open(os.path.join(self.root, "etc/machine-id"), "w"):
            pass

    def path(self, path):
        """A path of the machine, as seen from here."""
        return self.root + path

    def put(self, file, path):
        os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
        shutil.copy(file, self.path(path))

    def fetch(self, *packages):
        """Into apt's cache, with what they need; nothing is installed."""
        shutil.copy("/etc/resolv.conf", self.path("/etc/resolv.conf"))
        for words in (["update", "-q"], ["install", "-q", "-y",
                                         "--download-only", *packages]):
            must(outside(["chroot", self.root, "env", *(
                "%s=%s" % pair for pair in ENVIRONMENT.items()),
                "apt-get", *words]))

    def boot(self, timeout=120):
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--boot", "--register=no",
             "--keep-unit", "--private-network", "--console=read-only",
             "--link-journal=no", "--resolv-conf=off",
             # For IPAddressDeny=.
             "--system-call-filter=bpf", "--capability=CAP_NET_ADMIN,CAP_BPF",
             "--machine=" + self.name, "--directory=" + self.root],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.console = []
        threading.Thread(target=self._listen, daemon=True).start()
        return self.up(timeout)

    def _listen(self):
        for line in self.nspawn.stdout:
            self.console.append(line.decode("utf-8", "replace").rstrip())

    def up(self, timeout=120):
        """Wait until it has come up; what systemd says of itself."""
        end = time.time() + timeout
        while time.time() < end:
            self.leader = self._leader()
            if self.leader is not None:
                done = self.run("systemctl is-system-running --wait",
                                check=False)
                if done.stdout.strip() in ("running", "degraded"):
                    return done.stdout.strip()
            if self.nspawn.poll() is not None:
                break
            time.sleep(0.3)
        raise RuntimeError("it does not boot\n" + "\n".join(
            self.console[-40:]))

    def _leader(self):
        """Its first process, which has number 1 there."""
        try:
            with open("/proc/%d/task/%d/children" % (
                    self.nspawn.pid, self.nspawn.pid)) as f:
                children = f.read().split()
        except OSError:
            return None
        for pid in children:
            try:
                with open("/proc/%s/status" % pid) as f:
                    lines = [line.split() for line in f]
            except OSError:
                continue
            if [line for line in lines if line[0] == "NSpid:" and
                    line[-1] == "1" and len(line) == 3]:
                return int(pid)
        return None

    def network(self):
        return Network(self)

    def inside(self, words):
        return ["nsenter", "-t", str(self.leader), "-m", "-u", "-i", "-n",
                "-p", "-C", "-r", "-w", "--", "env", "-i", *(
                    "%s=%s" % pair for pair in ENVIRONMENT.items()), *words]

    def run(self, command, check=True, stdin=None, timeout=1200):
        """As root on its shell, or as words."""
        words = ["sh", "-c", command] if isinstance(command, str) else \
            list(command)
        done = subprocess.run(
            self.inside(words), text=True, capture_output=True,
            timeout=timeout, **({"stdin": subprocess.DEVNULL}
                                if stdin is None else {"input": stdin}))
        self.ran.append((command, done.stdout + done.stderr))
        return must(done) if check else done

    def fork(self, command):
        """On a terminal: (pid, descriptor)."""
        pid, fd = pty.fork()
        if pid == 0:
            os.execvp("nsenter", self.inside(["sh", "-c", command]))
        return pid, fd

    def reboot(self):
        """nspawn that keeps its unit ends with 133, and whoever started it
        starts it again."""
        self.run("systemctl reboot", check=False)
        if self.nspawn.wait(timeout=120) != 133:
            raise RuntimeError("it does not restart\n" + "\n".join(
                self.console[-20:]))
        return self.boot()

    def down(self):
        """Switched off in order, by force after a minute."""
        if self.nspawn is None or self.nspawn.poll() is not None:
            return
        self.nspawn.terminate()
        try:
            self.nspawn.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()
            self.nspawn.wait()

    def remove(self):
        self.down()
        shutil.rmtree(self.root, ignore_errors=True)
