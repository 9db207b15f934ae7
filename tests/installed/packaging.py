"""The package put in, renewed, taken away, purged and put in again on a clean
machine: what it leaves, and that it never touches what callers said."""
import hashlib
import os
import re
import stat
import threading
import time

import following
import machine as machines
import working

STORE = following.STATE + "/helpline.db"
PAGE = "/usr/share/doc/helpline/service.md"
USERS = ("helpline-calls", "helpline-desk", "helpline-rounds")
GROUPS = (*USERS, "helpline", "helpline-proxy")
# Not ours: what dpkg, apt, systemd and other packages keep, and accounts,
# which Debian never takes away (their files would be somebody else's).
OTHERS = re.compile(
    r"^/(var/(cache|lib/(apt|dpkg|ucf|pam|dbus|logrotate|private|systemd/(?!"
    r"deb-systemd))|log|tmp|spool/cron)|etc/(\.pwd\.lock|passwd|group|shadow|"
    r"gshadow|subuid|subgid|ld\.so\.cache|machine-id|mtab|resolv\.conf)|root"
    r"|tmp|run|proc|sys|dev|usr/lib/.*/__pycache__)\b|-$")
# What those who run write until the moment they end.
WRITTEN = re.compile(r"/(helpline\.db(-wal|-shm)?|[a-z]+\.lock|lock)$|"
                     r"/(spool|log|backup|practice)(/|$)")


def tree(machine):
    """path -> what it is, of all that a package could leave."""
    found = {}
    for folder, folders, names in os.walk(machine.root):
        place = folder[len(machine.root):]
        folders[:] = [f for f in folders if not OTHERS.search(
            place + "/" + f) and place + "/" + f != following.STATE]
        for name in [*names, *folders]:
            path = place + "/" + name
            if not OTHERS.search(path):
                st = os.lstat(machine.path(path))
                found[path] = stat.S_IFMT(st.st_mode), st.st_mode & 0o7777
    return found


def state(machine):
    """Each file of the data directory: octets, mode, owner."""
    found = {}
    for folder, folders, names in os.walk(machine.path(following.STATE)):
        for name in [*names, *folders]:
            path = os.path.join(folder, name)
            st = os.lstat(path)
            with open(path, "rb") if stat.S_ISREG(st.st_mode) else \
                    open(os.devnull, "rb") as f:
                found[path[len(machine.root):]] = (
                    hashlib.sha256(f.read()).hexdigest(), st.st_mode,
                    st.st_uid, st.st_gid)
    return found


def accounts(machine):
    """Users and groups, with their numbers and what they may."""
    return machine.run(
        "for u in %s; do getent passwd $u; getent shadow $u | cut -d: -f1,2; "
        "done; for g in %s; do getent group $g; done" % (
            " ".join(USERS), " ".join(GROUPS)), check=False).stdout


def needs(package):
    """What it depends on and recommends, by name, of each choice the first."""
    said = machines.must(machines.outside(
        ["dpkg-deb", "-f", package, "Depends", "Recommends"])).stdout
    return sorted(set(re.findall(r"(?:: |, )([a-z0-9][a-z0-9.+-]+)", said)))


def newer(machine, name):
    """The same package with a higher number; its name there."""
    machine.run("cd /root && rm -rf newer && dpkg-deb -R %s newer && sed -i "
                "'s/^Version: .*/Version: 9.0/' newer/DEBIAN/control && "
                "dpkg-deb -b newer helpline_9.0_amd64.deb && rm -r newer" %
                name)
    return "helpline_9.0_amd64.deb"


def apt(machine, words):
    return machine.run("cd /root && apt-get -q -y %s" % words, check=False)


class Texts(threading.Thread):
    """Callers who go on writing while it is renewed, each from a number of
    her own; the network knows which of their texts were taken from it."""

    def __init__(self, network):
        super().__init__(daemon=True)
        self.network, self.enough = network, threading.Event()
        self.sent = []

    def run(self):
        while not self.enough.wait(0.1):
            try:
                self.sent.append(self.network.deliver(
                    "sms-kh", "+8551377%04d" % len(self.sent), "2026",
                    "they keep my papers and say that I owe them money and "
                    "I do not know whom to ask"))
            except (KeyError, OSError):
                pass		# it has no line to bearerbox now

    def end(self):
        """How many it sent, and how many of them were taken."""
        self.enough.set()
        self.join()
        return len(self.sent), sum(self.network.responses.get(n) == 0
                                   for n in self.sent)


def renewed(tap, place, ref, name):
    """Under callers: the running ones are the new ones afterwards."""
    machine = place.machine
    package = newer(machine, name)
    before = {n: place.pid(n) for n in following.UNITS}
    known = len(place.cases())
    texts = Texts(place.network)
    texts.start()
    time.sleep(2)
    done = apt(machine, "install ./" + package)
    tap.ok(done.returncode == 0 and place.up(), "a newer one is put in over "
           "it, and calls are answered", done.stdout + done.stderr)
    time.sleep(2)
    sent, taken = texts.end()
    working.until(lambda: len(place.cases()) >= known + taken, 60)
    kept = len(place.cases()) - known
    tap.ok(20 < taken <= kept <= sent, "each text that was taken meanwhile "
           "is kept, once", "sent %d, taken %d, kept %d" % (sent, taken, kept))
    tap.note("texts while it was renewed: %d sent, %d taken, %d kept" % (
        sent, taken, kept))
    after = {n: place.pid(n) for n in following.UNITS}
    tap.ok(all(after[n] not in (0, before[n]) for n in after),
           "by the new program, not by the old", (before, after))
    tap.ok(place.read(ref) is not None, "what was filed before is read")
    tap.ok(working.complains(place, "+85512000555") is not None,
           "and the next complaint is filed")


def running(machine):
    return machine.run("systemctl list-units --no-legend --all --state=active"
                       " 'helpline*'; pgrep -a '^helpline'; true").stdout


def taken(tap, place, how):
    """how: takes it away, while all runs; what that said."""
    machine = place.machine
    before = state(machine)
    done = how()
    left = running(machine)
    tap.ok(done.returncode == 0 and not left, "remove ends what runs",
           done.stdout + done.stderr + left)
    after = state(machine)
    changed = [p for p in before if not WRITTEN.search(p) and
               after.get(p) != before[p]]
    changed += [p for p in (STORE, STORE + "-wal") if
                after.get(p, (0,))[1:] != before[p][1:]]
    tap.ok(before and not changed, "and touches nothing of what callers said",
           [(p, before[p], after.get(p)) for p in changed])
    return done


def removed(tap, place):
    """As nobody thinks of stopping it first."""
    done = taken(tap, place, lambda: apt(place.machine, "remove helpline"))
    tap.ok(following.STATE in done.stdout, "and says what stays",
           done.stdout)


def purged(tap, place):
    """After it was removed: not an octet of the data directory changes."""
    machine = place.machine
    before = state(machine)
    done = apt(machine, "purge helpline")
    after = state(machine)
    tap.ok(done.returncode == 0 and before and after == before,
           "purge touches nothing of what callers said",
           done.stdout + done.stderr + str(
               [p for p in {*before, *after}
                if after.get(p) != before.get(p)]))
    tap.ok("rm -r " + following.STATE in done.stdout,
           "and says that it left it, and how it would go", done.stdout)


def nothing_left(tap, machine, bare, what):
    left = sorted(set(tree(machine).items()) ^ set(bare.items()))
    tap.ok(not left, what, left[:40])


def again(tap, place, ref, name, what):
    """Put in anew: the page's line that starts it, and all is there."""
    said = apt(place.machine, "install ./" + name)
    place.machine.run("systemctl enable --now helpline.target")
    tap.ok(said.returncode == 0 and place.up() and
           place.read(ref) is not None, what, place.logged())


def never_used(tap, place, name, bare):
    box = place.machine
    done = apt(box, "install ./" + name)
    tap.ok(done.returncode == 0, "the package is put in",
           done.stdout + done.stderr)
    tap.ok("helpline init " + following.STATE in done.stdout and
           PAGE in done.stdout and os.path.exists(box.path(PAGE)),
           "and says what comes next", done.stdout)
    tap.ok(set(place.states().values()) == {"inactive"},
           "nothing runs while there is no store", place.states())
    users = accounts(box)
    tap.ok(len(re.findall(r"^helpline-\w+:x:.*:/usr/sbin/nologin$", users,
                          re.M)) == 3 and
           len(re.findall(r"^helpline-\w+:!\*?$", users, re.M)) == 3,
           "three users that nobody logs in as", users)
    tap.ok(apt(box, "purge helpline").returncode == 0,
           "it is purged before it was used")
    nothing_left(tap, box, bare, "nothing of it is left")
    apt(box, "install ./" + name)
    tap.ok(accounts(box) == users, "its users have their numbers again",
           accounts(box))
    return users


def used(place):
    """A demonstration on it, as the page starts it."""
    place.machine.run(
        "helpline init {0} --demo && sed -i 's/^port = .*/port = {1}/' "
        "{0}/kannel.conf && /usr/share/helpline/hand-over && "
        "systemctl enable --now helpline.target".format(
            following.STATE, following.NETWORK_PORT))
    place.passwords["dara"] = "demo only 2026"
    place.connect().up()
    return working.complains(place, "+85512000444")


def clean(tap, box, package):
    """box: a machine that has booted and has never had it."""
    name = os.path.basename(package)
    place = following.Place(box)
    # What it needs stands there before: its own leftovers are not ours.
    machines.must(apt(box, "install " + " ".join(needs(package))))
    box.run("systemctl disable --now kannel nginx")
    bare = tree(box)
    users = never_used(tap, place, name, bare)
    ref = used(place)
    tap.ok(ref is not None, "with a store it answers calls", place.logged())
    renewed(tap, place, ref, name)
    removed(tap, place)
    again(tap, place, ref, "helpline_9.0_amd64.deb",
          "put in again, all is there")
    removed(tap, place)
    purged(tap, place)
    nothing_left(tap, box, bare, "nothing else is left")
    tap.ok(accounts(box) == users, "but the users, so that nobody else gets "
           "their files", accounts(box))
    again(tap, place, ref, "helpline_9.0_amd64.deb",
          "put in anew after a purge, all is there")
    place.leave()
