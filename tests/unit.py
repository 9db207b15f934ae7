"""An installed helpline of the tests' own: what `make install` puts in place,
its users, its data directory, and each process started as its unit says, but
without systemd: user, groups, umask, credentials, and what is hidden from it.
Needs root, and users only in files of its own."""
import glob
import os
import re
import shutil
import subprocess
import tempfile

import harness
import peer

STATE = "/var/lib/helpline"
# The accounts of Debian that an installation finds.
PASSWD = "root:x:0:0:root:/root:/bin/sh\nkannel:x:64801:65534::/:/bin/false\n"
GROUP = "root:x:0:\nnogroup:x:65534:\n"


def cannot():
    """Why none can be made here; None: it can."""
    if os.geteuid() != 0:
        return "three users are made by root only"
    for tool in ("systemd-sysusers", "systemd-tmpfiles", "setpriv"):
        if shutil.which(tool) is None:
            return tool + " is not installed"
    return None


def hides():
    """May parts of the file system be hidden from a process here?"""
    return subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none",
                           "/mnt"], capture_output=True).returncode == 0


class Unit:
    """A unit's settings; a name may stand several times."""

    def __init__(self, path):
        self.name = os.path.basename(path)
        with open(path) as f:
            self.pairs = re.findall(r"^(\w+)=(.*)$", f.read(), re.M)

    def all(self, key):
        return [word for name, value in self.pairs if name == key
                for word in value.split()]

    def one(self, key, without=None):
        found = [value for name, value in self.pairs if name == key]
        return found[-1] if found else without


class Installed(harness.House):
    """Started like any house of the tests; `root` is its file system."""

    def __init__(self, network=True):
        self.top = tempfile.mkdtemp(prefix="helpline-service-")
        os.chmod(self.top, 0o711)
        self.root = os.path.join(self.top, "root")
        self.processes, self.known, self.env = {}, {}, None
        self.run = "calls"
        self.network = None
        self.log = open(os.path.join(self.top, "stderr.log"), "ab")
        self.hidden = hides()
        try:
            self.install()
            self.make(network)
        except BaseException:
            self.end()
            raise

    def install(self):
        done = subprocess.run(["make", "-s", "install", "DESTDIR=" + self.root],
                              capture_output=True, text=True,
                              env={k: v for k, v in os.environ.items()
                                   if not k.startswith("MAKE")})
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        self.units = {re.sub(r"helpline-|\.service", "", u.name): u for u in
                      map(Unit, glob.glob(self.find("*.service")))}
        self.program = self.find("bin/helpline")

    def find(self, name):
        """A pattern for, or the one, installed file of a name."""
        found = [path for path in glob.glob(self.root + "/**/" + name,
                                            recursive=True)]
        if "*" in name:
            return os.path.join(os.path.dirname(found[0]), name)
        return found[0]

    def make(self, network):
        os.makedirs(self.root + "/etc", exist_ok=True)
        for name, text in (("passwd", PASSWD), ("group", GROUP)):
            with open(os.path.join(self.root, "etc", name), "w") as f:
                f.write(text)
        self.tool("systemd-sysusers", self.find("sysusers.d/helpline.conf"))
        self.tool("systemd-tmpfiles", self.find("tmpfiles.d/helpline.conf"))
        self.ids = self.accounts("passwd")
        self.groups = self.accounts("group")
        self.dir = self.root + STATE
        os.makedirs(os.path.dirname(self.dir), exist_ok=True)
        self.helpline("init", self.dir, "--demo")
        with open(os.path.join(self.dir, "helpline.yaml")) as f:
            self.settings = dict(re.findall(
                r"^(\w+): *\"?([^\"\n#]*?)\"? *(?:#.*)?$", f.read(), re.M))
        self.hand_over()
        if network:
            self.network = peer.Network(int(self.settings["network_port"]))

    def tool(self, name, path):
        done = subprocess.run([name, "--root=" + self.root,
                               *(["--create"] if "tmpfiles" in name else []),
                               path], capture_output=True, text=True)
        # What belongs to a machine (its log, /run) is no fault of ours.
        if done.returncode not in (0, 65, 73):
            raise RuntimeError("%s: %s" % (name, done.stderr))

    def accounts(self, name):
        with open(os.path.join(self.root, "etc", name)) as f:
            return {line.split(":")[0]: int(line.split(":")[2])
                    for line in f if line.strip()}

    def hand_over(self):
        """By the script, with the users of this root."""
        with open(self.find("hand-over")) as f:
            text = f.read()
        for name, number in {**self.groups, **self.ids}.items():
            if name != "root":
                text = re.sub(r"(?<=[ :])%s(?=[ :])" % name, str(number), text)
        done = subprocess.run(["sh", "-s", self.dir], input=text, text=True,
                              capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)

    def before_start(self):
        self.tool("systemd-tmpfiles", self.find("before-start.conf"))

    def who(self, unit):
        """User, groups."""
        user = unit.one("User")
        groups = [unit.one("Group", "nogroup"),
                  *unit.all("SupplementaryGroups")]
        return self.ids[user], [self.groups[g] for g in groups]

    def lend(self, name, unit, user):
        """What LoadCredential= would: copies, read by the one user."""
        place = os.path.join(self.top, "credentials", name)
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(place)
        os.chmod(os.path.dirname(place), 0o711)
        for pair in unit.all("LoadCredential"):
            key, path = pair.split(":")
            shutil.copy(self.root + path, os.path.join(place, key))
        for key in os.listdir(place):
            os.chown(os.path.join(place, key), user, 0)
            os.chmod(os.path.join(place, key), 0o400)
        os.chown(place, user, 0)
        os.chmod(place, 0o500)
        return place

    def hiding(self, unit):
        """Shell lines that hide what the unit hides."""
        lines = ["mount --make-rprivate /"]
        for path in unit.all("TemporaryFileSystem"):
            place = self.root + path.split(":")[0]
            lines.append("for d in %s; do mkdir -p /mnt/$(basename $d) && "
                         "mount --bind $d /mnt/$(basename $d); done" %
                         " ".join(self.root + b
                                  for b in unit.all("BindPaths")))
            lines.insert(1, "mount -t tmpfs none /mnt")
            lines.append("mount -t tmpfs -o mode=755 none " + place)
            for b in unit.all("BindPaths"):
                lines.append("mkdir %s && mount --bind /mnt/%s %s" % (
                    self.root + b, os.path.basename(b), self.root + b))
        for path in unit.all("ReadOnlyPaths"):
            place = self.root + path
            lines.append("mount --bind %s %s && mount -o remount,bind,ro %s" %
                         (place, place, place))
        for path in unit.all("InaccessiblePaths"):
            place = self.root + path.lstrip("-")
            if os.path.isdir(place):
                lines.append("mount -t tmpfs -o mode=0 none " + place)
            elif os.path.exists(place):
                lines.append("mount --bind /dev/null " + place)
        return " && ".join(lines)

    def start(self, name, before=(), outer=()):
        """before: words in front of its command, run as its user; outer: in
        front of all, run as root."""
        unit = self.units[name]
        user, groups = self.who(unit)
        if unit.one("ExecStartPre"):
            self.before_start()
        lent = self.lend(name, unit, user)
        command = unit.one("ExecStart").replace("${CREDENTIALS_DIRECTORY}",
                                                lent)
        command = command.replace(STATE, self.dir).split()
        if name != "bearerbox":
            command[0] = self.program
        else:
            # Its spool is at its path in this root.
            assert "bearerbox" in command[0]
        program = [*outer, "setpriv", "--reuid", str(user), "--regid", str(groups[0]),
                   "--groups", ",".join(map(str, groups)), "--", *before,
                   *command]
        script = self.hiding(unit) + " && " if self.hidden else ""
        environment = dict(os.environ, CREDENTIALS_DIRECTORY=lent)
        self.processes[name] = subprocess.Popen(
            [*(["unshare", "-m"] if self.hidden else []), "sh", "-c",
             "umask %s; %sexec \"$@\"" % (unit.one("UMask"), script), "sh",
             *program], stdout=subprocess.PIPE, stderr=self.log,
            stdin=subprocess.DEVNULL, start_new_session=True, env=environment)
        return self.processes[name]

    def may(self, name, path, how):
        """May the user of a unit open a file of the data directory?"""
        user, groups = self.who(self.units[name])
        test = 'ls "$1"' if os.path.isdir(os.path.join(self.dir, path)) else \
            'exec 3%s"$1"' % ("<" if how == os.O_RDONLY else ">>")
        return subprocess.run(
            ["sh", "-c", test, "sh", os.path.join(self.dir, path)], user=user,
            group=groups[0], extra_groups=groups,
            capture_output=True).returncode == 0
