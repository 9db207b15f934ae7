"""The package put in, renewed, taken away, purged and put in again on a clean
machine: what it leaves, and that it never touches what callers said."""
import hashlib
import os
import re
import stat

import following
import working

# Not ours: what dpkg, apt, systemd and other packages keep, and accounts,
# which Debian never takes away (their files would be somebody else's).
OTHERS = re.compile(
    r"^/(var/(cache|lib/(apt|dpkg|systemd|ucf|pam|dbus|logrotate|private)|log"
    r"|tmp|spool/cron)|etc/(\.pwd\.lock|passwd|group|shadow|gshadow|subuid|"
    r"subgid|ld\.so\.cache|machine-id|mtab|resolv\.conf|rc\d\.d|systemd|ssl"
    r"|kannel|init\.d/kannel|default/kannel|logrotate\.d/kannel|nginx)|root|tmp"
    r"|run|proc|sys|dev|usr/lib/.*/__pycache__)\b|-$")


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


def digest(machine):
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


def newer(machine, name):
    """The same package with a higher number; its name there."""
    machine.run("cd /root && rm -rf newer && dpkg-deb -R %s newer && sed -i "
                "'s/^Version: .*/Version: 9.0/' newer/DEBIAN/control && "
                "dpkg-deb -b newer helpline_9.0_amd64.deb && rm -r newer" %
                name)
    return "helpline_9.0_amd64.deb"


def apt(machine, words):
    return machine.run("cd /root && apt-get -q -y %s" % words, check=False)


def renewed(tap, place, ref, name):
    """Under callers: the running ones are the new ones afterwards."""
    machine = place.machine
    before = {n: place.pid(n) for n in following.UNITS}
    done = apt(machine, "install ./" + newer(machine, name))
    tap.ok(done.returncode == 0 and place.up(), "a newer one is put in over "
           "it, and calls are answered", done.stdout + done.stderr)
    after = {n: place.pid(n) for n in following.UNITS}
    tap.ok(all(after[n] not in (0, before[n]) for n in after if n !=
               "bearerbox"), "by the new program, not by the old",
           (before, after))
    tap.ok(place.read(ref) is not None, "what was filed before is read")
    tap.ok(working.complains(place, "+85512000555") is not None,
           "and the next complaint is filed")


def taken_away(tap, place, what, words):
    machine = place.machine
    place.machine.run("systemctl stop helpline.target")
    before = digest(machine)
    done = apt(machine, words)
    left = machine.run("systemctl list-units --no-legend --all --state=active"
                       " 'helpline*'; pgrep -a helpline; true").stdout
    tap.ok(done.returncode == 0 and not left, what + " ends what runs",
           done.stdout + done.stderr + left)
    tap.ok(digest(machine) == before and before, what + " touches nothing of "
           "what callers said", [p for p in before
                                 if digest(machine).get(p) != before[p]])
    return done


def clean(tap, box, package):
    """box: a machine that has booted and has never had it."""
    name = os.path.basename(package)
    place = following.Place(box)
    done = apt(box, "install kannel")	# its own leftovers are not ours
    bare = tree(box)
    done = apt(box, "install ./" + name)
    tap.ok(done.returncode == 0, "the package is put in",
           done.stdout + done.stderr)
    tap.ok(set(place.states().values()) == {"inactive"},
           "nothing runs while there is no store", place.states())
    tap.ok(apt(box, "purge helpline").returncode == 0 and
           apt(box, "autoremove --purge").returncode == 0,
           "and purged before it was used")
    left = sorted(set(tree(box).items()) ^ set(bare.items()))
    tap.ok(not left, "nothing of it is left", left[:40])
    apt(box, "install ./" + name)
    box.run("systemctl disable --now kannel && helpline init /var/lib/"
            "helpline --demo && /usr/share/helpline/hand-over && sed -i "
            "'s/^port = .*/port = %d/' /var/lib/helpline/kannel.conf && "
            "systemctl enable --now helpline.target" %
            following.NETWORK_PORT)
    place.passwords["dara"] = "demo only 2026"
    place.connect().up()
    ref = working.complains(place, "+85512000444")
    tap.ok(ref is not None, "with a store it answers calls", place.logged())
    renewed(tap, place, ref, name)
    taken_away(tap, place, "remove", "remove helpline")
    apt(box, "install ./" + name)
    box.run("systemctl start helpline.target")
    tap.ok(place.up() and place.read(ref) is not None,
           "put in again, all is there", place.logged())
    done = taken_away(tap, place, "purge", "purge helpline")
    tap.ok("/var/lib/helpline" in done.stdout + done.stderr,
           "and says that it left it", done.stdout)
    apt(box, "autoremove --purge")
    left = sorted(set(tree(box).items()) ^ set(bare.items()))
    tap.ok(not left, "nothing else is left", left[:40])
    apt(box, "install ./" + name)
    box.run("systemctl enable --now helpline.target")
    tap.ok(place.up() and place.read(ref) is not None,
           "put in anew after a purge, all is there", place.logged())
    place.leave()
